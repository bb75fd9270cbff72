#include "support/map.h"

#include <string.h>

uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ p[i]) * 0x100000001B3u;
    return hash;
}

/* Open addressing with linear probing; the capacity is a power of two and at most half is taken,
 * so that a free slot always ends the search. */
static MapSlot *find_slot(const MapSlot *slots, size_t capacity, const char *key)
{
    size_t i = (size_t)hash_bytes(XC_HASH_START, key, strlen(key)) & (capacity - 1);
    while (slots[i].key && strcmp(slots[i].key, key) != 0)
        i = (i + 1) & (capacity - 1);
    return (MapSlot *)&slots[i];
}

void *map_get(const Map *map, const char *key)
{
    return map->capacity ? find_slot(map->slots, map->capacity, key)->value : NULL;
}

static void grow(Arena *arena, Map *map)
{
    size_t capacity = map->capacity ? map->capacity * 2 : 16;
    MapSlot *slots = arena_array(arena, capacity, sizeof *slots);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key)
            *find_slot(slots, capacity, map->slots[i].key) = map->slots[i];
    map->slots = slots;
    map->capacity = capacity;
}

void map_put(Arena *arena, Map *map, const char *key, void *value)
{
    if (map->count * 2 >= map->capacity)
        grow(arena, map);
    MapSlot *slot = find_slot(map->slots, map->capacity, key);
    if (!slot->key)
        map->count++;
    slot->key = key;
    slot->value = value;
}

/* The value of a name is the last number tried behind it: thousands may begin alike. */
const char *map_fresh_name(Arena *arena, Map *names, const char *base, const char *between)
{
    const char *name = base;
    for (int *last = map_get(names, base); map_get(names, name);)
        name = arena_printf(arena, "%s%s%d", base, between, ++*last);
    int *last = arena_alloc(arena, sizeof *last);
    *last = 1;
    map_put(arena, names, name, last);
    return name;
}
