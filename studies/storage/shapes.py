"""What the files of a study's folder must be, declared, and held against what is there before any of it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ...runs.schema import DIGEST, JsonFault, Listed, Matching, Record, Whole, fault_of, read_json
from ..errors import StudyError

CELL = Matching(r"[0-9a-f]{32}", "32 hexadecimal digits")
_PART = Matching(r"results/part-[0-9a-f]{16}\.parquet", "a part of results/")
_SERIES = (Matching(r"series/part-[0-9a-f]{16}\.parquet", "a part of series/"), None)
PARTS = Listed(Record({"name": _PART, "rows": Whole(1), "sha256": DIGEST, "series": _SERIES, "series_sha256": (DIGEST, None)}))  # fmt: skip
META = Record({"format": Matching(r"\d{1,6}", "a number"), "outputs": str, "model?": str, "series?": str, "weeks?": Matching(r"\d{1,6}", "a number")})  # fmt: skip
SESSION = Record({"at?": str, "with?": str, "cogov?": str, "model?": str})
PROVENANCE = Record({"cogov?": str, "model?": str, "sessions?": Listed(SESSION)})
STATUS = Record({"at?": str, "phase?": str, "done?": Whole(), "failed?": Whole(), "total?": Whole(), "process?": Whole(), "note?": str, "rate?": (float, None), "seconds_left?": (float, None), "elapsed?": float, "workers?": Whole(), "deaths?": Whole()})  # fmt: skip
LOCK = Record({"process?": (Whole(), None), "host?": str, "since?": float})
_DESIGN = {"cell": "string", "scenario": "string", "point": "int32", "replicates": "int32", "asked": "bool"}


def json_of(path: Path, shape: Any) -> dict[str, Any]:
    """Return what is in a JSON file of a study; empty if it is not there.

    Raises
    ------
    StudyError
        If it is not of this shape; the message names the file and the place.
    """
    try:
        found = read_json(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StudyError(f"{path}: cannot be read: {error.strerror or error}") from None
    except JsonFault as error:
        raise StudyError(f"{path}: {error}") from None
    if fault := fault_of(found, shape):
        raise StudyError(f"{path}: {fault}")
    return found


def check_design(path: Path, table: pa.Table) -> pa.Table:
    """Return the table of a design if its columns are those that are written."""
    kinds = {name: str(table.schema.field(name).type) for name in table.column_names}
    for name, kind in _DESIGN.items():
        if kinds.get(name) != kind:
            raise StudyError(f"{path}: column {name} is {kinds.get(name, 'missing')}; {kind} is wanted")
        if table[name].null_count:
            raise StudyError(f"{path}: column {name} has gaps")
    if len(set(table.column_names)) < len(table.column_names):
        raise StudyError(f"{path}: names a column twice")
    for name, kind in kinds.items():
        if name not in _DESIGN and kind not in ("double", "int64", "string", "bool", "null"):
            raise StudyError(f"{path}: column {name} is {kind}; numbers or words are wanted")
    for row, (cell, point, count) in enumerate(
        zip(*(table[name].to_pylist() for name in ("cell", "point", "replicates")))
    ):
        fault = fault_of({"cell": cell, "point": point, "replicates": count}, Record({"cell": CELL, "point": Whole(), "replicates": Whole(0, 10**7)}))  # fmt: skip
        if fault:
            raise StudyError(f"{path}: row {row + 1}: {fault}")
    return table


def check_journal(
    path: Path, meta: Mapping[str, str], parts: Sequence[Sequence[Any]], rows: Sequence[Sequence[Any]]
) -> None:
    """Raise unless facts, parts and rows of a journal are as they are written."""
    names = ("name", "rows", "sha256", "series", "series_sha256")
    faults = [fault_of(dict(meta), META, "meta"), fault_of([dict(zip(names, part)) for part in parts], PARTS, "parts")]
    for fault in filter(None, faults):
        raise StudyError(f"{path}: {fault}")
    outputs, series = len(meta["outputs"].split()), len(meta.get("series", "").split()) * int(meta.get("weeks", 0))
    wanted = Record({"cell": CELL, "replicate": Whole(0, 2**31 - 1)})
    for cell, replicate, values, weekly, error in rows:
        fault = fault_of({"cell": cell, "replicate": replicate}, wanted, "rows")
        if fault is None and error is None and (not isinstance(values, bytes) or len(values) != 8 * outputs):
            fault = f"rows: run {cell[:8]}... {replicate}: values are not {outputs} numbers"
        if fault is None and error is None and weekly is not None and (not isinstance(weekly, bytes) or (series and len(weekly) != 4 * series)):  # fmt: skip
            fault = f"rows: run {cell[:8]}... {replicate}: its series is not {series} numbers"
        if fault is None and error is not None and not isinstance(error, str):
            fault = f"rows: run {cell[:8]}... {replicate}: its error is no text"
        if fault:
            raise StudyError(f"{path}: {fault}")


def check_parts(folder: Path, parts: Sequence[Sequence[Any]], outputs: Sequence[str]) -> None:
    """Raise unless every part is there, byte for byte as it was written, with the columns of this study."""
    for name, _, digest, series, series_digest in parts:
        for file, wanted in ((name, digest), (series, series_digest)):
            if file is None:
                continue
            try:
                with (folder / file).open("rb") as opened:
                    found = hashlib.file_digest(opened, "sha256").hexdigest()
            except OSError as error:
                raise StudyError(f"{folder / file}: cannot be read: {error.strerror or error}; see `cogov study verify`") from None  # fmt: skip
            if found != wanted:
                raise StudyError(f"{folder / file}: is not as it was written; see `cogov study verify {folder}`")
        try:
            columns = pq.read_schema(folder / name).names
        except (OSError, pa.ArrowException) as error:
            raise StudyError(f"{folder / name}: cannot be read: {str(error).splitlines()[0]}") from None
        if lacking := [one for one in ("cell", "replicate", *outputs) if one not in columns]:
            raise StudyError(f"{folder / name}: has no column {lacking[0]}")
