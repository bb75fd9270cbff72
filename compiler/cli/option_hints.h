/* What is said of an option that a verb does not have. */
#ifndef XC_CLI_OPTION_HINTS_H
#define XC_CLI_OPTION_HINTS_H

#include "cli/options.h"

/* For a name without its dashes: the verb's own word for it, the key of the recipe that --set
 * reaches, the nearest option, or what is known of the word; NULL if nothing is. */
const char *option_hint(Arena *arena, const OptionSpec *specs, const char *name);

#endif
