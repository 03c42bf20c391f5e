"""Who gains and who loses: the same residents under two scenarios, counted by group.

A resident's outcome is the mean of his or her satisfaction over the last 52 weeks, or over those since moving in. Who
lives where depends on the replicate and not on the scenario, so the same resident is found in both runs by
identity; residents who are not there in all runs are left out, and the share that is compared is reported. One is better or
worse off where the two differ by more than 0.02; a cell with fewer than 10 residents is not shown, and more is hidden
where the residents are the user's own (`protection`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...core.quantity import constant
from ...core.text import Text
from ...runs.intervals import Interval, interval, wilson
from .disclosure import Cell, hidden

MARGIN = constant(
    "gain_margin",
    0.02,
    bounds=(0, 1),
    unit="share",
    label=Text("Margin of gains", "受益判定界限"),
    source=Text(
        "design assumption: better or worse by more than this; assumed", "设计假定：变好或变差超过此值才计入；假定"
    ),
)
SMALLEST_CELL = constant(
    "smallest_cell",
    10,
    bounds=(1, None),
    integer=True,
    unit="residents",
    label=Text("Smallest cell shown", "最小可显示人数"),
    source=Text(
        "design assumption: in smaller groups chance outweighs policy",
        "设计假定：人数更少的群体中，偶然波动大于政策作用",
    ),
)
HIGH_SKILL = constant(
    "high_skill",
    0.5,
    bounds=(0, 1),
    unit="share",
    label=Text("High digital skill from", "高数字技能起点"),
    source=Text("the middle of the scale; assumed", "量表中点；假定"),
)

OUTCOMES = ("better", "same", "worse")
OUTCOME_LABELS = {
    "better": Text("better off", "受益"),
    "same": Text("about the same", "大致不变"),
    "worse": Text("worse off", "受损"),
}

GROUPS = {
    "all": Text("All residents", "全体居民"),
    "tenure": Text("Owners and renters", "业主与租户"),
    "origin": Text("Home-region groups", "来源地群体"),
    "age_band": Text("Age", "年龄"),
    "arrival": Text("There from the start, or moved in later", "初始居民与后迁入居民"),
    "skill": Text("Digital skill", "数字技能"),
    "ties": Text("Ties at the start", "初始联系数"),
    "memberships": Text("Membership at the start", "初始组织成员身份"),
    "contacts": Text("Position among contacts at the start", "初始网络位置"),
    "community": Text("Communities", "社区"),
}
"""Groupings of residents. Positions in the network are those of week 0, the same under all scenarios; they are reported for
residents who are there from the start to the end. Communities are reported if they are those of the user's data."""

LONG = ("origin", "community")
"""Groupings with as many categories as the district has: left out where room is short."""

CATEGORIES: dict[str, tuple[Text, ...]] = {
    "all": (Text("all residents", "全体居民"),),
    "tenure": (Text("owners", "业主"), Text("renters", "租户")),
    "age_band": (Text("18-34", "18-34 岁"), Text("35-59", "35-59 岁"), Text("60 and over", "60 岁及以上")),
    "arrival": (Text("resident from the start", "初始居民"), Text("moved in during the run", "运行中迁入的居民")),
    "skill": (Text("low digital skill", "数字技能较低"), Text("high digital skill", "数字技能较高")),
    "ties": (
        Text("few ties", "联系较少"),
        Text("a medium number of ties", "联系中等"),
        Text("many ties", "联系较多"),
    ),
    "memberships": (Text("in no organisation", "未加入社会组织"), Text("in an organisation", "已加入社会组织")),
    "contacts": (
        Text("between contacts who seldom know each other (brokers)", "联系人之间多不相识（中介者）"),
        Text("between contacts some of whom know each other", "联系人之间部分相识"),
        Text("among contacts who know each other", "联系人之间多相识"),
        Text("fewer than two ties", "联系少于两个"),
    ),
}


