/* The floor of the house: one arena for everything that lives until exit, growing vectors in it,
 * and size arithmetic that cannot wrap. Nothing here knows about models.
 *
 * Out of memory ends the process with exit status 3 and one line on stderr: a compiler has
 * nothing better to do, and every caller is freed of checking. */
#ifndef XC_BASE_H
#define XC_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    XC_EXIT_OK = 0,
    XC_EXIT_INPUT = 1, /* the model, data or checkpoint is wrong, or an expectation missed */
    XC_EXIT_USAGE = 2, /* the command line is wrong */
    XC_EXIT_MACHINE = 3, /* compiler, data, disk, memory or device is missing or full */
    XC_EXIT_NONFINITE = 4,
    XC_EXIT_BUG = 70
};

#define XC_PRINTF(text, first) __attribute__((format(printf, text, first)))

typedef struct Arena Arena;

/* A fresh arena; never NULL. arena_free(NULL) is fine and frees all that was allocated in it. */
Arena *arena_new(void);
void arena_free(Arena *arena);

/* Bytes that the arena holds. */
size_t arena_size(const Arena *arena);

/* size zeroed bytes aligned for any type, owned by the arena; never NULL, size 0 allowed. */
void *arena_alloc(Arena *arena, size_t size);
/* count * size zeroed bytes, the product checked. */
void *arena_array(Arena *arena, size_t count, size_t size);
char *arena_strdup(Arena *arena, const char *text);
char *arena_strndup(Arena *arena, const char *text, size_t length);
char *arena_printf(Arena *arena, const char *format, ...) XC_PRINTF(2, 3);
char *arena_vprintf(Arena *arena, const char *format, va_list arguments);

/* A growing vector in an arena. Declare as struct { T *data; size_t count, capacity; } and push
 * with vec_push(arena, &vector, value); vec_extend makes room for one and returns nothing. */
#define vec_push(arena, vector, value)                                                             \
    ((vector)->data = vec_grow_(                                                                   \
         (arena), (vector)->data, (vector)->count, &(vector)->capacity, sizeof *(vector)->data),   \
        (vector)->data[(vector)->count++] = (value))
void *vec_grow_(Arena *arena, void *data, size_t count, size_t *capacity, size_t size);

/* Checked arithmetic: false, and *result untouched, when the exact result does not fit. */
bool checked_add(size_t a, size_t b, size_t *result);
bool checked_multiply(size_t a, size_t b, size_t *result);

/* Says so and exits with XC_EXIT_MACHINE: for libraries that report what the arena would not. */
_Noreturn void out_of_memory(void);

/* A broken invariant of ours: prints "xceptc: internal error: ..." and exits with XC_EXIT_BUG. */
_Noreturn void bug(const char *format, ...) XC_PRINTF(1, 2);

#endif
