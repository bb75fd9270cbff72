#include "xr_update.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

xr_real *xr_allocate(size_t reals)
{
    size_t bytes;
    void *memory;
    if (__builtin_mul_overflow(reals, sizeof(xr_real), &bytes) ||
        bytes > SIZE_MAX - (size_t)HUGE_PAGE)
        return NULL;
    bytes = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    if (posix_memalign(&memory, HUGE_PAGE, bytes ? bytes : HUGE_PAGE) != 0)
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
