#include "cli/make.h"
#include "graph/counts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Images of a step: enough for more than one task of every kind where that is cheap. */
enum { MANY_IMAGES = 10, SOME_IMAGES = 4, FEW_IMAGES = 3 };
/* Multiply-adds of an image from which a model counts as dear, and as very dear. */
static const uint64_t dear = 200000000, very_dear = 2000000000;

/* Multiply-adds that the check of gradients may spend: a few minutes of two cores. */
static const uint64_t budget = UINT64_C(1500000000000);
enum {
    QUICK = 8, /* part of the budget under --quick */
    STEPS_A_GROUP = 4,
    LEAST_GROUPS = 4,
    MOST_GROUPS = 1000000
};

static int choose_images(uint64_t macs)
{
    return macs >= very_dear ? FEW_IMAGES : macs >= dear ? SOME_IMAGES : MANY_IMAGES;
}

/* Loads the operand and decides on the images of a step, unless --batch has. Standard input cannot
 * be read twice: a dear model that comes from there is compiled for more images than it gets. */
static int load(const Command *command, const char *operand, Compilation *compilation, int *images)
{
    int status = model_load_for(command, operand, MANY_IMAGES, compilation);
    if (status != XC_EXIT_OK)
        return status;
    *images = compilation->program->batch;
    if (options_text(&command->options, "batch"))
        return XC_EXIT_OK;
    int chosen = choose_images(counts_total(compilation->forward).macs);
    if (chosen >= *images)
        return XC_EXIT_OK;
    *images = chosen;
    if (strcmp(operand, "-") == 0)
        return XC_EXIT_OK;
    return model_load_for(command, operand, chosen, compilation);
}

/* A step costs three forward passes. */
static uint64_t choose_groups(const Command *command, const Compilation *compilation, int images)
{
    uint64_t macs = counts_total(compilation->forward).macs;
    uint64_t group = macs * (uint64_t)images * 3 * STEPS_A_GROUP;
    uint64_t quick = options_flag(&command->options, "quick") ? QUICK : 1;
    uint64_t groups = budget / quick / (group ? group : 1);
    return groups < LEAST_GROUPS ? LEAST_GROUPS : groups > MOST_GROUPS ? MOST_GROUPS : groups;
}

static int run_verify(Command *command)
{
    const char *operand = command->options.operands.data[0];
    Compilation compilation = {0};
    int images;
    int status = load(command, operand, &compilation, &images);
    if (status != XC_EXIT_OK)
        return status;
    const char *groups = options_text(&command->options, "groups");
    if (!groups)
        groups =
            arena_printf(command->arena, "%" PRIu64, choose_groups(command, &compilation, images));
    const char *const more[] = {
        "--batch", arena_printf(command->arena, "%d", images), "--groups", groups, NULL};
    return make_and_become(command, &compilation, XC_MAKE_CHECKED, more);
}

static const OptionSpec options[] = {
    {0, "quick", XC_OPTION_FLAG, NULL, "fewer and larger groups of parameters", false},
    {0, "groups", XC_OPTION_WHOLE, "N",
        "check the gradients in N groups (default: as many as take some minutes)", false},
    {0, "batch", XC_OPTION_WHOLE, "N", "images of a step (default: 10, or fewer of a dear model)",
        false},
    {0, "seed", XC_OPTION_WHOLE, "S", "of weights and images (default: 0)", true},
    {0, "threads", XC_OPTION_WHOLE, "N", "threads (default: $XCEPTC_THREADS, or one a core)", true},
    {0, "json", XC_OPTION_FLAG, NULL, "print one JSON document", true},
    XC_OPTION_ISA,
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_verify = {
    .name = "verify",
    .group = "generate",
    .operands = "MODEL",
    .summary = "check the generated program: gradients, update, threads, memory",
    .help = "Builds the program in double precision and lets it check itself, with weights and\n"
            "images drawn from the seed:\n"
            "  gradients        the backward pass against differences of the loss\n"
            "  elements         the same for single weights\n"
            "  regularization   the l1 and l2 terms against their formula\n"
            "  update           two steps against the formula of the optimizer\n"
            "  inference        with the batch's own statistics: the loss that training finds\n"
            "  partial batches  images alone as in company; no batch leaves anything behind\n"
            "  threads          the same bytes with one, two and three\n"
            "  poison           the same bytes with NaN in all memory that holds nothing\n"
            "Parameters of a dear model are checked in groups: an error of one of n is seen when "
            "it is\n"
            "n times as large. The exit status is 1 when a check fails.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_verify,
};
