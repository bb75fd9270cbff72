#include "cli/model.h"
#include "graph/counts.h"
#include "report/diag_json.h"
#include "support/files.h"
#include "support/text.h"

#include <inttypes.h>
#include <stdio.h>

/* What came of one file. */
typedef struct Verdict {
    int status;
    bool part; /* no network, but sound: a recipe for others to extend */
    uint64_t parameters;
} Verdict;

/* What comes from a pipe can't be read again to see whether it is a part. */
static bool is_part(const Command *command, const char *operand)
{
    FrontendOptions options;
    const char *path = model_path(command->arena, operand);
    return files_is_regular(path) && model_options(command, &options) &&
           frontend_is_part(command->arena, path, &options);
}

static Verdict judge(const Command *command, const char *operand)
{
    Compilation compilation = {0};
    if (is_part(command, operand))
        return (Verdict){.part = true};
    Verdict verdict = {.status = model_load_to_check(command, operand, &compilation)};
    if (verdict.status == XC_EXIT_OK)
        verdict.parameters = counts_total(compilation.forward).parameters;
    return verdict;
}

static void print_verdict(const Command *command, const char *operand, const Verdict *verdict)
{
    if (verdict->status != XC_EXIT_OK || options_flag(&command->options, "quiet"))
        return;
    const char *name = plain_text(command->arena, operand);
    if (verdict->part)
        printf("%s: fine, a part without layers\n", name);
    else
        printf("%s: fine, %" PRIu64 " parameters\n", name, verdict->parameters);
}

static void write_verdict(
    Json *json, const Command *command, const char *operand, const Verdict *verdict)
{
    json_object(json);
    json_text_as(json, "file", operand);
    json_name(json, "fine");
    json_bool(json, verdict->status == XC_EXIT_OK);
    json_name(json, "part");
    json_bool(json, verdict->part);
    if (verdict->status == XC_EXIT_OK && !verdict->part)
        json_whole_as(json, "parameters", verdict->parameters);
    json_name(json, "diagnostics");
    diag_json(json, command->diag);
    json_close(json);
}

/* Every file has a Diag of its own, so that the limit on printed errors is one a file. */
static int check_one(const Command *command, const char *operand, Json *json)
{
    Command own = *command;
    own.arena = arena_new();
    own.diag = diag_new(own.arena, json ? NULL : stderr, command->colour);
    Verdict verdict = judge(&own, operand);
    if (json)
        write_verdict(json, &own, operand, &verdict);
    else
        print_verdict(&own, operand, &verdict);
    arena_free(own.arena);
    return verdict.status;
}

static int check_all(const Command *command, Json *json)
{
    int worst = XC_EXIT_OK;
    for (size_t i = 0; i < command->options.operands.count; i++) {
        int status = check_one(command, command->options.operands.data[i], json);
        if (status > worst)
            worst = status;
    }
    return worst;
}

static int run_check(Command *command)
{
    FrontendOptions options;
    if (!model_options(command, &options)) /* said once, not once a file */
        return XC_EXIT_USAGE;
    if (!options_flag(&command->options, "json"))
        return check_all(command, NULL);
    Json json = json_begin(stdout);
    json_object(&json);
    json_name(&json, "files");
    json_array(&json);
    int status = check_all(command, &json);
    json_close(&json);
    json_name(&json, "fine");
    json_bool(&json, status == XC_EXIT_OK);
    json_close(&json);
    json_end(&json);
    return status;
}

static const OptionSpec options[] = {
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document with every message and its place", false},
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_check = {
    .name = "check",
    .group = "look",
    .operands = "MODEL...",
    .summary = "read model files, report every mistake and missed expectation",
    .help = "Reads each file, infers all shapes, plans the training step and compares what the\n"
            "file expects (expect:) with what it has. Prints one line for each file that is fine.\n"
            "A file without layers, such as a recipe, is fine where it is well-formed. The exit\n"
            "status is 1 when one file is not fine: 'xceptc check *.yaml' is a whole CI.\n"
            "\n"
            "With --json, standard output holds {files: [{file, fine, part, parameters,\n"
            "diagnostics}], fine}, and standard error nothing. A diagnostic is {severity, file,\n"
            "line, column, length, message, hint, notes}; line 0 is the whole file, file null the\n"
            "command line, hint null none.\n",
    .min_operands = 1,
    .max_operands = -1,
    .options = options,
    .run = run_check,
};
