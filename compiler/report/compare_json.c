#include "report/compare.h"
#include "report/json.h"

static void write_shape(Json *json, const char *name, const Value *value)
{
    json_name(json, name);
    if (!value) {
        json_text(json, NULL);
        return;
    }
    json_inline_array(json);
    for (int i = 0; i < value->shape.rank; i++)
        json_whole(json, (uint64_t)value->shape.dim[i]);
    json_close(json);
}

static void write_bool(Json *json, const char *name, bool value)
{
    json_name(json, name);
    json_bool(json, value);
}

static void write_model(Json *json, const ComparedModel *model)
{
    const Program *program = model->program;
    const Graph *graph = program->forward;
    Counts total = counts_total(graph);
    json_object(json);
    json_text_as(json, "operand", model->operand);
    json_text_as(json, "model", graph->name);
    json_text_as(json, "about", graph->about);
    json_hash_as(json, "hash", graph->hash);
    json_name(json, "parameters");
    json_inline_object(json);
    json_whole_as(json, "total", total.parameters);
    json_whole_as(json, "trainable", total.trainable);
    json_whole_as(json, "non_trainable", total.parameters - total.trainable);
    json_close(json);
    json_whole_as(json, "macs", total.macs);
    json_whole_as(json, "training_bytes", program_training_bytes(program));
    json_whole_as(json, "batch", (uint64_t)program->batch);
    json_whole_as(json, "phases", program->train.phases.count);
    write_shape(json, "deepest_map", compare_deepest_map(graph));
    json_whole_as(json, "layers", compare_layer_count(graph));
    json_close(json);
}

static void write_changes(Json *json, const char *name, const Changes *changes)
{
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < changes->count; i++) {
        json_inline_object(json);
        json_text_as(json, "what", changes->data[i].what);
        json_text_as(json, "before", changes->data[i].before);
        json_text_as(json, "after", changes->data[i].after);
        json_close(json);
    }
    json_close(json);
}

static void write_layer(Json *json, const char *name, const Side *side, const Layer *layer)
{
    json_name(json, name);
    if (!layer) {
        json_text(json, NULL);
        return;
    }
    json_inline_object(json);
    json_text_as(json, "kind", layer->kind);
    write_shape(json, "output", layer->output);
    json_whole_as(json, "parameters", side->counts[layer->id].parameters);
    json_whole_as(json, "macs", side->counts[layer->id].macs);
    json_close(json);
}

static void write_pairs(
    Json *json, const Difference *difference, const LayerPair *parent, bool every_layer)
{
    for (size_t i = 0; i < parent->children.count; i++) {
        const LayerPair *pair = parent->children.data[i];
        if (pair->verdict == XC_EQUAL && !every_layer)
            continue;
        json_object(json);
        json_text_as(json, "name", pair_layer(pair)->name);
        json_text_as(json, "verdict", verdict_name(pair->verdict));
        write_layer(json, "before", &difference->before, pair->before);
        write_layer(json, "after", &difference->after, pair->after);
        write_changes(json, "changes", &pair->changes);
        json_close(json);
        write_pairs(json, difference, pair, every_layer);
    }
}

static void write_difference(
    Json *json, const ComparedModel *model, const char *against, bool every_layer)
{
    const Difference *difference = model->difference;
    json_object(json);
    json_text_as(json, "operand", model->operand);
    json_text_as(json, "against", against);
    write_bool(json, "same_network", difference->same_network);
    write_changes(json, "input", &difference->input);
    write_changes(json, "training", &difference->training);
    json_name(json, "layers");
    json_array(json);
    write_pairs(json, difference, difference->root, every_layer);
    json_close(json);
    json_close(json);
}

void compare_json(FILE *stream, const ComparedModel *models, size_t count, bool every_layer)
{
    Json json = json_begin(stream);
    json_object(&json);
    json_name(&json, "models");
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        write_model(&json, &models[i]);
    json_close(&json);
    json_name(&json, "differences");
    json_array(&json);
    for (size_t i = 1; i < count; i++)
        write_difference(&json, &models[i], models[0].operand, every_layer);
    json_close(&json);
    json_close(&json);
    json_end(&json);
}
