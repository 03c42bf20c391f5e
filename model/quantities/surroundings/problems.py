"""Of problems and grievances: how many arise, how many need a higher tier, how long residents wait."""

from __future__ import annotations

from ....core.quantity import Status, environment
from ....core.text import Text

PROBLEMS = (
    environment(
        "cross_tier",
        0.15,
        bounds=(0, 1),
        plausible=(0, 0.4),
        unit="share of public problems",
        label=Text("Cases for a higher tier", "需上级解决的问题占比"),
        source="not measured",
    ),
    environment(
        "problem_rate",
        36.0,
        bounds=(0, 2000),
        plausible=(20, 60),
        unit="per 10,000 residents a week",
        label=Text("Public problems", "公共问题发生率"),
        status=Status.MEASURED,
        source=Text("Beijing 2020: nearly 4.5 million dispatched cases", "北京 2020 年：派单近 450 万件"),
    ),
    environment(
        "dispute_rate",
        11.5,
        bounds=(0, 2000),
        plausible=(5, 20),
        unit="per 10,000 residents a week",
        label=Text("Grievances", "纠纷苗头发生率"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that mediations come near 58 per 10,000 a year (8.19 million in 2022, without those that courts delegate): 54 at 8 x 400, 59 at 8 x 4,200 (fifth year at defaults)",
            "取值使调解量接近每 10,000 人每年 58 件（2022 年 819 万件，不含法院委派）：8 × 400 时为 54，8 × 4,200 时为 59（默认条件下第五年）",
        ),
    ),
    environment(
        "patience",
        8.0,
        bounds=(0.1, 1000),
        plausible=(4, 16),
        unit="weeks",
        label=Text("Patience", "等待耐心"),
        source="design assumption",
    ),
    environment(
        "callback",
        1.0,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="share of closings",
        label=Text("Callbacks", "回访率"),
        meaning=Text(
            "chance that a resident who reported a case is called when it is closed and asked whether it is resolved",
            "诉求办结时，致电反映人询问是否解决的概率",
        ),
        source=Text(
            "Beijing: every closing is rated by the complainant; 0: nobody is called",
            "北京由诉求人评价每件办结；0：不回访",
        ),
    ),
)

COURTS = (
    environment(
        "court_standard",
        0.0,
        bounds=(-5, 5),
        plausible=(-1, 1),
        unit="sd of merit",
        label=Text("Legal standard", "法律标准"),
        source=Text(
            "Y*: merit above which the claimant is in the right (Priest & Klein 1984)",
            "Y*：是非程度高于此值时主张方有理（Priest & Klein 1984）",
        ),
    ),
)
