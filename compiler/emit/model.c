/* model.c and NAME.h: the model as the runtime sees it, its tables and its public face. */
#include "emit/parts.h"

#include <inttypes.h>
#include <string.h>

static const char *const initializers[] = {
    [XC_INIT_ZEROS] = "XR_INIT_ZEROS",
    [XC_INIT_ONES] = "XR_INIT_ONES",
    [XC_INIT_CONSTANT] = "XR_INIT_CONSTANT",
    [XC_INIT_UNIFORM] = "XR_INIT_UNIFORM",
    [XC_INIT_NORMAL] = "XR_INIT_NORMAL",
    [XC_INIT_TRUNCATED_NORMAL] = "XR_INIT_TRUNCATED_NORMAL",
    [XC_INIT_GLOROT_UNIFORM] = "XR_INIT_GLOROT_UNIFORM",
    [XC_INIT_GLOROT_NORMAL] = "XR_INIT_GLOROT_NORMAL",
    [XC_INIT_HE_UNIFORM] = "XR_INIT_HE_UNIFORM",
    [XC_INIT_HE_NORMAL] = "XR_INIT_HE_NORMAL",
    [XC_INIT_LECUN_UNIFORM] = "XR_INIT_LECUN_UNIFORM",
    [XC_INIT_LECUN_NORMAL] = "XR_INIT_LECUN_NORMAL",
};

static const char *number(Arena *arena, double value)
{
    return arena_printf(arena, "%.17g", value);
}

static void emit_parameter(Writer *w, const Storage *storage)
{
    const Parameter *p = storage->parameter;
    Arena *arena = w->arena;
    const char *dims = "";
    for (int i = 0; i < p->value->shape.rank; i++)
        dims = arena_printf(arena, "%s%s%d", dims, i ? ", " : "", p->value->shape.dim[i]);
    emit_line(w, "{");
    emit_line(w, ".name = %s,", string_literal(arena, p->name));
    emit_line(w, ".rank = %d,", p->value->shape.rank);
    emit_line(w, ".dims = {%s},", dims);
    emit_line(w, ".trainable = %s,", p->trainable ? "true" : "false");
    emit_line(w, ".initializer = %s,", initializers[p->initializer]);
    if (p->init_a != 0 || p->init_b != 0) {
        emit_line(w, ".init_a = %s,", number(arena, p->init_a));
        emit_line(w, ".init_b = %s,", number(arena, p->init_b));
    }
    if (p->fan_in != 0 || p->fan_out != 0) {
        emit_line(w, ".fan_in = %s,", number(arena, p->fan_in));
        emit_line(w, ".fan_out = %s,", number(arena, p->fan_out));
    }
    if (p->l1 != 0)
        emit_line(w, ".l1 = %s,", number(arena, p->l1));
    if (p->l2 != 0)
        emit_line(w, ".l2 = %s,", number(arena, p->l2));
    emit_line(w, ".layout = %s,", storage->panels ? "XR_PANELS" : "XR_ROWS");
    emit_line(w, ".groups = %d,", storage->groups);
    emit_line(w, ".rows = %d,", storage->rows);
    emit_line(w, ".columns = %d,", storage->columns);
    if (!storage->panels)
        emit_line(w, ".row_stride = %d,", storage->row_stride);
    emit_line(w, ".offset = %zu,", storage->value->offset);
    emit_line(w, ".size = %zu,", storage->value->size);
    emit_line(w, "},");
}

static void emit_parameters(Writer *w, const Program *program)
{
    emit_line(w, "static const xr_parameter parameters[] = {");
    for (size_t i = 0; i < program->training->parameters.count; i++)
        emit_parameter(w, &program->parameters[i]);
    emit_line(w, "};");
    emit_blank(w);
}

static void emit_schedule_tables(Writer *w, const Schedule *schedule)
{
    if (schedule->kind != XC_SCHEDULE_STEPS)
        return;
    const char *starts = "", *rates = "";
    for (int i = 0; i < schedule->step_count; i++) {
        starts = arena_printf(w->arena, "%s%s%d", starts, i ? ", " : "", schedule->starts[i]);
        rates = arena_printf(
            w->arena, "%s%s%s", rates, i ? ", " : "", number(w->arena, schedule->rates[i]));
    }
    emit_line(w, "static const int starts[] = {%s};", starts);
    emit_line(w, "static const double rates[] = {%s};", rates);
    emit_blank(w);
}

