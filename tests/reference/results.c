/* What a finished run of the reference tells. */
#include "reference/interpreter.h"

#include <string.h>

double reference_cross_entropy(const ReferenceResult *result)
{
    return result->cross_entropy;
}

double reference_regularization(const ReferenceResult *result)
{
    return result->regularization;
}

double reference_cross_entropy_tangent(const ReferenceResult *result, int direction)
{
    return result->cross_entropy_tangent[direction];
}

double reference_regularization_tangent(const ReferenceResult *result, int direction)
{
    return result->regularization_tangent[direction];
}

const double *reference_probabilities(const ReferenceResult *result)
{
    return result->probabilities;
}

static const Dual *dual_named(const ReferenceResult *result, const char *name)
{
    const Graph *graph = result->run->graph;
    for (size_t v = 0; v < graph->values.count; v++)
        if (strcmp(graph->values.data[v]->name, name) == 0) {
            const Dual *dual = &result->duals[v];
            if (dual->value == NULL)
                reference_fail(NULL, "value %s was not kept", name);
            return dual;
        }
    reference_fail(NULL, "the Graph has no value %s", name);
}

const double *reference_value(const ReferenceResult *result, const char *name, size_t *count)
{
    const Dual *dual = dual_named(result, name);
    if (count != NULL)
        *count = dual->count;
    return dual->value;
}

const double *reference_tangent(
    const ReferenceResult *result, const char *name, int direction, size_t *count)
{
    const Dual *dual = dual_named(result, name);
    if (count != NULL)
        *count = dual->count;
    return dual->tangent[direction];
}

const double *reference_batch_mean(const ReferenceResult *result, const Node *node)
{
    return result->mean[node->id];
}

const double *reference_batch_variance(const ReferenceResult *result, const Node *node)
{
    return result->variance[node->id];
}
