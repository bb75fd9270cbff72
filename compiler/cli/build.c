#include "cli/make.h"

#include "report/json.h"

#include <stdio.h>
#include <string.h>

static void print_json(const Graph *graph, const char *program)
{
    const char *slash = strrchr(program, '/');
    const char *directory = arena_strndup(graph->arena, program, (size_t)(slash - program));
    Json json = json_begin(stdout);
    json_object(&json);
    json_text_as(&json, "model", graph->name);
    json_hash_as(&json, "hash", graph->hash);
    json_text_as(&json, "directory", directory);
    json_text_as(&json, "program", program);
    json_close(&json);
    json_end(&json);
}

static int run_build(Command *command)
{
    const char *program;
    Compilation compilation = {0};
    int status = model_load(command, command->options.operands.data[0], &compilation);
    if (status == XC_EXIT_OK)
        status = make_compiled(command, &compilation, options_text(&command->options, "out"),
            XC_MAKE_TRAINER, &program);
    if (status != XC_EXIT_OK)
        return status;
    if (options_flag(&command->options, "json"))
        print_json(compilation.forward, program);
    else
        printf("%s\n", program);
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {
    XC_OPTION_OUT_SOURCES,
    XC_OPTION_ISA,
    XC_OPTION_DOUBLE,
    {0, "json", XC_OPTION_FLAG, NULL, "the result as JSON: {model, hash, directory, program}",
        false},
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_build = {
    .name = "build",
    .group = "generate",
    .operands = "MODEL",
    .summary = "compile the model, then its C, and print the trainer's path",
    .help = "Writes the sources into DIR (default: a folder of the cache), compiles them and the\n"
            "runtime with $CC (default cc), and prints the path of the program. What was compiled\n"
            "before from the same sources, with the same compiler and flags, is taken from the\n"
            "cache: $XCEPTC_CACHE, or xceptc below $XDG_CACHE_HOME or ~/.cache.\n"
            "The program has the verbs train and evaluate; it needs no file of the compiler.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_build,
};
