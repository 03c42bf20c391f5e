"""Hypotheses H1-H5 as declared experiments, not to be fitted to results (see `terms`, also for what was declared when)."""

from __future__ import annotations

from dataclasses import replace

from ...core.text import Text
from ..claims.claim_terms import DISTRUST, LARGE, MIXED, UNSKILLED, USUAL, contrast, under
from .terms import Hypothesis, Null, Part, Role

_LAW = {"legislation": 0.9}, {"legislation": 0.1}
_EXPLAINED = {"interpretation": 0.9}, {"interpretation": 0.0}
_NO_ORGANIZATIONS = {"initial_organizations": 0, "founding_rate": 0.0}
_EQUAL_HOURS = {"organization_grants": 0.0, "meeting_share": 1.0, "participation_invited": 0.0}
_AT_RANDOM = replace(
    contrast("belonging+", (USUAL,), {"organization_grants": 0.0}, {"organization_grants": 0.0, **_NO_ORGANIZATIONS}),
    process="ties_at_random",
    name=Text("organisations against the same number of ties placed at random, without grants", "有社会组织 对 随机建立同样数量的联系（均无资助）"),
)  # fmt: skip
_BRIDGE, _BOND = {"bridging_time": 0.3, "bonding_time": 0.0}, {"bridging_time": 0.0, "bonding_time": 0.3}
_ONLINE = {"online_service": 0.9}, {"online_service": 0.0}
_SILENCE = (USUAL, *(under(silence_hours=hours) for hours in (0.3, 2.0, 3.0)))

H1 = Hypothesis(
    "H1",
    Text("Clearer law lowers escalation", "法律更明晰，纠纷升级减少"),
    Text("claims encouraged by clarity raise total escalation", "法律明晰所鼓励的主张使升级总量上升"),
    Text(
        "kinds covered by law and others apart; districts of some thousand grievances a year",
        "法律已覆盖与未覆盖的纠纷分开统计；城区规模足以每年产生上千起纠纷苗头",
    ),
    (
        Part(contrast("escalation-", (USUAL, LARGE, under(interpretation=0.9)), *_LAW)),
        Part(contrast("escalation-", (USUAL, LARGE, under(legislation=0.9)), *_EXPLAINED)),
        Part(contrast("escalation_covered- escalation_uncovered- claims_share-", (USUAL, LARGE), *_LAW), Role.DESCRIPTIVE),
        Part(contrast("escalation_covered- escalation_uncovered- claims_share-", (USUAL, LARGE), *_EXPLAINED), Role.DESCRIPTIVE),
    ),
    (
        Null(Text("law is never built up, and free", "立法不生效且不计费用"), *_LAW, {"law_pace": 0.0, "price_legislation": 0.0}),
        Null(
            Text("interpretation is never built up, and free", "释法不生效且不计费用"),
            *_EXPLAINED, {"interpretation_pace": 0.0, "price_interpretation": 0.0},
        ),
    ),
)  # fmt: skip

H2 = Hypothesis(
    "H2",
    Text("Organisations raise belonging", "社会组织提升归属感"),
    Text(
        "the change in mean belonging is no larger than with equal meeting hours without organisations",
        "平均归属感的变化不大于相同活动时间而没有社会组织时",
    ),
    Text("the same number of ties placed at random", "随机建立同样数量的联系"),
    (
        Part(
            replace(
                contrast("belonging+", (USUAL, under(homophily=0.6), under(renters=0.6)), _EQUAL_HOURS, {**_EQUAL_HOURS, **_NO_ORGANIZATIONS}),
                name=Text("organisations against none with equal meeting hours (all hours met, nobody invited, no grants)", "有社会组织 对 无，活动时间相等（全部工时用于活动、无邀请、无资助）"),
            ),
            margin={"belonging": 0.0005},
        ),
        Part(
            replace(
                contrast("belonging+", (USUAL, under(homophily=0.6)), {"organization_grants": 0.0}, {"organization_grants": 0.0, **_NO_ORGANIZATIONS}),
                name=Text("organisations against none, without grants", "有社会组织 对 无（均无资助）"),
            ),
            margin={"belonging": 0.0005},
        ),
        Part(_AT_RANDOM, margin={"belonging": 0.0005}),
        Part(contrast("belonging+", (USUAL,), {"organization_grants": 5.0}, {"organization_grants": 0.0}), Role.DESCRIPTIVE),
    ),
    (
        Null(
            Text("belonging follows neither ties nor help", "归属感不随联系与互助变化"),
            {}, _NO_ORGANIZATIONS,
            {
                "susceptibility": 0.0, "need_rate": 0.0, "anchor_ties": 0.0, "anchor_success": 0.0, "anchor_failure": 0.0,
                "anchor_dispute": 0.0, "anchor_case": 0.0,
            },
            outcomes=("belonging", "belonging_gini"),
        ),
        Null(
            Text("organising is switched off: nothing meets, recruits or is founded", "关闭组织机制"),
            {"meeting_share": 1.0}, {"meeting_share": 0.0}, off=("organising",),
        ),
    ),
)  # fmt: skip

