#include "fault.h"

#include <string.h>

/* A parameter's layer, and what it is there: LAYER/moving_variance. */
typedef struct Place {
    int layer_length;
    const char *layer, *part;
} Place;

static Place place_of(const xr_model *model, int parameter)
{
    const char *name = parameter >= 0 ? model->parameters[parameter].name : "";
    const char *slash = strrchr(name, '/');
    return (Place){slash ? (int)(slash - name) : 0, name, slash ? slash + 1 : name};
}

/* The batch's part of a moving statistic's name. */
static const char *statistic(const char *part)
{
    static const char moving[] = "moving_";
    size_t length = sizeof moving - 1;
    return strncmp(part, moving, length) == 0 ? part + length : part;
}

void xr_fault_words(char words[XR_FAULT_ROOM], const xr_model *model, const xr_metrics *metrics)
{
    const Place place = place_of(model, metrics->fault_parameter);
    if (metrics->fault == XR_FAULT_LOSS || metrics->fault_parameter < 0)
        snprintf(words, XR_FAULT_ROOM, "the loss is not finite");
    else if (metrics->fault == XR_FAULT_STATISTIC)
        snprintf(words, XR_FAULT_ROOM, "the batch's %s in %.*s is not finite",
            statistic(place.part), place.layer_length, place.layer);
    else if (metrics->fault == XR_FAULT_GRADIENT)
        snprintf(words, XR_FAULT_ROOM, "the gradient of %s is not finite", place.layer);
    else
        snprintf(words, XR_FAULT_ROOM, "the update made %s other than finite", place.layer);
}
