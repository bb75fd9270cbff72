/* Sizes that only show when a model is planned: halos, pixels of a whole batch, memory in all. What
 * one image and one parameter may have was checked when the Graph was made. */
#include "plan/builder.h"

#include <inttypes.h>

typedef struct Check {
    const Graph *graph;
    int batch;
    Diag *diag;
    bool fine;
} Check;

/* A halo is as wide as the widest that a reader wants. */
typedef struct Halo {
    int pad[4];
    bool told;
} Halo;

static void check_halo(Check *check, Halo *halos, const Node *node)
{
    int pad[4];
    if (!wants_padded(node, 0, pad))
        return;
    const Value *x = node->inputs[0];
    Halo *halo = &halos[x->id];
    for (int side = 0; side < 4; side++)
        halo->pad[side] = pad[side] > halo->pad[side] ? pad[side] : halo->pad[side];
    Layout layout = layout_padded(x->shape, halo->pad);
    if (layout_reals(&layout) <= XC_MAX_IMAGE || halo->told)
        return;
    check->fine = false;
    halo->told = true;
    diag_error(check->diag, node->location,
        "'%s' is %s; in its padding, %dx%d, it has more than %d numbers, its channels rounded up "
        "to "
        "a multiple of %d",
        x->name, shape_text(check->graph->arena, x->shape),
        layout.height + layout.pad[0] + layout.pad[1], layout.width + layout.pad[2] + layout.pad[3],
        XC_MAX_IMAGE, XC_ALIGN);
}

/* A weight gradient that is owned by tiles counts the pixels of the whole batch. */
static void check_pixels(Check *check, const Node *node)
{
    if (node->op != XC_OP_CONV_WEIGHT_GRADIENT || weight_gradient_in_chains(node))
        return;
    Shape map = node->inputs[1]->shape;
    int64_t pixels = (int64_t)shape_height(map) * shape_width(map);
    if (pixels * check->batch <= XC_MAX_STEP_PIXELS)
        return;
    check->fine = false;
    diag_error(check->diag, node->location,
        "'%s' has %" PRId64 " pixels; %d images of it have more than %d",
        node->layer ? node->layer->name : node->inputs[1]->name, pixels, check->batch,
        XC_MAX_STEP_PIXELS);
    diag_hint(check->diag, "take a smaller batch_size, or --batch");
}

static bool add_memory(const Check *check, const Value *value, size_t *reals)
{
    size_t size;
    return checked_multiply(shape_padded_elements(value->shape), (size_t)check->batch, &size) &&
           checked_add(*reals, size, reals);
}

/* As if every map were stored: a bound that keeps all offsets far from overflow. */
static void check_memory(Check *check)
{
    const size_t most = ((size_t)1 << XC_MAX_MEMORY_BITS) / sizeof(float);
    const Value *largest = check->graph->images;
    size_t reals = 0;
    bool fits = true;
    for (size_t i = 0; i < check->graph->values.count; i++) {
        const Value *value = check->graph->values.data[i];
        if (value->class_ != XC_BATCH)
            continue;
        fits = fits && add_memory(check, value, &reals) && reals <= most;
        if (value->producer &&
            shape_padded_elements(value->shape) > shape_padded_elements(largest->shape))
            largest = value;
    }
    if (fits)
        return;
    const Node *node = largest->producer ? largest->producer : check->graph->nodes.data[0];
    check->fine = false;
    diag_error(check->diag, node->location,
        "the maps of a step of %d images have more than 2^%d bytes; '%s' is %s", check->batch,
        XC_MAX_MEMORY_BITS, largest->name, shape_text(check->graph->arena, largest->shape));
    diag_hint(check->diag, "take a smaller batch_size, or --batch");
}

bool plan_check_limits(const Graph *training, int batch, Diag *diag)
{
    Check check = {training, batch, diag, true};
    Halo *halos = arena_array(training->arena, training->values.count, sizeof *halos);
    for (size_t i = 0; i < training->nodes.count; i++) {
        check_halo(&check, halos, training->nodes.data[i]);
        check_pixels(&check, training->nodes.data[i]);
    }
    check_memory(&check);
    return check.fine;
}
