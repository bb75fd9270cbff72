/* A directory of a test's own under the system's temporary one, removed with all that is in it. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Makes the directory and fails the test when that can't be done. path has room for 64 bytes. */
void scratch_make(char path[64]);
void scratch_remove(const char *path);

/* cmocka's set-up and tear-down of a test whose *state is the path of such a directory. */
int scratch_set_up(void **state);
int scratch_tear_down(void **state);

/* A whole file in memory, with a NUL after it; free it. Fails the test when it can't be read. */
char *scratch_read(const char *directory, const char *name, size_t *size);
void scratch_write(const char *directory, const char *name, const void *data, size_t size);
bool scratch_exists(const char *directory, const char *name);

#endif
