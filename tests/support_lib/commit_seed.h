/* Seeds that are fresh with every commit and the same for all runs of one: a red run is the
 * commit's, and whoever checks it out sees it too. No test takes a seed from a clock or a process.
 */
#ifndef TEST_COMMIT_SEED_H
#define TEST_COMMIT_SEED_H

#include <stddef.h>
#include <stdint.h>

enum { COMMIT_DIGITS = 12, COMMIT_SIZE = COMMIT_DIGITS + 1 };

/* The first digits of the commit that is checked out, or of XCEPTC_COMMIT where that is set, which
 * repeats the seeds of another. "none" where there is neither: a tree without git. */
void commit_name(char name[COMMIT_SIZE]);

/* 48 bits from the name: hexadecimal digits as they stand, other text by its hash. */
uint64_t commit_seed(const char *name);

#endif
