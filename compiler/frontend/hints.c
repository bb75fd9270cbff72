#include "frontend/hints.h"

#include "frontend/synonyms.h"

const char *hint_for_unknown(
    Arena *arena, Diag *diag, const char *word, const char *const *known, size_t count)
{
    const char *hint = synonym_where(word, known, count);
    if (hint)
        return hint;
    const char *nearest = diag_suggest(diag, word, known, count);
    return nearest ? arena_printf(arena, "did you mean '%s'?", nearest) : NULL;
}
