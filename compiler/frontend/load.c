#include "frontend/load.h"

#include <stdio.h>
#include <string.h>

#include "frontend/files.h"

typedef struct Loader {
    Arena *arena;
    Diag *diag;
    Files files;
    Model *model;
} Loader;

const char *hint_for_unknown(Arena *arena, const char *word, const char *const *known, size_t count)
{
    const char *synonym = synonym_hint(word);
    if (synonym)
        return synonym;
    const char *nearest = diag_nearest(word, known, count);
    return nearest ? arena_printf(arena, "did you mean '%s'?", nearest) : NULL;
}

static void unknown_key(
    Loader *loader, const Tree *key, const char *where, const char *const *known, size_t count)
{
    diag_error(loader->diag, key->at, "unknown key '%s' %s", key->text, where);
    const char *hint = hint_for_unknown(loader->arena, key->text, known, count);
    if (hint)
        diag_hint(loader->diag, "%s", hint);
}

static bool is_kind(Loader *loader, const Tree *tree, TreeKind kind, const char *what)
{
    if (tree->kind == kind)
        return true;
    diag_error(loader->diag, tree->at, "'%s' is %s, not %s", what,
        kind == TREE_MAP    ? "a mapping"
        : kind == TREE_LIST ? "a list"
                            : "a text",
        tree_kind_text(tree));
    return false;
}

static bool check_new_word(Loader *loader, const Tree *key, const char *what)
{
    if (is_word(key->text) && !is_reserved_word(key->text))
        return true;
    diag_error(loader->diag, key->at, "'%s' cannot be the name of %s", key->text, what);
    if (!is_word(key->text))
        diag_hint(loader->diag, "small letters, digits and _, beginning with a letter");
    else
        diag_hint(loader->diag, "the word has a meaning of its own");
    return false;
}

/* ---- set --------------------------------------------------------------------------------- */

static void merge_variable(Loader *loader, const Tree *key, const Tree *value, bool own)
{
    Variables *variables = &loader->model->variables;
    Variable *variable = map_get(&variables->by_name, key->text);
    Variable *parent = NULL;
    if (!check_new_word(loader, key, "a variable"))
        return;
    if (variable) {
        parent = arena_alloc(loader->arena, sizeof *parent);
        *parent = *variable;
    } else {
        variable = arena_alloc(loader->arena, sizeof *variable);
        *(variables->last ? &variables->last->next : &variables->first) = variable;
        variables->last = variable;
        map_put(loader->arena, &variables->by_name, key->text, variable);
    }
    variable->name = key->text;
    variable->at = key->at;
    variable->tree = value;
    variable->own = own;
    variable->parent = parent;
}

static void merge_set(Loader *loader, const Tree *section, bool own)
{
    if (!is_kind(loader, section, TREE_MAP, "set"))
        return;
    for (size_t i = 0; i < section->count; i++)
        merge_variable(loader, section->keys[i], section->items[i], own);
}

/* ---- defaults and training --------------------------------------------------------------- */

static Setting *new_setting(Loader *loader, const Tree *key, const Tree *value)
{
    Setting *setting = arena_alloc(loader->arena, sizeof *setting);
    *setting = (Setting){key->text, key->at, value};
    return setting;
}

static void merge_default(Loader *loader, const KindSpec *kind, const Tree *key, const Tree *value)
{
    const ArgumentSpec *argument = find_argument(kind, key->text);
    if (!argument || argument->type == ARGUMENT_TREE) {
        const char *known[XC_MAX_ARGUMENTS];
        size_t count = argument_count(kind);
        for (size_t i = 0; i < count; i++)
            known[i] = kind->arguments[i].name;
        diag_error(loader->diag, key->at, "'%s' is no argument of '%s'", key->text, kind->name);
        const char *hint = hint_for_unknown(loader->arena, key->text, known, count);
        if (hint)
            diag_hint(loader->diag, "%s", hint);
        return;
    }
    const char *path = arena_printf(loader->arena, "%s.%s", kind->name, key->text);
    Setting *setting = new_setting(loader, key, value);
    map_put(loader->arena, &loader->model->defaults, path, setting);
    vec_push(loader->arena, &loader->model->default_list, setting);
}

