#include "cli/render.h"

#include <string.h>

const char *const render_formats[] = {"svg", "png", "pdf", NULL};

#ifdef XCEPTC_GRAPHVIZ

#include <graphviz/graphviz_version.h>
#include <graphviz/gvc.h>

const char *const render_version = PACKAGE_VERSION;

static void report(Diag *diag, const char *what)
{
    char *reason = aglasterr();
    diag_error(diag, XC_NOWHERE, "graphviz cannot %s", what);
    if (reason && reason[0])
        diag_note(diag, XC_NOWHERE, "%.*s", (int)strcspn(reason, "\n"), reason);
}

static char *render_layout(
    Arena *arena, Diag *diag, GVC_t *context, graph_t *graph, const char *format, size_t *length)
{
    char *data = NULL;
    unsigned int size = 0;
    if (gvRenderData(context, graph, format, &data, &size) != 0 || !data) {
        report(diag, "render the picture");
        return NULL;
    }
    char *copy = arena_alloc(arena, size);
    memcpy(copy, data, size);
    gvFreeRenderData(data);
    *length = size;
    return copy;
}

static char *render_graph(
    Arena *arena, Diag *diag, GVC_t *context, graph_t *graph, const char *format, size_t *length)
{
    if (gvLayout(context, graph, "dot") != 0) {
        report(diag, "lay the graph out");
        return NULL;
    }
    char *picture = render_layout(arena, diag, context, graph, format, length);
    gvFreeLayout(context, graph);
    return picture;
}

char *render(Arena *arena, Diag *diag, const char *dot, const char *format, size_t *length)
{
    agseterr(AGMAX); /* nothing on stderr: what is said is kept for aglasterr() */
    GVC_t *context = gvContext();
    graph_t *graph = context ? agmemread(dot) : NULL;
    char *picture = NULL;
    if (graph) {
        picture = render_graph(arena, diag, context, graph, format, length);
        agclose(graph);
    } else {
        report(diag, "read the graph");
    }
    if (context)
        gvFreeContext(context);
    return picture;
}

#else

const char *const render_version = NULL;

char *render(Arena *arena, Diag *diag, const char *dot, const char *format, size_t *length)
{
    (void)arena, (void)dot, (void)length;
    diag_error(diag, XC_NOWHERE, "this xceptc was built without graphviz: it draws no %s", format);
    diag_hint(diag, "'-o x.dot' works without; or install libgraphviz-dev and build xceptc anew");
    return NULL;
}

#endif
