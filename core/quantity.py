"""One way to declare a quantity: what it is, its unit, its bounds, how well it is known, and its name in both languages.

Validation, help texts, sliders, samplers, the ODD document, the glossary and the list of assumptions in every report
are derived from these declarations and from nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from . import units
from .nearest import nearest as nearest
from .nearest import suggestion as suggestion
from .sources import Source
from .sources import source as in_both
from .text import Text, both


class Kind(StrEnum):
    """What a quantity is for: the words are different because the things are."""

    STATE = "state"
    LEVER = "lever"
    ENVIRONMENT = "environment"
    CONSTANT = "constant"
    INDICATOR = "indicator"


class Status(StrEnum):
    """How a default value is known."""

    MEASURED = "measured"
    CALIBRATED = "calibrated"
    ASSUMED = "assumed"
    POLICY = "policy"
    COMPUTED = "computed"
    EXPERIMENT = "experiment"


STATUS_LABELS = {
    Status.MEASURED: Text("measured", "实测"),
    Status.CALIBRATED: Text("calibrated", "校准"),
    Status.ASSUMED: Text("assumed", "假定"),
    Status.POLICY: Text("policy choice", "政策选择"),
    Status.COMPUTED: Text("computed", "计算得出"),
    Status.EXPERIMENT: Text("switch of an experiment", "实验开关"),
}


_NONE = Text("", "")


class QuantityError(ValueError):
    """A name or a value that no declaration allows. The message names place, value, what is allowed, the nearest name.

    It is English; `text` has it in both languages.
    """

    text: Text

    def __init__(self, words: str | Text) -> None:
        self.__dict__.setdefault("text", both(words))  # a class below may have set it
        super().__init__(both(words).en)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)


def _at(place: str) -> Text:
    return Text(f"{place}: ", f"{place}：") if place else Text("", "")


@dataclass(frozen=True, slots=True)
class Quantity:
    """The declaration of one quantity.

    Parameters
    ----------
    name : public name, as in columns, levers and indicators.
    kind : state, lever, environment, constant or indicator.
    default : default value (for a choice: one of `choices`).
    low, high : permitted values, inclusive (``None``: open).
    unit : unit in plain words ("share", "h a week", "yuan a resident a year").
    status : how the default is known.
    source : where the default comes from; for assumptions, the reason.
    label : short name in both languages.
    meaning : one sentence in both languages.
    plausible : range for sweeps where it is narrower than what is permitted.
    choices : permitted words of a categorical quantity; kernels see their position.
    integer : whole numbers only.
    """

    name: str
    kind: Kind
    default: Any
    low: float | None
    high: float | None
    unit: str
    status: Status
    source: Text
    label: Text
    meaning: Text
    plausible: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    integer: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        """What is permitted, in English words."""
        return self.permitted.en

    @property
    def permitted(self) -> Text:
        """What is permitted, in words of both languages."""
        if self.choices:
            return Text(f"one of {', '.join(self.choices)}", f"可取：{'、'.join(self.choices)}")
        low = "-inf" if self.low is None else f"{self.low:g}"
        high = "inf" if self.high is None else f"{self.high:g}"
        words = self.extra.get("unit") or units.unit(self.unit)
        return Text(
            f"{'a whole number ' if self.integer else ''}from {low} to {high} ({self.unit})",
            f"{low} 至 {high}{' 的整数' if self.integer else ''}（{words.zh}）",
        )

    def _refused(self, place: str, value: Any, en: str, zh: str, hint: Text = _NONE) -> QuantityError:
        """Return the error for a value: what is wrong with it, and what is permitted."""
        allowed = self.permitted
        return QuantityError(
            Text(
                f"{_at(place).en}{self.name} = {value!r} {en}: {allowed.en}{hint.en}",
                f"{_at(place).zh}{self.name} = {value!r} {zh}：{allowed.zh}{hint.zh}",
            )
        )

    def check(self, value: Any, place: str = "") -> Any:
        """Return `value` as the declared type, or raise `QuantityError` naming place, value and what is allowed."""
        if self.choices:
            if isinstance(value, str) and value in self.choices:
                return value
            hint = suggestion(value, self.choices) if isinstance(value, str) else _NONE
            raise self._refused(place, value, "is not allowed", "不允许", hint)
        if isinstance(value, bool) or not isinstance(value, int | float):
            try:
                value = value.item()  # pyright: ignore[reportAttributeAccessIssue]  (a NumPy scalar)
            except AttributeError:
                raise self._refused(place, value, "is not a number", "不是数") from None
        number = float(value)
        if not math.isfinite(number):
            raise self._refused(place, value, "is not finite", "不是有限的数")
        if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
            raise self._refused(place, value, "is out of bounds", "超出范围")
        if self.integer:
            if number != int(number):
                raise self._refused(place, value, "is not whole", "不是整数")
            return int(number)
        return number

    def code(self, value: Any) -> float:
        """Return the number a kernel sees: the value itself, or the position of a word among `choices`."""
        return float(self.choices.index(value)) if self.choices else float(value)


_NOUNS = {
    "lever": "杠杆", "environment parameter": "环境参数", "constant": "常量", "indicator": "指标", "outcome": "结果",
}  # fmt: skip


class Catalogue(Mapping[str, Quantity]):
    """Quantities by name, in the order of their declaration; a name can be declared once only."""

    def __init__(self, quantities: Iterable[Quantity], noun: str) -> None:
        self.noun = noun
        self._items: dict[str, Quantity] = {}
        for quantity in quantities:
            if quantity.name in self._items:
                raise QuantityError(f"{noun} '{quantity.name}' is declared twice")
            self._items[quantity.name] = quantity

    def __getitem__(self, name: str) -> Quantity:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def find(self, name: str, place: str = "") -> Quantity:
        """Return the quantity called `name`, or raise `QuantityError` with the nearest known name."""
        if name in self:
            return self[name]
        raise QuantityError(
            Text(*(f"{_at(place)[language]}{self.unknown(name)[language]}" for language in ("en", "zh")))
        )

    def unknown(self, name: str) -> Text:
        """Return that a name is not known, and what may be meant by it."""
        hint, close = self.hint(name), suggestion(name, self)
        return Text(
            f"unknown {self.noun} '{name}'{hint}",
            f"没有{_NOUNS.get(self.noun, self.noun)} '{name}'{close.zh if hint == close.en else hint}",
        )

    def hint(self, name: str) -> str:
        """Return what may be meant by a name that is not known, or an empty string."""
        return nearest(name, self)

    def check(self, values: Mapping[str, Any], place: str = "") -> dict[str, Any]:
        """Validate a partial mapping of values; unknown names and values out of bounds raise `QuantityError`."""
        return {name: self.find(name, place).check(value, place) for name, value in values.items()}

    def defaults(self) -> dict[str, Any]:
        """Return the default of each quantity."""
        return {name: quantity.default for name, quantity in self.items()}


Unit = str | Text
"""A unit: the English words of one in the table of `core/units.py`, or another in both languages."""

Bounds = tuple[float | None, float | None]
"""Least and greatest value, inclusive; None: open."""

OPEN: Bounds = (None, None)


def _meaning(label: Text, meaning: Text | None) -> Text:
    """Return the sentence about a quantity: its label where nothing more is declared."""
    return Text(meaning.en or label.en, meaning.zh or label.zh) if meaning else label


def _unit(unit: Unit, **extra: Any) -> tuple[str, dict[str, Any]]:
    """Return the unit in English and what else a declaration keeps."""
    if isinstance(unit, str):
        return unit, extra
    units.declare(unit)
    return unit.en, {**extra, "unit": unit}


def state(
    name: str,
    default: float,
    *,
    bounds: Bounds = OPEN,
    unit: Unit,
    label: Text,
    meaning: Text | None = None,
    source: Source = "",
    integer: bool = False,
) -> Quantity:
    """Declare a state variable of an agent or a place."""
    words, extra = _unit(unit)
    return Quantity(
        name,
        Kind.STATE,
        default,
        *bounds,
        unit=words,
        status=Status.COMPUTED,
        source=in_both(source),
        label=label,
        meaning=_meaning(label, meaning),
        integer=integer,
        extra=extra,
    )


def constant(
    name: str,
    default: float,
    *,
    bounds: Bounds,
    plausible: tuple[float, float] | None = None,
    integer: bool = False,
    unit: Unit,
    label: Text,
    status: Status = Status.ASSUMED,
    source: Source,
) -> Quantity:
    """Declare a constant of a mechanism, next to the equation that uses it."""
    words, extra = _unit(unit)
    return Quantity(
        name,
        Kind.CONSTANT,
        default,
        *bounds,
        unit=words,
        status=status,
        source=in_both(source),
        label=label,
        meaning=label,
        plausible=plausible,
        integer=integer,
        extra=extra,
    )


def environment(
    name: str,
    default: Any,
    *,
    bounds: Bounds = OPEN,
    plausible: tuple[float, float] | None = None,
    choices: tuple[str, ...] = (),
    integer: bool = False,
    unit: Unit,
    label: Text,
    meaning: Text | None = None,
    status: Status = Status.ASSUMED,
    source: Source,
) -> Quantity:
    """Declare a condition that no policy sets: uncertain, the same for all scenarios of a comparison."""
    words, extra = _unit(unit)
    return Quantity(
        name,
        Kind.ENVIRONMENT,
        default,
        *bounds,
        unit=words,
        status=status,
        source=in_both(source),
        label=label,
        meaning=_meaning(label, meaning),
        plausible=plausible,
        choices=choices,
        integer=integer,
        extra=extra,
    )


def lever(
    name: str,
    default: Any,
    *,
    bounds: Bounds = OPEN,
    choices: tuple[str, ...] = (),
    integer: bool = False,
    unit: Unit,
    label: Text,
    meaning: Text,
    source: Source = "",
    group: str = "",
    price: Quantity | None = None,
    cost: Text | None = None,
    claims: tuple[str, ...] = (),
) -> Quantity:
    """Declare a lever: what policy can set.

    Parameters
    ----------
    group : the levers among which it stands: a name of `model/quantities/lever_groups.py`.
    price : what the budget pays for it; a lever of an extension has none.
    cost : in words, what it costs other than a price of its own; `{name}` stands for the value of that constant.
    claims : claims of the essay that it moves.
    """
    words, extra = _unit(unit, group=group, price=price, cost=cost, claims=claims)
    return Quantity(
        name,
        Kind.LEVER,
        default,
        *bounds,
        unit=words,
        status=Status.POLICY,
        source=in_both(source),
        label=label,
        meaning=_meaning(label, meaning),
        choices=choices,
        integer=integer,
        extra=extra,
    )


def indicator(
    name: str,
    *,
    bounds: Bounds = OPEN,
    unit: Unit,
    label: Text,
    meaning: Text,
    better: int = 0,
    claims: tuple[str, ...] = (),
) -> Quantity:
    """Declare an indicator. `better` is +1 if more is better, -1 if less is, 0 if neither is meant."""
    words, extra = _unit(unit, better=better, claims=claims)
    return Quantity(
        name,
        Kind.INDICATOR,
        math.nan,
        *bounds,
        unit=words,
        status=Status.COMPUTED,
        source=in_both("model"),
        label=label,
        meaning=_meaning(label, meaning),
        extra=extra,
    )
