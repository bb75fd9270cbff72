#include "xr_update.h"

#include "xr_kernel.h"

#include <math.h>

/* fma names the product that is fused, which a sum of two products would leave to the compiler. */
#ifdef XR_DOUBLE
#define FMA __builtin_fma
#else
#define FMA __builtin_fmaf
#endif

double xr_update_regularization(const xr_update_tile *tile, const xr_real *values)
{
    double squares[XR_PAD] = {0}, magnitudes[XR_PAD] = {0};
    if (tile->l2 != 0)
        for (size_t i = tile->begin; i < tile->end; i += XR_PAD)
            for (size_t j = 0; j < XR_PAD; j++)
                squares[j] += (double)values[i + j] * (double)values[i + j];
    if (tile->l1 != 0)
        for (size_t i = tile->begin; i < tile->end; i += XR_PAD)
            for (size_t j = 0; j < XR_PAD; j++)
                magnitudes[j] += fabs((double)values[i + j]);
    double square = 0, magnitude = 0;
    for (int j = 0; j < XR_PAD; j++) {
        square += squares[j];
        magnitude += magnitudes[j];
    }
    return __builtin_fma(tile->l2, square, tile->l1 * magnitude);
}

static xr_real regularized(const xr_update_tile *tile, xr_real gradient, xr_real weight)
{
    const xr_real slope = (xr_real)(2 * tile->l2), sign = (xr_real)tile->l1;
    const xr_real with_l2 = FMA(slope, weight, gradient);
    return with_l2 + (weight > 0 ? sign : weight < 0 ? -sign : 0);
}

enum { PART = 1024 }; /* reals whose new values are still in the innermost cache */

static void move_sgd(const xr_recipe *recipe, const xr_step *step, const xr_update_tile *tile,
    const xr_update_blocks *blocks)
{
    const xr_real rate = (xr_real)step->learning_rate, momentum = (xr_real)recipe->momentum;
    const bool nesterov = recipe->nesterov;
    xr_real *const restrict w = blocks->values, *const restrict v = blocks->velocity;
    const xr_real *const restrict g = blocks->gradients;
    for (size_t i = tile->begin; i < tile->end; i++) {
        const xr_real gradient = regularized(tile, tile->gradient ? g[i] : 0, w[i]);
        const xr_real descent = -(rate * gradient);
        const xr_real velocity = FMA(momentum, v[i], descent);
        v[i] = velocity;
        w[i] += nesterov ? FMA(momentum, velocity, descent) : velocity;
    }
}

/* What the learning rate is multiplied by in step t, counted from 1. */
static double adam_scale(const xr_recipe *recipe, double t)
{
    return sqrt(1 - pow(recipe->beta2, t)) / (1 - pow(recipe->beta1, t));
}

/* Adam (Kingma and Ba, 2015) as Keras writes it; AdamW also decays w by rate*decay first. */
static void move_adam(const xr_recipe *recipe, const xr_step *step, double scale,
    const xr_update_tile *tile, const xr_update_blocks *blocks)
{
    const xr_real rate = (xr_real)(step->learning_rate * scale);
    const xr_real first = (xr_real)(1 - recipe->beta1), second = (xr_real)(1 - recipe->beta2);
    const xr_real epsilon = (xr_real)recipe->epsilon;
    const xr_real decay =
        recipe->optimizer == XR_ADAMW ? (xr_real)(step->learning_rate * recipe->weight_decay) : 0;
    xr_real *const restrict w = blocks->values, *const restrict m = blocks->velocity;
    xr_real *const restrict s = blocks->second;
    const xr_real *const restrict g = blocks->gradients;
    for (size_t i = tile->begin; i < tile->end; i++) {
        const xr_real gradient = regularized(tile, tile->gradient ? g[i] : 0, w[i]);
        m[i] = FMA(first, gradient - m[i], m[i]);
        s[i] = FMA(second, FMA(gradient, gradient, -s[i]), s[i]);
        const xr_real kept = FMA(-decay, w[i], w[i]);
        w[i] = kept - rate * m[i] / ((xr_real)sqrt((double)s[i]) + epsilon);
    }
}

/* A velocity that is not finite makes its weight so; a second moment does not: m / inf is 0. */
static bool is_finite(const xr_update_blocks *blocks, size_t begin, size_t count)
{
    return xr_all_finite(blocks->values + begin, count) &&
           (!blocks->second || xr_all_finite(blocks->second + begin, count));
}

