"""Published results next to ours, as documents: a page in each language, all numbers as CSV, a figure for each result."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...core.text import Text
from ...evidence.reproduce.result import VERDICTS, Check, Panel, Reproduced, Verdict
from ...runs.files.output_files import csv_bytes
from ..document.documents import light_png, write_files
from ..document.markdown import table as markdown_table
from ..format.numbers import NOTHING
from ..format.style import COLOURS, INK, MARKERS, style

LANGUAGES = ("en", "zh")
DASHES = ((0, (5, 2)), (0, (1.5, 1.5)))

WORDS = {
    "title": Text("Published results, by the model's own rules", "用本模型自身的规则重现已发表的结果"),
    "made": Text(
        "Made by `cogov reproduce{quick} --seed {seed} --out FOLDER`. Each line is run by the functions that the simulation runs, in the limit named; nothing is a second version written to agree.",
        "由 `cogov reproduce{quick} --seed {seed} --out FOLDER` 生成。每一行都由模拟本身所用的函数在所述极限情形下运行得到，没有为求一致而另写的版本。",
    ),
    "rules": Text(
        "What counts as agreement: 1e-9 where nothing is random, half a unit of the last printed digit where a paper rounds, four combined standard errors (±) where results are random, a paired t test at p < 0.001 where one thing must be greater than another. “The paper does not determine it”: the number is ours, the text of the paper does not settle what it should be.",
        "一致的标准：无随机性者误差不超过 1e-9；论文四舍五入者不超过末位的一半；有随机性者不超过 4 个合并标准误（±）；比较大小者用配对 t 检验（p < 0.001）。“论文未能确定”：数字是我们的，论文文本不足以确定其应为多少。",
    ),
    "result": Text("Result", "结果"),
    "source": Text("Source", "来源"),
    "rule": Text("Rule", "所用规则"),
    "checks": Text("Checks", "核对项"),
    "what": Text("What", "核对内容"),
    "ours": Text("Ours", "本模型"),
    "published": Text("Published", "已发表"),
    "tolerance": Text("Tolerance", "容差"),
    "verdict": Text("Verdict", "结论"),
    "setting": Text("Setting", "设定"),
    "note": Text("Conditions", "条件"),
    "notes": Text("Notes", "说明"),
    "all": Text("All numbers: [reproduce.csv](reproduce.csv).", "全部数字：[reproduce.csv](reproduce.csv)。"),
}  # fmt: skip


def ours(check: Check) -> str:
    """Return our number with its standard error, to the digits that the error supports."""
    if not math.isfinite(check.ours):
        return NOTHING if math.isnan(check.ours) else "∞"
    if not check.error > 0 or not math.isfinite(check.error):
        return f"{check.ours:.6g}"
    places = min(8, max(0, 1 - math.floor(math.log10(check.error))))
    return f"{check.ours:.{places}f} ± {check.error:.{places}f}"


def count(found: Reproduced) -> str:
    """Return how many checks of a result agree, of how many that can be decided."""
    verdicts = [check.verdict for check in found.outcome.checks]
    return f"{verdicts.count(Verdict.AGREE)}/{len(verdicts) - verdicts.count(Verdict.OPEN)}"


def as_data(found: Sequence[Reproduced]) -> dict[str, Any]:
    """Return everything as plain data for JSON; nothing in it changes from one run to the next."""
    return {
        "seed": found[0].seed,
        "quick": found[0].quick,
        "results": [
            {
                "name": one.result.name,
                "title": _both(one.result.title),
                "source": one.result.source,
                "rule": one.result.rule,
                "note": _both(one.result.note),
                "setting": _both(one.outcome.setting),
                "verdict": one.verdict.value,
                "checks": [
                    {
                        "label": _both(check.label),
                        "ours": _finite(check.ours),
                        "standard_error": _finite(check.error),
                        "published": _both(check.published),
                        "published_value": _finite(check.value),
                        "tolerance": _both(check.tolerance),
                        "verdict": check.verdict.value,
                        "why": _both(check.why),
                    }
                    for check in one.outcome.checks
                ],
            }
            for one in found
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def table(found: Sequence[Reproduced]) -> pd.DataFrame:
    """Return one row for each check."""
    rows = [
        {
            "result": one.result.name,
            "check": check.label.en,
            "check_zh": check.label.zh,
            "ours": check.ours,
            "standard_error": check.error,
            "published": check.published.en,
            "published_value": check.value,
            "tolerance": check.tolerance.en,
            "verdict": check.verdict.value,
            "why": check.why.en,
            "seed": one.seed,
            "source": one.result.source,
        }
        for one in found
        for check in one.outcome.checks
    ]
    return pd.DataFrame(rows)


def page(found: Sequence[Reproduced], language: str) -> str:
    """Return the page in one language, as Markdown."""
    word = {key: text[language] for key, text in WORDS.items()}
    suffix = "" if language == "en" else f".{language}"
    made = word["made"].format(seed=found[0].seed, quick=" --quick" if found[0].quick else "")
    lines = [f"# {word['title']}", "", made, "", word["rules"], "", word["all"], ""]
    summary = [
        (f"[{one.result.title[language]}](#{one.result.name})", one.result.source, count(one), VERDICTS[one.verdict][language])
        for one in found
    ]  # fmt: skip
    lines += markdown_table([word[key] for key in ("result", "source", "checks", "verdict")], summary, right={2})
    for one in found:
        lines += [f'<a id="{one.result.name}"></a>', "", f"## {one.result.title[language]}", ""]
        about = (
            ("source", one.result.source),
            ("rule", f"`{one.result.rule}`"),
            ("setting", one.outcome.setting[language]),
            ("note", one.result.note[language]),
        )
        lines += [f"- **{word[key]}**: {text}" for key, text in about]
        rows = []
        reasons: list[str] = []
        for check in one.outcome.checks:
            reason = check.why[language]
            if reason and reason not in reasons:
                reasons.append(reason)
            mark = f" [{reasons.index(reason) + 1}]" if reason else ""
            rows.append(
                (
                    check.label[language],
                    ours(check),
                    check.published[language],
                    check.tolerance[language],
                    VERDICTS[check.verdict][language] + mark,
                )
            )
        head = [word[key] for key in ("what", "ours", "published", "tolerance", "verdict")]
        lines += ["", *markdown_table(head, rows, right={1, 2})]
        if reasons:
            lines += [
                word["notes"]
                + (": " if language == "en" else "：")
                + " ".join(
                    f"[{k + 1}] {reason}" + ("." if language == "en" else "。") for k, reason in enumerate(reasons)
                ),
                "",
            ]
        if one.outcome.panels:
            lines += [f"![{one.result.title[language]}](figures/reproduce-{one.result.name}{suffix}.png)", ""]
    return "\n".join(lines)


def figure(found: Reproduced, language: str) -> Figure:
    """Draw the panels of one result: ours as points and lines, the published in black dashes."""
    panels = found.outcome.panels
    drawn = Figure(figsize=(5.6 * len(panels) if len(panels) > 1 else 7.0, 4.6), layout="constrained")
    for place, panel in enumerate(panels):
        _draw(drawn.add_subplot(1, len(panels), place + 1), panel, language)
    return drawn


def _draw(axes: Axes, panel: Panel, language: str) -> None:
    colour = dashes = 0
    beside = any(line.published for line in panel.lines)
    for line in panel.lines:
        label = line.label[language] or None
        if line.published:
            how = (
                {"linestyle": "none", "marker": "_", "markersize": 11}
                if line.points
                else {"linestyle": DASHES[dashes % 2]}
            )
            axes.plot(line.x, line.y, color=INK, linewidth=1.2, label=label, zorder=2, **how)  # type: ignore[arg-type]
            dashes += bool(label)
            continue
        shade = COLOURS[colour % len(COLOURS)]
        error = np.zeros(len(line.x)) if line.error is None else np.nan_to_num(np.asarray(line.error, float))
        if line.points:
            axes.errorbar(
                line.x, line.y, 2 * error, color=shade, marker=MARKERS[colour % len(MARKERS)], markersize=4.5, elinewidth=0.9, capsize=2,
                linewidth=0 if beside else 1.0, label=label, zorder=3,
            )  # fmt: skip
        else:
            axes.plot(line.x, line.y, color=shade, linewidth=1.6, label=label, zorder=3)
            axes.fill_between(line.x, line.y - 2 * error, line.y + 2 * error, color=shade, alpha=0.18, linewidth=0)
        colour += 1
    axes.set_title(panel.title[language])
    axes.set_xlabel(panel.x[language])
    axes.set_ylabel(panel.y[language])
    if panel.log_x:
        axes.set_xscale("log")
        at = sorted({x for line in panel.lines for x in line.x})
        axes.set_xticks(at, ["0" if x == panel.zero else f"{x:g}" for x in at])
        axes.minorticks_off()
    if panel.log_y:
        axes.set_yscale("log")
    axes.grid(color="#EDEDED", linewidth=0.6)
    axes.set_axisbelow(True)
    if any(line.label.en for line in panel.lines):
        columns = 2 if sum(len(line.label.en) > 0 for line in panel.lines) > 3 else 1
        axes.legend(fontsize=8, labelcolor=INK, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=columns)


def files(found: Sequence[Reproduced]) -> dict[str, bytes]:
    """Return every file by its name below the folder."""
    made = {"reproduce.csv": csv_bytes(table(found))}
    for language in LANGUAGES:
        suffix = "" if language == "en" else f".{language}"
        made[f"reproduce{suffix}.md"] = page(found, language).encode("utf-8")
        for one in found:
            if not one.outcome.panels:
                continue
            with style(language) as written:
                made[f"figures/reproduce-{one.result.name}{suffix}.png"] = light_png(figure(one, written))
    return made


def write(found: Sequence[Reproduced], folder: str | Path) -> list[Path]:
    """Write all files into a folder; return what was written."""
    return write_files(files(found), folder)
