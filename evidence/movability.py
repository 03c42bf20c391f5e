"""Movability: how far levers can move what residents feel, against how much residents differ, and against what matters.

For each state, the mean over residents in the last year at the status quo with one lever at a time at either end of what it may be
(of words at each of the others), with all levers at the ends that move it down, and up, and in four scenarios. The range over single levers,
and between the two combinations, is divided by the standard deviation between residents; the range over the scenarios by the margin of the
state (`margins.MARGINS`). A state whose scenarios lie within one margin is inert here: by it these scenarios cannot be distinguished.
That is not to say that a difference is negligible, which is for the interval of a difference to show.

Hours of social workers are shares of one week: where a lever takes more, the others shrink in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..agents import Resident
from ..core.compile.compiled import kernel_hash
from ..core.rows.columns import columns_of
from ..core.text import Text
from ..model.quantities.indicators import INDICATORS
from ..model.quantities.levers import LEVERS, TIME_LEVERS
from ..runs.cache import RunCache
from ..runs.settings import Progress
from .design_points import SIZES, TINY, Arm, Job, Size, run_jobs
from .margins import MARGINS
from .observers import FELT

BASE = "status_quo"
SCENARIOS = ("status_quo", "top_down", "local_exploration", "co_governance")
BY_CASES = ("rule_fit", "true_resolution")
"""Indicators on which satisfaction is regressed over the lever points."""


@dataclass(frozen=True, slots=True)
class Movable:
    """How far one state can be moved; means are over replicates.

    Parameters
    ----------
    name : of the column of residents, or of an indicator.
    level : its mean at the status quo.
    sd : between residents; nan for a share of residents.
    single : least and greatest mean over single levers.
    movers : the levers that give these.
    combined : means with all levers at the ends that move it down, and up.
    scenarios : mean in each of `SCENARIOS`.
    """

    name: str
    level: float
    sd: float
    single: tuple[float, float]
    movers: tuple[str, str]
    combined: tuple[float, float]
    scenarios: tuple[float, ...]

    @property
    def label(self) -> Text:
        """What it is called."""
        column = columns_of(Resident).get(self.name)
        return INDICATORS[self.name].label if column is None or column.quantity is None else column.quantity.label

    @property
    def margin(self) -> float:
        """The least difference that matters."""
        return MARGINS[self.name].value

    @property
    def by_sd(self) -> tuple[float, float]:
        """Ranges over single levers and between the combinations, in standard deviations between residents."""
        return (self.single[1] - self.single[0]) / self.sd, (self.combined[1] - self.combined[0]) / self.sd

    @property
    def by_margin(self) -> float:
        """Range over the scenarios, in margins."""
        return (max(self.scenarios) - min(self.scenarios)) / self.margin

    @property
    def inert(self) -> bool:
        """Whether the scenarios lie within one margin."""
        return self.by_margin < 1.0


@dataclass(frozen=True, slots=True)
class Movability:
    """How far each state can be moved.

    Parameters
    ----------
    seed, replicates, size, quick : what was run.
    points : number of settings with one lever moved.
    rows : by state.
    explained : share of the variance of mean satisfaction over these settings that each of `BY_CASES` explains, R2 of a line.
    kernel : of the model's code.
    """

    seed: int
    replicates: int
    size: Size
    quick: bool
    points: int
    rows: tuple[Movable, ...]
    explained: Mapping[str, float]
    kernel: str


def lever_points() -> list[tuple[str, Any]]:
    """Return (lever, value) for either end of every lever, and for words each of the others, but for the default."""
    found = []
    for name, quantity in LEVERS.model.items():
        ends = quantity.choices or (_whole(quantity, quantity.low), _whole(quantity, quantity.high))
        found += [(name, value) for value in ends if value != quantity.default]
    return found


def _whole(quantity: Any, value: Any) -> Any:
    return int(value) if quantity.integer else float(value)


def together(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return lever values with the shares of the social workers' hours within one week.

    Those named keep their value as far as they fit, the others share what is left.
    """
    full = {name: float(LEVERS[name].default) for name in TIME_LEVERS}
    named = {name: float(value) for name, value in values.items() if name in full}
    wanted = sum(named.values())
    named = {name: value / max(1.0, wanted) for name, value in named.items()}
    left, rest = 1.0 - sum(named.values()), {name: value for name, value in full.items() if name not in named}
    shrink = min(1.0, max(0.0, left) / sum(rest.values())) if rest and sum(rest.values()) else 1.0
    others = {name: value * shrink * (1.0 - 1e-12) for name, value in rest.items()} if shrink < 1.0 else {}
    return {**values, **{name: value * (1.0 - 1e-12) for name, value in named.items()}, **others}


