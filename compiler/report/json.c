#include "report/json.h"

#include "plain.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Json json_begin(FILE *stream)
{
    return (Json){.stream = stream};
}

void json_end(Json *json)
{
    if (json->depth != 0)
        bug("a JSON document ends with %d open brackets", json->depth);
    fputc('\n', json->stream);
}

static void break_line(const Json *json)
{
    fprintf(json->stream, "\n%*s", 2 * json->depth, "");
}

/* The comma and the line break that are due before a name or an unnamed value. */
static void separate(Json *json)
{
    if (json->named) {
        json->named = false;
        return;
    }
    if (json->depth == 0)
        return;
    bool *used = &json->open[json->depth - 1].used;
    bool on_one_line = json->open[json->depth - 1].inline_;
    if (*used)
        fputs(on_one_line ? ", " : ",", json->stream);
    *used = true;
    if (!on_one_line)
        break_line(json);
}

static void open_bracket(Json *json, char open, char close, bool on_one_line)
{
    separate(json);
    if (json->depth == XC_JSON_DEPTH)
        bug("a JSON document is nested deeper than %d", XC_JSON_DEPTH);
    fputc(open, json->stream);
    json->open[json->depth].close = close;
    json->open[json->depth].inline_ = on_one_line;
    json->open[json->depth].used = false;
    json->depth++;
}

void json_object(Json *json)
{
    open_bracket(json, '{', '}', false);
}

void json_array(Json *json)
{
    open_bracket(json, '[', ']', false);
}

void json_inline_object(Json *json)
{
    open_bracket(json, '{', '}', true);
}

void json_inline_array(Json *json)
{
    open_bracket(json, '[', ']', true);
}

void json_close(Json *json)
{
    if (json->depth == 0 || json->named)
        bug("a JSON bracket is closed out of turn");
    json->depth--;
    if (json->open[json->depth].used && !json->open[json->depth].inline_)
        break_line(json);
    fputc(json->open[json->depth].close, json->stream);
}

/* What would not be plain on a terminal is escaped there too. */
static void write_string(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (size_t rest = strlen(text); rest > 0;) {
        unsigned code = 0;
        size_t length = xr_utf8_character(text, rest, &code);
        if (length == 0)
            fputs("\xEF\xBF\xBD", stream);
        else if (code == '"' || code == '\\')
            fprintf(stream, "\\%c", *text);
        else if (code < 0x20 || !xr_is_plain(code))
            fprintf(stream, "\\u%04x", code);
        else
            fwrite(text, 1, length, stream);
        text += length ? length : 1;
        rest -= length ? length : 1;
    }
    fputc('"', stream);
}

void json_name(Json *json, const char *name)
{
    separate(json);
    write_string(json->stream, name);
    fputs(": ", json->stream);
    json->named = true;
}

void json_text(Json *json, const char *text)
{
    separate(json);
    if (text)
        write_string(json->stream, text);
    else
        fputs("null", json->stream);
}

void json_whole(Json *json, uint64_t number)
{
    separate(json);
    fprintf(json->stream, "%" PRIu64, number);
}

void json_real(Json *json, double number)
{
    char text[40];
    separate(json);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    fputs(isfinite(number) ? text : "null", json->stream);
}

void json_bool(Json *json, bool value)
{
    separate(json);
    fputs(value ? "true" : "false", json->stream);
}

void json_fragment(Json *json, const char *text)
{
    separate(json);
    for (const char *p = text; *p; p++)
        fputc(*p == '\'' ? '"' : *p, json->stream);
}

void json_text_as(Json *json, const char *name, const char *text)
{
    json_name(json, name);
    json_text(json, text);
}

void json_whole_as(Json *json, const char *name, uint64_t number)
{
    json_name(json, name);
    json_whole(json, number);
}

void json_hash_as(Json *json, const char *name, uint64_t hash)
{
    char digits[17];
    snprintf(digits, sizeof digits, "%016" PRIx64, hash);
    json_text_as(json, name, digits);
}

void json_fragment_as(Json *json, const char *name, const char *text)
{
    json_name(json, name);
    json_fragment(json, text);
}
