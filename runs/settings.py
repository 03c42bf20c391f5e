"""What a comparison or a run is asked to do, checked before anything runs; and the two ways it can go wrong."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..core.nearest import suggestion
from ..core.quantity import Kind, QuantityError
from ..core.text import Text, text_of
from ..model.extensions.extension import ExtensionFailed
from ..model.quantities.environment import ENVIRONMENT
from ..model.quantities.levers import LEVERS
from ..model.quantities.parameters import ALL, CONSTANTS, declared
from ..model.runtime import size as memory
from ..model.runtime.seeds import whole_seed
from ..model.runtime.weights import whole
from ..scenarios.scenario import hours_fault
from .extensions.extensions import facts_now
from .values import plain
from .workers.limits import TooLong
from .workers.pool import RunFailed, run_failed

if TYPE_CHECKING:
    from ..scenarios import Scenario

WEEKS_SUMMARISED = 52
"""Weeks at the end of a run that its summary and who-gains are about."""


Progress = Callable[[str, int, int], None]
"""Called with what is done ("compile", "run" or "futures"), how many are done, and of how many."""


class SettingError(QuantityError):
    """Something asked for that cannot be done; the message says what is allowed (`text`, in both languages)."""


def failed(name: str | Text, error: Exception) -> RunFailed:
    """Return the failure of a run with an error: which run, and what happened where."""
    kind = "" if isinstance(error, ExtensionFailed | TooLong) else f"{type(error).__name__}: "
    said = text_of(error)
    return run_failed(name, Text(kind + said.en, kind + said.zh))


def run_words(en: str, zh: str, replicate: int, seed: int) -> Text:
    """Return the words for a run in messages: what is run, in which replicate, with which seed of the model."""
    return Text(
        f"run {en}, replicate {replicate} (model seed {seed})", f"运行 {zh}，第 {replicate} 次重复（模型种子 {seed}）"
    )


def replicate_seed(seed: int, replicate: int) -> int:
    """Return the model's seed for a replicate: the same for all scenarios, whatever else is in the comparison.

    48 bits, so that JSON, Parquet and spreadsheets hold it exactly.
    """
    return int.from_bytes(hashlib.sha256(f"cogov replicate {seed} {replicate}".encode()).digest()[:6], "big")


@dataclass(frozen=True, slots=True)
class Setting:
    """All that determines a set of runs, besides the code.

    Parameters
    ----------
    scenarios : what is compared; the first is the baseline.
    weeks : length of each run.
    seed : seed of the study, from which those of the replicates follow.
    levers, environment, constants : values that replace those of every scenario (`--set`).
    residents, communities : size of the district (None: as declared, or as in the data).
    population : residents and ties from a data folder, or None.
    extensions : name, how it was asked for, version and digest of each extension in use.
    """

    scenarios: tuple[Scenario, ...]
    weeks: int
    seed: int
    residents: int | None = None
    communities: int | None = None
    levers: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    population: Any = None
    extensions: tuple[tuple[str, str, str, str], ...] = field(default_factory=facts_now)

    def __post_init__(self) -> None:
        """Take values of NumPy and pandas as what they stand for."""
        for name in ("weeks", "seed", "residents", "communities", "levers", "environment", "constants"):
            object.__setattr__(self, name, plain(getattr(self, name)))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios."""
        return tuple(scenario.name for scenario in self.scenarios)

    def check(self, fewest: int = 2, room: bool = True) -> None:
        """Raise `SettingError` or `QuantityError` for what cannot be run; `room`: also for what does not fit into memory."""
        if len(self.scenarios) < fewest:
            raise SettingError(
                Text(
                    f"a comparison needs at least {fewest} scenarios, not {len(self.scenarios)}",
                    f"比较至少需要 {fewest} 个方案，目前为 {len(self.scenarios)} 个",
                )
            )
        for name in self.names:
            if self.names.count(name) > 1:
                raise SettingError(
                    Text(
                        f"scenario '{name}' is named twice; a scenario is compared with others",
                        f"方案 '{name}' 出现两次；方案须与其他方案比较",
                    )
                )
        at_least_one("weeks", self.weeks)
        whole_seed(self.seed)
        LEVERS.check(self.levers)
        ENVIRONMENT.check(self.environment)
        whole(CONSTANTS.check(self.constants))
        for scenario in self.scenarios:
            for week in (-1, *scenario.weeks):
                if fault := hours_fault({**scenario.at(-1), **self.levers, **_dated(scenario, week)}):
                    raise SettingError(
                        Text(
                            f"scenario '{scenario.name}' with these values: {fault}",
                            f"方案 '{scenario.name}' 取这些值时：{fault}",
                        )
                    )
        elements, complexity = (
            self.environment.get(name, ENVIRONMENT[name].default) for name in ("elements", "complexity")
        )
        if complexity >= elements:
            raise SettingError(
                Text(
                    f"complexity = {complexity} is out of bounds: less than elements = {elements}",
                    f"complexity = {complexity} 超出范围：须小于 elements = {elements}",
                )
            )
        sizes = {"residents": self.residents, "communities": self.communities}
        for name, value in sizes.items():
            if value is not None:
                at_least_one(name, value)
                ENVIRONMENT[name].check(value)
        if self.population is not None:
            given = [f"--{name}" for name, value in sizes.items() if value is not None]
            if given:
                raise SettingError(
                    Text(
                        f"the data say how many residents and communities there are: leave out {' and '.join(given)}",
                        f"居民数与社区数由数据决定：请去掉 {'、'.join(given)}",
                    )
                )
        else:
            residents, communities = (
                self.environment.get(name, ENVIRONMENT[name].default) if value is None else value
                for name, value in sizes.items()
            )
            if residents < communities:
                raise SettingError(
                    Text(
                        f"{residents} residents cannot fill {communities} communities: residents must be at least communities",
                        f"{residents} 名居民不足以分到 {communities} 个社区：居民数不得少于社区数",
                    )
                )
        if room:
            memory.check(self.place, self.weeks)

    @property
    def place(self) -> dict[str, Any]:
        """The environment with the size of the district, as far as the values say."""
        size: dict[str, Any] = {"residents": self.residents, "communities": self.communities}
        if self.population is not None:
            size = {"residents": len(self.population), "communities": len(self.population.communities)}
        return {**ENVIRONMENT.defaults(), **self.environment, **{k: v for k, v in size.items() if v is not None}}


