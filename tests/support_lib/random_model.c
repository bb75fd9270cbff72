#include "support_lib/random_model.h"

#include "support_lib/hash_random.h"

/* The text so far, and the shape that flows at its end. */
typedef struct Sketcher {
    Arena *arena;
    uint64_t seed, draws;
    const char *text;
    int height, width, channels;
    int names; /* given so far */
} Sketcher;

static int draw(Sketcher *s, int bound)
{
    return hash_below(s->seed, 42, s->draws++, bound);
}

static bool chance(Sketcher *s, int percent)
{
    return draw(s, 100) < percent;
}

static void XC_PRINTF(2, 3) say(Sketcher *s, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *more = arena_vprintf(s->arena, format, arguments);
    va_end(arguments);
    s->text = arena_printf(s->arena, "%s%s", s->text, more);
}

static int draw_channels(Sketcher *s)
{
    static const int counts[] = {1, 2, 3, 5, 8, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 64};
    return counts[draw(s, sizeof counts / sizeof *counts)];
}

static int same_size(int size, int stride)
{
    return (size + stride - 1) / stride;
}

static int valid_size(int size, int kernel, int stride)
{
    return (size - kernel) / stride + 1;
}

/* kernel, stride and padding, as arguments after a comma; the shape moves on. Pads stay below the
 * kernel, so that no window lies in padding alone. */
static void say_window(Sketcher *s, const char *kernel_name)
{
    int kernel_h = 1 + draw(s, chance(s, 80) ? 3 : 5),
        kernel_w = chance(s, 70) ? kernel_h : 1 + draw(s, 5);
    int stride_h = chance(s, 65) ? 1 : 2 + draw(s, 2), stride_w = chance(s, 80) ? stride_h : 1;
    say(s, "%s: [%d, %d], stride: [%d, %d]", kernel_name, kernel_h, kernel_w, stride_h, stride_w);
    bool fits = kernel_h <= s->height && kernel_w <= s->width;
    if (fits && chance(s, 20)) {
        say(s, ", padding: valid");
        s->height = valid_size(s->height, kernel_h, stride_h);
        s->width = valid_size(s->width, kernel_w, stride_w);
    } else if (fits && chance(s, 30)) {
        int top = draw(s, kernel_h), bottom = draw(s, kernel_h);
        int left = draw(s, kernel_w), right = draw(s, kernel_w);
        say(s, ", padding: [%d, %d, %d, %d]", top, bottom, left, right);
        s->height = valid_size(s->height + top + bottom, kernel_h, stride_h);
        s->width = valid_size(s->width + left + right, kernel_w, stride_w);
    } else {
        say(s, ", padding: same");
        s->height = same_size(s->height, stride_h);
        s->width = same_size(s->width, stride_w);
    }
}

static const char *regularizer(Sketcher *s)
{
    static const char *const texts[] = {", kernel_regularizer: {l2: 0.01}",
        ", kernel_regularizer: {l1: 0.01}", ", kernel_regularizer: {l1: 0.005, l2: 0.02}"};
    return chance(s, 30) ? texts[draw(s, 3)] : "";
}

static void say_conv(Sketcher *s)
{
    int groups = 1 + draw(s, 4);
    int filters = draw_channels(s);
    if (s->channels % groups != 0 || chance(s, 60))
        groups = 1;
    filters = (filters + groups - 1) / groups * groups;
    say(s, "conv: {filters: %d, groups: %d, ", filters, groups);
    say_window(s, "kernel");
    say(s, "%s%s}", chance(s, 30) ? ", bias: false" : "", regularizer(s));
    s->channels = filters;
}

static const char *activation(Sketcher *s)
{
    static const char *const words[] = {
#define XC_ACTIVATION(ID, word, ...) word,
#include "graph/activations.def"
#undef XC_ACTIVATION
    };
    return words[draw(s, (int)(sizeof words / sizeof *words))];
}

static void say_separable(Sketcher *s)
{
    int filters = draw_channels(s);
    say(s, "separable_conv: {filters: %d, ", filters);
    say_window(s, "kernel");
    say(s, "%s", chance(s, 30) ? ", bias: false" : "");
    if (chance(s, 25))
        say(s, ", activation: %s", activation(s));
    say(s, "}");
    s->channels = filters;
}

static void say_simple(Sketcher *s)
{
    static const char *const words[] = {"relu", "batch_norm",
        "batch_norm: {momentum: 0.8, epsilon: 0.01}", "batch_norm: {scale: false}",
        "batch_norm: {center: false}", "dropout: 0.3"};
    if (chance(s, 50))
        say(s, "%s", words[draw(s, 6)]);
    else
        say(s, "%s", activation(s));
}

