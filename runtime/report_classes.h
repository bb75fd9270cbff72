/* An evaluation's classes: a table of their scores, and the confusion matrix. */
#ifndef XR_REPORT_CLASSES_H
#define XR_REPORT_CLASSES_H

#include "confusion.h"
#include "console.h"

/* A name for every class: names[label], or its number where names is NULL. text has room for it. */
const char *xr_class_name(const char *const *names, int label, char text[16]);

/* One line a class: all of them when all is set or they are few, else those with the lowest
 * recall. */
bool xr_report_classes(xr_console *console, const xr_confusion *confusion, const char *const *names,
    bool all, xr_failure *failure);

/* The whole matrix, or in its place that it is too wide for the terminal. */
void xr_report_confusion(
    xr_console *console, const xr_confusion *confusion, const char *const *names);

/* The same as CSV, a row a class, into a file. */
bool xr_write_confusion(
    const char *path, const xr_confusion *confusion, const char *const *names, xr_failure *failure);

/* , "classes": [...], and with the matrix , "confusion": [[...], ...] */
void xr_append_classes(
    xr_text *json, const xr_confusion *confusion, const char *const *names, bool matrix);

#endif
