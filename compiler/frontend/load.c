#include "frontend/load.h"

#include <stdio.h>
#include <string.h>

#include "frontend/files.h"
#include "frontend/merge.h"
#include "frontend/set_option.h"

typedef struct Loader {
    Arena *arena;
    Diag *diag;
    Files files;
    Model *model;
    Merger merger;
    YamlEffort effort;
} Loader;

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
    Tree *root = yaml_parse(loader->arena, loader->diag, source->file, source->text, source->length,
        0, &loader->effort);
    if (!root || !check_sections(&loader->merger, root))
        return false;
    const Tree *extends = tree_get(root, "extends");
    if (extends && extends->kind == TREE_LIST) {
        for (size_t i = 0; i < extends->count; i++)
            if (!merge_parent(loader, source, extends->items[i]))
                return false;
    } else if (extends && !merge_parent(loader, source, extends)) {
        return false;
    }
    merge_sections(&loader->merger, root, source->child == NULL);
    return true;
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
    return letter_first ? name : arena_printf(arena, "model_%s", name);
}

static bool name_model(Loader *loader, const SourceFile *source, const char *name)
{
    const char *slash = strrchr(source->name, '/');
    bool is_stdin = strcmp(source->name, "<stdin>") == 0;
    loader->model->file = is_stdin ? "stdin" : slash ? slash + 1 : source->name;
    loader->model->name = name       ? model_name(loader->arena, name)
                          : is_stdin ? "model"
                                     : model_name(loader->arena, loader->model->file);
    loader->model->source = source->file;
    if (strlen(loader->model->name) <= XC_MAX_WORD_LENGTH)
        return true;
    diag_error(loader->diag, (Location){source->file, 0, 0, 0},
        "the model's name '%.40s...' has more than %d letters", loader->model->name,
        XC_MAX_WORD_LENGTH);
    diag_hint(loader->diag, "a model is named after its file: give that a shorter name");
    return false;
}

Model *load_sections(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    Loader loader = {.arena = arena, .diag = diag};
    int errors = diag_error_count(diag);
    loader.files = (Files){.arena = arena, .diag = diag, .models = options->models};
    loader.model = arena_alloc(arena, sizeof *loader.model);
    loader.merger = (Merger){arena, diag, loader.model};
    SourceFile *source = open_model(&loader.files, path);
    if (!source)
        return NULL;
    if (!name_model(&loader, source, options->name) || !merge_file(&loader, source))
        return NULL;
    for (int i = 0; i < options->set_count; i++)
        merge_option(&loader.merger, options->sets[i]);
    loader.model->overridden = options->set_count > 0;
    return diag_error_count(diag) == errors ? loader.model : NULL;
}

Model *load_model(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options)
{
    int errors = diag_error_count(diag);
    Model *model = load_sections(arena, diag, path, options);
    if (!model)
        return NULL;
    if (!model->layers) {
        diag_error(diag, (Location){model->source, 0, 0, 0}, "the file has no 'layers'");
        diag_hint(diag, "it is a part for other files to extend, not a model");
        return NULL;
    }
    check_model(arena, diag, model);
    return diag_error_count(diag) == errors ? model : NULL;
}

bool frontend_is_part(Arena *arena, const char *path, const FrontendOptions *options)
{
    const Model *model = load_sections(arena, diag_new(arena, NULL, false), path, options);
    return model && !model->layers;
}
