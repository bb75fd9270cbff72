"""The four variants of the study as its script has them, and two small relatives.

The script writes `if top: ReLU` before a module's first separable convolution, and only module 2
is called with top=True: modules 3, 4 and 13 lack the leading ReLU of the paper.
"""

import keras
from keras import layers

from networks.network import Case, Network, l2, relu


def new_network(initializer, decay, momentum, epsilon):
    """Every convolution with initializer and L2; the classifier has neither."""
    return Network(
        (32, 32, 3),
        {
            "conv": {
                "padding": "same",
                "kernel_initializer": initializer,
                "kernel_regularizer": l2(decay),
            },
            "separable_conv": {
                "padding": "same",
                "depthwise_initializer": initializer,
                "pointwise_initializer": initializer,
                "depthwise_regularizer": l2(decay),
                "pointwise_regularizer": l2(decay),
            },
            "batch_norm": {"momentum": momentum, "epsilon": epsilon},
        },
    )


def entry(net, x, name, first, filters, stride, top=False):
    with net.block("entry", name):
        residual = net.conv(x, filters, 1, strides=stride)
        residual = net.batch_norm(residual)
        if top:
            x = relu(x)
        x = net.separable_conv(x, first, 3)
        x = net.batch_norm(x)
        x = relu(x)
        x = net.separable_conv(x, filters, 3)
        x = net.batch_norm(x)
        x = layers.MaxPooling2D(3, strides=stride, padding="same")(x)
        return layers.add([x, residual])


def middle(net, x, name, filters):
    with net.block("middle", name):
        residual = x
        for _ in range(3):
            x = relu(x)
            x = net.separable_conv(x, filters, 3)
            x = net.batch_norm(x)
        return layers.add([x, residual])


def leave(net, x, first, filters):
    """Module 14."""
    with net.block("exit", "module14"):
        for count in (first, filters):
            x = net.separable_conv(x, count, 3)
            x = net.batch_norm(x)
            x = relu(x)
        return x


def conv_bn_relu(net, x, filters, stride=1, name=None):
    x = net.conv(x, filters, 3, strides=stride, name=name)
    return relu(net.batch_norm(x))


def classify(net, x):
    x = layers.GlobalAveragePooling2D()(x)
    return net.model(net.dense(x, 10, name="classifier"))


def large(net, stride):
    x = conv_bn_relu(net, net.input, 32, stride=2)
    x = conv_bn_relu(net, x, 64)
    x = entry(net, x, "module2", 128, 128, stride, top=True)
    x = entry(net, x, "module3", 256, 256, stride)
    x = entry(net, x, "module4", 728, 728, stride)
    for i in range(1, 9):
        x = middle(net, x, f"middle{i}", 728)
    x = entry(net, x, "module13", 728, 1024, 2)
    return classify(net, leave(net, x, 1536, 2048))


def xception_1():
    return large(new_network("glorot_uniform", 0, 0.99, 1e-3), stride=2)


def xception_he_wd():
    return large(new_network("he_normal", 1e-4, 0.9, 1e-5), stride=2)


def xception_he_wd_slim():
    return large(new_network("he_normal", 1e-4, 0.9, 1e-5), stride=1)


def xception_he_wd_slim_thinner():
    net = new_network("he_normal", 1e-4, 0.9, 1e-5)
    x = conv_bn_relu(net, net.input, 32, stride=2)
    x = conv_bn_relu(net, x, 64)
    x = conv_bn_relu(net, x, 364, name="module2")
    for i in range(1, 5):
        x = middle(net, x, f"middle{i}", 364)
    x = entry(net, x, "module13", 364, 512, 2)
    return classify(net, leave(net, x, 768, 1024))


def thinner_by_change():
    return xception_he_wd_slim_thinner()


def xception_mini():
    net = new_network("he_normal", 1e-4, 0.9, 1e-5)
    x = conv_bn_relu(net, net.input, 32)
    x = entry(net, x, "entry1", 64, 64, 2)
    x = entry(net, x, "entry2", 128, 128, 2)
    x = middle(net, x, "middle1", 128)
    x = entry(net, x, "entry3", 256, 256, 2)
    return classify(net, x)


def xception_imagenet():
    """Keras's own, as the first model of a session: that is how what has no name is counted."""
    keras.backend.clear_session()
    model = keras.applications.Xception(weights=None)
    kinds = {
        layers.Conv2D: "conv",
        layers.SeparableConv2D: "separable_conv",
        layers.BatchNormalization: "batch_norm",
        layers.Dense: "dense",
    }
    model.named_layers = [
        (layer.name, kinds[type(layer)], layer) for layer in model.layers if layer.weights
    ]
    return model


SHIPPED = [
    xception_1,
    xception_he_wd,
    xception_he_wd_slim,
    xception_he_wd_slim_thinner,
    thinner_by_change,
    xception_mini,
    xception_imagenet,
]

CASES = {
    "xception_1": Case(xception_1, 64),
    "xception_he_wd": Case(xception_he_wd, 64),
    "xception_he_wd_slim": Case(xception_he_wd_slim, 4),
    "xception_he_wd_slim_thinner": Case(xception_he_wd_slim_thinner, 16),
}
