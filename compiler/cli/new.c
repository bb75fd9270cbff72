#include "cli/data_text.h"
#include "cli/model.h"
#include "cli/places.h"
#include "cli/starter_data.h"
#include "graph/counts.h"
#include "report/figures.h"
#include "report/json.h"
#include "support/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- --list ------------------------------------------------------------------------------ */

/* A shipped file; graph is NULL for a recipe. */
static void print_listed(const char *name, const Graph *graph)
{
    if (graph)
        printf("%-29s %10s  %s\n", name, grouped_text(graph->arena, counts_total(graph).parameters),
            graph->about);
    else
        printf("%-29s %10s  a recipe for models to extend\n", name, "");
}

static void write_listed(Json *json, const char *name, const Graph *graph)
{
    json_inline_object(json);
    json_text_as(json, "name", name);
    json_name(json, "part");
    json_bool(json, !graph);
    if (graph) {
        json_whole_as(json, "parameters", counts_total(graph).parameters);
        json_text_as(json, "about", graph->about);
    }
    json_close(json);
}

static void list_model(const Command *command, const char *folder, const char *file, Json *json)
{
    Arena *arena = arena_new();
    const FrontendOptions options = {.models = folder, .quiet = true};
    const char *path = files_join(arena, folder, file);
    const char *name = arena_strndup(arena, file, strlen(file) - strlen(".yaml"));
    bool part = frontend_is_part(arena, path, &options);
    const Graph *graph = part ? NULL : frontend_load(arena, command->diag, path, &options);
    if (json && (part || graph))
        write_listed(json, name, graph);
    else if (part || graph)
        print_listed(name, graph);
    arena_free(arena);
}

static void list_as_json(const Command *command, const char *folder, char *const *names)
{
    Json json = json_begin(stdout);
    json_object(&json);
    json_name(&json, "models");
    json_array(&json);
    for (; *names; names++)
        list_model(command, folder, *names, &json);
    json_close(&json);
    json_close(&json);
    json_end(&json);
}

static int list_models(const Command *command)
{
    static const char *const suffixes[] = {".yaml", NULL};
    const char *folder = places_shared(command->arena, "models");
    if (!folder) {
        diag_error(command->diag, XC_NOWHERE, "the shipped models are not to be found");
        return XC_EXIT_MACHINE;
    }
    char **names = files_list(command->arena, command->diag, folder, suffixes);
    if (!names)
        return XC_EXIT_MACHINE;
    if (options_flag(&command->options, "json")) {
        list_as_json(command, folder, names);
    } else {
        printf("%-29s %10s\n", "Model", "Parameters");
        for (char **name = names; *name; name++)
            list_model(command, folder, *name, NULL);
    }
    return diag_error_count(command->diag) ? XC_EXIT_INPUT : XC_EXIT_OK;
}

/* ---- what is asked for ------------------------------------------------------------------- */

typedef struct Request {
    const char *path; /* of the new file */
    const char *parent; /* --from, or NULL */
    bool has_input, has_classes;
    Starter starter;
} Request;

static bool wrong(const Command *command, const char *message, const char *text)
{
    diag_error(command->diag, XC_NOWHERE, "%s, not '%s'", message, text);
    return false;
}

/* "32x32x3" */
static bool read_shape(const Command *command, const char *text, Starter *starter)
{
    int *const sides[] = {&starter->height, &starter->width, &starter->channels};
    const char *p = text;
    for (int i = 0; i < 3; i++) {
        char *end;
        errno = 0;
        long side = *p >= '1' && *p <= '9' ? strtol(p, &end, 10) : 0;
        if (side < 1 || side > (i < 2 ? 1 << 14 : 1 << 12) || errno || *end != (i < 2 ? 'x' : '\0'))
            return wrong(command, "--input is HEIGHTxWIDTHxCHANNELS, such as 32x32x3", text);
        *sides[i] = (int)side;
        p = end + 1;
    }
    return true;
}

static bool read_classes(const Command *command, const char *text, Starter *starter)
{
    long long classes = strtoll(text, NULL, 10); /* the option parser has seen to the digits */
    if (classes < 2 || classes > 1 << 20)
        return wrong(command, "--classes is a number from 2", text);
    starter->classes = (int)classes;
    return true;
}

