/* The main function of a generated trainer. */
#include "xr.h"

#include "commands.h"

int xr_main(const xr_model *model, int argc, char **argv)
{
    xr_options options;
    xr_failure failure = {XR_OK, ""};
    if (!xr_options_parse(&options, model, argc, argv, &failure)) {
        fprintf(stderr, "error: %s\nhint: %s help lists what there is\n", failure.message,
            options.program);
        return (int)failure.status;
    }
    switch (options.verb) {
    case XR_TRAIN:
        return xr_command_train(model, &options);
    case XR_EVALUATE:
        return xr_command_evaluate(model, &options);
    case XR_PREDICT:
        return xr_command_predict(model, &options);
    case XR_VERIFY:
        return xr_command_verify(model, &options);
    case XR_HELP:
        xr_options_help(model, options.program, stdout);
        return XR_OK;
    case XR_VERSION:
        printf("%s %s, %s\n", model->name, model->hash, model->compiler);
        return XR_OK;
    }
    return XR_BAD_USAGE;
}
