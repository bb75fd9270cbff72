#include "support/diag.h"

#include "plain.h"
#include "support/map.h"
#include <string.h>
#include <strings.h>

enum { MAX_PRINTED_ERRORS = 20, EXCERPT_BYTES = 160, MESSAGE_BYTES = 1000 };

typedef struct Source {
    const char *name, *text;
    size_t length;
} Source;

struct Diag {
    Arena *arena;
    FILE *stream;
    void (*before)(void *context);
    void (*after)(void *context);
    void *context;
    bool colour;
    bool repeated; /* the last error was told before, and its notes and hints with it */
    Map told; /* place and words of each error: the Diag */
    int shown; /* errors that were told */
    bool quiet; /* only errors are printed */
    bool muted; /* the last message was not printed, so neither are its notes and hints */
    int errors, warnings;
    size_t comparisons; /* of words, for hints */
    struct {
        Source *data;
        size_t count, capacity;
    } sources;
    struct {
        Message *data;
        size_t count, capacity;
    } messages;
};

typedef struct Span {
    const char *start;
    size_t length;
} Span;

Diag *diag_new(Arena *arena, FILE *stream, bool colour)
{
    Diag *diag = arena_alloc(arena, sizeof *diag);
    diag->arena = arena;
    diag->stream = stream;
    diag->colour = colour;
    return diag;
}

void diag_quiet(Diag *diag)
{
    diag->quiet = diag->muted = true;
}

void diag_between(
    Diag *diag, void (*before)(void *context), void (*after)(void *context), void *context)
{
    diag->before = before;
    diag->after = after;
    diag->context = context;
}

int diag_add_source(Diag *diag, const char *name, const char *text, size_t length)
{
    Source source = {arena_strdup(diag->arena, name), text, length};
    vec_push(diag->arena, &diag->sources, source);
    return (int)diag->sources.count - 1;
}

static const Source *source_of(const Diag *diag, int file)
{
    return file >= 0 && (size_t)file < diag->sources.count ? &diag->sources.data[file] : NULL;
}

const char *diag_source_name(const Diag *diag, int file)
{
    const Source *source = source_of(diag, file);
    return source ? source->name : "<none>";
}

static const char *colour(const Diag *diag, const char *code)
{
    return diag->colour ? code : "";
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Text of the user reaches the terminal without what moves its cursor: see plain.h. */
static void print_plain(FILE *stream, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        unsigned code = 0;
        size_t n = xr_utf8_character(text + i, length - i, &code);
        if (n == 0 || !xr_is_plain(code))
            fputc('?', stream);
        else
            fwrite(text + i, 1, n, stream);
        i += n ? n : 1;
    }
}

/* The line of the source without its line break; empty when there is no such line. Lines end in
 * \n, \r\n or \r, as in YAML. */
static Span find_line(const Source *source, int line)
{
    const char *p = source->text, *end = source->text + source->length;
    for (int n = 1; p < end; n++) {
        const char *start = p;
        while (p < end && *p != '\n' && *p != '\r')
            p++;
        if (n == line)
            return (Span){start, (size_t)(p - start)};
        if (p < end)
            p += p + 1 < end && p[0] == '\r' && p[1] == '\n' ? 2 : 1;
    }
    return (Span){end, 0};
}

/* A window of the line around the column, on character boundaries; *first is its first byte. */
static Span excerpt_window(Span line, size_t column, size_t *first)
{
    size_t from =
        column > EXCERPT_BYTES / 2 && line.length > EXCERPT_BYTES ? column - EXCERPT_BYTES / 2 : 0;
    while (from > 0 && from < line.length && is_continuation((unsigned char)line.start[from]))
        from--;
    size_t length = line.length - from;
    if (length > EXCERPT_BYTES) {
        length = EXCERPT_BYTES;
        while (length && is_continuation((unsigned char)line.start[from + length]))
            length--;
    }
    *first = from;
    return (Span){line.start + from, length};
}

