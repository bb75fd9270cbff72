#include "trainer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 32, MOST_DESCRIPTORS = 64 };

/* In the child: becomes the trainer. */
static _Noreturn void become(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments)
{
    char *argv[MOST_ARGUMENTS + 1];
    int argc = 0;
    while (arguments[argc] && argc < MOST_ARGUMENTS) {
        argv[argc] = strdup(arguments[argc]);
        argc++;
    }
    argv[argc] = NULL;
    unsetenv("XCEPTC_DATA");
    unsetenv("XCEPTC_THREADS");
    unsetenv("XCEPTC_COMMAND");
    char *copy = environment ? strdup(environment) : NULL;
    if (copy)
        putenv(copy);
    signal(SIGPIPE, SIG_DFL);
    for (int fd = STDERR_FILENO + 1; fd < MOST_DESCRIPTORS; fd++)
        close(fd); /* such as the other end of a pipe */
    if (chdir(directory) != 0)
        _exit(99);
    int status = xr_main(model, argc, argv);
    for (int i = 0; i < argc; i++)
        free(argv[i]);
    fflush(NULL);
    exit(status); /* not _exit: a leak checker has its say */
}

static Started start(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments, int out)
{
    Started started = {.out = out, .err = memfd_create("err", 0)};
    assert_true(started.out >= 0 && started.err >= 0);
    fflush(NULL);
    started.process = fork();
    assert_true(started.process >= 0);
    if (started.process == 0) {
        dup2(started.out, STDOUT_FILENO);
        dup2(started.err, STDERR_FILENO);
        become(model, directory, environment, arguments);
    }
    return started;
}

Started trainer_start(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments)
{
    return start(model, directory, environment, arguments, memfd_create("out", 0));
}

Started trainer_start_into(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments, int out)
{
    Started started = start(model, directory, environment, arguments, out);
    close(out);
    started.out = memfd_create("nothing", 0);
    return started;
}

static char *take_text(int fd)
{
    off_t size = lseek(fd, 0, SEEK_END);
    assert_true(size >= 0);
    char *text = calloc(1, (size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(pread(fd, text, (size_t)size, 0), size);
    close(fd);
    return text;
}

Outcome trainer_wait(Started *started)
{
    int status;
    assert_int_equal(waitpid(started->process, &status, 0), started->process);
    Outcome outcome = {.out = take_text(started->out), .err = take_text(started->err)};
    outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return outcome;
}

Outcome trainer_run(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments)
{
    Started started = trainer_start(model, directory, environment, arguments);
    return trainer_wait(&started);
}

void trainer_free(Outcome *outcome)
{
    free(outcome->out);
    free(outcome->err);
    *outcome = (Outcome){0};
}
