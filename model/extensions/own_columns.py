"""Columns of one's own: what residents and organisations carry beyond the model's declarations, and who moved.

They come from extensions (model/extensions/extension.py), or from a subclass of an agent that a subclass of the model names in
place of the model's own (``class M(CommunityModel): Resident = Mine``). Compiled code does not know them. Their arrays stand next to
those of the model, so copies and checkpoints hold them; newcomers get their values where the week stops for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from ...agents import Government, Organization, Resident, SocialWorker
from ...core.draws import text_purpose, uniforms
from ...core.quantity import QuantityError
from ...core.rows.columns import Column, columns_of
from ...core.rows.mesa_bridge import RowAgent, RowModel
from ...core.text import Text, text_of
from .extension import Active, ExtensionFailed

OWN = "own_"
"""Begins the names of groups of arrays that hold columns of one's own."""
MOVES = "moves"
WAS = "was "
KINDS: Mapping[str, type[RowAgent]] = {
    "residents": Resident, "organizations": Organization, "workers": SocialWorker, "governments": Government,
}  # fmt: skip

Columns = Mapping[str, Mapping[str, Column]]


@dataclass(frozen=True, slots=True)
class Moves:
    """Who moved in and out since the turnover of the week before (of residents; rows are homes).

    Parameters
    ----------
    came : rows of those who came, in order; their columns hold the newcomers' values.
    went : rows of those who left, in order. Most are among `came`: who leaves is followed by another in the same week.
    before : of those who left, one entry for each of `went`: `unique_id`, `identity`, and the columns of one's own by name.
    """

    came: np.ndarray
    went: np.ndarray
    before: Mapping[str, np.ndarray]


def collected(classes: Mapping[str, type[RowAgent]], entries: Iterable[Active]) -> Columns:
    """Return the columns beyond the model's own by group and name.

    Raises
    ------
    QuantityError
        For a class that is no kind of the one it stands for, or a column that is there already.
    """
    found: dict[str, dict[str, Column]] = {}
    for group, cls in classes.items():
        base = KINDS[group]
        if not (isinstance(cls, type) and issubclass(cls, base)):
            raise QuantityError(
                Text(
                    f"{base.__name__} = {cls!r} is not a subclass of cogov.{base.__name__}",
                    f"{base.__name__} = {cls!r} 不是 cogov.{base.__name__} 的子类",
                )
            )
        known = columns_of(base)
        found[group] = {name: column for name, column in columns_of(cls).items() if name not in known}
        for name, column in columns_of(cls).items():
            if name in known and column is not known[name]:
                raise QuantityError(
                    Text(
                        f"{cls.__name__}.{name} is a column of the model's own; give yours another name",
                        f"{cls.__name__}.{name} 是模型自有的列，请另取名称",
                    )
                )
    for entry in entries:
        for group, columns in entry.extension.columns.items():
            for column in columns:
                if column.name in found[group]:
                    raise QuantityError(
                        Text(
                            f"two columns '{column.name}' of {group}, one by extension '{entry.name}'",
                            f"{group} 有两个列 '{column.name}'，其一来自扩展 '{entry.name}'",
                        )
                    )
                found[group][column.name] = column
    return found


