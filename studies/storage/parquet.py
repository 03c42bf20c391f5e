"""Parts: sealed results as Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

GROUP = 500
"""Runs in a row group of weekly series."""


def results_table(outputs: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows (cell, replicate, values, ...) as a table: cell, replicate, and a float64 column for each output."""
    values = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.float64).reshape(len(rows), len(outputs))
    columns: dict[str, Any] = {
        "cell": pa.array([row[0] for row in rows], pa.string()),
        "replicate": pa.array([row[1] for row in rows], pa.int32()),
    }
    for place, name in enumerate(outputs):
        columns[name] = np.ascontiguousarray(values[:, place])
    return pa.table(columns)


def write_results(path: Path, table: pa.Table) -> None:
    """Write a part of results."""
    kept: Any = ["cell"]
    pq.write_table(table, path, compression="zstd", use_dictionary=kept, version="2.6", store_schema=False)


def write_series(path: Path, rows: Sequence[Sequence[Any]], names: Sequence[str], weeks: int) -> None:
    """Write the weekly series of runs: cell, replicate, week, and a float32 column for each indicator."""
    fields = [
        ("cell", pa.string()),
        ("replicate", pa.int32()),
        ("week", pa.int32()),
        *((name, pa.float32()) for name in names),
    ]
    schema = pa.schema(fields)
    kept: Any = ["cell", "replicate", "week"]
    split = {name: "BYTE_STREAM_SPLIT" for name in names}
    with pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=kept, column_encoding=split,
        version="2.6", store_schema=False,
    ) as writer:  # fmt: skip
        for first in range(0, len(rows), GROUP):
            writer.write_table(series_table(rows[first : first + GROUP], names, weeks, schema))


def series_table(
    rows: Sequence[Sequence[Any]], names: Sequence[str], weeks: int, schema: pa.Schema | None = None
) -> pa.Table:
    """Return the weekly series of rows (cell, replicate, values, series, ...) as a table."""
    values = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.float32).reshape(len(rows) * weeks, len(names))
    columns: dict[str, Any] = {
        "cell": pa.array([row[0] for row in rows for _ in range(weeks)], pa.string()),
        "replicate": pa.array(np.repeat(np.array([row[1] for row in rows], dtype=np.int32), weeks)),
        "week": pa.array(np.tile(np.arange(1, weeks + 1, dtype=np.int32), len(rows))),
    }
    for place, name in enumerate(names):
        columns[name] = np.ascontiguousarray(values[:, place])
    return pa.table(columns, schema=schema)
