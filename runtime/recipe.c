#include "recipe.h"

enum { OPTIMIZER, LEARNING_RATE, LABEL_SMOOTHING, AUGMENT };

const char *const xr_recipe_parts[XR_RECIPE_PARTS] = {
    [OPTIMIZER] = "optimizer",
    [LEARNING_RATE] = "learning_rate",
    [LABEL_SMOOTHING] = "label_smoothing",
    [AUGMENT] = "augment",
};

static void append(xr_text *text, const char *word, double number)
{
    xr_text_append(text, "%s", word);
    xr_text_append_number(text, number);
}

static void describe_optimizer(const xr_recipe *recipe, xr_text *text)
{
    if (recipe->optimizer == XR_SGD) {
        append(text, "sgd: momentum ", recipe->momentum);
        xr_text_append(text, "%s", recipe->nesterov ? ", nesterov" : "");
        return;
    }
    append(text, recipe->optimizer == XR_ADAM ? "adam: beta1 " : "adamw: beta1 ", recipe->beta1);
    append(text, ", beta2 ", recipe->beta2);
    append(text, ", epsilon ", recipe->epsilon);
    if (recipe->optimizer == XR_ADAMW)
        append(text, ", weight_decay ", recipe->weight_decay);
}

static void describe_learning_rate(const xr_recipe *recipe, xr_text *text)
{
    switch (recipe->schedule) {
    case XR_STEPS:
        xr_text_append(text, "steps:");
        for (int i = 0; i < recipe->step_count; i++) {
            xr_text_append(text, "%s %d: ", i ? "," : "", recipe->starts[i]);
            xr_text_append_number(text, recipe->rates[i]);
        }
        break;
    case XR_COSINE:
    case XR_ONE_CYCLE:
        append(text, recipe->schedule == XR_COSINE ? "cosine: " : "one_cycle: ", recipe->rate);
        append(text, " to ", recipe->final_rate);
        break;
    }
    if (recipe->warm_up > 0)
        xr_text_append(text, ", warm_up %d", recipe->warm_up);
}

/* What is off is left out; nothing at all is "none". */
static void describe_augment(const xr_recipe *recipe, xr_text *text)
{
    const char *comma = "";
    if (recipe->horizontal_flip > 0) {
        append(text, "horizontal_flip ", recipe->horizontal_flip);
        comma = ", ";
    }
    if (recipe->shift_height > 0 || recipe->shift_width > 0) {
        xr_text_append(text, "%s", comma);
        append(text, "shift ", recipe->shift_height);
        append(text, " x ", recipe->shift_width);
        append(text, " fill ", recipe->fill);
        comma = ", ";
    }
    if (recipe->pad_and_crop > 0) {
        xr_text_append(text, "%spad_and_crop %d", comma, recipe->pad_and_crop);
        comma = ", ";
    }
    if (recipe->cutout > 0)
        xr_text_append(text, "%scutout %d", comma, recipe->cutout);
    if (text->length == 0)
        xr_text_append(text, "none");
}

void xr_recipe_describe(const xr_recipe *recipe, int part, xr_text *text)
{
    switch (part) {
    case OPTIMIZER:
        describe_optimizer(recipe, text);
        break;
    case LEARNING_RATE:
        describe_learning_rate(recipe, text);
        break;
    case LABEL_SMOOTHING:
        xr_text_append_number(text, recipe->label_smoothing);
        break;
    case AUGMENT:
        describe_augment(recipe, text);
        break;
    default:
        break;
    }
}
