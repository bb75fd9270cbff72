#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool xr_fail(xr_failure *failure, xr_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    failure->status = status;
    vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
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
    size_t used = strlen(failure->message);
    snprintf(failure->message + used, sizeof failure->message - used, ": %s", strerror(error));
    return false;
}
