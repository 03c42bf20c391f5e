"""What the district view draws: where everybody is, and the colour of each resident as one byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agents.resident import AGE_BANDS
from ...core.text import Text

GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
EMPTY = 0
"""The byte of a home without a resident; a value v of a scale is 1 + 254 v."""

BITS = 24


@dataclass(frozen=True, slots=True)
class Colouring:
    """One meaning of colour: a scale from low to high, or categories."""

    name: str
    label: Text
    meaning: Text
    values: Callable[[Any], NDArray]
    low: float = 0.0
    high: float = 1.0
    categories: tuple[Text, ...] = ()

    def written(self, value: float) -> str:
        """Return a value as it is read: on a scale up to 1 in per cent."""
        return f"{100 * value:.3g} %" if self.high <= 1 else f"{value:.3g}"


def participation_share(residents: Any) -> NDArray[np.float64]:
    """Return the share of the last 24 weeks in which each resident took part."""
    bits = np.asarray(residents.recent).astype(np.uint32) & 0xFFFFFF
    return np.bitwise_count(bits) / BITS


def _column(name: str) -> Callable[[Any], NDArray]:
    return lambda residents: getattr(residents, name)


COLOURINGS = {
    colouring.name: colouring
    for colouring in (
        Colouring("satisfaction", Text("Satisfaction", "满意度"), Text("with service, own cases and help", "对服务、本人诉求与互助的满意程度"), _column("satisfaction"), 0.2, 0.8),
        Colouring("belonging", Text("Belonging", "归属感"), Text("how far one feels at home here", "把这里当作自己社区的程度"), _column("belonging"), 0.3, 0.7),
        Colouring("trust_government", Text("Trust in government", "政府信任"), Text("from own and neighbours' experience and reports", "来自自身与邻居的经历及官方报告"), _column("trust_government"), 0.1, 0.8),
        Colouring("trust_neighbours", Text("Trust in neighbours", "邻里信任"), Text("from help given or refused", "来自互助得到或落空的经历"), _column("trust_neighbours"), 0.4, 0.9),
        Colouring("trust_organizations", Text("Trust in organisations", "组织信任"), Text("from what organisations did", "来自社会组织的实际作为"), _column("trust_organizations"), 0.2, 0.8),
        Colouring("participation", Text("Participation", "参与"), Text("share of the last 24 weeks with activity", "近 24 周中参与的周数占比"), participation_share, 0.0, 1.0),
        Colouring("awareness", Text("Awareness", "自治意识"), Text("of self-government and rights", "自治与权利意识"), _column("awareness"), 0.2, 0.7),
        Colouring("fatigue", Text("Fatigue", "疲劳"), Text("from volunteering, in units of 5 h", "志愿服务带来的疲劳，以 5 小时为单位"), _column("fatigue"), 0.0, 5.0),
        Colouring("origin", Text("Home-region group", "来源地群体"), Text("where the resident's family comes from", "居民家庭的来源地"), _column("origin")),
        Colouring("tenure", Text("Owner or renter", "业主或租户"), Text("housing tenure", "住房权属"), _column("tenure"), categories=(Text("owner", "业主"), Text("renter", "租户"))),
        Colouring("age_band", Text("Age", "年龄"), Text("age band", "年龄段"), _column("age_band"), categories=tuple(Text(a, a + " 岁") for a in AGE_BANDS)),
    )
}  # fmt: skip


def is_scale(colouring: Colouring) -> bool:
    """Return whether colours run from low to high, rather than name categories."""
    return not colouring.categories and colouring.name != "origin"


def categories(colouring: Colouring, groups: int) -> tuple[Text, ...]:
    """Return the names of categories; home regions are counted."""
    if colouring.name == "origin":
        return tuple(Text(f"group {k + 1}", f"群体 {k + 1}") for k in range(groups))
    return colouring.categories


def colour_bytes(model: Any, name: str) -> bytes:
    """Return one byte for each home: 0 empty, else 1 + 254 x place on the scale, or 1 + the category."""
    residents, colouring = model.residents, COLOURINGS[name]
    values = np.asarray(colouring.values(residents))
    if is_scale(colouring):
        place = (values.astype(np.float64) - colouring.low) / (colouring.high - colouring.low)
        code = (1.5 + 254 * np.clip(place, 0, 1)).astype(np.uint8)
    else:
        code = (1 + values).astype(np.uint8)
    code[np.asarray(residents.alive) == 0] = EMPTY
    return code.tobytes()


def positions(community: NDArray, building: NDArray) -> NDArray[np.float32]:
    """Return where each home is within the unit square of its community (n x 2).

    Buildings stand in rows, as square a block as they make; homes lie around the centre of their building on a
    sunflower spiral, which fills a disc evenly whatever their number.

    Parameters
    ----------
    community, building : number of the place of each resident; residents stand in order of both.
    """
    n = len(community)
    found = np.zeros((n, 2), np.float32)
    first = np.flatnonzero(np.r_[True, building[1:] != building[:-1]])
    size = np.diff(np.r_[first, n])
    rank = np.arange(n) - np.repeat(first, size)
    of = community[first]
    for c in np.unique(of):
        here = np.flatnonzero(of == c)
        columns = int(np.ceil(np.sqrt(len(here))))
        rows = int(np.ceil(len(here) / columns))
        for k, b in enumerate(here):
            part = slice(first[b], first[b] + size[b])
            reach = 0.46 * np.sqrt((rank[part] + 0.5) / size[b])
            angle = rank[part] * GOLDEN_ANGLE
            found[part, 0] = (k % columns + 0.5 + reach * np.cos(angle)) / columns
            found[part, 1] = (k // columns + 0.5 + reach * np.sin(angle)) / rows
    return found


def scene(model: Any, generation: int) -> dict[str, Any]:
    """Return what stays the same during a run, for the browser."""
    residents = model.residents
    place = positions(np.asarray(residents.community), np.asarray(residents.building))
    return {
        "generation": generation,
        "residents": len(place),
        "communities": len(model.communities.key),
        "streets": np.asarray(model.communities.street).astype(int).tolist(),
        "x": place[:, 0].copy().tobytes(),
        "y": place[:, 1].copy().tobytes(),
        "community": np.asarray(residents.community).astype(np.uint16).tobytes(),
    }


def others(model: Any) -> dict[str, list[list[int]]]:
    """Return organisations and social workers who are there: row and community of each."""
    found = {}
    for name, columns in (("organizations", model.organizations), ("workers", model.social_workers)):
        rows = np.flatnonzero(np.asarray(columns.alive))
        found[name] = [[int(row), int(columns.community[row])] for row in rows]
    return found


def ties_between(model: Any, across_only: bool, most: int = 20_000) -> bytes:
    """Return pairs of rows of residents with a tie, int32: those between communities, or all; thinned beyond `most`."""
    ties, residents = model.ties, model.residents
    degree = np.asarray(ties.degree).astype(np.int64)
    source = np.repeat(np.arange(len(degree)), degree)
    slot = np.arange(len(source)) + np.repeat(
        np.asarray(ties.first).astype(np.int64) - (np.cumsum(degree) - degree), degree
    )
    target = np.asarray(ties.neighbour)[slot].astype(np.int64)
    keep = source < target
    if across_only:
        community = np.asarray(residents.community)
        keep &= community[source] != community[target]
    pairs = np.stack([source[keep], target[keep]], axis=1)
    if len(pairs) > most:
        pairs = pairs[:: -(-len(pairs) // most)]
    return pairs.astype(np.int32).tobytes()
