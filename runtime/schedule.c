#include "schedule.h"

#include <math.h>

static const double pi = 3.14159265358979323846;
static const double one_cycle_rise = 0.3; /* of all steps */
static const double one_cycle_start = 0.04; /* of the rate */

static double at_epoch(const xr_recipe *recipe, uint64_t epoch)
{
    double rate = recipe->rate;
    for (int i = 0; i < recipe->step_count; i++)
        if ((uint64_t)recipe->starts[i] <= epoch)
            rate = recipe->rates[i];
    return rate;
}

/* From `from` to `to` along half a cosine, at `part` of the way. */
static double half_cosine(double from, double to, double part)
{
    double share = 0.5 * (1.0 + cos(pi * fmin(1.0, part)));
    return to + (from - to) * share;
}

/* How far `step` is on the way from `first` to the last step, 0 to 1. */
static double progress(double step, double first, double total)
{
    double length = total - 1.0 - first;
    return length > 0.0 ? (step - first) / length : 0.0;
}

double xr_learning_rate(const xr_recipe *recipe, uint64_t step, int steps_per_epoch, int epochs)
{
    double now = (double)step;
    double total = (double)epochs * steps_per_epoch;
    double warm_up = (double)recipe->warm_up * steps_per_epoch;
    uint64_t epoch = step / (uint64_t)steps_per_epoch;
    if (recipe->schedule == XR_ONE_CYCLE) {
        double rise = warm_up > 0.0 ? warm_up : floor(one_cycle_rise * total);
        double start = one_cycle_start * recipe->rate;
        if (now < rise)
            return start + (recipe->rate - start) * (now / rise);
        return half_cosine(recipe->rate, recipe->final_rate, progress(now, rise, total));
    }
    double first_rate = recipe->schedule == XR_STEPS ? at_epoch(recipe, epoch) : recipe->rate;
    if (now < warm_up)
        return first_rate * (now + 1.0) / warm_up;
    if (recipe->schedule == XR_COSINE)
        return half_cosine(recipe->rate, recipe->final_rate, progress(now, warm_up, total));
    return first_rate;
}
