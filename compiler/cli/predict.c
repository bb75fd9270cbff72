#include "cli/make.h"
#include "images/bad_images.h"
#include "images/gather.h"
#include "images/image.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool write_all(int fd, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        data += written;
        size -= (size_t)written;
    }
    return true;
}

/* The images on their way to the trainer. */
typedef struct Handing {
    const Command *command;
    Shape input;
    ImageFit fit;
    int fd;
    BadImages bad;
    int status;
} Handing;

/* Appends an image as the trainer reads it; false when the file is bad. */
static bool add_image(Handing *handing, const char *path)
{
    Arena *arena = arena_new(); /* of this image alone: there may be many */
    Image image;
    Shape input = handing->input;
    const char *reason = image_try(arena, path, &image);
    if (reason) {
        bad_images_add(&handing->bad, path, reason);
    } else {
        image_set_channels(arena, &image, shape_channels(input));
        image_fit(arena, &image, shape_height(input), shape_width(input), handing->fit);
        if (!write_all(handing->fd, image.pixels, shape_elements(input))) {
            diag_error(handing->command->diag, XC_NOWHERE, "no memory for the image %s: %s", path,
                strerror(errno));
            handing->status = XC_EXIT_MACHINE;
        }
    }
    arena_free(arena);
    return !reason;
}

/* Puts the files that the operands after the first stand for in their place. */
static bool find_images(const Command *command, Options *options)
{
    FileNames files = {0};
    for (size_t i = 1; i < options->operands.count; i++)
        if (!gather(command->arena, command->diag, options->operands.data[i], &files))
            return false;
    options->operands.count = 1;
    for (size_t i = 0; i < files.count; i++)
        vec_push(command->arena, &options->operands, files.data[i]);
    return true;
}

/* All images that the command line names; those that are left out are no operands any more. */
static void add_images(Handing *handing, Options *options)
{
    size_t kept = 1, all = options->operands.count - 1;
    for (size_t i = 1; i <= all; i++) {
        command_doing(handing->command, "reading", i - 1, all, "images");
        if (add_image(handing, options->operands.data[i]))
            options->operands.data[kept++] = options->operands.data[i];
    }
    command_done(handing->command);
    options->operands.count = kept;
    bad_images_end(&handing->bad);
    if (handing->status != XC_EXIT_OK || handing->bad.count == 0)
        return;
    if (!handing->bad.skip) {
        handing->status = XC_EXIT_INPUT;
    } else if (kept > 1) {
        diag_note(handing->command->diag, XC_NOWHERE, "%zu of %zu images skipped",
            handing->bad.count, all);
    } else {
        diag_error(handing->command->diag, XC_NOWHERE, "no image could be read");
        handing->status = XC_EXIT_INPUT;
    }
}

static bool read_fit(const Command *command, ImageFit *fit)
{
    const char *text = options_text(&command->options, "fit");
    *fit = XC_FIT_STRETCH;
    if (!text || image_fit_named(text, fit))
        return true;
    diag_error(command->diag, XC_NOWHERE, "--fit is stretch, crop or pad, not '%s'", text);
    return false;
}

/* Reads all images into a file in memory, which becomes the trainer's standard input. */
static int give_images(Command *command, const Graph *model)
{
    Handing handing = {.command = command,
        .input = model->images->shape,
        .bad = {.diag = command->diag, .skip = options_flag(&command->options, "skip-bad")}};
    if (!read_fit(command, &handing.fit))
        return XC_EXIT_USAGE;
    if (!find_images(command, &command->options))
        return XC_EXIT_INPUT;
    int channels = shape_channels(handing.input);
    if (channels != 1 && channels != 3) {
        diag_error(command->diag, XC_NOWHERE, "%s takes images of %d channels; files have 1 or 3",
            model->name, channels);
        return XC_EXIT_INPUT;
    }
    handing.fd = memfd_create("images", MFD_CLOEXEC);
    if (handing.fd >= 0)
        add_images(&handing, &command->options);
    if (handing.fd < 0 || lseek(handing.fd, 0, SEEK_SET) < 0 ||
        dup2(handing.fd, STDIN_FILENO) < 0) {
        diag_error(command->diag, XC_NOWHERE, "cannot hand over the images: %s", strerror(errno));
        return XC_EXIT_MACHINE;
    }
    return handing.status;
}

/* The images come first: a mistake there is told before a C compiler runs. */
static int run_predict(Command *command)
{
    Compilation compilation = {0};
    int status = model_load(command, command->options.operands.data[0], &compilation);
    if (status == XC_EXIT_OK)
        status = give_images(command, compilation.forward);
    if (status != XC_EXIT_OK)
        return status;
    return make_and_become(command, &compilation, XC_MAKE_TRAINER, (const char *[]){NULL});
}

static const OptionSpec options[] = {
    {0, "weights", XC_OPTION_TEXT, "FILE",
        "a checkpoint, or a run's directory: its best, else its last", true},
    {0, "top", XC_OPTION_WHOLE, "N", "how many classes of an image are shown (default: 5)", true},
    {0, "fit", XC_OPTION_TEXT, "HOW",
        "stretch (default), crop or pad an image of other proportions", false},
    {0, "skip-bad", XC_OPTION_FLAG, NULL, "leave out files that can't be read", false},
    {0, "batch", XC_OPTION_WHOLE, "N", "images at a time (default: the model's batch_size)", true},
    {0, "threads", XC_OPTION_WHOLE, "N", "threads (default: $XCEPTC_THREADS, or one a core)", true},
    {0, "json", XC_OPTION_FLAG, NULL, "print one JSON document", true},
    XC_OPTION_ISA,
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_predict = {
    .name = "predict",
    .group = "run",
    .operands = "MODEL IMAGE|FOLDER...",
    .summary = "the likeliest classes of PNG and JPEG images",
    .help =
        "Builds the model where the cache does not have it, reads the weights of a checkpoint and\n"
        "prints a line for each image: its likeliest classes with their probabilities. Images are\n"
        "brought to the size of the model's input, and gray and colour to its channels, as\n"
        "'xceptc data' does it. The classes' names are those of the data that the weights were\n"
        "trained on; where these don't know them, classes are numbers.\n"
        "A folder stands for all files in it and in its folders, sorted by path; names that begin\n"
        "with a dot are passed over, links to folders are not followed.\n"
        "When images can't be read, all are named and nothing is predicted; with --skip-bad all\n"
        "others are, and the exit status is 0 where there are any.\n",
    .min_operands = 2,
    .max_operands = -1,
    .options = options,
    .run = run_predict,
};
