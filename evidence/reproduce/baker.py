"""Baker (2002): the best power of an incentive falls with distortion, and so does what is won by it."""

from __future__ import annotations

import numpy as np

from ...core.text import Text
from ...model.mechanisms.effort import effort
from .result import Check, Line, Outcome, Panel, Result, exact, root

ALIGNMENTS, SIZES = (0.2, 0.5, 0.8, 1.0), (0.5, 1.0, 2.5)


def surplus(true: float, report: float) -> float:
    """Return the worth of effort less its cost, where the value of true effort is 1."""
    return true - 0.5 * (true * true + report * report)


def worth(power: float, alignment: float, size: float) -> float:
    """Return the surplus of effort under an incentive of this power, without intrinsic effort or a limit of hours."""
    return surplus(*effort(0.0, power, alignment, size, False))


def best_power(alignment: float, size: float) -> float:
    """Return the power at which the surplus is greatest: where its slope is zero (it is a parabola, so differences are exact)."""
    h = 0.25
    slope = lambda power: (worth(power + h, alignment, size) - worth(power - h, alignment, size)) / (2 * h)  # noqa: E731
    return root(slope, 0.0, 3.0 / size + 1.0)


def run(seed: int, quick: bool) -> Outcome:
    """Run alignments and sizes of the measure."""
    checks: list[Check] = []
    first_best = worth(1.0, 1.0, 1.0)
    for alignment in ALIGNMENTS:
        for size in SIZES:
            found = best_power(alignment, size)
            at = f"cos = {alignment:g}, |g| = {size:g}"
            checks.append(exact(Text(f"best power, {at}", f"最优激励强度，{at}"), found, alignment / size))
            checks.append(
                exact(
                    Text(f"share of the first best, {at}", f"占最优剩余的比例，{at}"),
                    worth(found, alignment, size) / first_best,
                    alignment**2,
                )
            )
    grid = np.linspace(0.05, 1.0, 39)
    panel = Panel(
        Text("Best power and what it wins, |g| = 1", "最优强度与所得剩余，|g| = 1"), Text("cos(theta): alignment of measure and goal", "cosθ：考核与目标的一致程度"), Text("power; share of the first best", "强度；占最优的比例"),
        (
            Line(Text("cos(theta) / |g|", "cosθ / |g|"), grid.tolist(), grid.tolist(), published=True),
            Line(Text("best power by the model's rule", "本模型规则的最优强度"), ALIGNMENTS, [best_power(a, 1.0) for a in ALIGNMENTS], points=True),
            Line(Text("cos(theta)^2", "cos²θ"), grid.tolist(), (grid**2).tolist(), published=True),
            Line(Text("surplus by the model's rule", "本模型规则的剩余"), ALIGNMENTS, [worth(best_power(a, 1.0), a, 1.0) / first_best for a in ALIGNMENTS], points=True),
        ),
    )  # fmt: skip
    return Outcome(
        Text("no intrinsic effort, no limit of hours, |f| = 1", "无内在努力，无工时限制，|f| = 1"),
        tuple(checks),
        (panel,),
    )


RESULT = Result(
    "baker", Text("Distortion in incentives", "激励的扭曲"), "Baker 2002, Journal of Human Resources 37, 728-751", "effort.effort",
    Text("Limit: m = 0, no constraint of hours, value of effort of size 1. In the simulation m = 0.6 and the hours of a week are limited.",
         "极限情形：m = 0，无工时限制，努力的价值为 1。模拟中 m = 0.6 且工时有限。"),
    run,
)  # fmt: skip
