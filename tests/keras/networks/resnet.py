"""ResNet-20 with pre-activation, as BIGBALLON's collection has it: the shortcut of a block that
halves the map starts after the block's first activation."""

from keras import layers

from networks.network import Case, Network, l2, relu

ARGUMENTS = {
    "conv": {"padding": "same", "kernel_initializer": "he_normal", "kernel_regularizer": l2(1e-4)},
    "dense": {"kernel_initializer": "he_normal", "kernel_regularizer": l2(1e-4)},
    "batch_norm": {"momentum": 0.9, "epsilon": 1e-5},
}


def bn_relu(net, x):
    return relu(net.batch_norm(x))


def same(net, x, filters):
    with net.block("same"):
        y = net.conv(bn_relu(net, x), filters, 3)
        y = net.conv(bn_relu(net, y), filters, 3)
        return layers.add([y, x])


def down(net, x, filters):
    with net.block("down"):
        x = bn_relu(net, x)
        y = net.conv(x, filters, 3, strides=2)
        y = net.conv(bn_relu(net, y), filters, 3)
        return layers.add([y, net.conv(x, filters, 1, strides=2)])


def resnet20():
    net = Network((32, 32, 3), ARGUMENTS)
    x = net.conv(net.input, 16, 3)
    for _ in range(3):
        x = same(net, x, 16)
    for filters in (32, 64):
        x = down(net, x, filters)
        for _ in range(2):
            x = same(net, x, filters)
    x = layers.GlobalAveragePooling2D()(bn_relu(net, x))
    return net.model(net.dense(x, 10, name="classifier"))


SHIPPED = [resnet20]

CASES = {"resnet20": Case(resnet20, 64)}
