"""Reading files of scenarios and parts: every fault of a file at once, with file, line, field, what is allowed, the nearest name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..core.nearest import meant
from ..core.quantity import QuantityError
from ..core.text import Text, text_of
from ..model.quantities.lever_groups import KIND_LEVERS, KINDS
from ..model.quantities.levers import LEVERS
from .errors import ScenarioError
from .files import LIBRARY, find, names_in
from .scenario import CLAIM, Change, Scenario, hours_fault, joined, usual
from .yaml_lines import Located

KEYS = ("title", "kind", "question", "claims", "extends", "levers", "reasons", "changes")
CHANGE_KEYS = ("week", "levers", "why")


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
                (),
                Text(
                    f"a scenario is a mapping with the keys {', '.join(KEYS)}, not {type(located.data).__name__}",
                    f"方案须为映射，键为 {'、'.join(KEYS)}，而不是 {type(located.data).__name__}",
                ),
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
        hint = meant(str(value), KINDS)
        self.located.fault(
            ("kind",), Text(f"{value!r} is not a kind of part{hint.en}", f"{value!r} 不是模块的类别{hint.zh}")
        )
        return ""

    def _all_of_a_kind(self, base: Scenario | None, own: dict[str, Any]) -> dict[str, Any]:
        """Return all levers that a part sets: those of the part of its kind that it extends, and its own on top."""
        kind, located = self.kind, self.located
        if base is not None and base.parts.keys() != {kind}:
            located.fault(
                ("extends",),
                Text(
                    f"a part of the kind '{kind}' can only extend another part of this kind",
                    f"'{kind}' 类的模块只能继承同类的另一个模块",
                ),
            )
            return own
        inherited = dict(base.own) if base is not None else {}
        given = located.data.get("levers")
        given = given if isinstance(given, dict) else {}
        missing = [name for name in KIND_LEVERS[kind] if name not in inherited and name not in given]
        if missing:
            located.fault(
                ("levers",),
                Text(
                    f"a part sets every lever of its kind '{kind}'; missing: {', '.join(missing)}",
                    f"模块须设定 '{kind}' 类的全部杠杆；缺少：{'、'.join(missing)}",
                ),
            )
        return {**inherited, **own}

    def _known(self, path: tuple, data: dict, keys: tuple[str, ...]) -> None:
        for key in data:
            if key not in keys:
                hint = meant(key, keys)
                self.located.fault((*path, key), Text(f"unknown key '{key}'{hint.en}", f"没有键 '{key}'{hint.zh}"))

    def _text(self, path: tuple, value: Any, *, required: bool = False) -> Text:
        located = self.located
        if value is None:
            if required:
                located.fault(
                    path,
                    Text(
                        f"{path[-1]} is missing; write {{en: ..., zh: ...}}",
                        f"缺少 {path[-1]}；请写作 {{en: ..., zh: ...}}",
                    ),
                )
            return Text("", "")
        if not isinstance(value, dict):
            located.fault(
                path,
                Text(
                    f"{value!r} is not in both languages; write {{en: ..., zh: ...}}",
                    f"{value!r} 没有分两种语言；请写作 {{en: ..., zh: ...}}",
                ),
            )
            return Text("", "")
        self._known(path, value, ("en", "zh"))
        words = {}
        for language in ("en", "zh"):
            word = value.get(language)
            if not isinstance(word, str) or not word.strip():
                missing = Text("missing in this language", "缺少这一语言的文字")
                located.fault(
                    (*path, language), Text(f"{word!r} is not a text", f"{word!r} 不是文字") if word else missing
                )
            else:
                words[language] = word.strip()
        return Text(words.get("en", ""), words.get("zh", ""))

    def _claims(self, value: Any) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.located.fault(
                ("claims",), Text(f"{value!r} is not a list such as [C1, C22a]", f"{value!r} 不是列表，例如 [C1, C22a]")
            )
            return ()
        for i, claim in enumerate(value):
            if not (isinstance(claim, str) and CLAIM.fullmatch(claim)):
                self.located.fault(
                    ("claims", i),
                    Text(
                        f"{claim!r} is not a claim: C1 to C26, with a letter a to f for a part",
                        f"{claim!r} 不是论断编号：C1 至 C26，部分可加字母 a 至 f",
                    ),
                )
        return tuple(str(claim) for claim in value)

    def _extends(self, value: Any) -> tuple[str | None, Scenario | None]:
        if value is None:
            return None, None
        if not isinstance(value, str):
            self.located.fault(
                ("extends",), Text(f"{value!r} is not the name of a scenario or file", f"{value!r} 不是方案名或文件名")
            )
            return None, None
        try:
            return value, joined([self._parent(name) for name in names_in(value)])
        except ScenarioError as error:
            for fault in error.texts:
                self.located.fault(("extends",), fault)
            return value, None

    def _parent(self, name: str) -> Scenario:
        parent, chain = find(name, self.path.parent), (*self.above, self.path.resolve())
        if parent.resolve() in chain:
            circle = " -> ".join(path.name for path in (*chain[chain.index(parent.resolve()) :], parent))
            raise ScenarioError(Text(f"goes in a circle: {circle}", f"继承成环：{circle}"))
        return read(parent, chain)

    def _levers(self, path: tuple, value: Any) -> dict[str, Any]:
        values = {}
        for name, given in self.located.mapping(path, value).items():
            try:
                values[name] = LEVERS.find(name).check(given)
            except QuantityError as error:
                self.located.fault((*path, name), text_of(error))
                continue
            if self.kind and name not in KIND_LEVERS[self.kind]:
                self.located.fault((*path, name), self._of_another_kind(name))
        return values

    def _of_another_kind(self, name: str) -> Text:
        of = next((kind for kind in KINDS if name in KIND_LEVERS[kind]), "")
        en = f"it is of the kind '{of}'" if of else "it is of no kind"
        zh = f"它属于 '{of}' 类" if of else "它不属于任何类别"
        return Text(f"a part of the kind '{self.kind}' cannot set it: {en}", f"'{self.kind}' 类的模块不能设定它：{zh}")

    def _reasons(self, value: Any, own: dict[str, Any]) -> dict[str, Text]:
        located = self.located
        given = located.mapping(("reasons",), value)
        reasons = {}
        set_here = located.data.get("levers")
        set_here = set_here if isinstance(set_here, dict) else {}
        for name, text in given.items():
            if name not in LEVERS:
                located.fault(("reasons", name), LEVERS.unknown(name))
            elif name not in set_here:
                located.fault(
                    ("reasons", name),
                    Text("a reason for a lever that is not set here", "此处没有设定该杠杆，却写了理由"),
                )
            else:
                reasons[name] = self._text(("reasons", name), text, required=True)
        if self.strict:
            for name in own:
                if name not in given:
                    located.fault(("levers", name), Text("needs a reason in the library", "方案库中的方案须写明理由"))
        return reasons

    def _changes(self, value: Any) -> tuple[Change, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.located.fault(
                ("changes",),
                Text(
                    f"{value!r} is not a list of {{week, levers, why}}", f"{value!r} 不是 {{week, levers, why}} 的列表"
                ),
            )
            return ()
        changes, dated = [], {}
        for i, item in enumerate(value):
            path = ("changes", i)
            if not isinstance(item, dict):
                self.located.fault(
                    path,
                    Text(
                        f"{item!r} is not a mapping with the keys {', '.join(CHANGE_KEYS)}",
                        f"{item!r} 不是映射，键应为 {'、'.join(CHANGE_KEYS)}",
                    ),
                )
                continue
            self._known(path, item, CHANGE_KEYS)
            week = self._week(path, item)
            levers = self._levers((*path, "levers"), item.get("levers"))
            if not item.get("levers"):
                self.located.fault(path, Text("changes no lever", "没有改变任何杠杆"))
            why = item.get("why")
            why = Text(why, why) if isinstance(why, str) else self._text((*path, "why"), why, required=self.strict)
            if week is None:
                continue
            for name in levers:
                if (week, name) in dated:
                    self.located.fault(
                        (*path, "levers", name),
                        Text(
                            f"changed twice in week {week}, first in line {dated[week, name]}",
                            f"在第 {week} 周改变了两次，第一次在第 {dated[week, name]} 行",
                        ),
                    )
                dated[week, name] = self.located.lines.get((*path, "levers", name), 0)
            changes.append(Change(week, levers, why))
        return tuple(changes)

    def _week(self, path: tuple, item: dict) -> int | None:
        if "week" not in item:
            self.located.fault(path, Text("week is missing", "缺少 week"))
            return None
        week = item["week"]
        if isinstance(week, bool) or not isinstance(week, int) or week < 0:
            self.located.fault(
                (*path, "week"), Text(f"{week!r} is not a whole number of at least 0", f"{week!r} 不是不小于 0 的整数")
            )
            return None
        return week

    def _hours(self, levers: dict[str, Any], changes: tuple[Change, ...]) -> None:
        if fault := hours_fault(levers):
            self.located.fault(("levers",), fault)
            return
        for change in sorted(changes, key=lambda change: change.week):
            levers = {**levers, **change.levers}
            if fault := hours_fault(levers):
                self.located.fault(
                    ("changes",), Text(f"week {change.week}: {fault.en}", f"第 {change.week} 周：{fault.zh}")
                )
                return
