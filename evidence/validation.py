"""The validation card: every empirical target next to what the model gives, and what the target was used for.

Patterns and their measurement are those of `patterns`; here stand their sources and uses, and what only the card asks.
Three uses are distinguished: an *input* is put in, so finding it again shows only that it is kept; a *calibrated* target
had a parameter fitted to it; a *held out* one had none that is declared so, and alone can speak for the model - if it
was measured: some targets are assumed themselves, and are counted apart. Official rates of
resolution and success are reported ones and compared with reported ones only. A gradient between people at one time is
compared with such a gradient, in its direction, and taken for no effect. What has no counterpart in the model is
listed and not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from ..core.compile.compiled import kernel_hash
from ..core.text import Text
from ..model.quantities.indicators import INDICATORS
from ..runs.cache import RunCache
from ..runs.intervals import interval
from ..runs.settings import Progress
from . import patterns
from .design_points import SIZES, TINY, Arm, Job, Sizes, run_jobs
from .patterns import Check, Seen

REPLICATES = 20


class Use(StrEnum):
    """What a target was used for."""

    INPUT = "input"
    CALIBRATED = "calibrated"
    HELD_OUT = "held out"


USE_LABELS = {
    Use.INPUT: Text("input", "输入"),
    Use.CALIBRATED: Text("calibrated", "校准"),
    Use.HELD_OUT: Text("held out", "留作检验"),
}


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One target.

    Parameters
    ----------
    name : the pattern, or a name of its own.
    source : where the target comes from.
    use : what it was used for.
    empirical : whether the target is measured; else it is assumed itself.
    check : what was found and where it must lie.
    note : what must be known to read it.
    """

    name: str
    source: Text
    use: Use
    empirical: bool
    check: Check
    note: Text = _NOTHING

    @property
    def met(self) -> bool | None:
        """True, False, or None where the interval straddles a bound."""
        return self.check.met


@dataclass(frozen=True, slots=True)
class Left:
    """A figure that is not compared, and why."""

    what: Text
    source: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Card:
    """The card."""

    seed: int
    replicates: int
    quick: bool
    sizes: Sizes
    rows: tuple[Row, ...]
    survey: Text
    kernel: str

    def count(self, met: bool | None, use: Use, empirical: bool | None = None) -> int:
        """Return how many rows of a use came out so; of measured or assumed targets only, if asked for."""
        return sum(row.met is met and row.use is use and empirical in (None, row.empirical) for row in self.rows)


_FACTS: dict[str, tuple[Text, Use, bool, Text]] = {
    "active": (Text("assumed range, no survey of monthly activity", "假定范围，无月度参与调查"), Use.HELD_OUT, False, Text("", "")),
    "alone": (Text("Shanghai survey: 23.5 % never talk with neighbours", "上海调查：23.5 % 从不与邻居交谈"), Use.HELD_OUT, True, Text("", "")),
    "reports": (Text("official rates near 0.97 under targets; the size of the gap is assumed", "考核下官方数值接近 0.97；差距大小为假定"), Use.HELD_OUT, False, Text("false_closing is fitted to reported rates, true ones are not fitted", "false_closing 据上报数值校准，真实值未经校准")),
    "queues": (Text("queueing theory; trust as the condition is the essay's", "排队论；以信任为条件系原文主张"), Use.HELD_OUT, False, Text("", "")),
    "homophily": (Text("assumed index of 0.3", "假定指数 0.3"), Use.INPUT, False, Text("", "")),
    "deaths": (Text("liability of newness; the hazards put in are assumed", "新组织的脆弱性；输入的死亡率为假定"), Use.INPUT, False, Text("", "")),
    "pilots": (Text("Wang & Yang: 80 % of pilots in richer places", "Wang 与 Yang：80 % 的试点在较富裕地区"), Use.HELD_OUT, True, Text("direction only", "仅比较方向")),
    "influence": (Text("MASS/housing, Copenhagen: high satisfaction 28/40/58 % by influence", "MASS/housing（哥本哈根）：高满意度按影响力为 28/40/58 %"), Use.HELD_OUT, True, Text("gradient between residents, not an effect; direction only", "居民间的横截面梯度，并非效应；仅比较方向")),
    "numbers": (Text("", ""), Use.CALIBRATED, True, Text("", "")),
}  # fmt: skip
_BY_CHECK: dict[tuple[str, int], tuple[Text, Use, bool, Text]] = {
    ("alone", 0): (_FACTS["alone"][0], Use.INPUT, True, Text("dispersion of ties fitted to it", "联系离散度据此拟合")),
    ("alone", 1): (_FACTS["alone"][0], Use.HELD_OUT, True, Text("mean ties are calibrated to stay, this share is not", "平均联系数经校准，该占比未经校准")),
    ("homophily", 1): (_FACTS["homophily"][0], Use.HELD_OUT, False, Text("whether it lasts", "是否持续")),
    **{("numbers", k): (Text("no survey; 0.8 by design", "无调查；设计值 0.8"), Use.CALIBRATED, False, Text("case_posts", "case_posts")) for k in (0, 1)},
    **{("numbers", k): (Text("14.94 million mediations in 2022: 106 per 10,000", "2022 年调解 1494 万件：每万人 106 件"), Use.CALIBRATED, True, Text("dispute_rate, dispute_cost", "dispute_rate、dispute_cost")) for k in (2, 3)},
    **{("numbers", k): (Text("Beijing 12345: 0.531 (2019) to 0.965 (2024)", "北京 12345：0.531（2019）至 0.965（2024）"), Use.CALIBRATED, True, Text("reported with reported; false_closing", "上报值对上报值；false_closing")) for k in (4, 5)},
}  # fmt: skip