/* The caret's line: a tab stays a tab and a character of several bytes is one column. */
static void print_caret(const Diag *diag, Span window, size_t column, size_t length)
{
    FILE *stream = diag->stream;
    for (size_t i = 0; i < column && i < window.length; i++) {
        if (window.start[i] == '\t')
            fputc('\t', stream);
        else if (!is_continuation((unsigned char)window.start[i]))
            fputc(' ', stream);
    }
    fprintf(stream, "%s^", colour(diag, "\033[1;32m"));
    for (size_t i = column + 1; i < column + length && i < window.length; i++)
        if (!is_continuation((unsigned char)window.start[i]))
            fputc('~', stream);
    fprintf(stream, "%s\n", colour(diag, "\033[0m"));
}

static void print_excerpt(const Diag *diag, Location at)
{
    const Source *source = source_of(diag, at.file);
    if (!source || at.line < 1 || at.column < 1)
        return;
    Span line = find_line(source, at.line);
    size_t column = (size_t)at.column - 1;
    if (column > line.length)
        column = line.length;
    size_t first;
    Span window = excerpt_window(line, column, &first);
    fprintf(diag->stream, "%5d | ", at.line);
    print_plain(diag->stream, window.start, window.length);
    fputs("\n      | ", diag->stream);
    print_caret(diag, window, column - first, at.length > 0 ? (size_t)at.length : 1);
}

static void print_place(const Diag *diag, Location at)
{
    const Source *source = source_of(diag, at.file);
    if (!source) {
        fputs("xceptc: ", diag->stream);
        return;
    }
    print_plain(diag->stream, source->name, strlen(source->name));
    if (at.line > 0)
        fprintf(diag->stream, ":%d:%d", at.line, at.column);
    fputs(": ", diag->stream);
}

const char *severity_name(Severity severity)
{
    static const char *const names[] = {"error", "warning", "note", "hint"};
    return names[severity];
}

static const char *severity_colour(Severity severity)
{
    return severity == XC_ERROR     ? "\033[1;31m"
           : severity == XC_WARNING ? "\033[1;35m"
                                    : "\033[1;36m";
}

/* Errors and warnings begin with their place; notes do where they have one, hints have none. */
static void print_message(const Diag *diag, const Message *message)
{
    bool placed = message->severity != XC_HINT &&
                  (message->severity != XC_NOTE || source_of(diag, message->at.file));
    if (placed)
        print_place(diag, message->at);
    fprintf(diag->stream, "%s%s:%s ", colour(diag, severity_colour(message->severity)),
        severity_name(message->severity), colour(diag, "\033[0m"));
    print_plain(diag->stream, message->text, strlen(message->text));
    fputc('\n', diag->stream);
    if (placed)
        print_excerpt(diag, message->at);
}

/* A text of the file that a message quotes may be as long as the file. */
static const char *shorten(Arena *arena, const char *text)
{
    size_t length = strlen(text);
    if (length <= MESSAGE_BYTES)
        return text;
    length = MESSAGE_BYTES;
    while (length && is_continuation((unsigned char)text[length]))
        length--;
    return arena_printf(arena, "%.*s...", (int)length, text);
}

static void begin_printing(const Diag *diag)
{
    if (diag->before)
        diag->before(diag->context);
}

static void end_printing(const Diag *diag)
{
    if (diag->after)
        diag->after(diag->context);
}

/* Keeps the message, and prints it unless it or what it belongs to is muted. */
static void add_text(Diag *diag, Severity severity, Location at, const char *text)
{
    if (diag->repeated)
        return;
    Message message = {severity, at, shorten(diag->arena, text)};
    vec_push(diag->arena, &diag->messages, message);
    if (!diag->stream || diag->muted)
        return;
    begin_printing(diag);
    print_message(diag, &message);
    end_printing(diag);
}

static void add_message(
    Diag *diag, Severity severity, Location at, const char *format, va_list arguments)
{
    if (!diag->repeated)
        add_text(diag, severity, at, arena_vprintf(diag->arena, format, arguments));
}

/* A default is used by many layers, a repeat's layer many times: what is wrong with it is told
 * once. Errors without a place may say the same of different things. */
static bool was_told(Diag *diag, Location at, const char *text)
{
    if (at.file < 0)
        return false;
    const char *key = arena_printf(diag->arena, "%d:%d:%d %s", at.file, at.line, at.column, text);
    if (map_get(&diag->told, key))
        return true;
    map_put(diag->arena, &diag->told, key, diag);
    return false;
}

