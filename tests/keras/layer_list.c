#include "layer_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char FILE_NAME[] = "recorded/layers.txt";

/* The rows of all models lie in one array; rows points behind the last one. */
static bool read_model(LayerList *list, Arena *arena, LayerRow *rows, const char *line)
{
    char name[64];
    LayerModel *model = &list->models[list->model_count++];
    model->rows = rows;
    if (sscanf(line, "%63s %" SCNu64 " %" SCNu64, name, &model->parameters, &model->trainable) != 3)
        return false;
    model->name = arena_strdup(arena, name);
    return true;
}

static bool read_row(LayerList *list, Arena *arena, const char *line)
{
    char name[192], kind[32];
    if (list->model_count == 0)
        return false;
    LayerModel *model = &list->models[list->model_count - 1];
    LayerRow *row = &model->rows[model->row_count++];
    if (sscanf(line, "%191s %31s %" SCNu64, name, kind, &row->parameters) != 3)
        return false;
    row->name = arena_strdup(arena, name);
    row->kind = arena_strdup(arena, kind);
    return true;
}

static bool starts_with(const char *line, const char *start)
{
    return strncmp(line, start, strlen(start)) == 0;
}

static bool read_line(LayerList *list, Arena *arena, LayerRow **rows, const char *line)
{
    if (*line == '\0' || starts_with(line, "keras ") || starts_with(line, "tensorflow "))
        return true;
    if (starts_with(line, "script "))
        return scripts_add(&list->scripts, arena, line + strlen("script "));
    if (starts_with(line, "model "))
        return read_model(list, arena, *rows, line + strlen("model "));
    ++*rows;
    return read_row(list, arena, line);
}

LayerList *layer_list_read(Arena *arena)
{
    size_t length, lines = 1;
    char *text = scripts_read_file(arena, FILE_NAME, &length);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    LayerList *list = arena_alloc(arena, sizeof *list);
    LayerRow *rows = arena_array(arena, lines, sizeof *rows);
    list->models = arena_array(arena, lines, sizeof *list->models);
    bool fine = starts_with(text, "keras layers 1\n");
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL && fine;
         line = strtok_r(NULL, "\n", &rest))
        fine = read_line(list, arena, &rows, line);
    if (!fine)
        fprintf(stderr, "%s is not a list of layers\n", FILE_NAME);
    return fine ? list : NULL;
}
