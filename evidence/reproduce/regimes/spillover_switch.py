"""Rules that spill over, on landscapes without interactions: when one design for all is better than every place its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....core.text import Text
from ..result import Check, Line, Outcome, Panel, Result, exact, greater, mean_error, sampled
from .quarters import ABOVE, BELOW, BENEFIT, courses, place

ELEMENTS, COMMUNITIES = 12, 8
DESIGNED, OWN = "designed", "own"
HOW = {DESIGNED: {**ABOVE, "design_hearing": 1.0}, OWN: BELOW}
SETTINGS = ((0.3, 1.0), (0.5, 0.7), (0.5, 0.6))
"""Spillover and similarity."""
TURNING, BESIDE = (0.3, 0.5), 0.1
QUARTERS, TRIALS = 4, 40
WORDS = {DESIGNED: Text("one design for all", "统一设计"), OWN: Text("every place its own", "各自为政")}


def weight_of_both(spillover: float) -> float:
    """Return M(k) = E|(1 - k) D + k D'| / E|D|, where D and D' are differences of two uniform numbers."""
    k = spillover
    if k in (0.0, 1.0):
        return 1.0
    return (1 + abs(1 - 2 * k) ** 5 - 2 * (1 - k) ** 5 - 2 * k**5) / (20 * k * k * (1 - k) ** 2)


def turning_similarity(spillover: float) -> float:
    """Return the similarity above which one design for all is better: many elements and communities."""
    return (1.0 - spillover) / weight_of_both(spillover)


def simulated(seed: int, runs: int, how: str, spillover: float, similarity: float, communities: int = COMMUNITIES) -> NDArray:  # fmt: skip
    """Return the mean benefit in many districts after a long search without noise."""
    world = {"elements": ELEMENTS, "complexity": 0, "spillover": spillover, "similarity": similarity}
    w = place(communities, HOW[how], world, {"trial_noise": 0.0, "trial_limit": TRIALS, "hearing_cost": 0.0})
    return courses(w, seed, runs, 1972, QUARTERS, TRIALS)[:, -1, BENEFIT]


def worked_out(seed: int, draws: int, spillover: float, similarity: float, communities: int = COMMUNITIES, elements: int = ELEMENTS) -> dict[str, NDArray]:  # fmt: skip
    """Return the mean benefit of the best design for all and of the best own rules, from drawn landscapes alone.

    Without interactions a landscape is a difference D for each element: fit = sum of +-D / sum of |D|. Nothing of the model is
    used here.
    """
    random = np.random.default_rng(np.random.SeedSequence([seed, 1972, 1]))
    shape = (draws, communities, elements)

    def drawn() -> NDArray:
        common, own = (random.random((2, draws, c, elements)) for c in (1, communities))
        there = np.where(random.random(shape) < similarity, common[0] - common[1], own[0] - own[1])
        return there / np.abs(there).sum(axis=2, keepdims=True)

    home, abroad = (1 - spillover) * drawn(), drawn()
    caused = spillover * (np.roll(abroad, 1, axis=1) + np.roll(abroad, -1, axis=1)) / 2
    designed = np.abs((home + caused).sum(axis=1)).sum(axis=1) / communities
    return {DESIGNED: designed, OWN: ((home + caused) * np.sign(home)).sum(axis=2).mean(axis=1)}


def run(seed: int, quick: bool) -> Outcome:
    """Run six settings, the switch, and a row of similarities."""
    runs, draws = (200, 10_000) if quick else (2000, 50_000)
    checks: list[Check] = []
    for spillover, similarity in SETTINGS:
        expected = worked_out(seed, draws, spillover, similarity)
        for how, words in WORDS.items():
            at = Text(f"{words.en}, spillover {spillover:g}, similarity {similarity:g}: benefit", f"{words.zh}，外溢 {spillover:g}、相似度 {similarity:g}：成效")  # fmt: skip
            checks.append(sampled(at, *mean_error(simulated(seed, runs, how, spillover, similarity)), *mean_error(expected[how])))  # fmt: skip
    for spillover in TURNING:
        turn = turning_similarity(spillover)
        for similarity, sign in ((min(1.0, turn + BESIDE), 1.0), (turn - BESIDE, -1.0)):
            one, own = (simulated(seed + 1, runs, how, spillover, similarity) for how in (DESIGNED, OWN))
            label = Text(f"spillover {spillover:g}, similarity {similarity:.3f}: lead of one design", f"外溢 {spillover:g}、相似度 {similarity:.3f}：统一设计的领先")  # fmt: skip
            said = Text(f"ahead above {turn:.3f}, behind below", f"{turn:.3f} 以上领先，以下落后")
            if sign < 0:
                label = Text(label.en.replace("lead of one design", "lead of own rules"), label.zh.replace("统一设计的领先", "各自为政的领先"))  # fmt: skip
            checks.append(greater(label, sign * (one - own), said))
    many = worked_out(seed, 40 if quick else 200, 0.5, 1.0, 4, 4000)
    checks += [
        sampled(Text("the expectation with 4,000 elements, one design, spillover 0.5, similarity 1", "4,000 个要素时的期望：统一设计，外溢 0.5、相似度 1"), *mean_error(many[DESIGNED]), weight_of_both(0.5), 0.0, Text("M(0.5)", "M(0.5)")),
        exact(Text("M(0.5)", "M(0.5)"), weight_of_both(0.5), 0.7),
    ]  # fmt: skip
    shown, grid = (0.4, 0.6, 0.8, 1.0), np.linspace(0.4, 1.0, 13)
    lines = []
    for how, words in WORDS.items():
        exactly = [float(worked_out(seed, draws // 5, 0.5, s)[how].mean()) for s in grid]
        ours = [mean_error(simulated(seed + 2, runs // 3, how, 0.5, s)) for s in shown]
        lines.append(Line(Text(f"{words.en}, worked out", f"{words.zh}，推算"), grid.tolist(), exactly, published=True))
        lines.append(Line(Text(f"{words.en}, the model's rules", f"{words.zh}，本模型规则"), shown, [m for m, _ in ours], [e for _, e in ours], points=True))  # fmt: skip
    panel = Panel(Text("Benefit in the end, spillover 0.5", "最终成效，外溢 0.5"), Text("similarity", "相似度"), Text("benefit", "成效"), tuple(lines))  # fmt: skip
    setting = Text(
        f"{COMMUNITIES} communities in a ring, N = {ELEMENTS}, K = 0, no noise, {runs} districts at each point; worked out from {draws:,} drawn landscapes",
        f"{COMMUNITIES} 个社区成环，N = {ELEMENTS}、K = 0，无噪声，每点 {runs} 个街区；推算取 {draws:,} 次抽取的景观",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "spillover_switch", Text("Similarity at which one design wins", "统一设计取胜所需的相似度"), "after Oates 1972, Fiscal Federalism (decentralisation theorem); the numbers follow from the rules", "spillover.worth, trials.step, design.search (template.step), spillover.update_benefit",
    Text("Limit: K = 0, no noise, no drift, asking neighbours free. With many elements and communities own rules give 1 - k and one design s M(k), so it is ahead where the similarity s exceeds (1 - k) / M(k). Expectations for 12 elements and 8 communities are worked out apart from the model, from drawn landscapes.",
         "极限情形：K = 0，无噪声、无漂移，听取邻近社区不计成本。要素与社区很多时，各自为政的成效为 1 - k，统一设计为 s·M(k)，故相似度 s 高于 (1 - k)/M(k) 时统一设计领先。12 个要素、8 个社区时的期望由抽取的景观另行推算，不经过本模型。"),
    run,
)  # fmt: skip