/* The file's stem goes into comments and into other commands: no surprises in it. */
static bool read_name(const Command *command, const char *operand, Request *request)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    size_t length = strlen(operand);
    if (length > 5 && strcmp(operand + length - 5, ".yaml") == 0)
        length -= 5;
    request->path = arena_printf(command->arena, "%.*s.yaml", (int)length, operand);
    const char *slash = strrchr(request->path, '/');
    const char *stem = slash ? slash + 1 : request->path;
    size_t stem_length = strlen(stem) - 5;
    if (!stem_length || strspn(stem, letters) != stem_length || *stem == '-')
        return wrong(command, "a model's name is letters, digits, _ and -", operand);
    request->starter.name = arena_strndup(command->arena, stem, stem_length);
    return true;
}

static bool read_request(const Command *command, Request *request)
{
    const Options *options = &command->options;
    const char *input = options_text(options, "input"), *classes = options_text(options, "classes");
    *request = (Request){.parent = options_text(options, "from"),
        .has_input = input != NULL,
        .has_classes = classes != NULL,
        .starter = {.height = 32, .width = 32, .channels = 3, .classes = 10}};
    bool fine = read_name(command, options->operands.data[0], request);
    fine = (!input || read_shape(command, input, &request->starter)) && fine;
    fine = (!classes || read_classes(command, classes, &request->starter)) && fine;
    if (options_text(options, "data") && (input || classes)) {
        diag_error(command->diag, XC_NOWHERE, "--data says already what --%s says",
            input ? "input" : "classes");
        diag_hint(command->diag, "leave --%s out", input ? "input" : "classes");
        fine = false;
    }
    if (fine && access(request->path, F_OK) == 0) {
        diag_error(command->diag, XC_NOWHERE, "%s is there already", request->path);
        diag_hint(command->diag, "remove it first, or take another name");
        fine = false;
    }
    return fine;
}

/* ---- the file ---------------------------------------------------------------------------- */

static const char *folder_of_new(const Command *command, const Request *request)
{
    const char *slash = strrchr(request->path, '/');
    size_t length = slash ? (size_t)(slash - request->path) + 1 : 0;
    return slash ? arena_strndup(command->arena, request->path, length) : ".";
}

/* What stands behind 'extends' is looked for from where the new file lies. */
static const char *reference(const Command *command, const Request *request, const char *path)
{
    const char *way = files_relative(command->arena, folder_of_new(command, request), path);
    return data_text_path(command->arena, way ? way : path); /* without one, that is said later */
}

static const char *parent_reference(
    const Command *command, const Request *request, const char *path)
{
    if (path != request->parent) /* a shipped model was found for the name */
        return request->parent;
    return reference(command, request, path);
}

/* A trainer looks for data from where it is started: here, or beside a new file that lies
 * elsewhere. */
static const char *data_reference(const Command *command, const Request *request, const char *path)
{
    char *absolute = strchr(request->path, '/') ? realpath(path, NULL) : NULL;
    const char *text = data_text_path(command->arena, absolute ? absolute : path);
    free(absolute);
    return text;
}

/* Returns the exit status, after an error. */
static int read_data(const Command *command, Request *request)
{
    const char *place = options_text(&command->options, "data");
    Starter *starter = &request->starter;
    int status = place ? starter_data(command, place, starter) : XC_EXIT_OK;
    if (!place || status != XC_EXIT_OK)
        return status;
    if (starter->part) {
        starter->part = reference(command, request, starter->part);
        starter->data = NULL;
        return XC_EXIT_OK;
    }
    if (starter->has_data)
        starter->data = data_reference(command, request, place);
    request->has_input = true;
    request->has_classes = true;
    return XC_EXIT_OK;
}

static bool has_classes(const char *variables)
{
    return strncmp(variables, "classes:", 8) == 0 || strstr(variables, "\nclasses:");
}

