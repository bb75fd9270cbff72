#include "support_lib/emitted.h"

#include "cli/process.h"
#include "emit/emit.h"
#include "support/files.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Emitted *emitted_new(void)
{
    Arena *arena = arena_new();
    Emitted *emitted = arena_alloc(arena, sizeof *emitted);
    const char *base = getenv("TMPDIR");
    emitted->arena = arena;
    emitted->directory = arena_printf(arena, "%s/xceptc-test-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(emitted->directory) == NULL) {
        perror(emitted->directory);
        arena_free(arena);
        return NULL;
    }
    return emitted;
}

/* Emits the model file into the folder, or frees all and returns NULL. */
static Emitted *emit_file(Emitted *emitted, const char *path, int batch)
{
    const PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .batch = batch};
    char *messages = NULL; /* of errors, and of warnings that nobody wants to see here */
    size_t length;
    FILE *stream = open_memstream(&messages, &length);
    Diag *diag = diag_new(emitted->arena, stream != NULL ? stream : stderr, false);
    bool fine = pipeline_run(emitted->arena, diag, path, &options, &emitted->compilation) &&
                emit_c(emitted->compilation.program, emitted->directory, diag);
    if (stream != NULL)
        fclose(stream);
    if (!fine)
        fprintf(stderr, "%s could not be emitted:\n%s", path, messages != NULL ? messages : "");
    free(messages);
    if (fine)
        return emitted;
    emitted_free(emitted);
    return NULL;
}

Emitted *emitted_from_file(const char *path, int batch)
{
    Emitted *emitted = emitted_new();
    return emitted != NULL ? emit_file(emitted, path, batch) : NULL;
}

Emitted *emitted_from_text(const char *name, const char *yaml, int batch)
{
    Emitted *emitted = emitted_new();
    if (emitted == NULL)
        return NULL;
    const char *path = arena_printf(emitted->arena, "%s/%s.yaml", emitted->directory, name);
    FILE *file = fopen(path, "w");
    bool written = file != NULL && fputs(yaml, file) >= 0;
    if (file == NULL || fclose(file) != 0 || !written) {
        perror(path);
        emitted_free(emitted);
        return NULL;
    }
    return emit_file(emitted, path, batch);
}

void emitted_free(Emitted *emitted)
{
    if (emitted == NULL)
        return;
    bool keep = getenv("XCEPTC_KEEP") != NULL;
    DIR *directory = keep ? NULL : opendir(emitted->directory);
    if (keep)
        fprintf(stderr, "kept: %s\n", emitted->directory);
    if (directory != NULL) {
        for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                unlink(arena_printf(emitted->arena, "%s/%s", emitted->directory, entry->d_name));
        closedir(directory);
        rmdir(emitted->directory);
    }
    arena_free(emitted->arena);
}

bool emitted_again(Emitted *emitted)
{
    return emit_c(
        emitted->compilation.program, emitted->directory, diag_new(emitted->arena, stderr, false));
}

bool emitted_early_death(Emitted *emitted)
{
    Procedure *train = &emitted->compilation.program->train;
    Buffer *longest = train->buffers.data[0];
    for (size_t i = 0; i < train->buffers.count; i++) {
        Buffer *buffer = train->buffers.data[i];
        if (buffer->full_size &&
            buffer->last_phase - buffer->first_phase > longest->last_phase - longest->first_phase)
            longest = buffer;
    }
    longest->last_phase--;
    return emitted_again(emitted);
}

/* Calls do_with for each of the runtime's headers that emitted code includes. */
static bool with_headers(Emitted *emitted, bool (*do_with)(Emitted *emitted, const char *name))
{
    static const char *const headers[] = {
        "xr.h", "xr_kernel.h", "xr_simd.h", "xr_tile.h", "xr_update.h"};
    bool fine = true;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        fine = do_with(emitted, headers[i]) && fine;
    return fine;
}

static const char *copy_of(const Emitted *emitted, const char *header)
{
    return arena_printf(emitted->arena, "%s/%s", emitted->directory, header);
}

static bool write_copy(const Emitted *emitted, const char *header, const char *text, size_t length)
{
    FILE *file = fopen(copy_of(emitted, header), "w");
    bool written = file != NULL && fwrite(text, 1, length, file) == length;
    return file != NULL && fclose(file) == 0 && written;
}

/* Unless there is one already: then it may hold a fault. */
static bool copy_header(Emitted *emitted, const char *header)
{
    size_t length;
    if (access(copy_of(emitted, header), F_OK) == 0)
        return true;
    const char *text = files_read(emitted->arena, diag_new(emitted->arena, stderr, false),
        arena_printf(emitted->arena, XCEPTC_SOURCE_DIR "/runtime/%s", header), &length);
    return text != NULL && write_copy(emitted, header, text, length);
}

static bool remove_header(Emitted *emitted, const char *header)
{
    return unlink(copy_of(emitted, header)) == 0;
}

