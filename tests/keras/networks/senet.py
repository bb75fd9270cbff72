"""ResNeXt-29 4x64d with squeeze-and-excitation, as BIGBALLON's collection has it: every shortcut is
projected, and there is a ReLU before and after each sum."""

from keras import layers

from networks.network import Case, Network, l2, relu

CARDINALITY = 4

ARGUMENTS = {
    "conv": {
        "padding": "same",
        "use_bias": False,
        "kernel_initializer": "he_normal",
        "kernel_regularizer": l2(5e-4),
    },
    "dense": {"kernel_initializer": "he_normal", "kernel_regularizer": l2(5e-4)},
    "batch_norm": {"momentum": 0.9, "epsilon": 1e-5},
}


def squeeze_excite(net, x):
    filters = x.shape[-1]
    with net.block("squeeze_excite"):
        gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
        gate = relu(net.dense(gate, filters // 16, use_bias=False))
        gate = layers.Activation("sigmoid")(net.dense(gate, filters, use_bias=False))
        return layers.multiply([gate, x])


def resnext(net, x, planes, stride):
    width = CARDINALITY * planes
    with net.block("resnext"):
        y = relu(net.batch_norm(net.conv(x, width, 1)))
        y = net.conv(y, width, 3, strides=stride, groups=CARDINALITY)
        y = relu(net.batch_norm(y))
        y = relu(net.batch_norm(net.conv(y, 4 * planes, 1)))
        y = squeeze_excite(net, y)
        shortcut = net.batch_norm(net.conv(x, 4 * planes, 1, strides=stride))
        return relu(layers.add([y, shortcut]))


def network(shape, blocks):
    net = Network(shape, ARGUMENTS)
    x = relu(net.batch_norm(net.conv(net.input, 64, 3)))
    for planes, stride in blocks:
        x = resnext(net, x, planes, stride)
    x = layers.GlobalAveragePooling2D()(x)
    return net.model(net.dense(x, 10, name="classifier"))


def senet():
    stages = [(64, 1), (128, 2), (256, 2)]
    return network(
        (32, 32, 3), [(p, s if i == 0 else 1) for p, s in stages for i in range(3)]
    )


def senet_blocks():
    """One block that keeps the map and one that halves it."""
    return network((16, 16, 3), [(64, 1), (128, 2)])


SHIPPED = [senet]

CASES = {"senet_blocks": Case(senet_blocks, 8)}
