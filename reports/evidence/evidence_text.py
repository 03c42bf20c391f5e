"""The words of the evidence: one document in two languages, every sentence written once in both."""

from __future__ import annotations

import math

import numpy as np

from ...core.text import Text
from ...evidence.evidence import EQUAL_MONEY, Evidence
from ...evidence.patterns import Check, Pattern
from ...evidence.trajectories import GROUP_LABELS, Course
from ...model.quantities.indicators import INDICATORS
from ...runs.intervals import interval
from ...scenarios import load
from ..document.markdown import Lines, figure, table, unit, with_interval
from ..format.numbers import NOTHING, decimals, fixed, signed
from . import claims_text
from .claims_text import COLON
from .drift import reason

COMPACT = (
    "satisfaction", "true_resolution", "reported_resolution", "case_time", "escalation", "belonging", "participation",
    "trust_government", "rule_fit", "organization_survival", "transaction_cost", "cost_per_resolution",
)  # fmt: skip
"""Indicators of the compact table."""

MET = {True: Text("met", "符合"), False: Text("not met", "不符合"), None: Text("undecided", "未定")}
FAULTS = {
    "stuck": Text("stuck at a bound", "停在边界"),
    "explodes": Text("grows without end", "持续膨胀"),
    "dies out": Text("dies out", "消亡"),
    "not finite": Text("not finite", "出现非有限值"),
}
DRIFT = 1.0
"""Drift in standard deviations beyond which it is reported."""


def document(evidence: Evidence, language: str) -> str:
    """Return the document in a language."""
    lines: list[str] = []
    for part in (_head, _scenarios, claims_text.section, _patterns, _states, _money):
        lines += [text[language] if isinstance(text, Text) else text for text in part(evidence, language)]
    return "\n".join(lines).rstrip() + "\n"


def _head(evidence: Evidence, language: str) -> Lines:
    size, large = evidence.sizes["default"], evidence.sizes["full"]
    yield Text("# What the model shows", "# 模型显示了什么")
    yield ""
    if evidence.quick:
        yield Text(
            "**Quick mode: tiny districts. Nothing here means anything.**", "**快速模式：规模极小，结果没有意义。**"
        )
        yield ""
    yield Text(
        f"Made by `cogov evidence --replicates {evidence.replicates} --seed {evidence.seed}` on model code `{evidence.kernel[:12]}`; "
        f"every number below is remade by it. Districts of {size.communities} communities and {size.residents:,} residents over {size.weeks} weeks, "
        f"at full size {large.residents:,} residents. {evidence.replicates} replicates of each scenario and pattern, "
        f"{evidence.contrast_replicates} of each setting of a contrast ({large.replicates(evidence.contrast_replicates)} at full size). "
        "All settings are run on the same seeds, with the same money, and compared run by run. Intervals are 95 %. "
        "They cover random variation in the model, not what the model leaves out, nor the many numbers that are assumed.",
        f"由 `cogov evidence --replicates {evidence.replicates} --seed {evidence.seed}` 生成，模型代码 `{evidence.kernel[:12]}`；以下数字均可由此重现。"
        f"每个城区 {size.communities} 个社区、{size.residents:,} 名居民，运行 {size.weeks} 周；完整规模为 {large.residents:,} 名居民。"
        f"各方案与各规律重复 {evidence.replicates} 次，对照中的每一设定重复 {evidence.contrast_replicates} 次"
        f"（完整规模 {large.replicates(evidence.contrast_replicates)} 次）。所有设定使用相同的随机种子与相同的经费，逐次配对比较。"
        "区间均为 95 %，只反映模型内的随机性，不包括模型未涵盖的因素，也不包括诸多假定数值的不确定性。",
    )
    yield ""
    yield Text(
        "All numbers: [scenarios](evidence/scenarios.csv), [claims](evidence/claims.csv), [patterns](evidence/patterns.csv), "
        "[states](evidence/states.csv), [spending](evidence/spending.csv), [run sets](evidence/runs.csv).",
        "全部数字：[方案](evidence/scenarios.csv)、[主张](evidence/claims.csv)、[规律](evidence/patterns.csv)、"
        "[状态](evidence/states.csv)、[支出](evidence/spending.csv)、[运行集](evidence/runs.csv)。",
    )
    yield ""


# -- scenarios -----------------------------------------------------------------------------------------------------------


