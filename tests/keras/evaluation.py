"""Records what the real Keras's evaluate() says of a model with smoothed labels and regularizers.

    python evaluation.py        recorded/evaluations.txt

Networks, weights and batches are record.py's, of the first step. The line of a network:

    NETWORK images loss cross_entropy accuracy

where loss is what Keras reports, with smoothed labels and the regularizers' part, and cross_entropy
the metric of that name with the labels as they are.
"""

import keras
import tensorflow as tf

import counter_hash
import record

NETWORKS = ["plain_sgd", "plain_adam", "plain_adamw"]


def evaluate(case):
    model = record.Trainer(case).model
    images, labels = record.images_and_labels(model, case.batch, 0)
    targets = keras.utils.to_categorical(labels, model.output_shape[-1])
    model.compile(
        loss=keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=case.label_smoothing
        ),
        metrics=[keras.metrics.CategoricalCrossentropy(from_logits=True), "accuracy"],
    )
    targets = tf.constant(targets, tf.float64)
    found = model.evaluate(images, targets, batch_size=case.batch, verbose=0)
    return [case.batch, *map(float, found)]


def main():
    counter_hash.check()
    keras.config.set_floatx("float64")
    cases = {}
    for module in record.modules():
        cases.update(getattr(module, "CASES", {}))
    scripts = {record.script_of(cases[name].build) for name in NETWORKS} | {"evaluation.py"}
    lines = ["keras evaluations 1", *record.versions_and_scripts(sorted(scripts))]
    for name in NETWORKS:
        lines.append(" ".join([name, *map(repr, evaluate(cases[name]))]))
        print(lines[-1], flush=True)
    (record.HERE / "recorded" / "evaluations.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
