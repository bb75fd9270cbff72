/* A file system in which one chosen call goes wrong: for tests of saving. */
#ifndef FAULTY_FILES_H
#define FAULTY_FILES_H

#include "files.h"

typedef enum Fault {
    NO_SPACE, /* ENOSPC */
    BAD_DISK, /* EIO */
    INTERRUPTED, /* EINTR */
    NO_ACCESS, /* EACCES */
    NO_DESCRIPTORS, /* EMFILE */
    NO_MEMORY, /* ENOMEM */
    SHORT, /* reads and writes move one byte; other calls fail with EIO */
    LOST_BYTE, /* a write says that all went well, and changes a byte on the way */
    FAULTS
} Fault;

/* Calls are counted from 0; the call number `at` goes wrong, or from it on all of them. */
typedef struct FaultPlan {
    Fault fault;
    int at;
    bool for_good;
    int calls; /* counted so far */
    bool struck; /* whether the fault was met */
} FaultPlan;

/* plan must outlive the result. */
xr_files faulty_files(FaultPlan *plan);

#endif
