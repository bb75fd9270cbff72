#include "images/bad_images.h"

enum { MOST_NAMED = 10 };

void bad_images_add(BadImages *bad, const char *path, const char *reason)
{
    if (++bad->count > MOST_NAMED)
        return;
    if (bad->skip)
        diag_warning(bad->diag, XC_NOWHERE, "skipped %s: %s", path, reason);
    else
        diag_error(bad->diag, XC_NOWHERE, "cannot read the image %s: %s", path, reason);
}

void bad_images_end(const BadImages *bad)
{
    size_t more = bad->count > MOST_NAMED ? bad->count - MOST_NAMED : 0;
    if (more && bad->skip)
        diag_warning(bad->diag, XC_NOWHERE, "skipped %zu more", more);
    else if (more)
        diag_error(bad->diag, XC_NOWHERE, "cannot read %zu images more", more);
    if (bad->count && !bad->skip)
        diag_hint(bad->diag, "--skip-bad leaves such files out");
}
