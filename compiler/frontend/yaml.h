/* YAML as the model language has it: a tree of scalars, lists and mappings, each with its place.
 *
 * Refused with a located error: more than one document, anchors, aliases, tags, merge keys,
 * duplicate keys, keys that aren't scalars, values that aren't there, and files beyond the limits
 * below. What a scalar means is decided by where it stands, never by its look or its quotes. */
#ifndef XC_YAML_H
#define XC_YAML_H

#include "support/diag.h"
#include "support/limits.h"

/* What several texts that make one model have read so far; they share the limits. */
typedef struct YamlEffort {
    size_t bytes;
    int events;
} YamlEffort;

typedef enum TreeKind {
    TREE_SCALAR,
    TREE_LIST,
    TREE_MAP,
    TREE_NULL /* nothing, or ~ or null; never in a tree that yaml_parse returned */
} TreeKind;

typedef struct Tree Tree;
struct Tree {
    TreeKind kind;
    Location at;
    bool verbatim; /* a plain scalar on one line: byte n of text is at column + n */
    bool flow; /* written in [] or {} */
    const char *text; /* scalars: without quotes, zero-terminated and without other zero bytes */
    Tree **keys; /* mappings: count scalars */
    Tree **items; /* lists and mappings: count values */
    size_t count;
};

/* Parses text, registered as source file; NULL after errors. skip: bytes at the start that aren't
 * YAML but belong to the source ("width=" of a --set option). effort: goes on; NULL for a text
 * alone. */
Tree *yaml_parse(Arena *arena, Diag *diag, int file, const char *text, size_t length, size_t skip,
    YamlEffort *effort);

/* JSON as our programs write it, which is YAML but for null: that is a value here, TREE_NULL. */
Tree *yaml_parse_json(Arena *arena, Diag *diag, int file, const char *text, size_t length);

/* The value of a key in a mapping, NULL when there is none or tree is no mapping. */
const Tree *tree_get(const Tree *tree, const char *key);
bool tree_is(const Tree *tree, const char *word);
/* "a scalar", "a list", "a mapping" */
const char *tree_kind_text(const Tree *tree);

/* lint.c: reports what parses as YAML and is a mistake (values that aren't there). */
void yaml_lint(Diag *diag, Tree *root);

#endif
