"""Movability as a document: Markdown in both languages, and a table with all numbers."""

from __future__ import annotations

import math

import pandas as pd

from ...core.text import Text
from ...evidence.margins import MARGINS
from ...evidence.movability import SCENARIOS, Movability, Movable
from ...model.quantities.levers import LEVERS
from ...runs.files.output_files import csv_bytes
from ...scenarios import load
from ..document.documents import LANGUAGES, ending, manifest, with_tables
from ..document.markdown import Lines, table
from ..format.numbers import NOTHING

INERT = {True: Text("inert here", "在此不动"), False: Text("moves", "会变动")}


def files(found: Movability, command: str) -> dict[str, bytes]:
    """Return every file by its name below the folder of results."""
    made = {"movability/states.csv": csv_bytes(as_table(found))}
    for language in LANGUAGES:
        page = with_tables(document(found, command, language), "movability", ["states"], language)
        made[f"movability{ending(language)}.md"] = page.encode("utf-8")
    facts = {
        "seed": found.seed,
        "replicates": found.replicates,
        "quick": found.quick,
        "explained": dict(found.explained),
    }
    made["movability/manifest.json"] = manifest("movability", command, made, **facts)
    return made


def as_table(found: Movability) -> pd.DataFrame:
    """Return every state with its numbers."""
    rows = [
        {
            "state": row.name, "label": row.label.en, "label_zh": row.label.zh, "level": row.level, "sd_between_residents": row.sd,
            "single_low": row.single[0], "single_high": row.single[1], "lowered_by": row.movers[0], "raised_by": row.movers[1],
            "combined_low": row.combined[0], "combined_high": row.combined[1], "single_range_by_sd": row.by_sd[0],
            "combined_range_by_sd": row.by_sd[1], **dict(zip(SCENARIOS, row.scenarios)), "margin": row.margin,
            "margin_why": MARGINS[row.name].why.en, "margin_why_zh": MARGINS[row.name].why.zh, "scenario_range_in_margins": row.by_margin,
            "result": INERT[row.inert].en,
        }
        for row in found.rows
    ]  # fmt: skip
    return pd.DataFrame(rows)


def document(found: Movability, command: str, language: str) -> str:
    """Return the document in a language."""
    lines = [text[language] if isinstance(text, Text) else text for text in _lines(found, command, language)]
    return "\n".join(lines).rstrip() + "\n"


def _lines(found: Movability, command: str, language: str) -> Lines:
    yield Text("# Movability", "# 可变动性")
    yield ""
    if found.quick:
        yield Text("**Quick mode: tiny districts. Nothing here means anything.**", "**快速模式：规模极小，结果没有意义。**")  # fmt: skip
        yield ""
    size = found.size
    yield Text(
        f"Made by `{command}` on model code `{found.kernel[:12]}`: {size.residents:,} residents over {size.weeks} weeks, {found.replicates} replicates, {found.points} settings with one lever moved. "
        "How far can policy move what residents feel? *One lever*: range of the mean over the status quo with one lever at a time at either end of its bounds, in standard deviations between residents. "
        "*All levers*: the same between all levers at the ends that lower the state and all at those that raise it. *Scenarios*: range over the four main scenarios in margins, the least difference that matters. "
        "Below one margin a state is *inert here*: by it these scenarios cannot be distinguished. That is not the same as negligible, which only the interval of a difference can show.",
        f"由 `{command}` 生成，模型代码 `{found.kernel[:12]}`：{size.residents:,} 名居民、{size.weeks} 周，重复 {found.replicates} 次，{found.points} 种仅变动一项杠杆的设定。"
        "政策能使居民的感受变动多少？*单项杠杆*：在现状下逐项把杠杆移至其上限或下限，均值的变动范围，以居民间标准差为单位。"
        "*全部杠杆*：各杠杆同时取使该状态降低的一端与同时取使其升高的一端，二者之差。*方案*：四个主要方案之间的变动范围，以边际（有意义的最小差异）为单位。"
        "不足一个边际时为*在此不动*：这些方案无法由该状态加以区分。这不等于差异可以忽略，后者只能由差值的区间说明。",
    )
    yield ""
    titles = [load(name).title[language] for name in SCENARIOS]
    head = [
        Text("State", "状态"), Text("sd between residents", "居民间标准差"), Text("range, one lever", "变动范围（单项）"), Text("one lever", "单项杠杆"), Text("lowered most by", "降低最多的杠杆"),
        Text("raised most by", "升高最多的杠杆"), Text("all levers", "全部杠杆"),
    ]  # fmt: skip
    rows = [
        [
            row.label[language], _number(row.sd, 3), _number(row.single[1] - row.single[0], 3), _number(row.by_sd[0]), _lever(row.movers[0], language),
            _lever(row.movers[1], language), _number(row.by_sd[1]),
        ]
        for row in found.rows
    ]  # fmt: skip
    yield from table([one[language] for one in head], rows, right=(1, 2, 3, 6))
    head = [Text("State", "状态"), *titles, Text("margin", "边际"), Text("range in margins", "变动范围（边际数）"), Text("result", "结果")]  # fmt: skip
    rows = [
        [
            row.label[language], *(_number(value, 3) for value in row.scenarios), f"{row.margin:g}", _number(row.by_margin, 1),
            INERT[row.inert][language],
        ]
        for row in found.rows
    ]  # fmt: skip
    yield from table([one[language] if isinstance(one, Text) else one for one in head], rows, right=range(1, 7))
    fit, true = (_number(found.explained[name]) for name in ("rule_fit", "true_resolution"))
    yield Text(
        f"What satisfaction follows: over the settings with one lever moved, a line on fit of rules explains {fit} of the variance of mean satisfaction, a line on true resolution {true}.",
        f"满意度随何变动：在仅变动一项杠杆的各设定中，规则适配度的线性回归可解释平均满意度方差的 {fit}，实际解决率为 {true}。",
    )
    yield ""


def _number(value: float, places: int = 2) -> str:
    return f"{value:.{places}f}" if math.isfinite(value) else NOTHING


def _lever(name: str, language: str) -> str:
    return LEVERS[name].label[language] if name else NOTHING


def summary(found: Movability) -> list[dict[str, object]]:
    """Return the table for scripts."""
    return as_table(found).to_dict("records")


def in_short(row: Movable, language: str) -> tuple[str, ...]:
    """Return the cells of a state on the screen."""
    return (
        row.label[language],
        _number(row.by_sd[0]),
        _number(row.by_sd[1]),
        _number(row.by_margin, 1),
        INERT[row.inert][language],
    )
