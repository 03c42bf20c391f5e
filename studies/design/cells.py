"""Cells: one scenario at one point of the design, and what a run of it is called.

A cell's id is a hash of all that determines its runs but the replicate: code of the model, levers, dated changes,
environment, constants, seed of the study, weeks, what is recorded, data. A run is named by its cell and its replicate. So a
finished run is known whatever the file of the study is called and wherever the point stands in a design, and runs of other
code are other runs. Neither the words of a scenario nor time nor machine are part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...core.quantity import QuantityError
from ...core.text import Text, text_of
from ...data.folder import load as load_data
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.indicators import INDICATORS
from ...model.quantities.levers import LEVERS
from ...model.quantities.parameters import CONSTANTS
from ...runs.extensions.extensions import code_hash, facts_now
from ...runs.settings import WEEKS_SUMMARISED, Setting, split_values
from ...scenarios import Scenario
from ..errors import StudyError
from .spec import Spec

FORMAT = 1
TEXTS = (".csv", ".tsv", ".txt", ".json", ".geojson", ".yaml", ".yml", ".graphml", ".gml", ".gexf")
"""Files in which the ends of lines mean nothing."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all runs of a study share.

    Parameters
    ----------
    model : hash of the code of the model and of the extensions in use.
    outputs : names of the numbers that a run leaves, in order.
    seed, weeks : of the study.
    series : indicators of which weekly series are kept.
    data, data_digest : data folder and what its files were.
    runner : who makes the runs, if not the model: "module:function".
    extensions : name, how it was asked for, version and digest of each extension in use.
    """

    model: str
    outputs: tuple[str, ...]
    seed: int
    weeks: int
    series: tuple[str, ...] = ()
    data: str | None = None
    data_digest: str | None = None
    runner: str | None = None
    extensions: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def identity(self) -> dict[str, Any]:
        """The part of it that names runs."""
        outputs = hashlib.sha256(" ".join(self.outputs).encode()).hexdigest()[:16]
        return {
            "format": FORMAT, "model": self.model, "outputs": outputs, "seed": self.seed, "weeks": self.weeks,
            "summarised": WEEKS_SUMMARISED, "series": list(self.series), "data": self.data_digest, "runner": self.runner,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One scenario at one point.

    Parameters
    ----------
    id : 32 hexadecimal digits.
    scenario : name of the scenario.
    point : number of the point in the design, from 0.
    values : values of the factors there.
    levers, environment, constants : where the runs depart from the defaults.
    changes : dated changes as (week, levers).
    """

    id: str
    scenario: str
    point: int
    values: Mapping[str, Any]
    levers: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[tuple[int, Mapping[str, Any]], ...] = ()


def runner_name(runner: Any) -> str | None:
    """Return the name under which workers import a runner; None for the model itself."""
    if runner is None:
        return None
    name, inner = getattr(runner, "__module__", None), getattr(runner, "__qualname__", "")
    if not name or name == "__main__" or "<" in inner:
        raise StudyError(
            Text(
                f"the runner {runner!r} cannot be imported by workers: make it a function of a module",
                f"进程无法导入 runner {runner!r}：请写成模块中的函数",
            )
        )
    return f"{name}:{inner}"


def common_of(spec: Spec, runner: Any = None) -> Common:
    """Return what all runs of a study share; reads the data folder, if there is one.

    Raises
    ------
    StudyError
        If the study needs an extension that cannot be used here.
    """
    if spec.absent:
        raise StudyError(spec.absent)
    outputs = tuple(getattr(runner, "outputs", INDICATORS))
    return Common(
        code_hash(), outputs, spec.seed, spec.weeks, spec.indicators if spec.series else (), spec.data,
        None if spec.data is None else data_digest(spec.data), runner_name(runner), facts_now(),
    )  # fmt: skip


def data_digest(folder: str) -> str:
    """Return a digest of the files of a data folder that were read; raise `DataError` for what is wrong with them.

    Ends of lines and byte order marks of text files do not count: they are no other data.
    """
    provenance = load_data(folder).provenance
    files = {name: about["sha256"] for name, about in provenance.get("files", {}).items()}
    for name in files:
        path = Path(folder) / name
        if path.suffix.lower() in TEXTS and path.is_file():
            text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            files[name] = hashlib.sha256(text).hexdigest()
    return hashlib.sha256(canonical(files)).hexdigest()[:32]


def canonical(data: Any) -> bytes:
    """Return JSON that is the same for equal data."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def cells_of(
    spec: Spec, common: Common, points: Sequence[Mapping[str, Any]] | None = None, first: int = 0
) -> list[Cell]:
    """Return the cells of a study, point by point; or of `points`, whose numbers count from `first`.

    Raises
    ------
    StudyError
        For a point at which a scenario cannot be run, naming it.
    """
    shared = canonical(common.identity)
    found = []
    for number, point in enumerate(spec.points if points is None else points, first):
        for scenario in spec.scenarios:
            try:
                found.append(_cell(spec, shared, scenario, number, point))
            except QuantityError as error:
                where = ", ".join(f"{name} = {value}" for name, value in point.items())
                raise StudyError(
                    Text(
                        f"point {number}{f' ({where})' if where else ''}: {error}",
                        f"第 {number} 点{f'（{where}）' if where else ''}：{text_of(error).zh}",
                    )
                ) from error
    return found


def _cell(spec: Spec, shared: bytes, scenario: Scenario, number: int, point: Mapping[str, Any]) -> Cell:
    levers, environment, constants = split_values({**spec.fixed, **point})
    checked = environment
    if spec.data is not None:  # sizes follow from the data; what is no setting of theirs is checked as in any other run
        checked = {name: value for name, value in environment.items() if name not in ("residents", "communities")}
        if len(checked) < len(environment):
            raise StudyError(
                Text(
                    "the data say how many residents and communities there are: leave out residents and communities",
                    "居民数与社区数由数据决定：请去掉 residents 与 communities",
                )
            )
    Setting((scenario,), spec.weeks, spec.seed, None, None, levers, checked, constants).check(fewest=1)
    changes = tuple((change.week, dict(change.levers)) for change in scenario.changes)
    parts = {
        "levers": _departures({**scenario.levers, **levers}, LEVERS.defaults()),
        "environment": _departures(environment, ENVIRONMENT.defaults()),
        "constants": _departures(constants, CONSTANTS.defaults()),
    }
    text = canonical({**parts, "changes": [[week, dict(values)] for week, values in changes if week < spec.weeks]})
    name = hashlib.blake2b(shared + b"\n" + text, digest_size=16).hexdigest()
    return Cell(name, scenario.name, number, dict(point), changes=changes, **parts)


def _departures(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are not the defaults, by name; -0.0 is 0.0."""
    clean = {name: value + 0.0 if isinstance(value, float) else value for name, value in sorted(values.items())}
    return {name: value for name, value in clean.items() if value != defaults[name]}
