#include "xr_update.h"

#include "xr_tile.h"

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

/* Adam (Kingma and Ba, 2015) as Keras writes it; AdamW also decays w by rate*decay first. */
static void move_adam(const xr_recipe *recipe, const xr_step *step, const xr_update_tile *tile,
    const xr_update_blocks *blocks)
{
    const double t = (double)step->step + 1;
    const double scale = sqrt(1 - pow(recipe->beta2, t)) / (1 - pow(recipe->beta1, t));
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

void xr_update_weights(const xr_recipe *recipe, const xr_step *step, const xr_update_tile *tile,
    const xr_update_blocks *blocks)
{
    if (recipe->optimizer == XR_SGD)
        move_sgd(recipe, step, tile, blocks);
    else
        move_adam(recipe, step, tile, blocks);
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

void xr_update_moving(double momentum, int channels, const xr_real *batch, xr_real *moving)
{
    const xr_real rest = (xr_real)(1 - momentum);
    for (int c = 0; c < channels; c++)
        moving[c] = FMA(rest, batch[c] - moving[c], moving[c]);
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
