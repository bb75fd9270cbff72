/* A strict reader of JSON text: what the header of a safetensors file and run.json
 * need. */
#ifndef XR_JSON_READ_H
#define XR_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads `text`, length bytes, from `at` on. The first thing that is wrong sets problem, and from
 * then on every call returns false. Strings are decoded in place, so the text changes. */
typedef struct xr_json {
    char *text;
    size_t length, at;
    const char *problem; /* NULL while all is well */
} xr_json;

/* Skips white space and takes `symbol`; something else is a problem. */
bool xr_json_take(xr_json *json, char symbol);
/* Whether `symbol` is next, after white space; nothing is taken. */
bool xr_json_next_is(xr_json *json, char symbol);
/* After an element: takes ',' and returns true, or takes `closing` and returns false. */
bool xr_json_more(xr_json *json, char closing);
/* A string, NUL-terminated in place; NULL when it is none. \u0000 is refused. */
const char *xr_json_string(xr_json *json);
/* A non-negative whole number below 2^63, without sign, fraction or exponent. */
bool xr_json_whole(xr_json *json, uint64_t *value);

/* A number, true, false or null as it stands there, NUL-terminated in place: it moves one byte to
 * the left, over what was taken before it. NULL when there is none. */
const char *xr_json_plain(xr_json *json);

bool xr_json_problem(xr_json *json, const char *problem);

#endif
