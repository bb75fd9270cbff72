#include "graph/counts.h"
#include "report/field.h"
#include "report/json.h"
#include "report/program_print.h"
#include "report/summary.h"

static void write_shape(Json *json, const char *name, Shape shape)
{
    json_name(json, name);
    json_inline_array(json);
    for (int i = 0; i < shape.rank; i++)
        json_whole(json, (uint64_t)shape.dim[i]);
    json_close(json);
}

static void write_pair(Json *json, const char *name, bool there, int64_t height, int64_t width)
{
    json_name(json, name);
    if (!there) {
        json_text(json, NULL);
        return;
    }
    json_inline_array(json);
    json_whole(json, (uint64_t)height);
    json_whole(json, (uint64_t)width);
    json_close(json);
}

static void write_field(Json *json, const Field *field, Shape shape)
{
    const FieldAxis *axis = field->axis;
    write_pair(json, "receptive_field", !field->whole, field_size(&axis[0]), field_size(&axis[1]));
    write_pair(json, "stride", shape.rank == 3, axis[0].stride, axis[1].stride);
}

static void write_layer(Json *json, const Layer *layer, const Counts *counts, const Field *fields)
{
    json_inline_object(json);
    json_text_as(json, "name", layer->name);
    json_text_as(json, "kind", layer->kind);
    if (layer->output)
        write_shape(json, "output", layer->output->shape);
    json_whole_as(json, "parameters", counts->parameters);
    json_whole_as(json, "macs", counts->macs);
    if (layer->output)
        write_field(json, &fields[layer->output->id], layer->output->shape);
    json_close(json);
}

static void write_layers(Json *json, const Graph *graph, bool blocks)
{
    const Counts *counts = counts_by_layer(graph);
    const Field *fields = fields_of(graph);
    json_name(json, blocks ? "blocks" : "layers");
    json_array(json);
    for (size_t i = 0; i < graph->layers.count; i++)
        if (graph->layers.data[i]->is_block == blocks)
            write_layer(json, graph->layers.data[i], &counts[i], fields);
    json_close(json);
}

static void write_parameters(Json *json, const Counts *total)
{
    json_name(json, "parameters");
    json_inline_object(json);
    json_whole_as(json, "total", total->parameters);
    json_whole_as(json, "trainable", total->trainable);
    json_whole_as(json, "non_trainable", total->parameters - total->trainable);
    json_close(json);
}

static void write_accesses(Json *json, const char *name, const Phase *phase, bool write)
{
    json_name(json, name);
    json_inline_array(json);
    for (size_t i = 0; i < phase->accesses.count; i++)
        if (phase->accesses.data[i].write == write)
            json_text(json, phase->accesses.data[i].buffer->name);
    json_close(json);
}

static void write_kernels(Json *json, const Phase *phase)
{
    json_name(json, "kernels");
    json_inline_array(json);
    for (size_t i = 0; i < phase->stages.count; i++)
        json_text(json, phase->stages.data[i].kernel->name);
    for (size_t i = 0; i < phase->tiles.count; i++)
        json_text(json, phase->tiles.data[i].stage.kernel->name);
    for (size_t i = 0; i < phase->finish.count; i++)
        json_text(json, phase->finish.data[i].kernel->name);
    json_close(json);
}

static void write_phase(Json *json, const Phase *phase)
{
    json_object(json);
    json_text_as(json, "name", phase->name);
    json_text_as(json, "title", phase->title);
    json_text_as(json, "direction", phase->direction);
    json_text_as(json, "layer", phase->layer ? phase->layer->name : NULL);
    json_text_as(json, "domain", domain_name(phase->domain));
    json_whole_as(json, "group", (uint64_t)phase->group);
    json_whole_as(json, "macs", phase->macs);
    write_accesses(json, "reads", phase, false);
    write_accesses(json, "writes", phase, true);
    write_kernels(json, phase);
    json_close(json);
}

static void write_phases(Json *json, const char *name, const Procedure *procedure)
{
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < procedure->phases.count; i++)
        write_phase(json, procedure->phases.data[i]);
    json_close(json);
}

void summary_json(FILE *stream, const Program *program)
{
    const Graph *graph = program->forward;
    Counts total = counts_total(graph);
    Json json = json_begin(stream);
    json_object(&json);
    json_text_as(&json, "model", graph->name);
    json_text_as(&json, "about", graph->about);
    json_hash_as(&json, "hash", graph->hash);
    json_whole_as(&json, "batch", (uint64_t)program->batch);
    write_shape(&json, "input", graph->images->shape);
    write_parameters(&json, &total);
    json_whole_as(&json, "macs", total.macs);
    json_whole_as(&json, "training_bytes", program_training_bytes(program));
    json_whole_as(&json, "thread_bytes", program_thread_bytes(program));
    write_layers(&json, graph, false);
    write_layers(&json, graph, true);
    write_phases(&json, "phases", &program->train);
    write_phases(&json, "inference_phases", &program->infer);
    json_close(&json);
    json_end(&json);
}
