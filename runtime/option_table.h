/* Every option of a trainer: one row says what it is called, where its value goes, and what a run
 * that goes on makes of it. */
#ifndef XR_OPTION_TABLE_H
#define XR_OPTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "failure.h"
#include "options.h"
#include "text.h"

/* What an option needs after its name, and the type of its place. */
typedef enum xr_option_kind {
    XR_FLAG, /* nothing; bool */
    XR_TEXT, /* const char * */
    XR_TEXT_OR_NONE, /* likewise; an argument that begins with a dash is not its value */
    XR_INTEGER, /* int */
    XR_WHOLE, /* uint64_t; the largest is none at all */
    XR_AMOUNT, /* of things, or a part of them below 1; double */
    XR_MINUTES /* 0 or more; double */
} xr_option_kind;

/* What resuming makes of an option of train. run.json keeps all that shape a run, so that a run
 * goes on as it was begun when nothing is said. */
typedef enum xr_keeping {
    XR_UNDECIDED, /* no option of train may stay so */
    XR_OUTSIDE, /* says where, how fast or how it is shown: the results don't depend on it */
    XR_FIXED, /* shapes the run, and is kept; another value is refused */
    XR_RENEWABLE /* is kept too; another value holds from there on */
} xr_keeping;

typedef struct xr_option {
    unsigned verbs; /* that take it: the bit 1 << xr_verb of each */
    const char *name; /* "--batch" */
    xr_option_kind kind;
    size_t place; /* offset in xr_options */
    size_t given; /* likewise, of a bool that says whether it was; XR_NOT_NOTED */
    uint64_t from, to; /* of numbers; to is XR_LARGEST_BATCH where the model says it */
    xr_keeping keeping;
    const char *key; /* in run.json; NULL where it isn't kept */
} xr_option;

#define XR_NOT_NOTED SIZE_MAX
#define XR_LARGEST_BATCH 0

/* All of them. */
const xr_option *xr_option_table(size_t *count);

/* Reads a value (NULL for a flag) into its place and notes that it was given. `called` is what a
 * message calls the option. Texts are pointed to. Failures are XR_BAD_USAGE. */
bool xr_option_store(const xr_option *option, xr_options *options, const xr_model *model,
    const char *called, const char *value, xr_failure *failure);

/* Whether the user gave it; false where that is not noted. */
bool xr_option_given(const xr_option *option, const xr_options *options);

/* Appends the value as JSON; false, and nothing, where it is none. */
bool xr_option_append(const xr_option *option, const xr_options *options, xr_text *text);

/* A whole number in a range: for values that come from elsewhere. */
bool xr_parse_whole(const char *name, const char *text, uint64_t from, uint64_t to, uint64_t *value,
    xr_failure *failure);

#endif
