#include "cli/make.h"

#include "cli/places.h"
#include "cli/process.h"
#include "cli/toolchain.h"
#include "emit/emit.h"
#include "support/files.h"
#include <inttypes.h>
#include <string.h>

int make_sources(const Command *command, const Program *program, const char *directory)
{
    if (!files_make_directory(command->arena, command->diag, directory) ||
        !emit_c(program, directory, command->diag))
        return XC_EXIT_MACHINE;
    return XC_EXIT_OK;
}

/* A folder of the cache, named by all that the sources and the program in it depend on. */
static const char *cached_directory(
    const Command *command, const Program *program, const ToolchainRequest *request)
{
    const char *cache = places_cache(command->arena);
    if (!cache) {
        diag_error(command->diag, XC_NOWHERE, "there is no place for the cache");
        diag_hint(command->diag, "set HOME or XCEPTC_CACHE, or give --out DIR");
        return NULL;
    }
    const Graph *graph = program->forward;
    return arena_printf(command->arena,
        "%s/programs/%s-%016" PRIx64 "-" XCEPTC_VERSION "-batch%d-%s%s", cache, graph->name,
        graph->hash, program->batch, request->isa, request->double_precision ? "-double" : "");
}

static bool read_request(const Command *command, ToolchainRequest *request)
{
    const Options *options = &command->options;
    const char *isa = options_text(options, "isa");
    *request = (ToolchainRequest){
        .isa = isa ? isa : "native",
        .double_precision = options_flag(options, "double"),
        .verbose = options_flag(options, "verbose"),
        .quiet = options_flag(options, "quiet"),
    };
    if (toolchain_isa_is_word(request->isa))
        return true;
    diag_error(
        command->diag, XC_NOWHERE, "'%s' is not the name of an instruction set", request->isa);
    return false;
}

int make_program(
    const Command *command, const char *operand, const char *directory, const char **program)
{
    ToolchainRequest request;
    if (!read_request(command, &request))
        return XC_EXIT_USAGE;
    Compilation compilation = {0};
    int status = model_load(command, operand, &compilation);
    if (status != XC_EXIT_OK)
        return status;
    if (!directory)
        directory = cached_directory(command, compilation.program, &request);
    if (!directory)
        return XC_EXIT_MACHINE;
    status = make_sources(command, compilation.program, directory);
    if (status != XC_EXIT_OK)
        return status;
    request.name = compilation.forward->name;
    request.directory = directory;
    *program = toolchain_build(command->arena, command->diag, &request);
    return *program ? XC_EXIT_OK : XC_EXIT_MACHINE;
}

int make_and_run(const Command *command, const char *verb)
{
    const char *program;
    int status = make_program(command, command->options.operands.data[0], NULL, &program);
    if (status != XC_EXIT_OK)
        return status;
    Arguments arguments = {0};
    arguments_add(command->arena, &arguments, program);
    arguments_add(command->arena, &arguments, verb);
    for (size_t i = 0; i < command->options.given.count; i++) {
        const GivenOption *given = &command->options.given.data[i];
        if (!given->spec->forward)
            continue;
        arguments_add(
            command->arena, &arguments, arena_printf(command->arena, "--%s", given->spec->name));
        if (given->text)
            arguments_add(command->arena, &arguments, given->text);
    }
    char **argv = arguments_finish(command->arena, &arguments);
    if (options_flag(&command->options, "verbose"))
        process_echo(argv);
    return process_become(command->diag, argv);
}
