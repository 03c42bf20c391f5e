"""PRIM boxes: where in the space of the factors do runs reach something? (Friedman & Fisher 1999; Bryant & Lempert 2010.)

A box is found on one half of the points and judged on the other half: all runs of a point are on the same side, so
coverage and density on held-out runs are of places the search never saw. On the path of boxes that PRIM peels, the one with the highest
harmonic mean of coverage and density on the training runs is taken; restrictions that chance explains (quasi-p
above 0.05) are dropped.
"""

from __future__ import annotations

import contextlib
import logging
import math
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.extras import install
from ...core.text import Text
from ..errors import StudyError
from .effects import need_filling
from .noise import Resampled
from .reasons import Cannot
from .responses import Response, Sample

FEWEST = 20
"""Points (or sets drawn together) below which no box is looked for."""
LARGEST_P = 0.05
_RULE = re.compile(r"\s*([^<>=]+?)\s*([<>])\s*([^<>=\s]+)\s*")


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as a success: a response above or below a value."""

    above: bool
    value: float

    @property
    def sign(self) -> str:
        """The sign between name and value."""
        return ">" if self.above else "<"


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of a box: a range of a factor, or words of a choice; None: open on that side."""

    factor: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a box does on some runs.

    Parameters
    ----------
    coverage, density : share of successes that lie in the box, and of runs in the box that are successes.
    coverage_low, coverage_high, density_low, density_high : 95 % intervals over points and replicates.
    base : share of successes among all of these runs.
    runs, inside : how many runs there are, and how many of them lie in the box.
    """

    coverage: float
    density: float
    coverage_low: float
    coverage_high: float
    density_low: float
    density_high: float
    base: float
    runs: int
    inside: int

    @property
    def holds(self) -> bool:
        """Whether successes are clearly denser in the box than among all runs."""
        return self.density_low > self.base


@dataclass(frozen=True, slots=True)
class Box:
    """A box, as found and as judged; without limits: none was found."""

    rule: Rule
    limits: tuple[Limit, ...]
    trained: Quality
    held_out: Quality
    path: tuple[tuple[float, float], ...]
    """(coverage, density) on training runs of the boxes peeled, from all to the smallest."""

    @property
    def holds(self) -> bool:
        """Whether there is a box that holds on runs that it was not found on."""
        return bool(self.limits) and self.held_out.holds


def read_rule(given: str) -> tuple[str, Rule]:
    """Return (indicator, rule) of a text like `satisfaction>0.6`; names are written as they are everywhere else.

    Raises
    ------
    StudyError
        If it is not written like that, or the value is no finite number. Whether the indicator exists is for others to say.
    """
    found = _RULE.fullmatch(given)
    value = math.nan
    if found is not None:
        with contextlib.suppress(ValueError):
            value = float(found[3]) if "_" not in found[3] else math.nan
    if found is None or not math.isfinite(value):
        raise StudyError(
            Text(
                f"--threshold {given!r} is not written as NAME>NUMBER or NAME<NUMBER, as 'satisfaction>0.6' or 'case_time<2'",
                f"--threshold {given!r} 写法有误，应为 名称>数 或 名称<数，例如 'satisfaction>0.6' 或 'case_time<2'",
            )
        )
    return found[1], Rule(found[2] == ">", value)


def default_rule(response: Response) -> Rule:
    """Return what counts as a success unless something is said: better than the baseline, or the best quarter of runs."""
    above = response.better >= 0
    if response.against is not None:
        return Rule(above, 0.0)
    return Rule(above, float(f"{np.nanquantile(response.values, 0.75 if above else 0.25):.3g}"))


@contextlib.contextmanager
def _calm() -> Iterator[None]:
    """Keep what the library says of its own optional parts, and of pandas, from the user; keep its logging out."""
    logger = logging.getLogger("EMA")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def prim(sample: Sample, response: Response, rule: Rule | None = None, seed: int = 0) -> Box:
    """Return the box of a response; one without limits where nothing can be found.

    Raises
    ------
    StudyError
        If the design does not fill the space, or is too small; if the library is missing.
    """
    need_filling(sample, "boxes", "PRIM 盒")
    rule = default_rule(response) if rule is None else rule
    groups = np.unique(sample.group)
    if len(groups) < FEWEST:
        raise Cannot(
            f"the design has {len(groups)} points that were drawn by themselves; boxes need at least {FEWEST}, half of them to judge by",
            f"设计中有 {len(groups)} 个独立抽取的点；寻找盒至少需要 {FEWEST} 个，其中一半用于检验",
        )
    order = np.random.default_rng([seed, 202]).permutation(groups)
    training = np.isin(sample.group, order[: (len(order) + 1) // 2])
    success = np.where(np.isfinite(response.values), (response.values > rule.value) == rule.above, False)
    success &= response.values != rule.value
    seen = np.isfinite(response.values)
    limits, path = _search(sample, success, seen, training)
    inside = _inside(sample, limits)
    judged = [_quality(sample, success, seen, inside, side, seed) for side in (training, ~training)]
    return Box(rule, limits, judged[0], judged[1], path)


def _frame(sample: Sample, rows: np.ndarray) -> Any:
    import pandas as pd

    columns = {}
    for name in sample.factors:
        values = sample.column(name)
        numbers = all(isinstance(value, int | float) for value in values)
        columns[name] = np.array(values, dtype=np.float64 if numbers else object)[rows]
    return pd.DataFrame(columns)


def _search(
    sample: Sample, success: np.ndarray, seen: np.ndarray, training: np.ndarray
) -> tuple[tuple[Limit, ...], tuple[tuple[float, float], ...]]:
    """Return the limits of the best box on the training runs, and the path of boxes."""
    rows, replicates = np.nonzero(seen & training[:, None])
    y = success[rows, replicates]
    if not 0 < y.sum() < len(y):
        return (), ()
    with _calm():
        try:
            from ema_workbench.analysis.prim import Prim
        except ImportError:
            raise Cannot(f"boxes need the EMA workbench: {install('discovery')}", f"寻找盒需要 EMA workbench：{install('discovery')}") from None  # fmt: skip
        x = _frame(sample, rows)
        box = Prim(x, y.astype(int), peel_alpha=0.05, mass_min=0.05).find_box()
        if box is None:
            return (), ()
        trace = box.peeling_trajectory
        coverage, density = trace["coverage"].to_numpy(float), trace["density"].to_numpy(float)
        best = int(np.argmax(2 * coverage * density / np.maximum(coverage + density, 1e-300)))
        chances, lims = box.p_values[best], box.box_lims[best]
        whole = box.box_lims[0]
    limits = []
    for name, chance in chances.items():
        limit = _limit(str(name), list(lims[name]), list(whole[name]), list(chance))
        limits += [] if limit is None else [limit]
    order = {name: k for k, name in enumerate(sample.factors)}
    limits.sort(key=lambda one: order[one.factor])
    return tuple(limits), tuple(zip(coverage.tolist(), density.tolist()))


def _limit(name: str, found: list[Any], whole: list[Any], chance: list[float]) -> Limit | None:
    """Return the sides of a restriction that chance does not explain; None where there is none."""
    if isinstance(found[0], set | frozenset):
        return Limit(name, words=tuple(sorted(map(str, found[0])))) if max(chance) < LARGEST_P else None
    low, high = (
        float(end) if float(end) != float(open_end) and one < LARGEST_P else None
        for end, open_end, one in zip(found, whole, chance)
    )
    return None if low is None and high is None else Limit(name, low, high)


def _inside(sample: Sample, limits: tuple[Limit, ...]) -> np.ndarray:
    """Return which points lie in the box, bool (points)."""
    inside = np.ones(len(sample.points), dtype=bool)
    for limit in limits:
        values = sample.column(limit.factor)
        if limit.words:
            inside &= np.array([value in limit.words for value in values])
            continue
        numbers = np.array(values, dtype=np.float64)
        inside &= (numbers >= (-math.inf if limit.low is None else limit.low)) & (
            numbers <= (math.inf if limit.high is None else limit.high)
        )
    return inside


def _quality(
    sample: Sample, success: np.ndarray, seen: np.ndarray, inside: np.ndarray, side: np.ndarray, seed: int
) -> Quality:  # fmt: skip
    """Return coverage and density of a box on the runs of some points."""
    group = np.unique(sample.group[side], return_inverse=True)[1]
    hits, runs, within = success[side].astype(float), seen[side].astype(float), inside[side].astype(float)
    draw = Resampled(int(group.max()) + 1, hits.shape[1], seed)
    rows = draw.group_weights[:, group].T
    drawn = [(within[:, None] * rows * (table @ draw.weights.T)).sum(axis=0) for table in (hits, runs)]
    drawn_all = (rows * (hits @ draw.weights.T)).sum(axis=0)
    good, held = float((hits * within[:, None]).sum()), float((runs * within[:, None]).sum())
    all_good, all_runs = float(hits.sum()), float(runs.sum())
    coverage = _bounds(drawn[0], drawn_all)
    density = _bounds(drawn[0], drawn[1])
    return Quality(
        good / all_good if all_good else math.nan, good / held if held else math.nan, *coverage, *density,
        all_good / all_runs if all_runs else math.nan, int(all_runs), int(held),
    )  # fmt: skip


def _bounds(above: np.ndarray, below: np.ndarray) -> tuple[float, float]:
    some = below > 0
    if not some.any():
        return math.nan, math.nan
    low, high = np.quantile(above[some] / below[some], [0.025, 0.975])
    return float(low), float(high)
