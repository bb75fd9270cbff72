#!/usr/bin/env python3
"""Is docs/coming-from-keras.md complete? Compares it with the installed Keras 3.

Run by hand, where keras is installed; with the path of xceptc also our defaults are compared,
and what xceptc says of names that it has nothing for:

    KERAS_BACKEND=torch python3 tests/keras/check_page.py [build/xceptc]

Each section '### `Name`, ... -> ours' of the page is looked up in Keras. Every argument of its
signature must stand in backticks in the first column of the section's table, and nothing else may.
Every layer of ours that has a counterpart, and each default that both sides have, are checked too.
And every public layer, activation, optimizer, loss, metric, callback, initializer, regularizer and
constraint of Keras must be named on the page: what is not there says so.
The exit status is the verdict.
"""

import inspect
import json
import pathlib
import re
import subprocess
import sys

import keras

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "coming-from-keras.md"
IGNORED = {"self", "kwargs", "args", "name", "loss_fn"}

# What the page must have.
REQUIRED = """
    Conv2D SeparableConv2D DepthwiseConv2D Dense BatchNormalization ReLU Activation Softmax MaxPooling2D
    AveragePooling2D GlobalAveragePooling2D GlobalMaxPooling2D Flatten Dropout Add Multiply Concatenate
    Input Rescaling Normalization RandomFlip RandomTranslation RandomCrop ZeroPadding2D
    Model.compile Model.fit Model.evaluate Model.predict Model.summary Model.load_weights SGD Adam AdamW
    CategoricalCrossentropy SparseCategoricalCrossentropy PiecewiseConstantDecay CosineDecay
    LearningRateScheduler ModelCheckpoint EarlyStopping ReduceLROnPlateau CSVLogger TerminateOnNaN
    BackupAndRestore ImageDataGenerator L1 L2 L1L2
    Zeros Ones Constant RandomUniform RandomNormal TruncatedNormal VarianceScaling
    GlorotUniform GlorotNormal HeUniform HeNormal LecunUniform LecunNormal
""".split()

# Public names of these modules that need no section but must be named on the page.
NAMED = [
    keras.layers,
    keras.activations,
    keras.optimizers,
    keras.optimizers.schedules,
    keras.losses,
    keras.metrics,
    keras.callbacks,
    keras.regularizers,
    keras.initializers,
    keras.constraints,
]
BASES = set(
    """
    Callback CallbackList LearningRateSchedule Regularizer Initializer Constraint Loss Metric
    MeanMetricWrapper Optimizer OptimizerMap serialize deserialize get
""".split()
)
# The page speaks of these as a whole.
OTHER_DIMENSIONS = re.compile(r"[13]D(Transpose)?$")


def find(name):
    """The class or function of Keras that the page calls by this name."""
    if name == "ImageDataGenerator":
        from keras.src.legacy.preprocessing.image import ImageDataGenerator

        return ImageDataGenerator
    if name.startswith("Model."):
        return getattr(keras.Model, name.split(".")[1])
    for module in (
        keras.layers,
        keras.optimizers,
        keras.losses,
        keras.optimizers.schedules,
        keras.callbacks,
        keras.regularizers,
        keras.initializers,
    ):
        if hasattr(module, name):
            return getattr(module, name)
    return None


def signature(thing):
    function = thing.__init__ if inspect.isclass(thing) else thing
    parameters = inspect.signature(function).parameters
    return {name: p.default for name, p in parameters.items() if name not in IGNORED}


def sections(text):
    """[(Keras's names, our names, {arguments in a first column: text of the second})]"""
    result = []
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        theirs, _, ours = heading.partition("→")
        rows = {}
        for first, second in re.findall(r"^\| (.*?) \| (.*?) \|$", body.split("\n## ")[0], flags=re.M):
            for argument in re.findall(r"`(\w+)`", first):
                rows[argument] = second
        result.append((re.findall(r"`([\w.]+)`", theirs), re.findall(r"`(\w+)`", ours), rows))
    return result