def _scenarios(evidence: Evidence, language: str) -> Lines:
    base = load(evidence.baseline).title
    yield Text("## 1. All scenarios at defaults", "## 1. 默认条件下的各方案")
    yield ""
    yield Text(
        "Means over the last 52 weeks; below them the paired difference from the status quo, in bold where its interval leaves zero out "
        f"(of {len(evidence.scenarios) - 1} x {len(COMPACT)} intervals about one in twenty does so by chance). "
        f"All {len(INDICATORS)} indicators with their intervals are in [scenarios.csv](evidence/scenarios.csv).",
        "最后 52 周的均值；下方为与现状的配对差值，区间不含零者加粗"
        f"（{len(evidence.scenarios) - 1} × {len(COMPACT)} 个区间中约二十分之一会纯属偶然）。"
        f"全部 {len(INDICATORS)} 项指标及其区间见 [scenarios.csv](evidence/scenarios.csv)。",
    )
    yield ""
    at = {name: k for k, name in enumerate(INDICATORS)}
    for half in (COMPACT[:6], COMPACT[6:]):
        head = [Text("Scenario", "方案")[language]]
        head += [f"{INDICATORS[name].label[language]} ({unit(INDICATORS[name].unit)[language]})" for name in half]
        rows = []
        for scenario, values in evidence.scenarios.items():
            rows.append([load(scenario).title[language], *(_level(values[:, at[name]], name) for name in half)])
            if scenario != evidence.baseline:
                apart = values - evidence.scenarios[evidence.baseline]
                rows.append(["", *(_apart(apart[:, at[name]], name) for name in half)])
        yield from table(head, rows)
    yield figure("scenarios", Text(f"Paired differences from {base.en}", f"与{base.zh}的配对差值"), language)


def _level(values: np.ndarray, indicator: str) -> str:
    return with_interval(interval(values), INDICATORS[indicator].unit)


def _apart(values: np.ndarray, indicator: str) -> str:
    found = interval(values)
    text = with_interval(found, INDICATORS[indicator].unit, sign=True)
    return f"**{text}**" if found.clear else text


# -- patterns ------------------------------------------------------------------------------------------------------------


def _patterns(evidence: Evidence, language: str) -> Lines:
    yield Text("## 3. Patterns", "## 3. 规律")
    yield ""
    yield Text(
        "What the model must show before it is believed. A check is met where its whole interval lies in the range that is wanted.",
        "模型可信之前应呈现的规律。整个区间落在目标范围内为符合。",
    )
    yield ""
    head = [Text("Pattern", "规律"), Text("Target", "目标"), Text("Result", "结果")]
    rows = [[one.title[language], one.target[language], f"**{MET[one.met][language]}**"] for one in evidence.patterns]
    yield from table([one[language] for one in head], rows, right=3)
    yield figure("patterns", Text("Patterns", "规律"), language)
    for pattern in evidence.patterns:
        yield from _pattern(pattern, language)


def _pattern(pattern: Pattern, language: str) -> Lines:
    yield f"<details><summary>{pattern.title[language]}{COLON[language]}{MET[pattern.met][language]}</summary>"
    yield ""
    head = [Text("Measured", "测量"), Text("found [interval]", "结果 [区间]"), Text("wanted", "目标"), Text("", "")]
    rows = [
        [
            f"{check.label[language]} ({unit(check.unit)[language]})",
            with_interval(check.found, check.unit),
            _wanted(check, language),
            MET[check.met][language] if check.checked else "",
        ]
        for check in pattern.checks
    ]
    yield from table([one[language] for one in head], rows)
    yield "</details>"
    yield ""


def _wanted(check: Check, language: str) -> str:
    if check.low is not None and check.high is not None:
        return f"{check.low:g}-{check.high:g}"
    if check.low is not None:
        return f"> {check.low:g}"
    return f"< {check.high:g}" if check.high is not None else ""


# -- states --------------------------------------------------------------------------------------------------------------


