"""Targets of a calibration from a record of cases: what in the model is the same thing, and what is not.

A recorded rate is compared with what the model's offices record, never with what is true in the model: records hold what was
closed on paper as resolved, and so does `recorded_resolution`, each case once by its last closing as in a record with one row a case.
`reported_resolution` counts every closing: where a repeated request has a row of its own, take it instead. What has no counterpart
is listed with the reason and left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from ...core.text import Text
from ...model.quantities.codes import WEEKS_A_YEAR
from ...model.quantities.indicators import INDICATORS
from .account import Left, left_out
from .periods import Period
from .rates import RATES, Rate, durations, rates, volumes
from .records import Cases

DISPUTES = ("纠纷", "矛盾", "dispute")
"""Words in the type of a request by which it counts as a dispute."""
FREE = {"recorded_resolution": "false_closing", "cases_received": "problem_rate", "escalation": "dispute_rate"}
"""For each indicator that can be a target, the parameter that moves it most directly: what the file leaves free to begin with."""
WHY_NOT = {
    "responded": Text("the model has no indicator of it", "模型没有对应指标"),
    "satisfied": Text(
        "the model's satisfaction is of residents with all of life there, not of callers with one case",
        "模型的满意度是居民对总体生活的满意，不是来电人对单件诉求的满意",
    ),
    "truly_resolved": Text("no record of an office has it", "任何部门的记录都没有这一项"),
    "time": Text(
        "the model's case time leaves out what was closed on paper, which records do not distinguish",
        "模型的办理时长不含虚假办结的诉求，而记录无法区分",
    ),
    "volume": Text("needs the number of residents: --population N", "需要人口数：--population N"),
    "parts": Text("the model has no indicator by {}", "模型没有按{}划分的指标"),
}


@dataclass(frozen=True, slots=True)
class CaseTarget:
    """A number of the record that an indicator should give: `value` with its standard error, of `count` cases."""

    indicator: str
    value: float
    error: float
    count: int
    source: Text


@dataclass(frozen=True, slots=True)
class CaseTargets:
    """What a record gives for a calibration: targets, and what could not be matched."""

    period: Period
    targets: tuple[CaseTarget, ...]
    left: tuple[Left, ...]


def case_targets(
    cases: Cases, period: Period, population: float | None = None, why: Text | None = None, left: tuple[Left, ...] = ()
) -> CaseTargets:
    """Return the targets of a record.

    Parameters
    ----------
    period : see `case_periods.period_of`.
    population : residents whose cases these are; without it volumes are left out.
    why : the reason, where it is not known.
    left : what was left out before.

    Raises
    ------
    ValueError
        For a population that is not above 0.
    """
    if population is not None and not 0 < population < math.inf:
        raise ValueError(f"population = {population!r} is not allowed: a number above 0")
    found = rates(cases, period)
    targets = [_resolution(cases, period, found["resolved"])] if "resolved" in found else []
    volume, without = _volumes(cases, period, population, why or WHY_NOT["volume"])
    return CaseTargets(
        period, (*targets, *volume), (*_left(cases, period, found), *without, *left, *left_out(cases, period))
    )


def _resolution(cases: Cases, period: Period, rate: Rate) -> CaseTarget:
    how = Text("closed", "办结") if cases.ends else Text("taken in", "受理")
    said = Text(
        f"{rate.count} of {rate.of} cases {how.en} {period.text.en} are recorded as resolved",
        f"{period.text.zh}内{how.zh}的 {rate.of} 件中 {rate.count} 件记录为已解决",
    )
    return CaseTarget("recorded_resolution", rate.value, rate.error, rate.of, said)


def _volumes(
    cases: Cases, period: Period, population: float | None, why: Text
) -> tuple[list[CaseTarget], list[Left]]:  # fmt: skip
    """Return cases, and disputes among them, per 1,000 residents a year."""
    there = period.received(cases)
    dispute = cases.type.str.casefold().str.contains("|".join(DISPUTES)).to_numpy()
    counts = {
        "cases_received": (int(there.sum()), Text("cases taken in", "受理诉求")),
        "escalation": (int((there & dispute).sum()), Text("disputes taken in", "受理纠纷")),
    }
    if not dispute.any():
        del counts["escalation"]  # no word of disputes in the types: nothing is known of them
    if population is None:
        return [], [Left(INDICATORS[name].label, f"{count}", why) for name, (count, _) in counts.items()]
    factor = 1000.0 / population / (period.weeks / WEEKS_A_YEAR)
    return [
        CaseTarget(
            name, factor * count, factor * math.sqrt(max(count, 1)), count,
            Text(f"{count} {words.en} {period.text.en}, of {population:,.0f} residents", f"{period.text.zh}，{population:,.0f} 名居民，{words.zh} {count} 件"),
        )
        for name, (count, words) in counts.items()
    ], []  # fmt: skip


def _left(cases: Cases, period: Period, found: Mapping[str, Rate]) -> list[Left]:
    left = [
        Left(RATES[name], f"{rate.value:.4g} ± {rate.error:.2g} ({rate.of})", WHY_NOT[name])
        for name, rate in found.items()
        if name in WHY_NOT
    ]
    took = durations(cases, period)
    if math.isfinite(took.closed_mean):
        weeks = Text("Weeks to the end, mean", "平均办结时间（周）")
        left.append(Left(weeks, f"{took.closed_mean:.3g} ± {took.closed_error:.2g}", WHY_NOT["time"]))
    for by, label in (("source", Text("channel", "渠道")), ("agency_responsible", Text("unit", "承办单位")), ("community", Text("community", "社区"))):  # fmt: skip
        table = volumes(cases, period, by)
        if len(table):
            shown = ", ".join(f"{value} {a_week:.2g}" for value, a_week in zip(table["value"][:4], table["a_week"][:4]))
            why = Text(WHY_NOT["parts"].en.format(label.en), WHY_NOT["parts"].zh.format(label.zh))
            left.append(Left(Text(f"Cases a week by {label.en}", f"每周诉求数（按{label.zh}）"), shown, why))
    return left


def targets_yaml(found: CaseTargets, source: str, language: str = "en", data: str = "") -> str:
    """Return the file that `cogov calibrate` reads; what could not be matched stands in it as comments.

    `data` is the folder whose residents the targets are of, as seen from the file; the fit is then to that district.
    """
    import yaml

    zh = language == "zh"
    head = Text(
        f"From the cases in {source}, {found.period.text.en}.", f"来自 {source} 的诉求记录，{found.period.text.zh}。"
    )
    lines = [f"# {head[language]}", "# " + ("error 为按件数计算的标准误，假定各件相互独立。" if zh else "error: standard error from counts, cases taken for independent.")]  # fmt: skip
    if found.left:
        lines.append("# 未能对应的内容：" if zh else "# Not matched:")
        lines += [f"#   {one.label[language]}: {one.shown}: {one.why[language]}" for one in found.left]
    lines += ["title: {en: Targets from case records, zh: 来自诉求记录的目标}", "scenario: status_quo"]
    if data:
        lines.append("data: " + json.dumps(data, ensure_ascii=False))  # quoted: any path is one line of YAML
    lines += ["free:  # " + ("先放开的参数，可增减" if zh else "to begin with; add and take away")]
    lines += [f"  {FREE[one.indicator]}: plausible" for one in found.targets]
    lines.append("targets:")
    for one in found.targets:
        entry = {"indicator": one.indicator, "value": _rounded(one.value), "error": _rounded(one.error), "source": one.source[language]}  # fmt: skip
        text = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, allow_unicode=True, width=1000).strip()
        lines.append(f"  - {text}")
    return "\n".join([*lines, "prior: 64", "trials: 64", "replicates: 5", "weeks: 260", ""])


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
