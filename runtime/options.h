/* The command line of a trainer. */
#ifndef XR_OPTIONS_H
#define XR_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "failure.h"
#include "xr.h"

enum { XR_MOST_THREADS = 256 };

typedef enum xr_verb {
    XR_TRAIN,
    XR_EVALUATE,
    XR_PREDICT,
    XR_VERIFY,
    XR_PROFILE,
    XR_HELP,
    XR_VERSION
} xr_verb;

/* Parts of the data. */
typedef enum xr_part { XR_PART_TEST, XR_PART_TRAIN, XR_PART_VALIDATION, XR_PARTS } xr_part;

/* As the command line and JSON call them. */
extern const char *const xr_part_words[XR_PARTS];

/* Strings point into argv or the environment. option_table.h says what each is called. */
typedef struct xr_options {
    xr_verb verb;
    const char *program; /* how the user called this program */
    const char *command; /* how the user called xceptc, where that started this program; or NULL */
    const char *data; /* "synthetic", a file or a directory; NULL: none given */
    const char *out;
    const char *model_file; /* for the run's directory to keep; NULL: none */
    const char *weights;
    int epochs; /* the recipe's where none was given */
    bool has_epochs;
    uint64_t steps; /* cap on the steps of the whole run; UINT64_MAX: none */
    bool has_steps;
    int batch; /* the model's largest where none was given */
    bool has_batch;
    int threads;
    uint64_t seed;
    bool has_seed;
    const char *isa; /* that the program was compiled for, as the user put it; NULL: unsaid */
    bool has_isa;
    int validate_every; /* epochs; 0: never */
    bool has_validate_every;
    double save_every; /* minutes between checkpoints within an epoch; 0: none there */
    bool has_save_every;
    double validation; /* images kept from training; below 1: their part. The recipe's by default */
    bool has_validation;
    int groups; /* of parameters in the check of gradients */
    const char *on_nan; /* "stop", "skip" or "rollback" */
    bool has_on_nan;
    bool skip_non_finite, roll_back; /* the second, the third */
    const char *split;
    xr_part part; /* that evaluate measures: split */
    bool classes; /* a line for every class */
    bool confusion; /* the matrix as well */
    const char *confusion_file; /* as CSV there; NULL: printed */
    int top; /* classes that predict shows */
    char *const *names; /* of the images that predict reads, in order */
    int name_count;
    bool json, quiet, resume;
} xr_options;

/* Fills options from argv and from XCEPTC_DATA, XCEPTC_THREADS and XCEPTC_COMMAND. Failures are
 * XR_BAD_USAGE. */
bool xr_options_parse(
    xr_options *options, const xr_model *model, int argc, char **argv, xr_failure *failure);

/* Fills skip_non_finite and part from the words that stand for them. */
bool xr_options_read_words(xr_options *options, xr_failure *failure);

/* Prints what the program can be asked, to `stream`. */
void xr_options_help(const xr_model *model, const char *program, FILE *stream);

#endif
