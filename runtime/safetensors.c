#include "safetensors.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "file_kind.h"
#include "input.h"
#include "json_read.h"

enum { LENGTH_BYTES = 8, SHORTEST_HEADER = 2 };

static const uint64_t longest_header = 100000000;

/* ---- vectors that grow --------------------------------------------------------------------- */

/* Room for one more element of `size` bytes; NULL when memory is short. */
static void *grow(void *data, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return data;
    size_t wanted = *capacity ? *capacity * 2 : 64;
    void *grown = wanted > SIZE_MAX / size ? NULL : realloc(data, wanted * size);
    if (grown)
        *capacity = wanted;
    return grown;
}

static bool add_tensor(xr_safetensors *file, xr_json *json, const xr_tensor *tensor)
{
    xr_tensor *tensors =
        grow(file->tensors, file->tensor_count, &file->tensor_capacity, sizeof *tensor);
    if (!tensors)
        return xr_json_problem(json, "does not fit into memory");
    file->tensors = tensors;
    tensors[file->tensor_count++] = *tensor;
    return true;
}

static bool add_metadata(xr_safetensors *file, xr_json *json, xr_metadata entry)
{
    xr_metadata *metadata =
        grow(file->metadata, file->metadata_count, &file->metadata_capacity, sizeof entry);
    if (!metadata)
        return xr_json_problem(json, "does not fit into memory");
    file->metadata = metadata;
    metadata[file->metadata_count++] = entry;
    return true;
}

/* ---- the header ---------------------------------------------------------------------------- */

static uint64_t dtype_bytes(const char *dtype)
{
    static const struct {
        const char *name;
        uint64_t bytes;
    } known[] = {{"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8}, {"I32", 4},
        {"I16", 2}, {"I8", 1}, {"U64", 8}, {"U32", 4}, {"U16", 2}, {"U8", 1}, {"BOOL", 1},
        {"F8_E4M3", 1}, {"F8_E5M2", 1}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, dtype) == 0)
            return known[i].bytes;
    return 0;
}

static bool parse_shape(xr_json *json, xr_tensor *tensor)
{
    if (!xr_json_take(json, '['))
        return false;
    if (xr_json_next_is(json, ']'))
        return xr_json_take(json, ']');
    do {
        if (tensor->rank == XR_TENSOR_RANK)
            return xr_json_problem(json, "has a tensor of more than 8 dimensions");
        if (!xr_json_whole(json, &tensor->dims[tensor->rank]))
            return false;
        tensor->rank++;
    } while (xr_json_more(json, ']'));
    return !json->problem;
}

static bool parse_offsets(xr_json *json, xr_tensor *tensor)
{
    return xr_json_take(json, '[') && xr_json_whole(json, &tensor->begin) &&
           xr_json_take(json, ',') && xr_json_whole(json, &tensor->end) && xr_json_take(json, ']');
}

/* The size that shape and dtype give must be the one that the offsets give. */
static bool check_tensor(xr_json *json, const xr_tensor *tensor)
{
    uint64_t bytes = dtype_bytes(tensor->dtype);
    if (bytes == 0)
        return xr_json_problem(json, "has a tensor of an unknown dtype");
    for (int i = 0; i < tensor->rank; i++) {
        if (tensor->dims[i] != 0 && bytes > (uint64_t)INT64_MAX / tensor->dims[i])
            return xr_json_problem(json, "has a tensor whose size overflows");
        bytes *= tensor->dims[i];
    }
    if (tensor->begin > tensor->end || tensor->end - tensor->begin != bytes)
        return xr_json_problem(json, "has a tensor whose offsets do not match its shape");
    return true;
}

static bool parse_tensor(xr_safetensors *file, xr_json *json, const char *name)
{
    xr_tensor tensor = {.name = name};
    bool shape = false, offsets = false;
    if (!xr_json_take(json, '{'))
        return false;
    do {
        const char *key = xr_json_string(json);
        if (!key || !xr_json_take(json, ':'))
            return false;
        if (strcmp(key, "dtype") == 0 && !tensor.dtype) {
            tensor.dtype = xr_json_string(json);
        } else if (strcmp(key, "shape") == 0 && !shape) {
            shape = parse_shape(json, &tensor);
        } else if (strcmp(key, "data_offsets") == 0 && !offsets) {
            offsets = parse_offsets(json, &tensor);
        } else {
            return xr_json_problem(json, "has an unknown or repeated key in a tensor");
        }
    } while (!json->problem && xr_json_more(json, '}'));
    if (!json->problem && (!tensor.dtype || !shape || !offsets))
        return xr_json_problem(json, "has a tensor without dtype, shape or data_offsets");
    return !json->problem && check_tensor(json, &tensor) && add_tensor(file, json, &tensor);
}

