#!/usr/bin/env python3
"""Draws training curves as an SVG: the running mean of a column of one or more steps.csv.

    tools/plot_steps.py [--column cross_entropy] [--window 50] LABEL=steps.csv... > curve.svg
"""

import argparse
import csv

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 760, 380, 56, 44, 16
COLOURS = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"]


def running_means(path, column, window):
    with open(path, newline="") as file:
        values = [float(row[column]) for row in csv.DictReader(file)]
    total, means = 0.0, []
    for i, value in enumerate(values):
        total += value - (values[i - window] if i >= window else 0)
        means.append((i + 1, total / min(i + 1, window)))
    return means


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--column", default="cross_entropy")
    parser.add_argument("--window", type=int, default=50)
    parser.add_argument("curves", nargs="+", metavar="LABEL=FILE")
    arguments = parser.parse_args()
    curves = []
    for word in arguments.curves:
        label, path = word.split("=", 1)
        curves.append((label, running_means(path, arguments.column, arguments.window)))
    points = [point for _, curve in curves for point in curve]
    last = max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    across = lambda x: LEFT + (WIDTH - LEFT - 16) * x / last
    down = lambda y: TOP + (HEIGHT - TOP - BOTTOM) * (high - y) / ((high - low) or 1)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
          'font-family="sans-serif" font-size="12">')
    print(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>')
    for i in range(6):
        y = low + (high - low) * i / 5
        print(f'<path d="M{LEFT} {down(y):.1f}H{WIDTH - 16}" stroke="#ddd"/>'
              f'<text x="{LEFT - 6}" y="{down(y) + 4:.1f}" text-anchor="end">{y:.2f}</text>')
        x = last * i / 5
        print(f'<text x="{across(x):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{x:.0f}</text>')
    print(f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">step; {arguments.column}, '
          f"mean of {arguments.window} steps</text>")
    for i, (label, curve) in enumerate(curves):
        colour = COLOURS[i % len(COLOURS)]
        path = "L".join(f"{across(x):.1f} {down(y):.1f}" for x, y in curve)
        print(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
              f'<text x="{WIDTH - 24}" y="{TOP + 16 + 16 * i}" text-anchor="end" fill="{colour}">{label}</text>')
    print("</svg>")


if __name__ == "__main__":
    main()
