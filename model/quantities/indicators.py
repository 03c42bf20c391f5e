"""The indicators: what they are called, what they mean, and how each is made from sums over residents and flows.

Every formula is a ratio of sums, so it holds for a week, a year, a community and the district alike: states are averaged over
resident-weeks, flows are summed before they are divided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.quantity import Kind, Quantity, indicator
from ..extensions.extension import Opened
from .codes import WEEKS_A_QUARTER, WEEKS_A_YEAR

Sums = Callable[[str], NDArray[np.float64]]
SHARE = "share"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its declaration, how many weeks the weekly series sums over, and its formula."""

    quantity: Quantity
    window: int
    formula: Callable[[Sums], NDArray[np.float64]]


def ratio(above: NDArray, below: NDArray) -> NDArray[np.float64]:
    """Divide; nan where there is nothing to divide by."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0)


def mean(name: str) -> Callable[[Sums], NDArray]:
    """Make the formula: mean over residents."""
    return lambda s: ratio(s(name), s("residents"))


def share(above: str, *below: str) -> Callable[[Sums], NDArray]:
    """Make the formula: one flow as a share of the sum of others."""
    return lambda s: ratio(s(above), np.sum([s(name) for name in below], axis=0))


def per_organization(name: str) -> Callable[[Sums], NDArray]:
    """Make the formula: mean over organisations."""
    return lambda s: ratio(s(name), s("organizations"))


def gap(kind: str, other: str) -> Callable[[Sums], NDArray]:
    """Make the formula: mean satisfaction of one group minus that of another."""
    return lambda s: ratio(s("satisfaction_" + kind), s(kind)) - ratio(s("satisfaction_" + other), s(other))


def widest_gap(s: Sums) -> NDArray[np.float64]:
    """The widest of the three gaps in satisfaction (owners/renters, settled/newcomers, old/young), without sign."""
    gaps = [gap("owners", "renters")(s), gap("settled", "newcomers")(s), gap("old", "young")(s)]
    return np.fmax.reduce([np.abs(g) for g in gaps])


def ei_index(s: Sums) -> NDArray[np.float64]:
    """(external - internal) / all ties, by home-region group (Krackhardt & Stern 1988)."""
    return ratio(2 * s("ties_cross") - s("ties"), s("ties"))


def _true(s: Sums) -> NDArray[np.float64]:
    return ratio(s("resolved_true"), s("resolved_true") + s("resolved_false") + s("abandoned"))


def _reported(s: Sums) -> NDArray[np.float64]:
    return ratio(s("recorded_resolved"), s("recorded_ended"))


def _yearly(name: str, per: float) -> Callable[[Sums], NDArray]:
    return lambda s: ratio(per * WEEKS_A_YEAR * s(name), s("residents"))


def _district(name: str) -> Callable[[Sums], NDArray]:
    """Make the formula for what does not add up: its mean over the weeks."""
    return lambda s: ratio(s(name), s("weeks"))


QUARTER, YEAR = WEEKS_A_QUARTER, WEEKS_A_YEAR


def _i(
    name: str, low: float | None, high: float | None, unit: str, en: str, zh: str, meaning: str, meaning_zh: str,
    formula: Callable[[Sums], NDArray], window: int = 1, better: int = 0, claims: tuple[str, ...] = (),
) -> Indicator:  # fmt: skip
    return Indicator(indicator(name, low, high, unit, en, zh, meaning, meaning_zh, better, claims), window, formula)


_DECLARED = [
    _i("true_resolution", 0, 1, SHARE, "True resolution", "实际解决率", "ended public problems and cases that were truly resolved", "已了结问题中真正解决的比例", _true, QUARTER, 1, ("C24", "C25")),
    _i("reported_resolution", 0, 1, SHARE, "Reported resolution", "上报解决率", "officially ended cases recorded as resolved", "官方办结记录中记为解决的比例", _reported, QUARTER, 0, ("C24",)),
    _i("reporting_gap", -1, 1, SHARE, "Reporting gap", "上报与实际解决率之差", "reported minus true resolution", "上报解决率减实际解决率", lambda s: _reported(s) - _true(s), QUARTER, -1, ("C7", "C24")),
    _i("case_time", 0, None, "weeks", "Case time", "办理时长", "from entry to end of cases that were truly resolved or given up; those closed on paper are left out", "实际解决或被放弃的诉求从受理到结束的时间，虚假办结者不计", share("case_time", "case_ended"), QUARTER, -1, ("C5", "C17", "C18")),
    _i("relay_delay", 0, None, "weeks", "Relay delay", "民意传递时滞", "from the moment a problem arises until the relay brings it up", "从问题出现之时到经社工反映之时", share("relay_delay", "relayed"), YEAR, -1, ("C16",)),
    _i("abandonment", 0, 1, SHARE, "Abandonment", "放弃率", "ended public problems and cases that were given up", "被放弃的问题比例", share("abandoned", "resolved_true", "resolved_false", "abandoned"), QUARTER, -1, ("C25",)),
    _i("escalation", 0, None, "per 1,000 residents a year", "Escalation", "纠纷升级", "disputes taken to an office or court, counted when they are taken there, whatever becomes of them", "诉至政府或法院的纠纷，按提出之时计数，不论结果如何", _yearly("escalated", 1000.0), QUARTER, -1, ("C10", "C12", "C13")),
    _i("settled_directly", 0, 1, SHARE, "Settled directly", "自行和解率", "grievances settled by the parties without anybody else", "不经第三方而和解的比例", share("settled_direct", "grievances"), QUARTER, 1, ("C11",)),
    _i("settled_early", 0, 1, SHARE, "Settled early", "早期和解率", "claims settled by the parties before a mediator or an office", "在调解或升级前由双方和解的主张比例", share("settled_early", "claims"), QUARTER, 1, ("C12",)),
    _i("belonging", 0, 1, SHARE, "Belonging", "归属感", "mean over residents", "居民平均", mean("belonging"), 1, 1, ("C13", "C15")),
    _i("belonging_gini", 0, 1, "Gini", "Inequality of belonging", "归属感差距", "Gini coefficient over residents, put into 512 equal classes from 0 to 1", "居民间基尼系数，先归入 0 至 1 之间的 512 个等宽组", _district("belonging_gini"), 1, -1),
    _i("mutual_help", 0, 1, SHARE, "Mutual help", "互助率", "needs met by ties or organisations", "得到熟人或组织帮助的需求比例", lambda s: ratio(s("helped_ties") + s("helped_organizations"), s("needs")), QUARTER, 1, ("C15",)),
    _i("cross_group_ties", 0, None, "ties a resident", "Ties across groups", "跨群联系", "ties to residents of another home-region group, as counted after week 1 and at the end of each quarter", "与其他来源地群体居民的联系数，于第 1 周末与各季度末统计", mean("ties_cross"), 1, 1, ("C14",)),
    _i("ei_index", -1, 1, "index", "E-I index", "E-I 指数", "ties across minus ties within groups, over all, as counted after week 1 and at the end of each quarter", "跨群与群内联系之差占比，于第 1 周末与各季度末统计", ei_index, 1, 0, ("C14",)),
    _i("participation", 0, 1, SHARE, "Participation", "参与率", "residents active in at least one of the last four weeks", "近四周至少参与一次的居民比例", mean("active_month"), 1, 1, ("C3", "C15")),
    _i("participation_gini", 0, 1, "Gini", "Inequality of participation", "参与差距", "Gini coefficient over residents of active weeks among the last 24", "近 24 周参与周数在居民间的基尼系数", _district("participation_gini"), 1, -1),
    _i("volunteer_hours", 0, None, "h a resident a year", "Volunteer hours", "志愿小时", "hours given by taking part", "参与投入的小时数", _yearly("volunteer_hours", 1.0), QUARTER, 0, ("C3",)),
    _i("trust_neighbours", 0, 1, SHARE, "Trust in neighbours", "邻里信任", "mean over residents", "居民平均", mean("trust_neighbours"), 1, 1, ("C11",)),
    _i("trust_organizations", 0, 1, SHARE, "Trust in organisations", "组织信任", "mean over residents", "居民平均", mean("trust_organizations"), 1, 1, ("C18",)),
    _i("trust_government", 0, 1, SHARE, "Trust in government", "政府信任", "mean over residents", "居民平均", mean("trust_government"), 1, 1, ("C18",)),
    _i("awareness", 0, 1, SHARE, "Awareness", "自治意识", "of self-government and of one's rights", "自治与权利意识", mean("awareness"), 1, 1, ("C9", "C16")),
    _i("responsibility", 0, 1, SHARE, "Responsibility", "责任心", "mean over residents", "居民平均", mean("responsibility"), 1, 1, ("C9",)),
    _i("clarity", 0, 1, SHARE, "Clarity about the law", "法律认知", "mean over residents", "居民平均", mean("clarity"), 1, 1, ("C12",)),
    _i("legitimacy", 0, 1, SHARE, "Legitimacy", "社会组织认可度", "mean over organisations", "社会组织平均", per_organization("legitimacy"), 1, 1, ("C4",)),
    _i("capability", 0, 1, SHARE, "Capability", "组织能力", "mean over organisations", "社会组织平均", per_organization("capability"), 1, 1, ("C2",)),
    _i("organizations", 0, None, "per 10,000 residents", "Organisations", "社会组织数", "organisations alive", "存续的社会组织", lambda s: ratio(10_000 * s("organizations"), s("residents")), 1, 0, ("C2",)),
    _i("organization_survival", 0, 1, SHARE, "Survival of organisations", "组织存活率", "organisations of the start that still exist", "初始组织中仍存续的比例", share("initial_alive", "initial_organizations"), 1, 1, ("C6",)),
    _i("officer_share", 0, 1, SHARE, "Officers' share", "骨干占比", "hours for organisations that come from their officers (elite concentration)", "组织志愿时间中来自负责人的比例", share("officer_hours", "hours_organizations"), QUARTER, 0),
    _i("fatigue", 0, None, "units of 5 h", "Fatigue", "疲劳", "mean over residents", "居民平均", mean("fatigue"), 1, -1, ("C6",)),
    _i("rule_diversity", 0, 1, SHARE, "Diversity of rules", "规则多样性", "rules in which two communities differ", "两个社区间不同规则的平均占比", _district("rule_diversity"), 1, 0, ("C8",)),
    _i("rule_fit", None, 1, "fit", "Fit of rules", "规则适配度", "mean over residents of the fit of their community's rules; 0: as good as random rules, 1: the best there are for the place", "居民所在社区规则的适配度，按居民平均；0 为随机水平，1 为当地最优", mean("fit"), 1, 1, ("C1", "C7", "C21", "C23")),
    _i("trials", 0, None, "per community per year", "Local trials", "社区探索次数", "trials per community and year", "每个社区每年试行次数", lambda s: ratio(WEEKS_A_YEAR * s("trials"), s("communities")), QUARTER, 0, ("C3",)),
    _i("satisfaction", 0, 1, SHARE, "Satisfaction", "满意度", "mean over residents", "居民平均", mean("satisfaction"), 1, 1, ("C1",)),
    _i("satisfaction_gap", 0, 1, SHARE, "Gap in satisfaction", "满意度差距", "widest of owners/renters, settled/newcomers (there for less than 52 weeks), old/young (60 and over/18-34)", "业主与租户、老住户与新住户（入住不满 52 周）、老年（60 岁及以上）与青年（18-34 岁）差距之最大者", widest_gap, 1, -1),
    _i("transaction_cost", 0, None, "hours per affected resident", "Transaction cost", "办事成本", "of those affected by a problem, silence included", "受影响居民（含沉默者）的平均成本", share("transaction_cost", "affected"), QUARTER, -1, ("C20",)),
    _i("access_gap", None, None, "hours per affected resident", "Access gap", "数字鸿沟", "transaction cost of the unskilled (digital skill below 0.5) minus that of the skilled", "数字技能低者（低于 0.5）与高者的成本差", lambda s: ratio(s("cost_unskilled"), s("affected_unskilled")) - ratio(s("cost_skilled"), s("affected_skilled")), QUARTER, -1, ("C20",)),
    _i("cost_per_resolution", 0, None, "yuan", "Cost per resolution", "每件解决成本", "all spending over truly resolved cases", "总支出除以真正解决的问题数", share("spending", "resolved_true"), QUARTER, -1, ("C17", "C18")),
    _i("spending", 0, None, "yuan a resident a year", "Spending", "支出", "of government", "政府支出", _yearly("spending", 1.0), QUARTER, 0),
    _i("utilisation", 0, 1, SHARE, "Utilisation of staff", "人员利用率", "hours of work done over hours there for cases", "办件工时占可用工时的比例", share("server_hours_used", "server_hours"), QUARTER, 0, ("C17", "C18")),
    _i("silence", 0, 1, SHARE, "Silence", "沉默率", "affected residents who do not report", "受影响而不反映的居民比例", share("silent", "affected"), QUARTER, -1, ("C16", "C20")),
    _i("mediations", 0, None, "per 10,000 residents a year", "Mediations", "调解数", "tried by social workers, with or without success", "社工调解的纠纷，不论成败", _yearly("mediations", 10_000.0), QUARTER, 0, ("C12",)),
    _i("mean_building_ties", 0, None, "ties", "Ties to neighbours", "楼内邻里联系数", "ties to other households of the building, mean over residents, as counted after week 1 and at the end of each quarter", "与同楼其他家庭居民的联系数，居民平均，于第 1 周末与各季度末统计", mean("ties_building"), 1, 0, ("C14",)),
    _i("isolated", 0, 1, SHARE, "Without a tie to neighbours", "楼内无邻里联系者", "residents without a tie to another household of the building, as counted after week 1 and at the end of each quarter", "与同楼其他家庭没有联系的居民占比，于第 1 周末与各季度末统计", mean("isolated"), 1, -1, ("C14",)),
    _i("members", 0, 1, SHARE, "Members of organisations", "组织成员占比", "residents who belong to an organisation", "参加社会组织的居民占比", mean("members"), 1, 0, ("C14",)),
    _i("cases_received", 0, None, "per 1,000 residents a year", "Cases received", "受理诉求数", "public problems and disputes that an office came to know of", "为承办单位所知的公共问题与纠纷", _yearly("case_arrivals", 1000.0), QUARTER, 0),
]  # fmt: skip

ALL: Mapping[str, Indicator] = {declared.quantity.name: declared for declared in _DECLARED}


INDICATORS = Opened((declared.quantity for declared in _DECLARED), "indicator", Kind.INDICATOR)


def _moving_sum(values: NDArray, window: int) -> NDArray[np.float64]:
    total = np.cumsum(np.vstack([np.zeros((1, values.shape[1])), values]), axis=0)
    start = np.maximum(np.arange(1, len(values) + 1) - window, 0)
    return total[1:] - total[start]


def weekly(series: NDArray, columns: list[str]) -> dict[str, NDArray[np.float64]]:
    """Return every indicator for every week.

    Parameters
    ----------
    series : float64 array (weeks, measures), sums of residents and flows
    columns : names of the measures

    Returns
    -------
    dict of float64 arrays (weeks); flows are summed over the last weeks that the indicator's window says
    """
    at = {name: k for k, name in enumerate(columns)}
    series = np.hstack([series, np.ones((len(series), 1))])
    at["weeks"] = series.shape[1] - 1
    summed = {1: series}
    result = {}
    for name, declared in ALL.items():
        if declared.window not in summed:
            summed[declared.window] = _moving_sum(series, declared.window)
        rows = summed[declared.window]
        result[name] = declared.formula(lambda measure, rows=rows: rows[:, at[measure]])
    return result


def summary(series: NDArray, columns: list[str]) -> dict[str, float]:
    """Return every indicator over all weeks of `series` at once (see `weekly`)."""
    at = {name: k for k, name in enumerate(columns)}
    total = np.append(series.sum(axis=0), float(len(series)))
    at["weeks"] = len(total) - 1
    return {
        name: float(declared.formula(lambda measure: total[at[measure] : at[measure] + 1])[0])
        for name, declared in ALL.items()
    }


MAIN = ("satisfaction", "true_resolution", "belonging", "participation", "rule_fit", "escalation", "transaction_cost")
"""The outcomes that a report speaks about first."""
