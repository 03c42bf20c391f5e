"""Who gains and who loses: the same residents under two scenarios, counted by group.

A resident's outcome is his mean satisfaction over the last 52 weeks, or over those since he moved in. Who lives where
follows the luck of the replicate and not the scenario, so the same resident is found in both runs by his identity. He
is better or worse off where the two differ by more than 0.02; a cell with fewer than 10 residents is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..core.quantity import Text, constant
from .intervals import interval

MARGIN = constant(
    "gain_margin", 0.02, 0, 1, "share", "Margin of gains", "受益判定界限", "design assumption: better or worse by more than this; assumed",
)  # fmt: skip
SMALLEST_CELL = constant(
    "smallest_cell", 10, 1, None, "residents", "Smallest cell shown", "最小可显示人数", "design assumption: smaller groups say more about luck than about policy", integer=True,
)  # fmt: skip
HIGH_SKILL = constant(
    "high_skill", 0.5, 0, 1, "share", "High digital skill from", "高数字技能起点", "the middle of the scale; assumed",
)  # fmt: skip

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
    "arrival": Text("Long-term and new residents", "老居民与新居民"),
    "skill": Text("Digital skill", "数字技能"),
}
CATEGORIES: dict[str, tuple[Text, ...]] = {
    "all": (Text("all residents", "全体居民"),),
    "tenure": (Text("owners", "业主"), Text("renters", "租户")),
    "age_band": (Text("18-34", "18-34 岁"), Text("35-59", "35-59 岁"), Text("60 and over", "60 岁及以上")),
    "arrival": (Text("there from the start", "初始居民"), Text("moved in since", "新迁入居民")),
    "skill": (Text("low digital skill", "数字技能较低"), Text("high digital skill", "数字技能较高")),
}


def category_label(group: str, code: int, origins: Sequence[str] = ()) -> Text:
    """Return the name of a category in both languages; `origins` are the names of home regions in the data."""
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
    tenure: np.ndarray, origin: np.ndarray, age_band: np.ndarray, arrived: np.ndarray, skill: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the category of each resident in each of the groups, as small integers."""
    return {
        "all": np.zeros(len(tenure), dtype=np.int16),
        "tenure": tenure.astype(np.int16),
        "origin": origin.astype(np.int16),
        "age_band": age_band.astype(np.int16),
        "arrival": (arrived > 0).astype(np.int16),
        "skill": (skill >= HIGH_SKILL.default).astype(np.int16),
    }  # fmt: skip


Cell = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Count:
    """One cell in one replicate: residents, and the (weighted) shares of better, same, worse for each pair (baseline, other)."""

    residents: int
    shares: np.ndarray  # scenarios x scenarios x 3


def count_gains(outcomes: Sequence[Outcomes]) -> dict[Cell, Count]:
    """Count one replicate: every scenario against every other, by group.

    Residents who are not there in all runs (there are none as long as turnover follows luck alone) are left out.
    """
    first = outcomes[0]
    if first.codes is None:
        raise ValueError("the first scenario of a replicate must bring the groups")
    identity = first.identity
    for other in outcomes[1:]:
        if not np.array_equal(identity, other.identity):
            identity = np.intersect1d(identity, other.identity, assume_unique=True)
    places = [np.searchsorted(one.identity, identity) for one in outcomes]
    satisfaction = [one.satisfaction[place].astype(np.float64) for one, place in zip(outcomes, places)]
    weight = first.weight[places[0]]
    n = len(outcomes)
    signs = np.zeros((n, n, len(identity)), dtype=np.int8)
    for a in range(n):
        for b in range(a + 1, n):
            difference = satisfaction[b] - satisfaction[a]
            signs[a, b] = (difference > MARGIN.default).astype(np.int8) - (difference < -MARGIN.default)
            signs[b, a] = -signs[a, b]
    found = {}
    for group, codes in first.codes.items():
        here = codes[places[0]]
        for code in np.unique(here).tolist():
            members = here == code
            w = weight[members]
            total = w.sum()
            shares = np.stack([(w * (signs[:, :, members] == s)).sum(axis=2) / total for s in (1, 0, -1)], axis=2)
            found[group, code] = Count(int(members.sum()), shares)
    return found


def gains_table(
    counts: Sequence[Mapping[Cell, Count]],
    names: Sequence[str],
    baseline: str,
    language: str = "en",
    origins: Sequence[str] = (),
) -> pd.DataFrame:
    """Return, for each scenario against the baseline and each group, the shares of better, same and worse with intervals.

    A cell that has fewer than 10 residents in any replicate is shown as suppressed, without numbers.
    """
    base = list(names).index(baseline)
    cells = sorted(
        {cell for count in counts for cell in count}, key=lambda cell: (list(GROUPS).index(cell[0]), cell[1])
    )
    rows = []
    for place, name in enumerate(names):
        if place == base:
            continue
        for group, code in cells:
            here = [count[group, code] for count in counts if (group, code) in count]
            row = {
                "scenario": name, "baseline": baseline, "group": group, "category": category_label(group, code, origins)[language],
                "residents": float(np.mean([one.residents for one in here])),
                "suppressed": len(here) < len(counts) or min(one.residents for one in here) < SMALLEST_CELL.default,
            }  # fmt: skip
            for k, outcome in enumerate(OUTCOMES):
                found = interval(np.array([one.shares[base, place, k] for one in here]))
                numbers = (np.nan,) * 3 if row["suppressed"] else np.clip((found.mean, found.low, found.high), 0, 1)
                row |= dict(zip((outcome, f"{outcome}_low", f"{outcome}_high"), numbers))
            if row["suppressed"]:
                row["residents"] = np.nan
            rows.append(row)
    return pd.DataFrame(rows)
