/* A program of its own that loads a trained network and says what an image shows:
 *
 *     classify RUN|CHECKPOINT < image.ppm
 *
 * The image is a binary PPM of the network's size. */
#include <stdio.h>
#include <stdlib.h>

#include "small_net.h"

/* The pixels of a PPM of the model's size: rows of red, green, blue. */
static int read_ppm(const xr_model *model, uint8_t *bytes)
{
    size_t size = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    int width, height, most;
    return scanf("P6 %d %d %d", &width, &height, &most) == 3 && getchar() != EOF &&
           width == model->width && height == model->height && most == 255 &&
           fread(bytes, 1, size, stdin) == size;
}

static int classify(const xr_model *model, const char *place)
{
    uint8_t bytes[32 * 32 * 3];
    xr_real image[32 * 32 * 3], probabilities[10];
    xr_failure failure = {XR_MACHINE, "no memory or no threads"};
    xr_pool *pool = xr_pool_create(1);
    xr_net *net = pool ? small_net_create(pool) : NULL;
    if (!net || !xr_load_weights(model, net, place, &failure)) {
        fprintf(stderr, "classify: %s\n", failure.message);
    } else if (!read_ppm(model, bytes)) {
        fprintf(stderr, "classify: no PPM of %dx%d pixels on standard input\n", model->width,
            model->height);
        failure.status = XR_BAD_INPUT;
    } else {
        xr_normalize_bytes(model, bytes, 1, image);
        small_net_evaluate(net, image, NULL, 1, probabilities, NULL);
        for (int c = 0; c < model->classes; c++)
            printf("%d %.4f\n", c, (double)probabilities[c]);
    }
    small_net_destroy(net);
    xr_pool_destroy(pool);
    return (int)failure.status;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: classify RUN|CHECKPOINT < image.ppm\n", stderr);
        return XR_BAD_USAGE;
    }
    return classify(&small_net_model, argv[1]);
}
