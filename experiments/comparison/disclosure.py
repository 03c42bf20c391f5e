"""Which cells of a table of groups are not shown: too small to speak of, or too telling where the residents are real.

A cell with fewer than ten residents reflects chance more than policy, and is never shown. Where the population is
the user's own, a hidden cell must not follow from the others either (complementary suppression; Willenborg & de Waal
2001, *Elements of Statistical Disclosure Control*, ch. 4): within a grouping no cell is hidden alone, and the hidden ones
have ten residents or more together. Groupings overlap, so besides this nothing that is shown may add up to a hidden cell
in any way: residents are sorted by all their categories at once, and a cell is safe only if its residents are no linear
combination of the cells shown. Population totals need no such care where residents are drawn: nobody is meant.

This is about what a report hands on: report, tables, JSON and web app all take their cells from `Comparison.concealed`.
What a user reads off a model of one's own (`residents_frame`, events, `cogov run`) is the user's own records on the
user's own machine, and is as it is. What residents of the data have done in the model was never true of anybody: it is
who they are, and how few of them there are, that is protected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np
from scipy.optimize import linprog

SMALL, COMPLEMENT = "small", "complement"
DRAWN = frozenset({("arrival", 1)})
"""Cells without any resident of the data: those who move in are the model's."""

Cell = tuple[str, int]


def atoms(members: Mapping[Cell, np.ndarray]) -> tuple[list[Cell], np.ndarray]:
    """Return the cells, and the residents' distinct combinations of them as columns: bool, cells x combinations."""
    cells = list(members)
    table = np.array([members[cell] for cell in cells], dtype=bool).reshape(len(cells), -1)
    return cells, np.unique(table, axis=1)


def hidden(
    sizes: Mapping[Cell, int],
    smallest: int,
    tables: Sequence[tuple[Sequence[Cell], np.ndarray]] | None = None,
    drawn: Set[Cell] = DRAWN,
) -> dict[Cell, str]:
    """Return the cells that are not shown, and why: "small" or "complement".

    Parameters
    ----------
    sizes : residents in each cell, the fewest in any replicate.
    smallest : residents from which on a cell is shown.
    tables : what `atoms` returned for each replicate, where the population is the user's own; None where it is drawn.
    drawn : cells in which nobody is of the data; small ones are not shown, and need no protection.
    """
    found = {cell: SMALL for cell, size in sizes.items() if size < smallest}
    if tables is None:
        return found
    groups: dict[str, list[Cell]] = {}
    for cell in sizes:
        groups.setdefault(cell[0], []).append(cell)
    while True:
        before = len(found)
        for cells in groups.values():
            _hide_with_others(found, [cell for cell in cells if cell not in drawn], sizes, smallest)
        if len(found) == before:
            culprit = next(filter(None, (_giving_away(found, drawn, sizes, *table) for table in tables)), None)
            if culprit is None:
                return found
            found[culprit] = COMPLEMENT


def _hide_with_others(found: dict[Cell, str], cells: Sequence[Cell], sizes: Mapping[Cell, int], smallest: int) -> None:
    """Hide further cells of a grouping, the smallest first, until the hidden ones protect each other."""
    if len(cells) < 2:
        return
    shown = sorted((cell for cell in cells if cell not in found), key=lambda cell: (sizes[cell], cell))
    away = [cell for cell in cells if cell in found]
    while away and shown and (len(away) < 2 or sum(sizes[cell] for cell in away) < smallest):
        away.append(shown.pop(0))
        found[away[-1]] = COMPLEMENT


def _giving_away(
    found: Mapping[Cell, str], drawn: Set[Cell], sizes: Mapping[Cell, int], cells: Sequence[Cell], table: np.ndarray
) -> Cell | None:
    """Return the smallest shown cell without which a hidden cell would not follow from those shown; None if none follows."""
    place = {cell: k for k, cell in enumerate(cells)}
    shown = [cell for cell in cells if cell not in found]
    secret = [cell for cell in found if cell in place and cell not in drawn and table[place[cell]].any()]
    if not shown or not secret:
        return None
    base = table[[place[cell] for cell in shown]].astype(float)
    wanted = table[[place[cell] for cell in secret]].astype(float)
    weights = np.linalg.lstsq(base.T, wanted.T, rcond=None)[0]
    missed = np.abs(base.T @ weights - wanted.T).max(axis=0)
    for k in np.flatnonzero(missed < 1e-6).tolist():
        parts = [cell for cell, used in zip(shown, _shortest(base, wanted[k], weights[:, k]), strict=True) if used]
        others = [cell for cell in parts if cell[0] != "all"] or parts
        return min(others, key=lambda cell: (sizes[cell], cell))
    return None


def _shortest(base: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return which cells are used where a hidden one follows from as few as possible (least sum of absolute weights)."""
    found = linprog(np.ones(2 * len(base)), A_eq=np.hstack([base.T, -base.T]), b_eq=wanted, method="highs")
    if found.status == 0:
        weights = found.x[: len(base)] - found.x[len(base) :]
    return np.abs(weights) > 1e-6
