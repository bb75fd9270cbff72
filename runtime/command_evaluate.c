/* evaluate: the scores of saved weights on the test images. */
#include "commands.h"

#include "console.h"
#include "engine.h"
#include "evaluate.h"
#include "report.h"

static bool evaluate(
    xr_engine *engine, const xr_options *options, xr_console *console, xr_failure *failure)
{
    bool same_model;
    xr_evaluation evaluation;
    if (!xr_engine_open(engine, engine->model, options, failure) ||
        !xr_engine_load_weights(engine, options->weights, &same_model, failure))
        return false;
    if (!same_model)
        xr_console_note(console, "note: %s was saved by another version of the model than %s (%s)",
            options->weights, engine->model->name, engine->model->hash);
    xr_evaluate_split(
        engine->model, engine->net, &engine->batches, &engine->dataset.test, NULL, &evaluation);
    xr_report_evaluation(console, &engine->dataset, &evaluation);
    return evaluation.finite || xr_fail(failure, XR_NON_FINITE, "the loss is not finite");
}

int xr_command_evaluate(const xr_model *model, const xr_options *options)
{
    xr_console console = xr_console_create(options->json, options->quiet);
    xr_failure failure = {XR_OK, ""};
    xr_engine engine = {.model = model};
    if (!evaluate(&engine, options, &console, &failure))
        xr_console_error(&console, failure.message);
    xr_engine_close(&engine);
    return (int)failure.status;
}
