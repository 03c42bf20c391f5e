"""What the comparison over futures says, in sentences: does it hold, where does it fail, what may a choice cost.

Shares are of the futures that were tried, and are never called probabilities.
"""

from __future__ import annotations

import math
from typing import Any

from ...core.text import Text
from ...experiments.comparison.result import Comparison
from ...experiments.futures.discovery import Condition, Limit
from ...experiments.futures.result import Futures, Held
from ...experiments.futures.sampling import WEEKS
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.indicators import INDICATORS, MAIN
from ...model.quantities.parameters import CONSTANTS
from ..format.numbers import change, decimals, level, percent
from ..format.words import points, shown, unit
from .findings import titles

REPORTED_REVERSAL = 0.01
"""Probability from which a reversal of the sign by chance is reported."""


def futures_of(comparison: Comparison) -> Futures:
    """Return the futures of a comparison that has them."""
    if comparison.futures is None:
        raise ValueError("this comparison was made without futures: compare(..., futures=30)")
    return comparison.futures


def label_of(name: str) -> Text:
    """Return the label of a quantity that varies."""
    quantity = ENVIRONMENT.get(name) or CONSTANTS.get(name) or WEEKS
    return quantity.label


def about(comparison: Comparison) -> Text:
    """Say what was tried."""
    futures = futures_of(comparison)
    n, k, r = futures.count, len(futures.sampling.over), futures.sampling.replicates
    runs = "one run" if r == 1 else f"{r} runs"
    return Text(
        f"Tried were {n} futures: {'one condition' if k == 1 else f'{k} conditions'} that no policy sets, drawn together "
        f"over the whole of {'its' if k == 1 else 'their'} plausible range{'' if k == 1 else 's'}, with {runs} of each "
        "scenario in each future on common random numbers. Shares are of the futures tried; they are not probabilities.",
        f"共尝试 {n} 种情形：{k} 项不由政策决定的条件在各自合理范围内同时变化，每种情形下各方案以相同的随机性各运行 {r} 次。"
        "下列比例均指所尝试的情形，并非概率。",
    )


def held_sentence(comparison: Comparison, one: Held) -> Text:
    """Say in how many futures a finding holds, and between which differences."""
    title, base = titles(comparison)[one.scenario], titles(comparison)[comparison.names[0]]
    declared = INDICATORS[one.indicator]
    if not one.found:
        return Text(
            f"{declared.label.en}: at the declared values there is no clear difference between {title.en} and {base.en}, "
            "so there is no finding that could hold or fail.",
            f"{declared.label.zh}：在默认取值下，{title.zh}与{base.zh}无明确差异，因此没有可供检验的结论。",
        )
    higher = one.default.mean > 0
    count, n = len(one.fails), one.share.count
    places = places_of(declared.unit, one.low, one.high)
    low, high = (change(end, places, declared.unit) for end in (one.low, one.high))
    en = (
        f"{declared.label.en} is {'higher' if higher else 'lower'} under {title.en} than under {base.en} in {n - count} of {n} "
        f"futures ({percent(one.share.mean)}, interval {percent(one.share.low)} to {percent(one.share.high)}); "
        f"in eight of ten the difference lies between {low} and {high}{points(declared.unit).en}."
    )
    zh = (
        f"{n} 种情形中有 {n - count} 种，{title.zh}的{declared.label.zh}{'高于' if higher else '低于'}{base.zh}"
        f"（{percent(one.share.mean)}，区间 {percent(one.share.low)} 至 {percent(one.share.high)}）；"
        f"八成情形中差值介于 {low} 与 {high} 之间。"
    )
    if one.against:
        en += f" In {one.against} it is clearly {'lower' if higher else 'higher'}."
        zh += f"其中 {one.against} 种情形明确{'更低' if higher else '更高'}。"
    if count and one.by_luck >= REPORTED_REVERSAL:
        en += f" With this few runs, chance alone would reverse the sign in {percent(one.by_luck)} of futures."
        zh += f"由于每种情形运行次数不多，仅随机性就会使约 {percent(one.by_luck)} 的情形方向相反。"
    return Text(en, zh)


