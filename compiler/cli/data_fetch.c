/* Published data sets: fetch the archive, check its digest, unpack it beside its place, open it as
 * a trainer would, rename it. curl, sha256sum and tar do the work: they are on every machine that
 * could fetch anything, and keep TLS and gzip out of this program. */
#include "cli/data.h"

#include "cli/process.h"
#include "dataset.h"
#include "progress.h"
#include "report/json.h"
#include "support/files.h"
#include "support/text.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHA256_DIGITS = 64 };

static const Archive archives[] = {
    {"cifar10", "CIFAR-10", "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", "162 MB",
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "cifar-10-batches-bin"},
    {"cifar100", "CIFAR-100", "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", "161 MB",
        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", "cifar-100-binary"},
};

const Archive *archive_find(const char *word)
{
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
        if (strcmp(archives[i].word, word) == 0)
            return &archives[i];
    return NULL;
}

typedef struct Fetch {
    const Command *command;
    Arena *arena;
    Diag *diag;
    const Archive *archive;
    const char *directory; /* where the user wants it */
    const char *place; /* directory/folder */
    const char *scratch; /* beside place, on the same disk; removed at the end */
    const char *file; /* the archive */
    const char *missing; /* of directory and its parents the outermost that was not there */
    Interrupts interrupts;
} Fetch;

/* Of a program that a signal ended, nothing is to be said. */
static bool is_interrupted(const Fetch *fetch)
{
    return interrupts_came(&fetch->interrupts);
}

/* ---- checking ---------------------------------------------------------------------------------
 */

/* The data set in directory, with the trainer's own checks. */
static bool open_data(
    const Archive *archive, const char *directory, xr_dataset *dataset, xr_failure *failure)
{
    return strcmp(archive->word, "cifar100") == 0 ? xr_cifar100_open(dataset, directory, failure)
                                                  : xr_cifar10_open(dataset, directory, failure);
}

/* "./name", so that no program takes the name for an option or a machine. */
static const char *as_path(Arena *arena, const char *name)
{
    return name[0] == '/' ? name : arena_printf(arena, "./%s", name);
}

static int check_digest(const Fetch *fetch)
{
    Arguments arguments = {0};
    arguments_add(fetch->arena, &arguments, "sha256sum");
    arguments_add(fetch->arena, &arguments, as_path(fetch->arena, fetch->file));
    char **argv = arguments_finish(fetch->arena, &arguments);
    size_t length = 0;
    int status = 0;
    command_doing(fetch->command, "checking the archive", 0, 0, NULL);
    char *text = process_capture(fetch->arena, fetch->diag, argv, &length, &status);
    if (text && length > 0 && text[0] == '\\') /* said before a name with odd characters */
        text++, length--;
    if (!text || length < SHA256_DIGITS) {
        if (status && !is_interrupted(fetch))
            diag_error(fetch->diag, XC_NOWHERE, "sha256sum ended with status %d", status);
        return XC_EXIT_MACHINE;
    }
    text[SHA256_DIGITS] = '\0';
    if (strcmp(text, fetch->archive->sha256) == 0)
        return XC_EXIT_OK;
    diag_error(fetch->diag, XC_NOWHERE, "%s is not the archive of %s that was published",
        fetch->file, fetch->archive->name);
    diag_note(fetch->diag, XC_NOWHERE, "its SHA-256 is %s", text);
    diag_note(fetch->diag, XC_NOWHERE, "it should be   %s", fetch->archive->sha256);
    return XC_EXIT_INPUT;
}

/* ---- programs ---------------------------------------------------------------------------------
 */

static bool is_in_path(Arena *arena, const char *program)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t length = strcspn(path, ":");
        const char *folder = arena_strndup(arena, path, length);
        if (length && access(files_join(arena, folder, program), X_OK) == 0)
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}

/* Runs a program to its end; -1 when it could not be started. */
static int run(const Fetch *fetch, Arguments *arguments)
{
    char **argv = arguments_finish(fetch->arena, arguments);
    if (options_flag(&fetch->command->options, "verbose"))
        process_echo(argv);
    pid_t child = process_start(fetch->diag, argv);
    return child < 0 ? -1 : process_wait_or_end(child, &fetch->interrupts);
}

