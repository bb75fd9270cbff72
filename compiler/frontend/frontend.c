#include "frontend/frontend.h"

#include "frontend/arguments.h"
#include "frontend/config.h"
#include "frontend/expand.h"
#include "frontend/expect.h"
#include "frontend/flat.h"
#include "frontend/load.h"
#include "frontend/sense.h"
#include "frontend/training.h"
#include "frontend/tree_text.h"

/* The hash is of the network alone: a checkpoint stays good when the recipe changes. */
static uint64_t hash_network(const Graph *graph, const Text *layers)
{
    Text input = {.arena = graph->arena};
    write_input(&input, graph);
    uint64_t hash = hash_bytes(XC_HASH_START, text_string(&input), input.count);
    return hash_bytes(hash, text_string(layers), layers->count);
}

static const char *write_flat(const Graph *graph, const Text *layers)
{
    Text text = {.arena = graph->arena};
    if (graph->about[0])
        text_printf(&text, "about: %s\n", scalar_text(graph->arena, graph->about));
    write_input(&text, graph);
    text_printf(&text, "layers:\n%s", text_string(layers));
    write_training(&text, &graph->training);
    return text_string(&text);
}

/* The model as one file, or its normal form where no file can say it. false after an error. */
static bool write_source(Diag *diag, const Model *model, Graph *graph, const Text *flat)
{
    graph->source = write_config(graph->arena, diag, model, true);
    if (graph->source && is_readable(NULL, model->source, graph->source))
        return true;
    graph->source = write_flat(graph, flat);
    return is_readable(diag, model->source, graph->source);
}

/* NULL after errors. normal: also the normal form is wanted; NULL if not. */
static Graph *build(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options, const char **normal)
{
    Text flat = {.arena = arena};
    int errors = diag_error_count(diag);
    Model *model = load_model(arena, diag, path, options);
    if (!model)
        return NULL;
    Evaluator evaluator = {.arena = arena, .diag = diag, .variables = &model->variables};
    check_variables(&evaluator);
    Graph *graph = graph_new(arena, model->name);
    graph->file = model->file;
    graph->about = model->about ? model->about->text : "";
    bool right = read_input(&evaluator, model, graph);
    right = read_training(&evaluator, model, graph) && right;
    evaluator.trace = trace_of_changes(arena, model);
    if (!right || !expand_model(&evaluator, model, graph, &flat))
        return NULL;
    check_network(&evaluator, model, graph);
    evaluator.trace = (Trace){0};
    graph->classes = shape_channels(graph->output->shape);
    graph->hash = hash_network(graph, &flat);
    if (diag_error_count(diag) == errors && !options->ignore_expect)
        check_expect(&evaluator, model, graph);
    if (diag_error_count(diag) > errors)
        return NULL;
    if (!options->quiet) {
        warn_nonsense(&evaluator, model, graph);
        warn_small_maps(diag, graph);
        warn_one_class(diag, graph);
    }
    if (normal) {
        *normal = write_flat(graph, &flat);
        return is_readable(diag, model->source, *normal) ? graph : NULL;
    }
    return write_source(diag, model, graph, &flat) ? graph : NULL;
}

Graph *frontend_load(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    return build(arena, diag, path, options, NULL);
}

const char *frontend_flat(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    const char *normal;
    return build(arena, diag, path, options, &normal) ? normal : NULL;
}

/* ---- a part of data ---------------------------------------------------------------------- */

static bool read_classes(const Evaluator *evaluator, const Model *model, int *classes)
{
    const Location whole_file = {model->source, 0, 0, 0};
    Datum datum;
    if (!map_get(&model->variables.by_name, "classes")) {
        fail_at(evaluator, whole_file, "set: {classes: 10}", "there is no variable 'classes'");
        return false;
    }
    return lookup(evaluator, "classes", whole_file, &datum) &&
           read_count(evaluator, &datum, "classes", 1, XC_MAX_COUNT, classes);
}

bool frontend_data_part(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options, DataPart *part)
{
    Model *model = load_sections(arena, diag, path, options);
    if (!model)
        return false;
    Evaluator evaluator = {.arena = arena, .diag = diag, .variables = &model->variables};
    if (model->layers) {
        fail_at(&evaluator, model->layers->at, "the part that 'xceptc data pack' prints is wanted",
            "a part that tells of data has no 'layers'");
        return false;
    }
    Graph *graph = graph_new(arena, model->name);
    bool right = read_input(&evaluator, model, graph);
    if (!read_classes(&evaluator, model, &part->classes) || !right)
        return false;
    part->height = shape_height(graph->images->shape);
    part->width = shape_width(graph->images->shape);
    part->channels = shape_channels(graph->images->shape);
    const Setting *data = map_get(&model->training, "data");
    bool is_text = data && data->value->kind == TREE_SCALAR;
    part->data = is_text ? data->value->text : NULL; /* what else it is, its models are told */
    return true;
}
