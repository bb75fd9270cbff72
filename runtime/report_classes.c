#include "report_classes.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FEW_CLASSES = 20, WORST_CLASSES = 10, WIDEST_NAME = 24, WIDEST_FILE_TABLE = 160 };

const char *xr_class_name(const char *const *names, int label, char text[16])
{
    if (names)
        return names[label];
    snprintf(text, 16, "%d", label);
    return text;
}

/* Bytes, not columns of a terminal: names beyond ASCII stand a little to the left. */
static int name_width(const char *const *names, int classes)
{
    int width = 5;
    char text[16];
    for (int label = 0; label < classes; label++) {
        int length = (int)strlen(xr_class_name(names, label, text));
        if (length > width)
            width = length;
    }
    return width < WIDEST_NAME ? width : WIDEST_NAME;
}

/* ---- the table ----------------------------------------------------------------------------- */

static void format_share(char text[16], double share)
{
    if (isfinite(share))
        snprintf(text, 16, "%.4f", share);
    else
        snprintf(text, 16, "-");
}

static void show_class(
    xr_console *console, const xr_class_scores *scores, const char *const *names, int width)
{
    char number[16], recall[16], precision[16], mistaken[96] = "";
    format_share(recall, scores->recall);
    format_share(precision, scores->precision);
    if (scores->mistaken_for >= 0)
        snprintf(mistaken, sizeof mistaken, "   %.*s (%" PRId64 ")", WIDEST_NAME,
            xr_class_name(names, scores->mistaken_for, number), scores->mistaken);
    xr_console_result(console, "%-*.*s %7" PRId64 " %7" PRId64 " %7s %9s%s", width, width,
        xr_class_name(names, scores->label, number), scores->images, scores->right, recall,
        precision, mistaken);
}

/* Lowest recall first; classes without images last. */
static int compare_recall(const void *left, const void *right)
{
    const xr_class_scores *a = left, *b = right;
    double first = isfinite(a->recall) ? a->recall : 2.0;
    double second = isfinite(b->recall) ? b->recall : 2.0;
    if (first != second)
        return first < second ? -1 : 1;
    return a->label < b->label ? -1 : 1;
}

bool xr_report_classes(xr_console *console, const xr_confusion *confusion, const char *const *names,
    bool all, xr_failure *failure)
{
    int classes = confusion->classes, shown = classes;
    xr_class_scores *scores = calloc((size_t)classes, sizeof *scores);
    if (!scores)
        return xr_fail(failure, XR_MACHINE, "no memory for a table of %d classes", classes);
    for (int label = 0; label < classes; label++)
        scores[label] = xr_confusion_class(confusion, label);
    if (!all && classes > FEW_CLASSES) {
        qsort(scores, (size_t)classes, sizeof *scores, compare_recall);
        shown = WORST_CLASSES;
        xr_console_result(
            console, "\nthe %d classes of lowest recall (--classes shows all %d):", shown, classes);
    }
    int width = name_width(names, classes);
    xr_console_result(console, "%s%-*s %7s %7s %7s %9s   %s", shown == classes ? "\n" : "", width,
        "class", "images", "right", "recall", "precision", "most mistaken for");
    for (int i = 0; i < shown; i++)
        show_class(console, &scores[i], names, width);
    free(scores);
    return true;
}

/* ---- the matrix ---------------------------------------------------------------------------- */

static int largest_width(const xr_confusion *confusion, int called)
{
    int64_t largest = 0;
    for (int label = 0; label < confusion->classes; label++)
        if (xr_confusion_count(confusion, label, called) > largest)
            largest = xr_confusion_count(confusion, label, called);
    return snprintf(NULL, 0, "%" PRId64, largest);
}

/* The width of a column with its head, the blank before it included. */
static int column_width(const xr_confusion *confusion, const char *const *heads, int called)
{
    char number[16];
    int head = (int)strlen(xr_class_name(heads, called, number));
    int width = largest_width(confusion, called);
    return 1 + (head > width ? head : width);
}

static int table_width(const xr_confusion *confusion, const char *const *heads, int first)
{
    int width = first;
    for (int called = 0; called < confusion->classes && width <= WIDEST_FILE_TABLE; called++)
        width += column_width(confusion, heads, called);
    return width;
}

