#include "report/config_json.h"

#include "frontend/yaml.h"
#include "report/json.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Quotes never matter in a model file, and so they don't here. */
static void write_scalar(Json *json, const char *text)
{
    char *end;
    bool digits = strspn(text, "0123456789+-.eE") == strlen(text) && strpbrk(text, "0123456789");
    double number = digits ? strtod(text, &end) : NAN;
    if (digits && !*end && isfinite(number))
        json_real(json, number);
    else if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        json_bool(json, *text == 't');
    else
        json_text(json, text);
}

static void write_tree(Json *json, const Tree *tree)
{
    if (tree->kind == TREE_SCALAR) {
        write_scalar(json, tree->text);
        return;
    }
    if (tree->kind == TREE_MAP)
        json_object(json);
    else if (tree->flow)
        json_inline_array(json);
    else
        json_array(json);
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->kind == TREE_MAP)
            json_name(json, tree->keys[i]->text);
        write_tree(json, tree->items[i]);
    }
    json_close(json);
}

bool config_json(FILE *stream, Arena *arena, Diag *diag, const char *text)
{
    size_t length = strlen(text);
    int file = diag_add_source(diag, "the merged model", text, length);
    const Tree *tree = yaml_parse(arena, diag, file, text, length, 0, NULL);
    if (!tree)
        return false;
    Json json = json_begin(stream);
    write_tree(&json, tree);
    json_end(&json);
    return true;
}
