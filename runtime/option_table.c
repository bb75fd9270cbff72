#include "option_table.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the table ----------------------------------------------------------------------------- */

enum {
    TRAIN = 1 << XR_TRAIN,
    EVALUATE = 1 << XR_EVALUATE,
    PREDICT = 1 << XR_PREDICT,
    VERIFY = 1 << XR_VERIFY,
    PROFILE = 1 << XR_PROFILE,
    DATA = TRAIN | EVALUATE, /* that read data */
    WEIGHTS = DATA | PREDICT,
    RESULT = WEIGHTS | VERIFY, /* that print one */
    EVERY = RESULT | PROFILE
};

#define AT(member) offsetof(xr_options, member)
#define NOTED(member) AT(member), AT(has_##member)
#define PLAIN(member) AT(member), XR_NOT_NOTED

/* clang-format off */
static const xr_option table[] = {
    {DATA, "--data", XR_TEXT, PLAIN(data), 0, 0, XR_OUTSIDE, NULL}, /* their name is checked */
    {EVERY, "--threads", XR_INTEGER, PLAIN(threads), 1, XR_MOST_THREADS, XR_OUTSIDE, NULL},
    {EVERY, "--batch", XR_INTEGER, NOTED(batch), 1, XR_LARGEST_BATCH, XR_FIXED, "batch"},
    {WEIGHTS, "--weights", XR_TEXT, PLAIN(weights), 0, 0, XR_FIXED, "weights"},
    {RESULT, "--json", XR_FLAG, PLAIN(json), 0, 0, XR_OUTSIDE, NULL},
    {EVERY, "--quiet", XR_FLAG, PLAIN(quiet), 0, 0, XR_OUTSIDE, NULL},
    {EVERY, "-q", XR_FLAG, PLAIN(quiet), 0, 0, XR_OUTSIDE, NULL},
    {TRAIN, "--epochs", XR_INTEGER, NOTED(epochs), 1, INT_MAX / 2, XR_RENEWABLE, "epochs"},
    {TRAIN | PROFILE, "--steps", XR_WHOLE, NOTED(steps), 1, UINT64_MAX, XR_RENEWABLE, "last_step"},
    {TRAIN | VERIFY | PROFILE, "--seed", XR_WHOLE, NOTED(seed), 0, UINT64_MAX, XR_FIXED, "seed"},
    {TRAIN | PROFILE, "--out", XR_TEXT, PLAIN(out), 0, 0, XR_OUTSIDE, NULL},
    {TRAIN | PROFILE, "-o", XR_TEXT, PLAIN(out), 0, 0, XR_OUTSIDE, NULL},
    {TRAIN, "--model", XR_TEXT, PLAIN(model_file), 0, 0, XR_OUTSIDE, NULL}, /* its hash is checked */
    {TRAIN, "--isa", XR_TEXT, NOTED(isa), 0, 0, XR_FIXED, "compiled_for"},
    {TRAIN, "--resume", XR_FLAG, PLAIN(resume), 0, 0, XR_OUTSIDE, NULL},
    {DATA, "--validation", XR_AMOUNT, NOTED(validation), 0, 0, XR_FIXED, "validation_images"},
    {TRAIN, "--validate-every", XR_INTEGER, NOTED(validate_every), 0, INT_MAX, XR_RENEWABLE,
        "validate_every"},
    {TRAIN, "--on-nan", XR_TEXT, NOTED(on_nan), 0, 0, XR_RENEWABLE, "on_nan"},
    {TRAIN, "--save-every", XR_MINUTES, NOTED(save_every), 0, 0, XR_RENEWABLE, "save_every"},
    {EVALUATE, "--split", XR_TEXT, PLAIN(split), 0, 0, XR_UNDECIDED, NULL},
    {EVALUATE, "--classes", XR_FLAG, PLAIN(classes), 0, 0, XR_UNDECIDED, NULL},
    {EVALUATE, "--confusion", XR_TEXT_OR_NONE, AT(confusion_file), AT(confusion), 0, 0,
        XR_UNDECIDED, NULL},
    {VERIFY, "--groups", XR_INTEGER, PLAIN(groups), 1, INT_MAX, XR_UNDECIDED, NULL},
    {PREDICT, "--top", XR_INTEGER, PLAIN(top), 1, INT_MAX, XR_UNDECIDED, NULL},
};
/* clang-format on */

