/* The one place where attributes are walked: a new attribute is a field of graph.h and a row here.
 */
#include "graph/attributes.h"

#include <string.h>

typedef enum Kind { INTS, RANGE, REAL, SHAPE } Kind; /* RANGE: offset and count */

typedef struct Row {
    char letter; /* in ops.def's column of attributes */
    Kind kind;
    size_t offset; /* in Attributes */
    int count; /* of INTS and RANGE */
    const char *word;
    const char *separators; /* between INTS, one after the other */
    bool always; /* told even where it is the default */
} Row;

#define AT(field) offsetof(Attributes, field)

static const Row rows[] = {
    {'k', INTS, AT(kernel), 2, "kernel", "x", false},
    {'s', INTS, AT(stride), 2, "stride", "x", false},
    {'p', INTS, AT(pad), 4, "pad", "/,/", false},
    {'g', INTS, AT(groups), 1, "groups", "", false},
    {'e', REAL, AT(epsilon), 1, "epsilon", "", true},
    {'m', REAL, AT(momentum), 1, "momentum", "", true},
    {'r', REAL, AT(rate), 1, "rate", "", true},
    {'a', REAL, AT(argument), 1, "argument", "", false},
    {'l', REAL, AT(label_smoothing), 1, "label_smoothing", "", false},
    {'o', RANGE, AT(offset), 2, "channels", "", true},
    {'t', INTS, AT(stream), 1, "stream", "", true},
    {'=', SHAPE, AT(like), 1, "like", "", true},
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };
_Static_assert(AT(count) == AT(offset) + sizeof(int), "a RANGE is two ints side by side");

static size_t size_of(const Row *row)
{
    switch (row->kind) {
    case INTS:
    case RANGE:
        return (size_t)row->count * sizeof(int);
    case REAL:
        return sizeof(double);
    case SHAPE:
        break;
    }
    return sizeof(Shape);
}

static const void *field_of(const Row *row, const Attributes *at)
{
    return (const char *)at + row->offset;
}

static bool field_equal(const Row *row, const Attributes *a, const Attributes *b)
{
    if (row->kind == SHAPE)
        return shape_equal(*(const Shape *)field_of(row, a), *(const Shape *)field_of(row, b));
    return memcmp(field_of(row, a), field_of(row, b), size_of(row)) == 0;
}

static bool uses(Op op, const Row *row)
{
    return strchr(op_info(op)->attributes, row->letter) != NULL;
}

Attributes attributes_default(void)
{
    return (Attributes){.kernel = {1, 1}, .stride = {1, 1}, .groups = 1};
}

Attributes attributes_used(Op op, const Attributes *at)
{
    Attributes used = attributes_default();
    size_t known = 0;
    for (int i = 0; i < ROW_COUNT; i++) {
        if (!uses(op, &rows[i]))
            continue;
        memcpy((char *)&used + rows[i].offset, field_of(&rows[i], at), size_of(&rows[i]));
        known++;
    }
    if (known != strlen(op_info(op)->attributes))
        bug("ops.def: '%s' has an unknown attribute letter", op_info(op)->name);
    return used;
}

bool attributes_equal(const Attributes *a, const Attributes *b)
{
    for (int i = 0; i < ROW_COUNT; i++)
        if (!field_equal(&rows[i], a, b))
            return false;
    return true;
}

/* Reals as the format says, ints and shapes in their one way. */
static void add_field(Text *text, const Row *row, const Attributes *at, const char *real_format)
{
    const int *ints = field_of(row, at);
    double real;
    switch (row->kind) {
    case INTS:
        for (int i = 0; i < row->count; i++)
            text_printf(text, "%d%.1s", ints[i], i + 1 < row->count ? row->separators + i : "");
        break;
    case RANGE:
        text_printf(text, "%d..%d", ints[0], ints[0] + ints[1] - 1);
        break;
    case REAL:
        memcpy(&real, ints, sizeof real);
        text_printf(text, *real_format == 'a' ? "%a" : "%.17g", real);
        break;
    case SHAPE:
        text_add(text, shape_text(text->arena, *(const Shape *)field_of(row, at)));
        break;
    }
}

void attributes_text(Text *text, Op op, const Attributes *at)
{
    const Attributes defaults = attributes_default();
    for (int i = 0; i < ROW_COUNT; i++) {
        if (!uses(op, &rows[i]) || (!rows[i].always && field_equal(&rows[i], at, &defaults)))
            continue;
        text_printf(text, " %s ", rows[i].word);
        add_field(text, &rows[i], at, "g");
    }
}

void attributes_key(Text *text, const Attributes *at)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        text_printf(text, " %c", rows[i].letter);
        add_field(text, &rows[i], at, "a");
    }
}
