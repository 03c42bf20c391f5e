"""One run, with everything it can tell: indicators, events, residents, communities."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from ..agents import Resident
from ..core.columns import columns_of
from ..core.quantity import Quantity
from ..model.case_records import START, first_monday
from ..model.indicators import INDICATORS
from ..model.model import CommunityModel
from .compare import Progress
from .files import MANIFEST, csv_bytes, json_bytes, parquet_bytes, sha256
from .manifest import common_facts, from_library, made, plain, run_set, scenario_file, setting_options
from .runs import Facts, compile_model, facts_of, make_model
from .settings import Setting
from .store import scenario_files

CASES = "cases"
TABLES = ("indicators", "indicators_by_community", "events", "residents")
STEP = 13
"""Weeks between two reports of progress."""


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """How the table of cases is written.

    Parameters
    ----------
    lang : of headers and words.
    start : the Monday on which week 1 begins.
    """

    lang: str = "en"
    start: str = START


@dataclass
class SingleRun:
    """A finished run.

    Parameters
    ----------
    setting : what was asked for: one scenario; the seed is the model's own.
    tables : indicators, indicators_by_community, events, residents, and cases where they were asked for.
    cases : how the table of cases is written.
    first, last : indicators over the first and the last 52 weeks.
    units : units of the indicators.
    """

    setting: Setting
    tables: Mapping[str, pd.DataFrame]
    first: Mapping[str, float]
    last: Mapping[str, float]
    facts: Facts
    timing: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None
    cases: CasesAsked | None = None

    @property
    def command(self) -> str:
        """The command that makes this run again, from within the folder of its results."""
        scenario = self.setting.scenarios[0]
        name = scenario.name if from_library(scenario) else scenario_file(scenario)
        asked = [] if self.cases is None else ["--cases", "--start", self.cases.start, "--lang", self.cases.lang]
        return shlex.join(["cogov", "run", name, *setting_options(self.setting), *asked])

    def files(self) -> dict[str, bytes]:
        """Return all files of the run: each table as Parquet and CSV, the scenario, the manifest."""
        files = {}
        for name, table in self.tables.items():
            files[f"{name}.parquet"] = parquet_bytes(table)
            files[f"{name}.csv"] = csv_bytes(table)
        files |= scenario_files(self.setting)
        digested = [name for name in files if name.endswith(".parquet")]
        manifest = {
            "kind": "run",
            "run_set": run_set(files["indicators.parquet"]),
            "command": self.command,
            **common_facts(self.setting, (self.facts,), files, self.source),
            **({} if self.cases is None else {"cases": asdict(self.cases)}),
            "columns_of_residents": {name: column_facts(name) for name in self.tables["residents"].columns},
            "units": plain({name: declared.unit for name, declared in INDICATORS.items()}),
            "summary": plain({"first_year": self.first, "last_year": self.last}),
            "digests": {name: sha256(files[name]) for name in digested},
            "made": made(self.timing),
        }
        return {**files, MANIFEST: json_bytes(manifest)}


def column_facts(name: str) -> dict[str, str]:
    """Return unit and meaning of a column of residents."""
    column = columns_of(Resident).get(name)
    declared: Quantity | None = None if column is None else column.quantity
    return {} if declared is None else {"unit": declared.unit, "en": declared.meaning.en, "zh": declared.meaning.zh}


def run_single(
    setting: Setting, progress: Progress | None = None, source: str | None = None, cases: CasesAsked | None = None
) -> SingleRun:
    """Run the one scenario of a setting and keep everything; with `cases`, also what became of every case."""
    setting.check(fewest=1)
    if cases is not None:
        first_monday(cases.start)
    tell = progress or (lambda *_: None)
    tell("compile", 0, 1)
    compiling = compile_model()
    tell("compile", 1, 1)
    started = time.perf_counter()
    model: CommunityModel = make_model(setting, 0, setting.seed, record_events=True, by_community=True, record_cases=cases is not None)  # fmt: skip
    plans = [model.plan]
    window = min(52, setting.weeks)
    first: Mapping[str, float] = {}
    for week in range(0, setting.weeks, STEP):
        model.run_for(min(STEP, setting.weeks - week))
        done = min(week + STEP, setting.weeks)
        if done >= window and not first:
            first = model.summary(weeks=done)
        tell("run", done, setting.weeks)
    indicators = model.indicators.rename_axis("week").reset_index()
    tables = {
        "indicators": indicators,
        "indicators_by_community": model.indicators_by_community.reset_index(),
        "events": model.events.reset_index(drop=True),
        "residents": model.residents_frame().reset_index(drop=True),
    }
    if cases is not None:
        tables[CASES] = model.cases_frame(cases.lang, cases.start)
    timing = {"compile_seconds": compiling, "run_seconds": time.perf_counter() - started}
    return SingleRun(setting, tables, first, model.summary(weeks=window), facts_of(model, plans), timing, source, cases)  # fmt: skip
