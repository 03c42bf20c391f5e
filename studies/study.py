"""`cogov.Study`: from a file or from Python, run anywhere, read as a table."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..core.text import Text
from ..model.extensions.extension import Active, using
from ..runs.stopping import Reached
from ..runs.workers.limits import as_long_as
from .design.cells import common_of
from .design.reading import make, read
from .design.spec import Spec
from .design.study_extensions import shown
from .errors import StudyError
from .execution import lock
from .execution.engines import engine_of
from .execution.precision import precision_status, reached_in
from .execution.progress import State, Tell
from .execution.session import Session
from .storage.folder import STUDY, is_study
from .storage.tables import Tables

OUT = Path("out")
"""Where folders of studies are made unless said otherwise."""


class Study:
    """Scenarios x points of a design x replicates, and the folder in which their runs are kept.

    Parameters
    ----------
    folder : where results are or go; made when the study first runs.
    runner : makes runs instead of the model: a function of a module that takes a `Run` and returns numbers by name (attribute
        `outputs` of the function: their names; the model's indicators otherwise).
    spec : what is asked for, if it is there already.
    **asked : the keys of a study file: scenarios, factors, design, set, replicates, precision, weeks, ... (`docs/studies.md`).

    Raises
    ------
    StudyError
        With all that is wrong, before anything runs.

    Examples
    --------
    >>> study = Study("out/pooling", scenarios=["status_quo", "networked"], factors={"similarity": [0.3, 0.9]}, replicates=2)
    >>> len(study.points)
    2
    """

    def __init__(
        self, folder: str | Path, *, runner: Callable[..., Any] | None = None, spec: Spec | None = None, **asked: Any
    ) -> None:  # fmt: skip
        self.folder = Path(folder).expanduser()
        self.spec = make(asked) if spec is None else spec
        self.runner = runner

    @classmethod
    def from_yaml(cls, path: str | Path, out: str | Path | None = None) -> Study:
        """Return the study of a file; its folder is `out`, or out/NAME after the file."""
        path = Path(path).expanduser()
        return cls(OUT / path.stem if out is None else out, spec=read(path))

    @classmethod
    def open(cls, folder: str | Path, runner: Callable[..., Any] | None = None) -> Study:
        """Return the study of a folder, to read it or to go on with it.

        Nothing that the folder holds is run: an extension whose source it keeps is used where runs are made (`run`).
        """
        folder = Path(folder).expanduser()
        if not is_study(folder):
            raise StudyError(
                Text(
                    f"{folder}: is not the folder of a study (no {STUDY} in it)",
                    f"{folder}：不是研究的文件夹（其中没有 {STUDY}）",
                )
            )
        return cls(folder, spec=read(folder / STUDY, opened=True, code=False), runner=runner)

    # -- running ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def session(
        self, executor: Any = None, workers: int | None = None, tell: Tell | None = None, redesign: bool = False,
        part: tuple[int, int] = (1, 1), retry_failed: bool = False, time_limit: float | None = None,
    ) -> Iterator[Session]:  # fmt: skip
        """Begin to work in the folder: for `finish` (what `run` does) and `ask` (points as they come up).

        Parameters as for `run`. Workers stay while the `with` block lasts.
        """
        self.with_code()
        engine = engine_of(executor, workers)
        try:
            with self.in_use(), as_long_as(time_limit):
                common = common_of(self.spec, self.runner)
                with Session(self.folder, self.spec, common, engine, tell, self.runner, redesign, part) as begun:
                    if retry_failed:
                        begun.store.forget_failures()
                    yield begun
        finally:
            engine.close()

    def with_code(self) -> None:
        """Take in the extensions whose source the folder keeps, which runs their code; before runs are made."""
        if self.spec.absent and is_study(self.folder):
            self.spec = read(self.folder / STUDY, opened=True)

    def in_use(self) -> contextlib.AbstractContextManager[tuple[Active, ...]]:
        """Use the extensions of the study, and no others, inside of a ``with`` block."""
        return using(self.spec.used)

    def run(
        self, executor: Any = None, workers: int | None = None, tell: Tell | None = None, redesign: bool = False,
        part: tuple[int, int] = (1, 1), retry_failed: bool = False, time_limit: float | None = None,
    ) -> State:  # fmt: skip
        """Make all runs that are missing; what is finished is never made again.

        Parameters
        ----------
        executor : None for processes of this machine; a `concurrent.futures.Executor`; a function without arguments that makes
            one (and another if it breaks); or an engine of `studies.execution.engines` (Dask, batch systems).
        workers : how many runs at a time; 0: no other process.
        tell : called with a `State` of progress from time to time.
        redesign : go on although the design does not contain that of earlier sessions.
        part : (k, n): only every n-th point, from the k-th.
        retry_failed : make failed runs again.
        time_limit : seconds that one run may take before it counts as hung and has failed; 0: as long as it likes. By default
            an hour. Workers of a cluster cannot be ended from here: there the limit holds for what comes back to Python.

        Raises
        ------
        FolderBusy
            If another process is at work in the folder.
        OtherCode
            If its runs were made by other code.
        WorkersLost
            If nobody is left to make runs.
        Interrupted
            After Ctrl-C, when what was under way is finished, or some seconds have gone by.

        A study by precision that falls short at some points has that in the `note` of the state, and in `status()`.
        """
        with self.session(executor, workers, tell, redesign, part, retry_failed, time_limit) as session:
            return session.finish()

    # -- reading ----------------------------------------------------------------------------------------------------

    @property
    def points(self) -> list[dict[str, Any]]:
        """The points of the design: values of the factors by name."""
        return self.spec.points

    @property
    def runs(self) -> Any:
        """All finished runs as a pandas DataFrame: scenario, point, replicate, seed, factors, indicators, error, cell.

        Indicators are means over the last 52 weeks. Rows stand by point, scenario, replicate. Failed runs have an error and no
        numbers. Units are in ``.attrs["units"]``.
        """
        with self.tables() as tables:
            found = tables.runs()
        found.attrs["units"] = self.units
        return found

    @property
    def units(self) -> Mapping[str, str]:
        """Units of factors and indicators, as declared."""
        from ..model.quantities.indicators import INDICATORS

        units = {name: shown(name).unit for name in self.spec.factor_names}
        return units | {name: INDICATORS[name].unit for name in self.spec.indicators}

    def tables(self) -> Tables:
        """Return the tables as they are now, for several queries of one moment; use in a `with` block."""
        spec = self.spec
        series = spec.indicators if spec.series else ()
        # Without the extension that declares some of its indicators a study still has their numbers.
        names = None if self.runner is not None or spec.absent else spec.indicators
        return Tables(self.folder, spec.seed, spec.weeks, series, names)

    def query(self, sql: str) -> Any:
        """Return the answer of DuckDB to a query over `runs`, `design`, `results` and `series` as a pandas DataFrame."""
        with self.tables() as tables:
            return tables.query(sql)

    def digest(self) -> str:
        """Return the digest of the results, 64 hexadecimal digits: they do not depend on where or in which order the runs were made."""
        with self.tables() as tables:
            return tables.digest()

    def reached(self) -> dict[int, Reached]:
        """Return how narrow the declared intervals are at each point that is decided; empty without `precision`.

        By the number of the point; `enough` is False where `most` replicates did not reach the half-widths.
        """
        if not self.spec.precision:
            return {}
        with self.tables() as tables:
            return reached_in(tables, self.spec)

    def status(self) -> dict[str, Any]:
        """Return how far the study is: total, done, failed, missing, who is at work, and what became of an asked precision.

        `precision` is None, or how many points are decided and reached, and those that fell `short`: point, values of the
        factors, replicates and the widest half-width of each indicator (None: no number, or no variance).
        """
        with self.tables() as tables:
            counts = tables.counts()
            found = reached_in(tables, self.spec) if self.spec.precision else {}
        about = precision_status(self.spec, found) if self.spec.precision else None
        return {"folder": str(self.folder), **counts, "precision": about, "at_work": lock.holder(self.folder)}
