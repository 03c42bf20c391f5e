"""What the files of a study's folder must be, declared, and held against what is there before any of it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ...core.disk import reason_of
from ...core.text import Text, text_of
from ...runs.files.schema import DIGEST, JsonFault, Listed, Matching, Record, Whole, fault_of, read_json
from ..errors import StudyError

CELL = Matching(r"[0-9a-f]{32}", Text("32 hexadecimal digits", " 32 位十六进制数"))
_PART = Matching(r"results/part-[0-9a-f]{16}\.parquet", Text("a part of results/", " results/ 中的部分"))
_SERIES = (Matching(r"series/part-[0-9a-f]{16}\.parquet", Text("a part of series/", " series/ 中的部分")), None)
PARTS = Listed(Record({"name": _PART, "rows": Whole(1), "sha256": DIGEST, "series": _SERIES, "series_sha256": (DIGEST, None)}))  # fmt: skip
META = Record({"format": Matching(r"\d{1,6}", Text("a number", "数")), "outputs": str, "model?": str, "series?": str, "weeks?": Matching(r"\d{1,6}", Text("a number", "数"))})  # fmt: skip
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
        raise StudyError(
            Text(f"{path}: cannot be read: {error.strerror or error}", f"{path}：无法读取：{reason_of(error, path).zh}")
        ) from None
    except JsonFault as error:
        raise StudyError(Text(f"{path}: {error}", f"{path}：{text_of(error).zh}")) from None
    if fault := fault_of(found, shape):
        raise StudyError(Text(f"{path}: {fault.en}", f"{path}：{fault.zh}"))
    return found


def check_design(path: Path, table: pa.Table) -> pa.Table:
    """Return the table of a design if its columns are those that are written."""
    kinds = {name: str(table.schema.field(name).type) for name in table.column_names}
    for name, kind in _DESIGN.items():
        if kinds.get(name) != kind:
            raise StudyError(
                Text(
                    f"{path}: column {name} is {kinds.get(name, 'missing')}; {kind} is wanted",
                    f"{path}：列 {name} 为 {kinds.get(name, '缺失')}；应为 {kind}",
                )
            )
        if table[name].null_count:
            raise StudyError(Text(f"{path}: column {name} has gaps", f"{path}：列 {name} 有缺失值"))
    if len(set(table.column_names)) < len(table.column_names):
        raise StudyError(Text(f"{path}: names a column twice", f"{path}：有列出现两次"))
    for name, kind in kinds.items():
        if name not in _DESIGN and kind not in ("double", "int64", "string", "bool", "null"):
            raise StudyError(
                Text(
                    f"{path}: column {name} is {kind}; numbers or words are wanted",
                    f"{path}：列 {name} 为 {kind}；应为数或文字",
                )
            )
    for row, (cell, point, count) in enumerate(
        zip(*(table[name].to_pylist() for name in ("cell", "point", "replicates")))
    ):
        fault = fault_of({"cell": cell, "point": point, "replicates": count}, Record({"cell": CELL, "point": Whole(), "replicates": Whole(0, 10**7)}))  # fmt: skip
        if fault:
            raise StudyError(Text(f"{path}: row {row + 1}: {fault.en}", f"{path}：第 {row + 1} 行：{fault.zh}"))
    return table


def check_journal(
    path: Path, meta: Mapping[str, str], parts: Sequence[Sequence[Any]], rows: Sequence[Sequence[Any]]
) -> None:
    """Raise unless facts, parts and rows of a journal are as they are written."""
    names = ("name", "rows", "sha256", "series", "series_sha256")
    faults = [fault_of(dict(meta), META, "meta"), fault_of([dict(zip(names, part)) for part in parts], PARTS, "parts")]
    for fault in filter(None, faults):
        raise StudyError(Text(f"{path}: {fault.en}", f"{path}：{fault.zh}"))
    outputs, series = len(meta["outputs"].split()), len(meta.get("series", "").split()) * int(meta.get("weeks", 0))
    wanted = Record({"cell": CELL, "replicate": Whole(0, 2**31 - 1)})
    for cell, replicate, values, weekly, error in rows:
        fault = fault_of({"cell": cell, "replicate": replicate}, wanted, "rows")
        if fault is None and error is None and (not isinstance(values, bytes) or len(values) != 8 * outputs):
            fault = _of_run(cell, replicate, f"values are not {outputs} numbers", f"数值不是 {outputs} 个数")
        if fault is None and error is None and weekly is not None and (not isinstance(weekly, bytes) or (series and len(weekly) != 4 * series)):  # fmt: skip
            fault = _of_run(cell, replicate, f"its series is not {series} numbers", f"序列不是 {series} 个数")
        if fault is None and error is not None and not isinstance(error, str):
            fault = _of_run(cell, replicate, "its error is no text", "错误信息不是文字")
        if fault:
            raise StudyError(Text(f"{path}: {fault.en}", f"{path}：{fault.zh}"))


def _of_run(cell: str, replicate: int, en: str, zh: str) -> Text:
    return Text(f"rows: run {cell[:8]}... {replicate}: {en}", f"rows：运行 {cell[:8]}... {replicate}：{zh}")


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
                raise StudyError(Text(f"{folder / file}: cannot be read: {error.strerror or error}; see `cogov study verify`", f"{folder / file}：无法读取：{reason_of(error, folder / file).zh}；见 cogov study verify")) from None  # fmt: skip
            if found != wanted:
                raise StudyError(
                    Text(
                        f"{folder / file}: is not as it was written; see `cogov study verify {folder}`",
                        f"{folder / file}：与写入时不同；见 cogov study verify {folder}",
                    )
                )
        try:
            columns = pq.read_schema(folder / name).names
        except (OSError, pa.ArrowException) as error:
            raise StudyError(
                Text(
                    f"{folder / name}: cannot be read: {str(error).splitlines()[0]}",
                    f"{folder / name}：无法读取：{str(error).splitlines()[0]}",
                )
            ) from None
        if lacking := [one for one in ("cell", "replicate", *outputs) if one not in columns]:
            raise StudyError(
                Text(f"{folder / name}: has no column {lacking[0]}", f"{folder / name}：没有列 {lacking[0]}")
            )
