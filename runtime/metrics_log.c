#include "metrics_log.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static const char epochs_name[] = "metrics.csv", steps_name[] = "steps.csv";
static const char epochs_header[] = "epoch,step,learning_rate,loss,cross_entropy,accuracy,"
                                    "val_loss,val_cross_entropy,val_accuracy,seconds,"
                                    "images_per_second\n";
static const char steps_header[] = "epoch,step,learning_rate,loss,cross_entropy,accuracy\n";

static double shown(double number)
{
    return isnan(number) ? (double)NAN : number;
}

xr_scores xr_scores_shown(xr_scores scores)
{
    return (xr_scores){.loss = shown(scores.loss),
        .cross_entropy = shown(scores.cross_entropy),
        .accuracy = shown(scores.accuracy)};
}

/* Whether a row's second column is a step that is finished. A line without its newline was being
 * written when a run died. */
static bool is_kept(const char *line, uint64_t step)
{
    size_t length = strcspn(line, "\n");
    const char *comma = memchr(line, ',', length);
    if (!comma || !line[length])
        return false;
    char *end;
    unsigned long long row = strtoull(comma + 1, &end, 10);
    return end != comma + 1 && *end == ',' && row >= 1 && row <= step;
}

/* Appends the rows of a text up to `step`. */
static void collect(const char *rows, uint64_t step, xr_text *kept)
{
    for (const char *end; *rows && !kept->failed; rows = end) {
        const char *newline = strchr(rows, '\n');
        end = newline ? newline + 1 : rows + strlen(rows);
        if (is_kept(rows, step))
            xr_text_append(kept, "%.*s", (int)(end - rows), rows);
    }
}

/* The whole of an open file, NUL-terminated, to be freed; NULL after a failure. */
static char *read_rows(const xr_files *files, int fd, const char *path, xr_failure *failure)
{
    off_t size = files->size(files->context, fd);
    if (size < 0) {
        xr_fail_errno(failure, "%s", path);
        return NULL;
    }
    char *rows = calloc(1, (size_t)size + 1);
    if (!rows)
        xr_fail(failure, XR_MACHINE, "no memory to read %s", path);
    else if (xr_files_read(files, fd, path, rows, (size_t)size, 0, failure))
        return rows;
    free(rows);
    return NULL;
}

/* Appends the rows that DIRECTORY/NAME has up to `step`. Only a file that isn't there has none: one
 * that can't be read is a failure, so that it is not replaced by less than it holds. */
static bool collect_file(const xr_files *files, const char *directory, const char *name,
    uint64_t step, xr_text *kept, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (!xr_path_join(path, directory, name, failure))
        return false;
    int fd = xr_files_open(files, path, O_RDONLY | O_NONBLOCK); /* a pipe is refused */
    if (fd < 0)
        return errno == ENOENT || xr_fail_errno(failure, "%s", path);
    char *rows = read_rows(files, fd, path, failure);
    files->close(files->context, fd);
    if (rows)
        collect(rows, step, kept);
    free(rows);
    return rows != NULL;
}

static bool trim(const xr_files *files, const char *directory, const char *name, const char *header,
    uint64_t step, xr_failure *failure)
{
    xr_text kept = {0};
    xr_text_append(&kept, "%s", header);
    bool fine = step == 0 || collect_file(files, directory, name, step, &kept, failure);
    if (fine && kept.failed)
        fine = xr_fail(failure, XR_MACHINE, "no memory for the rows of %s", name);
    fine = fine && xr_replace_text(files, directory, name, kept.data, kept.length, failure);
    xr_text_free(&kept);
    return fine;
}

bool xr_metrics_log_open(xr_metrics_log *log, const xr_files *files, const char *directory,
    uint64_t step, xr_failure *failure)
{
    *log = (xr_metrics_log){0};
    if (!trim(files, directory, epochs_name, epochs_header, step, failure) ||
        !trim(files, directory, steps_name, steps_header, step, failure))
        return false;
    log->epochs = xr_files_append(directory, epochs_name, failure);
    log->steps = log->epochs ? xr_files_append(directory, steps_name, failure) : NULL;
    if (log->steps)
        return true;
    xr_metrics_log_close(log);
    return false;
}

static void print_scores(FILE *file, const xr_scores *scores)
{
    fprintf(file, ",%.9g,%.9g,%.9g", scores->loss, scores->cross_entropy, scores->accuracy);
}

static bool finish_row(FILE *file, const char *name, xr_failure *failure)
{
    fputc('\n', file);
    if (fflush(file) == 0 && !ferror(file))
        return true;
    return xr_fail_errno(failure, "%s: writing", name);
}

bool xr_metrics_log_epoch(xr_metrics_log *log, const xr_epoch_row *row, xr_failure *failure)
{
    FILE *file = log->epochs;
    fprintf(file, "%d,%llu,%.9g", row->epoch, (unsigned long long)row->step, row->learning_rate);
    print_scores(file, &row->train);
    if (row->validated)
        print_scores(file, &row->validation);
    else
        fputs(",,,", file);
    fprintf(file, ",%.3f,%.2f", row->seconds, row->images_per_second);
    return finish_row(file, epochs_name, failure);
}

bool xr_metrics_log_step(xr_metrics_log *log, const xr_step_row *row, xr_failure *failure)
{
    FILE *file = log->steps;
    fprintf(file, "%d,%llu,%.9g", row->epoch, (unsigned long long)row->step, row->learning_rate);
    print_scores(file, &row->train);
    return finish_row(file, steps_name, failure);
}

void xr_metrics_log_close(xr_metrics_log *log)
{
    if (log->epochs)
        fclose(log->epochs);
    if (log->steps)
        fclose(log->steps);
    *log = (xr_metrics_log){0};
}