void diag_error(Diag *diag, Location at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(diag->arena, format, arguments);
    va_end(arguments);
    diag->errors++;
    diag->repeated = was_told(diag, at, text);
    diag->shown += diag->repeated ? 0 : 1;
    diag->muted = diag->shown > MAX_PRINTED_ERRORS;
    if (!diag->repeated && diag->stream && diag->shown == MAX_PRINTED_ERRORS + 1) {
        begin_printing(diag);
        fputs("xceptc: too many errors; the rest is not shown\n", diag->stream);
        end_printing(diag);
    }
    add_text(diag, XC_ERROR, at, text);
}

void diag_warning(Diag *diag, Location at, const char *format, ...)
{
    diag->warnings++;
    diag->muted = diag->quiet;
    diag->repeated = false;
    va_list arguments;
    va_start(arguments, format);
    add_message(diag, XC_WARNING, at, format, arguments);
    va_end(arguments);
}

void diag_note(Diag *diag, Location at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_message(diag, XC_NOTE, at, format, arguments);
    va_end(arguments);
}

void diag_hint(Diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_message(diag, XC_HINT, XC_NOWHERE, format, arguments);
    va_end(arguments);
}

const Message *diag_messages(const Diag *diag, size_t *count)
{
    *count = diag->messages.count;
    return diag->messages.data;
}

int diag_error_count(const Diag *diag)
{
    return diag->errors;
}

int diag_warning_count(const Diag *diag)
{
    return diag->warnings;
}

enum { MAX_WORD = 64 };

/* Edits (insert, delete, replace, swap of neighbours) between two words of at most MAX_WORD bytes,
 * letters compared without case. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned char row[3][MAX_WORD + 1] = {{0}};
    for (size_t j = 0; j <= b_length; j++)
        row[0][j] = (unsigned char)j;
    for (size_t i = 1; i <= a_length; i++) {
        unsigned char *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = (unsigned char)i;
        for (size_t j = 1; j <= b_length; j++) {
            bool same = strncasecmp(a + i - 1, b + j - 1, 1) == 0;
            int best = before[j - 1] + (same ? 0 : 1);
            if (before[j] + 1 < best)
                best = before[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && strncasecmp(a + i - 1, b + j - 2, 1) == 0 &&
                           strncasecmp(a + i - 2, b + j - 1, 1) == 0;
            if (swapped && earlier[j - 2] + 1 < best)
                best = earlier[j - 2] + 1;
            now[j] = (unsigned char)best;
        }
    }
    return row[a_length % 3][b_length];
}

/* One mistake in three letters, and half of the shorter word stays: one letter is near no other. */
static bool is_near(size_t distance, size_t length, size_t candidate_length)
{
    size_t shorter = length < candidate_length ? length : candidate_length;
    return distance <= (length < 3 ? 1 : length / 3) && 2 * distance <= shorter;
}

const char *diag_nearest(const char *word, const char *const *candidates, size_t count)
{
    size_t length = strlen(word);
    if (length == 0 || length > MAX_WORD)
        return NULL;
    size_t best_distance = 0;
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t candidate_length = strlen(candidates[i]);
        if (candidate_length > MAX_WORD)
            continue;
        size_t distance = edit_distance(word, length, candidates[i], candidate_length);
        if (is_near(distance, length, candidate_length) && (!best || distance < best_distance)) {
            best_distance = distance;
            best = candidates[i];
        }
    }
    return best;
}

bool diag_is_full(const Diag *diag)
{
    return diag->errors > XC_MANY_ERRORS;
}

bool diag_suggests(const Diag *diag)
{
    return diag && diag->comparisons < XC_MOST_COMPARISONS;
}

const char *diag_suggest(Diag *diag, const char *word, const char *const *candidates, size_t count)
{
    if (!diag_suggests(diag))
        return NULL;
    diag->comparisons += count;
    return diag_nearest(word, candidates, count);
}

size_t diag_comparisons(const Diag *diag)
{
    return diag->comparisons;
}
