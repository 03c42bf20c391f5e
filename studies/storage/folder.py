"""The folder of a study, from which everything can be read without the code that made it.

study.yaml          the study as asked for, and scenarios/ and extensions/ if it brought its own
design.parquet      one row for each scenario at each point: its cell, number of replicates, values of the factors
provenance.json     versions, commit, processor, of every session
status.json         how far it is
journal.sqlite      what is not sealed yet, failed runs, names and digests of the parts
results/, series/   parts
logs/, exports/     failures; tables for other programs
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from ...core.disk import put, put_all
from ...core.text import Text
from ...model.extensions.extension import Active
from ...runs.extensions.extensions import files_of, is_file
from ...runs.files.manifest import from_library, scenario_file
from ..design.cells import Cell
from ..design.spec import Spec
from ..design.study_extensions import FOLDER as EXTENSIONS
from ..errors import StudyError
from .shapes import check_design

STUDY, DESIGN = "study.yaml", "design.parquet"
FIXED_COLUMNS = ("cell", "scenario", "point", "replicates", "asked")


def is_study(folder: Path) -> bool:
    """Return whether a folder is that of a study."""
    return (folder / STUDY).is_file()


def check_place(folder: Path) -> None:
    """Raise if a folder can be no study: a file, or a folder with other things in it."""
    if folder.exists() and not folder.is_dir():
        raise StudyError(
            Text(f"{folder}: is a file, not a folder for a study", f"{folder}：是文件，不能作为研究的文件夹")
        )
    if folder.is_dir() and not is_study(folder) and any(_others(folder)):
        raise StudyError(
            Text(
                f"{folder}: holds other things and no {STUDY}; choose an empty folder with --out",
                f"{folder}：有其他内容而没有 {STUDY}；请用 --out 指定空文件夹",
            )
        )


def _others(folder: Path) -> Iterator[str]:
    """Give names that are neither the lock nor what a write that failed has left."""
    return (path.name for path in folder.iterdir() if path.name != "lock" and not path.name.startswith(".cogov-"))


def write_study(folder: Path, spec: Spec) -> None:
    """Write the study file, scenarios that are not in the library, and extensions that are files."""
    own = [scenario for scenario in spec.scenarios if not from_library(scenario)]
    files = {scenario_file(scenario): scenario.to_yaml().encode() for scenario in own}
    put_all(folder, {**files, **_kept(folder, spec.used), STUDY: spec.to_yaml().encode()})


def _kept(folder: Path, entries: Iterable[Active]) -> dict[str, bytes]:
    """Return the source of those extensions that are files, and their scenarios, by name in the folder of a study."""
    found = {}
    for entry in entries:
        if is_file(entry.asked):
            source = Path(entry.asked)
            for path in files_of(entry.extension, source).values():
                if not path.is_relative_to(source.parent):
                    raise StudyError(
                        Text(
                            f"extension '{entry.name}': {path} lies outside the folder of {source}, so a study cannot keep both: "
                            "put the scenarios in the same folder as the file, or make a package of it",
                            f"扩展 '{entry.name}'：{path} 不在 {source} 的文件夹内，研究无法同时保存两者：请把方案放在与该文件相同的文件夹，或做成包",
                        )
                    )
                place = folder / EXTENSIONS / entry.name / path.relative_to(source.parent)
                if place.resolve() != path.resolve():
                    found[place.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def design_table(rows: Sequence[tuple[Cell, int, bool]], factors: Iterable[str]) -> pa.Table:
    """Return the design: for each (cell, replicates, asked) a row, with a column for each factor."""
    columns: dict[str, Any] = {
        "cell": pa.array([cell.id for cell, _, _ in rows], pa.string()),
        "scenario": pa.array([cell.scenario for cell, _, _ in rows], pa.string()),
        "point": pa.array([cell.point for cell, _, _ in rows], pa.int32()),
        "replicates": pa.array([count for _, count, _ in rows], pa.int32()),
        "asked": pa.array([asked for _, _, asked in rows], pa.bool_()),
    }
    for name in factors:
        columns[name] = pa.array([cell.values.get(name) for cell, _, _ in rows])
    return pa.table(columns)


def write_design(folder: Path, rows: Sequence[tuple[Cell, int, bool]], factors: Iterable[str]) -> None:
    """Write the design."""
    sink = io.BytesIO()
    pq.write_table(design_table(rows, factors), sink, compression="zstd", store_schema=False)
    put(folder / DESIGN, sink.getvalue())


def read_design(folder: Path) -> pa.Table:
    """Return the design of a folder, or raise `StudyError`."""
    path = folder / DESIGN
    if not path.is_file():
        raise StudyError(
            Text(
                f"{folder}: is not the folder of a study, or of one that has not run yet (no {DESIGN} in it)",
                f"{folder}：不是研究的文件夹，或研究尚未运行（其中没有 {DESIGN}）",
            )
        )
    try:
        table = pq.read_table(pa.BufferReader(path.read_bytes()))
    except (OSError, pa.ArrowException) as error:
        raise StudyError(
            Text(
                f"{path}: cannot be read: {str(error).splitlines()[0]}",
                f"{path}：无法读取：{str(error).splitlines()[0]}",
            )
        ) from None
    return check_design(path, table)


def asked_points(folder: Path) -> list[tuple[Mapping[str, Any], int, int, set[str]]]:
    """Return (values, number, replicates, ids of cells) of the points that were asked for besides the design, in order."""
    if not (folder / DESIGN).is_file():
        return []
    found: dict[int, tuple[Mapping[str, Any], int, int, set[str]]] = {}
    for row in read_design(folder).to_pylist():
        if row["asked"]:
            values = {name: value for name, value in row.items() if name not in FIXED_COLUMNS and value is not None}
            point = found.setdefault(row["point"], (values, row["point"], row["replicates"], set()))
            point[3].add(row["cell"])
    return list(found.values())


def check_extension(
    folder: Path, cells: Iterable[Cell], replicates: int, done: Mapping[str, set[int]] | None = None
) -> None:  # fmt: skip
    """Raise if what the folder's design asks for is not asked for any more: that would be another study.

    Parameters
    ----------
    cells, replicates : of the design that is asked for now; at most that many replicates if a precision decides.
    done : finished replicates by cell, which count for a study by precision: it does not ask for a number.
    """
    if not (folder / DESIGN).is_file():
        return
    now = {cell.id for cell in cells}
    old = [
        row
        for row in read_design(folder).select(["cell", "scenario", "point", "replicates", "asked"]).to_pylist()
        if not row["asked"]
    ]
    gone = [row for row in old if row["cell"] not in now]
    if gone:
        first = f"scenario '{gone[0]['scenario']}' at point {gone[0]['point']}"
        raise StudyError(
            Text(
                f"{folder}: {len(gone)} of {len(old)} entries of its design ({first}, ...) are not asked for any more. {_GROWS.en}",
                f"{folder}：其设计的 {len(old)} 项中有 {len(gone)} 项（方案 '{gone[0]['scenario']}'，第 {gone[0]['point']} 点等）不再需要。{_GROWS.zh}",
            )
        )
    by_precision = _by_precision(folder)
    before = max(
        (max((done or {}).get(row["cell"], ()), default=-1) + 1 if by_precision else row["replicates"] for row in old),
        default=0,
    )
    if before > replicates:
        raise StudyError(
            Text(
                f"{folder}: {before} replicates are asked for or made there, and {replicates} now; the finished runs beyond would "
                f"vanish from its tables. {_GROWS.en}",
                f"{folder}：其中要求或已完成 {before} 次重复，而现在为 {replicates} 次；多出的运行将从表中消失。{_GROWS.zh}",
            )
        )


_GROWS = Text(
    "A study may grow: more scenarios, points, replicates; weeks, seed, fixed values and the code stay. Use another "
    "folder with --out, or --redesign to go on with the new design here (finished runs that it shares are kept)",
    "研究可以扩大：增加方案、点、重复次数；周数、种子、固定值与代码不变。请用 --out 另选文件夹，或用 --redesign 在此按新设计继续（共有的已完成运行会保留）",
)


def _by_precision(folder: Path) -> bool:
    """Return whether the study of a folder was asked for by precision."""
    try:
        data = yaml.safe_load((folder / STUDY).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return False
    return isinstance(data, dict) and bool(data.get("precision"))
