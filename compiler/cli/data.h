/* The verb `data`: its two halves. */
#ifndef XC_CLI_DATA_H
#define XC_CLI_DATA_H

#include "cli/verb.h"

/* A data set that is published as an archive. */
typedef struct Archive {
    const char *word; /* on the command line: "cifar10" */
    const char *name; /* "CIFAR-10" */
    const char *address, *size; /* of the archive; its size for humans */
    const char *sha256; /* of the archive, 64 hexadecimal digits */
    const char *folder; /* that the archive unpacks to */
} Archive;

/* NULL when there is none of that name. */
const Archive *archive_find(const char *word);

/* Sees to it that the data set lies in directory, fetching the archive unless `local` names it.
 * Returns the exit status. */
int data_fetch(
    const Command *command, const Archive *archive, const char *directory, const char *local);

/* xceptc data pack FOLDER OUT */
int data_pack(const Command *command, const char *folder, const char *target);

#endif
