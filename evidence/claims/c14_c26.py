"""Claims C14-C26 of the source essay as declared contrasts (see claims.py)."""

from __future__ import annotations

from ...core.text import Text
from ..contrasts import Claim
from .claim_terms import (
    ALIKE,
    ANALOGUE,
    DIGITAL,
    DISTRUST,
    EXEMPLARS,
    FULL,
    LARGE,
    LESS_GRID,
    MIXED,
    MORE_GRID,
    NO_TASKS,
    QUEUES,
    RUGGED,
    TEN_YEARS,
    TIGHT,
    UNSKILLED,
    USUAL,
    contrast,
    under,
)

_TEAMS = (under(social_workers=12), under(social_workers=6.6))

CLAIMS_14_26 = (
    Claim(
        "C14",
        Text("Large settlements mix people; organisations gather them", "大型社区人口混居，社会组织能够凝聚居民"),
        (
            contrast(
                "cross_group_ties+ members+",
                MIXED,
                {"organization_grants": 5},
                {"organization_grants": 0},
            ),
        ),
    ),
    Claim(
        "C15",
        Text("Identity and participation first, then cohesion and care", "先有认同与参与，后有凝聚与互助"),
        (
            contrast("participation+ mutual_help+", MIXED, {"initial_belonging": 0.7}, {"initial_belonging": 0.3}),
            contrast("belonging+ mutual_help+", MIXED, {"participation_base": -1.5}, {"participation_base": -2.5}),
            contrast("belonging+ mutual_help+", MIXED, {"bridging_time": 0.3}, {"bridging_time": 0.0}),
        ),
        Text(
            "read as: more belonging or participation at the start means more care later; bringing groups together helps",
            "理解为：起初认同或参与较高，日后互助较多；促进跨群交往也有帮助",
        ),
    ),
    Claim(
        "C16",
        Text("Social workers mediate, connect, educate, plan, relay", "社工调解、联结、教育、策划并传递民意"),
        (
            contrast("escalation-", _TEAMS, {**NO_TASKS, "mediation_time": 0.5}, NO_TASKS),
            contrast("cross_group_ties+", _TEAMS, {**NO_TASKS, "bridging_time": 0.5}, NO_TASKS),
            contrast("awareness+", _TEAMS, {**NO_TASKS, "education_time": 0.5}, NO_TASKS),
            contrast("rule_fit+", _TEAMS, {**NO_TASKS, "planning_time": 0.5}, NO_TASKS),
            contrast(
                "relay_delay- abandonment-",
                _TEAMS,
                {**NO_TASKS, "relay_time": 0.5},
                {**NO_TASKS, "relay_time": 0.05},
            ),
        ),
        Text(
            "each task by itself: half of the hours for it, against none (a twentieth for relaying), and no other task",
            "逐项检验：一半工时用于该项任务，对比不用（传递民意为二十分之一），其他任务均为零",
        ),
    ),
    Claim(
        "C17",
        Text("Grid management is costly and does not join resources", "网格化成本高，资源条块分割"),
        (
            contrast(
                "cost_per_resolution+ case_time+", (LARGE, USUAL, under(FULL, cross_tier=0.3)), MORE_GRID, LESS_GRID
            ),
            contrast(
                "case_time+",
                (under(FULL, pooling=0.0), under(FULL, pooling=0.0, spans_share=0.3)),
                {"grids": 4},
                {"grids": 1},
            ),
        ),
        Text(
            "read as: more grid posts for the same money cost more a solved case, and dividing staff among grids costs time",
            "理解为：同等经费下网格岗位越多，每件解决成本越高；人手分割到各网格使办理变慢",
        ),
    ),
    Claim(
        "C18",
        Text("Networked governance joins resources and saves cost", "网络化整合资源、节约成本"),
        (contrast("case_time- cost_per_resolution-", QUEUES, {"pooling": 0.8}, {"pooling": 0.0}),),
    ),
    Claim(
        "C19",
        Text("Grid and network must be joined", "网格化与网络化应当结合"),
        (
            *(
                contrast(
                    "case_time- cost_per_resolution-",
                    (LARGE, USUAL, DISTRUST),
                    scenario="grid_plus_network",
                    other=alone,
                )
                for alone in ("grid_only", "networked")
            ),
            *(contrast("case_time-", (LARGE,), {"pooling": 0.5}, {"pooling": alone}) for alone in (0.0, 1.0)),
        ),
        Text(
            "read as: both together do better than either alone, for the same money",
            "理解为：同等经费下，两者结合优于各自单行",
        ),
    ),
    Claim(
        "C20",
        Text("Internet plus government services lowers cost for residents", "互联网加政务服务降低居民办事成本"),
        (
            contrast("transaction_cost-", (USUAL, under(digital_assistance=0.7), UNSKILLED), DIGITAL, ANALOGUE),
            contrast(
                "transaction_cost-",
                (USUAL, UNSKILLED),
                {"online_service": 0.9},
                {"online_service": 0.0},
            ),
            contrast("transaction_cost-", (USUAL,), {"data_sharing": 0.9}, {"data_sharing": 0.0}),
        ),
    ),
    Claim(
        "C21",
        Text("Standardisation spreads good practice and saves effort", "标准化推广好做法、节省力量"),
        (
            contrast("rule_fit+", EXEMPLARS, {}, {"copying": "none"}, "transplant_mechanical"),
            contrast("cost_per_resolution-", ALIKE, {"mandate_share": 0.9}, {"mandate_share": 0.1}),
        ),
        Text(
            "read as: copying an exemplar raises fit, and a common standard lowers the cost of a solved case",
            "理解为：复制样板提高适配度，统一标准降低每件解决成本",
        ),
    ),
    Claim(
        "C22a",
        Text("From abroad: government, organisations and citizens together", "域外经验：政府、社会组织与公民共治"),
        (contrast("true_resolution+ satisfaction+", TIGHT, scenario="co_governance", other="status_quo"),),
    ),
    Claim(
        "C22b",
        Text("From abroad: administrative and self-governing bodies separated", "域外经验：行政与自治分开"),
        (
            contrast(
                "rule_fit+ satisfaction+",
                TIGHT,
                {"mandate_share": 0.1, "legal_status": 0.9},
                {"mandate_share": 0.9, "legal_status": 0.1},
            ),
        ),
    ),
    Claim(
        "C22c",
        Text("From abroad: non-profits serve", "域外经验：非营利组织提供服务"),
        (
            contrast(
                "true_resolution+ mutual_help+",
                TIGHT,
                {"organization_grants": 5},
                {"organization_grants": 0},
            ),
        ),
    ),
    Claim(
        "C22d",
        Text("From abroad: more sources of money", "域外经验：多元筹资"),
        (contrast("organization_survival+ organizations+", TIGHT, {"funding_mix": 0.8}, {"funding_mix": 0.0}),),
    ),
    Claim(
        "C22e",
        Text("From abroad: professional volunteering", "域外经验：志愿服务专业化"),
        (contrast("participation+ fatigue-", TIGHT, {"volunteer_support": 0.9}, {"volunteer_support": 0.0}),),
    ),
    Claim(
        "C22f",
        Text("From abroad: civic education, rights, participation", "域外经验：公民教育、权利与参与"),
        (contrast("awareness+ participation+", TIGHT, {"civic_education": 0.9}, {"civic_education": 0.0}),),
    ),
    Claim(
        "C23",
        Text("Learn, but from local conditions; no mechanical imitation", "借鉴须立足本地，不可生搬硬套"),
        (
            contrast(
                "rule_fit+",
                (*EXEMPLARS, *RUGGED),
                scenario="transplant_adapted",
                other="transplant_mechanical",
            ),
        ),
    ),
    Claim(
        "C24",
        Text("First error: tools before values", "误区之一：重工具、轻价值"),
        (
            contrast(
                "true_resolution- reporting_gap+",
                (USUAL, under(online_service=0.3), under(kpi_alignment=0.7), under(kpi_alignment=1.0)),
                {},
                {"kpi_power": 0.15},
                "tool_without_value",
            ),
        ),
        Text(
            "read as: stronger measurement lowers what is truly solved and inflates reports",
            "理解为：考核越强，真实解决越少、汇报越虚高",
        ),
    ),
    Claim(
        "C25",
        Text("Second error: the grassroots alone, without linkage", "误区之二：只靠基层、缺乏联动"),
        (
            contrast(
                "true_resolution- abandonment+",
                (USUAL, under(cross_tier=0.0), under(cross_tier=0.3)),
                {"linkage": 0.0},
                {"linkage": 0.7},
                "local_exploration",
            ),
        ),
    ),
    Claim(
        "C26",
        Text("Lasting success needs links up and down", "长效治理需要上下联动的系统"),
        (
            contrast(
                "satisfaction+ true_resolution+ trust_government+ participation+",
                (USUAL, under(TEN_YEARS), under(similarity=0.9), under(cross_tier=0.3)),
                {},
                {"promotion": 0.0, "linkage": 0.0, "transparency": 0.0},
                "co_governance",
            ),
        ),
    ),
)
