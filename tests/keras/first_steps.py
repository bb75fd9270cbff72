"""The first steps of xception_he_wd_slim_thinner by the real Keras, on the real CIFAR-10.

Run by hand; needs keras and one of its backends. The model, the recipe and the augmentation are
those of models/xception_he_wd_slim_thinner.yaml, written in Keras's own layers.

    KERAS_BACKEND=torch python first_steps.py --data DIR --seed 0 --out steps.csv

DIR holds cifar-10-batches-bin. The file has one row a step: the batch's total loss (with L2), its
cross-entropy and its accuracy, in training mode before the step's update.
"""

import argparse
import csv
import os
import time

import numpy as np
import keras
from keras import layers

MEAN = np.array([125.307, 122.95, 113.865])
STD = np.array([62.9932, 62.0887, 66.7048])
PARAMETERS, TRAINABLE = 3_611_466, 3_595_450


# ---- the model ---------------------------------------------------------------------------------


def regularizer():
    return keras.regularizers.L2(1e-4)


def conv(x, filters, kernel, stride=1):
    return layers.Conv2D(
        filters,
        kernel,
        strides=stride,
        padding="same",
        kernel_initializer="he_normal",
        kernel_regularizer=regularizer(),
    )(x)


def separable_conv(x, filters):
    return layers.SeparableConv2D(
        filters,
        3,
        padding="same",
        depthwise_initializer="he_normal",
        pointwise_initializer="he_normal",
        depthwise_regularizer=regularizer(),
        pointwise_regularizer=regularizer(),
    )(x)


def batch_norm(x):
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)


def relu(x):
    return layers.ReLU()(x)


def middle(x, filters):
    shortcut = x
    for _ in range(3):
        x = batch_norm(separable_conv(relu(x), filters))
    return layers.add([x, shortcut])


def entry(x, first, filters):
    """Two separable convolutions and a pool beside a strided projection; no leading ReLU."""
    shortcut = batch_norm(conv(x, filters, 1, stride=2))
    x = relu(batch_norm(separable_conv(x, first)))
    x = batch_norm(separable_conv(x, filters))
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    return layers.add([x, shortcut])


def thinner():
    """The network up to its logits."""
    image = keras.Input((32, 32, 3))
    x = relu(batch_norm(conv(image, 32, 3, stride=2)))
    x = relu(batch_norm(conv(x, 64, 3)))
    x = relu(batch_norm(conv(x, 364, 3)))
    for _ in range(4):
        x = middle(x, 364)
    x = entry(x, 364, 512)
    x = relu(batch_norm(separable_conv(x, 768)))
    x = relu(batch_norm(separable_conv(x, 1024)))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(10)(x))


def check_parameters(model):
    trainable = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    if (model.count_params(), trainable) != (PARAMETERS, TRAINABLE):
        raise SystemExit(f"{model.count_params()} parameters, {trainable} of them trainable")


# ---- the data ----------------------------------------------------------------------------------


def read_training_set(folder):
    """Normalised images 50000 x 32 x 32 x 3 and their labels."""
    images, labels = [], []
    for i in range(1, 6):
        path = os.path.join(folder, "cifar-10-batches-bin", f"data_batch_{i}.bin")
        records = np.fromfile(path, np.uint8).reshape(10000, 3073)
        labels.append(records[:, 0])
        images.append(records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))
    images = (np.concatenate(images).astype(np.float32) - MEAN) / STD
    return images.astype(np.float32), np.concatenate(labels).astype(np.int64)


def sample_lines(image, shift):
    """Line i is the bilinear sample at i + shift; zero wherever that lies outside the image."""
    size = image.shape[0]
    place = np.arange(size) + shift
    low = np.floor(place).astype(int)
    share = (place - low)[:, None, None]
    inside = ((place >= 0) & (place <= size - 1))[:, None, None]
    before = image[np.clip(low, 0, size - 1)]
    after = image[np.clip(low + 1, 0, size - 1)]
    return np.where(inside, before * (1 - share) + after * share, 0)


def augment(image, random):
    """Fractional shift by up to an eighth in each direction, then a flip half of the time."""
    rows, columns = 32 * random.uniform(-0.125, 0.125, 2)
    image = sample_lines(image.astype(np.float64), rows)
    image = sample_lines(image.transpose(1, 0, 2), columns).transpose(1, 0, 2)
    return image[:, ::-1] if random.random() < 0.5 else image


def batches(images, labels, size, random):
    while True:
        order = random.permutation(len(images))
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            batch = [augment(images[i], random) for i in chosen]
            yield np.stack(batch).astype(np.float32), labels[chosen]


# ---- the run -----------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=64)
    arguments = parser.parse_args()

    keras.utils.set_random_seed(arguments.seed)
    model = thinner()
    check_parameters(model)
    model.compile(
        optimizer=keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            keras.metrics.SparseCategoricalCrossentropy(from_logits=True, name="ce"),
            keras.metrics.SparseCategoricalAccuracy(name="accuracy"),
        ],
    )

    images, labels = read_training_set(arguments.data)
    random = np.random.default_rng([arguments.seed, 1])
    stream = batches(images, labels, arguments.batch, random)
    with open(arguments.out, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["step", "loss", "cross_entropy", "accuracy"])
        start = time.time()
        for step in range(1, arguments.steps + 1):
            model.reset_metrics()  # else the results are means over all steps so far
            found = model.train_on_batch(*next(stream), return_dict=True)
            values = [f"{float(found[name]):.6f}" for name in ("loss", "ce", "accuracy")]
            rows.writerow([step, *values])
            file.flush()
            print(step, *values, f"{time.time() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
