"""The files of a comparison that hold numbers, and of a single run: what a set of runs leaves behind, besides pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from ...runs.files.manifest import scenario_files
from ...runs.files.output_files import MANIFEST, content_digest, csv_bytes, json_bytes, parquet_bytes
from ..futures.discovery import condition_row
from ..futures.result import Futures
from .comparison_manifest import comparison_manifest
from .result import Comparison

CROSSINGS_FILES = ("gains_transitions.csv", "gains_crossed.csv")
FUTURES_FILES = ("futures.parquet", "futures.csv", "futures_findings.csv", "futures_regret.csv")


def data_files(comparison: Comparison) -> dict[str, bytes]:
    """Return runs.parquet, indicators.csv, who gains, the scenarios and what became of futures, by name."""
    files = {
        "runs.parquet": parquet_bytes(comparison.runs),
        "indicators.csv": csv_bytes(comparison.series),
        "gains.csv": csv_bytes(every_baseline(comparison, comparison.gains)),
    }
    if comparison.crossings:
        tables = every_baseline(comparison, comparison.transitions), every_baseline(comparison, comparison.crossed)
        files |= {name: csv_bytes(table) for name, table in zip(CROSSINGS_FILES, tables, strict=True)}
    if comparison.futures is not None:
        files |= futures_files(comparison.futures)
    return files | scenario_files(comparison.setting)


def futures_files(futures: Futures) -> dict[str, bytes]:
    """Return every run in futures, what becomes of the findings, where they fail, and the regret."""
    conditions = pd.DataFrame([condition_row(one) for one in futures.conditions])
    findings = futures.holds_table().merge(conditions, how="left", on=["scenario", "indicator"], sort=False)
    made = parquet_bytes(futures.table), *map(csv_bytes, (futures.table, findings, _ranks_and_regret(futures)))
    return dict(zip(FUTURES_FILES, made, strict=True))


def _ranks_and_regret(futures: Futures) -> pd.DataFrame:
    regret = futures.regret(futures.indicators).drop(columns="futures")
    return futures.ranking(futures.indicators).merge(
        regret.drop(columns="label"), on=["indicator", "scenario"], sort=False
    )


def every_baseline(comparison: Comparison, table: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Return a table of who gains and loses for every scenario as the baseline."""
    return pd.concat([table(baseline) for baseline in comparison.names], ignore_index=True)


def with_manifest(comparison: Comparison, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all files and their manifest."""
    manifest = comparison_manifest(comparison, files, content_digest(comparison.runs))
    return {**files, MANIFEST: json_bytes(manifest)}
