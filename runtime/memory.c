#include "xr_update.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

size_t xr_allocated_bytes(size_t reals)
{
    size_t bytes;
    if (__builtin_mul_overflow(reals, sizeof(xr_real), &bytes) ||
        bytes > SIZE_MAX - (size_t)HUGE_PAGE)
        return SIZE_MAX;
    return bytes ? (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE : HUGE_PAGE;
}

xr_real *xr_allocate(size_t reals)
{
    void *memory;
    size_t bytes = xr_allocated_bytes(reals);
    if (bytes == SIZE_MAX || posix_memalign(&memory, HUGE_PAGE, bytes) != 0)
        return NULL;
    /* A hint: without it the program is right and a little slower. */
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
    memset(memory, 0, bytes);
    return memory;
}

void xr_release(xr_real *memory)
{
    free(memory);
}
