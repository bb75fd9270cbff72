#include "metrics_log.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
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
    const char *comma = strchr(line, ',');
    if (!comma || !strchr(line, '\n'))
        return false;
    char *end;
    unsigned long long row = strtoull(comma + 1, &end, 10);
    return end != comma + 1 && *end == ',' && row >= 1 && row <= step;
}

/* The header and the rows of `file` up to `step`. */
static bool collect(FILE *file, const char *header, uint64_t step, xr_text *kept)
{
    char *line = NULL;
    size_t room = 0;
    xr_text_append(kept, "%s", header);
    while (getline(&line, &room, file) >= 0)
        if (is_kept(line, step))
            xr_text_append(kept, "%s", line);
    free(line);
    return !ferror(file) && !kept->failed;
}

static bool trim(
    const char *directory, const char *name, const char *header, uint64_t step, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (!xr_path_join(path, directory, name, failure))
        return false;
    xr_text kept = {0};
    FILE *file = step > 0 ? fopen(path, "r") : NULL;
    bool fine = true;
    if (file) {
        fine = collect(file, header, step, &kept) ||
               xr_fail(failure, XR_MACHINE, "%s: cannot be read", path);
        fclose(file);
    } else {
        xr_text_append(&kept, "%s", header);
        fine = !kept.failed || xr_fail(failure, XR_MACHINE, "no memory for %s", path);
    }
    fine =
        fine && xr_replace_text(&xr_system_files, directory, name, kept.data, kept.length, failure);
    xr_text_free(&kept);
    return fine;
}

static FILE *open_to_append(const char *directory, const char *name, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (!xr_path_join(path, directory, name, failure))
        return NULL;
    FILE *file = fopen(path, "ae");
    if (!file)
        xr_fail_errno(failure, "%s", path);
    return file;
}

bool xr_metrics_log_open(
    xr_metrics_log *log, const char *directory, uint64_t step, xr_failure *failure)
{
    *log = (xr_metrics_log){0};
    if (!trim(directory, epochs_name, epochs_header, step, failure) ||
        !trim(directory, steps_name, steps_header, step, failure))
        return false;
    log->epochs = open_to_append(directory, epochs_name, failure);
    log->steps = log->epochs ? open_to_append(directory, steps_name, failure) : NULL;
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
