"""Does our loss after the first steps lie within what Keras's seeds give?

    python compare_steps.py --keras keras_seed*.csv --ours RUN/steps.csv...

Reads the column `loss` (the total, with L2) of step logs, takes each one's mean over the last
twenty of the first 200 steps, and demands that the mean of ours lies within the range of Keras's.
"""

import argparse
import csv
import sys

FIRST, LAST = 181, 200


def mean_loss(path):
    with open(path, newline="") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    if len(losses) < LAST:
        raise SystemExit(f"{path}: only {len(losses)} steps")
    chosen = losses[FIRST - 1 : LAST]
    return sum(chosen) / len(chosen)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keras", nargs="+", required=True)
    parser.add_argument("--ours", nargs="+", required=True)
    arguments = parser.parse_args()
    print(f"mean total loss over steps {FIRST} to {LAST}")
    means = {"keras": [], "ours": []}
    for side, found in means.items():
        for path in getattr(arguments, side):
            found.append(mean_loss(path))
            print(f"  {side:5} {found[-1]:.4f}  {path}")
    low, high = min(means["keras"]), max(means["keras"])
    ours = sum(means["ours"]) / len(means["ours"])
    inside = low <= ours <= high
    print(f"ours {ours:.4f} is {'within' if inside else 'OUTSIDE'} {low:.4f} to {high:.4f}")
    sys.exit(0 if inside else 1)


if __name__ == "__main__":
    main()
