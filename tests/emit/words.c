#include "words.h"

#include "frontend/datum.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void words_add(Words *words, const char *word)
{
    if (map_get(&words->seen, word) != NULL)
        return;
    const char *copy = arena_strdup(words->arena, word);
    map_put(words->arena, &words->seen, copy, words);
    vec_push(words->arena, words, copy);
}

static bool is_part(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

void words_add_text(Words *words, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t begin = i;
        while (i < length && is_part(text[i]))
            i++;
        if (i == begin)
            i++;
        else if (!isdigit((unsigned char)text[begin]))
            words_add(words, arena_strndup(words->arena, text + begin, i - begin));
    }
}

bool words_add_output(Words *words, const char *command)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    FILE *stream = popen(command, "r");
    while (stream != NULL && (length = getline(&line, &room, stream)) >= 0)
        if (strncmp(line, "# ", 2) != 0) /* a line marker has only paths */
            words_add_text(words, line, (size_t)length);
    free(line);
    return stream != NULL && pclose(stream) == 0;
}

void words_add_keywords(Words *words)
{
    static const char keywords[] =
        "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t "
        "char32_t char8_t class co_await co_return co_yield compl concept const const_cast "
        "consteval constexpr constinit continue decltype default delete do double dynamic_cast "
        "else enum explicit export extern false float for friend goto if inline int long main "
        "mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected "
        "public register reinterpret_cast requires restrict return short signed sizeof static "
        "static_assert static_cast struct switch template this thread_local throw true try typedef "
        "typeid typename typeof typeof_unqual union unsigned using virtual void volatile wchar_t "
        "while xor xor_eq";
    words_add_text(words, keywords, sizeof keywords - 1);
}

bool words_add_headers(Words *words, const char *compiler)
{
    static const char headers[] =
        "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal "
        "stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath "
        "threads time uchar wchar wctype aio arpa/inet dirent dlfcn fcntl fnmatch glob grp netdb "
        "netinet/in poll pthread pwd regex sched search semaphore spawn strings sys/mman "
        "sys/resource sys/socket sys/stat sys/time sys/types sys/wait termios unistd";
    return words_add_output(words,
        arena_printf(words->arena,
            "for h in %s; do printf '#if __has_include(<%%s.h>)\\n#include <%%s.h>\\n#endif\\n' "
            "$h $h; done | %s -D_GNU_SOURCE -std=gnu11 -E -dD -x c -",
            headers, compiler));
}

bool words_add_symbols(Words *words)
{
    return words_add_output(words,
        "for l in libc.so.6 libm.so.6; do nm -D --defined-only $(cc -print-file-name=$l); done");
}

bool words_add_runtime(Words *words)
{
    return words_add_output(words, "cat " XCEPTC_SOURCE_DIR "/runtime/*.[ch]");
}

Words words_as_names(Arena *arena, const Words *words)
{
    Words names = {.arena = arena};
    for (size_t i = 0; i < words->count; i++) {
        char *name = arena_strdup(arena, words->data[i]);
        for (char *c = name; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
        if (is_word(name) && !is_reserved_word(name))
            words_add(&names, name);
    }
    return names;
}
