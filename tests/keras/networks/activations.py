"""Every activation, as a layer and as an argument of one; normalisations without gamma or beta; zeros
around maps.

TensorFlow hands some constants through float32 even in float64: the slope of leaky_relu, the root of
two of gelu. Slopes here are exact in float32; gelu and the slope of 0.2 that activation=leaky_relu
means are written out in Keras's ops with constants in float64."""

import numpy as np
from keras import layers, ops

from networks.network import Case, Network


def activation(x, name):
    return layers.Activation(name)(x)


def gelu(x):
    return 0.5 * x * (1 + ops.erf(x * np.sqrt(np.float64(0.5))))


def leaky_relu(x):
    return ops.maximum(x, np.float64(0.2) * x)


def activations():
    net = Network((15, 13, 3))
    x = net.batch_norm(net.input, center=False, scale=False)
    x = net.conv(x, 8, 3, padding="same", activation="relu6")
    x = layers.ZeroPadding2D(((0, 1), (1, 0)))(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.LeakyReLU(0.25)(net.batch_norm(net.conv(x, 9, 1), scale=False))
    x = layers.LeakyReLU(0.125)(net.conv(x, 10, 2))
    x = net.separable_conv(x, 12, 3, padding="same", activation=leaky_relu)
    x = layers.ELU()(net.batch_norm(x, center=False))
    x = layers.ELU(0.5)(net.conv(x, 7, 1))
    x = net.depthwise_conv(x, 3, padding="same", activation="elu")
    x = activation(net.conv(x, 8, 1), "tanh")
    x = activation(net.conv(x, 8, 1), "hard_sigmoid")
    x = layers.ZeroPadding2D(1)(x)
    x = activation(net.batch_norm(net.conv(x, 9, 3, strides=2)), "silu")
    x = activation(net.batch_norm(net.conv(x, 10, 1)), "hard_swish")
    x = layers.Activation(gelu)(net.batch_norm(net.conv(x, 11, 1)))
    x = layers.GlobalAveragePooling2D()(x)
    x = net.dense(x, 12, activation="sigmoid")
    x = net.dense(x, 9, activation="silu")
    return net.model(net.dense(x, 6))


CASES = {"activations": Case(activations, 8)}