const xr_option *xr_option_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}

/* ---- reading values ------------------------------------------------------------------------ */

bool xr_parse_whole(const char *name, const char *text, uint64_t from, uint64_t to, uint64_t *value,
    xr_failure *failure)
{
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (!errno && text[0] >= '0' && text[0] <= '9' && !*end && *value >= from && *value <= to)
        return true;
    if (to == UINT64_MAX)
        return xr_fail(failure, XR_BAD_USAGE, "%s needs a whole number from %llu on, not '%.60s'",
            name, (unsigned long long)from, text);
    return xr_fail(failure, XR_BAD_USAGE, "%s needs a whole number from %llu to %llu, not '%.60s'",
        name, (unsigned long long)from, (unsigned long long)to, text);
}

/* A number that is not negative, written in decimal. */
static bool parse_decimal(const char *text, double *value)
{
    char *end;
    *value = strtod(text, &end);
    return text[0] && text[0] != '-' && text[strspn(text, "0123456789.e-")] == '\0' && !*end &&
           *value < INT_MAX;
}

static bool parse_amount(const char *name, const char *text, double *value, xr_failure *failure)
{
    if (parse_decimal(text, value) && (*value < 1.0 || *value == floor(*value)))
        return true;
    return xr_fail(failure, XR_BAD_USAGE,
        "%s needs a whole number or a fraction below 1, not '%.60s'", name, text);
}

static bool parse_minutes(const char *name, const char *text, double *value, xr_failure *failure)
{
    return parse_decimal(text, value) ||
           xr_fail(failure, XR_BAD_USAGE, "%s needs a number of minutes, 0 or more, not '%.60s'",
               name, text);
}

static bool store_whole(const xr_option *option, void *place, const xr_model *model,
    const char *called, const char *text, xr_failure *failure)
{
    uint64_t to = option->to == XR_LARGEST_BATCH ? (uint64_t)model->max_batch : option->to, value;
    if (!xr_parse_whole(called, text, option->from, to, &value, failure))
        return false;
    if (option->kind == XR_WHOLE)
        *(uint64_t *)place = value;
    else
        *(int *)place = (int)value;
    return true;
}

bool xr_option_store(const xr_option *option, xr_options *options, const xr_model *model,
    const char *called, const char *value, xr_failure *failure)
{
    void *place = (char *)options + option->place;
    if (option->given != XR_NOT_NOTED)
        *(bool *)((char *)options + option->given) = true;
    switch (option->kind) {
    case XR_FLAG:
        *(bool *)place = true;
        return true;
    case XR_TEXT:
    case XR_TEXT_OR_NONE:
        if (!*value)
            return xr_fail(failure, XR_BAD_USAGE, "%s needs a value", called);
        *(const char **)place = value;
        return true;
    case XR_INTEGER:
    case XR_WHOLE:
        return store_whole(option, place, model, called, value, failure);
    case XR_AMOUNT:
        return parse_amount(called, value, place, failure);
    case XR_MINUTES:
        return parse_minutes(called, value, place, failure);
    }
    return false;
}

/* ---- showing values ------------------------------------------------------------------------ */

bool xr_option_given(const xr_option *option, const xr_options *options)
{
    return option->given != XR_NOT_NOTED && *(const bool *)((const char *)options + option->given);
}

bool xr_option_append(const xr_option *option, const xr_options *options, xr_text *text)
{
    const void *place = (const char *)options + option->place;
    switch (option->kind) {
    case XR_FLAG:
        xr_text_append(text, "%s", *(const bool *)place ? "true" : "false");
        return true;
    case XR_TEXT:
    case XR_TEXT_OR_NONE:
        if (!*(const char *const *)place)
            return false;
        xr_text_append_quoted(text, *(const char *const *)place);
        return true;
    case XR_INTEGER:
        xr_text_append(text, "%d", *(const int *)place);
        return true;
    case XR_WHOLE:
        if (option->to == UINT64_MAX && option->from > 0 && *(const uint64_t *)place == UINT64_MAX)
            return false;
        xr_text_append(text, "%llu", (unsigned long long)*(const uint64_t *)place);
        return true;
    case XR_AMOUNT:
    case XR_MINUTES:
        xr_text_append_number(text, *(const double *)place);
        return true;
    }
    return false;
}