LEFT = (
    Left(Text("Reported satisfaction 0.646 to 0.969", "上报满意度 0.646 至 0.969"), Text("Beijing 12345", "北京 12345"), Text("the model's satisfaction is what residents feel, not what a hotline records", "模型的满意度是居民的真实感受，而非热线记录")),
    Left(Text("Reported success of mediation 0.95 and more", "上报调解成功率 0.95 以上"), Text("several cities", "若干城市"), Text("the model has no reported rate of mediation; its true one (0.65) is assumed", "模型没有上报的调解成功率；真实值（0.65）为假定")),
    Left(Text("Dispatched cases, 40 per 10,000 a week", "派发诉求每周每万人 40 件"), Text("Beijing 2020", "北京 2020"), Text("put in as problem_rate; nothing to find", "作为 problem_rate 输入，无可检验")),
    Left(Text("Turnout of 47.9 %, by age 13.8 to 77.7 %", "选举参与 47.9 %，按年龄 13.8 至 77.7 %"), Text("survey, n = 6,581", "调查，n = 6581"), Text("elections are not modelled", "模型不含选举")),
    Left(Text("Online services used by 55 %", "55 % 使用网上政务服务"), Text("internet statistics 2020-2021", "互联网统计 2020-2021"), Text("put in as digital skill", "作为数字技能输入")),
    Left(Text("Pilots never rolled out: 46 %", "46 % 的试点从未推广"), Text("Wang & Yang", "Wang 与 Yang"), Text("whether to roll out is a lever, not an outcome", "是否推广是手段，而非结果")),
    Left(Text("Cooperation 54-57 of 120 in public, 40-42 anonymously", "公开时合作 54-57/120，匿名时 40-42"), Text("carData/Guyer", "carData/Guyer"), Text("residents do not choose between public and anonymous", "模型居民不在公开与匿名之间选择")),
)  # fmt: skip


def _arm(sizes: Sizes, **values: float) -> Arm:
    return Arm.of("status_quo", values, sizes["default"])


def _column(seen: Seen, arm: Arm, name: str) -> np.ndarray:
    return np.stack(seen[arm, "summary"])[:, list(INDICATORS).index(name)]


def _own_jobs(replicates: int, sizes: Sizes) -> list[Job]:
    return [
        Job(_arm(sizes), "summary", replicates),
        Job(_arm(sizes), "diffusion", replicates),
        Job(_arm(sizes, kpi_power=0.0), "summary", replicates),
        Job(_arm(sizes, kpi_power=1.0), "summary", replicates),
    ]


