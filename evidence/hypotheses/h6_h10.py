"""Hypotheses H6-H10 as declared experiments, not to be fitted to results (see `terms`, also for what was declared when)."""

from __future__ import annotations

from ...core.text import Text
from ..claims.claim_terms import ALIKE, RUGGED, TEN_YEARS, USUAL, contrast, under
from .terms import Hypothesis, Null, Part, Role

_COPY = {"copying": "mechanical"}, {"copying": "none"}
_EXEMPLARS = tuple(
    under(
        name=Text(
            f"exemplar {similarity:g}, complexity {complexity}", f"样板相似度 {similarity:g}，复杂度 {complexity}"
        ),
        exemplar_similarity=similarity,
        complexity=complexity,
    )
    for similarity in (0.3, 0.6, 0.9)
    for complexity in (0, 2, 5)
)
_STARTS = (under(burn_in_trials=0), USUAL, under(burn_in_trials=60))
_REGIONS = (USUAL, *ALIKE[1:], *RUGGED, under(TEN_YEARS), under(similarity=0.9, complexity=0))
_HARD, _SOFT = {"kpi_power": 1.0}, {"kpi_power": 0.15}
_MEASURED = tuple(under(kpi_alignment=a, online_service=o) for a in (0.4, 0.7) for o in (0.0, 0.9))
_ALIGNED = tuple(under(kpi_alignment=1.0, online_service=o) for o in (0.0, 0.9))
_ALONE, _LINKED = {"linkage": 0.0}, {"linkage": 0.7}
# The same true effort (0.6 + 0.4 x 0), all hours given: only the effort for reports differs.
_FORMAL, _PLAIN = {"kpi_power": 0.4, "kpi_alignment": 0.0}, {"kpi_power": 0.0, "kpi_alignment": 0.0}
_NO_GOSSIP = under(gossip=0.0)
_OPEN = under(transparency=0.8)
_NO_MEASURE = {"measure_size": 0.0, "full_control": 0.0}

H6 = Hypothesis(
    "H6",
    Text("Mechanical copying hurts", "机械照搬有害"),
    Text("its gain is not below zero at the given similarity and complexity", "在给定的相似度与复杂度下，照搬的收益不小于零"),
    Text("reported against fit at the start: bad, usual and good starts", "对照起点的规则适配度：差、一般、好三种起点"),
    (
        Part(contrast("rule_fit-", (USUAL, *_EXEMPLARS), *_COPY, "transplant_mechanical"), margin={"rule_fit": 0.01}),
        Part(contrast("rule_fit-", (_STARTS[0], _STARTS[2]), *_COPY, "transplant_mechanical"), margin={"rule_fit": 0.01}),
        Part(contrast("rule_fit+", _EXEMPLARS, {"copying": "adapted"}, {"copying": "none"}, "transplant_mechanical"), Role.DESCRIPTIVE),
        Part(contrast("satisfaction- true_resolution-", (USUAL,), *_COPY, "transplant_mechanical"), Role.DESCRIPTIVE),
    ),
    (
        Null(
            Text("imitation is switched off, and no hours are set aside for it", "关闭模仿机制，且不为其预留工时"),
            *_COPY, {"copy_trials": 0}, off=("imitation",), scenario="transplant_mechanical",
        ),
    ),
)  # fmt: skip

H7 = Hypothesis(
    "H7",
    Text("The hybrid beats both pure regimes", "混合模式优于两种单一模式"),
    Text("any region of complexity, similarity, horizon where it loses", "在复杂度、相似度、时限的任何区域中落败"),
    Text(
        "all regimes optimised on training seeds with the same number of free levers, judged on other seeds (section on optimised regimes)",
        "各模式以同样数量的可调手段在训练种子上优化，在另一组种子上评判（见“优化后的模式”一节）",
    ),
    (
        Part(contrast("satisfaction+", _REGIONS, scenario="co_governance", other="top_down")),
        Part(contrast("satisfaction+", _REGIONS, scenario="co_governance", other="local_exploration")),
        Part(contrast("rule_fit+ true_resolution+", (USUAL, under(TEN_YEARS)), scenario="co_governance", other="top_down"), Role.DESCRIPTIVE),
        Part(contrast("rule_fit+ true_resolution+", (USUAL, under(TEN_YEARS)), scenario="co_governance", other="local_exploration"), Role.DESCRIPTIVE),
        *(
            Part(contrast("satisfaction+ rule_fit+", (USUAL,), {"mandate_share": 0.3}, {"mandate_share": share}, "co_governance"), Role.DESCRIPTIVE)
            for share in (0.0, 0.1, 0.6, 0.9)
        ),
    ),
    (
        Null(
            Text("nothing is designed, tried or copied: mandates bind nobody", "关闭模板、试行与模仿机制"),
            {"mandate_share": 0.3, "design_trials": 3, "promotion": 0.5}, {"mandate_share": 0.9, "design_trials": 6, "promotion": 0.0},
            off=("template", "trials", "saving", "imitation"),
        ),
    ),
    anywhere=True,
)  # fmt: skip

