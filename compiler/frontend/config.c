#include "frontend/config.h"

#include <string.h>

#include "plain.h"
#include "frontend/tree_text.h"

/* A merged model as one file. */
typedef struct Printer {
    Arena *arena;
    Diag *diag;
    const Model *model;
    bool quiet; /* no errors */
    Text text;
} Printer;

static const char *origin(const Printer *printer, Location at)
{
    if (at.file < 0)
        return "";
    const char *name = diag_source_name(printer->diag, at.file);
    const char *slash = strrchr(name, '/');
    char *text = arena_printf(printer->arena, "%s:%d", slash ? slash + 1 : name, at.line);
    xr_make_plain(text, false); /* a file's name must not end its comment */
    return text;
}

static void write_section(Printer *printer, const char *key, const Tree *value)
{
    if (value)
        write_entry(&printer->text, 0, key, value, origin(printer, value->at));
}

static void write_set(Printer *printer)
{
    bool any = false;
    for (const Variable *v = printer->model->variables.first; v; v = v->next) {
        if (!map_get(&printer->model->used, v->name))
            continue; /* only layers that were replaced named it */
        text_add(&printer->text, any ? "" : "set:\n");
        any = true;
        write_entry(&printer->text, 2, v->name, v->tree, origin(printer, v->at));
    }
}

static void write_defaults(Printer *printer)
{
    bool any = false;
    for (size_t i = 0; i < kind_spec_count; i++) {
        const KindSpec *kind = &kind_specs[i];
        bool any_of_kind = false;
        for (size_t k = 0; k < argument_count(kind); k++) {
            const char *name = kind->arguments[k].name;
            const Setting *setting = map_get(
                &printer->model->defaults, arena_printf(printer->arena, "%s.%s", kind->name, name));
            if (!setting)
                continue;
            text_add(&printer->text, any ? "" : "defaults:\n");
            if (!any_of_kind)
                text_printf(&printer->text, "  %s:\n", kind->name);
            any = any_of_kind = true;
            write_entry(&printer->text, 4, name, setting->value, origin(printer, setting->at));
        }
    }
}

static void write_training(Printer *printer)
{
    bool any = false;
    for (size_t i = 0; i < training_key_count; i++) {
        const char *key = training_key_specs[i].name;
        const Setting *setting = map_get(&printer->model->training, key);
        if (!setting)
            continue;
        text_add(&printer->text, any ? "" : "training:\n");
        any = true;
        write_entry(&printer->text, 2, key, setting->value, origin(printer, setting->at));
    }
}

/* ---- blocks ------------------------------------------------------------------------------ */

static void write_arguments(Printer *printer, const Block *block)
{
    text_add(&printer->text, "    arguments:\n");
    for (size_t i = 0; i < block->argument_count; i++) {
        const BlockArgument *argument = &block->arguments[i];
        text_add(&printer->text, "      - ");
        if (argument->default_)
            write_entry(&printer->text, 0, argument->name, argument->default_, "");
        else
            text_printf(&printer->text, "%s\n", argument->name);
    }
}

static void write_blocks(Printer *printer)
{
    bool any = false;
    for (size_t i = 0; i < printer->model->block_list.count; i++) {
        const Block *block = printer->model->block_list.data[i];
        if (map_get(&printer->model->blocks, block->name) != block)
            continue; /* a later file has another of this name */
        text_add(&printer->text, any ? "" : "blocks:\n");
        any = true;
        text_printf(&printer->text, "  %s:  # %s\n", block->name, origin(printer, block->at));
        if (block->argument_count)
            write_arguments(printer, block);
        write_entry(&printer->text, 4, "layers", block->layers, "");
    }
}

/* ---- changes ----------------------------------------------------------------------------- */

/* The arguments of both, the later ones winning. */
static Tree *merge_arguments(Arena *arena, const Tree *earlier, const Tree *later)
{
    Tree *merged = arena_alloc(arena, sizeof *merged);
    *merged = *earlier;
    merged->keys = arena_array(arena, earlier->count + later->count, sizeof *merged->keys);
    merged->items = arena_array(arena, earlier->count + later->count, sizeof *merged->items);
    merged->count = 0;
    for (size_t i = 0; i < earlier->count + later->count; i++) {
        const Tree *from = i < earlier->count ? earlier : later;
        size_t k = i < earlier->count ? i : i - earlier->count;
        if (from == earlier && tree_get(later, from->keys[k]->text))
            continue;
        merged->keys[merged->count] = from->keys[k];
        merged->items[merged->count++] = from->items[k];
    }
    return merged;
}

