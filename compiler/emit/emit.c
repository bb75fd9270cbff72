#include "emit/emit.h"
#include "emit/kernels.h"
#include "emit/parts.h"
#include "support/files.h"

#include <inttypes.h>
#include <string.h>

void emit_banner(Writer *w, const Emission *emission, const char *what)
{
    const Graph *graph = emission->program->forward;
    emit_comment(w,
        "%s: %s Model hash %016" PRIx64 ", batches of at most %d. Written by %s; yours "
        "to use in any way.",
        graph->name, what, graph->hash, emission->program->batch, emission->version);
}

const char *emit_kernels_header(const Emission *emission)
{
    const Program *program = emission->program;
    Writer *w = writer_new(emission->arena);
    emit_banner(w, emission, "Its kernels, one for every distinct operation and shape.");
    emit(w, "#ifndef KERNELS_H\n#define KERNELS_H\n\n#include \"xr_kernel.h\"\n\n");
    emit(w, "#pragma GCC visibility push(hidden)\n");
    for (size_t i = 0; i < program->kernels.count; i++)
        emit_kernel_prototype(w, program->kernels.data[i]);
    emit(w, "#pragma GCC visibility pop\n\n");
    emit_comment(w,
        "For the linker each bears the model's name, so that a program may hold several "
        "models.");
    emit_line(w, "#define MODEL \"%s_net_\"", program->forward->name);
    for (size_t i = 0; i < program->kernels.count; i++)
        emit_call(
            w, "XR_SYMBOL(", (const char *[]){"MODEL", program->kernels.data[i]->name}, 2, ");");
    emit(w, "\n#endif\n");
    return writer_text(w);
}

const char *emit_kernels_source(const Emission *emission)
{
    const Program *program = emission->program;
    Writer *w = writer_new(emission->arena);
    emit_banner(w, emission, "Its kernels, one for every distinct operation and shape.");
    emit(w, "#include \"kernels.h\"\n");
    for (size_t i = 0; i < program->kernels.count; i++)
        emit_kernel(w, program->kernels.data[i], emission->diag);
    return writer_text(w);
}

static void add_file(EmittedFiles *files, Arena *arena, const char *name, const char *text)
{
    vec_push(arena, files, ((EmittedFile){name, text, strlen(text)}));
}

EmittedFiles emit_c_files(const Program *program, const Diag *diag)
{
    Arena *arena = program->arena;
    const Emission emission = {program, diag, "xceptc " XCEPTC_VERSION, arena};
    EmittedFiles files = {0};
    add_file(&files, arena, emit_header_name(&emission), emit_public_header(&emission));
    add_file(&files, arena, "net.h", emit_net_header(&emission));
    add_file(&files, arena, "net.c", emit_net(&emission));
    add_file(&files, arena, "kernels.h", emit_kernels_header(&emission));
    add_file(&files, arena, "kernels.c", emit_kernels_source(&emission));
    add_file(&files, arena, "model.c", emit_model(&emission));
    add_file(&files, arena, "main.c", emit_main(&emission));
    return files;
}

bool emit_c(const Program *program, const char *directory, Diag *diag)
{
    Arena *arena = program->arena;
    const EmittedFiles files = emit_c_files(program, diag);
    if (!files_make_directory(arena, diag, directory))
        return false;
    for (size_t i = 0; i < files.count; i++)
        if (!files_write(arena, diag, files_join(arena, directory, files.data[i].name),
                files.data[i].text, files.data[i].length))
            return false;
    return true;
}
