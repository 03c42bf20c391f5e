"""The environment: conditions no policy sets, uncertain, the same for all scenarios of a comparison."""

from __future__ import annotations

from ...core.quantity import Kind, Status, environment
from ..extensions.extension import Opened

M, C, A = Status.MEASURED, Status.CALIBRATED, Status.ASSUMED

# fmt: off
ENVIRONMENT = Opened(
    [
        environment("communities", 8, 1, 100_000, "communities", "Communities", "社区数", "size of a demonstration", integer=True),
        environment("residents", 3200, 1, 100_000_000, "adults", "Residents", "居民数", "8 x 400 in a demonstration; 8 x 4,200 at full size (Shanghai and Zhengzhou surveys of 2014)", integer=True),
        environment("budget", 400.0, 0, 100_000, "yuan a resident a year", "Budget", "预算", "all governance spending; one Dujiangyan community spends 80 as a fund", plausible=(100, 600)),
        environment("household_size", 2.62, 1, 10, "residents", "Household size", "家庭规模", "2020 national census", M),
        environment("building_size", 60, 2, 10_000, "adults", "Building size", "楼栋规模", "design assumption", integer=True),
        environment("grids", 2, 1, 1000, "grids a community", "Grids", "网格数", "design assumption: 2 a community in a demonstration; about 4 of 1,000 at full size (Pei 2021)", integer=True),
        environment("groups", 4, 1, 64, "groups", "Home-region groups", "来源地群体数", "settlements mix people of several origins (C14)", plausible=(1, 8), integer=True),
        environment("homophily", 0.3, 0, 0.95, "Coleman index", "Homophily", "同质性", "design assumption", plausible=(0, 0.6)),
        environment("mean_ties", 6.0, 0, 40, "ties in the building", "Mean ties", "平均邻里联系数", "mean of strong ties in the building", plausible=(3, 10)),
        environment("tie_dispersion", 0.61, 0.05, 100, "k of the negative binomial", "Dispersion of ties", "联系数离散度", "fitted to 23.5 % who never talk with neighbours (Shanghai survey)", M),
        environment("acquaintances", 2.0, 0, 20, "ties outside the building", "Acquaintances", "楼外熟人数", "not measured", plausible=(0.5, 5)),
        environment("across_share", 0.3, 0, 1, "share of acquaintances", "Acquaintances across communities", "跨社区熟人占比", "not measured", plausible=(0, 0.6)),
        environment("renters", 0.3, 0, 1, "share", "Renters", "租户占比", "not measured for the district", plausible=(0.1, 0.6)),
        environment("turnover_owners", 0.04, 0, 1, "a year", "Move-out of owners", "业主年迁出率", "design assumption", plausible=(0, 0.1)),
        environment("turnover_renters", 0.23, 0, 1, "a year", "Move-out of renters", "租户年迁出率", "design assumption", plausible=(0.1, 0.5)),
        environment("complexity", 2, 0, 11, "K", "Complexity", "复杂度", "how many other rules the effect of a rule depends on", plausible=(0, 6), integer=True),
        environment("elements", 12, 1, 20, "N", "Elements of a rule set", "规则要素数", "design assumption", integer=True),
        environment("similarity", 0.6, 0, 1, "share of tables", "Similarity of communities", "社区相似度", "chance that a table is the district's; two communities share a table with the square of it", plausible=(0, 1), meaning_en="chance with which each condition (a table of the landscape) of a community is the district's own; two communities have a condition in common with the square of it", meaning_zh="社区的每项条件（景观的一张表）取自全区共同条件的概率；两个社区某项条件相同的概率为其平方"),
        environment("drift", 0.05, 0, 1, "tables redrawn a year", "Drift", "条件漂移", "design assumption: diversity keeps its use", plausible=(0, 0.2)),
        environment("cross_tier", 0.15, 0, 1, "share of public problems", "Cases for a higher tier", "需上级解决的问题占比", "not measured", plausible=(0, 0.4)),
        environment("problem_rate", 40.0, 0, 2000, "per 10,000 residents a week", "Public problems", "公共问题发生率", "Beijing 2020: nearly 4.5 million dispatched cases", M, plausible=(20, 60)),
        environment("dispute_rate", 20.0, 0, 2000, "per 10,000 residents a week", "Grievances", "纠纷苗头发生率", "set so that mediations come near 106 per 10,000 a year (2022): 93 at 8 x 400, 102 at 8 x 4,200 (fifth year at defaults)", C, plausible=(10, 40)),
        environment("patience", 8.0, 0.1, 1000, "weeks", "Patience", "等待耐心", "design assumption", plausible=(4, 16)),
        environment("social_weight", 2.0, 0, 6, "utility", "Social weight", "社会影响权重", "a weight of 4 without fatigue is bistable", plausible=(0, 6)),
        environment("participation_noise", 0.5, 0, 10, "utility", "Weekly noise of participation", "参与决策噪声", "design assumption", plausible=(0, 1)),
        environment("threshold_kind", "fraction", None, None, "choice", "Kind of threshold", "阈值类型", "share or number of active ties (Granovetter 1978, Watts 2002; Centola & Macy 2007)", choices=("fraction", "count")),
        environment("initial_trust_government", 0.64, 0, 1, "share", "Initial trust in government", "初始政府信任", "World Values Survey wave 6, China: generalised trust", M, plausible=(0.52, 0.65)),
        environment("initial_trust_neighbours", 0.70, 0, 1, "share", "Initial trust in neighbours", "初始邻里信任", "design assumption", plausible=(0.5, 0.85)),
        environment("initial_trust_organizations", 0.60, 0, 1, "share", "Initial trust in organisations", "初始组织信任", "between the two", plausible=(0.4, 0.75)),
        environment("initial_belonging", 0.5, 0, 1, "share", "Initial belonging", "初始归属感", "not measured", plausible=(0.3, 0.7)),
        environment("initial_organizations", 2, 0, 50, "a community", "Initial organisations", "初始社会组织数", "2 in a scaled community, 5 at full size (2.9 a committee nationally, target 10)", M, integer=True),
        environment("court_standard", 0.0, -5, 5, "sd of merit", "Legal standard", "法律标准", "Y*: merit above which the claimant is in the right (Priest & Klein 1984)", plausible=(-1, 1)),
    ],
    "environment parameter",
    Kind.ENVIRONMENT,
)
# fmt: on
