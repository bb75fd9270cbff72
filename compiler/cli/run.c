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

/* JSON is YAML. What is wrong with the file concerns nobody here. */
const char *run_model_name(Arena *arena, const char *directory)
{
    Diag *silent = diag_new(arena, NULL, false);
    size_t length;
    const char *path = files_join(arena, directory, "run.json");
    const char *text = files_read(arena, silent, path, &length);
    if (!text)
        return NULL;
    int file = diag_add_source(silent, path, text, length);
    const Tree *root = yaml_parse(arena, silent, file, text, length, 0);
    const Tree *model = root ? tree_get(root, "model") : NULL;
    return model && model->kind == TREE_SCALAR ? model->text : NULL;
}
