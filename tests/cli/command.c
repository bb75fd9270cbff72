#define _GNU_SOURCE /* pipe2 */
#include "command.h"

#include "cli/process.h"
#include "support/files.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void check(bool fine, const char *what)
{
    if (!fine) {
        perror(what);
        abort();
    }
}

/* In the child, between fork and exec. */
static void apply(const Setting *setting)
{
    if (setting->directory)
        check(chdir(setting->directory) == 0, setting->directory);
    if (setting->environment)
        check(putenv((char *)(uintptr_t)setting->environment) == 0, "putenv");
    if (setting->file_limit) {
        struct rlimit limit = {setting->file_limit, setting->file_limit};
        check(setrlimit(RLIMIT_FSIZE, &limit) == 0, "setrlimit");
        check(signal(SIGXFSZ, SIG_IGN) != SIG_ERR, "signal");
    }
    if (setting->memory_limit) {
        struct rlimit limit = {setting->memory_limit, setting->memory_limit};
        check(setrlimit(RLIMIT_AS, &limit) == 0, "setrlimit");
    }
}

static void connect_output(const char *path, int target)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    check(file >= 0, path);
    check(dup2(file, target) == target, "dup2");
    close(file);
}

Outcome run_program(Arena *arena, const char *program, const char *words, const Setting *setting)
{
    Arguments arguments = {0};
    arguments_add(arena, &arguments, program);
    arguments_add_words(arena, &arguments, words);
    char **argv = arguments_finish(arena, &arguments);
    char *scratch = temporary_directory(arena);
    char *out = files_join(arena, scratch, "out"), *err = files_join(arena, scratch, "err");

    fflush(NULL);
    pid_t child = fork();
    check(child >= 0, "fork");
    if (child == 0) {
        connect_output(setting->out_path ? setting->out_path : out, STDOUT_FILENO);
        connect_output(err, STDERR_FILENO);
        apply(setting);
        execvp(argv[0], argv);
        perror(argv[0]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0)
        check(errno == EINTR, "wait4");

    Diag *diag = diag_new(arena, stderr, false);
    size_t length;
    Outcome outcome = {.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
        .peak_bytes = (uint64_t)usage.ru_maxrss * 1024};
    outcome.out = setting->out_path ? "" : files_read(arena, diag, out, &length);
    outcome.err = files_read(arena, diag, err, &length);
    check(outcome.out && outcome.err, "output of the program");
    remove_directory(scratch);
    return outcome;
}

Outcome run_xceptc_in(Arena *arena, const char *words, const Setting *setting)
{
    const char *program = getenv("XCEPTC");
    return run_program(arena, program ? program : XCEPTC_BINARY_DIR "/xceptc", words, setting);
}

Outcome run_xceptc(Arena *arena, const char *words)
{
    return run_xceptc_in(arena, words, &(Setting){0});
}

char *temporary_directory(Arena *arena)
{
    char *path = arena_strdup(arena, XCEPTC_BINARY_DIR "/test-XXXXXX");
    check(mkdtemp(path) != NULL, path);
    return path;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void remove_directory(const char *path)
{
    check(nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0, path);
}
