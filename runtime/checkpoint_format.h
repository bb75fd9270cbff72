/* What writing and reading of checkpoints share. */
#ifndef XR_CHECKPOINT_FORMAT_H
#define XR_CHECKPOINT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "failure.h"
#include "safetensors.h"
#include "xr.h"

#ifdef XR_DOUBLE
#define XR_DTYPE "F64"
#else
#define XR_DTYPE "F32"
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "safetensors are little endian: this machine would need to swap bytes"
#endif

enum { XR_CHECKSUM_DIGITS = 16, XR_TENSOR_NAME_ROOM = 512 };

#define XR_CHECKSUM_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a, 64 bits: continues `hash` over size bytes. */
static inline uint64_t xr_checksum(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* The checksum of a whole file whose bytes from `digits` on, as many as a checksum has, are read as
 * zeros. */
bool xr_checksum_file(
    const xr_safetensors *file, uint64_t digits, uint64_t *checksum, xr_failure *failure);

/* Elements of the largest parameter, at least 1: what a buffer for any of them needs. */
size_t xr_largest_parameter(const xr_model *model);

/* The slots that checkpoints hold, and what comes before a parameter's name there. */
typedef struct xr_stored_slot {
    xr_slot slot;
    const char *prefix;
} xr_stored_slot;

enum { XR_STORED_SLOTS = 3 };

static const xr_stored_slot xr_stored_slots[XR_STORED_SLOTS] = {
    {XR_VALUE, ""},
    {XR_VELOCITY, "optimizer/velocity/"},
    {XR_SECOND_MOMENT, "optimizer/second_moment/"},
};

/* Whether a checkpoint has a tensor of this parameter for this slot, whose block is given. */
static inline bool xr_is_stored(const xr_parameter *parameter, xr_slot slot, const xr_real *block)
{
    return block != NULL && (slot == XR_VALUE || parameter->trainable);
}

#endif
