"""Small & Rosen (1981): what a choice among ways is worth is the logarithm of its weights, and an hour costs its share."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ....core.text import Text
from ....model.measures import FLOWS
from ....model.mechanisms.errands import shares, step
from ....model.sandbox import district
from ..result import Check, Line, Outcome, Panel, Result, exact, mean_error, sampled

WAYS = ((1.0, 3.0, 2.0, 1.2, 1.0, 0.4), (0.5, 4.0, 2.0, 3.5, 0.6, 0.9), (2.0, 1.0, 1.5, 0.4, 0.2, 1.0))
"""Weight of an hour, worth, hours at the window and online, reach of the window and online."""
WEIGHT, HOURS, MEDIAN, SPREAD = 0.8, 2.0, 3.0, 0.8
H = 1e-5


def slope(place: int, way: tuple[float, ...]) -> float:
    """Return how surplus changes with an hour more of one of the ways."""
    more, less = list(way), list(way)
    more[place] += H
    less[place] -= H
    return float(shares(*more)[3] - shares(*less)[3]) / (2 * H)


def drawn(seed: int, draws: int, way: tuple[float, ...]) -> NDArray[np.float64]:
    """Return for drawn tastes (type I extreme value) the best of the ways in hours, and which it is: draws x 4."""
    weight, worth, window, online, window_reach, online_reach = way
    random = np.random.default_rng(np.random.SeedSequence([seed, 1981]))
    tastes = random.gumbel(-np.euler_gamma, 1.0, (draws, 3))
    offers = [
        0.0,
        weight * (worth - window) + math.log(window_reach),
        weight * (worth - online) + math.log(online_reach),
    ]
    value = tastes + np.array(offers)
    return np.column_stack([value.max(axis=1) / weight, *(value.argmax(axis=1) == k for k in range(3))])


def expected(online: float) -> float:
    """Return mean surplus of errands without closed windows for residents with full skill: an integral over what they are worth."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    worth = MEDIAN * np.exp(SPREAD * nodes)
    hours = 0.5 + HOURS * (1 - online)
    values = np.logaddexp(0.0, WEIGHT * (worth - HOURS))
    if online:
        values = np.logaddexp(values, math.log(online) + WEIGHT * (worth - hours))
    values /= WEIGHT
    return float((values * weights).sum() / weights.sum())


def simulated(seed: int, weeks: int, online: float) -> NDArray[np.float64]:
    """Return by week the mean surplus of the errands of a district."""
    w = district(
        2000, seed=seed, levers={"digital_assistance": 0.0},
        constants={"errand_rate": 26.0, "errand_benefit": MEDIAN, "errand_spread": SPREAD, "window_closure": 0.0, "cost_weight": WEIGHT, "trips": 2.0, "trip_hours": 1.0, "online_hours": 0.5},
        skill=1.0,
    )  # fmt: skip
    w.governments.online[:], w.governments.data_sharing[:] = online, 0.0
    found = np.empty(weeks)
    for week in range(weeks):
        for name in FLOWS:
            getattr(w.tally, name)[:] = 0.0
        step(w, week)
        found[week] = w.tally.errand_surplus.sum() / w.tally.errands.sum()
    return found


def run(seed: int, quick: bool) -> Outcome:
    """Run the limit of two ways, slopes, drawn tastes, and the errands of a district."""
    draws, weeks = (200_000, 40) if quick else (4_000_000, 400)
    checks: list[Check] = []
    for worth in (0.5, 2.0, 6.0):
        label = Text(f"window alone, worth {worth:g} h: surplus", f"仅有窗口，价值 {worth:g} 小时：盈余")
        closed = math.log(1 + math.exp(WEIGHT * (worth - HOURS))) / WEIGHT
        checks.append(exact(label, shares(WEIGHT, worth, HOURS, 9.0, 1.0, 0.0)[3], closed))
    for number, way in enumerate(WAYS, 1):
        share = shares(*way)
        for place, j, (en, zh) in ((2, 1, ("at the window", "窗口")), (3, 2, ("online", "网上"))):
            label = Text(f"setting {number}: an hour more {en}", f"设置 {number}：{zh}多一小时")
            checks.append(exact(label, slope(place, way), -share[j], 1e-8))
        tastes = drawn(seed + number, draws, way)
        for j, (en, zh) in enumerate((("best of drawn tastes, h", "随机偏好下的最优值（小时）"), ("left undone", "不办"), ("window", "窗口"), ("online", "网上"))):  # fmt: skip
            ours = share[3] if j == 0 else share[j - 1]
            mean, error = mean_error(tastes[:, j])
            checks.append(sampled(Text(f"setting {number}: {en}", f"设置 {number}：{zh}"), ours, 0.0, mean, error))
    for online in (0.0, 0.6):
        label = Text(f"errands of a district, online {online:g}: surplus (h)", f"一个街区的办事，网上程度 {online:g}：盈余（小时）")  # fmt: skip
        checks.append(sampled(label, *mean_error(simulated(seed, weeks, online)), expected(online)))
    grid = np.linspace(0.0, 8.0, 41)
    panel = Panel(
        Text("Worth of a choice", "选择的价值"), Text("worth of the errand, h", "事项价值（小时）"), Text("surplus, h", "盈余（小时）"),
        (
            Line(Text("window alone, closed form", "仅有窗口，解析式"), grid.tolist(), [math.log(1 + math.exp(WEIGHT * (b - HOURS))) / WEIGHT for b in grid], published=True),
            Line(Text("window alone, the model's rule", "仅有窗口，本模型规则"), grid[::5].tolist(), [shares(WEIGHT, b, HOURS, 9.0, 1.0, 0.0)[3] for b in grid[::5]], points=True),
            Line(Text("half of the windows closed, 3 h online", "关闭一半窗口，网上 3 小时"), grid.tolist(), [shares(WEIGHT, b, HOURS, 3.0, 0.5, 1.0)[3] for b in grid]),
        ),
    )  # fmt: skip
    setting = Text(
        f"weight of an hour {WEIGHT:g}, {HOURS:g} h at the window; {draws:,} drawn tastes; a district of 2,000 residents, {weeks} weeks",
        f"一小时的权重 {WEIGHT:g}，窗口 {HOURS:g} 小时；{draws:,} 次随机偏好；2,000 名居民的街区，{weeks} 周",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "small_rosen", Text("Surplus of a discrete choice", "离散选择的盈余"), "Small & Rosen 1981, Econometrica 49, 105-130; McFadden 1974", "errands.shares, errands.step",
    Text("Surplus is ln(sum of weights) / weight of an hour; its slope in the hours of a way is minus the share of that way, and it is the mean of the best way over tastes drawn from the type I extreme value distribution.",
         "盈余为 ln(权重之和)/一小时的权重；其对某一方式耗时的导数等于该方式占比的相反数，并等于偏好服从 I 型极值分布时最优方式价值的均值。"),
    run,
)  # fmt: skip
