#include "cli/model.h"
#include "cli/run.h"
#include "report/compare.h"
#include "report/runs.h"
#include "support/files.h"
#include "support/plain_stream.h"

static int load_models(const Command *command, ComparedModel *models, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Compilation compilation = {0};
        models[i].operand = command->options.operands.data[i];
        int status = model_load(command, models[i].operand, &compilation);
        if (status != XC_EXIT_OK)
            return status;
        models[i].program = compilation.program;
    }
    return XC_EXIT_OK;
}

static int verdict(const Command *command, bool equal)
{
    return options_flag(&command->options, "exit-code") && !equal ? XC_EXIT_INPUT : XC_EXIT_OK;
}

static int compare_all_models(const Command *command)
{
    size_t count = command->options.operands.count;
    bool every_layer = options_flag(&command->options, "layers");
    ComparedModel *models = arena_array(command->arena, count, sizeof *models);
    int status = load_models(command, models, count);
    if (status != XC_EXIT_OK)
        return status;
    compare_models(models, count);
    if (options_flag(&command->options, "json")) {
        compare_json(stdout, models, count, every_layer);
    } else {
        PlainStream plain;
        plain_stream_open(&plain);
        compare_table(plain.stream, models, count, every_layer);
        plain_stream_close(&plain, stdout);
    }
    return verdict(command, compare_is_equal(models, count));
}

static bool is_run(Arena *arena, const char *operand)
{
    return files_is_regular(files_join(arena, operand, "run.json"));
}

static bool are_runs(const Command *command)
{
    for (size_t i = 0; i < command->options.operands.count; i++)
        if (!is_run(command->arena, command->options.operands.data[i]))
            return false;
    return true;
}

/* What the models that the runs keep differ in; nothing where one of them keeps none. */
static int compare_kept_models(const Command *command)
{
    size_t count = command->options.operands.count;
    ComparedModel *models = arena_array(command->arena, count, sizeof *models);
    for (size_t i = 0; i < count; i++)
        if (!files_is_regular(run_model_path(command->arena, command->options.operands.data[i])))
            return XC_EXIT_OK;
    int status = load_models(command, models, count);
    if (status != XC_EXIT_OK)
        return status;
    compare_models(models, count);
    PlainStream plain;
    plain_stream_open(&plain);
    compare_differences(plain.stream, models, count, options_flag(&command->options, "layers"));
    plain_stream_close(&plain, stdout);
    return XC_EXIT_OK;
}

static int compare_all_runs(const Command *command)
{
    size_t count = command->options.operands.count;
    RunLog *runs = arena_array(command->arena, count, sizeof *runs);
    for (size_t i = 0; i < count; i++)
        if (!run_log_read(
                command->arena, command->diag, command->options.operands.data[i], &runs[i]))
            return XC_EXIT_INPUT;
    int status = XC_EXIT_OK;
    if (options_flag(&command->options, "json")) {
        runs_json(stdout, runs, count);
    } else {
        PlainStream plain;
        plain_stream_open(&plain);
        runs_table(command->arena, plain.stream, runs, count);
        plain_stream_close(&plain, stdout);
        status = compare_kept_models(command);
    }
    return status == XC_EXIT_OK ? verdict(command, runs_are_equal(runs, count)) : status;
}

static int run_compare(Command *command)
{
    return are_runs(command) ? compare_all_runs(command) : compare_all_models(command);
}

static const OptionSpec options[] = {
    {0, "layers", XC_OPTION_FLAG, NULL, "show every layer, equal ones too", false},
    {0, "exit-code", XC_OPTION_FLAG, NULL, "exit with 1 if something differs", false},
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document", false},
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_compare = {
    .name = "compare",
    .group = "look",
    .operands = "A B [C...]",
    .summary = "show what differs between models, or between runs",
    .help = "Prints the totals of the models beside each other, then what changes from the first\n"
            "to each other one: recipe, input and layers. Layers are aligned by their names;\n"
            "what is equal, or differs in nothing but its size, is folded to one line.\n"
            "\n"
            "Where all are directories of runs, their results are compared instead: how each\n"
            "ended, accuracy and loss, also of the last 100 steps, the options that differ, and\n"
            "the accuracy by epoch.\n",
    .min_operands = 2,
    .max_operands = -1,
    .options = options,
    .run = run_compare,
};
