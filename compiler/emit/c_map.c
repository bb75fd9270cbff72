/* Maps: fused elementwise nodes as one pass. Each source is loaded once a vector of channels, each
 * node is one named constant, each output one store. */
#include "emit/kernels.h"

#include <string.h>

#include "graph/activation.h"
#include "support/text.h"

typedef struct MapEmitter {
    Writer *writer;
    const FusedMap *map;
    int stride;
    int layout_count;
    Layout layouts[XC_MAX_OPERANDS * 2];
} MapEmitter;

/* The name of the index of a pixel in a layout: one a distinct layout. */
static const char *index_name(MapEmitter *me, const Layout *layout)
{
    int i = 0;
    while (i < me->layout_count && memcmp(&me->layouts[i], layout, sizeof *layout) != 0)
        i++;
    if (i == me->layout_count)
        me->layouts[me->layout_count++] = *layout;
    bool plain = layout_is_plain(layout);
    int same = 0;
    for (int k = 0; k < i; k++)
        same += layout_is_plain(&me->layouts[k]) == plain;
    const char *base = plain ? "at" : "padded_at";
    return same ? arena_printf(me->writer->arena, "%s%d", base, same + 1) : base;
}

static const char *ref_name(MapEmitter *me, MapRef ref)
{
    if (ref >= 0)
        return me->map->steps.data[ref].name;
    return arena_printf(me->writer->arena, "%s_c", me->map->sources.data[-1 - ref].name);
}

/* Halos of padded outputs, and sums, begin as zeros. */
static void emit_image_start(MapEmitter *me)
{
    Writer *w = me->writer;
    for (size_t i = 0; i < me->map->outputs.count; i++) {
        const MapOutput *output = &me->map->outputs.data[i];
        if (layout_is_plain(&output->layout))
            continue;
        bind_text(w, "name", "%s", output->name);
        bind_layout(w, "", &output->layout);
        const char *arguments[] = {arena_printf(w->arena, "%s + (size_t)n * %zu", output->name,
                                       layout_reals(&output->layout)),
            "HEIGHT", "WIDTH", "CHANNELS", arena_printf(w->arena, "%d", output->layout.pad[0]),
            arena_printf(w->arena, "%d", output->layout.pad[1]),
            arena_printf(w->arena, "%d", output->layout.pad[2]),
            arena_printf(w->arena, "%d", output->layout.pad[3])};
        emit_call(w, "xr_zero_halo(", arguments, 8, ");");
    }
    for (size_t i = 0; i < me->map->sums.count; i++) {
        const MapSum *sum = &me->map->sums.data[i];
        bind_text(w, "name", "%s", sum->name);
        bind_text(w, "rows", "%d", sum->product ? 2 : 1);
        emit(w, "xr_real *$(name)_n = $name + (size_t)n * $rows * CHANNELS;\n"
                "memset($(name)_n, 0, $rows * CHANNELS * sizeof *$(name)_n);\n");
    }
}

static void emit_indices(MapEmitter *me)
{
    Writer *w = me->writer;
    for (int i = 0; i < me->layout_count; i++) {
        const Layout *layout = &me->layouts[i];
        bind_text(w, "index", "%s", index_name(me, layout));
        bind_layout(w, "", layout);
        if (layout_is_plain(layout))
            emit(w, "const size_t $index = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;\n");
        else {
            bind_text(w, "offset_h", layout->pad[0] ? "h + %d" : "h", layout->pad[0]);
            bind_text(w, "offset_w", layout->pad[2] ? "w + %d" : "w", layout->pad[2]);
            emit(w, "const size_t $index = (size_t)((n * $rows + $offset_h) * $columns + "
                    "$offset_w) * CHANNELS;\n");
        }
    }
}

