#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void scratch_make(char path[64])
{
    strcpy(path, "/tmp/xceptc_test_XXXXXX");
    assert_non_null(mkdtemp(path));
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

void scratch_remove(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

int scratch_set_up(void **state)
{
    char *directory = malloc(64);
    assert_non_null(directory);
    scratch_make(directory);
    *state = directory;
    return 0;
}

int scratch_tear_down(void **state)
{
    scratch_remove(*state);
    free(*state);
    return 0;
}

static FILE *open_file(const char *directory, const char *name, const char *mode)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, mode);
    if (!file)
        fail_msg("cannot open %s", path);
    return file;
}

char *scratch_read(const char *directory, const char *name, size_t *size)
{
    FILE *file = open_file(directory, name, "rb");
    fseek(file, 0, SEEK_END);
    long end = ftell(file);
    assert_true(end >= 0);
    rewind(file);
    char *data = malloc((size_t)end + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, (size_t)end, file), (size_t)end);
    data[end] = '\0';
    fclose(file);
    if (size)
        *size = (size_t)end;
    return data;
}

void scratch_write(const char *directory, const char *name, const void *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path); /* a file system may flush what replaces an old content: slow in loops */
    FILE *file = open_file(directory, name, "wb");
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

bool scratch_exists(const char *directory, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return access(path, F_OK) == 0;
}
