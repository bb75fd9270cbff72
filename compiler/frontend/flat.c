#include "frontend/flat.h"

#include "frontend/arguments.h"
#include "frontend/tree_text.h"

/* ---- layers ------------------------------------------------------------------------------ */

void flat_layer(const Flat *flat, const LayerCall *call)
{
    text_printf(flat->text, "%*s- %s: {name: %s", flat->indent, "", call->kind->name, call->name);
    for (size_t i = 0; i < argument_count(call->kind); i++) {
        text_add(flat->text, ", ");
        write_setting(flat->text, &call->kind->arguments[i], &call->settings);
    }
    text_add(flat->text, "}\n");
}

void flat_from(const Flat *flat, const char *name)
{
    text_printf(flat->text, "%*s- from: %s\n", flat->indent, "", name);
}

void flat_join(const Flat *flat, const KindSpec *kind, const char *name)
{
    text_printf(flat->text, "%*s- %s:\n", flat->indent, "", kind->name);
    text_printf(flat->text, "%*sname: %s\n", flat->indent + 4, "", name);
    text_printf(flat->text, "%*sbranches:\n", flat->indent + 4, "");
}

void flat_branch(const Flat *flat, const Text *layers)
{
    text_printf(flat->text, "%*s-", flat->indent + 6, "");
    if (layers->count)
        text_printf(flat->text, "\n%s", text_string(layers));
    else
        text_add(flat->text, " identity\n");
}

/* ---- input and training ------------------------------------------------------------------ */

static void write_channels(Text *text, const char *what, const float *numbers, int count)
{
    text_printf(text, "  %s: [", what);
    for (int i = 0; i < count; i++)
        text_printf(text, "%s%s", i ? ", " : "", float_text(text->arena, numbers[i]));
    text_add(text, "]\n");
}

void write_input(Text *text, const Graph *graph)
{
    Shape shape = graph->images->shape;
    text_printf(text, "input:\n  shape: [%d, %d, %d]\n", shape.dim[0], shape.dim[1], shape.dim[2]);
    write_channels(text, "mean", graph->input_mean, shape.dim[2]);
    write_channels(text, "std", graph->input_std, shape.dim[2]);
}

static void write_real(Text *text, const char *key, double number)
{
    text_printf(text, "%s: %s", key, number_text(text->arena, number));
}

static void write_optimizer(Text *text, const Optimizer *optimizer)
{
    text_add(text, "  optimizer: {");
    if (optimizer->kind == XC_SGD) {
        text_add(text, "sgd: {");
        write_real(text, "momentum", optimizer->momentum);
        text_printf(text, ", nesterov: %s}}\n", optimizer->nesterov ? "true" : "false");
        return;
    }
    text_add(text, optimizer->kind == XC_ADAM ? "adam: {" : "adamw: {");
    write_real(text, "beta1", optimizer->beta1);
    write_real(text, ", beta2", optimizer->beta2);
    write_real(text, ", epsilon", optimizer->epsilon);
    if (optimizer->kind == XC_ADAMW)
        write_real(text, ", weight_decay", optimizer->weight_decay);
    text_add(text, "}}\n");
}

static void write_schedule(Text *text, const Schedule *schedule)
{
    text_add(text, "  learning_rate: {");
    if (schedule->kind == XC_SCHEDULE_STEPS) {
        text_add(text, "steps: {");
        for (int i = 0; i < schedule->step_count; i++)
            text_printf(text, "%s%d: %s", i ? ", " : "", schedule->starts[i],
                number_text(text->arena, schedule->rates[i]));
    } else {
        text_add(text, schedule->kind == XC_SCHEDULE_COSINE ? "cosine: {" : "one_cycle: {");
        write_real(text, "rate", schedule->rate);
        write_real(text, ", final_rate", schedule->final_rate);
    }
    text_printf(text, "}, warm_up: %d}\n", schedule->warm_up);
}

static void write_augment(Text *text, const Augment *augment)
{
    text_add(text, "  augment: {");
    write_real(text, "horizontal_flip", augment->horizontal_flip);
    write_real(text, ", shift: {height", augment->shift_height);
    write_real(text, ", width", augment->shift_width);
    write_real(text, ", fill", augment->fill);
    text_printf(text, "}, pad_and_crop: %d, cutout: %d}\n", augment->pad_and_crop, augment->cutout);
}

void write_training(Text *text, const Training *training)
{
    text_add(text, "training:\n  data: ");
    text_add(text, quoted_text(text->arena, training->data));
    text_printf(text, "\n  batch_size: %d\n  epochs: %d\n  loss: categorical_crossentropy\n  ",
        training->batch_size, training->epochs);
    write_real(text, "label_smoothing", training->label_smoothing);
    write_real(text, "\n  validation", training->validation);
    text_add(text, "\n");
    write_optimizer(text, &training->optimizer);
    write_schedule(text, &training->schedule);
    write_augment(text, &training->augment);
}
