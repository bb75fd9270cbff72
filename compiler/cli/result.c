#include "cli/result.h"

#include "support/files.h"

int result_write(const Command *command, const char *text, size_t length)
{
    const char *path = options_text(&command->options, "out");
    if (path)
        return files_write(command->arena, command->diag, path, text, length) ? XC_EXIT_OK
                                                                              : XC_EXIT_MACHINE;
    fwrite(text, 1, length, stdout); /* a failure is noticed when the program ends */
    return XC_EXIT_OK;
}
