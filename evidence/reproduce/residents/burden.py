"""Burden of problems: how long one weighs, where people get used to it and patience ends."""

from __future__ import annotations

import numpy as np

from ....core.compile.compiled import compiled
from ....core.draws import exponential, stream
from ....core.text import Text
from ....model.cases.lifecycle import lasting
from ..result import Check, Line, Outcome, Panel, Result, exact, mean_error, sampled

NEVER = 1e12
SETTINGS = ((0.4, 8.0, 13.0), (0.15, 8.0, 13.0), (0.4, 4.0, 4.0), (0.4, NEVER, 13.0))
"""Rate of resolution a week, mean patience (weeks), adaptation (weeks)."""


@compiled
def suffer(seed, mu, theta, tau, felt):
    """Fill in for how long each of many problems weighs, that end by resolution or by the end of patience."""
    key = stream(seed, 2002, 0)
    for k in range(felt.size):
        resolved, patience = exponential(key, k, 0) / mu, theta * exponential(key, k, 1)
        felt[k] = lasting(resolved < patience, min(resolved, patience), tau)


def expected(mu: float, theta: float, tau: float) -> float:
    """Return how long a problem weighs on average, in weeks."""
    return tau * (1 - mu / (mu + 1 / theta + 1 / tau))


def run(seed: int, quick: bool) -> Outcome:
    """Run rates, patience and adaptation."""
    problems = 20_000 if quick else 400_000
    checks: list[Check] = []
    for k, (mu, theta, tau) in enumerate(SETTINGS):
        felt = np.empty(problems)
        suffer(seed + k, mu, theta, tau, felt)
        patience = Text("without end", "无限") if theta == NEVER else Text(f"{theta:g} weeks", f"{theta:g} 周")
        label = Text(
            f"resolved at {mu:g} a week, patience {patience.en}, adaptation {tau:g} weeks: mean",
            f"每周解决率 {mu:g}，耐心{patience.zh}，适应时间 {tau:g} 周：均值",
        )
        checks.append(sampled(label, *mean_error(felt), expected(mu, theta, tau)))
    without = expected(0.4, NEVER, 13.0)
    checks.append(
        exact(
            Text("patience without end: tau / (1 + mu tau)", "耐心无限：τ / (1 + μτ)"), without, 13.0 / (1 + 0.4 * 13.0)
        )
    )
    checks.append(exact(Text("never resolved: tau", "从未解决：τ"), lasting(False, 3.0, 13.0), 13.0))
    rates = np.linspace(0.02, 1.0, 50)
    own = []
    for mu in (0.05, 0.2, 0.4, 0.7, 1.0):
        felt = np.empty(problems // 4)
        suffer(seed + 100, mu, 8.0, 13.0, felt)
        own.append((mu, float(felt.mean())))
    panel = Panel(
        Text("How long a problem weighs", "问题造成负担的时间"), Text("rate of resolution a week", "每周解决率"), Text("weeks as felt", "感受到的周数"),
        (
            Line(Text("formula", "公式"), rates.tolist(), [expected(mu, 8.0, 13.0) for mu in rates], published=True),
            Line(Text("by the model's rule", "本模型规则"), [mu for mu, _ in own], [value for _, value in own], points=True),
        ),
    )  # fmt: skip
    setting = Text(
        f"{problems:,} problems each, exponential times of resolution and patience",
        f"每种设定 {problems:,} 个问题，解决时间与耐心服从指数分布",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "burden", Text("Burden of problems and adaptation", "问题负担与适应"), "adaptation after Frey & Stutzer 2002, Happiness and Economics; the mean follows from the rule", "cases.lifecycle.lasting",
    Text("The book describes adaptation in words; the published value is the mean tau [1 - mu / (mu + 1/theta + 1/tau)] of the rule, with exponential times.",
         "该书以文字描述适应；“公布值”是规则在指数分布时间下的均值 τ[1 - μ / (μ + 1/θ + 1/τ)]。"),
    run,
)  # fmt: skip
