#include "frontend/datum.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "frontend/expression.h"

/* Variables of the model see nothing but each other, wherever they are used from. */
static Evaluator outside(const Evaluator *evaluator)
{
    Evaluator model = *evaluator;
    model.scope = NULL;
    model.frame = NULL;
    model.trace = (Trace){0};
    model.channels = CHANNELS_NONE;
    return model;
}

static bool check_datum(const Evaluator *evaluator, const Variable *variable)
{
    const char *may = "numbers, truth values, words and lists of these are values of variables";
    const Datum *datum = &variable->datum;
    if (datum->kind == DATUM_MAP)
        fail_at(
            evaluator, variable->tree->at, may, "the variable '%s' is a mapping", variable->name);
    for (size_t i = 0; datum->kind == DATUM_LIST && i < datum->count; i++)
        if (datum->items[i].kind > DATUM_WORD) {
            fail_at(evaluator, datum->items[i].at, may, "the variable '%s' is a list with %s in it",
                variable->name, datum_kind_text(datum->items[i].kind));
            return false;
        }
    return datum->kind != DATUM_MAP;
}

/* "$a -> $b -> $a", NULL for "$a -> $a". */
static const char *circle(const Evaluator *evaluator, const Variable *variable)
{
    if (evaluator->evaluated == variable)
        return NULL;
    const char *text = arena_printf(evaluator->arena, "$%s", variable->name);
    for (const Variable *v = evaluator->evaluated; v && v != variable; v = v->user)
        text = arena_printf(evaluator->arena, "$%s -> %s", v->name, text);
    return arena_printf(evaluator->arena, "$%s -> %s", variable->name, text);
}

static bool evaluate_variable(const Evaluator *evaluator, Variable *variable, Location use)
{
    if (variable->state == VARIABLE_KNOWN || variable->state == VARIABLE_WRONG)
        return variable->state == VARIABLE_KNOWN;
    if (variable->state == VARIABLE_BUSY) {
        fail_at(evaluator, use, circle(evaluator, variable), "the variable '%s' depends on itself",
            variable->name);
        return false;
    }
    if (evaluator->levels >= XC_MAX_EXPRESSION_LEVELS) {
        fail_at(evaluator, use, NULL, "variables and parentheses go more than %d levels deep",
            XC_MAX_EXPRESSION_LEVELS);
        return false;
    }
    variable->state = VARIABLE_BUSY;
    variable->user = evaluator->evaluated;
    Evaluator model = outside(evaluator);
    model.evaluated = variable;
    model.levels++;
    bool right =
        evaluate(&model, variable->tree, &variable->datum) && check_datum(&model, variable);
    variable->state = right ? VARIABLE_KNOWN : VARIABLE_WRONG;
    return right;
}

static bool lookup_channels(const Evaluator *evaluator, Location at, Datum *result)
{
    if (evaluator->channels == CHANNELS_NONE)
        fail_at(evaluator, at, NULL, "$channels is known only where a layer stands");
    *result = (Datum){.kind = DATUM_NUMBER, .at = at, .number = evaluator->channels};
    return evaluator->channels > 0;
}

/* The known name that is nearest to a wrong one, as a hint; NULL if none is near. */
static const char *nearest_name(const Evaluator *evaluator, const char *name)
{
    struct {
        const char **data;
        size_t count, capacity;
    } names = {0};
    if (!diag_suggests(evaluator->diag))
        return NULL;
    for (const Scope *scope = evaluator->scope; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->count; i++)
            vec_push(evaluator->arena, &names, scope->bindings[i].name);
    for (const Variable *v = evaluator->variables->first; v; v = v->next)
        vec_push(evaluator->arena, &names, v->name);
    vec_push(evaluator->arena, &names, "channels");
    const char *nearest = diag_suggest(evaluator->diag, name, names.data, names.count);
    return nearest ? arena_printf(evaluator->arena, "did you mean '$%s'?", nearest) : NULL;
}

bool lookup(const Evaluator *evaluator, const char *name, Location at, Datum *result)
{
    for (const Scope *scope = evaluator->scope; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->count; i++)
            if (strcmp(scope->bindings[i].name, name) == 0) {
                *result = scope->bindings[i].datum;
                return true;
            }
    if (strcmp(name, "channels") == 0)
        return lookup_channels(evaluator, at, result);
    Variable *variable = map_get(&evaluator->variables->by_name, name);
    if (!variable) {
        fail_at(evaluator, at, nearest_name(evaluator, name), "there is no variable '%s'", name);
        return false;
    }
    if (!evaluate_variable(evaluator, variable, at))
        return false;
    *result = variable->datum;
    return true;
}

/* A replaced definition is evaluated among the variables of today, silently: only its type
 * matters. */
static void check_type(const Evaluator *evaluator, Variable *variable)
{
    Evaluator model = outside(evaluator);
    model.diag = NULL;
    for (const Variable *parent = variable->parent; parent; parent = parent->parent) {
        Datum before;
        if (!evaluate(&model, parent->tree, &before) || before.kind == variable->datum.kind)
            continue;
        fail_at(evaluator, variable->tree->at, NULL, "the variable '%s' changes from %s to %s",
            variable->name, datum_kind_text(before.kind), datum_kind_text(variable->datum.kind));
        if (evaluator->diag)
            diag_note(evaluator->diag, parent->at, "set here first");
        variable->state = VARIABLE_WRONG;
        return;
    }
}

