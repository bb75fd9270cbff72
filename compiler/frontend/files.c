#include "frontend/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "frontend/datum.h"
#include "frontend/shipped.h"
#include "frontend/yaml.h"

/* YAML allows a byte order mark at the start. It is no part of the text, so that the columns of the
 * first line are those that an editor shows. */
static void skip_byte_order_mark(SourceFile *source)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t length = sizeof mark - 1;
    if (source->length < length || memcmp(source->text, mark, length) != 0)
        return;
    source->text += length;
    source->length -= length;
}

enum { FIRST_READ = 1 << 16 };

/* The text of an open file up to one byte beyond the limit, so that yaml_parse sees the excess. */
static bool read_all(Files *files, int descriptor, SourceFile *source)
{
    const size_t most = XC_YAML_MAX_BYTES + 1;
    size_t capacity = FIRST_READ, length = 0;
    char *text = arena_alloc(files->arena, capacity + 1);
    while (length < most) {
        if (length == capacity) {
            char *larger = arena_alloc(files->arena, 2 * capacity + 1);
            memcpy(larger, text, length);
            text = larger;
            capacity *= 2;
        }
        size_t room = capacity < most ? capacity - length : most - length;
        ssize_t n = read(descriptor, text + length, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        length += (size_t)n;
    }
    text[length] = 0;
    source->text = text;
    source->length = length;
    skip_byte_order_mark(source);
    return true;
}

/* What the user names may be a pipe, as a shell's <(...) is. It was opened without waiting for
 * somebody to write into it; what they write is waited for. */
static bool wait_for_writers(int descriptor, const struct stat *status)
{
    if (S_ISREG(status->st_mode))
        return true;
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) == 0;
}

/* Takes the descriptor over; negative when opening failed with errno. */
static bool take(Files *files, int descriptor, SourceFile *source, bool regular, Location at)
{
    struct stat status;
    bool read = descriptor >= 0 && fstat(descriptor, &status) == 0;
    if (read && (S_ISDIR(status.st_mode) || (regular && !S_ISREG(status.st_mode)))) {
        errno = EISDIR;
        read = false;
    }
    read = read && wait_for_writers(descriptor, &status) && read_all(files, descriptor, source);
    if (read && S_ISFIFO(status.st_mode) && source->length == 0) {
        errno = EPIPE;
        read = false;
    }
    int error = errno;
    if (descriptor > 0)
        close(descriptor);
    if (!read) {
        const char *reason = error == EXDEV || error == ELOOP
                                 ? "it leads out of the model's directory"
                             : error == EISDIR ? "not a regular file"
                             : error == EPIPE  ? "nobody writes into this pipe"
                                               : strerror(error);
        diag_error(files->diag, at, "cannot read '%s': %s", source->name, reason);
        return false;
    }
    source->device = status.st_dev;
    source->inode = status.st_ino;
    source->file = diag_add_source(files->diag, source->name, source->text, source->length);
    return true;
}

static const char *folder_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : arena_strndup(arena, path, (size_t)(slash - path));
}

