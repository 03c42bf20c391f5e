"""A factor: what a study varies, over which range or values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.nearest import meant, suggestion
from ...core.quantity import Quantity
from ...core.text import Text
from ...model.quantities.parameters import declared
from ...runs.values import plain
from ..errors import StudyError
from .study_extensions import shown

KEYS = ("low", "high", "levels", "scale")
SCALES = ("linear", "log")
PLAUSIBLE = "plausible"
DIGITS = 12
"""Significant digits of a sampled value: logarithms differ in the last bits from one processor to the next."""


def checked(name: str, value: Any) -> Any:
    """Return a value of a lever, environment parameter or constant as studies keep it, or raise `QuantityError`.

    Numbers have `DIGITS` significant digits, so that 0.1 + 0.2 is 0.3 and no level of its own.
    """
    value = plain(value)
    if isinstance(value, float) and math.isfinite(value):
        value = rounded(value)
    return declared(name).check(value)


def rounded(value: float) -> float:
    """Return a number with `DIGITS` significant digits."""
    return float(f"{value:.{DIGITS}g}")


@dataclass(frozen=True, slots=True)
class Factor:
    """A lever, environment parameter or constant that a study varies.

    Parameters
    ----------
    name : as declared.
    values : the values it takes, or empty for a range.
    low, high : ends of the range, inclusive, in the unit of the declaration.
    levels : number of values of a range in a grid.
    log : whether the range is even in the logarithm.
    """

    name: str
    values: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None
    levels: int | None = None
    log: bool = False

    @classmethod
    def read(cls, name: str, given: Any) -> Factor:
        """Return the factor of an entry of a study file: a list of values, {low, high}, or the word plausible.

        Raises
        ------
        QuantityError
            For an unknown name, values out of bounds, an empty list or range.
        """
        quantity, given = declared(name), plain(given)
        if isinstance(given, list):
            values = tuple(checked(name, value) for value in given)
            if not values:
                raise StudyError(
                    Text("no values; write at least one, as [0, 0.5, 1]", "没有值；至少写一个，例如 [0, 0.5, 1]")
                )
            if len(set(values)) < len(values):
                raise StudyError(Text(f"a value is given twice in {list(values)}", f"{list(values)} 中有重复的值"))
            return cls(name, values)
        if given == PLAUSIBLE:
            return cls._plausible(quantity)
        if not isinstance(given, Mapping):
            raise StudyError(
                Text(
                    f"{given!r} is neither a list of values, nor {{low, high}}, nor the word {PLAUSIBLE}",
                    f"{given!r} 既不是值的列表，也不是 {{low, high}}，也不是 {PLAUSIBLE}",
                )
            )
        return cls._range(quantity, given)

    @classmethod
    def _plausible(cls, quantity: Quantity) -> Factor:
        if quantity.choices:
            return cls(quantity.name, quantity.choices)
        low, high = quantity.plausible or (quantity.low, quantity.high)
        if low is None or high is None:
            raise StudyError(
                Text(
                    f"{quantity.name} has no declared plausible range; write {{low: ..., high: ...}}",
                    f"{quantity.name} 没有声明合理范围；请写 {{low: ..., high: ...}}",
                )
            )
        return cls(quantity.name, (), quantity.check(low), quantity.check(high))

    @classmethod
    def _range(cls, quantity: Quantity, given: Mapping[str, Any]) -> Factor:
        for key in given:
            if key not in KEYS:
                raise StudyError(
                    Text(f"unknown key '{key}'{meant(key, KEYS).en}", f"没有键 '{key}'{meant(key, KEYS).zh}")
                )
        if quantity.choices:
            raise StudyError(
                Text(
                    f"{quantity.name} is a choice; list values of it: {', '.join(quantity.choices)}",
                    f"{quantity.name} 是分类取值；请列出其中的值：{'、'.join(quantity.choices)}",
                )
            )
        if "low" not in given or "high" not in given:
            raise StudyError(Text("a range needs low and high", "范围需要 low 与 high"))
        low, high = checked(quantity.name, given["low"]), checked(quantity.name, given["high"])
        if not low < high:
            raise StudyError(
                Text(f"low = {low:g} is not below high = {high:g}", f"low = {low:g} 须小于 high = {high:g}")
            )
        scale, levels = given.get("scale", "linear"), given.get("levels")
        if scale not in SCALES:
            raise StudyError(
                Text(
                    f"scale = {scale!r} is not allowed: one of {', '.join(SCALES)}{suggestion(str(scale), SCALES).en}",
                    f"scale = {scale!r} 不允许：可取 {'、'.join(SCALES)}{suggestion(str(scale), SCALES).zh}",
                )
            )
        if scale == "log" and low <= 0:
            raise StudyError(
                Text(
                    f"low = {low:g} is not above 0, as scale: log needs",
                    f"low = {low:g} 不大于 0，而 scale: log 要求大于 0",
                )
            )
        if levels is not None and (isinstance(levels, bool) or not isinstance(levels, int) or levels < 2):
            raise StudyError(
                Text(
                    f"levels = {levels!r} is not allowed: a whole number from 2",
                    f"levels = {levels!r} 不允许：须为不小于 2 的整数",
                )
            )
        return cls(quantity.name, (), low, high, levels, scale == "log")

    def at(self, share: float) -> Any:
        """Return the value at a place between 0 and 1 of the range, or the value whose turn it is there."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        low, high = self.ends
        if shown(self.name).integer:
            return min(int(low) + int(share * (int(high) - int(low) + 1)), int(high))
        value = low * (high / low) ** share if self.log else low + share * (high - low)
        return min(max(rounded(value), low), high)

    def grid(self) -> tuple[Any, ...]:
        """Return the values in a grid."""
        if self.values:
            return self.values
        if self.levels is None:
            raise StudyError(
                Text(
                    f"a grid needs values or levels: {self.name}: {{low: ..., high: ..., levels: 5}}",
                    f"网格需要列出值，或写 levels：{self.name}: {{low: ..., high: ..., levels: 5}}",
                )
            )
        if shown(self.name).integer:
            low, high = self.ends
            return tuple(dict.fromkeys(round(value) for value in np.linspace(low, high, self.levels).tolist()))
        return tuple(self.at(k / (self.levels - 1)) for k in range(self.levels))

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the range."""
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    @classmethod
    def unknown(cls, name: str, given: Any) -> Factor:
        """Return a factor of an extension that is not in use, from a study that has run: its entry was checked then."""
        if isinstance(given, list):
            return cls(name, tuple(given))
        return cls(name, (), given["low"], given["high"], given.get("levels"), given.get("scale") == "log")

    def plain(self) -> Any:
        """Return the entry of a study file that gives this factor."""
        if self.values:
            return list(self.values)
        entry: dict[str, Any] = {"low": self.low, "high": self.high}
        if self.levels is not None:
            entry["levels"] = self.levels
        return {**entry, "scale": "log"} if self.log else entry
