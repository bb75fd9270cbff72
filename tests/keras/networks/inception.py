"""Inception v3 for 32x32 images, as the study's companion script has it: the stem is one
convolution, 3x3 stands for 5x5, 1x7 and its kin have no bias, the others have one and decay it."""

import keras
from keras import layers

from networks.network import Case, Network, l2, relu

DECAY = 1e-4

ARGUMENTS = {
    "conv": {"padding": "same", "kernel_initializer": "he_normal", "kernel_regularizer": l2(DECAY)},
    "dense": {"kernel_initializer": "he_normal", "kernel_regularizer": l2(DECAY)},
    "batch_norm": {"momentum": 0.9, "epsilon": 1e-5},
}


def cbr(net, x, filters, kernel=1, stride=1):
    with net.block("cbr"):
        x = net.conv(x, filters, kernel, strides=stride, bias_regularizer=l2(DECAY))
        return relu(net.batch_norm(x))


def flat(net, x, filters, kernel):
    with net.block("flat"):
        return relu(net.batch_norm(net.conv(x, filters, kernel, use_bias=False)))


def average(x):
    return layers.AveragePooling2D(3, strides=1, padding="same")(x)


def largest(x):
    return layers.MaxPooling2D(3, strides=2, padding="same")(x)


def inception_a(net, x, pool):
    with net.block("inception_a"):
        a = cbr(net, x, 64)
        b = cbr(net, cbr(net, x, 48), 64, 3)
        c = cbr(net, cbr(net, cbr(net, x, 64), 96, 3), 96, 3)
        return layers.concatenate([a, b, c, cbr(net, average(x), pool)])


def reduce_a(net, x):
    with net.block("reduce_a"):
        a = cbr(net, x, 384, 3, stride=2)
        b = cbr(net, cbr(net, cbr(net, x, 64), 96, 3), 96, 3, stride=2)
        return layers.concatenate([a, b, largest(x)])


def inception_b(net, x, c):
    wide, high = (1, 7), (7, 1)
    with net.block("inception_b"):
        first = cbr(net, x, 192)
        second = flat(net, flat(net, cbr(net, x, c), c, wide), 192, high)
        third = cbr(net, x, c)
        for filters, kernel in ((c, high), (c, wide), (c, high), (192, wide)):
            third = flat(net, third, filters, kernel)
        return layers.concatenate([first, second, third, cbr(net, average(x), 192)])


def reduce_b(net, x):
    with net.block("reduce_b"):
        a = cbr(net, cbr(net, x, 192), 320, 3, stride=2)
        b = flat(net, flat(net, cbr(net, x, 192), 192, (1, 7)), 192, (7, 1))
        b = cbr(net, b, 192, 3, stride=2)
        return layers.concatenate([a, b, largest(x)])


def fork(net, x):
    with net.block("fork"):
        return layers.concatenate([flat(net, x, 384, (1, 3)), flat(net, x, 384, (3, 1))])


def inception_c(net, x):
    with net.block("inception_c"):
        a = cbr(net, x, 320)
        b = fork(net, cbr(net, x, 384))
        c = fork(net, cbr(net, cbr(net, x, 448), 384, 3))
        return layers.concatenate([a, b, c, cbr(net, average(x), 192)])


def inception_v3_slim(dropout=0.2):
    net = Network((32, 32, 3), ARGUMENTS)
    x = net.conv(net.input, 192, 3)
    for pool in (32, 64, 64):
        x = inception_a(net, x, pool)
    x = reduce_a(net, x)
    for c in (128, 160, 160, 160, 192):
        x = inception_b(net, x, c)
    x = reduce_b(net, x)
    for _ in range(2):
        x = inception_c(net, x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(dropout)(x)
    return net.model(net.dense(x, 10, name="classifier"))


def inception_v3_slim_whole():
    """Without the dropout, whose masks are nobody else's."""
    return inception_v3_slim(dropout=0)


def slow_nesterov():
    """Its gradient is long (200): at 0.01 rounding errors grow a thousandfold in a step."""
    return keras.optimizers.SGD(0.0002, momentum=0.9, nesterov=True)


SHIPPED = [inception_v3_slim]

CASES = {"inception_v3_slim_whole": Case(inception_v3_slim_whole, 4, slow_nesterov)}
