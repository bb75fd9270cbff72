#include "emit/kernels.h"

#include <string.h>

typedef void EmitKernel(Writer *writer, const Kernel *kernel);

static EmitKernel *const emitters[] = {
#define XC_KERNEL(id, file) emit_##file,
#include "plan/kernels.def"
#undef XC_KERNEL
};

/* A kernel of tasks has the number of images first; others run on the whole batch or on one image.
 */
static bool takes_images(const Kernel *kernel)
{
    switch (kernel->kind) {
    case XC_KERNEL_GATHER:
    case XC_KERNEL_SCATTER:
    case XC_KERNEL_MERGE_CHAINS:
    case XC_KERNEL_CONV_WEIGHT_TILE:
    case XC_KERNEL_FINISH_STATISTICS:
    case XC_KERNEL_FINISH_COEFFICIENTS:
    case XC_KERNEL_FINISH_NORMALIZE_GRADIENT:
    case XC_KERNEL_FINISH_SUM:
    case XC_KERNEL_FINISH_LOSS:
        return false;
    default:
        return true;
    }
}

/* Every pointer of a kernel is to memory of its own. */
static const char *declare(Arena *arena, const KernelOperand *operand)
{
    size_t length = strlen(operand->type);
    bool pointer = operand->type[length - 1] == '*';
    return arena_printf(arena, "%s%s%s", operand->type, pointer ? "restrict " : " ", operand->name);
}

static int declare_operands(Writer *writer, const Kernel *kernel, const char **out)
{
    int count = 0;
    if (kernel->kind == XC_KERNEL_GATHER) {
        out[count++] = "const xr_real *restrict x";
        out[count++] = "int first_row";
        out[count++] = "int rows";
        out[count++] = "int channel";
        out[count++] = "int first";
        out[count++] = "int count";
        out[count++] = "xr_real *restrict gathered";
        return count;
    }
    if (kernel->kind == XC_KERNEL_SCATTER) {
        out[count++] = "const xr_real *restrict gathered";
        out[count++] = "int first_row";
        out[count++] = "int rows";
        out[count++] = "int channel";
        out[count++] = "xr_real *restrict dx";
        return count;
    }
    if (takes_images(kernel))
        out[count++] = "int images";
    for (int i = 0; i < kernel->operand_count; i++)
        out[count++] = declare(writer->arena, &kernel->operands[i]);
    return count;
}

static void emit_signature(Writer *writer, const Kernel *kernel, const char *end)
{
    const char *operands[XC_MAX_OPERANDS + 2];
    int count = declare_operands(writer, kernel, operands);
    const char *head = arena_printf(writer->arena, "void %s(", kernel->name);
    emit_call(writer, head, operands, count, end);
}

void emit_kernel_prototype(Writer *writer, const Kernel *kernel)
{
    emit_signature(writer, kernel, ");");
}

void emit_kernel(Writer *writer, const Kernel *kernel, const Diag *diag)
{
    Arena *arena = writer->arena;
    const char *place =
        kernel->location.file >= 0 && diag
            ? arena_printf(arena, " (%s:%d)",
                  source_base(diag_source_name(diag, kernel->location.file)), kernel->location.line)
            : "";
    emit_blank(writer);
    const char *first = kernel->title && *kernel->title
                            ? arena_printf(arena, "First for %s%s.", kernel->title, place)
                            : "";
    const char *calls = kernel->calls > 1 ? arena_printf(arena, " %d calls.", kernel->calls) : "";
    if (kernel->kind == XC_KERNEL_GATHER)
        emit_comment(writer, "Gathers, for output rows first_row up to first_row + rows of one "
                             "image, columns first up to first + count of the matrix that the "
                             "kernel multiplies; channel is the group's first.");
    else if (kernel->kind == XC_KERNEL_SCATTER)
        emit_comment(writer, "Adds the gradient of gathered pixels back to where they came from.");
    else
        emit_comment(writer, "%s%s", first, calls);
    emit_signature(writer, kernel, ")");
    emit_line(writer, "{");
    unbind_all(writer);
    emitters[kernel->kind](writer, kernel);
    emit_line(writer, "}");
}

