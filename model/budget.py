"""The budget: what the levers cost, and what a budget buys of them.

`plan` turns what a scenario asks for into what it gets. Each resident brings `budget` yuan a year, in every scenario:

1. the core: 18 community staff per 10,000 residents, paid first;
2. pilots, paid in full because they are whole communities; those that cannot be paid are left out;
3. every other purchase, scaled by one factor (at most 1) where the wishes exceed what remains;
4. community staff, bought with all that is left over.

So spending equals the budget in every scenario, and a scenario that asks for little gets more staff instead. Below the
core only the core is paid, in part, and the plan carries a warning. Money is planned anew at each change of levers;
residents' hours have no price. A pilot and a grant are priced for a community of 4,200 residents; smaller communities
pay in proportion.

Source: design of this model; the prices are assumptions (A), to be swept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.quantity import Catalogue, QuantityError, constant
from ..core.text import Text
from .quantities.levers import LEVERS

ABOUT = Text(
    "What the levers cost and what a budget buys of them: every scenario spends the same.",
    "政策的价格与预算：先付基本配置，再付试点，其余开支按同一系数压缩，剩余购买社区工作者工时；各情景支出相等。",
)

FULL_SIZE = 4200
"""Residents of a full-size community: the size for which a pilot and a grant are priced."""

_YEAR = "yuan a resident a year at 1"

PRICES = Catalogue(
    [
        constant(
            "price_staff",
            100_000.0,
            bounds=(1, 1e7),
            plausible=(70_000, 150_000),
            unit="yuan a year per FTE",
            label=Text("Price of community staff", "社区工作者单价"),
            source="design assumption",
        ),
        constant(
            "core_staff",
            18.0,
            bounds=(0, 1000),
            plausible=(12, 25),
            unit="FTE per 10,000 residents",
            label=Text("Protected core of community staff", "社区工作者基本配置"),
            source="target of the 14th five-year plan",
        ),
        constant(
            "price_grid_worker",
            80_000.0,
            bounds=(0, 1e7),
            plausible=(50_000, 120_000),
            unit="yuan a year per worker",
            label=Text("Price of a grid worker", "网格员单价"),
            source="design assumption",
        ),
        constant(
            "price_social_worker",
            90_000.0,
            bounds=(0, 1e7),
            plausible=(60_000, 150_000),
            unit="yuan a year per FTE",
            label=Text("Price of a social worker", "社工单价"),
            source="design assumption",
        ),
        constant(
            "price_grant",
            30_000.0,
            bounds=(0, 1e7),
            plausible=(10_000, 60_000),
            unit="yuan a year per grant",
            label=Text("Grant to an organisation", "单份社会组织资助"),
            source="design assumption",
        ),
        constant(
            "price_online",
            10.0,
            bounds=(0, 10_000),
            plausible=(5, 20),
            unit=_YEAR,
            label=Text("Price of online service", "网上办事单价"),
            source="design assumption",
        ),
        constant(
            "price_assistance",
            6.0,
            bounds=(0, 10_000),
            plausible=(3, 12),
            unit=_YEAR,
            label=Text("Price of digital assistance", "数字帮扶单价"),
            source="design assumption",
        ),
        constant(
            "price_data_sharing",
            8.0,
            bounds=(0, 10_000),
            plausible=(4, 16),
            unit=_YEAR,
            label=Text("Price of data sharing", "数据共享单价"),
            source="design assumption",
        ),
        constant(
            "price_legislation",
            5.0,
            bounds=(0, 10_000),
            plausible=(2, 10),
            unit=_YEAR,
            label=Text("Price of legislation", "立法单价"),
            source="design assumption",
        ),
        constant(
            "price_interpretation",
            5.0,
            bounds=(0, 10_000),
            plausible=(2, 10),
            unit=_YEAR,
            label=Text("Price of interpreting the law", "释法单价"),
            source="design assumption",
        ),
        constant(
            "price_civic_education",
            5.0,
            bounds=(0, 10_000),
            plausible=(2, 10),
            unit=_YEAR,
            label=Text("Price of civic education", "公民教育单价"),
            source="design assumption",
        ),
        constant(
            "price_transparency",
            3.0,
            bounds=(0, 10_000),
            plausible=(1, 6),
            unit=_YEAR,
            label=Text("Price of transparency", "公开透明单价"),
            source="design assumption",
        ),
        constant(
            "price_volunteer_support",
            5.0,
            bounds=(0, 10_000),
            plausible=(2, 10),
            unit=_YEAR,
            label=Text("Price of volunteer support", "志愿者支持单价"),
            source="design assumption",
        ),
        constant(
            "price_pilot",
            20_000.0,
            bounds=(0, 1e7),
            plausible=(10_000, 100_000),
            unit="yuan a year per pilot of 4,200 residents",
            label=Text("Price of a pilot", "试点单价"),
            source="design assumption",
        ),
    ],
    "price",
)

# Levers bought by level, with their prices: yuan a resident a year at 1.
_BY_LEVEL = {
    "online_service": "price_online",
    "digital_assistance": "price_assistance",
    "data_sharing": "price_data_sharing",
    "legislation": "price_legislation",
    "interpretation": "price_interpretation",
    "civic_education": "price_civic_education",
    "transparency": "price_transparency",
    "volunteer_support": "price_volunteer_support",
}

SCALED = ("grid_staff", "social_workers", "organization_grants", *_BY_LEVEL)
"""Levers that one common factor scales where the wishes exceed the budget."""

STAFF_LABEL = Text("Community staff beyond the core", "增配社区工作者")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan: `paid` of the `asked` yuan a year buy that share of the `quantity` (in `unit`) at `price`."""

    name: str
    label: Text
    quantity: float
    unit: str
    price: float
    asked: float
    paid: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What a budget buys of what a scenario asks for.

    Parameters
    ----------
    lines : items, core first, staff bought with the rest last; yuan a year.
    factor : share of the scaled purchases that is paid, at most 1.
    levers : every lever as it takes effect.
    staff : community staff in all, FTE per 10,000 residents.
    residents, communities, budget : what was planned for; the budget in yuan a resident a year.
    warning : empty, or what could not be paid.
    """

    lines: tuple[Line, ...]
    factor: float
    levers: Mapping[str, Any]
    staff: float
    residents: int
    communities: int
    budget: float
    warning: Text = field(default=Text("", ""))

    @property
    def total(self) -> float:
        """All that is paid, yuan a year."""
        return math.fsum(line.paid for line in self.lines)

    @property
    def available(self) -> float:
        """All that may be paid, yuan a year."""
        return self.budget * self.residents

    @property
    def balanced(self) -> bool:
        """Whether what is paid equals what may be paid."""
        return math.isclose(self.total, self.available, rel_tol=1e-9, abs_tol=1e-9)

    def codes(self) -> dict[str, float]:
        """Return what compiled mechanisms see: a number for each lever, then `staff` and `factor`."""
        numbers = {name: quantity.code(self.levers[name]) for name, quantity in LEVERS.model.items()}
        return {**numbers, "staff": self.staff, "factor": self.factor}


def pilot_count(pilots: float, communities: int) -> int:
    """Return the number of pilot communities: `pilots` for each 8, at least one if any (as the template does)."""
    return min(communities, max(1, int(pilots * communities / 8 + 0.5))) if pilots > 0 else 0


def _wishes(
    levers: Mapping[str, Any], residents: int, prices: Mapping[str, float]
) -> Iterable[tuple[str, float, str, float]]:
    """Yield name, quantity, unit and price of every purchase that may be scaled."""
    yield "grid_staff", levers["grid_staff"] * residents / levers["grid_size"], "FTE", prices["price_grid_worker"]
    yield "social_workers", levers["social_workers"] * residents / 10_000, "FTE", prices["price_social_worker"]
    yield "organization_grants", levers["organization_grants"] * residents / FULL_SIZE, "grants", prices["price_grant"]
    for name, price in _BY_LEVEL.items():
        yield name, levers[name] * residents, "level x residents", prices[price]


def _check_size(residents: int, communities: int, budget: float) -> None:
    if residents < 1 or communities < 1:
        raise QuantityError(f"a plan needs residents and communities, not {residents} and {communities}")
    if not (math.isfinite(budget) and budget >= 0):
        raise QuantityError(f"budget = {budget!r} is out of bounds: from 0 to inf (yuan a resident a year)")


def plan(
    levers: Mapping[str, Any],
    residents: int,
    communities: int,
    budget: float,
    prices: Mapping[str, float] | None = None,
) -> Plan:
    """Return what the budget buys of these levers; a pure function, the same for every scenario.

    Parameters
    ----------
    levers : values by name; those not named are at the status quo.
    residents, communities : size of the district.
    budget : yuan a resident a year.
    prices : other prices than the declared ones, by name.

    Raises
    ------
    QuantityError
        For unknown names and for values out of bounds.
    """
    _check_size(residents, communities, budget)
    asked_levers = {**LEVERS.defaults(), **LEVERS.check(levers)}
    price = {**PRICES.defaults(), **PRICES.check(prices or {})}

    available = budget * residents
    core_staff = price["core_staff"] * residents / 10_000
    core_asked = core_staff * price["price_staff"]
    core = min(core_asked, available)
    left = available - core
    label = PRICES["core_staff"].label
    lines = [Line("core_staff", label, core_staff, "FTE", price["price_staff"], core_asked, core)]

    pilots = pilot_count(asked_levers["pilots"], communities)
    each = price["price_pilot"] * residents / communities / FULL_SIZE
    payable = pilots if pilots * each <= left else int(left / each)
    label = LEVERS["pilots"].label
    lines.append(Line("pilots", label, pilots, "communities", each, pilots * each, payable * each))
    left -= payable * each

    wishes = [(*wish, wish[1] * wish[3]) for wish in _wishes(asked_levers, residents, price)]
    asked = math.fsum(wish[-1] for wish in wishes)
    factor = 1.0 if asked <= left else left / asked
    for name, quantity, unit, unit_price, cost in wishes:
        lines.append(Line(name, LEVERS[name].label, quantity, unit, unit_price, cost, cost * factor))

    rest = max(0.0, left - asked) if factor == 1.0 else 0.0
    more_staff = rest / price["price_staff"]
    lines.append(Line("staff", STAFF_LABEL, more_staff, "FTE", price["price_staff"], rest, rest))
    staff = (core + rest) / price["price_staff"] * 10_000 / residents

    effective = {name: asked_levers[name] * factor if name in SCALED else asked_levers[name] for name in LEVERS}
    if payable < pilots:
        effective["pilots"] = payable * 8 / communities
    warning = _warning(core < core_asked, pilots - payable, factor)
    return Plan(tuple(lines), factor, effective, staff, residents, communities, float(budget), warning)


def _warning(core_cut: bool, dropped: int, factor: float) -> Text:
    if core_cut:
        return Text(
            "the budget does not pay for the core of community staff; nothing else is bought",
            "预算不足以保障社区工作者基本配置，其他项目均未安排经费",
        )
    if dropped:
        return Text(
            f"the budget leaves out {dropped} pilot(s) and scales purchases by {factor:.3g}",
            f"预算不足：减少 {dropped} 个试点，其余支出按 {factor:.3g} 的比例压缩",
        )
    if factor < 1.0:
        return Text(
            f"purchases are scaled by {factor:.3g} to fit the budget",
            f"为控制在预算内，各项支出按 {factor:.3g} 的比例压缩",
        )
    return Text("", "")
