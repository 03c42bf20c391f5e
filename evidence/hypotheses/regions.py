"""Where which regime wins: a grid over complexity, similarity, horizon, homophily and the share of higher-tier cases.

At each point all regimes are run on the same seeds. The winner of a cell is clear where its paired differences from
every rival leave zero out, with 95 % shared by the rivals of the cell; of many cells some are clear by chance. So what
is said of a regime, that somewhere it loses or wins, is found on the grid and then put to the test at that one place
on fresh seeds, with 95 % shared by all such tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from ...model.quantities.indicators import INDICATORS
from ...runs.intervals import Interval, interval
from ...runs.settings import replicate_seed
from ..design_points import Arm, Job, Size
from ..observers import horizon_weeks

FAVOURITES = ("top_down", "local_exploration", "co_governance")
CRITERIA = ("satisfaction", "true_resolution")
AXES = ("complexity", "similarity", "homophily", "cross_tier")

TRIES = 3
"""Points that are looked at again on fresh seeds, for each regime, criterion and direction."""

Grid = Mapping[str, Sequence[Any]]
Seen = Mapping[tuple[Arm, str], Sequence[np.ndarray]]
FULL_GRID: Grid = {
    "complexity": (0, 1, 2, 4, 6),
    "similarity": (0.1, 0.4, 0.7, 0.9, 1.0),
    "homophily": (0.0, 0.6),
    "cross_tier": (0.0, 0.15, 0.4),
}
QUICK_GRID: Grid = {
    "complexity": (0, 2, 5), "similarity": (0.2, 0.9), "homophily": (0.0, 0.6), "cross_tier": (0.0, 0.4),
}  # fmt: skip


class Certainty(StrEnum):
    """How sure the winner of a cell is."""

    CLEAR = "clear"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Cell:
    """A point of the map at one horizon, by one criterion.

    Parameters
    ----------
    point : values by name.
    means : by regime.
    winner : regime of the highest mean.
    margin : its paired difference from the runner-up, 95 % shared by its rivals.
    best_rival : for each regime, the best of the others.
    lead, error : mean paired difference of each regime from the best of the others, and its standard error.
    """

    point: Mapping[str, Any]
    weeks: int
    criterion: str
    means: Mapping[str, float]
    winner: str
    certainty: Certainty
    margin: Interval
    best_rival: Mapping[str, str]
    lead: Mapping[str, float]
    error: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """One place of the map looked at again, on seeds the search has not seen.

    Parameters
    ----------
    regime, rival : who is compared there; the rival is the best of the others on the grid.
    wins : whether the place was chosen because the regime leads there most; else because it trails most.
    searched : mean difference on the grid, which the choice makes look larger than it is.
    fresh : paired difference on fresh seeds, regime less rival; 95 % shared by all trials.
    """

    regime: str
    rival: str
    criterion: str
    point: Mapping[str, Any]
    weeks: int
    wins: bool
    searched: float
    fresh: Interval

    @property
    def confirmed(self) -> bool:
        """Whether the fresh seeds say the same, clearly."""
        return self.fresh.clear and (self.fresh.mean > 0) == self.wins and (self.searched > 0) == self.wins


@dataclass(frozen=True, slots=True)
class Regions:
    """The map, and what was confirmed of it."""

    grid: Grid
    size: Size
    replicates: int
    cells: tuple[Cell, ...]
    trials: tuple[Trial, ...] = ()

    @property
    def horizons(self) -> tuple[int, ...]:
        """Weeks at which the map was looked at."""
        return horizon_weeks(self.size.weeks)

    @property
    def points(self) -> int:
        """Points of the grid."""
        return int(np.prod([len(values) for values in self.grid.values()]))

    def at(self, criterion: str, weeks: int, **point: Any) -> Cell:
        """Return one cell."""
        return next(
            cell
            for cell in self.cells
            if cell.criterion == criterion and cell.weeks == weeks and dict(cell.point) == point
        )

    def count(self, regime: str, criterion: str) -> tuple[int, int]:
        """Return how many cells a regime leads, and how many of these clearly."""
        led = [cell for cell in self.cells if (cell.winner, cell.criterion) == (regime, criterion)]
        return len(led), sum(cell.certainty is Certainty.CLEAR for cell in led)

    def trial(self, regime: str, criterion: str, wins: bool) -> Trial | None:
        """Return the clearest of the trials of a regime: a confirmed one if there is any; None where none was made."""
        made = [one for one in self.trials if (one.regime, one.criterion, one.wins) == (regime, criterion, wins)]
        return max(made, key=lambda one: (one.confirmed, one.fresh.mean if wins else -one.fresh.mean), default=None)

    def table(self) -> pd.DataFrame:
        """Return every cell as a row."""
        rows = []
        for cell in self.cells:
            rows.append(
                {
                    **cell.point, "weeks": cell.weeks, "criterion": cell.criterion, "winner": cell.winner,
                    "certainty": cell.certainty.value, "margin": cell.margin.mean, "margin_low": cell.margin.low,
                    "margin_high": cell.margin.high, **cell.means, "replicates": cell.margin.count,
                }
            )  # fmt: skip
        return pd.DataFrame(rows)


def _points(grid: Grid) -> list[dict[str, Any]]:
    return [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]


def _arm(point: Mapping[str, Any], regime: str, size: Size) -> Arm:
    return Arm.of(regime, point, size)


def jobs(grid: Grid, size: Size, replicates: int) -> list[Job]:
    """Return all runs the map needs."""
    return [Job(_arm(point, regime, size), "horizons", replicates) for point in _points(grid) for regime in FAVOURITES]


def draw_up(seen: Seen, grid: Grid, size: Size, replicates: int) -> Regions:
    """Return the map from what was seen: by (arm, "horizons"), replicates of 3 x indicators."""
    cells = [
        cell(point, week, criterion, _values(seen, point, FAVOURITES, size, look, criterion))
        for point in _points(grid)
        for look, week in enumerate(horizon_weeks(size.weeks))
        for criterion in CRITERIA
    ]
    return Regions(grid, size, replicates, tuple(cells))


def _values(
    seen: Seen, point: Mapping[str, Any], regimes: Sequence[str], size: Size, look: int, criterion: str
) -> dict[str, np.ndarray]:
    at = list(INDICATORS).index(criterion)
    return {regime: np.stack(seen[_arm(point, regime, size), "horizons"])[:, look, at] for regime in regimes}


def cell(point: Mapping[str, Any], weeks: int, criterion: str, values: Mapping[str, np.ndarray]) -> Cell:
    """Return one cell; `values` by regime, one number a replicate."""
    means = {regime: float(np.nanmean(found)) for regime, found in values.items()}
    order = sorted(means, key=lambda regime: -means[regime])
    winner, rivals = order[0], order[1:]
    apart = [interval(values[winner] - values[rival], shared_by=len(rivals)) for rival in rivals]
    certainty = Certainty.CLEAR if all(one.low > 0 for one in apart) else Certainty.OPEN
    best = {regime: next(other for other in order if other != regime) for regime in means}
    lead = {regime: means[regime] - means[best[regime]] for regime in means}
    error = {one: float(np.std(values[one] - values[best[one]], ddof=1) / len(values[one]) ** 0.5) for one in means}
    return Cell(point, weeks, criterion, means, winner, certainty, apart[0], best, lead, error)


def places_to_try(found: Regions) -> list[tuple[str, Cell, bool]]:
    """Return where each regime leads most and where it trails most, by each criterion: (regime, cell, wins).

    For each of these the most promising points of the grid, each at its most promising horizon: by the lead over its
    standard error, which few replicates leave so uncertain that the median error of all cells is added to it.
    """
    chosen = []
    for criterion in CRITERIA:
        cells = [one for one in found.cells if one.criterion == criterion]
        for regime in FAVOURITES:
            for wins in (True, False):
                usual = float(np.median([one.error[regime] for one in cells]))
                scores = [
                    one.lead[regime] / (one.error[regime] + usual) if usual else one.lead[regime] for one in cells
                ]
                best_first = np.argsort(scores, kind="stable")[:: -1 if wins else 1]
                order = [cells[k] for k in best_first.tolist()]
                points: dict[tuple[Any, ...], Cell] = {}
                for one in order:
                    points.setdefault(tuple(one.point.values()), one)
                chosen += [(regime, one, wins) for one in list(points.values())[:TRIES]]
    return chosen


def trial_jobs(found: Regions, replicates: int) -> list[Job]:
    """Return the runs that put these places to the test."""
    return [
        Job(_arm(one.point, name, found.size), "horizons", replicates)
        for regime, one, _ in places_to_try(found)
        for name in (regime, one.best_rival[regime])
    ]


def with_trials(found: Regions, seen: Seen) -> Regions:
    """Return the map with its trials, from runs on fresh seeds."""
    chosen = places_to_try(found)
    trials = []
    for regime, one, wins in chosen:
        rival = one.best_rival[regime]
        look = found.horizons.index(one.weeks)
        values = _values(seen, one.point, (regime, rival), found.size, look, one.criterion)
        fresh = interval(values[regime] - values[rival], shared_by=len(chosen))
        trials.append(Trial(regime, rival, one.criterion, one.point, one.weeks, wins, one.lead[regime], fresh))
    return replace(found, trials=tuple(trials))


def fresh_seed(seed: int) -> int:
    """Return the seed of the study from which the seeds of trials follow."""
    return replicate_seed(seed, 2_000_000_011)
