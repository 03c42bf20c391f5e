"""Where a finding fails: a box in one or two quantities, and what it is worth on futures it was not made from.

Scenario discovery after Bryant & Lempert (2010, *Technological Forecasting and Social Change* 77, 34-49), kept small
enough for some ten failures: sides stand at tenths of a range, boxes have one quantity (with one or two sides) or two
(with one side each), and the box is taken in which failing is concentrated most (the phi coefficient of being inside
and failing). What keeps chance from being reported as a condition:

- *p*: how often a box this good is found when the failures are shuffled among the futures, all boxes tried again.
  The search is part of what is repeated, so that its freedom is paid for; one quantity and two share the error.
- *held out*: the futures are split into five folds; boxes found on four are judged on the fifth.
- over all findings looked at, p is Holm's, so that at most one set of findings in twenty in which nothing has a
  condition is said to have any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from .sampling import Range

LARGEST_P = 0.05
FEWEST = 3
"""Failures (or successes, where these are fewer) below which nothing is looked for: no split of them could be distinguished from chance."""
SHUFFLES, FOLDS, CUTS = 999, 5, 10
BETTER_BY = 0.05
"""By how much a second quantity must raise the mean of held-out coverage and density to be reported."""
_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of a box in one quantity, or both; None: open on that side; `words`: the words of a choice inside."""

    name: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()

    def holds(self, value: Any) -> bool:
        """Whether a value lies inside."""
        if self.words:
            return value in self.words
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a finding fails (or, where it fails in most futures, where alone it holds).

    Parameters
    ----------
    scenario, indicator : of the finding.
    kind : "fails" or "holds": what is gathered in the box.
    limits : the box, one or two quantities; empty if no condition was found.
    p : chance of a box this good if failing had nothing to do with what varies; of all findings together (Holm).
    coverage, density : share of these futures that lie in the box; of futures in the box that are of the kind.
    held_coverage, held_density : the same where boxes are judged by futures that they were not made from.
    cases, inside, count : futures of the kind, in the box, in all.
    reason : "" for a condition; "always" (it never fails), "never" (it never holds), "few" (too few to decide), "none" (no
        box better than chance), "no finding" (nothing at the declared values that could fail).
    """

    scenario: str
    indicator: str
    kind: str = "fails"
    limits: tuple[Limit, ...] = ()
    p: float = np.nan
    coverage: float = np.nan
    density: float = np.nan
    held_coverage: float = np.nan
    held_density: float = np.nan
    cases: int = 0
    inside: int = 0
    count: int = 0
    reason: str = ""

    @property
    def found(self) -> bool:
        """Whether there is a condition to report."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Boxes of one kind: which futures lie in each, float32 boxes x futures, and their limits."""

    members: np.ndarray
    limits: Sequence[tuple[Limit, ...]]


