#include "engine.h"

#include "checkpoint_fit.h"
#include "data_place.h"
#include "footprint.h"

bool xr_engine_check_model(const xr_model *model, xr_failure *failure)
{
    if (model->abi != XR_ABI)
        return xr_fail(failure, XR_MACHINE, "%s was compiled for runtime %d; this is runtime %d",
            model->name, model->abi, XR_ABI);
    return true;
}

/* All but the data, of which only the number of training images is needed. */
static bool open_model(xr_engine *engine, const xr_options *options, xr_failure *failure)
{
    const xr_model *model = engine->model;
    engine->pool = xr_pool_create(options->threads);
    if (!engine->pool)
        return xr_fail_errno(failure, "cannot start %d threads", options->threads);
    engine->net = model->create(engine->pool);
    if (!engine->net)
        return xr_fail_footprint(
            model, options->threads, options->batch, &engine->dataset, failure);
    return xr_batches_create(&engine->batches, model, engine->pool, options->batch,
        engine->dataset.train.count, failure);
}

bool xr_engine_open_model(
    xr_engine *engine, const xr_model *model, const xr_options *options, xr_failure *failure)
{
    *engine = (xr_engine){.model = model};
    return xr_engine_check_model(model, failure) && open_model(engine, options, failure);
}

bool xr_engine_open(
    xr_engine *engine, const xr_model *model, const xr_options *options, xr_failure *failure)
{
    *engine = (xr_engine){.model = model};
    return xr_engine_check_model(model, failure) &&
           xr_data_find(options->data, model->recipe.data, failure) &&
           xr_dataset_open(&engine->dataset, model, options->data, failure) &&
           open_model(engine, options, failure);
}

void xr_engine_close(xr_engine *engine)
{
    xr_batches_free(&engine->batches);
    if (engine->net)
        engine->model->destroy(engine->net);
    xr_pool_destroy(engine->pool);
    xr_dataset_free(&engine->dataset);
}

bool xr_engine_load_weights(
    xr_engine *engine, const char *place, xr_origin *origin, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    return xr_weights_find(path, place, failure) &&
           xr_checkpoint_load_weights(engine->model, engine->net, path, origin, failure);
}
