"""What the budget pays for. A lever names its price; what it costs in words, and the budget, are made from that."""

from __future__ import annotations

from ...core.quantity import Catalogue, constant
from ...core.text import Text
from .codes import FULL_SIZE

LEVEL = "yuan a resident a year at 1"
"""The unit of what is bought by level."""

STAFF = constant(
    "price_staff",
    100_000.0,
    bounds=(1, 1e7),
    plausible=(70_000, 150_000),
    unit="yuan a year per FTE",
    label=Text("Price of community staff", "社区工作者单价"),
    source="design assumption",
)
CORE_STAFF = constant(
    "core_staff",
    18.0,
    bounds=(0, 1000),
    plausible=(12, 25),
    unit="FTE per 10,000 residents",
    label=Text("Protected core of community staff", "社区工作者基本配置"),
    source=Text("target of the 14th five-year plan", "“十四五”规划目标"),
)
GRID_WORKER = constant(
    "price_grid_worker",
    80_000.0,
    bounds=(0, 1e7),
    plausible=(50_000, 120_000),
    unit="yuan a year per worker",
    label=Text("Price of a grid worker", "网格员单价"),
    source="design assumption",
)
SOCIAL_WORKER = constant(
    "price_social_worker",
    90_000.0,
    bounds=(0, 1e7),
    plausible=(60_000, 150_000),
    unit="yuan a year per FTE",
    label=Text("Price of a social worker", "社工单价"),
    source="design assumption",
)
GRANT = constant(
    "price_grant",
    30_000.0,
    bounds=(0, 1e7),
    plausible=(10_000, 60_000),
    unit="yuan a year per grant",
    label=Text("Grant to an organisation", "单份社会组织资助"),
    source="design assumption",
)
ONLINE = constant(
    "price_online",
    10.0,
    bounds=(0, 10_000),
    plausible=(5, 20),
    unit=LEVEL,
    label=Text("Price of online service", "网上办事单价"),
    source="design assumption",
)
ASSISTANCE = constant(
    "price_assistance",
    6.0,
    bounds=(0, 10_000),
    plausible=(3, 12),
    unit=LEVEL,
    label=Text("Price of digital assistance", "数字帮扶单价"),
    source="design assumption",
)
DATA_SHARING = constant(
    "price_data_sharing",
    8.0,
    bounds=(0, 10_000),
    plausible=(4, 16),
    unit=LEVEL,
    label=Text("Price of data sharing", "数据共享单价"),
    source="design assumption",
)
LEGISLATION = constant(
    "price_legislation",
    5.0,
    bounds=(0, 10_000),
    plausible=(2, 10),
    unit=LEVEL,
    label=Text("Price of legislation", "立法单价"),
    source="design assumption",
)
INTERPRETATION = constant(
    "price_interpretation",
    5.0,
    bounds=(0, 10_000),
    plausible=(2, 10),
    unit=LEVEL,
    label=Text("Price of interpreting the law", "释法单价"),
    source="design assumption",
)
CIVIC_EDUCATION = constant(
    "price_civic_education",
    5.0,
    bounds=(0, 10_000),
    plausible=(2, 10),
    unit=LEVEL,
    label=Text("Price of civic education", "公民教育单价"),
    source="design assumption",
)
TRANSPARENCY = constant(
    "price_transparency",
    3.0,
    bounds=(0, 10_000),
    plausible=(1, 6),
    unit=LEVEL,
    label=Text("Price of transparency", "公开透明单价"),
    source="design assumption",
)
VOLUNTEER_SUPPORT = constant(
    "price_volunteer_support",
    5.0,
    bounds=(0, 10_000),
    plausible=(2, 10),
    unit=LEVEL,
    label=Text("Price of volunteer support", "志愿者支持单价"),
    source="design assumption",
)
PILOT = constant(
    "price_pilot",
    20_000.0,
    bounds=(0, 1e7),
    plausible=(10_000, 100_000),
    unit=Text(f"yuan a year per pilot of {FULL_SIZE:,} residents", f"元/年/试点（{FULL_SIZE} 居民）"),
    label=Text("Price of a pilot", "试点单价"),
    source="design assumption",
)

PRICES = Catalogue(
    (
        STAFF,
        CORE_STAFF,
        GRID_WORKER,
        SOCIAL_WORKER,
        GRANT,
        ONLINE,
        ASSISTANCE,
        DATA_SHARING,
        LEGISLATION,
        INTERPRETATION,
        CIVIC_EDUCATION,
        TRANSPARENCY,
        VOLUNTEER_SUPPORT,
        PILOT,
    ),
    "price",
)
"""In the order of a plan, but for pilots, which are paid before all that may be scaled."""
