#include "frontend/set_option.h"

#include <string.h>

#include "frontend/overlay.h"

/* The sections, and how --set reaches them. */
static const struct {
    const char *section, *example;
} reached[] = {
    {"set", "width=0.5"},
    {"training", "training.epochs=10"},
    {"defaults", "defaults.conv.padding=same"},
    {"input", "input.shape=[64, 64, 3]"},
    {"change", "change.stem.filters=8"},
    {"about", NULL},
    {"extends", NULL},
    {"blocks", NULL},
    {"layers", NULL},
    {"expect", NULL},
};
enum { SECTION_COUNT = sizeof reached / sizeof *reached };

static int find_section(const char *name)
{
    int i = 0;
    while (i < SECTION_COUNT && strcmp(reached[i].section, name) != 0)
        i++;
    return i;
}

const char *hint_for_option(Arena *arena, const char *name)
{
    int i = find_section(name);
    if (i < SECTION_COUNT)
        return reached[i].example
                   ? arena_printf(arena, "'%s' is a section: %s", name, reached[i].example)
                   : arena_printf(arena, "--set does not reach the section '%s'", name);
    for (size_t k = 0; k < training_key_count; k++)
        if (strcmp(training_key_specs[k].name, name) == 0)
            return arena_printf(arena, "the recipe's key is training.%s", name);
    return NULL;
}

/* ---- the file ---------------------------------------------------------------------------- */

static Tree *option_tree(const Merger *merger, TreeKind kind, const char *text, Location at)
{
    Tree *tree = arena_alloc(merger->arena, sizeof *tree);
    tree->kind = kind;
    tree->text = text;
    tree->at = at;
    return tree;
}

static Tree *option_map(const Merger *merger, Tree *key, Tree *value)
{
    Tree *map = option_tree(merger, TREE_MAP, NULL, key->at);
    map->keys = arena_array(merger->arena, 1, sizeof *map->keys);
    map->items = arena_array(merger->arena, 1, sizeof *map->items);
    map->keys[0] = key;
    map->items[0] = value;
    map->count = 1;
    return map;
}

/* "a.b=VALUE" becomes the file {a: {b: VALUE}}, and "x=VALUE" becomes {set: {x: VALUE}}. */
static Tree *parse_option(const Merger *merger, const char *option)
{
    const char *equals = strchr(option, '=');
    size_t length = strlen(option);
    int file = diag_add_source(merger->diag, "--set", option, length);
    if (!equals || equals == option || !equals[1]) {
        diag_error(merger->diag, (Location){file, 1, 1, 1}, "--set wants NAME=VALUE");
        return NULL;
    }
    Tree *value = yaml_parse(
        merger->arena, merger->diag, file, option, length, (size_t)(equals - option) + 1, NULL);
    const char *end = equals;
    while (value) {
        const char *start = end;
        while (start > option && start[-1] != '.')
            start--;
        Location at = {file, 1, (int)(start - option) + 1, (int)(end - start)};
        Tree *key = option_tree(
            merger, TREE_SCALAR, arena_strndup(merger->arena, start, (size_t)(end - start)), at);
        value = option_map(merger, key, value);
        if (start == option)
            break;
        end = start - 1;
    }
    if (value && !memchr(option, '.', (size_t)(equals - option)))
        value = option_map(merger, option_tree(merger, TREE_SCALAR, "set", value->at), value);
    return value;
}

/* How many keys stand before the equals sign. */
static size_t count_keys(const char *option)
{
    size_t count = 1;
    for (const char *p = option; *p != '='; p++)
        count += *p == '.';
    return count;
}

/* The value that the model has so far at the key `own`, of the section or, for defaults, of the
 * kind. */
static const Tree *value_before(const Merger *merger, const char *kind, const char *key)
{
    const char *path = kind ? arena_printf(merger->arena, "%s.%s", kind, key) : key;
    const Map *settings = kind ? &merger->model->defaults : &merger->model->training;
    const Setting *setting = map_get(settings, path);
    return setting ? setting->value : NULL;
}

/* The section merges by its own rules, which know values as a whole: so the value that the option
 * reaches into comes with all else that is in it. */
static Tree *complete(const Merger *merger, Tree *root, size_t keys)
{
    const char *section = root->keys[0]->text;
    Tree *own = root->items[0];
    Arena *arena = merger->arena;
    if (keys < 2)
        return root;
    if (strcmp(section, "input") == 0)
        return option_map(merger, root->keys[0],
            (Tree *)overlay(arena, section, merger->model->input, own, keys - 1));
    bool defaults = strcmp(section, "defaults") == 0;
    size_t above = defaults ? 3 : 2;
    if ((!defaults && strcmp(section, "training") != 0) || keys <= above)
        return root;
    const char *kind = defaults ? own->keys[0]->text : NULL;
    Tree *inner = defaults ? own->items[0] : own, *key = inner->keys[0];
    const Tree *before = value_before(merger, kind, key->text);
    inner = option_map(
        merger, key, (Tree *)overlay(arena, key->text, before, inner->items[0], keys - above));
    return option_map(
        merger, root->keys[0], defaults ? option_map(merger, own->keys[0], inner) : inner);
}

/* 'input' cannot be a variable; of the other sections' names the file may have one. */
static bool refuse_section(const Merger *merger, const Tree *set)
{
    if (set->kind != TREE_MAP || !tree_get(set, "input"))
        return false;
    diag_error(merger->diag, set->keys[0]->at, "'input' is no variable");
    diag_hint(merger->diag, "%s", hint_for_option(merger->arena, "input"));
    return true;
}

void merge_option(const Merger *merger, const char *option)
{
    Tree *root = parse_option(merger, option);
    if (!root)
        return;
    const Tree *section = root->keys[0];
    int i = find_section(section->text);
    if (i == SECTION_COUNT || !reached[i].example) {
        diag_error(merger->diag, section->at, "--set does not reach '%s'", section->text);
        diag_hint(merger->diag, "it reaches variables, training.KEY, defaults.KIND.ARGUMENT, "
                                "input.KEY and change.LAYER.ARGUMENT");
        return;
    }
    if (strcmp(section->text, "set") == 0 && refuse_section(merger, root->items[0]))
        return;
    merge_sections(merger, complete(merger, root, count_keys(option)), true);
}
