#include "faulty_files.h"

#include <errno.h>
#include <string.h>

/* Whether this call is to go wrong. */
static bool strikes(FaultPlan *plan)
{
    int call = plan->calls++;
    bool now = call == plan->at || (plan->for_good && call > plan->at);
    plan->struck |= now;
    return now;
}

static const int numbers[FAULTS] = {[NO_SPACE] = ENOSPC,
    [BAD_DISK] = EIO,
    [INTERRUPTED] = EINTR,
    [NO_ACCESS] = EACCES,
    [NO_DESCRIPTORS] = EMFILE,
    [NO_MEMORY] = ENOMEM,
    [SHORT] = EIO,
    [LOST_BYTE] = EIO};

/* For calls that can only fail. */
static bool fails(FaultPlan *plan)
{
    if (!strikes(plan))
        return false;
    errno = numbers[plan->fault];
    return true;
}

static int faulty_open(void *context, const char *path, int flags)
{
    return fails(context) ? -1 : xr_system_files.open(NULL, path, flags);
}

/* What a read or write is to move; 0 when it is to fail. */
static size_t moved(FaultPlan *plan, size_t size, bool *struck)
{
    *struck = strikes(plan);
    if (!*struck || plan->fault == LOST_BYTE)
        return size;
    if (plan->fault == SHORT)
        return size > 1 ? 1 : size;
    errno = numbers[plan->fault];
    return 0;
}

static ssize_t faulty_write(void *context, int fd, const void *data, size_t size)
{
    bool struck;
    size_t now = moved(context, size, &struck);
    if (now == 0)
        return -1;
    FaultPlan *plan = context;
    if (struck && plan->fault == LOST_BYTE) {
        unsigned char changed = (unsigned char)(*(const unsigned char *)data ^ 1);
        ssize_t first = xr_system_files.write(NULL, fd, &changed, 1);
        if (first != 1 || size == 1)
            return first;
        ssize_t rest = xr_system_files.write(NULL, fd, (const char *)data + 1, size - 1);
        return rest < 0 ? 1 : rest + 1;
    }
    return xr_system_files.write(NULL, fd, data, now);
}

static ssize_t faulty_pwrite(void *context, int fd, const void *data, size_t size, off_t offset)
{
    bool struck;
    size_t now = moved(context, size, &struck);
    return now == 0 ? -1 : xr_system_files.pwrite(NULL, fd, data, now, offset);
}

static ssize_t faulty_pread(void *context, int fd, void *data, size_t size, off_t offset)
{
    bool struck;
    size_t now = moved(context, size, &struck);
    return now == 0 ? -1 : xr_system_files.pread(NULL, fd, data, now, offset);
}

static off_t faulty_size(void *context, int fd)
{
    return fails(context) ? -1 : xr_system_files.size(NULL, fd);
}

static int faulty_fsync(void *context, int fd)
{
    return fails(context) ? -1 : xr_system_files.fsync(NULL, fd);
}

/* As on Linux: the descriptor is gone whatever close says. */
static int faulty_close(void *context, int fd)
{
    int result = xr_system_files.close(NULL, fd);
    return fails(context) ? -1 : result;
}

static int faulty_rename(void *context, const char *from, const char *to)
{
    return fails(context) ? -1 : xr_system_files.rename(NULL, from, to);
}

static int faulty_link(void *context, const char *from, const char *to)
{
    return fails(context) ? -1 : xr_system_files.link(NULL, from, to);
}

static int faulty_unlink(void *context, const char *path)
{
    return fails(context) ? -1 : xr_system_files.unlink(NULL, path);
}

xr_files faulty_files(FaultPlan *plan)
{
    return (xr_files){.context = plan,
        .open = faulty_open,
        .write = faulty_write,
        .pwrite = faulty_pwrite,
        .pread = faulty_pread,
        .size = faulty_size,
        .fsync = faulty_fsync,
        .close = faulty_close,
        .rename = faulty_rename,
        .link = faulty_link,
        .unlink = faulty_unlink};
}