class Search:
    """Looks for boxes in a set of futures.

    Parameters
    ----------
    ranges : what varies.
    points : the values of each future.
    seed : of the shuffles and folds.
    """

    def __init__(self, ranges: Sequence[Range], points: Sequence[Mapping[str, Any]], seed: int) -> None:
        self.ranges, self.points, self.seed = ranges, points, seed
        self._nulls: dict[tuple[int, bytes], list[np.ndarray]] = {}

    @cached_property
    def boxes(self) -> tuple[_Boxes, _Boxes]:
        """All boxes of one quantity, and of two."""
        sides = [_sides(one) for one in self.ranges]
        single = [limit for one in sides for limit in (*one, *_between(one))]
        coarse = [_sides(one, step=2) for one in self.ranges]
        pairs = [
            (a, b) for k, one in enumerate(coarse) for other in coarse[k + 1 :] for a in one for b in other
        ]  # fmt: skip
        inside = {limit: self._inside(limit) for limit in dict.fromkeys([*single, *(x for one in coarse for x in one)])}
        first = self._distinct([(limit,) for limit in single], [inside[limit] for limit in single])
        second = self._distinct(pairs, [inside[a] & inside[b] for a, b in pairs])
        return first, second

    def _inside(self, limit: Limit) -> np.ndarray:
        return np.array([limit.holds(point[limit.name]) for point in self.points], dtype=bool)

    def _distinct(self, limits: Sequence[tuple[Limit, ...]], members: Sequence[np.ndarray]) -> _Boxes:
        """Keep one of the boxes that hold the same futures, and none that holds all or fewer than two."""
        kept: dict[bytes, int] = {}
        for place, inside in enumerate(members):
            if 2 <= inside.sum() < inside.size:
                kept.setdefault(np.packbits(inside).tobytes(), place)
        places = list(kept.values())
        table = np.array([members[place] for place in places], dtype=np.float32).reshape(len(places), len(self.points))
        return _Boxes(table, [limits[place] for place in places])

    def look(self, scenario: str, indicator: str, holds: np.ndarray) -> Condition:
        """Return where a finding fails, with its own p; `together` makes it that of all findings.

        Parameters
        ----------
        holds : whether it holds, 1.0 or 0.0, nan where there is nothing to judge; one for each future.
        """
        seen = np.isfinite(holds)
        count, good = int(seen.sum()), int(np.nansum(holds))
        bad = count - good
        kind, cases = ("fails", bad) if bad <= good else ("holds", good)
        blank = Condition(scenario, indicator, kind, cases=cases, count=count)
        if cases == 0:
            return replace(blank, reason="always" if good else "never")
        if cases < FEWEST:
            return replace(blank, reason="few")
        labels = np.where(seen, (holds == 0) if kind == "fails" else (holds == 1), False)
        return self._judged(blank, labels.astype(np.float32), seen)

    def _judged(self, blank: Condition, labels: np.ndarray, seen: np.ndarray) -> Condition:
        found = []
        for boxes, null in zip(self.boxes, self._null(int(labels.sum()), seen), strict=True):
            if not len(boxes.limits):
                continue
            scores = _scores(boxes.members[:, seen], labels[seen, None])[:, 0]
            best = int(np.argmax(scores))
            p = (1 + int((null >= scores[best] - 1e-6).sum())) / (1 + len(null))
            found.append((boxes, best, p, self._held_out(boxes, labels, seen)))
        if not found:
            return replace(blank, reason="none")
        p = min(1.0, len(found) * min(one[2] for one in found))
        boxes, best, _, held = self._simpler(found)
        inside = boxes.members[best].astype(bool) & seen
        hits = int(labels[inside].sum())
        return replace(
            blank, limits=tuple(boxes.limits[best]), p=p, coverage=hits / blank.cases, density=hits / int(inside.sum()),
            held_coverage=held[0], held_density=held[1], inside=int(inside.sum()),
        )  # fmt: skip

    @staticmethod
    def _simpler(found: list[Any]) -> Any:
        """Return the box of one quantity, unless two are clearly better on futures that were held out."""
        if len(found) == 1:
            return found[0]
        one, two = found
        if two[2] > LARGEST_P / 2:
            return one
        if one[2] > LARGEST_P / 2:
            return two
        return two if _mean(*two[3]) > _mean(*one[3]) + BETTER_BY else one

    def _held_out(self, boxes: _Boxes, labels: np.ndarray, seen: np.ndarray) -> tuple[float, float]:
        """Return coverage and density of boxes on the folds they were not made from."""
        order = np.random.default_rng([self.seed, 913]).permutation(len(labels))
        fold = np.empty(len(labels), dtype=int)
        fold[order] = np.arange(len(labels)) % FOLDS
        hits = inside = 0
        for k in range(FOLDS):
            train, test = seen & (fold != k), seen & (fold == k)
            if not 0 < labels[train].sum() < train.sum():
                continue
            best = int(np.argmax(_scores(boxes.members[:, train], labels[train, None])[:, 0]))
            here = boxes.members[best].astype(bool) & test
            inside += int(here.sum())
            hits += int(labels[here].sum())
        return hits / float(labels.sum()), hits / inside if inside else np.nan

    def _null(self, cases: int, seen: np.ndarray) -> list[np.ndarray]:
        """Return the best score among boxes of each kind in futures whose failures were shuffled, for each number of failures."""
        key = cases, np.packbits(seen).tobytes()
        if key not in self._nulls:
            rng = np.random.default_rng([self.seed, 912, cases])
            dealt = np.zeros((int(seen.sum()), SHUFFLES), dtype=np.float32)
            dealt[:cases] = 1.0
            dealt = rng.permuted(dealt, axis=0)
            self._nulls[key] = [_best(boxes.members[:, seen], dealt) for boxes in self.boxes]
        return self._nulls[key]