class OwnColumns(RowModel):
    """The part of the model that keeps columns of one's own."""

    Resident: ClassVar[type] = Resident
    Organization: ClassVar[type] = Organization
    SocialWorker: ClassVar[type] = SocialWorker
    Government: ClassVar[type] = Government

    extensions: tuple[Active, ...]
    own_columns: Columns
    seed: int
    week: int
    district: Any

    def moved(self, moves: Moves) -> None:
        """Hook for subclasses: called every week after the turnover, with who moved in and out."""

    @property
    def follows_moves(self) -> bool:
        """Whether anybody wants to know who moved."""
        return type(self).moved is not OwnColumns.moved or any(one.extension.moves for one in self.extensions)

    def _classes(self) -> dict[str, type]:
        return {group: getattr(self, base.__name__) for group, base in KINDS.items()}

    def _declare_own(self, entries: tuple[Active, ...]) -> None:
        self.extensions = entries
        self.own_columns = collected(self._classes(), entries)

    def _with_own(self, group: str) -> dict[str, np.ndarray]:
        """Return the columns of a group, those of one's own behind the others."""
        return {**self.district.arrays[group], **self.district.arrays.get(OWN + group, {})}

    def _make_own(self) -> None:
        """Allocate the columns of one's own at their defaults, before anybody is there to fill them."""
        for group, columns in self.own_columns.items():
            rows = len(self.district.arrays[group]["alive"])
            if columns:
                self.district.arrays[OWN + group] = {
                    name: np.full(rows, one.default, one.dtype) for name, one in columns.items()
                }

    def _start_own(self, made: bool) -> None:
        """Give those who are there at the start their values, where the state was `made`; from now on follow who comes."""
        for group in self.own_columns:
            self._hear(group)
        if not made:
            return
        for group, columns in self.own_columns.items():
            if columns:
                rows = np.flatnonzero(self.district.arrays[group]["alive"] == 1)
                self._fill(group, rows, set(), start=True)
        if self.follows_moves:
            self.district.arrays[MOVES] = {}
            self._note_who_is_there()

    def _hear(self, group: str) -> None:
        if self.own_columns[group]:
            self.store(KINDS[group]).on_new = partial(_new, self, group)  # type: ignore[method-assign]

    def _fill(self, group: str, rows: np.ndarray, given: set[str], *, start: bool) -> None:
        arrays = self.district.arrays[OWN + group]
        for name, column in self.own_columns[group].items():
            if name not in given:
                arrays[name][rows] = self._values(group, column, rows, column.start if start else column.newcomers)

    def _values(self, group: str, column: Column, rows: np.ndarray, source: Any) -> Any:
        try:
            values = source(self, rows) if callable(source) else column.default if source is None else source
            values = np.asarray(values)
            if values.dtype.kind == "b" and column.dtype.kind in "iu":
                values = values.astype(column.dtype)
            return column.check_many(values, len(rows))
        except Exception as error:
            kind, said = type(error).__name__, text_of(error)
            raise ExtensionFailed(
                Text(
                    f"column '{column.name}' of {group}, week {self.week}: {kind}: {said.en}",
                    f"{group} 的列 '{column.name}'，第 {self.week} 周：{kind}: {said.zh}",
                )
            ) from error

    # -- who moves ----------------------------------------------------------------------------------------------------

    def _newcomers(self, group: str, rows: np.ndarray, given: set[str]) -> None:
        """Give newcomers their values; what those had whose homes they take is kept until it was passed on."""
        if group == "residents" and self.follows_moves and not given:
            for name, values in self.district.arrays.get(OWN + group, {}).items():
                self.district.arrays[MOVES][WAS + name][rows] = values[rows]
        self._fill(group, rows, given, start=False)

    def _note_who_is_there(self) -> None:
        residents = self.district.arrays["residents"]
        self.district.arrays[MOVES]["unique_id"] = np.where(residents["alive"] == 1, residents["unique_id"], 0)
        self.district.arrays[MOVES]["identity"] = residents["identity"].copy()
        for name, values in self.district.arrays.get(OWN + "residents", {}).items():
            self.district.arrays[MOVES][WAS + name] = values.copy()

    def follow_moves(self) -> None:
        """Notify all followers of who moved since the last call."""
        residents, kept = self.district.arrays["residents"], self.district.arrays[MOVES]
        now = np.where(residents["alive"] == 1, residents["unique_id"], 0)
        changed = kept["unique_id"] != now
        came, went = np.flatnonzero(changed & (now > 0)), np.flatnonzero(changed & (kept["unique_id"] > 0))
        before = {name: kept[name][went] for name in ("unique_id", "identity")}
        for name, values in self.district.arrays.get(
            OWN + "residents", {}
        ).items():  # nobody has come yet where a home is empty
            before[name] = np.where(now[went] > 0, kept[WAS + name][went], values[went])
        moves = Moves(came, went, before)
        for who, function in self._followers():
            try:
                function(moves)
            except Exception as error:
                kind, said = type(error).__name__, text_of(error)
                raise ExtensionFailed(
                    Text(
                        f"{who}, week {self.week + 1}: {kind}: {said.en}",
                        f"{who}，第 {self.week + 1} 周：{kind}: {said.zh}",
                    )
                ) from error
        self._note_who_is_there()

    def _followers(self) -> Iterator[tuple[str, Callable[[Moves], object]]]:
        if type(self).moved is not OwnColumns.moved:
            yield f"{type(self).__name__}.moved", self.moved
        for one in self.extensions:
            if one.extension.moves is not None:
                yield f"extension '{one.name}', moves", partial(one.extension.moves, self)

    # -- luck ---------------------------------------------------------------------------------------------------------

    def draw(self, what: str, rows: Any = None, *, of: str = "residents", index: int = 0) -> np.ndarray:
        """Return a number in [0, 1) for each resident or organisation: by the seed, the week, what it is for and who it is.

        The same person gets the same numbers in every scenario, whatever other people exist. Numbers of another purpose, another
        week or another `index` have nothing to do with these.

        Parameters
        ----------
        what : what the draw is for, any word of your own.
        rows : whose; all rows by default.
        of : residents or organizations.
        index : which of several draws for the same purpose in one week, from 0.

        Returns
        -------
        ndarray of float64
            One entry for each of `rows`.
        """
        if of not in ("residents", "organizations"):
            raise QuantityError(
                Text(
                    f"of = {of!r} is not allowed: residents or organizations",
                    f"of = {of!r} 无效：应为 residents 或 organizations",
                )
            )
        identity = self.district.arrays[of]["identity"]
        return uniforms(
            self.seed, text_purpose(what), self.week, identity if rows is None else identity[rows], index
        )  # fmt: skip


def _new(model: OwnColumns, group: str, rows: np.ndarray, given: set[str]) -> None:
    model._newcomers(group, rows, given)
