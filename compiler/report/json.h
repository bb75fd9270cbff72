/* Writes one JSON document, indented by two blanks; short arrays go on one line. Nested no
 * deeper than a model file may be, and some levels more. Commas and
 * nesting are the writer's business, and an unclosed or misnested document is a bug of ours. */
#ifndef XC_JSON_H
#define XC_JSON_H

#include "support/base.h"
#include <stdio.h>

enum { XC_JSON_DEPTH = 80 };

typedef struct Json {
    FILE *stream;
    int depth;
    struct {
        char close; /* '}' or ']' */
        bool inline_; /* no line breaks inside */
        bool used; /* something stands before: a comma is due */
    } open[XC_JSON_DEPTH];
    bool named; /* a name was written, its value is due */
} Json;

Json json_begin(FILE *stream);
/* Ends the document with a line break. */
void json_end(Json *json);

/* The name of the next value, inside an object. */
void json_name(Json *json, const char *name);

void json_object(Json *json);
void json_array(Json *json);
void json_inline_object(Json *json);
void json_inline_array(Json *json);
void json_close(Json *json);

/* Bytes that are no valid UTF-8 become U+FFFD; NULL becomes null. */
void json_text(Json *json, const char *text);
void json_whole(Json *json, uint64_t number);
/* The shortest form that reads back as the same number; null where it is not finite. */
void json_real(Json *json, double number);
void json_bool(Json *json, bool value);

/* A value that is JSON already, on one line, but for ' in the place of ". */
void json_fragment(Json *json, const char *text);

/* json_name and a value in one. */
void json_text_as(Json *json, const char *name, const char *text);
void json_whole_as(Json *json, const char *name, uint64_t number);
/* A hash as models show it: 16 hexadecimal digits. */
void json_hash_as(Json *json, const char *name, uint64_t hash);
void json_fragment_as(Json *json, const char *name, const char *text);

#endif
