/* The binary version of CIFAR-10: five training files and one test file, each 10,000 records of
 * one label byte and 3072 pixel bytes, three planes (red, green, blue) of 32 rows of 32. */
#include "dataset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "files.h"

enum {
    SIDE = 32,
    CHANNELS = 3,
    CLASSES = 10,
    PLANE = SIDE * SIDE,
    RECORD = 1 + CHANNELS * PLANE,
    FILE_RECORDS = 10000,
    TRAINING_FILES = 5
};

static const char subdirectory[] = "cifar-10-batches-bin";

/* As batches.meta.txt has them. */
static const char *const class_names[CLASSES] = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* The directory that holds the batches: the given one or its usual subdirectory. */
static bool find_batches(char found[XR_PATH_ROOM], const char *directory, xr_failure *failure)
{
    char path[XR_PATH_ROOM], below[XR_PATH_ROOM];
    struct stat status;
    if (stat(directory, &status) != 0)
        return xr_fail_errno(failure, "%s", directory);
    if (!xr_path_join(path, directory, "data_batch_1.bin", failure))
        return false;
    if (is_file(path)) {
        memcpy(found, directory, strlen(directory) + 1); /* fits: the longer path did */
        return true;
    }
    if (!xr_path_join(found, directory, subdirectory, failure) ||
        !xr_path_join(below, found, "data_batch_1.bin", failure))
        return false;
    if (is_file(below))
        return true;
    return xr_fail(failure, XR_MACHINE,
        "%s: neither it nor its subdirectory %s holds data_batch_1.bin", directory, subdirectory);
}

/* Turns planes into pixels. */
static void interleave(uint8_t *image, const uint8_t *planes)
{
    for (int pixel = 0; pixel < PLANE; pixel++)
        for (int channel = 0; channel < CHANNELS; channel++)
            image[pixel * CHANNELS + channel] = planes[channel * PLANE + pixel];
}

static bool check_size(FILE *file, const char *path, xr_failure *failure)
{
    struct stat status;
    if (fstat(fileno(file), &status) != 0)
        return xr_fail_errno(failure, "%s", path);
    long long size = (long long)status.st_size;
    if (size % RECORD != 0)
        return xr_fail(failure, XR_BAD_INPUT,
            "%s: %lld bytes are not a whole number of records of %d bytes (cut off at record "
            "%lld?)",
            path, size, RECORD, size / RECORD);
    if (size / RECORD != FILE_RECORDS)
        return xr_fail(failure, XR_BAD_INPUT, "%s: %lld records, expected %d", path, size / RECORD,
            FILE_RECORDS);
    return true;
}

static bool read_records(
    FILE *file, const char *path, uint8_t *images, int32_t *labels, xr_failure *failure)
{
    uint8_t record[RECORD];
    for (int i = 0; i < FILE_RECORDS; i++) {
        if (fread(record, RECORD, 1, file) != 1)
            return ferror(file)
                       ? xr_fail_errno(failure, "%s: reading record %d", path, i)
                       : xr_fail(failure, XR_BAD_INPUT, "%s: ends within record %d", path, i);
        if (record[0] >= CLASSES)
            return xr_fail(failure, XR_BAD_INPUT,
                "%s: byte %lld (record %d) is label %d; labels are 0 to %d", path,
                (long long)i * RECORD, i, record[0], CLASSES - 1);
        labels[i] = record[0];
        interleave(images + (size_t)i * CHANNELS * PLANE, record + 1);
    }
    return true;
}

static bool read_file(const char *path, uint8_t *images, int32_t *labels, xr_failure *failure)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return xr_fail_errno(failure, "%s", path);
    bool fine =
        check_size(file, path, failure) && read_records(file, path, images, labels, failure);
    fclose(file);
    return fine;
}

/* Reads file number `index` of a split, into its place there. */
static bool read_batch(
    xr_split *split, int index, const char *directory, const char *name, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    size_t first = (size_t)index * FILE_RECORDS;
    return xr_path_join(path, directory, name, failure) &&
           read_file(
               path, split->images + first * CHANNELS * PLANE, split->labels + first, failure);
}

bool xr_cifar10_open(xr_dataset *dataset, const char *directory, xr_failure *failure)
{
    *dataset = (xr_dataset){.name = "CIFAR-10",
        .height = SIDE,
        .width = SIDE,
        .channels = CHANNELS,
        .classes = CLASSES,
        .class_names = class_names};
    char batches[XR_PATH_ROOM];
    if (!find_batches(batches, directory, failure) ||
        !xr_split_allocate(&dataset->train, dataset, TRAINING_FILES * FILE_RECORDS, failure) ||
        !xr_split_allocate(&dataset->test, dataset, FILE_RECORDS, failure))
        return false;
    for (int i = 0; i < TRAINING_FILES; i++) {
        char name[32];
        snprintf(name, sizeof name, "data_batch_%d.bin", i + 1);
        if (!read_batch(&dataset->train, i, batches, name, failure))
            return false;
    }
    return read_batch(&dataset->test, 0, batches, "test_batch.bin", failure);
}
