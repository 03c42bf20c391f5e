"""Of what rules meet: how their effects hang together, how alike communities are, drift, spillover, a crisis."""

from __future__ import annotations

from ....core.quantity import environment
from ....core.text import Text

RULES = (
    environment(
        "complexity",
        2,
        bounds=(0, 11),
        plausible=(0, 6),
        integer=True,
        unit="K",
        label=Text("Complexity", "复杂度"),
        source=Text("how many other rules the effect of a rule depends on", "一项规则的效果取决于其他多少项规则"),
    ),
    environment(
        "elements",
        12,
        bounds=(1, 20),
        integer=True,
        unit="N",
        label=Text("Elements of a rule set", "规则要素数"),
        source="design assumption",
    ),
    environment(
        "similarity",
        0.6,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="share of tables",
        label=Text("Similarity of communities", "社区相似度"),
        meaning=Text(
            "chance with which each condition (a table of the landscape) of a community is the district's own; two communities have a condition in common with the square of it",
            "社区的每项条件（景观的一张表）取自全区共同条件的概率；两个社区某项条件相同的概率为其平方",
        ),
        source=Text(
            "chance that a table is the district's; two communities share a table with the square of it",
            "某项条件取自全区共同条件的概率；两个社区某项条件相同的概率为其平方",
        ),
    ),
    environment(
        "drift",
        0.05,
        bounds=(0, 1),
        plausible=(0, 0.2),
        unit="tables redrawn a year",
        label=Text("Drift", "条件漂移"),
        source=Text("design assumption: diversity keeps its use", "设计假定：多样性始终有用"),
    ),
    environment(
        "spillover",
        0.0,
        bounds=(0, 0.9),
        plausible=(0, 0.45),
        unit="share of benefit",
        label=Text("Spillover", "外溢"),
        source=Text(
            "design assumption: size not found; that spillovers between municipalities matter, Solé-Ollé 2006",
            "设计假定：未找到外溢幅度的依据；城市之间的外溢确有影响，见 Solé-Ollé 2006",
        ),
    ),
    environment(
        "capacity_spread",
        0.0,
        bounds=(0, 2),
        plausible=(0, 0.8),
        unit="sd of log",
        label=Text("Spread of capacity", "社区能力差异"),
        source=Text(
            "design assumption: 0.36 to 0.55 between counties of Liaoning (Gini of fiscal capacity), another level",
            "设计假定：辽宁各县之间为 0.36 至 0.55（财政能力的基尼系数），但属另一层级",
        ),
    ),
    environment(
        "shock_week",
        -1,
        bounds=(-1, 100_000),
        plausible=(0, 208),
        integer=True,
        unit="week",
        label=Text("Week of the crisis", "危机发生周"),
        source=Text("an event of a what-if run; -1: none", "假设推演中的事件；-1：无"),
    ),
    environment(
        "shock_size",
        0.0,
        bounds=(0, 1),
        plausible=(0.3, 1),
        unit="share of tables",
        label=Text("Size of the crisis", "危机规模"),
        source=Text("an event of a what-if run: conditions that change at once", "假设推演中的事件：同时改变的条件"),
    ),
    environment(
        "shock_common",
        -1.0,
        bounds=(-1, 1),
        plausible=(0, 1),
        unit="share of tables",
        label=Text("How common the crisis is", "危机的共同程度"),
        source=Text(
            "an event of a what-if run: redrawn conditions that a community shares with the district; below 0: as before the crisis",
            "假设推演中的事件：重新抽取的条件中社区与全区相同的部分；小于 0：与危机前相同",
        ),
    ),
)
