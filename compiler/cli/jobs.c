#include "cli/jobs.h"

#include "cli/process.h"
#include "progress.h"
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

enum { MAX_JOBS = 64 };

typedef struct Job {
    pid_t child;
    size_t index;
    const char *title;
    FILE *errors; /* NULL: it writes to standard error itself */
} Job;

/* The jobs at work, the oldest first. */
typedef struct Desk {
    const Jobs *jobs;
    Job running[MAX_JOBS];
    size_t most, active, next, done;
    bool fine;
} Desk;

static size_t count_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > MAX_JOBS ? MAX_JOBS : (size_t)cores;
}

static void show(const Desk *desk)
{
    const Jobs *jobs = desk->jobs;
    xr_progress_show(jobs->progress, &(xr_doing){.what = jobs->what,
                                         .done = (long long)desk->done,
                                         .all = jobs->count > 1 ? (long long)jobs->count : 0,
                                         .detail = desk->active ? desk->running[0].title : NULL,
                                         .left = (double)NAN});
}

static void start_next(Desk *desk)
{
    const Jobs *jobs = desk->jobs;
    Job job = {.index = desk->next++};
    char **argv = jobs->begin(jobs->context, job.index, &job.title);
    job.errors = tmpfile();
    job.child = process_start_to(jobs->diag, argv, job.errors ? fileno(job.errors) : -1);
    if (job.child >= 0) {
        desk->running[desk->active++] = job;
        return;
    }
    if (job.errors)
        fclose(job.errors);
    desk->fine = false;
}

/* What the job said, undisturbed by others and by the line. */
static void print_errors(const Jobs *jobs, FILE *errors)
{
    char block[4096];
    size_t size;
    if (!errors)
        return;
    rewind(errors);
    if ((size = fread(block, 1, sizeof block, errors)) > 0) {
        xr_progress_pause(jobs->progress);
        do
            fwrite(block, 1, size, stderr);
        while ((size = fread(block, 1, sizeof block, errors)) > 0);
        fflush(stderr);
        xr_progress_resume(jobs->progress);
    }
    fclose(errors);
}

static Job take_out(Desk *desk, pid_t child)
{
    size_t place = 0;
    while (place < desk->active && desk->running[place].child != child)
        place++;
    if (place == desk->active)
        bug("a process was lost: %s", strerror(errno));
    Job job = desk->running[place];
    desk->active--;
    memmove(&desk->running[place], &desk->running[place + 1],
        (desk->active - place) * sizeof *desk->running);
    return job;
}

static void abandon(const Jobs *jobs, const Job *job)
{
    if (job->errors)
        fclose(job->errors);
    jobs->abandon(jobs->context, job->index);
}

static void end_all(Desk *desk)
{
    int status;
    desk->fine = false;
    for (size_t i = 0; i < desk->active; i++)
        kill(desk->running[i].child, SIGTERM);
    while (desk->active > 0) {
        Job job = take_out(desk, process_wait_any(&status));
        abandon(desk->jobs, &job);
    }
}

/* A terminal sends its signals to the jobs too: what fails then has not failed. */
static void take_result(Desk *desk, pid_t child, int status)
{
    const Jobs *jobs = desk->jobs;
    Job job = take_out(desk, child);
    if (status != 0 && interrupts_came(jobs->interrupts)) {
        abandon(jobs, &job);
        end_all(desk);
        return;
    }
    print_errors(jobs, job.errors);
    desk->done++;
    desk->fine = jobs->finish(jobs->context, job.index, status) && desk->fine;
}

bool jobs_run(const Jobs *jobs)
{
    Desk desk = {.jobs = jobs, .most = count_cores(), .fine = true};
    for (;;) {
        while (desk.fine && desk.active < desk.most && desk.next < jobs->count)
            start_next(&desk);
        if (desk.active == 0)
            break;
        show(&desk);
        int status;
        pid_t ended = process_wait_any_unless(jobs->interrupts, &status);
        if (ended == 0)
            end_all(&desk);
        else
            take_result(&desk, ended, status);
    }
    xr_progress_end(jobs->progress);
    return desk.fine;
}
