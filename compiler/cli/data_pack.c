/* xceptc data pack: the command line around data/pack.h, and what it says at the end. */
#include "cli/data.h"

#include "cli/data_text.h"
#include "data/pack.h"
#include "progress.h"
#include "report/json.h"
#include "support/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_CLASSES = 20, NAME_WIDTH = 20 };

/* ---- options ----------------------------------------------------------------------------------
 */

static bool wrong(const Command *command, const char *option, const char *wanted, const char *text)
{
    diag_error(command->diag, XC_NOWHERE, "--%s is %s, not '%s'", option, wanted, text);
    return false;
}

/* A side of --size: 1 to XC_IMAGE_MAX_SIDE; NULL, or what stands after it. */
static const char *read_side(const char *text, int *side)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return NULL;
    long value = strtol(text, &end, 10);
    *side = (int)value;
    return value >= 1 && value <= XC_IMAGE_MAX_SIDE ? end : NULL;
}

/* "64x48", or "64" for a square. */
static bool read_size(const Command *command, PackRequest *request)
{
    const char *text = options_text(&command->options, "size");
    if (!text)
        return true;
    const char *rest = read_side(text, &request->height);
    request->width = request->height;
    if (rest && *rest == 'x')
        rest = read_side(rest + 1, &request->width);
    return (rest && !*rest) || wrong(command, "size", "HEIGHTxWIDTH, each from 1 to 16384", text);
}

static bool read_fit(const Command *command, PackRequest *request)
{
    const char *text = options_text(&command->options, "fit");
    return !text || image_fit_named(text, &request->fit) ||
           wrong(command, "fit", "stretch, crop or pad", text);
}

static bool read_channels(const Command *command, PackRequest *request)
{
    const char *text = options_text(&command->options, "channels");
    if (!text)
        return true;
    request->channels = text[0] - '0';
    return (!text[1] && (text[0] == '1' || text[0] == '3')) ||
           wrong(command, "channels", "1 (gray) or 3 (RGB)", text);
}

static bool read_test(const Command *command, PackRequest *request)
{
    const char *text = options_text(&command->options, "test");
    if (!text)
        return true;
    char *end;
    request->test_fraction = strtod(text, &end);
    return (*text && !*end && request->test_fraction > 0 && request->test_fraction < 1) ||
           wrong(command, "test", "a fraction between 0 and 1", text);
}

/* The data set is called as its folder, unless --name says otherwise. */
static bool read_name(const Command *command, PackRequest *request)
{
    const char *name = options_text(&command->options, "name");
    if (!name) {
        char *path = realpath(request->folder, NULL);
        const char *slash = path ? strrchr(path, '/') : NULL;
        name = arena_strdup(command->arena, slash && slash[1] ? slash + 1 : "data");
        free(path);
    }
    request->name = name;
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127)
            return wrong(command, "name", "a text without control characters", name);
    return *name || wrong(command, "name", "a text", name);
}

/* ---- the report -------------------------------------------------------------------------------
 */

static void print_count(const char *name, const ClassCount *count)
{
    printf("#   %-*s %6zu training, %6zu test\n", NAME_WIDTH, name, count->train, count->test);
}

/* Each class where they are few, else the range: of the smallest and the largest. */
static void print_counts(Arena *arena, const PackReport *report)
{
    ClassCount least = report->counts[0], most = least;
    for (size_t i = 0; i < report->classes; i++) {
        const ClassCount *count = &report->counts[i];
        if (report->classes <= FEW_CLASSES)
            print_count(plain_text(arena, report->class_names[i]), count);
        least.train = count->train < least.train ? count->train : least.train;
        least.test = count->test < least.test ? count->test : least.test;
        most.train = count->train > most.train ? count->train : most.train;
        most.test = count->test > most.test ? count->test : most.test;
    }
    if (report->classes > FEW_CLASSES)
        printf("# a class has %zu to %zu training and %zu to %zu test images\n", least.train,
            most.train, least.test, most.test);
}

static void print_yaml(const Command *command, const PackRequest *request, const PackReport *report)
{
    Arena *arena = command->arena;
    printf("# %s: %zu training and %zu test images of %dx%dx%d in %zu classes",
        plain_text(arena, request->name), report->train, report->test, report->height,
        report->width, report->channels, report->classes);
    if (report->skipped)
        printf("; files skipped: %zu", report->skipped);
    putchar('\n');
    print_counts(arena, report);
    printf("input:\n  shape: [%d, %d, %d]\n  mean: %s\n  std: %s\n", report->height, report->width,
        report->channels, data_text_channels(arena, report->mean, report->channels, false),
        data_text_channels(arena, report->std, report->channels, true));
    printf("set: {classes: %zu}\ntraining: {data: %s}\n", report->classes,
        data_text_path(arena, request->target));
}

static void json_numbers(Json *json, const char *name, const double *numbers, int count)
{
    json_name(json, name);
    json_inline_array(json);
    for (int i = 0; i < count; i++)
        json_real(json, numbers[i]);
    json_close(json);
}

static void json_counts(Json *json, const PackReport *report, bool test)
{
    json_name(json, test ? "test_by_class" : "train_by_class");
    json_inline_array(json);
    for (size_t i = 0; i < report->classes; i++)
        json_whole(json, test ? report->counts[i].test : report->counts[i].train);
    json_close(json);
}

static void print_json(const PackRequest *request, const PackReport *report)
{
    Json json = json_begin(stdout);
    json_object(&json);
    json_text_as(&json, "name", request->name);
    json_text_as(&json, "file", request->target);
    json_whole_as(&json, "bytes", report->bytes);
    json_whole_as(&json, "height", (uint64_t)report->height);
    json_whole_as(&json, "width", (uint64_t)report->width);
    json_whole_as(&json, "channels", (uint64_t)report->channels);
    json_whole_as(&json, "train", report->train);
    json_whole_as(&json, "test", report->test);
    json_whole_as(&json, "skipped", report->skipped);
    json_numbers(&json, "mean", report->mean, report->channels);
    json_numbers(&json, "std", report->std, report->channels);
    json_name(&json, "classes");
    json_array(&json);
    for (size_t i = 0; i < report->classes; i++)
        json_text(&json, report->class_names[i]);
    json_close(&json);
    json_counts(&json, report, false);
    json_counts(&json, report, true);
    json_close(&json);
    json_end(&json);
}

int data_pack(const Command *command, const char *folder, const char *target)
{
    PackReport report;
    PackRequest request = {.folder = folder,
        .target = target,
        .skip_bad = options_flag(&command->options, "skip-bad"),
        .progress = command->progress};
    if (!read_size(command, &request) || !read_fit(command, &request) ||
        !read_channels(command, &request) || !read_test(command, &request) ||
        !read_name(command, &request))
        return XC_EXIT_USAGE;
    xr_progress_leave_signals(command->progress); /* packing takes them itself */
    int status = pack(command->arena, command->diag, &request, &report);
    if (status != XC_EXIT_OK)
        return status;
    command_wrote(command, target, report.bytes);
    if (options_flag(&command->options, "json"))
        print_json(&request, &report);
    else
        print_yaml(command, &request, &report);
    return XC_EXIT_OK;
}