H8 = Hypothesis(
    "H8",
    Text("Tools without values fail", "重工具、轻价值则失败"),
    Text("true output rises with the power of measures at the given alignment", "在给定的考核一致性下，真实成效随考核强度上升"),
    Text("crossed with online service; alignment 1 is reported only", "与网上办事交叉；一致性为 1 的情形仅作描述"),
    (
        Part(contrast("true_resolution-", _MEASURED, _HARD, _SOFT)),
        Part(contrast("true_resolution- reporting_gap+", _ALIGNED, _HARD, _SOFT), Role.DESCRIPTIVE),
        Part(contrast("reporting_gap+ satisfaction- trust_government-", _MEASURED, _HARD, _SOFT), Role.DESCRIPTIVE),
    ),
    (Null(Text("measures have no size, and the burden of a mandate does not follow control", "考核不起作用，强制规则的负担也不随考核强度变化"), _HARD, _SOFT, _NO_MEASURE),),
)  # fmt: skip

H9 = Hypothesis(
    "H9",
    Text("Grassroots-only fails", "只靠基层会失败"),
    Text("it also fails when no case needs a higher tier", "没有问题需要上级解决时它也失败"),
    Text("no case needs a higher tier", "需上级解决的问题占比为零"),
    (
        Part(contrast("true_resolution- abandonment+", (USUAL, under(cross_tier=0.3), under(TEN_YEARS)), _ALONE, _LINKED, "local_exploration")),
        Part(
            contrast("true_resolution- abandonment+", (under(cross_tier=0.0),), _ALONE, _LINKED, "local_exploration"), Role.CONTROL,
            margin={"true_resolution": 0.005, "abandonment": 0.005},
        ),
        Part(contrast("satisfaction- trust_government- participation-", (USUAL, under(cross_tier=0.3)), _ALONE, _LINKED, "local_exploration"), Role.DESCRIPTIVE),
    ),
    (
        Null(
            Text("no case needs a higher tier, and linkage neither lifts, costs nor errs", "无需上级且联动不起作用、不耗工时、不误报"),
            _ALONE, _LINKED, {"cross_tier": 0.0, "rise_linkage": 0.0, "linkage_hours": 0.0, "mistake": 0.0},
            scenario="local_exploration",
        ),
    ),
)  # fmt: skip

H10 = Hypothesis(
    "H10",
    Text("Formalism erodes trust and sustainability", "形式主义侵蚀信任与可持续性"),
    Text("the gap grows but participation and survival do not fall", "上报与实际解决率之差扩大，但参与率与组织存活率并不下降"),
    Text(
        "gossip off; true effort is the same on both sides; grants follow reports, so survival may also rise",
        "关闭口耳相传；两侧真实努力相同；资助随汇报发放，存活率也可能上升",
    ),
    (
        Part(contrast("participation-", (USUAL, _NO_GOSSIP, _OPEN), _FORMAL, _PLAIN), margin={"participation": 0.001}),
        Part(contrast("organization_survival-", (USUAL, _NO_GOSSIP, _OPEN), _FORMAL, _PLAIN), margin={"organization_survival": 0.005}),
        Part(contrast("trust_government-", (USUAL, _NO_GOSSIP, _OPEN), _FORMAL, _PLAIN), margin={"trust_government": 0.005}),
        Part(contrast("reporting_gap+ true_resolution- trust_organizations- organizations- volunteer_hours-", (USUAL,), _FORMAL, _PLAIN), Role.DESCRIPTIVE),
        Part(contrast("participation- organization_survival-", (under(TEN_YEARS),), _FORMAL, _PLAIN), Role.DESCRIPTIVE),
    ),
    (
        Null(Text("measures have no size, and the burden of a mandate does not follow control", "考核不起作用，强制规则的负担也不随考核强度变化"), _FORMAL, _PLAIN, _NO_MEASURE),
        Null(
            Text("trust never moves", "信任不变"), _FORMAL, _PLAIN, {"trust_up": 0.0, "trust_down": 0.0, "trust_down_government": 0.0},
            outcomes=("trust_government", "trust_organizations", "trust_neighbours"),
        ),
    ),
)  # fmt: skip
