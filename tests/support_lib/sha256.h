/* SHA-256 (FIPS 180-4) of bytes in memory. */
#ifndef TEST_SHA256_H
#define TEST_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* 64 hexadecimal digits and a zero byte. */
void sha256_text(const void *data, size_t length, char text[65]);

#endif
