#include "support/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An arena is a list of zeroed chunks. A request that does not fit what is left of the newest
 * chunk opens a new one; what was left is lost, so that an allocation is a bump of one counter. */
typedef struct Chunk Chunk;
struct Chunk {
    Chunk *older;
    size_t size, used;
    max_align_t bytes[];
};

struct Arena {
    Chunk *newest;
};

enum { CHUNK_SIZE = 64 * 1024 };

_Noreturn void out_of_memory(void)
{
    fputs("xceptc: error: out of memory\n", stderr);
    exit(XC_EXIT_MACHINE);
}

static void *allocate_or_exit(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        out_of_memory();
    return memory;
}

Arena *arena_new(void)
{
    return allocate_or_exit(sizeof(Arena));
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    for (Chunk *chunk = arena->newest; chunk;) {
        Chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
    free(arena);
}

size_t arena_size(const Arena *arena)
{
    size_t size = 0;
    for (const Chunk *chunk = arena->newest; chunk; chunk = chunk->older)
        size += sizeof *chunk + chunk->size;
    return size;
}

static Chunk *open_chunk(Arena *arena, size_t size)
{
    if (size < CHUNK_SIZE)
        size = CHUNK_SIZE;
    size_t total;
    if (!checked_add(size, sizeof(Chunk), &total))
        out_of_memory();
    Chunk *chunk = allocate_or_exit(total);
    chunk->size = size;
    chunk->older = arena->newest;
    arena->newest = chunk;
    return chunk;
}

void *arena_alloc(Arena *arena, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);
    size_t padded;
    if (!checked_add(size, alignment - 1, &padded))
        out_of_memory();
    padded -= padded % alignment;
    Chunk *chunk = arena->newest;
    if (!chunk || chunk->size - chunk->used < padded)
        chunk = open_chunk(arena, padded);
    void *memory = (char *)chunk->bytes + chunk->used;
    chunk->used += padded;
    return memory;
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    size_t total;
    if (!checked_multiply(count, size, &total))
        out_of_memory();
    return arena_alloc(arena, total);
}

char *arena_strdup(Arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(Arena *arena, const char *text, size_t length)
{
    size_t size;
    if (!checked_add(length, 1, &size))
        out_of_memory();
    char *copy = arena_alloc(arena, size);
    memcpy(copy, text, length);
    return copy;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

char *arena_vprintf(Arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        bug("a format that cannot be printed: %s", format);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

void *vec_grow_(Arena *arena, void *data, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return data;
    size_t grown = 8;
    if (*capacity && !checked_multiply(*capacity, 2, &grown))
        out_of_memory();
    void *larger = arena_array(arena, grown, size);
    if (count)
        memcpy(larger, data, count * size);
    *capacity = grown;
    return larger;
}

bool checked_add(size_t a, size_t b, size_t *result)
{
    if (a > SIZE_MAX - b)
        return false;
    *result = a + b;
    return true;
}

bool checked_multiply(size_t a, size_t b, size_t *result)
{
    if (b && a > SIZE_MAX / b)
        return false;
    *result = a * b;
    return true;
}

void bug(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("xceptc: internal error: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(XC_EXIT_BUG);
}
