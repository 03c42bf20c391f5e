"""Making room: longer arrays where a run outgrows them, and agents that Python creates or removes.

None of this changes a result: rows are only ever added behind those in use.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.quantity import QuantityError
from ...core.rows.columns import columns_of
from ..cases.lifecycle import needed_room
from ..extensions.own_columns import KINDS, OWN, OwnColumns
from ..measures import COLUMNS
from ..network.tie_capacity import needed_ends, room_for_ties
from ..network.tie_lists import repack
from ..population.moving import move_in, move_out, open_from_python, strike_members
from ..week import room_for_week
from . import build as building

PLACE = ("community", "building")
TASK_FIELDS = ("task_case", "task_work", "task_deadline", "task_queue", "task_next", "task_arrival")


class Room(OwnColumns):
    """The part of the model that keeps its arrays long enough."""

    _arrays: dict[str, building.Arrays]
    _world: Any
    week: int
    by_community: bool
    record_events: bool

    def _bind(self, arrays: dict[str, building.Arrays]) -> Any:
        raise TypeError("a CommunityModel binds its own arrays")

    def _make_series(self, weeks: int) -> None:
        """Let the series hold this many weeks."""
        series = self._arrays["series"]
        width = len(COLUMNS)
        places = len(self._arrays["communities"]["key"]) if self.by_community else 0
        if len(series["series"]) < weeks:
            room = max(weeks, 2 * len(series["series"])) if self.week else weeks
            for name, rows in (("series", room), ("series_places", room * places)):
                longer = np.zeros((rows, width))
                longer[: len(series[name])] = series[name]
                series[name] = longer
            self._world = self._bind(self._arrays)

    def _make_room(self) -> None:
        """Lengthen what a coming week may fill."""
        arrays = self._arrays
        needed, tasks = map(int, needed_room(self._world))
        counters = arrays["counters"]
        if len(arrays["cases"]["alive"]) - counters["open_cases"][0] < needed:
            arrays["cases"] = building.extend(arrays["cases"], 2 * len(arrays["cases"]["alive"]) + 2 * needed)
        if len(arrays["queues"]["task_case"]) - counters["open_tasks"][0] < tasks:
            part = {name: arrays["queues"][name] for name in TASK_FIELDS}
            arrays["queues"].update(building.extend(part, 2 * len(part["task_case"]) + 2 * tasks, {"task_case": -1}))
        if not room_for_ties(self._world):
            arrays["ties"] = repack(self._world.ties, int(needed_ends(self._world)))
        if len(arrays["organizations"]["alive"]) - counters["organizations"][0] <= len(arrays["communities"]["key"]):
            self._lengthen("organizations", 2 * len(arrays["organizations"]["alive"]) + 8)
        if self.record_events:
            self._make_room_for_events(needed)
        self._world = self._bind(arrays)
        if not room_for_week(self._world):
            raise RuntimeError(
                f"week {self.week}: arrays were made longer and are still too short; this is an error of the model"
            )

    def _make_room_for_events(self, cases: int) -> None:
        events = self._arrays["events"]
        part = {name: array for name, array in events.items() if name != "count"}
        open_cases = int(self._arrays["counters"]["open_cases"][0])
        week = (
            3 * (cases + open_cases)
            + 40 * len(self._arrays["communities"]["key"])
            + len(self._arrays["residents"]["alive"])
        )
        if len(part["week"]) - events["count"][0] < week:
            self._arrays["events"] = {
                "count": events["count"],
                **building.extend(part, 2 * len(part["week"]) + 4 * week),
            }

    def _lengthen(self, group: str, rows: int) -> None:
        """Lengthen the columns of one kind of agents, here and in its store."""
        defaults = {name: column.default for name, column in columns_of(getattr(self, KINDS[group].__name__)).items()}
        self._arrays[group] = building.extend(self._arrays[group], rows, {**defaults, "alive": 0, "unique_id": 0})
        if OWN + group in self._arrays:
            defaults = {name: column.default for name, column in self.own_columns[group].items()}
            self._arrays[OWN + group] = building.extend(self._arrays[OWN + group], rows, defaults)
        store = self._stores.get(getattr(self, KINDS[group].__name__))
        if store is not None:
            for name, array in self._with_own(group).items():
                store.replace(name, array)

    # -- agents made and removed from Python ----------------------------------------------------------------------------

    def _add_stores(self) -> None:
        making: dict[str, dict[str, Any]] = {
            "residents": {"on_create": self._house, "on_remove": self._unhouse},
            "organizations": {"on_create": self._open, "on_remove": self._close},
            "workers": {"on_create": self._hire},
            "governments": {"on_create": self._appoint},
        }
        for group, functions in making.items():
            arrays = self._with_own(group)
            rows = self._arrays["counters"]["organizations"] if group == "organizations" else len(arrays["alive"])
            self.add_store(
                getattr(self, KINDS[group].__name__), arrays, rows, **functions, own=self.own_columns[group],
                in_place_of=KINDS[group],
            )  # fmt: skip

    def _house(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Give new residents vacant homes, in the order of rows, in the community or building they name; build homes where none is vacant."""
        residents = self._arrays["residents"]
        for name in ("grid", "household", "identity"):
            if name in values:
                raise TypeError(f"{name} follows from the home of a new resident: name a community or a building")
        wanted = [np.broadcast_to(values[name], n) if name in values else None for name in ("community", "building")]
        rows: list[int] = []
        vacant = np.flatnonzero(residents["alive"] == 0).tolist()
        for k in range(n):
            match = [
                x
                for x in vacant
                if all(want is None or residents[name][x] == want[k] for name, want in zip(PLACE, wanted, strict=True))
            ]
            if not match:
                place = ", ".join(
                    f"{name} {int(want[k])}" for name, want in zip(PLACE, wanted, strict=True) if want is not None
                )
                raise QuantityError(
                    f"no home is vacant{' in ' + place if place else ''}: a home falls vacant by resident.remove(), "
                    "and a larger district is made with residents="
                )
            rows.append(match[0])
            vacant.remove(match[0])
        chosen = np.array(rows, np.int64)
        residents["alive"][chosen] = 1
        move_in(self._world, chosen, self.week)
        return chosen

    def _unhouse(self, row: int) -> None:
        move_out(self._world, row)

    def _open(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Open organisations, in the first community unless they name one."""
        first = int(self._arrays["counters"]["organizations"][0])
        if first + n > len(self._arrays["organizations"]["alive"]):
            self._lengthen("organizations", 2 * (first + n) + 8)
            self._world = self._bind(self._arrays)
        community = np.broadcast_to(values.get("community", 0), n)
        for c in community:
            if c >= len(self._arrays["communities"]["key"]):
                raise QuantityError(
                    f"community = {c} does not exist: 0 to {len(self._arrays['communities']['key']) - 1}"
                )
        for c in community:
            open_from_python(self._world, int(c), self.week)
        return np.arange(first, first + n)

    def _close(self, row: int) -> None:
        strike_members(self._world, row)

    def _hire(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Fill posts that are free; from the next quarter on the lever `social_workers` decides again who is employed."""
        workers, places = self._arrays["workers"], len(self._arrays["communities"]["key"])
        community = np.broadcast_to(values.get("community", 0), n)
        room, rows = len(workers["alive"]) // places, []
        taken = workers["alive"].copy()
        for c in community:
            free = np.flatnonzero(taken[c * room : (c + 1) * room] == 0) if c < places else []
            if not len(free):
                raise QuantityError(
                    f"community {c} has no free post: {room} posts at most, and {places} communities from 0"
                )
            rows.append(int(c) * room + int(free[0]))
            taken[rows[-1]] = 1
        workers["community"][rows] = community
        workers["expertise"][rows] = 0.5
        workers["hours"][rows] = 40.0
        return np.array(rows, np.int64)

    def _appoint(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Add offices behind those there are; they govern nobody until a mechanism of one's own lets them."""
        first = len(self._arrays["governments"]["alive"])
        self._lengthen("governments", first + n)
        self.store(KINDS["governments"]).count = first + n
        self._world = self._bind(self._arrays)
        return np.arange(first, first + n)
