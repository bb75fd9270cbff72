#include "frontend/merge.h"

#include <string.h>

#include "frontend/hints.h"

static void unknown_key(const Merger *merger, const Tree *key, const char *where,
    const char *const *known, size_t count)
{
    diag_error(merger->diag, key->at, "unknown key '%s' %s", key->text, where);
    const char *hint = hint_for_unknown(merger->arena, merger->diag, key->text, known, count);
    if (hint)
        diag_hint(merger->diag, "%s", hint);
}

static bool is_kind(const Merger *merger, const Tree *tree, TreeKind kind, const char *what)
{
    if (tree->kind == kind)
        return true;
    diag_error(merger->diag, tree->at, "'%s' is %s, not %s", what,
        kind == TREE_MAP    ? "a mapping"
        : kind == TREE_LIST ? "a list"
                            : "a text",
        tree_kind_text(tree));
    if (kind == TREE_LIST && tree->kind == TREE_SCALAR && tree->text[0] == '-' && tree->text[1])
        diag_hint(merger->diag, "a space follows the dash: - %s", tree->text + 1);
    return false;
}

static bool check_new_word(const Merger *merger, const Tree *key, const char *what)
{
    if (is_word(key->text) && !is_reserved_word(key->text))
        return true;
    if (strlen(key->text) > XC_MAX_WORD_LENGTH) {
        diag_error(merger->diag, key->at, "the name '%.40s...' has more than %d letters", key->text,
            XC_MAX_WORD_LENGTH);
        return false;
    }
    diag_error(merger->diag, key->at, "'%s' cannot be the name of %s", key->text, what);
    if (!is_word(key->text))
        diag_hint(merger->diag, "small letters, digits and _, beginning with a letter");
    else
        diag_hint(merger->diag, "the word has a meaning of its own");
    return false;
}

/* ---- set --------------------------------------------------------------------------------- */

static void merge_variable(const Merger *merger, const Tree *key, const Tree *value, bool own)
{
    Variables *variables = &merger->model->variables;
    Variable *variable = map_get(&variables->by_name, key->text);
    Variable *parent = NULL;
    if (!check_new_word(merger, key, "a variable"))
        return;
    if (variable) {
        parent = arena_alloc(merger->arena, sizeof *parent);
        *parent = *variable;
    } else {
        variable = arena_alloc(merger->arena, sizeof *variable);
        *(variables->last ? &variables->last->next : &variables->first) = variable;
        variables->last = variable;
        map_put(merger->arena, &variables->by_name, key->text, variable);
    }
    variable->name = key->text;
    variable->at = key->at;
    variable->tree = value;
    variable->own = own;
    variable->parent = parent;
}

static void merge_set(const Merger *merger, const Tree *section, bool own)
{
    if (!is_kind(merger, section, TREE_MAP, "set"))
        return;
    for (size_t i = 0; i < section->count && !diag_is_full(merger->diag); i++)
        merge_variable(merger, section->keys[i], section->items[i], own);
}

/* ---- defaults and training --------------------------------------------------------------- */

static Setting *new_setting(const Merger *merger, const Tree *key, const Tree *value)
{
    Setting *setting = arena_alloc(merger->arena, sizeof *setting);
    *setting = (Setting){key->text, key->at, value};
    return setting;
}

static void refuse_default(const Merger *merger, const KindSpec *kind, const Tree *key)
{
    const char *word = key->text;
    if (find_argument(kind, word) || strcmp(word, "name") == 0 || strcmp(word, "if") == 0) {
        diag_error(merger->diag, key->at, "'%s' of '%s' has no default", word, kind->name);
        diag_hint(merger->diag, "write '%s' at each layer", word);
        return;
    }
    const char *known[XC_MAX_ARGUMENTS];
    size_t count = 0;
    for (size_t i = 0; i < argument_count(kind); i++)
        if (kind->arguments[i].type != ARGUMENT_TREE)
            known[count++] = kind->arguments[i].name;
    diag_error(merger->diag, key->at, "'%s' is no argument of '%s'", word, kind->name);
    const char *hint = hint_for_unknown(merger->arena, merger->diag, word, known, count);
    if (hint)
        diag_hint(merger->diag, "%s", hint);
}

