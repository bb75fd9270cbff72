/* A program of its own that trains and asks an embedded network: no files, no training program,
 * no command line. The images are made up here: stripes in one of four directions, in noise. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "stripes_net.h"

#ifndef STEPS
#define STEPS 200
#endif

enum { SIDE = 12, PIXELS = SIDE * SIDE, DIRECTIONS = 4, BATCH = 32, TEST_BATCHES = 32 };

static const char *const names[DIRECTIONS] = {"lying", "rising", "upright", "falling"};

/* One image as the network wants it: brightness -1..1, row by row. */
static void draw(xr_random *random, int direction, xr_real *pixels)
{
    const double pi = 3.14159265358979323846;
    double angle = pi * (direction + 2) / DIRECTIONS;
    double phase = 2 * pi * xr_random_unit(random);
    double frequency = 2 * pi / (4 + 3 * xr_random_unit(random));
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            double along = x * cos(angle) + y * sin(angle);
            double value = sin(frequency * along + phase) + 0.8 * xr_random_normal(random);
            pixels[y * SIDE + x] = (xr_real)(0.5 * value);
        }
}

static void draw_batch(xr_random *random, xr_real *images, int32_t *labels)
{
    for (int i = 0; i < BATCH; i++) {
        labels[i] = (int32_t)xr_random_below(random, DIRECTIONS);
        draw(random, labels[i], images + (size_t)i * PIXELS);
    }
}

static void train(xr_net *net, xr_real *images, int32_t *labels)
{
    xr_random random = xr_random_stream(1, 0, 0);
    for (int i = 0; i < STEPS; i++) {
        xr_step step = {.learning_rate = 0.05, .step = (uint64_t)i, .apply_update = true};
        xr_metrics found;
        draw_batch(&random, images, labels);
        stripes_net_train_step(net, images, labels, BATCH, &step, &found);
        if ((i + 1) % 50 == 0)
            printf("step %3d   cross-entropy %.4f   %2d of %d right\n", i + 1,
                found.cross_entropy / found.images, found.correct, found.images);
    }
}

/* The part of fresh images that the network tells right. */
static double measure(xr_net *net, xr_real *images, int32_t *labels)
{
    xr_random random = xr_random_stream(2, 0, 0);
    int correct = 0;
    for (int i = 0; i < TEST_BATCHES; i++) {
        xr_metrics found;
        draw_batch(&random, images, labels);
        stripes_net_evaluate(net, images, labels, BATCH, NULL, &found);
        correct += found.correct;
    }
    return (double)correct / (TEST_BATCHES * BATCH);
}

/* Shows one image and what the network makes of it. */
static void ask(xr_net *net, int direction)
{
    static const char shades[] = " .:-=+*#";
    xr_random random = xr_random_stream(3, 0, (uint32_t)direction);
    xr_real pixels[PIXELS], probabilities[DIRECTIONS];
    draw(&random, direction, pixels);
    stripes_net_evaluate(net, pixels, NULL, 1, probabilities, &(xr_metrics){0});
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            double level = 4.0 + 4.0 * (double)pixels[y * SIDE + x];
            int shade = (int)fmin(7.0, fmax(0.0, level));
            printf("%c%c", shades[shade], shades[shade]);
        }
        if (y < DIRECTIONS)
            printf("   %-8s %5.1f %%", names[y], 100.0 * (double)probabilities[y]);
        putchar('\n');
    }
}

int main(void)
{
    xr_real *images = malloc(sizeof(xr_real) * BATCH * PIXELS);
    int32_t *labels = malloc(sizeof(int32_t) * BATCH);
    xr_pool *pool = xr_pool_create(2);
    xr_net *net = pool ? stripes_net_create(pool) : NULL;
    if (!images || !labels || !net) {
        fputs("stripes_demo: no memory or no threads\n", stderr);
        return 3;
    }
    xr_parameters_initialize(&stripes_net_model, net, 0);
    train(net, images, labels);
    double accuracy = measure(net, images, labels);
    printf("accuracy on %d fresh images: %.3f\n\n", TEST_BATCHES * BATCH, accuracy);
    ask(net, 1);
    stripes_net_destroy(net);
    xr_pool_destroy(pool);
    free(labels);
    free(images);
    return accuracy > 0.9 ? 0 : 1;
}
