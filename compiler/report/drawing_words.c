#include "report/drawing_words.h"

#include "report/figures.h"
#include "support/text.h"

#include <string.h>

#define TIMES "\u00d7"
#define ELLIPSIS "\u2026"

static const Look looks[] = {
    {"conv", "#cfe0f0", false},
    {"separable_conv", "#cfe0f0", false},
    {"depthwise_conv", "#cfe0f0", false},
    {"dense", "#e3d5ea", false},
    {"max_pool", "#f6dcc6", false},
    {"average_pool", "#f6dcc6", false},
    {"global_average_pool", "#f6dcc6", false},
    {"global_max_pool", "#f6dcc6", false},
    {"zero_padding", "#f4f4f4", false},
    {"add", "#d5e8d0", false},
    {"multiply", "#d5e8d0", false},
    {"concat", "#d5e8d0", false},
    {"flatten", "#f4f4f4", false},
    {"batch_norm", "#f4f4f4", true},
#define XC_ACTIVATION(ID, word, ...) {word, "#f4f4f4", true},
#include "graph/activations.def"
#undef XC_ACTIVATION
    {"softmax", "#f4f4f4", true},
    {"dropout", "#f4f4f4", true},
};

Look look_of(const Layer *layer)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i].kind, layer->kind) == 0)
            return looks[i];
    return (Look){layer->kind, "#ffffff", false};
}

const char *times_text(Arena *arena, Shape shape)
{
    Text text = {.arena = arena};
    for (int i = 0; i < shape.rank; i++)
        text_printf(&text, "%s%d", i ? TIMES : "", shape.dim[i]);
    return text_string(&text);
}

static bool same_size(Shape a, Shape b)
{
    return a.rank == b.rank && (a.rank != 3 || (a.dim[0] == b.dim[0] && a.dim[1] == b.dim[1]));
}

const char *output_text(const Drawing *drawing, const Layer *layer)
{
    Arena *arena = drawing->wiring->graph->arena;
    Shape first = layer->output->shape;
    Shape last = drawing->last[layer->id]->output->shape;
    const char *text = times_text(arena, first);
    if (shape_equal(first, last))
        return text;
    if (same_size(first, last))
        return arena_printf(arena, "%s" ELLIPSIS "%d", text, shape_channels(last));
    return arena_printf(arena, "%s " ELLIPSIS " %s", text, times_text(arena, last));
}

static const char *argument(const Layer *layer, const char *name)
{
    for (size_t i = 0; i < layer->argument_count; i++)
        if (strcmp(layer->arguments[i].name, name) == 0)
            return layer->arguments[i].value;
    return NULL;
}

/* "3x3" of "[3, 3]" */
static void add_pair(Text *text, const char *pair)
{
    for (const char *p = pair; *p; p++)
        if (*p == ',')
            text_add(text, TIMES);
        else if (*p >= '0' && *p <= '9')
            text_printf(text, "%c", *p);
}

const char *essentials(Arena *arena, const Layer *layer)
{
    Text text = {.arena = arena};
    const char *size = argument(layer, "kernel"), *stride = argument(layer, "stride");
    const char *filters = argument(layer, "filters"), *groups = argument(layer, "groups");
    size = size ? size : argument(layer, "size");
    filters = filters ? filters : argument(layer, "units");
    if (size)
        add_pair(&text, size);
    const char *step = stride ? setting_text(arena, stride) : "1";
    if (strcmp(step, "1") != 0) {
        text_add(&text, " /");
        add_pair(&text, step);
    }
    if (filters)
        text_printf(&text, "%s%s", text.count ? ", " : "", filters);
    if (groups && strcmp(groups, "1") != 0)
        text_printf(&text, ", %s groups", groups);
    const char *activation = argument(layer, "activation");
    if (activation && strcmp(activation, "linear") != 0)
        text_printf(&text, ", %s", activation);
    if (argument(layer, "rate"))
        text_add(&text, argument(layer, "rate"));
    return text_string(&text);
}

bool tells_kind(const Layer *layer)
{
    size_t length = strlen(layer->kind);
    const char *name = layer_own_name(layer);
    return strncmp(name, layer->kind, length) == 0 &&
           strspn(name + length, "0123456789") == strlen(name + length);
}

const char *title_text(const Drawing *drawing, const Layer *block)
{
    const Layer *last = drawing->last[block->id];
    int calls = drawing->calls[block->id];
    Text text = {.arena = drawing->wiring->graph->arena};
    text_printf(&text, "<B>%s</B>", layer_own_name(block));
    if (calls > 1)
        text_printf(&text, " to <B>%s</B>", layer_own_name(last));
    if (!tells_kind(block))
        text_printf(&text, ": %s", block->kind);
    if (calls > 1)
        text_printf(&text, "  <B>" TIMES "%d</B>", calls);
    return text_string(&text);
}
