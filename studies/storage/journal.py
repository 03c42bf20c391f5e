"""Where results are kept: a journal that takes every run at once, sealed now and then into Parquet files.

One writer. A run is safe when its transaction is (SQLite, write-ahead log, synchronous=FULL). Sealing writes a part next to
its place, forces it to disk, renames it, and only then one transaction names the part and clears its rows; so at every
moment each run is either in the journal or in a part that the journal names. Parts that it does not name are ignored.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ...core.disk import FULL, WriteFailed, make_folder, placed
from ...core.text import Text
from ..design.cells import FORMAT
from ..errors import DiskFull, OtherCode, StudyError
from ..execution.batches import Row
from .parquet import results_table, write_results, write_series
from .shapes import check_journal, check_parts

JOURNAL, RESULTS, SERIES = "journal.sqlite", "results", "series"
SEAL_ROWS, SEAL_BYTES = 10_000, 32 << 20
LOG_PAGES = 256
"""Pages of SQLite's log before it goes into the journal: what is written twice stays small next to the results."""
_TABLES = """
create table if not exists meta(name text primary key, value text not null);
create table if not exists parts(
    name text primary key, rows integer not null, sha256 text not null, series text, series_sha256 text);
create table if not exists rows(
    cell text not null, replicate integer not null, vals blob, series blob, error text,
    primary key (cell, replicate)) without rowid;
"""


