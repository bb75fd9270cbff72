"""DenseNet-BC with growth 12 and compression 0.5, as BIGBALLON's collection has it: a layer puts
its new channels before the old ones."""

from keras import layers

from networks.network import Case, Network, l2, relu

GROWTH = 12

ARGUMENTS = {
    "conv": {
        "padding": "same",
        "use_bias": False,
        "kernel_initializer": "he_normal",
        "kernel_regularizer": l2(1e-4),
    },
    "dense": {"kernel_initializer": "he_normal", "kernel_regularizer": l2(1e-4)},
    "batch_norm": {"momentum": 0.9, "epsilon": 1e-5},
}


def bn_relu(net, x):
    return relu(net.batch_norm(x))


def grow(net, x):
    with net.block("grow"):
        y = net.conv(bn_relu(net, x), 4 * GROWTH, 1)
        y = net.conv(bn_relu(net, y), GROWTH, 3)
        return layers.concatenate([y, x])


def transition(net, x):
    with net.block("transition"):
        x = net.conv(bn_relu(net, x), x.shape[-1] // 2, 1)
        return layers.AveragePooling2D(2)(x)


def densenet(depth):
    net = Network((32, 32, 3), ARGUMENTS)
    x = net.conv(net.input, 2 * GROWTH, 3)
    for stage in range(3):
        for _ in range((depth - 4) // 6):
            x = grow(net, x)
        if stage < 2:
            x = transition(net, x)
    x = layers.GlobalAveragePooling2D()(bn_relu(net, x))
    return net.model(net.dense(x, 10, name="classifier"))


def densenet_bc_100_12():
    return densenet(100)


def densenet_blocks():
    """Three layers a stage."""
    return densenet(22)


SHIPPED = [densenet_bc_100_12]

CASES = {"densenet_blocks": Case(densenet_blocks, 16)}
