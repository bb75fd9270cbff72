"""Small networks: what a layer can be told and the shipped models never say, and the optimizers."""

import keras
from keras import layers

from networks.network import Case, Network, relu


def l1l2(l1=0.0, l2=0.0):
    return keras.regularizers.L1L2(l1, l2)


def sigmoid(x):
    return layers.Activation("sigmoid")(x)


def convolutions():
    """Strides, paddings, groups, biases and regularizers of every convolution and dense layer."""
    net = Network((23, 19, 3))
    x = net.conv(net.input, 8, (5, 3), strides=3, padding="same", activation="relu")
    x = net.conv(
        x,
        12,
        3,
        groups=4,
        padding="same",
        kernel_regularizer=l1l2(1e-3),
        bias_regularizer=l1l2(1e-3, 2e-3),
    )
    x = relu(net.batch_norm(x, momentum=0.7, epsilon=0.01))
    x = layers.ZeroPadding2D(((0, 2), (1, 0)))(x)
    x = net.conv(x, 16, 2, use_bias=False)
    x = net.depthwise_conv(
        x, 3, depthwise_regularizer=l1l2(2e-3, 1e-3), bias_regularizer=l1l2(l2=1e-2)
    )
    x = sigmoid(x)
    x = net.depthwise_conv(x, 2, strides=1, padding="same", use_bias=False)
    x = net.separable_conv(
        x,
        10,
        3,
        strides=2,
        padding="same",
        depthwise_regularizer=l1l2(1e-3),
        pointwise_regularizer=l1l2(1e-3, 1e-3),
        bias_regularizer=l1l2(1e-2),
    )
    x = relu(x)
    x = net.dense(x, 9, kernel_regularizer=l1l2(l2=1e-3))
    x = net.conv(x, 14, (2, 1), strides=(1, 2), padding="same")
    x = sigmoid(x)
    x = layers.Flatten()(x)
    x = relu(net.dense(x, 11, kernel_regularizer=l1l2(1e-3, 1e-3), bias_regularizer=l1l2(1e-3)))
    return net.model(net.dense(x, 7))


def pools():
    """Every pool, on odd maps, and joins of vectors and maps."""
    net = Network((31, 26, 2))
    x = net.batch_norm(net.conv(net.input, 8, 3, padding="same"))
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    x = net.batch_norm(net.conv(x, 9, 3, padding="same"))
    x = layers.AveragePooling2D(3, strides=2, padding="same")(x)
    x = net.batch_norm(net.conv(x, 7, 1))
    a = layers.MaxPooling2D(2, strides=1, padding="same")(x)
    b = layers.AveragePooling2D((2, 3), strides=1, padding="same")(x)
    x = layers.concatenate([a, b, x])
    x = layers.MaxPooling2D((3, 2), strides=2)(x)
    gate = layers.GlobalMaxPooling2D()(x)
    gate = sigmoid(net.dense(gate, 21))
    x = layers.multiply([layers.Reshape((1, 1, 21))(gate), x])
    x = layers.AveragePooling2D(2, strides=1)(x)
    x = net.conv(x, 10, 1)
    x = layers.concatenate([layers.GlobalMaxPooling2D()(x), layers.GlobalAveragePooling2D()(x)])
    x = relu(net.batch_norm(net.dense(x, 12)))
    return net.model(net.dense(x, 5))


def plain():
    """For the optimizers: no bias before a normalisation, since Adam would blow its zero up."""
    net = Network((12, 10, 3))
    x = net.conv(net.input, 8, 3, padding="same", use_bias=False, kernel_regularizer=l1l2(l2=1e-3))
    x = relu(net.batch_norm(x))
    x = net.separable_conv(x, 12, 3, strides=2, padding="same", use_bias=False)
    x = relu(net.batch_norm(x))
    x = layers.GlobalAveragePooling2D()(x)
    return net.model(net.dense(x, 7, kernel_regularizer=l1l2(l2=1e-3)))


def momentum():
    return keras.optimizers.SGD(0.01, momentum=0.9)


def plain_sgd():
    return keras.optimizers.SGD(0.05)


def adam():
    return keras.optimizers.Adam(0.01, beta_1=0.85, beta_2=0.99, epsilon=1e-5)


def adamw():
    return keras.optimizers.AdamW(0.01, weight_decay=0.01)


CASES = {
    "convolutions": Case(convolutions, 9),
    "pools": Case(pools, 7, momentum),
    "plain_sgd": Case(plain, 12, plain_sgd, 0.1),
    "plain_adam": Case(plain, 12, adam),
    "plain_adamw": Case(plain, 12, adamw, 0.2),
}
