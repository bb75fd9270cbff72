#include "cli/inputs.h"

#include "checkpoint_fit.h"
#include "data_place.h"
#include "dataset.h"
#include "validation.h"

static const xr_parameter *parameters(Arena *arena, const Graph *graph)
{
    xr_parameter *all = arena_array(arena, graph->parameters.count, sizeof *all);
    for (size_t i = 0; i < graph->parameters.count; i++) {
        const Parameter *parameter = graph->parameters.data[i];
        all[i].name = parameter->name;
        all[i].trainable = parameter->trainable;
        all[i].rank = parameter->value->shape.rank;
        for (int d = 0; d < all[i].rank; d++)
            all[i].dims[d] = parameter->value->shape.dim[d];
    }
    return all;
}

xr_model inputs_model(Arena *arena, const Compilation *compilation)
{
    const Graph *graph = compilation->forward;
    const Graph *training = compilation->program->training;
    return (xr_model){.name = graph->name,
        .height = shape_height(graph->images->shape),
        .width = shape_width(graph->images->shape),
        .channels = shape_channels(graph->images->shape),
        .classes = graph->classes,
        .max_batch = compilation->program->batch,
        .parameter_count = (int)training->parameters.count,
        .parameters = parameters(arena, training),
        .recipe = {.data = graph->training.data,
            .epochs = graph->training.epochs,
            .validation = graph->training.validation}};
}

/* A run that goes on, and evaluate without a word on it, keep what the run has kept. */
static bool check_validation(const xr_options *options, int images, xr_failure *failure)
{
    int count;
    bool known = options->has_validation || (options->verb == XR_TRAIN && !options->resume);
    return !known || xr_validation_count(options->validation, images, &count, failure);
}

static bool check_data(const xr_model *model, const xr_options *options, xr_failure *failure)
{
    xr_dataset dataset = {0};
    bool fine = xr_data_find(options->data, model->recipe.data, failure) &&
                xr_dataset_look(&dataset, model, options->data, failure) &&
                check_validation(options, dataset.train.count, failure);
    xr_dataset_free(&dataset);
    return fine;
}

bool inputs_check(const xr_model *model, const xr_options *options, xr_failure *failure)
{
    bool needs_data = options->verb == XR_TRAIN || options->verb == XR_EVALUATE;
    return (!needs_data || check_data(model, options, failure)) &&
           (!options->weights || xr_weights_check(model, options->weights, failure));
}
