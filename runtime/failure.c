#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plain.h"

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* What was quoted from outside becomes plain. The ends of lines are ours where there are as many as
 * in the format. */
static void make_plain(xr_failure *failure, const char *format)
{
    xr_make_plain(failure->message, count_lines(failure->message) == count_lines(format));
}

bool xr_fail(xr_failure *failure, xr_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    failure->status = status;
    vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
    make_plain(failure, format);
    return false;
}

bool xr_fail_errno(xr_failure *failure, const char *format, ...)
{
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    failure->status = XR_MACHINE;
    vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
    make_plain(failure, format);
    size_t used = strlen(failure->message);
    snprintf(failure->message + used, sizeof failure->message - used, ": %s", strerror(error));
    return false;
}

void xr_fail_more(xr_failure *failure, const char *format, ...)
{
    va_list arguments;
    size_t used = strlen(failure->message), room = sizeof failure->message - used;
    if (room < 3)
        return;
    failure->message[used] = '\n';
    va_start(arguments, format);
    vsnprintf(failure->message + used + 1, room - 1, format, arguments);
    va_end(arguments);
    xr_make_plain(failure->message + used + 1, false);
}
