#include "run_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
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
    return xr_run_directory_last(directory->path, name) ||
           xr_fail(failure, XR_BAD_INPUT, "runs/%s: there is no run to resume", name);
}

bool xr_run_directory_last(char path[XR_PATH_ROOM], const char *name)
{
    int last = 0;
    for (int number = 1; number < MOST_RUNS; number++) {
        numbered(path, name, number);
        if (!is_directory(path))
            break;
        last = number;
    }
    numbered(path, name, last);
    return last > 0;
}

static bool choose_given(
    xr_run_directory *directory, const char *out, bool resume, xr_failure *failure)
{
    if (resume && !is_directory(out))
        return xr_fail(failure, XR_BAD_INPUT, "%s: there is no run to resume", out);
    if (!make_directories(directory, out, failure))
        return false;
    memcpy(directory->path, out, strlen(out) + 1);
    return true;
}

/* ---- what is there ------------------------------------------------------------------------- */

/* What may lie there before a run does: a model file, and what is left of a run that died before it
 * had written its run.json. */
static bool is_no_run(const char *name)
{
    static const char *const names[] = {
        ".", "..", "model.yaml", "model.yaml.tmp", "log.txt", "run.json.tmp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool is_empty(const char *path, bool *empty, xr_failure *failure)
{
    DIR *directory = opendir(path);
    if (!directory)
        return xr_fail_errno(failure, "%s", path);
    *empty = true;
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(directory)))
        if (!is_no_run(entry->d_name))
            *empty = false;
    bool fine = errno == 0 || xr_fail_errno(failure, "%s", path);
    closedir(directory);
    return fine;
}

static bool holds(
    const xr_run_directory *directory, const char *name, bool *there, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    return xr_path_join(path, directory->path, name, failure) &&
           xr_files_there(path, there, failure);
}

static bool refuse_full(const xr_run_directory *directory, xr_failure *failure)
{
    bool record, checkpoint;
    if (!holds(directory, "run.json", &record, failure) ||
        !holds(directory, "last.safetensors", &checkpoint, failure))
        return false;
    if (record && !checkpoint)
        return xr_fail(failure, XR_BAD_USAGE,
            "%s has a run that came to no checkpoint: add --resume to start it from the beginning, "
            "or name another directory",
            directory->path);
    return xr_fail(failure, XR_BAD_USAGE,
        "%s is not empty: add --resume to go on with the run there, or name another directory",
        directory->path);
}

static bool refuse_foreign(const xr_run_directory *directory, xr_failure *failure)
{
    bool checkpoint;
    if (!holds(directory, "last.safetensors", &checkpoint, failure))
        return false;
    return xr_fail(failure, XR_BAD_INPUT, "%s: there is no run to resume: it has no run.json%s",
        directory->path,
        checkpoint ? ", which says how the run was started; --weights starts a new run from its "
                     "checkpoint"
                   : "");
}

/* Looks at the directory under the lock: before, another program might yet put a run there. */
static bool inspect(xr_run_directory *directory, bool resume, xr_failure *failure)
{
    bool empty = false, record = false;
    if (!is_empty(directory->path, &empty, failure) ||
        !holds(directory, "run.json", &record, failure) ||
        !holds(directory, "model.yaml", &directory->had_model, failure))
        return false;
    directory->goes_on = resume;
    if (resume)
        return record || refuse_foreign(directory, failure);
    return empty || refuse_full(directory, failure);
}

/* ---- opening ------------------------------------------------------------------------------- */

enum { LOCK_TRIES = 5, LOCK_NAP = 20000000 /* nanoseconds */ };

/* A look at whether a run goes on (xceptc compare) holds the lock for a moment: so more than one
 * try. */
static bool take_lock(int fd)
{
    for (int tries = 1; flock(fd, LOCK_EX | LOCK_NB) != 0; tries++) {
        if (errno != EINTR && (errno != EWOULDBLOCK || tries == LOCK_TRIES))
            return false;
        nanosleep(&(struct timespec){.tv_nsec = LOCK_NAP}, NULL);
    }
    return true;
}

static bool lock(xr_run_directory *directory, xr_failure *failure)
{
    directory->lock = open(directory->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory->lock < 0)
        return xr_fail_errno(failure, "%s", directory->path);
    if (take_lock(directory->lock))
        return true;
    if (errno == EWOULDBLOCK)
        xr_fail(failure, XR_MACHINE, "%s: another program is training there", directory->path);
    else
        xr_fail_errno(failure, "%s: cannot be locked", directory->path);
    close(directory->lock);
    directory->lock = -1; /* which says that nothing here is ours */
    return false;
}

bool xr_run_directory_open(xr_run_directory *directory, const xr_model *model, const char *out,
    bool resume, xr_failure *failure)
{
    *directory = (xr_run_directory){.lock = -1};
    bool chosen = out      ? choose_given(directory, out, resume, failure)
                  : resume ? choose_last(directory, model->name, failure)
                           : choose_new(directory, model->name, failure);
    if (!chosen || !lock(directory, failure))
        return false;
    if (!inspect(directory, resume, failure)) {
        directory->goes_on = true; /* whatever is there is not ours to take back */
        return false;
    }
    directory->log = xr_files_append(directory->path, "log.txt", failure);
    return directory->log != NULL;
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
    bool is_ours = directory->lock >= 0 && !directory->goes_on, trained;
    xr_failure ignored;
    if (is_ours && holds(directory, "last.safetensors", &trained, &ignored) && !trained) {
        remove_files(directory);
        remove_directories(directory);
    }
    xr_run_directory_close(directory);
}

/* ---- room ---------------------------------------------------------------------------------- */

/* The bytes of last and best, which may be one file under two names. */
static bool checkpoints_there(
    const xr_run_directory *directory, uint64_t *bytes, xr_failure *failure)
{
    static const char *const names[] = {"last.safetensors", "best.safetensors"};
    ino_t first = 0;
    *bytes = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[XR_PATH_ROOM];
        struct stat status;
        if (!xr_path_join(path, directory->path, names[i], failure))
            return false;
        if (lstat(path, &status) != 0) {
            if (errno != ENOENT)
                return xr_fail_errno(failure, "%s", path);
            continue;
        }
        if (!S_ISREG(status.st_mode) || status.st_ino == first)
            continue;
        first = status.st_ino;
        *bytes += (uint64_t)status.st_size;
    }
    return true;
}

bool xr_run_directory_needs(
    const xr_run_directory *directory, uint64_t checkpoint, uint64_t *bytes, xr_failure *failure)
{
    uint64_t all = checkpoint <= UINT64_MAX / 3 ? 3 * checkpoint : UINT64_MAX, there;
    if (!checkpoints_there(directory, &there, failure))
        return false;
    *bytes = there < all ? all - there : 0;
    if (*bytes < checkpoint)
        *bytes = checkpoint; /* the one being written always comes on top */
    return true;
}

bool xr_run_directory_check_space(
    const xr_run_directory *directory, uint64_t checkpoint, xr_failure *failure)
{
    struct statvfs status;
    uint64_t bytes;
    if (!xr_run_directory_needs(directory, checkpoint, &bytes, failure))
        return false;
    if (statvfs(directory->path, &status) != 0)
        return xr_fail_errno(failure, "%s", directory->path);
    uint64_t block = status.f_frsize;
    uint64_t available = status.f_bavail;
    if (block == 0 || available > bytes / block)
        return true;
    return xr_fail(failure, XR_MACHINE,
        "%s: the disk has %llu MB left; its checkpoints need %llu MB more", directory->path,
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
