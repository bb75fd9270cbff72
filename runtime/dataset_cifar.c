/* The binary versions of CIFAR-10 and CIFAR-100: files of records of equal size, each one or two
 * label bytes and 3072 pixel bytes, three planes (red, green, blue) of 32 rows of 32. */
#include "dataset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "input.h"

enum {
    SIDE = 32,
    CHANNELS = 3,
    PLANE = SIDE * SIDE,
    IMAGE = CHANNELS * PLANE,
    MAX_LABELS = 2,
    MAX_NAME_BYTES = 1 << 14
};

/* What tells the two apart. Of a record's labels the last is its class. */
typedef struct Form {
    const char *name, *subdirectory;
    int labels; /* bytes of a record before its pixels */
    int classes[MAX_LABELS]; /* every label is below its own number of classes */
    const char *const *training_files; /* ends with NULL */
    int training_records, test_records; /* of each file */
    const char *test_file;
} Form;

static const char *const training_files_10[] = {"data_batch_1.bin", "data_batch_2.bin",
    "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", NULL};
static const char *const training_files_100[] = {"train.bin", NULL};

static const Form cifar10 = {
    "CIFAR-10", "cifar-10-batches-bin", 1, {10}, training_files_10, 10000, 10000, "test_batch.bin"};
static const Form cifar100 = {
    "CIFAR-100", "cifar-100-binary", 2, {20, 100}, training_files_100, 50000, 10000, "test.bin"};

/* As batches.meta.txt has them. */
static const char *const class_names_10[] = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};

static int record_bytes(const Form *form)
{
    return form->labels + IMAGE;
}

static int class_count(const Form *form)
{
    return form->classes[form->labels - 1];
}

/* ---- the directory ------------------------------------------------------------------------- */

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* The directory that holds the files: the given one or its usual subdirectory. */
static bool find_files(
    const Form *form, char found[XR_PATH_ROOM], const char *directory, xr_failure *failure)
{
    const char *first = form->training_files[0];
    char path[XR_PATH_ROOM], below[XR_PATH_ROOM];
    struct stat status;
    if (stat(directory, &status) != 0)
        return xr_fail_errno(failure, "%s", directory);
    if (!xr_path_join(path, directory, first, failure))
        return false;
    if (is_file(path)) {
        memcpy(found, directory, strlen(directory) + 1); /* fits: the longer path did */
        return true;
    }
    if (!xr_path_join(found, directory, form->subdirectory, failure) ||
        !xr_path_join(below, found, first, failure))
        return false;
    if (is_file(below))
        return true;
    return xr_fail(failure, XR_MACHINE, "%s: neither it nor its subdirectory %s holds %s",
        directory, form->subdirectory, first);
}

/* ---- a file -------------------------------------------------------------------------------- */

/* Turns planes into pixels. */
static void interleave(uint8_t *image, const uint8_t *planes)
{
    for (int pixel = 0; pixel < PLANE; pixel++)
        for (int channel = 0; channel < CHANNELS; channel++)
            image[pixel * CHANNELS + channel] = planes[channel * PLANE + pixel];
}

static bool check_size(
    const Form *form, int records, uint64_t bytes, const char *path, xr_failure *failure)
{
    long long size = (long long)bytes;
    int record = record_bytes(form);
    if (size % record != 0)
        return xr_fail(failure, XR_BAD_INPUT,
            "%s: %lld bytes are not a whole number of records of %d bytes (cut off at record "
            "%lld?)",
            path, size, record, size / record);
    if (size / record != records)
        return xr_fail(
            failure, XR_BAD_INPUT, "%s: %lld records, expected %d", path, size / record, records);
    return true;
}

static bool check_labels(
    const Form *form, const uint8_t *record, int i, const char *path, xr_failure *failure)
{
    for (int k = 0; k < form->labels; k++)
        if (record[k] >= form->classes[k])
            return xr_fail(failure, XR_BAD_INPUT,
                "%s: byte %lld (record %d) is label %d; labels are 0 to %d", path,
                (long long)i * record_bytes(form) + k, i, record[k], form->classes[k] - 1);
    return true;
}