def together(found: Sequence[Condition]) -> list[Condition]:
    """Return conditions with p for all findings together (Holm 1979), without those that chance explains."""
    judged = sorted((k for k, one in enumerate(found) if one.found), key=lambda k: found[k].p)
    result, highest = list(found), 0.0
    for rank, k in enumerate(judged):
        highest = max(highest, min(1.0, found[k].p * (len(judged) - rank)))
        told = highest <= LARGEST_P and found[k].held_density > found[k].cases / found[k].count
        result[k] = replace(found[k], p=highest, **({} if told else {"reason": "none", "limits": ()}))
    return result


def condition_row(one: Condition) -> dict[str, Any]:
    """Return a condition as a row of a table: its limits as words, `reason` where there is none."""
    row: dict[str, Any] = {
        "scenario": one.scenario, "indicator": one.indicator, "condition": one.reason or one.kind,
        "box": " and ".join(_limit_text(limit) for limit in one.limits),
    }  # fmt: skip
    names = ("p", "coverage", "density", "held_coverage", "held_density", "cases", "inside")
    return row | {f"condition_{name}" if name == "p" else name: getattr(one, name) for name in names}


def _limit_text(limit: Limit) -> str:
    if limit.words:
        return f"{limit.name} = {' or '.join(limit.words)}"
    low = "" if limit.low is None else f"{limit.low:g} <= "
    return f"{low}{limit.name}{'' if limit.high is None else f' <= {limit.high:g}'}"


def _mean(coverage: float, density: float) -> float:
    """Return the harmonic mean of coverage and density."""
    return 2 * coverage * density / (coverage + density) if coverage + density > 0 else 0.0


def _scores(members: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the phi coefficient of boxes (boxes x futures) and labels (futures x sets), times what is the same for a set."""
    count = members.shape[1]
    size = members.sum(axis=1)[:, None]
    room = np.sqrt(np.maximum(size * (count - size), 1e-9))
    usable = (size >= 2) & (size < count)
    return np.where(usable, (members @ labels - size * labels.sum(axis=0) / count) / room, -np.inf)


def _best(members: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the best score of each set of labels."""
    best = np.full(labels.shape[1], -np.inf)
    for begin in range(0, len(members), _CHUNK):
        np.maximum(best, _scores(members[begin : begin + _CHUNK], labels).max(axis=0), out=best)
    return best


def _sides(one: Range, step: int = 1) -> list[Limit]:
    """Return the boxes with one side, or with one word."""
    if one.words:
        return [Limit(one.name, words=(word,)) for word in one.words]
    low, high = one.ends
    if one.quantity.integer:
        whole = np.unique(np.linspace(low, high, min(int(high - low), CUTS) + 1).round().astype(int)).tolist()
        pairs = list(zip(whole, (value + 1 for value in whole), strict=True))[:-1]
    else:
        cuts = [float(f"{low + (high - low) * k / CUTS:.4g}") for k in range(1, CUTS, step)]
        pairs = [(cut, cut) for cut in cuts]
    return [Limit(one.name, high=below) for below, _ in pairs] + [Limit(one.name, low=above) for _, above in pairs]


def _between(sides: Sequence[Limit]) -> list[Limit]:
    """Return the boxes with both sides."""
    lows = [one.low for one in sides if one.low is not None]
    highs = [one.high for one in sides if one.high is not None]
    return [Limit(sides[0].name, low, high) for low in lows for high in highs if low < high]
