/* Data to the typed settings of layers: one reader a type, each with its own located errors. */
#ifndef XC_ARGUMENTS_H
#define XC_ARGUMENTS_H

#include "frontend/datum.h"
#include "frontend/schema.h"
#include "support/text.h"

/* what is said in errors: "filters". false after an error. */
bool read_count(const Evaluator *evaluator, const Datum *datum, const char *what, int minimum,
    int maximum, int *result);
/* minimum <= x <= maximum, or x < maximum when it is open. */
bool read_real(const Evaluator *evaluator, const Datum *datum, const char *what, double minimum,
    double maximum, bool open, double *result);
bool read_word(const Evaluator *evaluator, const Datum *datum, const char *what,
    const char *const *choices, size_t count, size_t *result);
/* {choice: {key: value}} or the bare word: the choice, and the mapping or NULL. */
bool read_choice(const Evaluator *evaluator, const Datum *datum, const char *what,
    const char *const *choices, size_t count, size_t *result, const Datum **options);
/* An error for each key of a mapping that isn't among the known ones. */
bool check_keys(const Evaluator *evaluator, const Datum *map, const char *what,
    const char *const *known, size_t count);
const Datum *datum_get(const Datum *map, const char *key);

bool read_setting(
    const Evaluator *evaluator, const ArgumentSpec *spec, const Datum *datum, Settings *settings);
/* The setting as the normal form writes it: "stride: [2, 2]", or the value alone. */
void write_setting_value(Text *text, const ArgumentSpec *spec, const Settings *settings);
void write_setting(Text *text, const ArgumentSpec *spec, const Settings *settings);

#endif