static void say_by_hand(const Fetch *fetch)
{
    const char *name = strrchr(fetch->archive->address, '/') + 1;
    diag_hint(fetch->diag, "get it in any other way, then: xceptc data %s %s --archive %s",
        fetch->archive->word, fetch->directory, name);
}

static int download(const Fetch *fetch)
{
    Arguments arguments = {0};
    bool quiet = options_flag(&fetch->command->options, "quiet");
    bool progress = !quiet && fetch->command->colour; /* these programs draw a line of their own */
    if (is_in_path(fetch->arena, "curl")) {
        arguments_add_words(fetch->arena, &arguments,
            "curl --fail --location --connect-timeout 10 --speed-limit 20000 --speed-time 30");
        arguments_add_words(
            fetch->arena, &arguments, progress ? "--progress-bar" : "--silent --show-error");
        arguments_add(fetch->arena, &arguments, "--output");
    } else if (is_in_path(fetch->arena, "wget")) {
        arguments_add_words(fetch->arena, &arguments, "wget --tries=1 --timeout=30 -q");
        arguments_add_words(fetch->arena, &arguments, progress ? "--show-progress" : "");
        arguments_add(fetch->arena, &arguments, "-O");
    } else {
        diag_error(fetch->diag, XC_NOWHERE, "cannot fetch %s: neither curl nor wget is here",
            fetch->archive->address);
        say_by_hand(fetch);
        return XC_EXIT_MACHINE;
    }
    arguments_add(fetch->arena, &arguments, as_path(fetch->arena, fetch->file));
    arguments_add(fetch->arena, &arguments, fetch->archive->address);
    command_done(fetch->command);
    command_note(fetch->command, "fetching %s (%s)", fetch->archive->address, fetch->archive->size);
    if (!progress)
        command_doing(fetch->command, "fetching", 0, 0, NULL);
    int status = run(fetch, &arguments);
    if (status == 0)
        return XC_EXIT_OK;
    if (is_interrupted(fetch))
        return XC_EXIT_MACHINE;
    diag_error(fetch->diag, XC_NOWHERE, "cannot fetch %s: %s ended with status %d",
        fetch->archive->address, arguments.data[0], status);
    say_by_hand(fetch);
    return XC_EXIT_MACHINE;
}

static int unpack(const Fetch *fetch)
{
    Arguments arguments = {0};
    arguments_add_words(fetch->arena, &arguments, "tar --no-same-owner -xzf");
    arguments_add(fetch->arena, &arguments, as_path(fetch->arena, fetch->file));
    arguments_add(fetch->arena, &arguments, "-C");
    arguments_add(fetch->arena, &arguments, as_path(fetch->arena, fetch->scratch));
    command_doing(fetch->command, "unpacking", 0, 0, NULL);
    int status = run(fetch, &arguments);
    if (status == 0)
        return XC_EXIT_OK;
    if (is_interrupted(fetch))
        return XC_EXIT_MACHINE;
    diag_error(
        fetch->diag, XC_NOWHERE, "cannot unpack %s: tar ended with status %d", fetch->file, status);
    return XC_EXIT_MACHINE;
}

/* ---- all of it --------------------------------------------------------------------------------
 */

/* What was unpacked is what a trainer wants; then it takes its place. */
static int put_in_place(const Fetch *fetch)
{
    xr_dataset dataset;
    xr_failure failure = {XR_OK, ""};
    command_doing(fetch->command, "checking the images", 0, 0, NULL);
    const char *unpacked = files_join(fetch->arena, fetch->scratch, fetch->archive->folder);
    bool right = open_data(fetch->archive, unpacked, &dataset, &failure);
    xr_dataset_free(&dataset);
    if (!right) {
        diag_error(fetch->diag, XC_NOWHERE, "%s", failure.message);
        return failure.status == XR_MACHINE ? XC_EXIT_MACHINE : XC_EXIT_INPUT;
    }
    if (rename(unpacked, fetch->place) == 0)
        return XC_EXIT_OK;
    diag_error(fetch->diag, XC_NOWHERE, "cannot make %s: %s", fetch->place, strerror(errno));
    return XC_EXIT_MACHINE;
}

