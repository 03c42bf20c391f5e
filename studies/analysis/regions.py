"""Region maps: over two factors, which scenario is best where, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .effects import binned, need_filling
from .noise import FAINT, Resampled
from .reasons import Cannot
from .responses import Sample

MOST_CELLS = 6
"""Parts of the range of a factor at most, where it has no values of its own."""
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a map.

    Parameters
    ----------
    row, column : where.
    points, runs : how many design points lie in it, and runs of each scenario.
    winner : the scenario with the best mean; "" where there is none, or all are equal.
    certainty : share of resamples (points and replicates) in which it is best.
    margin, margin_low, margin_high : by how much it is better than the next best, with the 95 % interval.
    """

    row: int
    column: int
    points: int
    runs: int
    winner: str
    second: str
    certainty: float
    margin: float
    margin_low: float
    margin_high: float

    @property
    def sure(self) -> bool:
        """Whether the winner is distinguished from chance."""
        return self.certainty >= SURE


@dataclass(frozen=True, slots=True)
class Map:
    """Where which scenario wins, in one indicator, over two factors (rows and columns)."""

    indicator: str
    scenarios: tuple[str, ...]
    factors: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    places: tuple[Place, ...]

    def wins(self, scenario: str) -> tuple[int, int]:
        """Return in how many cells a scenario wins, and in how many of them surely."""
        won = [place for place in self.places if place.winner == scenario]
        return len(won), sum(place.sure for place in won)


def region_map(
    sample: Sample, indicator: str, by: tuple[str, str], seed: int = 0, resamples: int = 400
) -> Map:  # fmt: skip
    """Return the map of one indicator over two factors.

    The best is the highest where more is better, or no direction is declared, and the lowest where less is better. Other
    factors are averaged over what lies in the cell.

    Raises
    ------
    StudyError
        For one scenario only, or a design that does not fill the space.
    """
    need_filling(sample, "region maps", "区域图")
    levels = [one for one in sample.responses if one.indicator == indicator and one.against is None]
    if len(levels) < 2:
        raise Cannot("a region map compares scenarios; this study has one, or --scenario names one", "区域图用于比较方案；本研究只有一个方案，或 --scenario 只指定了一个")  # fmt: skip
    # Paired: only runs that all scenarios have.
    shared = np.isfinite(np.stack([one.values for one in levels])).all(axis=0)
    values = np.where(shared, np.stack([one.values for one in levels]), np.nan)
    most = int(np.clip(math.sqrt(len(sample.points)) / 2, 2, MOST_CELLS))
    number, labels = [], []
    for name in by:
        where, words, _ = binned(sample.column(name), sample.unit[:, sample.factors.index(name)], most)
        number.append(where)
        labels.append(tuple(words))
    direction = levels[0].better or 1
    places = []
    for row in range(len(labels[0])):
        for column in range(len(labels[1])):
            inside = np.flatnonzero((number[0] == row) & (number[1] == column) & shared.any(axis=1))
            names = [one.scenario for one in levels]
            places.append(
                _place(row, column, values[:, inside], sample.group[inside], names, direction, seed, resamples)
            )
    return Map(indicator, tuple(one.scenario for one in levels), by, labels[0], labels[1], tuple(places))


def _place(
    row: int, column: int, values: np.ndarray, group: np.ndarray, names: list[str], direction: int, seed: int, resamples: int
) -> Place:  # fmt: skip
    """Judge one cell; values (scenarios, points, replicates)."""
    points = values.shape[1]
    if points == 0:
        return Place(row, column, 0, 0, "", "", *[math.nan] * 4)
    group = np.unique(group, return_inverse=True)[1]
    draw = Resampled(int(group.max()) + 1, values.shape[2], seed, resamples)
    rows = draw.group_weights[:, group].T
    means = np.array([np.nanmean(one, axis=1).mean() for one in values])
    # What noise adds to all scenarios alike falls out of their difference; no need to estimate it.
    drawn = [(draw.means(one) * rows).sum(axis=0) / rows.sum(axis=0) for one in values]
    order = np.argsort(-direction * means, kind="stable")
    best, second = int(order[0]), int(order[1])
    runs = int(np.isfinite(values[0]).sum())
    if abs(means[best] - means[second]) <= FAINT * np.abs(means).max():
        return Place(row, column, points, runs, "", "", math.nan, 0.0, math.nan, math.nan)
    table = direction * np.array(drawn)
    certainty = float(np.mean(table[best] > np.delete(table, best, axis=0).max(axis=0)))
    low, high = np.quantile(table[best] - table[second], [0.025, 0.975])
    if runs < 2 or (np.isfinite(values[0]).any(axis=0).sum() < 2 and points < 2):
        certainty, low, high = math.nan, math.nan, math.nan
    margin = float(direction * (means[best] - means[second]))
    return Place(row, column, points, runs, names[best], names[second], certainty, margin, float(low), float(high))
