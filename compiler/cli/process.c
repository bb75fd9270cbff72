#define _GNU_SOURCE /* pipe2, environ */
#include "cli/process.h"

#include "support/plain_stream.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void arguments_add(Arena *arena, Arguments *arguments, const char *text)
{
    vec_push(arena, arguments, arena_strdup(arena, text));
}

void arguments_add_words(Arena *arena, Arguments *arguments, const char *text)
{
    const char *blanks = " \t\n";
    for (const char *p = text + strspn(text, blanks); *p; p += strspn(p, blanks)) {
        size_t length = strcspn(p, blanks);
        vec_push(arena, arguments, arena_strndup(arena, p, length));
        p += length;
    }
}

char **arguments_finish(Arena *arena, Arguments *arguments)
{
    vec_push(arena, arguments, NULL);
    arguments->count--;
    return arguments->data;
}

/* 0, or an errno. */
static int choose_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigemptyset(&none);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    return error ? error : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
}

static pid_t spawn(Diag *diag, char *const *argv, const posix_spawn_file_actions_t *actions)
{
    pid_t child = -1;
    posix_spawnattr_t attributes;
    int error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = choose_attributes(&attributes);
        if (error == 0)
            error = posix_spawnp(&child, argv[0], actions, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    if (error == 0)
        return child;
    diag_error(diag, XC_NOWHERE, "cannot run %s: %s", argv[0], strerror(error));
    return -1;
}

pid_t process_start(Diag *diag, char *const *argv)
{
    return spawn(diag, argv, NULL);
}

pid_t process_start_to(Diag *diag, char *const *argv, int errors)
{
    posix_spawn_file_actions_t actions;
    if (errors < 0 || posix_spawn_file_actions_init(&actions) != 0)
        return process_start(diag, argv);
    bool turned = posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) == 0;
    pid_t child = spawn(diag, argv, turned ? &actions : NULL);
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

static int exit_status(int wait_status)
{
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

static pid_t wait_for(pid_t child, int *status)
{
    int wait_status = 0;
    pid_t ended;
    do
        ended = waitpid(child, &wait_status, 0);
    while (ended < 0 && errno == EINTR);
    *status = exit_status(wait_status);
    return ended;
}

pid_t process_wait_any(int *status)
{
    return wait_for(-1, status);
}

/* There is no wait for a child and for a signal that is held back: both are looked for in turn. */
pid_t process_wait_any_unless(const Interrupts *interrupts, int *status)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    int wait_status = 0;
    for (;;) {
        pid_t ended = waitpid(-1, &wait_status, WNOHANG);
        if (interrupts_came(interrupts) && ended <= 0)
            return 0;
        if (ended > 0 || (ended < 0 && errno != EINTR)) {
            *status = exit_status(wait_status);
            return ended;
        }
        nanosleep(&pause, NULL);
    }
}

int process_wait_or_end(pid_t child, const Interrupts *interrupts)
{
    const struct timespec pause = {.tv_nsec = 20000000};
    int wait_status = 0;
    bool told = false;
    for (;;) {
        pid_t ended = waitpid(child, &wait_status, WNOHANG);
        if (ended == child)
            return exit_status(wait_status);
        if (ended < 0 && errno != EINTR)
            return -1;
        if (!told && interrupts_came(interrupts)) {
            kill(child, SIGTERM);
            told = true;
        }
        nanosleep(&pause, NULL);
    }
}

/* Reads to the end of file; false when read fails. */
static bool drain(Arena *arena, int file, char **data, size_t *length)
{
    struct {
        char *data;
        size_t count, capacity;
    } text = {0};
    char block[4096];
    for (;;) {
        ssize_t count = read(file, block, sizeof block);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        if (count == 0)
            break;
        for (ssize_t i = 0; i < count; i++)
            vec_push(arena, &text, block[i]);
    }
    vec_push(arena, &text, '\0');
    *data = text.data;
    *length = text.count - 1;
    return true;
}

/* stdout to the pipe, stderr to nowhere. */
static pid_t spawn_captured(Diag *diag, char *const *argv, int output)
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        if (error == 0)
            error =
                posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        pid_t child = error == 0 ? spawn(diag, argv, &actions) : -1;
        posix_spawn_file_actions_destroy(&actions);
        if (error == 0)
            return child;
    }
    diag_error(diag, XC_NOWHERE, "cannot run %s: %s", argv[0], strerror(error));
    return -1;
}

char *process_capture(Arena *arena, Diag *diag, char *const *argv, size_t *length, int *status)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        diag_error(diag, XC_NOWHERE, "cannot make a pipe: %s", strerror(errno));
        return NULL;
    }
    pid_t child = spawn_captured(diag, argv, ends[1]);
    close(ends[1]);
    char *data = NULL;
    bool complete = child >= 0 && drain(arena, ends[0], &data, length);
    close(ends[0]);
    if (child < 0)
        return NULL;
    wait_for(child, status);
    return complete && *status == 0 ? data : NULL;
}

int process_become(Diag *diag, char *const *argv)
{
    fflush(NULL);
    execv(argv[0], argv);
    diag_error(diag, XC_NOWHERE, "cannot run %s: %s", argv[0], strerror(errno));
    return XC_EXIT_MACHINE;
}

void process_echo(char *const *argv)
{
    PlainStream plain;
    plain_stream_open(&plain);
    for (char *const *word = argv; *word; word++)
        fprintf(plain.stream, "%s%s", word == argv ? "+ " : " ", *word);
    fputc('\n', plain.stream);
    plain_stream_close(&plain, stderr);
}
