#include "models.h"

#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Compilation compile(Arena *arena, const char *path)
{
    Diag *diag = diag_new(arena, stderr, false);
    PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .quiet = true};
    Compilation compilation = {0};
    assert_true(pipeline_run(arena, diag, path, &options, &compilation));
    return compilation;
}

Compilation shipped_model(Arena *arena, const char *name)
{
    return compile(arena, arena_printf(arena, XCEPTC_SOURCE_DIR "/models/%s.yaml", name));
}

Compilation text_model(Arena *arena, const char *yaml)
{
    char *directory = arena_strdup(arena, XCEPTC_BINARY_DIR "/report-XXXXXX");
    assert_non_null(mkdtemp(directory));
    const char *path = files_join(arena, directory, "sketch.yaml");
    Diag *diag = diag_new(arena, stderr, false);
    assert_true(files_write(arena, diag, path, yaml, strlen(yaml)));
    Compilation compilation = compile(arena, path);
    unlink(path);
    rmdir(directory);
    return compilation;
}

char *printed(Arena *arena, void (*write)(FILE *stream, void *context), void *context)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    assert_non_null(stream);
    write(stream, context);
    fclose(stream);
    char *copy = arena_strdup(arena, text);
    free(text);
    return copy;
}
