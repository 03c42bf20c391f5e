"""The file of a calibration: targets, what is free, and how the runs are made. Every fault at once, with its line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.nearest import meant, suggestion
from ...core.quantity import Quantity
from ...core.text import Text, both
from ...model.quantities.indicators import INDICATORS
from ...scenarios import ScenarioError
from ...scenarios.yaml_lines import Located
from ..design import reading
from ..design.spec import Spec
from ..errors import StudyError

KEYS = (
    "title", "scenario", "free", "targets", "prior", "trials", "batch", "recovery", "set", "replicates", "weeks", "residents",
    "communities", "seed", "data",
)  # fmt: skip
TARGET_KEYS = ("indicator", "value", "tolerance", "error", "when", "weight", "holdout", "source")
DEFAULTS = {"prior": 64, "trials": 64, "batch": 8, "recovery": 3}
LOWEST = {"prior": 8, "trials": 0, "batch": 1, "recovery": 0}
Z = 2.0
"""Standard errors within which a target that gives its error is met."""


@dataclass(frozen=True, slots=True)
class Target:
    """A number that the model should give.

    Parameters
    ----------
    indicator, value : what should be what.
    tolerance : distance up to which the target counts as met; twice the standard error where the file gives `error`.
    weeks : (from, to), first and last week of the mean; None: the last 52 weeks.
    weight : in the fit.
    holdout : never fitted, only reported.
    source : where the number comes from.
    """

    indicator: str
    value: float
    tolerance: float
    weeks: tuple[int, int] | None = None
    weight: float = 1.0
    holdout: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a calibration is asked to do.

    Parameters
    ----------
    spec : the study in which its runs are kept; its design is the sample of the prior.
    targets : fitted and held out.
    trials, batch : points that the search asks for, and how many at a time.
    recovery : known points that the same procedure has to find again.
    """

    spec: Spec
    targets: tuple[Target, ...]
    trials: int
    batch: int
    recovery: int

    @property
    def fitted(self) -> tuple[Target, ...]:
        """Those that are fitted."""
        return tuple(one for one in self.targets if not one.holdout)


def read(path: str | Path) -> Plan:
    """Return the calibration of a file.

    Raises
    ------
    StudyError
        With all faults of the file.
    """
    path = Path(path).expanduser()
    try:
        located = Located(path, "targets", Text("targets and free", "targets 与 free"))
    except ScenarioError as error:
        raise StudyError(error.texts) from None
    data = located.data
    if not isinstance(data, dict):
        raise StudyError(
            Text(
                f"{path}:1: targets are a mapping with the keys {', '.join(KEYS)}",
                f"{path}:1：目标文件须为映射，键为 {'、'.join(KEYS)}",
            )
        )
    for key in data:
        if key not in KEYS:
            located.fault(
                (key,), Text(f"unknown key '{key}'{meant(key, KEYS).en}", f"没有键 '{key}'{meant(key, KEYS).zh}")
            )
    numbers = {name: _whole(located, name, data.get(name, default)) for name, default in DEFAULTS.items()}
    targets = _targets(located, data)
    spec = _spec(located, data, targets, numbers["prior"], path.parent)
    if spec is not None:
        for place, one in enumerate(targets):
            if one.weeks is not None and one.weeks[1] > spec.weeks:
                located.fault(("targets", place, "when"), Text(f"week {one.weeks[1]} is after the end of the runs ({spec.weeks} weeks)", f"第 {one.weeks[1]} 周在运行结束（第 {spec.weeks} 周）之后"))  # fmt: skip
        if spec.replicates < 2:
            located.fault(
                ("replicates",),
                Text(
                    "replicates = 1 is not allowed: two or more are needed to estimate random variation",
                    "replicates = 1 不允许：至少需要 2 次才能估计随机波动",
                ),
            )
    if located.faults or spec is None:
        raise StudyError(located.faults)
    return Plan(spec, tuple(targets), numbers["trials"], numbers["batch"], numbers["recovery"])


