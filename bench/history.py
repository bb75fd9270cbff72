"""The history of bench/run: docs/results/history.csv, a row a measurement, oldest first.

Columns, fixed (append() refuses a file with others):

    date             of the measurement, YYYY-MM-DD, UTC
    commit           that was measured, 12 digits
    cpu              the machine's, as /proc/cpuinfo calls it
    model, threads   what trained, at batch 64
    compiler         the first line of its --version
    flags            of the C compiler
    images_s         images a second by the clock, median over the rounds
    images_cpu_s     the same by processor time
    peak_gflop_s     FMA peak of all threads, measured between the rounds
    peak_share       of it, by the clock: 0.5 is half
    peak_cpu_share   of it, by processor time
    ratio            images_s over that of the best form of PyTorch; empty without torch
    ratio_cpu        the same by processor time

Rows of one CPU, compiler and number of threads can be compared; others tell of machines.
"""

import csv
import datetime
import os
import subprocess

COLUMNS = (
    "date commit cpu model threads compiler flags images_s images_cpu_s peak_gflop_s peak_share "
    "peak_cpu_share ratio ratio_cpu"
).split()


def commit_of(root):
    """The commit of a tree without changes; ends the program where there are some: a row says which
    source was measured."""
    git = ["git", "-C", root]
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True
    )
    head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True)
    if changed.returncode != 0 or head.returncode != 0:
        raise SystemExit("--record needs the commit: this is no git checkout")
    # Rows that are waiting for their commit change nothing of what is measured.
    others = [line for line in changed.stdout.splitlines() if not line.endswith("history.csv")]
    if others:
        raise SystemExit("--record measures a commit: commit or put away\n" + "\n".join(others))
    return head.stdout.strip()[:12]


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return os.uname().machine


def row_of(commit, model, threads, compiler, flags, images, peak, shares, ratios):
    """images, shares (in percent) and ratios (None without a peer): by the clock, by processor."""
    version = subprocess.run([*compiler.split(), "--version"], capture_output=True, text=True)
    clock, processor = [f"{value:.3f}" for value in ratios] if ratios else ["", ""]
    values = [
        datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        commit,
        cpu(),
        model,
        threads,
        version.stdout.splitlines()[0] if version.stdout else compiler,
        flags,
        f"{images[0]:.1f}",
        f"{images[1]:.1f}",
        f"{peak:.1f}",
        f"{shares[0] / 100:.3f}",
        f"{shares[1] / 100:.3f}",
        clock,
        processor,
    ]
    return dict(zip(COLUMNS, values, strict=True))


def append(path, row):
    """Adds the row, and the header to a file that is new."""
    is_new = not os.path.exists(path) or os.path.getsize(path) == 0
    if not is_new:
        with open(path, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        if header != COLUMNS:
            raise SystemExit(f"{path} has other columns than bench/history.py describes")
    with open(path, "a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(row)
