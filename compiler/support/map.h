/* A map from words to pointers, in an arena. Nothing is ever removed. */
#ifndef XC_MAP_H
#define XC_MAP_H

#include "support/base.h"

typedef struct MapSlot {
    const char *key;
    void *value;
} MapSlot;

/* All zero is an empty map. */
typedef struct Map {
    MapSlot *slots;
    size_t capacity, count;
} Map;

/* The value of key, NULL when there is none. */
void *map_get(const Map *map, const char *key);
/* Adds key, or replaces its value. Key and value are kept by reference; value isn't NULL. */
void map_put(Arena *arena, Map *map, const char *key, void *value);

/* A name that the map doesn't have: base, or base, `between` and the least number from 2 that makes
 * one. It is added; the values of a map of such names are the map's own. */
const char *map_fresh_name(Arena *arena, Map *names, const char *base, const char *between);

/* 64-bit FNV-1a of the bytes, going on from hash; start with XC_HASH_START. */
#define XC_HASH_START 0xCBF29CE484222325u
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length);

#endif
