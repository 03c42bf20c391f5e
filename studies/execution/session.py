"""A session: one coordinator at work in the folder of a study, from preparing the workers to sealing what they made."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.disk import make_folder
from ...core.quantity import QuantityError
from ...data.folder import load as load_data
from ...model.quantities.environment import ENVIRONMENT
from ...model.runtime import size
from ...runs.values import plain
from ..design.cells import Cell, Common, cells_of
from ..design.designs import MOST_POINTS
from ..design.factors import checked
from ..design.spec import Spec
from ..errors import Interrupted, StudyError
from ..storage import provenance
from ..storage.folder import asked_points, check_extension, check_place, write_design, write_study
from ..storage.journal import Store
from ..storage.tables import Tables
from .coordinator import Coordinator, sealed
from .engines import Engine
from .lock import Lock
from .plans import Fixed, Plan, Sequential
from .precision import precision_status, shortfall
from .progress import Meter, State, Tell
from .stop_signals import listening

ASKED_FROM = MOST_POINTS
"""Numbers of points that were asked for besides the design begin here, so that the design can grow."""


class Session:
    """The right to add runs to a study; use in a `with` block.

    Parameters
    ----------
    folder, spec, common : where, what, and what all runs share.
    engine : where runs are made.
    tell : callback of progress.
    runner : makes runs instead of the model.
    redesign : go on although the design does not contain the one before.
    part : (k, n): of the runs of the design only every n-th, from the k-th (from 1), for machines that do not know of each
        other; their folders are put together by `merge`.

    Raises
    ------
    FolderBusy, OtherCode, StudyError
        On entering, before anything runs.
    """

    def __init__(
        self, folder: Path, spec: Spec, common: Common, engine: Engine, tell: Tell | None = None,
        runner: Callable[..., Any] | None = None, redesign: bool = False, part: tuple[int, int] = (1, 1),
    ) -> None:  # fmt: skip
        self.folder, self.spec, self.common, self.engine = folder, spec, common, engine
        self.runner, self.redesign, self.part = runner, redesign, part
        self.meter = Meter(folder, tell)
        self._design = cells_of(spec, common)
        self._asked: list[tuple[Cell, int]] = []
        self._decided: dict[int, int] = {}
        self._note = ""
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Session:
        check_place(self.folder)
        make_folder(self.folder)
        with contextlib.ExitStack() as stack:
            stack.enter_context(Lock(self.folder))
            check_place(self.folder)
            common = self.common
            self.store = stack.enter_context(
                Store(self.folder, common.outputs, common.series, common.weeks, common.model)
            )
            if not self.redesign:
                fixed = self.spec.most if self.spec.precision else self.spec.replicates
                check_extension(self.folder, self._design, fixed, self.store.done())
            self._recall()
            write_study(self.folder, self.spec)
            self._write_design()
            provenance.begin(self.folder, type(self.engine).__name__)
            self.meter.tell(now=True)
            if self.runner is None:
                self.engine.fit(self._largest(), self.spec.weeks)
            self.engine.prepare()
            self.orders = stack.enter_context(listening())
            self.coordinator = stack.enter_context(
                Coordinator(self.store, self.engine, common, self._cells(), self.meter, self.runner)
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if kind is None:
                sealed(self.store, self.meter)
        finally:
            phase = "finished" if kind is None else "interrupted" if issubclass(kind, KeyboardInterrupt) else "failed"
            self._stack.__exit__(kind, error, trace)
            self.meter.set(phase, self._note if kind is None else str(error))

    def _largest(self) -> dict[str, Any]:
        """Return the environment of the cell that takes most memory, with the size of the district."""
        sizes: dict[str, Any] = {}
        if self.common.data is not None:
            population = load_data(self.common.data)
            sizes = {"residents": len(population), "communities": len(population.communities)}
        places = [{**ENVIRONMENT.defaults(), **cell.environment, **sizes} for cell in self._cells().values()]
        return max(places, key=lambda place: size.bytes_needed(place, self.spec.weeks))

    def _recall(self) -> None:
        """Take over points that earlier sessions asked for."""
        for values, number, replicates, names in asked_points(self.folder):
            cells = cells_of(self.spec, self.common, [values], number)
            self._asked += [(cell, replicates) for cell in cells if cell.id in names]

    def _cells(self) -> dict[str, Cell]:
        return {cell.id: cell for cell in [*self._design, *(cell for cell, _ in self._asked)]}

    def _write_design(self) -> None:
        """Write the design with the replicates of each point; by precision these are known when it is decided."""
        fixed = self.spec.most if self.spec.precision else self.spec.replicates
        rows = [(cell, self._decided.get(cell.point, fixed), False) for cell in self._design]
        rows += [(cell, count, True) for cell, count in self._asked]
        names = list(
            dict.fromkeys([*self.spec.factor_names, *(name for cell, _ in self._asked for name in cell.values)])
        )
        write_design(self.folder, rows, names)

    def tables(self) -> Tables:
        """Return the tables of the study as they are now."""
        common = self.common
        return Tables(self.folder, common.seed, common.weeks, common.series)

    # -- the study itself -------------------------------------------------------------------------------------------

    def finish(self) -> State:
        """Make all runs of the study that are missing.

        Raises
        ------
        Interrupted
            If it was stopped; all that is finished is kept.
        """
        if not self.spec.precision:
            self._make(Fixed(self._mine(), range(self.spec.replicates), self.store.done()))
            return self.meter.state()
        with self.tables() as tables:
            known = tables.values(list(self.spec.precision))
        plan = Sequential(self._mine(), self.spec.precision, self.spec.most, self.common.outputs, known)
        self._make(plan)
        self._decided = plan.replicates()
        self._write_design()
        short = shortfall(precision_status(self.spec, plan.reached()))
        self._note = self.meter.note = "" if short is None else short.en
        return self.meter.state()

    def _mine(self) -> list[Cell]:
        """Return the cells of this part of the design: whole points, which are decided together."""
        place, parts = self.part
        return [cell for cell in self._design if cell.point % parts == place - 1]

    def _make(self, plan: Plan) -> None:
        self.meter.done, self.meter.total = plan.finished, plan.total
        self.meter.failed = 0
        try:
            self.coordinator.run(plan, self.orders)
        except KeyboardInterrupt:
            raise Interrupted(self._stopped("stopped at once")) from None
        if self.orders.stop:
            sealed(self.store, self.meter)
            raise Interrupted(self._stopped("stopped"))

    def _stopped(self, how: str) -> str:
        """Return what is kept, what is not, and how to go on."""
        lost = self.coordinator.unwritten
        said = f"{how}; finished runs are in {self.folder}"
        said += f", but {lost} for which there was no room on the disk" if lost else ""
        return f"{said}; go on with: cogov study resume {self.folder}"

    # -- points as they are asked for -------------------------------------------------------------------------------

    def ask(self, points: Sequence[Mapping[str, Any]], replicates: int | Iterable[int] | None = None) -> Any:
        """Make the runs of some points, as far as they are missing; return them.

        For search and calibration, where the next points depend on the last answers. Points become part of the study's folder
        (numbers from a million on, `asked` in the design), so nothing is ever run twice.

        Parameters
        ----------
        points : values by name of lever, environment parameter or constant.
        replicates : how many, or which; those of the study by default.

        Returns
        -------
        pandas.DataFrame
            Columns of `Study.runs`, and first `asked`: the place in `points`. Failed runs have an error and no numbers.

        Raises
        ------
        StudyError
            For a point that cannot be run, before anything runs.
        Interrupted
            If it was stopped.
        """
        numbers = range(self.spec.replicates) if replicates is None else plain(replicates)
        numbers = list(range(numbers)) if isinstance(numbers, int) else list(numbers)
        try:
            known = [{name: checked(name, value) for name, value in point.items()} for point in plain(points)]
        except QuantityError as error:
            raise StudyError(error.text) from None
        cells = self._take_in(known, max(numbers, default=-1) + 1)
        self._make(Fixed([cell for cell, _ in cells], numbers, self.store.done()))
        with self.tables() as tables:
            return tables.asked([(cell.id, cell.point, place) for cell, place in cells], numbers)

    def _take_in(self, points: Sequence[Mapping[str, Any]], replicates: int) -> list[tuple[Cell, int]]:
        """Return the cells of points, each with the place of its point; points that are new get a number."""
        known: dict[str, Cell] = {cell.id: cell for cell in self._design}
        counts = {cell.id: count for cell, count in self._asked}
        known |= {cell.id: cell for cell, _ in self._asked}
        following = max([ASKED_FROM - 1, *(cell.point for cell, _ in self._asked)]) + 1
        found = []
        for place, point in enumerate(points):
            made = cells_of(self.spec, self.common, [point], following)
            following += any(cell.id not in known for cell in made)
            for cell in made:
                cell = known.setdefault(cell.id, cell)
                counts[cell.id] = max(replicates, counts.get(cell.id, 0))
                found.append((cell, place))
        design = {cell.id for cell in self._design}
        self._asked = [(known[name], count) for name, count in counts.items() if name not in design]
        self.coordinator.cells = self._cells()
        self._write_design()
        return found
