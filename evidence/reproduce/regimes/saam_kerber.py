"""Saam & Kerber (2013), laboratory federalism: the best of many draws, and what unequal numbers of draws cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import norm

from ....core.compile.compiled import compiled
from ....core.draws import combine, integer, normal, stream
from ....core.text import Text
from ....model.mechanisms import trials
from ....model.rules import start
from ....model.rules.design import search
from ....model.rules.landscape import fit_of, update_fit
from ....model.rules.tables import order_by_draw
from ....model.rules.trying import cost_of_trial
from ..result import Check, Line, Outcome, Panel, Result, exact, greater, mean_error, sampled
from .quarters import ABOVE, BELOW, clear, codes_of_entries, place, seeds_for

PUBLISHED = {2: 0.5642, 5: 1.1630, 8: 1.4236, 10: 1.5388, 16: 1.7660}
"""Expected best of this number of standard normal draws."""
WORST = -1e6
NORMAL_ELEMENTS, WALK_ELEMENTS, UNIFORM_ELEMENTS = 8, 10, 12
FIELDS = (3, 5, 10, 16)
LIMIT = 100
FEW, MANY = 2, 10
EVEN = (FEW + MANY) // 2


@compiled
def odd(code):
    """Return whether a rule set has an odd number of ones: no two even ones are one flip apart."""
    ones = 0
    while code > 0:
        ones += code & 1
        code >>= 1
    return ones % 2 == 1


@compiled
def take(elements, code):
    """Put the rule set of this number into `elements`."""
    for e in range(elements.size):
        elements[e] = (code >> e) & 1


@compiled
def fill(table, codes, value):
    """Give every rule set this fit in a table in which all depends on all."""
    for e in range(codes.shape[0]):
        for entry in range(value.size):
            table[e * value.size + entry] = value[codes[e, entry]]


@compiled
def decide(w):
    """Let the centre choose once; return the true fit of the template. All rule sets one flip off must be bad."""
    r = w.rules
    for c in range(r.pilot.size):
        update_fit(w, c)
    r.fund[0] = 1e9
    search(w, 12, r.mandate_rank.size, 0.0, np.zeros(int(r.pilot.sum())))
    return fit_of(w, 0, r.template[0])


@compiled
def normal_contests(w, seed, codes, found):
    """Write the fit of the template after contests of rule sets whose fits are standard normal draws."""
    r = w.rules
    places, rule_sets = r.pilot.size, codes.shape[1]
    even, order = np.empty(rule_sets // 2, np.int64), np.empty(rule_sets // 2, np.int64)
    count, value = 0, np.empty(rule_sets)
    for code in range(rule_sets):
        if not odd(code):
            even[count] = code
            count += 1
    r.mean[:], r.best[:] = 0.0, 1.0
    for k in range(found.size):
        clear(w)
        key = stream(seed, 2013, k)
        for code in range(rule_sets):
            value[code] = WORST if odd(code) else normal(key, code, 0)
        for c in range(places):
            fill(r.table[c], codes, value)
        order_by_draw(key, rule_sets, order)
        take(r.template[0], even[order[places]])
        for c in range(places):
            take(r.elements[c], even[order[c]])
        found[k] = decide(w)


@compiled
def uniform_contests(w, seeds, codes, found):
    """Write the fit of the template after contests of random rule sets on landscapes of the simulation."""
    r = w.rules
    rule_sets = codes.shape[1]
    for k in range(seeds.size):
        w.seed = seeds[k]
        clear(w)
        start.build(w)
        for e in range(codes.shape[0]):
            for entry in range(rule_sets):
                if odd(codes[e, entry]):
                    r.table[:, e * rule_sets + entry] = WORST
        key = stream(w.seed, 2013, 0)
        for c in range(r.pilot.size + 1):
            code = 2 * integer(key, combine(c, 1), 0, rule_sets // 2)
            take(r.template[0] if c == r.pilot.size else r.elements[c], code + 1 if odd(code) else code)
        found[k] = decide(w)


@compiled
def walks(w, seed, codes, hours, made, found):
    """Write the trials that communities make and the fit they reach from the worst rules, fits standard normal draws (runs x C)."""
    r = w.rules
    rule_sets = codes.shape[1]
    value = np.empty(rule_sets)
    r.mean[:], r.best[:] = 0.0, 1.0
    for k in range(found.shape[0]):
        w.seed = seed + np.uint64(k)
        clear(w)
        for c in range(r.pilot.size):
            key = stream(w.seed, 2014, c)
            for code in range(rule_sets):
                value[code] = normal(key, code, 0) if code > 0 else WORST
            fill(r.table[c], codes, value)
            r.elements[c] = 0
            w.communities.trial_hours[c] = hours * cost_of_trial(w, c)
        trials.step(w, 12)
        made[k], found[k] = r.trials, r.fit


def best_of(draws: int) -> float:
    """Return the expected best of this number of standard normal draws, by quadrature."""
    density = lambda x: x * draws * norm.pdf(x) * norm.cdf(x) ** (draws - 1)  # noqa: E731
    return float(quad(density, -10, 10)[0])


def contests(seed: int, runs: int, draws: int) -> NDArray[np.float64]:
    """Return the fit of the template after contests of `draws` rule sets with normal fits, its own included."""
    w = place(draws - 1, {**ABOVE, "tournament": 64}, {"elements": NORMAL_ELEMENTS, "complexity": NORMAL_ELEMENTS - 1, "similarity": 1.0}, {"trial_noise": 0.0, "trial_limit": LIMIT})  # fmt: skip
    found = np.empty(runs)
    normal_contests(w, int(seeds_for(seed, 1, 2013)[0]), codes_of_entries(w.rules.depends), found)
    return found


def fields(seed: int, runs: int, communities: int) -> NDArray[np.float64]:
    """Return the fit of the template after contests of the random rules of communities, where all depends on all."""
    w = place(communities, {**ABOVE, "tournament": 64}, {"elements": UNIFORM_ELEMENTS, "complexity": UNIFORM_ELEMENTS - 1, "similarity": 1.0}, {"trial_noise": 0.0, "trial_limit": LIMIT, "burn_in_trials": 0})  # fmt: skip
    found = np.empty(runs)
    # the dependences are drawn again with each seed; as all depends on all, only their order changes, so parity stays
    uniform_contests(w, seeds_for(seed, runs, 2013), codes_of_entries(w.rules.depends), found)
    return found


def best_on_landscapes(seed: int, draws: int, contestants: int) -> NDArray[np.float64]:
    """Return by drawn landscape the expected fit of the best of this number of random rule sets, without the model.

    Every rule set has a score of its own, the mean of N uniform numbers; of M rule sets the i-th from below is the best of n draws
    with probability (i / M)^n - ((i - 1) / M)^n.
    """
    random = np.random.default_rng(np.random.SeedSequence([seed, 2013, 1]))
    found, half = np.empty(draws), 1 << (UNIFORM_ELEMENTS - 1)
    below = (np.arange(half + 1) / half) ** contestants
    for k in range(draws):
        score = random.random((2 * half, UNIFORM_ELEMENTS)).mean(axis=1)
        expected = float((np.sort(score[:half]) * np.diff(below)).sum())
        found[k] = (expected - score.mean()) / (score.max() - score.mean())
    return found


def searchers(seed: int, runs: int, capacity: tuple[float, float]) -> tuple[NDArray, NDArray]:
    """Return trials and fit of two communities with these capacities and the hours of the same number of trials."""
    w = place(2, BELOW, {"elements": WALK_ELEMENTS, "complexity": WALK_ELEMENTS - 1}, {"trial_noise": 0.0, "trial_limit": LIMIT})  # fmt: skip
    w.rules.capacity[:] = capacity
    made, found = np.empty((runs, 2)), np.empty((runs, 2))
    hours = EVEN * (1 + 1e-9)  # so that rounding does not take a trial away
    walks(w, seeds_for(seed, 1, 2014)[0], codes_of_entries(w.rules.depends), hours, made, found)
    return made, found


def walk_alone(seed: int, draws: int, steps: int) -> NDArray[np.float64]:
    """Return the best value met by walks that flip one of N elements and go on from what is better, without the model."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 2014, 1]))
    flips, values = random.integers(WALK_ELEMENTS, size=(draws, steps)), random.normal(size=(draws, steps))
    found = np.empty(draws)
    for k in range(draws):
        seen, at = {0: -np.inf}, 0
        for flip, value in zip(flips[k].tolist(), values[k].tolist(), strict=True):
            there = at ^ (1 << flip)
            if seen.setdefault(there, value) > seen[at]:
                at = there
        found[k] = seen[at]
    return found


