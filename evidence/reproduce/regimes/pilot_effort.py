"""Effort at pilots that cannot be repeated: how much worse the rules end that were chosen by it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from ....core.text import Text
from ..result import Check, Line, Outcome, Panel, Result, exact, mean_error, sampled
from .quarters import ABOVE, FIT, courses, place

ELEMENTS, NOISE = 12, 0.05
LIFTS = (0.0, 0.02, 0.05, 0.1, 0.3)
AFFLUENCE = 0.5
QUARTERS, TRIALS, SETTLED = 40, 40, 8


def simulated(seed: int, runs: int, lift: float, noise: float = NOISE, discount: float = 0.0) -> NDArray[np.float64]:
    """Return by district the mean fit of many quarters, where candidates look better at the pilot by `lift`."""
    effort = lift / AFFLUENCE
    w = place(
        1, {**ABOVE, "kpi_power": 1.0, "pilot_discount": discount}, {"elements": ELEMENTS, "complexity": 0},
        {"pilot_effort": effort, "trial_noise": noise, "trial_limit": TRIALS, "report_optimism": 0.0, "paper_rate": 0.0},
    )  # fmt: skip
    w.communities.affluence[:] = AFFLUENCE
    return courses(w, seed, runs, 2025, QUARTERS, TRIALS)[:, SETTLED:, FIT].mean(axis=1)


def expected_fit(differences: NDArray, lift: float, noise: float) -> NDArray[np.float64]:
    """Return the fit in the long run for the differences that the elements make (districts x elements).

    A flip changes fit by twice the element's share d of all differences, up or down, and is kept with Phi((change + lift) / noise);
    so an element is right with p = Phi((2 d + b) / s) / (Phi((2 d + b) / s) + Phi((b - 2 d) / s)).
    """
    share = np.abs(differences) / np.abs(differences).sum(axis=1, keepdims=True)
    up, down = norm.cdf((2 * share + lift) / noise), norm.cdf((lift - 2 * share) / noise)
    return (share * (2 * up / (up + down) - 1)).sum(axis=1)


def worked_out(seed: int, draws: int, lift: float, noise: float = NOISE) -> NDArray[np.float64]:
    """Return the fit in the long run on drawn landscapes."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 2025, 1]))
    first, second = random.random((2, draws, ELEMENTS))
    return expected_fit(first - second, lift, noise)


def run(seed: int, quick: bool) -> Outcome:
    """Run five lifts, and the largest one with a centre that sees through it."""
    runs, draws = (150, 50_000) if quick else (2000, 1_000_000)
    checks: list[Check] = []
    found: dict[float, tuple[float, float]] = {}
    for lift in LIFTS:
        found[lift] = mean_error(simulated(seed, runs, lift))
        label = Text(f"lift {lift:g}: fit in the long run", f"高出 {lift:g}：长期适配度")
        checks.append(sampled(label, *found[lift], *mean_error(worked_out(seed, draws, lift))))
    through, nothing = (simulated(seed, min(runs, 150), lift, NOISE, 1.0) for lift in (LIFTS[-1], 0.0))
    checks.append(exact(Text(f"lift {LIFTS[-1]:g}, discounted in full: largest difference from none", f"高出 {LIFTS[-1]:g} 而全数折减：与无额外投入的最大差异"), float(np.abs(through - nothing).max()), 0.0))  # fmt: skip
    grid = np.linspace(0.0, LIFTS[-1], 31)
    panel = Panel(
        Text("Rules chosen at pilots that try harder", "在额外投入的试点中选出的规则"), Text("lift of what pilots report", "试点汇报高出的部分"), Text("fit where rules are rolled out", "推广后的适配度"),
        (
            Line(Text("worked out", "推算"), grid.tolist(), [float(worked_out(seed, 20_000, lift).mean()) for lift in grid], published=True),
            Line(Text("the model's rules", "本模型规则"), LIFTS, [found[lift][0] for lift in LIFTS], [found[lift][1] for lift in LIFTS], points=True),
        ),
    )  # fmt: skip
    setting = Text(
        f"one community that is its own pilot, affluence {AFFLUENCE:g}, KPI power 1, N = {ELEMENTS}, K = 0, noise {NOISE:g}, {runs} districts, {(QUARTERS - SETTLED + 1) * TRIALS:,} candidates each after the first {SETTLED * TRIALS}",
        f"一个社区自为试点，富裕程度 {AFFLUENCE:g}、考核强度 1，N = {ELEMENTS}、K = 0，噪声 {NOISE:g}，{runs} 个街区，前 {SETTLED * TRIALS} 个候选方案之后各 {(QUARTERS - SETTLED + 1) * TRIALS:,} 个",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "pilot_effort", Text("Pilots that try harder", "额外投入的试点"), "direction after Wang & Yang, on policy experimentation in China; the numbers follow from the rule", "pilot_effort.boost, design.lift, design.search (template.step)",
    Text("The paper shows that pilots got more than could be given elsewhere, and that this was not fully seen through; it gives no size in these units. Here: K = 0, one pilot, no embellishment, nothing adopted on paper. A change worth d is kept with Phi((d + b) / s), b the lift and s the noise; the fit in the long run follows.",
         "论文表明试点获得了他处无法复制的资源，且未被完全识破；并未给出以本模型单位计的大小。这里取 K = 0、一个试点、无修饰、无纸面落实：价值为 d 的改动以 Φ((d + b)/s) 的概率保留，b 为高出部分，s 为噪声；长期适配度由此推出。"),
    run,
)  # fmt: skip
