"""One community that pools all its hours for the design of its own rules searches as it would by local trials."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....core.text import Text
from ..result import Check, Line, Outcome, Panel, Result, exact, mean_error, sampled
from .quarters import ABOVE, BELOW, FIT, TRIED, courses, place

WORTHS = (0.375, 3.375, 7.5)
"""Hours a quarter, in trials; multiples of 1/8, which have no rounding."""
AFTER = (4, 10, 20)
WORLD = {"elements": 10, "complexity": 3, "drift": 0.2}


def both(
    seed: int, runs: int, worth: float, world: dict = WORLD, quarters: int = max(AFTER)
) -> tuple[NDArray, NDArray]:
    """Return the courses of the same community by pooled design and by local trials."""
    design, local = (
        courses(place(1, who, world, {"trial_cost": 0.1}), seed, runs, 1997, quarters, worth) for who in (ABOVE, BELOW)
    )
    return design, local


def run(seed: int, quick: bool) -> Outcome:
    """Run scarce hours, usual ones, and more than can be used."""
    runs = 1500 if quick else 20_000
    checks: list[Check] = []
    lines = []
    for worth in WORTHS:
        design, local = both(seed, runs, worth)
        at = Text(f"hours of {worth:g} trials a quarter", f"每季工时可供 {worth:g} 次试行")
        checks.append(exact(Text(f"{at.en}: largest difference in trials made", f"{at.zh}：试行次数的最大差异"), float(np.abs(design - local)[:, :, TRIED].max()), 0.0))  # fmt: skip
        for after in AFTER:
            difference = mean_error((design - local)[:, after, FIT])
            checks.append(sampled(Text(f"{at.en}, {after} quarters: fit by design minus by local trials", f"{at.zh}，{after} 个季度：设计减社区探索的适配度"), *difference, 0.0))  # fmt: skip
        quarters = list(range(local.shape[1]))
        lines.append(
            Line(
                Text(f"local trials, {worth:g}", f"社区探索，{worth:g}"),
                quarters,
                local[:, :, FIT].mean(axis=0).tolist(),
                published=True,
            )
        )
        lines.append(
            Line(
                Text(f"pooled design, {worth:g}", f"上交后设计，{worth:g}"),
                quarters,
                design[:, :, FIT].mean(axis=0).tolist(),
                points=True,
            )
        )
    panel = Panel(Text("The same hours, by design and by local trials", "同样的工时：设计与社区探索"), Text("quarters", "季度"), Text("fit", "适配度"), tuple(lines))  # fmt: skip
    setting = Text(
        f"one community that is its own pilot, all rules mandated and all hours pooled, against local trials; N = 10, K = 3, drift 0.2, noise 0.05, {runs:,} pairs of districts",
        f"一个社区自为试点，全部规则强制、全部工时上交，与社区探索比较；N = 10、K = 3，漂移 0.2，噪声 0.05，{runs:,} 对街区",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "pooled_search", Text("Design of one place is local search", "单一社区的设计即本地搜索"), "Levinthal 1997, Management Science 43, 934-950 (local search), to which both reduce", "trials.pool, design.search (template.step), trials.step",
    Text("Neither side may have an advantage that is not named: with one community, its own pilot, a full mandate, no control by indicators and all hours pooled, noise, price, limit and rule of choice are those of local trials. The draws differ, so single districts do; trials agree one by one, fit on average.",
         "任何一方都不得有未言明的优势：只有一个社区、自为试点、全部强制、不考核、全部工时上交时，噪声、价格、上限与取舍规则都与社区探索相同。两者的随机数不同，故个别街区不同；试行次数逐一相等，适配度平均相等。"),
    run,
)  # fmt: skip
