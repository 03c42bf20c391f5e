"""The course of every state variable through a run, and an automatic look for what is stuck, explodes, dies out, drifts.

A state is a column of residents, organisations, social workers or governments, or of communities and their rules and
queues. Of each its mean, standard deviation and 5-95 % range over those alive are seen every four weeks, and the share
that stands at a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..agents import Government, Organization, Resident, SocialWorker
from ..core.rows.columns import columns_of
from ..core.text import Text
from ..model.model import CommunityModel
from ..model.quantities.codes import WEEKS_A_QUARTER
from ..runs.intervals import Interval, interval

STEP = 4
"""Weeks between two looks."""

AT_BOUND = 1e-6
STUCK = 0.05
SETTLED_WEEK = 52

# Units of columns that say who or where somebody is, not in what state.
_IDENTITY = (
    "key", "row", "row of a resident", "group", "occupation", "week", "bits", "0 owner, 1 renter", "resource",
    "0: 18-34, 1: 35-59, 2: 60+", "0 resident-founded, 1 incubated, 2 outside non-profit", "0 district, 1 street office",
    "weight", "residents governed",
)  # fmt: skip
GROUP_LABELS = {
    "residents": Text("residents", "居民"),
    "organizations": Text("organisations", "社会组织"),
    "workers": Text("social workers", "社工"),
    "governments": Text("district government", "区政府"),
    "communities": Text("communities", "社区"),
    "district": Text("district", "全区"),
}
_GROUPS: Mapping[str, tuple[type, str]] = {
    "residents": (Resident, "residents"),
    "organizations": (Organization, "organizations"),
    "workers": (SocialWorker, "workers"),
    "governments": (Government, "governments"),
}
# Columns of places and their queues that change: group of arrays, unit, label.
_PLACES: Mapping[str, tuple[str, str, Text]] = {
    "staff_hours": ("communities", "h a week", Text("Hours of community staff", "社区工作者工时")),
    "staff_charge": ("communities", "h a week", Text("Hours taken by mandates and design", "强制与设计占用工时")),
    "efficacy": ("communities", "share", Text("Concerns that came to a good end", "诉求得到妥善处理的比例")),
    "true_rate": ("communities", "share", Text("Moving rate truly resolved", "实际解决率（移动平均）")),
    "reported_rate": ("communities", "share", Text("Moving rate recorded as resolved", "上报解决率（移动平均）")),
    "volunteer_hours": ("communities", "h a week", Text("Volunteer hours of a community", "社区志愿小时")),
    "trial_hours": ("communities", "h", Text("Hours saved for trials", "积累的探索工时")),
    "feedback": ("communities", "h", Text("Feedback by relay", "民意反馈")),
    "fit": ("rules", "fit", Text("Fit of rules", "规则适配度")),
    "fit_reported": ("rules", "fit", Text("Fit of rules as reported", "上报的规则适配度")),
    "waiting": ("queues", "weeks", Text("Expected wait", "预期等待")),
}
# Flows and stocks of the district in a week: measure, what it is divided by, unit, label.
_MEASURES: Mapping[str, tuple[str, float, str, Text]] = {
    "organizations": ("residents", 10_000, "per 10,000 residents", Text("Organisations alive", "存续组织数")),
    "open_cases": ("residents", 10_000, "per 10,000 residents", Text("Open cases", "未办结诉求")),
    "latent_cases": (
        "residents",
        10_000,
        "per 10,000 residents",
        Text("Problems unknown to any office", "无人知晓的问题"),
    ),
    "ties": ("residents", 1, "ties a resident", Text("Ties of all kinds", "各类联系")),
    "ties_building": ("residents", 1, "ties a resident", Text("Ties to neighbours", "楼内邻里联系")),
    "isolated": ("residents", 1, "share", Text("Residents without a tie to neighbours", "楼内无邻里联系的居民")),
    "members": ("residents", 1, "share", Text("Members of organisations", "组织成员占比")),
    "moves": ("residents", 10_000, "per 10,000 residents a week", Text("Moves", "迁入迁出")),
    "rule_diversity": ("", 1, "share", Text("Diversity of rules", "规则多样性")),
}
# They add up from the start by definition: no drift is looked for.
ACCUMULATE = ("given_total", "satisfaction_sum", "spent", "grants", "dues", "donations", "contracts", "age")


@dataclass(frozen=True, slots=True)
class State:
    """One state variable: whose it is, its unit and label, whether it is a share, or only yes or no."""

    group: str
    name: str
    unit: str
    label: Text
    share: bool
    flag: bool = False

    @property
    def accumulates(self) -> bool:
        """Whether it adds up from the start by definition."""
        return self.name in ACCUMULATE


def states() -> tuple[State, ...]:
    """Return every state variable, in the order of a course."""
    found = []
    for group, (cls, _) in _GROUPS.items():
        for name, column in columns_of(cls).items():
            quantity = column.quantity
            if quantity is not None and quantity.unit not in _IDENTITY and name not in ("unique_id", "alive"):
                bounded = quantity.low == 0 and quantity.high == 1
                share, flag = bounded and not quantity.integer, bounded and quantity.integer
                found.append(State(group, name, "share" if flag else quantity.unit, quantity.label, share, flag))
    found += [State("communities", name, unit, label, unit == "share") for name, (_, unit, label) in _PLACES.items()]
    found += [State("district", name, unit, label, False) for name, (_, _, unit, label) in _MEASURES.items()]
    return tuple(found)


STATES = states()
MEAN, SD, LOW, HIGH, AT_ZERO, AT_ONE = range(6)


def _columns(model: CommunityModel) -> Iterator[np.ndarray]:
    world = model.district.world
    for state in STATES:
        if state.group == "district":
            yield _measured(model, state.name)
        elif state.group == "communities":
            yield getattr(getattr(world, _PLACES[state.name][0]), state.name)
        else:
            group = getattr(world, _GROUPS[state.group][1])
            values = getattr(group, state.name)
            there = group.alive == 1
            if state.group == "governments":  # one district and its street offices: the district stands for all
                there = there & (group.level == 0)
            yield values[there]


def _measured(model: CommunityModel, name: str) -> np.ndarray:
    """Return a measure of the last week, in its unit; nothing before the first."""
    if not model.week:
        return np.zeros(0)
    below, per, _, _ = _MEASURES[name]
    row = model.measures.iloc[-1]
    return np.array([row[name] * per / (row[below] if below else 1.0)])


def _look(model: CommunityModel) -> np.ndarray:
    rows = np.full((len(STATES), 6), np.nan)
    for row, values in zip(rows, _columns(model), strict=True):
        values = np.asarray(values, np.float64)
        if values.size:
            low, high = np.quantile(values, (0.05, 0.95))
            row[:] = (
                values.mean(), values.std(), low, high, np.mean(values <= AT_BOUND), np.mean(values >= 1 - AT_BOUND),
            )  # fmt: skip
    return rows


def course(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return what is seen of every state at week 0 and every four weeks: looks x states x 6, float32."""
    looks = [_look(model)]
    for week in range(0, weeks, STEP):
        model.run_for(min(STEP, weeks - week))
        looks.append(_look(model))
    return np.stack(looks).astype(np.float32)


