"""Records what the real Keras computes, for the C tests of this folder to compare with.

Run by hand, with keras and tensorflow installed:

    python record.py vectors [MODEL...]     recorded/MODEL.keras: ten training steps in float64
    python record.py layers                 recorded/layers.txt: parameters of every layer

The networks and how they are trained stand in networks/, in Keras's own words. Weights, batches
and labels come from counter_hash.py and are not written down. Everything is computed in
float64, without augmentation and dropout, at a fixed learning rate.

A recording is lines of text, an empty line, and little-endian doubles. The text says which
versions and which scripts made it (a test demands that the scripts are still these), how the steps
were taken, and for every step

    step loss cross_entropy gradient_norm gradient_projection

where the loss has the regularizers' part, the gradient is of the cross-entropy alone and the last
two are of all gradients as one vector. Then a line for every digest: what is digested, its name,
its number of elements. The doubles are the digests, 19 numbers each: norm, sum, projection on the
signs of the hash, 16 entries at the hash's places.

    gradient        of the cross-entropy alone, in the first step
    change          of parameters and moving statistics over all steps
    probabilities   of the first batch in inference mode, before and after all steps
"""

import argparse
import hashlib
import importlib
import os
import pathlib
import pkgutil
import struct
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

import counter_hash

HERE = pathlib.Path(__file__).resolve().parent
SEED = 1
STEPS = 10
ENTRIES = 16

# Streams of the hash. Those of images, labels and parameters are tests/support_lib/trial.h's.
IMAGES, LABELS, SIGNS, PLACES, PARAMETERS = 1, 2, 10, 11, 100


def modules():
    """All of networks/; each may have CASES to record and SHIPPED models to count."""
    for found in pkgutil.iter_modules([str(HERE / "networks")]):
        yield importlib.import_module(f"networks.{found.name}")


def script_of(build):
    return build.__module__.replace(".", "/") + ".py"


# ---- numbers from the hash -----------------------------------------------------------------------


def images_and_labels(model, batch, step):
    shape = (batch, *model.input_shape[1:])
    seed = SEED + step
    images = 1.5 * counter_hash.signed(seed, IMAGES, int(np.prod(shape))).reshape(shape)
    labels = counter_hash.below(seed, LABELS, batch, model.output_shape[-1])
    return images, labels


def scale_and_shift(name, shape):
    """He's range for kernels; everything else away from its trivial value."""
    kind = name.split("/")[1]
    if kind in ("kernel", "pointwise_kernel", "depthwise_kernel"):
        return np.sqrt(6 / np.prod(shape[:-2] if kind == "depthwise_kernel" else shape[:-1])), 0
    return 0.25, 1 if kind in ("gamma", "moving_variance") else 0


def initial_values(model):
    values = []
    for index, (name, variable) in enumerate(model.named_parameters):
        scale, shift = scale_and_shift(name, variable.shape)
        count = int(np.prod(variable.shape))
        found = scale * counter_hash.signed(SEED, PARAMETERS + index, count) + shift
        values.append(found.reshape(variable.shape))
    return values


class Digester:
    """Boils a tensor down to 19 numbers."""

    def __init__(self):
        self.signs = np.empty(0)
        self.places = counter_hash.words(SEED, PLACES, np.arange(ENTRIES))

    def signs_of(self, count):
        if len(self.signs) < count:
            bits = counter_hash.words(SEED, SIGNS, np.arange(count)) >> np.uint64(63)
            self.signs = 1 - 2 * bits.astype(np.float64)
        return self.signs[:count]

    def digest(self, tensor):
        flat = np.asarray(tensor, np.float64).ravel()
        entries = flat[(self.places % np.uint64(len(flat))).astype(np.int64)]
        return [np.linalg.norm(flat), flat.sum(), flat @ self.signs_of(len(flat)), *entries]


# ---- training ------------------------------------------------------------------------------------


def keep_digits(model, optimizer):
    """Keras casts factors to a weight's type, and TensorFlow reads a float of Python as float32 on
    the way: 1e-4 would be 0.99999997e-4. NumPy's float64 keeps its digits."""
    for variable in model.trainable_variables:
        for factor in ("l1", "l2"):
            if hasattr(variable.regularizer, factor):
                number = np.float64(getattr(variable.regularizer, factor))
                setattr(variable.regularizer, factor, number)
    for factor in ("momentum", "beta_1", "beta_2", "epsilon", "weight_decay"):
        if isinstance(getattr(optimizer, factor, None), float):
            setattr(optimizer, factor, np.float64(getattr(optimizer, factor)))


