#include "cli/starter_data.h"

#include "cli/data_text.h"
#include "cli/places.h"
#include "data/statistics.h"
#include "dataset.h"
#include "frontend/frontend.h"
#include "support/files.h"

#include <string.h>

static bool is_part(const char *place)
{
    size_t length = strlen(place);
    return length > 5 && strcmp(place + length - 5, ".yaml") == 0;
}

/* How many images a part's data file has for training; 0 where it is not here, or is another. */
static int count_images(const char *place, const DataPart *part)
{
    xr_failure ignored = {XR_OK, ""};
    xr_dataset dataset = {0};
    bool fits = xr_record_look(&dataset, place, &ignored) && dataset.height == part->height &&
                dataset.width == part->width && dataset.channels == part->channels;
    int images = fits ? dataset.train.count : 0;
    xr_dataset_free(&dataset);
    return images;
}

static int read_part(const Command *command, const char *place, Starter *starter)
{
    const FrontendOptions options = {
        .models = places_shared(command->arena, "models"), .quiet = true};
    DataPart part;
    if (!frontend_data_part(command->arena, command->diag, place, &options, &part))
        return XC_EXIT_INPUT;
    starter->height = part.height;
    starter->width = part.width;
    starter->channels = part.channels;
    starter->classes = part.classes;
    starter->part = place;
    starter->has_data = part.data != NULL;
    starter->images = part.data ? count_images(part.data, &part) : 0;
    return XC_EXIT_OK;
}

static void describe(Arena *arena, const xr_dataset *dataset, Starter *starter)
{
    size_t channels = (size_t)dataset->channels;
    size_t pixels = (size_t)dataset->height * (size_t)dataset->width * (size_t)dataset->train.count;
    ChannelSums *sums = arena_array(arena, channels, sizeof *sums);
    double *mean = arena_array(arena, channels, sizeof *mean);
    double *std = arena_array(arena, channels, sizeof *std);
    statistics_add(sums, dataset->channels, dataset->train.images, pixels);
    for (size_t c = 0; c < channels; c++) {
        mean[c] = statistics_mean(&sums[c]);
        std[c] = statistics_std(&sums[c]);
    }
    starter->height = dataset->height;
    starter->width = dataset->width;
    starter->channels = dataset->channels;
    starter->classes = dataset->classes;
    starter->images = dataset->train.count;
    starter->mean = data_text_channels(arena, mean, dataset->channels, false);
    starter->std = data_text_channels(arena, std, dataset->channels, true);
}

static bool open_place(xr_dataset *dataset, const char *place, xr_failure *failure)
{
    if (!files_is_directory(place))
        return xr_record_open(dataset, place, failure);
    return xr_cifar100_is_in(place) ? xr_cifar100_open(dataset, place, failure)
                                    : xr_cifar10_open(dataset, place, failure);
}

static int read_images(const Command *command, const char *place, Starter *starter)
{
    xr_failure failure = {XR_OK, ""};
    xr_dataset dataset = {0};
    command_doing(command, arena_printf(command->arena, "reading %s", place), 0, 0, NULL);
    bool open = open_place(&dataset, place, &failure);
    if (open)
        describe(command->arena, &dataset, starter);
    xr_dataset_free(&dataset);
    command_done(command);
    if (open)
        return XC_EXIT_OK;
    diag_error(command->diag, XC_NOWHERE, "%s", failure.message);
    return failure.status == XR_MACHINE ? XC_EXIT_MACHINE : XC_EXIT_INPUT;
}

int starter_data(const Command *command, const char *place, Starter *starter)
{
    bool is_100 = strcmp(place, "cifar100") == 0;
    starter->data = place;
    if (is_100 || strcmp(place, "cifar10") == 0) {
        starter->classes = is_100 ? 100 : 10; /* the shape is the usual one */
        return XC_EXIT_OK;
    }
    starter->has_data = true;
    return is_part(place) ? read_part(command, place, starter)
                          : read_images(command, place, starter);
}
