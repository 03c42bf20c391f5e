"""Trust that rises and falls at two speeds: where it settles, and how fast."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ...core.text import Text
from ...model.experience import GOVERNMENT_DOWN, GOVERNMENT_UP, note
from ...model.mechanisms.trust import update
from .result import Check, Line, Outcome, Panel, Result, exact, mean_error, sampled

UP, DOWN = 0.10, 0.17
CHANCES = (0.2, 0.5, 0.8, 0.95)


@compiled
def live(seed, chance, up, down, start, experiences, course):
    """Write the mean trust of many residents after each experience, good with this chance, into `course` (residents x experiences)."""
    residents = course.shape[0]
    trust, told = np.full(residents, start), np.zeros(residents, np.int64)
    for e in range(experiences):
        key, felt = stream(seed, 1993, e), np.zeros(residents, np.int64)
        for i in range(residents):
            note(felt, i, GOVERNMENT_UP if uniform(key, i, 0) < chance else GOVERNMENT_DOWN)
        update(trust, felt, told, GOVERNMENT_UP, up, down, 0.0)
        course[:, e] = trust


def after(trust: float, kind: int, up: float, down: float) -> float:
    """Return trust after one experience of a kind."""
    one, felt = np.array([trust]), np.zeros(1, np.int64)
    note(felt, 0, kind)
    update(one, felt, np.zeros(1, np.int64), GOVERNMENT_UP, up, down, 0.0)
    return float(one[0])


def rest(chance: float, up: float = UP, down: float = DOWN) -> float:
    """Return the mean to which trust tends."""
    return chance * up / (chance * up + (1 - chance) * down)


def expected_rest(chance: float, up: float, down: float) -> float:
    """Return the fixed point of the rule's mean: it is linear in trust, so two values of it are enough."""

    def mean(trust: float) -> float:
        up_to, down_to = (after(trust, kind, up, down) for kind in (GOVERNMENT_UP, GOVERNMENT_DOWN))
        return chance * up_to + (1 - chance) * down_to

    at_0, at_1 = mean(0.0), mean(1.0)
    return at_0 / (1.0 - (at_1 - at_0))


def simulate(
    seed: int, chance: float, residents: int, experiences: int, up: float = UP, down: float = DOWN, start: float = 0.5
) -> np.ndarray:
    """Return trust, residents x experiences."""
    course = np.empty((residents, experiences))
    live(seed, chance, up, down, start, experiences, course)
    return course


def run(seed: int, quick: bool) -> Outcome:
    """Run four chances of a good experience."""
    residents, experiences = (5_000, 150) if quick else (100_000, 200)
    checks: list[Check] = []
    lines = []
    shown = list(range(0, 61, 2))
    for chance in CHANCES:
        course = simulate(seed, chance, residents, experiences)
        checks.append(
            exact(
                Text(
                    f"good with chance {chance:g}: fixed point of the mean rule",
                    f"好经历概率 {chance:g}：平均规则的不动点",
                ),
                expected_rest(chance, UP, DOWN),
                rest(chance),
            )
        )
        checks.append(
            sampled(
                Text(
                    f"good with chance {chance:g}: mean trust of {residents:,} residents",
                    f"好经历概率 {chance:g}：{residents:,} 名居民的平均信任",
                ),
                *mean_error(course[:, -1]),
                rest(chance),
            )
        )
        speed = 1 - chance * UP - (1 - chance) * DOWN
        label = Text(f"chance {chance:g}", f"概率 {chance:g}")
        lines.append(Line(label, [e + 1 for e in shown], [float(course[:, e].mean()) for e in shown], points=True))
        lines.append(
            Line(
                Text("", ""),
                [e + 1 for e in shown],
                [rest(chance) + (0.5 - rest(chance)) * speed ** (e + 1) for e in shown],
                published=True,
            )
        )
    panel = Panel(
        Text("Mean trust from one half", "从 0.5 出发的平均信任"),
        Text("experiences", "经历次数"),
        Text("trust", "信任"),
        tuple(lines),
    )
    setting = Text(
        f"{residents:,} residents, {experiences} experiences each, u = {UP:g}, d = {DOWN:g}, no gossip and no reports",
        f"{residents:,} 名居民，每人 {experiences} 次经历，u = {UP:g}、d = {DOWN:g}，无传闻与通报",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "trust", Text("Trust at two speeds", "信任的两种速度"), "asymmetry after Slovic 1993, Risk Analysis 13, 675-682; the mean follows from the rule", "trust.update, experience.note",
    Text("The paper gives the asymmetry in words, not these speeds; the published value is the mean p u / (p u + (1 - p) d) of the rule.",
         "论文以文字说明不对称性，没有给出速度；“公布值”是规则本身的均值 p u /(p u + (1 - p) d)。"),
    run,
)  # fmt: skip