class Store:
    """The results in the folder of a study; close it, or use it in a `with` block.

    Parameters
    ----------
    folder : of the study.
    outputs, series, weeks : what a run leaves: names of its numbers, indicators of its weekly series, and their length.
    model : hash of the code that makes the runs, compared with that of earlier runs; None where none are made.
    tidy : remove parts that the journal does not name.

    Raises
    ------
    OtherCode
        If the runs in the folder were made by other code, or by another format of this store.
    StudyError
        If the journal cannot be read. Nothing is changed then.
    """

    def __init__(
        self, folder: Path, outputs: Sequence[str] = (), series: Sequence[str] = (), weeks: int = 0,
        model: str | None = None, tidy: bool = True,
    ) -> None:  # fmt: skip
        self.folder, self.outputs, self.series, self.weeks = folder, tuple(outputs), tuple(series), weeks
        self.path = folder / JOURNAL
        new = not self.path.exists()
        with _told(self.path):
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            try:
                self._open(new, model)
            except BaseException:
                self._db.close()
                raise
        if tidy:
            self._tidy()

    def _open(self, new: bool, model: str | None) -> None:
        if new:
            self._db.execute("pragma auto_vacuum=incremental")
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=full")
        self._db.execute(f"pragma wal_autocheckpoint={LOG_PAGES}")
        self._db.execute(f"pragma journal_size_limit={LOG_PAGES * 4096}")
        if not new:
            self._check(model)
        with self._transaction():
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            facts = {"format": str(FORMAT), "outputs": " ".join(self.outputs)}
            if model is not None:
                facts["model"] = model
            self._db.executemany("insert or ignore into meta values(?, ?)", facts.items())
        self._shape()

    def _shape(self) -> None:
        """Note the shape of weekly series; what is not sealed yet of another shape (an earlier design) is sealed as such."""
        now = {"series": " ".join(self.series), "weeks": str(self.weeks)}
        old = {name: value for name, value in meta_of(self._db).items() if name in now}
        if old and old != now:
            kept = self.series, self.weeks
            self.series, self.weeks = tuple(old["series"].split()), int(old["weeks"])
            for place in (RESULTS, SERIES):
                make_folder(self.folder / place)
            self.seal()
            self.series, self.weeks = kept
        with self._transaction():
            self._db.executemany("insert or replace into meta values(?, ?)", now.items())

    def _check(self, model: str | None) -> None:
        meta = meta_of(self._db)
        if meta.get("format", str(FORMAT)) != str(FORMAT):
            raise OtherCode(
                Text(
                    f"{self.folder}: is a study of format {meta['format']}; this version knows format {FORMAT}",
                    f"{self.folder}：研究格式为 {meta['format']}；此版本只识别格式 {FORMAT}",
                )
            )
        if model is not None and meta.get("model", model) != model:
            raise OtherCode(
                Text(
                    f"{self.folder}: its runs were made by other code of the model, other extensions, or other versions of Python, NumPy or Numba "
                    f"({meta['model'][:12]}..., here {model[:12]}...; see provenance.json there). Runs of both are never mixed: "
                    "use that version again, or another folder with --out",
                    f"{self.folder}：其运行由另一版本的模型代码、其他扩展，或其他版本的 Python、NumPy、Numba 生成（{meta['model'][:12]}...，当前为 {model[:12]}...；见其中的 provenance.json）。两者不会混在一起：请用原来的版本，或用 --out 另选文件夹",
                )
            )
        if meta.get("outputs", "") != " ".join(self.outputs):
            raise OtherCode(
                Text(
                    f"{self.folder}: its runs have other indicators than this study; use another folder with --out",
                    f"{self.folder}：其运行的指标与本研究不同；请用 --out 另选文件夹",
                )
            )
        if meta:
            rows = self._db.execute("select cell, replicate, vals, series, error from rows").fetchall()
            check_journal(self.path, meta, self.parts(), rows)
            check_parts(self.folder, self.parts(), self.outputs)

    def _tidy(self) -> None:
        """Remove what a killed process left half done."""
        named = {name for part in self._db.execute("select name, series from parts") for name in part if name}
        for place in (RESULTS, SERIES):
            make_folder(self.folder / place)
            for path in (self.folder / place).iterdir():
                if path.name.startswith(".cogov-") or (
                    path.name.startswith("part-") and f"{place}/{path.name}" not in named
                ):
                    path.unlink(missing_ok=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the journal."""
        self._db.close()

    def _there(self) -> None:
        """Raise if the folder was taken away; what is written into a file without a name would be lost in silence."""
        if not self.path.exists():
            raise StudyError(
                Text(
                    f"{self.folder}: the folder was moved or removed while the study was at work; runs that were not finished before are "
                    "lost. Put it back and go on with: cogov study resume, or start again in an empty folder",
                    f"{self.folder}：研究进行中文件夹被移走或删除；此前未完成的运行已丢失。请放回原处并用 cogov study resume 继续，或在空文件夹中重新开始",
                )
            )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._there()
        with full_disk():
            self._db.execute("begin immediate")
            try:
                yield
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("rollback")
                raise

    def done(self, failed: bool = True) -> dict[str, set[int]]:
        """Return the replicates that each cell has, those that failed among them or not."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for name, *_ in self.parts():
            table = pq.read_table(self.folder / name, columns=["cell", "replicate"])
            for cell, replicate in zip(table["cell"].to_pylist(), table["replicate"].to_pylist()):
                found[cell].add(replicate)
        chosen = "" if failed else " where error is null"
        for cell, replicate in self._db.execute(f"select cell, replicate from rows{chosen}"):
            found[cell].add(replicate)
        return found

    def failures(self) -> dict[tuple[str, int], str]:
        """Return the error of every failed run."""
        rows = self._db.execute(
            "select cell, replicate, error from rows where error is not null order by cell, replicate"
        )
        return {(cell, replicate): error for cell, replicate, error in rows}

    def forget_failures(self) -> int:
        """Remove failed runs, so that they are made again; return how many there were."""
        with self._transaction():
            return self._db.execute("delete from rows where error is not null").rowcount

    def forget(self, tasks: Iterable[tuple[str, int]]) -> None:
        """Remove failed runs of these names."""
        with self._transaction():
            self._db.executemany("delete from rows where cell = ? and replicate = ? and error is not null", tasks)

    def commit(self, rows: Iterable[Row]) -> None:
        """Keep runs, in one transaction; one that is there already stays as it is.

        Raises
        ------
        DiskFull
            If there is no room; nothing of these rows is kept then.
        """
        with self._transaction():
            self._db.executemany(
                "insert or ignore into rows values(?, ?, ?, ?, ?)",
                ((row.cell, row.replicate, row.values, row.series, row.error) for row in rows),
            )

    def pending(self) -> tuple[int, int]:
        """Return how many finished runs are not sealed yet, and their bytes."""
        query = "select count(*), coalesce(sum(length(vals) + coalesce(length(series), 0)), 0) from rows where error is null"
        return self._db.execute(query).fetchone()

    def seal_if_due(self) -> None:
        """Seal when there is enough for a part."""
        rows, size = self.pending()
        if rows >= SEAL_ROWS or size >= SEAL_BYTES:
            self.seal()

    def seal(self) -> None:
        """Move finished runs from the journal into a part; failed ones stay, so that they can be made again."""
        rows = self._db.execute(
            "select cell, replicate, vals, series from rows where error is null order by cell, replicate"
        ).fetchall()
        if not rows:
            return
        self._there()
        name = f"part-{hashlib.sha256(repr([row[:2] for row in rows]).encode()).hexdigest()[:16]}.parquet"
        with full_disk():
            table = results_table(self.outputs, rows)
            digest = self._place(f"{RESULTS}/{name}", lambda path: write_results(path, table))
            series, series_digest = None, None
            if self.series:
                series = f"{SERIES}/{name}"
                series_digest = self._place(series, lambda path: write_series(path, rows, self.series, self.weeks))
        with self._transaction():
            self._db.execute(
                "insert into parts values(?, ?, ?, ?, ?)",
                (f"{RESULTS}/{name}", len(rows), digest, series, series_digest),
            )
            self._db.executemany("delete from rows where cell = ? and replicate = ?", [row[:2] for row in rows])
        with full_disk():
            self._db.execute("pragma incremental_vacuum").fetchall()

    def _place(self, name: str, write: Any) -> str:
        """Write a file so that it is there whole or not at all; return its digest."""
        with placed(self.folder / name) as beside:
            write(beside)
            with beside.open("r+b") as file:
                os.fsync(file.fileno())
            digest = file_digest(beside)
        return digest

    def adopt(self, parts: Iterable[tuple[str, int, str, str | None, str | None]]) -> None:
        """Name parts that are there already, as `parts` gives them."""
        with self._transaction():
            self._db.executemany("insert into parts values(?, ?, ?, ?, ?)", parts)

    def parts(self) -> list[tuple[str, int, str, str | None, str | None]]:
        """Return (file, rows, digest, file of series, its digest) of the parts, relative to the folder."""
        return self._db.execute("select name, rows, sha256, series, series_sha256 from parts order by name").fetchall()


def meta_of(db: sqlite3.Connection) -> Mapping[str, str]:
    """Return the facts of a journal, none if it is new."""
    known = db.execute("select count(*) from sqlite_master where name = 'meta'").fetchone()[0]
    return dict(db.execute("select name, value from meta")) if known else {}


def file_digest(path: Path) -> str:
    """Return the SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """Turn what SQLite, Arrow and the system say about a full disk into one error."""
    try:
        yield
    except WriteFailed as error:
        if error.errno in FULL:
            raise DiskFull(error.errno, error.reason.en, str(error.path)) from error
        raise
    except sqlite3.OperationalError as error:
        if "disk is full" in str(error) or "disk I/O error" in str(error):
            raise DiskFull(errno.ENOSPC, str(error)) from error
        raise
    except OSError as error:
        if error.errno in FULL and not isinstance(error, DiskFull):
            raise DiskFull(error.errno, error.strerror, error.filename) from error
        raise


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a damaged journal into words."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StudyError(
            Text(
                f"{path}: the journal cannot be read ({error}); nothing was changed. Sealed runs in {RESULTS}/ are whole: "
                f"`cogov study verify {path.parent} --rebuild` makes a new journal of them and keeps this one next to it",
                f"{path}：日志无法读取（{error}）；未作改动。{RESULTS}/ 中已封存的运行是完整的：cogov study verify {path.parent} --rebuild 可由其重建日志，并保留现有日志",
            )
        ) from error


def arrow_rows(outputs: Sequence[str], rows: Sequence[tuple]) -> pa.Table:
    """Return unsealed rows as a table with the columns of a part, and `error`."""
    finished = results_table(outputs, [row for row in rows if row[4] is None])
    failed = [row for row in rows if row[4] is not None]
    missing = pa.nulls(len(failed), pa.float64())
    broken = pa.table(
        {
            "cell": pa.array([row[0] for row in failed], pa.string()),
            "replicate": pa.array([row[1] for row in failed], pa.int32()),
            **dict.fromkeys(outputs, missing),
            "error": pa.array([row[4] for row in failed], pa.string()),
        }
    )
    finished = finished.append_column("error", pa.nulls(len(finished), pa.string()))
    return pa.concat_tables([finished, broken])
