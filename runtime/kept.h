/* What run.json keeps of a run's options, and how a run that goes on takes them over. */
#ifndef XR_KEPT_H
#define XR_KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "files.h"
#include "options.h"
#include "text.h"

enum { XR_MOST_MEMBERS = 64 };

/* The texts and numbers of a run.json, as they stand there; strings live in `text`. */
typedef struct xr_kept {
    char path[XR_PATH_ROOM]; /* of the file, for messages */
    char *text;
    size_t count;
    struct {
        const char *key, *value;
    } members[XR_MOST_MEMBERS];
} xr_kept;

/* Reads DIRECTORY/run.json. *there says whether there is one: where there is none that is no
 * failure. Free it also after a failure. */
bool xr_kept_read(
    xr_kept *kept, const xr_files *files, const char *directory, bool *there, xr_failure *failure);
void xr_kept_free(xr_kept *kept);

/* NULL where run.json doesn't say it. */
const char *xr_kept_value(const xr_kept *kept, const char *key);

/* Fills what the user did not give with what the run was started with; texts point into `kept`. An
 * option that is fixed and was given another value is refused by name, but for --validation, which
 * is a number of images only once the data are known. */
bool xr_kept_take(
    const xr_kept *kept, const xr_model *model, xr_options *options, xr_failure *failure);

/* Whether run.json says this of the run; XR_BAD_INPUT where it doesn't, or says something else. */
bool xr_kept_must_be(
    const xr_kept *kept, const char *key, const char *expected, xr_failure *failure);

/* Appends the members of run.json that options are kept as, a line each. */
void xr_kept_append(const xr_options *options, xr_text *text);

#endif
