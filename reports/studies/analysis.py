"""An analysis as documents: a page in each language, figures as PNG and SVG, tables as CSV, everything as plain data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ...core.text import Text
from ...runs.files.output_files import csv_bytes
from ...studies.analysis.analyse import Analysis
from ...studies.analysis.reasons import CONSTANT, DASHES, FAINT, name_of
from ..document.documents import write_files
from ..document.markdown import table as markdown_table
from ..format.numbers import number
from ..format.style import image, style
from . import analysis_figures
from .analysis_text import box_text, factor, map_text, plus_minus, shares_text

LANGUAGES = ("en", "zh")
WORDS = {
    "title": Text("What the study shows", "研究结果分析"),
    "runs": Text("{analysed} finished runs of {points} points and {scenarios} scenarios were analysed; {failed} failed, {missing} are missing.", "分析了 {points} 个点、{scenarios} 个方案的 {analysed} 次已完成运行；失败 {failed} 次，缺 {missing} 次。"),
    "nothing": Text("Without a number (the indicator does not exist in the run): {list}.", "无数值（该指标在运行中不存在）：{list}。"),
    "one": Text("There is one replicate per point: random variation cannot be separated from the factors, and indices are of single runs.", "每点只有一次重复：无法区分随机性与因素，指数针对单次运行。"),
    "noise": Text("Factors and noise", "因素与随机性"),
    "noise_note": Text("Where the variance of single runs comes from. Noise shared by all points of a replicate does not disturb comparisons; noise of single points does, by the standard error given for a point's mean. 95 % intervals over design points.", "单次运行方差的来源。同一次重复中各点共同的随机性不影响比较；各点自身的随机性会影响，其大小见点均值的标准误。95 % 区间按设计点重抽样。"),
    "sobol": Text("Sobol' indices", "Sobol' 指数"),
    "sobol_note": Text("Of the mean response, with the contribution of noise removed; ± half of the 95 % interval, from leaving out base rows and from replicates. Small indices can come out below 0. Interactions: total minus first order. A dash: no number can be given; the reason is below the table.", "针对平均响应，已扣除随机性的贡献；± 为 95 % 区间的一半，由逐一剔除基准行与各次重复得到。很小的指数可能为负。交互作用：总效应减一阶。短横：无法给出数值，原因见表下。"),
    "morris": Text("Morris indices", "Morris 指数"),
    "morris_note": Text("Effect of moving a factor over its whole range, in the unit of the indicator; ± half of the 95 % interval, from leaving out trajectories and from replicates. Floor: the mu* that noise alone would produce; a factor is marked clear where mu* is above it by more than its interval.", "因素从取值范围一端移到另一端的效应，单位同指标；± 为 95 % 区间的一半，由逐一剔除轨迹与各次重复得到。下限：仅由随机性造成的 μ*；μ* 明显高于下限者标为明显。"),
    "effects": Text("Main effects", "主效应"),
    "effects_note": Text("Share of the variance of the mean response explained by one factor alone, with the contributions of noise and of the number of fitted terms removed; ± half of the 95 % interval, from leaving out points and from replicates. In a sample that is no Sobol' design, interactions are seen only as what is missing to 1. A dash: no number can be given; the reason is below the table.", "单个因素对平均响应方差的份额，已扣除随机性与拟合项数的贡献；± 为 95 % 区间的一半，由逐一剔除点与各次重复得到。非 Sobol' 指数设计时，交互作用只体现为份额之和与 1 的差。短横：无法给出数值，原因见表下。"),
    "boxes": Text("Boxes", "盒（PRIM）"),
    "boxes_note": Text("Found on one half of the design points, judged on the other half. A box does not hold where the density on held-out runs is not clearly above that of all runs.", "在一半设计点上寻找，在另一半上检验。若留出运行中的密度未明显高于全部运行，则盒不成立。"),
    "maps": Text("Which scenario wins where", "各种条件下哪个方案占优"),
    "maps_note": Text("Sure: the scenario is best in at least 95 % of resamples of points and replicates. Each part of the plane is judged by itself; of many uncertain ones some will look sure by chance.", "确定：在对点与重复的重抽样中，该方案至少有 95 % 为最优。各区域单独判断；在许多不确定的区域中，会有一些碰巧显得确定。"),
    "left_out": Text("Left out", "未作的分析"),
    "made": Text("Made by `cogov analyse`; seed of resampling and of the split: {seed}. All numbers: {files}.", "由 `cogov analyse` 生成；重抽样与划分的种子：{seed}。全部数字见：{files}。"),
    "caution": Text("Caution", "注意"),
    "totals": Text("sum of totals", "总效应之和"),
    "response": Text("Response", "响应"),
    "factor": Text("Factor", "因素"),
    "yes": Text("clear", "明显"),
    "no": Text("not clear", "不明显"),
}  # fmt: skip
HEADS = {
    "noise": (Text("Factors", "因素"), Text("Common noise", "共同随机性"), Text("Own noise", "自身随机性"), Text("Noise in all", "随机性合计"), Text("Standard error of a point", "点均值标准误")),
    "sobol": (Text("First order", "一阶"), Text("Total", "总效应")),
    "morris": (Text("mu", "μ"), Text("mu*", "μ*"), Text("sigma", "σ"), Text("Floor", "下限"), Text("Effect", "效应")),
    "effects": (Text("Share", "份额"),),
}  # fmt: skip


def tables(found: Analysis) -> dict[str, pd.DataFrame]:
    """Return every part as a table, by name of its file."""
    made: dict[str, list[dict[str, Any]]] = {"noise": [{**r.key, **asdict(one)} for r, one in found.shares]}
    made["sobol"] = [_reasoned({**r.key, **asdict(one)}) for r, all_ in found.sobol for one in all_]
    made["totals"] = [
        {**r.key, "totals": all_.totals, "totals_half": all_.totals_half, "rows": all_.rows} for r, all_ in found.sobol
    ]
    made["morris"] = [
        _reasoned({**r.key, **asdict(one), "clear": one.clear}) for r, all_ in found.morris for one in all_
    ]
    made["effects"] = [
        _reasoned(
            {**r.key, "factor": one.factor, "share": one.share, "share_half": one.share_half, "reason": one.reason}
        )
        for r, all_ in found.effects
        for one in all_
    ]
    made["courses"] = [
        {**r.key, "factor": one.factor, **asdict(b)} for r, all_ in found.effects for one in all_ for b in one.bins
    ]
    titles = found.sample.titles
    for response, box in found.boxes:
        said = box_text(response, box, titles)
        row = {**response.key, "rule": f"{box.rule.sign} {box.rule.value:g}", "holds": box.holds}
        row |= {f"held_out_{name}": value for name, value in asdict(box.held_out).items()}
        row |= {f"training_{name}": getattr(box.trained, name) for name in ("coverage", "density", "runs")}
        for limit in box.limits:
            row[f"{limit.factor}_low"], row[f"{limit.factor}_high"] = limit.low, limit.high
            row[f"{limit.factor}_words"] = " ".join(limit.words)
        made.setdefault("boxes", []).append({**row, "sentence": said.en, "sentence_zh": said.zh})
    for one in found.maps:
        for place in one.places:
            cell = asdict(place)
            cell["row"], cell["column"] = one.rows[place.row], one.columns[place.column]
            axes = {"row_factor": one.factors[0], "column_factor": one.factors[1]}
            made.setdefault("maps", []).append({"indicator": one.indicator, **axes, **cell, "sure": place.sure})
    return {name: pd.DataFrame(rows) for name, rows in made.items() if rows}


def _reasoned(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the reason of its dashes in words of both languages."""
    text = DASHES.get(row.pop("reason"), Text("", ""))
    return {**row, "reason": text.en, "reason_zh": text.zh}


