/* Text of emitted source: lines with the indentation of their braces, holes for names.
 *
 * A template is C text of one or more lines in which $name or $(name) stands for a binding. An
 * unbound hole or a brace without its partner is a bug of the compiler and ends it. */
#ifndef XC_WRITER_H
#define XC_WRITER_H

#include "support/base.h"

enum { XC_LINE = 100, XC_INDENT = 4, XC_MAX_BINDINGS = 64 };

typedef struct Writer {
    Arena *arena;
    struct {
        char *data;
        size_t count, capacity;
    } text;
    int depth; /* of braces */
    struct {
        const char *name, *text;
    } bindings[XC_MAX_BINDINGS];
    int binding_count;
} Writer;

Writer *writer_new(Arena *arena);
/* $name stands for this text from now on; a second binding of a name replaces the first. */
void bind_text(Writer *writer, const char *name, const char *format, ...) XC_PRINTF(3, 4);
void unbind_all(Writer *writer);

/* The lines of a template; a line of spaces alone becomes an empty one. */
void emit(Writer *writer, const char *template);
/* One line by printf, with no holes. */
void emit_line(Writer *writer, const char *format, ...) XC_PRINTF(2, 3);
void emit_blank(Writer *writer);
/* head + arguments joined by ", " + tail, wrapped as clang-format wraps it. */
void emit_call(
    Writer *writer, const char *head, const char *const *arguments, int count, const char *tail);
/* A comment of one paragraph, wrapped; text is made safe: no comment can end in it. */
void emit_comment(Writer *writer, const char *format, ...) XC_PRINTF(2, 3);

/* Text from a user, made safe for a comment or a C string literal. */
const char *comment_text(Arena *arena, const char *text);
const char *string_literal(Arena *arena, const char *text);

/* The name of a model file without its folder: emitted code names no place of a machine. */
const char *source_base(const char *path);

/* The whole text; a bug when a brace is open. */
const char *writer_text(Writer *writer);

#endif
