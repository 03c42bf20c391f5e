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
        source=Text("a weight of 4 without fatigue is bistable", "没有疲劳时，权重为 4 会出现双稳态"),
    ),
    environment(
        "participation_noise",
        0.5,
        bounds=(0, 10),
        plausible=(0, 1),
        unit="utility",
        label=Text("Weekly noise of participation", "参与决策噪声"),
        source="design assumption",
    ),
    environment(
        "threshold_kind",
        "fraction",
        choices=("fraction", "count"),
        unit="choice",
        label=Text("Kind of threshold", "阈值类型"),
        source=Text(
            "share or number of active ties (Granovetter 1978, Watts 2002; Centola & Macy 2007)",
            "按有联系的参与者的占比或人数（Granovetter 1978、Watts 2002；Centola & Macy 2007）",
        ),
    ),
    environment(
        "initial_trust_government",
        0.64,
        bounds=(0, 1),
        plausible=(0.52, 0.65),
        unit="share",
        label=Text("Initial trust in local government", "初始地方政府信任"),
        status=Status.MEASURED,
        source=Text("World Values Survey wave 6, China: generalised trust", "世界价值观调查第 6 轮，中国：普遍信任"),
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
