"""NK landscapes of two communities: one and the same at similarity 1, independent at similarity 0, alike to its square between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...core.compile.compiled import compiled
from ...core.text import Text
from ...model.rules import fitness, landscape
from ...model.sandbox import district
from .result import Check, Line, Outcome, Panel, Result, exact, mean_error, sampled

ELEMENTS, COMPLEXITY, SAMPLE = 12, 3, 200
SIMILARITIES = (0.0, 0.25, 0.5, 0.75, 1.0)


@compiled
def _pairs(w, seeds, agree, correlation, best):
    """Write, for each seed, the share of best rules that two communities have in common and how their scores correlate."""
    rules = w.rules
    n = rules.depends.shape[0]
    one, other = np.empty(SAMPLE), np.empty(SAMPLE)
    elements = np.empty(n, np.uint8)
    for k in range(seeds.size):
        w.seed = seeds[k]
        landscape.draw_landscapes(w)
        for c in range(2):
            fitness.best_score(rules.depends, rules.table[c], best[c])
        same = 0
        for e in range(n):
            same += 1 if best[0, e] == best[1, e] else 0
        agree[k] = same / n
        for s in range(SAMPLE):
            code = (s * 2654435761) % (1 << n)
            for e in range(n):
                elements[e] = (code >> e) & 1
            one[s] = fitness.score(elements, rules.depends, rules.table[0])
            other[s] = fitness.score(elements, rules.depends, rules.table[1])
        one -= one.mean()
        other -= other.mean()
        correlation[k] = (one * other).sum() / np.sqrt((one * one).sum() * (other * other).sum())


def pairs(
    seed: int, runs: int, similarity: float, complexity: int = COMPLEXITY, elements: int = ELEMENTS
) -> tuple[NDArray, NDArray]:
    """Return by run: the share of best rules in common, and the correlation of scores over rule sets."""
    w = district(
        40, communities=2, environment={"elements": elements, "complexity": complexity, "similarity": similarity}
    )
    seeds = np.random.default_rng(np.random.SeedSequence([seed, 1993])).integers(1 << 62, size=runs).astype(np.uint64)
    agree, correlation = np.empty(runs), np.empty(runs)
    _pairs(w, seeds, agree, correlation, np.empty((2, elements), np.uint8))
    return agree, correlation


def run(seed: int, quick: bool) -> Outcome:
    """Run five similarities."""
    runs = 400 if quick else 4000
    found = {s: pairs(seed, runs, s) for s in SIMILARITIES}
    checks: list[Check] = [
        exact(
            Text("similarity 1: smallest share of best rules in common", "相似度 1：最优规则相同比例的最小值"),
            float(found[1.0][0].min()),
            1.0,
        ),
        exact(
            Text("similarity 1: smallest correlation of scores", "相似度 1：得分相关系数的最小值"),
            float(found[1.0][1].min()),
            1.0,
        ),
        sampled(
            Text("similarity 0: share of best rules in common", "相似度 0：最优规则相同的比例"),
            *mean_error(found[0.0][0]),
            0.5,
        ),
        sampled(
            Text("similarity 0: mean correlation of scores", "相似度 0：得分的平均相关系数"),
            *mean_error(found[0.0][1]),
            0.0,
        ),
    ]
    checks += [
        sampled(
            Text(f"similarity {s:g}: mean correlation of scores, against its square", f"相似度 {s:g}：得分的平均相关系数，与相似度的平方比较"),
            *mean_error(found[s][1]), s * s,
        )
        for s in SIMILARITIES[1:-1]
    ]  # fmt: skip
    means = [[mean_error(found[s][k]) for s in SIMILARITIES] for k in range(2)]
    panel = Panel(
        Text("Two communities, N = 12, K = 3", "两个社区，N = 12、K = 3"), Text("similarity", "相似度"), Text("share; correlation", "比例；相关系数"),
        (
            Line(Text("similarity squared", "相似度的平方"), SIMILARITIES, [s * s for s in SIMILARITIES], published=True),
            Line(Text("correlation of scores", "得分的相关系数"), SIMILARITIES, [m for m, _ in means[1]], [e for _, e in means[1]], points=True),
            Line(Text("best rules in common", "最优规则相同的比例"), SIMILARITIES, [m for m, _ in means[0]], [e for _, e in means[0]], points=True),
        ),
    )  # fmt: skip
    setting = Text(f"{runs} pairs of landscapes at each similarity", f"每个相似度 {runs} 对景观")
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "nk_similarity", Text("Landscapes that are shared", "共享的景观"), "Kauffman 1993, The Origins of Order; similarity as in Csaszar & Siggelkow 2010", "landscape.draw_landscapes; fitness.best_score, score",
    Text("What must hold of the construction itself: at 1 the same optimum, at 0 independent ones. Each community has a table from the district with the chance s, so two communities share it with s squared, and their scores correlate by as much.",
         "构造本身应有的性质：相似度为 1 时最优相同，为 0 时彼此独立。每个社区以概率 s 取用全区的表，因此两个社区共用同一张表的概率为 s 的平方，得分的相关系数也如此。"),
    run,
)  # fmt: skip
