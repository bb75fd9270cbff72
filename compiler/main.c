/* xceptc VERB MODEL [options]: finds the verb and runs it; the exit status is the verdict. */
#include "cli/places.h"
#include "cli/verb.h"

#include <string.h>
#include <unistd.h>

static int dispatch(Arena *arena, Diag *diag, bool colour, int argc, char **argv)
{
    if (argc < 2) {
        help_overview(stderr);
        return XC_EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    else if (strcmp(word, "--version") == 0)
        word = "version";
    const Verb *verb = verb_find(word);
    if (!verb) {
        verb_unknown(arena, diag, word);
        return XC_EXIT_USAGE;
    }
    return verb_run(verb, arena, diag, colour, argc - 2, argv + 2);
}

int main(int argc, char **argv)
{
    Arena *arena = arena_new();
    bool colour = isatty(STDERR_FILENO) && !places_variable("NO_COLOR");
    Diag *diag = diag_new(arena, stderr, colour);
    int status = finish_output(diag, dispatch(arena, diag, colour, argc, argv));
    arena_free(arena);
    return status;
}
