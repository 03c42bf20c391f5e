"""Reading study files: every fault at once, with file, line, field, what is allowed, the nearest name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...core.nearest import meant, suggestion
from ...core.quantity import QuantityError
from ...core.text import Text, lines_of, text_of
from ...model.extensions.extension import Active, using
from ...model.quantities.indicators import INDICATORS
from ...model.runtime.seeds import whole_seed
from ...runs.settings import at_least_one, check_precision
from ...runs.stopping import MOST
from ...runs.values import plain
from ...scenarios import Scenario, ScenarioError, load
from ...scenarios.files import SUFFIXES, exists
from ...scenarios.yaml_lines import Located
from ..errors import StudyError
from .designs import Design, check_balance
from .factors import Factor, checked, declared
from .misfits import misfits
from .spec import Spec
from .study_extensions import asked_for

KEYS = (
    "title", "scenarios", "factors", "design", "set", "replicates", "precision", "most", "weeks", "residents", "communities",
    "seed", "data", "indicators", "record", "extensions",
)  # fmt: skip
RECORDS = ("summary", "series")
SIZES = ("residents", "communities")

Place = tuple[str | int, ...]
Note = Callable[[Place, Text], None]


def read(path: str | Path, opened: bool = False, code: bool = True) -> Spec:
    """Return the study of a file.

    Parameters
    ----------
    opened : the file is that of a folder with runs: extensions and data may be elsewhere by now, for runs can be read without.
    code : whether extensions whose source the folder keeps are run.

    Raises
    ------
    StudyError
        With all faults of the file.
    """
    path = Path(path).expanduser()
    try:
        located = Located(path, "study", Text("scenarios", "scenarios"))
    except ScenarioError as error:
        raise StudyError(error.texts) from None
    if not isinstance(located.data, dict):
        raise StudyError(
            Text(
                f"{path}:1: a study is a mapping with the keys {', '.join(KEYS)}",
                f"{path}:1：研究文件须为映射，键为 {'、'.join(KEYS)}",
            )
        )
    spec = _Reader(located.data, located.fault, path.parent, opened, code).spec()
    if located.faults or spec is None:
        raise StudyError(located.faults)
    return spec


def make(data: Mapping[str, Any], folder: Path | None = None) -> Spec:
    """Return the study of plain data with the keys of a study file; scenarios may be `Scenario` objects.

    Raises
    ------
    StudyError
        With all faults.
    """
    faults: list[Text] = []

    def note(place: Place, what: Text) -> None:
        at = ".".join(str(part) for part in place)
        en, zh = (f"{at}: ", f"{at}：") if at else ("", "")
        faults.append(Text(f"study: {en}{what.en}", f"研究：{zh}{what.zh}"))

    spec = _Reader(plain(data), note, folder or Path()).spec()
    if faults or spec is None:
        raise StudyError(faults)
    return spec


def _by_name(given: str) -> Scenario:
    """Return a scenario of which only the name is known: it takes an extension that is not in use, and runs are read without."""
    name = Path(given).stem if given.endswith(SUFFIXES) else given
    return Scenario(name, Text(name, name))


class _Reader:
    def __init__(
        self, data: Mapping[str, Any], note: Note, folder: Path, opened: bool = False, code: bool = True
    ) -> None:
        self.data, self.folder, self.opened, self.code = data, folder, opened, code
        self.clean = True
        self.absent: list[Text] = []
        self._note = note

    def note(self, place: Place, what: Text) -> None:
        self.clean = False
        for line in lines_of(what):
            self._note(place, line)

    def spec(self) -> Spec | None:
        for key in self.data:
            if key not in KEYS:
                self.note(
                    (key,), Text(f"unknown key '{key}'{meant(key, KEYS).en}", f"没有键 '{key}'{meant(key, KEYS).zh}")
                )
        entries = self._extensions()
        if self.data.get("extensions") and not self.clean:
            return None  # without them, names of theirs would be faults as well
        with using(entries):
            return self._spec()

    def _spec(self) -> Spec | None:
        scenarios = self._scenarios()
        factors = self._factors()
        design = self._tried(("design",), lambda given: Design.read(given, self.folder), Design())
        fixed = self._fixed()
        parts = {
            "replicates": self._whole("replicates", 20),
            "precision": self._precision(),
            "most": self._whole("most", MOST),
            "weeks": self._whole("weeks", 260),
            "seed": self._seed(),
            "data": self._data(fixed),
            "indicators": self._indicators(),
            "series": self._series(),
            "title": self._title(),
            "absent": tuple(self.absent),
        }
        for place, what in misfits(self.data, design, factors, fixed, parts["most"]):
            self.note(place, what)
        if not self.clean:
            return None
        spec = Spec(scenarios, factors, design, fixed, **parts)
        self._tried(("design",), lambda _: spec.points, None, always=True)
        if self.clean and not self.opened:
            self._tried(("design",), lambda _: check_balance(design, factors, spec.seed), None, always=True)
        return spec if self.clean else None

    def _tried(self, place: Place, make: Callable[[Any], Any], default: Any, *, always: bool = False) -> Any:
        """Return what `make` makes of an entry; note what is wrong with it."""
        given: Any = self.data
        for part in place:
            given = given.get(part) if isinstance(given, Mapping) else given[part]  # type: ignore[index]
        if given is None and not always:
            return default
        try:
            return make(given)
        except (QuantityError, ScenarioError) as error:
            self.note(place, text_of(error))
            return default

    def _mapping(self, key: str) -> Mapping[str, Any]:
        given = self.data.get(key)
        if given is None or isinstance(given, Mapping):
            return given or {}
        self.note((key,), Text(f"{given!r} is not a mapping of names to values", f"{given!r} 不是由名称与值组成的映射"))
        return {}

    def _listed(self, key: str) -> list[Any]:
        given = self.data.get(key)
        if given is None:
            return []
        if isinstance(given, str | Scenario):
            return [given]
        if isinstance(given, list | tuple):
            return list(given)
        self.note((key,), Text(f"{given!r} is not a list", f"{given!r} 不是列表"))
        return []

    def _scenarios(self) -> tuple[Scenario, ...]:
        given = self._listed("scenarios")
        if not given:
            self.note(
                ("scenarios",),
                Text(
                    "is missing; name at least one, as [status_quo, co_governance]",
                    "缺少方案；至少写一个，例如 [status_quo, co_governance]",
                ),
            )
        found = []
        for place, one in enumerate(given):
            try:
                scenario = one if isinstance(one, Scenario) else self._scenario(one)
            except ScenarioError as error:
                if not (self.absent and isinstance(one, str)):
                    self.note(("scenarios", place), text_of(error))
                    continue
                scenario = _by_name(one)
            if scenario.name in [other.name for other in found]:
                self.note(
                    ("scenarios", place),
                    Text(f"scenario '{scenario.name}' is named twice", f"方案 '{scenario.name}' 出现两次"),
                )
            found.append(scenario)
        return tuple(found)

    def _scenario(self, given: Any) -> Scenario:
        if not isinstance(given, str):
            raise ScenarioError(
                Text(f"{given!r} is not the name of a scenario or of its file", f"{given!r} 不是方案名或方案文件名")
            )
        beside = self.folder / given
        return load(beside) if given.endswith(SUFFIXES) and exists(str(beside)) else load(given)

    def _factors(self) -> tuple[Factor, ...]:
        found = []
        for name in self._mapping("factors"):
            make = Factor.unknown if self._foreign(name) else Factor.read
            factor = self._tried(
                ("factors", name), lambda given, name=name, make=make: make(name, given), None, always=True
            )
            found += [] if factor is None else [factor]
        return tuple(found)

    def _foreign(self, name: str) -> bool:
        """Return whether a name is one of an extension that is not in use, in a study that has run."""
        if not self.absent:
            return False
        try:
            declared(name)
        except QuantityError:
            return True
        return False

    def _fixed(self) -> dict[str, Any]:
        found = {}
        for name in self._mapping("set"):
            if self._foreign(name):
                found[name] = self.data["set"][name]
                continue
            value = self._tried(("set", name), lambda given, name=name: checked(name, given), None, always=True)
            found[name] = value
        for name in SIZES:
            value = self._tried((name,), lambda given, name=name: checked(name, at_least_one(name, given)), None)
            if value is not None:
                if found.get(name, value) != value:
                    self.note(
                        (name,),
                        Text(
                            f"{value} and set: {{{name}: {found[name]}}} contradict each other",
                            f"{value} 与 set: {{{name}: {found[name]}}} 互相矛盾",
                        ),
                    )
                found[name] = value
        return found

    def _whole(self, key: str, default: int) -> int:
        return self._tried((key,), lambda given: at_least_one(key, given), default)

    def _seed(self) -> int:
        return self._tried(("seed",), whole_seed, 1)

    def _precision(self) -> dict[str, float]:
        found = {}
        for name, width in self._mapping("precision").items():
            if isinstance(width, bool) or not isinstance(width, int | float):
                self.note(
                    ("precision", name), Text(f"{width!r} is not a half-width above 0", f"{width!r} 不是大于 0 的半宽")
                )
                continue
            try:
                if not (self.absent and name not in INDICATORS):
                    check_precision({name: width}, INDICATORS)
            except QuantityError as error:
                said = text_of(error)
                self.note(
                    ("precision", name), Text(said.en.removeprefix("precision: "), said.zh.removeprefix("precision："))
                )
            found[name] = float(width)
        if found and self.data.get("replicates") is not None:
            self.note(
                ("replicates",),
                Text(
                    "replicates and precision exclude each other: say how often, or how precisely",
                    "replicates 与 precision 只能写一个：或规定次数，或规定精度",
                ),
            )
        return found

    def _data(self, fixed: Mapping[str, Any]) -> str | None:
        given = self.data.get("data")
        if given is None:
            return None
        folder = (self.folder / str(given)).expanduser().absolute()
        if not isinstance(given, str) or not (folder.is_dir() or self.opened):
            self.note(
                ("data",),
                Text(
                    f"{given!r} is not a folder (looked for at {folder})", f"{given!r} 不是文件夹（查找位置：{folder}）"
                ),
            )
        sizes = [name for name in SIZES if name in fixed]
        if sizes:
            self.note(
                ("data",),
                Text(
                    f"the data say how many residents and communities there are: leave out {' and '.join(sizes)}",
                    f"居民数与社区数由数据决定：请去掉 {'、'.join(sizes)}",
                ),
            )
        return str(folder)

    def _indicators(self) -> tuple[str, ...]:
        given = self._listed("indicators")
        if self.absent:
            given = [name for name in given if name in INDICATORS]
        for place, name in enumerate(given):
            if name not in INDICATORS:
                self.note(
                    ("indicators", place),
                    Text(
                        f"unknown indicator '{name}'{suggestion(str(name), INDICATORS).en}",
                        f"没有指标 '{name}'{suggestion(str(name), INDICATORS).zh}",
                    ),
                )
        return tuple(dict.fromkeys(map(str, given))) or tuple(INDICATORS)

    def _extensions(self) -> tuple[Active, ...]:
        """Return the extensions that the study names and those in use, and note what is wrong with them.

        In a study that has run, one that cannot be had is no fault yet: its runs can be read without.
        """

        def note(place: int, what: Text) -> None:
            if self.opened:
                self.absent.append(what)
            else:
                self.note(("extensions", place), what)

        return asked_for(self._listed("extensions"), self.folder, note, self.code)

    def _series(self) -> bool:
        given = self._listed("record")
        for place, name in enumerate(given):
            if name not in RECORDS:
                hint = suggestion(str(name), RECORDS)
                self.note(
                    ("record", place),
                    Text(
                        f"{name!r} is not allowed: summary (always kept), series{hint.en}",
                        f"{name!r} 不允许：可取 summary（总是保存）、series{hint.zh}",
                    ),
                )
        return "series" in given

    def _title(self) -> Text:
        given = self.data.get("title")
        if given is None or isinstance(given, str):
            return Text(given or "", given or "")
        if (
            isinstance(given, Mapping)
            and given
            and all(key in ("en", "zh") and isinstance(value, str) for key, value in given.items())
        ):
            either = next(iter(given.values()))
            return Text(given.get("en", either), given.get("zh", either))
        self.note(
            ("title",),
            Text(
                f"{given!r} is no title; write words, or {{en: ..., zh: ...}}",
                f"{given!r} 不是标题；请写文字，或 {{en: ..., zh: ...}}",
            ),
        )
        return Text("", "")