def as_data(found: Analysis) -> dict[str, Any]:
    """Return everything as plain data for JSON."""
    data: dict[str, Any] = {
        "seed": found.seed,
        "design": found.sample.spec.design.plain(),
        "counts": found.sample.counts,
    }
    for name, table in tables(found).items():
        data[name] = [{key: _plain(value) for key, value in row.items()} for row in table.to_dict("records")]
    data["cautions"] = [
        {"part": one.part, **(one.response.key if one.response else {}), "en": one.text.en, "zh": one.text.zh}
        for one in found.cautions
    ]
    data["left_out"] = [{"part": part, "en": text.en, "zh": text.zh} for part, text in found.left_out]
    return data


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _remarks(found: Analysis, part: str, language: str) -> list[str]:
    """Return lines below a table: why there are dashes, and what is doubtful."""
    mark, join = (": ", "; ") if language == "en" else ("：", "；")
    dashed: dict[str, list[str]] = {}
    for response, made in getattr(found, part, ()):
        for one in made:
            if reason := getattr(one, "reason", ""):
                name = name_of(response, found.sample.titles)[language]
                alone = reason in (CONSTANT, FAINT)
                dashed.setdefault(reason, []).append(name if alone else f"{name}, {factor(one.factor)[language]}")
    lines = [
        f"- – {join.join(dict.fromkeys(names))}{mark}{DASHES[reason][language]}" for reason, names in dashed.items()
    ]
    for one in found.cautions:
        if one.part == part:
            name = "" if one.response is None else name_of(one.response, found.sample.titles)[language] + mark
            lines.append(f"- {WORDS['caution'][language]}{mark}{name}{one.text[language]}")
    return [*lines, ""] if lines else []


