"""What an analysis says in words, in English and Chinese: names, boxes, maps, noise."""

from __future__ import annotations

import math

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...studies.analysis.boxes import Box, Limit
from ...studies.analysis.noise import Shares
from ...studies.analysis.regions import Map
from ...studies.analysis.responses import Response
from ...studies.design.study_extensions import shown as quantity
from ..format.numbers import number, percent
from ..format.words import shown, unit


def factor(name: str) -> Text:
    """Return the label of a factor."""
    return quantity(name).label


def interval(low: float, high: float, language: str) -> str:
    """Return a range of shares in percent."""
    return f"{percent(low)}{' to ' if language == 'en' else ' 至 '}{percent(high)}"


def limit_text(limit: Limit) -> Text:
    """Return one side of a box in words."""
    declared = quantity(limit.factor)
    label = declared.label
    if limit.words:
        words = [shown(word) for word in limit.words]
        return Text(
            f"{label.en} is {' or '.join(word.en for word in words)}",
            f"{label.zh}为{'或'.join(word.zh for word in words)}",
        )
    low, high = (None if end is None else f"{end:.3g}" for end in (limit.low, limit.high))
    of = unit(declared.unit)
    if low is not None and high is not None:
        return Text(
            f"{label.en} lies between {low} and {high} ({of.en})", f"{label.zh}在 {low} 与 {high} 之间（{of.zh}）"
        )
    if low is not None:
        return Text(f"{label.en} is at least {low} ({of.en})", f"{label.zh}不低于 {low}（{of.zh}）")
    return Text(f"{label.en} is at most {high} ({of.en})", f"{label.zh}不高于 {high}（{of.zh}）")


def success(response: Response, box: Box, titles: dict[str, Text]) -> Text:
    """Return what a box was looked for."""
    label, of = INDICATORS[response.indicator].label, unit(INDICATORS[response.indicator].unit)
    rule, scenario = box.rule, titles[response.scenario]
    if response.against is None:
        word = Text("above", "高于") if rule.above else Text("below", "低于")
        return Text(
            f"{label.en} under {scenario.en} is {word.en} {rule.value:g} ({of.en})",
            f"{scenario.zh}下{label.zh}{word.zh} {rule.value:g}（{of.zh}）",
        )
    base = titles[response.against]
    if rule.value == 0:
        word = Text("higher", "高于") if rule.above else Text("lower", "低于")
        return Text(
            f"{label.en} is {word.en} under {scenario.en} than under {base.en}",
            f"{scenario.zh}下的{label.zh}{word.zh}{base.zh}",
        )
    word = Text("above", "大于") if rule.above else Text("below", "小于")
    return Text(
        f"{label.en} under {scenario.en} minus under {base.en} is {word.en} {rule.value:g} ({of.en})",
        f"{scenario.zh}与{base.zh}的{label.zh}之差{word.zh} {rule.value:g}（{of.zh}）",
    )


def box_text(response: Response, box: Box, titles: dict[str, Text]) -> Text:
    """Return a box as a sentence, with coverage and density on held-out runs."""
    what, held = success(response, box, titles), box.held_out
    if not box.limits:
        return Text(
            f"No box was found for: {what.en} (true in {percent(held.base)} of held-out runs).",
            f"未找到盒：{what.zh}（在 {percent(held.base)} 的留出运行中成立）。",
        )
    where = [limit_text(limit) for limit in box.limits]
    en, zh = " and ".join(one.en for one in where), "，且".join(one.zh for one in where)
    judged = Text(
        f"on {held.runs} held-out runs the box holds {percent(held.coverage)} of the cases (coverage, {interval(held.coverage_low, held.coverage_high, 'en')}), "
        f"and {percent(held.density)} of its runs are cases (density, {interval(held.density_low, held.density_high, 'en')}; of all runs {percent(held.base)})",
        f"在 {held.runs} 次留出运行中，盒内含有 {percent(held.coverage)} 的此类情形（覆盖率，{interval(held.coverage_low, held.coverage_high, 'zh')}），"
        f"盒内运行有 {percent(held.density)} 属此情形（密度，{interval(held.density_low, held.density_high, 'zh')}；全部运行中为 {percent(held.base)}）",
    )
    if not box.holds:
        return Text(
            f"The box found for “{what.en}”, where {en}, does not hold: {judged.en}.",
            f"为“{what.zh}”找到的盒（{zh}）不成立：{judged.zh}。",
        )
    return Text(f"{what.en} where {en}: {judged.en}.", f"当{zh}时，{what.zh}：{judged.zh}。")


def map_text(found: Map, titles: dict[str, Text]) -> Text:
    """Return a region map as a sentence."""
    label = INDICATORS[found.indicator].label
    best = Text("best", "最优") if INDICATORS[found.indicator].extra["better"] else Text("highest", "最高")
    cells = sum(place.points > 0 for place in found.places)
    en, zh = [], []
    for scenario in found.scenarios:
        won, sure = found.wins(scenario)
        en.append(f"{titles[scenario].en} in {won} ({sure} of them surely)")
        zh.append(f"{titles[scenario].zh} {won} 个（其中确定的 {sure} 个）")
    return Text(
        f"{label.en} is {best.en} under: {', '.join(en)}, of {cells} parts of the plane.",
        f"{label.zh}{best.zh}的方案：{'，'.join(zh)}，共 {cells} 个区域。",
    )


def shares_text(found: Shares) -> tuple[str, ...]:
    """Return the cells of a row about noise: design, common noise, own noise, noise with interval, standard error."""
    if not math.isfinite(found.noise):
        return ("–",) * 5
    return (
        percent(found.design), percent(found.luck), percent(found.rest),
        f"{percent(found.noise)} ({percent(found.noise_low)} – {percent(found.noise_high)})", number(found.error),
    )  # fmt: skip


def plus_minus(value: float, half: float, places: int = 2) -> str:
    """Return a number with the half-width of its interval."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.{places}f}" + (f" ± {half:.{places}f}" if math.isfinite(half) else "")
