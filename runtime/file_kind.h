/* What a file is, by its first bytes: so that a wrong one is told for what it is. */
#ifndef XR_FILE_KIND_H
#define XR_FILE_KIND_H

#include <stddef.h>

enum { XR_FILE_KIND_BYTES = 512 }; /* that are looked at; fewer will do where a file has fewer */

#define XR_KIND_SAFETENSORS "a safetensors file"

/* "an HDF5 file, such as Keras writes (.h5)", "a PNG image", "an empty file"; NULL where the bytes
 * tell nothing. */
const char *xr_file_kind(const void *bytes, size_t length);

#endif