static bool parse_metadata(xr_safetensors *file, xr_json *json)
{
    if (file->metadata)
        return xr_json_problem(json, "has __metadata__ twice");
    if (!xr_json_take(json, '{'))
        return false;
    if (xr_json_next_is(json, '}'))
        return xr_json_take(json, '}');
    do {
        xr_metadata entry;
        entry.key = xr_json_string(json);
        if (!entry.key || !xr_json_take(json, ':'))
            return false;
        entry.value = xr_json_string(json);
        if (!entry.value || !add_metadata(file, json, entry))
            return false;
    } while (xr_json_more(json, '}'));
    return !json->problem;
}

static bool parse_entries(xr_safetensors *file, xr_json *json)
{
    if (json->length == 0 || json->text[0] != '{' || !xr_json_take(json, '{'))
        return xr_json_problem(json, "does not start with '{'");
    if (xr_json_next_is(json, '}'))
        return xr_json_take(json, '}');
    do {
        const char *name = xr_json_string(json);
        if (!name || !xr_json_take(json, ':'))
            return false;
        bool fine = strcmp(name, "__metadata__") == 0 ? parse_metadata(file, json)
                                                      : parse_tensor(file, json, name);
        if (!fine)
            return false;
    } while (xr_json_more(json, '}'));
    return !json->problem;
}

static bool parse_header(xr_safetensors *file, xr_json *json)
{
    if (!parse_entries(file, json))
        return false;
    for (; json->at < json->length; json->at++)
        if (json->text[json->at] != ' ')
            return xr_json_problem(json, "is followed by something other than spaces");
    return true;
}

/* ---- holes, overlaps, duplicates ----------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const xr_tensor *left = a, *right = b;
    if (left->begin != right->begin)
        return left->begin < right->begin ? -1 : 1;
    return (left->end > right->end) - (left->end < right->end);
}

static int by_name(const void *a, const void *b)
{
    const xr_tensor *left = a, *right = b;
    return strcmp(left->name, right->name);
}

/* Leaves the tensors sorted by name. */
static bool check_cover(xr_safetensors *file, xr_failure *failure)
{
    uint64_t at = 0;
    if (file->tensor_count > 0)
        qsort(file->tensors, file->tensor_count, sizeof *file->tensors, by_place);
    for (size_t i = 0; i < file->tensor_count; i++) {
        const xr_tensor *tensor = &file->tensors[i];
        if (tensor->begin != at)
            return xr_fail(failure, XR_BAD_INPUT,
                "%s: tensor '%.200s' starts at byte %llu of the data, %s byte %llu", file->path,
                tensor->name, (unsigned long long)tensor->begin,
                tensor->begin < at ? "overlapping what ends at" : "leaving a hole from",
                (unsigned long long)at);
        at = tensor->end;
    }
    if (at != file->data_bytes)
        return xr_fail(failure, XR_BAD_INPUT, "%s: the tensors take %llu bytes, the data %llu",
            file->path, (unsigned long long)at, (unsigned long long)file->data_bytes);
    if (file->tensor_count > 0)
        qsort(file->tensors, file->tensor_count, sizeof *file->tensors, by_name);
    for (size_t i = 1; i < file->tensor_count; i++)
        if (by_name(&file->tensors[i - 1], &file->tensors[i]) == 0)
            return xr_fail(failure, XR_BAD_INPUT, "%s: two tensors are named '%.200s'", file->path,
                file->tensors[i].name);
    return true;
}

/* ---- opening and reading ------------------------------------------------------------------- */

