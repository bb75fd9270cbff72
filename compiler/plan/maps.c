/* Maps: a group of fused elementwise nodes as one pass over memory.
 *
 * Sources are read once, each node is one named step, and what readers outside the map want goes to
 * outputs. Sums of normalisation and bias gradients are taken on the way. */
#include "graph/activation.h"
#include "plan/builder.h"
#include "support/text.h"

#include <string.h>

typedef struct MapBuilder {
    Builder *builder;
    Arena *arena;
    FusedMap *map;
    Stage stage;
    Map names; /* of sources, steps and outputs */
    Operand source_operands[XC_MAX_OPERANDS];
    bool streams; /* a dropout: needs seed, step and image number */
} MapBuilder;

/* A map may have a step for every layer. */
static const char *fresh_name(MapBuilder *mb, const char *base)
{
    return map_fresh_name(mb->arena, &mb->names, base, "");
}

static bool same_operand(const Operand *a, const Operand *b)
{
    return a->kind == b->kind && a->buffer == b->buffer && a->scratch == b->scratch;
}

static MapRef add_source(
    MapBuilder *mb, const char *name, MapSourceKind kind, Operand operand, const Layout *layout)
{
    FusedMap *map = mb->map;
    for (size_t i = 0; i < map->sources.count; i++)
        if (map->sources.data[i].kind == kind && same_operand(&mb->source_operands[i], &operand))
            return -1 - (MapRef)i;
    MapSource source = {.kind = kind, .name = fresh_name(mb, name)};
    if (layout)
        source.layout = *layout;
    if (map->sources.count == XC_MAX_OPERANDS)
        bug("a map with too many sources");
    mb->source_operands[map->sources.count] = operand;
    vec_push(mb->arena, &map->sources, source);
    return -1 - (MapRef)(map->sources.count - 1);
}

/* A reference to an input of a node of the map. */
static MapRef map_input(MapBuilder *mb, const Value *value, const char *name)
{
    if (mb->builder->steps[value->id])
        return mb->builder->steps[value->id] - 1;
    if (value->class_ != XC_BATCH)
        bug("%s is read element by element", value->name);
    Form *form = any_form(mb->builder, value);
    bool vector = shape_height(value->shape) * shape_width(value->shape) == 1 &&
                  shape_height(mb->map->shape) * shape_width(mb->map->shape) > 1;
    return add_source(
        mb, name, vector ? XC_SOURCE_VECTOR : XC_SOURCE_MAP, form->operand, &form->layout);
}

static MapRef channel_input(MapBuilder *mb, Buffer *buffer, const char *name)
{
    return add_source(mb, name, XC_SOURCE_CHANNEL, use_buffer(mb->builder, buffer), NULL);
}

static Buffer *coefficient(MapBuilder *mb, const Node *node, int which)
{
    Buffer *buffer = mb->builder->planner->coefficients[node->id * XC_COEFFICIENTS + which];
    if (!buffer)
        bug("the coefficients of %s are not there yet", node->outputs[0]->name);
    return buffer;
}

static void step_input(MapStep *step, MapRef input)
{
    step->inputs[step->input_count++] = input;
}

static const char *step_name(Op op)
{
    switch (op) {
    case XC_OP_NORMALIZE:
    case XC_OP_BATCH_NORM:
        return "normalized";
    case XC_OP_ADD:
        return "sum";
    case XC_OP_MULTIPLY:
        return "product";
    case XC_OP_NORMALIZE_INPUT_GRADIENT:
        return "dx";
    default:
        return is_activation_gradient(op) ? "dx" : op_info(op)->name;
    }
}

static void add_activation_inputs(MapBuilder *mb, MapStep *step, const Node *node)
{
    const Activation *activation = activation_of(node->op);
    step->at.argument = node->at.argument;
    if (activation->value == node->op) {
        step_input(step, map_input(mb, node->inputs[0], "x"));
        return;
    }
    step_input(step, map_input(mb, node->inputs[0], "dy"));
    step_input(step, map_input(mb, node->inputs[1], activation->reads_input ? "x" : "y"));
}

static void add_inputs(MapBuilder *mb, MapStep *step, const Node *node)
{
    if (activation_of(node->op)) {
        add_activation_inputs(mb, step, node);
        return;
    }
    switch (node->op) {
    case XC_OP_NORMALIZE:
    case XC_OP_BATCH_NORM:
        step->op = XC_OP_NORMALIZE;
        step_input(step, map_input(mb, node->inputs[0], "x"));
        step_input(step, channel_input(mb, coefficient(mb, node, 0), "scale"));
        step_input(step, channel_input(mb, coefficient(mb, node, 1), "shift"));
        break;
    case XC_OP_NORMALIZE_INPUT_GRADIENT:
        step_input(step, map_input(mb, node->inputs[0], "dy"));
        step_input(step, map_input(mb, node->inputs[1], "x"));
        step_input(step, channel_input(mb, reduced_buffer(mb->builder, node->inputs[2]), "mean"));
        step_input(step, channel_input(mb, coefficient(mb, node, 0), "gradient_scale"));
        step_input(step, channel_input(mb, coefficient(mb, node, 1), "gradient_mean"));
        step_input(step, channel_input(mb, coefficient(mb, node, 2), "gradient_slope"));
        break;
    case XC_OP_GLOBAL_AVERAGE_POOL_GRADIENT:
        step_input(step, map_input(mb, node->inputs[0], "dy"));
        break;
    case XC_OP_DROPOUT:
        mb->streams = true;
        step->at.rate = node->at.rate;
        step->at.stream = node->at.stream;
        step_input(step, map_input(mb, node->inputs[0], "x"));
        break;
    default:
        if (node->input_count > XC_MAX_JOIN)
            bug("%s has too many inputs", node->outputs[0]->name);
        for (int i = 0; i < node->input_count; i++)
            step_input(step, map_input(mb, node->inputs[i], "x"));
    }
}