def _states(evidence: Evidence, language: str) -> Lines:
    weeks = evidence.sizes["default"].weeks
    yield Text("## 4. Every state through five years", "## 4. 五年间的全部状态")
    yield ""
    yield Text(
        f"Status quo at defaults, {evidence.replicates} replicates: mean, and the range in which 90 % of residents, organisations or communities lie. "
        "Purple: drifts by more than a standard deviation after the first year (listed below); orange: a fault.",
        f"默认条件下的现状方案，重复 {evidence.replicates} 次：均值，以及 90 % 的居民、组织或社区所在的范围。"
        "紫色：第一年后漂移超过一个标准差（见下表）；橙色：异常。",
    )
    yield ""
    for name in ("course-residents", "course-others"):
        yield figure(name, Text("Every state variable", "全部状态变量"), language)
    wrong = [course for course in evidence.courses if course.faults]
    yield Text(
        "Checked by itself: at a bound (more than 5 % of residents within 0.000001 of 0 or 1 at the end), growing without end (five times since the first year), "
        "dying out (below a twentieth of the first year), not finite.",
        "自动检查：停在边界（期末超过 5 % 的居民距 0 或 1 不足 0.000001）、持续膨胀（较第一年末增至五倍以上）、消亡（不足第一年末的二十分之一）、非有限值。",
    )
    yield ""
    if not wrong:
        yield Text("None of these was found.", "均未发现。")
    for course in wrong:
        faults = ", ".join(FAULTS[fault][language] for fault in course.faults)
        yield f"- {_named(course, language)}{COLON[language]}{faults}"
    yield ""
    busy = [check for one in evidence.patterns if one.name == "numbers" for check in one.checks][:2]
    yield "- " + "\n- ".join(
        f"{check.label[language]}{COLON[language]}{with_interval(check.found, check.unit)}" for check in busy
    )
    yield ""
    yield from _drift(evidence, language, weeks)


def _named(course: Course, language: str) -> str:
    return f"{GROUP_LABELS[course.state.group][language]}{COLON[language]}{course.state.label[language]} (`{course.state.name}`)"


def _drift(evidence: Evidence, language: str, weeks: int) -> Lines:
    yield Text(f"### What drifts from week 52 to week {weeks}", f"### 第 52 周至第 {weeks} 周的漂移")
    yield ""
    yield Text(
        "Change of the mean (over the quarter before either week) in standard deviations between those there in week 52, or between runs where there is but one; "
        "beyond 1 it is listed, if its interval over the runs leaves zero out. What adds up by definition is left out.",
        "均值（取该周之前一个季度）的变化，以第 52 周个体之间的标准差为单位（仅有一个时以各次运行之间的标准差为单位）；超过 1 且各次运行的区间不含零者列出，按定义累计的量除外。",
    )
    yield ""
    drifting = [course for course in evidence.courses if abs(course.drift_sd) > DRIFT and course.drift.clear]
    drifting.sort(key=lambda course: -abs(course.drift_sd))
    head = [Text("State", "状态"), Text("week 52", "第 52 周"), Text(f"week {weeks}", f"第 {weeks} 周"), Text("drift in sd", "漂移（标准差）"), Text("Reason", "原因")]  # fmt: skip
    rows = []
    for course in drifting:
        size = max(abs(course.begin), abs(course.end))
        rows.append(
            [
                f"{_named(course, language)}, {unit(course.state.unit)[language]}",
                fixed(course.begin, decimals(course.state.unit, size)),
                fixed(course.end, decimals(course.state.unit, size)),
                signed(course.drift_sd, 1) if math.isfinite(course.drift_sd) else NOTHING,
                reason(course)[language],
            ]
        )
    yield from table([one[language] for one in head], rows)


# -- money ---------------------------------------------------------------------------------------------------------------


def _money(evidence: Evidence, language: str) -> Lines:
    yield Text("## 5. The same money", "## 5. 经费相同")
    yield ""
    spread = 100 * evidence.money_spread
    equal = evidence.money_spread <= EQUAL_MONEY
    yield Text(
        f"Yuan a resident and year, as planned and as counted in the runs. Largest difference between scenarios: {spread:.4f} % "
        f"({'within' if equal else 'NOT within'} {100 * EQUAL_MONEY:g} %). Money that a scenario does not use pays for more community staff.",
        f"元/居民/年，分别为计划数与运行中实计数。方案间最大差异：{spread:.4f} %（{'未超过' if equal else '超过'} {100 * EQUAL_MONEY:g} %）。未申请的经费用于增配社区工作者。",
    )
    yield ""
    head = [Text("Scenario", "方案"), Text("planned", "计划"), Text("planned, at the end", "计划（期末）"), Text("counted", "实计"), Text("part of the wishes paid", "愿望支付比例"), Text("community staff per 10,000", "每万居民社区工作者")]  # fmt: skip
    rows = [
        [
            load(one.scenario).title[language], fixed(one.planned[0], 2), fixed(one.planned[-1], 2), fixed(one.counted, 2),
            fixed(one.plans[0].factor, 3), fixed(one.plans[0].staff, 1),
        ]
        for one in evidence.spending
    ]  # fmt: skip
    yield from table([one[language] for one in head], rows)