/* The text of the new file; NULL after an error. */
static const char *variant_text(const Command *command, const Request *request)
{
    const FrontendOptions options = {
        .models = places_shared(command->arena, "models"), .quiet = true};
    const char *path = model_path(command->arena, request->parent);
    const Graph *graph = frontend_load(command->arena, command->diag, path, &options);
    const char *variables =
        graph ? frontend_variables(command->arena, command->diag, path, &options) : NULL;
    if (!variables)
        return NULL;
    bool other_classes = request->has_classes || request->starter.part;
    if (other_classes && !has_classes(variables)) {
        diag_error(command->diag, XC_NOWHERE, "%s has no variable 'classes'", request->parent);
        diag_hint(command->diag, "change its last dense layer in the new file instead");
        return NULL;
    }
    const Variant variant = {.name = request->starter.name,
        .parent = parent_reference(command, request, path),
        .part = request->starter.part,
        .data = request->starter.data,
        .variables = variables,
        .input = request->has_input ? &request->starter : NULL,
        .classes = request->has_classes ? request->starter.classes : 0};
    return starter_variant(command->arena, &variant, graph);
}

/* What was written is a model, or is taken back: an input may be too small for its parent. */
static int check_written(const Command *command, const char *path)
{
    Compilation compilation = {0};
    int status = model_load(command, path, &compilation);
    if (status != XC_EXIT_OK) {
        if (unlink(path) != 0)
            diag_error(command->diag, XC_NOWHERE, "cannot remove %s: %s", path, strerror(errno));
        diag_note(command->diag, XC_NOWHERE, "%s was not made: the model would be wrong", path);
    }
    return status;
}

static void print_next(const Command *command, const Request *request)
{
    const char *path = request->path;
    printf("%s\n", path);
    if (options_flag(&command->options, "quiet"))
        return;
    printf("\nNext:\n"
           "  xceptc check %s\n"
           "  xceptc summary %s\n"
           "  xceptc train %s%s\n",
        path, path, path,
        request->starter.has_data
            ? ""
            : " --data synthetic      # made-up images; then --data DIR or FILE");
}

static int run_new(Command *command)
{
    if (options_flag(&command->options, "list"))
        return list_models(command);
    if (command->options.operands.count == 0) {
        diag_error(command->diag, XC_NOWHERE, "new needs NAME, or --list");
        return XC_EXIT_USAGE;
    }
    if (options_text(&command->options, "out") || options_flag(&command->options, "json")) {
        diag_error(command->diag, XC_NOWHERE, "new writes the file that NAME says");
        diag_hint(command->diag, "--out and --json are for --list");
        return XC_EXIT_USAGE;
    }
    Request request;
    if (!read_request(command, &request))
        return XC_EXIT_USAGE;
    int status = read_data(command, &request);
    if (status != XC_EXIT_OK)
        return status;
    const char *text = request.parent ? variant_text(command, &request)
                                      : starter_text(command->arena, &request.starter);
    if (!text)
        return XC_EXIT_INPUT;
    if (!files_write(command->arena, command->diag, request.path, text, strlen(text)))
        return XC_EXIT_MACHINE;
    status = check_written(command, request.path);
    if (status == XC_EXIT_OK)
        print_next(command, &request);
    return status;
}

static const OptionSpec options[] = {
    {0, "from", XC_OPTION_TEXT, "MODEL", "a variant of a shipped model or of a file", false},
    {0, "classes", XC_OPTION_WHOLE, "N", "classes to tell apart (default: 10, or MODEL's)", false},
    {0, "input", XC_OPTION_TEXT, "HxWxC", "size of the images (default: 32x32x3, or MODEL's)",
        false},
    {0, "data", XC_OPTION_TEXT, "PLACE",
        "of this shape and classes: a data file, 'data pack's .yaml, CIFAR", false},
    {0, "list", XC_OPTION_FLAG, NULL, "list the shipped models and write nothing", false},
    {0, "json", XC_OPTION_FLAG, NULL, "with --list: the list as one JSON document", false},
    XC_OPTIONS_END,
};

const Verb verb_new = {
    .name = "new",
    .group = "start",
    .operands = "[NAME]",
    .summary = "write a model file to start from, or list the shipped models",
    .help =
        "Writes NAME.yaml, a commented model that checks and trains as it is: a small residual\n"
        "network for the input, said in full, or with --from a file that extends MODEL and\n"
        "shows its variables to change. With --data it fits its data: a data file tells shape and\n"
        "classes, mean and std are measured, and training.data names it; the .yaml that 'data\n"
        "pack' printed is extended; cifar10, cifar100 and their folder will do, too. A file that\n"
        "is there is never overwritten. Prints the file's name and the commands that come next.\n",
    .min_operands = 0,
    .max_operands = 1,
    .options = options,
    .run = run_new,
};
