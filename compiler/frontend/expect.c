#include "frontend/expect.h"

#include <inttypes.h>
#include <string.h>

#include "frontend/arguments.h"
#include "frontend/expression.h"
#include "graph/counts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void missed(const Evaluator *evaluator, const Model *model, Location at, const char *what,
    const char *expected, const char *actual)
{
    if (model->overridden)
        diag_note(evaluator->diag, at, "%s: %s, where the file expects %s", what, actual, expected);
    else
        fail_at(evaluator, at, NULL, "%s: %s, not %s as expected", what, actual, expected);
}

/* key: as the file has it; what: the number in words. */
static void check_number(const Evaluator *evaluator, const Model *model, const Datum *datum,
    const char *key, const char *what, uint64_t actual)
{
    double whole;
    if (!datum)
        return;
    if (datum->kind != DATUM_NUMBER || !is_whole(datum->number, &whole) || whole < 0) {
        fail_at(evaluator, datum->at, NULL, "'%s' is a whole number", key);
        return;
    }
    if (whole != (double)actual)
        missed(evaluator, model, datum->at, what, arena_printf(evaluator->arena, "%.0f", whole),
            arena_printf(evaluator->arena, "%" PRIu64, actual));
}

static void check_totals(
    const Evaluator *evaluator, const Model *model, const Datum *datum, Counts counts)
{
    static const char *const known[] = {"total", "trainable", "non_trainable"};
    if (!datum)
        return;
    if (datum->kind != DATUM_MAP) {
        check_number(evaluator, model, datum, "parameters", "parameters", counts.parameters);
        return;
    }
    if (!check_keys(evaluator, datum, "parameters", known, COUNT(known)))
        return;
    check_number(evaluator, model, datum_get(datum, "total"), "total", "total parameters",
        counts.parameters);
    check_number(evaluator, model, datum_get(datum, "trainable"), "trainable",
        "trainable parameters", counts.trainable);
    check_number(evaluator, model, datum_get(datum, "non_trainable"), "non_trainable",
        "non-trainable parameters", counts.parameters - counts.trainable);
}

static const char *shape_list(Arena *arena, Shape shape)
{
    const char *text = "[";
    for (int i = 0; i < shape.rank; i++)
        text = arena_printf(arena, "%s%s%d", text, i ? ", " : "", shape.dim[i]);
    return arena_printf(arena, "%s]", text);
}

static void check_output(
    const Evaluator *evaluator, const Model *model, const Datum *datum, const Layer *layer)
{
    Shape expected = {.rank = 1};
    bool list = datum->kind == DATUM_LIST;
    if (list && (datum->count == 0 || datum->count > 3)) {
        fail_at(evaluator, datum->at, NULL, "'output' is [height, width, channels] or [channels]");
        return;
    }
    expected.rank = list ? (int)datum->count : 1;
    for (int i = 0; i < expected.rank; i++)
        if (!read_count(evaluator, list ? &datum->items[i] : datum, "output", 1, INT32_MAX,
                &expected.dim[i]))
            return;
    if (!shape_equal(expected, layer->output->shape))
        missed(evaluator, model, datum->at,
            arena_printf(evaluator->arena, "output of '%s'", layer->name),
            shape_list(evaluator->arena, expected),
            shape_list(evaluator->arena, layer->output->shape));
}

/* A layer that --set removed is an expectation missed like any other. */
static void missed_layer(
    const Evaluator *evaluator, const Model *model, const Graph *graph, const Tree *key)
{
    if (model->overridden) {
        diag_note(evaluator->diag, key->at, "no layer is named '%s', where the file expects one",
            key->text);
        return;
    }
    const char **names = arena_array(
        evaluator->arena, diag_suggests(evaluator->diag) ? graph->layers.count : 0, sizeof *names);
    for (size_t i = 0; diag_suggests(evaluator->diag) && i < graph->layers.count; i++)
        names[i] = graph->layers.data[i]->name;
    const char *nearest = diag_suggest(evaluator->diag, key->text, names, graph->layers.count);
    fail_at(evaluator, key->at,
        nearest ? arena_printf(evaluator->arena, "did you mean '%s'?", nearest) : NULL,
        "no layer is named '%s'", key->text);
}

