#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "json_read.h"
#include "option_table.h"

enum { MOST_BYTES = 1 << 24 };

/* ---- reading run.json ---------------------------------------------------------------------- */

/* The names of classes are no option. */
static void skip_list(xr_json *json)
{
    xr_json_take(json, '[');
    if (xr_json_next_is(json, ']')) {
        xr_json_take(json, ']');
        return;
    }
    do
        xr_json_string(json);
    while (xr_json_more(json, ']'));
}

static void read_member(xr_kept *kept, xr_json *json)
{
    const char *key = xr_json_string(json), *value = NULL;
    if (!xr_json_take(json, ':'))
        return;
    if (xr_json_next_is(json, '['))
        skip_list(json);
    else
        value = xr_json_next_is(json, '"') ? xr_json_string(json) : xr_json_plain(json);
    if (!value)
        return;
    if (kept->count == XR_MOST_MEMBERS) {
        xr_json_problem(json, "has more members than a run's record");
        return;
    }
    kept->members[kept->count].key = key;
    kept->members[kept->count++].value = value;
}

static bool read_members(xr_kept *kept, size_t length, xr_failure *failure)
{
    xr_json json = {.text = kept->text, .length = length};
    xr_json_take(&json, '{');
    do
        read_member(kept, &json);
    while (xr_json_more(&json, '}'));
    return !json.problem || xr_fail(failure, XR_BAD_INPUT, "%s: %s", kept->path, json.problem);
}

static bool read_text(
    xr_kept *kept, const xr_files *files, int fd, size_t *length, xr_failure *failure)
{
    off_t size = files->size(files->context, fd);
    if (size < 0)
        return xr_fail_errno(failure, "%s", kept->path);
    if (size > MOST_BYTES)
        return xr_fail(failure, XR_BAD_INPUT, "%s: is too large for a run's record", kept->path);
    *length = (size_t)size;
    kept->text = calloc(1, *length + 1);
    if (!kept->text)
        return xr_fail(failure, XR_MACHINE, "no memory to read %s", kept->path);
    return xr_files_read(files, fd, kept->path, kept->text, *length, 0, failure);
}

bool xr_kept_read(
    xr_kept *kept, const xr_files *files, const char *directory, bool *there, xr_failure *failure)
{
    *kept = (xr_kept){.count = 0};
    *there = false;
    if (!xr_path_join(kept->path, directory, "run.json", failure))
        return false;
    int fd = xr_files_open(files, kept->path, O_RDONLY | O_NONBLOCK); /* a pipe is refused */
    if (fd < 0)
        return errno == ENOENT || xr_fail_errno(failure, "%s", kept->path);
    *there = true;
    size_t length = 0;
    bool fine = read_text(kept, files, fd, &length, failure);
    files->close(files->context, fd);
    return fine && read_members(kept, length, failure);
}

void xr_kept_free(xr_kept *kept)
{
    free(kept->text);
    *kept = (xr_kept){.count = 0};
}

const char *xr_kept_value(const xr_kept *kept, const char *key)
{
    for (size_t i = 0; i < kept->count; i++)
        if (strcmp(kept->members[i].key, key) == 0)
            return kept->members[i].value;
    return NULL;
}

bool xr_kept_must_be(
    const xr_kept *kept, const char *key, const char *expected, xr_failure *failure)
{
    const char *value = xr_kept_value(kept, key);
    if (!value)
        return xr_fail(failure, XR_BAD_INPUT,
            "%s: doesn't say the run's '%s': it can't be started again from it", kept->path, key);
    return strcmp(value, expected) == 0 ||
           xr_fail(failure, XR_BAD_INPUT,
               "%s: cannot resume: its %s is '%.200s', this program's is '%.200s'", kept->path, key,
               value, expected);
}

/* ---- taking over --------------------------------------------------------------------------- */

static bool refuse_change(
    const xr_option *option, const char *had, const char *now, xr_failure *failure)
{
    if (had && strcmp(had, now) == 0)
        return true;
    return xr_fail(failure, XR_BAD_INPUT,
        "cannot resume with %s %.200s: the run was started with %.200s", option->name, now,
        had ? had : "none");
}

/* A fixed option that was given: the value that the run has. */
static bool check_fixed(
    const xr_option *option, const xr_options *options, const char *had, xr_failure *failure)
{
    if (option->kind == XR_TEXT)
        return refuse_change(
            option, had, *(const char *const *)((const char *)options + option->place), failure);
    xr_text now = {0};
    xr_option_append(option, options, &now);
    bool fine = now.failed ? xr_fail(failure, XR_MACHINE, "no memory")
                           : refuse_change(option, had, now.data, failure);
    xr_text_free(&now);
    return fine;
}

/* As if it stood on the command line, but that nobody gave it. */
static bool fill(const xr_option *option, const xr_kept *kept, const xr_model *model,
    xr_options *options, const char *value, xr_failure *failure)
{
    char called[256];
    snprintf(called, sizeof called, "%.160s: '%s'", kept->path, option->key);
    if (!xr_option_store(option, options, model, called, value, failure)) {
        failure->status = XR_BAD_INPUT;
        return false;
    }
    if (option->given != XR_NOT_NOTED)
        *(bool *)((char *)options + option->given) = false;
    return true;
}

static bool take(const xr_option *option, const xr_kept *kept, const xr_model *model,
    xr_options *options, xr_failure *failure)
{
    const char *value = xr_kept_value(kept, option->key);
    bool is_known_now = option->kind != XR_AMOUNT;
    if (!xr_option_given(option, options))
        return !value || fill(option, kept, model, options, value, failure);
    return option->keeping != XR_FIXED || !is_known_now ||
           check_fixed(option, options, value, failure);
}

bool xr_kept_take(
    const xr_kept *kept, const xr_model *model, xr_options *options, xr_failure *failure)
{
    size_t count;
    const xr_option *table = xr_option_table(&count);
    for (size_t i = 0; i < count; i++)
        if (table[i].key && !take(&table[i], kept, model, options, failure))
            return false;
    return xr_options_read_words(options, failure);
}

/* ---- keeping ------------------------------------------------------------------------------- */

void xr_kept_append(const xr_options *options, xr_text *text)
{
    size_t count;
    const xr_option *table = xr_option_table(&count);
    for (size_t i = 0; i < count; i++) {
        xr_text value = {0};
        if (table[i].key && xr_option_append(&table[i], options, &value)) {
            text->failed |= value.failed;
            if (!text->failed)
                xr_text_append(text, "  \"%s\": %s,\n", table[i].key, value.data);
        }
        xr_text_free(&value);
    }
}
