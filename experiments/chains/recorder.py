"""What happens to one resident, organisation or community while a model runs, and how it stands week by week.

The watch reads between mechanisms and writes nothing, so that a watched run has the same bytes as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...model import experience as felt_as
from ...model.cases.lifecycle import lived_there
from ...model.events import EVENT_LABELS
from ...model.model import CommunityModel
from ...model.quantities.codes import DISPUTE
from .subject import Subject, identity, initial_organizations

CASES = ("resolved", "falsely_closed", "abandoned")
DISPUTES = ("settled", "mediated", "escalated")
OF_PLACE = ("mandated", "trial_kept", "copied", "lapsed", "founded", "dissolved")
CHANNELS = ("none", "window", "online", "worker", "organization", "found", "relay", "phone")
STATES = {
    "resident": ("satisfaction", "belonging", "trust_neighbours", "trust_organizations", "trust_government", "awareness", "fatigue"),
    "organization": ("members", "capability", "legitimacy", "funds", "hours"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One thing that happened.

    Parameters
    ----------
    week : from 1; 0 is the start.
    what : kind, as in reports/chains/chain_words.py.
    name : whom or what it concerns: an organisation's name, an element, a channel.
    value : a number that belongs to it: residents affected, weeks it took.
    own : to the one watched, or in its community.
    """

    week: int
    what: str
    name: str = ""
    value: float = 0.0
    own: bool = True


def organization_name(model: CommunityModel, row: int, initial: int) -> str:
    """Return the name of an organisation that is the same in every scenario: its number if the district began with it, or place and week."""
    if row < initial:
        return str(row)
    o = model.organizations
    return f"{int(o.community[row])}/{int(o.founded[row])}"


def _events_from(model: CommunityModel, begin: int) -> Iterator[tuple[str, int, int, int, float]]:
    """Yield kind, community, who, what and value of the events behind the first `begin` ones."""
    events = model.district.arrays["events"]
    rows = slice(begin, int(events["count"][0]))
    columns = (events[name][rows].tolist() for name in ("kind", "community", "who", "what", "value"))
    for kind, *rest in zip(*columns, strict=True):
        yield EVENT_LABELS[kind][0], *rest