def _own_rows(seen: Seen, sizes: Sizes) -> list[Row]:
    beijing = _BY_CHECK["numbers", 4][0]
    label = INDICATORS["reported_resolution"].label
    rows = []
    for power, low, high in ((0.0, 0.431, 0.631), (1.0, 0.915, 1.0)):
        words = Text(f"{label.en}, KPI power {power:g}", f"{label.zh}，考核强度 {power:g}")
        found = interval(_column(seen, _arm(sizes, kpi_power=power), "reported_resolution"))
        note = Text(
            "reported with reported; within 0.1 and 0.05 of 0.531 and 0.965",
            "上报值对上报值；与 0.531、0.965 相差不超过 0.1、0.05",
        )
        rows.append(Row("reported", beijing, Use.CALIBRATED, True, Check(words, found, "share", low, high), note))
    weeks = sizes["default"].weeks
    label = INDICATORS["trust_government"].label
    words = Text(f"{label.en}, last year of {weeks} weeks", f"{label.zh}，{weeks} 周的最后一年")
    source = Text(
        "World Values Survey wave 6, China: 0.64 (0.52-0.65)", "世界价值观调查第 6 轮（中国）：0.64（0.52-0.65）"
    )
    note = Text(
        "generalised trust, put in as trust in government at the start; that it stays was not fitted",
        "一般信任，作为初始政府信任输入；是否保持未经拟合",
    )
    found = interval(_column(seen, _arm(sizes), "trust_government"))
    rows.append(Row("trust", source, Use.HELD_OUT, True, Check(words, found, "share", 0.52, 0.65), note))
    return [*rows, _diffusion_row(seen, sizes)]


def _diffusion_row(seen: Seen, sizes: Sizes) -> Row:
    runs = seen[_arm(sizes), "diffusion"]
    found = interval(np.array([run["many"] - run["few"] for run in runs]))
    words = Text(
        "taking up: communities where many took part a year before, less where few did",
        "新参与者占比：一年前参与者多的社区减参与者少的社区",
    )
    source = Text(
        "social_insure: 44 rural villages, take-up by earlier take-up",
        "social_insure：44 个农村行政村，参保率按先前参保率",
    )
    note = Text(
        "rural, and about insurance: a check that taking part spreads at all; gradient, direction only",
        "农村、保险：仅检验参与是否扩散；横截面梯度，仅比较方向",
    )
    return Row("diffusion", source, Use.HELD_OUT, True, Check(words, found, "share", 0.0), note)


def survey_of_diffusion() -> Text:
    """Return what the survey shows, from the records themselves, or that they are not at hand."""
    from ..data.samples.make import MakeError
    from ..data.samples.social_insure import survey

    try:
        frame = survey()
    except MakeError as error:
        return error.text
    known = frame.dropna(subset=["takeup_survey", "pre_takeup_rate"])
    many = known["pre_takeup_rate"] > known["pre_takeup_rate"].median()
    villages = known.groupby([known["village"], many])["takeup_survey"].agg(["mean", "size"])
    high, low = (float(known.loc[half, "takeup_survey"].mean()) for half in (many, ~many))
    return Text(
        f"In the records {high:.3f} of {int(many.sum())} households took insurance up where earlier take-up was above its median, {low:.3f} of {int((~many).sum())} elsewhere ({len(villages)} groups of households); a difference of {high - low:+.3f}.",
        f"记录中，先前参保率高于中位数处 {int(many.sum())} 户中 {high:.3f} 参保，其余 {int((~many).sum())} 户中 {low:.3f} 参保（{len(villages)} 组住户），相差 {high - low:+.3f}。",
    )


def _told_apart(name: str, check: Check) -> Check:
    """Return a check whose label says what is measured where its pattern's heading does not stand above it."""
    if name != "reports":
        return check
    gap = INDICATORS["reporting_gap"].label
    return replace(check, label=Text(f"{gap.en}: {check.label.en}", f"{gap.zh}：{check.label.zh}"))


def rows_of(found: Sequence[patterns.Pattern]) -> list[Row]:
    """Return the rows that patterns make: one for each check with something to be met."""
    rows = []
    for pattern in found:
        checked = [_told_apart(pattern.name, check) for check in pattern.checks if check.checked]
        for k, check in enumerate(checked):
            source, use, empirical, note = _BY_CHECK.get((pattern.name, k), _FACTS[pattern.name])
            rows.append(Row(pattern.name, source, use, empirical, check, note))
    return rows


def gather(
    replicates: int = REPLICATES,
    seed: int = 1,
    *,
    quick: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
    kept: RunCache | None = None,
) -> Card:
    """Make all runs that are not kept yet, and fill in the card.

    Parameters
    ----------
    quick : tiny districts, at most three replicates: tries the machinery, and means nothing.
    """
    sizes = TINY if quick else SIZES
    replicates = min(replicates, 3) if quick else replicates
    jobs = patterns.jobs(replicates, sizes) + _own_jobs(replicates, sizes)
    seen = run_jobs(jobs, seed, workers, progress, kept)
    rows = rows_of(patterns.measure(seen, sizes)) + _own_rows(seen, sizes)
    return Card(seed, replicates, quick, sizes, tuple(rows), survey_of_diffusion(), kernel_hash())
