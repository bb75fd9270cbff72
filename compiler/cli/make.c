#include "cli/make.h"

#include "cli/cache.h"
#include "cli/process.h"
#include "cli/toolchain.h"
#include "cli/trainer.h"
#include "emit/emit.h"
#include "support/files.h"
#include "support/map.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int make_sources(const Command *command, const Program *program, const char *directory)
{
    command_doing(command, "writing sources", 0, 0, NULL);
    bool fine = emit_c(program, directory, command->diag);
    command_done(command);
    return fine ? XC_EXIT_OK : XC_EXIT_MACHINE;
}

/* The hash of every source in directory, names included. */
static bool hash_sources(const Command *command, const char *directory, uint64_t *hash)
{
    const char *const suffixes[] = {".c", ".h", NULL};
    char **names = files_list(command->arena, command->diag, directory, suffixes);
    *hash = XC_HASH_START;
    for (char **name = names; name && *name; name++) {
        size_t length;
        char *text = files_read(
            command->arena, command->diag, files_join(command->arena, directory, *name), &length);
        if (!text)
            return false;
        *hash = hash_bytes(*hash, *name, strlen(*name) + 1);
        *hash = hash_bytes(*hash, text, length);
    }
    return names != NULL;
}

/* Whether the sources in place are those that its name says. */
static bool is_intact(const Command *command, const char *place, uint64_t hash)
{
    uint64_t found;
    return hash_sources(command, place, &found) && found == hash;
}

/* Gives emitted sources in scratch their place in the cache, named by their content, so that no
 * other run of ours ever changes it. What is there already is the same, or was damaged and is
 * replaced. NULL after an error. */
static const char *move_into_cache(
    const Command *command, const char *scratch, const char *programs, const char *tail)
{
    uint64_t hash;
    if (!hash_sources(command, scratch, &hash))
        return NULL;
    const char *place = arena_printf(command->arena, "%s/%016" PRIx64 "-%s", programs, hash, tail);
    if (files_is_directory(place)) {
        if (is_intact(command, place, hash))
            return place;
        files_remove_directory(command->arena, place);
    }
    if (rename(scratch, place) == 0)
        return place;
    if ((errno == EEXIST || errno == ENOTEMPTY) && is_intact(command, place, hash))
        return place;
    diag_error(command->diag, XC_NOWHERE, "cannot make %s: %s", place, strerror(errno));
    return NULL;
}

/* Emits into a folder of the cache; NULL after an error. */
static const char *emit_into_cache(
    const Command *command, const Program *program, const ToolchainRequest *request)
{
    const char *programs = cache_folder(command->arena, command->diag, "programs");
    if (!programs)
        return NULL;
    const char *scratch = arena_printf(command->arena, "%s/%ld.tmp", programs, (long)getpid());
    const char *tail = arena_printf(command->arena, "%s-%s%s%s%s", program->forward->name,
        request->isa, request->double_precision ? "-double" : "", request->poison ? "-check" : "",
        request->profile ? "-profile" : "");
    const char *place = NULL;
    if (make_sources(command, program, scratch) == XC_EXIT_OK)
        place = move_into_cache(command, scratch, programs, tail);
    files_remove_directory(command->arena, scratch);
    return place;
}

static bool read_request(const Command *command, MakeForm form, ToolchainRequest *request)
{
    const Options *options = &command->options;
    const char *isa = options_text(options, "isa");
    *request = (ToolchainRequest){
        .isa = isa ? isa : "native",
        .double_precision = form == XC_MAKE_CHECKED || options_flag(options, "double"),
        .poison = form == XC_MAKE_CHECKED,
        .profile = form == XC_MAKE_PROFILED,
        .verbose = options_flag(options, "verbose"),
        .quiet = options_flag(options, "quiet"),
        .progress = command->progress,
    };
    if (toolchain_isa_is_word(request->isa))
        return true;
    diag_error(
        command->diag, XC_NOWHERE, "'%s' is not the name of an instruction set", request->isa);
    return false;
}

int make_compiled(const Command *command, const Compilation *compilation, const char *directory,
    MakeForm form, const char **program)
{
    ToolchainRequest request;
    if (!read_request(command, form, &request))
        return XC_EXIT_USAGE;
    if (!directory)
        directory = emit_into_cache(command, compilation->program, &request);
    else if (make_sources(command, compilation->program, directory) != XC_EXIT_OK)
        directory = NULL;
    if (!directory)
        return XC_EXIT_MACHINE;
    request.name = compilation->forward->name;
    request.directory = directory;
    *program = toolchain_build(command->arena, command->diag, &request);
    return *program ? XC_EXIT_OK : XC_EXIT_MACHINE;
}

int make_and_become(
    const Command *command, const Compilation *compilation, MakeForm form, const char *const *more)
{
    const char *program;
    Arguments words = {0};
    int status = trainer_words(command, compilation, more, &words);
    if (status == XC_EXIT_OK)
        status = make_compiled(command, compilation, NULL, form, &program);
    return status == XC_EXIT_OK ? trainer_become(command, program, &words) : status;
}

int make_and_run(const Command *command)
{
    Compilation compilation = {0};
    int status = model_load(command, command->options.operands.data[0], &compilation);
    if (status != XC_EXIT_OK)
        return status;
    return make_and_become(command, &compilation, XC_MAKE_TRAINER, (const char *[]){NULL});
}
