"""Bringing together what machines that did not know of each other have made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from ...core.disk import WriteFailed, make_folder, put_all
from ...core.text import Text
from ..design.study_extensions import FOLDER as EXTENSIONS
from ..errors import DiskFull, OtherCode, StudyError
from ..execution.batches import Row, Task
from ..execution.lock import Lock
from ..storage.folder import DESIGN, STUDY, check_place, is_study
from ..storage.journal import Store
from ..storage.tables import Tables
from ..study import Study

AT_A_TIME = 2000


class Merged(int):
    """How many runs a merge brought in: those that the design of the folder asks for.

    Parameters
    ----------
    new : these.
    beside : by folder they came from, runs that are new and that the design does not ask for: how many, and the first of them.
        They are kept, and stand in no table.
    """

    beside: Mapping[str, tuple[int, str]]

    def __new__(cls, new: int, beside: Mapping[str, tuple[int, str]] | None = None) -> Merged:
        """Return the number with what it leaves out."""
        made = super().__new__(cls, new)
        made.beside = dict(beside or {})
        return made

    def words(self, folder: str | Path) -> Text:
        """Return what there is to say."""
        en, zh = f"{int(self)} runs brought into {folder}", f"{int(self)} 次运行并入 {folder}"
        for source, (count, why) in self.beside.items():
            en += f"\n{count} runs of {source} are kept but stand in no table, for the design of {folder} does not ask for them ({why}); a larger study file in `cogov sweep FILE --out {folder}` does"
            zh += f"\n{source} 的 {count} 次运行已保存，但不出现在任何表中，因为 {folder} 的设计未要求它们（{why}）；可用更大的研究文件运行 `cogov sweep FILE --out {folder}`"
        return Text(en, zh)


GOES_ON = Text(
    "runs that were brought in before are kept; the same command goes on",
    "此前并入的运行已保存；重新执行同一命令即可继续",
)


def merge(folder: str | Path, others: Sequence[str | Path]) -> Merged:
    """Bring the runs of other folders into one; return how many are new there, and which its design does not ask for.

    Parameters
    ----------
    folder : of a study, or a new one, which then has the design of the first of the others.
    others : folders of studies of the same code of the model, with the same outputs.

    Raises
    ------
    OtherCode
        If their runs were made by other code.
    StudyError
        If a run is in two folders and not the same in both; nothing is brought in from that folder then.
    """
    target = Path(folder).expanduser()
    sources = [Study.open(other) for other in others]
    check_place(target)
    make_folder(target)
    with Lock(target):
        if not is_study(target):
            _begin(target, sources[0].folder)
        study = Study.open(target)
        new, beside = 0, {}
        for source in sources:
            if source.folder.resolve() != target.resolve():
                try:
                    added, other, why = _bring(study, source)
                except DiskFull as error:
                    raise WriteFailed(error.filename or target, error, GOES_ON) from error
                new += added
                if other:
                    beside[str(source.folder)] = other, why
    return Merged(new, beside)


def _begin(target: Path, source: Path) -> None:
    """Make a folder with the design of another."""
    found = [
        path for name in ("scenarios", EXTENSIONS) for path in sorted((source / name).rglob("*")) if path.is_file()
    ]
    names = [path.relative_to(source) for path in found]
    put_all(target, {str(name): (source / name).read_bytes() for name in (*names, DESIGN, STUDY)})


def _bring(study: Study, source: Study) -> tuple[int, int, str]:
    """Return how many runs are new and asked for, how many are new and not, and the first of these in words."""
    with source.tables() as theirs, study.tables() as ours:
        facts = theirs.meta
        for name in ("model", "outputs"):
            if ours.meta.get(name, facts.get(name)) != facts.get(name):
                what = Text("of other indicators", "指标")
                if name == "model":
                    what = Text("made by other code of the model", "模型代码")
                raise OtherCode(
                    Text(
                        f"{source.folder}: its runs are {what.en} than those of {study.folder}; they are never mixed",
                        f"{source.folder}：其运行的{what.zh}与 {study.folder} 的不同；两者不会混在一起",
                    )
                )
        here, there = ours.tasks(), theirs.tasks()
        _same_in_both(
            study,
            source,
            ours,
            theirs,
            [task for task, failed in there.items() if not failed and here.get(task) is False],
        )
        asked = _counts(ours)
        names = {row["cell"]: f"{row['scenario']}, point {row['point']} there" for row in theirs.design.select(["cell", "scenario", "point"]).to_pylist()}  # fmt: skip
    spec = source.spec
    series = spec.indicators if spec.series else ()
    with Store(study.folder, facts.get("outputs", "").split(), series, spec.weeks, facts.get("model")) as store:
        added, other, first = 0, 0, ""
        for rows in _chunks(_rows(source.folder, theirs, spec.weeks, len(series))):
            new = [row for row in rows if here.get(row.task, True) and not (row.error is not None and row.task in here)]
            store.forget(row.task for row in new if row.error is None)
            store.commit(new)
            store.seal_if_due()
            for row in new:
                if row.replicate < asked.get(row.cell, 0):
                    added += 1
                    continue
                other += 1
                first = first or _which(row, names)
        store.seal()
    return added, other, first


def _counts(tables: Tables) -> dict[str, int]:
    """Return how many replicates a design asks for, by cell."""
    found: dict[str, int] = {}
    for row in tables.design.select(["cell", "replicates"]).to_pylist():
        found[row["cell"]] = max(row["replicates"], found.get(row["cell"], 0))
    return found


def _which(row: Row, names: Mapping[str, str]) -> str:
    return f"{names.get(row.cell, row.cell)}, replicate {row.replicate}, ..."


def _same_in_both(study: Study, source: Study, ours: Tables, theirs: Tables, tasks: list[Task]) -> None:
    if not tasks:
        return
    one, other = ours.values(ours.outputs), theirs.values(theirs.outputs)
    for task in tasks:
        a, b = one[task], other[task]
        if a is None or b is None or not np.array_equal(a, b, equal_nan=True):
            raise StudyError(
                Text(
                    f"{source.folder}: replicate {task[1]} of cell {task[0]} is not the same as in {study.folder}; "
                    "one of the two was damaged: see `cogov study verify`",
                    f"{source.folder}：单元 {task[0]} 的第 {task[1]} 次重复与 {study.folder} 中的不同；其中之一已损坏：见 cogov study verify",
                )
            )


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == AT_A_TIME:
            yield held
            held = []
    if held:
        yield held


def _rows(folder: Path, tables: Tables, weeks: int, series: int) -> Iterator[Row]:
    """Give every run of a folder as it came from a worker."""
    for name, _, _, beside, _ in tables.parts:
        table = pq.read_table(folder / name)
        values = np.column_stack([table[column].to_numpy() for column in tables.outputs])
        weekly: Any = [None] * len(table)
        if beside is not None:
            part = pq.read_table(folder / beside)
            columns = [part[column].to_numpy() for column in part.column_names[3:]]
            weekly = np.column_stack(columns).astype(np.float32).reshape(len(table), weeks, series)
        for cell, replicate, row, block in zip(
            table["cell"].to_pylist(), table["replicate"].to_pylist(), values, weekly
        ):
            yield Row(cell, replicate, row.tobytes(), None if block is None else block.tobytes())
    for cell, replicate, numbers, block, error in tables.loose:
        yield Row(cell, replicate, numbers, block, error)
