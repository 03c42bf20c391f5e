"""Results as bytes that do not change from one machine or hour to the next, and folders that are written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ...core.cells import safe_table
from ...core.disk import place_fault, put_all
from ...core.text import Text
from ..settings import SettingError
from .schema import JsonFault, Mapped, Record, fault_of, read_json

MANIFEST = "manifest.json"


class FolderError(SettingError):
    """A folder that cannot be written to, or holds files of somebody else; the message names it."""


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest of some bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet without any metadata of time, machine or pandas."""
    arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd", version="2.6", store_schema=False)
    return sink.getvalue()


def csv_bytes(table: Any) -> bytes:
    """Return a table as CSV that spreadsheets open rightly: UTF-8 with a mark, ten digits, one line end everywhere, and
    no text that they would compute.
    """
    return safe_table(table).to_csv(index=False, float_format="%.10g", lineterminator="\n").encode("utf-8-sig")


def json_bytes(data: Mapping) -> bytes:
    """Return readable JSON."""
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def content_digest(table: pd.DataFrame) -> str:
    """Return a digest of the values of a table, whichever way a library writes them into a file."""
    digest = hashlib.sha256()
    for name in table.columns:
        column = table[name]
        digest.update(f"{name} {column.dtype.kind}\n".encode())
        values = column.to_numpy()
        digest.update("\n".join(map(str, values)).encode() if column.dtype.kind not in "fiu" else values.tobytes())
    return digest.hexdigest()


def earlier_files(folder: Path) -> set[str]:
    """Return the names of the files that an earlier run of this program wrote to a folder, by its manifest."""
    try:
        manifest = read_json(folder / MANIFEST)
    except (OSError, JsonFault):
        return set()
    if fault_of(manifest, Record({"cogov": str, "files": Mapped(str)})) is not None:
        return set()
    return {
        name for name in (MANIFEST, *manifest["files"]) if not Path(name).is_absolute() and ".." not in Path(name).parts
    }


def check_folder(folder: str | Path, names: Iterable[str]) -> Path:
    """Return `folder` as an absolute path if these files can be written into it; called before anything runs.

    Raises
    ------
    FolderError
        If it is no folder, cannot be written to, or has a file of such a name that is not from this program.
    """
    folder = Path(folder).expanduser().absolute()
    if (fault := place_fault(folder, folder=True)) is not None:
        raise FolderError(Text(f"cannot write to {folder}: {fault.en}", f"无法写入 {folder}：{fault.zh}"))
    own = earlier_files(folder)
    for name in names:
        if name not in own and os.path.lexists(folder / name):
            raise FolderError(
                Text(
                    f"{folder / name} is there already and is not an earlier result of cogov; choose another folder with --out",
                    f"{folder / name} 已存在，且不是 cogov 以前的结果；请用 --out 另选文件夹",
                )
            )
    return folder


def check_file(path: str | Path) -> Path:
    """Return `path` as an absolute path if a file can be written there; called before anything runs.

    Raises
    ------
    FolderError
        If its folder is not there or cannot be written to, or the place is a folder or a link that leads nowhere.
    """
    path = Path(path).expanduser().absolute()
    if (fault := place_fault(path, folder=False)) is not None:
        raise FolderError(Text(f"cannot write {path}: {fault.en}", f"无法写入 {path}：{fault.zh}"))
    return path


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> Path:
    """Write all files, or none; the manifest comes last.

    An earlier result in the same folder is replaced as a whole, and what it had more is removed; other files stay.
    """
    folder = check_folder(folder, files)
    gone = sorted(earlier_files(folder) - set(files))
    return put_all(folder, dict(sorted(files.items(), key=lambda item: (item[0] == MANIFEST, item[0]))), remove=gone)
