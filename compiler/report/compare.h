/* Several models beside each other, and what differs between the first and each other one. */
#ifndef XC_COMPARE_H
#define XC_COMPARE_H

#include "plan/program.h"
#include "report/difference.h"

typedef struct ComparedModel ComparedModel;
struct ComparedModel {
    const char *operand; /* as the user called it */
    const Program *program;
    const Difference *difference; /* from the first model to this one; NULL of the first */
    const ComparedModel *twin; /* an earlier one, not the first, that differs in just the same; or
                                  NULL */
};

/* Sets differences and twins. All programs must live as long as the models. */
void compare_models(ComparedModel *models, size_t count);
/* Do all have the same network, input and recipe? */
bool compare_is_equal(const ComparedModel *models, size_t count);

/* A table of totals with one column a model, then for each model after the first its recipe, its
 * input and its layers against the first's. Runs of layers that are equal, or that differ in
 * nothing but their size, are folded unless every_layer is set; so are blocks that differ like the
 * one before them. */
void compare_table(FILE *stream, const ComparedModel *models, size_t count, bool every_layer);

/* The part of the table after the totals. */
void compare_differences(FILE *stream, const ComparedModel *models, size_t count, bool every_layer);

/* One JSON document:
 *   models       [{operand, model, about, hash, parameters, macs, training_bytes, batch, phases,
 *                deepest_map, layers}]
 *   differences  [{operand, against, same_network, input, training, layers}], one for each model
 *                after the first; input and training are [{what, before, after}], layers the
 *                layers and block calls [{name, verdict, before, after, changes}], only those that
 *                are not equal unless every_layer is set; before and after are null or {kind,
 *                output, parameters, macs} */
void compare_json(FILE *stream, const ComparedModel *models, size_t count, bool every_layer);

/* The last map of the network: what its deepest layers work on. NULL when there is none. */
const Value *compare_deepest_map(const Graph *forward);
/* Built-in layers, without blocks. */
size_t compare_layer_count(const Graph *forward);
/* "A", "B", ..., then "model 27", ... */
const char *compare_letter(Arena *arena, size_t index);

#endif