def _rows_of(found: Analysis, part: str, language: str) -> list[list[str]]:
    """Return the rows of a table of the page."""
    titles, yes = found.sample.titles, WORDS["yes"][language]
    rows = []
    if part == "noise":
        return [[name_of(r, titles)[language], *shares_text(one)] for r, one in found.shares]
    for response, made in getattr(found, part):
        for place, one in enumerate(made):
            name = name_of(response, titles)[language] if place == 0 else ""
            if part == "sobol":
                cells = [plus_minus(one.first, one.first_half), plus_minus(one.total, one.total_half)]
            elif part == "morris":
                cells = [_sized(one.mu, one.mu_half), _sized(one.mu_star, one.mu_star_half), number(one.sigma), number(one.floor)]  # fmt: skip
                cells.append(yes if one.clear else WORDS["no"][language])
            else:
                cells = [plus_minus(one.share, one.share_half)]
            rows.append([name, factor(one.factor)[language], *cells])
        if part == "sobol" and math.isfinite(made.totals):
            rows.append(["", WORDS["totals"][language], "", plus_minus(made.totals, made.totals_half)])
    return rows


def _sized(value: float, half: float) -> str:
    """Return a number of any size with its half-width, to two digits of it."""
    if not math.isfinite(half) or half <= 0:
        return number(value)
    return plus_minus(value, half, min(8, max(0, 1 - math.floor(math.log10(half)))))


def page(found: Analysis, language: str, drawn: Sequence[str] = ()) -> str:
    """Return the page in one language, as Markdown; `drawn` are the figures next to it."""
    word, titles = {name: text[language] for name, text in WORDS.items()}, found.sample.titles
    sample, counts = found.sample, found.sample.counts
    title = sample.spec.title[language]
    lines = [f"# {word['title']}{': ' if language == 'en' and title else '：' if title else ''}{title}", ""]
    scenarios = len({one.scenario for one in sample.responses})
    lines += [word["runs"].format(points=len(sample.points), scenarios=scenarios, **counts), ""]
    if counts["without_number"]:
        listed = ", ".join(f"{name} {count}" for name, count in counts["without_number"].items())
        lines += [word["nothing"].format(list=listed), ""]
    if all(one.values.shape[1] < 2 for one in sample.responses):
        lines += [word["one"], ""]
    for part in ("noise", "sobol", "morris", "effects"):
        rows = _rows_of(found, part, language) if getattr(found, "shares" if part == "noise" else part) else []
        if not rows:
            continue
        lines += [f"## {word[part]}", "", word[f"{part}_note"], "", *_pictures(part, drawn, language, word[part])]
        heads = [word["response"], *([] if part == "noise" else [word["factor"]]), *(t[language] for t in HEADS[part])]
        lines += markdown_table(heads, rows, 1 if part == "noise" else 2, spaced=True)
        lines += _remarks(found, part, language)
        if part == "effects":
            lines += _pictures("course", drawn, language, word[part])
    if found.boxes:
        lines += [
            f"## {word['boxes']}",
            "",
            word["boxes_note"],
            "",
            *_pictures("boxes", drawn, language, word["boxes"]),
        ]
        lines += [*(f"- {box_text(response, box, titles)[language]}" for response, box in found.boxes), ""]
    if found.maps:
        lines += [f"## {word['maps']}", "", word["maps_note"], "", *_pictures("maps", drawn, language, word["maps"])]
        lines += [*(f"- {map_text(one, titles)[language]}" for one in found.maps), ""]
    if found.left_out:
        lines += [f"## {word['left_out']}", "", *(f"- {text[language]}" for _, text in found.left_out), ""]
    files = ", ".join(f"[{name}.csv]({name}.csv)" for name in tables(found))
    return "\n".join([*lines, word["made"].format(seed=found.seed, files=files), ""])


def _pictures(part: str, drawn: Sequence[str], language: str, label: str) -> list[str]:
    names = [name for name in drawn if name == part or name.startswith(f"{part}-")]
    return [line for name in names for line in (f"![{label}]({file_name(name, language)}.png)", "")]


def file_name(name: str, language: str) -> str:
    """Return the name of a figure's file without its ending."""
    return name if language == "en" else f"{name}.{language}"


def write(found: Analysis, folder: Path) -> list[Path]:
    """Write pages, figures and tables into a folder; return what was written."""
    files: dict[str, bytes] = {f"{name}.csv": csv_bytes(table) for name, table in tables(found).items()}
    for language in LANGUAGES:
        with style(language) as lettered:
            drawn = analysis_figures.figures(found, found.sample.titles, lettered)
            for name, figure in drawn.items():
                for kind in ("png", "svg"):
                    files[f"{file_name(name, language)}.{kind}"] = image(figure, kind)
        suffix = "" if language == "en" else f".{language}"
        files[f"analysis{suffix}.md"] = page(found, language, list(drawn)).encode()
    return write_files(files, folder)
