"""Patterns that the model must show before it is believed (design: "Purpose and patterns"), measured by paired runs.

Each pattern has checks; a check is a number with its 95 % interval and the range it must lie in. A check is met where
the whole interval lies in the range, not met where all of it lies outside, else undecided.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from ..core.text import Text
from ..model.quantities.indicators import INDICATORS
from ..runs.intervals import Interval, interval
from .contrasts import described
from .design_points import Arm, Job, Sizes
from .observers import ACTIVE_WEEKS, AGES

Seen = Mapping[tuple[Arm, str], Sequence[Any]]

KPI_POWER, KPI_ALIGNMENT = (0.0, 0.15, 0.3, 0.6, 1.0), (1.0, 0.7, 0.4)
TRUST = (0.9, 0.64, 0.4, 0.15)
HOMOPHILY = (0.0, 0.3, 0.6)
YOUNG, OLD = 3.0, 8.0
FAR = 0.2
"""How far apart reported and true resolution must be to be far apart; assumed."""


@dataclass(frozen=True, slots=True)
class Check:
    """A number with its interval, and where it must lie; without bounds it is reported for comparison."""

    label: Text
    found: Interval
    unit: str
    low: float | None = None
    high: float | None = None

    @property
    def met(self) -> bool | None:
        """True, False, or None where there is nothing to be met or the interval straddles a bound."""
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not self.checked or not math.isfinite(self.found.low):
            return None
        if low < self.found.low and self.found.high < high:
            return True
        return False if self.found.high < low or self.found.low > high else None

    @property
    def checked(self) -> bool:
        """Whether there is anything to be met."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern with what was found."""

    name: str
    title: Text
    target: Text
    checks: tuple[Check, ...]

    @property
    def met(self) -> bool | None:
        """True if all checks are met, False if any is not, None if undecided."""
        found = [check.met for check in self.checks if check.checked]
        return False if False in found else (None if None in found else True)


@dataclass(frozen=True, slots=True)
class Plan:
    """A pattern as planned: its words, the runs it needs, and how it is measured from them."""

    name: str
    title: Text
    target: Text
    jobs: Callable[[int, Sizes], list[Job]]
    measure: Callable[[Seen, Sizes], list[Check]]


def _arm(sizes: Sizes, values: Mapping[str, Any] | None = None, scenario: str = "status_quo") -> Arm:
    return Arm.of(scenario, values or {}, sizes["default"])


def _large(sizes: Sizes, values: Mapping[str, Any]) -> Arm:
    """Return a full-size arm of two years: queues settle within weeks, and trust moves away from where it starts."""
    size = sizes["full"]
    return Arm.of("status_quo", values, dataclasses.replace(size, weeks=min(104, size.weeks)))


def _column(seen: Seen, arm: Arm, indicator: str) -> np.ndarray:
    return np.stack(seen[arm, "summary"])[:, list(INDICATORS).index(indicator)]


def _of(seen: Seen, arm: Arm, probe: str, name: str) -> np.ndarray:
    return np.array([run[name] for run in seen[arm, probe]])


def _text(name: str, value: Any) -> Text:
    return described(name, value)


# -- taking part, and being alone ---------------------------------------------------------------------------------------


def _usual(probe: str) -> Callable[[int, Sizes], list[Job]]:
    return lambda n, sizes: [Job(_arm(sizes), probe, n)]


def _active(seen: Seen, sizes: Sizes) -> list[Check]:
    label = Text("active in the last four weeks", "近四周参与过的居民")
    return [Check(label, interval(_column(seen, _arm(sizes), "participation")), "share", 0.05, 0.20)]


def _alone(seen: Seen, sizes: Sizes) -> list[Check]:
    weeks = sizes["default"].weeks
    return [
        Check(label, interval(_of(seen, _arm(sizes), "network", name)), unit, low, high)
        for label, name, unit, low, high in (
            (Text("without a tie, week 0", "无联系者，第 0 周"), "isolated_start", "share", 0.20, 0.30),
            (Text(f"without a tie, week {weeks}", f"无联系者，第 {weeks} 周"), "isolated_end", "share", 0.20, 0.30),
            (Text("mean ties, week 0", "平均联系数，第 0 周"), "ties_start", "ties", None, None),
            (Text(f"mean ties, week {weeks}", f"平均联系数，第 {weeks} 周"), "ties_end", "ties", None, None),
        )
    ]


