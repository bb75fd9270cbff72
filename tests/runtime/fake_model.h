/* A hand-written model for tests of the runtime: softmax regression on 8x8x3 images in 4 classes,
 * with momentum and a running mean of the input, so that it has every kind of state that a
 * generated model has. Its kernel lies in panels. */
#ifndef FAKE_MODEL_H
#define FAKE_MODEL_H

#include "xr.h"

enum { FAKE_HEIGHT = 8, FAKE_WIDTH = 8, FAKE_CHANNELS = 3, FAKE_CLASSES = 4, FAKE_BATCH = 64 };

extern const xr_model fake_model;
/* The same under another hash. */
extern const xr_model fake_model_changed;
/* Every step takes 5 ms. */
extern const xr_model fake_model_slow;
/* Finds something that isn't finite in the steps 5 and 9, counting from 0. */
extern const xr_model fake_model_sick;
/* Both. */
extern const xr_model fake_model_sick_slow;
extern const xr_model fake_model_lost; /* step 161 loses its weights */
/* Loses its weights in all steps from 161 on whose learning rate is above FAKE_COOL. */
#define FAKE_COOL 0.003
extern const xr_model fake_model_hot;
/* For the shape of CIFAR-10. */
extern const xr_model fake_model_cifar;

#endif
