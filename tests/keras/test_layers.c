/* The parameters of every layer of every shipped model are Keras's, layer by layer, in order. */
#include "layer_list.h"

#include "pipeline.h"
#include "graph/counts.h"
#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

typedef struct Fixture {
    Arena *arena;
    LayerList *list;
} Fixture;

static Fixture fixture;

static int set_up(void **state)
{
    (void)state;
    fixture.arena = arena_new();
    fixture.list = layer_list_read(fixture.arena);
    return fixture.list == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(fixture.arena);
    return 0;
}

static const Graph *forward_graph(const char *model)
{
    const PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .quiet = true};
    const char *path = arena_printf(fixture.arena, "%s/%s.yaml", options.models, model);
    Diag *diag = diag_new(fixture.arena, stderr, false);
    Compilation compilation = {0};
    assert_true(pipeline_run(fixture.arena, diag, path, &options, &compilation));
    return compilation.forward;
}

/* What the first layer that differs is here and there; NULL where there is none. */
static const char *difference_of(const LayerRow *should, const Layer *is, uint64_t parameters)
{
    if (should == NULL)
        return arena_printf(fixture.arena, "%s is no layer of Keras's", is->name);
    if (strcmp(should->name, is->name) == 0 && strcmp(should->kind, is->kind) == 0 &&
        should->parameters == parameters)
        return NULL;
    return arena_printf(fixture.arena, "%s, %s, %llu parameters, where Keras has %s, %s, %llu",
        is->name, is->kind, (unsigned long long)parameters, should->name, should->kind,
        (unsigned long long)should->parameters);
}

static const char *difference(const LayerModel *model, const Graph *graph)
{
    const Counts *counts = counts_by_layer(graph);
    size_t row = 0;
    for (size_t i = 0; i < graph->layers.count; i++) {
        const Layer *layer = graph->layers.data[i];
        uint64_t parameters = counts[layer->id].parameters;
        if (layer->is_block || parameters == 0)
            continue;
        const LayerRow *should = row < model->row_count ? &model->rows[row] : NULL;
        const char *found = difference_of(should, layer, parameters);
        if (found != NULL)
            return found;
        row++;
    }
    Counts total = counts_total(graph);
    if (row < model->row_count)
        return arena_printf(fixture.arena, "Keras's %s is missing", model->rows[row].name);
    if (total.parameters != model->parameters || total.trainable != model->trainable)
        return "the totals differ";
    return NULL;
}

static void layers_of_every_listed_model_are_keras_s(void **state)
{
    (void)state;
    for (size_t m = 0; m < fixture.list->model_count; m++) {
        const LayerModel *model = &fixture.list->models[m];
        const char *found = difference(model, forward_graph(model->name));
        if (found != NULL)
            fail_msg("%s: %s", model->name, found);
        print_message("%s: %zu layers with parameters\n", model->name, model->row_count);
    }
}

static void planted_differences_are_found(void **state)
{
    (void)state;
    LayerModel *model = &fixture.list->models[0];
    const Graph *graph = forward_graph(model->name);
    LayerRow *rows = model->rows, first = rows[0];
    assert_null(difference(model, graph));
    rows[0].parameters++;
    assert_non_null(difference(model, graph));
    rows[0] = rows[1];
    rows[1] = first;
    assert_non_null(difference(model, graph));
    rows[1] = rows[0];
    rows[0] = first;
    model->row_count--;
    assert_non_null(difference(model, graph));
    model->row_count++;
    model->trainable--;
    assert_non_null(difference(model, graph));
    model->trainable++;
    assert_null(difference(model, graph));
}

static bool is_listed(const char *file)
{
    for (size_t m = 0; m < fixture.list->model_count; m++)
        if (strcmp(file, arena_printf(fixture.arena, "%s.yaml", fixture.list->models[m].name)) == 0)
            return true;
    return false;
}

static void every_shipped_model_is_listed(void **state)
{
    (void)state;
    static const char *const suffixes[] = {".yaml", NULL};
    char **files = files_list(fixture.arena, diag_new(fixture.arena, stderr, false),
        XCEPTC_SOURCE_DIR "/models", suffixes);
    assert_non_null(files);
    for (; *files != NULL; files++)
        if (!is_listed(*files) && strncmp(*files, "recipe_", 7) != 0)
            fail_msg("tests/keras/recorded/layers.txt lacks models/%s", *files);
}

static void the_list_is_of_the_scripts_in_the_tree(void **state)
{
    (void)state;
    assert_true(scripts_are_current(fixture.arena, &fixture.list->scripts, "layers.txt"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_of_every_listed_model_are_keras_s),
        cmocka_unit_test(planted_differences_are_found),
        cmocka_unit_test(every_shipped_model_is_listed),
        cmocka_unit_test(the_list_is_of_the_scripts_in_the_tree),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