void bind_offset(Writer *writer, const char *name, const char *sign, int offset)
{
    if (offset)
        bind_text(writer, name, " %s %d", sign, offset);
    else
        bind_text(writer, name, "%s", "");
}

void bind_step(Writer *writer, const char *name, const char *index, int stride)
{
    if (stride == 1)
        bind_text(writer, name, "%s", index);
    else
        bind_text(writer, name, "%s * %d", index, stride);
}

void bind_layout(Writer *writer, const char *prefix, const Layout *layout)
{
    Arena *arena = writer->arena;
    int rows = layout->height + layout->pad[0] + layout->pad[1];
    int columns = layout->width + layout->pad[2] + layout->pad[3];
    bind_text(writer, arena_printf(arena, "%sheight", prefix), "%d", layout->height);
    bind_text(writer, arena_printf(arena, "%swidth", prefix), "%d", layout->width);
    bind_text(
        writer, arena_printf(arena, "%spixels", prefix), "%d", layout->height * layout->width);
    bind_text(writer, arena_printf(arena, "%schannels", prefix), "%d", layout->channels);
    bind_text(writer, arena_printf(arena, "%sstride", prefix), "%d", layout->stride);
    bind_text(writer, arena_printf(arena, "%stop", prefix), "%d", layout->pad[0]);
    bind_text(writer, arena_printf(arena, "%sbottom", prefix), "%d", layout->pad[1]);
    bind_text(writer, arena_printf(arena, "%sleft", prefix), "%d", layout->pad[2]);
    bind_text(writer, arena_printf(arena, "%sright", prefix), "%d", layout->pad[3]);
    bind_offset(writer, arena_printf(arena, "%splus_top", prefix), "+", layout->pad[0]);
    bind_offset(writer, arena_printf(arena, "%splus_left", prefix), "+", layout->pad[2]);
    bind_text(writer, arena_printf(arena, "%srows", prefix), "%d", rows);
    bind_text(writer, arena_printf(arena, "%scolumns", prefix), "%d", columns);
    bind_text(
        writer, arena_printf(arena, "%simage", prefix), "%d", rows * columns * layout->stride);
}

void bind_window(Writer *writer, const Attributes *at)
{
    bind_text(writer, "kernel_height", "%d", at->kernel[0]);
    bind_text(writer, "kernel_width", "%d", at->kernel[1]);
    bind_text(writer, "stride_height", "%d", at->stride[0]);
    bind_text(writer, "stride_width", "%d", at->stride[1]);
    bind_text(writer, "pad_top", "%d", at->pad[0]);
    bind_text(writer, "pad_left", "%d", at->pad[2]);
    bind_offset(writer, "minus_pad_top", "-", at->pad[0]);
    bind_offset(writer, "minus_pad_left", "-", at->pad[2]);
    bind_step(writer, "step_h", "h", at->stride[0]);
    bind_step(writer, "step_w", "w", at->stride[1]);
    bind_text(writer, "taps", "%d", at->kernel[0] * at->kernel[1]);
}

bool is_direct(const Kernel *kernel)
{
    return kernel->helper == NULL;
}

bool narrow_group(const Kernel *kernel)
{
    return group_is_narrow(kernel->at.groups, kernel->columns);
}

void bind_conv(Writer *writer, const Kernel *kernel)
{
    bind_layout(writer, "x_", &kernel->x);
    bind_layout(writer, "y_", &kernel->y);
    bind_text(writer, "depth", "%d", kernel->rows);
    bind_text(writer, "depth_padded", "%zu", padded_channels(kernel->rows));
    bind_text(writer, "outputs", "%zu", padded_channels(kernel->columns));
    bind_text(writer, "group_columns", "%d", kernel->columns);
    bind_text(writer, "group_channels", "%d", kernel->x.channels / kernel->at.groups);
    bind_text(writer, "groups", "%d", kernel->at.groups);
    bind_text(writer, "band", "%d", kernel->band ? kernel->band : kernel->y.height);
    bind_text(writer, "images", "%d", kernel->images);
    bind_text(writer, "helper", "%s", kernel->helper ? kernel->helper->name : "");
}
