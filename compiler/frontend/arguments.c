#include "frontend/arguments.h"

#include <math.h>
#include <string.h>

#include "frontend/expression.h"
#include "frontend/hints.h"

const Datum *datum_get(const Datum *map, const char *key)
{
    for (size_t i = 0; map && map->kind == DATUM_MAP && i < map->count; i++)
        if (strcmp(map->keys[i]->text, key) == 0)
            return &map->items[i];
    return NULL;
}

static bool want(
    const Evaluator *evaluator, const Datum *datum, const char *what, const char *wanted)
{
    fail_at(evaluator, datum->at, NULL, "'%s' wants %s, not %s", what, wanted,
        datum_kind_text(datum->kind));
    return false;
}

bool read_count(const Evaluator *evaluator, const Datum *datum, const char *what, int minimum,
    int maximum, int *result)
{
    double whole;
    if (datum->kind != DATUM_NUMBER)
        return want(evaluator, datum, what, "a whole number");
    const char *number = number_text(evaluator->arena, datum->number);
    if (!is_whole(datum->number, &whole)) {
        fail_at(evaluator, datum->at, "round(), floor() or ceil() make a number whole",
            "'%s' wants a whole number, not %s", what, number);
        return false;
    }
    if (whole < minimum || whole > maximum) {
        fail_at(
            evaluator, datum->at, NULL, "'%s' is %d to %d, not %s", what, minimum, maximum, number);
        return false;
    }
    *result = (int)whole;
    return true;
}

bool read_real(const Evaluator *evaluator, const Datum *datum, const char *what, double minimum,
    double maximum, bool open, double *result)
{
    if (datum->kind != DATUM_NUMBER)
        return want(evaluator, datum, what, "a number");
    double x = datum->number;
    if (x < minimum || x > maximum || (open && x >= maximum)) {
        const char *number = number_text(evaluator->arena, x);
        const char *low = number_text(evaluator->arena, minimum);
        if (isinf(maximum))
            fail_at(evaluator, datum->at, NULL, "'%s' is at least %s, not %s", what, low, number);
        else
            fail_at(evaluator, datum->at, NULL, "'%s' is %s to %s%s, not %s", what, low,
                open ? "below " : "", number_text(evaluator->arena, maximum), number);
        return false;
    }
    *result = x;
    return true;
}

static const char *choice_list(Arena *arena, const char *const *choices, size_t count)
{
    const char *list = choices[0];
    for (size_t i = 1; i < count; i++)
        list = arena_printf(arena, "%s%s%s", list, i + 1 < count ? ", " : " or ", choices[i]);
    return list;
}

static bool find_choice(const Evaluator *evaluator, const char *word, Location at, const char *what,
    const char *const *choices, size_t count, size_t *result)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i], word) == 0) {
            *result = i;
            return true;
        }
    const char *hint = hint_for_unknown(evaluator->arena, evaluator->diag, word, choices, count);
    hint = hint ? hint : choice_list(evaluator->arena, choices, count);
    fail_at(evaluator, at, hint, "'%s' is no value of '%s'", word, what);
    return false;
}

bool read_word(const Evaluator *evaluator, const Datum *datum, const char *what,
    const char *const *choices, size_t count, size_t *result)
{
    if (datum->kind != DATUM_WORD)
        return want(evaluator, datum, what, choice_list(evaluator->arena, choices, count));
    return find_choice(evaluator, datum->word, datum->at, what, choices, count, result);
}

bool read_choice(const Evaluator *evaluator, const Datum *datum, const char *what,
    const char *const *choices, size_t count, size_t *result, const Datum **options)
{
    *options = NULL;
    if (datum->kind != DATUM_MAP)
        return read_word(evaluator, datum, what, choices, count, result);
    if (datum->count != 1) {
        fail_at(
            evaluator, datum->at, NULL, "'%s' is one word, or one word with its arguments", what);
        return false;
    }
    if (datum->items[0].kind != DATUM_MAP)
        return want(evaluator, &datum->items[0], datum->keys[0]->text, "a mapping of arguments");
    *options = &datum->items[0];
    return find_choice(
        evaluator, datum->keys[0]->text, datum->keys[0]->at, what, choices, count, result);
}

bool check_keys(const Evaluator *evaluator, const Datum *map, const char *what,
    const char *const *known, size_t count)
{
    bool right = true;
    for (size_t i = 0; map && i < map->count; i++) {
        const char *key = map->keys[i]->text;
        size_t k = 0;
        while (k < count && strcmp(known[k], key) != 0)
            k++;
        if (k < count)
            continue;
        const char *hint = hint_for_unknown(evaluator->arena, evaluator->diag, key, known, count);
        if (!hint && count)
            hint = choice_list(evaluator->arena, known, count);
        fail_at(evaluator, map->keys[i]->at, hint, "unknown key '%s' in '%s'", key, what);
        right = false;
    }
    return right;
}

