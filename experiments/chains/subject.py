"""Whose chain of events is traced: one resident, organisation or community, the same one in every scenario.

Numbers are those of `cogov run` (column `who` of the events). A home has one number, and who lives there at the start is
named by it; who moved in later is named by home and week, ``57/104``. An organisation that is there at the start is named by its
number, one founded later by community and week, ``3/104``: the order in which organisations are founded differs from scenario to
scenario, the place and the week do not. Weeks of the burn-in count from -1 down: ``3/-17``. With data, residents, organisations and communities go by their own ids too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...agents.resident import AGE_BANDS, TENURES
from ...core.draws import combine
from ...core.nearest import suggestion
from ...core.text import Text
from ...model.counterfactual import founding_key
from ...model.model import CommunityModel
from ...model.population.attributes import home_key
from ...runs.settings import Setting, SettingError

KINDS = ("resident", "organization", "community", "district")
_NUMBER = re.compile(r"(\d+)(?:/(-?\d+))?")
_FORMS = {
    "resident": Text("a number, or HOME/WEEK for who moved in later", "编号；后来迁入的居民写作 住房/周次"),
    "community": Text("a number", "编号"),
    "organization": Text("a number, or COMMUNITY/WEEK for one founded later", "编号；后来成立的社会组织写作 社区/周次"),
}
_COUNTED = {"resident": "residents", "community": "communities"}
_THEY = Text("they are", "编号为")
_TENURES = (Text("owner", "业主"), Text("renter", "租户"))
_AGES = (Text("18-34", "18-34 岁"), Text("35-59", "35-59 岁"), Text("60 or older", "60 岁及以上"))
assert len(_TENURES) == len(TENURES)
assert len(_AGES) == len(AGE_BANDS)


@dataclass(frozen=True, slots=True)
class Subject:
    """One resident, organisation or community, or the whole district.

    Parameters
    ----------
    kind : one of `KINDS`.
    number : row of the home, of the organisation at the start, or of the community (also of the place of a founding).
    week : week of arrival or founding, 0 for who was there at the start.
    place : row of the community, -1 for the district.
    name : as on the command line.
    label : in words.
    own : the user's own id, found in the data; the same one in every replicate.
    """

    kind: str
    number: int
    week: int
    place: int
    name: str
    label: Text
    own: bool = False

    @property
    def in_every_replicate(self) -> bool:
        """Whether the same one exists in every replicate: places, and what the data name."""
        return self.kind in ("community", "district") or (self.own and self.week == 0)


def district() -> Subject:
    """Return the whole district."""
    return Subject("district", 0, 0, -1, "district", Text("the district", "全区"))


def resident(model: CommunityModel, text: str) -> Subject:
    """Return a resident by id or number; `model` is at week 0.

    Raises
    ------
    SettingError
        For one who is not there; the message names the nearest.
    """
    row, week, own = _find(model, "resident", text, _own_ids(model, "resident"), len(model.residents.alive))
    place = int(model.residents.community[row])
    r = model.residents
    if week:
        about = Text(f"moved in in week {week}", f"第 {week} 周迁入")
    else:
        about = Text(*(f"{_TENURES[r.tenure[row]][k]}, {_AGES[r.age_band[row]][k]}" for k in ("en", "zh")))
        about = Text(about.en, about.zh.replace(", ", "，"))
    label = Text(f"resident {text} ({about.en}, community {place})", f"居民 {text}（{about.zh}，社区 {place}）")
    return Subject("resident", row, week, place, text, label, own)


def community(model: CommunityModel, text: str) -> Subject:
    """Return a community by id, name or number."""
    row, week, own = _find(model, "community", text, _own_ids(model, "community"), len(model.communities.key))
    label = Text(f"community {text}", f"社区 {text}")
    return Subject("community", row, week, row, text, label, own)


def organization(model: CommunityModel, text: str, founded: Sequence[tuple[int, int]] = ()) -> Subject:
    """Return an organisation by id, number, or place and week of its founding.

    Parameters
    ----------
    model : at week 0.
    founded : (community, week) of those founded later in the first scenario, in the order of their numbers.
    """
    initial = initial_organizations(model)
    own = _own_ids(model, "organization")
    found = _NUMBER.fullmatch(text)
    if found and text not in own:
        number, week = int(found[1]), int(found[2] or 0)
        if week:
            _within("organization", text, number, len(model.communities.key), Text("the communities are", "社区编号为"))
            return _founded(number, week)
        _within(
            "organization",
            text,
            number,
            initial + len(founded),
            Text("the organisations of the first scenario are", "第一个方案的社会组织编号为"),
        )
        if number >= initial:
            return _founded(*founded[number - initial])
    row, _, is_own = _find(model, "organization", text, own, initial)
    place = int(model.organizations.community[row])
    label = Text(f"organisation {text} (community {place})", f"社会组织 {text}（社区 {place}）")
    return Subject("organization", row, 0, place, text, label, is_own)


def initial_organizations(model: CommunityModel) -> int:
    """Return how many organisations the district was built with: these go by their number, all others by place and week.

    Parameters
    ----------
    model : at week 0; those founded in the burn-in stand behind the first ones.
    """
    count = int(model.district.arrays["counters"]["organizations"][0])
    later = np.flatnonzero(model.organizations.founded[:count] < 0)
    return int(later[0]) if len(later) else count


def _founded(place: int, week: int) -> Subject:
    label = Text(
        f"the organisation founded in community {place} in week {week}", f"第 {week} 周在社区 {place} 成立的社会组织"
    )
    return Subject("organization", place, week, place, f"{place}/{week}", label)


def check(setting: Setting, kind: str, text: str) -> None:
    """Raise if there can be no such subject, before a model is built for it, which takes time.

    Raises
    ------
    SettingError
        For a name or a number that is not there. Which organisations are there is known only once they are made.
    """
    own = _ids(setting.population, kind)
    if text in own:
        return
    found = _numbered(kind, text, own)
    if kind != "organization":
        _within(kind, text, int(found[1]), int(setting.place[_COUNTED[kind]]))


def _ids(given: Any, kind: str) -> dict[str, int]:
    """Return places in the data by its own ids (communities: by their names too)."""
    if given is None:
        return {}
    if kind == "resident":
        return {str(name): k for k, name in enumerate(given.residents["id"])}
    if kind == "organization":
        return {} if given.organizations is None else {str(n): k for k, n in enumerate(given.organizations["id"])}
    named = {str(name): k for k, name in enumerate(given.communities.name)}
    return {**named, **{str(name): k for k, name in enumerate(given.communities.id)}}


def _own_ids(model: CommunityModel, kind: str) -> dict[str, int]:
    """Return rows of the model by the ids of the data."""
    found = _ids(model.population, kind)
    if kind != "resident" or not found:
        return found
    order: Any = model._order
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(rank))
    return {name: int(rank[k]) for name, k in found.items()}


def _numbered(kind: str, text: str, own: dict[str, int]) -> re.Match[str]:
    """Return the number, and the week if there is one, of a subject that has no name in the data."""
    found = _NUMBER.fullmatch(text)
    if found is None or (found[2] and kind == "community"):
        hint, forms = suggestion(text, own), _FORMS[kind]
        raise SettingError(
            Text(
                f"--{kind} {text}: there is none of this name{hint.en or f'; write {forms.en}'}",
                f"--{kind} {text}：没有这个名称{hint.zh or f'；请写{forms.zh}'}",
            )
        )
    return found


def _find(model: CommunityModel, kind: str, text: str, own: dict[str, int], count: int) -> tuple[int, int, bool]:
    if text in own:
        return own[text], 0, True
    found = _numbered(kind, text, own)
    _within(kind, text, int(found[1]), count)
    return int(found[1]), int(found[2] or 0), False


def _within(kind: str, text: str, number: int, count: int, words: Text = _THEY) -> None:
    if not 0 <= number < count:
        there = Text("there are none", "一个也没有")
        if count:
            there = Text(
                f"{words.en} 0 to {count - 1}; the nearest is {count - 1}",
                f"{words.zh} 0 至 {count - 1}；最近的是 {count - 1}",
            )
        raise SettingError(
            Text(
                f"--{kind} {text}: there is no number {number}: {there.en}",
                f"--{kind} {text}：没有编号 {number}：{there.zh}",
            )
        )


def identity(model: CommunityModel, subject: Subject) -> np.uint64:
    """Return the key by which a resident or organisation is the same one in every scenario; `model` is at week 0."""
    world: Any = model.district.world
    if subject.kind == "resident":
        if subject.week == 0:
            return np.uint64(model.residents.identity[subject.number])
        home: Any = np.uint64(home_key(world, subject.number))
        return np.uint64(combine(home, subject.week))
    if subject.week == 0:
        return np.uint64(model.organizations.identity[subject.number])
    return founding_key(model.communities.key[subject.number], subject.week, 0)
