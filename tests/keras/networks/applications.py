"""Networks of keras.applications, to be counted layer by layer; a model file says their names in small
letters, and leaves out what is done to the images before."""

import keras

KINDS = {
    keras.layers.Conv2D: "conv",
    keras.layers.DepthwiseConv2D: "depthwise_conv",
    keras.layers.BatchNormalization: "batch_norm",
    keras.layers.Dense: "dense",
}


def kind_of(layer):
    """A gate's convolutions see one pixel: here they are dense layers on a vector."""
    return "dense" if "_se_" in layer.name else KINDS[type(layer)]


def named(model):
    """Keeps the layers with weights, in order."""
    model.named_layers = [
        (layer.name.lower(), kind_of(layer), layer)
        for layer in model.layers
        if type(layer) in KINDS
    ]
    return model


def mobilenet_v2():
    return named(keras.applications.MobileNetV2(weights=None))


def efficientnet_b0():
    whole = keras.applications.EfficientNetB0(weights=None)
    return named(keras.Model(whole.get_layer("normalization").output, whole.output))


SHIPPED = [mobilenet_v2, efficientnet_b0]