/* What is no safetensors file is told for what it is, where its first bytes say. */
static bool check_kind(xr_safetensors *file, uint64_t file_bytes, xr_failure *failure)
{
    unsigned char bytes[XR_FILE_KIND_BYTES];
    size_t count = file_bytes < sizeof bytes ? (size_t)file_bytes : sizeof bytes;
    if (!xr_files_read(file->files, file->fd, file->path, bytes, count, 0, failure))
        return false;
    const char *kind = xr_file_kind(bytes, count);
    if (!kind || strcmp(kind, XR_KIND_SAFETENSORS) == 0)
        return true;
    return xr_fail(failure, XR_BAD_INPUT, "%s: is %s; weights are read from safetensors files",
        file->path, kind);
}

static bool read_length(xr_safetensors *file, uint64_t file_bytes, xr_failure *failure)
{
    unsigned char bytes[LENGTH_BYTES];
    if (file_bytes < LENGTH_BYTES + SHORTEST_HEADER)
        return xr_fail(failure, XR_BAD_INPUT, "%s: %llu bytes are too few for a checkpoint",
            file->path, (unsigned long long)file_bytes);
    if (!check_kind(file, file_bytes, failure))
        return false;
    if (!xr_files_read(file->files, file->fd, file->path, bytes, sizeof bytes, 0, failure))
        return false;
    for (int i = LENGTH_BYTES; i-- > 0;)
        file->header_bytes = file->header_bytes << 8 | bytes[i];
    if (file->header_bytes > longest_header || file->header_bytes > file_bytes - LENGTH_BYTES)
        return xr_fail(failure, XR_BAD_INPUT, "%s: the header should have %llu bytes, more than %s",
            file->path, (unsigned long long)file->header_bytes,
            file->header_bytes > longest_header ? "the format's 100 MB" : "the file has");
    file->data_bytes = file_bytes - LENGTH_BYTES - file->header_bytes;
    return true;
}

bool xr_safetensors_open(
    xr_safetensors *file, const xr_files *files, const char *path, xr_failure *failure)
{
    *file = (xr_safetensors){.files = files, .fd = -1};
    size_t length = strlen(path);
    if (length >= sizeof file->path)
        return xr_fail(failure, XR_BAD_INPUT, "%.64s...: the path is too long", path);
    memcpy(file->path, path, length + 1);
    struct stat status;
    file->fd = files->open(files->context, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (file->fd < 0 || fstat(file->fd, &status) != 0)
        return xr_fail_errno(failure, "%s", path);
    if (xr_input_refusal(&status))
        return xr_fail(failure, XR_BAD_INPUT, "%s: %s", path, xr_input_refusal(&status));
    off_t size = files->size(files->context, file->fd);
    if (size < 0)
        return xr_fail_errno(failure, "%s", path);
    if (!read_length(file, (uint64_t)size, failure))
        return false;
    file->header = malloc(file->header_bytes + 1);
    if (!file->header)
        return xr_fail(failure, XR_MACHINE, "%s: no memory for its header", path);
    if (!xr_files_read(
            files, file->fd, path, file->header, file->header_bytes, LENGTH_BYTES, failure))
        return false;
    xr_json json = {.text = file->header, .length = file->header_bytes};
    if (!parse_header(file, &json))
        return xr_fail(failure, XR_BAD_INPUT, "%s: the header %s (byte %zu)", path, json.problem,
            json.at + LENGTH_BYTES);
    return check_cover(file, failure);
}

void xr_safetensors_close(xr_safetensors *file)
{
    if (file->fd >= 0)
        file->files->close(file->files->context, file->fd);
    file->fd = -1;
    free(file->header);
    free(file->tensors);
    free(file->metadata);
    file->header = NULL;
    file->tensors = NULL;
    file->metadata = NULL;
}

const xr_tensor *xr_safetensors_find(const xr_safetensors *file, const char *name)
{
    xr_tensor key = {.name = name};
    if (file->tensor_count == 0)
        return NULL;
    return bsearch(&key, file->tensors, file->tensor_count, sizeof key, by_name);
}

const char *xr_safetensors_metadata(const xr_safetensors *file, const char *key)
{
    for (size_t i = 0; i < file->metadata_count; i++)
        if (strcmp(file->metadata[i].key, key) == 0)
            return file->metadata[i].value;
    return NULL;
}

bool xr_safetensors_read(
    const xr_safetensors *file, const xr_tensor *tensor, void *data, xr_failure *failure)
{
    return xr_files_read(file->files, file->fd, file->path, data,
        (size_t)(tensor->end - tensor->begin), LENGTH_BYTES + file->header_bytes + tensor->begin,
        failure);
}