static void emit_recipe(Writer *w, const Training *training)
{
    static const char *const optimizers[] = {"XR_SGD", "XR_ADAM", "XR_ADAMW"};
    static const char *const schedules[] = {"XR_STEPS", "XR_COSINE", "XR_ONE_CYCLE"};
    Arena *arena = w->arena;
    const Optimizer *optimizer = &training->optimizer;
    const Schedule *schedule = &training->schedule;
    emit_line(w, ".recipe =");
    w->depth++;
    emit_line(w, "{");
    emit_line(w, ".data = %s,", string_literal(arena, training->data ? training->data : ""));
    emit_line(w, ".epochs = %d,", training->epochs);
    emit_line(w, ".optimizer = %s,", optimizers[optimizer->kind]);
    if (optimizer->kind == XC_SGD) {
        emit_line(w, ".momentum = %s,", number(arena, optimizer->momentum));
        emit_line(w, ".nesterov = %s,", optimizer->nesterov ? "true" : "false");
    } else {
        emit_line(w, ".beta1 = %s,", number(arena, optimizer->beta1));
        emit_line(w, ".beta2 = %s,", number(arena, optimizer->beta2));
        emit_line(w, ".epsilon = %s,", number(arena, optimizer->epsilon));
        emit_line(w, ".weight_decay = %s,", number(arena, optimizer->weight_decay));
    }
    if (training->label_smoothing > 0)
        emit_line(w, ".label_smoothing = %s,", number(arena, training->label_smoothing));
    emit_line(w, ".schedule = %s,", schedules[schedule->kind]);
    if (schedule->kind == XC_SCHEDULE_STEPS) {
        emit_line(w, ".step_count = %d,", schedule->step_count);
        emit_line(w, ".starts = starts,");
        emit_line(w, ".rates = rates,");
    } else {
        emit_line(w, ".rate = %s,", number(arena, schedule->rate));
        emit_line(w, ".final_rate = %s,", number(arena, schedule->final_rate));
    }
    emit_line(w, ".warm_up = %d,", schedule->warm_up);
    emit_line(w, ".horizontal_flip = %s,", number(arena, training->augment.horizontal_flip));
    emit_line(w, ".shift_height = %s,", number(arena, training->augment.shift_height));
    emit_line(w, ".shift_width = %s,", number(arena, training->augment.shift_width));
    emit_line(w, ".fill = %s,", number(arena, training->augment.fill));
    emit_line(w, ".pad_and_crop = %d,", training->augment.pad_and_crop);
    emit_line(w, ".cutout = %d,", training->augment.cutout);
    if (training->validation > 0)
        emit_line(w, ".validation = %s,", number(arena, training->validation));
    emit_line(w, "},");
    w->depth--;
}

static const char *channel_values(Arena *arena, const float *values, int count)
{
    const char *text = "";
    for (int i = 0; i < count; i++)
        text = arena_printf(arena, "%s%s%.9g", text, i ? ", " : "", (double)values[i]);
    return text;
}

static void emit_xr_model(Writer *w, const Emission *emission)
{
    const Program *program = emission->program;
    const Graph *graph = program->forward;
    Shape input = graph->images->shape;
    bind_text(w, "name", "%s", graph->name);
    emit(w, "const xr_model $(name)_net_model = {\n"
            ".abi = XR_ABI,\n");
    emit_line(w, ".name = \"%s\",", graph->name);
    emit_line(w, ".compiler = %s,", string_literal(emission->arena, emission->version));
    emit_line(w, ".hash = \"%016" PRIx64 "\",", graph->hash);
    emit_line(w, ".height = %d,", shape_height(input));
    emit_line(w, ".width = %d,", shape_width(input));
    emit_line(w, ".channels = %d,", shape_channels(input));
    emit_line(w, ".classes = %d,", graph->classes);
    emit_line(w, ".max_batch = %d,", program->batch);
    emit(w, ".mean = mean,\n"
            ".std = std,\n"
            ".parameter_count = sizeof parameters / sizeof *parameters,\n"
            ".parameters = parameters,\n");
    emit_line(w, ".parameter_reals = %zu,", program->block_size[XC_BLOCK_VALUES]);
    emit_line(w, ".memory_reals = %zu,", program_memory_reals(program));
    emit_line(w, ".scratch_reals = %zu,", program_scratch_reals(program));
    emit_recipe(w, &graph->training);
    emit(w, ".create = $(name)_net_create,\n"
            ".destroy = $(name)_net_destroy,\n"
            ".block = $(name)_net_block,\n"
            ".parameters_changed = $(name)_net_parameters_changed,\n"
            ".train_step = $(name)_net_train_step,\n"
            ".evaluate = $(name)_net_evaluate,\n"
            "#ifdef XC_POISON\n"
            ".poison = $(name)_net_poison,\n"
            "#endif\n"
            "#ifdef XC_PROFILE\n"
            ".profile = $(name)_net_profile,\n");
    emit_line(w, ".phase_count = %zu,", program->train.phases.count);
    emit(w, "#endif\n"
            "};\n");
}

