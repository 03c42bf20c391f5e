"""Designs: which points of the space of factors a study visits.

Points that a design of some size visits are also visited, first and under the same numbers, when the size grows
(by blocks in a Latin hypercube), so that a study can be extended and keeps its finished runs.

Sobol' points: Sobol' 1967 with Owen's scrambling (scipy.stats.qmc). `sobol_indices` is the radial design of Saltelli et
al. 2010 (*Computer Physics Communications* 181, 259-270) for first-order and total indices, in the order SALib reads:
for each base row A, A with each column in turn from B, B. Morris: one-at-a-time trajectories (Morris 1991,
*Technometrics* 33, 161-174).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from ..core.quantity import QuantityError, nearest
from .errors import StudyError
from .factors import Factor, declared

METHODS = ("grid", "list", "latin_hypercube", "sobol", "sobol_indices", "morris")
SAMPLED = ("latin_hypercube", "sobol", "sobol_indices", "morris")
KEYS = ("method", "points", "levels", "seed", "file")
MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Design:
    """How points are chosen.

    Parameters
    ----------
    method : one of `METHODS`.
    points : sizes of the blocks of a sample: points (latin_hypercube, sobol), base rows (sobol_indices), trajectories (morris).
    levels : levels of a Morris design, an even number.
    seed : seed of the sample; None: that of the study.
    rows : the points of a list.
    """

    method: str = "grid"
    points: tuple[int, ...] = ()
    levels: int = 4
    seed: int | None = None
    rows: tuple[tuple[tuple[str, Any], ...], ...] = ()

    @classmethod
    def read(cls, given: Any, folder: Path | None = None) -> Design:
        """Return the design of an entry of a study file: a method, or {method, points, levels, seed}; raise `StudyError`.

        `folder` is where the file of a list is looked for.
        """
        entry = {"method": given} if isinstance(given, str) else given
        if not isinstance(entry, Mapping):
            raise StudyError(f"{given!r} is no design; write {{method: sobol, points: 64}}, or grid")
        for key in entry:
            if key not in KEYS:
                raise StudyError(f"unknown key '{key}'{nearest(key, KEYS) or '; known: ' + ', '.join(KEYS)}")
        method = entry.get("method", "grid")
        if method not in METHODS:
            raise StudyError(
                f"method = {method!r} is not allowed: one of {', '.join(METHODS)}{nearest(str(method), METHODS)}"
            )
        if method not in SAMPLED:
            for key in entry:
                if key not in ("method", *(("points", "file") if method == "list" else ())):
                    raise StudyError(f"{key} means nothing for a {method}")
            return cls(method, rows=_rows(entry, folder) if method == "list" else ())
        points = entry.get("points")
        blocks = tuple(points) if isinstance(points, list | tuple) else (points,)
        if points is None or not blocks:
            raise StudyError(f"{method} needs points: how many")
        blocks = tuple(_whole("points", number, 1) for number in blocks)
        if len(blocks) > 1 and method != "latin_hypercube":
            raise StudyError(
                f"points = {list(blocks)}: only latin_hypercube grows by blocks; write points: {sum(blocks)}"
            )
        levels, seed = _whole("levels", entry.get("levels", 4), 2), entry.get("seed")
        if levels % 2:
            raise StudyError(f"levels = {levels} is not allowed: an even number")
        return cls(method, blocks, levels, None if seed is None else _whole("seed", seed, 0))

    def plain(self) -> dict[str, Any]:
        """Return the entry of a study file."""
        entry: dict[str, Any] = {"method": self.method}
        if self.method in SAMPLED:
            entry["points"] = self.points[0] if len(self.points) == 1 else list(self.points)
        if self.method == "morris":
            entry["levels"] = self.levels
        if self.method == "list":
            entry["points"] = [dict(row) for row in self.rows]
        return entry if self.seed is None else {**entry, "seed": self.seed}


def _rows(entry: Mapping[str, Any], folder: Path | None) -> tuple[tuple[tuple[str, Any], ...], ...]:
    """Return the checked points of a list, given in place or as a CSV file with a column for each factor."""
    if ("points" in entry) == ("file" in entry):
        raise StudyError("a list needs either points: [{name: value, ...}, ...] or file: points.csv")
    given = _table((folder or Path()) / str(entry["file"])) if "file" in entry else entry["points"]
    if not isinstance(given, list | tuple) or not given:
        raise StudyError("the list has no points; write points: [{name: value, ...}, ...]")
    rows = []
    for number, row in enumerate(given, 1):
        if not isinstance(row, Mapping):
            raise StudyError(f"point {number}: {row!r} is not {{name: value, ...}}")
        try:
            rows.append(tuple((name, declared(name).check(value)) for name, value in row.items()))
        except QuantityError as error:
            raise StudyError(f"point {number}: {error}") from None
    for number, row in enumerate(rows, 1):
        if rows.index(row) != number - 1:
            raise StudyError(f"point {number} is the same as point {rows.index(row) + 1}")
    return tuple(rows)


def _table(path: Path) -> list[dict[str, Any]]:
    try:
        table = pd.read_csv(path, encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # what pandas cannot parse is a ValueError
        raise StudyError(f"{path}: cannot be read: {error}") from None
    return [{str(name): value for name, value in row.items() if not pd.isna(value)} for row in table.to_dict("records")]


def _whole(name: str, value: Any, low: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise StudyError(f"{name} = {value!r} is not allowed: a whole number from {low}")
    return value


def unit_points(design: Design, factors: int, seed: int) -> np.ndarray:
    """Return the points of a sampled design in the unit cube, float64 (points, factors)."""
    seed = seed if design.seed is None else design.seed
    if design.method == "latin_hypercube":
        blocks = [
            qmc.LatinHypercube(factors, rng=np.random.default_rng([seed, block])).random(size)
            for block, size in enumerate(design.points)
        ]
        return np.vstack(blocks)
    if design.method == "sobol":
        return _sobol(factors, design.points[0], seed)
    if design.method == "sobol_indices":
        both = _sobol(2 * factors, design.points[0], seed)
        return np.vstack([_radial(row[:factors], row[factors:]) for row in both])
    return np.vstack([_trajectory(factors, design.levels, seed, number) for number in range(design.points[0])])


def _sobol(dimensions: int, size: int, seed: int) -> np.ndarray:
    engine = qmc.Sobol(dimensions, rng=np.random.default_rng(seed))
    # Drawn as a power of two, for which the sequence is balanced and SciPy does not warn, and cut: a prefix is a prefix.
    return engine.random_base2(max(0, (size - 1).bit_length()))[:size]


def _radial(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    rows = np.tile(a, (len(a) + 2, 1))
    for k in range(len(a)):
        rows[k + 1, k] = b[k]
    rows[-1] = b
    return rows


def _trajectory(factors: int, levels: int, seed: int, number: int) -> np.ndarray:
    """Return one trajectory, (factors + 1, factors): each factor moves once, by levels / (2 (levels - 1))."""
    rng = np.random.default_rng([seed, number])
    step = levels // 2
    place = rng.integers(0, step, factors)  # in the lower half, from where a step up stays inside
    up = rng.integers(0, 2, factors) == 1
    place = np.where(up, place, place + step)
    rows = [place.copy()]
    for k in rng.permutation(factors):
        place[k] += step if up[k] else -step
        rows.append(place.copy())
    return np.array(rows) / (levels - 1)


def points_of(design: Design, factors: Sequence[Factor], seed: int) -> list[dict[str, Any]]:
    """Return the points of a design: for each the values of the factors, by name.

    Raises
    ------
    StudyError
        For a design without points, or with more than a million.
    """
    if design.method == "list":
        return [dict(row) for row in design.rows]
    if design.method == "grid":
        values = [factor.grid() for factor in factors]
        size = int(np.prod([len(one) for one in values], dtype=object)) if values else 1
        _not_too_many(size)
        return [dict(zip([factor.name for factor in factors], row)) for row in itertools.product(*values)]
    if not factors:
        raise StudyError(f"{design.method} has no factors to vary; write factors: {{name: {{low: ..., high: ...}}}}")
    _not_too_many(sum(design.points))
    unit = unit_points(design, len(factors), seed)
    return [{factor.name: factor.at(float(share)) for factor, share in zip(factors, row)} for row in unit]


def _not_too_many(size: int) -> None:
    if size > MOST_POINTS:
        raise StudyError(f"the design has {size} points; at most {MOST_POINTS} are possible")
