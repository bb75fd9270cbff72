/* Reader of the safetensors format.
 *
 *   8 bytes   length of the header, little endian
 *   header    JSON: {"__metadata__": {KEY: STRING, ...}, NAME: {"dtype": "F32", "shape": [...],
 *             "data_offsets": [BEGIN, END]}, ...}, padded with spaces
 *   data      the tensors, offsets counted from its start
 *
 * All of the format's rules are checked when a file is opened, before anything is read by what the
 * header says: the header has at most 100 MB and lies within the file; names are unique; a tensor's
 * size is that of its shape and type; the tensors cover the data without holes or overlaps. */
#ifndef XR_SAFETENSORS_H
#define XR_SAFETENSORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "files.h"

enum { XR_TENSOR_RANK = 8 };

typedef struct xr_tensor {
    const char *name;
    const char *dtype; /* "F32" */
    int rank;
    uint64_t dims[XR_TENSOR_RANK];
    uint64_t begin, end; /* bytes, from the start of the data */
} xr_tensor;

typedef struct xr_metadata {
    const char *key, *value;
} xr_metadata;

/* Strings live in `header`. */
typedef struct xr_safetensors {
    const xr_files *files;
    char path[XR_PATH_ROOM];
    int fd;
    char *header;
    uint64_t header_bytes, data_bytes;
    xr_tensor *tensors;
    size_t tensor_count, tensor_capacity;
    xr_metadata *metadata;
    size_t metadata_count, metadata_capacity;
} xr_safetensors;

/* Opens and checks; close it also after a failure. */
bool xr_safetensors_open(
    xr_safetensors *file, const xr_files *files, const char *path, xr_failure *failure);
void xr_safetensors_close(xr_safetensors *file);

/* NULL when there is none of that name. */
const xr_tensor *xr_safetensors_find(const xr_safetensors *file, const char *name);
const char *xr_safetensors_metadata(const xr_safetensors *file, const char *key);

/* Reads the bytes of a tensor; data has room for end - begin bytes. */
bool xr_safetensors_read(
    const xr_safetensors *file, const xr_tensor *tensor, void *data, xr_failure *failure);

#endif
