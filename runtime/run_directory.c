#include "run_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "input.h"

enum { MOST_RUNS = 100000 };

/* ---- choosing ------------------------------------------------------------------------------ */

static bool make_directory(const char *path, bool *made, xr_failure *failure)
{
    struct stat status;
    *made = mkdir(path, 0777) == 0;
    if (*made)
        return true;
    if (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    return xr_fail_errno(failure, "%s: cannot make the directory", path);
}

/* Makes the first `length` bytes of path a directory, and notes the first that had to be made. */
static bool make_part(
    xr_run_directory *directory, const char *path, size_t length, xr_failure *failure)
{
    char part[XR_PATH_ROOM];
    bool made;
    memcpy(part, path, length);
    part[length] = '\0';
    if (!make_directory(part, &made, failure))
        return false;
    if (made && directory->made == 0)
        directory->made = length;
    return true;
}

static bool make_directories(xr_run_directory *directory, const char *path, xr_failure *failure)
{
    size_t length = strlen(path);
    if (length == 0 || length >= XR_PATH_ROOM)
        return xr_fail(failure, XR_BAD_USAGE, "--out needs the path of a directory");
    for (size_t i = 1; i <= length; i++)
        if ((i == length || path[i] == '/') && !make_part(directory, path, i, failure))
            return false;
    return true;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A model file may lie there before the run does. */
static bool is_empty(const char *path, bool *empty, xr_failure *failure)
{
    DIR *directory = opendir(path);
    if (!directory)
        return xr_fail_errno(failure, "%s", path);
    *empty = true;
    const struct dirent *entry;
    while ((entry = readdir(directory)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strcmp(entry->d_name, "model.yaml") != 0)
            *empty = false;
    closedir(directory);
    return true;
}

static void numbered(char path[XR_PATH_ROOM], const char *name, int number)
{
    if (number == 1)
        snprintf(path, XR_PATH_ROOM, "runs/%s", name);
    else
        snprintf(path, XR_PATH_ROOM, "runs/%s-%d", name, number);
}

/* Takes the first number whose directory can be made, so that two programs never get the same. */
static bool choose_new(xr_run_directory *directory, const char *name, xr_failure *failure)
{
    if (!make_part(directory, "runs", strlen("runs"), failure))
        return false;
    for (int number = 1; number < MOST_RUNS; number++) {
        numbered(directory->path, name, number);
        if (mkdir(directory->path, 0777) == 0) {
            if (directory->made == 0)
                directory->made = strlen(directory->path);
            return true;
        }
        if (errno != EEXIST)
            break;
    }
    return xr_fail_errno(failure, "%s: cannot make the directory", directory->path);
}

static bool choose_last(xr_run_directory *directory, const char *name, xr_failure *failure)
{
    int last = 0;
    for (int number = 1; number < MOST_RUNS; number++) {
        numbered(directory->path, name, number);
        if (!is_directory(directory->path))
            break;
        last = number;
    }
    if (last == 0)
        return xr_fail(failure, XR_BAD_INPUT, "runs/%s: there is no run to resume", name);
    numbered(directory->path, name, last);
    directory->goes_on = true;
    return true;
}

static bool holds(const char *directory, const char *name)
{
    char path[XR_PATH_ROOM];
    xr_failure ignored;
    return xr_path_join(path, directory, name, &ignored) && access(path, F_OK) == 0;
}

static bool refuse_full(const char *out, xr_failure *failure)
{
    if (holds(out, "run.json") && !holds(out, "last.safetensors"))
        return xr_fail(failure, XR_BAD_USAGE,
            "%s has a run that came to no checkpoint: add --resume to start it from the beginning, "
            "or name another directory",
            out);
    return xr_fail(failure, XR_BAD_USAGE,
        "%s is not empty: add --resume to go on with the run there, or name another directory",
        out);
}

static bool choose_given(
    xr_run_directory *directory, const char *out, bool resume, xr_failure *failure)
{
    if (resume && !is_directory(out))
        return xr_fail(failure, XR_BAD_INPUT, "%s: there is no run to resume", out);
    if (!make_directories(directory, out, failure))
        return false;
    memcpy(directory->path, out, strlen(out) + 1);
    bool empty = false;
    if (!is_empty(out, &empty, failure))
        return false;
    if (!empty && !resume)
        return refuse_full(out, failure);
    directory->goes_on = !empty;
    directory->had_model = holds(out, "model.yaml");
    return true;
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool lock(xr_run_directory *directory, xr_failure *failure)
{
    directory->lock = open(directory->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory->lock < 0)
        return xr_fail_errno(failure, "%s", directory->path);
    if (flock(directory->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        xr_fail(failure, XR_MACHINE, "%s: another program is training there", directory->path);
    else
        xr_fail_errno(failure, "%s: cannot be locked", directory->path);
    close(directory->lock);
    directory->lock = -1; /* which says that nothing here is ours */
    return false;
}

static bool open_log(xr_run_directory *directory, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (!xr_path_join(path, directory->path, "log.txt", failure))
        return false;
    directory->log = fopen(path, "ae");
    return directory->log ? true : xr_fail_errno(failure, "%s", path);
}

bool xr_run_directory_open(xr_run_directory *directory, const xr_model *model, const char *out,
    bool resume, xr_failure *failure)
{
    *directory = (xr_run_directory){.lock = -1};
    bool chosen = out      ? choose_given(directory, out, resume, failure)
                  : resume ? choose_last(directory, model->name, failure)
                           : choose_new(directory, model->name, failure);
    return chosen && lock(directory, failure) && open_log(directory, failure);
}

void xr_run_directory_close(xr_run_directory *directory)
{
    if (directory->log)
        fclose(directory->log);
    if (directory->lock >= 0)
        close(directory->lock);
    directory->log = NULL;
    directory->lock = -1;
}

/* ---- leaving ------------------------------------------------------------------------------- */

static void remove_files(const xr_run_directory *directory)
{
    static const char *const names[] = {"log.txt", "run.json", "run.json.tmp", "metrics.csv",
        "steps.csv", "model.yaml.tmp", "model.yaml"};
    size_t count = sizeof names / sizeof *names - (directory->had_model ? 1 : 0);
    char path[XR_PATH_ROOM];
    xr_failure ignored;
    for (size_t i = 0; i < count; i++)
        if (xr_path_join(path, directory->path, names[i], &ignored))
            unlink(path);
}

/* As far as they are empty; others may have put something there. */
static void remove_directories(const xr_run_directory *directory)
{
    char path[XR_PATH_ROOM];
    memcpy(path, directory->path, sizeof path);
    while (directory->made > 0 && strlen(path) >= directory->made &&
           (rmdir(path) == 0 || errno == ENOENT)) { /* "a/b/" and then "a/b" */
        char *slash = strrchr(path, '/');
        if (!slash)
            return;
        *slash = '\0';
    }
}

void xr_run_directory_discard(xr_run_directory *directory)
{
    bool is_ours = directory->lock >= 0 && !directory->goes_on;
    if (is_ours && !holds(directory->path, "last.safetensors")) {
        remove_files(directory);
        remove_directories(directory);
    }
    xr_run_directory_close(directory);
}

/* ---- room ---------------------------------------------------------------------------------- */

bool xr_run_directory_check_space(
    const xr_run_directory *directory, uint64_t bytes, xr_failure *failure)
{
    struct statvfs status;
    if (statvfs(directory->path, &status) != 0)
        return xr_fail_errno(failure, "%s", directory->path);
    uint64_t block = status.f_frsize;
    uint64_t available = status.f_bavail;
    if (block == 0 || available > bytes / block)
        return true;
    return xr_fail(failure, XR_MACHINE,
        "%s: the disk has %llu MB left; its checkpoints need %llu MB", directory->path,
        (unsigned long long)(available * block >> 20), (unsigned long long)(bytes >> 20) + 1);
}

/* ---- model.yaml ---------------------------------------------------------------------------- */

enum { MOST_MODEL_BYTES = 1 << 24 };

/* All of a file, to be freed; NULL after a failure. */
static char *read_model(const char *path, size_t *size, xr_failure *failure)
{
    char *text = malloc(MOST_MODEL_BYTES);
    if (!text)
        xr_fail_errno(failure, "%s", path);
    FILE *file = text ? xr_input_open(path, NULL, failure) : NULL;
    if (!file) {
        free(text);
        return NULL;
    }
    *size = fread(text, 1, MOST_MODEL_BYTES, file);
    bool fine = !ferror(file) || xr_fail_errno(failure, "%s: reading", path);
    fine = fine && (*size < MOST_MODEL_BYTES ||
                       xr_fail(failure, XR_BAD_INPUT, "%s: is too large for a model file", path));
    fclose(file);
    if (fine)
        return text;
    free(text);
    return NULL;
}

bool xr_run_directory_keep_model(
    const xr_run_directory *directory, const char *path, xr_failure *failure)
{
    size_t size;
    char *text = read_model(path, &size, failure);
    bool fine = text && xr_replace_text(
                            &xr_system_files, directory->path, "model.yaml", text, size, failure);
    free(text);
    return fine;
}
