#include "frontend/hints.h"

#include <string.h>
#include <strings.h>

#include "frontend/synonyms.h"

static bool is_known(const char *word, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(known[i], word) == 0)
            return true;
    return false;
}

/* A synonym that names one word helps only where this word may stand. Every layer has 'name' and
 * 'if'. */
static bool fits(const char *synonym, const char *const *known, size_t count)
{
    static const char *const everywhere[] = {"name", "if"};
    return !synonym || is_known(synonym, known, count) || is_known(synonym, everywhere, 2);
}

const char *hint_for_unknown(
    Arena *arena, Diag *diag, const char *word, const char *const *known, size_t count)
{
    const char *hint = synonym_hint(word);
    if (hint && fits(synonym_word(word), known, count))
        return hint;
    const char *nearest = diag_suggest(diag, word, known, count);
    return nearest ? arena_printf(arena, "did you mean '%s'?", nearest) : NULL;
}

const char *hint_for_argument(
    Arena *arena, Diag *diag, const char *word, const char *const *known, size_t count)
{
    /* word, the argument of the layer that makes it mean this, hint */
    static const char *const words[][3] = {
        {"size", "kernel", "write 'kernel'"},
        {"window", "kernel", "write 'kernel'"},
        {"kernel", "size", "write 'size'"},
        {"kernel_size", "size", "write 'size'"},
        {"window", "size", "write 'size'"},
        {"filters", "units", "write 'units'"},
        {"features", "units", "write 'units'"},
        {"out_features", "units", "write 'units'"},
        {"units", "filters", "write 'filters'"},
        {"decay", "momentum", "write 'momentum'"},
        {"l1", "kernel_regularizer", "write 'kernel_regularizer: {l1: x}'"},
        {"l2", "kernel_regularizer", "write 'kernel_regularizer: {l2: x}'"},
        {"regularizer", "kernel_regularizer", "write 'kernel_regularizer: {l2: x}'"},
        {"weight_decay", "kernel_regularizer", "write 'kernel_regularizer: {l2: x}'"},
        {"l1", "depthwise_regularizer", "write 'depthwise_regularizer: {l1: x}'"},
        {"l2", "depthwise_regularizer", "write 'depthwise_regularizer: {l2: x}'"},
        {"regularizer", "depthwise_regularizer", "write 'depthwise_regularizer: {l2: x}'"},
        {"weight_decay", "depthwise_regularizer", "write 'depthwise_regularizer: {l2: x}'"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i][0], word) == 0 && is_known(words[i][1], known, count))
            return words[i][2];
    return hint_for_unknown(arena, diag, word, known, count);
}
