#include "data/counts.h"

#include "support/text.h"

enum { MOST_NAMED = 10 };

static size_t images(const ClassCount *count, bool test)
{
    return test ? count->test : count->train;
}

/* "'ant', 'bee' and 3 more": the classes without training or without test images; NULL when there
 * are none. */
static const char *list_empty(
    Text *text, const char *const *names, const ClassCount *counts, size_t classes, bool test)
{
    size_t found = 0;
    for (size_t i = 0; i < classes; i++) {
        if (images(&counts[i], test) > 0)
            continue;
        if (found++ < MOST_NAMED)
            text_printf(text, "%s'%s'", found > 1 ? ", " : "", names[i]);
    }
    if (found > MOST_NAMED)
        text_printf(text, " and %zu more", found - MOST_NAMED);
    return found ? text_string(text) : NULL;
}

bool counts_check(Diag *diag, const char *const *names, const ClassCount *counts, size_t classes)
{
    Arena *arena = arena_new();
    Text text = {.arena = arena};
    const char *list = list_empty(&text, names, counts, classes, false);
    if (list) {
        diag_error(diag, XC_NOWHERE, "classes without training images: %s", list);
        diag_hint(diag, "a class needs images to learn from; remove its folder, or fill it");
    }
    arena_free(arena);
    return !list;
}

void counts_warn(Diag *diag, const char *const *names, const ClassCount *counts, size_t classes)
{
    Arena *arena = arena_new();
    Text text = {.arena = arena};
    const char *list = list_empty(&text, names, counts, classes, true);
    if (list)
        diag_warning(diag, XC_NOWHERE, "classes without test images: %s", list);
    arena_free(arena);
}
