/* The main function of a generated trainer. */
#include "xr.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "commands.h"

static int run_verb(const xr_model *model, const xr_options *options)
{
    switch (options->verb) {
    case XR_TRAIN:
        return xr_command_train(model, options);
    case XR_EVALUATE:
        return xr_command_evaluate(model, options);
    case XR_PREDICT:
        return xr_command_predict(model, options);
    case XR_VERIFY:
        return xr_command_verify(model, options);
    case XR_PROFILE:
        return xr_command_profile(model, options);
    case XR_HELP:
        xr_options_help(model, options->program, stdout);
        return XR_OK;
    case XR_VERSION:
        printf("%s %s, %s\n", model->name, model->hash, model->compiler);
        return XR_OK;
    }
    return XR_BAD_USAGE;
}

/* Results that never arrived must not look like success. */
static int finish_output(int status)
{
    bool failed = ferror(stdout) != 0;
    if (fclose(stdout) == 0 && !failed)
        return status;
    if (status == XR_SIGNAL + SIGPIPE)
        return status; /* which says it: nobody listens */
    fprintf(stderr, "error: cannot write to standard output: %s\n",
        errno ? strerror(errno) : "an earlier write failed");
    return status == XR_OK ? XR_MACHINE : status;
}

/* The user knows the command that started this program, where there is one: xceptc. */
static void hint_at_help(const xr_options *options, int argc, char **argv)
{
    const char *command = options->command;
    if (command && argc > 1)
        fprintf(stderr, "hint: %s help %s lists what there is\n", command, argv[1]);
    else
        fprintf(stderr, "hint: %s help lists what there is\n", options->program);
}

int xr_main(const xr_model *model, int argc, char **argv)
{
    xr_options options;
    xr_failure failure = {XR_OK, ""};
    if (!xr_options_parse(&options, model, argc, argv, &failure)) {
        fprintf(stderr, "error: %s\n", failure.message);
        hint_at_help(&options, argc, argv);
        return (int)failure.status;
    }
    int status = run_verb(model, &options);
    errno = 0; /* what an earlier write failed of is not known any more */
    return finish_output(status);
}