/* Zeros that one more convolution or something else reads. */
static void say_zeros(Sketcher *s)
{
    int top = draw(s, 2), bottom = draw(s, 3), left = draw(s, 2), right = draw(s, 2);
    say(s, "zero_padding: [%d, %d, %d, %d]", top, bottom, left, right);
    s->height += top + bottom;
    s->width += left + right;
}

static void say_layer(Sketcher *s)
{
    switch (draw(s, 8)) {
    case 7:
        say_zeros(s);
        break;
    case 0:
    case 1:
        say_conv(s);
        break;
    case 2:
        say_separable(s);
        break;
    case 3:
        say(s, "depthwise_conv: {");
        say_window(s, "kernel");
        say(s, "}");
        break;
    case 4:
        say(s, "%s: {", chance(s, 50) ? "max_pool" : "average_pool");
        say_window(s, "size");
        say(s, "}");
        break;
    case 5:
        s->channels = draw_channels(s);
        say(s, "dense: %d", s->channels);
        break;
    default:
        say_simple(s);
    }
}

/* A branch that keeps the map's height and width, and its channels too when asked. */
static void say_flat_branch(Sketcher *s, bool same_channels)
{
    int in = s->channels;
    say(s, "[");
    if (chance(s, 50))
        say(s, "relu, ");
    int out = same_channels ? in : draw_channels(s);
    const char *kind = chance(s, 60) ? "conv" : "separable_conv";
    say(s, "%s: {filters: %d, kernel: %d, padding: same}", kind, out, 1 + draw(s, 3));
    if (chance(s, 50))
        say(s, ", batch_norm");
    if (chance(s, 30))
        say(s, ", max_pool: {size: 3, stride: 1, padding: same}");
    say(s, "]");
    s->channels = out;
}

static void say_add(Sketcher *s)
{
    say(s, "add: [");
    say_flat_branch(s, true);
    if (chance(s, 30)) {
        say(s, ", ");
        say_flat_branch(s, true);
    }
    say(s, ", identity]");
}

static void say_concat(Sketcher *s)
{
    int in = s->channels, total = chance(s, 60) ? in : 0;
    say(s, "concat: [%s", total > 0 ? "identity, " : "");
    for (int i = 1 + draw(s, 2); i >= 0; i--) {
        s->channels = in;
        say_flat_branch(s, false);
        say(s, "%s", i > 0 ? ", " : "]");
        total += s->channels;
    }
    s->channels = total;
}

static void say_gate(Sketcher *s)
{
    say(s, "multiply: [[%s, dense: %d, relu, dense: %d, sigmoid], identity]",
        chance(s, 70) ? "global_average_pool" : "global_max_pool", 1 + draw(s, 5), s->channels);
}

/* A map that is taken up again below: shrunk by a stride, worked on, and met by the earlier one,
 * which takes a stride of its own. */
static void say_return(Sketcher *s)
{
    int name = s->names++, stride = 1 + draw(s, 3), earlier = draw_channels(s);
    int channels = draw_channels(s);
    bool adds = chance(s, 50);
    say(s, "conv: {name: level%d, filters: %d, kernel: 3, padding: same}\n", name, earlier);
    say(s, "  - conv: {filters: %d, kernel: %d, stride: %d, padding: same}\n  - batch_norm\n",
        channels, 1 + draw(s, 3), stride);
    if (chance(s, 50))
        say(s, "  - relu\n  - max_pool: {size: 3, stride: 1, padding: same}\n");
    if (adds)
        say(s, "  - add: [identity, [from: level%d, conv: {filters: %d, kernel: 1, stride: %d}]]",
            name, channels, stride);
    else
        say(s,
            "  - concat: [[from: level%d, average_pool: {size: %d, stride: %d, padding: same}], "
            "identity, [conv: {filters: 3, kernel: 1}]]",
            name, 1 + draw(s, 3), stride);
    s->height = same_size(s->height, stride);
    s->width = same_size(s->width, stride);
    s->channels = adds ? channels : earlier + channels + 3;
}

/* ---- at the limits of kernels ---------------------------------------------------------------- */

static void say_times(Sketcher *s, const char *join, const char *branch, int times)
{
    say(s, "%s: [identity", join);
    while (times-- > 0)
        say(s, ", %s", branch);
    say(s, "]");
}

static const char *unit(Sketcher *s, int filters)
{
    const char *norm = chance(s, 50) ? ", batch_norm" : "", *active = chance(s, 50) ? ", relu" : "";
    return arena_printf(s->arena, "[conv: {filters: %d, kernel: 1}%s%s]", filters, norm, active);
}

