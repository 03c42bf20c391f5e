"""A full crisis: the same rules on conditions drawn afresh, no matter who decides and how common the crisis is."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from ....core.compile.compiled import compiled
from ....core.text import Text
from ....model.rules import landscape, spillover, start
from ..result import Check, Line, Outcome, Panel, Result, between, exact, mean_error, sampled
from .quarters import ABOVE, BELOW, BENEFIT, clear, last_week, note, place, quarter, seeds_for

COMMUNITIES, BEFORE = 4, 6
AFTER = (4, 8, 16)
AS_BEFORE = -1.0
COMMON = (AS_BEFORE, 0.0, 1.0)
WORLD = {"elements": 8, "complexity": 2, "similarity": 0.6, "spillover": 0.3, "drift": 0.05}
WHO = {"above": {**ABOVE, "design_hearing": 0.5}, "below": {**BELOW, "neighbour_voice": 0.5}}
WORTH = 3.0  # trials that a community saves hours for, a quarter
SAID = {
    "above": Text("one design", "统一设计"),
    "below": Text("every place its own", "各自为政"),
    AS_BEFORE: Text("shared as before", "共享关系不变"),
    0.0: Text("each place its own", "各地各异"),
    1.0: Text("the same everywhere", "各地相同"),
}


@compiled
def afresh(w, seed, similarity):
    """Draw all conditions of the district from another seed; rules stay."""
    own_seed, own_similarity = w.seed, w.parameters.similarity
    w.seed, w.parameters.similarity = seed, similarity
    landscape.draw_landscapes(w)
    spillover.draw_spillover(w)
    w.seed, w.parameters.similarity = own_seed, own_similarity
    for c in range(w.communities.key.size):
        landscape.update_fit(w, c)


@compiled
def through(w, seeds, others, before, similarity, worth, found):
    """Write the course of districts; with `others`, conditions are drawn from these seeds before quarter `before` (0: from 1)."""
    for k in range(seeds.size):
        w.seed = seeds[k]
        clear(w)
        start.build(w)
        note(w, found[k, 0])
        for q in range(found.shape[1] - 1):
            if q == before and others.size > 0:
                afresh(w, others[k], similarity)
            quarter(w, last_week(q), worth)
            note(w, found[k, q + 1])


def courses_of(seed: int, runs: int, who: str, common: float, crisis: bool, size: float = 1.0) -> NDArray[np.float64]:
    """Return mean benefit by district and quarter, through a crisis or through conditions drawn afresh in its place."""
    event = {"shock_week": float(last_week(BEFORE) - 5), "shock_size": size, "shock_common": common}
    w = place(COMMUNITIES, WHO[who], {**WORLD, **(event if crisis else {})})
    seeds = seeds_for(seed, 2 * runs, 2020)
    others = seeds[:0] if crisis else seeds[runs:]
    similarity = WORLD["similarity"] if common == AS_BEFORE else common
    found = np.empty((runs, BEFORE + max(AFTER) + 2, 3))
    through(w, seeds[:runs], others, BEFORE, similarity, WORTH, found)
    return found[:, :, BENEFIT]


def run(seed: int, quick: bool) -> Outcome:
    """Run both sides and three kinds of crisis."""
    runs = 400 if quick else 4000
    checks: list[Check] = []
    lines = []
    for who in WHO:
        for common in COMMON:
            shocked, fresh = (courses_of(seed, runs, who, common, crisis) for crisis in (True, False))
            at = Text(f"{SAID[who].en}, crisis {SAID[common].en}", f"{SAID[who].zh}，危机{SAID[common].zh}")
            checks.append(exact(Text(f"{at.en}: largest difference before it", f"{at.zh}：危机之前的最大差异"), float(np.abs(shocked - fresh)[:, : BEFORE + 1].max()), 0.0))  # fmt: skip
            for after in AFTER:
                one, other = shocked[:, BEFORE + after], fresh[:, BEFORE + after]
                then = Text(f"{at.en}, {after} quarters after", f"{at.zh}，{after} 个季度之后")
                checks.append(sampled(Text(f"{then.en}: benefit", f"{then.zh}：成效"), *mean_error(one), *mean_error(other)))  # fmt: skip
            alike: list[Any] = [ks_2samp(shocked[:, BEFORE + after], fresh[:, BEFORE + after]) for after in AFTER]
            p = min(float(one.pvalue) for one in alike)
            same = Text("the same distribution", "分布相同")
            checks.append(between(Text(f"{at.en}: smallest p of three Kolmogorov-Smirnov tests", f"{at.zh}：三次柯尔莫哥洛夫-斯米尔诺夫检验的最小 p 值"), p, 0.001 / 3, 1.0, same))  # fmt: skip
            if common == AS_BEFORE:
                quarters = list(range(fresh.shape[1]))
                lines.append(Line(Text(f"{SAID[who].en}, drawn afresh", f"{SAID[who].zh}，重新抽取"), quarters, fresh.mean(axis=0).tolist(), published=True))  # fmt: skip
                lines.append(Line(Text(f"{SAID[who].en}, crisis", f"{SAID[who].zh}，危机"), quarters, shocked.mean(axis=0).tolist(), points=True))  # fmt: skip
    panel = Panel(
        Text("Before and after a full crisis", "全面危机前后"),
        Text("quarters", "季度"),
        Text("benefit", "成效"),
        tuple(lines),
    )
    setting = Text(
        f"{COMMUNITIES} communities, N = 8, K = 2, similarity 0.6, spillover 0.3, drift 0.05, crisis of size 1 after {BEFORE} quarters, {runs} districts in each arm",
        f"{COMMUNITIES} 个社区，N = 8、K = 2，相似度 0.6、外溢 0.3、漂移 0.05，{BEFORE} 个季度后发生强度 1 的危机，每组 {runs} 个街区",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "crisis", Text("A full crisis is a new start", "全面危机等于重新开始"), "what must hold of the construction itself; after Levinthal 1997, Management Science 43, 934-950 (search after the environment changes)", "drift.step, tables.redraw_tables, landscape.draw_landscapes, trials.step, template.step",
    Text("A crisis of size 1 redraws all tables. Who goes through it and who wakes up with the same rules on conditions drawn for a new district must fare alike from then on, in distribution: with conditions shared as before the crisis, with none shared, and with all shared.",
         "强度为 1 的危机重抽全部条件表。经历危机者，与带着同样规则置身于新抽取条件之中者，此后的成效分布应当相同：无论共享关系不变、全不共享还是全部共享。"),
    run,
)  # fmt: skip
