/* One kernel for one key, however many stages call it.
 *
 * The key spells out everything that a kernel's body depends on. Two kernels of one name and
 * different keys get numbers. */
#include "plan/builder.h"

#include <stdio.h>
#include <string.h>

typedef struct Text {
    Arena *arena;
    const char *text;
} Text;

static void append(Text *text, const char *format, ...) XC_PRINTF(2, 3);

static void append(Text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *more = arena_vprintf(text->arena, format, arguments);
    va_end(arguments);
    text->text = arena_printf(text->arena, "%s%s", text->text, more);
}

static void append_layout(Text *text, const Layout *l)
{
    append(text, " %dx%dx%d/%d+%d,%d,%d,%d", l->height, l->width, l->channels, l->stride, l->pad[0],
        l->pad[1], l->pad[2], l->pad[3]);
}

static void append_attributes(Text *text, const Attributes *at)
{
    append(text, " k%dx%d s%dx%d p%d,%d,%d,%d g%d e%a m%a r%a l%a o%d+%d t%d", at->kernel[0],
        at->kernel[1], at->stride[0], at->stride[1], at->pad[0], at->pad[1], at->pad[2], at->pad[3],
        at->groups, at->epsilon, at->momentum, at->rate, at->label_smoothing, at->offset, at->count,
        at->stream);
}

static void append_map(Text *text, const Map *map)
{
    for (size_t i = 0; i < map->sources.count; i++) {
        append(text, " src%d", (int)map->sources.data[i].kind);
        if (map->sources.data[i].kind == XC_SOURCE_MAP)
            append_layout(text, &map->sources.data[i].layout);
    }
    for (size_t i = 0; i < map->steps.count; i++) {
        const MapStep *step = &map->steps.data[i];
        append(text, " op%d(", (int)step->op);
        for (int k = 0; k < step->input_count; k++)
            append(text, "%d,", step->inputs[k]);
        append(text, ")");
        append_attributes(text, &step->at);
    }
    for (size_t i = 0; i < map->outputs.count; i++) {
        append(text, " out%d", map->outputs.data[i].value);
        append_layout(text, &map->outputs.data[i].layout);
    }
    for (size_t i = 0; i < map->sums.count; i++) {
        const MapSum *sum = &map->sums.data[i];
        append(text, " sum%d", sum->value);
        if (sum->product)
            append(text, "*(%d-%d)", sum->with, sum->mean);
    }
}

static const char *kernel_key(Arena *arena, const Kernel *kernel)
{
    Text text = {arena, ""};
    append(&text, "%d", (int)kernel->kind);
    append_layout(&text, &kernel->x);
    append_layout(&text, &kernel->y);
    append_attributes(&text, &kernel->at);
    append(&text, " b%d s%d %dx%d t%d,%d n%d h%d", kernel->bias, kernel->statistics, kernel->rows,
        kernel->columns, kernel->k_block, kernel->panel_block, kernel->images, kernel->band);
    for (int i = 0; i < kernel->operand_count; i++)
        append(&text, " %s%s", kernel->operands[i].type, kernel->operands[i].name);
    if (kernel->map)
        append_map(&text, kernel->map);
    return text.text;
}

Kernel *kernel_intern(Program *program, Kernel *kernel)
{
    kernel->key = kernel_key(program->arena, kernel);
    int same_name = 0;
    for (size_t i = 0; i < program->kernels.count; i++) {
        Kernel *other = program->kernels.data[i];
        if (strcmp(other->key, kernel->key) == 0) {
            other->calls++;
            return other;
        }
        size_t length = strlen(kernel->name);
        if (strncmp(other->name, kernel->name, length) == 0 &&
            (other->name[length] == '\0' || strncmp(other->name + length, "_v", 2) == 0))
            same_name++;
    }
    if (same_name > 0)
        kernel->name = arena_printf(program->arena, "%s_v%d", kernel->name, same_name + 1);
    kernel->calls = 1;
    vec_push(program->arena, &program->kernels, kernel);
    return kernel;
}
