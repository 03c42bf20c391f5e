"""Reading a study: DuckDB over its parts and what is not sealed yet; also while it runs, also made by other code.

Views: `runs` (scenario, point, replicate, seed, factors, indicators, error, cell: finished runs of the design, in order),
`results` (cell, replicate, outputs, error: all that is there), `design`, and `series` where weekly series are kept.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from ...core.text import Text
from ...runs.settings import replicate_seed
from ..errors import StudyError
from ..execution.batches import Task
from .folder import FIXED_COLUMNS, read_design
from .journal import JOURNAL, arrow_rows, meta_of
from .parquet import series_table
from .shapes import check_journal, check_parts


class Tables:
    """The tables of a study as they are at one moment.

    Parameters
    ----------
    folder : of the study.
    seed, weeks, series : of the study, for the seeds of replicates and the shape of series.
    indicators : outputs that `runs` shows, in order; None: all.

    Raises
    ------
    StudyError
        If something cannot be read; the message names the file.
    """

    def __init__(
        self, folder: Path, seed: int = 1, weeks: int = 0, series: Sequence[str] = (), indicators: Sequence[str] | None = None
    ) -> None:  # fmt: skip
        self.folder = folder
        self.design = read_design(folder)
        self.meta, self.parts, self.loose = snapshot(folder)
        self.outputs = tuple(self.meta.get("outputs", "").split())
        check_parts(folder, self.parts, self.outputs)
        self.factors = [name for name in self.design.column_names if name not in FIXED_COLUMNS]
        shown = [name for name in (self.outputs if indicators is None else indicators) if name in self.outputs]
        self._db = duckdb.connect()
        self._db.execute("set threads = 2")
        try:
            self._views(seed, shown)
            if series:
                self._series(series, weeks)
        except duckdb.Error as error:
            raise StudyError(
                Text(
                    f"{folder}: a part cannot be read ({str(error).splitlines()[0]}); see `cogov study verify`",
                    f"{folder}：有一部分无法读取（{str(error).splitlines()[0]}）；见 cogov study verify",
                )
            ) from error

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def _views(self, seed: int, shown: Sequence[str]) -> None:
        most = max(self.design["replicates"].to_pylist(), default=0)
        seeds = pa.table(
            {"k": pa.array(range(most), pa.int32()), "seed": [replicate_seed(seed, k) for k in range(most)]}
        )
        place = pa.array(range(len(self.design)), pa.int32())
        self._db.register("design_rows", self.design.append_column("place", place))
        self._db.register("loose_rows", arrow_rows(self.outputs, self.loose))
        self._db.register("seeds", seeds)
        columns = ", ".join(["cell", "replicate", *map(_quoted, self.outputs)])
        parts = [
            f"select {columns}, null::varchar as error from {_files(self.folder, [name for name, *_ in self.parts])}"
        ]
        sealed = parts if self.parts else []
        union = " union all ".join([*sealed, f"select {columns}, error from loose_rows"])
        self._db.execute(f"create view results as {union}")
        self._db.execute("create view design as select * exclude (place) from design_rows")
        factors = "".join(f"d.{_quoted(name)}, " for name in self.factors)
        values = "".join(f"r.{_quoted(name)}, " for name in shown)
        self._db.execute(
            f"create view runs as select d.scenario, d.point, r.replicate, s.seed, {factors}{values}r.error, d.cell "
            "from results r join design_rows d on d.cell = r.cell and r.replicate < d.replicates "
            "left join seeds s on s.k = r.replicate"
        )

    def _series(self, names: Sequence[str], weeks: int) -> None:
        loose = series_table([row for row in self.loose if row[3] is not None], names, weeks)
        self._db.register("loose_series", loose)
        columns = ", ".join(["cell", "replicate", "week", *map(_quoted, names)])
        shown = ", ".join(["a.cell", "a.replicate", "a.week", *(f"a.{_quoted(name)}" for name in names)])
        files = [name for _, _, _, name, _ in self.parts if name]
        sealed = [f"select {columns} from {_files(self.folder, files)}"] if files else []
        union = " union all ".join([*sealed, f"select {columns} from loose_series"])
        self._db.execute(f"create view all_series as {union}")
        self._db.execute(
            f"create view series as select d.scenario, d.point, {shown} from all_series a "
            "join design_rows d on d.cell = a.cell and a.replicate < d.replicates"
        )

    def query(self, sql: str) -> Any:
        """Return the answer to a query as a pandas DataFrame; raise `StudyError` for what DuckDB cannot do."""
        return self._ask(sql).df()

    def _ask(self, sql: str) -> Any:
        try:
            return self._db.execute(sql)
        except duckdb.Error as error:
            raise StudyError(f"{self.folder}: {error}") from error

    def runs(self) -> Any:
        """Return all finished runs of the design, by point, scenario in the order of the study, and replicate."""
        order = "select r.* from runs r join design_rows d on d.cell = r.cell and d.point = r.point and d.scenario = r.scenario"
        return self.query(f"{order} order by d.place, r.replicate")

    def values(self, names: Sequence[str]) -> dict[Task, np.ndarray | None]:
        """Return outputs of all runs that are there, None for those that failed."""
        columns = ", ".join(map(_quoted, names))
        found = self._ask(f"select cell, replicate, error is not null as failed, {columns} from results").fetchnumpy()
        numbers = np.column_stack([np.ma.filled(np.ma.asarray(found[name], dtype=float), np.nan) for name in names])
        tasks = zip(found["cell"].tolist(), found["replicate"].tolist())
        return {task: None if failed else row for task, failed, row in zip(tasks, found["failed"].tolist(), numbers)}

    def asked(self, cells: Sequence[tuple[str, int, int]], replicates: Sequence[int]) -> Any:
        """Return runs of (cell, point, place) and some replicates, first the column `asked` with the place."""
        wanted = pa.table(
            {
                "id": [cell for cell, _, _ in cells],
                "number": pa.array([point for _, point, _ in cells], pa.int32()),
                "asked": pa.array([place for _, _, place in cells], pa.int32()),
                "line": pa.array(range(len(cells)), pa.int32()),
            }
        )
        self._db.register("wanted", wanted)
        self._db.register("chosen", pa.table({"k": pa.array(replicates, pa.int32())}))
        factors = "".join(f"d.{_quoted(name)}, " for name in self.factors)
        values = "".join(f"r.{_quoted(name)}, " for name in self.outputs)
        return self.query(
            f"select w.asked, d.scenario, d.point, r.replicate, {factors}{values}r.error, r.cell from wanted w "
            "join design_rows d on d.cell = w.id and d.point = w.number join results r on r.cell = w.id "
            "semi join chosen c on c.k = r.replicate order by w.line, r.replicate"
        )

    def tasks(self) -> dict[Task, bool]:
        """Return all runs that are there, and whether they failed."""
        found = self._ask("select cell, replicate, error is not null as failed from results").fetchnumpy()
        return dict(zip(zip(found["cell"].tolist(), found["replicate"].tolist()), found["failed"].tolist()))

    def counts(self) -> dict[str, int]:
        """Return how many runs the design asks for, are finished, failed, and are still to be made."""
        query = (
            "with d as (select cell, max(replicates) n from design_rows group by cell) select "
            "(select coalesce(sum(n), 0) from d), count(*), count(r.error) from results r "
            "join d on d.cell = r.cell and r.replicate < d.n"
        )
        total, done, failed = self._ask(query).fetchall()[0]
        return {"total": int(total), "done": int(done), "failed": int(failed), "missing": int(total) - int(done)}

    def digest(self) -> str:
        """Return the digest of the results of the design: the same for the same runs, wherever and in whichever order they were made."""
        digest = hashlib.sha256(" ".join(self.outputs).encode())
        asked = "(select cell, max(replicates) n from design_rows group by cell) d"
        columns = ", ".join(f"r.{_quoted(name)}" for name in self.outputs)
        where = f"join {asked} on d.cell = r.cell and r.replicate < d.n"
        self._hash(
            digest,
            f"select r.cell, r.replicate, r.error is not null as f, {columns} from results r {where} order by 1, 2",
        )
        known = self._db.execute("select count(*) from duckdb_views() where view_name = 'all_series'").fetchall()[0][0]
        if known:
            self._hash(digest, f"select r.* from all_series r {where} order by r.cell, r.replicate, r.week")
        return digest.hexdigest()

    def _hash(self, digest: Any, sql: str) -> None:
        for batch in self._db.sql(sql).to_arrow_reader(100_000):
            digest.update(_row_bytes(batch))

    def repeated(self) -> int:
        """Return how many runs are there more than once (none, unless somebody touched the files)."""
        query = "select coalesce(sum(n - 1), 0) from (select count(*) n from results group by cell, replicate)"
        return int(self._ask(query).fetchall()[0][0])


def _row_bytes(batch: pa.RecordBatch) -> bytes:
    """Return rows as bytes, one after another, whatever the batches; one bit pattern for what is not a number."""
    columns = []
    for name, column in zip(batch.schema.names, batch.columns):
        values = column.to_numpy(zero_copy_only=False)
        if values.dtype == object:
            values = values.astype("S32")
        elif values.dtype.kind == "f":
            values = np.where(np.isnan(values), values.dtype.type(np.nan), values)
        columns.append((name, values))
    rows = np.empty(batch.num_rows, dtype=[(f"c{k}", values.dtype) for k, (_, values) in enumerate(columns)])
    for k, (_, values) in enumerate(columns):
        rows[f"c{k}"] = values
    return rows.tobytes()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _files(folder: Path, names: Sequence[str]) -> str:
    listed = ", ".join("'" + str(folder / name).replace("'", "''") + "'" for name in names)
    return f"read_parquet([{listed}], union_by_name = true)"


def snapshot(folder: Path) -> tuple[dict[str, str], list[tuple], list[tuple]]:
    """Return facts, parts and unsealed rows of the journal, all of one moment; nothing is written."""
    path = folder / JOURNAL
    if not path.is_file():
        return {}, [], []
    try:
        found = _read(f"{path.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        try:  # a folder that cannot be written to: no other process can be changing it through this path
            found = _read(f"{path.absolute().as_uri()}?immutable=1")
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            raise _unreadable(path, error) from error
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise _unreadable(path, error) from error
    if found[0]:
        check_journal(path, *found)
    return found


def _unreadable(path: Path, error: Exception) -> StudyError:
    return StudyError(Text(f"{path}: the journal cannot be read ({error})", f"{path}：日志无法读取（{error}）"))


def _read(address: str) -> tuple[dict[str, str], list[tuple], list[tuple]]:
    db = sqlite3.connect(address, uri=True, timeout=30, isolation_level=None)
    try:
        db.execute("begin")
        meta = dict(meta_of(db))
        if not meta:
            return {}, [], []
        parts = db.execute("select name, rows, sha256, series, series_sha256 from parts order by name").fetchall()
        rows = db.execute("select cell, replicate, vals, series, error from rows order by cell, replicate").fetchall()
        return meta, parts, rows
    finally:
        db.close()
