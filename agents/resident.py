"""Residents: the adults of a district, each in a home; who moves in takes the home over with a new identity.

A million of them shall fit a laptop: numbers are kept in 32 bits (seven digits; rules reckon in 64), categories in 8.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..core.rows.mesa_bridge import RowAgent
from ..core.text import Text
from . import fields
from .fields import flag, key, whole

share = partial(fields.share, dtype=np.float32)
number = partial(fields.number, dtype=np.float32)
category = partial(fields.whole, dtype=np.uint8)

TENURES = ("owner", "renter")
AGE_BANDS = ("18-34", "35-59", "60+")
RESOURCES = ("care", "repairs", "teaching", "law and papers", "goods", "transport")


class Resident(RowAgent):
    """An adult who lives in a building of a community. All shares lie in 0-1."""

    identity = key(
        "identity",
        label=Text("Identity", "身份键"),
        meaning=Text("key of the person; draws follow the person, not the home", "个人的键：随机抽取跟随个人"),
    )
    community = whole("community", 0, bounds=(0, None), unit="row", label=Text("Community", "社区"))
    grid = whole("grid", 0, bounds=(0, None), unit="row", label=Text("Grid", "网格"))
    building = whole("building", 0, bounds=(0, None), unit="row", label=Text("Building", "楼栋"))
    household = whole("household", 0, bounds=(0, None), unit="row", label=Text("Household", "家庭"))
    origin = category("origin", 0, bounds=(0, None), unit="group", label=Text("Home-region group", "来源地群体"))
    occupation = category(
        "occupation",
        0,
        bounds=(0, 5),
        unit="occupation",
        label=Text("Occupation", "职业"),
        meaning=Text("decides which resource he or she can lend", "决定能提供哪种资源"),
    )
    tenure = category("tenure", 0, bounds=(0, 1), unit="0 owner, 1 renter", label=Text("Tenure", "住房权属"))
    age_band = category(
        "age_band", 1, bounds=(0, 2), unit="0: 18-34, 1: 35-59, 2: 60+", label=Text("Age band", "年龄段")
    )
    arrived = whole(
        "arrived",
        0,
        unit="week",
        label=Text("Arrived", "入住周"),
        meaning=Text(
            "week of arrival, the first week of the run being 1; 0: there at the start, since when is not known; below 0: weeks before the start, by the records or in the burn-in",
            "迁入的周次，模拟第一周为 1；0 表示初始居民、入住时间不详；负数表示在开始前多少周入住（据记录，或在预热期内迁入）",
        ),
    )
    skill = share("skill", 0.5, label=Text("Digital skill", "数字技能"))
    hours = number("hours", 1.5, bounds=(0.0, 5.0), unit="h a week", label=Text("Spare hours", "空闲时间"))
    sociability = number(
        "sociability",
        1.0,
        bounds=(0.0, None),
        unit="ratio",
        label=Text("Sociability", "社交性"),
        meaning=Text("rate of forming ties, mean 1", "建立联系的倾向，均值为 1"),
    )
    threshold = number("threshold", 0.0, unit="utility", label=Text("Participation threshold", "参与阈值"))
    anchor = share(
        "anchor",
        0.5,
        label=Text("Anchor of belonging", "归属感锚点"),
        meaning=Text("own view of belonging, moved by what one goes through", "个人固有的归属感，随经历变化"),
    )
    anchor_arrival = share("anchor_arrival", 0.5, label=Text("Anchor at arrival", "初始锚点"))
    belonging = share("belonging", 0.5, label=Text("Belonging", "归属感"))
    trust_neighbours = share("trust_neighbours", 0.7, label=Text("Trust in neighbours", "邻里信任"))
    trust_organizations = share("trust_organizations", 0.6, label=Text("Trust in organisations", "组织信任"))
    trust_government = share("trust_government", 0.64, label=Text("Trust in government", "政府信任"))
    trust_central = share("trust_central", 0.75, label=Text("Trust in the central government", "中央政府信任"))
    trust_trait = share(
        "trust_trait",
        0.64,
        label=Text("Trust in government at arrival", "初始政府信任水平"),
        meaning=Text("to which trust in government returns", "政府信任回归的水平"),
    )
    central_trait = share(
        "central_trait",
        0.75,
        label=Text("Trust in the central government at arrival", "初始中央政府信任水平"),
        meaning=Text("to which trust in the central government returns", "中央政府信任回归的水平"),
    )
    neighbours_trait = share(
        "neighbours_trait",
        0.7,
        label=Text("Trust in neighbours at arrival", "初始邻里信任水平"),
        meaning=Text("to which trust in neighbours returns", "邻里信任回归的水平"),
    )
    organizations_trait = share(
        "organizations_trait",
        0.6,
        label=Text("Trust in organisations at arrival", "初始组织信任水平"),
        meaning=Text("to which trust in organisations returns", "组织信任回归的水平"),
    )
    influence = share(
        "influence",
        0.36,
        label=Text("Influence felt", "影响力感受"),
        meaning=Text("how far one feels able to bring something about", "认为自己能促成改变的程度"),
    )
    burden = number(
        "burden",
        0.25,
        bounds=(0.0, None),
        unit="problems",
        label=Text("Burden", "问题负担"),
        meaning=Text("problems one lived with lately, weighted by how long ago", "近期承受的问题，按时间远近加权"),
    )
    clarity = share(
        "clarity",
        0.35,
        label=Text("Clarity about the law", "法律认知"),
        meaning=Text("understanding of the law", "对法律的理解程度"),
    )
    awareness = share(
        "awareness",
        0.35,
        label=Text("Awareness", "自治意识"),
        meaning=Text("of self-government and of one's rights", "自治与权利意识"),
    )
    responsibility = share("responsibility", 0.4, label=Text("Responsibility", "责任心"))
    fatigue = number("fatigue", 0.0, bounds=(0.0, None), unit="5 h of volunteering", label=Text("Fatigue", "疲劳"))
    active = flag("active", 0, label=Text("Active this week", "本周参与"))
    recent = whole(
        "recent",
        0,
        bounds=(0, None),
        unit="bits",
        label=Text("Activity of the last weeks", "近期参与"),
        meaning=Text("bit k: active k weeks ago", "第 k 位：k 周前是否参与"),
    )
    volunteered = number(
        "volunteered",
        0.0,
        bounds=(0.0, None),
        unit="h",
        label=Text("Hours given by taking part this week", "本周参与投入小时"),
    )
    given = number("given", 0.0, bounds=(0.0, None), unit="h", label=Text("Hours given this week", "本周志愿小时"))
    given_total = number(
        "given_total", 0.0, bounds=(0.0, None), unit="h", label=Text("Hours given in all", "累计志愿小时")
    )
    follows = flag(
        "follows",
        1,
        label=Text("Follows the rules", "遵守规则"),
        meaning=Text(
            "whether he or she follows the rules of the community; 1 for all without co-production",
            "是否遵守本社区规则；未启用共同生产时均为 1",
        ),
    )
    case_outcome = share(
        "case_outcome",
        0.5,
        label=Text("Own cases", "近期诉求办理体验"),
        meaning=Text("moving record of own cases", "个人诉求解决情况的移动记录"),
    )
    help_outcome = share(
        "help_outcome",
        0.5,
        label=Text("Help", "互助结果"),
        meaning=Text("moving record of needs met", "需求得到帮助的移动记录"),
    )
    satisfaction = share("satisfaction", 0.5, label=Text("Satisfaction", "满意度"))
    satisfaction_sum = number(
        "satisfaction_sum",
        0.0,
        bounds=(0.0, None),
        unit="share x weeks",
        label=Text("Satisfaction, summed", "累计满意度"),
        meaning=Text("over the weeks since arrival", "自入住以来逐周累计"),
    )
    weight = number(
        "weight",
        1.0,
        bounds=(0.0, None),
        unit="weight",
        label=Text("Analysis weight", "分析权重"),
        meaning=Text("for analysis only", "仅用于分析"),
    )
