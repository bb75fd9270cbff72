#include "report/diag_json.h"

static void write_place(Json *json, const Diag *diag, Location at)
{
    json_text_as(json, "file", at.file < 0 ? NULL : diag_source_name(diag, at.file));
    json_whole_as(json, "line", (uint64_t)at.line);
    json_whole_as(json, "column", (uint64_t)at.column);
    json_whole_as(json, "length", (uint64_t)at.length);
}

static const char *join_hints(Arena *arena, const Message *followers, size_t count)
{
    const char *hint = NULL;
    for (size_t i = 0; i < count; i++)
        if (followers[i].severity == XC_HINT)
            hint =
                hint ? arena_printf(arena, "%s\n%s", hint, followers[i].text) : followers[i].text;
    return hint;
}

static void write_notes(Json *json, const Diag *diag, const Message *followers, size_t count)
{
    json_name(json, "notes");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (followers[i].severity != XC_NOTE)
            continue;
        json_inline_object(json);
        write_place(json, diag, followers[i].at);
        json_text_as(json, "message", followers[i].text);
        json_close(json);
    }
    json_close(json);
}

/* How many of the messages behind the first belong to it: hints, and notes of an error or warning.
 * A note alone, such as a missed expectation under --set, stands for itself. */
static size_t count_followers(const Message *messages, size_t count)
{
    bool takes_notes = messages[0].severity != XC_NOTE;
    size_t followers = 0;
    while (1 + followers < count) {
        Severity next = messages[1 + followers].severity;
        if (next != XC_HINT && !(next == XC_NOTE && takes_notes))
            break;
        followers++;
    }
    return followers;
}

void diag_json(Json *json, const Diag *diag)
{
    size_t count;
    const Message *messages = diag_messages(diag, &count);
    Arena *arena = arena_new();
    json_array(json);
    for (size_t i = 0; i < count;) {
        size_t followers = count_followers(&messages[i], count - i);
        const Message *rest = messages + i + 1;
        json_object(json);
        json_text_as(json, "severity", severity_name(messages[i].severity));
        write_place(json, diag, messages[i].at);
        json_text_as(json, "message", messages[i].text);
        json_text_as(json, "hint", join_hints(arena, rest, followers));
        write_notes(json, diag, rest, followers);
        json_close(json);
        i += 1 + followers;
    }
    json_close(json);
    arena_free(arena);
}
