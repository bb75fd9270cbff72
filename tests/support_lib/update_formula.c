#include "support_lib/update_formula.h"

#include "support_lib/trial.h"

#include <math.h>
#include <stdlib.h>

void update_state_free(UpdateState *state)
{
    free(state->first);
    free(state->second);
}

static void sgd(const Optimizer *o, double rate, double g, double *w, double *velocity)
{
    *velocity = o->momentum * *velocity - rate * g;
    *w += o->nesterov ? o->momentum * *velocity - rate * g : *velocity;
}

/* Keras's form: the bias corrections are in the rate, epsilon is outside of the root. */
static void adam(
    const Optimizer *o, double rate, int step, double g, double *w, double *first, double *second)
{
    double t = step + 1;
    double alpha = rate * sqrt(1 - pow(o->beta2, t)) / (1 - pow(o->beta1, t));
    *first += (g - *first) * (1 - o->beta1);
    *second += (g * g - *second) * (1 - o->beta2);
    *w -= alpha * *first / (sqrt(*second) + o->epsilon);
}

void update_by_formula(const Optimizer *optimizer, const Parameter *parameter, double rate,
    int step, const double *gradient, double *w, UpdateState *state)
{
    size_t count = trial_elements(parameter->value->shape);
    if (state->first == NULL)
        state->first = calloc(count, sizeof *state->first);
    if (state->second == NULL)
        state->second = calloc(count, sizeof *state->second);
    if (state->first == NULL || state->second == NULL)
        abort();
    for (size_t i = 0; i < count; i++) {
        double sign = w[i] > 0 ? 1 : w[i] < 0 ? -1 : 0;
        double g = gradient[i] + parameter->l1 * sign + 2 * parameter->l2 * w[i];
        switch (optimizer->kind) {
        case XC_SGD:
            sgd(optimizer, rate, g, &w[i], &state->first[i]);
            break;
        case XC_ADAMW:
            w[i] -= rate * optimizer->weight_decay * w[i];
            adam(optimizer, rate, step, g, &w[i], &state->first[i], &state->second[i]);
            break;
        case XC_ADAM:
            adam(optimizer, rate, step, g, &w[i], &state->first[i], &state->second[i]);
            break;
        }
    }
}
