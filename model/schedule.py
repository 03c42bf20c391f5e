"""The week, as the list of its mechanisms in the order of the ODD description.

`run_weeks` is the compiled week; `SCHEDULE` says the same in Python, for the ODD document, for switching mechanisms off, and for
weeks into which a plain Python mechanism has been put. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from ..core.compile.compiled import compiled
from ..core.text import Text
from ..core.threads import Crew, split
from . import landscape
from .cases.lifecycle import needed_room
from .cases.lifecycle import room_for_week as room_for_cases
from .collect import collect, collect_places, empty_bins, empty_rows, write_district
from .mechanisms import (  # fmt: skip
    belonging,
    channels,
    effort,
    fatigue,
    handling,
    imitation,
    learning,
    money,
    mutual_help,
    organising,
    participation,
    problems,
    satisfaction,
    settlement,
    template,
    ties,
    trials,
    trust,
    turnover,
)
from .network.tie_capacity import room_for_ties
from .quantities.codes import WEEKS_A_QUARTER

WEEKLY, QUARTERLY = 1, WEEKS_A_QUARTER
SERIAL = {turnover.replace, mutual_help.meet_needs, ties.meet_neighbours}


@dataclass(frozen=True, slots=True)
class Process:
    """One line of the schedule: a mechanism, how often it runs, what it is called."""

    name: str
    step: Callable
    every: int
    label: Text
    phases: tuple[Callable, ...] = ()
    """What `step` does, one after the other: functions of (w, week, low, high), for communities low ... high - 1, which
    threads may share; a function of (w, week) is for one thread. Empty: `step` itself is for one thread."""


SCHEDULE = (
    Process("turnover", turnover.step, WEEKLY, Text("Turnover", "迁入迁出"), (turnover.leavers, turnover.replace,)),
    Process("problems", problems.step, WEEKLY, Text("Problems arise", "公共问题出现")),
    Process("settlement", settlement.step, WEEKLY, Text("Settlement of disputes", "纠纷化解")),
    Process("channels", channels.step, WEEKLY, Text("Channels", "诉求渠道")),
    Process("handling", handling.step, WEEKLY, Text("Handling of cases", "诉求办理")),
    Process("effort", effort.step, WEEKLY, Text("Effort under measurement", "考核下的努力")),
    Process("mutual_help", mutual_help.step, WEEKLY, Text("Mutual help", "互助"), (mutual_help.needs, mutual_help.meet_needs,)),
    Process("participation", participation.step, WEEKLY, Text("Participation", "参与"), (participation.choose, participation.take_part,)),
    Process("organising", organising.step, WEEKLY, Text("Organising", "组织活动")),
    Process("ties", ties.step, WEEKLY, Text("Ties", "社会联系"), (ties.meet_neighbours, ties.fade,)),
    Process("belonging", belonging.step, WEEKLY, Text("Belonging", "归属感"), (belonging.look_around, belonging.change,)),
    Process("trust", trust.step, WEEKLY, Text("Trust", "信任"), (trust.step_places, trust.forget,)),
    Process("learning", learning.step, WEEKLY, Text("Learning", "学习"), (learning.step_places,)),
    Process("fatigue", fatigue.step, WEEKLY, Text("Fatigue", "疲劳"), (fatigue.step_places,)),
    Process("satisfaction", satisfaction.step, WEEKLY, Text("Satisfaction", "满意度"), (satisfaction.step_places,)),
    Process("saving", trials.accrue, WEEKLY, Text("Saving hours for trials", "积累探索工时")),
    Process("drift", landscape.drift, QUARTERLY, Text("Drift of conditions", "条件漂移")),
    Process("trials", trials.step, QUARTERLY, Text("Local trials", "社区探索")),
    Process("imitation", imitation.step, QUARTERLY, Text("Imitation", "学习借鉴")),
    Process("template", template.step, QUARTERLY, Text("Template", "顶层模板")),
    Process("spending", money.weekly, WEEKLY, Text("Spending", "支出")),
    Process("money", money.step, WEEKLY, Text("Money", "资金")),
)  # fmt: skip


@compiled
def room_for_week(w):
    """Return whether all lists have room for whatever the coming week may bring."""
    counters, places = w.counters, w.communities.key.size
    free_organizations = w.organizations.alive.size - counters.organizations[0]
    events = 0
    if w.events.week.size > 0:
        cases, _ = needed_room(w)
        events = 3 * (cases + int(counters.open_cases[0])) + 40 * places + w.residents.alive.size // 4
    free_events = w.events.week.size - w.events.count[0]
    return room_for_cases(w) and free_organizations > places and free_events >= events and room_for_ties(w)


@compiled
def run_weeks(w, week, last, flows):
    """Run weeks until `last` (exclusive); return the week reached: earlier than `last` where Python has to make room."""
    on = w.switches
    while week < last and room_for_week(w):
        quarter_ends = (week + 1) % WEEKS_A_QUARTER == 0
        if on[0]:
            turnover.step(w, week)
        if on[1]:
            problems.step(w, week)
        if on[2]:
            settlement.step(w, week)
        if on[3]:
            channels.step(w, week)
        if on[4]:
            handling.step(w, week)
        if on[5]:
            effort.step(w, week)
        if on[6]:
            mutual_help.step(w, week)
        if on[7]:
            participation.step(w, week)
        if on[8]:
            organising.step(w, week)
        if on[9]:
            ties.step(w, week)
        if on[10]:
            belonging.step(w, week)
        if on[11]:
            trust.step(w, week)
        if on[12]:
            learning.step(w, week)
        if on[13]:
            fatigue.step(w, week)
        if on[14]:
            satisfaction.step(w, week)
        if on[15]:
            trials.accrue(w, week)
        if on[16] and quarter_ends:
            landscape.drift(w, week)
        if on[17] and quarter_ends:
            trials.step(w, week)
        if on[18] and quarter_ends:
            imitation.step(w, week)
        if on[19] and quarter_ends:
            template.step(w, week)
        if on[20]:
            money.weekly(w, week)
        if on[21]:
            money.step(w, week)
        collect(w, week, flows)
        week += 1
    return week


def run_process(w: Any, week: int, process: Process, crew: Crew | None = None) -> None:
    """Run one line of the schedule for one week; with a crew, its phases part by part. The results are the same."""
    if crew is None:
        process.step(w, week)
        return
    parts = split(w.communities.first, crew.threads)
    for phase in process.phases or (process.step,):
        if phase is process.step or phase in SERIAL:
            phase(w, week)
        else:
            crew.run(phase, [(w, week, low, high) for low, high in parts])


def run_collect(w: Any, week: int, flows: NDArray, crew: Crew | None = None) -> None:
    """Write the row of this week; with a crew, part by part."""
    if crew is None:
        collect(w, week, flows)
        return
    parts = split(w.communities.first, crew.threads)
    rows, bins = empty_rows(flows), [empty_bins() for _ in parts]
    crew.run(collect_places, [(w, week, low, high, rows, own) for (low, high), own in zip(parts, bins)])
    write_district(w, week, rows, sum(bins[1:], start=bins[0]), flows)
