#include "cli/code_hash.h"

#include "support/map.h"
#include <string.h>

typedef struct Reader {
    const char *at, *end;
} Reader;

static bool next_are(const Reader *reader, const char *two)
{
    return reader->end - reader->at >= 2 && reader->at[0] == two[0] && reader->at[1] == two[1];
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Past a comment, of either kind. An end of line after a backslash doesn't end one of the second.
 */
static void skip_comment(Reader *reader)
{
    bool to_end_of_line = next_are(reader, "//");
    reader->at += 2;
    while (
        reader->at < reader->end &&
        !(to_end_of_line ? *reader->at == '\n' && reader->at[-1] != '\\' : next_are(reader, "*/")))
        reader->at++;
    if (!to_end_of_line && reader->at < reader->end)
        reader->at += 2;
}

/* Past blanks and comments: the one character that stands for them, or 0 where there are none. */
static char skip_blanks(Reader *reader)
{
    char seen = 0;
    while (reader->at < reader->end) {
        if (next_are(reader, "/*") || next_are(reader, "//"))
            skip_comment(reader);
        else if (is_blank(*reader->at))
            seen = *reader->at++ == '\n' ? '\n' : seen;
        else
            break;
        seen = seen ? seen : ' ';
    }
    return seen;
}

/* Past a string or a character; one that isn't closed ends with its line. */
static void skip_quoted(Reader *reader)
{
    char quote = *reader->at++;
    while (reader->at < reader->end && *reader->at != quote && *reader->at != '\n')
        reader->at += *reader->at == '\\' && reader->end - reader->at > 1 ? 2 : 1;
    if (reader->at < reader->end && *reader->at == quote)
        reader->at++;
}

uint64_t code_hash(uint64_t hash, const char *text, size_t length)
{
    Reader reader = {text, text + length};
    while (reader.at < reader.end) {
        bool first = reader.at == text;
        char blank = skip_blanks(&reader);
        if (blank && !first && reader.at < reader.end)
            hash = hash_bytes(hash, &blank, 1);
        const char *start = reader.at;
        if (reader.at < reader.end && (*reader.at == '"' || *reader.at == '\''))
            skip_quoted(&reader);
        else if (reader.at < reader.end)
            reader.at++;
        hash = hash_bytes(hash, start, (size_t)(reader.at - start));
    }
    return hash;
}
