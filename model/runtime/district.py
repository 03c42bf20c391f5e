"""The state of a district: its arrays by group, and the world that kernels see over them.

Arrays grow where a run outgrows them. That changes no result: rows are only ever added behind those in use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...core.compile.struct import Struct, with_more
from .. import state
from ..cases.lifecycle import needed_room
from ..extensions.own_columns import OWN
from ..measures import COLUMNS, FLOWS, SUMS
from ..network.tie_capacity import needed_ends, room_for_ties
from ..network.tie_lists import repack
from ..week import room_for_week
from . import build as building

TASK_FIELDS = ("task_case", "task_work", "task_deadline", "task_queue", "task_next", "task_arrival")


class District:
    """Arrays, and the world over them.

    Parameters
    ----------
    seed : 64 bits of the seed of the run.
    parameters : environment and constants as kernels see them.

    Attributes
    ----------
    arrays : NumPy arrays by group and name (model/state.py says what they hold); the state itself, not a copy.
    world : the same arrays as compiled code takes them: ``world.residents.belonging``.
    levers : the levers in force as kernels see them.
    """

    def __init__(self, seed: Any, parameters: dict[str, float]) -> None:
        self.seed, self.parameters = seed, parameters
        self.arrays: dict[str, building.Arrays] = {}
        self.levers: Any = None
        self.world: Any = None
        self._structs: dict[str, tuple[list[int], Any]] = {}

    def bind(self, arrays: dict[str, building.Arrays]) -> Any:
        """Return the world that kernels see over these arrays; groups whose arrays are the same as before are kept."""
        groups = {name: self._group(name, declared, arrays[name]) for name, declared in state.GROUPS.items()}
        for name, columns in arrays.items():
            if name.startswith(OWN):
                with_more(groups[name.removeprefix(OWN)], columns)
        flows = arrays["flows"]["flows"]
        tally = self._group("tally", state.Tally, dict(zip(FLOWS, flows, strict=True)), flows)
        sums = np.zeros((len(SUMS), flows.shape[1]))
        return state.World(
            seed=self.seed,
            member_of=arrays["lists"]["member_of"],
            series=arrays["series"]["series"],
            series_places=arrays["series"]["series_places"],
            tally=tally,
            flow_table=flows,
            sums=state.Sums(**dict(zip(SUMS, sums, strict=True))),
            sum_table=sums,
            levers=self.levers,
            parameters=self._group("parameters", state.Parameters, self.parameters),
            **groups,
        )

    def rebind(self) -> None:
        """Make the world again, after arrays were replaced or levers were set."""
        self.world = self.bind(self.arrays)

    def _group(self, name: str, declared: Struct, values: Mapping[str, Any], source: Any = None) -> Any:
        """Return the struct of one group, made again only where one of its arrays was replaced."""
        marks = [id(value) for value in values.values()] if source is None else [id(source)]
        known = self._structs.get(name)
        if known is None or known[0] != marks:
            known = self._structs[name] = (marks, declared(**values))
        return known[1]

    def make_series(self, weeks: int, *, begun: bool, by_community: bool) -> None:
        """Let the series hold this many weeks; twice as many as before in a run that has `begun`."""
        series = self.arrays["series"]
        places = len(self.arrays["communities"]["key"]) if by_community else 0
        if len(series["series"]) < weeks:
            room = max(weeks, 2 * len(series["series"])) if begun else weeks
            for name, rows in (("series", room), ("series_places", room * places)):
                longer = np.zeros((rows, len(COLUMNS)))
                longer[: len(series[name])] = series[name]
                series[name] = longer
            self.rebind()

    def make_room(self, lengthen: Callable[[str, int], None], *, events: bool) -> None:
        """Lengthen what a coming week may fill; `lengthen` does so for agents, and `events` says whether events are kept."""
        arrays = self.arrays
        needed, tasks = map(int, needed_room(self.world))
        counters = arrays["counters"]
        if len(arrays["cases"]["alive"]) - counters["open_cases"][0] < needed:
            arrays["cases"] = building.extend(arrays["cases"], 2 * len(arrays["cases"]["alive"]) + 2 * needed)
        if len(arrays["queues"]["task_case"]) - counters["open_tasks"][0] < tasks:
            part = {name: arrays["queues"][name] for name in TASK_FIELDS}
            arrays["queues"].update(building.extend(part, 2 * len(part["task_case"]) + 2 * tasks, {"task_case": -1}))
        if not room_for_ties(self.world):
            arrays["ties"] = repack(self.world.ties, int(needed_ends(self.world)))
        if len(arrays["organizations"]["alive"]) - counters["organizations"][0] <= len(arrays["communities"]["key"]):
            lengthen("organizations", 2 * len(arrays["organizations"]["alive"]) + 8)
        if events:
            self._make_room_for_events(needed)
        self.rebind()
        if not room_for_week(self.world):
            raise RuntimeError("arrays were made longer and are still too short; this is an error of the model")

    def _make_room_for_events(self, cases: int) -> None:
        arrays, events = self.arrays, self.arrays["events"]
        part = {name: array for name, array in events.items() if name != "count"}
        known = cases + int(arrays["counters"]["open_cases"][0])
        week = 3 * known + 40 * len(arrays["communities"]["key"]) + len(arrays["residents"]["alive"])
        if len(part["week"]) - events["count"][0] < week:
            arrays["events"] = {"count": events["count"], **building.extend(part, 2 * len(part["week"]) + 4 * week)}

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what holds addresses of this process; a copy must set `levers` and call `rebind`."""
        return {**self.__dict__, "world": None, "levers": None, "_structs": {}}