static void add_step(MapBuilder *mb, const Node *node)
{
    MapStep step;
    memset(&step, 0, sizeof step);
    step.op = node->op;
    step.at = attributes_default();
    add_inputs(mb, &step, node);
    step.name = fresh_name(mb, step_name(node->op));
    vec_push(mb->arena, &mb->map->steps, step);
    mb->builder->steps[node->outputs[0]->id] = (MapRef)mb->map->steps.count;
}

/* Sums of one image each: [1 or 2][channels]; the finish stage merges the images. */
static Buffer *sums_buffer(MapBuilder *mb, const Node *node, int rows)
{
    Builder *builder = mb->builder;
    Planner *planner = builder->planner;
    size_t channels = padded_channels(shape_channels(node->inputs[0]->shape));
    Buffer **slot = &planner->coefficients[node->id * XC_COEFFICIENTS + 3];
    *slot = plan_buffer(planner, plan_name(planner, node->outputs[0]->name, "sums"), true,
        (size_t)rows * channels, builder->phase_index, builder->phase_index,
        arena_printf(
            mb->arena, "of each image: %d x %d", rows, shape_channels(node->inputs[0]->shape)));
    return *slot;
}

static void add_sum(MapBuilder *mb, const Node *node, Operand *operand)
{
    MapSum sum;
    memset(&sum, 0, sizeof sum);
    sum.value = map_input(mb, node->inputs[0], "dy");
    sum.product = node->op == XC_OP_NORMALIZE_PARAMETER_GRADIENT;
    if (sum.product) {
        sum.with = map_input(mb, node->inputs[1], "x");
        sum.mean = channel_input(mb, reduced_buffer(mb->builder, node->inputs[2]), "mean");
    }
    sum.name = mb->map->sums.count == 0
                   ? "sums"
                   : arena_printf(mb->arena, "sums%d", (int)mb->map->sums.count + 1);
    *operand = use_buffer(mb->builder, sums_buffer(mb, node, sum.product ? 2 : 1));
    vec_push(mb->arena, &mb->map->sums, sum);
}

static void add_output(MapBuilder *mb, MapRef ref, const char *name, const Form *form)
{
    MapOutput output = {ref, form->layout, fresh_name(mb, name)};
    vec_push(mb->arena, &mb->map->outputs, output);
    stage_add(&mb->stage, output.name, "xr_real *", form->operand);
}

static bool goes_out_plain(const Builder *builder, const Value *value)
{
    const Local *local = &builder->locals[value->id];
    const ValuePlan *plan = &builder->planner->values[value->id];
    bool stored = plan->stored && plan->level == builder->level;
    return stored || local->want_plain || local->transient;
}

int map_outputs(const Builder *builder, const Value *value)
{
    return goes_out_plain(builder, value) + builder->locals[value->id].want_padded;
}

static void add_outputs(MapBuilder *mb, const Value *value)
{
    const Local *local = &mb->builder->locals[value->id];
    MapRef ref = mb->builder->steps[value->id] - 1;
    const char *step = mb->map->steps.data[ref].name;
    if (goes_out_plain(mb->builder, value))
        add_output(
            mb, ref, arena_printf(mb->arena, "%s_out", step), output_form(mb->builder, value));
    if (local->want_padded)
        add_output(mb, ref, arena_printf(mb->arena, "%s_padded", step),
            padded_output_form(mb->builder, value));
}

static void add_source_operands(MapBuilder *mb)
{
    for (size_t i = 0; i < mb->map->sources.count; i++)
        stage_add(
            &mb->stage, mb->map->sources.data[i].name, "const xr_real *", mb->source_operands[i]);
    if (mb->streams) {
        stage_add(&mb->stage, "step", "const xr_step *", operand_of(XC_OPERAND_STREAM));
        stage_add(&mb->stage, "first", "int", operand_of(XC_OPERAND_FIRST));
    }
}

/* A word of a map's name. */
static const char *name_word(Op op)
{
    switch (op) {
    case XC_OP_NORMALIZE:
    case XC_OP_BATCH_NORM:
        return "bn";
    case XC_OP_NORMALIZE_INPUT_GRADIENT:
        return "bn_gradient";
    case XC_OP_GLOBAL_AVERAGE_POOL_GRADIENT:
        return "mean_gradient";
    default:
        return op_info(op)->name;
    }
}

