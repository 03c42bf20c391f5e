"""The budget: what the levers cost, and what a budget buys of them.

`plan` turns what a scenario asks for into what it gets. Each resident brings `budget` yuan a year, in every scenario:

1. the core: 18 community staff per 10,000 residents, paid first;
2. pilots, paid in full because they are whole communities; those that cannot be paid are left out;
3. every other purchase, scaled by one factor (at most 1) where the wishes exceed what remains;
4. community staff, bought with all that is left over.

So spending equals the budget in every scenario, and a scenario that asks for little gets more staff instead. Below the
core only the core is paid, in part, and the plan carries a warning. Money is planned again at each change of levers;
residents' hours have no price. A pilot and a grant are priced for a full-size community (`FULL_SIZE`); smaller communities
pay in proportion.

Source: design of this model; the prices are assumptions (A), to be swept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.quantity import Quantity, QuantityError
from ..core.text import Text
from .quantities import prices
from .quantities.codes import FULL_SIZE
from .quantities.levers import LEVERS
from .quantities.prices import PRICES

ABOUT = Text(
    "What the levers cost and what a budget buys of them: every scenario spends the same.",
    "政策的价格与预算：先付基本配置，再付试点，其余开支按同一系数压缩，剩余购买社区工作者工时；各方案支出相等。",
)

BOUGHT = {
    lever.name: price for price in PRICES.values() for lever in LEVERS.model.values() if lever.extra["price"] is price
}
"""The price of each lever that has one, in the order of a plan."""

SCALED = tuple(name for name in BOUGHT if name != "pilots")
"""Levers that one common factor scales where the wishes exceed the budget."""

STAFF_LABEL = Text("Community staff beyond the core", "增配社区工作者")


def _lines_of(*paid: Quantity) -> tuple[str, ...]:
    """Return the lines of a plan on which something is bought at one of these prices."""
    return tuple(name for price in paid for name, at in BOUGHT.items() if at is price)


HEADINGS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("Community staff, protected core", "社区工作者（基本配置）"), ("core_staff",)),
    (Text("Community staff beyond the core", "社区工作者（增配）"), ("staff",)),
    (Text("Grid workers", "网格员"), _lines_of(prices.GRID_WORKER)),
    (Text("Social workers", "社工"), _lines_of(prices.SOCIAL_WORKER)),
    (Text("Grants to organisations", "社会组织资助"), _lines_of(prices.GRANT)),
    (
        Text("Digital service and data", "数字服务与数据共享"),
        _lines_of(prices.ONLINE, prices.ASSISTANCE, prices.DATA_SHARING),
    ),
    (Text("Law and its interpretation", "立法与释法"), _lines_of(prices.LEGISLATION, prices.INTERPRETATION)),
    (
        Text("Education, openness, volunteers", "公民教育、公开与志愿支持"),
        _lines_of(prices.CIVIC_EDUCATION, prices.TRANSPARENCY, prices.VOLUNTEER_SUPPORT),
    ),
    (Text("Pilots", "试点"), _lines_of(prices.PILOT)),
)
"""The lines of a plan that are shown together."""


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


def _wish(name: str, levers: Mapping[str, Any], residents: int) -> tuple[float, str]:
    """Return how much of a lever is asked for, and in which unit it is counted."""
    match name:
        case "grid_staff":
            return levers[name] * residents / levers["grid_size"], "FTE"
        case "social_workers":
            return levers[name] * residents / 10_000, "FTE"
        case "organization_grants":
            return levers[name] * residents / FULL_SIZE, "grants"
    return levers[name] * residents, "level x residents"


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
    other_prices: Mapping[str, float] | None = None,
) -> Plan:
    """Return what the budget buys of these levers; a pure function, the same for every scenario.

    Parameters
    ----------
    levers : values by name; those not named are at the status quo.
    residents, communities : size of the district.
    budget : yuan a resident a year.
    other_prices : other prices than the declared ones, by name.

    Raises
    ------
    QuantityError
        For unknown names and for values out of bounds.
    """
    _check_size(residents, communities, budget)
    asked_levers = {**LEVERS.defaults(), **LEVERS.check(levers)}
    price = {**PRICES.defaults(), **PRICES.check(other_prices or {})}

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

    wishes = []
    for name in SCALED:
        quantity, unit = _wish(name, asked_levers, residents)
        wishes.append((name, quantity, unit, price[BOUGHT[name].name], quantity * price[BOUGHT[name].name]))
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
