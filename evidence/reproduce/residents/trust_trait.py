"""Trust with a trait: Bush & Mosteller's linear learning, drawn back to what trust was at arrival."""

from __future__ import annotations

import numpy as np

from ....core.compile.compiled import compiled
from ....core.draws import stream, uniform
from ....core.text import Text
from ....model.experience import GOVERNMENT_DOWN, GOVERNMENT_UP, note
from ....model.mechanisms.records import give_back
from ....model.mechanisms.trust import update
from ..result import Check, Line, Outcome, Panel, Result, mean_error, sampled

UP, DOWN, TRAIT = 0.10, 0.12, 0.55
SETTINGS = ((0.5, 0.55, 0.005), (0.3, 0.55, 0.01), (1.0, 0.4, 0.03), (0.5, 0.8, 0.0))
"""Experiences a week (at most one), the share of good ones, return a week."""


@compiled
def live(seed, rate, chance, back, course):
    """Write trust of many residents at the end of each week into `course` (residents x weeks), from the trait."""
    residents = course.shape[0]
    trust, told = np.full(residents, np.float32(TRAIT)), np.zeros(residents, np.int64)
    traits = np.full(residents, np.float32(TRAIT))
    for week in range(course.shape[1]):
        key, felt = stream(seed, 1955, week), np.zeros(residents, np.int64)
        for i in range(residents):
            if uniform(key, i, 0) < rate:
                note(felt, i, GOVERNMENT_UP if uniform(key, i, 1) < chance else GOVERNMENT_DOWN)
        update(trust, felt, told, GOVERNMENT_UP, UP, DOWN, 0.0)
        if back > 0.0:
            give_back(trust, traits, back)
        course[:, week] = trust


def expected(rate: float, chance: float, back: float) -> tuple[float, float]:
    """Return the mean of trust at rest and its autocorrelation from one week to the next."""
    gain, loss = rate * chance * UP, rate * (1 - chance) * DOWN
    kept = (1 - back) * (1 - gain - loss)
    return ((1 - back) * gain + back * TRAIT) / (1 - kept), kept


def run(seed: int, quick: bool) -> Outcome:
    """Run four settings, the last without a trait."""
    residents, weeks, lag = (4_000, 300, 13) if quick else (60_000, 600, 26)
    checks: list[Check] = []
    lines = []
    for k, (rate, chance, back) in enumerate(SETTINGS):
        course = np.empty((residents, weeks))
        live(seed + k, rate, chance, back, course)
        mean, kept = expected(rate, chance, back)
        at = Text(
            f"{rate:g} experiences a week, {chance:g} of them good, return {back:g}",
            f"每周 {rate:g} 次经历，好经历占 {chance:g}，回归 {back:g}",
        )
        checks.append(sampled(Text(f"{at.en}: mean", f"{at.zh}：均值"), *mean_error(course[:, -1]), mean))
        found = float(np.corrcoef(course[:, -1 - lag], course[:, -1])[0, 1])
        error = (1 - kept ** (2 * lag)) / np.sqrt(residents)
        label = Text(f"{at.en}: correlation after {lag} weeks", f"{at.zh}：{lag} 周后的相关系数")
        checks.append(sampled(label, found, float(error), kept**lag))
        shown = list(range(0, 201, 8))
        lines.append(Line(at, [t + 1 for t in shown], [float(course[:, t].mean()) for t in shown], points=True))
        exact = [mean + (TRAIT - mean) * kept ** (t + 1) for t in shown]
        lines.append(Line(Text("", ""), [t + 1 for t in shown], exact, published=True))
    panel = Panel(
        Text("Mean trust from its trait", "从初始水平出发的平均信任"),
        Text("week", "周"),
        Text("trust", "信任"),
        tuple(lines),
    )
    setting = Text(
        f"{residents:,} residents, {weeks} weeks, u = {UP:g}, d = {DOWN:g}, trust at arrival {TRAIT:g}, no gossip and no reports",
        f"{residents:,} 名居民，{weeks} 周，u = {UP:g}、d = {DOWN:g}，初始信任 {TRAIT:g}，无传闻与通报",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "trust_trait", Text("Trust with a trait", "带个人水平的信任"), "Bush & Mosteller 1955, Stochastic Models for Learning; the trait as a third operator", "trust.update, records.give_back",
    Text("Mean [(1 - rho) U + rho T0] / [1 - (1 - rho)(1 - U - D)] and autocorrelation [(1 - rho)(1 - U - D)]^h follow from the linear operators of the book, with the return as one more; U = lambda p u, D = lambda (1 - p) d.",
         "均值 [(1 - ρ)U + ρT0] / [1 - (1 - ρ)(1 - U - D)] 与自相关 [(1 - ρ)(1 - U - D)]^h 由该书的线性算子加上回归一项推出；U = λpu，D = λ(1 - p)d。"),
    run,
)  # fmt: skip
