"""What constants that were set by trial are set to, measured now: `python -m cogov.tests.support.calibrated` prints the figures for their notes.

A note says `0.52 at 8 x 400, 0.60 at 8 x 4,200`: what was measured with eight communities of 400 and of 4,200 residents, at
defaults, in the fifth year; `0.47 to 0.79` is a figure without measurement (`kpi_power` 0) and one with it, `0.40 and 0.41` are two figures. test_calibrated.py measures again.
"""

import re
import sys

import numpy as np
from cogov.model.model import CommunityModel
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT

SIZES = {"8 x 400": 400, "8 x 4,200": 4200}
WEEKS, YEAR = 260, 52
FIGURE = re.compile(r"(\d[\d.]*(?: (?:to|and) \d[\d.]*)?) at (8 x 400|8 x 4,200)")

# Constant or condition: the figures of its note, in their order.
NOTES = {
    "voice_base": ("told",),
    "learning_everyday": ("awareness", "clarity"),
    "help_base": ("trust_neighbours",),
    "case_posts": ("utilisation",),
    "tie_rate": ("mean_building_ties",),
    "hours_baseline": ("hours",),
    "dispute_rate": ("mediations",),
}


def one_run(size, seed, **levers):
    """The fifth year of a run at defaults."""
    model = CommunityModel(scenario=None, residents=8 * SIZES[size], communities=8, rng=seed, levers=levers)
    model.run_for(WEEKS)
    last = model.measures.iloc[-YEAR:].sum()
    found = model.summary(weeks=YEAR)
    return {**found, "told": last.reported / last.problems, "hours": found["volunteer_hours"] / YEAR}


def measured(size, seeds):
    """Mean and standard error of every figure: {name: (mean, error)}."""
    runs = [one_run(size, seed) for seed in seeds]
    without = [one_run(size, seed, kpi_power=0.0)["reported_resolution"] for seed in seeds]
    names = {name for figures in NOTES.values() for name in figures}
    values = {name: without if name.endswith(" without") else [run[name] for run in runs] for name in names}
    return {name: (float(np.mean(x)), float(np.std(x, ddof=1) / np.sqrt(len(x)))) for name, x in values.items()}


def figures_of(name):
    """The figures in the note of a constant or condition: {size: [text, ...]}."""
    source = (CONSTANTS if name in CONSTANTS else ENVIRONMENT)[name].source.en
    found = {size: [] for size in SIZES}
    for words, size in FIGURE.findall(source):
        found[size] += re.split(" to | and ", words)
    return found


def main():
    for size, count in (("8 x 400", 24), ("8 x 4,200", 6)):
        found = measured(size, range(1, count + 1))
        for name, figures in NOTES.items():
            shown = ", ".join(f"{figure} {found[figure][0]:.4g} ± {found[figure][1]:.2g}" for figure in figures)
            sys.stdout.write(f"{name} at {size}: {shown}; in the note: {', '.join(figures_of(name)[size]) or 'none'}\n")


if __name__ == "__main__":
    import cogov.scenarios  # noqa: F401

    main()