def category_label(group: str, code: int, origins: Sequence[str] = (), communities: Sequence[str] = ()) -> Text:
    """Return the name of a category in both languages; `origins` and `communities` are the names in the data."""
    if group == "community":
        if code < len(communities):
            return Text(communities[code], communities[code])
        return Text(f"community {code + 1}", f"社区 {code + 1}")
    if group == "origin":
        if code < len(origins):
            return Text(origins[code], origins[code])
        return Text(f"home region {code + 1}", f"来源地 {code + 1}")
    return CATEGORIES[group][code]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of each resident alive at the end of a run, in order of identity.

    Parameters
    ----------
    identity : key of each resident.
    satisfaction : mean over the last weeks, float32.
    weight : weight for analysis.
    codes : category of each resident in each group; only the first scenario of a replicate brings them.
    """

    identity: np.ndarray
    satisfaction: np.ndarray
    weight: np.ndarray
    codes: Mapping[str, np.ndarray] | None = None


def group_codes(
    tenure: np.ndarray, origin: np.ndarray, age_band: np.ndarray, arrived: np.ndarray, skill: np.ndarray,
    community: np.ndarray | None = None, position: Mapping[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray]:  # fmt: skip
    """Return the category of each resident in each of the groups, as small integers; -1: in none.

    `position` are the categories by position in the network (`positions.position_codes`).
    """
    codes = {
        "all": np.zeros(len(tenure), dtype=np.int16),
        "tenure": tenure.astype(np.int16),
        "origin": origin.astype(np.int16),
        "age_band": age_band.astype(np.int16),
        "arrival": (arrived > 0).astype(np.int16),
        "skill": (skill >= HIGH_SKILL.default).astype(np.int16),
        **(position or {}),
    }  # fmt: skip
    return codes if community is None else {**codes, "community": community.astype(np.int32)}


QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Count:
    """One cell in one replicate; scenarios x scenarios, the first axis the baseline, the second the other.

    Parameters
    ----------
    residents : how many there are.
    shares : (weighted) shares of better, same, worse off; scenarios x scenarios x 3.
    change : (weighted) mean change of satisfaction.
    quantiles : a tenth, half and nine tenths of the residents change by less; scenarios x scenarios x 3.
    """

    residents: int
    shares: np.ndarray
    change: np.ndarray
    quantiles: np.ndarray


@dataclass(frozen=True, slots=True)
class Found:
    """The residents of one replicate who are there in all runs.

    Parameters
    ----------
    satisfaction : scenarios x residents.
    weight, codes : as in `Outcomes`.
    compared : share of the residents of any run who are there in all.
    """

    satisfaction: np.ndarray
    weight: np.ndarray
    codes: Mapping[str, np.ndarray]
    compared: float

    @property
    def members(self) -> dict[Cell, np.ndarray]:
        """Which residents are in each cell."""
        return {
            (group, code): codes == code
            for group, codes in self.codes.items()
            for code in np.unique(codes[codes >= 0]).tolist()
        }


def found_in_all(outcomes: Sequence[Outcomes]) -> Found:
    """Return the residents who are there in all runs of a replicate."""
    first = outcomes[0]
    if first.codes is None:
        raise ValueError("the first scenario of a replicate must bring the groups")
    identity = everybody = first.identity
    for other in outcomes[1:]:
        if not np.array_equal(identity, other.identity):
            identity = np.intersect1d(identity, other.identity, assume_unique=True)
            everybody = np.union1d(everybody, other.identity)
    places = [np.searchsorted(one.identity, identity) for one in outcomes]
    satisfaction = np.stack([one.satisfaction[place].astype(np.float64) for one, place in zip(outcomes, places)])
    codes = {group: code[places[0]] for group, code in first.codes.items()}
    compared = len(identity) / len(everybody) if len(everybody) else np.nan
    return Found(satisfaction, first.weight[places[0]], codes, compared)


def sign_of(change: np.ndarray) -> np.ndarray:
    """Return 1 for better, -1 for worse off, 0 within the margin."""
    return (change > MARGIN.default).astype(np.int8) - (change < -MARGIN.default).astype(np.int8)


def count_gains(outcomes: Sequence[Outcomes] | Found) -> dict[Cell, Count]:
    """Count one replicate: every scenario against every other, by group."""
    found = outcomes if isinstance(outcomes, Found) else found_in_all(outcomes)
    return {cell: _count(found, members) for cell, members in found.members.items()}


def _count(found: Found, members: np.ndarray) -> Count:
    n, weight = len(found.satisfaction), found.weight[members]
    shares, change, quantiles = np.zeros((n, n, 3)), np.zeros((n, n)), np.zeros((n, n, 3))
    total = weight.sum()
    shares[np.arange(n), np.arange(n), 1] = 1.0
    for a in range(n):
        for b in range(a + 1, n):
            gain = found.satisfaction[b, members] - found.satisfaction[a, members]
            sign = sign_of(gain)
            shares[a, b] = [(weight * (sign == s)).sum() / total for s in (1, 0, -1)]
            shares[b, a] = shares[a, b, ::-1]
            change[a, b] = (weight * gain).sum() / total
            quantiles[a, b] = weighted_quantiles(gain, weight)
            change[b, a], quantiles[b, a] = -change[a, b], -quantiles[a, b, ::-1]
    return Count(int(members.sum()), shares, change, quantiles)


def weighted_quantiles(values: np.ndarray, weight: np.ndarray, shares: Sequence[float] = QUANTILES) -> np.ndarray:
    """Return quantiles, straight lines between the middles of the residents' weights (Hazen 1914 where weights are equal)."""
    order = np.argsort(values, kind="stable")
    middles = np.cumsum(weight[order]) - weight[order] / 2
    return np.interp(shares, middles / weight.sum(), values[order])