static void check_layer(const Evaluator *evaluator, const Model *model, const Layer *layer,
    const Datum *datum, const Counts *rows)
{
    static const char *const known[] = {"parameters", "output", "macs"};
    if (datum->kind != DATUM_MAP) {
        fail_at(
            evaluator, datum->at, NULL, "a layer's expectation is {parameters: n, output: [...]}");
        return;
    }
    if (!check_keys(evaluator, datum, layer->name, known, COUNT(known)))
        return;
    check_number(evaluator, model, datum_get(datum, "parameters"), "parameters",
        arena_printf(evaluator->arena, "parameters of '%s'", layer->name),
        rows[layer->id].parameters);
    check_number(evaluator, model, datum_get(datum, "macs"), "macs",
        arena_printf(evaluator->arena, "macs of '%s'", layer->name), rows[layer->id].macs);
    if (datum_get(datum, "output"))
        check_output(evaluator, model, datum_get(datum, "output"), layer);
}

static void check_layers(
    const Evaluator *evaluator, const Model *model, const Graph *graph, const Datum *layers)
{
    const Counts *rows = counts_by_layer(graph);
    Map by_name = {0};
    for (size_t i = 0; i < graph->layers.count; i++)
        map_put(evaluator->arena, &by_name, graph->layers.data[i]->name, graph->layers.data[i]);
    for (size_t i = 0; i < layers->count && !diag_is_full(evaluator->diag); i++) {
        const Layer *layer = map_get(&by_name, layers->keys[i]->text);
        if (layer)
            check_layer(evaluator, model, layer, &layers->items[i], rows);
        else
            missed_layer(evaluator, model, graph, layers->keys[i]);
    }
}

void check_expect(const Evaluator *evaluator, const Model *model, const Graph *graph)
{
    static const char *const known[] = {"parameters", "macs", "layers"};
    Datum expect;
    if (!model->expect || !evaluate(evaluator, model->expect, &expect) ||
        !check_keys(evaluator, &expect, "expect", known, COUNT(known)))
        return;
    Counts total = counts_total(graph);
    check_totals(evaluator, model, datum_get(&expect, "parameters"), total);
    check_number(evaluator, model, datum_get(&expect, "macs"), "macs", "macs", total.macs);
    const Datum *layers = datum_get(&expect, "layers");
    if (layers && layers->kind != DATUM_MAP)
        fail_at(
            evaluator, layers->at, NULL, "'layers' maps full names to what is expected of them");
    else if (layers)
        check_layers(evaluator, model, graph, layers);
}

/* ---- the network ------------------------------------------------------------------------- */

static void nothing_left(const Evaluator *evaluator, const Model *model)
{
    if (!model->layers->count)
        fail_at(evaluator, model->layers->at,
            "end the list with '- dense: $classes' and '- softmax'", "the list of layers is empty");
    else
        fail_at(evaluator, model->layers->at,
            "each is gone ('if'), repeated no times, removed by a change, or passes its input",
            "nothing is left of the layers");
}

/* False when what is there is not meant as the end, so that no more can be said of it. */
static bool check_end(const Evaluator *evaluator, const Model *model, const Graph *graph)
{
    const char *hint = "end the list with '- dense: $classes' and '- softmax'";
    const Node *last = graph->output->producer;
    if (last && last->op == XC_OP_SOFTMAX && graph->output->shape.rank == 1)
        return true;
    if (!graph->nodes.count) {
        nothing_left(evaluator, model);
        return false;
    }
    const LayerParts end = layer_parts(model->layers->items[model->layers->count - 1]);
    if (!last) {
        fail_at(evaluator, end.at, hint, "the model ends in its input");
        return false;
    }
    bool elsewhere = strcmp(end.kind, "from") == 0;
    if (last->op == XC_OP_SOFTMAX)
        hint = "put '- global_average_pool' or '- flatten' and '- dense: $classes' before it";
    fail_at(evaluator, elsewhere ? end.at : last->location, hint,
        "a model ends in softmax over a vector of classes");
    return !elsewhere;
}

