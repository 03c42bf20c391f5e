"""A folder or a file of cases: the cases, and targets from them; whose cases they are, over which period, what the file is to hold."""

from __future__ import annotations

import datetime
import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from ...core.text import Text
from ..errors import DataError, Problems
from ..folder import Reading, cases_in, read_folder
from ..tables.csv_tables import decode, read_sheet
from .account import People, people_of
from .periods import period_of
from .records import Cases, cases_from_sheet
from .targets import CaseTargets, case_targets, targets_yaml


def read_cases(path: str | Path, timezone: str = "") -> Cases:
    """Return the cases of a file, or of the file of cases in a folder, with the folder's codebook.

    Parameters
    ----------
    timezone : name of the zone of the place (Asia/Shanghai); needed only where some times have an offset from UTC and others have none, or
        where the offsets of the intake differ.

    Raises
    ------
    DataError
        With all that is wrong with it, each with file, row, column.
    """
    path, problems = Path(path).expanduser(), Problems()
    found = cases_in(path, problems, timezone) if path.is_dir() else _file(path, problems, timezone)
    if found is None or problems.any_error:
        raise DataError(problems)
    return replace(found, warnings=tuple(one for one in problems if not one.is_error))


def _file(path: Path, problems: Problems, timezone: str) -> Cases | None:
    """Read a file of cases; note what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.add("unreadable", str(path), value=error.strerror or type(error).__name__)
        return None
    if not data.strip():
        problems.add("empty_file", path.name)
        return None
    decoded = decode(data, path.name, problems, "")
    sheet = read_sheet(decoded[0], path.name, "cases", problems) if decoded is not None else None
    if decoded is None or sheet is None:
        return None
    about = {"file": path.name, "sha256": hashlib.sha256(data).hexdigest(), "encoding": decoded[1], "rows": len(sheet)}
    return cases_from_sheet(sheet, problems, about, timezone)


class NoTargets(ValueError):
    """A record from which no target can be made; `text` in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Made:
    """Targets of a record.

    Parameters
    ----------
    found : targets, and what is left out.
    cases : those that they are of.
    folder : the data folder whose residents they are; None where the source has none.
    """

    found: CaseTargets
    cases: Cases
    folder: Path | None

    def yaml(self, language: str = "en", beside: Path | None = None) -> str:
        """Return the file of targets; `beside` is the folder in which it is to stand, else the present one."""
        data = ""
        if self.folder is not None:
            try:
                data = Path(os.path.relpath(self.folder.absolute(), (beside or Path()).absolute())).as_posix()
            except ValueError:  # another drive
                data = self.folder.absolute().as_posix()
        return targets_yaml(self.found, str(self.cases.about.get("file", "")), language, data)


def make_targets(
    source: Path, population: float | None = None, start: datetime.date | None = None, end: datetime.date | None = None, timezone: str = ""
) -> Made:  # fmt: skip
    """Return the targets of the cases in a folder or file.

    Parameters
    ----------
    population : residents whose cases these all are; else those of the folder, and only cases of its communities count.
    start, end : first and last day that count; else `case_periods.period_of`.
    timezone : see `read_cases`.

    Raises
    ------
    DataError
        With all that is wrong with the cases.
    NoTargets
        Where nothing is to be met.
    """
    cases = read_cases(source, timezone)
    if not len(cases):
        raise NoTargets(Text("no case is listed, so nothing is to be met", "没有诉求记录，无从设定目标"))
    reading = read_folder(source, timezone) if source.is_dir() else None
    people = _people(reading, cases, population)
    try:
        period = period_of(cases, start, end)
    except ValueError as error:
        raise NoTargets(Text("no case has a possible day of intake", "没有一件诉求有可用的受理日期")) from error
    if not period.weeks > 0:
        raise NoTargets(
            Text(f"the period ends before it begins ({period.text.en})", f"时段的结束早于开始（{period.text.zh}）")
        )
    if not len(people.cases):
        raise NoTargets(
            Text(
                f"no case is of a community in the folder ({people.left[0].why.en})",
                f"没有一件诉求属于文件夹中的社区（{people.left[0].why.zh}）",
            )
        )
    if not period.received(people.cases).any():
        raise NoTargets(Text(f"no case was taken in {period.text.en}", f"{period.text.zh} 内没有受理诉求"))
    found = case_targets(people.cases, period, people.count, people.why, people.left)
    if not found.targets:
        en, zh = ("; ".join(f"{one.label[lang]}: {one.why[lang]}" for one in found.left) for lang in ("en", "zh"))
        raise NoTargets(
            Text(
                f"nothing in the record is an indicator of the model ({en})", f"记录中没有与模型指标对应的内容（{zh}）"
            )
        )
    return Made(found, people.cases, source if reading is not None and reading.given is not None else None)


def _people(reading: Reading | None, cases: Cases, population: float | None) -> People:
    if population is not None:
        return People(population, None, cases)
    if reading is None or not reading.files.keys() - {cases.about.get("file")}:
        return People(None, None, cases)
    if reading.given is None:
        if not reading.errors:
            return People(None, None, cases)
        why = Text(
            f"the residents of the folder cannot be read ({len(reading.errors)} errors: cogov data check); or give --population N",
            f"无法读取文件夹中的居民（{len(reading.errors)} 个错误：cogov data check）；也可用 --population N 指定",
        )
        return People(None, why, cases)
    return people_of(reading.given, cases)
