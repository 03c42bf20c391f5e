"""Bardhan & Mookherjee (2000): where places are alike, it is the weight of capture on either side that decides who does better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....core.text import Text
from ..result import Check, Line, Outcome, Panel, Result, exact, greater, mean_error, sampled
from .quarters import ABOVE, BELOW, FIT, courses, place

ELEMENTS, COMMUNITIES = 12, 4
WEIGHTS = (0.15, 0.3, 0.5, 0.7, 1.0)
LOCAL, CENTRE = "local", "centre"
HOW = {LOCAL: BELOW, CENTRE: ABOVE}
TIES = (0.15, 0.3, 0.5)
MORE, LESS = 0.3, 0.1
QUARTERS, TRIALS = 4, 40


def closed_form(weight: float) -> float:
    """Return the fit at which long search ends that gives this weight to another interest: many elements, no interactions."""
    if weight >= 1.0:
        return 0.0
    a = weight / (1.0 - weight)
    return 1 - a * a / 2 + a**3 / 5 if a <= 1.0 else 1 / a - 0.3 / (a * a)


def simulated(seed: int, runs: int, how: str, local: float, centre: float) -> NDArray[np.float64]:
    """Return the mean fit in many districts of like communities after a long search without noise."""
    world = {"elements": ELEMENTS, "complexity": 0, "similarity": 1.0}
    constants = {"capture_local": local, "capture_centre": centre, "trial_noise": 0.0, "trial_limit": TRIALS}
    return courses(place(COMMUNITIES, HOW[how], world, constants), seed, runs, 2000, QUARTERS, TRIALS)[:, -1, FIT]


def worked_out(seed: int, draws: int, weight: float, elements: int = ELEMENTS) -> NDArray[np.float64]:
    """Return the fit of the rules that are best by that weight, from drawn landscapes alone: a difference for each element."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 2000, 1]))
    first, second = random.random((2, 2, draws, elements))
    fit, interest = (d / np.abs(d).sum(axis=1, keepdims=True) for d in first - second)
    return (fit * np.sign((1 - weight) * fit + weight * interest)).sum(axis=1)


def lead(seed: int, runs: int, local: float, centre: float) -> NDArray[np.float64]:
    """Return by how much the centre's design does better than local search, in the same districts."""
    return simulated(seed, runs, CENTRE, local, centre) - simulated(seed, runs, LOCAL, local, centre)


def run(seed: int, quick: bool) -> Outcome:
    """Run weights on both sides, equal ones and unequal ones."""
    runs, draws = (400, 40_000) if quick else (3000, 1_000_000)
    checks: list[Check] = []
    found: dict[tuple[str, float], tuple[float, float]] = {}
    for weight in WEIGHTS:
        expected = mean_error(worked_out(seed, draws, weight))
        for how, who in ((LOCAL, Text("communities", "社区")), (CENTRE, Text("the centre", "上级"))):
            found[how, weight] = mean_error(simulated(seed, runs, how, weight, weight))
            label = Text(f"weight {weight:g}, {who.en} decide: fit in the end" if how == LOCAL else f"weight {weight:g}, {who.en} decides: fit in the end", f"权重 {weight:g}，{who.zh}决策：最终适配度")  # fmt: skip
            checks.append(sampled(label, *found[how, weight], *expected))
    for weight in TIES:
        checks.append(sampled(Text(f"weight {weight:g} on both sides: lead of the centre", f"双方权重均为 {weight:g}：上级的领先"), *mean_error(lead(seed + 1, runs, weight, weight)), 0.0))  # fmt: skip
    checks += [
        greater(Text(f"communities {MORE:g}, centre {LESS:g}: lead of the centre", f"社区 {MORE:g}、上级 {LESS:g}：上级的领先"), lead(seed + 2, runs, MORE, LESS), Text("the less captured does better", "俘获较轻者较好")),
        greater(Text(f"communities {LESS:g}, centre {MORE:g}: lead of communities", f"社区 {LESS:g}、上级 {MORE:g}：社区的领先"), -lead(seed + 2, runs, LESS, MORE), Text("the less captured does better", "俘获较轻者较好")),
        exact(Text("closed form at weight 0.5", "权重 0.5 时的闭式解"), closed_form(0.5), 0.7),
    ]  # fmt: skip
    for weight in (0.3, 0.7):
        many = worked_out(seed, 100 if quick else 400, weight, 4000)
        checks.append(sampled(Text(f"the expectation with 4,000 elements, weight {weight:g}", f"4,000 个要素时的期望，权重 {weight:g}"), *mean_error(many), closed_form(weight), 0.0, Text("closed form", "闭式解")))  # fmt: skip
    grid = np.linspace(0.0, 1.0, 41)
    ours = {how: [[found[how, weight][k] for weight in WEIGHTS] for k in range(2)] for how in HOW}
    panel = Panel(
        Text("Fit in the end where who decides is captured", "决策者被俘获时的最终适配度"), Text("weight of capture", "俘获权重"), Text("fit", "适配度"),
        (
            Line(Text("closed form, many elements", "闭式解，要素很多"), grid.tolist(), [closed_form(weight) for weight in grid], published=True),
            Line(Text("communities decide", "社区决策"), WEIGHTS, ours[LOCAL][0], ours[LOCAL][1], points=True),
            Line(Text("the centre decides", "上级决策"), WEIGHTS, ours[CENTRE][0], ours[CENTRE][1], points=True),
        ),
    )  # fmt: skip
    setting = Text(
        f"{COMMUNITIES} like communities, N = {ELEMENTS}, K = 0, no noise, {runs} districts at each point; worked out from {draws:,} drawn landscapes",
        f"{COMMUNITIES} 个相同的社区，N = {ELEMENTS}、K = 0，无噪声，每点 {runs} 个街区；推算取 {draws:,} 次抽取的景观",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "bardhan_mookherjee", Text("Capture at either end", "两端的俘获"), "Bardhan & Mookherjee 2000, American Economic Review 90, 135-139; the closed form follows from the rules", "capture.leaning, judging.judged, trials.step, design.judged_by_centre (template.step)",
    Text("The paper: no side is more open to capture in general; it depends on how heavy it weighs. Here: at K = 0, in like places, without noise, equal weights make no difference and the less captured side does better. With many elements fit ends at 1 - a²/2 + a³/5, a = l / (1 - l), for weights l up to 0.5, and at 1/a - 0.3/a² above; expectations for 12 elements are worked out apart from the model.",
         "论文结论：一般而言哪一端更易被俘获并无定论，取决于俘获的轻重。这里取 K = 0、各地相同、无噪声：权重相等则无差别，俘获较轻的一方较好。要素很多时，权重 l 不超过 0.5 则适配度趋于 1 - a²/2 + a³/5，a = l/(1 - l)，超过则趋于 1/a - 0.3/a²；12 个要素时的期望另行推算，不经过本模型。"),
    run,
)  # fmt: skip
