"""What is measured is what is done: strong rewards for reports that are not quite what is wanted (Baker 2002; C24)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.text import Text
from ...evidence.reproduce.baker import surplus
from ...model.mechanisms.effort import effort
from ...model.model import CommunityModel
from .lesson import Answer, Knob, Lesson, lines

POWERS = (0.0, 0.15, 0.3, 0.6, 1.0, 1.5)
ALIGNMENT, CHALLENGE = 0.3, 0.5
SEEDS = 4


def district(power: float, alignment: float) -> tuple[float, float]:
    """Return reported and true resolution in a live district, over its last two of three years."""
    found = []
    for seed in range(SEEDS):
        model = CommunityModel(
            scenario=None,
            residents=1600,
            communities=4,
            rng=seed,
            levers={"kpi_power": power, "kpi_alignment": alignment},
            environment={"burn_in": 0},
        )
        model.run_for(156)
        summary = model.summary(104)
        found.append((summary["reported_resolution"], summary["true_resolution"]))
    reported, true = np.mean(found, axis=0)
    return float(reported), float(true)


def reveal() -> Answer:
    """Turn up what the report is worth, where what is measured is not quite what is wanted."""
    reported, true = np.array([district(power, ALIGNMENT) for power in POWERS]).T
    change = true[-1] - true[0]
    right = "falls" if change < -0.03 else "rises" if change > 0.03 else "same"
    text = Text(
        f"From no reward to the strongest, reported resolution goes from {100 * reported[0]:.0f} % to {100 * reported[-1]:.0f} %; true resolution goes from {100 * true[0]:.0f} % to {100 * true[-1]:.0f} %. Hours go into what is counted.",
        f"从没有奖惩到奖惩最强，报表上的解决率由 {100 * reported[0]:.0f} % 变为 {100 * reported[-1]:.0f} %，实际解决率由 {100 * true[0]:.0f} % 变为 {100 * true[-1]:.0f} %。时间花在了被计数的事情上。",
    )
    curves = {Text("as reported", "上报"): 100 * reported, Text("true", "实际"): 100 * true}
    return Answer(
        text,
        lines(
            "measure",
            Text("Resolution", "解决率"),
            Text("%", "%"),
            Text("KPI power", "考核强度"),
            curves,
            places=POWERS,
        ),
        right,
    )


def attempt(values: Mapping[str, float]) -> Answer:
    """Baker's limit: effort costs what it costs, and only part of what is measured is wanted."""
    power = values["power"]
    powers = np.arange(0, 1.5001, 0.05)
    worth = np.array([surplus(*effort(0.0, b, CHALLENGE, 1.0, False)) for b in powers])
    own = float(surplus(*effort(0.0, power, CHALLENGE, 1.0, False)))
    solved = bool(own >= 0.97 * worth.max())
    text = Text(
        f"A reward of {power:g} brings a surplus of {own:.3f}. If measure and aim were the same, this reward would bring {float(surplus(*effort(0.0, power, 1.0, 1.0, False))):.3f}.",
        f"考核强度为 {power:g} 时，净收益为 {own:.3f}；若考核与目标完全一致，同样强度的净收益为 {float(surplus(*effort(0.0, power, 1.0, 1.0, False))):.3f}。",
    )
    tried = [own if abs(b - power) < 0.025 else worth[k] for k, b in enumerate(powers)] if solved else [own]
    places = powers if solved else [power]
    curves = {Text("surplus", "净收益"): np.array(tried)}
    return Answer(
        text,
        lines(
            "surplus",
            Text("Surplus", "净收益"),
            Text("value less cost of effort", "价值减去努力成本"),
            Text("KPI power", "考核强度"),
            curves,
            places=places,
        ),
        None,
        solved,
    )


LESSON = Lesson(
    name="measure",
    title=Text("What is measured is what is done", "考核什么，就做什么"),
    story=Text(
        "Staff solve problems, and they write reports. A report can be had without a solution. The district begins to reward resolution as it stands in the reports, more and more strongly. What is measured agrees with what is wanted only in part (0.3 on a scale where 1 is full agreement).",
        "工作人员既要解决问题，也要填写报表；没有解决，也可以报解决。区里开始按报表上的解决率奖惩，而且越来越重。考核的内容与真正想要的只有部分一致（以 1 为完全一致，此处为 0.3）。",
    ),
    question=Text("What happens to the share of problems truly solved?", "真正得到解决的比例会怎样？"),
    options={"rises": Text("it rises", "上升"), "same": Text("hardly anything", "几乎不变"), "falls": Text("it falls", "下降")},
    reveal=reveal,
    challenge=Text(
        "Staff do only what is rewarded, and effort has its price. Measure and aim agree by 0.5. Which strength of reward brings the greatest surplus (within 3 %)? It is not the strongest.",
        "假设工作人员只做有奖惩的事，而努力是有代价的；考核与目标的一致程度为 0.5。多强的奖惩带来最大的净收益（误差 3% 以内）？并不是最强的。",
    ),
    knobs=(Knob("power", Text("KPI power", "考核强度"), 0, 1.5, 0.05, 1.5),),
    attempt=attempt,
    source="Baker, G. (2002). Distortion and risk in optimal incentive contracts. Journal of Human Resources 37, 728-751.",
    link="https://doi.org/10.2307/3069615",
    mechanism="model/mechanisms/effort.py",
)  # fmt: skip
