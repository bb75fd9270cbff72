#include "plain.h"

#include <string.h>

size_t xr_utf8_character(const char *text, size_t length, unsigned *code)
{
    const unsigned char *at = (const unsigned char *)text;
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t bytes = *at < 0x80 ? 1 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
    if ((*at >= 0x80 && *at < 0xc2) || *at > 0xf4 || bytes > length)
        return 0;
    *code = bytes == 1 ? *at : *at & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (at[i] & 0x3fu);
    }
    bool surrogate = *code >= 0xd800 && *code < 0xe000;
    return *code < least[bytes] || *code > 0x10ffff || surrogate ? 0 : bytes;
}

bool xr_is_plain(unsigned code)
{
    static const struct {
        unsigned first, last;
    } hidden[] = {{0, 0x08}, {0x0a, 0x1f}, {0x7f, 0x9f}, {0x061c, 0x061c}, {0x200e, 0x200f},
        {0x2028, 0x202e}, {0x2066, 0x2069}};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (code >= hidden[i].first && code <= hidden[i].last)
            return false;
    return true;
}

void xr_make_plain(char *text, bool lines)
{
    size_t length = strlen(text), at = 0;
    char *to = text;
    while (at < length) {
        unsigned code = 0;
        size_t bytes = xr_utf8_character(text + at, length - at, &code);
        if (bytes > 0 && (xr_is_plain(code) || (lines && code == '\n'))) {
            memmove(to, text + at, bytes);
            to += bytes;
        } else {
            *to++ = '?';
        }
        at += bytes ? bytes : 1;
    }
    *to = '\0';
}