# -- reports -------------------------------------------------------------------------------------------------------------


def _kpi_jobs(n: int, sizes: Sizes) -> list[Job]:
    return [Job(arm, "summary", max(2, n // 2)) for arm in _kpi_arms(sizes).values()]


def _kpi_arms(sizes: Sizes) -> dict[tuple[float, float], Arm]:
    pairs = [(power, alignment) for alignment in KPI_ALIGNMENT for power in KPI_POWER]
    return {pair: _arm(sizes, {"kpi_power": pair[0], "kpi_alignment": pair[1]}) for pair in pairs}


def _reports(seen: Seen, sizes: Sizes) -> list[Check]:
    arms = _kpi_arms(sizes)
    gap = {pair: _column(seen, arm, "reporting_gap") for pair, arm in arms.items()}
    checks = []
    for (power, alignment), values in gap.items():
        label = _joined(_text("kpi_power", power), _text("kpi_alignment", alignment))
        paid = power >= 0.6 and alignment < 1
        checks.append(Check(label, interval(values), "share", FAR if paid else None))
    for alignment in KPI_ALIGNMENT[1:]:
        label = Text(
            f"rise from KPI power 0 to 1, alignment {alignment:g}", f"考核强度由 0 到 1 的增幅，一致性 {alignment:g}"
        )
        count = min(len(gap[1.0, alignment]), len(gap[0.0, alignment]))
        rise = interval(gap[1.0, alignment][:count] - gap[0.0, alignment][:count])
        checks.append(Check(label, rise, "share", 0.0))
    return checks


def _joined(one: Text, other: Text) -> Text:
    return Text(f"{one.en}, {other.en}", f"{one.zh}，{other.zh}")


# -- pooled queues ---------------------------------------------------------------------------------------------------------


def _queue_arms(sizes: Sizes) -> dict[tuple[float, float], Arm]:
    return {
        (trust, pooling): _large(
            sizes,
            {"pooling": pooling, "initial_trust_government": trust, "initial_trust_organizations": trust},
        )
        for trust in TRUST
        for pooling in (0.0, 0.8)
    }


def _queue_jobs(n: int, sizes: Sizes) -> list[Job]:
    return [Job(arm, "first_and_last", max(2, n // 2)) for arm in _queue_arms(sizes).values()]


def _queues(seen: Seen, sizes: Sizes) -> list[Check]:
    at = list(INDICATORS).index("case_time")
    waits = {key: np.stack(seen[arm, "first_and_last"])[:, 0, at] for key, arm in _queue_arms(sizes).items()}
    gains, checks = {}, []
    for trust in TRUST:
        gains[trust] = waits[trust, 0.8] - waits[trust, 0.0]
        label = Text(
            f"case time, pooling 0.8 less 0, initial trust {trust:g}",
            f"办理时长，资源整合 0.8 减 0，初始信任 {trust:g}",
        )
        checks.append(Check(label, interval(gains[trust]), "weeks", None, 0.0 if trust >= 0.6 else None))
    label = Text(
        f"gain at trust {TRUST[0]:g} less gain at {TRUST[-1]:g}", f"信任 {TRUST[0]:g} 与 {TRUST[-1]:g} 时作用之差"
    )
    checks.append(Check(label, interval(gains[TRUST[0]] - gains[TRUST[-1]]), "weeks", None, 0.0))
    return checks


# -- homophily, age ----------------------------------------------------------------------------------------------------------


def _homophily_jobs(n: int, sizes: Sizes) -> list[Job]:
    return [Job(_arm(sizes, {"homophily": h}), "network", max(2, n // 3)) for h in HOMOPHILY if h != 0.3]


def _homophily(seen: Seen, sizes: Sizes) -> list[Check]:
    weeks, checks = sizes["default"].weeks, []
    for h in HOMOPHILY:
        arm = _arm(sizes) if h == 0.3 else _arm(sizes, {"homophily": h})
        for name, when in (("coleman_start", 0), ("coleman_end", weeks)):
            label = Text(f"Coleman index, week {when}, homophily {h:g}", f"Coleman 指数，第 {when} 周，同质性 {h:g}")
            bounds = (0.2, 0.4) if h == 0.3 else (None, None)
            checks.append(Check(label, interval(_of(seen, arm, "network", name)), "index", *bounds))
    return checks


def _deaths(seen: Seen, sizes: Sizes) -> list[Check]:
    years, died = np.sum(seen[_arm(sizes), "deaths"], axis=0)
    checks = []
    for k, low in enumerate(AGES):
        to = f"-{AGES[k + 1]:g}" if k + 1 < len(AGES) else "+"
        label = Text(f"deaths a year, age {low:g}{to}", f"年死亡率，{low:g}{to} 年")
        checks.append(Check(label, poisson_rate(died[k], years[k]), "a year"))
    young, old = np.array(AGES) < YOUNG, np.array(AGES) >= OLD
    label = Text(f"ratio, under {YOUNG:g} years to {OLD:g} and over", f"死亡率之比，{YOUNG:g} 年以下比 {OLD:g} 年以上")
    ratio = rate_ratio(died[young].sum(), years[young].sum(), died[old].sum(), years[old].sum())
    return [*checks, Check(label, ratio, "ratio", 1.0)]


def poisson_rate(events: float, exposure: float) -> Interval:
    """Return a rate with its exact 95 % interval (Garwood 1936)."""
    if exposure <= 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    low = float(gammaincinv(events, 0.025)) if events > 0 else 0.0
    high = float(gammaincinv(events + 1, 0.975))
    return Interval(events / exposure, low / exposure, high / exposure, int(events))


def rate_ratio(events: float, exposure: float, other_events: float, other_exposure: float) -> Interval:
    """Return the ratio of two rates with a 95 % interval on the log scale."""
    if min(events, other_events) <= 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    ratio = (events / exposure) / (other_events / other_exposure)
    wide = math.exp(1.959964 * math.sqrt(1 / events + 1 / other_events))
    return Interval(ratio, ratio / wide, ratio * wide, int(events + other_events))


# -- pilots, influence --------------------------------------------------------------------------------------------------------


def _pilot_arms(sizes: Sizes) -> dict[str, Arm]:
    return {how: _arm(sizes, {"pilot_selection": how}, "top_down") for how in ("favourable", "representative")}


def _pilot_jobs(n: int, sizes: Sizes) -> list[Job]:
    return [Job(arm, "promise", n) for arm in _pilot_arms(sizes).values()]


def _pilots(seen: Seen, sizes: Sizes) -> list[Check]:
    gaps, checks = {}, []
    words = {"favourable": "条件较好的试点", "representative": "有代表性的试点"}
    for how, arm in _pilot_arms(sizes).items():
        told, others = _of(seen, arm, "promise", "told"), _of(seen, arm, "promise", "others")
        gaps[how] = told - others
        label = Text(f"promised by {how} pilots less fit elsewhere", f"{words[how]}的承诺减其他社区适配度")
        checks.append(Check(label, interval(gaps[how]), "fit", 0.0 if how == "favourable" else None))
    label = Text("favourable less representative", "条件较好者减有代表性者")
    return [*checks, Check(label, interval(gaps["favourable"] - gaps["representative"]), "fit", 0.0)]


def _influence(seen: Seen, sizes: Sizes) -> list[Check]:
    runs = seen[_arm(sizes), "influence"]
    words = {
        "participation": Text("took part in 6 or more of 24 weeks less never", "24 周中参与 6 周以上者减未参与者"),
        "awareness": Text("highest less lowest quartile of awareness", "自治意识最高减最低四分位"),
    }
    checks = []
    for name, label in words.items():
        for how, zh in (("all", "全区"), ("within", "社区内")):
            classes = np.stack([run[f"{name}_{how}"] for run in runs])
            where = Text(f"{label.en} ({'district' if how == 'all' else 'within communities'})", f"{label.zh}（{zh}）")
            checks.append(Check(where, interval(classes[:, -1] - classes[:, 0]), "share", 0.0))
    assert len(ACTIVE_WEEKS) == 3
    return checks


# -- numbers that were set -------------------------------------------------------------------------------------------------------


def _number_jobs(n: int, sizes: Sizes) -> list[Job]:
    full = sizes["full"]
    return [Job(_arm(sizes), "summary", n), Job(Arm.of("status_quo", {}, full), "summary", full.replicates(n))]


def _numbers(seen: Seen, sizes: Sizes) -> list[Check]:
    arms = {"default": _arm(sizes), "full": Arm.of("status_quo", {}, sizes["full"])}
    places = {"default": Text("8 x 400", "8 x 400"), "full": Text("8 x 4,200", "8 x 4200")}
    checks = []
    for name, low, high in (
        ("utilisation", 0.7, 0.9),
        ("mediations", 80.0, 130.0),
        ("reported_resolution", 0.531, 0.969),
    ):
        declared = INDICATORS[name]
        for which, arm in arms.items():
            label = Text(f"{declared.label.en}, {places[which].en}", f"{declared.label.zh}，{places[which].zh}")
            checks.append(Check(label, interval(_column(seen, arm, name)), declared.unit, low, high))
    return checks


PLANS = (
    Plan(
        "active", Text("Few take part", "参与者是少数"),
        Text("5-20 % of residents active in at least one of the last four weeks", "近四周至少参与一次的居民占 5-20 %"),
        _usual("summary"), _active,
    ),
    Plan(
        "alone", Text("A quarter is alone, and stays so", "约四分之一居民楼内无邻里联系，且长期如此"),
        Text("about a quarter (0.20-0.30) without a tie to another household of the building, at the start and after five years", "期初与五年后与同楼其他家庭没有联系者均约占四分之一（0.20-0.30）"),
        _usual("network"), _alone,
    ),
    Plan(
        "reports", Text("Reports outrun results where staff are paid for reports", "以汇报论绩效则汇报远高于实际"),
        Text(f"reporting gap above {FAR:g} where KPI power is 0.6 or more and alignment below 1, and rising with KPI power", f"考核强度不低于 0.6 且一致性低于 1 时上报与实际解决率之差高于 {FAR:g}，并随考核强度上升"),
        _kpi_jobs, _reports,
    ),
    Plan(
        "queues", Text("Pooled queues wait less as long as trust carries the hand-over", "信任足以支撑交接时，共享队列等待更短"),
        Text("at full size cases take less time with pooling at today's trust or more, and less is gained where trust is low", "完整规模下，信任不低于现有水平时整合缩短办理时长；信任低时作用变小"),
        _queue_jobs, _queues,
    ),
    Plan(
        "homophily", Text("Ties are homophilous", "联系具有同质性"),
        Text("Coleman index of building ties within 0.2-0.4 where homophily is set to 0.3, at the start and after five years", "同质性设为 0.3 时，期初与五年后楼内联系的 Coleman 指数均在 0.2-0.4"),
        _homophily_jobs, _homophily,
    ),
    Plan(
        "deaths", Text("Old organisations die less often than young ones", "老组织比新组织死亡率低"),
        Text(f"yearly death rate under {YOUNG:g} years above that from {OLD:g} years on", f"{YOUNG:g} 年以下的年死亡率高于 {OLD:g} 年以上"),
        _usual("deaths"), _deaths,
    ),
    Plan(
        "pilots", Text("Pilots in better-off communities promise more than the roll-out gives", "条件较好的试点承诺多于推广所得"),
        Text("fit as reported by favourable pilots above the fit elsewhere, and by more than with representative pilots", "条件较好的试点所报适配度高于其他社区，且差距大于有代表性的试点"),
        _pilot_jobs, _pilots,
    ),
    Plan(
        "influence", Text("Satisfaction rises with influence over management", "满意度随对管理的影响力上升"),
        Text("residents who take part more, or know more of self-government, are more satisfied (cross-sectional)", "参与较多或自治意识较强的居民更满意（横截面关系）"),
        _usual("influence"), _influence,
    ),
    Plan(
        "numbers", Text("Numbers that were set", "校准数值"),
        Text("staff busy about 0.8 of the time (0.7-0.9); mediations near 106 per 10,000 a year (80-130); recorded resolution within the reported 0.531-0.969", "人员利用率约 0.8（0.7-0.9）；每万居民每年调解约 106 件（80-130）；上报解决率在官方数值 0.531-0.969 之间"),
        _number_jobs, _numbers,
    ),
)  # fmt: skip


def jobs(replicates: int, sizes: Sizes) -> list[Job]:
    """Return all runs that the patterns need."""
    return [job for plan in PLANS for job in plan.jobs(replicates, sizes)]


def measure(seen: Seen, sizes: Sizes) -> tuple[Pattern, ...]:
    """Return every pattern with what was found."""
    return tuple(Pattern(plan.name, plan.title, plan.target, tuple(plan.measure(seen, sizes))) for plan in PLANS)
