"""Callbacks in their limit: how often a case is closed, truly resolved and booked as resolved; and the detection at which paper stops."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.compile.compiled import compiled
from ....core.draws import combine, stream, uniform
from ....core.numeric import exp
from ....core.text import Text
from ....model.cases.callback import enter_calls
from ....model.cases.lifecycle import END_TRUE, end_case, open_case
from ....model.measures import FLOWS
from ....model.mechanisms.effort import effort, on_cases
from ....model.mechanisms.handling import close_on_paper
from ....model.quantities.codes import CASE_WAITING, CHANNEL_WINDOW, PROBLEM
from ....model.quantities.streams import HANDLING
from ....model.sandbox import district
from ..baker import surplus
from ..result import Check, Line, Outcome, Panel, Result, exact, mean_error, root, sampled

SOLO = HANDLING + 4  # what the draws are for
CASES, FOREVER = 500, 1e9
SETTINGS = ((0.5, 0.2, 0.4, 0.3, 0.7), (0.3, 0.6, 0.9, 0.1, 1.0), (1.0, 0.5, 0.0, 0.5, 0.7))
"""Service and paper (hazards a week), chance that a paper closing is refused, repeat calls, reopening."""
CLOSINGS, TRUE, RECORDED = range(3)


@compiled
def start(w, batch, count):
    """Open cases that a resident each reported at the window, patient for ever, in a district without any."""
    for k in range(count):
        case = open_case(w.cases, w.counters)
        w.cases.key[case] = combine(batch, k)
        w.cases.kind[case] = PROBLEM
        w.cases.community[case] = 0
        w.cases.first_affected[case], w.cases.affected[case] = 0, 0
        w.cases.channel[case] = CHANNEL_WINDOW
        w.cases.state[case] = CASE_WAITING
        w.cases.arose[case], w.cases.entered[case], w.cases.deadline[case] = 0, 0.0, FOREVER
        enter_calls(w, case, 1, 0)


@compiled
def run_out(w, service):
    """Let weeks pass until every case has ended: each has a server of its own, who is done at the hazard `service`."""
    week = 0
    while w.counters.open_cases[0] > 0:
        key = stream(w.seed, SOLO, week)
        for case in range(int(w.counters.cases[0])):
            if int(w.cases.alive[case]) == 1 and uniform(key, w.cases.key[case], 0) < 1.0 - exp(-service):
                end_case(w, week, case, END_TRUE, float(week + 1))
        close_on_paper(w, week)
        week += 1


def place(seed: int, seen: float, repeat: float, reopening: float) -> Any:
    """Return a district in which nothing arises and every closing is called back, so that `seen` of those on paper are refused."""
    return district(
        400, seed=seed, levers={"kpi_power": 1.0}, environment={"problem_rate": 1000.0, "callback": 1.0},
        constants={"callback_e2": 1.0 - seen, "callback_e1": 0.0, "repeat_call": repeat, "reopening": reopening, "false_closing": 1.0},
    )  # fmt: skip


def simulated(
    seed: int, batches: int, service: float, paper: float, seen: float, repeat: float, reopening: float
) -> NDArray[np.float64]:
    """Return by batch of cases: closings a case, share truly resolved, share of closings booked as resolved."""
    w = place(seed, seen, repeat, reopening)
    count = min(CASES, w.cases.alive.size)
    w.governments.effort_cases[:] = paper
    found = np.empty((batches, 3))
    for batch in range(batches):
        for name in FLOWS:
            getattr(w.tally, name)[:] = 0.0
        start(w, batch, count)
        run_out(w, service)
        t = w.tally
        closings = float(t.recorded_ended.sum())
        found[batch] = closings / count, t.known_true.sum() / count, t.recorded_resolved.sum() / closings
    return found


def paper_first(service: float, paper: float) -> float:
    """Return s, the chance that a case is closed on paper before it is done, at hazards a week; paper comes at its end."""
    return math.exp(-service) * (1 - math.exp(-paper)) / (1 - math.exp(-service - paper))


def theory(service: float, paper: float, seen: float, repeat: float, reopening: float) -> tuple[float, float, float]:
    """Return closings a case, share truly resolved, and share of closings booked as resolved (see model/cases/callback.py)."""
    s, accepted = paper_first(service, paper), 1 - seen
    back = accepted * repeat + seen * reopening
    return 1 / (1 - s * back), (1 - s) / (1 - s * back), (1 - s) + s * accepted


def stop(alignment: float, penalty: float, size: float) -> float:
    """Return the detection at which effort on paper ends: the line of `on_cases` through two points, continued to zero."""
    report, step = effort(0.0, 1.0, alignment, size, False)[1], 1e-3
    here, there = on_cases(report, size, 0.0, penalty), on_cases(report, size, step, penalty)
    return step * here / (here - there)


def best_power(alignment: float) -> float:
    """Return the power of greatest surplus where nobody is called back (pi = 0): a parabola, so differences are exact."""

    def worth(power: float) -> float:
        true, report = effort(0.0, power, alignment, 1.0, False)
        return surplus(true, on_cases(report, power, 0.0, 0.3))

    return root(lambda power: worth(power + 0.25) - worth(power - 0.25), 0.0, 4.0)


def run(seed: int, quick: bool) -> Outcome:
    """Run three settings of the race, and the detection at which paper stops."""
    batches = 60 if quick else 400
    checks: list[Check] = []
    courses = []
    for k, setting in enumerate(SETTINGS):
        values, wanted = simulated(seed + 1000 * k, batches, *setting), theory(*setting)
        courses.append([mean_error(values[:, j]) for j in range(3)])
        service, paper, seen, repeat, reopening = setting
        at = f"{service:g}, {paper:g}, {seen:g}, {repeat:g}, {reopening:g}"
        for j, (en, zh) in enumerate(
            (
                ("closings a case", "每件办结次数"),
                ("truly resolved", "真正解决"),
                ("closings recorded as resolved", "记录为解决的办结"),
            )
        ):
            checks.append(sampled(Text(f"{en}, at {at}", f"{zh}，取 {at}"), *mean_error(values[:, j]), wanted[j]))
    checks.append(exact(Text("paper first, in short steps: s against f / (mu + f)", "步长趋于零时先虚假办结的概率：s 与 f / (μ + f)"), paper_first(5e-10, 2e-10), 2 / 7, 1e-6))  # fmt: skip
    for alignment, penalty, size in ((0.7, 0.3, 1.0), (0.4, 1.0, 0.5), (0.9, 0.1, 2.5)):
        sine = math.sqrt(1 - alignment * alignment)
        at = f"cos = {alignment:g}, F = {penalty:g}, |g| = {size:g}"
        checks.append(exact(Text(f"detection at which paper stops, {at}", f"虚假办结停止时的发现概率，{at}"), stop(alignment, penalty, size), sine / (sine + penalty)))  # fmt: skip
    for alignment in (0.5, 0.8):
        checks.append(exact(Text(f"nobody is called (Baker 2002): best power, cos = {alignment:g}", f"无回访（Baker 2002）：最优强度，cos = {alignment:g}"), best_power(alignment), alignment))  # fmt: skip
    service, paper, _, repeat, reopening = SETTINGS[0]
    grid = np.linspace(0.0, 1.0, 41)
    points = (0.0, 0.25, 0.5, 0.75, 1.0)
    own = np.array([simulated(seed + 7, batches // 4, service, paper, seen, repeat, reopening).mean(axis=0) for seen in points])  # fmt: skip
    lines = []
    for j, label in ((TRUE, Text("truly resolved", "真正解决")), (RECORDED, Text("recorded", "记录"))):
        lines.append(Line(Text(f"{label.en}, exact", f"{label.zh}，精确"), grid.tolist(), [theory(service, paper, seen, repeat, reopening)[j] for seen in grid], published=True))  # fmt: skip
        lines.append(Line(Text(f"{label.en}, the model's rules", f"{label.zh}，本模型规则"), points, own[:, j].tolist(), points=True))  # fmt: skip
    panel = Panel(
        Text("Two rates of one office", "同一部门的两种解决率"),
        Text("chance that a paper closing is refused", "虚假办结不被认可的概率"),
        Text("share", "占比"),
        tuple(lines),
    )
    where = Text(
        f"each case has its own server, no patience; settings are service, paper (hazards a week), refused, repeat calls, reopening; {batches} batches of {CASES} cases",
        f"每件各有一名办事员，耐心无限；各项设置依次为：办理、虚假办结（每周风险率）、不认可、重复来电、退回重办；{batches} 批，每批 {CASES} 件",
    )
    return Outcome(where, tuple(checks), (panel,))


RESULT = Result(
    "callback", Text("Closings that are called back", "办结后的回访"), "the race is a geometric series; the detection at which paper stops after Becker & Stigler 1974, Journal of Legal Studies 3, 1-18; Baker 2002", "handling.close_on_paper, callback.answer, callback.comes_back, lifecycle.end_case, effort.on_cases",
    Text("Limit: no patience, no queue, true ends never denied. With s the chance of paper first, P = 1 - pi and R = P repeat + pi reopening: closings 1 / (1 - s R), truly resolved (1 - s) / (1 - s R), booked (1 - s) + s P. Recorded and true rates part, and neither rate determines the other.",
         "极限情形：耐心无限、无排队、真正解决者不被否认。s 为先虚假办结的概率，P = 1 - π，R = P × 重复来电 + π × 退回重办：办结次数 1/(1 - sR)，真正解决 (1 - s)/(1 - sR)，记录 (1 - s) + sP。两种解决率分离，仅凭其一不能推知另一种。"),
    run,
)  # fmt: skip
