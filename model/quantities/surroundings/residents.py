"""Of residents and their organisations: what they heed, and where they start."""

from __future__ import annotations

from ....core.quantity import Status, environment
from ....core.text import Text

RESIDENTS = (
    environment(
        "social_weight",
        2.0,
        bounds=(0, 6),
        plausible=(0, 6),
        unit="utility",
        label=Text("Social weight", "社会影响权重"),
        meaning=Text(
            "what it adds to taking part that all ties (threshold kind fraction) or one tie (count) are active; nothing with kind log",
            "阈值类型为 fraction 时全部联系都参与、为 count 时一个联系参与所增加的参与效用；类型为 log 时不起作用",
        ),
        source=Text("a weight of 4 without fatigue is bistable", "没有疲劳时，权重为 4 会出现双稳态"),
    ),
    environment(
        "participation_noise",
        0.75,
        bounds=(0, 10),
        plausible=(0, 1),
        unit="utility",
        label=Text("Weekly noise of participation", "参与决策噪声"),
        source="design assumption",
    ),
    environment(
        "threshold_kind",
        "log",
        choices=("fraction", "count", "log"),
        unit="choice",
        label=Text("Kind of threshold", "阈值类型"),
        source=Text(
            "share or number of active ties (Granovetter 1978, Watts 2002; Centola & Macy 2007), or doublings of their number and of the groups they come from (Ugander et al. 2012)",
            "按有联系的参与者的占比或人数（Granovetter 1978、Watts 2002；Centola & Macy 2007），或按其人数及所属群体数的倍增次数（Ugander 等 2012）",
        ),
    ),
    environment(
        "social_weight_log",
        0.3,
        bounds=(0, 6),
        plausible=(0.1, 0.4),
        unit="utility a doubling",
        label=Text("Social weight of a doubling", "倍增的社会影响权重"),
        meaning=Text(
            "what each doubling of one plus the active ties adds to taking part; counts with threshold kind log alone",
            "（1 + 参与的联系数）每增加一倍所增加的参与效用；仅在阈值类型为 log 时起作用",
        ),
        source=Text(
            "three diffusion studies give 0.53 (s.e. 0.21) on the logit of ln(1 + m); above 0.4 participation comes to no rest",
            "三项扩散研究给出 ln(1 + m) 的 logit 系数 0.53（标准误 0.21）；高于 0.4 时参与率不会稳定",
        ),
    ),
    environment(
        "initial_trust_government",
        0.55,
        bounds=(0, 1),
        plausible=(0.45, 0.63),
        unit="share",
        label=Text("Initial trust in local government", "初始地方政府信任"),
        status=Status.MEASURED,
        source=Text(
            "rural HEPS survey 2012, over 800 residents: 0.50 to 0.63 trust county, province or village",
            "2012 年农村 HEPS 调查，800 余人：信任县、省、村者占 0.50 至 0.63",
        ),
    ),
    environment(
        "initial_trust_neighbours",
        0.70,
        bounds=(0, 1),
        plausible=(0.5, 0.85),
        unit="share",
        label=Text("Initial trust in neighbours", "初始邻里信任"),
        source="design assumption",
    ),
    environment(
        "initial_trust_organizations",
        0.60,
        bounds=(0, 1),
        plausible=(0.4, 0.75),
        unit="share",
        label=Text("Initial trust in organisations", "初始组织信任"),
        source=Text("between the two", "介于两者之间"),
    ),
    environment(
        "initial_belonging",
        0.5,
        bounds=(0, 1),
        plausible=(0.3, 0.7),
        unit="share",
        label=Text("Initial belonging", "初始归属感"),
        source="not measured",
    ),
    environment(
        "initial_organizations",
        2,
        bounds=(0, 50),
        integer=True,
        unit="a community",
        label=Text("Initial organisations", "初始社会组织数"),
        status=Status.MEASURED,
        source=Text(
            "2 in a scaled community, 5 at full size (2.9 a committee nationally, target 10)",
            "缩小规模的社区为 2 个，完整规模为 5 个（全国每个居委会平均 2.9 个，目标 10 个）",
        ),
    ),
)