bool emitted_plant(Emitted *emitted, const char *header, const char *right, const char *wrong)
{
    size_t length;
    if (!with_headers(emitted, copy_header))
        return false;
    const char *text = files_read(
        emitted->arena, diag_new(emitted->arena, stderr, false), copy_of(emitted, header), &length);
    const char *at = text != NULL ? strstr(text, right) : NULL;
    if (at == NULL || strstr(at + 1, right) != NULL) {
        fprintf(stderr, "%s has not exactly one '%s'\n", header, right);
        return false;
    }
    const char *changed =
        arena_printf(emitted->arena, "%.*s%s%s", (int)(at - text), text, wrong, at + strlen(right));
    return write_copy(emitted, header, changed, strlen(changed));
}

void emitted_heal(Emitted *emitted)
{
    with_headers(emitted, remove_header);
}

static void add_sources(Arena *arena, const char *path, Arguments *arguments)
{
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length > 2 && strcmp(entry->d_name + length - 2, ".c") == 0)
            arguments_add(arena, arguments, arena_printf(arena, "%s/%s", path, entry->d_name));
    }
    if (directory != NULL)
        closedir(directory);
}

static const char *const FORMS[] = {[EMITTED_FLOAT] = "float", [EMITTED_DOUBLE] = "double"};

static bool compile_library(
    const Emitted *emitted, EmittedForm form, const char *flags, const char *output)
{
    Arena *arena = emitted->arena;
    Arguments arguments = {0};
    const char *compiler = getenv("CC");
    const char *march = getenv("XCEPTC_TEST_MARCH");
    arguments_add_words(arena, &arguments, compiler != NULL ? compiler : "cc");
    arguments_add_words(
        arena, &arguments, "-std=gnu11 -O1 -fPIC -shared -ffp-contract=fast -Wall -Wextra -Werror");
    arguments_add(arena, &arguments,
        arena_printf(arena, "-march=%s", march != NULL ? march : XCEPTC_TEST_MARCH));
    if (form == EMITTED_DOUBLE)
        arguments_add(arena, &arguments, "-DXR_DOUBLE");
    if (flags != NULL)
        arguments_add_words(arena, &arguments, flags);
    arguments_add(arena, &arguments, "-I" XCEPTC_SOURCE_DIR "/runtime");
    arguments_add(arena, &arguments, arena_printf(arena, "-I%s", emitted->directory));
    add_sources(arena, emitted->directory, &arguments);
    arguments_add(arena, &arguments, "-o");
    arguments_add(arena, &arguments, output);
    arguments_add(arena, &arguments, "-L" XCEPTC_PROBE_DIR);
    arguments_add(arena, &arguments, "-Wl,-rpath," XCEPTC_PROBE_DIR);
    arguments_add(arena, &arguments, arena_printf(arena, "-lxr_probe_%s", FORMS[form]));
    arguments_add(arena, &arguments, "-lm");
    int status = 1;
    pid_t child =
        process_start(diag_new(arena, stderr, false), arguments_finish(arena, &arguments));
    return child > 0 && process_wait_any(&status) == child && status == 0;
}

static bool find(void *library, const char *name, void *function)
{
    void *symbol = dlsym(library, name);
    if (symbol == NULL)
        fprintf(stderr, "the emitted library lacks %s\n", name);
    else
        memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static bool find_probe(void *library, ProbeFunctions *probe)
{
    return find(library, "probe_open", &probe->open) &&
           find(library, "probe_close", &probe->close) &&
           find(library, "probe_poison", &probe->poison) &&
           find(library, "probe_max_batch", &probe->max_batch) &&
           find(library, "probe_parameter_count", &probe->parameter_count) &&
           find(library, "probe_parameter_name", &probe->parameter_name) &&
           find(library, "probe_parameter_elements", &probe->parameter_elements) &&
           find(library, "probe_set", &probe->set) &&
           find(library, "probe_values_changed", &probe->values_changed) &&
           find(library, "probe_initialize", &probe->initialize) &&
           find(library, "probe_get", &probe->get) && find(library, "probe_block", &probe->block) &&
           find(library, "probe_padding_is_zero", &probe->padding_is_zero) &&
           find(library, "probe_train_step", &probe->train_step) &&
           find(library, "probe_evaluate", &probe->evaluate);
}

Loaded emitted_load(const Emitted *emitted, EmittedForm form, const char *flags)
{
    Loaded loaded = {.emitted = emitted};
    char *path = arena_printf(emitted->arena, "%s/%s-XXXXXX.so", emitted->directory, FORMS[form]);
    int file = mkstemps(path, 3); /* each load its own file: the loader knows them by name */
    if (file >= 0)
        close(file);
    if (file < 0 || !compile_library(emitted, form, flags, path)) {
        fprintf(stderr, "%s does not compile\n", emitted->directory);
        return loaded;
    }
    const char *name = emitted->compilation.forward->name;
    loaded.library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (loaded.library == NULL)
        fprintf(stderr, "%s\n", dlerror());
    else if (!find(loaded.library, arena_printf(emitted->arena, "%s_net_model", name),
                 &loaded.model) ||
             !find_probe(loaded.library, &loaded.probe))
        loaded_close(&loaded);
    return loaded;
}

void loaded_close(Loaded *loaded)
{
    if (loaded->library != NULL)
        dlclose(loaded->library);
    loaded->library = NULL;
}
