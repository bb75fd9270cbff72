/* Extents sorted by offset, and by time where offsets are equal, in blocks that know enough to be
 * passed over whole: a deep network has tens of thousands of extents, most of which are either all
 * alive at a time (activations, from forward to backward) or all dead (gradients of one step). */
#include "plan/occupancy.h"

#include <string.h>

enum { BLOCK_EXTENTS = 128 };

typedef struct ExtentBlock {
    Extent *extents;
    size_t count;
    size_t low, high; /* the lowest offset, the highest end */
    size_t gap; /* the widest gap between the extents when all of them are alive */
    int earliest_first, latest_first, earliest_last, latest_last;
} ExtentBlock;

struct Occupancy {
    Arena *arena;
    size_t room; /* extents of a block */
    struct {
        ExtentBlock *data;
        size_t count, capacity;
    } blocks;
};

Occupancy *occupancy_new(Arena *arena, size_t most)
{
    Occupancy *occupancy = arena_alloc(arena, sizeof *occupancy);
    occupancy->arena = arena;
    occupancy->room = most < BLOCK_EXTENTS ? most : BLOCK_EXTENTS;
    return occupancy;
}

/* ---- the gap ------------------------------------------------------------------------------- */

/* A piece that looks for its place. */
typedef struct Search {
    size_t size;
    int first, last;
    size_t offset; /* below it no place is left */
} Search;

static bool none_alive(const ExtentBlock *block, const Search *search)
{
    return search->last < block->earliest_first || block->latest_last < search->first;
}

static bool all_alive(const ExtentBlock *block, const Search *search)
{
    return search->first <= block->earliest_last && block->latest_first <= search->last;
}

static void pass(Search *search, size_t end)
{
    search->offset = end > search->offset ? end : search->offset;
}

/* True when the piece fits below what is left of the block. */
static bool search_extents(const ExtentBlock *block, Search *search)
{
    for (size_t i = 0; i < block->count; i++) {
        const Extent *extent = &block->extents[i];
        if (extent->first > search->last || extent->last < search->first)
            continue;
        if (extent->offset >= search->offset + search->size)
            return true;
        pass(search, extent->end);
    }
    return false;
}

size_t occupancy_gap(const Occupancy *occupancy, size_t size, int first, int last)
{
    Search search = {size, first, last, 0};
    for (size_t i = 0; i < occupancy->blocks.count; i++) {
        const ExtentBlock *block = &occupancy->blocks.data[i];
        if (block->low >= search.offset + size)
            break;
        if (block->high <= search.offset || none_alive(block, &search))
            continue;
        if (block->gap < size && all_alive(block, &search))
            pass(&search, block->high);
        else if (search_extents(block, &search))
            break;
    }
    return search.offset;
}

/* ---- growing ------------------------------------------------------------------------------- */

static bool lies_before(const Extent *a, const Extent *b)
{
    return a->offset != b->offset ? a->offset < b->offset : a->first < b->first;
}

static void summarize(ExtentBlock *block)
{
    const Extent *extents = block->extents;
    block->low = extents[0].offset;
    block->high = extents[0].end;
    block->gap = 0;
    block->earliest_first = block->latest_first = extents[0].first;
    block->earliest_last = block->latest_last = extents[0].last;
    for (size_t i = 1; i < block->count; i++) {
        const Extent *e = &extents[i];
        if (e->offset > block->high && e->offset - block->high > block->gap)
            block->gap = e->offset - block->high;
        block->high = e->end > block->high ? e->end : block->high;
        block->earliest_first = e->first < block->earliest_first ? e->first : block->earliest_first;
        block->latest_first = e->first > block->latest_first ? e->first : block->latest_first;
        block->earliest_last = e->last < block->earliest_last ? e->last : block->earliest_last;
        block->latest_last = e->last > block->latest_last ? e->last : block->latest_last;
    }
}

/* An empty block at this place among the blocks. */
static void insert_block(Occupancy *occupancy, size_t place)
{
    ExtentBlock block = {
        .extents = arena_array(occupancy->arena, occupancy->room, sizeof *block.extents)};
    vec_push(occupancy->arena, &occupancy->blocks, block);
    ExtentBlock *blocks = occupancy->blocks.data;
    memmove(
        blocks + place + 1, blocks + place, (occupancy->blocks.count - 1 - place) * sizeof *blocks);
    blocks[place] = block;
}

/* The upper half of a full block becomes one of its own. */
static void split(Occupancy *occupancy, size_t place)
{
    insert_block(occupancy, place + 1);
    ExtentBlock *lower = &occupancy->blocks.data[place], *upper = lower + 1;
    upper->count = lower->count / 2;
    lower->count -= upper->count;
    memcpy(upper->extents, lower->extents + lower->count, upper->count * sizeof(Extent));
    summarize(lower);
    summarize(upper);
}

/* The last block that begins before the extent, or the first of all. */
static size_t find_block(const Occupancy *occupancy, const Extent *extent)
{
    size_t low = 0, high = occupancy->blocks.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lies_before(extent, &occupancy->blocks.data[middle].extents[0]))
            high = middle;
        else
            low = middle;
    }
    return low;
}

void occupancy_add(Occupancy *occupancy, Extent extent)
{
    if (occupancy->blocks.count == 0)
        insert_block(occupancy, 0);
    size_t place = find_block(occupancy, &extent);
    if (occupancy->blocks.data[place].count == occupancy->room) {
        split(occupancy, place);
        place = find_block(occupancy, &extent);
    }
    ExtentBlock *block = &occupancy->blocks.data[place];
    size_t i = block->count;
    while (i > 0 && lies_before(&extent, &block->extents[i - 1]))
        i--;
    memmove(block->extents + i + 1, block->extents + i, (block->count - i) * sizeof(Extent));
    block->extents[i] = extent;
    block->count++;
    summarize(block);
}