static void unknown_kind(Loader *loader, const Tree *key)
{
    const char *known[64];
    size_t count = 0;
    for (; count < kind_spec_count && count < 64; count++)
        known[count] = kind_specs[count].name;
    diag_error(loader->diag, key->at, "'%s' is no built-in kind of layer", key->text);
    const char *hint = hint_for_unknown(loader->arena, key->text, known, count);
    if (!hint && map_get(&loader->model->blocks, key->text))
        hint = "the defaults of a block stand in its 'arguments'";
    if (hint)
        diag_hint(loader->diag, "%s", hint);
}

static void merge_defaults(Loader *loader, const Tree *section)
{
    if (!is_kind(loader, section, TREE_MAP, "defaults"))
        return;
    for (size_t i = 0; i < section->count; i++) {
        const KindSpec *kind = find_kind(section->keys[i]->text);
        const Tree *arguments = section->items[i];
        if (!kind)
            unknown_kind(loader, section->keys[i]);
        else if (is_kind(loader, arguments, TREE_MAP, section->keys[i]->text))
            for (size_t k = 0; k < arguments->count; k++)
                merge_default(loader, kind, arguments->keys[k], arguments->items[k]);
    }
}

static void merge_training(Loader *loader, const Tree *section)
{
    static const char *const known[] = {"data", "batch_size", "epochs", "loss", "optimizer",
        "learning_rate", "augment", "label_smoothing"};
    if (!is_kind(loader, section, TREE_MAP, "training"))
        return;
    for (size_t i = 0; i < section->count; i++) {
        const Tree *key = section->keys[i];
        size_t k = 0;
        while (k < sizeof known / sizeof *known && strcmp(known[k], key->text) != 0)
            k++;
        if (k == sizeof known / sizeof *known)
            unknown_key(loader, key, "in 'training'", known, k);
        else
            map_put(loader->arena, &loader->model->training, key->text,
                new_setting(loader, key, section->items[i]));
    }
}

/* ---- blocks ------------------------------------------------------------------------------ */

static bool load_block_argument(Loader *loader, const Tree *tree, BlockArgument *argument)
{
    bool with_default = tree->kind == TREE_MAP && tree->count == 1;
    if (tree->kind != TREE_SCALAR && !with_default) {
        diag_error(loader->diag, tree->at, "an argument is written 'a', or 'a: DEFAULT'");
        return false;
    }
    const Tree *name = with_default ? tree->keys[0] : tree;
    *argument = (BlockArgument){name->text, name->at, with_default ? tree->items[0] : NULL};
    if (strcmp(name->text, "name") == 0 || strcmp(name->text, "if") == 0) {
        diag_error(loader->diag, name->at, "every layer has the argument '%s' already", name->text);
        return false;
    }
    return check_new_word(loader, name, "an argument");
}

static void load_block_arguments(Loader *loader, const Tree *list, Block *block)
{
    if (!list || !is_kind(loader, list, TREE_LIST, "arguments"))
        return;
    block->arguments = arena_array(loader->arena, list->count, sizeof *block->arguments);
    for (size_t i = 0; i < list->count; i++) {
        BlockArgument argument;
        if (!load_block_argument(loader, list->items[i], &argument))
            continue;
        for (size_t k = 0; k < block->argument_count; k++)
            if (strcmp(block->arguments[k].name, argument.name) == 0)
                diag_error(loader->diag, argument.at, "the argument '%s' stands here twice",
                    argument.name);
        block->arguments[block->argument_count++] = argument;
    }
}

static void merge_block(Loader *loader, const Tree *key, const Tree *tree)
{
    static const char *const known[] = {"arguments", "layers"};
    if (!check_new_word(loader, key, "a block"))
        return;
    if (find_kind(key->text)) {
        diag_error(loader->diag, key->at, "'%s' is a built-in kind of layer", key->text);
        return;
    }
    if (!is_kind(loader, tree, TREE_MAP, key->text))
        return;
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->keys[i]->text, "arguments") != 0 &&
            strcmp(tree->keys[i]->text, "layers") != 0)
            unknown_key(loader, tree->keys[i],
                arena_printf(loader->arena, "in block '%s'", key->text), known, 2);
    Block *block = arena_alloc(loader->arena, sizeof *block);
    block->name = key->text;
    block->at = key->at;
    block->layers = tree_get(tree, "layers");
    if (!block->layers) {
        diag_error(loader->diag, key->at, "the block '%s' has no layers", key->text);
        return;
    }
    load_block_arguments(loader, tree_get(tree, "arguments"), block);
    if (!is_kind(loader, block->layers, TREE_LIST, "layers"))
        return;
    map_put(loader->arena, &loader->model->blocks, key->text, block);
    vec_push(loader->arena, &loader->model->block_list, block);
}

