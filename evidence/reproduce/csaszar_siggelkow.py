"""Csaszar & Siggelkow (2010): copying another's rules gains where contexts are alike, and loses where they are not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...core.compile.compiled import compiled
from ...core.text import Text
from ...model.mechanisms import imitation, trials
from ...model.quantities.codes import COPYING_ADAPTED, COPYING_MECHANICAL, COPYING_NONE, WEEKS_A_QUARTER
from ...model.rules import start
from ...model.sandbox import district
from .result import (
    Check,
    Line,
    Outcome,
    Panel,
    Result,
    Verdict,
    greater,
    mean_error,
    never_less,
    open_question,
    p_above,
)

ELEMENTS = 12
SIMILARITIES = (0.0, 0.25, 0.5, 0.75, 1.0)
COMPLEXITIES = (1, 3, 5, 7)
BREADTHS = (0.25, 0.5, 0.75, 1.0)
GAINS, LOSES = (1.0, 3), (0.0, 3)
QUARTERS = 8
MECHANICAL, ADAPTED = "mechanical", "adapted"
HOW = {MECHANICAL: COPYING_MECHANICAL, ADAPTED: COPYING_ADAPTED}


@compiled
def copy_once(w, seeds, how, quarters, gain):
    """Write, for each seed, the fit gained by one copy, and the lead that it leaves after quarters of trials.

    The community starts from its burn-in and copies if the exemplar, at a local optimum at home, reports more. Both arms
    make the same trials afterwards and nothing is short of hours, so only the copy differs.
    """
    last = 12
    for k in range(seeds.size):
        for arm in range(2):
            w.seed = seeds[k]
            start.build(w)
            before = w.rules.fit[0]
            w.levers.copying = float(how if arm == 1 else COPYING_NONE)
            w.communities.trial_hours[0] = 1e9
            imitation.step(w, last)
            if arm == 1:
                gain[k, 0] = w.rules.fit[0] - before
            w.levers.copying = float(COPYING_NONE)
            for quarter in range(quarters):
                w.communities.trial_hours[0] = 1e9
                trials.step(w, last + (quarter + 1) * WEEKS_A_QUARTER)
            gain[k, 1] = w.rules.fit[0] - (gain[k, 1] if arm == 1 else 0.0)


def gains(
    seed: int, runs: int, similarity: float, complexity: int, how: str = MECHANICAL, breadth: float = 1.0, quarters: int = 0
) -> NDArray[np.float64]:  # fmt: skip
    """Return runs x (fit gained by the copy, lead after quarters of trials over who did not copy)."""
    w = district(
        60, seed=1, environment={"elements": ELEMENTS, "complexity": complexity, "similarity": 1.0, "drift": 0.0},
        levers={"exemplar_similarity": similarity, "copy_breadth": breadth, "legal_status": 1.0, "mandate_share": 0.0},
    )  # fmt: skip
    found = np.zeros((runs, 2))
    seeds = np.random.default_rng(np.random.SeedSequence([seed, 2010])).integers(1 << 62, size=runs).astype(np.uint64)
    copy_once(w, seeds, HOW[how], quarters, found)
    return found


def run(seed: int, quick: bool) -> Outcome:
    """Run the grid of similarity and complexity."""
    runs = 300 if quick else 1000
    found = {(s, k, how): gains(seed, runs, s, k, how)[:, 0] for k in COMPLEXITIES for s in SIMILARITIES for how in HOW}
    worst = min(((s, k) for k in COMPLEXITIES for s in SIMILARITIES), key=lambda at: _z(found[*at, ADAPTED]))
    later = {s: gains(seed, runs // 3, s, 3, MECHANICAL, 1.0, QUARTERS)[:, 1] for s in (0.0, 1.0)}
    partly = {(s, b): gains(seed, runs, s, 3, MECHANICAL, b)[:, 0] for s in (0.0, 0.5, 1.0) for b in BREADTHS}
    gain, loss = found[*GAINS, MECHANICAL], found[*LOSES, MECHANICAL]
    checks: list[Check] = [
        greater(Text(f"mechanical copy at similarity {GAINS[0]:g}, K = {GAINS[1]}: fit gained", f"相似度 {GAINS[0]:g}、K = {GAINS[1]} 时照搬的适配度变化"), gain, Text("gains", "有益")),
        greater(Text(f"mechanical copy at similarity {LOSES[0]:g}, K = {LOSES[1]}: fit lost", f"相似度 {LOSES[0]:g}、K = {LOSES[1]} 时照搬的适配度损失"), -loss, Text("loses", "有害")),
        never_less(Text(f"copy tried at home, worst of {len(COMPLEXITIES) * len(SIMILARITIES)} points (similarity {worst[0]:g}, K = {worst[1]}): fit gained", f"先试后用，{len(COMPLEXITIES) * len(SIMILARITIES)} 个点中最差者（相似度 {worst[0]:g}、K = {worst[1]}）的适配度变化"), found[*worst, ADAPTED], Text("never worse", "从不更差")),
        _points(found, ADAPTED),
        *(
            open_question(Text(f"similarity {s:g}: lead of who copied after {QUARTERS} quarters of trials", f"相似度 {s:g}：再探索 {QUARTERS} 个季度后照搬者的领先"), *mean_error(later[s]), Text("shrinks with time", "随时间缩小"),
                          Text("how much is left depends on how long is searched, and from where", "剩余多少取决于搜索多久、从何处出发"))
            for s in (0.0, 1.0)
        ),
    ]  # fmt: skip
    axis = Text("similarity of contexts", "环境相似度")
    panels = (
        Panel(Text("Mechanical copy of all rules", "全盘照搬"), axis, Text("fit gained", "适配度变化"), _lines(found, MECHANICAL)),
        Panel(Text("Copy tried at home first", "先试后用"), axis, Text("fit gained", "适配度变化"), _lines(found, ADAPTED)),
        Panel(
            Text("Mechanical copy of a part, K = 3", "部分照搬，K = 3"), Text("share of rules copied", "照搬要素比例"), Text("fit gained", "适配度变化"),
            tuple(_line(Text(f"similarity {s:g}", f"相似度 {s:g}"), BREADTHS, [partly[s, b] for b in BREADTHS]) for s in (0.0, 0.5, 1.0)),
        ),
    )  # fmt: skip
    setting = Text(
        f"N = 12, one community after its burn-in trials, an exemplar at a local optimum elsewhere, {runs} draws at each point",
        f"N = 12，一个经过初始试验的社区，外地样板处于其当地局部最优，每点 {runs} 次抽取",
    )
    return Outcome(setting, tuple(checks), panels)


def _z(values: NDArray) -> float:
    mean, error = mean_error(values)
    return mean / error if error > 0 else 0.0


def _points(found: dict, how: str) -> Check:
    points = [at for at in found if at[2] == how]
    worse = sum(p_above(-found[at]) < 0.001 for at in points)
    label = Text(
        f"copy tried at home: points of {len(points)} that lose at p < 0.001",
        f"先试后用：{len(points)} 个点中显著受损者（p < 0.001）",
    )
    return Check(label, worse, 0.0, Text("none", "无"), Text("0", "0"), Verdict.DIFFER if worse else Verdict.AGREE, 0.0)


def _line(label: Text, x: tuple, values: list) -> Line:
    pairs = [mean_error(one) for one in values]
    return Line(label, x, [mean for mean, _ in pairs], [error for _, error in pairs], points=True)


def _lines(found: dict, how: str) -> tuple[Line, ...]:
    return tuple(
        _line(Text(f"K = {k}", f"K = {k}"), SIMILARITIES, [found[s, k, how] for s in SIMILARITIES])
        for k in COMPLEXITIES
    )


RESULT = Result(
    "csaszar_siggelkow", Text("How much to copy", "照搬多少"), "Csaszar & Siggelkow 2010, Organization Science 21, 661-676", "imitation.step (choose_breadth, take_over), trials.step, start.build",
    Text("The paper's firms search on after copying; so do communities here, by trials. The adapted copy of the model is another thing: tried at home, with noise, and taken back if it looks worse. The paper's levels depend on its landscapes and start; signs are compared.",
         "论文中的企业照搬后继续搜索，这里的社区以试行继续。模型的“因地制宜”另有含义：带噪声地在本地试行，看起来更差就撤回。论文的数值取决于其景观与起点，故只比较方向。"),
    run,
)  # fmt: skip
