/* Weight gradients. On large maps each group of images adds to one of XC_CHAINS chains, which a
 * tiles phase then merges in order; elsewhere tiles of the gradient are owned by tasks of that
 * phase, which read the whole batch. Either way the order of additions is fixed. */
#include "plan/builder.h"

enum {
    TILE_ROWS = 192, /* rows of the kernel's matrix in one tile */
    TILE_PANELS = 4, /* panels in one tile */
    TILE_PIXELS = 256, /* pixels that one tile multiplies at a time */
    MERGE_REALS = 16 << 10 /* reals that one task merges */
};

static int divide_up(int a, int b)
{
    return (a + b - 1) / b;
}

static void push_pending(Builder *builder, Stage *stage, int tiles, const char *comment)
{
    stage->comment = comment;
    TileWork work = {*stage, tiles};
    vec_push(builder->planner->arena, &builder->planner->pending, work);
}

static void merge_later(Builder *builder, const Node *node, Buffer *chains)
{
    Buffer *gradient = gradient_buffer(builder, node->outputs[0]);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_MERGE_CHAINS, node);
    kernel->images = builder->images;
    kernel->rows = (int)gradient->size;
    kernel->columns = MERGE_REALS;
    kernel->name = arena_printf(builder->planner->arena, "merge_chains_%d%s", kernel->rows,
        builder->images > 1 ? arena_printf(builder->planner->arena, "_by%d", builder->images) : "");
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(&stage, "chains", "const xr_real *", use_buffer(builder, chains));
    stage_add(&stage, "tile", "int", operand_of(XC_OPERAND_TILE));
    stage_add(&stage, "gradient", "xr_real *", use_buffer(builder, gradient));
    stage_add(&stage, "finite", "int *", operand_of(XC_OPERAND_FINITE));
    push_pending(builder, &stage, divide_up(kernel->rows, MERGE_REALS), node->outputs[0]->name);
}

static const char *weight_name(Builder *builder, const Node *node, const char *what)
{
    Arena *arena = builder->planner->arena;
    Shape x = node->inputs[0]->shape, dy = node->inputs[1]->shape;
    if (conv_is_direct(&node->at))
        return arena_printf(
            arena, "pointwise_%s_%s_%d", what, shape_text(arena, x), shape_channels(dy));
    return arena_printf(arena, "conv_%s_%s", what, conv_name(builder, &node->at, x, dy));
}

static void build_chain(Builder *builder, const Node *node)
{
    Planner *planner = builder->planner;
    const Value *x = node->inputs[0], *dy = node->inputs[1];
    bool direct = conv_is_direct(&node->at);
    Form *from = direct ? plain_form(builder, x) : any_form(builder, x);
    Form *to = plain_form(builder, dy);
    Buffer *gradient = gradient_buffer(builder, node->outputs[0]);
    Buffer *chains = plan_buffer(planner, plan_name(planner, node->outputs[0]->name, "chains"),
        false, XC_CHAINS * gradient->size, builder->phase_index, builder->phase_index + 1,
        arena_printf(planner->arena, "%d sums over groups of images", XC_CHAINS));
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CONV_WEIGHT_GRADIENT, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at = node->at;
    conv_matrix(node->outputs[0], &node->at, &kernel->rows, &kernel->columns);
    kernel->name = weight_name(builder, node, "weight_gradient");
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "dy", "const xr_real *", to->operand);
    stage_add(&stage, "gradient", "xr_real *", (Operand){XC_OPERAND_CHAIN, chains, NULL});
    stage_add(&stage, "accumulate", "bool", operand_of(XC_OPERAND_ACCUMULATE));
    size_t pixels = (size_t)to->layout.height * (size_t)to->layout.width;
    size_t gathered = 0;
    if (!direct) {
        kernel->band = gather_band(builder, &node->at, x->shape, dy->shape, &gathered);
        kernel->helper = pixel_helper(builder, XC_KERNEL_GATHER, node, &kernel->x, &kernel->y);
        gathered += narrow_group_reals(kernel, gathered);
        stage_add(&stage, "gathered", "xr_real *", workspace(builder, gathered));
    }
    stage_add(&stage, "packed", "xr_real *",
        workspace(builder, pixels * (size_t)builder->images * XC_PANEL));
    stage_push(builder, &stage, node->outputs[0]->name);
    merge_later(builder, node, chains);
}