static bool keeps_original(const Tree *tree)
{
    if (tree_is(tree, "original"))
        return true;
    for (size_t i = 0; i < tree->count; i++)
        if (keeps_original(tree->items[i]))
            return true;
    return false;
}

/* Both changes of one layer as one; NULL where no single change says it: what a list put around the
 * layer stays when a later change replaces the layer. */
static const Tree *combine(Arena *arena, const Tree *earlier, const Tree *later)
{
    if (earlier->kind == TREE_MAP && later->kind == TREE_MAP)
        return merge_arguments(arena, earlier, later);
    return earlier->kind == TREE_MAP && !keeps_original(later) ? later : NULL;
}

typedef struct Changes {
    struct Change {
        const Tree *key, *value;
    } * data;
    size_t count, capacity;
} Changes;

static bool add_change(Printer *printer, Changes *changes, const Tree *key, const Tree *value)
{
    struct Change change = {key, value};
    for (size_t i = 0; i < changes->count; i++) {
        struct Change *earlier = &changes->data[i];
        if (strcmp(earlier->key->text, key->text) != 0)
            continue;
        const Tree *both = combine(printer->arena, earlier->value, value);
        if (!both && printer->quiet)
            return false;
        if (!both) {
            diag_error(
                printer->diag, key->at, "the changes of '%s' cannot be put in one", key->text);
            diag_note(printer->diag, earlier->key->at, "the other one");
            return false;
        }
        earlier->value = both;
        return true;
    }
    vec_push(printer->arena, changes, change);
    return true;
}

static bool write_changes(Printer *printer)
{
    Changes changes = {0};
    for (size_t i = 0; i < printer->model->changes.count; i++) {
        const Tree *change = printer->model->changes.data[i];
        for (size_t k = 0; k < change->count; k++)
            if (!add_change(printer, &changes, change->keys[k], change->items[k]))
                return false;
    }
    text_add(&printer->text, changes.count ? "change:\n" : "");
    for (size_t i = 0; i < changes.count; i++)
        write_entry(&printer->text, 2, changes.data[i].key->text, changes.data[i].value,
            origin(printer, changes.data[i].key->at));
    return true;
}

const char *write_config(Arena *arena, Diag *diag, const Model *model, bool quiet)
{
    Printer printer = {
        .arena = arena, .diag = diag, .model = model, .quiet = quiet, .text = {.arena = arena}};
    write_section(&printer, "about", model->about);
    write_section(&printer, "input", model->input);
    write_set(&printer);
    write_defaults(&printer);
    write_blocks(&printer);
    write_section(&printer, "layers", model->layers);
    if (!write_changes(&printer))
        return NULL;
    write_training(&printer);
    if (!model->overridden)
        write_section(&printer, "expect", model->expect);
    return text_string(&printer.text);
}

/* Read by the reader itself, for it knows best what it takes. */
bool is_readable(Diag *diag, int source, const char *text)
{
    size_t count, length = strlen(text);
    Arena *arena = arena_new();
    Diag *own = diag_new(arena, NULL, false);
    bool right = yaml_parse(arena, own, -1, text, length, 0, NULL) != NULL;
    if (!right && diag) {
        const Message *messages = diag_messages(own, &count);
        diag_error(diag, (Location){source, 0, 0, 0},
            "the model as one file is more than a model file may be: %s", messages[0].text);
    }
    arena_free(arena);
    return right;
}

const char *frontend_config(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    const Model *model = load_model(arena, diag, path, options);
    const char *text = model ? write_config(arena, diag, model, false) : NULL;
    return text && is_readable(diag, model->source, text) ? text : NULL;
}

const char *frontend_variables(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    const Model *model = load_model(arena, diag, path, options);
    if (!model)
        return NULL;
    Text text = {.arena = arena};
    for (const Variable *v = model->variables.first; v; v = v->next)
        if (map_get(&model->used, v->name))
            text_printf(&text, "%s: %s\n", v->name, flow_text(arena, v->tree));
    return text_string(&text);
}