def look_weeks(weeks: int) -> np.ndarray:
    """Return the weeks of the looks."""
    return np.array([0, *(min(week + STEP, weeks) for week in range(0, weeks, STEP))])


@dataclass(frozen=True, slots=True)
class Course:
    """One state through all runs.

    Parameters
    ----------
    weeks : of the looks.
    mean, low, high : mean over runs of the mean and of the 5 % and 95 % points of a run.
    stuck : largest share at a bound at the end (nan where there are no bounds).
    begin, end : mean over the quarter before week 52 and before the end.
    drift : change from the one to the other, its interval over runs.
    sd : what drift is measured in: standard deviation between those alive in week 52, or between runs where there is one.
    """

    state: State
    weeks: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    stuck: float
    begin: float
    end: float
    drift: Interval
    sd: float

    @property
    def drift_sd(self) -> float:
        """Drift in standard deviations; nan where it adds up by definition or nothing varies."""
        if self.state.accumulates:
            return float("nan")
        if self.sd <= 1e-12:
            return float("nan") if abs(self.drift.mean) <= 1e-9 else float(np.copysign(np.inf, self.drift.mean))
        return self.drift.mean / self.sd

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong: stuck, explodes, dies out, not finite."""
        found = []
        if self.stuck > STUCK:
            found.append("stuck")
        settled = self.mean[self.weeks >= min(SETTLED_WEEK, self.weeks[-1] // 2)]
        if not np.isfinite(settled).all():
            return (*found, "not finite")
        begin, end = abs(self.begin), abs(self.end)
        if not self.state.accumulates and end > 5 * max(begin, 1e-9) and self.drift.clear:
            found.append("explodes")
        if begin > 1e-9 and end < 0.05 * begin:
            found.append("dies out")
        return tuple(found)


def courses(seen: Sequence[Any], weeks: int) -> tuple[Course, ...]:
    """Return the course of every state from what was seen of each run."""
    values = np.stack(seen).astype(np.float64)  # runs x looks x states x 6
    when = look_weeks(weeks)
    first = min(SETTLED_WEEK, weeks // 2)
    before, after = (np.flatnonzero((when > week - WEEKS_A_QUARTER) & (when <= week)) for week in (first, weeks))
    found = []
    for place, state in enumerate(STATES):
        here = values[:, :, place]
        with np.errstate(invalid="ignore"):
            average = np.array([_mean(here[:, look]) for look in range(len(when))])
        begin, end = here[:, before, MEAN].mean(axis=1), here[:, after, MEAN].mean(axis=1)
        spread = float(_mean(here[:, before[-1]])[SD])
        if not spread > 1e-12:
            spread = float(np.nanstd(begin, ddof=1)) if len(begin) > 1 else 0.0
        stuck = float(max(average[-1, AT_ZERO], average[-1, AT_ONE])) if state.share else float("nan")
        mean, low, high = (average[:, column] for column in (MEAN, LOW, HIGH))
        drift = interval(end - begin)
        found.append(Course(state, when, mean, low, high, stuck, float(begin.mean()), float(end.mean()), drift, spread))
    return tuple(found)


def _mean(rows: np.ndarray) -> np.ndarray:
    """Return the mean over runs of what exists in a run."""
    there = np.isfinite(rows)
    return np.where(there.any(axis=0), np.where(there, rows, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1), np.nan)
