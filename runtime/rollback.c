#include "rollback.h"

#include <math.h>
#include <sys/stat.h>

static const char kept_name[] = "epoch.safetensors", last_name[] = "last.safetensors";

double xr_rollback_factor(const xr_position *position)
{
    return ldexp(1.0, -position->rollbacks);
}

static bool load(const xr_run *run, const char *name, xr_position *position, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    return xr_path_join(path, run->directory->path, name, failure) &&
           xr_checkpoint_resume(run->model, run->net, path, run->dataset->name, position, failure);
}

static bool is_there(const xr_run *run, const char *name)
{
    xr_failure ignored = {XR_OK, ""};
    char path[XR_PATH_ROOM];
    struct stat status;
    return xr_path_join(path, run->directory->path, name, &ignored) && stat(path, &status) == 0;
}

static bool is_beginning(const xr_run *run, const xr_position *kept)
{
    return kept->epoch == run->position.epoch && kept->batch == 0 &&
           kept->seed == run->position.seed && kept->batch_size == run->position.batch_size;
}

/* Whether the kept file is of the epoch that the run, which goes on from within it, is in. Looking
 * at it overwrites the weights, which are those of `last`. */
static bool find_beginning(xr_run *run, bool *found, xr_failure *failure)
{
    xr_failure unreadable = {XR_OK, ""};
    xr_position kept, ignored;
    *found = false;
    if (!is_there(run, kept_name) || !is_there(run, last_name))
        return true;
    *found = load(run, kept_name, &kept, &unreadable) && is_beginning(run, &kept);
    return load(run, last_name, &ignored, failure);
}

bool xr_rollback_keep(xr_run *run, xr_failure *failure)
{
    bool found = false;
    if (!run->options->roll_back)
        return true;
    if (run->position.batch > 0 && !find_beginning(run, &found, failure))
        return false;
    return found || xr_checkpoint_save(run->model, run->net, &run->position, run->files,
                        run->directory->path, kept_name, failure);
}

void xr_rollback_forget(const xr_run *run)
{
    xr_failure ignored = {XR_OK, ""};
    char path[XR_PATH_ROOM];
    if (run->options->roll_back && xr_path_join(path, run->directory->path, kept_name, &ignored))
        run->files->unlink(run->files->context, path);
}

bool xr_rollback_wanted(const xr_run *run, const xr_failure *failure)
{
    return run->options->roll_back && failure->status == XR_NON_FINITE &&
           run->position.rollbacks < XR_MOST_ROLLBACKS;
}

bool xr_roll_back(xr_run *run, xr_failure *failure)
{
    xr_position position;
    xr_console_note(run->console, "warning: %s", failure->message);
    *failure = (xr_failure){XR_OK, ""};
    if (!load(run, kept_name, &position, failure))
        return false;
    position.data = run->position.data;
    position.class_names = run->position.class_names;
    position.rollbacks = run->position.rollbacks + 1;
    run->position = position;
    xr_console_note(run->console,
        "back to epoch %d, batch %d, with the learning rate times %g (time %d of at most %d)",
        position.epoch + 1, position.batch, xr_rollback_factor(&position), position.rollbacks,
        XR_MOST_ROLLBACKS);
    xr_metrics_log_close(run->log);
    return xr_metrics_log_open(run->log, run->files, run->directory->path, position.step, failure);
}