def run(seed: int, quick: bool) -> Outcome:
    """Run contests of normal draws, contests on landscapes, and communities of unequal capacity."""
    runs, few, draws = (2000, 150, 10_000) if quick else (20_000, 800, 100_000)
    checks: list[Check] = []
    found: dict[int, tuple[float, float]] = {}
    for number, published in PUBLISHED.items():
        found[number] = mean_error(contests(seed, runs, number))
        checks.append(sampled(Text(f"tournament of {number} rule sets with normal fits: fit of the template", f"{number} 套适配度服从正态的规则竞选：模板的适配度"), *found[number], published, 5e-5))  # fmt: skip
    for communities in FIELDS:
        expected = mean_error(best_on_landscapes(seed, few, communities + 1))
        label = Text(f"tournament of the random rules of {communities} communities, K = 11: fit of the template", f"{communities} 个社区的随机规则竞选，K = 11：模板的适配度")  # fmt: skip
        checks.append(sampled(label, *mean_error(fields(seed, few, communities)), *expected))
    made, uneven = searchers(seed, runs, (FEW / EVEN, MANY / EVEN))
    made_even, even = searchers(seed, runs, (1.0, 1.0))
    for c, (number, count, fit) in enumerate(((FEW, made[:, 0], uneven[:, 0]), (MANY, made[:, 1], uneven[:, 1]), (EVEN, made_even[:, 0], even[:, 0]))):  # fmt: skip
        where = (Text("low capacity", "能力弱"), Text("high capacity", "能力强"), Text("equal capacity", "能力相等"))[c]
        checks += [
            exact(Text(f"{where.en}, the hours of {EVEN} trials: trials made", f"{where.zh}，工时可供 {EVEN} 次试行：实际次数"), float(count.mean()), number),
            sampled(Text(f"{number} trials from the worst rules, normal fits: fit reached", f"从最差规则出发试行 {number} 次，适配度服从正态：所达适配度"), *mean_error(fit), *mean_error(walk_alone(seed, draws, number))),
        ]  # fmt: skip
    checks.append(greater(Text(f"mean of two communities with {EVEN} trials each minus {FEW} and {MANY}", f"两社区各试行 {EVEN} 次的均值减去 {FEW} 次与 {MANY} 次"), even.mean(axis=1) - uneven.mean(axis=1), Text("unequal numbers of draws give less", "次数不等则均值较低")))  # fmt: skip
    grid = list(range(1, 17))
    panel = Panel(
        Text("Best of many draws", "多次抽取中的最优"), Text("rule sets", "规则套数"), Text("fit of the best", "最优者的适配度"),
        (
            Line(Text("expected best of normal draws", "正态抽取最大值的期望"), grid, [best_of(n) for n in grid], published=True),
            Line(Text("the model's tournament", "本模型的竞选"), list(found), [m for m, _ in found.values()], [e for _, e in found.values()], points=True),
        ),
    )  # fmt: skip
    setting = Text(
        f"{runs:,} contests of normal draws, {few} districts of random rules at N = {UNIFORM_ELEMENTS}, {runs:,} pairs of communities; no noise",
        f"正态抽取的竞选 {runs:,} 次，N = {UNIFORM_ELEMENTS} 的随机规则街区 {few} 个，成对社区 {runs:,} 对；无噪声",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "saam_kerber", Text("The best of many experiments", "多次实验取其最优"), "Saam & Kerber 2013, Journal of Artificial Societies and Social Simulation 16(1) 7; order statistics of normal draws", "design.search (make_candidate, tournament_size), trials.step, capacity.draw_capacity",
    Text("Limit: K = N - 1, where every rule set is a draw of its own; no noise. A tournament is at most half of a quarter's candidates, so flips of the template are tried after it: all rule sets with an odd number of ones are made bad, so these are turned down. Expectations on landscapes and of walks are worked out apart from the model. In a walk of single flips some trials meet what was seen before, so it falls a little short of the best of as many draws (0.564, 1.267, 1.539 of 2, 6, 10).",
         "极限情形：K = N - 1，每套规则都是一次独立抽取；无噪声。竞选至多占一季候选方案的一半，其后仍会试行对模板的单项改动：凡含奇数个 1 的规则一律设为很差，故这些改动都被否决。景观上的期望与逐步试行的期望另行推算，不经过本模型。逐步试行有时会遇到已见过的规则，因此略低于同样次数独立抽取的最优值（2、6、10 次为 0.564、1.267、1.539）。"),
    run,
)  # fmt: skip