static void merge_blocks(Loader *loader, const Tree *section)
{
    if (!is_kind(loader, section, TREE_MAP, "blocks"))
        return;
    for (size_t i = 0; i < section->count; i++)
        merge_block(loader, section->keys[i], section->items[i]);
}

/* ---- the file ---------------------------------------------------------------------------- */

static void merge_layers(Loader *loader, const Tree *layers, const Tree *change)
{
    Model *model = loader->model;
    if (layers && is_kind(loader, layers, TREE_LIST, "layers")) {
        model->layers = layers;
        model->changes.count = 0;
    }
    if (change && is_kind(loader, change, TREE_MAP, "change"))
        vec_push(loader->arena, &model->changes, change);
}

static bool check_sections(Loader *loader, const Tree *root)
{
    static const char *const known[] = {"about", "extends", "input", "set", "defaults", "blocks",
        "layers", "change", "training", "expect"};
    size_t count = sizeof known / sizeof *known;
    if (root->kind != TREE_MAP) {
        diag_error(
            loader->diag, root->at, "a model file is a mapping, not %s", tree_kind_text(root));
        if (root->kind == TREE_LIST)
            diag_hint(loader->diag, "a list of layers stands under 'layers:'");
        return false;
    }
    for (size_t i = 0; i < root->count; i++) {
        size_t k = 0;
        while (k < count && strcmp(known[k], root->keys[i]->text) != 0)
            k++;
        if (k == count)
            unknown_key(loader, root->keys[i], "in a model file", known, count);
    }
    return true;
}

static void merge_sections(Loader *loader, const Tree *root, bool own)
{
    Model *model = loader->model;
    const Tree *set = tree_get(root, "set"), *defaults = tree_get(root, "defaults");
    const Tree *blocks = tree_get(root, "blocks"), *training = tree_get(root, "training");
    const Tree *about = tree_get(root, "about"), *expect = tree_get(root, "expect");
    const Tree *input = tree_get(root, "input");
    if (set)
        merge_set(loader, set, own);
    if (blocks)
        merge_blocks(loader, blocks);
    if (defaults)
        merge_defaults(loader, defaults);
    if (training)
        merge_training(loader, training);
    if (input && is_kind(loader, input, TREE_MAP, "input"))
        model->input = input;
    if (about && is_kind(loader, about, TREE_SCALAR, "about") && own)
        model->about = about;
    if (expect && is_kind(loader, expect, TREE_MAP, "expect") && own)
        model->expect = expect;
    merge_layers(loader, tree_get(root, "layers"), tree_get(root, "change"));
}

static bool merge_file(Loader *loader, const SourceFile *source);

static bool merge_parent(Loader *loader, const SourceFile *child, const Tree *path)
{
    if (path->kind != TREE_SCALAR) {
        diag_error(loader->diag, path->at, "'extends' is a file or a list of files");
        return false;
    }
    SourceFile *source = open_extended(&loader->files, child, path->text, path->at);
    if (!source)
        return false;
    int errors = diag_error_count(loader->diag);
    bool merged = merge_file(loader, source);
    if (diag_error_count(loader->diag) > errors)
        diag_note(loader->diag, path->at, "extended here");
    return merged;
}

static bool merge_file(Loader *loader, const SourceFile *source)
{
    Tree *root =
        yaml_parse(loader->arena, loader->diag, source->file, source->text, source->length, 0);
    if (!root || !check_sections(loader, root))
        return false;
    const Tree *extends = tree_get(root, "extends");
    if (extends && extends->kind == TREE_LIST) {
        for (size_t i = 0; i < extends->count; i++)
            if (!merge_parent(loader, source, extends->items[i]))
                return false;
    } else if (extends && !merge_parent(loader, source, extends)) {
        return false;
    }
    merge_sections(loader, root, source->child == NULL);
    return true;
}

/* ---- --set ------------------------------------------------------------------------------- */

static Tree *option_tree(Loader *loader, TreeKind kind, const char *text, Location at)
{
    Tree *tree = arena_alloc(loader->arena, sizeof *tree);
    tree->kind = kind;
    tree->text = text;
    tree->at = at;
    return tree;
}

