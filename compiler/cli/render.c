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

/* ---- titles ------------------------------------------------------------------------------ */

/* dot keeps room for the title of a cluster and for no corner of it: it puts the node anywhere in
 * its row. It is moved into the upper right corner where nothing else is. */

enum { TITLE_GAP = 10 /* points to the frame */, CURVE_PARTS = 16 };

static boxf box_around(pointf middle, double width, double height)
{
    return (boxf){{middle.x - width / 2, middle.y - height / 2},
        {middle.x + width / 2, middle.y + height / 2}};
}

static boxf box_of(node_t *node)
{
    return box_around(ND_coord(node), ND_lw(node) + ND_rw(node), ND_ht(node));
}

static bool overlap(boxf a, boxf b)
{
    return a.LL.x <= b.UR.x && b.LL.x <= a.UR.x && a.LL.y <= b.UR.y && b.LL.y <= a.UR.y;
}

/* Of a cubic Bezier curve, at part t of its way. */
static pointf curve_at(const pointf *p, double t)
{
    double s = 1 - t;
    double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
    return (pointf){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
        a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

static bool curve_meets(bezier curve, boxf box)
{
    for (int i = 0; i + 3 < (int)curve.size; i += 3)
        for (int k = 0; k <= CURVE_PARTS; k++) {
            pointf at = curve_at(curve.list + i, (double)k / CURVE_PARTS);
            if (overlap((boxf){at, at}, box))
                return true;
        }
    return false;
}

static bool edge_meets(edge_t *edge, boxf box)
{
    textlabel_t *label = ED_label(edge);
    if (label && overlap(box_around(label->pos, label->dimen.x, label->dimen.y), box))
        return true;
    splines *curves = ED_spl(edge); /* NULL: it is invisible */
    for (int i = 0; curves && i < (int)curves->size; i++)
        if (curve_meets(curves->list[i], box))
            return true;
    return false;
}

static bool is_free(graph_t *graph, node_t *title, boxf box)
{
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        if (node != title && overlap(box_of(node), box))
            return false;
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            if (edge_meets(edge, box))
                return false;
    }
    return true;
}

static void move_title(graph_t *graph, graph_t *cluster, node_t *title)
{
    boxf frame = GD_bb(cluster), box = box_of(title);
    double by = frame.UR.x - TITLE_GAP - box.UR.x;
    boxf moved = {{box.LL.x + by, box.LL.y}, {box.UR.x + by, box.UR.y}};
    if (is_free(graph, title, moved))
        ND_coord(title).x += by;
}

/* The node "NAME title" of each cluster "cluster_NAME". */
static void move_titles(Arena *arena, graph_t *graph, graph_t *around)
{
    static const char prefix[] = "cluster_";
    for (graph_t *cluster = agfstsubg(around); cluster; cluster = agnxtsubg(cluster)) {
        const char *name = agnameof(cluster);
        move_titles(arena, graph, cluster);
        if (strncmp(name, prefix, sizeof prefix - 1) != 0)
            continue;
        node_t *title = agnode(graph, arena_printf(arena, "%s title", name + sizeof prefix - 1), 0);
        if (title)
            move_title(graph, cluster, title);
    }
}

/* ---- pictures ---------------------------------------------------------------------------- */

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
    move_titles(arena, graph, graph);
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
