"""One run, with everything it records: indicators, events, residents, communities."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..agents import Resident
from ..core.quantity import Kind, Quantity
from ..core.rows.columns import columns_of
from ..core.text import Text
from ..model.cases.records import START, first_monday
from ..model.extensions.extension import declared_now
from ..model.measures import COLUMNS
from ..model.model import CommunityModel
from ..model.quantities.indicators import INDICATORS, summary
from ..model.quantities.levers import LEVERS
from ..scenarios import Change, Scenario
from .factory import Facts, compile_model, facts_of, make_model
from .files.manifest import (
    common_facts,
    extension_options,
    from_library,
    made,
    plain,
    run_set,
    scenario_file,
    scenario_files,
    setting_options,
    value_options,
)
from .files.output_files import MANIFEST, csv_bytes, json_bytes, parquet_bytes, sha256
from .settings import Progress, Setting, SettingError

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
    begun : the checkpoint from which the run went on (file, sha256, week), or None.
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
    begun: Mapping[str, Any] | None = None

    @property
    def command(self) -> str:
        """The command that makes this run again, from within the folder of its results."""
        asked = [] if self.cases is None else ["--cases", "--start", self.cases.start, "--lang", self.cases.lang]
        if self.begun is not None:
            words = ["cogov", "run", "--from", self.begun["file"], "--weeks", str(self.setting.weeks)]
            words += ["--other-source"] if self.begun.get("other_source") else []
            used = extension_options(self.setting)
            return shlex.join([*words, *value_options(self.setting.levers), *used, *asked])
        scenario = self.setting.scenarios[0]
        name = scenario.name if from_library(scenario) else scenario_file(scenario)
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
            **({} if self.begun is None else {"from": dict(self.begun)}),
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
    declared: Quantity | None = declared_now(Kind.STATE).get(name) if column is None else column.quantity
    return {} if declared is None else {"unit": declared.unit, "en": declared.meaning.en, "zh": declared.meaning.zh}


def run_single(
    setting: Setting,
    progress: Progress | None = None,
    source: str | None = None,
    cases: CasesAsked | None = None,
    keep: tuple[int, str | Path] | None = None,
) -> SingleRun:
    """Run the one scenario of a setting and keep everything.

    Parameters
    ----------
    setting : one scenario; its seed is the model's own.
    source : where the population was read.
    cases : how the table of cases is written; None: it is not.
    keep : week at whose end a checkpoint is written, and the file.
    """
    setting.check(fewest=1)
    if cases is not None:
        first_monday(cases.start)
    if keep is not None and not 0 < keep[0] <= setting.weeks:
        raise SettingError(
            Text(
                f"a checkpoint in week {keep[0]} is not possible: from 1 to {setting.weeks}, where the run ends",
                f"无法在第 {keep[0]} 周保存检查点：须在第 1 至 {setting.weeks} 周（运行结束）之间",
            )
        )
    tell = progress or (lambda *_: None)
    compiling = _compile(tell)
    started = time.perf_counter()
    model: CommunityModel = make_model(setting, 0, setting.seed, record_events=True, by_community=True, record_cases=cases is not None)  # fmt: skip
    plans = [model.plan]
    _run(model, setting.weeks, tell, keep)
    return _kept(setting, model, plans, compiling, started, source, cases)


def continue_single(
    file: str | Path, weeks: int, levers: Mapping[str, Any] | None = None, progress: Progress | None = None,
    cases: CasesAsked | None = None, keep: tuple[int, str | Path] | None = None, other_source: bool = False,
) -> SingleRun:  # fmt: skip
    """Go on from a checkpoint to the end of week `weeks`, with these levers from there on, and keep everything.

    The tables hold the weeks before as well; those of events and communities are there if they were recorded. With
    `other_source`, an extension will do whose source is not the one that the checkpoint was made with.

    Raises
    ------
    QuantityError
        For a file from which one cannot go on, levers that are not allowed, and weeks that are over already.
    """
    file = Path(file).expanduser().absolute()
    tell = progress or (lambda *_: None)
    model = CommunityModel.restore(file, other_source=other_source)
    begun = {"file": str(file), "sha256": sha256(file.read_bytes()), "week": model.week}
    begun |= {"other_source": True} if other_source else {}
    for week, what in ((weeks, "--weeks"), *([(keep[0], "a checkpoint in week")] if keep is not None else [])):
        if week <= model.week:
            raise SettingError(
                Text(
                    f"{what} {week}: {file.name} was made at the end of week {model.week}; name a later week",
                    f"{what} {week}：{file.name} 保存于第 {model.week} 周末；请指定更晚的一周",
                )
            )
    if keep is not None and keep[0] > weeks:
        raise SettingError(
            Text(
                f"a checkpoint in week {keep[0]} is not possible: the run ends with week {weeks}",
                f"无法在第 {keep[0]} 周保存检查点：运行至第 {weeks} 周结束",
            )
        )
    if cases is not None and model.case_records is None:
        raise SettingError(
            Text(
                f"{file.name} has no record of cases: make it by a run with --cases (record_cases=True)",
                f"{file.name} 没有事项记录：请用带 --cases（record_cases=True）的运行生成",
            )
        )
    values = LEVERS.check(levers or {})
    if values:
        model.set(**values)
    scenario = model.scenario if isinstance(model.scenario, Scenario) else _unnamed(model)
    size = {} if model.population is not None else {n: model.environment[n] for n in ("residents", "communities")}
    setting = Setting((scenario,), weeks, model.seed, **size, levers=values, population=model.population)
    compiling = _compile(tell)
    started, plans = time.perf_counter(), [model.plan]
    _run(model, weeks, tell, keep)
    return _kept(setting, model, plans, compiling, started, None, cases, begun)


def _unnamed(model: CommunityModel) -> Scenario:
    """Return a scenario for a model that was made without one, or with another kind of object."""
    words = Text("As in the checkpoint", "检查点中的设置")
    changes = tuple(Change(week, levers) for week, levers in model.changes)
    return Scenario("checkpoint", words, levers=model.levers, changes=changes)


def _compile(tell: Progress) -> float:
    tell("compile", 0, 1)
    seconds = compile_model()
    tell("compile", 1, 1)
    return seconds


def _run(model: CommunityModel, weeks: int, tell: Progress, keep: tuple[int, str | Path] | None) -> None:
    """Run to the end of week `weeks`, pausing every 13 weeks, and in the week of the checkpoint."""
    while model.week < weeks:
        pauses = [weeks, model.week - model.week % STEP + STEP]
        if keep is not None and keep[0] > model.week:
            pauses.append(keep[0])
        model.run_for(min(pauses) - model.week)
        if keep is not None and keep[0] == model.week:
            model.checkpoint(keep[1])
        tell("run", model.week, weeks)


def _kept(
    setting: Setting, model: CommunityModel, plans: list[Any], compiling: float, started: float, source: str | None,
    cases: CasesAsked | None, begun: Mapping[str, Any] | None = None,
) -> SingleRun:  # fmt: skip
    window = min(52, setting.weeks)
    columns = model.district.arrays["series"]["series"]
    own = {
        name: float(pd.Series(values[:window]).mean())
        for name, values in model.own_indicators.series(model.week).items()
    }
    first = {**summary(columns[:window], list(COLUMNS)), **own}
    indicators = model.indicators.rename_axis("week").reset_index()
    tables = {"indicators": indicators}
    if model.by_community:
        tables["indicators_by_community"] = model.indicators_by_community.reset_index()
    if model.record_events:
        tables["events"] = model.events.reset_index(drop=True)
    tables["residents"] = model.residents_frame().reset_index(drop=True)
    if cases is not None:
        tables[CASES] = model.cases_frame(cases.lang, cases.start)
    timing = {"compile_seconds": compiling, "run_seconds": time.perf_counter() - started}
    return SingleRun(
        setting, tables, first, model.summary(weeks=window), facts_of(model, plans), timing, source, cases, begun
    )  # fmt: skip
