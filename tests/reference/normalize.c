/* Batch normalisation over the batch and all pixels, a channel at a time.
 *
 * Training: mu = mean(x), v = mean((x - mu)^2), both over N = batch * pixels; y = gamma*(x - mu)*r
 * + beta with r = 1/sqrt(v + epsilon). Inference: the moving statistics in place of mu and v. */
#include "reference/interpreter.h"

#include <math.h>

/* All elements of one channel: element i of N lies at i*stride + channel. */
typedef struct Channel {
    size_t count, stride, channel;
} Channel;

static double mean_of(const double *x, Channel c)
{
    double sum = 0;
    for (size_t i = 0; i < c.count; i++)
        sum += x[i * c.stride + c.channel];
    return sum / (double)c.count;
}

/* Mean of (a - mean_a)(b - mean_b): the variance where a is b. */
static double covariance(const double *a, double mean_a, const double *b, double mean_b, Channel c)
{
    double sum = 0;
    for (size_t i = 0; i < c.count; i++)
        sum += (a[i * c.stride + c.channel] - mean_a) * (b[i * c.stride + c.channel] - mean_b);
    return sum / (double)c.count;
}

static double tangent_at(const Dual *dual, int direction, size_t index)
{
    return dual->tangent[direction] != NULL ? dual->tangent[direction][index] : 0;
}

/* The statistics that a channel is normalised with, and their derivatives along one direction. */
typedef struct Statistics {
    double mean, variance;
} Statistics;

static Statistics statistics_tangent(
    Interpreter *interpreter, const Node *node, int direction, Statistics value, Channel c)
{
    if (!interpreter->run->training)
        return (Statistics){tangent_at(input_of(interpreter, node, 3), direction, c.channel),
            tangent_at(input_of(interpreter, node, 4), direction, c.channel)};
    const Dual *x = input_of(interpreter, node, 0);
    const double *dx = x->tangent[direction];
    if (dx == NULL)
        return (Statistics){0, 0};
    double mean = mean_of(dx, c);
    return (Statistics){mean, 2 * covariance(x->value, value.mean, dx, mean, c)};
}

static void normalize_tangent(
    Interpreter *interpreter, const Node *node, int direction, Statistics value, Channel c)
{
    const Dual *x = input_of(interpreter, node, 0);
    const double *dx = x->tangent[direction];
    double gamma = input_of(interpreter, node, 1)->value[c.channel];
    double dgamma = tangent_at(input_of(interpreter, node, 1), direction, c.channel);
    double dbeta = tangent_at(input_of(interpreter, node, 2), direction, c.channel);
    Statistics change = statistics_tangent(interpreter, node, direction, value, c);
    double r = 1 / sqrt(value.variance + node->at.epsilon);
    double dr = -r * r * r * change.variance / 2;
    double *dy = tangent_of(output_of(interpreter, node, 0), direction);
    for (size_t i = 0; i < c.count; i++) {
        size_t at = i * c.stride + c.channel;
        double centred = x->value[at] - value.mean;
        double centred_change = (dx != NULL ? dx[at] : 0) - change.mean;
        dy[at] = dgamma * centred * r + gamma * (centred_change * r + centred * dr) + dbeta;
    }
}

static bool any_tangent(Interpreter *interpreter, const Node *node, int direction)
{
    for (int i = 0; i < node->input_count; i++)
        if (input_of(interpreter, node, i)->tangent[direction] != NULL)
            return true;
    return false;
}

static void normalize_channel(
    Interpreter *interpreter, const Node *node, Statistics value, Channel c)
{
    const double *x = input_of(interpreter, node, 0)->value;
    double gamma = input_of(interpreter, node, 1)->value[c.channel];
    double beta = input_of(interpreter, node, 2)->value[c.channel];
    double *y = output_of(interpreter, node, 0)->value;
    double r = 1 / sqrt(value.variance + node->at.epsilon);
    for (size_t i = 0; i < c.count; i++) {
        size_t at = i * c.stride + c.channel;
        y[at] = gamma * (x[at] - value.mean) * r + beta;
    }
    for (int k = 0; k < interpreter->run->directions; k++)
        if (any_tangent(interpreter, node, k))
            normalize_tangent(interpreter, node, k, value, c);
}

void rule_batch_norm(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 5);
    expect_output(node, node->inputs[0]->shape);
    const Dual *x = input_of(interpreter, node, 0);
    size_t channels = (size_t)shape_channels(node->inputs[0]->shape);
    for (int i = 1; i < 5; i++)
        if (input_of(interpreter, node, i)->count != channels)
            reference_fail(node, "input %d is not one number a channel", i);
    double *mean = reference_doubles(channels);
    double *variance = reference_doubles(channels);
    for (size_t channel = 0; channel < channels; channel++) {
        Channel c = {x->count / channels, channels, channel};
        Statistics value;
        if (interpreter->run->training) {
            value.mean = mean_of(x->value, c);
            value.variance = covariance(x->value, value.mean, x->value, value.mean, c);
        } else {
            value.mean = input_of(interpreter, node, 3)->value[channel];
            value.variance = input_of(interpreter, node, 4)->value[channel];
        }
        mean[channel] = value.mean;
        variance[channel] = value.variance;
        normalize_channel(interpreter, node, value, c);
    }
    interpreter->mean[node->id] = mean;
    interpreter->variance[node->id] = variance;
}