static bool read_one(const Evaluator *evaluator, const Datum *datum, const char *what, int *result)
{
    if (!read_count(evaluator, datum, what, 1, XC_MAX_COUNT, result))
        return false;
    if (*result == 1)
        return true;
    fail_at(evaluator, datum->at, NULL, "'%s' is 1 and nothing else yet, not %d", what, *result);
    return false;
}

static bool read_pair(const Evaluator *evaluator, const Datum *datum, const char *what, int *result)
{
    if (datum->kind != DATUM_LIST) {
        if (!read_count(evaluator, datum, what, 1, XC_MAX_WINDOW, &result[0]))
            return false;
        result[1] = result[0];
        return true;
    }
    if (datum->count != 2) {
        fail_at(evaluator, datum->at, NULL, "'%s' is one number or [height, width]", what);
        return false;
    }
    return read_count(evaluator, &datum->items[0], what, 1, XC_MAX_WINDOW, &result[0]) &&
           read_count(evaluator, &datum->items[1], what, 1, XC_MAX_WINDOW, &result[1]);
}

static bool read_padding(const Evaluator *evaluator, const Datum *datum, PaddingSetting *result)
{
    static const char *const words[] = {"valid", "same"};
    size_t word;
    *result = (PaddingSetting){.kind = PADDING_EXPLICIT};
    if (datum->kind == DATUM_WORD) {
        if (!read_word(evaluator, datum, "padding", words, 2, &word))
            return false;
        result->kind = word == 0 ? PADDING_VALID : PADDING_SAME;
        return true;
    }
    if (datum->kind == DATUM_LIST && datum->count != 4) {
        fail_at(evaluator, datum->at, NULL,
            "'padding' is same, valid, one number or [top, bottom, left, right]");
        return false;
    }
    for (size_t i = 0; i < 4; i++) {
        const Datum *side = datum->kind == DATUM_LIST ? &datum->items[i] : datum;
        if (!read_count(evaluator, side, "padding", 0, XC_MAX_WINDOW, &result->pad[i]))
            return false;
    }
    return true;
}

static bool read_optional(
    const Evaluator *evaluator, const Datum *map, const char *key, double minimum, double *result)
{
    const Datum *datum = datum_get(map, key);
    return !datum || read_real(evaluator, datum, key, minimum, INFINITY, false, result);
}

static bool read_regularizer(
    const Evaluator *evaluator, const Datum *datum, const char *what, RegularizerSetting *result)
{
    static const char *const keys[] = {"l1", "l2"};
    *result = (RegularizerSetting){0};
    if (datum->kind == DATUM_NUMBER && datum->number == 0)
        return true;
    if (datum->kind != DATUM_MAP) {
        fail_at(evaluator, datum->at, NULL, "'%s' is {l1: x, l2: y}, either alone, or 0", what);
        return false;
    }
    return check_keys(evaluator, datum, what, keys, 2) &&
           read_optional(evaluator, datum, "l1", 0, &result->l1) &&
           read_optional(evaluator, datum, "l2", 0, &result->l2);
}

/* The two arguments and Keras's defaults for them. */
static void initializer_options(
    Initializer kind, const char *names[2], double defaults[2], size_t *count)
{
    *count = 0;
    if (kind == XC_INIT_CONSTANT) {
        *count = 1;
        names[0] = "value";
        defaults[0] = 0;
    } else if (kind == XC_INIT_UNIFORM) {
        *count = 2;
        names[0] = "minval";
        names[1] = "maxval";
        defaults[0] = -0.05;
        defaults[1] = 0.05;
    } else if (kind == XC_INIT_NORMAL || kind == XC_INIT_TRUNCATED_NORMAL) {
        *count = 2;
        names[0] = "mean";
        names[1] = "stddev";
        defaults[0] = 0;
        defaults[1] = 0.05;
    }
}

