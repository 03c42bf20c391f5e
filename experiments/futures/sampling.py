"""Which futures are tried: what varies, how far, and the points of a Latin hypercube (McKay, Beckman & Conover 1979)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...core.quantity import Quantity, QuantityError, environment
from ...core.text import Text, text_of
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.levers import LEVERS
from ...model.quantities.parameters import CONSTANTS, declared
from ...runs.settings import Setting, SettingError, at_least_one
from .ranges import assumed, settled, sweep

GROUPS = ("environment", "assumed")
"""Words for many at once: the environment's plausible ranges (the default), or everything that is assumed."""

WEEKS = environment(
    "weeks",
    260,
    bounds=(52, 1040),
    plausible=(104, 520),
    integer=True,
    unit="weeks",
    label=Text("Length of the run", "运行时长"),
    source="the horizon of the comparison",
)
REPLICATES = 5
"""Runs of each scenario in each future, unless said otherwise."""
DIGITS = 6
_GIVEN_SIZES = ("residents", "communities", "groups", "household_size", "building_size", "grids")
_GIVEN_TIES = ("homophily", "mean_ties", "tie_dispersion", "acquaintances", "across_share")
_DRAW = 911


@dataclass(frozen=True, slots=True)
class Range:
    """What varies over futures, and how far.

    Parameters
    ----------
    quantity : its declaration.
    low, high : ends, inclusive; None for a choice of words.
    words : the words of a choice.
    """

    quantity: Quantity
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the quantity."""
        return self.quantity.name

    def at(self, share: float) -> Any:
        """Return the value at a place between 0 and 1 of the range; whole numbers and words have equal room."""
        if self.words:
            return self.words[min(int(share * len(self.words)), len(self.words) - 1)]
        low, high = self.ends
        if self.quantity.integer:
            return min(int(low) + int(share * (int(high) - int(low) + 1)), int(high))
        return min(max(float(f"{low + share * (high - low):.{DIGITS}g}"), low), high)

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of a range of numbers."""
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    @property
    def text(self) -> str:
        """The range as `--over` takes it."""
        short = [f"{end:.12g}" for end in (() if self.words else self.ends)]
        ends = self.words or [text if float(text) == end else repr(end) for text, end in zip(short, self.ends)]
        return f"{self.name}={':'.join(ends)}"


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which futures are tried.

    Parameters
    ----------
    count : number of futures.
    over : what varies.
    replicates : runs of each scenario in each future.
    """

    count: int
    over: tuple[Range, ...]
    replicates: int = REPLICATES

    def points(self, setting: Setting) -> tuple[dict[str, Any], ...]:
        """Return the values of each future, by name.

        A Latin hypercube: each range is cut into as many equal parts as there are futures, and each part is met once.
        """
        from scipy.stats import qmc  # heavy, and only wanted where futures are tried

        rng = np.random.default_rng([setting.seed, _DRAW])
        unit = qmc.LatinHypercube(len(self.over), rng=rng).random(self.count)
        fixed = {**setting.environment, **setting.constants}
        found = []
        for row in unit.tolist():
            values = {one.name: one.at(share) for one, share in zip(self.over, row, strict=True)}
            together = settled({**fixed, **values})
            found.append({name: together[name] for name in values})
        return tuple(found)


def sampling(
    setting: Setting, count: int, over: Iterable[str] | Mapping[str, Any] = (), replicates: int = REPLICATES
) -> Sampling:
    """Return which futures to try for a setting.

    Parameters
    ----------
    count : number of futures.
    over : what varies: names, `name=low:high`, or a mapping of names to (low, high); also the words of `GROUPS`. Without
        any, all environment parameters with a declared plausible range that neither the setting nor its data determine.
    replicates : runs of each scenario in each future.

    Raises
    ------
    SettingError, QuantityError
        For what does not exist, is out of bounds, is a lever, or is fixed by the setting or its data.
    """
    at_least_one("futures", count)
    at_least_one("runs in each future", replicates)
    asked = _asked(over) or [("environment", None)]
    ranges: dict[str, Range] = {}
    for name, ends in asked:
        if name in GROUPS:
            if ends is not None:
                raise SettingError(
                    Text(
                        f"--over {name}: stands for many and takes no range",
                        f"--over {name}：它代表多个参数，不能带范围",
                    )
                )
            for one in _group(name):
                if _fixed(setting, one.name) is None:
                    ranges.setdefault(one.name, one)
    named = [name for name, _ in asked if name not in GROUPS]
    for name, ends in asked:
        if name in GROUPS:
            continue
        if named.count(name) > 1:
            raise SettingError(Text(f"--over: '{name}' is named twice", f"--over：'{name}' 出现两次"))
        why = _fixed(setting, name)
        if why is not None:
            raise SettingError(Text(f"--over {name}: {why.en}", f"--over {name}：{why.zh}"))
        ranges[name] = _range(_declared(name), ends)
    if not ranges:
        raise SettingError(
            Text(
                "--over: nothing is left that could vary; name something that is not set",
                "--over：没有可以变化的参数；请指定未设定的参数",
            )
        )
    chosen = Sampling(count, tuple(ranges.values()), replicates)
    for number, point in enumerate(chosen.points(setting)):
        future = future_setting(setting, point)
        try:
            future.check()
        except QuantityError as error:
            raise SettingError(
                Text(
                    f"--over: future {number + 1} cannot be run: {error}",
                    f"--over：第 {number + 1} 个情形无法运行：{text_of(error).zh}",
                )
            ) from None
    return chosen


def _asked(over: Iterable[str] | Mapping[str, Any]) -> list[tuple[str, Sequence[Any] | None]]:
    """Return (name, ends) of each thing that is to vary."""
    if isinstance(over, str):
        over = [over]
    if isinstance(over, Mapping):
        found = []
        for name, ends in over.items():
            if ends is not None and (isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) < 2):
                raise SettingError(
                    Text(
                        f"--over {name}: {ends!r} is no range; write (low, high)",
                        f"--over {name}：{ends!r} 不是范围；请写成 (low, high)",
                    )
                )
            found.append((str(name), ends))
        return found
    found = []
    for text in over:
        name, sign, ends = str(text).partition("=")
        parts = [part.strip() for part in ends.split(":")]
        if not name.strip() or (sign and (len(parts) < 2 or not all(parts))):
            raise SettingError(
                Text(
                    f"--over {text!r} is not written as NAME or NAME=LOW:HIGH",
                    f"--over {text!r} 写法有误，应为 NAME 或 NAME=LOW:HIGH",
                )
            )
        found.append((name.strip(), parts if sign else None))
    return found


def _group(name: str) -> list[Range]:
    if name == "assumed":
        return [_range(one.quantity, None) for one in assumed()]
    return [_range(one, None) for one in ENVIRONMENT.values() if one.plausible or one.choices]


def _declared(name: str) -> Quantity:
    if name in LEVERS:
        raise SettingError(
            Text(
                f"--over {name}: is a lever, which policy sets; futures vary what no policy sets (cogov sweep varies levers)",
                f"--over {name}：这是由政策决定的杠杆；各情形只变动政策之外的参数（杠杆请用 cogov sweep）",
            )
        )
    return WEEKS if name == "weeks" else declared(name, "--over", (*GROUPS, "weeks"))


def _range(quantity: Quantity, ends: Sequence[Any] | None) -> Range:
    place = f"--over {quantity.name}"
    if quantity.choices:
        words = tuple(quantity.check(word, place) for word in (ends or quantity.choices))
        if len(set(words)) < 2:
            raise SettingError(
                Text(
                    f"{place}: needs two words or more of {', '.join(quantity.choices)}",
                    f"{place}：须从 {'、'.join(quantity.choices)} 中至少选两个",
                )
            )
        return Range(quantity, words=tuple(dict.fromkeys(words)))
    if ends is None:
        swept = sweep(quantity)
        pair = quantity.plausible or (swept.values if swept is not None else None)
        if pair is None:
            raise SettingError(
                Text(
                    f"{place}: no plausible range is declared; write {quantity.name}=LOW:HIGH",
                    f"{place}：没有声明合理范围；请写成 {quantity.name}=LOW:HIGH",
                )
            )
        return Range(quantity, quantity.check(pair[0]), quantity.check(pair[-1]))
    if len(ends) != 2:
        raise SettingError(
            Text(
                f"{place}: a range has two ends: {quantity.name}=LOW:HIGH",
                f"{place}：范围须有两端：{quantity.name}=LOW:HIGH",
            )
        )
    low, high = (quantity.check(_number(end, place), place) for end in ends)
    if not low < high:
        raise SettingError(
            Text(
                f"{place}: low = {low:g} is not below high = {high:g}", f"{place}：low = {low:g} 不小于 high = {high:g}"
            )
        )
    return Range(quantity, low, high)


def _number(end: Any, place: str) -> Any:
    if not isinstance(end, str):
        return end
    try:
        return float(end)
    except ValueError:
        raise SettingError(Text(f"{place}: {end!r} is not a number", f"{place}：{end!r} 不是数字")) from None


def _fixed(setting: Setting, name: str) -> Text | None:
    """Return why something cannot vary: it is set, or the data say what it is."""
    if name in {**setting.environment, **setting.constants}:
        return Text(
            "is set to one value for all futures; leave out one of --set and --over",
            "已设为在所有情形中不变的值；--set 与 --over 请去掉一个",
        )
    if name in ("residents", "communities") and getattr(setting, name) is not None:
        return Text(f"is set by --{name}; leave out one of both", f"已由 --{name} 设定；请去掉其中一个")
    data = setting.population
    if data is None:
        return None
    missing = getattr(data, "missing", {})
    given = name in _GIVEN_SIZES or (name in _GIVEN_TIES and getattr(data, "edges", None) is not None)
    given |= name == "renters" and missing.get("tenure", 1.0) == 0
    given |= name == "initial_organizations" and getattr(data, "organizations", None) is not None
    if not given:
        return None
    return Text("the data say what it is; it stays the same in all futures", "由数据给定；在所有情形中不变")


def future_setting(setting: Setting, point: Mapping[str, Any]) -> Setting:
    """Return the setting in one future."""
    values = dict(point)
    weeks = values.pop("weeks", setting.weeks)
    inside = {name: value for name, value in values.items() if name in ENVIRONMENT}
    return replace(
        setting,
        weeks=weeks,
        environment={**setting.environment, **inside},
        constants={**setting.constants, **{name: value for name, value in values.items() if name in CONSTANTS}},
    )


def read_sampling(setting: Setting, entry: Mapping[str, Any]) -> Sampling:
    """Return the sampling that a manifest describes; see `Sampling`."""
    return sampling(setting, entry["count"], entry["over"], entry["replicates"])