bool xr_update_weights(const xr_recipe *recipe, const xr_step *step, const xr_update_tile *tile,
    const xr_update_blocks *blocks)
{
    const bool adam = recipe->optimizer != XR_SGD;
    const double scale = adam ? adam_scale(recipe, (double)step->step + 1) : 1;
    bool finite = true;
    xr_update_tile part = *tile;
    for (; part.begin < tile->end; part.begin = part.end) {
        part.end = tile->end - part.begin < PART ? tile->end : part.begin + PART;
        if (adam)
            move_adam(recipe, step, scale, &part, blocks);
        else
            move_sgd(recipe, step, &part, blocks);
        finite = is_finite(blocks, part.begin, part.end - part.begin) && finite;
    }
    return finite;
}

void xr_update_transposed(const xr_update_tile *tile, const xr_update_blocks *blocks)
{
    if (tile->transposed == XR_NOT_TRANSPOSED)
        return;
    const int padded = (tile->n + XR_PAD - 1) / XR_PAD * XR_PAD;
    const int width = xr_panel_width(padded, tile->first);
    const int depth = (tile->k + XR_PAD - 1) / XR_PAD * XR_PAD;
    const int columns = tile->n - tile->first < width ? tile->n - tile->first : width;
    const xr_real *const panel = blocks->values + tile->begin;
    xr_real *const matrix = blocks->transposed + tile->transposed;
    for (int first = 0; first < tile->k; first += XR_PANEL) {
        const int last = first + XR_PANEL < tile->k ? first + XR_PANEL : tile->k;
        for (int j = 0; j < columns; j++) {
            xr_real *const row = matrix + xr_panel_index(tile->n, depth, tile->first + j, first);
            for (int k = first; k < last; k++)
                row[k - first] = panel[(size_t)k * (size_t)width + (size_t)j];
        }
    }
}

/* The channels of padding are zero. */
static bool statistic_finite(const xr_moving *moving, const xr_real *arena)
{
    const size_t channels = ((size_t)moving->channels + XR_PAD - 1) / XR_PAD * XR_PAD;
    return xr_all_finite(arena + moving->batch, channels);
}

bool xr_moving_finite(const xr_moving *moving, int count, const xr_real *arena)
{
    for (int i = 0; i < count; i++)
        if (!statistic_finite(&moving[i], arena))
            return false;
    return true;
}

void xr_update_moving(const xr_model *model, const xr_moving *moving, int count,
    const xr_real *arena, xr_real *values)
{
    for (int i = 0; i < count; i++) {
        const xr_real rest = (xr_real)(1 - moving[i].momentum);
        const xr_real *const batch = arena + moving[i].batch;
        xr_real *const value = values + model->parameters[moving[i].parameter].offset;
        for (int c = 0; c < moving[i].channels; c++)
            value[c] = FMA(rest, batch[c] - value[c], value[c]);
    }
}

/* The last trainable parameter of which a part of the block is not finite, or -1. */
static int last_fault(const xr_model *model, const xr_real *block)
{
    for (int p = model->parameter_count; block && p-- > 0;)
        if (model->parameters[p].trainable &&
            !xr_all_finite(block + model->parameters[p].offset, model->parameters[p].size))
            return p;
    return -1;
}

/* What kept the update from being made, in the order of the step. */
static void find_fault_before(const xr_model *model, const xr_moving *moving, int count,
    const xr_real *arena, const xr_update_blocks *blocks, xr_metrics *metrics)
{
    for (int i = 0; i < count; i++) {
        if (statistic_finite(&moving[i], arena))
            continue;
        metrics->fault = XR_FAULT_STATISTIC;
        metrics->fault_parameter = moving[i].parameter;
        return;
    }
    metrics->fault = isfinite(metrics->loss) ? XR_FAULT_GRADIENT : XR_FAULT_LOSS;
    if (metrics->fault == XR_FAULT_GRADIENT)
        metrics->fault_parameter = last_fault(model, blocks->gradients);
}

void xr_find_fault(const xr_model *model, const xr_moving *moving, int count, const xr_real *arena,
    const xr_update_blocks *blocks, bool updated, xr_metrics *metrics)
{
    metrics->finite = false;
    metrics->fault_parameter = -1;
    if (!updated) {
        find_fault_before(model, moving, count, arena, blocks, metrics);
        return;
    }
    const int weight = last_fault(model, blocks->values);
    metrics->fault = XR_FAULT_UPDATE;
    metrics->fault_parameter = weight >= 0 ? weight : last_fault(model, blocks->second);
}

void xr_poison(xr_real *arena, size_t size, const xr_life *lives, size_t count, int phase)
{
    size_t dead = 0;
    for (size_t i = 0; i <= count; i++) {
        const bool holds = i < count && lives[i].first < phase && phase <= lives[i].last;
        if (i < count && !holds)
            continue;
        const size_t end = i < count ? lives[i].begin : size;
        for (; dead < end; dead++)
            arena[dead] = (xr_real)NAN;
        if (i < count && lives[i].end > dead)
            dead = lives[i].end;
    }
}
