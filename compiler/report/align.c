#include "report/align.h"

#include "support/map.h"

/* Index in after of each of before that is there by name at all, perhaps in another order. */
static size_t *find_names(Arena *arena, const LayerList *before, const LayerList *after)
{
    Map places = {0};
    for (size_t i = 0; i < after->count; i++)
        map_put(arena, &places, after->data[i]->name, &after->data[i]);
    size_t *found = arena_array(arena, before->count, sizeof *found);
    for (size_t i = 0; i < before->count; i++) {
        const Layer **place = map_get(&places, before->data[i]->name);
        found[i] = place ? (size_t)(place - after->data) : XC_UNMATCHED;
    }
    return found;
}

/* The first of ends, which ascend by what they found, that is not below value. */
static size_t lower_bound(const size_t *found, const size_t *ends, size_t count, size_t value)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (found[ends[middle]] < value)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

/* As names are unique, the longest common subsequence is the longest ascending one of the places:
 * ends[n] is the entry with the least place that ends an ascent of n + 1 entries, previous[] the
 * entry before one in its ascent. */
const size_t *align_names(Arena *arena, const LayerList *before, const LayerList *after)
{
    size_t *found = find_names(arena, before, after);
    size_t *ends = arena_array(arena, before->count, sizeof *ends);
    size_t *previous = arena_array(arena, before->count, sizeof *previous);
    size_t length = 0;
    for (size_t i = 0; i < before->count; i++) {
        if (found[i] == XC_UNMATCHED)
            continue;
        size_t n = lower_bound(found, ends, length, found[i]);
        previous[i] = n > 0 ? ends[n - 1] : XC_UNMATCHED;
        ends[n] = i;
        length = n == length ? n + 1 : length;
    }
    size_t *match = arena_array(arena, before->count, sizeof *match);
    for (size_t i = 0; i < before->count; i++)
        match[i] = XC_UNMATCHED;
    for (size_t i = length ? ends[length - 1] : XC_UNMATCHED; i != XC_UNMATCHED; i = previous[i])
        match[i] = found[i];
    return match;
}
