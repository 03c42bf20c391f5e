"""Claims C1-C13 of the source essay as declared contrasts (see claims.py)."""

from __future__ import annotations

from ...core.text import Text
from ..contrasts import Claim
from .claim_terms import (
    ALIKE,
    EXEMPLARS,
    FULL,
    LARGE,
    LAW,
    LITTLE_TIME,
    NO_DESIGN,
    RUGGED,
    TIERS,
    USUAL,
    contrast,
    under,
)

CLAIMS_1_13 = (
    Claim(
        "C1",
        Text("The relation of design from above and exploration below decides", "顶层设计与社区探索的关系决定成效"),
        (
            contrast("rule_fit+ satisfaction+", (*ALIKE, *RUGGED), {}, {"mandate_share": 0.9}, "co_governance"),
            contrast("rule_fit+ satisfaction+", (*ALIKE, *RUGGED), {}, NO_DESIGN, "co_governance"),
        ),
        Text(
            "read as: a mixture beats the same setting with nearly all rules from above, and with no design at all",
            "理解为：两者兼顾，优于几乎全由上级规定，也优于全无顶层设计（其余条件相同）",
        ),
    ),
    Claim(
        "C2",
        Text("The organising capacity of communities must be raised", "应引导和提升社区的组织能力"),
        (
            contrast(
                "capability+ organizations+ mutual_help+ belonging+",
                (USUAL, under(renters=0.6), LARGE),
                {"organization_grants": 5},
                {"organization_grants": 0},
            ),
            contrast("capability+ belonging+", (USUAL, LARGE), {"social_workers": 15}, {"social_workers": 3}),
        ),
    ),
    Claim(
        "C3",
        Text("Residents themselves explore new services and self-management", "居民自主探索新型服务与自我管理"),
        (
            contrast(
                "trials+ participation+",
                LITTLE_TIME,
                {"mandate_share": 0.1},
                {"mandate_share": 0.9},
                "local_exploration",
            ),
            contrast(
                "rule_fit+",
                LITTLE_TIME,
                {"trial_volunteer_share": 0.2},
                {"trial_volunteer_share": 0.0},
                "local_exploration",
            ),
        ),
        Text(
            "read as: room that is left free is used, and the hours that residents give improve the rules",
            "理解为：留出的空间会被利用，居民投入的时间能改善规则",
        ),
    ),
    Claim(
        "C4",
        Text("The legal identity of micro-governance bodies is unclear", "微治理主体的法律身份不明确"),
        (
            contrast(
                "legitimacy+ organization_survival+ rule_fit+",
                (USUAL, under(mandate_share=0.1), under(funding_mix=0.8)),
                {"legal_status": 0.9},
                {"legal_status": 0.0},
            ),
        ),
        Text(
            "a statement of fact; turned into the effect of the lever that would mend it",
            "属事实陈述；转化为相应手段（自治主体的法律地位）的作用",
        ),
    ),
    Claim(
        "C5",
        Text("Management and working systems are incomplete", "管理与工作体系不健全"),
        (
            contrast(
                "case_time- true_resolution+",
                (*TIERS, LARGE),
                {"pooling": 0.6, "linkage": 0.8, "data_sharing": 0.9},
                {"pooling": 0.0, "linkage": 0.0, "data_sharing": 0.0},
            ),
            contrast("case_time- true_resolution+", TIERS, {"linkage": 0.8}, {"linkage": 0.0}),
        ),
        Text(
            "a statement of fact; turned into the effect of the levers that would complete them",
            "属事实陈述；转化为补齐短板的各项手段的作用",
        ),
    ),
    Claim(
        "C6",
        Text("Sustainability is weak", "可持续性不足"),
        (
            contrast(
                "organization_survival- organizations- participation- fatigue+",
                (USUAL, under(funding_mix=0.0), under(funding_mix=1.0)),
                scenario="co_governance+funding_cut",
                other="co_governance",
            ),
            contrast(
                "organization_survival+ organizations+ participation+",
                (USUAL, under(organization_grants=0)),
                {"funding_mix": 1.0, "volunteer_support": 0.8},
                {"funding_mix": 0.0, "volunteer_support": 0.0},
            ),
        ),
        Text(
            "read as: what was built fades when support stops; other funds and care for volunteers make it last",
            "理解为：资助停止后成果消退；多元筹资与志愿者支持使其延续",
        ),
    ),
    Claim(
        "C7",
        Text("Roll-out is mechanical and overdone", "推广机械、过度"),
        (
            contrast(
                "rule_fit- reporting_gap+",
                (*ALIKE, *RUGGED, under(kpi_power=0.6)),
                {"mandate_share": 0.9},
                {"mandate_share": 0.1},
            ),
            contrast(
                "rule_fit-",
                EXEMPLARS,
                {"mandate_share": 0.1, "copying": "mechanical", "copy_breadth": 0.8},
                {"mandate_share": 0.1, "copying": "none", "copy_breadth": 0.8},
            ),
        ),
        Text(
            "read as: the more is rolled out, the less rules fit and the further reports stray",
            "理解为：推广越多，规则越不适配，汇报越失真",
        ),
    ),
    Claim(
        "C8",
        Text("The diversity of micro-governance must be protected", "应保护微治理的多样性"),
        (
            contrast(
                "rule_diversity+ rule_fit+",
                (*ALIKE, under(drift=0.0), under(drift=0.2)),
                {"mandate_share": 0.1},
                {"mandate_share": 0.9},
            ),
        ),
        Text(
            "read as: mandates cost diversity, and rules fit less without it",
            "理解为：强制减少多样性，规则随之更不适配",
        ),
    ),
    Claim(
        "C9",
        Text("Micro-governance raises awareness and responsibility", "微治理提升居民的自治意识与责任心"),
        (
            contrast(
                "awareness+ responsibility+",
                (USUAL, under(cross_tier=0.3), under(kpi_power=1.0)),
                {"learning_success": 0.03, "learning_failure": 0.03},
                {"learning_success": 0.0, "learning_failure": 0.0},
                "co_governance",
            ),
            contrast(
                "awareness+ responsibility+",
                (USUAL, under(cross_tier=0.3), under(kpi_power=1.0)),
                scenario="co_governance",
                other="status_quo",
            ),
        ),
        Text(
            "read as: taking part teaches (against nothing being learnt by it), and co-governance more than the status quo",
            "理解为：参与本身有教育作用（与参与不产生学习相比），且协同共治优于现状",
        ),
    ),
    Claim(
        "C10",
        Text("Legislation in the social field lags", "社会领域立法滞后"),
        (
            contrast(
                "escalation-",
                (USUAL, under(interpretation=0.0), under(interpretation=0.9), LARGE),
                {"legislation": 0.9},
                {"legislation": 0.1},
            ),
        ),
        Text("a statement of fact; turned into the effect of more legislation", "属事实陈述；转化为扩大立法覆盖的作用"),
    ),
    Claim(
        "C11",
        Text("Where law is silent, good faith and neighbour relations settle", "法律未及之处，诚信与邻里关系化解纠纷"),
        (
            contrast(
                "settled_directly+ escalation-",
                (under(legislation=0.0), USUAL, under(legislation=1.0)),
                {"relation_weight": 0.5},
                {"relation_weight": 0.0},
            ),
            contrast(
                "settled_directly+ escalation-",
                (under(legislation=0.0), under(FULL, legislation=0.0)),
                {"initial_trust_neighbours": 0.85},
                {"initial_trust_neighbours": 0.5},
            ),
        ),
    ),
    Claim(
        "C12",
        Text("Interpretation of the law helps residents settle", "释法有助于居民自行化解纠纷"),
        (contrast("escalation- settled_early+", LAW, {"interpretation": 0.9}, {"interpretation": 0.0}),),
    ),
    Claim(
        "C13",
        Text("Settle conflicts, adjust interests, build a community", "化解矛盾、协调利益、凝聚社区"),
        (
            contrast(
                "belonging+ escalation- mutual_help+",
                (USUAL, under(groups=8), under(dispute_rate=40.0), LARGE),
                scenario="co_governance",
                other="status_quo",
            ),
        ),
        Text("read as: co-governance as a whole does so, against the status quo", "理解为：协同共治整体上优于现状"),
    ),
)
