"""A history without one of its causes: an organisation never founded, a rule never mandated, a social worker not hired.

`CommunityModel(without=[...])` bars causes by name. All random numbers are keyed by place, week and person, so the same seed
without a cause is the same history up to where the cause would have begun to act, and what differs afterwards is what
followed from it. An empty list changes nothing, bit for bit.

=============================  =====================================================================================
``organization:17``            the organisation that is there at the start under this number (as in the list of events)
``organization:3/104``         the one founded in community 3 in week 104 (at most one is founded in a place and week)
``rule:5``                     element 5 is mandated nowhere
``rule:5@community:3``         element 5 is not mandated in community 3
``social_worker:2``            post 2 is not filled, in no quarter
=============================  =====================================================================================

Numbers of organisations founded later follow from the order of founding, which differs from world to world; so these
are named by place and week. Posts and those there at the start have the same number in every scenario of a district.

Where the barred one's time and money go:

- An organisation: its founder and members found and join nothing that week (who was a member at the start belongs to
  nothing instead); their hours go where the hours of non-members and of members of others go. Its share of grants is
  divided among the other organisations of the place by the usual rule, or kept by the government where there is none.
  The place has one organisation less, so another may be founded or survive: that is a consequence, not a correction.
- A rule: the community keeps its own value, may try others at home, and is freed of this element's equal part of the
  staff hours that mandates take. Government goes on with the other elements as it would; a candidate that would have
  changed an element mandated nowhere is not tried and not paid.
- A social worker: the colleagues have no more hours than before, and the pay is not spent: the indicator `spending` is
  lower by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.compile.compiled import compiled
from ..core.draws import combine
from ..core.quantity import QuantityError, nearest
from .quantities.streams import ORGANISING

KINDS = ("organization", "rule", "social_worker")
FORMS = "organization:NUMBER, organization:COMMUNITY/WEEK, rule:ELEMENT, rule:ELEMENT@community:NUMBER, social_worker:NUMBER"
_SHAPE = re.compile(
    r"organization:(?P<organization>\d+)(/(?P<week>-?\d+))?|rule:(?P<rule>\d+)(@community:(?P<place>\d+))?|social_worker:(?P<social_worker>\d+)"
)


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One cause that can be left out.

    Parameters
    ----------
    kind : one of `KINDS`.
    number : of the organisation there at the start, of the element or of the post; of the community with a `week`.
    place : community in which a rule is not mandated; None for all.
    week : week in which an organisation is founded, from 1, or from -1 down in the burn-in; None for one that the district began with.
    """

    kind: str
    number: int
    place: int | None = None
    week: int | None = None

    def __str__(self) -> str:
        if self.week is not None:
            return f"{self.kind}:{self.number}/{self.week}"
        return f"{self.kind}:{self.number}" + ("" if self.place is None else f"@community:{self.place}")


def read_cause(text: str | Cause) -> Cause:
    """Return a cause from its name.

    Raises
    ------
    QuantityError
        For anything else; the message names the forms.

    Examples
    --------
    >>> read_cause("rule:5@community:3")
    Cause(kind='rule', number=5, place=3, week=None)
    """
    if isinstance(text, Cause):
        return text
    found = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        kind = str(text).partition(":")[0].strip()
        hint = nearest(kind, KINDS) if kind not in KINDS else ""
        raise QuantityError(f"without: {text!r} is no cause that can be left out{hint}: write {FORMS}")
    part = {name: None if value is None else int(value) for name, value in found.groupdict().items()}
    kind = next(name for name in KINDS if part[name] is not None)
    return Cause(kind, part[kind] or 0, part["place"], part["week"])


def read_causes(texts: Iterable[str | Cause]) -> tuple[Cause, ...]:
    """Return causes from their names, each once, in order."""
    if isinstance(texts, str | Cause):
        texts = (texts,)
    return tuple(sorted({read_cause(text) for text in texts}, key=str))


