#include "json_read.h"

#include <string.h>

bool xr_json_problem(xr_json *json, const char *problem)
{
    if (!json->problem)
        json->problem = problem;
    return false;
}

static void skip_space(xr_json *json)
{
    while (
        json->at < json->length && json->text[json->at] && strchr(" \t\r\n", json->text[json->at]))
        json->at++;
}

bool xr_json_next_is(xr_json *json, char symbol)
{
    skip_space(json);
    return !json->problem && json->at < json->length && json->text[json->at] == symbol;
}

bool xr_json_take(xr_json *json, char symbol)
{
    if (!xr_json_next_is(json, symbol))
        return xr_json_problem(json, "is not the JSON that was expected");
    json->at++;
    return true;
}

bool xr_json_more(xr_json *json, char closing)
{
    if (xr_json_next_is(json, ',')) {
        json->at++;
        return true;
    }
    xr_json_take(json, closing);
    return false;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The four hex digits at `at`; -1 when they are not. */
static int32_t hex4(const xr_json *json, size_t at)
{
    if (json->length - at < 4)
        return -1;
    int32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(json->text[at + i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static char *put_utf8(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
        return out;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const unsigned lead[4] = {0, 0xc0, 0xe0, 0xf0};
    *out++ = (char)(lead[more] | code >> (6 * more));
    for (int shift = 6 * (more - 1); shift >= 0; shift -= 6)
        *out++ = (char)(0x80 | (code >> shift & 0x3f));
    return out;
}

/* Decodes \uXXXX, or a surrogate pair of two, whose first digit is at json->at. */
static bool decode_unicode(xr_json *json, char **out)
{
    int32_t high = hex4(json, json->at);
    if (high <= 0 || (high >= 0xdc00 && high < 0xe000))
        return xr_json_problem(json, "has a bad \\u escape");
    json->at += 4;
    uint32_t code = (uint32_t)high;
    if (high >= 0xd800 && high < 0xdc00) {
        bool escape = json->length - json->at >= 6 && json->text[json->at] == '\\' &&
                      json->text[json->at + 1] == 'u';
        int32_t low = escape ? hex4(json, json->at + 2) : -1;
        if (low < 0xdc00 || low >= 0xe000)
            return xr_json_problem(json, "has half a surrogate pair");
        json->at += 6;
        code = 0x10000u + ((code - 0xd800u) << 10) + ((uint32_t)low - 0xdc00u);
    }
    *out = put_utf8(*out, code);
    return true;
}

static bool decode_escape(xr_json *json, char **out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (json->at == json->length)
        return xr_json_problem(json, "has an unfinished string");
    char letter = json->text[json->at++];
    if (letter == 'u')
        return decode_unicode(json, out);
    const char *known = letter ? strchr(letters, letter) : NULL;
    if (!known)
        return xr_json_problem(json, "has an unknown escape");
    *(*out)++ = meanings[known - letters];
    return true;
}

const char *xr_json_string(xr_json *json)
{
    if (!xr_json_take(json, '"'))
        return NULL;
    char *start = json->text + json->at;
    char *out = start; /* never ahead of what was read: an escape is longer than its meaning */
    while (json->at < json->length) {
        char c = json->text[json->at++];
        if (c == '"') {
            *out = '\0';
            return start;
        }
        if ((unsigned char)c < 0x20) {
            xr_json_problem(json, "has a control character in a string");
            return NULL;
        }
        if (c != '\\')
            *out++ = c;
        else if (!decode_escape(json, &out))
            return NULL;
    }
    xr_json_problem(json, "has an unfinished string");
    return NULL;
}

bool xr_json_whole(xr_json *json, uint64_t *value)
{
    skip_space(json);
    size_t start = json->at;
    uint64_t whole = 0;
    while (!json->problem && json->at < json->length && json->text[json->at] >= '0' &&
           json->text[json->at] <= '9') {
        uint64_t digit = (uint64_t)(json->text[json->at++] - '0');
        if (whole > ((uint64_t)INT64_MAX - digit) / 10)
            return xr_json_problem(json, "has a number out of range");
        whole = whole * 10 + digit;
    }
    if (json->at == start || (json->text[start] == '0' && json->at > start + 1))
        return xr_json_problem(json, "has no whole number where one is needed");
    if (json->at < json->length && json->text[json->at] && strchr(".eE", json->text[json->at]))
        return xr_json_problem(json, "has no whole number where one is needed");
    *value = whole;
    return true;
}

const char *xr_json_plain(xr_json *json)
{
    static const char letters[] = "0123456789+-.eEtruefalsn";
    skip_space(json);
    size_t start = json->at;
    while (!json->problem && json->at < json->length && json->text[json->at] &&
           strchr(letters, json->text[json->at]))
        json->at++;
    size_t length = json->at - start;
    if (length == 0 || start == 0) {
        xr_json_problem(json, "has no number where one is needed");
        return NULL;
    }
    char *place = json->text + start - 1;
    memmove(place, json->text + start, length);
    place[length] = '\0';
    return place;
}
