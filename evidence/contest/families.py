"""The map's axes and families: where it looks, which forms each family has, and what one run of it is.

Axes: how alike places are x time since rules began or since a crisis. Panels: control (KPI power 0, 0.15, 0.6) with adoption on
paper and without, spillover. Robustness: both prices of copying. A map *since rules began* starts from random rules
(burn_in_trials 0); one *since a crisis* from rules that had time (burn_in_trials 20, and eight quarters before it breaks).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.text import Text
from ...experiments.comparison.moments import CRISIS, RULES, Moment, moments
from ...model.quantities.codes import WEEKS_A_QUARTER
from ...runs.settings import replicate_seed
from ..design_points import Arm, Size
from .declared import CRISIS as BREAKS
from .declared import WEEKS, lean

ABOVE, BELOW, NEGOTIATED = "above", "below", "negotiated"
OPEN = "open"
FORMS: Mapping[str, tuple[str, ...]] = {
    ABOVE: ("above_one_pilot", "above", "above_four_pilots", "above_spread", "above_hearing", "above_spread_hearing"),
    BELOW: ("below", "below_copying", "below_copying_all"),
    NEGOTIATED: ("negotiated", "negotiated_copying", "negotiated_copying_all"),
}
"""The forms of each family. Negotiated forms are those of below that ask the neighbours."""

ASKING = ("above_hearing", "above_spread_hearing", *FORMS[NEGOTIATED])
"""Forms that ask the neighbours: without spillover each is the same as one that does not."""

FAMILY_LABELS = {
    ABOVE: Text("design from above", "顶层设计"),
    BELOW: Text("exploration below", "社区探索"),
    NEGOTIATED: Text("negotiated below", "协商探索"),
    OPEN: Text("open: no clear lead", "不明确：无明确领先者"),
}

SEQUENCES: Mapping[str, tuple[str, ...]] = {
    RULES: ("start_then_free", "explore_then_harmonise", "static_half"),
    CRISIS: ("emergency_mandate", "explore_then_harmonise", "static_half"),
}
"""Mixtures and dated sequences, shown apart: they lead no cell."""

CONTROLS: Mapping[str, float] = {"no_control": 0.0, "low_control": 0.15, "high_control": 0.6}
"""Parts of how controlled, and the KPI power that each has."""

MIDDLE = ("low_control", 0.0)
"""Control and paper_rate of the panel in which the forms are chosen and the sequences are run."""

SALTS = {"choose": 3_000_000_001, "judge": 3_000_000_002, "telling": 3_000_000_003}
"""Seeds on which forms are chosen, cells judged and telling cells run again: apart from each other."""


def seed_of(seed: int, stage: str) -> int:
    """Return the seed of the study from which the seeds of a stage follow."""
    return replicate_seed(seed, SALTS[stage])


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the map: what its runs have in common under every form.

    Parameters
    ----------
    since : "rules" or "crisis", from when time counts.
    similarity, spillover : environment.
    control : part of scenarios.
    paper_rate : readiness to adopt on paper.
    """

    since: str
    similarity: float
    spillover: float
    control: str
    paper_rate: float

    @property
    def families(self) -> tuple[str, ...]:
        """The families that differ here."""
        return (ABOVE, BELOW, NEGOTIATED) if self.spillover > 0 else (ABOVE, BELOW)

    def forms(self, family: str) -> tuple[str, ...]:
        """Return the forms of a family that differ here."""
        return tuple(form for form in FORMS[family] if self.spillover > 0 or form not in ASKING)

    @property
    def middle(self) -> Place:
        """The same place in the panel in which forms are chosen."""
        return Place(self.since, self.similarity, self.spillover, *MIDDLE)


@dataclass(frozen=True, slots=True)
class Grid:
    """How much of the map is drawn.

    Parameters
    ----------
    panels : control and paper_rate.
    prices : of copying, in trials.
    residents, communities : size of the district.
    """

    similarity: tuple[float, ...]
    spillover: tuple[float, ...]
    panels: tuple[tuple[str, float], ...]
    prices: tuple[float, ...]
    choosing: int
    judging: int
    telling: int
    cells_again: int
    residents: int = 3200
    communities: int = 8

    def places(self) -> list[Place]:
        """Return every place, in the order of the map."""
        across = itertools.product((RULES, CRISIS), self.spillover, self.panels, self.similarity)
        return [Place(since, similarity, spillover, *panel) for since, spillover, panel, similarity in across]

    def size(self, since: str) -> Size:
        """Return size and length of the runs of one kind."""
        weeks = WEEKS if since == RULES else int(BREAKS["shock_week"]) + 1 + 8 * WEEKS_A_QUARTER
        return Size(self.residents, self.communities, weeks)

    def arm(self, place: Place, form: str, price: float) -> Arm:
        """Return one form at one place, at one price of copying."""
        values: dict[str, Any] = {
            "similarity": place.similarity, "spillover": place.spillover, "paper_rate": place.paper_rate, "copy_trials": price,
            "burn_in_trials": 0 if place.since == RULES else 20,
        }  # fmt: skip
        if place.since == CRISIS:
            values |= BREAKS
        return lean(Arm.of(f"{form}+{place.control}", values, self.size(place.since)))


FULL = Grid(
    (0.6, 0.7, 0.8, 0.9, 1.0), (0.0, 0.45),
    (("no_control", 0.0), ("low_control", 0.0), ("low_control", 3.0), ("high_control", 0.0), ("high_control", 3.0)),
    (0.5, 2.0), 12, 24, 160, 12,
)  # fmt: skip
"""Without control nothing is adopted on paper, so that panel is drawn once."""

QUICK = Grid(
    (0.6, 1.0), (0.0,), (("no_control", 0.0), ("low_control", 0.0), ("high_control", 3.0)), (0.5, 2.0), 4, 8, 24, 4
)


def looked_at(since: str) -> tuple[tuple[int, Moment], ...]:
    """Return the moments of one kind of map, each with its place among all moments of the run."""
    size = FULL.size(since)
    every = moments(size.weeks, -1 if since == RULES else int(BREAKS["shock_week"]))
    return tuple((k, one) for k, one in enumerate(every) if one.since == since)


def families_of(places: Sequence[Place]) -> tuple[str, ...]:
    """Return the families that differ in some of the places, in order."""
    return tuple(name for name in FORMS if any(name in one.families for one in places))
