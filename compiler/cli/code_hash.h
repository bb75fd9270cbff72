/* What a C compiler sees of a source. */
#ifndef XC_CLI_CODE_HASH_H
#define XC_CLI_CODE_HASH_H

#include "support/base.h"

/* Goes on from hash over the text without its comments, and with one blank or one end of line for
 * every row of them: sources that differ in these alone make the same object, as long as nothing in
 * them asks for a line's number. */
uint64_t code_hash(uint64_t hash, const char *text, size_t length);

#endif
