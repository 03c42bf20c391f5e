"""Results as bytes that do not change from one machine or hour to the next, and folders that are written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..core.cells import safe_table
from ..runs.signals import interrupts_later
from .settings import SettingError

MANIFEST = "manifest.json"


class FolderError(SettingError):
    """A folder that cannot be written to, or holds files of somebody else; the message names it."""


class WriteFailed(RuntimeError):
    """Writing failed in the end; the message says what and where the results are."""


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
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = {MANIFEST, *manifest["files"]} if "cogov" in manifest else set()
        return {name for name in names if not Path(name).is_absolute() and ".." not in Path(name).parts}
    except (OSError, ValueError, TypeError, KeyError):
        return set()


def check_folder(folder: str | Path, names: Iterable[str]) -> Path:
    """Return `folder` as an absolute path if these files can be written into it; called before anything runs.

    Raises
    ------
    FolderError
        If it is no folder, cannot be written to, or has a file of such a name that is not from this program.
    """
    folder = Path(folder).expanduser().absolute()
    above = folder
    while not (above.exists() or above.is_symlink()) and above != above.parent:
        above = above.parent
    if not above.is_dir():
        what = "it is a file" if above == folder else f"{above} is not a folder"
        raise FolderError(f"cannot write to {folder}: {what}")
    try:
        tempfile.TemporaryFile(dir=above).close()
    except OSError as error:
        raise FolderError(f"cannot write to {folder}: {error.strerror or error}") from None
    own = earlier_files(folder)
    for name in names:
        if name not in own and (folder / name).exists():
            raise FolderError(
                f"{folder / name} is there already and is not an earlier result of cogov; choose another folder with --out"
            )
    return folder


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> Path:
    """Write all files, or none: first beside their place, then moved there; the manifest comes last.

    An earlier result in the same folder is replaced file by file, and what it had more is removed; other files stay.
    """
    folder = check_folder(folder, files)
    own = earlier_files(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = not folder.exists()
        part = (folder.parent / f".{folder.name}.{os.getpid()}.part") if new else folder / f".cogov.{os.getpid()}.part"
        part.mkdir()
    except OSError as error:
        raise WriteFailed(f"cannot write to {folder}: {error.strerror or error}") from error
    try:
        for name, data in files.items():
            _write(part / name, data)
        if new:
            os.rename(part, folder)
            return folder
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise WriteFailed(f"cannot write to {folder}: {error.strerror or error}; nothing was written") from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    with interrupts_later():
        _replace(folder, part, files, own)
    return folder


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(folder: Path, part: Path, files: Iterable[str], own: set[str]) -> None:
    """Move complete files to their places; if one is held open (Excel on Windows), say where the complete set is."""
    names = sorted(files, key=lambda name: (name == MANIFEST, name))
    beside = folder
    try:
        for name in names:  # copies, so that the complete set is still there if this stops half way
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            beside = folder / f"{name}.part"
            shutil.copyfile(part / name, beside)
            os.replace(beside, folder / name)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise WriteFailed(
            f"cannot replace {error.filename2 or error.filename}: {error.strerror} (open in another program?); "
            f"all new results are in {part}"
        ) from error
    for name in sorted(own - set(names)):
        with contextlib.suppress(OSError):
            (folder / name).unlink()
            (folder / name).parent.rmdir()
    shutil.rmtree(part, ignore_errors=True)
