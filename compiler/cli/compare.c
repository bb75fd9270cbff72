#include "cli/model.h"
#include "cli/run.h"
#include "report/compare.h"
#include "report/runs.h"
#include "support/files.h"
#include "support/plain_stream.h"
#include "support/text.h"

#include <string.h>

/* ---- sides ----------------------------------------------------------------------------------- */

static const OptionSpec set_of_all = XC_OPTION_SET;

/* The side of --set-b: 1; -1 of any other option. */
static int side_of(const OptionSpec *spec)
{
    static const char prefix[] = "set-";
    bool is_side = strncmp(spec->name, prefix, strlen(prefix)) == 0;
    return is_side ? spec->name[strlen(prefix)] - 'a' : -1;
}

/* How many models are compared: the operands, and as many of one alone as --set-x speaks of. */
static size_t count_sides(const Command *command)
{
    size_t count = command->options.operands.count;
    for (size_t i = 0; command->options.operands.count == 1 && i < command->options.given.count;
         i++) {
        int side = side_of(command->options.given.data[i].spec);
        size_t needed = side < 0 ? 1 : side == 0 ? 2 : (size_t)side + 1;
        count = needed > count ? needed : count;
    }
    return count;
}

static const char *operand_of(const Command *command, size_t side)
{
    size_t count = command->options.operands.count;
    return command->options.operands.data[count == 1 ? 0 : side];
}

/* The command as if only this side's model were there: its --set-x are --set, in their order. */
static Command command_of(const Command *command, size_t side)
{
    Command alone = *command;
    alone.options.given.data = NULL;
    alone.options.given.count = alone.options.given.capacity = 0;
    for (size_t i = 0; i < command->options.given.count; i++) {
        GivenOption given = command->options.given.data[i];
        int its_side = side_of(given.spec);
        if (its_side >= 0 && (size_t)its_side != side)
            continue;
        if (its_side >= 0)
            given.spec = &set_of_all;
        vec_push(command->arena, &alone.options.given, given);
    }
    return alone;
}

/* "xception_mini, width=0.5" */
static const char *title_of(const Command *command, size_t side)
{
    Text title = {.arena = command->arena};
    text_add(&title, operand_of(command, side));
    for (size_t i = 0; i < command->options.given.count; i++)
        if (side_of(command->options.given.data[i].spec) == (int)side)
            text_printf(&title, ", %s", command->options.given.data[i].text);
    return arena_strdup(command->arena, text_string(&title));
}

static bool check_sides(const Command *command)
{
    size_t count = count_sides(command);
    if (count < 2) {
        diag_error(command->diag, XC_NOWHERE, "compare needs two models or runs");
        diag_hint(command->diag, "of one model: xceptc compare %s --set-b NAME=VALUE",
            command->options.operands.data[0]);
        return false;
    }
    for (size_t i = 0; i < command->options.given.count; i++) {
        const OptionSpec *spec = command->options.given.data[i].spec;
        if (side_of(spec) < (int)count)
            continue;
        diag_error(command->diag, XC_NOWHERE, "--%s: there are %zu models, A to %s", spec->name,
            count, compare_letter(command->arena, count - 1));
        return false;
    }
    return true;
}

static int load_models(const Command *command, ComparedModel *models, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Compilation compilation = {0};
        Command alone = command_of(command, i);
        models[i].operand = title_of(command, i);
        int status = model_load(&alone, operand_of(command, i), &compilation);
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
    size_t count = count_sides(command);
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

/* Results are compared of two runs or more; with a change of one side it is their models. */
static bool are_runs(const Command *command)
{
    for (size_t i = 0; i < command->options.given.count; i++)
        if (side_of(command->options.given.data[i].spec) >= 0)
            return false;
    for (size_t i = 0; i < command->options.operands.count; i++)
        if (!is_run(command->arena, command->options.operands.data[i]))
            return false;
    return true;
}

/* What the models that the runs keep differ in, a model a column; nothing where one of them keeps
 * none. */
static int compare_kept_models(const Command *command, const RunGroups *groups)
{
    ComparedModel *models = arena_array(command->arena, groups->count, sizeof *models);
    for (size_t i = 0; i < groups->count; i++)
        if (!files_is_regular(run_model_path(command->arena, groups->data[i].runs[0]->directory)))
            return XC_EXIT_OK;
    for (size_t i = 0; i < groups->count; i++) {
        Compilation compilation = {0};
        models[i].operand = groups->data[i].runs[0]->directory;
        int status = model_load(command, models[i].operand, &compilation);
        if (status != XC_EXIT_OK)
            return status;
        models[i].program = compilation.program;
    }
    compare_models(models, groups->count);
    PlainStream plain;
    plain_stream_open(&plain);
    compare_differences(
        plain.stream, models, groups->count, options_flag(&command->options, "layers"));
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
    RunGroups groups = options_flag(&command->options, "each")
                           ? run_groups_apart(command->arena, runs, count)
                           : run_groups(command->arena, runs, count);
    if (options_flag(&command->options, "json")) {
        runs_json(command->arena, stdout, runs, count, &groups);
    } else {
        PlainStream plain;
        plain_stream_open(&plain);
        runs_table(command->arena, plain.stream, &groups);
        plain_stream_close(&plain, stdout);
        status = compare_kept_models(command, &groups);
    }
    return status == XC_EXIT_OK ? verdict(command, runs_are_equal(runs, count)) : status;
}

static int run_compare(Command *command)
{
    if (!check_sides(command))
        return XC_EXIT_USAGE;
    return are_runs(command) ? compare_all_runs(command) : compare_all_models(command);
}

#define XC_OPTION_SET_SIDE(name, side)                                                             \
    {                                                                                              \
        0, name, XC_OPTION_REPEATED, "NAME=VALUE", "the same for model " side " alone", false      \
    }

static const OptionSpec options[] = {
    {0, "layers", XC_OPTION_FLAG, NULL, "show every layer, equal ones too", false},
    {0, "exit-code", XC_OPTION_FLAG, NULL, "exit with 1 if something differs", false},
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document", false},
    {0, "each", XC_OPTION_FLAG, NULL, "runs: a column for each, also where the seed alone differs",
        false},
    XC_OPTION_SET,
    XC_OPTION_SET_SIDE("set-a", "A"),
    XC_OPTION_SET_SIDE("set-b", "B"),
    XC_OPTION_SET_SIDE("set-c", "C"),
    XC_OPTION_SET_SIDE("set-d", "D"),
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_compare = {
    .name = "compare",
    .group = "look",
    .operands = "A [B...]",
    .summary = "show what differs between models, or between runs",
    .help =
        "Prints the totals of the models beside each other, then what changes from the first\n"
        "to each other one: recipe, input and layers. Layers are aligned by their names;\n"
        "what is equal, or differs in nothing but its size, is folded to one line.\n"
        "--set changes all models, --set-a to --set-d the first to the fourth alone; one model is\n"
        "compared with itself, changed: compare xception_mini --set-b width=0.5\n"
        "\n"
        "Where all are directories of runs, their results are compared instead: how each\n"
        "ended, accuracy and loss, also of the last 100 steps, the options that differ, and\n"
        "the accuracy by epoch. Runs that differ in the seed alone, and came equally far, share a\n"
        "column: mean ± deviation (of a sample: n - 1); --each keeps them apart.\n",
    .min_operands = 1,
    .max_operands = -1,
    .options = options,
    .run = run_compare,
};
