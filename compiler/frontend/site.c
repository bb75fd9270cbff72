#include "frontend/site.h"

#include <string.h>

#include "frontend/arguments.h"

const Tree *find_value(const Site *site, const char *name, bool first, Evaluator *evaluator)
{
    *evaluator = site->evaluator;
    for (const Override *o = site->overrides; o; o = o->older) {
        const Tree *value = tree_get(o->arguments, name);
        if (value) {
            evaluator->scope = NULL;
            evaluator->trace = (Trace){0}; /* its place is in the change */
            return value;
        }
    }
    return layer_argument(&site->parts, name, first);
}

static const Tree *default_value(
    Expander *expander, const KindSpec *kind, const ArgumentSpec *spec, Evaluator *evaluator)
{
    Arena *arena = expander->model.arena;
    const char *path = arena_printf(arena, "%s.%s", kind->name, spec->name);
    const Setting *setting = map_get(&expander->source->defaults, path);
    evaluator->scope = NULL;
    if (setting)
        return setting->value;
    if (!spec->default_ || !*spec->default_)
        return NULL;
    Tree *tree = arena_alloc(arena, sizeof *tree);
    *tree = (Tree){.kind = TREE_SCALAR, .at = XC_NOWHERE, .text = spec->default_};
    return tree;
}

/* What follows from other arguments, so that equal layers have equal settings. */
static void settle(const KindSpec *kind, Settings *settings)
{
    if (settings->stride[0] == 0)
        memcpy(settings->stride, settings->kernel, sizeof settings->stride);
    if (find_argument(kind, "bias") && !settings->bias) {
        settings->bias_initializer = (InitializerSetting){.kind = XC_INIT_ZEROS};
        settings->bias_regularizer = (RegularizerSetting){0};
    }
}

bool read_settings(Expander *expander, const Site *site, const KindSpec *kind, Settings *settings)
{
    bool right = true;
    for (size_t i = 0; i < argument_count(kind); i++) {
        const ArgumentSpec *spec = &kind->arguments[i];
        Evaluator evaluator;
        Datum datum;
        if (spec->type == ARGUMENT_TREE)
            continue;
        const Tree *value = find_value(site, spec->name, i == 0, &evaluator);
        if (!value)
            value = default_value(expander, kind, spec, &evaluator);
        if (value) {
            right = evaluate(&evaluator, value, &datum) &&
                    read_setting(&evaluator, spec, &datum, settings) && right;
        } else if (!spec->default_) {
            fail_at(&site->evaluator, site->parts.at,
                arena_printf(expander->model.arena, "%s", kind->example), "'%s' wants '%s'",
                kind->name, spec->name);
            right = false;
        }
    }
    settle(kind, settings);
    return right;
}

bool bind_arguments(Expander *expander, const Site *site, const Block *block, Scope *scope)
{
    bool right = true;
    scope->bindings =
        arena_array(expander->model.arena, block->argument_count, sizeof *scope->bindings);
    for (size_t i = 0; i < block->argument_count; i++) {
        const BlockArgument *argument = &block->arguments[i];
        Evaluator evaluator;
        Binding *binding = &scope->bindings[i];
        binding->name = argument->name;
        const Tree *value = find_value(site, argument->name, i == 0, &evaluator);
        if (!value && (value = argument->default_))
            evaluator.scope = scope;
        if (!value)
            fail_at(&site->evaluator, site->parts.at, NULL, "the block '%s' wants '%s'",
                block->name, argument->name);
        right = value && evaluate(&evaluator, value, &binding->datum) && right;
        scope->count = right ? i + 1 : scope->count;
        if (!right)
            break;
    }
    return right;
}
