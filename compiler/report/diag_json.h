/* The messages of a Diag as JSON. */
#ifndef XC_DIAG_JSON_H
#define XC_DIAG_JSON_H

#include "report/json.h"
#include "support/diag.h"

/* An array, in order, of all errors, warnings and notes that belong to none: [{severity, file,
 * line, column, length, message, hint, notes: [{file, line, column, length, message}]}]. Lines and
 * columns count from 1, columns and length in bytes; line and column are 0 where a whole file is
 * meant. file is null for what is in no file; hint is null where there is none, several are one
 * text with line breaks. */
void diag_json(Json *json, const Diag *diag);

#endif
