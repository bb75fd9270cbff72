#include "graph/names.h"
#include <string.h>

/* An open-addressing hash table; capacity is a power of two and at most half of it is used. */
struct NameSet {
    const char **slots;
    size_t count, capacity;
};

enum { FIRST_CAPACITY = 256 };

static const char *const c_words[] = {"alignas", "alignof", "asm", "auto", "bool", "break", "case",
    "char", "const", "constexpr", "continue", "default", "do", "double", "else", "enum", "extern",
    "false", "float", "for", "goto", "if", "inline", "int", "long", "main", "nullptr", "register",
    "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "true",
    "typedef", "typeof", "union", "unsigned", "void", "volatile", "while"};

/* Names of the emitted program's own beside which values stand, and macros of the C library or the
 * compiler that are no words in capitals. */
static const char *const emitted_words[] = {"accumulate", "arena", "batch", "blocks", "chains",
    "class_labels", "context", "errno", "finite", "first", "group_images", "groups", "imported",
    "linux", "memory", "metrics", "net", "regularization", "regularization_known", "scratch",
    "stderr", "stdin", "stdout", "step", "task", "thread", "thread_pool", "unix", "workspace"};

static bool is_among(const char *name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

static bool is_c_word(const char *name)
{
    return is_among(name, c_words, sizeof c_words / sizeof *c_words) ||
           is_among(name, emitted_words, sizeof emitted_words / sizeof *emitted_words);
}

bool name_is_c_safe(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char rest[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return name[0] != '\0' && strchr(letters, name[0]) != NULL &&
           name[strspn(name, rest)] == '\0' && !is_c_word(name);
}

/* FNV-1a. */
static uint64_t hash_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* The slot that holds name, or the empty one where it would go. */
static const char **find_slot(const NameSet *names, const char *name)
{
    size_t at = (size_t)hash_text(name) & (names->capacity - 1);
    while (names->slots[at] != NULL && strcmp(names->slots[at], name) != 0)
        at = (at + 1) & (names->capacity - 1);
    return &names->slots[at];
}

static void grow(Arena *arena, NameSet *names)
{
    NameSet larger = {NULL, names->count, names->capacity * 2};
    larger.slots = arena_array(arena, larger.capacity, sizeof *larger.slots);
    for (size_t i = 0; i < names->capacity; i++)
        if (names->slots[i] != NULL)
            *find_slot(&larger, names->slots[i]) = names->slots[i];
    *names = larger;
}

NameSet *names_new(Arena *arena)
{
    NameSet *names = arena_alloc(arena, sizeof *names);
    names->capacity = FIRST_CAPACITY;
    names->slots = arena_array(arena, names->capacity, sizeof *names->slots);
    return names;
}

bool names_taken(const NameSet *names, const char *name)
{
    return *find_slot(names, name) != NULL || is_c_word(name);
}

void names_add(Arena *arena, NameSet *names, const char *name)
{
    if (names->count * 2 >= names->capacity)
        grow(arena, names);
    const char **slot = find_slot(names, name);
    if (*slot == NULL)
        names->count++;
    *slot = name;
}