def limit_words(limit: Limit) -> Text:
    """Say one side of a box: `Similarity of communities is at least 0.7`."""
    label = label_of(limit.name)
    if limit.words:
        words = [shown(word) for word in limit.words]
        return Text(
            f"{label.en} is {' or '.join(word.en for word in words)}",
            f"{label.zh}为{'或'.join(word.zh for word in words)}",
        )
    low, high = (None if end is None else f"{end:,.4g}" for end in (limit.low, limit.high))
    if low is not None and high is not None:
        return Text(f"{label.en} is between {low} and {high}", f"{label.zh}介于 {low} 与 {high} 之间")
    if low is not None:
        return Text(f"{label.en} is at least {low}", f"{label.zh}不低于 {low}")
    return Text(f"{label.en} is at most {high}", f"{label.zh}不高于 {high}")


def box_words(one: Condition) -> Text:
    """Say a box: its sides, joined."""
    sides = [limit_words(limit) for limit in one.limits]
    return Text(" and ".join(side.en for side in sides), "，且".join(side.zh for side in sides))


_NO_CONDITION = {
    "always": Text("It holds in every future tried.", "在所尝试的全部情形中均成立。"),
    "never": Text("It holds in no future tried.", "在所尝试的任何情形中均不成立。"),
    "no finding": Text("There is no finding that could fail.", "没有可供检验的结论。"),
}


def condition_sentence(one: Condition) -> Text:
    """Say where a finding fails, or that no such condition was found."""
    if one.reason in _NO_CONDITION:
        return _NO_CONDITION[one.reason]
    verb = Text("fails", "不成立") if one.kind == "fails" else Text("holds only", "仅成立")
    counted = Text(
        f"It {verb.en} in {one.cases} of {one.count} futures",
        f"{one.count} 种情形中有 {one.cases} 种{verb.zh}",
    )
    if one.reason == "few":
        return Text(
            f"{counted.en}: too few to say under which conditions.", f"{counted.zh}，数量太少，无法说明在何种条件下。"
        )
    if one.reason:
        return Text(
            f"{counted.en}; no condition was found that separates these from the others better than chance.",
            f"{counted.zh}；未找到比偶然更能区分这些情形的条件。",
        )
    box = box_words(one)
    hits = round(one.density * one.inside)
    return Text(
        f"{counted.en}, {hits} of them where {box.en}: coverage {percent(one.coverage)}, density {percent(one.density)} "
        f"({hits} of the {one.inside} futures there). On futures that the condition was not made from: coverage "
        f"{percent(one.held_coverage)}, density {percent(one.held_density)}; "
        f"p {_p(one.p)} that chance alone finds one as good, over all findings examined.",
        f"{counted.zh}，其中 {hits} 种满足：{box.zh}。覆盖率 {percent(one.coverage)}，密度 {percent(one.density)}"
        f"（该条件下共 {one.inside} 种情形，其中 {hits} 种{verb.zh}）。在未用于寻找该条件的情形上：覆盖率 {percent(one.held_coverage)}，"
        f"密度 {percent(one.held_density)}；对全部结论一并检验，偶然得到同样好的条件的概率 p {_p(one.p)}。",
    )


def _p(p: float) -> str:
    return "< 0.01" if p < 0.01 else f"= {p:.2f}"


def regret_sentence(comparison: Comparison, indicator: str) -> Text | None:
    """Say which scenario has the smallest largest regret in an indicator, and where it is worst; None without a direction."""
    table: Any = futures_of(comparison).regret([indicator])
    if table.empty or not table["futures"].iloc[0]:
        return None
    declared, title = INDICATORS[indicator], titles(comparison)
    places = places_of(declared.unit, *table["max"], *table["mean"])
    least = table[table["least"]].iloc[0]
    others = table[~table["least"]].sort_values("max")
    name = title[str(least["scenario"])]
    if least["max"] == 0:
        en = f"{declared.label.en}: {name.en} is best in every future tried"
        zh = f"{declared.label.zh}：{name.zh}在所尝试的全部情形中均为最优"
    else:
        en = (
            f"{declared.label.en}: {name.en} has the least regret, at most {level(float(least['max']), places, declared.unit)} behind the best "
            f"(future {int(least['worst'])}), {level(float(least['mean']), places, declared.unit)} on average"
        )
        zh = (
            f"{declared.label.zh}：{name.zh}的最大遗憾值最小，与各情形最优方案相差至多 {level(float(least['max']), places, declared.unit)}"
            f"（情形 {int(least['worst'])}），平均 {level(float(least['mean']), places, declared.unit)}"
        )
    if len(others):
        rest = [
            (title[str(row["scenario"])], level(float(row["max"]), places, declared.unit))
            for _, row in others.iterrows()
        ]
        en += f"; {', '.join(f'{one.en} at most {most}' for one, most in rest)}"
        zh += f"；{'，'.join(f'{one.zh}至多 {most}' for one, most in rest)}"
    measure = points(declared.unit) if points(declared.unit).en else unit(declared.unit)
    return Text(f"{en} ({measure.en.strip()}).", f"{zh}；单位：{measure.zh.strip()}。")


