"""Besley & Coate (2003), after Oates (1972): one level for all against a level of its own where public goods spill over."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.compile.compiled import compiled
from ....core.text import Text
from ..result import Check, Line, Outcome, Panel, Result, exact, root
from .quarters import ABOVE, BELOW, clear, codes_of_entries, last_week, place, quarter

ELEMENTS = 12
TOP = 2.0
LIKE, HALF = (1.0, 1.0), 0.5
PUBLISHED = {(1.25, 0.75): 0.1497, (1.5, 0.5): 0.1972, (1.8, 0.2): 0.1967}
"""Where one level for all begins to be better, by the tastes of the two places: from the closed form below."""
AROUND = 0.01
QUARTERS, TRIALS = 12, 100
NEGOTIATED = {**BELOW, "neighbour_voice": 1.0}
TOGETHER = {**ABOVE, "design_hearing": 1.0}


@compiled
def settle(w, quarters, worth):
    """Let both places search from the lowest level on."""
    clear(w)
    w.rules.elements[:], w.rules.template[:] = 0, 0
    for q in range(quarters):
        quarter(w, last_week(q), worth)


def levels(spillover: float, tastes: tuple[float, float]) -> NDArray[np.float64]:
    """Return the level of the public good that each rule set stands for: equal steps, some of them moved to the optima.

    Rule sets are numbered by the Gray code: the next level up or down is always one flip away, so a search by single flips
    ends at the best level of any utility with one peak. The optima are those of each by itself, of each that asks the other,
    and of both together; what is left of a gap by the steps between levels is gone with that.
    """
    code = np.arange(1 << ELEMENTS)
    rank = code.copy()
    for shift in range(1, ELEMENTS):
        rank ^= code >> shift
    level = np.linspace(0.0, TOP, code.size + 1)[1:]
    for taste, other in (tastes, tastes[::-1]):
        own = taste * (1.0 - spillover)
        for optimum in (own, own + spillover * other, 0.5 * (taste + other)):
            level[np.abs(level - optimum).argmin()] = optimum
    return np.asarray(level[rank], np.float64)


def places(who: dict[str, Any], seed: int = 1) -> Any:
    """Return two places in which rules are decided so, and every trial shows what is true."""
    world = {"elements": ELEMENTS, "complexity": ELEMENTS - 1, "spillover": HALF}
    w = place(2, who, world, {"trial_noise": 0.0, "burn_in_trials": 0, "trial_limit": TRIALS})
    w.seed = seed
    w.rules.mean[:], w.rules.best[:], w.rules.spill_mean[:], w.rules.spill_best[:] = 0.0, 1.0, 0.0, 1.0
    return w


def settled(w: Any, spillover: float, tastes: tuple[float, float]) -> tuple[float, tuple[float, float]]:
    """Return the sum of both places' utility in the end, and their levels.

    U_i = taste_i ((1 - k) ln g_i + k ln g_j) - g_i = (1 - k) f_i(g_i) + k g_i(g_j), so f_i = taste_i ln g - g / (1 - k).
    """
    codes, level = codes_of_entries(w.rules.depends), levels(spillover, tastes)
    w.parameters.spillover = spillover
    for i, taste in enumerate(tastes):
        w.rules.table[i] = (taste * np.log(level) - level / (1.0 - spillover))[codes].ravel()
        w.rules.spill[i] = (taste * np.log(level))[codes].ravel()
    settle(w, QUARTERS, float(TRIALS))
    found = [float(level[int((x.astype(np.int64) << np.arange(ELEMENTS)).sum())]) for x in w.rules.elements]
    return float(w.rules.benefit.sum()), (found[0], found[1])


def gap(spillover: float, tastes: tuple[float, float]) -> float:
    """Return by how much one level for all is better than levels of one's own, in closed form; tastes add up to 2."""
    (a, b), k = tastes, spillover
    of_tastes = a * ((1 - k) * math.log(a) + k * math.log(b)) + b * ((1 - k) * math.log(b) + k * math.log(a))
    return -of_tastes - 2 * math.log(1 - k) - 2 * k