/* Fewer and more branches than a kernel has operands. */
static void say_many_branches(Sketcher *s)
{
    static const char *const flat[] = {
        "identity", "relu", "[batch_norm, relu]", "[sigmoid, dropout: 0.2]"};
    int times = 4 + draw(s, 24), filters = 1 + draw(s, 2);
    switch (draw(s, 4)) {
    case 0:
        say_times(s, "add", flat[draw(s, 4)], times);
        break;
    case 1:
        say_times(s, "add", unit(s, s->channels), 3 + draw(s, 6));
        break;
    case 2:
        say_times(s, "multiply", chance(s, 30) ? "[global_average_pool, sigmoid]" : "sigmoid",
            3 + draw(s, 9));
        break;
    default:
        say_times(s, "concat", unit(s, filters), times);
        s->channels += times * filters;
    }
    say(s, "\n  - batch_norm");
}

/* A stem that many sums take up again, each with normalisations of its own. */
static void say_chain(Sketcher *s)
{
    int name = s->names++;
    s->channels = draw_channels(s);
    say(s, "conv: {name: level%d, filters: %d, kernel: 1}\n", name, s->channels);
    say(s, "  - repeat: {times: %d, layers: [add: [from: level%d, [batch_norm%s]]]}",
        2 + draw(s, 8), name, chance(s, 70) ? ", relu" : "");
}

/* Windows around the numbers of taps that one and two bytes count. Their last taps see the map, so
 * that the result is no constant, whose normalisation is rounding alone. */
static void say_wide_pool(Sketcher *s)
{
    static const int sides[][2] = {{16, 16}, {17, 15}, {17, 16}, {256, 1}, {1, 257}, {256, 257}};
    const int *side = sides[draw(s, 6)];
    say(s, "%s: {size: [%d, %d], stride: 1, padding: [%d, 0, %d, 0]}",
        chance(s, 75) ? "max_pool" : "average_pool", side[0], side[1], side[0] - 1, side[1] - 1);
}

static void say_limit(Sketcher *s)
{
    int kind = draw(s, 4);
    if (kind < 2)
        say_many_branches(s);
    else if (kind == 2)
        say_chain(s);
    else
        say_wide_pool(s);
}

static void say_item(Sketcher *s)
{
    say(s, "  - ");
    int kind = draw(s, 12);
    if (kind == 11)
        say_limit(s);
    else if (kind == 10)
        say_return(s);
    else if (kind == 0)
        say_add(s);
    else if (kind == 1)
        say_concat(s);
    else if (kind == 2)
        say_gate(s);
    else
        say_layer(s);
    say(s, "\n");
}

static void say_head(Sketcher *s)
{
    static const char *const pools[] = {"global_average_pool", "global_max_pool", "flatten"};
    int pool = draw(s, 3);
    say(s, "  - %s\n", pools[pool]);
    if (chance(s, 10))
        say(s, "  - batch_norm\n");
    if (chance(s, 30))
        say(s, "  - dense: %d\n  - batch_norm\n  - relu\n", 1 + draw(s, 40));
    if (chance(s, 3)) /* finish kernels work in blocks of 4096 */
        say(s, "  - dense: 2\n  - dense: %d\n  - batch_norm\n  - relu\n", 4090 + draw(s, 20));
    say(s, "  - dense: %d\n  - softmax\n", chance(s, 80) ? 2 + draw(s, 11) : 13 + draw(s, 90));
}

static void say_recipe(Sketcher *s)
{
    static const char *const optimizers[] = {"sgd: {momentum: 0.9, nesterov: true}",
        "sgd: {momentum: 0.8}", "sgd: {}", "adam: {beta1: 0.8, epsilon: 1.0e-3}",
        "adamw: {epsilon: 1.0e-3, weight_decay: 0.05}"};
    say(s, "training:\n"
           "  data: synthetic\n"
           "  batch_size: 9\n"
           "  epochs: 1\n"
           "  learning_rate: {steps: {0: 0.01}}\n");
    say(s, "  optimizer: {%s}\n", optimizers[chance(s, 40) ? 0 : draw(s, 5)]);
    if (chance(s, 25))
        say(s, "  label_smoothing: 0.1\n");
}

const char *random_model(Arena *arena, uint64_t seed)
{
    static const int channels[] = {1, 2, 3, 4, 5, 16};
    Sketcher s = {.arena = arena, .seed = seed, .text = ""};
    s.height = 1 + draw(&s, 9);
    s.width = 1 + draw(&s, 9);
    s.channels = channels[draw(&s, 6)];
    say(&s, "input: {shape: [%d, %d, %d], mean: [0", s.height, s.width, s.channels);
    for (int c = 1; c < s.channels; c++)
        say(&s, ", 0");
    say(&s, "], std: [1");
    for (int c = 1; c < s.channels; c++)
        say(&s, ", 1");
    say(&s, "]}\nlayers:\n");
    for (int i = 3 + draw(&s, 7); i > 0; i--)
        say_item(&s);
    say_head(&s);
    say_recipe(&s);
    return s.text;
}
