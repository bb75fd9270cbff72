#include "crc32.h"

void xr_crc32_prepare(xr_crc32_tables *tables)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
        tables->of[0][byte] = crc;
    }
    /* of[k][byte]: the same byte followed by k zeros. */
    for (int k = 1; k < 8; k++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t crc = tables->of[k - 1][byte];
            tables->of[k][byte] = (crc >> 8) ^ tables->of[0][crc & 0xff];
        }
}

uint32_t xr_crc32(const xr_crc32_tables *tables, uint32_t crc, const void *bytes, size_t count)
{
    const uint8_t *next = bytes;
    crc = ~crc;
    for (; count >= 8; count -= 8, next += 8) {
        uint32_t low = crc ^ (next[0] | (uint32_t)next[1] << 8 | (uint32_t)next[2] << 16 |
                                 (uint32_t)next[3] << 24);
        crc = tables->of[7][low & 0xff] ^ tables->of[6][low >> 8 & 0xff] ^
              tables->of[5][low >> 16 & 0xff] ^ tables->of[4][low >> 24] ^ tables->of[3][next[4]] ^
              tables->of[2][next[5]] ^ tables->of[1][next[6]] ^ tables->of[0][next[7]];
    }
    for (; count > 0; count--, next++)
        crc = (crc >> 8) ^ tables->of[0][(crc ^ *next) & 0xff];
    return ~crc;
}
