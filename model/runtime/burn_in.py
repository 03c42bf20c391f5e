"""The burn-in: weeks before week 1 under the status quo's levers, so that all scenarios of a comparison start from one district at rest.

A district is built with empty queues, satisfaction of .5 for all and rules found at a desk; how these settle is no effect of a
scenario. `burn_in` weeks (environment) therefore run before week 1 under the defaults of all levers, whatever the scenario:

    week counted from 0:        -B ... -1  |   0 ...
    number (`week_number`):     -B ... -1  |   1 ...

- Draws are keyed by the week, so those of the burn-in are no other week's, and those from week 1 on are the ones they are without it.
- Mechanisms of extensions and functions of `add_process`, observers, events, records of cases, dated changes and the crisis begin with week 1.
- Columns that hold a time hold it below 0; sums since the start are set to zero (`TOTALS`), what is saved up is carried over.
- At week 0 the scenario's levers take effect as in a dated change. Law, online service and staff's habits are those of the status quo.
- Residents and ties of records stay as they were read: nobody moves during the burn-in, and ties, organisations and members that were
  given stand again as they were. Attitudes, cases and rules are those after it.
- Mechanisms that are switched off, and causes that are left out, are so from the first week of the burn-in.

The same start is computed once in a process and copied for the next run (`Starts`); results are the same bytes.

Off: `burn_in` 0.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable
from typing import Any

from ..mechanisms import money
from ..population.ablation import Levelled
from ..quantities.levers import LEVERS
from ..week import room_for_week, run_week, run_weeks
from . import build as building

TOTALS = {
    "residents": ("satisfaction_sum",),
    "organizations": ("spent", "grants", "dues", "donations", "contracts"),
    "governments": ("spent",),
    "rules": (
        "trials", "trials_kept", "copies", "hours_saved", "hours_spent", "hours_lapsed", "hours_pooled", "hours_design",
        "fund_spent", "fund_lapsed", "candidates", "candidates_kept",
    ),
    "ties": ("refused",),
}  # fmt: skip
"""Sums since the start, by group of arrays: zero at week 0."""
GIVEN = ("organizations", "lists", "counters")
MOST_BYTES = 128 << 20
MOST_STARTS = 4

State = dict[str, building.Arrays]


class Starts:
    """The last starts of this process, so that scenarios of one replicate need not compute it again; bounded in bytes.

    Parameters
    ----------
    most_bytes, most : kept at once; a start that is larger by itself is not kept.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most: int = MOST_STARTS) -> None:
        self.most_bytes, self.most = most_bytes, most
        self._kept: dict[Hashable, tuple[Any, State]] = {}  # the one used last at the end
        self._lock = threading.Lock()

    def get(self, key: Hashable, population: Any) -> State | None:
        """Return a copy of the start of this key and population, or None."""
        with self._lock:
            found = self._kept.pop((key, id(population)), None)
            if found is None:
                return None
            self._kept[key, id(population)] = found
            return copied(found[1])

    def add(self, key: Hashable, population: Any, state: State) -> None:
        """Keep a copy of a start; those used longest ago make room."""
        if size(state) > self.most_bytes or self.most < 1:
            return
        own = copied(state)
        with self._lock:
            self._kept[key, id(population)] = (
                population,
                own,
            )  # holding the population keeps its id from being used again
            while len(self._kept) > self.most or sum(size(one) for _, one in self._kept.values()) > self.most_bytes:
                del self._kept[next(iter(self._kept))]

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._kept.clear()


STARTS = Starts()


def copied(state: State) -> State:
    """Return a copy of all arrays."""
    return {group: {name: array.copy() for name, array in arrays.items()} for group, arrays in state.items()}


def size(state: State) -> int:
    """Return the bytes of all arrays."""
    return sum(array.nbytes for arrays in state.values() for array in arrays.values())


