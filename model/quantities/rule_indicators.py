"""Indicators of rules: how well they fit, what residents have of them, how many hours are spent on the search."""

from __future__ import annotations

from ...core.text import Text
from .formulas import QUARTER, YEAR, declare, mean, of_district, ratio, share

DECLARED = (
    declare(
        "rule_diversity",
        bounds=(0, 1),
        unit="share",
        label=Text("Diversity of rules", "规则多样性"),
        meaning=Text("rules in which two communities differ", "两个社区间不同规则的平均占比"),
        formula=of_district("rule_diversity"),
        claims=("C8",),
    ),
    declare(
        "rule_fit",
        bounds=(None, 1),
        unit="fit",
        label=Text("Fit of rules", "规则适配度"),
        meaning=Text(
            "mean over residents of the fit of their community's rules; 0: as good as random rules, 1: the best there are for the place",
            "居民所在社区规则的适配度，按居民平均；0 为随机水平，1 为当地最优",
        ),
        formula=mean("fit"),
        better=1,
        claims=("C1", "C7", "C21", "C23"),
    ),
    declare(
        "trials",
        bounds=(0, None),
        unit="per community per year",
        label=Text("Local trials", "社区探索次数"),
        meaning=Text("trials per community and year", "每个社区每年试行次数"),
        formula=lambda s: ratio(YEAR * s("trials"), s("communities")),
        window=QUARTER,
        claims=("C3",),
    ),
    declare(
        "benefit",
        bounds=(None, None),
        unit="fit",
        label=Text("Benefit of rules", "规则成效"),
        meaning=Text(
            "what residents have of the rules in force: fit at home and, where rules spill over, what those of neighbouring communities do; above 1 where more residents follow them than usual (co-production); mean over residents",
            "居民从现行规则中得到的成效：本社区规则的适配度，存在外溢时还包括相邻社区规则的影响；遵守规则者多于通常时可高于 1（共同生产）；按居民平均",
        ),
        formula=mean("benefit"),
        better=1,
        claims=("C1",),
    ),
    declare(
        "benefit_worst",
        bounds=(None, None),
        unit="fit",
        label=Text("Benefit in the worst-off community", "成效最差社区的规则成效"),
        meaning=Text("benefit of rules in the community that has least of it", "规则成效最低的社区的成效"),
        formula=of_district("benefit_worst"),
        better=1,
        claims=("C1",),
    ),
    declare(
        "benefit_spread",
        bounds=(0, None),
        unit="fit",
        label=Text("Spread of benefit", "规则成效的社区差异"),
        meaning=Text("standard deviation of the benefit of rules over communities", "各社区规则成效的标准差"),
        formula=of_district("benefit_spread"),
        better=-1,
    ),
    declare(
        "benefit_reached",
        unit="share",
        label=Text("Benefit reached", "成效实现比例"),
        meaning=Text(
            "benefit as a share of the most that the community's own rules could bring about at home and next door; a place may have more from its neighbours",
            "规则成效与本社区规则在本地及邻近社区所能带来的最大成效之比；某个社区从邻近社区得到的可能更多",
        ),
        formula=share("benefit", "reachable"),
        better=1,
    ),
    declare(
        "satisfaction_worst",
        bounds=(0, 1),
        unit="share",
        label=Text("Satisfaction in the worst-off community", "最不满意社区的满意度"),
        meaning=Text("mean satisfaction of the community where it is lowest", "平均满意度最低的社区的满意度"),
        formula=of_district("satisfaction_worst"),
        better=1,
        claims=("C1",),
    ),
    declare(
        "search_hours",
        bounds=(0, None),
        unit="h a resident a year",
        label=Text("Hours of search", "探索工时"),
        meaning=Text(
            "hours spent on looking for better rules: local trials and copies, and candidates for the template; no matter who pays",
            "用于寻找更好规则的工时：社区试行与复制，以及统一模板的候选试行，不论由谁承担",
        ),
        formula=lambda s: ratio(YEAR * (s("hours_trials") + s("hours_design")), s("residents")),
        window=QUARTER,
    ),
)