static Tree *option_map(Loader *loader, Tree *key, Tree *value)
{
    Tree *map = option_tree(loader, TREE_MAP, NULL, key->at);
    map->keys = arena_array(loader->arena, 1, sizeof *map->keys);
    map->items = arena_array(loader->arena, 1, sizeof *map->items);
    map->keys[0] = key;
    map->items[0] = value;
    map->count = 1;
    return map;
}

/* "a.b=VALUE" becomes the file {a: {b: VALUE}}, and "x=VALUE" becomes {set: {x: VALUE}}. */
static Tree *parse_option(Loader *loader, const char *option)
{
    const char *equals = strchr(option, '=');
    size_t length = strlen(option);
    int file = diag_add_source(loader->diag, "--set", option, length);
    if (!equals || equals == option || !equals[1]) {
        diag_error(loader->diag, (Location){file, 1, 1, 1}, "--set wants NAME=VALUE");
        return NULL;
    }
    Tree *value = yaml_parse(
        loader->arena, loader->diag, file, option, length, (size_t)(equals - option) + 1);
    const char *end = equals;
    while (value) {
        const char *start = end;
        while (start > option && start[-1] != '.')
            start--;
        Location at = {file, 1, (int)(start - option) + 1, (int)(end - start)};
        Tree *key = option_tree(
            loader, TREE_SCALAR, arena_strndup(loader->arena, start, (size_t)(end - start)), at);
        value = option_map(loader, key, value);
        if (start == option)
            break;
        end = start - 1;
    }
    if (value && !memchr(option, '.', (size_t)(equals - option)))
        value = option_map(loader, option_tree(loader, TREE_SCALAR, "set", value->at), value);
    return value;
}

static void merge_option(Loader *loader, const char *option)
{
    Tree *root = parse_option(loader, option);
    if (!root)
        return;
    const char *section = root->keys[0]->text;
    if (strcmp(section, "set") == 0 || strcmp(section, "training") == 0 ||
        strcmp(section, "defaults") == 0) {
        merge_sections(loader, root, true);
        return;
    }
    diag_error(loader->diag, root->keys[0]->at,
        "--set reaches variables, training.KEY and defaults.KIND.ARGUMENT");
}

/* ---- the model --------------------------------------------------------------------------- */

/* The stem of the file, as a C identifier. */
static const char *model_name(Arena *arena, const char *file)
{
    const char *dot = strrchr(file, '.');
    char *name = arena_printf(
        arena, "%.*s", dot && dot != file ? (int)(dot - file) : (int)strlen(file), file);
    for (char *p = name; *p; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        if (!letter && !(*p >= '0' && *p <= '9'))
            *p = '_';
    }
    bool letter_first = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z');
    return letter_first && strlen(name) <= 100 ? name : arena_printf(arena, "model_%.100s", name);
}

static void name_model(Loader *loader, const SourceFile *source)
{
    const char *slash = strrchr(source->name, '/');
    bool is_stdin = strcmp(source->name, "<stdin>") == 0;
    loader->model->file = is_stdin ? "stdin" : slash ? slash + 1 : source->name;
    loader->model->name = is_stdin ? "model" : model_name(loader->arena, loader->model->file);
    loader->model->source = source->file;
}

Model *load_model(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    Loader loader = {.arena = arena, .diag = diag};
    int errors = diag_error_count(diag);
    loader.files = (Files){.arena = arena, .diag = diag, .models = options->models};
    loader.model = arena_alloc(arena, sizeof *loader.model);
    SourceFile *source = open_model(&loader.files, path);
    if (!source)
        return NULL;
    name_model(&loader, source);
    if (!merge_file(&loader, source))
        return NULL;
    for (int i = 0; i < options->set_count; i++)
        merge_option(&loader, options->sets[i]);
    loader.model->overridden = options->set_count > 0;
    if (diag_error_count(diag) > errors)
        return NULL;
    if (!loader.model->layers) {
        diag_error(diag, (Location){source->file, 0, 0, 0}, "the file has no 'layers'");
        diag_hint(diag, "it is a part for other files to extend, not a model");
        return NULL;
    }
    check_model(arena, diag, loader.model);
    return diag_error_count(diag) == errors ? loader.model : NULL;
}
