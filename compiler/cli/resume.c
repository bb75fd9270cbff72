#include "cli/resume.h"

#include "cli/run.h"
#include "kept.h"
#include "run_directory.h"
#include <string.h>

const char *resume_directory(const Command *command, const char *name)
{
    const char *operand = command->options.operands.data[0];
    const char *out = options_text(&command->options, "out");
    if (out || run_is_directory(command->arena, operand))
        return out ? out : operand;
    char path[XR_PATH_ROOM];
    return xr_run_directory_last(path, name) ? arena_strdup(command->arena, path) : NULL;
}

/* What a model file's name says before it is read. */
static const char *name_of(Arena *arena, const char *operand)
{
    const char *slash = strrchr(operand, '/');
    const char *name = slash ? slash + 1 : operand;
    size_t length = strlen(name);
    bool has_suffix = length > 5 && strcmp(name + length - 5, ".yaml") == 0;
    return arena_strndup(arena, name, has_suffix ? length - 5 : length);
}

static const OptionSpec *find_spec(const Command *command, const char *name)
{
    const OptionSpec *spec = command->verb->options;
    while (spec->name && strcmp(spec->name, name) != 0)
        spec++;
    return spec->name ? spec : NULL;
}

static void add_kept(Command *command, const xr_kept *kept, const char *name, const char *key)
{
    const char *value = xr_kept_value(kept, key);
    const OptionSpec *spec = find_spec(command, name);
    if (!value || !spec || options_text(&command->options, name))
        return;
    GivenOption given = {spec, arena_strdup(command->arena, value)};
    vec_push(command->arena, &command->options.given, given);
}

int resume_add_options(Command *command)
{
    if (!options_flag(&command->options, "resume"))
        return XC_EXIT_OK;
    const char *name = name_of(command->arena, command->options.operands.data[0]);
    const char *directory = resume_directory(command, name);
    if (!directory)
        return XC_EXIT_OK; /* the trainer says so */
    xr_kept kept;
    xr_failure failure = {XR_OK, ""};
    bool there;
    if (!xr_kept_read(&kept, &xr_system_files, directory, &there, &failure)) {
        diag_error(command->diag, XC_NOWHERE, "%s", failure.message);
    } else {
        add_kept(command, &kept, "batch", "batch");
        add_kept(command, &kept, "isa", "compiled_for");
    }
    xr_kept_free(&kept);
    return (int)failure.status;
}