def _dated(scenario: Scenario, week: int) -> dict[str, Any]:
    """Return what dated changes have set by a week; they go over values that hold for all scenarios."""
    found: dict[str, Any] = {}
    for change in scenario.changes:
        if change.week <= week:
            found.update(change.levers)
    return found


def fitted(setting: Setting, workers: int | None, count: int) -> int:
    """Return how many of `count` processes fit into memory; raise if an explicit number was asked for and does not fit."""
    if workers is None:
        return memory.fitting(setting.place, count, setting.weeks)
    memory.check(setting.place, setting.weeks, processes=count)
    return count


def at_least_one(name: str, value: Any) -> int:
    """Return `value` if it is a whole number of at least 1, else raise `SettingError`."""
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise SettingError(
            Text(
                f"{name} = {value!r} is not allowed: a whole number from 1",
                f"{name} = {value!r} 不允许：须为不小于 1 的整数",
            )
        )
    return value


def split_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Sort values by name into levers, environment and constants; unknown names raise with the nearest known one."""
    parts: dict[Kind, dict[str, Any]] = {catalogue.kind: {} for catalogue in ALL}
    for name, value in plain(values).items():
        quantity = declared(name)
        parts[quantity.kind][name] = quantity.check(value)
    return parts[Kind.LEVER], parts[Kind.ENVIRONMENT], parts[Kind.CONSTANT]


def check_precision(asked: Mapping[str, float], indicators: Iterable[str]) -> None:
    """Raise for unknown indicators and for half-widths that are not positive."""
    known = list(indicators)
    for name, width in plain(asked).items():
        if name not in known:
            raise QuantityError(
                Text(
                    f"precision: unknown indicator '{name}'{suggestion(name, known).en}",
                    f"precision：没有指标 '{name}'{suggestion(name, known).zh}",
                )
            )
        if isinstance(width, bool) or not isinstance(width, int | float) or not 0 < width < math.inf:
            raise SettingError(
                Text(
                    f"precision: {name} = {width!r} is not allowed: a half-width above 0",
                    f"precision：{name} = {width!r} 不允许：半宽须大于 0",
                )
            )
