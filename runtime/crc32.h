/* CRC-32 as zlib, gzip and PNG have it (polynomial 0xedb88320, reflected). */
#ifndef XR_CRC32_H
#define XR_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Tables for eight bytes at a time; filled by xr_crc32_prepare. */
typedef struct xr_crc32_tables {
    uint32_t of[8][256];
} xr_crc32_tables;

void xr_crc32_prepare(xr_crc32_tables *tables);

/* The checksum of what crc is the checksum of (0: nothing), followed by these bytes. */
uint32_t xr_crc32(const xr_crc32_tables *tables, uint32_t crc, const void *bytes, size_t count);

#endif