static void merge_default(
    const Merger *merger, const KindSpec *kind, const Tree *key, const Tree *value)
{
    const ArgumentSpec *argument = find_argument(kind, key->text);
    if (!argument || argument->type == ARGUMENT_TREE) {
        refuse_default(merger, kind, key);
        return;
    }
    const char *path = arena_printf(merger->arena, "%s.%s", kind->name, key->text);
    Setting *setting = new_setting(merger, key, value);
    map_put(merger->arena, &merger->model->defaults, path, setting);
    vec_push(merger->arena, &merger->model->default_list, setting);
}

static void unknown_kind(const Merger *merger, const Tree *key)
{
    const char *known[64];
    size_t count = 0;
    for (; count < kind_spec_count && count < 64; count++)
        known[count] = kind_specs[count].name;
    diag_error(merger->diag, key->at, "'%s' is no built-in kind of layer", key->text);
    const char *hint = hint_for_unknown(merger->arena, merger->diag, key->text, known, count);
    if (!hint && map_get(&merger->model->blocks, key->text))
        hint = "the defaults of a block stand in its 'arguments'";
    if (hint)
        diag_hint(merger->diag, "%s", hint);
}

static void merge_defaults(const Merger *merger, const Tree *section)
{
    if (!is_kind(merger, section, TREE_MAP, "defaults"))
        return;
    for (size_t i = 0; i < section->count && !diag_is_full(merger->diag); i++) {
        const KindSpec *kind = find_kind(section->keys[i]->text);
        const Tree *arguments = section->items[i];
        if (!kind)
            unknown_kind(merger, section->keys[i]);
        else if (is_kind(merger, arguments, TREE_MAP, section->keys[i]->text))
            for (size_t k = 0; k < arguments->count; k++)
                merge_default(merger, kind, arguments->keys[k], arguments->items[k]);
    }
}

static void unknown_training_key(const Merger *merger, const Tree *key)
{
    const char **known = arena_array(merger->arena, training_key_count, sizeof *known);
    for (size_t i = 0; i < training_key_count; i++)
        known[i] = training_key_specs[i].name;
    unknown_key(merger, key, "in 'training'", known, training_key_count);
}

static void merge_training(const Merger *merger, const Tree *section)
{
    if (!is_kind(merger, section, TREE_MAP, "training"))
        return;
    for (size_t i = 0; i < section->count && !diag_is_full(merger->diag); i++) {
        const Tree *key = section->keys[i];
        size_t k = 0;
        while (k < training_key_count && strcmp(training_key_specs[k].name, key->text) != 0)
            k++;
        if (k == training_key_count)
            unknown_training_key(merger, key);
        else
            map_put(merger->arena, &merger->model->training, key->text,
                new_setting(merger, key, section->items[i]));
    }
}

/* ---- blocks ------------------------------------------------------------------------------ */

static bool load_block_argument(const Merger *merger, const Tree *tree, BlockArgument *argument)
{
    bool with_default = tree->kind == TREE_MAP && tree->count == 1;
    if (tree->kind != TREE_SCALAR && !with_default) {
        diag_error(merger->diag, tree->at, "an argument is written 'a', or 'a: DEFAULT'");
        return false;
    }
    const Tree *name = with_default ? tree->keys[0] : tree;
    *argument = (BlockArgument){name->text, name->at, with_default ? tree->items[0] : NULL};
    if (strcmp(name->text, "name") == 0 || strcmp(name->text, "if") == 0) {
        diag_error(merger->diag, name->at, "every layer has the argument '%s' already", name->text);
        return false;
    }
    return check_new_word(merger, name, "an argument");
}

static void load_block_arguments(const Merger *merger, const Tree *list, Block *block)
{
    if (!list || !is_kind(merger, list, TREE_LIST, "arguments"))
        return;
    if (list->count > XC_MOST_BLOCK_ARGUMENTS) {
        diag_error(merger->diag, list->items[XC_MOST_BLOCK_ARGUMENTS]->at,
            "the block '%s' has more than %d arguments", block->name, XC_MOST_BLOCK_ARGUMENTS);
        return;
    }
    block->arguments = arena_array(merger->arena, list->count, sizeof *block->arguments);
    for (size_t i = 0; i < list->count; i++) {
        BlockArgument argument;
        if (!load_block_argument(merger, list->items[i], &argument))
            continue;
        for (size_t k = 0; k < block->argument_count; k++)
            if (strcmp(block->arguments[k].name, argument.name) == 0)
                diag_error(merger->diag, argument.at, "the argument '%s' stands here twice",
                    argument.name);
        block->arguments[block->argument_count++] = argument;
    }
}