/* Reads `records` records into images and labels that have room for them. */
static bool read_records(const Form *form, int records, FILE *file, const char *path,
    uint8_t *images, int32_t *labels, xr_failure *failure)
{
    uint8_t record[MAX_LABELS + IMAGE];
    for (int i = 0; i < records; i++) {
        if (fread(record, (size_t)record_bytes(form), 1, file) != 1)
            return ferror(file)
                       ? xr_fail_errno(failure, "%s: reading record %d", path, i)
                       : xr_fail(failure, XR_BAD_INPUT, "%s: ends within record %d", path, i);
        if (!check_labels(form, record, i, path, failure))
            return false;
        labels[i] = record[form->labels - 1];
        interleave(images + (size_t)i * IMAGE, record + form->labels);
    }
    return true;
}

/* Reads one file to the place of record number `first` of a split; of one without memory for images
 * only the size is checked. */
static bool read_file(const Form *form, const char *directory, const char *name, int records,
    xr_split *split, int first, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    uint64_t size;
    if (!xr_path_join(path, directory, name, failure))
        return false;
    FILE *file = xr_input_open(path, &size, failure);
    if (!file)
        return false;
    bool fine = check_size(form, records, size, path, failure) &&
                (!split->images ||
                    read_records(form, records, file, path, split->images + (size_t)first * IMAGE,
                        split->labels + first, failure));
    fclose(file);
    return fine;
}

/* ---- both data sets ------------------------------------------------------------------------ */

/* Without `images` the files are only looked at. */
static bool read_splits(
    const Form *form, xr_dataset *dataset, const char *directory, bool images, xr_failure *failure)
{
    int files = 0;
    while (form->training_files[files])
        files++;
    dataset->train.count = files * form->training_records;
    dataset->test.count = form->test_records;
    if (images && (!xr_split_allocate(&dataset->train, dataset, dataset->train.count, failure) ||
                      !xr_split_allocate(&dataset->test, dataset, dataset->test.count, failure)))
        return false;
    for (int i = 0; i < files; i++)
        if (!read_file(form, directory, form->training_files[i], form->training_records,
                &dataset->train, i * form->training_records, failure))
            return false;
    return read_file(
        form, directory, form->test_file, form->test_records, &dataset->test, 0, failure);
}

/* found: where the files are. */
static bool open_form(const Form *form, xr_dataset *dataset, const char *directory, bool images,
    char found[XR_PATH_ROOM], xr_failure *failure)
{
    *dataset = (xr_dataset){.name = form->name,
        .height = SIDE,
        .width = SIDE,
        .channels = CHANNELS,
        .classes = class_count(form)};
    return find_files(form, found, directory, failure) &&
           read_splits(form, dataset, found, images, failure);
}

bool xr_cifar10_open(xr_dataset *dataset, const char *directory, xr_failure *failure)
{
    char found[XR_PATH_ROOM];
    if (!open_form(&cifar10, dataset, directory, true, found, failure))
        return false;
    dataset->class_names = class_names_10;
    return true;
}

/* The fine names are a file beside the images; a data set without it has no names. */
static bool read_fine_names(xr_dataset *dataset, const char *directory, xr_failure *failure)
{
    char path[XR_PATH_ROOM], text[MAX_NAME_BYTES];
    if (!xr_path_join(path, directory, "fine_label_names.txt", failure))
        return false;
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    FILE *file = xr_input_open(path, NULL, failure);
    if (!file)
        return false;
    size_t length = fread(text, 1, sizeof text, file);
    bool read = !ferror(file) || xr_fail_errno(failure, "%s", path);
    fclose(file);
    while (length > 1 && text[length - 1] == '\n' && text[length - 2] == '\n')
        length--;
    return read && xr_dataset_set_names(dataset, text, length, false, path, failure);
}

bool xr_cifar100_open(xr_dataset *dataset, const char *directory, xr_failure *failure)
{
    char found[XR_PATH_ROOM];
    return open_form(&cifar100, dataset, directory, true, found, failure) &&
           read_fine_names(dataset, found, failure);
}

bool xr_cifar_look(xr_dataset *dataset, bool is_100, const char *directory, xr_failure *failure)
{
    char found[XR_PATH_ROOM];
    return open_form(is_100 ? &cifar100 : &cifar10, dataset, directory, false, found, failure);
}

bool xr_cifar100_is_in(const char *directory)
{
    char found[XR_PATH_ROOM];
    xr_failure ignored;
    return find_files(&cifar100, found, directory, &ignored);
}
