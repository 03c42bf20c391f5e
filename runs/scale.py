"""Sizes of a district by name, and what of it is to scale: queues, and the pooling of staff.

A grid of 1,000 residents keeps a worker about as busy as a full-size one. At a share f of that, a server that is as busy lets people wait
1/f times as long, while their patience stays what it is. What is gained by pooling hangs on how many servers there are to pool, and
so on the grids of a community: below four it is not to scale, however many residents there are.

Examples
--------
>>> SCALES["quick"].values
{'residents': 8400, 'communities': 8, 'grids': 1}
>>> shortfall(SCALES["quick"].values, pooling=False) is None
True
>>> print(shortfall(SCALES["quick"].values).en)
pooling is not to scale: 8 communities with 1 grid of 1,050 residents each; it takes at least 4 grids of 1,000 residents a community, as --size full has
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.nearest import suggestion
from ..core.quantity import QuantityError
from ..core.text import Text

GRID_RESIDENTS = 1000
"""Residents of a grid from which on queues are to scale."""
POOLED_GRIDS = 4
"""Grids of a community from which on pooling is to scale, if queues are."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A size of a district that has a name.

    Parameters
    ----------
    name : as `--size` takes it.
    residents, communities, grids : adults in all, communities, grids a community.
    """

    name: str
    residents: int
    communities: int
    grids: int

    @property
    def values(self) -> dict[str, int]:
        """The environment parameters that make the size."""
        return {"residents": self.residents, "communities": self.communities, "grids": self.grids}


SCALES: Mapping[str, Scale] = {one.name: one for one in (Scale("quick", 8_400, 8, 1), Scale("full", 33_600, 8, 4))}
"""Quick: queues to scale, pooling not. Full: communities of 4,200 as surveys have them, with four grids."""


def named(name: str) -> Scale:
    """Return the size of this name.

    Raises
    ------
    QuantityError
        For a name that is not known, with those that are.
    """
    if name in SCALES:
        return SCALES[name]
    hint, known = suggestion(name, SCALES), ", ".join(SCALES)
    raise QuantityError(
        Text(
            f"unknown size '{name}': one of {known}{hint.en}",
            f"没有规模 '{name}'：可取 {known.replace(', ', '、')}{hint.zh}",
        )
    )


def shortfall(place: Mapping[str, Any], pooling: bool = True) -> Text | None:
    """Return in a sentence why a district is not to scale, or None where it is.

    Parameters
    ----------
    place : values of residents, communities and grids.
    pooling : whether staff are pooled; else queues alone are looked at.
    """
    communities, grids = int(place["communities"]), int(place["grids"])
    each = int(place["residents"]) / communities / grids
    queues = each >= GRID_RESIDENTS
    if queues and (grids >= POOLED_GRIDS or not pooling):
        return None
    what = Text("pooling is", "资源整合") if queues else Text("queues and pooling are", "排队与资源整合") if pooling else Text("queues are", "排队")  # fmt: skip
    of = Text("grid" if grids == 1 else "grids", "网格")
    least = POOLED_GRIDS if pooling else 1
    wanted = Text(
        f"at least {least} grids of {GRID_RESIDENTS:,} residents a community, as --size full has"
        if pooling
        else f"grids of at least {GRID_RESIDENTS:,} residents, as --size quick has",
        f"每个社区至少 {least} 个网格、每个网格 {GRID_RESIDENTS:,} 名居民（见 --size full）"
        if pooling
        else f"每个网格至少 {GRID_RESIDENTS:,} 名居民（见 --size quick）",
    )
    return Text(
        f"{what.en} not to scale: {communities} communities with {grids} {of.en} of {each:,.0f} residents each; it takes {wanted.en}",
        f"{what.zh}在此规模下与实际不成比例：{communities} 个社区，各有 {grids} 个{of.zh}、每个网格 {each:,.0f} 名居民；需要{wanted.zh}",
    )
