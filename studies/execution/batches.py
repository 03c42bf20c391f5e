"""What a worker does: runs of a batch, one after another. Nothing here depends on who asks or where it happens.

Anything that goes wrong in a run becomes its row, with the error. Only what concerns all runs is raised: other code.
"""

from __future__ import annotations

import os
import platform
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from ...core.text import Text, text_of
from ...data.folder import load as load_data
from ...model.extensions.extension import ExtensionError
from ...model.model import CommunityModel
from ...runs.extensions.extensions import as_in, code_hash
from ...runs.factory import make_model
from ...runs.settings import WEEKS_SUMMARISED, Setting, replicate_seed
from ...runs.workers.limits import TooLong, limited, one_run, time_limit
from ...scenarios.scenario import Change, Scenario
from ..design.cells import Cell, Common, data_digest
from ..errors import OtherCode

Task = tuple[str, int]
"""A run: the id of its cell, its replicate."""

LONGEST_ERROR = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a run.

    Parameters
    ----------
    cell, replicate : which run.
    values : float64 bytes, one number for each output; None if it failed.
    series : float32 bytes, weeks x indicators; None unless asked for.
    error : what went wrong, in one line; None if nothing did.
    trace : where it went wrong.
    seconds, where : how long it took, on which machine; no part of any result.
    """

    cell: str
    replicate: int
    values: bytes | None = None
    series: bytes | None = None
    error: str | None = None
    trace: str = ""
    seconds: float = 0.0
    where: str = ""

    @property
    def task(self) -> Task:
        """The run's name."""
        return self.cell, self.replicate


@dataclass(frozen=True, slots=True)
class Batch:
    """Runs that are handed to a worker together, with all that is needed to make them; `seconds`: the time limit of each."""

    common: Common
    cells: Mapping[str, Cell]
    tasks: Sequence[Task]
    runner: Callable[[Run], Any] | None = None
    seconds: float = field(default_factory=time_limit)


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as a runner sees it.

    Parameters
    ----------
    cell : scenario, point and all values.
    replicate : number of the replicate.
    seed : seed of the model, the same for all cells of a replicate.
    weeks : length.
    common : what all runs of the study share.
    """

    cell: Cell
    replicate: int
    common: Common
    seed: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "seed", replicate_seed(self.common.seed, self.replicate))

    @property
    def weeks(self) -> int:
        """Length of the run."""
        return self.common.weeks


def execute(batch: Batch) -> list[Row]:
    """Make the runs of a batch; raise `OtherCode` if the model here is not the one of the study."""
    try:
        with as_in(batch.common.extensions), limited(batch.seconds):
            if batch.common.model != code_hash():
                raise OtherCode(
                    Text(
                        f"a worker on {platform.node()} has other code of the model, or other versions of Python, NumPy or Numba "
                        f"({code_hash()[:12]}... instead of {batch.common.model[:12]}...): install the same on all machines",
                        f"{platform.node()} 上的进程所用模型代码，或 Python、NumPy、Numba 版本不同（{code_hash()[:12]}...，应为 {batch.common.model[:12]}...）：请在所有机器上安装相同的版本",
                    )
                )
            return [_execute(batch, cell, replicate) for cell, replicate in batch.tasks]
    except ExtensionError as error:
        raise OtherCode(
            Text(
                f"a worker on {platform.node()}: {error}: install the same on all machines",
                f"{platform.node()} 上的进程：{text_of(error).zh}：请在所有机器上安装相同的版本",
            )
        ) from error


def _execute(batch: Batch, cell: str, replicate: int) -> Row:
    started, where = time.perf_counter(), f"{platform.node()} {os.getpid()}"
    try:
        run = Run(batch.cells[cell], replicate, batch.common)
        with one_run():
            values, series = simulate(run) if batch.runner is None else _told(batch.runner(run), batch.common)
        return Row(cell, replicate, values.tobytes(), series, seconds=time.perf_counter() - started, where=where)
    except OtherCode:
        raise
    except Exception as error:
        kind = "" if isinstance(error, TooLong) else f"{type(error).__name__}: "
        said = f"{kind}{error}".strip().splitlines()[0][:500]
        trace = traceback.format_exc()[-LONGEST_ERROR:]
        return Row(cell, replicate, error=said, trace=trace, seconds=time.perf_counter() - started, where=where)


def _told(found: Mapping[str, float], common: Common) -> tuple[np.ndarray, None]:
    values = np.array([found.get(name, np.nan) for name in common.outputs], dtype=np.float64)
    return _same_nan(values), None


def simulate(run: Run) -> tuple[np.ndarray, bytes | None]:
    """Run the model; return its indicators over the last year, and their weekly series where the study keeps them."""
    model = model_of(run)
    model.run_for(run.weeks)
    summary = model.summary(weeks=min(WEEKS_SUMMARISED, run.weeks))
    values = _same_nan(np.array([summary[name] for name in run.common.outputs], dtype=np.float64))
    if not run.common.series:
        return values, None
    series = model.indicators[list(run.common.series)].to_numpy(dtype=np.float32)
    return values, _same_nan(series).tobytes()


def model_of(run: Run) -> CommunityModel:
    """Return the model of a run before its first week, made as every other command makes it."""
    return make_model(setting_of(run), 0, run.seed)


def setting_of(run: Run) -> Setting:
    """Return the cell of a run as a setting of one scenario."""
    cell, common = run.cell, run.common
    changes = tuple(Change(week, levers) for week, levers in cell.changes)
    scenario = Scenario(cell.scenario, Text(cell.scenario, cell.scenario), levers=cell.levers, changes=changes)
    return Setting(
        (scenario,), run.weeks, common.seed, environment=cell.environment, constants=cell.constants,
        population=_population(common.data, common.data_digest), extensions=common.extensions,
    )  # fmt: skip


@cache
def _population(folder: str | None, digest: str | None) -> Any:
    """Return the population of a data folder, read once for each process; raise if it is not what the study began with."""
    if folder is None:
        return None
    if data_digest(folder) != digest:
        raise OtherCode(
            Text(f"{folder}: the files are not those that the study began with", f"{folder}：文件与研究开始时不同")
        )
    return load_data(folder)


def _same_nan(values: np.ndarray) -> np.ndarray:
    """Return the values with one and the same bit pattern for what is not a number."""
    return np.where(np.isnan(values), values.dtype.type(np.nan), values)
