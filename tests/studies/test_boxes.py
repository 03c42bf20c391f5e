"""PRIM boxes against a second way: the published peeling written out in a few lines, and its counts taken from the table of runs."""

import math

import numpy as np
import pytest
from cogov.studies.analysis import sample_of
from cogov.studies.analysis.boxes import LARGEST_P, Rule, prim
from cogov.tests.studies.test_analysis import made
from cogov.tests.support import synthetic_studies
from scipy.stats import binom

ALPHA, LEAST = 0.05, 0.05  # cut off at a time, and share of the runs that a box keeps


def edge(values, share):
    """Middle between the two order statistics about a share of the values, or about the next smaller group of equal ones."""
    values, place = np.sort(values), (len(values) - 1) * share
    low, high = math.floor(place), math.ceil(place)
    while values[low] == values[high] and (low > 0 if share > 0.5 else high < len(values) - 1):
        low, high = (low - 1, high) if share > 0.5 else (low, high + 1)
    return (values[low] + values[high]) / 2


def peeled(x, y):
    """Every box of the path, from all to the smallest, as [(low, high)] by factor: greatest gain of density for what it loses."""
    box = [(-math.inf, math.inf)] * x.shape[1]
    path = [box]
    while True:
        inside = within(x, box)
        best = None
        for j in range(x.shape[1]):
            for side in (1, 0):
                end = edge(x[inside, j], 1 - ALPHA if side else ALPHA)
                cut = [*box[:j], (box[j][0], end) if side else (end, box[j][1]), *box[j + 1 :]]
                left = within(x, cut)
                lost = inside.sum() - left.sum()
                gain = (y[left].mean() - y[inside].mean()) / lost if lost and left.any() else 0.0
                free = sum(one == (-math.inf, math.inf) for one in cut)
                if best is None or (gain, free) > best[:2]:
                    best = gain, free, cut, left
        if best[0] <= 0 or best[3].mean() < LEAST:
            return path
        box = best[2]
        path.append(box)


def within(x, box):
    return np.all([(x[:, j] >= low) & (x[:, j] <= high) for j, (low, high) in enumerate(box)], axis=0)


def quality(x, y, box):
    inside = within(x, box)
    return y[inside].sum() / y.sum(), y[inside].mean()


def chance(x, y, box, j, side):
    """Binomial chance of so many successes in the box if one of its sides were nothing but luck (Bryant & Lempert 2010)."""
    inside = y[within(x, box)]
    open_end = (-math.inf, box[j][1]) if side == 0 else (box[j][0], math.inf)
    without = y[within(x, [*box[:j], open_end, *box[j + 1 :]])]
    return binom.sf(inside.sum() - 1, len(inside), without.mean())


@pytest.mark.parametrize(
    ("runner", "value"),
    [(synthetic_studies.planted, 0.7), (synthetic_studies.linear, 3.0), (synthetic_studies.linear, 1.5)],
)
def test_boxes_are_those_of_the_published_peeling(tmp_path, runner, value):
    study = made(tmp_path / "a", runner, "sobol", 128, replicates=2)
    sample = sample_of(study)
    found = prim(sample, sample.response("satisfaction", "status_quo"), Rule(True, value), seed=1)
    runs = study.runs
    training = np.isin(runs["point"], np.random.default_rng([1, 202]).permutation(128)[:64])
    x, y = runs[list(sample.factors)].to_numpy(), (runs["satisfaction"] > value).to_numpy()
    assert 0.05 < y.mean() < 0.6
    path = peeled(x[training], y[training])
    qualities = [quality(x[training], y[training], box) for box in path]
    np.testing.assert_allclose(found.path[: len(path)], qualities, rtol=1e-12)
    assert len(found.path) <= len(path) + 1, "peeling, and at most one pasting"
    best = path[int(np.argmax([c * d / (c + d) for c, d in found.path]))]
    expected = {}
    for j, name in enumerate(sample.factors):
        for side in (0, 1):
            if math.isfinite(best[j][side]) and chance(x[training], y[training], best, j, side) < LARGEST_P:
                expected[name, side] = best[j][side]
    limits = {
        (one.factor, side): end
        for one in found.limits
        for side, end in enumerate((one.low, one.high))
        if end is not None
    }
    assert limits == pytest.approx(expected)
    assert limits
    kept = [tuple(limits.get((name, side), (-math.inf, math.inf)[side]) for side in (0, 1)) for name in sample.factors]
    for judged, side in ((found.trained, training), (found.held_out, ~training)):
        assert (judged.coverage, judged.density) == pytest.approx(quality(x[side], y[side], kept))
        assert judged.base == pytest.approx(y[side].mean())
        assert (judged.runs, judged.inside) == (128, within(x[side], kept).sum())
        assert judged.coverage_low <= judged.coverage <= judged.coverage_high
        assert judged.density_low <= judged.density <= judged.density_high