class Watch:
    """Follows one subject through a run; attach it before the first week.

    Attributes
    ----------
    happenings : in the order in which they happened.
    states : weeks x `STATES` of the kind, NaN while the subject is not there.
    suspects : causes that may have acted on it, with the number of weeks they were there.
    """

    def __init__(self, model: CommunityModel, subject: Subject) -> None:
        self.subject = subject
        self.happenings: list[Happening] = []
        self.states: list[list[float]] = []
        self.suspects: dict[str, int] = {}
        self.initial = initial_organizations(model)
        self._key = identity(model, subject) if subject.kind in STATES else np.uint64(0)
        self._told = 0
        self._members: set[Any] = set()
        self._officers: tuple[Any, ...] = ()
        self._cases: dict[int, tuple[int, int, int, bool]] = {}  # key: row, first one told of, week, known
        self._felt = 0
        self._there = False
        self._before(model)
        if subject.kind == "resident":
            model.add_process(self._feel, before="settlement")
            model.add_process(self._fell_out, before="channels")
            model.add_process(self._look_at_cases, before="handling")
            model.add_process(self._feel, before="mutual_help")
            model.add_process(self._helped, after="mutual_help")
        model.add_process(self._week_ends, after="money")

    def _note(self, week: int, what: str, name: str = "", value: float = 0.0, own: bool = True) -> None:
        self.happenings.append(Happening(week, what, name, float(value), own))

    def _suspect(self, cause: str) -> None:
        self.suspects[cause] = self.suspects.get(cause, 0) + 1

    # -- the whole week -------------------------------------------------------------------------------------------------

    def _before(self, model: CommunityModel) -> None:
        """Take down how things stand at the start."""
        if self.subject.kind == "resident":
            self._there = self._here(model)
            self._follow_memberships(model, 0)
        elif self.subject.kind == "organization":
            row = self._row(model)
            self._there = row >= 0
            if row >= 0:
                self._follow_members(model, row, 0)

    def _week_ends(self, model: CommunityModel) -> None:
        week = model.week + 1
        events = list(self._events(model))
        for what, community, who, value in self._in_place(events):
            name = organization_name(model, who, self.initial) if what in ("founded", "dissolved") else str(value)
            self._note(week, what, name if what != "copied" else "", value if what == "copied" else 0.0, own=False)
            if what == "mandated":
                self._suspect(f"rule:{value}@community:{community}")
        if self.subject.kind == "resident":
            self._resident(model, week, events)
        elif self.subject.kind == "organization":
            self._organization(model, week)
        self._suspect_of_place(model)

    def _events(self, model: CommunityModel) -> Iterator[tuple[str, int, int, int, float]]:
        begin, self._told = self._told, int(model.district.arrays["events"]["count"][0])
        yield from _events_from(model, begin)

    def _in_place(self, events: list[tuple]) -> Iterator[tuple[str, int, int, int]]:
        for what, community, who, element, _ in events:
            if what in OF_PLACE and self.subject.place in (-1, community):
                yield what, community, who, element

    def _suspect_of_place(self, model: CommunityModel) -> None:
        place, workers, o = self.subject.place, model.social_workers, model.organizations
        for row in np.flatnonzero(workers.alive).tolist():
            if place in (-1, int(workers.community[row])):
                self._suspect(f"social_worker:{row}")
        if self.subject.kind != "resident":
            for row in np.flatnonzero(o.alive).tolist():
                if place in (-1, int(o.community[row])):
                    self._suspect(f"organization:{organization_name(model, row, self.initial)}")

    # -- a resident -----------------------------------------------------------------------------------------------------

    def _here(self, model: CommunityModel) -> bool:
        row = self.subject.number
        return bool(model.residents.alive[row]) and model.residents.identity[row] == self._key

    def _resident(self, model: CommunityModel, week: int, events: list[tuple]) -> None:
        here, row = self._here(model), self.subject.number
        if here and not self._there:
            self._note(week, "moved_in")
        if self._there and not here:
            self._note(week, "moved_out")
            self._cases.clear()
            self._members.clear()
            self._officers = ()
        self._there = here
        r = model.residents
        names = STATES["resident"]
        self.states.append([float(getattr(r, name)[row]) if here else np.nan for name in names])
        if not here:
            return
        for what, _, who, kind, _ in events:
            if who == row and what in DISPUTES:
                self._note(week, what, str(kind))
        self._follow_memberships(model, week)
        self._end_cases(model, week, events)
        for name in self._members:
            self._suspect(f"organization:{name}")

    def _follow_memberships(self, model: CommunityModel, week: int) -> None:
        row, o = self.subject.number, model.organizations
        if not self._here(model):
            return
        rows = [k for k in model.memberships[row].tolist() if k >= 0]
        now = {organization_name(model, k, self.initial) for k in rows}
        offices = tuple(
            sorted(
                organization_name(model, k, self.initial)
                for k in rows
                if row in (o.officer_0[k], o.officer_1[k], o.officer_2[k])
            )
        )
        for name in sorted(now - self._members):
            self._note(week, "joined" if week else "member", name)
        for name in sorted(self._members - now):
            self._note(week, "left", name)
        for name in offices:
            if name not in self._officers:
                self._note(week, "officer", name)
        self._members, self._officers = now, offices

    def _feel(self, model: CommunityModel) -> None:
        self._felt = int(model.district.world.experience.felt[self.subject.number])

    def _more(self, model: CommunityModel, kind: int) -> bool:
        """Whether there was an experience of a kind since `_feel`."""
        now = int(model.district.world.experience.felt[self.subject.number])
        return felt_as.count(now, kind) > felt_as.count(self._felt, kind)

    def _fell_out(self, model: CommunityModel) -> None:
        """Note disputes in which the resident is the other party: events name the claimant only."""
        if not self._here(model):
            return
        row, week = self.subject.number, model.week + 1
        good, bad = (self._more(model, kind) for kind in (felt_as.NEIGHBOURS_UP, felt_as.NEIGHBOURS_DOWN))
        if not (good or bad) or any(e[2] == row and e[0] in DISPUTES for e in _events_from(model, self._told)):
            return
        if good:
            self._note(week, "settled_with")
        if bad:
            self._note(week, "claimed_against")

    def _helped(self, model: CommunityModel) -> None:
        row, week = self.subject.number, model.week + 1
        if not self._here(model) or model.district.world.scratch.flag[row] != 1:
            return
        if self._more(model, felt_as.NEIGHBOURS_UP):
            self._note(week, "helped_by_tie")
        elif self._more(model, felt_as.ORGANIZATIONS_UP):
            self._note(week, "helped_by_organization")
            o = model.organizations  # the one that answered is not recorded: any of the place may have
            for k in np.flatnonzero((o.alive == 1) & (o.community == self.subject.place)).tolist():
                self._suspect(f"organization:{organization_name(model, k, self.initial)}")
        elif self._more(model, felt_as.ORGANIZATIONS_DOWN):
            self._note(week, "failed_by_organization")
        else:
            self._note(week, "not_helped")

    def _look_at_cases(self, model: CommunityModel) -> None:
        if not self._here(model):
            return
        row, week, cases = self.subject.number, model.week + 1, model.cases
        used = int(model.district.arrays["counters"]["cases"][0])
        first, count = cases.first_affected[:used], cases.affected[:used]
        party = (cases.party[:used] == row) | (cases.opponent[:used] == row)
        affected = (cases.kind[:used] != DISPUTE) & (first <= row) & (row < first + count)
        own = (cases.alive[:used] == 1) & (party | affected)
        own &= lived_there(model.residents.arrived[row], cases.arose[:used])
        for k in np.flatnonzero(own).tolist():
            key, dispute = int(cases.key[k]), int(cases.kind[k]) == DISPUTE
            if key not in self._cases:
                teller = int(cases.party[k]) if dispute else int(first[k])
                self._cases[key] = (k, teller, week, False)
                if not dispute:
                    self._note(week, "problem", value=int(count[k]))
            place, teller, since, known = self._cases[key]
            if not known and cases.entered[k] == cases.entered[k]:  # nan while nobody has told of it
                self._cases[key] = (place, teller, since, True)
                if not dispute:
                    self._note(week, "known", CHANNELS[int(cases.channel[k])])

    def _end_cases(self, model: CommunityModel, week: int, events: list[tuple]) -> None:
        cases = model.cases
        ends = [event for event in events if event[0] in CASES]
        for key, (k, teller, since, _) in list(self._cases.items()):
            if cases.alive[k] == 1 and int(cases.key[k]) == key:
                continue
            del self._cases[key]
            own = [event for event in ends if event[2] == teller and event[3] == int(cases.kind[k])]
            if len(own) > 1:  # two of the same people in one week: by the time of their end
                own.sort(key=lambda event: abs(event[4] - float(cases.finished[k])))
            if own:
                ends.remove(own[0])
                self._note(week, own[0][0], "dispute" if own[0][3] == DISPUTE else "problem", week - since)

    # -- an organisation ------------------------------------------------------------------------------------------------

    def _row(self, model: CommunityModel) -> int:
        """Return the row of the organisation while it lives, or -1."""
        o, used = model.organizations, int(model.district.arrays["counters"]["organizations"][0])
        rows = np.flatnonzero((o.identity[:used] == self._key) & (o.alive[:used] == 1))
        return int(rows[0]) if len(rows) else -1

    def _organization(self, model: CommunityModel, week: int) -> None:
        row, o = self._row(model), model.organizations
        if row >= 0 and not self._there:
            self._note(week, "founded_it")
        if row < 0 and self._there:
            self._note(week, "dissolved_it")
            self._members, self._officers = set(), ()
        self._there = row >= 0
        self.states.append([float(getattr(o, name)[row]) if row >= 0 else np.nan for name in STATES["organization"]])
        if row >= 0:
            self._follow_members(model, row, week)

    def _follow_members(self, model: CommunityModel, row: int, week: int) -> None:
        o, r = model.organizations, model.residents
        now = {int(r.identity[i]) for i in np.flatnonzero((model.memberships == row).any(axis=1))}
        if joined := len(now - self._members):
            self._note(week, "gained", value=joined)
        if left := len(self._members - now):
            self._note(week, "lost", value=left)
        officers = tuple(sorted(int(x[row]) for x in (o.officer_0, o.officer_1, o.officer_2) if x[row] >= 0))
        if self._officers and officers != self._officers:
            self._note(week, "new_officers")
        self._members, self._officers = now, officers
