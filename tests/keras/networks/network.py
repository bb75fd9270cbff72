"""Keras's own layers under the names that the model files give theirs.

A model file numbers its unnamed layers by kind within a call of a block, and puts the call's name
before them: middle1_separable_conv2. A Network does the same while a builder calls Keras, and keeps
the layers in the order in which the builder made them. It adds nothing to what Keras computes:
arguments go to the layer as they are.
"""

import contextlib
import dataclasses

import keras
from keras import layers

# What a model file calls a kernel where Keras's variable has another name.
RENAMED = {layers.DepthwiseConv2D: {"kernel": "depthwise_kernel"}}


class Network:
    def __init__(self, shape, arguments=None):
        """arguments: by kind, what every layer of it takes unless the builder says otherwise."""
        self.input = keras.Input(shape)
        self.arguments = arguments or {}
        self.made = []  # (name, kind, layer) of the layers with weights
        self.prefix = ""
        self.counts = {}

    def _name(self, kind, name):
        if name is None:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            name = f"{kind}{self.counts[kind]}"
        return self.prefix + name

    @contextlib.contextmanager
    def block(self, kind, name=None):
        """A call of a block: the layers made inside carry its name."""
        outer = self.prefix, self.counts
        self.prefix, self.counts = self._name(kind, name) + "_", {}
        yield
        self.prefix, self.counts = outer

    def _make(self, kind, make, x, positional, given):
        name = self._name(kind, given.pop("name", None))
        layer = make(*positional, **{**self.arguments.get(kind, {}), **given}, name=name)
        self.made.append((name, kind, layer))
        return layer(x)

    def conv(self, x, *positional, **given):
        return self._make("conv", layers.Conv2D, x, positional, given)

    def separable_conv(self, x, *positional, **given):
        return self._make("separable_conv", layers.SeparableConv2D, x, positional, given)

    def depthwise_conv(self, x, *positional, **given):
        return self._make("depthwise_conv", layers.DepthwiseConv2D, x, positional, given)

    def batch_norm(self, x, **given):
        return self._make("batch_norm", layers.BatchNormalization, x, (), given)

    def dense(self, x, *positional, **given):
        return self._make("dense", layers.Dense, x, positional, given)

    def model(self, logits):
        """The network up to its logits; keeps the layers' names and order."""
        model = keras.Model(self.input, logits)
        parameters = []
        for name, _, layer in self.made:
            renamed = RENAMED.get(type(layer), {})
            for variable in layer.weights:
                own = renamed.get(variable.name, variable.name)
                parameters.append((f"{name}/{own}", variable))
        if len(parameters) != len(model.weights):
            raise SystemExit("a layer with weights was made outside of the Network")
        model.named_layers = [(name, kind, layer) for name, kind, layer in self.made]
        model.named_parameters = parameters
        return model


def relu(x):
    return layers.ReLU()(x)


def l2(factor):
    """A fresh regularizer, or none."""
    return keras.regularizers.L2(factor) if factor else None


def nesterov():
    return keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True)


@dataclasses.dataclass
class Case:
    """Ten steps to record: what builds the model, the images of a batch, how it is trained."""

    build: object
    batch: int
    optimizer: object = nesterov
    label_smoothing: float = 0
