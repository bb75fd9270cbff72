#include "cli/model.h"
#include "cli/render.h"
#include "report/drawing.h"

#include <stdlib.h>
#include <string.h>

/* The drawing as DOT text in the arena. */
static const char *dot_text(Arena *arena, const Drawing *drawing)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (!stream)
        return NULL;
    drawing_dot(stream, drawing);
    bool failed = ferror(stream) != 0;
    failed = fclose(stream) != 0 || failed;
    const char *copy = failed ? NULL : arena_strndup(arena, text, length);
    free(text);
    return copy;
}

/* "svg" of "x.svg", "dot" for standard output; NULL after an error. */
static const char *format_of(Diag *diag, const char *path)
{
    const char *name = path && strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    const char *suffix = name ? strrchr(name, '.') : NULL;
    if (!path || strcmp(path, "-") == 0 || (suffix && strcmp(suffix, ".dot") == 0) ||
        (suffix && strcmp(suffix, ".gv") == 0))
        return "dot";
    for (const char *const *format = render_formats; suffix && *format; format++)
        if (strcmp(suffix + 1, *format) == 0)
            return *format;
    diag_error(diag, XC_NOWHERE, "the name of the picture says no format: '%s'", path);
    diag_hint(diag, "it ends in .svg, .png, .pdf or .dot");
    return NULL;
}

static int run_graph(Command *command)
{
    const char *path = options_text(&command->options, "out");
    const char *format = format_of(command->diag, path);
    if (!format)
        return XC_EXIT_USAGE;
    Compilation compilation = {0};
    int status = model_load_forward(command, command->options.operands.data[0], &compilation);
    if (status != XC_EXIT_OK)
        return status;
    bool flat = options_flag(&command->options, "flat");
    const char *dot = dot_text(command->arena, drawing_of(compilation.forward, flat));
    if (!dot) {
        diag_error(command->diag, XC_NOWHERE, "no memory for the text of the graph");
        return XC_EXIT_MACHINE;
    }
    size_t length = strlen(dot);
    if (strcmp(format, "dot") != 0) {
        command_doing(command, "drawing", 0, 0, NULL);
        dot = render(command->arena, command->diag, dot, format, &length);
        command_done(command);
    }
    if (!dot)
        return XC_EXIT_MACHINE;
    fwrite(dot, 1, length, stdout); /* a failure is noticed when the program ends */
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {'o', "out", XC_OPTION_RESULT, "FILE", "the picture: x.svg, .png, .pdf or .dot", false},
    {0, "flat", XC_OPTION_FLAG, NULL, "draw every call of a block, alike or not", false},
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_graph = {
    .name = "graph",
    .group = "look",
    .operands = "MODEL",
    .summary = "draw the network",
    .help = "Draws the network with graphviz into FILE, whose suffix says the format; without\n"
            "FILE the graph goes to standard output in graphviz's language, DOT. Each box holds\n"
            "layers that follow each other, with kernel, stride, filters and output. A block is\n"
            "a frame; calls of a block that follow each other and are alike are drawn once.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_graph,
};