static int fetch_into_scratch(Fetch *fetch, const char *local)
{
    if (!files_make_directory(fetch->arena, fetch->diag, fetch->scratch))
        return XC_EXIT_MACHINE;
    fetch->file = local ? local : files_join(fetch->arena, fetch->scratch, "archive.tar.gz");
    int status = local ? XC_EXIT_OK : download(fetch);
    if (status == XC_EXIT_OK)
        status = check_digest(fetch);
    if (status == XC_EXIT_OK)
        status = unpack(fetch);
    if (status == XC_EXIT_OK)
        status = put_in_place(fetch);
    return status;
}

/* Whatever happens, nothing is left but the data set in its place. */
static int fetch_all(Fetch *fetch, const char *local)
{
    fetch->missing = files_missing(fetch->arena, fetch->directory);
    interrupts_hold(&fetch->interrupts);
    int status = fetch_into_scratch(fetch, local);
    files_remove_directory(
        fetch->arena, files_join(fetch->arena, fetch->scratch, fetch->archive->folder));
    files_remove_directory(fetch->arena, fetch->scratch);
    if (status != XC_EXIT_OK && fetch->missing)
        files_remove_empty(fetch->arena, fetch->directory, fetch->missing);
    command_done(fetch->command);
    interrupts_release(&fetch->interrupts);
    return status;
}

static void report(const Fetch *fetch, const xr_dataset *dataset, bool was_there)
{
    if (options_flag(&fetch->command->options, "json")) {
        Json json = json_begin(stdout);
        json_object(&json);
        json_text_as(&json, "name", dataset->name);
        json_text_as(&json, "directory", fetch->directory);
        json_name(&json, "was_there");
        json_bool(&json, was_there);
        json_whole_as(&json, "train", (uint64_t)dataset->train.count);
        json_whole_as(&json, "test", (uint64_t)dataset->test.count);
        json_whole_as(&json, "classes", (uint64_t)dataset->classes);
        json_close(&json);
        json_end(&json);
        return;
    }
    printf("%s is %s %s: %d training and %d test images of %dx%dx%d in %d classes\n", dataset->name,
        was_there ? "already in" : "in", plain_text(fetch->arena, fetch->directory),
        dataset->train.count, dataset->test.count, dataset->height, dataset->width,
        dataset->channels, dataset->classes);
}

/* Opens what should be there now and says so. */
static int open_and_report(const Fetch *fetch, bool was_there)
{
    xr_dataset dataset;
    xr_failure failure = {XR_OK, ""};
    command_doing(fetch->command, "checking the images", 0, 0, NULL);
    bool open = open_data(fetch->archive, fetch->directory, &dataset, &failure);
    command_done(fetch->command);
    if (open) {
        report(fetch, &dataset, was_there);
    } else {
        diag_error(fetch->diag, XC_NOWHERE, "%s", failure.message);
        if (was_there)
            diag_hint(fetch->diag, "remove %s to have it fetched anew", fetch->place);
    }
    xr_dataset_free(&dataset);
    return failure.status == XR_MACHINE ? XC_EXIT_MACHINE : (int)failure.status;
}

/* Also where directory itself holds the files. */
static bool is_there(const Fetch *fetch)
{
    xr_dataset dataset;
    xr_failure failure;
    struct stat status;
    if (lstat(fetch->place, &status) == 0)
        return true;
    bool open = open_data(fetch->archive, fetch->directory, &dataset, &failure);
    xr_dataset_free(&dataset);
    return open;
}

int data_fetch(
    const Command *command, const Archive *archive, const char *directory, const char *local)
{
    Arena *arena = command->arena;
    Fetch fetch = {.command = command,
        .arena = arena,
        .diag = command->diag,
        .archive = archive,
        .directory = directory,
        .place = files_join(arena, directory, archive->folder),
        .scratch = arena_printf(arena, "%s/.%s.%ld.tmp", directory, archive->word, (long)getpid())};
    if (is_there(&fetch))
        return open_and_report(&fetch, true);
    if (local && !files_is_regular(local)) {
        diag_error(command->diag, XC_NOWHERE, "%s is not a file", local);
        return XC_EXIT_MACHINE;
    }
    xr_progress_leave_signals(command->progress); /* fetching takes them itself */
    int status = fetch_all(&fetch, local);
    return status == XC_EXIT_OK ? open_and_report(&fetch, false) : status;
}
