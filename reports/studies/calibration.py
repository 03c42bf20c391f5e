"""A calibration as documents: a page in each language, figures, tables, and best.yaml for `--set @best.yaml`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...runs.files.output_files import csv_bytes
from ...runs.intervals import Interval, interval
from ...studies.calibration.calibrate import Calibration, Range
from ...studies.calibration.search import accepted, loss
from ...studies.calibration.targets import Target
from ..document.documents import write_files
from ..document.markdown import table as markdown_table
from ..format.numbers import NOTHING, number, percent
from ..format.style import image, style
from ..format.words import shown, unit
from . import calibration_figures
from .analysis import LANGUAGES, file_name
from .analysis_text import factor

WORDS = {
    "title": Text("Calibration", "校准"),
    "made": Text("{points} points: {prior} spread over what is free, {searched} of a search that comes back to where targets were nearly met; {replicates} runs each of scenario {scenario}, {weeks} weeks, seed {seed}.", "{points} 个点：{prior} 个均匀分布于自由参数空间，{searched} 个由搜索给出（向接近目标处集中）；每点 {replicates} 次运行，方案 {scenario}，{weeks} 周，种子 {seed}。"),
    "targets": Text("Targets", "目标"),
    "targets_note": Text("The best point, run again on random numbers that the search has not used, with 95 % intervals: a good fit by chance in the search's own runs does not count. Held-out targets had no part in the fit.", "最优点用搜索未使用过的随机数重新运行，附 95 % 区间：搜索利用自身运行随机性得到的吻合不计入。留出目标未参与拟合。"),
    "parameters": Text("How well the targets determine the parameters", "目标对参数的确定程度"),
    "parameters_note": Text("A quadratic surface through the {points} points shows where in the free ranges the fitted targets can be met, within tolerance, the error of the surface and the noise that all points share (history matching). What is not ruled out: {part} of the free space. {count} points themselves meet all fitted targets (allowing for the noise of a point's mean). It is not a posterior distribution: places are kept or ruled out, not weighted.", "用 {points} 个点拟合的二次响应面判断自由范围内何处能满足拟合目标（计入容差、响应面误差与各点共同的随机性，即历史匹配）。未被排除的占自由空间的 {part}。有 {count} 个点本身满足全部拟合目标（计入点均值的随机性）。它不是后验分布：各处只有保留或排除，没有权重。"),
    "surface": Text("Share of the variance of outcomes that the surface predicts at points left out: {list}. A surface that predicts little rules out little.", "响应面在留一点上预测的结果方差份额：{list}。预测不好的响应面能排除的也少。"),
    "none": Text("No point meets all fitted targets: the model cannot meet them together within what was free, or the search was too short. The smallest loss is {loss}; 1 stands for a distance of one tolerance.", "没有点满足全部拟合目标：模型在自由范围内不能同时满足它们，或搜索过短。最小损失为 {loss}；1 表示相距一个容差。"),
    "correlations": Text("Rank correlations over what is not ruled out; near 1 or -1 the targets determine the two together only.", "未排除部分的秩相关；接近 1 或 -1 时，目标只能共同确定两者。"),
    "recovery": Text("Known points found again", "已知点的找回"),
    "recovery_note": Text("The model made data at known points, with their own random numbers, and the same procedure was run on them. In {inside} of {all} cases the known value lies in the range that is not ruled out. Where it does not, or where the range is hardly narrower than what was free, the fit above gives little information about that parameter.", "在已知点上用各自的随机性由模型生成数据，并对其执行相同程序。{all} 例中有 {inside} 例已知值落在未排除的范围之内。若不在其内，或范围几乎与自由范围一样宽，则上面的拟合对该参数说明甚少。"),
    "use": Text("Use it: `cogov compare --set @{path}`. All numbers: [targets.csv](targets.csv), [parameters.csv](parameters.csv), [trials.csv](trials.csv), [recovery.csv](recovery.csv).", "使用：`cogov compare --set @{path}`。全部数字：[targets.csv](targets.csv)、[parameters.csv](parameters.csv)、[trials.csv](trials.csv)、[recovery.csv](recovery.csv)。"),
    "fit": Text("fitted", "拟合"), "held": Text("held out", "留出"), "met": Text("met", "满足"), "missed": Text("missed", "未满足"),
    "open": Text("undecided", "未定"), "well": Text("well", "确定"), "partly": Text("partly", "部分确定"), "hardly": Text("hardly", "几乎未确定"), "unknown": Text("unknown", "未知"),
    "yes": Text("yes", "是"), "no": Text("no", "否"),
}  # fmt: skip
HEADS = {
    "targets": Text("Indicator | Weeks | Use | Target | Model | Interval | Met | Over accepted points | Source", "指标 | 周 | 用途 | 目标 | 模型 | 区间 | 结果 | 被接受点的范围 | 来源"),
    "parameters": Text("Parameter | Free | Best | Not ruled out | Share of the free range | Determined", "参数 | 自由范围 | 最优 | 未排除 | 占自由范围 | 确定程度"),
    "recovery": Text("Point | Parameter | Known | Best found | Not ruled out | Share of the free range", "点 | 参数 | 已知值 | 找到的最优 | 未被排除 | 占自由范围"),
}  # fmt: skip
WELL, PARTLY = 0.25, 0.75


def verdict(target: Target, found: Interval) -> str:
    """Return met, missed, or open where the interval includes a bound of the tolerance."""
    low, high = target.value - target.tolerance, target.value + target.tolerance
    if not math.isfinite(found.mean):
        return "open"
    ends = (found.low, found.high) if math.isfinite(found.low) else (found.mean, found.mean)
    if low <= ends[0] and ends[1] <= high:
        return "met"
    return "missed" if ends[1] < low or ends[0] > high else "open"


def determined(one: Range) -> str:
    """Return how well a parameter is determined: well, partly, hardly, or unknown where nothing is accepted."""
    if not math.isfinite(one.width):
        return "unknown"
    return "well" if one.width <= WELL else "partly" if one.width <= PARTLY else "hardly"


def tables(found: Calibration) -> dict[str, pd.DataFrame]:
    """Return targets, parameters, trials and recovery as tables."""
    inside = [one.means for one in found.accepted]
    targets, trials = [], []
    for place, target in enumerate(found.plan.targets):
        fit = interval(found.fresh.outcomes[place])
        ends = [float(np.nanmin([row[place] for row in inside])), float(np.nanmax([row[place] for row in inside]))] if inside else [math.nan] * 2  # fmt: skip
        first, last = target.weeks or (None, None)
        targets.append({
            "indicator": target.indicator, "from_week": first, "to_week": last, "holdout": target.holdout, "value": target.value,
            "tolerance": target.tolerance, "weight": target.weight, "model": fit.mean, "low": fit.low, "high": fit.high,
            "verdict": verdict(target, fit), "accepted_low": ends[0], "accepted_high": ends[1], "source": target.source,
        })  # fmt: skip
    parameters = [
        {"parameter": factor.name, "free_low": factor.low, "free_high": factor.high, "best": one.best, "low": one.low, "high": one.high, "width": one.width, "determined": determined(one)}
        for factor, one in zip(found.free, found.ranges)
    ]  # fmt: skip
    for number_, one in enumerate(found.trials):
        row = {"trial": number_, "from": "search" if one.searched else "prior", **one.values}
        row |= {f"{t.indicator}@{t.weeks[0]}-{t.weeks[1]}" if t.weeks else t.indicator: float(m) for t, m in zip(found.plan.targets, one.means)}  # fmt: skip
        trials.append({**row, "loss": loss(one, found.plan.targets), "accepted": accepted(one, found.plan.targets)})
    recovery = [
        {"point": k + 1, "parameter": name, "known": one.truth[name], "best": one.best[name], "inside": held, "width": one.widths[name], "accepted": one.count}
        for k, one in enumerate(found.recovery)
        for name, held in one.inside.items()
    ]  # fmt: skip
    columns = ["point", "parameter", "known", "best", "inside", "width", "accepted"]
    return {
        "targets": pd.DataFrame(targets), "parameters": pd.DataFrame(parameters), "trials": pd.DataFrame(trials),
        "recovery": pd.DataFrame(recovery, columns=columns),
    }  # fmt: skip


def as_data(found: Calibration) -> dict[str, Any]:
    """Return the findings as plain data for JSON."""
    data: dict[str, Any] = {"best": dict(found.best.values), "loss": loss(found.best, found.plan.targets)}
    data |= {"points": len(found.trials), "accepted": len(found.accepted), "not_ruled_out": found.left.part}
    for name, table in tables(found).items():
        if name != "trials":
            data[name] = [{key: _plain(value) for key, value in row.items()} for row in table.to_dict("records")]
    data["correlations"] = None if found.correlations is None else [[_plain(x) for x in row] for row in found.correlations.tolist()]  # fmt: skip
    return data


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def best_yaml(found: Calibration) -> str:
    """Return the best values as a file for `--set @best.yaml`, with how well each is determined."""
    lines = ["# Best values of a calibration; use them with: cogov compare --set @best.yaml"]
    for one in found.ranges:
        held = NOTHING if one.low is None else f"{_value(one.low, 'en')} to {_value(one.high, 'en')}"
        lines.append(f"# {one.name}: not ruled out {held}; {WORDS[determined(one)].en} determined")
    fixed = {name: value for name, value in found.plan.spec.fixed.items() if name not in ("residents", "communities")}
    return "\n".join(lines) + "\n" + yaml.safe_dump({"set": {**fixed, **found.best.values}}, sort_keys=False, allow_unicode=True)  # fmt: skip


def _value(value: Any, language: str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else shown(value)[language]


def page(found: Calibration, language: str, drawn: Sequence[str] = (), path: str = "best.yaml") -> str:
    """Return the page in one language, as Markdown."""
    word = {name: text[language] for name, text in WORDS.items()}
    spec, inside = found.plan.spec, found.accepted
    searched = sum(one.searched for one in found.trials)
    title = spec.title[language]
    lines = [f"# {word['title']}{': ' if language == 'en' and title else '：' if title else ''}{title}", ""]
    lines += [word["made"].format(points=len(found.trials), prior=len(found.trials) - searched, searched=searched, replicates=spec.replicates, scenario=spec.names[0], weeks=spec.weeks, seed=spec.seed), ""]  # fmt: skip
    heads = {name: text[language].split(" | ") for name, text in HEADS.items()}
    lines += [
        f"## {word['targets']}",
        "",
        word["targets_note"],
        "",
        *_picture("targets", drawn, language, word["targets"]),
    ]
    lines += markdown_table(heads["targets"], [_target_row(row, language) for row in tables(found)["targets"].to_dict("records")], 3, spaced=True)  # fmt: skip
    lines += [f"## {word['parameters']}", ""]
    if not inside:
        lines += [word["none"].format(loss=number(loss(found.best, found.plan.targets))), ""]
    lines += [word["parameters_note"].format(count=len(inside), points=len(found.trials), part=percent(found.left.part)), ""]  # fmt: skip
    known = [f"{INDICATORS[one.indicator].label[language]} {percent(max(0.0, share))}" for one, share in zip(found.plan.targets, found.left.explained)]  # fmt: skip
    lines += [word["surface"].format(list=", ".join(known)), ""]
    lines += _picture("profile", drawn, language, word["parameters"])
    rows = []
    for one, free in zip(found.ranges, found.free):
        to = " – "
        kept = " / ".join(shown(w)[language] for w in one.words) or (NOTHING if one.low is None else to.join(_value(v, language) for v in (one.low, one.high)))  # fmt: skip
        was = " / ".join(_value(v, language) for v in free.values) or to.join(_value(v, language) for v in free.ends)
        rows.append([factor(one.name)[language], was, _value(one.best, language), kept, percent(one.width), word[determined(one)]])  # fmt: skip
    lines += markdown_table(heads["parameters"], rows, 1, spaced=True)
    if found.correlations is not None and len(found.free) > 1:
        names = [factor(one.name)[language] for one in found.free]
        cells = [[names[k], *(NOTHING if math.isnan(x) else f"{x:.2f}" for x in row)] for k, row in enumerate(found.correlations.tolist())]  # fmt: skip
        lines += [word["correlations"], "", *markdown_table(["", *names], cells, 1, spaced=True)]
    if found.recovery:
        every = [held for one in found.recovery for held in one.inside.values()]
        lines += [f"## {word['recovery']}", "", word["recovery_note"].format(inside=sum(every), all=len(every)), ""]
        rows = [
            [str(row["point"]), factor(row["parameter"])[language], _value(row["known"], language), _value(row["best"], language), word["yes" if row["inside"] else "no"], percent(row["width"])]
            for row in tables(found)["recovery"].to_dict("records")
        ]  # fmt: skip
        lines += markdown_table(heads["recovery"], rows, 2, spaced=True)
    return "\n".join([*lines, word["use"].format(path=path), ""])


def _target_row(row: dict[str, Any], language: str) -> list[str]:
    declared, value = INDICATORS[row["indicator"]], row["value"]
    weeks = Text("last 52", "最后 52 周")[language] if pd.isna(row["from_week"]) else f"{row['from_week']:.0f} – {row['to_week']:.0f}"  # fmt: skip

    def show(x: float) -> str:
        return number(x, declared.unit, value)

    between = [f"{show(row[a])} – {show(row[b])}" if math.isfinite(row[a]) else NOTHING for a, b in (("low", "high"), ("accepted_low", "accepted_high"))]  # fmt: skip
    use = WORDS["held" if row["holdout"] else "fit"][language]
    label = f"{declared.label[language]} ({unit(declared.unit)[language]})"
    return [label, weeks, use, f"{show(value)} ± {show(row['tolerance'])}", show(row["model"]), between[0], WORDS[row["verdict"]][language], between[1], row["source"] or NOTHING]  # fmt: skip


def _picture(name: str, drawn: Sequence[str], language: str, label: str) -> list[str]:
    return [f"![{label}]({file_name(name, language)}.png)", ""] if name in drawn else []


def write(found: Calibration, folder: Path) -> list[Path]:
    """Write pages, figures, tables and best.yaml into a folder; return what was written."""
    return write_files(files(found), folder)


def files(found: Calibration) -> dict[str, bytes]:
    """Return pages, figures, tables and best.yaml by name."""
    made: dict[str, bytes] = {f"{name}.csv": csv_bytes(table) for name, table in tables(found).items()}
    made["best.yaml"] = best_yaml(found).encode()
    for language in LANGUAGES:
        with style(language) as lettered:
            drawn = calibration_figures.figures(found, lettered)
            for name, figure in drawn.items():
                for kind in ("png", "svg"):
                    made[f"{file_name(name, language)}.{kind}"] = image(figure, kind)
        suffix = "" if language == "en" else f".{language}"
        made[f"calibration{suffix}.md"] = page(found, language, list(drawn)).encode()
    return made
