#include "cli/result.h"

#include "support/files.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_standard_output(const char *path)
{
    struct stat named, standard;
    return strcmp(path, "-") == 0 ||
           (stat(path, &named) == 0 && fstat(STDOUT_FILENO, &standard) == 0 &&
               named.st_dev == standard.st_dev && named.st_ino == standard.st_ino);
}

const char *result_file(const Command *command)
{
    return command->result;
}

/* Standard output while it goes to a file without a name. */
typedef struct Diversion {
    FILE *file;
    int standard; /* what it was before */
} Diversion;

static int fail(const Command *command)
{
    diag_error(command->diag, XC_NOWHERE, "cannot keep what goes to %s: %s", command->result,
        strerror(errno));
    return XC_EXIT_MACHINE;
}

static bool divert(Diversion *diversion)
{
    diversion->standard = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (diversion->standard < 0)
        return false;
    diversion->file = tmpfile();
    if (diversion->file && dup2(fileno(diversion->file), STDOUT_FILENO) >= 0)
        return true;
    int error = errno;
    if (diversion->file)
        fclose(diversion->file);
    close(diversion->standard);
    errno = error;
    return false;
}

/* Back to what it was; the text in the arena, NULL with errno set when some of it was lost. */
static char *restore(Arena *arena, const Diversion *diversion, size_t *length)
{
    bool fine = fflush(stdout) == 0;
    int error = errno;
    fine = dup2(diversion->standard, STDOUT_FILENO) >= 0 && fine;
    close(diversion->standard);
    errno = error;
    struct stat status;
    if (!fine || fstat(fileno(diversion->file), &status) != 0)
        return NULL;
    *length = (size_t)status.st_size;
    char *text = arena_alloc(arena, *length + 1);
    rewind(diversion->file);
    return fread(text, 1, *length, diversion->file) == *length ? text : NULL;
}

int result_run(Command *command)
{
    const char *path = options_of_kind(&command->options, XC_OPTION_RESULT);
    if (!path || is_standard_output(path))
        return command->verb->run(command);
    command->result = path;
    Diversion diversion;
    if (!divert(&diversion))
        return fail(command);
    int status = command->verb->run(command);
    size_t length = 0;
    char *text = restore(command->arena, &diversion, &length);
    if (!text)
        status = fail(command);
    fclose(diversion.file);
    /* A verdict of "wrong" is a result too, where anything was printed. */
    bool has_result = status == XC_EXIT_OK || (status == XC_EXIT_INPUT && length > 0);
    if (!has_result)
        return status;
    if (!files_write(command->arena, command->diag, path, text, length))
        return XC_EXIT_MACHINE;
    command_wrote(command, path, length);
    return status;
}
