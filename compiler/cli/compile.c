#include "cli/make.h"
#include "cli/standalone.h"
#include "report/json.h"

#include <stdio.h>

static void print_json(const Graph *graph, const char *directory)
{
    Json json = json_begin(stdout);
    json_object(&json);
    json_text_as(&json, "model", graph->name);
    json_hash_as(&json, "hash", graph->hash);
    json_text_as(&json, "directory", directory);
    json_close(&json);
    json_end(&json);
}

static int run_compile(Command *command)
{
    Compilation compilation = {0};
    int status = model_load(command, command->options.operands.data[0], &compilation);
    /* A dump is the result asked for; sources come with it only where --out says so. */
    const char *directory = options_text(&command->options, "out");
    if (status != XC_EXIT_OK || (options_text(&command->options, "dump") && !directory))
        return status;
    if (!directory)
        directory = compilation.forward->name;
    status = make_sources(command, compilation.program, directory);
    if (status == XC_EXIT_OK && options_flag(&command->options, "standalone"))
        status =
            standalone_write(command->arena, command->diag, directory, compilation.forward->name);
    if (status == XC_EXIT_OK)
        command_note(
            command, "wrote the sources of %s into %s", compilation.forward->name, directory);
    if (status == XC_EXIT_OK && options_flag(&command->options, "json"))
        print_json(compilation.forward, directory);
    else if (status == XC_EXIT_OK && !options_flag(&command->options, "quiet"))
        printf("%s\n", directory);
    return status;
}

static const OptionSpec options[] = {
    XC_OPTION_OUT_SOURCES,
    {0, "standalone", XC_OPTION_FLAG, NULL,
        "copy the runtime and a Makefile beside the sources: builds anywhere", false},
    {0, "json", XC_OPTION_FLAG, NULL, "the result as JSON: {model, hash, directory}", false},
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    {0, "dump", XC_OPTION_TEXT, "PASS",
        "print what a pass made: forward, training, inference or plan", false},
    XC_OPTIONS_END,
};

const Verb verb_compile = {
    .name = "compile",
    .group = "generate",
    .operands = "MODEL",
    .summary = "write the model's training and inference program in C",
    .help = "Writes the sources into DIR (default: a folder with the model's name) and prints its\n"
            "name. Files are replaced whole: after a failure, on a full disk for example, none is\n"
            "half written. The same model gives the same bytes. The sources are yours.\n"
            "\n"
            "With --dump=PASS the named pass's result goes to standard output, and sources are\n"
            "written only where --out is given too.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_compile,
};