const char *emit_model(const Emission *emission)
{
    const Graph *graph = emission->program->forward;
    Writer *w = writer_new(emission->arena);
    int channels = shape_channels(graph->images->shape);
    emit_banner(w, emission, "The model as the runtime sees it: parameters, recipe, functions.");
    emit_line(w, "#include \"%s\"", emit_header_name(emission));
    emit_blank(w);
    emit_line(w, "static const float mean[] = {%s};",
        channel_values(emission->arena, graph->input_mean, channels));
    emit_line(w, "static const float std[] = {%s};",
        channel_values(emission->arena, graph->input_std, channels));
    emit_schedule_tables(w, &graph->training.schedule);
    emit_parameters(w, emission->program);
    emit_xr_model(w, emission);
    return writer_text(w);
}

const char *emit_header_name(const Emission *emission)
{
    return arena_printf(emission->arena, "%s_net.h", emission->program->forward->name);
}

const char *emit_public_header(const Emission *emission)
{
    const Graph *graph = emission->program->forward;
    Writer *w = writer_new(emission->arena);
    emit_banner(w, emission, "The public face of the model, for programs that embed it.");
    bind_text(w, "name", "%s", graph->name);
    emit(w, "#ifndef $(name)_NET_H\n"
            "#define $(name)_NET_H\n\n"
            "#include \"xr.h\"\n\n"
            "#pragma GCC visibility push(default)\n"
            "#ifdef __cplusplus\n");
    emit_line(w, "extern \"C\" {");
    w->depth--;
    emit(w, "#endif\n\n");
    emit_comment(w, "All of the below in one constant, as the runtime takes it. What the functions "
                    "promise stands at their namesakes in xr_model, in xr.h.");
    emit(w,
        "extern const xr_model $(name)_net_model;\n\n"
        "xr_net *$(name)_net_create(xr_pool *pool);\n"
        "void $(name)_net_destroy(xr_net *net);\n"
        "xr_real *$(name)_net_block(xr_net *net, xr_slot slot);\n"
        "void $(name)_net_parameters_changed(xr_net *net);\n"
        "void $(name)_net_train_step(xr_net *net, const xr_real *images, const int32_t *labels, "
        "int count, "
        "const xr_step *step, xr_metrics *metrics);\n"
        "void $(name)_net_evaluate(xr_net *net, const xr_real *images, const int32_t *labels, int "
        "count, "
        "xr_real *probabilities, xr_metrics *metrics);\n"
        "#ifdef XC_POISON\n"
        "void $(name)_net_poison(xr_net *net, bool on);\n"
        "#endif\n"
        "#ifdef XC_PROFILE\n"
        "void $(name)_net_profile(xr_net *net, double *starts);\n"
        "#endif\n\n"
        "#ifdef __cplusplus\n");
    w->depth++;
    emit(w, "}\n"
            "#endif\n"
            "#pragma GCC visibility pop\n\n"
            "#endif\n");
    return writer_text(w);
}

const char *emit_main(const Emission *emission)
{
    Writer *w = writer_new(emission->arena);
    emit_banner(w, emission, "The training program: the runtime's main function for this model.");
    bind_text(w, "name", "%s", emission->program->forward->name);
    bind_text(w, "header", "%s", emit_header_name(emission));
    emit(w, "#include \"$header\"\n\n"
            "int main(int argc, char **argv)\n"
            "{\n"
            "return xr_main(&$(name)_net_model, argc, argv);\n"
            "}\n");
    return writer_text(w);
}