static bool read_initializer(
    const Evaluator *evaluator, const Datum *datum, const char *what, InitializerSetting *result)
{
    size_t kind, count;
    const Datum *options;
    if (!read_choice(evaluator, datum, what, initializer_words, word_count(initializer_words),
            &kind, &options))
        return false;
    const char *names[2] = {0};
    double values[2] = {0};
    initializer_options((Initializer)kind, names, values, &count);
    if (!check_keys(evaluator, options, initializer_words[kind], names, count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_optional(evaluator, options, names[i],
                strcmp(names[i], "stddev") == 0 ? 0 : -1e30, &values[i]))
            return false;
    if (kind == XC_INIT_UNIFORM && values[0] > values[1]) {
        fail_at(evaluator, datum->at, NULL, "'minval' of '%s', %s, is larger than 'maxval', %s",
            what, number_text(evaluator->arena, values[0]),
            number_text(evaluator->arena, values[1]));
        return false;
    }
    *result = (InitializerSetting){(Initializer)kind, values[0], values[1]};
    return true;
}

static bool read_activation(
    const Evaluator *evaluator, const Datum *datum, const char *what, int *result)
{
    size_t word;
    if (datum->kind == DATUM_MAP) {
        fail_at(evaluator, datum->at, "an activation with an argument is a layer of its own",
            "'%s' is one word", what);
        return false;
    }
    if (!read_word(evaluator, datum, what, activation_words, activation_word_count, &word))
        return false;
    *result = (int)word;
    return true;
}

bool read_setting(
    const Evaluator *evaluator, const ArgumentSpec *spec, const Datum *datum, Settings *settings)
{
    void *field = (char *)settings + spec->offset;
    switch (spec->type) {
    case ARGUMENT_COUNT:
        return read_count(evaluator, datum, spec->name, 1, XC_MAX_COUNT, field);
    case ARGUMENT_ONE:
        return read_one(evaluator, datum, spec->name, field);
    case ARGUMENT_PAIR:
        return read_pair(evaluator, datum, spec->name, field);
    case ARGUMENT_PADDING:
        return read_padding(evaluator, datum, field);
    case ARGUMENT_BOOL:
        if (datum->kind != DATUM_BOOL)
            return want(evaluator, datum, spec->name, "true or false");
        *(bool *)field = datum->truth;
        return true;
    case ARGUMENT_FRACTION:
        return read_real(evaluator, datum, spec->name, 0, 1, true, field);
    case ARGUMENT_POSITIVE:
        return read_real(evaluator, datum, spec->name, 1e-12, 1e6, false, field);
    case ARGUMENT_ACTIVATION:
        return read_activation(evaluator, datum, spec->name, field);
    case ARGUMENT_INITIALIZER:
        return read_initializer(evaluator, datum, spec->name, field);
    case ARGUMENT_REGULARIZER:
        return read_regularizer(evaluator, datum, spec->name, field);
    case ARGUMENT_TREE:
        break;
    }
    bug("the argument '%s' is read elsewhere", spec->name);
}

static void write_initializer(Text *text, const InitializerSetting *setting)
{
    const char *names[2] = {0};
    double defaults[2];
    size_t count;
    const char *word = initializer_words[setting->kind];
    initializer_options(setting->kind, names, defaults, &count);
    if (!count) {
        text_add(text, word);
        return;
    }
    text_printf(text, "{%s: {%s: %s", word, names[0], number_text(text->arena, setting->a));
    if (count == 2)
        text_printf(text, ", %s: %s", names[1], number_text(text->arena, setting->b));
    text_add(text, "}}");
}

static void write_padding(Text *text, const PaddingSetting *padding)
{
    if (padding->kind != PADDING_EXPLICIT)
        text_add(text, padding->kind == PADDING_SAME ? "same" : "valid");
    else
        text_printf(text, "[%d, %d, %d, %d]", padding->pad[0], padding->pad[1], padding->pad[2],
            padding->pad[3]);
}

void write_setting_value(Text *text, const ArgumentSpec *spec, const Settings *settings)
{
    const void *field = (const char *)settings + spec->offset;
    const RegularizerSetting *regularizer = field;
    const int *numbers = field;
    switch (spec->type) {
    case ARGUMENT_COUNT:
    case ARGUMENT_ONE:
        text_printf(text, "%d", *numbers);
        break;
    case ARGUMENT_PAIR:
        text_printf(text, "[%d, %d]", numbers[0], numbers[1]);
        break;
    case ARGUMENT_PADDING:
        write_padding(text, field);
        break;
    case ARGUMENT_BOOL:
        text_add(text, *(const bool *)field ? "true" : "false");
        break;
    case ARGUMENT_FRACTION:
    case ARGUMENT_POSITIVE:
        text_add(text, number_text(text->arena, *(const double *)field));
        break;
    case ARGUMENT_ACTIVATION:
        text_add(text, activation_words[*numbers]);
        break;
    case ARGUMENT_INITIALIZER:
        write_initializer(text, field);
        break;
    case ARGUMENT_REGULARIZER:
        if (regularizer->l1 == 0 && regularizer->l2 == 0)
            text_add(text, "0");
        else
            text_printf(text, "{l1: %s, l2: %s}", number_text(text->arena, regularizer->l1),
                number_text(text->arena, regularizer->l2));
        break;
    case ARGUMENT_TREE:
        bug("the argument '%s' is written elsewhere", spec->name);
    }
}

void write_setting(Text *text, const ArgumentSpec *spec, const Settings *settings)
{
    text_printf(text, "%s: ", spec->name);
    write_setting_value(text, spec, settings);
}