H3 = Hypothesis(
    "H3",
    Text("Bridging beats bonding in mixed communities", "混居社区中，跨群联结优于群内联结"),
    Text("equal staff hours on ties within groups do as well", "同样工时用于群内联结，效果不逊"),
    Text("bonding time equals bridging time", "群内联结与跨群联结工时相等"),
    (
        Part(
            contrast("belonging+ mutual_help+", MIXED, _BRIDGE, _BOND),
            margin={"belonging": 0.0002, "mutual_help": 0.0005},
        ),
        Part(contrast("cross_group_ties+ trust_neighbours+ escalation-", MIXED, _BRIDGE, _BOND), Role.DESCRIPTIVE),
        Part(contrast("belonging+ mutual_help+", (USUAL, under(groups=8)), _BRIDGE, {"bridging_time": 0.0, "bonding_time": 0.0}), Role.DESCRIPTIVE),
    ),
    (Null(Text("no social workers", "没有社工"), _BRIDGE, _BOND, {"social_workers": 0.0}),),
)  # fmt: skip

_POOLED = (LARGE, USUAL, DISTRUST)
H4 = Hypothesis(
    "H4",
    Text("Grid plus network beats either alone", "网格加网络优于单独一种"),
    Text("the optimum of pooling lies at 0 or 1 at equal cost", "同等成本下，资源整合的最优值在 0 或 1"),
    Text("full-size communities too: the size of the pool drives it", "同时检验完整规模社区：资源池的大小起决定作用"),
    (
        Part(contrast("case_time-", _POOLED, {"pooling": 0.5}, {"pooling": 0.0})),
        Part(contrast("case_time-", _POOLED, {"pooling": 0.5}, {"pooling": 1.0})),
        Part(contrast("true_resolution+", _POOLED, {"pooling": 0.5}, {"pooling": 0.0})),
        Part(contrast("true_resolution+", _POOLED, {"pooling": 0.5}, {"pooling": 1.0})),
        *(
            Part(contrast("case_time- true_resolution+", (LARGE, USUAL), {"pooling": share}, {"pooling": 0.0}), Role.DESCRIPTIVE)
            for share in (0.25, 0.75, 1.0)
        ),
        *(
            Part(contrast("case_time- true_resolution+ cost_per_resolution-", (LARGE, USUAL), scenario="grid_plus_network", other=alone), Role.DESCRIPTIVE)
            for alone in ("grid_only", "networked")
        ),
    ),
    (Null(Text("handling is switched off: nobody works cases", "关闭办理机制"), {"pooling": 0.5}, {"pooling": 0.0}, off=("handling",)),),
    together=True,
    pools=True,
)  # fmt: skip

H5 = Hypothesis(
    "H5",
    Text("Online service cuts transaction cost", "网上办事降低居民办事成本"),
    Text(
        "induced demand or exclusion of the unskilled raises the total",
        "诱发的诉求或对技能弱者的排斥使总成本上升",
    ),
    Text(
        "cost per affected resident, silence included; what silence costs is swept",
        "以受影响居民（含沉默者）的平均成本衡量；沉默的成本作扫描",
    ),
    (
        Part(contrast("transaction_cost-", (*_SILENCE, UNSKILLED), *_ONLINE)),
        Part(contrast("silence- access_gap- case_time-", (USUAL, UNSKILLED), *_ONLINE), Role.DESCRIPTIVE),
        Part(contrast("transaction_cost-", _SILENCE, {**_ONLINE[0], "digital_assistance": 0.7}, _ONLINE[1]), Role.DESCRIPTIVE),
        Part(contrast("transaction_cost-", _SILENCE, {"data_sharing": 0.9}, {"data_sharing": 0.0}), Role.DESCRIPTIVE),
    ),
    (Null(Text("online service is never built up, and free", "网上办事不建设且不计费用"), *_ONLINE, {"online_pace": 0.0, "price_online": 0.0}),),
)  # fmt: skip
