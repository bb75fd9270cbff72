/* The tables of the update: its tiles and the moving statistics. */
#include "emit/parts.h"

static void emit_tile_row(
    Writer *w, const Storage *storage, size_t begin, size_t end, int first, size_t transposed)
{
    const Parameter *parameter = storage->parameter;
    const char *copy =
        transposed == SIZE_MAX ? "XR_NOT_TRANSPOSED" : arena_printf(w->arena, "%zu", transposed);
    emit_line(w, "{%zu, %zu, %.17g, %.17g, %s, %s, %d, %d, %d},", begin, end, parameter->l1,
        parameter->l2, storage->has_gradient ? "true" : "false", copy, storage->rows,
        storage->columns / storage->groups, first);
}

/* A matrix in panels is updated panel by panel, so that the transposed copy can follow at once. */
static int emit_panel_rows(Writer *w, const Storage *storage)
{
    int columns = (int)padded_channels(storage->columns / storage->groups);
    size_t matrix = (size_t)storage->rows * (size_t)columns;
    size_t copy = (size_t)(storage->columns / storage->groups) * padded_channels(storage->rows);
    int tiles = 0;
    for (int g = 0; g < storage->groups; g++) {
        size_t begin = storage->value->offset + (size_t)g * matrix;
        for (int first = 0; first < columns; first += XC_PANEL, tiles++) {
            int width = columns - first < XC_PANEL ? columns - first : XC_PANEL;
            size_t size = (size_t)storage->rows * (size_t)width;
            emit_tile_row(w, storage, begin, begin + size, first,
                storage->transposed ? storage->transposed->offset + (size_t)g * copy : SIZE_MAX);
            begin += size;
        }
    }
    return tiles;
}

static int emit_tiles(Writer *w, const Program *program)
{
    int tiles = 0;
    emit_comment(w, "Tiles of the update: begin, end, l1, l2, whether there is a gradient, the "
                    "transposed copy, rows and columns of the matrix, first column of the panel.");
    emit_line(w, "static const xr_update_tile update_tiles[] = {");
    for (size_t i = 0; i < program->training->parameters.count; i++) {
        const Storage *storage = &program->parameters[i];
        if (!storage->parameter->trainable)
            continue;
        emit_comment(w, "%s", storage->parameter->name);
        if (storage->panels) {
            tiles += emit_panel_rows(w, storage);
            continue;
        }
        size_t begin = storage->value->offset;
        emit_tile_row(w, storage, begin, begin + storage->value->size, 0, SIZE_MAX);
        tiles++;
    }
    emit_line(w, "};");
    return tiles;
}

static void emit_moving(Writer *w, const Program *program)
{
    if (program->moving.count == 0)
        return;
    emit_blank(w);
    emit_comment(w, "Moving statistics, in the model's order: momentum, channels, number of the "
                    "parameter, and where the batch's statistic lies in the arena.");
    emit_line(w, "static const xr_moving moving[] = {");
    for (size_t i = 0; i < program->moving.count; i++) {
        const MovingUpdate *update = &program->moving.data[i];
        emit_comment(w, "%s", program->training->parameters.data[update->parameter]->name);
        emit_line(w, "{%.17g, %d, %d, %zu},", update->momentum, update->channels, update->parameter,
            update->batch->offset);
    }
    emit_line(w, "};");
}

void emit_update(Writer *w, const Emission *emission)
{
    const Program *program = emission->program;
    emit_blank(w);
    int tiles = emit_tiles(w, program);
    emit_moving(w, program);
    bind_text(w, "tiles", "%d", tiles);
    bind_text(w, "moving", "%zu", program->moving.count);
    bind_text(w, "statistics", "%s", program->moving.count ? "moving" : "NULL");
    bind_text(w, "recipe", "%s", program->forward->name);
    emit(w, "\n"
            "enum { UPDATE_TILES = $tiles, MOVING = $moving };\n"
            "\n");
    emit_comment(w, "Whether the step may change the weights: nothing that it computed is other "
                    "than finite.");
    emit(w, "static void check_step(xr_net *net)\n"
            "{\n"
            "net->finite = net->finite && net->metrics->finite && "
            "xr_moving_finite($statistics, MOVING, net->arena);\n"
            "net->updated = net->finite && net->step->apply_update;\n"
            "net->sound = 1;\n"
            "}\n\n");
    emit_comment(w, "The last phase, update: regularizer, momentum, weight and transposed copy of "
                    "each tile; the weights stay as they are when the step was not finite.");
    emit(w, "static void update(void *context, int task, int thread)\n"
            "{\n"
            "xr_net *const net = context;\n"
            "const xr_update_tile *const tile = &update_tiles[task];\n"
            "const xr_update_blocks *const blocks = &net->blocks;\n"
            "const xr_recipe *const recipe = &$(recipe)_net_model.recipe;\n"
            "(void)thread;\n"
            "net->regularization[task] = xr_update_regularization(tile, blocks->values);\n"
            "if (!net->updated)\n"
            "    return;\n"
            "if (!xr_update_weights(recipe, net->step, tile, blocks))\n"
            "    __atomic_store_n(&net->sound, 0, __ATOMIC_RELAXED);\n"
            "xr_update_transposed(tile, blocks);\n"
            "}\n"
            "\n"
            "static void update_finish(void *context)\n"
            "{\n"
            "xr_net *const net = context;\n"
            "net->metrics->regularization = regularization(net);\n"
            "if (net->updated)\n"
            "    xr_update_moving(&$(recipe)_net_model, $statistics, MOVING, net->arena, "
            "net->blocks.values);\n"
            "if (!net->finite || !net->sound)\n"
            "    xr_find_fault(&$(recipe)_net_model, $statistics, MOVING, net->arena, "
            "&net->blocks, net->updated, net->metrics);\n"
            "}\n");
}
