/* Bodies of emitted C kernels, one function a kind; the signature and the comment are written by
 * emit_kernel. Each begins by binding the kernel's shapes to names of its enum. */
#ifndef XC_EMIT_KERNELS_H
#define XC_EMIT_KERNELS_H

#include "emit/writer.h"
#include "plan/program.h"

#define XC_KERNEL(id, file) void emit_##file(Writer *writer, const Kernel *kernel);
#include "plan/kernels.def"
#undef XC_KERNEL

/* Comment, signature, body; and the prototype for the header. */
void emit_kernel(Writer *writer, const Kernel *kernel, const Diag *diag);
void emit_kernel_prototype(Writer *writer, const Kernel *kernel);

/* $height, $width, $channels, ... of a layout as "name_height": rows and columns with the halo. */
void bind_layout(Writer *writer, const char *prefix, const Layout *layout);
/* " + 3", or nothing for zero; "h * 2", or "h" for one. */
void bind_offset(Writer *writer, const char *name, const char *sign, int offset);
void bind_step(Writer *writer, const char *name, const char *index, int stride);
/* Kernel, strides and pads. */
void bind_window(Writer *writer, const Attributes *at);
/* A convolution's layouts, matrix, groups, band and helper. */
void bind_conv(Writer *writer, const Kernel *kernel);
bool narrow_group(const Kernel *kernel);
bool is_direct(const Kernel *kernel);

#endif