def run(seed: int, quick: bool) -> Outcome:
    """Run like places, and the three pairs of tastes up to where the lead turns."""
    apart, negotiated, together = (places(who, seed) for who in (BELOW, NEGOTIATED, TOGETHER))
    lead = lambda k, tastes: settled(together, k, tastes)[0] - settled(apart, k, tastes)[0]  # noqa: E731
    one, own = settled(together, HALF, LIKE), settled(apart, HALF, LIKE)
    asking = settled(negotiated, HALF, LIKE)
    checks: list[Check] = [
        exact(Text("like places, spillover 0.5: level that each chooses", "偏好相同、外溢 0.5：各自选择的水平"), max(own[1]), 0.5),
        exact(Text("the same: level that is designed for both", "同上：统一设计的水平"), max(one[1]), 1.0),
        exact(Text("the same: gain of one level for both", "同上：统一水平的增益"), one[0] - own[0], 0.386294, 5e-7, Text("2 ln 2 - 1", "2 ln 2 - 1")),
        exact(Text("the same, each asks the other: gain of one level for both", "同上，但彼此听取意见：统一水平的增益"), one[0] - asking[0], 0.0),
        exact(Text("like places, no spillover: gain of one level for both", "偏好相同、无外溢：统一水平的增益"), lead(0.0, LIKE), 0.0),
    ]  # fmt: skip
    for tastes, switch in PUBLISHED.items():
        who = f"{tastes[0]:g} / {tastes[1]:g}"
        found = root(lambda k: lead(k, tastes), 0.05, 0.45)  # noqa: B023
        checks.append(
            exact(
                Text(f"tastes {who}: spillover at which the lead turns", f"偏好 {who}：优势转换时的外溢"),
                found,
                switch,
                5e-5,
            )
        )
        for k in (switch - AROUND, switch + AROUND):
            checks.append(exact(Text(f"tastes {who}, spillover {k:.4f}: gain of one level for both", f"偏好 {who}、外溢 {k:.4f}：统一水平的增益"), lead(k, tastes), gap(k, tastes)))  # fmt: skip
    grid, shown = np.linspace(0.0, 0.5, 51), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
    pairs = (LIKE, *PUBLISHED)
    panel = Panel(
        Text("One level for both against levels of one's own", "统一水平与各自水平之比较"), Text("spillover", "外溢"), Text("gain of one level", "统一水平的增益"),
        (
            *(Line(Text(f"closed form, {a:g} / {b:g}", f"闭式解，{a:g} / {b:g}"), grid.tolist(), [gap(k, (a, b)) for k in grid], published=True) for a, b in pairs),
            *(Line(Text(f"the model's rules, {a:g} / {b:g}", f"本模型规则，{a:g} / {b:g}"), shown, [lead(k, (a, b)) for k in shown], points=True) for a, b in pairs),
        ),
    )  # fmt: skip
    setting = Text(
        f"two places, {1 << ELEMENTS} levels up to {TOP:g}, {QUARTERS} quarters of {TRIALS} trials from the lowest level, no noise",
        f"两个社区，{1 << ELEMENTS} 个水平（最高 {TOP:g}），从最低水平出发试行 {QUARTERS} 个季度、每季 {TRIALS} 次，无噪声",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "besley_coate", Text("One level for all, or each its own", "统一供给还是各自供给"), "Oates 1972, Fiscal Federalism; Besley & Coate 2003, Journal of Public Economics 87, 2611-2637", "spillover.worth, trials.step, design.search (template.step), spillover.update_benefit",
    Text("Limit: K = N - 1, where a landscape can be any function of the rules; a rule set is a level of a public good, neighbouring levels one flip apart (Gray code). Places search by local trials, or a template is designed with both as pilots whose neighbours are asked. The centre is benevolent, as in Oates; bargaining among delegates, the other half of Besley and Coate, is not in the model. The printed numbers follow from their utility with logarithmic benefits. The optima are among the levels, as they are in a continuum; what is tried is that the search ends at them.",
         "极限情形：K = N - 1，此时景观可以是规则的任意函数；一套规则代表一个公共品水平，相邻水平只差一次翻转（格雷码）。各社区自行试行，或以两地为试点、并听取邻近社区来设计统一模板。上级是善意的，与 Oates 一致；Besley 与 Coate 的另一半内容（代表之间的讨价还价）不在本模型之中。公布值由其对数效用推出。与连续情形一样，各最优水平都在可选水平之中；要检验的是搜索能否停在这些水平上。"),
    run,
)  # fmt: skip