static void build_owned_tiles(Builder *builder, const Node *node)
{
    const Value *x = node->inputs[0], *dy = node->inputs[1];
    bool direct = conv_is_direct(&node->at);
    Form *from = plain_form(builder, x);
    Form *to = plain_form(builder, dy);
    if (from->operand.kind != XC_OPERAND_BUFFER || to->operand.kind != XC_OPERAND_BUFFER)
        bug("the operands of %s are not kept for its tiles", node->outputs[0]->name);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CONV_WEIGHT_TILE, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at = node->at;
    conv_matrix(node->outputs[0], &node->at, &kernel->rows, &kernel->columns);
    kernel->k_block = TILE_ROWS;
    kernel->panel_block = TILE_PANELS;
    int pixels = to->layout.height * to->layout.width;
    kernel->images = direct || pixels >= TILE_PIXELS ? 1 : divide_up(TILE_PIXELS, pixels);
    kernel->band = TILE_PIXELS;
    if (!direct)
        kernel->helper = pixel_helper(builder, XC_KERNEL_GATHER, node, &kernel->x, &kernel->y);
    kernel->name = weight_name(builder, node, "weight_tile");
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(
        &stage, "x", "const xr_real *", (Operand){XC_OPERAND_BUFFER, from->operand.buffer, NULL});
    stage_add(
        &stage, "dy", "const xr_real *", (Operand){XC_OPERAND_BUFFER, to->operand.buffer, NULL});
    stage_add(&stage, "tile", "int", operand_of(XC_OPERAND_TILE));
    stage_add(&stage, "gradient", "xr_real *",
        use_buffer(builder, gradient_buffer(builder, node->outputs[0])));
    stage_add(&stage, "finite", "int *", operand_of(XC_OPERAND_FINITE));
    int panels = divide_up((int)padded_channels(kernel->columns), XC_PANEL);
    int tiles =
        node->at.groups * divide_up(kernel->rows, TILE_ROWS) * divide_up(panels, TILE_PANELS);
    push_pending(builder, &stage, tiles, node->outputs[0]->name);
}

void build_weight_gradient(Builder *builder, const Node *node)
{
    if (weight_gradient_in_chains(node))
        build_chain(builder, node);
    else
        build_owned_tiles(builder, node);
}

/* What a tile needs of scratch: its pixels of x where they are gathered, and a packed panel. */
static void add_tile_workspace(Builder *builder, Stage *stage)
{
    Kernel *kernel = stage->kernel;
    if (kernel->kind != XC_KERNEL_CONV_WEIGHT_TILE)
        return;
    size_t pixels = (size_t)kernel->y.height * (size_t)kernel->y.width;
    size_t rows = conv_is_direct(&kernel->at) ? TILE_PIXELS : pixels * (size_t)kernel->images;
    if (!conv_is_direct(&kernel->at))
        stage_add(stage, "gathered", "xr_real *", workspace(builder, rows * TILE_ROWS));
    stage_add(stage, "packed", "xr_real *", workspace(builder, rows * XC_PANEL));
}

Phase *plan_tiles_phase(Planner *planner, int level, const Phase *before)
{
    Arena *arena = planner->arena;
    Builder builder = {.planner = planner, .level = level, .images = 1};
    Phase *phase = arena_alloc(arena, sizeof *phase);
    builder.phase = phase;
    builder.phase_index = planner->level_phase[level] + 1;
    phase->domain = XC_DOMAIN_TILES;
    phase->direction = "gradient";
    phase->layer = before->layer;
    phase->location = before->location;
    phase->group = 1;
    phase->name = before->layer ? layer_identifier(arena, before->layer->name, "gradient")
                                : "weight_gradient";
    for (size_t i = 0; i < planner->pending.count; i++) {
        TileWork work = planner->pending.data[i];
        add_tile_workspace(&builder, &work.stage);
        stage_push(&builder, &work.stage, work.stage.comment);
        work.stage = phase->stages.data[--phase->stages.count];
        vec_push(arena, &phase->tiles, work);
    }
    planner->pending.count = 0;
    phase->scratch_size = plan_scratch_offsets(arena, phase->scratch.data, phase->scratch.count);
    return phase;
}
