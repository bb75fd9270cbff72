/* Writing a data file; docs/data.md has the format. The target is the old file or the whole new one
 * at every moment: everything goes to TARGET.tmp, which is flushed to the disk and renamed. */
#ifndef XC_DATA_RECORD_H
#define XC_DATA_RECORD_H

#include "support/diag.h"

typedef struct RecordHeader {
    const char *name;
    const char *const *class_names;
    int height, width, channels, classes;
} RecordHeader;

typedef struct RecordFile RecordFile;

/* Opens TARGET.tmp. Refuses a target that is there and is no data file. NULL after an error, and
 * then the exit status is in *status. */
RecordFile *record_create(Arena *arena, Diag *diag, const char *target, int *status);

/* The header, once, before the records. Each of these is false after an error, which is one of the
 * machine; after it, or to give up, call record_abandon. */
bool record_begin(RecordFile *file, const RecordHeader *header);
/* height * width * channels bytes; images for training come before those for the test. */
bool record_add(RecordFile *file, int label, bool test, const uint8_t *pixels);
/* Completes the file and puts it in its place. */
bool record_finish(RecordFile *file);
void record_abandon(RecordFile *file);

/* So far. */
uint64_t record_size(const RecordFile *file);

#endif
