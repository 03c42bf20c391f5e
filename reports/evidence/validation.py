"""The validation card as documents: Markdown in both languages, a figure, a table with all numbers."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...core.text import Text
from ...evidence.validation import LEFT, USE_LABELS, Card, Row, Use
from ...runs.files.output_files import csv_bytes
from ..document.documents import LANGUAGES, ending, image_line, light_png, manifest, with_tables
from ..document.markdown import Lines, table, unit, with_interval
from ..format.style import folded, style
from .evidence_figures import MET_COLOURS, bar, key
from .evidence_text import MET


def files(card: Card, command: str) -> dict[str, bytes]:
    """Return every file by its name below the folder of results."""
    made = {"validation/card.csv": csv_bytes(as_table(card))}
    for language in LANGUAGES:
        page = with_tables(document(card, command, language), "validation", ["card"], language)
        made[f"validation{ending(language)}.md"] = page.encode("utf-8")
        with style(language) as possible:
            figure = draw(card, possible)
            made[f"figures/validation{ending(language)}.png"] = light_png(figure)
    facts = {"seed": card.seed, "replicates": card.replicates, "quick": card.quick}
    made["validation/manifest.json"] = manifest("validation", command, made, **facts)
    return made


def as_table(card: Card) -> pd.DataFrame:
    """Return every row with its numbers."""
    rows = [
        {
            "target": row.name, "measured": row.check.label.en, "measured_zh": row.check.label.zh, "unit": row.check.unit,
            "wanted_low": row.check.low, "wanted_high": row.check.high, "found": row.check.found.mean, "low": row.check.found.low,
            "high": row.check.found.high, "count": row.check.found.count, "result": MET[row.met].en, "use": row.use.value,
            "target_measured": row.empirical, "source": row.source.en, "source_zh": row.source.zh, "note": row.note.en, "note_zh": row.note.zh,
        }
        for row in card.rows
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"wanted_low": float, "wanted_high": float})


def wanted(row: Row) -> str:
    """Return the range that is wanted."""
    low, high = row.check.low, row.check.high
    if low is not None and high is not None:
        return f"{low:g}-{high:g}"
    return f"> {low:g}" if low is not None else f"< {high:g}"


def document(card: Card, command: str, language: str) -> str:
    """Return the document in a language."""
    lines = [text[language] if isinstance(text, Text) else text for text in _lines(card, command, language)]
    return "\n".join(lines).rstrip() + "\n"


def _lines(card: Card, command: str, language: str) -> Lines:
    size, large = card.sizes["default"], card.sizes["full"]
    yield Text("# Validation card", "# 验证卡")
    yield ""
    if card.quick:
        yield Text("**Quick mode: tiny districts. Nothing here means anything.**", "**快速模式：规模极小，结果没有意义。**")  # fmt: skip
        yield ""
    yield Text(
        f"Made by `{command}` on model code `{card.kernel[:12]}`: status quo unless a row says otherwise, {size.residents:,} residents over {size.weeks} weeks (8 x 4,200: {large.residents:,} residents), {card.replicates} replicates. "
        "Met: the whole 95 % interval lies in the wanted range; not met: all of it outside; undecided: it straddles a bound. *Input*: put in, so finding it shows only that it is kept. *Calibrated*: a parameter was fitted to it. "
        "*Held out*: no parameter is declared as fitted to it; only these can speak for the model, and only where the target was measured and not assumed itself. Reported rates are compared with reported rates only; gradients between people are compared as gradients and are no effects.",
        f"由 `{command}` 生成，模型代码 `{card.kernel[:12]}`：除另有说明外为现状方案，{size.residents:,} 名居民、{size.weeks} 周（8 x 4200 为 {large.residents:,} 名居民），重复 {card.replicates} 次。"
        "符合：整个 95 % 区间在目标范围内；不符合：全部在外；未定：跨越边界。*输入*：直接给定，再现只说明其得以保持。*校准*：曾据此拟合参数。*留作检验*：没有参数声明据此拟合，只有这些能为模型作证，且仅限目标为实测而非假定者。"
        "上报数值只与上报数值比较；人群之间的梯度只作为梯度比较，并非效应。",
    )
    yield ""
    head = [
        Text("Use", "用途"),
        Text("target", "目标"),
        Text("met", "符合"),
        Text("not met", "不符合"),
        Text("undecided", "未定"),
    ]
    kinds = ((True, Text("measured", "实测")), (False, Text("assumed", "假定")))
    rows = [
        [
            USE_LABELS[use][language],
            word[language],
            *(str(card.count(met, use, empirical)) for met in (True, False, None)),
        ]
        for use in (Use.HELD_OUT, Use.CALIBRATED, Use.INPUT)
        for empirical, word in kinds
    ]
    yield from table([one[language] for one in head], rows, right=2)
    head = [
        Text("Measured", "测量"), Text("wanted", "目标"), Text("model [95 %]", "模型 [95 %]"), Text("result", "结果"),
        Text("use", "用途"), Text("source of the target", "目标来源"), Text("note", "说明"),
    ]  # fmt: skip
    assumed = Text(" (target assumed)", "（目标为假定）")[language]
    rows = [
        [
            f"{row.check.label[language]} ({unit(row.check.unit)[language]})", wanted(row), with_interval(row.check.found, row.check.unit),
            f"**{MET[row.met][language]}**", USE_LABELS[row.use][language], row.source[language] + ("" if row.empirical else assumed),
            row.note[language],
        ]
        for row in sorted(card.rows, key=lambda row: [*Use][::-1].index(row.use))
    ]  # fmt: skip
    yield from table([one[language] for one in head], rows, right=9)
    yield image_line("validation", Text("Validation card", "验证卡"), language)
    yield card.survey
    yield ""
    for row in (one for one in card.rows if one.name == "diffusion"):
        number = with_interval(row.check.found, "share", sign=True)
        yield Text(
            f"The model's own difference is {number} ({MET[row.met].en}). Behaviour and places are not the same, so sizes are not compared.",
            f"模型自身的差值为 {number}（{MET[row.met].zh}）。两者行为与地点不同，大小不可比。",
        )
        yield ""
    yield Text("## Figures that are not compared", "## 未作比较的数字")
    yield ""
    head = [Text("Figure", "数字"), Text("Source", "来源"), Text("Why not", "原因")]
    rows = [[one.what[language], one.source[language], one.why[language]] for one in LEFT]
    yield from table([one[language] for one in head], rows, right=9)


def draw(card: Card, language: str) -> Figure:
    """Draw every row on a scale of its own: the range that is wanted, and the interval that was found."""
    columns = 2
    rows = math.ceil(len(card.rows) / columns)
    figure = Figure(figsize=(14, 0.62 * rows + 0.5), layout="constrained")
    for place, row in enumerate(card.rows):
        axes = figure.add_subplot(rows, columns, place + 1)
        check, found = row.check, row.check.found
        ends = [one for one in (found.low, found.high, found.mean, check.low, check.high) if one is not None]
        ends = [one for one in ends if math.isfinite(one)]
        low, high = min(ends, default=0.0), max(ends, default=1.0)
        margin = 0.12 * (high - low or 1.0)
        begin = low - margin if check.low is None else check.low
        end = high + margin if check.high is None else check.high
        axes.barh(0, end - begin, left=begin, height=0.9, color="#DCE9F3", zorder=0.5)
        bar(axes, 0, found.mean, found.low, found.high, MET_COLOURS[row.met], row.met is not None)
        axes.set_xlim(low - margin, high + margin)
        axes.set_ylim(-0.7, 0.7)
        label = f"{row.check.label[language]} · {USE_LABELS[row.use][language]}"
        axes.set_yticks([0], [folded(label, 62)], fontsize=7)
        axes.tick_params(axis="y", length=0)
        axes.tick_params(axis="x", labelsize=6.3, length=2, pad=1)
        axes.xaxis.set_major_locator(MaxNLocator(5))
    key(figure, MET[True], MET[False], MET[None], language)
    return figure


def summary(card: Card) -> list[dict[str, object]]:
    """Return the card for scripts."""
    return as_table(card).to_dict("records")
