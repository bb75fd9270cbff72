#include "report/compare.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_changes(const Changes *a, const Changes *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_text(a->data[i].what, b->data[i].what) ||
            !same_text(a->data[i].after, b->data[i].after))
            return false;
    return true;
}

static const ComparedModel *find_twin(const ComparedModel *models, size_t index)
{
    const ComparedModel *model = &models[index];
    for (size_t i = 1; i < index; i++)
        if (models[i].program->forward->hash == model->program->forward->hash &&
            same_changes(&models[i].difference->training, &model->difference->training))
            return &models[i];
    return NULL;
}

void compare_models(ComparedModel *models, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        models[i].difference =
            difference_of(models[0].program->forward, models[i].program->forward);
        models[i].twin = find_twin(models, i);
    }
}

bool compare_is_equal(const ComparedModel *models, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (!models[i].difference->same_network || models[i].difference->training.count > 0)
            return false;
    return true;
}

const Value *compare_deepest_map(const Graph *forward)
{
    const Value *deepest = NULL;
    for (size_t i = 0; i < forward->layers.count; i++) {
        const Layer *layer = forward->layers.data[i];
        if (!layer->is_block && layer->output && layer->output->shape.rank == 3)
            deepest = layer->output;
    }
    return deepest;
}

size_t compare_layer_count(const Graph *forward)
{
    size_t count = 0;
    for (size_t i = 0; i < forward->layers.count; i++)
        count += !forward->layers.data[i]->is_block;
    return count;
}

const char *compare_letter(Arena *arena, size_t index)
{
    if (index >= 26)
        return arena_printf(arena, "no. %zu", index + 1);
    return arena_printf(arena, "%c", 'A' + (int)index);
}