static void emit_loads(MapEmitter *me)
{
    Writer *w = me->writer;
    for (size_t i = 0; i < me->map->sources.count; i++) {
        const MapSource *source = &me->map->sources.data[i];
        bind_text(w, "name", "%s", source->name);
        switch (source->kind) {
        case XC_SOURCE_MAP:
            bind_text(w, "index", "%s", index_name(me, &source->layout));
            emit(w, "const xr_vec $(name)_c = xr_load($name + $index + c);\n");
            break;
        case XC_SOURCE_VECTOR:
            emit(w, "const xr_vec $(name)_c = xr_load($name + (size_t)n * CHANNELS + c);\n");
            break;
        case XC_SOURCE_CHANNEL:
            emit(w, "const xr_vec $(name)_c = xr_load($name + c);\n");
            break;
        }
    }
}

static const char *joined(MapEmitter *me, const MapStep *step, const char *operator)
{
    const char *text = ref_name(me, step->inputs[0]);
    for (int i = 1; i < step->input_count; i++)
        text = arena_printf(
            me->writer->arena, "%s %s %s", text, operator, ref_name(me, step->inputs[i]));
    return text;
}

/* xr_relu(x), xr_leaky_relu_gradient(dy, y, 0.3) */
static const char *activation_call(MapEmitter *me, const MapStep *step)
{
    Text call = {.arena = me->writer->arena};
    text_printf(&call, "xr_%s(%s", op_info(step->op)->name, ref_name(me, step->inputs[0]));
    if (step->input_count == 2)
        text_printf(&call, ", %s", ref_name(me, step->inputs[1]));
    if (activation_of(step->op)->argument)
        text_printf(&call, ", %s", number_text(me->writer->arena, step->at.argument));
    text_add(&call, ")");
    return text_string(&call);
}

static const char *step_expression(MapEmitter *me, const MapStep *step)
{
    Arena *arena = me->writer->arena;
    if (activation_of(step->op))
        return activation_call(me, step);
    const char *in[6] = {0};
    for (int i = 0; i < step->input_count && i < 6; i++)
        in[i] = ref_name(me, step->inputs[i]);
    switch (step->op) {
    case XC_OP_NORMALIZE:
        return arena_printf(arena, "%s * %s + %s", in[0], in[1], in[2]);
    case XC_OP_ADD:
        return joined(me, step, "+");
    case XC_OP_MULTIPLY:
        return joined(me, step, "*");
    case XC_OP_NORMALIZE_INPUT_GRADIENT:
        return arena_printf(arena, "%s * %s_centred", in[3], step->name);
    case XC_OP_GLOBAL_AVERAGE_POOL_GRADIENT:
        return arena_printf(arena, "%s / xr_set1(HEIGHT * WIDTH)", in[0]);
    case XC_OP_DROPOUT:
        return arena_printf(arena, "xr_dropout(%s, %.17g, step, %d, element + (uint64_t)c)", in[0],
            step->at.rate, step->at.stream);
    default:
        bug("no expression for %s in a map", op_info(step->op)->name);
    }
}

/* name = expression;, broken after the equals sign where it is too long. */
static void emit_constant(Writer *w, const char *name, const char *expression)
{
    size_t length = (size_t)(w->depth * XC_INDENT) + strlen("const xr_vec  = ;") + strlen(name) +
                    strlen(expression);
    if (length <= XC_LINE) {
        emit_line(w, "const xr_vec %s = %s;", name, expression);
        return;
    }
    emit_line(w, "const xr_vec %s =", name);
    w->depth++;
    emit_line(w, "%s;", expression);
    w->depth--;
}

/* dx = scale * ((x - mean) * slope + (dy - mean of dy)): one sum of one product. */
static void emit_centred(MapEmitter *me, const MapStep *step)
{
    const MapRef *in = step->inputs;
    emit_constant(me->writer, arena_printf(me->writer->arena, "%s_centred", step->name),
        arena_printf(me->writer->arena, "(%s - %s) * %s + (%s - %s)", ref_name(me, in[1]),
            ref_name(me, in[2]), ref_name(me, in[5]), ref_name(me, in[0]), ref_name(me, in[4])));
}

