#include "data/divide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a class is asked for. */
typedef struct Share {
    size_t label, pictures, test;
    double rest; /* of its share, beyond `test` */
} Share;

/* ---- how many ---------------------------------------------------------------------------------
 */

static int compare_rests(const void *a, const void *b)
{
    const Share *first = a, *second = b;
    if (first->rest != second->rest)
        return first->rest > second->rest ? -1 : 1;
    return first->label < second->label ? -1 : 1;
}

static bool may_give(const Share *share)
{
    return share->test + 1 < share->pictures;
}

/* Fills shares with every class's whole part; the sum of them. */
static size_t take_whole_parts(Share *shares, const Collection *collection, double fraction)
{
    size_t sum = 0;
    for (size_t i = 0; i < collection->classes.count; i++) {
        size_t pictures = collection->counts[i].train;
        double wanted = fraction * (double)pictures;
        shares[i] = (Share){.label = i, .pictures = pictures, .test = (size_t)wanted};
        shares[i].rest = wanted - floor(wanted);
        if (shares[i].test > 0 && shares[i].test >= pictures)
            shares[i].test = pictures - 1;
        sum += shares[i].test;
    }
    return sum;
}

/* The shares, ordered by what they have a right to beyond their whole part. */
static Share *make_shares(Arena *arena, const Collection *collection, double fraction)
{
    size_t classes = collection->classes.count;
    Share *shares = arena_array(arena, classes, sizeof *shares);
    size_t given = take_whole_parts(shares, collection, fraction);
    size_t wanted = (size_t)(fraction * (double)collection->pictures.count + 0.5);
    qsort(shares, classes, sizeof *shares, compare_rests);
    for (size_t i = 0; i < classes && given < wanted; i++) {
        if (!may_give(&shares[i]))
            continue;
        shares[i].test++;
        given++;
    }
    return shares;
}

/* ---- which ------------------------------------------------------------------------------------
 */

static int compare_draws(const void *a, const void *b)
{
    const Picture *first = a, *second = b;
    if (first->label != second->label)
        return first->label < second->label ? -1 : 1;
    if (first->draw != second->draw)
        return first->draw < second->draw ? -1 : 1;
    return strcmp(first->path, second->path);
}

void divide(Arena *arena, Collection *collection, double fraction)
{
    Share *shares = make_shares(arena, collection, fraction);
    size_t *left = arena_array(arena, collection->classes.count, sizeof *left);
    for (size_t i = 0; i < collection->classes.count; i++)
        left[shares[i].label] = shares[i].test;
    qsort(collection->pictures.data, collection->pictures.count, sizeof *collection->pictures.data,
        compare_draws);
    for (size_t i = 0; i < collection->pictures.count; i++) {
        Picture *picture = &collection->pictures.data[i];
        if (left[picture->label] == 0)
            continue;
        left[picture->label]--;
        picture->test = true;
        collection->counts[picture->label].train--;
        collection->counts[picture->label].test++;
    }
}
