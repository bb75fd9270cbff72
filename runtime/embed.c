/* What a program of one's own needs beside the generated functions: weights from a file, and images
 * from bytes. */
#include "augment.h"
#include "engine.h"

bool xr_load_weights(const xr_model *model, xr_net *net, const char *place, xr_failure *failure)
{
    xr_engine engine = {.model = model, .net = net};
    *failure = (xr_failure){XR_OK, ""};
    return xr_engine_check_model(model, failure) &&
           xr_engine_load_weights(&engine, place, NULL, failure);
}

void xr_normalize_bytes(const xr_model *model, const uint8_t *bytes, int count, xr_real *images)
{
    size_t pixels = (size_t)count * (size_t)model->height * (size_t)model->width;
    for (size_t pixel = 0; pixel < pixels; pixel++)
        for (int channel = 0; channel < model->channels; channel++)
            *images++ = (xr_real)xr_normalized(model, channel, *bytes++);
}
