#include "frontend/reference.h"

#include <string.h>
#include <strings.h>

#include "frontend/hints.h"
#include "frontend/schema.h"
#include "frontend/synonyms.h"
#include "support/text.h"

static const char *type_text(ArgumentType type)
{
    static const char *const texts[] = {
        [ARGUMENT_COUNT] = "whole number",
        [ARGUMENT_ONE] = "whole number",
        [ARGUMENT_PAIR] = "n or [height, width]",
        [ARGUMENT_PADDING] = "same, valid, n or [top, bottom, left, right]",
        [ARGUMENT_BOOL] = "true or false",
        [ARGUMENT_FRACTION] = "0 <= number < 1",
        [ARGUMENT_POSITIVE] = "1.0e-12 <= number <= 1.0e6",
        [ARGUMENT_ACTIVATION] = "the word of an activation",
        [ARGUMENT_INITIALIZER] = "initializer",
        [ARGUMENT_REGULARIZER] = "{l1: x, l2: y} or 0",
        [ARGUMENT_TREE] = "",
    };
    return texts[type];
}

static const char *default_text(const ArgumentSpec *spec)
{
    return !spec->default_ ? "required" : *spec->default_ ? spec->default_ : "";
}

static const char *known_kinds_hint(Arena *arena, const char *kind)
{
    const char *names[64];
    size_t count = 0;
    for (; count < kind_spec_count && count < 64; count++)
        names[count] = kind_specs[count].name;
    const char *hint = synonym_where(kind, names, count);
    if (hint || (hint = synonym_hint(kind)))
        return hint;
    const char *nearest = diag_nearest(kind, names, count);
    return nearest ? arena_printf(arena, "did you mean '%s'?", nearest) : NULL;
}

const char *reference_kind_of(const char *layer)
{
    const char *dot = strrchr(layer, '.'), *ours = synonym_word(layer);
    const char *name = dot ? dot + 1 : layer;
    for (size_t i = 0; i < kind_spec_count; i++)
        if (strcasecmp(kind_specs[i].name, name) == 0 ||
            (kind_specs[i].keras && strcasecmp(kind_specs[i].keras, name) == 0))
            return kind_specs[i].name;
    return ours && find_kind(ours) ? ours : NULL;
}

const char *reference_help(Arena *arena, const char *kind, const char **hint)
{
    const KindSpec *spec = find_kind(kind);
    Text text = {.arena = arena};
    *hint = spec ? NULL : known_kinds_hint(arena, kind);
    if (!spec)
        return NULL;
    text_printf(&text, "%s: %s", spec->name, spec->meaning);
    text_printf(&text, spec->keras ? " Keras: %s\n" : "\n", spec->keras ? spec->keras : "");
    for (size_t i = 0; i < argument_count(spec); i++) {
        const ArgumentSpec *argument = &spec->arguments[i];
        text_printf(&text, "  %-22s %-14s %s", argument->name, default_text(argument),
            type_text(argument->type));
        const char *meaning = argument->meaning;
        if (*meaning)
            text_printf(&text, "%s%s", *type_text(argument->type) ? "; " : "", meaning);
        if (argument->keras)
            text_printf(&text, " (Keras: %s)", argument->keras);
        text_add(&text, "\n");
    }
    text_printf(&text, "example:\n  - %s\n", spec->example);
    return text_string(&text);
}

const char *reference_list(Arena *arena)
{
    Text text = {.arena = arena};
    for (size_t i = 0; i < kind_spec_count; i++)
        text_printf(&text, "  %-19s %s\n", kind_specs[i].name, kind_specs[i].meaning);
    return text_string(&text);
}

const char *reference_markdown(Arena *arena)
{
    Text text = {.arena = arena};
    for (size_t i = 0; i < kind_spec_count; i++) {
        const KindSpec *spec = &kind_specs[i];
        text_printf(
            &text, "### %s\n\n%s\n\n    - %s\n\n", spec->name, spec->meaning, spec->example);
        if (!argument_count(spec))
            continue;
        text_add(&text, "| argument | default | value |\n|---|---|---|\n");
        for (size_t k = 0; k < argument_count(spec); k++) {
            const ArgumentSpec *argument = &spec->arguments[k];
            const char *type = type_text(argument->type), *meaning = argument->meaning;
            text_printf(&text, "| `%s` | %s | %s%s%s |\n", argument->name, default_text(argument),
                type, *type && *meaning ? "; " : "", meaning);
        }
        text_add(&text, "\n");
    }
    return text_string(&text);
}

const char *reference_from_keras(Arena *arena)
{
    Text text = {.arena = arena};
    text_add(&text, "| Keras | here | arguments called otherwise |\n|---|---|---|\n");
    for (size_t i = 0; i < kind_spec_count; i++) {
        const KindSpec *spec = &kind_specs[i];
        const char *separator = "";
        if (!spec->keras)
            continue;
        text_printf(&text, "| %s | `%s` | ", spec->keras, spec->name);
        for (size_t k = 0; k < argument_count(spec); k++) {
            if (!spec->arguments[k].keras)
                continue;
            text_printf(
                &text, "%s%s: `%s`", separator, spec->arguments[k].keras, spec->arguments[k].name);
            separator = ", ";
        }
        text_add(&text, " |\n");
    }
    return text_string(&text);
}
