#include "report/figures.h"

#include <string.h>

const char *grouped_text(Arena *arena, uint64_t number)
{
    char text[32];
    size_t at = sizeof text;
    text[--at] = '\0';
    int digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + number % 10);
        number /= 10;
        digits++;
    } while (number > 0);
    return arena_strdup(arena, text + at);
}

const char *bytes_text(Arena *arena, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;
    double amount = (double)bytes;
    while (amount >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        amount /= 1024;
        unit++;
    }
    return arena_printf(arena, unit ? "%.1f %s" : "%.0f %s", amount, units[unit]);
}

int layer_depth(const Layer *layer)
{
    int depth = 0;
    for (; layer->parent; layer = layer->parent)
        depth++;
    return depth;
}

const char *layer_own_name(const Layer *layer)
{
    if (!layer->parent)
        return layer->name;
    size_t prefix = strlen(layer->parent->name);
    bool prefixed = strncmp(layer->name, layer->parent->name, prefix) == 0 &&
                    layer->name[prefix] == '_' && layer->name[prefix + 1];
    return prefixed ? layer->name + prefix + 1 : layer->name;
}

const char *setting_text(Arena *arena, const char *value)
{
    const char *comma = strchr(value, ',');
    if (value[0] != '[' || !comma || strchr(comma + 1, ','))
        return value;
    size_t length = (size_t)(comma - value) - 1;
    bool square = strncmp(comma + 2, value + 1, length) == 0 && comma[2 + length] == ']';
    return square ? arena_strndup(arena, value + 1, length) : value;
}