def check_arguments(parts):
    problems, count = [], 0
    for names, _, rows in parts:
        known = set()
        for name in names:
            thing = find(name)
            if thing is None:
                problems.append(f"Keras has no {name}")
                continue
            arguments = set(signature(thing))
            known |= arguments
            count += len(arguments)
            problems += [f"{name}: '{a}' is missing" for a in sorted(arguments - set(rows))]
        problems += [f"{names[0]}: Keras has no '{a}'" for a in sorted(set(rows) - known)]
    return problems, count


def public_names(module, other_dimensions=False):
    """Its classes; of a module of functions alone, those."""
    names = [name for name in dir(module) if name[0].isalpha() and callable(getattr(module, name))]
    classes = [name for name in names if name[0].isupper()]
    return {
        name
        for name in classes or names
        if name not in BASES and (other_dimensions or not OTHER_DIMENSIONS.search(name))
    }


def aliases(module, name):
    """The name, and others that Keras has for the same: MaxPool2D and MaxPooling2D."""
    return [n for n in dir(module) if getattr(module, n) is getattr(module, name)]


def check_names(parts, text):
    there = {name for names, _, _ in parts for name in names}
    problems = [f"no section on {name}" for name in REQUIRED if name not in there]
    for module in NAMED:
        problems += [
            f"{module.__name__}.{name} is not named"
            for name in sorted(public_names(module))
            if not any(re.search(rf"\b{n}\b", text) for n in aliases(module, name))
        ]
    return problems


def plain(value):
    """A default as one of ours: (1, 1) is 1, None is 0 or absent."""
    if isinstance(value, (tuple, list)) and len(set(value)) == 1:
        return value[0]
    return value


def check_defaults(parts, xceptc):
    schema = json.loads(subprocess.run([xceptc, "schema"], check=True, capture_output=True).stdout)
    kinds = schema["$defs"]["one_layer"]["anyOf"][-1]["properties"]
    problems, count = [], 0
    for names, ours, rows in parts:
        for name, kind in zip(names, ours):
            if kind not in kinds or len(names) != len(ours) or name not in REQUIRED[:24]:
                continue
            properties = kinds[kind]["anyOf"][-1]["properties"]
            for argument, default in signature(find(name)).items():
                match = re.match(r"`(\w+)`", rows.get(argument, ""))
                if not match or match[1] not in properties or "default" not in properties[match[1]]:
                    continue
                mine, theirs = properties[match[1]]["default"], plain(default)
                if theirs is None and mine == 0:
                    theirs = 0
                if theirs is inspect.Parameter.empty:
                    continue
                count += 1
                if mine != theirs:
                    problems.append(f"{kind}: {match[1]} is {mine}, Keras's {argument} {theirs}")
    return problems, count


def check_hints(parts, xceptc):
    """What is not there says so in the compiler too, and is not taken for a typing mistake."""
    there = {name for names, _, _ in parts for name in names}
    problems, count = [], 0
    for module in (keras.layers, keras.activations, keras.optimizers, keras.losses):
        for name in sorted(public_names(module, other_dimensions=True)):
            if there & set(aliases(module, name)):
                continue
            answer = subprocess.run([xceptc, "help", name], capture_output=True, text=True)
            unknown = re.search("did you mean|lists the verbs", answer.stderr)
            if answer.returncode and (unknown or "hint: " not in answer.stderr):
                problems.append(f"xceptc help {name}: no hint, or a wrong one")
            count += 1
    return problems, count


def main():
    text = PAGE.read_text(encoding="utf-8")
    parts = sections(text)
    problems, arguments = check_arguments(parts)
    problems += check_names(parts, text)
    defaults = hints = 0
    if len(sys.argv) > 1:
        more, defaults = check_defaults(parts, sys.argv[1])
        wrong, hints = check_hints(parts, sys.argv[1])
        problems += more + wrong
    for problem in problems:
        print(problem)
    print(
        f"Keras {keras.__version__}: {len(parts)} sections, {arguments} arguments, "
        f"{defaults} defaults, {hints} hints, {len(problems)} problems"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
