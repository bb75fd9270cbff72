#include "frontend/datum.h"

#include <stdio.h>
#include <string.h>

#include "frontend/expression.h"

const char *datum_kind_text(DatumKind kind)
{
    static const char *const texts[] = {
        "a number", "true or false", "a word", "a list", "a mapping"};
    return texts[kind];
}

enum { MAX_NAMED_CHANGES = 3 };

static void note_changes(const Evaluator *evaluator)
{
    const Trace *trace = &evaluator->trace;
    for (size_t i = 0; i < trace->count && i < MAX_NAMED_CHANGES; i++)
        diag_note(evaluator->diag, trace->changes[i], "%s",
            trace->own ? "changed here" : "the model's layers are changed here");
    if (trace->count > MAX_NAMED_CHANGES)
        diag_note(evaluator->diag, XC_NOWHERE, "and %zu further changes",
            trace->count - MAX_NAMED_CHANGES);
}

void note_frames(const Evaluator *evaluator)
{
    bool told = false; /* a frame says where it was changed */
    if (!evaluator->diag)
        return;
    for (const Frame *frame = evaluator->frame; frame; frame = frame->parent)
        told = told || frame->change.file >= 0;
    note_calls(evaluator, evaluator->frame);
    if (!told)
        note_changes(evaluator);
}

void note_calls(const Evaluator *evaluator, const Frame *innermost)
{
    for (const Frame *frame = innermost; frame; frame = frame->parent) {
        char changed[300] = "";
        if (frame->change.file >= 0)
            snprintf(changed, sizeof changed, ", changed at %s:%d",
                diag_source_name(evaluator->diag, frame->change.file), frame->change.line);
        diag_note(evaluator->diag, frame->call, "in block '%s', called as %s%s", frame->block,
            frame->name, changed);
    }
}

void fail_at(const Evaluator *evaluator, Location at, const char *hint, const char *format, ...)
{
    if (!evaluator->diag)
        return;
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(evaluator->arena, format, arguments);
    va_end(arguments);
    diag_error(evaluator->diag, at, "%s", text);
    if (hint)
        diag_hint(evaluator->diag, "%s", hint);
    note_frames(evaluator);
}

bool is_word(const char *text)
{
    if (*text < 'a' || *text > 'z' || strlen(text) > XC_MAX_WORD_LENGTH)
        return false;
    for (; *text; text++) {
        bool fits =
            (*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || *text == '_';
        if (!fits)
            return false;
    }
    return true;
}

bool is_reserved_word(const char *text)
{
    static const char *const reserved[] = {"true", "false", "yes", "no", "on", "off", "null", "and",
        "or", "not", "round", "floor", "ceil", "channels", "input", "identity", "original"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(text, reserved[i]) == 0)
            return true;
    return false;
}

bool evaluate(const Evaluator *evaluator, const Tree *tree, Datum *result)
{
    if (tree->kind == TREE_SCALAR)
        return evaluate_expression(evaluator, tree, result);
    Datum datum = {.kind = tree->kind == TREE_LIST ? DATUM_LIST : DATUM_MAP, .at = tree->at};
    datum.items = arena_array(evaluator->arena, tree->count, sizeof *datum.items);
    datum.keys = (const Tree **)tree->keys;
    datum.count = tree->count;
    bool right = true;
    for (size_t i = 0; i < tree->count; i++)
        right = evaluate(evaluator, tree->items[i], &datum.items[i]) && right;
    *result = datum;
    return right;
}

bool evaluate_each(const Evaluator *evaluator, const Tree *tree, Datum *result)
{
    double first, last;
    if (tree->kind != TREE_SCALAR || !strstr(tree->text, "..")) {
        if (!evaluate(evaluator, tree, result))
            return false;
        if (result->kind == DATUM_LIST)
            return true;
        fail_at(evaluator, tree->at, "[a, b, c], 1..$n, or a variable that is a list",
            "'each' wants a list or a range, not %s", datum_kind_text(result->kind));
        return false;
    }
    if (!evaluate_range(evaluator, tree, &first, &last))
        return false;
    double count = last - first + 1;
    if (count > XC_MAX_RANGE) {
        fail_at(evaluator, tree->at, NULL, "a range of more than %d numbers", XC_MAX_RANGE);
        return false;
    }
    *result = (Datum){.kind = DATUM_LIST, .at = tree->at, .count = count > 0 ? (size_t)count : 0};
    result->items = arena_array(evaluator->arena, result->count, sizeof *result->items);
    for (size_t i = 0; i < result->count; i++)
        result->items[i] =
            (Datum){.kind = DATUM_NUMBER, .at = tree->at, .number = first + (double)i};
    return true;
}

bool evaluate_bool(const Evaluator *evaluator, const Tree *tree, bool *result)
{
    Datum datum;
    if (!evaluate(evaluator, tree, &datum))
        return false;
    if (datum.kind != DATUM_BOOL) {
        fail_at(evaluator, tree->at, NULL, "true or false is wanted here, not %s",
            datum_kind_text(datum.kind));
        return false;
    }
    *result = datum.truth;
    return true;
}
