#include "frontend/yaml.h"

#include <string.h>

/* A value that isn't there is always a mistake in the model language, and most often one of five
 * well-known ones. Each is told from its surroundings and answered with its own hint. */

/* kernel: (3, 3) in braces is the two keys 'kernel' and '3)'. */
static bool is_split_pair(const Tree *map, size_t i)
{
    return i > 0 && strchr(map->keys[i]->text, ')') && !strchr(map->keys[i]->text, '(') &&
           map->items[i - 1]->kind == TREE_SCALAR && strchr(map->items[i - 1]->text, '(') &&
           !strchr(map->items[i - 1]->text, ')');
}

static void report_missing_value(Diag *diag, const Tree *map, size_t i, bool list_item)
{
    const Tree *key = map->keys[i];
    const char *colon = strchr(key->text, ':'), *equals = strchr(key->text, '=');
    if (*map->items[i]->text) {
        diag_error(diag, map->items[i]->at, "'%s' is no value here", map->items[i]->text);
        diag_hint(diag, "leave the key out");
    } else if (is_split_pair(map, i)) {
        diag_error(diag, key->at, "a comma in parentheses makes two keys, '%s' and '%s'",
            map->keys[i - 1]->text, key->text);
        diag_hint(diag, "lists are written [3, 3]");
    } else if (equals) {
        diag_error(diag, key->at, "'%s' is a key without a value", key->text);
        diag_hint(diag, "a colon and a space stand before a value: 'kernel: 3'");
    } else if (colon && colon[1]) {
        diag_error(diag, key->at, "'%s' is a key without a value", key->text);
        diag_hint(diag, "a space follows the colon: %.*s: %s", (int)(colon - key->text), key->text,
            colon + 1);
    } else if (list_item && !map->flow && i == 0 && map->count > 1) {
        diag_error(diag, key->at, "the arguments of '%s' are not indented", key->text);
        diag_hint(diag, "indent them further than '%s', or write '- %s: {%s: ...}'", key->text,
            key->text, map->keys[1]->text);
    } else if (list_item && map->count == 1) {
        diag_error(diag, key->at, "'%s:' has no value", key->text);
        diag_hint(diag, "without arguments there is no colon: '- %s'", key->text);
    } else {
        diag_error(diag, key->at, "'%s' has no value", key->text);
    }
}

static void lint(Diag *diag, const Tree *tree, bool list_item)
{
    for (size_t i = 0; i < tree->count; i++) {
        const Tree *item = tree->items[i];
        if (item->kind != TREE_NULL)
            lint(diag, item, tree->kind == TREE_LIST);
        else if (tree->kind == TREE_MAP)
            report_missing_value(diag, tree, i, list_item);
        else if (*item->text)
            diag_error(diag, item->at, "'%s' is no value here", item->text);
        else
            diag_error(diag, item->at, "the list has an empty item");
    }
}

void yaml_lint(Diag *diag, Tree *root)
{
    if (root->kind == TREE_NULL)
        diag_error(diag, root->at, "there is nothing here");
    else
        lint(diag, root, false);
}
