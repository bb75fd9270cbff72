#include "cli/toolchain.h"

#include "cli/cache.h"
#include "cli/code_hash.h"
#include "cli/jobs.h"
#include "cli/places.h"
#include "cli/process.h"
#include "progress.h"
#include "support/files.h"
#include "support/map.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Contraction is asked for by name and nothing else is relaxed: the results of gcc and clang are
 * the same bytes. gnu11, because gcc does not contract under -std=c11. */
static const char *const base_flags[] = {
    "-std=gnu11", "-O3", "-ffp-contract=fast", "-pthread", NULL};

typedef struct Object {
    const char *source, *path;
    bool ready;
} Object;

typedef struct Build {
    Arena *arena;
    Diag *diag;
    const ToolchainRequest *request;
    const char *runtime; /* the folder of its sources */
    Arguments compiler; /* $CC and all flags */
    uint64_t key; /* of everything but the source: compiler, flags, headers */
    bool lines_count; /* the objects name lines of the sources, so comments are not left out */
    const char *cache; /* folder of the objects */
    struct {
        Object *data;
        size_t count, capacity;
    } objects;
    size_t *missing, missing_count; /* the objects that are to be made */
    const char *program;
    Interrupts interrupts;
} Build;

bool toolchain_isa_is_word(const char *isa)
{
    return isa[0] &&
           isa[strspn(isa, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] ==
               '\0';
}

static Arguments copy_arguments(Arena *arena, const Arguments *arguments)
{
    Arguments copy = {0};
    for (size_t i = 0; i < arguments->count; i++)
        vec_push(arena, &copy, arguments->data[i]);
    return copy;
}

/* The predefined macros of the compiler under its flags: they tell its version and, under
 * -march=native, what the machine has. */
static bool read_target(Build *build)
{
    Arguments probe = copy_arguments(build->arena, &build->compiler);
    arguments_add_words(build->arena, &probe, "-dM -E -x c /dev/null");
    size_t length = 0;
    int status = 0;
    char **argv = arguments_finish(build->arena, &probe);
    char *macros = process_capture(build->arena, build->diag, argv, &length, &status);
    if (!macros) {
        if (status != 0) {
            diag_error(build->diag, XC_NOWHERE, "'%s' does not accept -march=%s", argv[0],
                build->request->isa);
            diag_hint(build->diag, "set CC to gcc or clang, or choose another --isa");
        }
        return false;
    }
    build->key = hash_bytes(build->key, macros, length);
    /* Both compilers prefer 256-bit vectors on most AVX-512 machines; the kernels ask for whole
     * registers, and clang would otherwise split them. */
    if (strstr(macros, "__AVX512F__"))
        arguments_add(build->arena, &build->compiler, "-mprefer-vector-width=512");
    return true;
}

/* Goes on from hash over what of a source is in its object. */
static uint64_t hash_source(const Build *build, uint64_t hash, const char *text, size_t length)
{
    return build->lines_count ? hash_bytes(hash, text, length) : code_hash(hash, text, length);
}

static bool choose_compiler(Build *build)
{
    const char *cc = places_variable("CC");
    arguments_add_words(build->arena, &build->compiler, cc ? cc : "");
    if (build->compiler.count == 0) /* blanks alone */
        arguments_add(build->arena, &build->compiler, "cc");
    for (const char *const *flag = base_flags; *flag; flag++)
        arguments_add(build->arena, &build->compiler, *flag);
    arguments_add(build->arena, &build->compiler,
        arena_printf(build->arena, "-march=%s", build->request->isa));
    if (build->request->double_precision)
        arguments_add(build->arena, &build->compiler, "-DXR_DOUBLE");
    if (build->request->poison)
        arguments_add(build->arena, &build->compiler, "-DXC_POISON");
    if (build->request->profile)
        arguments_add(build->arena, &build->compiler, "-DXC_PROFILE");
    if (!read_target(build))
        return false;
    for (size_t i = 0; i < build->compiler.count; i++) {
        const char *word = build->compiler.data[i];
        build->key = hash_bytes(build->key, word, strlen(word) + 1);
        build->lines_count = build->lines_count || strncmp(word, "-g", 2) == 0;
    }
    arguments_add(build->arena, &build->compiler, "-I");
    arguments_add(build->arena, &build->compiler, build->request->directory);
    arguments_add(build->arena, &build->compiler, "-I");
    arguments_add(build->arena, &build->compiler, build->runtime);
    return true;
}

static bool hash_headers(Build *build, const char *folder)
{
    const char *const suffixes[] = {".h", NULL};
    char **names = files_list(build->arena, build->diag, folder, suffixes);
    if (!names)
        return false;
    for (char **name = names; *name; name++) {
        size_t length;
        char *text =
            files_read(build->arena, build->diag, files_join(build->arena, folder, *name), &length);
        if (!text)
            return false;
        build->key = hash_bytes(build->key, *name, strlen(*name) + 1);
        build->key = hash_source(build, build->key, text, length);
    }
    return true;
}

static bool add_sources(Build *build, const char *folder)
{
    const char *const suffixes[] = {".c", NULL};
    char **names = files_list(build->arena, build->diag, folder, suffixes);
    if (!names)
        return false;
    for (char **name = names; *name; name++) {
        const char *source = files_join(build->arena, folder, *name);
        size_t length;
        char *text = files_read(build->arena, build->diag, source, &length);
        if (!text)
            return false;
        uint64_t key = hash_bytes(build->key, *name, strlen(*name) + 1);
        key = hash_source(build, key, text, length);
        Object object = {
            source, arena_printf(build->arena, "%s/%016" PRIx64 ".o", build->cache, key), false};
        object.ready = cache_has(build->arena, object.path);
        vec_push(build->arena, &build->objects, object);
    }
    return true;
}

static const char *temporary(Build *build, const char *path)
{
    return arena_printf(build->arena, "%s.%ld.tmp", path, (long)getpid());
}

static void echo(const Build *build, char **argv)
{
    if (!build->request->verbose)
        return;
    xr_progress_pause(build->request->progress);
    process_echo(argv);
    xr_progress_resume(build->request->progress);
}

static bool put_in_place(Build *build, const char *path)
{
    const char *from = temporary(build, path);
    if (rename(from, path) == 0)
        return true;
    diag_error(build->diag, XC_NOWHERE, "cannot write %s: %s", path, strerror(errno));
    unlink(from);
    return false;
}

/* ---- compiling ----------------------------------------------------------------------------- */

static Object *missing_object(const Build *build, size_t index)
{
    return &build->objects.data[build->missing[index]];
}

static char **begin_object(void *context, size_t index, const char **title)
{
    Build *build = context;
    const Object *object = missing_object(build, index);
    const char *slash = strrchr(object->source, '/');
    Arguments arguments = copy_arguments(build->arena, &build->compiler);
    arguments_add(build->arena, &arguments, "-c");
    arguments_add(build->arena, &arguments, object->source);
    arguments_add(build->arena, &arguments, "-o");
    arguments_add(build->arena, &arguments, temporary(build, object->path));
    char **argv = arguments_finish(build->arena, &arguments);
    *title = slash ? slash + 1 : object->source;
    echo(build, argv);
    return argv;
}

static void abandon_object(void *context, size_t index)
{
    Build *build = context;
    unlink(temporary(build, missing_object(build, index)->path));
}

static bool finish_object(void *context, size_t index, int status)
{
    Build *build = context;
    Object *object = missing_object(build, index);
    if (status == 0)
        return object->ready = cache_put(
                   build->arena, build->diag, temporary(build, object->path), object->path);
    abandon_object(context, index);
    diag_error(build->diag, XC_NOWHERE, "%s failed on %s with exit status %d",
        build->compiler.data[0], object->source, status);
    return false;
}

/* Compiles what the cache lacks. */
static bool compile_objects(Build *build)
{
    return jobs_run(&(Jobs){.diag = build->diag,
        .progress = build->request->progress,
        .interrupts = &build->interrupts,
        .what = "compiling",
        .count = build->missing_count,
        .begin = begin_object,
        .finish = finish_object,
        .abandon = abandon_object,
        .context = build});
}

/* ---- linking ------------------------------------------------------------------------------- */

static char **begin_program(void *context, size_t index, const char **title)
{
    Build *build = context;
    Arguments arguments = copy_arguments(build->arena, &build->compiler);
    (void)index;
    arguments_add(build->arena, &arguments, "-o");
    arguments_add(build->arena, &arguments, temporary(build, build->program));
    for (size_t i = 0; i < build->objects.count; i++)
        arguments_add(build->arena, &arguments, build->objects.data[i].path);
    arguments_add(build->arena, &arguments, "-lm");
    char **argv = arguments_finish(build->arena, &arguments);
    *title = build->request->name;
    echo(build, argv);
    return argv;
}

static void abandon_program(void *context, size_t index)
{
    Build *build = context;
    (void)index;
    unlink(temporary(build, build->program));
}

static bool finish_program(void *context, size_t index, int status)
{
    Build *build = context;
    if (status == 0)
        return put_in_place(build, build->program);
    abandon_program(context, index);
    diag_error(
        build->diag, XC_NOWHERE, "%s could not link %s", build->compiler.data[0], build->program);
    return false;
}

static bool link_program(Build *build)
{
    build->program = files_join(build->arena, build->request->directory, build->request->name);
    return jobs_run(&(Jobs){.diag = build->diag,
        .progress = build->request->progress,
        .interrupts = &build->interrupts,
        .what = "linking",
        .count = 1,
        .begin = begin_program,
        .finish = finish_program,
        .abandon = abandon_program,
        .context = build});
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool find_places(Build *build)
{
    build->runtime = places_shared(build->arena, "runtime");
    if (!build->runtime) {
        diag_error(build->diag, XC_NOWHERE, "the runtime's sources are missing");
        diag_hint(build->diag, "they belong in share/xceptc/runtime beside bin/xceptc");
        return false;
    }
    if (places_cache(build->arena)) {
        build->cache = cache_folder(build->arena, build->diag, "objects");
        return build->cache != NULL;
    }
    build->cache = files_join(build->arena, build->request->directory, "objects");
    return files_make_directory(build->arena, build->diag, build->cache);
}

static void find_missing(Build *build)
{
    const ToolchainRequest *request = build->request;
    build->missing = arena_array(build->arena, build->objects.count, sizeof *build->missing);
    for (size_t i = 0; i < build->objects.count; i++)
        if (!build->objects.data[i].ready)
            build->missing[build->missing_count++] = i;
    if (build->missing_count == 0 || request->quiet)
        return;
    xr_progress_pause(request->progress);
    fprintf(stderr, "compiling %s for %s: %zu of %zu files\n", request->name, request->isa,
        build->missing_count, build->objects.count);
    xr_progress_resume(request->progress);
}

const char *toolchain_build(Arena *arena, Diag *diag, const ToolchainRequest *request)
{
    Build build = {.arena = arena, .diag = diag, .request = request, .key = XC_HASH_START};
    if (!find_places(&build) || !choose_compiler(&build) ||
        !hash_headers(&build, request->directory) || !hash_headers(&build, build.runtime) ||
        !add_sources(&build, request->directory) || !add_sources(&build, build.runtime))
        return NULL;
    find_missing(&build);
    xr_progress_leave_signals(request->progress);
    interrupts_hold(&build.interrupts);
    bool fine = compile_objects(&build) && link_program(&build);
    interrupts_release(&build.interrupts);
    return fine ? build.program : NULL;
}