static int output_columns(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return WIDEST_FILE_TABLE;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void show_matrix(xr_console *console, const xr_confusion *confusion,
    const char *const *names, const char *const *heads, int first)
{
    char number[16];
    xr_text line = {0};
    xr_text_append(&line, "%-*s", first, "");
    for (int called = 0; called < confusion->classes; called++)
        xr_text_append(&line, "%*s", column_width(confusion, heads, called),
            xr_class_name(heads, called, number));
    for (int label = 0; label < confusion->classes; label++) {
        if (!heads && names)
            xr_text_append(&line, "\n%3d %-*.*s", label, first - 4, first - 4, names[label]);
        else
            xr_text_append(&line, "\n%-*.*s", first, first, xr_class_name(names, label, number));
        for (int called = 0; called < confusion->classes; called++)
            xr_text_append(&line, "%*" PRId64, column_width(confusion, heads, called),
                xr_confusion_count(confusion, label, called));
    }
    if (!line.failed)
        xr_console_result(console,
            "\nimages of each class (rows) and what they were called (columns):\n%s", line.data);
    xr_text_free(&line);
}

void xr_report_confusion(
    xr_console *console, const xr_confusion *confusion, const char *const *names)
{
    int first = name_width(names, confusion->classes), room = output_columns();
    if (table_width(confusion, names, first) <= room)
        show_matrix(console, confusion, names, names, first);
    else if (table_width(confusion, NULL, first + 4) <= room)
        show_matrix(console, confusion, names, NULL, first + 4);
    else
        xr_console_result(console,
            "\na matrix of %d classes is too wide to print; --confusion FILE writes it as CSV",
            confusion->classes);
}

/* ---- CSV ----------------------------------------------------------------------------------- */

/* Quoted where a comma, a quote or the end of a line is in it. */
static void write_field(FILE *file, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, file);
        return;
    }
    fputc('"', file);
    for (; *text; text++)
        fprintf(file, *text == '"' ? "\"%c" : "%c", *text);
    fputc('"', file);
}

bool xr_write_confusion(
    const char *path, const xr_confusion *confusion, const char *const *names, xr_failure *failure)
{
    char number[16];
    FILE *file = fopen(path, "we");
    if (!file)
        return xr_fail_errno(failure, "%s", path);
    fputs("class", file);
    for (int called = 0; called < confusion->classes; called++) {
        fputc(',', file);
        write_field(file, xr_class_name(names, called, number));
    }
    for (int label = 0; label < confusion->classes; label++) {
        fputc('\n', file);
        write_field(file, xr_class_name(names, label, number));
        for (int called = 0; called < confusion->classes; called++)
            fprintf(file, ",%" PRId64, xr_confusion_count(confusion, label, called));
    }
    fputc('\n', file);
    bool fine = !ferror(file);
    fine = fclose(file) == 0 && fine;
    return fine || xr_fail_errno(failure, "%s: writing", path);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void append_class(xr_text *json, const xr_class_scores *scores, const char *const *names)
{
    char number[16];
    xr_text_append(json, "{\"class\": %d, \"name\": ", scores->label);
    xr_text_append_quoted(json, xr_class_name(names, scores->label, number));
    xr_text_append(json,
        ", \"images\": %" PRId64 ", \"called\": %" PRId64 ", \"right\": %" PRId64 ", \"recall\": ",
        scores->images, scores->called, scores->right);
    xr_text_append_number(json, scores->recall);
    xr_text_append(json, ", \"precision\": ");
    xr_text_append_number(json, scores->precision);
    xr_text_append(json, "}");
}

static void append_row(xr_text *json, const xr_confusion *confusion, int label)
{
    for (int called = 0; called < confusion->classes; called++)
        xr_text_append(
            json, "%s%" PRId64, called ? ", " : "[", xr_confusion_count(confusion, label, called));
    xr_text_append(json, "]");
}

void xr_append_classes(
    xr_text *json, const xr_confusion *confusion, const char *const *names, bool matrix)
{
    xr_text_append(json, ", \"classes\": [");
    for (int label = 0; label < confusion->classes; label++) {
        xr_class_scores scores = xr_confusion_class(confusion, label);
        xr_text_append(json, label ? ", " : "");
        append_class(json, &scores, names);
    }
    xr_text_append(json, matrix ? "], \"confusion\": [" : "]");
    for (int label = 0; matrix && label < confusion->classes; label++) {
        xr_text_append(json, label ? ", " : "");
        append_row(json, confusion, label);
    }
    xr_text_append(json, matrix ? "]" : "");
}
