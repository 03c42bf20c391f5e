"""The cells of the map: who leads, by how much, and how sure it is.

At one price of copying a family leads a cell clearly where its paired differences from every other family leave zero out, with 95 %
shared by the others (Bonferroni within the cell). The cell is coloured only where the same family leads clearly at *every* price,
else it is open. Over the cells nothing is shared: where no family led anywhere, up to one cell in twenty would be coloured by
chance; `lasting` says of a cell whether its lead holds with 95 % shared by all cells of the page too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...runs.intervals import Interval, interval
from .families import FORMS, OPEN, Place

Values = Mapping[str, np.ndarray]
"""One number a replicate, by family."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads at one price of copying.

    Parameters
    ----------
    leader, rival : the families with the highest mean and the next one.
    margin : their paired difference, 95 % shared by the rivals of the cell.
    clear : whether the leader is clear of every rival.
    lasting : whether it is with 95 % shared by all cells of the page.
    forms : the form of each family.
    means : by family.
    """

    leader: str
    rival: str
    margin: Interval
    clear: bool
    lasting: bool
    forms: Mapping[str, str]
    means: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map, by one outcome.

    Parameters
    ----------
    place, quarters : where and when.
    outcome : the indicator.
    leads : by price of copying.
    """

    place: Place
    quarters: int
    outcome: str
    leads: Mapping[float, Lead]

    @property
    def side(self) -> str:
        """The family that leads clearly at every price, or "open"."""
        leaders = {one.leader if one.clear else OPEN for one in self.leads.values()}
        return leaders.pop() if len(leaders) == 1 else OPEN

    @property
    def lasting(self) -> bool:
        """Whether the lead also holds with all cells of the page taken together."""
        return self.side != OPEN and all(one.lasting for one in self.leads.values())

    @property
    def lead(self) -> float:
        """The smallest lead of `side` over the prices; in an open cell the mean lead of design from above, which may be negative."""
        if self.side != OPEN:
            return min(one.margin.mean for one in self.leads.values())
        return float(np.mean([_of_first(one) for one in self.leads.values()]))

    @property
    def clearness(self) -> float:
        """The lead in half-widths of its interval, where that is smallest over the prices."""
        return min(_ratio(one.margin) for one in self.leads.values())


def _of_first(lead: Lead) -> float:
    """Return the lead of the first family over the best of the others, from the means."""
    first = next(iter(FORMS))
    return lead.means[first] - max(value for name, value in lead.means.items() if name != first)


def _ratio(margin: Interval) -> float:
    half = margin.half_width
    return abs(margin.mean) / half if half > 0 else (np.inf if margin.mean else 0.0)


def lead_of(values: Values, forms: Mapping[str, str], cells: int = 1) -> Lead:
    """Return who leads.

    Parameters
    ----------
    values : one number a replicate for each family, in pairs.
    forms : the form that each family has here.
    cells : of the page, for `lasting`.
    """
    means = {name: float(np.mean(found)) for name, found in values.items()}
    order = sorted(means, key=lambda name: -means[name])  # stable: of equal ones the first declared
    leader, rivals = order[0], order[1:]
    apart = [values[leader] - values[rival] for rival in rivals]
    within = [interval(one, shared_by=len(rivals)) for one in apart]
    over_all = [interval(one, shared_by=len(rivals) * cells) for one in apart]
    return Lead(
        leader, rivals[0], within[0], all(one.low > 0 for one in within), all(one.low > 0 for one in over_all), forms, means,
    )  # fmt: skip


def shares(cells: Sequence[Cell]) -> dict[str, float]:
    """Return the share of cells that each family leads, and that are open."""
    sides = [cell.side for cell in cells]
    return {name: sides.count(name) / len(sides) for name in (*FORMS, OPEN)}


ONE_SIDED = 0.9
"""Where one family leads more than this share of all cells, or one nowhere, the page says it."""


def remarks(cells: Sequence[Cell]) -> tuple[list[str], list[str]]:
    """Return which families lead in nearly all cells, and which nowhere."""
    found = shares(cells)
    there = [name for name in FORMS if any(name in cell.place.families for cell in cells)]
    return [name for name in there if found[name] > ONE_SIDED], [name for name in there if found[name] == 0]


def table(cells: Sequence[Cell]) -> pd.DataFrame:
    """Return every cell as a row for each price of copying."""
    rows = []
    for cell in cells:
        place = cell.place
        for price, one in cell.leads.items():
            rows.append(
                {
                    "outcome": cell.outcome, "since": place.since, "quarters": cell.quarters, "similarity": place.similarity,
                    "spillover": place.spillover, "control": place.control, "paper_rate": place.paper_rate,
                    "copy_trials": price, "side": cell.side, "lasting": cell.lasting, "leader": one.leader, "rival": one.rival,
                    "lead": one.margin.mean, "low": one.margin.low, "high": one.margin.high, "clear": one.clear,
                    **{f"mean_{name}": one.means.get(name, np.nan) for name in FORMS},
                    **{f"form_{name}": one.forms.get(name, "") for name in FORMS}, "replicates": one.margin.count,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def telling(cells: Sequence[Cell], count: int) -> list[Cell]:
    """Return the cells that are run again with many more pairs.

    A third are those where the first family leads most clearly, a third those where one of the others does, a third the open ones
    that are nearest to a tie. At most two are of one place, and what one third lacks the next ones get.
    """
    first = next(iter(FORMS))
    groups = (
        sorted((one for one in cells if one.side == first), key=lambda one: -one.clearness),
        sorted((one for one in cells if one.side not in (first, OPEN)), key=lambda one: -one.clearness),
        sorted((one for one in cells if one.side == OPEN), key=lambda one: one.clearness),
    )
    found: list[Cell] = []
    for k, group in enumerate(groups):
        upto = round(count * (k + 1) / len(groups))
        for one in group:
            if len(found) >= upto:
                break
            if sum(other.place == one.place for other in found) < 2:
                found.append(one)
    return found