def places_of(words: str, *values: float) -> int:
    """Return decimals for some numbers: what their unit is used to, or one or two more where one would be shown as nothing."""
    places = decimals(words, max(abs(value) for value in values))
    small = min((abs(value) for value in values if value), default=1.0)
    return next((more for more in (places, places + 1) if round(small, more)), places + 2)


def headline(comparison: Comparison) -> Text:
    """Say in one sentence how many of the findings hold in all futures, and how many have a condition."""
    futures = futures_of(comparison)
    found = [one for one in futures.holds() if one.found and one.share.count]
    if not found:
        return Text("No finding at the declared values could be put to the test.", "默认取值下没有可供检验的结论。")
    always = sum(not one.fails for one in found)
    weakest = min(found, key=lambda one: one.share.mean)
    conditions = sum(one.found for one in futures.conditions)
    en = f"Of {len(found)} findings, {always} {'holds' if always == 1 else 'hold'} in all {futures.count} futures tried"
    zh = f"{len(found)} 项结论中，{always} 项在所尝试的全部 {futures.count} 种情形中成立"
    if always < len(found):
        name, declared = titles(comparison)[weakest.scenario], INDICATORS[weakest.indicator]
        en += f"; the least sure ({declared.label.en.lower()} under {name.en}) holds in {percent(weakest.share.mean)}"
        zh += f"；最不稳的一项（{name.zh}的{declared.label.zh}）在 {percent(weakest.share.mean)} 的情形中成立"
        if conditions:
            en += (
                f"; for {conditions} there is a condition under which {'it fails' if conditions == 1 else 'they fail'}"
            )
            zh += f"；其中 {conditions} 项找到了不成立的条件"
        else:
            en += "; no condition was found under which findings fail"
            zh += "；未找到能说明结论何时不成立的条件"
    return Text(f"{en}.", f"{zh}。")


def sentences(comparison: Comparison) -> list[Text]:
    """Return all that is to be said: what was tried, each finding with its condition, the regret of each main indicator."""
    futures = futures_of(comparison)
    found = [headline(comparison), about(comparison)]
    for held, condition in zip(futures.holds(), futures.conditions, strict=True):
        said = held_sentence(comparison, held)
        if held.found and (held.fails or not held.share.count):
            where = condition_sentence(condition)
            said = Text(f"{said.en} {where.en}", f"{said.zh}{where.zh}")
        found.append(said)
    return found + [one for one in (regret_sentence(comparison, name) for name in MAIN) if one is not None]


def point_words(futures: Futures, future: int, most: int = 3) -> Text:
    """Say what is special about a future (counted from 1): the values that lie farthest out in their ranges."""
    ranges = [one for one in futures.sampling.over if not one.words]
    out = []
    for one in ranges:
        low, high = one.ends
        value = futures.points[future - 1][one.name]
        out.append((abs((value - low) / (high - low) - 0.5) if math.isfinite(value) else 0.0, one.name, value))
    told = sorted(out, key=lambda entry: -entry[0])[:most]
    parts = [(label_of(name), f"{value:,.3g}") for _, name, value in told]
    return Text(
        ", ".join(f"{label.en} {value}" for label, value in parts),
        "，".join(f"{label.zh} {value}" for label, value in parts),
    )
