#include "cli/run.h"

#include "frontend/yaml.h"
#include "support/files.h"

bool run_is_directory(Arena *arena, const char *operand)
{
    return files_is_directory(operand) &&
           (files_is_regular(files_join(arena, operand, "model.yaml")) ||
               files_is_regular(files_join(arena, operand, "run.json")));
}

const char *run_model_path(Arena *arena, const char *directory)
{
    return files_join(arena, directory, "model.yaml");
}

/* A text of run.json, or NULL. JSON is YAML. What is wrong with the file concerns nobody here. */
static const char *read_record(Arena *arena, const char *directory, const char *key)
{
    Diag *silent = diag_new(arena, NULL, false);
    size_t length;
    const char *path = files_join(arena, directory, "run.json");
    const char *text = files_read(arena, silent, path, &length);
    if (!text)
        return NULL;
    int file = diag_add_source(silent, path, text, length);
    const Tree *root = yaml_parse_json(arena, silent, file, text, length);
    const Tree *value = root ? tree_get(root, key) : NULL;
    return value && value->kind == TREE_SCALAR ? value->text : NULL;
}

const char *run_model_name(Arena *arena, const char *directory)
{
    return read_record(arena, directory, "model");
}

const char *run_data_place(Arena *arena, const char *directory)
{
    return read_record(arena, directory, "data_place");
}
