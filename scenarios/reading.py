"""Reading files of scenarios and parts: every fault of a file at once, with file, line, field, what is allowed, the nearest name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..core.quantity import QuantityError, nearest
from ..core.text import Text
from ..model.extensions import extension
from ..model.quantities.lever_groups import KIND_LEVERS, KINDS
from ..model.quantities.levers import LEVERS
from .errors import ScenarioError
from .scenario import CLAIM, Change, Scenario, hours_fault, joined, usual
from .yaml_lines import Located

LIBRARY = Path(__file__).resolve().parent / "library"
"""Folder of the scenarios that come with the package; those in its folder `parts` answer one question of a policy."""

KEYS = ("title", "kind", "question", "claims", "extends", "levers", "reasons", "changes")
CHANGE_KEYS = ("week", "levers", "why")
SUFFIXES = (".yaml", ".yml")


def _here(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def _parts(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((folder / "parts").rglob("*.yaml"))}


def _own_folders() -> list[Path]:
    return [Path(one.extension.scenarios) for one in extension.active() if one.extension.scenarios is not None]


def library_names() -> list[str]:
    """Return the names of the whole scenarios in the library, in alphabetical order."""
    return list(_here(LIBRARY))


def library_files() -> dict[str, Path]:
    """Return the files of the library by name, whole scenarios and parts."""
    return {**_parts(LIBRARY), **_here(LIBRARY)}


def own_files() -> dict[str, Path]:
    """Return the files of whole scenarios of the extensions in use, by name."""
    return {name: path for folder in _own_folders() for name, path in _here(folder).items()}


def part_files() -> dict[str, Path]:
    """Return the files of parts of the library and of the extensions in use, by name."""
    return {name: path for folder in (LIBRARY, *_own_folders()) for name, path in _parts(folder).items()}


def exists(text: str) -> bool:
    """Return whether there is a file or folder of this name; False where no file could have it."""
    try:
        return Path(text).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False


def names_in(text: str) -> list[str]:
    """Return the names that are joined by `+` in a text; a file of just this name is one."""
    return [one.strip() for one in text.split("+")] if "+" in text and not exists(text) else [text]


def find(name: str | Path, folder: Path | None = None) -> Path:
    """Return the file of a scenario or part of the library or an extension in use, or of a path (relative to `folder` if given)."""
    text = str(name)
    known = {**part_files(), **own_files(), **library_files()}
    if isinstance(name, str) and text in known:
        return known[text]
    if isinstance(name, Path) or text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        return (folder or Path()) / name
    if exists(text):
        return Path(text)
    hint = nearest(text, known) or f"; known: {', '.join(sorted(known))}"
    raise ScenarioError(f"unknown scenario '{text}'{hint}")


def read(path: Path, above: tuple[Path, ...] = ()) -> Scenario:
    """Return the scenario of a file.

    Parameters
    ----------
    path : the file.
    above : files that extend this one, to notice a circle.

    Raises
    ------
    ScenarioError
        With all faults of the file.
    """
    located = Located(path)
    reader = _Reader(located, path, above)
    scenario = reader.scenario()
    if located.faults or scenario is None:
        raise ScenarioError(located.faults)
    return scenario


class _Reader:
    def __init__(self, located: Located, path: Path, above: tuple[Path, ...]) -> None:
        self.located, self.path, self.above = located, path, above
        self.strict = LIBRARY in path.resolve().parents
        self.kind = ""

    def scenario(self) -> Scenario | None:
        located = self.located
        if not isinstance(located.data, dict):
            located.fault(
                (), f"a scenario is a mapping with the keys {', '.join(KEYS)}, not {type(located.data).__name__}"
            )
            return None
        self._known((), located.data, KEYS)
        data = located.data
        self.kind = self._kind(data.get("kind"))
        title = self._text(("title",), data.get("title"), required=True)
        question = self._text(("question",), data.get("question"), required=self.strict)
        claims = self._claims(data.get("claims"))
        extends, base = self._extends(data.get("extends"))
        own = self._levers(("levers",), data.get("levers"))
        changes = self._changes(data.get("changes"))
        reasons = self._reasons(data.get("reasons"), own)
        inherited = {name: text for name, text in (base.reasons if base else {}).items() if name not in own}
        if self.kind:
            own = self._all_of_a_kind(base, own)
        levers = {**(base.levers if base else usual()), **own}
        changes = (*(base.changes if base else ()), *changes)
        self._hours(levers, changes)
        if located.faults:
            return None
        return Scenario(
            self.path.stem,
            title,
            question,
            claims,
            extends,
            levers,
            own,
            {**inherited, **reasons},
            changes,
            str(self.path),
            {self.kind: self.path.stem} if self.kind else {},
        )

    def _kind(self, value: Any) -> str:
        if value is None or (isinstance(value, str) and value in KINDS):
            return value or ""
        known = ", ".join(f"{kind} ({label.en.lower()})" for kind, (label, _) in KINDS.items())
        hint = nearest(str(value), KINDS) or f"; known: {known}"
        self.located.fault(("kind",), f"{value!r} is not a kind of part{hint}")
        return ""

    def _all_of_a_kind(self, base: Scenario | None, own: dict[str, Any]) -> dict[str, Any]:
        """Return all levers that a part sets: those of the part of its kind that it extends, and its own on top."""
        inherited: dict[str, Any] = {}
        if base is not None and base.parts.keys() == {self.kind}:
            inherited = dict(base.own)
        elif base is not None:
            self.located.fault(
                ("extends",), f"a part of the kind '{self.kind}' can only extend another part of this kind"
            )
            return own
        given = self.located.data.get("levers")
        missing = set(KIND_LEVERS[self.kind]) - set(inherited) - set(given if isinstance(given, dict) else ())
        if missing:
            names = ", ".join(name for name in KIND_LEVERS[self.kind] if name in missing)
            self.located.fault(("levers",), f"a part sets every lever of its kind '{self.kind}'; missing: {names}")
        return {**inherited, **own}

    def _known(self, path: tuple, data: dict, keys: tuple[str, ...]) -> None:
        for key in data:
            if key not in keys:
                hint = nearest(key, keys) or f"; known: {', '.join(keys)}"
                self.located.fault((*path, key), f"unknown key '{key}'{hint}")

    def _text(self, path: tuple, value: Any, *, required: bool = False) -> Text:
        located = self.located
        if value is None:
            if required:
                located.fault(path, f"{path[-1]} is missing; write {{en: ..., zh: ...}}")
            return Text("", "")
        if not isinstance(value, dict):
            located.fault(path, f"{value!r} is not in both languages; write {{en: ..., zh: ...}}")
            return Text("", "")
        self._known(path, value, ("en", "zh"))
        words = {}
        for language in ("en", "zh"):
            word = value.get(language)
            if not isinstance(word, str) or not word.strip():
                located.fault((*path, language), "missing in this language" if not word else f"{word!r} is not a text")
            else:
                words[language] = word.strip()
        return Text(words.get("en", ""), words.get("zh", ""))

    def _claims(self, value: Any) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.located.fault(("claims",), f"{value!r} is not a list such as [C1, C22a]")
            return ()
        for i, claim in enumerate(value):
            if not (isinstance(claim, str) and CLAIM.fullmatch(claim)):
                self.located.fault(
                    ("claims", i), f"{claim!r} is not a claim: C1 to C26, with a letter a to f for a part"
                )
        return tuple(str(claim) for claim in value)

    def _extends(self, value: Any) -> tuple[str | None, Scenario | None]:
        if value is None:
            return None, None
        if not isinstance(value, str):
            self.located.fault(("extends",), f"{value!r} is not the name of a scenario or file")
            return None, None
        try:
            return value, joined([self._parent(name) for name in names_in(value)])
        except ScenarioError as error:
            for fault in error.faults:
                self.located.fault(("extends",), fault)
            return value, None

    def _parent(self, name: str) -> Scenario:
        parent, chain = find(name, self.path.parent), (*self.above, self.path.resolve())
        if parent.resolve() in chain:
            circle = " -> ".join(path.name for path in (*chain[chain.index(parent.resolve()) :], parent))
            raise ScenarioError(f"goes in a circle: {circle}")
        return read(parent, chain)

    def _levers(self, path: tuple, value: Any) -> dict[str, Any]:
        values = {}
        for name, given in self.located.mapping(path, value).items():
            try:
                values[name] = LEVERS.find(name).check(given)
            except QuantityError as error:
                self.located.fault((*path, name), str(error))
                continue
            if self.kind and name not in KIND_LEVERS[self.kind]:
                of = next((f"of the kind '{kind}'" for kind in KINDS if name in KIND_LEVERS[kind]), "of no kind")
                self.located.fault((*path, name), f"a part of the kind '{self.kind}' cannot set it: it is {of}")
        return values

    def _reasons(self, value: Any, own: dict[str, Any]) -> dict[str, Text]:
        located = self.located
        given = located.mapping(("reasons",), value)
        reasons = {}
        set_here = located.data.get("levers")
        set_here = set_here if isinstance(set_here, dict) else {}
        for name, text in given.items():
            if name not in LEVERS:
                located.fault(("reasons", name), f"unknown lever '{name}'{LEVERS.hint(name)}")
            elif name not in set_here:
                located.fault(("reasons", name), "a reason for a lever that is not set here")
            else:
                reasons[name] = self._text(("reasons", name), text, required=True)
        if self.strict:
            for name in own:
                if name not in given:
                    located.fault(("levers", name), "needs a reason in the library")
        return reasons

    def _changes(self, value: Any) -> tuple[Change, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.located.fault(("changes",), f"{value!r} is not a list of {{week, levers, why}}")
            return ()
        changes, dated = [], {}
        for i, item in enumerate(value):
            path = ("changes", i)
            if not isinstance(item, dict):
                self.located.fault(path, f"{item!r} is not a mapping with the keys {', '.join(CHANGE_KEYS)}")
                continue
            self._known(path, item, CHANGE_KEYS)
            week = self._week(path, item)
            levers = self._levers((*path, "levers"), item.get("levers"))
            if not item.get("levers"):
                self.located.fault(path, "changes no lever")
            why = item.get("why")
            why = Text(why, why) if isinstance(why, str) else self._text((*path, "why"), why, required=self.strict)
            if week is None:
                continue
            for name in levers:
                if (week, name) in dated:
                    self.located.fault(
                        (*path, "levers", name), f"changed twice in week {week}, first in line {dated[week, name]}"
                    )
                dated[week, name] = self.located.lines.get((*path, "levers", name), 0)
            changes.append(Change(week, levers, why))
        return tuple(changes)

    def _week(self, path: tuple, item: dict) -> int | None:
        if "week" not in item:
            self.located.fault(path, "week is missing")
            return None
        week = item["week"]
        if isinstance(week, bool) or not isinstance(week, int) or week < 0:
            self.located.fault((*path, "week"), f"{week!r} is not a whole number of at least 0")
            return None
        return week

    def _hours(self, levers: dict[str, Any], changes: tuple[Change, ...]) -> None:
        if fault := hours_fault(levers):
            self.located.fault(("levers",), fault)
            return
        for change in sorted(changes, key=lambda change: change.week):
            levers = {**levers, **change.levers}
            if fault := hours_fault(levers):
                self.located.fault(("changes",), f"week {change.week}: {fault}")
                return
