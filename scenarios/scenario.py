"""A scenario: values of levers, changes of levers at dates, and the words that say why.

Scenarios differ in nothing else, and none of them computes anything.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

import yaml

from ..core.quantity import QuantityError
from ..core.text import Text, both, text_of
from ..model.quantities.lever_groups import KIND_LEVERS
from ..model.quantities.levers import LEVERS, TIME_LEVERS
from .errors import ScenarioError

CLAIM = re.compile(r"C([1-9]|1\d|2[0-6])[a-f]?")
_NOTHING = Text("", "")


class Values(Mapping[str, Any]):
    """A mapping that cannot be changed, and that other processes can be given."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        self._items = dict(items or {})

    def __getitem__(self, name: str) -> Any:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


class AllLevers(Values):
    """A value for every lever: a lever of an extension that is not set is at its default, as long as the extension is in use."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return self._items[name] if name in self._items or name not in LEVERS else LEVERS[name].default


def usual() -> dict[str, Any]:
    """Return the model's own levers at the status quo."""
    return {name: lever.default for name, lever in LEVERS.model.items()}


def hours_fault(levers: Mapping[str, Any]) -> Text | None:
    """Return what is wrong with the social workers' shares of time, or None."""
    total = sum(levers[name] for name in TIME_LEVERS)
    if total <= 1.0 + 1e-9:
        return None
    parts = " + ".join(f"{name} {levers[name]:g}" for name in TIME_LEVERS)
    return Text(
        f"{parts} = {total:g}: the shares of the social workers' hours may sum to at most 1",
        f"{parts} = {total:g}：社会工作者各项工时占比之和不得超过 1",
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Levers that take other values from the start of a week on."""

    week: int
    levers: Mapping[str, Any]
    why: Text = _NOTHING

    def __post_init__(self) -> None:
        if isinstance(self.week, bool) or not isinstance(self.week, int) or self.week < 0:
            raise ScenarioError(
                Text(
                    f"week = {self.week!r} is not a whole number of at least 0",
                    f"week = {self.week!r} 不是不小于 0 的整数",
                )
            )
        if isinstance(self.why, str):
            object.__setattr__(self, "why", Text(self.why, self.why))
        object.__setattr__(self, "levers", Values(_checked(self.levers, f"change in week {self.week}")))


def _checked(levers: Mapping[str, Any], place: str) -> dict[str, Any]:
    faults, values = [], {}
    for name, value in levers.items():
        try:
            values[name] = LEVERS.find(name, place).check(value, place)
        except QuantityError as error:
            faults.append(text_of(error))
    if faults:
        raise ScenarioError(faults)
    return values


@dataclass(frozen=True)
class Scenario:
    """Values of all levers, dated changes, and what they are about.

    Parameters
    ----------
    name : short name, as on the command line.
    title, question : in both languages.
    claims : claims of the essay it speaks to.
    extends : the scenario it is written as a departure from.
    levers : every lever at the start; those not given are at the status quo (those of extensions are held where they are set).
    own : the levers set by itself.
    reasons : why it sets them.
    changes : dated changes, in the order of weeks.
    source : file it was read from.
    parts : the parts it was put together from, by kind (`lever_groups.KINDS`).

    Examples
    --------
    >>> load("co_governance") + load("funding_cut")    # the dated changes of the second on top of the first
    >>> load("above") + load("high_control")           # a part in place of all levers of its kind
    >>> load("status_quo").with_levers(pooling=0.8)
    """

    name: str
    title: Text
    question: Text = _NOTHING
    claims: tuple[str, ...] = ()
    extends: str | None = None
    levers: Mapping[str, Any] = field(default_factory=Values)
    own: Mapping[str, Any] = field(default_factory=Values)
    reasons: Mapping[str, Text] = field(default_factory=Values)
    changes: tuple[Change, ...] = ()
    source: str = ""
    parts: Mapping[str, str] = field(default_factory=Values)

    def __post_init__(self) -> None:
        levers = {**usual(), **_checked({**self.levers, **self.own}, self.name)}
        changes = tuple(sorted(self.changes, key=lambda change: change.week))
        for name, value in (
            ("levers", AllLevers(levers)),
            ("own", Values(_checked(self.own, self.name))),
            ("reasons", Values(self.reasons)),
            ("claims", tuple(self.claims)),
            ("changes", changes),
            ("parts", Values(self.parts)),
        ):
            object.__setattr__(self, name, value)
        for week in (-1, *(change.week for change in changes)):
            if fault := hours_fault(self.at(week)):
                place = (
                    Text(f"{self.name}: week {week}", f"{self.name}：第 {week} 周") if week >= 0 else both(self.name)
                )
                raise ScenarioError(Text(f"{place.en}: {fault.en}", f"{place.zh}：{fault.zh}"))

    def at(self, week: int) -> dict[str, Any]:
        """Return every lever as asked for in a week; a later change overrides an earlier one."""
        levers = {**LEVERS.defaults(), **self.levers}
        for change in self.changes:
            if change.week <= week:
                levers.update(change.levers)
        return levers

    @property
    def weeks(self) -> tuple[int, ...]:
        """Weeks in which levers change."""
        return tuple(dict.fromkeys(change.week for change in self.changes))

    @property
    def digest(self) -> str:
        """Hash of all that can influence results: lever values and dated changes, not words."""
        changes = [[change.week, dict(sorted(change.levers.items()))] for change in self.changes]
        text = json.dumps([dict(sorted(self.levers.items())), changes], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def shifted(self, weeks: int) -> Scenario:
        """Return the same scenario, under the same name, with all dated changes this number of weeks later (negative: earlier)."""
        return dataclasses.replace(
            self, changes=[dataclasses.replace(change, week=change.week + weeks) for change in self.changes]
        )

    def with_levers(self, **levers: Any) -> Scenario:
        """Return the same scenario, under the same name, with these levers at the start."""
        return compose(self, levers=levers, name=self.name)

    @property
    def is_part(self) -> bool:
        """Whether it consists of parts only: what is of no kind of theirs is at the status quo."""
        set_by_parts = {lever for kind in self.parts for lever in KIND_LEVERS[kind]}
        usually = usual()
        return bool(self.parts) and all(
            value == usually.get(name) for name, value in self.levers.items() if name not in set_by_parts
        )

    def __add__(self, other: Scenario) -> Scenario:
        """Return this scenario with another on top: a part replaces all levers of its kind, a whole scenario adds its dated changes."""
        if not isinstance(other, Scenario):
            return NotImplemented
        name = f"{self.name}+{other.name}"
        if other.is_part:
            made = self._with_part(other, name)
        elif other.changes:
            made = compose(self, changes=other.changes, name=name)
        else:
            en, zh = (
                (f"; write {other.name}+{self.name}", f"；请写作 {other.name}+{self.name}")
                if self.is_part
                else ("", "")
            )
            raise ScenarioError(
                Text(
                    f"'{other.name}' has no changes; only parts and dated changes can be put on top of another scenario{en}",
                    f"'{other.name}' 没有按周次的调整；只有模块与按周次的调整才能叠加到另一个方案上{zh}",
                )
            )
        title = Text(f"{self.title.en} + {other.title.en}", f"{self.title.zh}+{other.title.zh}")
        claims = tuple(dict.fromkeys((*self.claims, *other.claims)))
        return dataclasses.replace(made, title=title, claims=claims)

    def _with_part(self, part: Scenario, name: str) -> Scenario:
        for kind, other in part.parts.items():
            if kind in self.parts:
                mine = self.parts[kind]
                raise ScenarioError(
                    Text(
                        f"{name}: '{mine}' and '{other}' are both of the kind '{kind}'; one of a kind",
                        f"{name}：'{mine}' 与 '{other}' 同属 '{kind}' 类；每类至多一个模块",
                    )
                )
        replaced = {lever for kind in part.parts for lever in KIND_LEVERS[kind]}
        for change in self.changes:
            for lever in sorted(replaced & set(change.levers)):
                raise ScenarioError(
                    Text(
                        f"{name}: '{part.name}' sets {lever}, which '{self.name}' changes in week {change.week};"
                        " parts come before dated changes, or take a scenario that does not change this lever",
                        f"{name}：'{part.name}' 设定 {lever}，而 '{self.name}' 在第 {change.week} 周改变它；"
                        "模块须写在按周次的调整之前，或改用不改变这一杠杆的方案",
                    )
                )
        levers = {lever: value for lever, value in part.levers.items() if lever in replaced}
        made = compose(self, levers, part.changes, name)
        questions = list(dict.fromkeys((self.question, part.question)))
        return dataclasses.replace(
            made,
            question=Text(" ".join(one.en for one in questions if one.en), "".join(one.zh for one in questions)),
            extends=None if self.is_part else self.extends,
            reasons={**made.reasons, **part.reasons},
            parts={**self.parts, **part.parts},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data as in a scenario file that stands alone: every lever, all changes."""
        data: dict[str, Any] = {"title": _words(self.title)}
        if self.question != _NOTHING:
            data["question"] = _words(self.question)
        data["claims"] = list(self.claims)
        data["levers"] = dict(self.levers)
        data["reasons"] = {name: _words(text) for name, text in self.reasons.items()}
        data["changes"] = [
            {"week": change.week, "levers": dict(change.levers)}
            | ({"why": _words(change.why)} if change.why != _NOTHING else {})
            for change in self.changes
        ]
        return {key: value for key, value in data.items() if value not in ([], {}) or key == "levers"}

    def to_yaml(self) -> str:
        """Return the text of a scenario file that stands alone."""
        return yaml.safe_dump(self.to_dict(), allow_unicode=True, sort_keys=False, width=1000)


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def compose(
    base: Scenario, levers: Mapping[str, Any] | None = None, changes: Iterable[Change] = (), name: str | None = None
) -> Scenario:
    """Return `base` with other levers at the start and more dated changes; of two in one week the added one counts."""
    own = _checked(levers or {}, name or base.name)
    return dataclasses.replace(
        base,
        name=name or base.name,
        levers={**base.levers, **own},
        own={**base.own, **own},
        reasons={key: text for key, text in base.reasons.items() if key not in own},
        changes=(*base.changes, *changes),
    )


def joined(scenarios: Sequence[Scenario]) -> Scenario:
    """Return several scenarios as one: first a whole scenario or a part, then more parts, then dated changes.

    Raises
    ------
    ScenarioError
        Where they cannot be joined, or do not stand in this order.
    """
    for place, one in enumerate(scenarios):
        dated = [other for other in scenarios[1:place] if not other.is_part]
        if one.is_part and dated:
            order = "+".join(
                other.name for other in (*scenarios[:1], *(sorted(scenarios[1:], key=lambda other: not other.is_part)))
            )
            raise ScenarioError(
                Text(
                    f"'{one.name}' is a part and stands after the dated changes of '{dated[0].name}'; write {order}",
                    f"'{one.name}' 是模块，却写在 '{dated[0].name}' 的按周次调整之后；请写作 {order}",
                )
            )
    return reduce(add, scenarios)
