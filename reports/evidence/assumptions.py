"""Which conclusions hang on which assumption: documents in both languages, a figure, tables with all numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...core.text import Text
from ...evidence.assumptions import FATE_LABELS, Assumptions, Fate, Setting, Tried
from ...evidence.outcomes import OUTCOMES
from ...runs.files.output_files import csv_bytes
from ..document.documents import LANGUAGES, ending, image_line, light_png, manifest, with_tables
from ..document.markdown import Lines, table, unit, with_interval
from ..format.numbers import NOTHING, fixed, percent
from ..format.style import INK, folded, style
from ..format.words import shown
from .evidence_figures import BLUE, GREY, ORANGE, key, label_rows

MOST_FLIPS = 8
BARS = 8
FATE_COLOURS = {Fate.HOLDS: BLUE, Fate.LOST: GREY, Fate.FLIPS: ORANGE}
COLON = Text(": ", "：")


def files(found: Assumptions, command: str) -> dict[str, bytes]:
    """Return every file by its name below the folder of results."""
    made = {f"assumptions/{name}.csv": csv_bytes(one) for name, one in tables(found).items()}
    for language in LANGUAGES:
        page = with_tables(document(found, command, language), "assumptions", tables(found), language)
        made[f"assumptions{ending(language)}.md"] = page.encode("utf-8")
        with style(language) as possible:
            figure = tornado(found, possible)
            made[f"figures/assumptions{ending(language)}.png"] = light_png(figure)
    effort = found.effort
    facts = {
        "seed": found.seed, "quick": found.quick, "replicates": effort.replicates, "trajectories": effort.trajectories,
        "size": f"{effort.size.residents} residents, {effort.size.communities} communities, {effort.size.weeks} weeks",
        "swept": {one.name: list(one.values) for one in found.swept},
    }  # fmt: skip
    made["assumptions/manifest.json"] = manifest("assumptions", command, made, **facts)
    return made


def summary(found: Assumptions) -> list[dict[str, object]]:
    """Return what became of each conclusion, for scripts."""
    return [
        {
            "conclusion": one.conclusion.name, "outcome": one.conclusion.outcome, "en": one.conclusion.title.en, "zh": one.conclusion.title.zh,
            "difference": one.base.mean, "low": one.base.low, "high": one.base.high, "stands_at_defaults": one.stands,
            **{fate.value: one.count(fate) for fate in Fate}, "sure_flips": sum(flip.sure for flip in one.flips),
            "flips_by": ", ".join(f"{flip.swept.name}={flip.value}" for flip in one.flips) if one.stands else "",
            "joint_settings": len(one.joint), "joint_same_sign": one.joint_share,
        }
        for one in found.tried
    ]  # fmt: skip


def tables(found: Assumptions) -> dict[str, pd.DataFrame]:
    """Return all numbers as tables."""
    single = [
        {
            "conclusion": one.conclusion.name, "quantity": s.swept.name, "label": s.swept.quantity.label.en,
            "label_zh": s.swept.quantity.label.zh, "default": s.swept.quantity.default, "value": s.value,
            "range": "declared" if s.swept.declared else "half to twice", "difference": s.found.mean, "low": s.found.low,
            "high": s.found.high, "replicates": s.found.count, "fate": s.fate.value if one.stands else "", "sure": s.sure,
        }
        for one in found.tried
        for s in one.settings
    ]  # fmt: skip
    morris = [
        {
            "conclusion": one.conclusion.name, "quantity": effect.swept.name, "mu_star": effect.mu_star,
            "half_width": effect.half_width, "sigma": effect.sigma,
        }
        for one in found.tried
        for effect in one.effects
    ]  # fmt: skip
    columns = ["conclusion", "quantity", "mu_star", "half_width", "sigma"]
    return {
        "conclusions": pd.DataFrame(summary(found)),
        "one-at-a-time": pd.DataFrame(single).astype({"default": str, "value": str}),
        "morris": pd.DataFrame(morris, columns=columns),
    }


# -- words ---------------------------------------------------------------------------------------------------------------


def document(found: Assumptions, command: str, language: str) -> str:
    """Return the document in a language."""
    lines: list[str] = []
    for part in (_head(found, command), _overview(found, language), _flips(found, language), _joint(found, language)):
        lines += [text[language] if isinstance(text, Text) else text for text in part]
    return "\n".join(lines).rstrip() + "\n"


def _head(found: Assumptions, command: str) -> Lines:
    effort, size = found.effort, found.effort.size
    own = sum(not one.declared for one in found.swept)
    yield Text("# What conclusions owe to assumptions", "# 结论对假定的依赖")
    yield ""
    if found.quick:
        yield Text(
            "**Quick mode: small districts, few runs, and only conclusions on scenarios. It tries the machinery.**",
            "**快速模式：规模小、次数少，仅含关于方案的结论，用于检查流程。**",
        )
        yield ""
    yield Text(
        f"Made by `{command}` on model code `{found.kernel[:12]}`. All {len(found.swept)} quantities of environment and mechanisms whose status is *assumed* are put to the low and to the high end of their range, "
        f"one at a time: the declared plausible range, or for the {own} without one half to twice the default within what is permitted (residents and communities in proportion to the size used here). Districts of {size.residents:,} residents in {size.communities} communities over {size.weeks} weeks, "
        f"{effort.replicates} replicates on the same seeds. A conclusion is the sign that a difference has at the defaults. It *holds* where the 95 % interval stays on that side, is *lost* where it includes zero, and *flips* where it lies on the other; "
        "a flip is sure where it also stands with 95 % shared by all settings (the others include some that are chance). A conclusion whose interval includes zero at the defaults is none, and cannot flip.",
        f"由 `{command}` 生成，模型代码 `{found.kernel[:12]}`。环境与机制中状态为*假定*的全部 {len(found.swept)} 个量逐一取其范围的低端与高端：已声明合理范围者用该范围，未声明的 {own} 个取默认值的一半至两倍（不超出允许范围；居民数与社区数按此处规模同比变化）。"
        f"城区 {size.residents:,} 名居民、{size.communities} 个社区、{size.weeks} 周，相同种子重复 {effort.replicates} 次。结论指默认条件下差值的符号：95 % 区间仍在同侧为*成立*，含零为*不再明显*，位于另一侧为*反转*；"
        "若全部设定共享 95 % 时仍如此，则为确定的反转（其余反转中有些纯属偶然）。默认条件下区间含零者不构成结论，无所谓反转。",
    )
    yield ""


def _overview(found: Assumptions, language: str) -> Lines:
    yield Text("## Conclusions", "## 各项结论")
    yield ""
    head = [
        Text("Conclusion (difference)", "结论（差值）"), Text("at the defaults", "默认条件"), Text("holds", "成立"), Text("lost", "不再明显"),
        Text("flips (sure)", "反转（确定）"), Text("flips by", "使其反转者"), Text("lost by", "使其不再明显者"), Text("same sign, all moved", "同时变动时同号"),
    ]  # fmt: skip
    rows = []
    for one in found.tried:
        words = unit(OUTCOMES[one.conclusion.outcome].unit)
        base = f"{with_interval(one.base, words.en, sign=True)} {words[language]}"
        share = percent(one.joint_share) if one.stands and len(one.joint) else NOTHING
        if one.stands:
            sure = sum(flip.sure for flip in one.flips)
            counts = [
                str(one.count(Fate.HOLDS)),
                str(one.count(Fate.LOST)),
                f"**{len(one.flips)}** ({sure})" if one.flips else "0",
            ]
            names = [_names(one, fate, language) for fate in (Fate.FLIPS, Fate.LOST)]
        else:
            counts = [NOTHING] * 3
            names = [Text("no conclusion at this size", "此规模下不构成结论")[language], ""]
        rows.append([one.conclusion.title[language], base, *counts, *names, share])
    yield from table([cell[language] for cell in head], rows, right=1)
    yield image_line("assumptions", Text("Largest effects of single assumptions", "单项假定的最大影响"), language)


def _names(one: Tried, fate: Fate, language: str) -> str:
    """Return which assumptions bring a conclusion to this, those that move it most first."""
    moved = sorted(
        (setting for setting in one.settings if setting.fate is fate),
        key=lambda setting: -abs(setting.found.mean - one.base.mean),
    )
    labels = dict.fromkeys(setting.swept.quantity.label[language] for setting in moved)
    names = list(labels)[:MOST_FLIPS]
    more = len(labels) - len(names)
    joined = (", " if language == "en" else "、").join(names)
    return joined + (Text(f" and {more} more", f"等 {len(labels)} 项")[language] if more > 0 else "")


def _flips(found: Assumptions, language: str) -> Lines:
    yield Text("## What flips where", "## 何处反转")
    yield ""
    flipping = [one for one in found.tried if one.stands and one.flips]
    if not flipping:
        single = sum(len(one.settings) for one in found.tried if one.stands)
        yield Text(
            f"No conclusion that stands at the defaults flips in any of {single} settings.",
            f"默认条件下成立的结论在 {single} 个设定中均未反转。",
        )
        yield ""
        return
    head = [
        Text("Assumption", "假定"), Text("default", "默认"), Text("here", "此处"), Text("difference [95 %]", "差值 [95 %]"), Text("sure", "确定"),
    ]  # fmt: skip
    for one in flipping:
        words = unit(OUTCOMES[one.conclusion.outcome].unit)
        yield f"**{one.conclusion.title[language]}**{COLON[language]}{with_interval(one.base, words.en, sign=True)} {words[language]}"
        yield ""
        rows = [
            [
                f"{flip.swept.quantity.label[language]} (`{flip.swept.name}`)", shown(flip.swept.quantity.default)[language], shown(flip.value)[language],
                with_interval(flip.found, words.en, sign=True), Text("yes", "是")[language] if flip.sure else "",
            ]
            for flip in one.flips
        ]  # fmt: skip
        yield from table([cell[language] for cell in head], rows)


def _joint(found: Assumptions, language: str) -> Lines:
    if not any(one.effects for one in found.tried):
        return
    points = len(found.tried[0].joint)
    yield Text("## All assumptions at once (Morris)", "## 全部假定同时变动（Morris）")
    yield ""
    yield Text(
        f"{found.effort.trajectories} trajectories of {len(found.swept) + 1} joint settings ({points} in all), {found.effort.joint_replicates} replicate(s) each on common random numbers. mu* is the mean absolute elementary effect: how far the difference moves for the whole range of one quantity (from steps of two thirds of it) "
        "while the others are anywhere in theirs; in brackets the half-width of its 95 % interval (bootstrap); sigma shows how much that depends on the others. All of them contain the random variation of single runs, so small values of mu* mean nothing.",
        f"{found.effort.trajectories} 条轨迹，每条 {len(found.swept) + 1} 个联合设定（共 {points} 个），使用公共随机数，各运行 {found.effort.joint_replicates} 次。mu* 为基本效应绝对值的均值：其他量任取时，一个量的整个范围使差值变动多少（由三分之二步长换算）；"
        "括号内为其 95 % 区间半宽（自助法）；sigma 表示该影响随其他量变化的程度。其中都含单次运行的随机性，故较小的 mu* 没有意义。",
    )
    yield ""
    head = [
        Text("Conclusion", "结论"), Text("5 % - median - 95 %", "5 % - 中位 - 95 %"), Text("same sign", "同号"), Text("largest mu* (± half-width; sigma)", "最大的 mu*（± 半宽；sigma）"),
    ]  # fmt: skip
    rows = []
    for one in found.tried:
        finite = one.joint[np.isfinite(one.joint)]
        spread = " / ".join(fixed(float(q), 3) for q in np.quantile(finite, (0.05, 0.5, 0.95))) if finite.size else ""
        top = "; ".join(
            f"{effect.swept.quantity.label[language]} {effect.mu_star:.3g} (±{effect.half_width:.2g}; {effect.sigma:.2g})"
            for effect in one.effects[:4]
        )
        rows.append([one.conclusion.title[language], spread, percent(one.joint_share) if one.stands else NOTHING, top])
    yield from table([cell[language] for cell in head], rows, right=1)


# -- figure --------------------------------------------------------------------------------------------------------------


def tornado(found: Assumptions, language: str) -> Figure:
    """Draw for each conclusion the assumptions that move it most: its difference at their low and high end."""
    columns = 3
    rows = math.ceil(len(found.tried) / columns)
    figure = Figure(figsize=(15, 2.5 * rows + 0.6), layout="constrained")
    for place, one in enumerate(found.tried):
        axes = figure.add_subplot(rows, columns, place + 1)
        base = one.base.mean
        by_name: dict[str, list[Setting]] = {}
        for setting in one.settings:
            if math.isfinite(setting.found.mean):
                by_name.setdefault(setting.swept.name, []).append(setting)
        widest = sorted(by_name.values(), key=lambda group: -max(abs(s.found.mean - base) for s in group))[:BARS]
        for row, group in enumerate(widest):
            for s in group:
                colour = FATE_COLOURS[s.fate] if one.stands else GREY
                axes.barh(row, s.found.mean - base, left=base, height=0.62, color=colour, alpha=0.75)
                axes.text(
                    s.found.mean, row, f" {shown(s.value)[language]} ", fontsize=6.3, va="center",
                    ha="left" if s.found.mean >= base else "right", color=INK,
                )  # fmt: skip
        label_rows(axes, [folded(group[0].swept.quantity.label[language], 30) for group in widest], 7)
        axes.axvline(0, color=INK, linewidth=1.0)
        axes.axvline(base, color=INK, linewidth=0.8, linestyle=":")
        axes.margins(x=0.12)
        axes.set_title(folded(one.conclusion.title[language], 62), fontsize=8)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.tick_params(axis="x", labelsize=6.8)
        axes.set_xlabel(unit(OUTCOMES[one.conclusion.outcome].unit)[language], fontsize=7)
    key(figure, FATE_LABELS[Fate.HOLDS], FATE_LABELS[Fate.FLIPS], Text("lost, or none at the defaults", "不再明显，或默认下不构成结论"), language)  # fmt: skip
    return figure