class Trainer:
    """Keras's model, loss, regularizers and optimizer; a step by hand, to see the gradients."""

    def __init__(self, case):
        self.model = case.build()
        self.optimizer = case.optimizer()
        self.loss = keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=case.label_smoothing
        )
        for (_, variable), value in zip(self.model.named_parameters, initial_values(self.model)):
            variable.assign(value)
        keep_digits(self.model, self.optimizer)
        self.names = {id(v): name for name, v in self.model.named_parameters}
        self.compiled = tf.function(self.one_step, autograph=False)

    def one_step(self, images, targets):
        weights = self.model.trainable_variables
        with tf.GradientTape() as tape:
            logits = self.model(images, training=True)
            cross_entropy = self.loss(targets, logits)
        gradients = tape.gradient(cross_entropy, [w.value for w in weights])
        with tf.GradientTape() as tape:
            penalty = tf.add_n([tf.zeros((), tf.float64), *self.model.losses])
        decay = tape.gradient(
            penalty, [w.value for w in weights], unconnected_gradients=tf.UnconnectedGradients.ZERO
        )
        self.optimizer.apply([g + d for g, d in zip(gradients, decay)], weights)
        return cross_entropy + penalty, cross_entropy, gradients

    def step(self, images, labels):
        """Loss, cross-entropy and the gradients by name."""
        targets = keras.utils.to_categorical(labels, self.model.output_shape[-1])
        loss, cross_entropy, gradients = self.compiled(
            tf.constant(images), tf.constant(targets, tf.float64)
        )
        names = [self.names[id(w)] for w in self.model.trainable_variables]
        return float(loss), float(cross_entropy), dict(zip(names, map(np.asarray, gradients)))

    def probabilities(self, images):
        logits = self.model(tf.constant(images), training=False)
        return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


def total_of(digester, order, gradients):
    """Norm and projection of all gradients as one vector."""
    squares = projection = 0.0
    for name in order:
        flat = gradients[name].ravel()
        squares += flat @ flat
        projection += flat @ digester.signs_of(len(flat))
    return np.sqrt(squares), projection


def record(name, case):
    started = time.time()
    digester, trainer = Digester(), Trainer(case)
    model = trainer.model
    order = [n for n, v in model.named_parameters if v.trainable]
    first_images, _ = images_and_labels(model, case.batch, 0)
    steps, digests = [], []

    def keep(what, tensor_name, tensor):
        digests.append((what, tensor_name, tensor.size, digester.digest(tensor)))

    keep("probabilities", "before", trainer.probabilities(first_images))
    for step in range(STEPS):
        loss, cross_entropy, gradients = trainer.step(*images_and_labels(model, case.batch, step))
        steps.append((loss, cross_entropy, *total_of(digester, order, gradients)))
        print(name, step + 1, *steps[-1], f"{time.time() - started:.1f} s", flush=True)
        if step == 0:
            for tensor_name in order:
                keep("gradient", tensor_name, gradients[tensor_name])
    for (tensor_name, variable), before in zip(model.named_parameters, initial_values(model)):
        keep("change", tensor_name, keras.ops.convert_to_numpy(variable) - before)
    keep("probabilities", "after", trainer.probabilities(first_images))
    write(name, case, steps, digests)


# ---- files ---------------------------------------------------------------------------------------


def versions_and_scripts(scripts):
    lines = [f"keras {keras.__version__}", f"{keras.backend.backend()} {tf.__version__}"]
    for script in ["counter_hash.py", "record.py", "networks/network.py", *scripts]:
        lines.append(f"script {script} {hashlib.sha256((HERE / script).read_bytes()).hexdigest()}")
    return lines


def write(name, case, steps, digests):
    lines = ["keras recording 1", f"model {name}", *versions_and_scripts([script_of(case.build)])]
    rate = float(keras.ops.convert_to_numpy(case.optimizer().learning_rate))
    lines += [f"seed {SEED}", f"batch {case.batch}", f"learning_rate {rate!r}"]
    lines += ["step " + " ".join(repr(float(x)) for x in step) for step in steps]
    lines += [f"{what} {tensor} {size}" for what, tensor, size, _ in digests]
    numbers = [x for *_, digest in digests for x in digest]
    path = HERE / "recorded" / f"{name}.keras"
    path.parent.mkdir(exist_ok=True)
    text = "\n".join([*lines, "", ""]).encode()
    path.write_bytes(text + struct.pack(f"<{len(numbers)}d", *numbers))
    print(f"{path.name}: {path.stat().st_size} bytes")


def record_layers():
    """recorded/layers.txt: of every model its totals, and of every layer with weights name, kind
    and number of parameters, in order."""
    lines = ["keras layers 1"]
    shipped = [build for module in modules() for build in getattr(module, "SHIPPED", [])]
    lines += versions_and_scripts(sorted({script_of(build) for build in shipped}))
    for build in shipped:
        name = build.__name__
        model = build()
        trainable = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
        lines += ["", f"model {name} {model.count_params()} {trainable}"]
        lines += [f"{n} {kind} {layer.count_params()}" for n, kind, layer in model.named_layers]
        print(name, model.count_params(), trainable, flush=True)
    (HERE / "recorded" / "layers.txt").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["vectors", "layers"])
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    counter_hash.check()
    keras.config.set_floatx("float64")
    if arguments.what == "layers":
        return record_layers()
    cases = {}
    for module in modules():
        cases.update(getattr(module, "CASES", {}))
    for name in arguments.models or cases:
        if name not in cases:
            sys.exit(f"no model {name}; there are {', '.join(cases)}")
        record(name, cases[name])


if __name__ == "__main__":
    main()
