"""What a chain of events consists of: histories, where they part, and what a cause did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...model.counterfactual import Cause
from ...model.quantities.indicators import INDICATORS, MAIN
from ...runs.factory import Facts
from ...runs.intervals import Interval
from ...runs.settings import WEEKS_SUMMARISED, Setting
from .recorder import Happening
from .subject import Subject

COUNTED = (
    "problem", "known", "resolved", "falsely_closed", "abandoned", "settled", "settled_with", "claimed_against", "mediated",
    "escalated", "helped_by_tie", "helped_by_organization", "failed_by_organization", "not_helped", "joined", "left", "gained", "lost",
    "founded", "dissolved", "mandated", "trial_kept", "copied", "lapsed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """One history, as far as it concerns the subject.

    Parameters
    ----------
    scenario : place of the scenario in the setting.
    causes : what was left out.
    happenings : what happened, in order.
    names, states : states of the subject, and their values: weeks x states, NaN while it is not there.
    district : every weekly sum of the district, weeks x columns: where histories part.
    suspects : causes that may have acted, with the weeks they were there.
    founded : (community, week) of all organisations founded.
    facts : values, plan and assumptions.
    """

    scenario: int
    causes: tuple[Cause, ...]
    happenings: tuple[Happening, ...]
    names: tuple[str, ...]
    states: np.ndarray
    district: np.ndarray
    suspects: Mapping[str, int]
    founded: tuple[tuple[int, int], ...]
    facts: Facts

    def outcomes(self) -> dict[str, float]:
        """Return means of the states over the last 52 weeks in which the subject was there, and counts of what happened."""
        found = {}
        for name, column in zip(self.names, self.states.T):
            there = column[-WEEKS_SUMMARISED:]
            there = there[~np.isnan(there)]
            found[name] = float(there.mean()) if len(there) else np.nan
        counts = Counter()
        for one in self.happenings:
            counts[one.what] += int(one.value) if one.what in ("gained", "lost") else 1
        return {**found, **{name: float(counts[name]) for name in COUNTED if counts[name]}}


@dataclass(frozen=True, slots=True)
class Parting:
    """The first weeks in which two histories differ; None where they never do.

    Parameters
    ----------
    district : any weekly number of the district.
    state : any state of the subject.
    events : what happens to the subject itself.
    first : what happened in that week in one only, by world.
    """

    district: int | None
    state: int | None
    events: int | None
    first: tuple[tuple[Happening, ...], tuple[Happening, ...]] = ((), ())


@dataclass(frozen=True, slots=True)
class Effect:
    """What a cause did: the history with it, minus the history without it.

    Parameters
    ----------
    causes : one, or several left out together.
    scenario : in which world.
    without : outcomes of the replayed history.
    effect : by outcome, in the reported replicate: exact for its random numbers.
    parting : where the replayed history parts from the reported one.
    intervals : by outcome, over replicates, those of one outcome together at 95 % (Bonferroni); empty for one, or where cause or subject are not the same ones in each.
    """

    causes: tuple[Cause, ...]
    scenario: int
    without: Mapping[str, float]
    effect: Mapping[str, float]
    parting: Parting
    intervals: Mapping[str, Interval] = field(default_factory=dict)


@dataclass
class Chain:
    """A recorded chain of events; see `tell_chain`.

    Parameters
    ----------
    setting : what was asked for; one or two scenarios.
    subject : whose chain it is.
    replicate, replicates : the history reported, and how many were replayed for intervals.
    worlds : one or two; with one scenario and causes left out, the second is the same one without them.
    parting : of the two worlds.
    effects : of each cause in each world in which it is there.
    untold : suspected causes that were not replayed.
    """

    setting: Setting
    subject: Subject
    replicate: int
    replicates: int
    worlds: tuple[World, ...]
    parting: Parting | None
    effects: tuple[Effect, ...]
    untold: tuple[str, ...] = ()
    asked: tuple[Cause, ...] = ()
    timing: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None

    @property
    def main(self) -> str:
        """The outcome that is spoken of first."""
        return "members" if self.subject.kind == "organization" else "satisfaction"


def part(one: World, other: World) -> Parting:
    """Return where two histories part."""
    return Parting(
        _first(one.district, other.district), _first(one.states, other.states), *_first_events(one, other)
    )  # fmt: skip


def _first(one: np.ndarray, other: np.ndarray) -> int | None:
    """Return the first week (from 1) whose rows differ; nan equals nan."""
    differ = ~((one == other) | (np.isnan(one) & np.isnan(other)))
    weeks = np.flatnonzero(differ.any(axis=1))
    return int(weeks[0]) + 1 if len(weeks) else None


def _first_events(one: World, other: World) -> tuple[int | None, tuple]:
    counts = [Counter(h for h in world.happenings if h.own or world.names == MAIN) for world in (one, other)]
    only = (counts[0] - counts[1], counts[1] - counts[0])
    weeks = [happening.week for extra in only for happening in extra]
    if not weeks:
        return None, ((), ())
    first = min(weeks)
    return first, tuple(tuple(sorted(h for h in extra if h.week == first)) for extra in only)


def unit_of(name: str) -> str:
    """Return the unit of an outcome."""
    own = {"members": "residents", "funds": "yuan", "hours": "h"}
    if name in own:  # of one organisation; indicators of this name are of the district
        return own[name]
    return "count" if name in COUNTED else INDICATORS[name].unit if name in INDICATORS else "share"
