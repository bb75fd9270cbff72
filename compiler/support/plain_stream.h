/* A report for people on its way to a terminal: what it quotes from model files, runs and paths
 * goes out plain (plain.h), wherever in it that stands. */
#ifndef XC_PLAIN_STREAM_H
#define XC_PLAIN_STREAM_H

#include <stdio.h>

typedef struct PlainStream {
    FILE *stream; /* to write the report to */
    char *text;
    size_t length;
} PlainStream;

/* Collects until plain_stream_close, which prints. Out of memory ends the process as an arena does.
 */
void plain_stream_open(PlainStream *plain);
void plain_stream_close(PlainStream *plain, FILE *to);

#endif