static void check_read(const Evaluator *evaluator, const Graph *graph)
{
    bool *read = arena_array(evaluator->arena, graph->values.count, sizeof *read);
    for (size_t i = 0; i < graph->nodes.count; i++)
        for (int k = 0; k < graph->nodes.data[i]->input_count; k++)
            read[graph->nodes.data[i]->inputs[k]->id] = true;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = graph->nodes.data[i];
        const Value *value = node->outputs[0];
        if (node->op == XC_OP_SOFTMAX && value != graph->output)
            fail_at(evaluator, node->location, NULL, "softmax is the last layer and no other");
        else if (!read[value->id] && value != graph->output)
            fail_at(evaluator, node->location, NULL, "nothing reads the output of '%s'",
                node->layer->name);
    }
}

void check_network(const Evaluator *evaluator, const Model *model, const Graph *graph)
{
    if (check_end(evaluator, model, graph))
        check_read(evaluator, graph);
}

/* ---- small maps -------------------------------------------------------------------------- */

static const Layer *top_of(const Layer *layer)
{
    while (layer->parent)
        layer = layer->parent;
    return layer;
}

/* The smallest map, if any, on which a larger window of each layer at the top runs. */
static Shape *find_small_maps(const Graph *graph)
{
    Shape *maps = arena_array(graph->arena, graph->layers.count, sizeof *maps);
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = graph->nodes.data[i];
        Shape map = node->inputs[0]->shape;
        bool window = node->op == XC_OP_CONV || node->op == XC_OP_DEPTHWISE;
        if (!window || map.rank != 3 ||
            (node->at.kernel[0] <= map.dim[0] && node->at.kernel[1] <= map.dim[1]))
            continue;
        Shape *smallest = &maps[top_of(node->layer)->id];
        if (!smallest->rank || map.dim[0] * map.dim[1] < smallest->dim[0] * smallest->dim[1])
            *smallest = map;
    }
    return maps;
}

static void warn(Diag *diag, const Layer *first, const Layer *last, Shape map)
{
    if (first == last)
        diag_warning(
            diag, first->location, "%s runs on %dx%d maps", first->name, map.dim[0], map.dim[1]);
    else
        diag_warning(diag, first->location, "%s to %s run on %dx%d maps", first->name, last->name,
            map.dim[0], map.dim[1]);
    diag_hint(diag, "the kernels are larger than the maps and see padding; use fewer strides");
}

void warn_one_class(Diag *diag, const Graph *graph)
{
    if (graph->classes > 1)
        return;
    diag_warning(diag, graph->output->producer->location,
        "softmax over one class is always 1: there is nothing to learn");
    diag_hint(diag, "a yes or no is two classes: '- dense: 2'");
}

void warn_small_maps(Diag *diag, const Graph *graph)
{
    const Shape *maps = find_small_maps(graph);
    const Layer *first = NULL, *last = NULL;
    for (size_t i = 0; i <= graph->layers.count; i++) {
        const Layer *layer = i < graph->layers.count ? graph->layers.data[i] : NULL;
        if (layer && layer->parent)
            continue;
        bool small = layer && maps[layer->id].rank;
        bool goes_on = small && last && strcmp(layer->kind, last->kind) == 0 &&
                       maps[layer->id].dim[0] == maps[last->id].dim[0] &&
                       maps[layer->id].dim[1] == maps[last->id].dim[1];
        if (last && !goes_on)
            warn(diag, first, last, maps[last->id]);
        if (!goes_on)
            first = small ? layer : NULL;
        last = small ? layer : NULL;
    }
}