@dataclass(frozen=True, slots=True)
class Known:
    """What a district has that may be left out: `initial` organisations by community, elements of rules, posts in all; weeks of burn-in."""

    initial: tuple[int, ...]
    elements: int
    posts: int
    burn_in: int = 0

    def check(self, cause: Cause) -> None:
        """Raise `QuantityError` for a number that the district does not have."""
        places = len(self.initial)
        if cause.kind == "rule":
            _within(cause, cause.number, self.elements, "the elements of rules are")
            if cause.place is not None:
                _within(cause, cause.place, places, "the communities are")
        elif cause.kind == "social_worker":
            _within(cause, cause.number, self.posts, "the posts of social workers are")
        elif cause.week is None:
            later = "; one founded later is named by place and week, as organization:3/104"
            _within(cause, cause.number, sum(self.initial), "the organisations at the start are", later)
        else:
            _within(cause, cause.number, places, "the communities are")
            if cause.week == 0 or cause.week < -self.burn_in:
                before = f", those of the burn-in from -{self.burn_in} to -1" if self.burn_in else ""
                raise QuantityError(
                    f"without: {cause}: nothing is founded in week {cause.week}: weeks count from 1{before}"
                )

    def place_of(self, organization: int) -> tuple[int, int]:
        """Return community and index there of an organisation that is there at the start."""
        community = 0
        while organization >= self.initial[community]:
            organization -= self.initial[community]
            community += 1
        return community, organization


def _within(cause: Cause, number: int, count: int, words: str, more: str = "") -> None:
    if not 0 <= number < count:
        there = f"{words} 0 to {count - 1}; the nearest is {count - 1}" if count else f"{words} none"
        raise QuantityError(f"without: {cause}: there is no number {number}: {there}{more}")


def founding_key(community_key: Any, week: int, index: int) -> np.uint64:
    """Return the identity of an organisation by place and week (0: there at the start), as `organization_life` keys it."""
    key: Any = np.uint64(community_key)
    for part in (ORGANISING, week, index):
        key = np.uint64(combine(key, part))
    return key


def barred(causes: Iterable[Cause], known: Known, community_key: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of `state.Without`: keys of organisations, community x N + element of rules, rows of posts."""
    organizations: list[np.uint64] = []
    rules: set[int] = set()
    workers: set[int] = set()
    for cause in causes:
        known.check(cause)
        if cause.kind == "rule":
            places = range(len(known.initial)) if cause.place is None else (cause.place,)
            rules |= {place * known.elements + cause.number for place in places}
        elif cause.kind == "social_worker":
            workers.add(cause.number)
        elif cause.week is None:
            place, index = known.place_of(cause.number)
            organizations.append(founding_key(community_key[place], 0, index))
        else:
            organizations.append(founding_key(community_key[cause.number], cause.week, 0))
    return {
        "organizations": np.array(organizations, np.uint64),
        "rules": np.array(sorted(rules), np.int64),
        "workers": np.array(sorted(workers), np.int64),
    }


@compiled
def listed(values, value):
    """Return whether a value is in a list."""
    for k in range(values.size):
        if values[k] == value:
            return True
    return False


@compiled
def bound(w, c, e, fixed):
    """Return whether a mandate of `fixed` elements binds element e in community c."""
    rank = w.rules.mandate_rank
    return rank[e] < fixed and not listed(w.without.rules, c * rank.size + e)


@compiled
def bound_anywhere(w, e, fixed):
    """Return whether a mandate of `fixed` elements binds element e in any community."""
    for c in range(w.communities.key.size):
        if bound(w, c, e, fixed):
            return True
    return False


@compiled
def free_elements(w, c, fixed):
    """Return for each element whether community c may choose it itself (1) or a mandate binds it (0)."""
    free = np.empty(w.rules.mandate_rank.size, np.int32)
    for e in range(free.size):
        free[e] = 0 if bound(w, c, e, fixed) else 1
    return free