def _whole(located: Located, name: str, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < LOWEST[name]:
        located.fault(
            (name,),
            Text(
                f"{name} = {given!r} is not allowed: a whole number from {LOWEST[name]}",
                f"{name} = {given!r} 不允许：须为不小于 {LOWEST[name]} 的整数",
            ),
        )
        return DEFAULTS[name]
    return given


def _spec(located: Located, data: Mapping[str, Any], targets: list[Target], prior: int, folder: Path) -> Spec | None:
    """Return the study in which the runs are kept."""
    if not data.get("free"):
        located.fault(
            ("free",),
            Text(
                "is missing; say what may vary, as free: {social_weight: plausible}",
                "缺少；请写明哪些参数可以改变，例如 free: {social_weight: plausible}",
            ),
        )
        return None
    asked = {key: data[key] for key in ("title", "set", "weeks", "residents", "communities", "seed", "data") if key in data}  # fmt: skip
    asked |= {"scenarios": [data.get("scenario", "status_quo")], "factors": data["free"]}
    asked |= {"design": {"method": "sobol", "points": prior}, "replicates": data.get("replicates", 5)}
    asked["indicators"] = list(dict.fromkeys(one.indicator for one in targets))
    if any(one.weeks is not None for one in targets):
        asked["record"] = ["series"]
    names = {"factors": "free", "scenarios": "scenario", "design": "prior"}

    def note(place: reading.Place, what: Text) -> None:
        rest = place[1:] if place[0] != "scenarios" else ()
        located.fault((names.get(str(place[0]), place[0]), *rest), what)

    return reading._Reader(asked, note, folder).spec()


def _targets(located: Located, data: Mapping[str, Any]) -> list[Target]:
    given = data.get("targets")
    if not isinstance(given, list) or not given:
        located.fault(
            ("targets",),
            Text(
                "are missing; write a list of {indicator, value, tolerance}",
                "缺少；请写出 {indicator, value, tolerance} 的列表",
            ),
        )
        return []
    found = [one for place, entry in enumerate(given) if (one := _target(located, place, entry)) is not None]
    if found and all(one.holdout for one in found):
        located.fault(
            ("targets",), Text("all are held out; at least one must be fitted", "全部留作检验；至少须有一个用于拟合")
        )
    return found


def _target(located: Located, place: int, entry: Any) -> Target | None:
    at = ("targets", place)
    if not isinstance(entry, Mapping):
        located.fault(
            at,
            Text(
                f"{entry!r} is not {{indicator, value, tolerance}}", f"{entry!r} 不是 {{indicator, value, tolerance}}"
            ),
        )
        return None
    for key in entry:
        if key not in TARGET_KEYS:
            located.fault((*at, key), Text(f"unknown key '{key}'{meant(key, TARGET_KEYS).en}", f"没有键 '{key}'{meant(key, TARGET_KEYS).zh}"))  # fmt: skip
    name = entry.get("indicator")
    if name not in INDICATORS:
        located.fault(
            (*at, "indicator"),
            Text(
                f"unknown indicator '{name}'{suggestion(str(name), INDICATORS).en}",
                f"没有指标 '{name}'{suggestion(str(name), INDICATORS).zh}",
            ),
        )
        return None
    if ("tolerance" in entry) == ("error" in entry):
        located.fault(
            at,
            Text(
                f"{name} needs either tolerance (how far off is still met) or error (standard error)",
                f"{name} 需要 tolerance（允许偏差）或 error（标准误）之一",
            ),
        )
        return None
    value = _number(located, (*at, "value"), entry.get("value"))
    declared = INDICATORS[str(name)]
    if value is not None and not (_least(declared) <= value <= _most(declared)):
        is_share = declared.high == 1 and 1 < value <= 100
        share = (
            Text("; a share is written as 0.12, not as 12", "；占比请写作 0.12，而不是 12") if is_share else both("")
        )
        located.fault(
            (*at, "value"),
            Text(
                f"{name} = {value:g} is not possible: {declared.allowed}{share.en}",
                f"{name} = {value:g} 不可能：{declared.permitted.zh}{share.zh}",
            ),
        )
    width = "tolerance" if "tolerance" in entry else "error"
    tolerance = _number(located, (*at, width), entry[width], above=0.0)
    weight = _number(located, (*at, "weight"), entry.get("weight", 1.0), above=0.0)
    holdout = entry.get("holdout", False)
    if not isinstance(holdout, bool):
        located.fault(
            (*at, "holdout"),
            Text(f"{holdout!r} is not allowed: true or false", f"{holdout!r} 不允许：须为 true 或 false"),
        )
    try:
        weeks = _weeks(entry.get("when"))
    except StudyError as error:
        located.fault((*at, "when"), error.text)
        return None
    if value is None or tolerance is None or weight is None:
        return None
    tolerance *= Z if width == "error" else 1.0
    return Target(str(name), value, tolerance, weeks, weight, holdout is True, str(entry.get("source", "")))


def _number(located: Located, at: tuple[str | int, ...], given: Any, above: float | None = None) -> float | None:
    wrong = isinstance(given, bool) or not isinstance(given, int | float)
    if wrong or not math.isfinite(given) or (above is not None and given <= above):
        located.fault(
            at,
            Text(
                f"{given!r} is not allowed: a finite number{'' if above is None else f' above {above:g}'}",
                f"{given!r} 不允许：须为{'' if above is None else f'大于 {above:g} 的'}有限数",
            ),
        )
        return None
    return float(given)


def _least(declared: Quantity) -> float:
    return -math.inf if declared.low is None else declared.low


def _most(declared: Quantity) -> float:
    return math.inf if declared.high is None else declared.high


def _weeks(given: Any) -> tuple[int, int] | None:
    if given is None or given == "last_year":
        return None
    ends = [given.get("from"), given.get("to")] if isinstance(given, Mapping) and set(given) == {"from", "to"} else []
    whole = [one for one in ends if isinstance(one, int) and not isinstance(one, bool)]
    if len(whole) != 2 or not 1 <= whole[0] <= whole[1]:
        raise StudyError(
            Text(
                f"{given!r} is not allowed: last_year, or {{from: 1, to: 52}} in weeks from 1",
                f"{given!r} 不允许：须为 last_year，或 {{from: 1, to: 52}}（周次从 1 起）",
            )
        )
    return whole[0], whole[1]