def share_interval(shares: np.ndarray, residents: float) -> Interval:
    """Return the mean of shares over replicates with an interval that also holds near 0 and 1.

    Student's t over replicates has no width where nobody, or everybody, gains in every replicate. It is therefore never
    narrower than the score interval of as many independent residents (Wilson) would be; it stays within 0 and 1.
    """
    found = interval(shares)
    if found.count < 2:
        return found  # no interval, or no number at all
    pooled = residents * found.count
    least = wilson(found.mean * pooled, pooled)
    return Interval(found.mean, max(0.0, min(found.low, least.low)), min(1.0, max(found.high, least.high)), found.count)


def gains_table(
    counts: Sequence[Mapping[Cell, Count]],
    names: Sequence[str],
    baseline: str,
    language: str = "en",
    origins: Sequence[str] = (),
    communities: Sequence[str] = (),
    concealed: Mapping[Cell, str] | None = None,
    protected: bool = False,
    compared: float = 1.0,
) -> pd.DataFrame:
    """Return, for each scenario against the baseline and each group, the shares of better, same and worse with intervals.

    Columns besides: change (mean change of satisfaction) with its t interval, p10, p50, p90 (means over replicates of the
    quantiles over residents), compared (share of residents who are there in all runs), why ("small" or "complement"
    where a cell is suppressed) and protected (whether it is so for the sake of the user's own residents).

    Parameters
    ----------
    concealed : the cells that are not shown, from `protection.hidden`; by default those that are small in any replicate.
    """
    base = list(names).index(baseline)
    cells = sorted(sizes_of(counts), key=lambda cell: (list(GROUPS).index(cell[0]), cell[1]))
    hide = hidden(sizes_of(counts), SMALLEST_CELL.default) if concealed is None else concealed
    rows = []
    for place, name in enumerate(names):
        if place == base:
            continue
        for cell in cells:
            here = [count[cell] for count in counts if cell in count]
            label = category_label(*cell, origins, communities)[language]
            row = {"scenario": name, "baseline": baseline, "group": cell[0], "category": label}
            numbers = _numbers(here, base, place)
            if cell in hide:
                numbers = dict.fromkeys(numbers, np.nan)
            row |= {"residents": numbers.pop("residents"), "suppressed": cell in hide, **numbers, "compared": compared}
            rows.append(row | {"why": hide.get(cell, ""), "protected": protected and cell in hide})
    return pd.DataFrame(rows)


def sizes_of(counts: Sequence[Mapping[Cell, Count]]) -> dict[Cell, int]:
    """Return the fewest residents of each cell in any replicate."""
    cells = dict.fromkeys(cell for count in counts for cell in count)
    return {cell: min(count[cell].residents if cell in count else 0 for count in counts) for cell in cells}


def _numbers(here: Sequence[Count], base: int, place: int) -> dict[str, float]:
    residents = float(np.mean([one.residents for one in here]))
    row = {"residents": residents}
    for k, outcome in enumerate(OUTCOMES):
        found = share_interval(np.array([one.shares[base, place, k] for one in here]), residents)
        row |= {outcome: found.mean, f"{outcome}_low": found.low, f"{outcome}_high": found.high}
    change = interval(np.array([one.change[base, place] for one in here]))
    row |= {"change": change.mean, "change_low": change.low, "change_high": change.high}
    spread = np.mean([one.quantiles[base, place] for one in here], axis=0)
    return row | dict(zip(("p10", "p50", "p90"), spread.tolist(), strict=True))
