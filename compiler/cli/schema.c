#include "cli/model.h"
#include "report/schema_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int run_schema(Command *command)
{
    const char *path = command->options.operands.count
                           ? model_path(command->arena, command->options.operands.data[0])
                           : NULL;
    FrontendOptions options;
    if (!model_options(command, &options))
        return XC_EXIT_USAGE;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    bool fine = stream && schema_json(stream, command->arena, command->diag, path, &options);
    int status = fine ? XC_EXIT_OK : XC_EXIT_INPUT;
    if (!stream || fclose(stream) != 0) {
        diag_error(command->diag, XC_NOWHERE, "cannot make the schema: %s", strerror(errno));
        status = XC_EXIT_MACHINE;
    }
    if (status == XC_EXIT_OK)
        fwrite(text, 1, length, stdout); /* a failure is noticed when the program ends */
    free(text);
    return status;
}

static const OptionSpec options[] = {XC_OPTIONS_END};

const Verb verb_schema = {
    .name = "schema",
    .group = "start",
    .operands = "[MODEL]",
    .summary = "print the JSON Schema of model files, for editors",
    .help = "Prints JSON Schema (draft 2020-12) from the tables that the compiler itself reads\n"
            "files by. With MODEL it knows the blocks of that file and of what it extends, with\n"
            "their arguments, and its variables; without, any word may be a block.\n"
            "\n"
            "An editor with a YAML language server completes and checks a model whose first line\n"
            "names the schema:\n"
            "\n"
            "  xceptc schema mine.yaml -o mine.schema.json\n"
            "  # yaml-language-server: $schema=mine.schema.json\n",
    .min_operands = 0,
    .max_operands = 1,
    .options = options,
    .run = run_schema,
};