def begin(model: Any, off: str | Iterable[str]) -> None:
    """Build the district of a model, let it burn in, and put the levers of its scenario into effect."""
    off = (off,) if isinstance(off, str) else tuple(off)
    weeks, district = int(model.environment["burn_in"]), model.district
    if weeks == 0:
        model._plan_for(model.levers)
        _build(model, off)
        return
    model._plan_for(LEVERS.defaults())
    key = (
        int(district.seed), tuple(district.parameters.items()), tuple(model.plan.codes().items()), tuple(sorted(off)),
        tuple(map(str, model.without)),
    )  # fmt: skip
    state = STARTS.get(key, model.population)
    if state is None:
        _build(model, off)
        _run(model, weeks)
        STARTS.add(key, model.population, district.arrays)
    else:
        district.arrays = state
    model._plan_for(model.levers)
    district.rebind()
    money.employ(district.world)
    if model.record_events:  # room for events is what switches them on
        model._make_room()


def _build(model: Any, off: tuple[str, ...]) -> None:
    district = model.district
    district.arrays = building.build(
        district.seed, model.environment, district.parameters, model.population, model._order, model._layout, district.bind,
        model.without,
    )  # fmt: skip
    model._switch_off(off)
    district.rebind()


def _run(model: Any, weeks: int) -> None:
    """Run the weeks before week 0, and leave nothing of them but the state."""
    district, arrays, given = model.district, model.district.arrays, model.population
    arrays["ties"]["used"][:] = -weeks
    moving = arrays["switches"]["turnover"].copy()
    kept: State = {}
    if given is not None:
        arrays["switches"]["turnover"][0] = 0
        kept = copied({name: arrays[name] for name in _given_groups(given)})
    district.make_series(weeks + 1, begun=False, by_community=False)  # week -1 is the last row, and none is read
    week = -weeks
    while week < 0:
        reached = _advance(model, week)
        if reached == week:
            district.make_room(model._lengthen, events=False)
        week = reached
    arrays["switches"]["turnover"][:] = moving
    _restore(arrays, kept)
    arrays["series"].update({name: array[:0].copy() for name, array in arrays["series"].items()})
    _start_counting(arrays)
    district.rebind()


def _given_groups(given: Any) -> tuple[str, ...]:
    """Return the groups of arrays that records hold, and that therefore stand at week 0 as they were read."""
    ties = () if given.edges is None else ("ties",)
    return ties if given.organizations is None else (*ties, *GIVEN)


def _restore(arrays: State, kept: State) -> None:
    """Put back what records hold."""
    if "ties" in kept:
        arrays["ties"] = kept["ties"]
        arrays["ties"]["used"][:] = 0
    if "organizations" in kept:
        arrays["organizations"], arrays["lists"] = kept["organizations"], kept["lists"]
        arrays["counters"]["organizations"][:] = kept["counters"]["organizations"]
    else:
        organizations = arrays["organizations"]
        organizations["identity"][organizations["alive"] == 0] = (
            0  # so that nobody counts those that ended in the burn-in
        )


def _advance(model: Any, week: int) -> int:
    """Run on until there is no more room, or week 0; of Python functions only the ablation belongs to the burn-in."""
    world, own = model.district.world, [one for one in model._processes if isinstance(one[1], Levelled)]
    if model._crew is None and not own:
        return int(run_weeks(world, week, 0))
    if not room_for_week(world):
        return week

    def between(place: int) -> None:
        for _, function in (one for one in own if one[0] == place):
            function(model)

    run_week(world, week, model._crew, between)
    return week + 1


def _start_counting(arrays: State) -> None:
    """Set sums since the start to zero; hours that are saved up or in the fund are what communities begin with."""
    for group, names in TOTALS.items():
        for name in names:
            arrays[group][name][:] = 0
    rules = arrays["rules"]
    in_fund = float(rules["fund"][0])
    rules["hours_pooled"][:] = in_fund / len(rules["hours_pooled"])
    rules["hours_saved"][:] = arrays["communities"]["trial_hours"] + rules["hours_pooled"]
    rules["fit_start"][:] = rules["fit"]
    rules["benefit_start"][:] = rules["benefit"]