static void emit_results(MapEmitter *me)
{
    Writer *w = me->writer;
    for (size_t i = 0; i < me->map->outputs.count; i++) {
        const MapOutput *output = &me->map->outputs.data[i];
        emit_line(w, "xr_store(%s + %s + c, %s);", output->name, index_name(me, &output->layout),
            ref_name(me, output->value));
    }
    for (size_t i = 0; i < me->map->sums.count; i++) {
        const MapSum *sum = &me->map->sums.data[i];
        bind_text(w, "name", "%s", sum->name);
        bind_text(w, "value", "%s", ref_name(me, sum->value));
        emit(w, "xr_store($(name)_n + c, xr_load($(name)_n + c) + $value);\n");
        if (!sum->product)
            continue;
        bind_text(w, "centred", "%s_centred", sum->name);
        bind_text(w, "with", "%s", ref_name(me, sum->with));
        bind_text(w, "mean", "%s", ref_name(me, sum->mean));
        emit(w, "const xr_vec $centred = $with - $mean;\n"
                "xr_real *const $(name)_product = $(name)_n + CHANNELS + c;\n"
                "xr_store($(name)_product, $value * $centred + xr_load($(name)_product));\n");
    }
}

static void collect_layouts(MapEmitter *me)
{
    for (size_t i = 0; i < me->map->sources.count; i++)
        if (me->map->sources.data[i].kind == XC_SOURCE_MAP)
            index_name(me, &me->map->sources.data[i].layout);
    for (size_t i = 0; i < me->map->outputs.count; i++)
        index_name(me, &me->map->outputs.data[i].layout);
}

static bool has_dropout(const FusedMap *map)
{
    for (size_t i = 0; i < map->steps.count; i++)
        if (map->steps.data[i].op == XC_OP_DROPOUT)
            return true;
    return false;
}

void emit_map(Writer *w, const Kernel *kernel)
{
    MapEmitter me = {.writer = w, .map = kernel->map};
    collect_layouts(&me);
    Layout plain = layout_plain(kernel->map->shape);
    emit_line(w, "enum { HEIGHT = %d, WIDTH = %d, CHANNELS = %d };", plain.height, plain.width,
        plain.stride);
    emit_line(w, "for (int n = 0; n < images; n++) {");
    emit_image_start(&me);
    emit_line(w, "for (int h = 0; h < HEIGHT; h++) {");
    emit_line(w, "for (int w = 0; w < WIDTH; w++) {");
    emit_indices(&me);
    if (has_dropout(kernel->map)) {
        emit_line(w, "const uint64_t pixel = ((uint64_t)(first + n) * HEIGHT + (uint64_t)h) * "
                     "WIDTH + (uint64_t)w;");
        emit_line(w, "const uint64_t element = pixel * CHANNELS;");
    }
    emit_line(w, "for (int c = 0; c < CHANNELS; c += XR_LANES) {");
    emit_loads(&me);
    for (size_t i = 0; i < kernel->map->steps.count; i++) {
        const MapStep *step = &kernel->map->steps.data[i];
        if (step->op == XC_OP_NORMALIZE_INPUT_GRADIENT)
            emit_centred(&me, step);
        emit_constant(w, step->name, step_expression(&me, step));
    }
    emit_results(&me);
    emit(w, "}\n}\n}\n}\n");
}

void emit_import(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->y);
    emit(w, "enum { PIXELS = $pixels, CHANNELS = $channels, STRIDE = $stride };\n"
            "for (int pixel = 0; pixel < images * PIXELS; pixel++) {\n"
            "xr_real *const to = y + (size_t)pixel * STRIDE;\n"
            "memset(to, 0, STRIDE * sizeof *to);\n"
            "memcpy(to, x + (size_t)pixel * CHANNELS, CHANNELS * sizeof *to);\n"
            "}\n");
}
