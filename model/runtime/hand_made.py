"""Agents that Python creates or removes: residents take vacant homes, organisations and posts get rows behind those in use."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.quantity import QuantityError
from ...core.rows.columns import columns_of
from ..extensions.own_columns import KINDS, OWN, OwnColumns
from ..population.moving import move_in, move_out, open_from_python, strike_members
from . import build as building

PLACE = ("community", "building")


class HandMade(OwnColumns):
    """The part of the model by which Python creates and removes agents."""

    week: int

    def _lengthen(self, group: str, rows: int) -> None:
        """Lengthen the columns of one kind of agents, here and in its store."""
        defaults = {name: column.default for name, column in columns_of(getattr(self, KINDS[group].__name__)).items()}
        self.district.arrays[group] = building.extend(
            self.district.arrays[group], rows, {**defaults, "alive": 0, "unique_id": 0}
        )
        if OWN + group in self.district.arrays:
            defaults = {name: column.default for name, column in self.own_columns[group].items()}
            self.district.arrays[OWN + group] = building.extend(self.district.arrays[OWN + group], rows, defaults)
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
            rows = (
                self.district.arrays["counters"]["organizations"] if group == "organizations" else len(arrays["alive"])
            )
            self.add_store(
                getattr(self, KINDS[group].__name__), arrays, rows, **functions, own=self.own_columns[group],
                in_place_of=KINDS[group],
            )  # fmt: skip

    def _house(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Give new residents vacant homes, in the order of rows, in the community or building they name; build homes where none is vacant."""
        residents = self.district.arrays["residents"]
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
        move_in(self.district.world, chosen, self.week)
        return chosen

    def _unhouse(self, row: int) -> None:
        move_out(self.district.world, row)

    def _open(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Open organisations, in the first community unless they name one."""
        first = int(self.district.arrays["counters"]["organizations"][0])
        if first + n > len(self.district.arrays["organizations"]["alive"]):
            self._lengthen("organizations", 2 * (first + n) + 8)
            self.district.rebind()
        community = np.broadcast_to(values.get("community", 0), n)
        for c in community:
            if c >= len(self.district.arrays["communities"]["key"]):
                raise QuantityError(
                    f"community = {c} does not exist: 0 to {len(self.district.arrays['communities']['key']) - 1}"
                )
        for c in community:
            open_from_python(self.district.world, int(c), self.week)
        return np.arange(first, first + n)

    def _close(self, row: int) -> None:
        strike_members(self.district.world, row)

    def _hire(self, n: int, values: dict[str, np.ndarray]) -> np.ndarray:
        """Fill posts that are free; from the next quarter on the lever `social_workers` decides again who is employed."""
        workers, places = self.district.arrays["workers"], len(self.district.arrays["communities"]["key"])
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
        first = len(self.district.arrays["governments"]["alive"])
        self._lengthen("governments", first + n)
        self.store(KINDS["governments"]).count = first + n
        self.district.rebind()
        return np.arange(first, first + n)