/* ---- in order ---------------------------------------------------------------------------- */

/* A variable and the names in its value, the next of which is looked at. */
typedef struct Visit {
    Variable *variable;
    struct {
        Variable **data;
        size_t count, capacity;
    } named;
    size_t next;
} Visit;

typedef struct Visits {
    Visit *data;
    size_t count, capacity;
} Visits;

typedef struct Naming {
    const Evaluator *evaluator;
    Visit *visit;
} Naming;

static void add_named(void *context, const char *name)
{
    Naming *naming = context;
    Variable *variable = map_get(&naming->evaluator->variables->by_name, name);
    if (variable)
        vec_push(naming->evaluator->arena, &naming->visit->named, variable);
}

static void find_names(Naming *naming, const Tree *tree)
{
    if (tree->kind == TREE_SCALAR)
        visit_names(tree, add_named, naming, naming->evaluator->arena);
    for (size_t i = 0; i < tree->count; i++)
        find_names(naming, tree->items[i]);
}

static void push_visit(const Evaluator *evaluator, Visits *visits, Variable *variable)
{
    Visit visit = {.variable = variable};
    find_names(&(Naming){evaluator, &visit}, variable->tree);
    variable->waiting = true;
    vec_push(evaluator->arena, visits, visit);
}

static void mark_circle(const Visits *visits, const Variable *variable)
{
    for (size_t i = visits->count; i-- > 0 && !visits->data[i].variable->in_circle;) {
        visits->data[i].variable->in_circle = true;
        if (visits->data[i].variable == variable)
            return;
    }
}

/* Evaluates what the variable names before it, so that a chain of any length needs no depth.
 * Circles are left alone: they may be broken by an 'and', and are told where they are used. */
static void evaluate_in_order(const Evaluator *evaluator, Variable *first)
{
    Visits visits = {0};
    push_visit(evaluator, &visits, first);
    while (visits.count) {
        Visit *visit = &visits.data[visits.count - 1];
        if (visit->next < visit->named.count) {
            Variable *named = visit->named.data[visit->next++];
            if (named->waiting && !named->done)
                mark_circle(&visits, named);
            else if (!named->done)
                push_visit(evaluator, &visits, named);
            continue;
        }
        visit->variable->done = true;
        if (!visit->variable->in_circle)
            evaluate_variable(evaluator, visit->variable, visit->variable->at);
        visits.count--;
    }
}

void check_variables(const Evaluator *evaluator)
{
    for (Variable *v = evaluator->variables->first; v; v = v->next)
        if (!v->done)
            evaluate_in_order(evaluator, v);
    for (Variable *v = evaluator->variables->first; v; v = v->next)
        if (evaluate_variable(evaluator, v, v->at))
            check_type(evaluator, v);
}

/* The text of a variable in a name: a whole number's digits, or a word. */
static const char *name_part(const Evaluator *evaluator, const Tree *tree, const char *variable)
{
    Datum datum;
    double whole;
    if (!lookup(evaluator, variable, tree->at, &datum))
        return NULL;
    if (datum.kind == DATUM_WORD)
        return datum.word;
    if (datum.kind == DATUM_NUMBER && is_whole(datum.number, &whole) && whole >= 0 && whole < 1e9)
        return arena_printf(evaluator->arena, "%.0f", whole);
    fail_at(evaluator, tree->at, NULL, "in a name '$%s' is a whole number or a word", variable);
    return NULL;
}

static size_t word_length(const char *p)
{
    return strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

static const char *refuse_length(const Evaluator *evaluator, const Tree *tree, const char *name)
{
    fail_at(evaluator, tree->at, NULL, "the name '%.40s...' has more than %d letters", name,
        XC_MAX_WORD_LENGTH);
    return NULL;
}

const char *evaluate_name(const Evaluator *evaluator, const Tree *tree)
{
    const char *const grammar = "small letters, digits and _, beginning with a letter; "
                                "variables as $v or $(v)";
    if (tree->kind != TREE_SCALAR) {
        fail_at(evaluator, tree->at, NULL, "a name is a word, not %s", tree_kind_text(tree));
        return NULL;
    }
    const char *name = "";
    for (const char *p = tree->text; *p;) {
        bool variable = *p == '$';
        bool braced = variable && p[1] == '(';
        p += variable ? braced ? 2 : 1 : 0;
        size_t length = word_length(p);
        if (length > XC_MAX_WORD_LENGTH)
            return refuse_length(evaluator, tree, p);
        if (!length || (braced && p[length] != ')')) {
            fail_at(evaluator, tree->at, grammar, "'%s' is no name", tree->text);
            return NULL;
        }
        const char *part = arena_strndup(evaluator->arena, p, length);
        if (variable && !(part = name_part(evaluator, tree, part)))
            return NULL;
        name = arena_printf(evaluator->arena, "%s%s", name, part);
        if (strlen(name) > XC_MAX_WORD_LENGTH)
            return refuse_length(evaluator, tree, name);
        p += length + (braced ? 1 : 0);
    }
    if (!is_word(name)) {
        fail_at(evaluator, tree->at, grammar, "'%s' is no name", name);
        return NULL;
    }
    return name;
}
