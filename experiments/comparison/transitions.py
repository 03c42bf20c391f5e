"""Who gains twice and who gains once: residents by outcome in two scenarios at a time, and how they change places.

Two tables over all residents who are there in every run. *Transitions*: residents stand in the lower, middle or upper
third of satisfaction under the baseline; where do they stand, by the same cuts, under another scenario? *Crossed*:
against the baseline, who is better off in one scenario and worse off in another?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...core.text import Text
from .disclosure import Cell, atoms
from .gains import OUTCOME_LABELS, OUTCOMES, SMALLEST_CELL, Found, share_interval, sign_of

THIRDS = (
    Text("lower third", "后三分之一"),
    Text("middle third", "中间三分之一"),
    Text("upper third", "前三分之一"),
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """One replicate.

    Parameters
    ----------
    residents, compared : who are there in all runs: how many, and which share of all.
    transitions : baseline x scenario x third under the baseline x third under the scenario, shares that sum to 1.
    crossed : baseline x scenario x scenario x outcome in the first x outcome in the second, shares that sum to 1.
    table : cells and residents' combinations of them (`protection.atoms`), where the population is the user's own.
    """

    residents: int
    compared: float
    transitions: np.ndarray
    crossed: np.ndarray
    table: tuple[list[Cell], np.ndarray] | None = None


def cross(found: Found, own: bool = False) -> Crossing:
    """Return the crossing of one replicate; `own`: the residents are the user's own, and must be protected."""
    n = len(found.satisfaction)
    weight = found.weight / found.weight.sum()
    transitions, crossed = np.zeros((n, n, 3, 3)), np.zeros((n, n, n, 3, 3))
    for base in range(n):
        cuts = np.quantile(found.satisfaction[base], (1 / 3, 2 / 3))
        third = np.searchsorted(cuts, found.satisfaction)  # scenarios x residents
        outcome = 1 - sign_of(found.satisfaction - found.satisfaction[base])  # 0 better, 1 same, 2 worse
        for a in range(n):
            transitions[base, a] = _table(third[base], third[a], weight)
            for b in range(n):
                crossed[base, a, b] = _table(outcome[a], outcome[b], weight)
    table = atoms(found.members) if own else None
    return Crossing(found.satisfaction.shape[1], found.compared, transitions, crossed, table)


def _table(first: np.ndarray, second: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.bincount(3 * first.astype(np.int64) + second, weights=weight, minlength=9).reshape(3, 3)


def transitions_table(
    crossings: Sequence[Crossing], names: Sequence[str], baseline: str, language: str = "en"
) -> pd.DataFrame:
    """Return which third residents stand in under the baseline, and which under another scenario (by the same cuts).

    Columns: scenario, baseline, from, to (thirds, 1 the lower), from_label, to_label, share (of all residents), low, high.
    """
    base, rows = list(names).index(baseline), []
    for place, name in enumerate(names):
        if place == base:
            continue
        for k in range(3):
            for m in range(3):
                labels = {"from_label": THIRDS[k][language], "to_label": THIRDS[m][language]}
                shares = np.array([one.transitions[base, place, k, m] for one in crossings])
                rows.append(
                    {"scenario": name, "baseline": baseline, "from": k + 1, "to": m + 1}
                    | labels
                    | _share(shares, crossings)
                )
    return pd.DataFrame(rows)


def crossed_table(
    crossings: Sequence[Crossing], names: Sequence[str], baseline: str, language: str = "en"
) -> pd.DataFrame:
    """Return, for every two other scenarios, how many are better, the same or worse off in one and in the other.

    Columns: baseline, first, second (scenarios), in_first, in_second (better, same, worse), first_label, second_label,
    share (of all residents), low, high.
    """
    base, rows = list(names).index(baseline), []
    others = [(place, name) for place, name in enumerate(names) if place != base]
    for k, (a, first) in enumerate(others):
        for b, second in others[k + 1 :]:
            for x, one in enumerate(OUTCOMES):
                for y, other in enumerate(OUTCOMES):
                    labels = {
                        "first_label": OUTCOME_LABELS[one][language],
                        "second_label": OUTCOME_LABELS[other][language],
                    }
                    shares = np.array([crossing.crossed[base, a, b, x, y] for crossing in crossings])
                    row = {"baseline": baseline, "first": first, "second": second, "in_first": one, "in_second": other}
                    rows.append(row | labels | _share(shares, crossings))
    return pd.DataFrame(rows)


def _share(shares: np.ndarray, crossings: Sequence[Crossing]) -> dict[str, Any]:
    """Return share, low and high; nothing where fewer residents are there than are spoken of."""
    residents = [one.residents for one in crossings]
    if min(residents) < SMALLEST_CELL.default:
        return dict.fromkeys(("share", "low", "high"), np.nan)
    found = share_interval(shares, float(np.mean(residents)))
    return {"share": found.mean, "low": found.low, "high": found.high}
