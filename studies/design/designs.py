"""Designs: which points of the space of factors a study visits.

Points that a design of some size visits are also visited, first and under the same numbers, when the size grows
(by blocks in a Latin hypercube), so that a study can be extended and keeps its finished runs.

Sobol' points: Sobol' 1967 with Owen's scrambling (scipy.stats.qmc). Some pairs of its dimensions fill the plane badly while points
are few, in every scramble, so that one factor passes for another; dimensions are taken in an order in which pairs are even from
few points on (studies/design/balance.py). `sobol_indices` is the radial design of Saltelli et al. 2010 (*Computer Physics Communications*
181, 259-270) for first-order and total indices, in the order SALib reads: for each base row A, A with each column in
turn from B, B. Its base rows are independent random numbers, so that intervals from how rows differ hold. Morris: one-at-a-time
trajectories (Morris 1991, *Technometrics* 33, 161-174).
"""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import qmc

from ...core.nearest import meant, suggestion
from ...core.quantity import QuantityError
from ...core.text import Text, both, text_of
from ...runs.values import missing, plain
from ..errors import StudyError
from .balance import confounded, even_dimensions
from .factors import Factor, checked

METHODS = ("grid", "list", "latin_hypercube", "sobol", "sobol_indices", "morris")
SAMPLED = ("latin_hypercube", "sobol", "sobol_indices", "morris")
KEYS = ("method", "points", "levels", "seed", "file")
MOST_POINTS = 1_000_000
RECOMMENDED = {"latin_hypercube": 100, "sobol": 128, "sobol_indices": 256, "morris": 20}
"""Sizes that examples, documents and errors name. From here on intervals of Sobol' indices hold the true value in 92 to 98 % of
cases (docs/analysis.md has the measures), and no pair of up to 12 factors is confounded."""
MOST_BALANCED = 8192
"""Points up to which a balanced size is looked for."""


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
        entry = {"method": given} if isinstance(given, str) else plain(given)
        if not isinstance(entry, Mapping):
            raise StudyError(
                Text(
                    f"{given!r} is no design; write {{method: sobol, points: {RECOMMENDED['sobol']}}}, or grid",
                    f"{given!r} 不是设计；请写作 {{method: sobol, points: {RECOMMENDED['sobol']}}}，或 grid",
                )
            )
        for key in entry:
            if key not in KEYS:
                raise StudyError(
                    Text(f"unknown key '{key}'{meant(key, KEYS).en}", f"没有键 '{key}'{meant(key, KEYS).zh}")
                )
        method = entry.get("method", "grid")
        if method not in METHODS:
            raise StudyError(
                Text(
                    f"method = {method!r} is not allowed: one of {', '.join(METHODS)}{suggestion(str(method), METHODS).en}",
                    f"method = {method!r} 不允许：可取 {'、'.join(METHODS)}{suggestion(str(method), METHODS).zh}",
                )
            )
        if method not in SAMPLED:
            for key in entry:
                if key not in ("method", *(("points", "file") if method == "list" else ())):
                    raise StudyError(Text(f"{key} means nothing for a {method}", f"{key} 对 {method} 设计没有意义"))
            return cls(method, rows=_rows(entry, folder) if method == "list" else ())
        points = entry.get("points")
        blocks = tuple(points) if isinstance(points, list) else (points,)
        if points is None or not blocks:
            raise StudyError(Text(f"{method} needs points: how many", f"{method} 需要 points：点数"))
        blocks = tuple(_whole("points", number, 1) for number in blocks)
        if len(blocks) > 1 and method != "latin_hypercube":
            raise StudyError(
                Text(
                    f"points = {list(blocks)}: only latin_hypercube grows by blocks; write points: {sum(blocks)}",
                    f"points = {list(blocks)}：只有 latin_hypercube 可以分批增加；请写 points: {sum(blocks)}",
                )
            )
        levels, seed = _whole("levels", entry.get("levels", 4), 2), entry.get("seed")
        if levels % 2:
            raise StudyError(
                Text(f"levels = {levels} is not allowed: an even number", f"levels = {levels} 不允许：须为偶数")
            )
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
        raise StudyError(
            Text(
                "a list needs either points: [{name: value, ...}, ...] or file: points.csv",
                "list 设计需要 points: [{name: value, ...}, ...] 或 file: points.csv 之一",
            )
        )
    if "file" in entry:
        named = _table((folder or Path()) / str(entry["file"]))
    else:
        given = entry["points"]
        if not isinstance(given, list) or not given:
            raise StudyError(
                Text(
                    "the list has no points; write points: [{name: value, ...}, ...]",
                    "列表中没有点；请写 points: [{name: value, ...}, ...]",
                )
            )
        named = [(Text(f"point {number}", f"第 {number} 点"), row) for number, row in enumerate(given, 1)]
    rows, places = [], {}
    for place, row in named:
        if not isinstance(row, Mapping):
            raise StudyError(
                Text(
                    f"{place.en}: {row!r} is not {{name: value, ...}}", f"{place.zh}：{row!r} 不是 {{name: value, ...}}"
                )
            )
        for name in named[0][1]:
            if missing(row.get(name)):
                raise StudyError(Text(f"{place.en}: {name} has no value; every point of a list needs all of its factors, or the default would be taken unseen", f"{place.zh}：{name} 没有值；列表的每个点都须给出全部因素，否则会不知不觉取默认值"))  # fmt: skip
        try:
            made = tuple((name, checked(name, value)) for name, value in row.items())
        except QuantityError as error:
            raise StudyError(Text(f"{place.en}: {error}", f"{place.zh}：{text_of(error).zh}")) from None
        for name in row:
            if name not in named[0][1]:
                raise StudyError(Text(f"{place.en}: {name} is given here and not in {named[0][0].en}; every point of a list needs all of its factors", f"{place.zh}：此处有 {name}，而{named[0][0].zh}中没有；列表的每个点都须给出全部因素"))  # fmt: skip
        if made in places:
            raise StudyError(Text(f"{place.en} is the same as {places[made].en}", f"{place.zh}与{places[made].zh}相同"))
        places[made] = place
        rows.append(made)
    return tuple(rows)


