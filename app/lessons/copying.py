"""Copying against exploring: who imitates quickly is ahead early and stuck early (Lazer & Friedman 2007)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.draws import python_stream
from ...core.text import Text
from ...evidence.reproduce.lazer_friedman import one_round
from ...model.rules.fitness import score
from ...model.rules.tables import draw_dependence, draw_rules, draw_table
from .lesson import Answer, Knob, Lesson, lines

ELEMENTS, OTHERS, SEARCHERS, LANDSCAPES = 20, 5, 100, 14
LONG, SHORT, GOAL = 90, 15, 0.745


def circle(neighbours: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return slot lists of searchers in a circle, each seeing a number of others on both sides."""
    half = max(1, min(SEARCHERS // 2, neighbours // 2))
    steps = [d for k in range(1, half + 1) for d in ((-k, k) if 2 * k < SEARCHERS else (k,))]
    neighbour = (np.arange(SEARCHERS)[:, None] + np.array(steps)) % SEARCHERS
    degree = np.full(SEARCHERS, len(steps), np.int32)
    return np.arange(SEARCHERS + 1, dtype=np.int64) * len(steps), degree, neighbour.astype(np.int32).ravel()


def course(neighbours: int, rounds: int) -> np.ndarray:
    """Return the mean score of all searchers in each round, averaged over landscapes."""
    first, degree, neighbour = circle(neighbours)
    keys = np.arange(SEARCHERS, dtype=np.uint64)
    size = 2 ** (OTHERS + 1)
    total = np.zeros(rounds + 1)
    for seed in range(LANDSCAPES):
        depends, table = np.zeros((ELEMENTS, OTHERS), np.int32), np.zeros(ELEMENTS * size)
        draw_dependence(python_stream(seed, 1, 0), np.uint64(1), depends)
        for e in range(ELEMENTS):
            draw_table(python_stream(seed, 2, 0), np.uint64(1), e, size, table)
        rules = np.zeros((SEARCHERS, ELEMENTS), np.uint8)
        for a in range(SEARCHERS):
            draw_rules(python_stream(seed, 3, 0), keys[a], rules[a])
        scores = np.array([score(rules[a], depends, table) for a in range(SEARCHERS)])
        total[0] += scores.mean()
        for t in range(rounds):
            one_round(rules, scores, first, degree, neighbour, depends, table, python_stream(seed, 4, t))
            total[t + 1] += scores.mean()
    return total / LANDSCAPES


def reveal() -> Answer:
    """Everybody sees everybody, against everybody seeing two."""
    full, line = course(SEARCHERS, LONG), course(2, LONG)
    crossing = int(np.argmax(line > full)) if (line > full).any() else -1
    right = "few" if line[-1] > full[-1] + 0.005 else "all" if full[-1] > line[-1] + 0.005 else "same"
    text = Text(
        f"After 5 rounds those who see everybody score {full[5]:.3f}, those who see two {line[5]:.3f}. In the end it is {full[-1]:.3f} against {line[-1]:.3f}"
        + (f"; the order turns in round {crossing}." if crossing > 0 else ".")
        + " Fast copying makes everyone alike before good solutions are found.",
        f"5 轮之后，能看到所有社区的得分为 {full[5]:.3f}，只看到两个社区的得分为 {line[5]:.3f}；最终为 {full[-1]:.3f} 与 {line[-1]:.3f}"
        + (f"，名次在第 {crossing} 轮逆转。" if crossing > 0 else "。")
        + "复制得太快，好办法还没找到，大家就已经一样了。",
    )
    curves = {Text("everybody sees everybody", "看到所有社区"): full, Text("each sees two", "只看到两个社区"): line}
    return Answer(
        text,
        lines(
            "copying",
            Text("Mean score of the rules", "规则的平均得分"),
            Text("0 to 1", "0 至 1"),
            Text("round", "轮次"),
            curves,
        ),
        right,
    )


def attempt(values: Mapping[str, float]) -> Answer:
    """Fifteen rounds with the chosen number of neighbours."""
    neighbours = int(values["neighbours"])
    scores = course(neighbours, SHORT)
    text = Text(
        f"With {neighbours} visible neighbours the score after {SHORT} rounds is {scores[-1]:.3f}; the target is {GOAL}.",
        f"每个社区能看到 {neighbours} 个社区时，{SHORT} 轮后平均得分 {scores[-1]:.3f}（目标 {GOAL}）。",
    )
    curves = {Text("mean score", "平均得分"): scores}
    return Answer(
        text,
        lines(
            "attempt",
            Text("Mean score of the rules", "规则的平均得分"),
            Text("0 to 1", "0 至 1"),
            Text("round", "轮次"),
            curves,
        ),
        None,
        bool(scores[-1] >= GOAL),
    )


LESSON = Lesson(
    name="copying",
    title=Text("Copying against exploring", "复制与探索"),
    story=Text(
        "A hundred communities look for good rules. Rules depend on each other, so there are many half-good solutions. Each takes over the rules of the best one it sees, if these are better than its own; otherwise it tries one change of its own. In one country everybody sees everybody; in the other, each sees only two.",
        "一百个社区各自寻找好的规则。规则彼此牵连，所以有许多“还不错”的办法。每个社区若看到比自己更好的，就照搬其中最好的；否则在本社区试改一项规则。在一个地方，每个社区能看到所有社区；在另一个地方，每个社区只能看到另外两个社区。",
    ),
    question=Text("Where are the rules better in the long run?", "长远来看，哪里的规则更好？"),
    options={"all": Text("where everybody sees everybody", "每个社区能看到所有社区的地方"), "same": Text("no difference in the end", "最终没有差别"), "few": Text("where each sees only two", "每个社区只能看到另外两个社区的地方")},
    reveal=reveal,
    challenge=Text(
        f"You have only {SHORT} rounds, little time. How many others should each see, so that the mean score reaches {GOAL}? Neither the most nor the fewest works.",
        f"时间不多，只有 {SHORT} 轮。每个社区应能看到多少个别的社区，平均得分才能达到 {GOAL}？最多和最少都不行。",
    ),
    knobs=(Knob("neighbours", Text("Others that each sees", "各自能看到的社区数"), 2, 98, 2, 2, Text("communities", "个社区")),),
    attempt=attempt,
    source="Lazer, D. & Friedman, A. (2007). The network structure of exploration and exploitation. Administrative Science Quarterly 52, 667-694.",
    link="https://doi.org/10.2189/asqu.52.4.667",
    mechanism="model/mechanisms/imitation.py",
)  # fmt: skip
