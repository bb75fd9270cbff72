#include "pipeline.h"

#include "frontend/frontend.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "plan/plan.h"
#include "report/program_print.h"
#include "transform/transform.h"
#include <string.h>

typedef struct Run {
    Arena *arena;
    Diag *diag;
    const char *path;
    const PipelineOptions *options;
    Compilation *made;
} Run;

/* A pass returns the Graph that it made, for the verifier and the dump; the last one makes the
 * Program instead. NULL after errors. */
typedef struct Pass {
    const char *name;
    const Graph *(*make_graph)(Run *run);
    const Program *(*make_program)(Run *run);
} Pass;

static const Graph *run_frontend(Run *run)
{
    const FrontendOptions options = {
        .sets = run->options->sets,
        .set_count = (int)run->options->set_count,
        .name = run->options->name,
        .models = run->options->models,
        .quiet = run->options->quiet,
        .ignore_expect = run->options->ignore_expect,
    };
    run->made->forward = frontend_load(run->arena, run->diag, run->path, &options);
    return run->made->forward;
}

static const Graph *run_training(Run *run)
{
    run->made->training = transform_training(run->made->forward, run->diag);
    return run->made->training;
}

static const Graph *run_inference(Run *run)
{
    run->made->inference = transform_inference(run->made->forward, run->diag);
    return run->made->inference;
}

static const Program *run_plan(Run *run)
{
    const PlanOptions options = {.batch = run->options->batch};
    const Compilation *made = run->made;
    run->made->program =
        plan_program(made->forward, made->training, made->inference, &options, run->diag);
    return run->made->program;
}

static const Pass passes[] = {
    {"forward", run_frontend, NULL},
    {"training", run_training, NULL},
    {"inference", run_inference, NULL},
    {"plan", NULL, run_plan},
};

enum { PASS_COUNT = sizeof passes / sizeof *passes };

bool pipeline_has_pass(Diag *diag, const char *name)
{
    const char *names[PASS_COUNT];
    for (size_t i = 0; i < PASS_COUNT; i++) {
        names[i] = passes[i].name;
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    diag_error(diag, XC_NOWHERE, "there is no pass '%s' to dump", name);
    const char *nearest = diag_nearest(name, names, PASS_COUNT);
    if (nearest)
        diag_hint(diag, "did you mean '%s'?", nearest);
    else
        diag_hint(diag, "the passes are forward, training, inference and plan");
    return false;
}

static bool wants_dump(const Run *run, const Pass *pass)
{
    return run->options->dump && strcmp(run->options->dump, pass->name) == 0;
}

/* False: the pipeline ends here. */
static bool run_pass(Run *run, const Pass *pass)
{
    if (pass->make_program) {
        const Program *program = pass->make_program(run);
        if (program && wants_dump(run, pass))
            program_print(program, run->options->dump_stream);
        return program != NULL;
    }
    const Graph *graph = pass->make_graph(run);
    if (!graph || diag_error_count(run->diag) > 0)
        return false;
    if (!graph_verify(graph, run->diag))
        bug("pass %s made a Graph that is not sound", pass->name);
    if (wants_dump(run, pass))
        graph_print(graph, run->options->dump_stream);
    return true;
}

bool pipeline_run(Arena *arena, Diag *diag, const char *path, const PipelineOptions *options,
    Compilation *compilation)
{
    Run run = {arena, diag, path, options, compilation};
    size_t count = options->forward_only ? 1 : PASS_COUNT;
    for (size_t i = 0; i < count; i++)
        if (!run_pass(&run, &passes[i]))
            break;
    return diag_error_count(diag) == 0;
}