def combinations(effects: Mapping[tuple[str, Any], float]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the levers that lower a state, all at once, and those that raise it, from the effect of each alone."""
    chosen: list[dict[str, Any]] = []
    for sign in (-1.0, 1.0):
        best: dict[str, tuple[float, Any]] = {}
        for (name, value), effect in effects.items():
            if sign * effect > best.get(name, (0.0, None))[0]:
                best[name] = (sign * effect, value)
        chosen.append({name: value for name, (_, value) in best.items()})
    return chosen[0], chosen[1]


def gather(
    replicates: int = 4, seed: int = 1, *, quick: bool = False, workers: int | None = None, progress: Progress | None = None,
    kept: RunCache | None = None, levers: Sequence[str] | None = None,
) -> Movability:  # fmt: skip
    """Run all settings and return how far each state can be moved.

    Parameters
    ----------
    replicates : runs of each setting, on common random numbers.
    quick : tiny districts; nothing means anything then.
    levers : those that are moved; all by default.
    """
    size = (TINY if quick else SIZES)["default"]

    def means(arms: Sequence[Arm]) -> list[Mapping[str, float]]:
        jobs = [Job(arm, "felt", replicates) for arm in arms]
        seen = run_jobs(jobs, seed, workers, progress, kept)
        runs = [seen[arm, "felt"] for arm in arms]
        return [{name: float(np.mean([run[name] for run in one])) for name in one[0]} for one in runs]

    points = [point for point in lever_points() if levers is None or point[0] in levers]
    arms = [Arm.of(name, {}, size) for name in SCENARIOS]
    arms += [Arm.of(BASE, together({name: value}), size) for name, value in points]
    found = means(arms)
    scenarios, single = found[: len(SCENARIOS)], found[len(SCENARIOS) :]
    base = scenarios[SCENARIOS.index(BASE)]
    names = [name for name in FELT if name in base]
    pairs = {}
    for name in names:
        effects = {point: one[name] - base[name] for point, one in zip(points, single, strict=True)}
        pairs[name] = [Arm.of(BASE, together(values), size) for values in combinations(effects)]
    ends = dict.fromkeys(arm for pair in pairs.values() for arm in pair)
    ended = dict(zip(ends, means(list(ends)), strict=True))
    rows = []
    for name in names:
        values = [(base[name], ""), *((one[name], point[0]) for point, one in zip(points, single, strict=True))]
        low, high = (
            min(values, key=_mean),
            max(values, key=_mean),
        )  # the status quo, which is first, where nothing moves it
        down, up = (ended[arm][name] for arm in pairs[name])
        rows.append(
            Movable(
                name, base[name], base.get(f"sd.{name}", np.nan), (low[0], high[0]), (low[1], high[1]), (down, up),
                tuple(one[name] for one in scenarios),
            )
        )  # fmt: skip
    explained = {
        name: r_squared([one[name] for one in (base, *single)], [one["satisfaction"] for one in (base, *single)])
        for name in BY_CASES
    }
    return Movability(seed, replicates, size, quick, len(points), tuple(rows), explained, kernel_hash())


def _mean(one: tuple[float, str]) -> float:
    return round(one[0], 6)  # 32-bit columns


def r_squared(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the share of the variance of y that a line on x explains; nan where either does not vary.

    Examples
    --------
    >>> round(r_squared([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]), 12)
    1.0
    """
    a, b = np.asarray(x, float), np.asarray(y, float)
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    if len(a) < 2 or not np.ptp(a) or not np.ptp(b):
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1] ** 2)