/* "bn_relu_padded_16x16x364": its ops in order, each named once. */
static const char *map_name(MapBuilder *mb, const char *only)
{
    const char *name = only;
    for (size_t i = 0; i < mb->map->steps.count; i++) {
        const char *op = name_word(mb->map->steps.data[i].op);
        if (!strstr(name, op))
            name = *name ? arena_printf(mb->arena, "%s_%s", name, op) : op;
    }
    if (mb->map->sums.count)
        name = *name ? arena_printf(mb->arena, "%s_sums", name) : "sums";
    bool padded = false;
    for (size_t i = 0; i < mb->map->outputs.count; i++)
        padded = padded || !layout_is_plain(&mb->map->outputs.data[i].layout);
    return arena_printf(
        mb->arena, "%s%s_%s", name, padded ? "_padded" : "", shape_text(mb->arena, mb->map->shape));
}

const char *map_words(Arena *arena, const FusedMap *map)
{
    Text words = {.arena = arena};
    for (size_t i = 0; i < map->steps.count; i++)
        text_printf(&words, "%s%s", words.count ? " > " : "", name_word(map->steps.data[i].op));
    if (map->sums.count)
        text_printf(&words, "%ssums", words.count ? " > " : "");
    for (char *c = words.data; c && *c; c++)
        *c = *c == '_' ? ' ' : *c;
    return words.data;
}

static MapBuilder map_begin(Builder *builder, Shape shape, const Node *node)
{
    Arena *arena = builder->planner->arena;
    MapBuilder mb;
    memset(&mb, 0, sizeof mb);
    mb.builder = builder;
    mb.arena = arena;
    mb.map = arena_alloc(arena, sizeof *mb.map);
    mb.map->shape = shape;
    mb.stage = stage_new(kernel_new(builder, XC_KERNEL_MAP, node));
    mb.stage.kernel->map = mb.map;
    return mb;
}

bool map_is_sum(const Node *node)
{
    return node->op == XC_OP_NORMALIZE_PARAMETER_GRADIENT || node->op == XC_OP_BIAS_GRADIENT;
}

/* Nodes of a map, from one up to another in its list, -1 for the list's end. */
typedef struct Members {
    int first, end;
} Members;

static const Node *member(const Builder *builder, int id)
{
    return builder->planner->graph->nodes.data[id];
}

/* The names of what the nodes make. */
static const char *list_members(const Builder *builder, Members members)
{
    Text names = {.arena = builder->planner->arena};
    for (int n = members.first; n != members.end; n = builder->next[n])
        text_printf(&names, "%s%s", names.count ? ", " : "", member(builder, n)->outputs[0]->name);
    return text_string(&names);
}

static void add_members(MapBuilder *mb, Members members, Operand sums[XC_MAX_OPERANDS])
{
    for (int n = members.first; n != members.end; n = mb->builder->next[n]) {
        const Node *node = member(mb->builder, n);
        if (!map_is_sum(node))
            add_step(mb, node);
        else if (mb->map->sums.count == XC_MAX_OPERANDS)
            bug("a map with too many sums");
        else
            add_sum(mb, node, &sums[mb->map->sums.count]);
    }
}

/* What members make goes out where it is wanted, and is no step of the map any more. */
static void end_members(MapBuilder *mb, Members members)
{
    for (int n = members.first; n != members.end; n = mb->builder->next[n]) {
        const Node *node = member(mb->builder, n);
        if (!map_is_sum(node))
            add_outputs(mb, node->outputs[0]);
    }
    for (int n = members.first; n != members.end; n = mb->builder->next[n])
        mb->builder->steps[member(mb->builder, n)->outputs[0]->id] = 0;
}

static void build_part(Builder *builder, Members members)
{
    const Node *first = member(builder, members.first);
    Shape shape = map_is_sum(first) ? first->inputs[0]->shape : first->outputs[0]->shape;
    MapBuilder mb = map_begin(builder, shape, first);
    Operand sums[XC_MAX_OPERANDS] = {0};
    const char *comment = list_members(builder, members);
    add_members(&mb, members, sums);
    add_source_operands(&mb);
    end_members(&mb, members);
    for (size_t i = 0; i < mb.map->sums.count; i++)
        stage_add(&mb.stage, mb.map->sums.data[i].name, "xr_real *", sums[i]);
    mb.stage.kernel->name = map_name(&mb, "");
    mb.stage.kernel->title = comment;
    stage_push(builder, &mb.stage, comment);
}

void build_map(Builder *builder, int group)
{
    for (int first = group; first >= 0;) {
        Members members = {first, map_cut(builder, group, first)};
        build_part(builder, members);
        first = members.end;
    }
}

void build_copy(Builder *builder, const Value *value, const Form *from, const Form *to)
{
    MapBuilder mb = map_begin(builder, value->shape, NULL);
    MapRef ref = add_source(&mb, "x", XC_SOURCE_MAP, from->operand, &from->layout);
    add_source_operands(&mb);
    add_output(&mb, ref, "y", to);
    mb.stage.kernel->name = map_name(&mb, "copy");
    mb.stage.kernel->title = value->name;
    stage_push(builder, &mb.stage, value->name);
}