def _table(path: Path) -> list[tuple[Text, dict[str, Any]]]:
    """Return the rows of a CSV file with their places; cells are numbers where they can be read as such."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (OSError, ValueError, csv.Error) as error:
        raise StudyError(Text(f"{path}: cannot be read: {error}", f"{path}：无法读取：{error}")) from None
    if len(lines) < 2:
        raise StudyError(
            Text(
                f"{path}: has no points; a first line names the factors, each further line is a point",
                f"{path}：没有点；第一行为因素名，其后每行一个点",
            )
        )
    heads = [cell.strip() for cell in lines[0][1]]
    for number, name in enumerate(heads, 1):
        if not name or heads.count(name) > 1:
            place, which = f"{path}:{lines[0][0]}", repr(name or number)
            raise StudyError(
                Text(
                    f"{place}: column {which} {'is there twice' if name else 'has no name'}",
                    f"{place}：列 {which} {'出现两次' if name else '没有名称'}",
                )
            )
    for number, cells in lines:
        if len(cells) != len(heads):
            place = f"{path}:{number}"
            raise StudyError(
                Text(
                    f"{place}: {len(cells)} cells in a table of {len(heads)} columns",
                    f"{place}：该行有 {len(cells)} 格，而表有 {len(heads)} 列",
                )
            )
    return [(both(f"{path}:{number}"), dict(zip(heads, map(_cell, cells)))) for number, cells in lines[1:]]


def _cell(text: str) -> Any:
    """Return a cell as a number if it can be read as one."""
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text) if "_" not in text else text.strip()
    return text.strip()


def _whole(name: str, value: Any, low: int) -> int:
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise StudyError(
            Text(
                f"{name} = {value!r} is not allowed: a whole number from {low}",
                f"{name} = {value!r} 不允许：须为不小于 {low} 的整数",
            )
        )
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
        both = np.random.default_rng([seed, 2 * factors]).random((design.points[0], 2 * factors))
        return np.vstack([_radial(row[:factors], row[factors:]) for row in both])
    return np.vstack([_trajectory(factors, design.levels, seed, number) for number in range(design.points[0])])


def _sobol(dimensions: int, size: int, seed: int) -> np.ndarray:
    chosen = even_dimensions(dimensions)
    engine = qmc.Sobol(max(chosen) + 1, rng=np.random.default_rng(seed))
    # Drawn as a power of two, for which the sequence is balanced and SciPy does not warn, and cut: a prefix is a prefix.
    return engine.random_base2(max(0, (size - 1).bit_length()))[:size, chosen]


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
        raise StudyError(
            Text(
                f"{design.method} has no factors to vary; write factors: {{name: {{low: ..., high: ...}}}}",
                f"{design.method} 没有可改变的因素；请写 factors: {{name: {{low: ..., high: ...}}}}",
            )
        )
    _not_too_many(sum(design.points))
    unit = unit_points(design, len(factors), seed)
    return [{factor.name: factor.at(float(share)) for factor, share in zip(factors, row)} for row in unit]


def check_balance(design: Design, factors: Sequence[Factor], seed: int) -> None:
    """Raise `StudyError` if the points of a Sobol' sequence do not separate two factors; name the sizes that do."""
    if design.method != "sobol" or len(factors) < 2:
        return
    found = confounded(unit_points(design, len(factors), seed))
    if found is None:
        return
    one, two, share = found
    sizes = (2**power for power in range(design.points[0].bit_length(), MOST_BALANCED.bit_length()))
    enough = next((size for size in sizes if confounded(unit_points(Design("sobol", (size,)), len(factors), seed)) is None), None)  # fmt: skip
    raise StudyError(
        Text(
            f"{design.points[0]} Sobol' points do not separate {factors[one].name} from {factors[two].name}: one goes with {share:.0%} of "
            f"the variance of the other, so the effect of one would show as that of the other; write "
            f"{f'points: {enough}, or ' if enough else ''}method: latin_hypercube",
            f"{design.points[0]} 个 Sobol 点无法区分 {factors[one].name} 与 {factors[two].name}："
            f"一者的变化与另一者方差的 {share:.0%} 同步，两者的效应会混淆；请写 {f'points: {enough}，或 ' if enough else ''}method: latin_hypercube",
        )
    )


def _not_too_many(size: int) -> None:
    if size > MOST_POINTS:
        raise StudyError(
            Text(
                f"the design has {size} points; at most {MOST_POINTS} are possible",
                f"设计有 {size} 个点；最多允许 {MOST_POINTS} 个",
            )
        )