static void merge_block(const Merger *merger, const Tree *key, const Tree *tree)
{
    static const char *const known[] = {"arguments", "layers"};
    if (!check_new_word(merger, key, "a block"))
        return;
    if (find_kind(key->text)) {
        diag_error(merger->diag, key->at, "'%s' is a built-in kind of layer", key->text);
        return;
    }
    if (!is_kind(merger, tree, TREE_MAP, key->text))
        return;
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->keys[i]->text, "arguments") != 0 &&
            strcmp(tree->keys[i]->text, "layers") != 0)
            unknown_key(merger, tree->keys[i],
                arena_printf(merger->arena, "in block '%s'", key->text), known, 2);
    Block *block = arena_alloc(merger->arena, sizeof *block);
    block->name = key->text;
    block->at = key->at;
    block->layers = tree_get(tree, "layers");
    if (!block->layers) {
        diag_error(merger->diag, key->at, "the block '%s' has no layers", key->text);
        return;
    }
    load_block_arguments(merger, tree_get(tree, "arguments"), block);
    if (!is_kind(merger, block->layers, TREE_LIST, "layers"))
        return;
    map_put(merger->arena, &merger->model->blocks, key->text, block);
    vec_push(merger->arena, &merger->model->block_list, block);
}

static void merge_blocks(const Merger *merger, const Tree *section)
{
    if (!is_kind(merger, section, TREE_MAP, "blocks"))
        return;
    for (size_t i = 0; i < section->count && !diag_is_full(merger->diag); i++)
        merge_block(merger, section->keys[i], section->items[i]);
}

/* ---- sections ------------------------------------------------------------------------------ */

static void merge_layers(const Merger *merger, const Tree *layers, const Tree *change)
{
    Model *model = merger->model;
    if (layers && is_kind(merger, layers, TREE_LIST, "layers")) {
        model->layers = layers;
        model->changes.count = 0;
    }
    if (change && is_kind(merger, change, TREE_MAP, "change"))
        vec_push(merger->arena, &model->changes, change);
}

static void unknown_section(
    const Merger *merger, const Tree *key, const char *const *known, size_t count)
{
    unknown_key(merger, key, "in a model file", known, count);
    if (strcmp(key->text, "name") == 0)
        diag_hint(merger->diag, "a model is called as its file");
}

bool check_sections(const Merger *merger, const Tree *root)
{
    static const char *const known[] = {"about", "extends", "input", "set", "defaults", "blocks",
        "layers", "change", "training", "expect"};
    size_t count = sizeof known / sizeof *known;
    if (root->kind != TREE_MAP) {
        diag_error(
            merger->diag, root->at, "a model file is a mapping, not %s", tree_kind_text(root));
        if (root->kind == TREE_LIST)
            diag_hint(merger->diag, "a list of layers stands under 'layers:'");
        return false;
    }
    for (size_t i = 0; i < root->count && !diag_is_full(merger->diag); i++) {
        size_t k = 0;
        while (k < count && strcmp(known[k], root->keys[i]->text) != 0)
            k++;
        if (k == count)
            unknown_section(merger, root->keys[i], known, count);
    }
    return true;
}

void merge_sections(const Merger *merger, const Tree *root, bool own)
{
    Model *model = merger->model;
    const Tree *set = tree_get(root, "set"), *defaults = tree_get(root, "defaults");
    const Tree *blocks = tree_get(root, "blocks"), *training = tree_get(root, "training");
    const Tree *about = tree_get(root, "about"), *expect = tree_get(root, "expect");
    const Tree *input = tree_get(root, "input");
    if (set)
        merge_set(merger, set, own);
    if (blocks)
        merge_blocks(merger, blocks);
    if (defaults)
        merge_defaults(merger, defaults);
    if (training)
        merge_training(merger, training);
    if (input && is_kind(merger, input, TREE_MAP, "input"))
        model->input = input;
    if (about && is_kind(merger, about, TREE_SCALAR, "about") && own)
        model->about = about;
    if (expect && is_kind(merger, expect, TREE_MAP, "expect") && own)
        model->expect = expect;
    merge_layers(merger, tree_get(root, "layers"), tree_get(root, "change"));
}
