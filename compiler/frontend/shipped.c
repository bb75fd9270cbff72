#include "frontend/shipped.h"

#include <string.h>

#include "support/files.h"

const char *nearest_shipped(Arena *arena, Diag *diag, const char *folder, const char *name)
{
    static const char *const suffixes[] = {".yaml", NULL};
    char **models = files_list(arena, diag, folder, suffixes);
    size_t count = 0, length = strlen(name);
    const char *longer = NULL;
    for (; models && models[count]; count++) {
        *strrchr(models[count], '.') = '\0';
        if (!longer && length && strncmp(models[count], name, length) == 0)
            longer = models[count];
    }
    const char *nearest = diag_nearest(name, (const char *const *)models, count);
    return nearest ? nearest : longer;
}