static const char *join(Arena *arena, const char *folder, const char *path)
{
    if (strcmp(folder, ".") == 0)
        return path;
    return arena_printf(arena, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", path);
}

static const char *real_path(Arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    if (!real)
        return NULL;
    const char *copy = arena_strdup(arena, real);
    free(real);
    return copy;
}

/* path relative to root when it lies in root, "." when it is root; else NULL. */
static const char *below(const char *root, const char *path)
{
    size_t length = strlen(root);
    if (strcmp(root, "/") == 0)
        return path[1] ? path + 1 : ".";
    if (strncmp(root, path, length) != 0)
        return NULL;
    return path[length] == 0 ? "." : path[length] == '/' ? path + length + 1 : NULL;
}

static bool find_root(Files *files, SourceFile *source, const char *folder)
{
    const char *own = real_path(files->arena, folder);
    const char *working = real_path(files->arena, ".");
    if (!own || !working) {
        diag_error(files->diag, XC_NOWHERE, "cannot read '%s': %s", folder, strerror(errno));
        return false;
    }
    const char *inside = below(working, own);
    source->root = inside ? working : own;
    source->folder = inside ? inside : ".";
    return true;
}

static SourceFile *open_shipped(Files *files, const char *name, Location at)
{
    SourceFile *source = arena_alloc(files->arena, sizeof *source);
    source->root = files->models ? real_path(files->arena, files->models) : NULL;
    if (!source->root) {
        diag_error(files->diag, at, "no shipped models: the model directory is missing");
        return NULL;
    }
    source->folder = ".";
    source->name = arena_printf(files->arena, "%s/%s.yaml", files->models, name);
    int descriptor = open(source->name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0 && errno == ENOENT) {
        diag_error(files->diag, at, "there is no file and no shipped model '%s'", name);
        const char *near = nearest_shipped(files->arena, files->diag, files->models, name);
        if (near)
            diag_hint(files->diag, "did you mean '%s'?", near);
        return NULL;
    }
    return take(files, descriptor, source, true, at) ? source : NULL;
}

SourceFile *open_model(Files *files, const char *path)
{
    SourceFile *source = arena_alloc(files->arena, sizeof *source);
    struct stat status;
    files->count = 1;
    if (strcmp(path, "-") == 0) {
        source->name = "<stdin>";
        return find_root(files, source, ".") && take(files, STDIN_FILENO, source, false, XC_NOWHERE)
                   ? source
                   : NULL;
    }
    if (is_word(path) && (stat(path, &status) != 0 || S_ISDIR(status.st_mode)))
        return open_shipped(files, path, XC_NOWHERE);
    source->name = path;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (!take(files, descriptor, source, false, XC_NOWHERE))
        return NULL;
    return find_root(files, source, folder_of(files->arena, path)) ? source : NULL;
}

/* Kernels before 5.6 and some sandboxes have no openat2: the same check in two steps. */
static int open_checked(Files *files, const char *root, const char *path)
{
    const char *real = real_path(files->arena, join(files->arena, root, path));
    if (!real)
        return -1;
    if (!below(root, real)) {
        errno = EXDEV;
        return -1;
    }
    return open(real, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
}

static int open_below(Files *files, const char *root, const char *path)
{
    int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -1;
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    int descriptor = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
    int error = errno;
    close(folder);
    if (descriptor < 0 && (error == ENOSYS || error == EPERM || error == EINVAL))
        return open_checked(files, root, path);
    errno = error;
    return descriptor;
}

static bool check_chain(Files *files, const SourceFile *source, Location at)
{
    for (const SourceFile *child = source->child; child; child = child->child)
        if (child->device == source->device && child->inode == source->inode) {
            diag_error(files->diag, at, "'%s' extends itself", source->name);
            return false;
        }
    return true;
}

SourceFile *open_extended(Files *files, const SourceFile *child, const char *path, Location at)
{
    SourceFile *source;
    if (child->depth + 1 > XC_MAX_EXTENDS || ++files->count > XC_MAX_FILES) {
        diag_error(files->diag, at,
            child->depth + 1 > XC_MAX_EXTENDS ? "'extends' goes more than %d files deep"
                                              : "a model is made of at most %d files",
            child->depth + 1 > XC_MAX_EXTENDS ? (int)XC_MAX_EXTENDS : (int)XC_MAX_FILES);
        return NULL;
    }
    if (*path == '/' || !*path) {
        diag_error(files->diag, at, "'extends' wants a path from the file's own directory");
        return NULL;
    }
    if (is_word(path)) {
        source = open_shipped(files, path, at);
    } else {
        source = arena_alloc(files->arena, sizeof *source);
        const char *child_folder =
            strcmp(child->name, "<stdin>") == 0 ? "." : folder_of(files->arena, child->name);
        source->name = join(files->arena, child_folder, path);
        source->root = child->root;
        const char *relative = join(files->arena, child->folder, path);
        source->folder = folder_of(files->arena, relative);
        if (!take(files, open_below(files, source->root, relative), source, true, at))
            source = NULL;
    }
    if (!source)
        return NULL;
    source->child = child;
    source->depth = child->depth + 1;
    return check_chain(files, source, at) ? source : NULL;
}
