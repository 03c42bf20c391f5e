"""Is everything there and as it was written?"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...core.text import Text
from ..design.cells import Cell, cells_of, common_of
from ..errors import OtherCode, StudyError
from ..execution.batches import Batch, execute
from ..execution.lock import Lock
from ..storage.folder import asked_points
from ..storage.journal import JOURNAL, RESULTS, SERIES, Store, file_digest
from ..storage.tables import Tables, snapshot
from ..study import Study


def verified(study: Study, again: int = 0) -> dict[str, Any]:
    """Check parts against their digests, the journal by SQLite, and that no run is there twice.

    Parameters
    ----------
    again : how many finished runs to make again and compare, spread evenly over all.

    Returns
    -------
    dict
        total, done, failed, missing, digest, again (how many were), faults (a line for each).
    """
    faults = _journal_faults(study.folder / JOURNAL)
    _, parts, _ = snapshot(study.folder)
    for name, rows, digest, series, series_digest in parts:
        faults += _part_faults(study.folder, name, digest, rows)
        if series is not None:
            faults += _part_faults(study.folder, series, series_digest, None)
    if faults:  # what is damaged cannot be counted
        return {**dict.fromkeys(("total", "done", "failed", "missing", "digest")), "again": 0, "faults": faults}
    with study.tables() as tables:
        if repeated := tables.repeated():
            faults.append(f"{repeated} runs are there more than once")
        report = {**tables.counts(), "digest": tables.digest()}
    if again:
        study.with_code()
    with study.in_use():
        made, wrong = _made_again(study, again) if again else (0, [])
    return {**report, "again": made, "faults": [*faults, *wrong]}


def _part_faults(folder: Path, name: str, digest: str | None, rows: int | None) -> list[str]:
    path = folder / name
    if not path.is_file():
        return [f"{name}: is missing"]
    if file_digest(path) != digest:
        return [f"{name}: is not as it was written"]
    found = pq.read_metadata(path).num_rows
    return [f"{name}: has {found} rows instead of {rows}"] if rows is not None and found != rows else []


def _journal_faults(path: Path) -> list[str]:
    if not path.is_file():
        return []
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return [f"{JOURNAL}: {line}" for (line,) in db.execute("pragma integrity_check") if line != "ok"]
    except sqlite3.DatabaseError as error:
        return [f"{JOURNAL}: {error}"]
    finally:
        db.close()


def _made_again(study: Study, count: int) -> tuple[int, list[str]]:
    """Make some finished runs again; return how many, and a line for each that came out otherwise."""
    spec = study.spec
    common = common_of(spec, study.runner)
    cells: dict[str, Cell] = {cell.id: cell for cell in cells_of(spec, common)}
    for values, number, _, _ in asked_points(study.folder):
        cells |= {cell.id: cell for cell in cells_of(spec, common, [values], number)}
    with study.tables() as tables:
        known = {task: values for task, values in tables.values(tables.outputs).items() if values is not None}
    tasks = sorted(task for task in known if task[0] in cells)
    if known and not tasks:
        raise OtherCode(
            Text(
                f"{study.folder}: its runs were made by other code of the model, so none can be made again with this one",
                f"{study.folder}：其运行由另一版本的模型代码生成，当前版本无法重新生成",
            )
        )
    chosen = (
        [tasks[place] for place in np.unique(np.linspace(0, len(tasks) - 1, count).round().astype(int))]
        if tasks
        else []
    )
    faults = []
    for row in execute(Batch(common, cells, chosen, study.runner)):
        name = f"{cells[row.cell].scenario}, point {cells[row.cell].point}, replicate {row.replicate}"
        if row.values is None:
            faults.append(f"{name}: failed when made again: {row.error}")
        elif not np.array_equal(np.frombuffer(row.values), known[row.task], equal_nan=True):
            faults.append(f"{name}: came out otherwise when made again")
    return len(chosen), faults


def rebuild_journal(folder: Path) -> int:
    """Make a new journal that names the parts in the folder; the old one is kept under another name. Return the runs in it.

    Raises
    ------
    StudyError
        If the journal is readable (nothing to rebuild), or a part is not.
    """
    path = folder / JOURNAL
    with Lock(folder):
        if path.exists() and not _journal_faults(path) and _opens(folder):
            raise StudyError(Text(f"{path}: is not damaged; nothing was changed", f"{path}：没有损坏；未作改动"))
        parts, outputs = _whole_parts(folder)
        aside = time.strftime(f"{JOURNAL}.damaged-%Y%m%d-%H%M%S")
        for suffix in ("", "-wal", "-shm"):
            if (old := folder / f"{JOURNAL}{suffix}").exists():
                os.replace(old, folder / f"{aside}{suffix}")
        with Store(folder, outputs, tidy=False) as store:
            store.adopt(parts)
    return sum(rows for _, rows, *_ in parts)


def _opens(folder: Path) -> bool:
    try:
        with Tables(folder):
            return True
    except StudyError:
        return False


def _whole_parts(folder: Path) -> tuple[list[tuple[str, int, str, str | None, str | None]], list[str]]:
    """Return the parts of a folder that can be read, and the outputs in them."""
    found, outputs = [], []
    for path in sorted((folder / RESULTS).glob("part-*.parquet")):
        try:
            table = pq.read_metadata(path)
            outputs = [name for name in pq.read_schema(path).names if name not in ("cell", "replicate")]
        except (OSError, pa.ArrowException) as error:
            raise StudyError(Text(f"{path}: cannot be read: {error}", f"{path}：无法读取：{error}")) from None
        series = folder / SERIES / path.name
        beside = (f"{SERIES}/{path.name}", file_digest(series)) if series.is_file() else (None, None)
        found.append((f"{RESULTS}/{path.name}", table.num_rows, file_digest(path), *beside))
    return found, outputs
