#include "support/plain_stream.h"

#include "plain.h"
#include "support/base.h"
#include <stdlib.h>

static _Noreturn void give_up(void)
{
    perror("xceptc: error: a report");
    exit(XC_EXIT_MACHINE);
}

void plain_stream_open(PlainStream *plain)
{
    *plain = (PlainStream){0};
    plain->stream = open_memstream(&plain->text, &plain->length);
    if (!plain->stream)
        give_up();
}

void plain_stream_close(PlainStream *plain, FILE *to)
{
    if (fclose(plain->stream) != 0)
        give_up();
    xr_make_plain(plain->text, true);
    fputs(plain->text, to); /* a failure is noticed when the program ends */
    free(plain->text);
    *plain = (PlainStream){0};
}
