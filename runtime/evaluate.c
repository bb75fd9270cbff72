#include "evaluate.h"

#include <math.h>

bool xr_evaluate_split(const xr_model *model, xr_net *net, xr_batches *batches,
    const xr_split *split, const xr_interrupt *interrupt, xr_console *console, const char *what,
    xr_evaluation *evaluation)
{
    double loss = 0.0, cross_entropy = 0.0, regularization = 0.0;
    int count = xr_batches_count(split->count, batches->size);
    xr_confusion *confusion = evaluation->confusion;
    *evaluation = (xr_evaluation){.confusion = confusion};
    for (int index = 0; index < count; index++) {
        if (interrupt && xr_interrupt_signal(interrupt))
            return false;
        xr_console_doing(console, what, evaluation->images, split->count, "images");
        xr_metrics metrics = {0};
        int images = xr_batches_plain(batches, split, index);
        model->evaluate(net, batches->images, batches->labels, images,
            confusion ? confusion->probabilities : NULL, &metrics);
        if (confusion)
            xr_confusion_add(confusion, batches->labels, images);
        loss += metrics.loss;
        cross_entropy += metrics.cross_entropy;
        regularization = metrics.regularization; /* of the same weights every time */
        evaluation->correct += metrics.correct;
        evaluation->images += images;
    }
    double images = (double)evaluation->images;
    evaluation->scores = xr_scores_shown((xr_scores){.loss = loss / images + regularization,
        .cross_entropy = cross_entropy / images,
        .accuracy = (double)evaluation->correct / images});
    evaluation->finite = isfinite(evaluation->scores.loss);
    return true;
}
