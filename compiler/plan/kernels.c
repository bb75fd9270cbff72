/* One kernel for one key, however many stages call it.
 *
 * The key spells out everything that a kernel's body depends on. Two kernels of one name and
 * different keys get numbers. */
#include "graph/attributes.h"
#include "plan/builder.h"
#include "support/text.h"

static void append_layout(Text *text, const Layout *l)
{
    text_printf(text, " %dx%dx%d/%d+%d,%d,%d,%d", l->height, l->width, l->channels, l->stride,
        l->pad[0], l->pad[1], l->pad[2], l->pad[3]);
}

static void append_map(Text *text, const FusedMap *map)
{
    for (size_t i = 0; i < map->sources.count; i++) {
        text_printf(text, " src%d", (int)map->sources.data[i].kind);
        if (map->sources.data[i].kind == XC_SOURCE_MAP)
            append_layout(text, &map->sources.data[i].layout);
    }
    for (size_t i = 0; i < map->steps.count; i++) {
        const MapStep *step = &map->steps.data[i];
        text_printf(text, " op%d(", (int)step->op);
        for (int k = 0; k < step->input_count; k++)
            text_printf(text, "%d,", step->inputs[k]);
        text_printf(text, ")");
        attributes_key(text, &step->at);
    }
    for (size_t i = 0; i < map->outputs.count; i++) {
        text_printf(text, " out%d", map->outputs.data[i].value);
        append_layout(text, &map->outputs.data[i].layout);
    }
    for (size_t i = 0; i < map->sums.count; i++) {
        const MapSum *sum = &map->sums.data[i];
        text_printf(text, " sum%d", sum->value);
        if (sum->product)
            text_printf(text, "*(%d-%d)", sum->with, sum->mean);
    }
}

static const char *kernel_key(Arena *arena, const Kernel *kernel)
{
    Text text = {.arena = arena};
    text_printf(&text, "%d", (int)kernel->kind);
    append_layout(&text, &kernel->x);
    append_layout(&text, &kernel->y);
    attributes_key(&text, &kernel->at);
    text_printf(&text, " b%d s%d %dx%d t%d,%d n%d h%d", kernel->bias, kernel->statistics,
        kernel->rows, kernel->columns, kernel->k_block, kernel->panel_block, kernel->images,
        kernel->band);
    for (int i = 0; i < kernel->operand_count; i++)
        text_printf(&text, " %s%s", kernel->operands[i].type, kernel->operands[i].name);
    if (kernel->map)
        append_map(&text, kernel->map);
    return text_string(&text);
}

/* One more kernel of this name. */
static int count_name(Program *program, const char *name)
{
    int *count = map_get(&program->kernel_names, name);
    if (!count) {
        count = arena_alloc(program->arena, sizeof *count);
        map_put(program->arena, &program->kernel_names, name, count);
    }
    return ++*count;
}

Kernel *kernel_intern(Program *program, Kernel *kernel)
{
    kernel->key = kernel_key(program->arena, kernel);
    Kernel *same = map_get(&program->kernels_by_key, kernel->key);
    if (same) {
        same->calls++;
        return same;
    }
    int number = count_name(program, kernel->name);
    if (number > 1)
        kernel->name = arena_printf(program->arena, "%s_v%d", kernel->name, number);
    kernel->calls = 1;
    vec_push(program->arena, &program->kernels, kernel);
    map_put(program->arena, &program->kernels_by_key, kernel->key, kernel);
    return kernel;
}
