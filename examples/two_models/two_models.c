/* Two networks in one program: they share threads, see the same bytes, train side by side and then
 * vote. The images are made up here: stripes in one of four directions, in noise. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plain_net.h"
#include "separable_net.h"

#ifndef STEPS
#define STEPS 200
#endif

static const double rates[] = {0.05, 0.01}; /* of plain, of separable */

enum { SIDE = 12, PIXELS = SIDE * SIDE, DIRECTIONS = 4, BATCH = 32, TEST_BATCHES = 32, NETS = 2 };

/* What the steps of all networks read and write. */
typedef struct Room {
    uint8_t bytes[BATCH * PIXELS];
    int32_t labels[BATCH];
    xr_real images[BATCH * PIXELS];
    xr_real probabilities[NETS][BATCH * DIRECTIONS];
} Room;

/* One image as a camera would give it: a byte a pixel, row by row. */
static void draw(xr_random *random, int direction, uint8_t *pixels)
{
    const double pi = 3.14159265358979323846;
    double angle = pi * (direction + 2) / DIRECTIONS;
    double phase = 2 * pi * xr_random_unit(random);
    double frequency = 2 * pi / (4 + 3 * xr_random_unit(random));
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            double along = x * cos(angle) + y * sin(angle);
            double value = sin(frequency * along + phase) + 0.8 * xr_random_normal(random);
            *pixels++ = (uint8_t)fmin(255, fmax(0, 127.5 + 64 * value));
        }
}

static void draw_batch(xr_random *random, Room *room)
{
    for (int i = 0; i < BATCH; i++) {
        room->labels[i] = (int32_t)xr_random_below(random, DIRECTIONS);
        draw(random, room->labels[i], room->bytes + (size_t)i * PIXELS);
    }
}

/* Every network has its own mean and deviation, so each gets the bytes in its own scale. */
static void train(const xr_model *const models[NETS], xr_net *const nets[NETS], Room *room)
{
    xr_random random = xr_random_stream(1, 0, 0);
    for (int i = 0; i < STEPS; i++) {
        draw_batch(&random, room);
        for (int n = 0; n < NETS; n++) {
            xr_step step = {.learning_rate = rates[n], .step = (uint64_t)i, .apply_update = true};
            xr_metrics found;
            xr_normalize_bytes(models[n], room->bytes, BATCH, room->images);
            models[n]->train_step(nets[n], room->images, room->labels, BATCH, &step, &found);
            if ((i + 1) % 50 == 0)
                printf("step %3d   %-10s cross-entropy %.4f   %2d of %d right\n", i + 1,
                    models[n]->name, found.cross_entropy / found.images, found.correct,
                    found.images);
        }
    }
}

/* How many of a batch the networks together tell right. */
static int count_votes(const Room *room)
{
    int right = 0;
    for (int i = 0; i < BATCH; i++) {
        int best = 0;
        double most = -1;
        for (int d = 0; d < DIRECTIONS; d++) {
            double sum = 0;
            for (int n = 0; n < NETS; n++)
                sum += (double)room->probabilities[n][i * DIRECTIONS + d];
            if (sum > most) {
                most = sum;
                best = d;
            }
        }
        right += best == room->labels[i];
    }
    return right;
}

static int test(const xr_model *const models[NETS], xr_net *const nets[NETS], Room *room)
{
    xr_random random = xr_random_stream(2, 0, 0);
    int right[NETS + 1] = {0}, images = BATCH * TEST_BATCHES;
    for (int b = 0; b < TEST_BATCHES; b++) {
        draw_batch(&random, room);
        for (int n = 0; n < NETS; n++) {
            xr_metrics found;
            xr_normalize_bytes(models[n], room->bytes, BATCH, room->images);
            models[n]->evaluate(
                nets[n], room->images, room->labels, BATCH, room->probabilities[n], &found);
            right[n] += found.correct;
        }
        right[NETS] += count_votes(room);
    }
    for (int n = 0; n < NETS; n++)
        printf("%-10s %4d of %d fresh images\n", models[n]->name, right[n], images);
    printf("%-10s %4d of %d fresh images\n", "together", right[NETS], images);
    return right[NETS] > images * 9 / 10 ? 0 : 1;
}

int main(void)
{
    const xr_model *const models[NETS] = {&plain_net_model, &separable_net_model};
    xr_net *nets[NETS] = {NULL};
    Room *room = malloc(sizeof *room);
    xr_pool *pool = xr_pool_create(2);
    int status = 3;
    for (int n = 0; pool && n < NETS; n++)
        nets[n] = models[n]->create(pool);
    if (room && nets[0] && nets[1]) {
        for (int n = 0; n < NETS; n++)
            xr_parameters_initialize(models[n], nets[n], 0);
        train(models, nets, room);
        status = test(models, nets, room);
    } else {
        fputs("two_models: no memory or no threads\n", stderr);
    }
    for (int n = 0; n < NETS; n++)
        models[n]->destroy(nets[n]);
    xr_pool_destroy(pool);
    free(room);
    return status;
}
