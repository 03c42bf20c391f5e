"""The scenario editor: sliders and a file that are two views of one scenario, checked as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import solara

from ...core.quantity import QuantityError
from ...core.text import Text, text_of
from ...model.quantities.lever_groups import KINDS
from ...model.quantities.levers import LEVERS as ALL_LEVERS
from ...reports.format.words import shown
from ...scenarios import Scenario, ScenarioError
from ..library import in_library, library_choices, of_library, part_choices
from ..live.sliders import lever_groups
from ..parts.parts import DownloadButton, Draft, Editor, Levers
from ..sessions.compare_session import own_scenarios
from ..sessions.drafts import TOO_LARGE, differences, draft, own_changes, parse
from ..sessions.visit import Visit, use_visit, watch
from ..words import words
from .explore_words import LEVERS

DRAFT = {
    "draft": Text("Scenario", "方案"),
    "title": Text("Write a scenario", "编写方案"),
    "lead": Text(
        "Start from a scenario of the library, turn levers, add changes at dates. The file below is the same scenario; write in it if you like.",
        "从方案库中的一个方案出发，调整杠杆，添加按周次的调整。下方文件是同一个方案，也可以直接编辑。",
    ),
    "base": Text("Start from", "基础方案"),
    "parts": Text("Or put it together", "或由模块组合"),
    "usual": Text("as in the status quo", "与现状相同"),
    "name_en": Text("Title, English", "英文名称"),
    "name_zh": Text("Title, Chinese", "中文名称"),
    "dated": Text("Change at a date", "按周次调整"),
    "week": Text("Week", "周次"),
    "lever": Text("Lever", "杠杆"),
    "value": Text("New value", "新值"),
    "add": Text("Add", "添加"),
    "remove": Text("Remove", "删除"),
    "keep": Text("Use it in Explore and Compare", "用于探索与比较"),
}

EDITOR = {
    "file": Text("Scenario file", "方案文件"),
    "open": Text("Open a file …", "打开文件……"),
    "text": Text("YAML", "YAML 文本"),
    "valid": Text("valid", "有效"),
    "differences": Text("What differs from", "与以下方案的差别："),
    "none": Text("Nothing.", "无差别。"),
    "week": Text("from week", "起始周"),
    "lever": Text("lever", "杠杆"),
    "before": Text("before", "原值"),
    "after": Text("now", "新值"),
    "unit": Text("unit", "单位"),
}

SAID = {
    "kept": Text("kept as “{title}”; choose it on the other pages", "已保存为“{title}”，可在其他页面选用"),
    "download": Text("Save the file", "保存文件"),
    "old": Text(
        "The text has faults: what stands here is its last valid version, and cannot be changed until they are mended.",
        "文本有错误：此处为最近一次有效的版本，改正之前不能修改。",
    ),
    "many": Text("at most {most} scenarios of your own", "自有方案最多 {most} 个"),
}
MOST_OWN = 12


@dataclass
class Writing:
    """The draft of one visitor."""

    text: str
    base: str = "status_quo"
    faults: list[Text] = field(default_factory=list)
    scenario: Scenario | None = None  # of the last valid text
    kept: str = ""

    def read(self, kilobytes: int) -> None:
        """Check the text."""
        try:
            self.scenario = parse(self.text, kilobytes)
            self.faults = []
            self.base = self.scenario.extends or "status_quo"
        except ScenarioError as error:
            self.faults = list(error.texts)


def _kept(visit: Visit) -> Writing:
    def make() -> Writing:
        writing = Writing(draft("status_quo", {}, {}, []))
        writing.read(visit.limits.upload_kilobytes)
        return writing

    return visit.keep("draft", make)


@solara.component
def Page() -> None:
    """Both views, and the difference from the base."""
    visit = use_visit()
    writing = solara.use_memo(lambda: _kept(visit), [])
    seen = solara.use_reactive(0)
    watch(seen)

    def read(text: str) -> None:
        writing.text, writing.kept = text, ""
        writing.read(visit.limits.upload_kilobytes)
        seen.value += 1

    with solara.Div(classes=["cg-page"]):
        Words(visit, writing, read, seen)
        with solara.Div(classes=["cg-split cg-half"]):
            with solara.Div(classes=["cg-left"]):
                File(visit, writing, read, seen)
            with solara.Div(classes=["cg-right"]):
                Sliders(visit, writing, read, seen)


def rewrite(writing: Writing, read: Callable[[str], None], **new: Any) -> None:
    """Write the file again from what is valid, with a new base, title, levers or changes."""
    now = writing.scenario
    assert now is not None
    base = new.get("base", writing.base)
    title = new.get("title", {"en": now.title.en, "zh": now.title.zh})
    own = {**(dict(now.own) if base == writing.base else {}), **new.get("levers", {})}
    read(draft(base, title, own, new.get("changes", own_changes(now))))


@solara.component
def Words(visit: Visit, writing: Writing, read: Callable[[str], None], seen: Any) -> None:
    """Base, title, dated changes, and keeping it for the other pages."""
    language, now = visit.language, writing.scenario
    assert now is not None
    watch(seen)
    changes = own_changes(now)

    def add(data: Any) -> None:
        try:
            lever = ALL_LEVERS[str(data["lever"])]
            value = lever.check(str(data["value"]).strip() if lever.choices else float(data["value"]))
            week = int(data["week"])
        except (KeyError, TypeError, ValueError, QuantityError) as error:
            writing.faults = [text_of(error)]
            seen.value += 1
            return
        rewrite(writing, read, changes=[*changes, {"week": week, "levers": {lever.name: value}}])

    def keep(_: Any) -> None:
        if writing.faults or writing.scenario is None:
            return
        own = own_scenarios(visit)
        if len(own) >= MOST_OWN and writing.scenario.name not in own:
            writing.kept = SAID["many"][language].format(most=MOST_OWN)
        else:
            own[writing.scenario.name] = writing.scenario
            writing.kept = SAID["kept"][language].format(title=writing.scenario.title[language])
        seen.value += 1

    def extend(name: Any) -> None:
        if in_library(name):
            rewrite(writing, read, base=name)

    def chosen_parts() -> dict[str, str]:
        base = of_library(writing.base)
        return dict(base.parts) if base.is_part else {}

    def put_together(choice: Any) -> None:
        one = choice if isinstance(choice, dict) else {}
        chosen = {**chosen_parts(), str(one.get("kind")): str(one.get("name") or "")}
        extend("+".join(chosen[kind] for kind in KINDS if chosen.get(kind)) or "status_quo")

    scenarios = library_choices(language)
    if writing.base not in {one["name"] for one in scenarios}:
        scenarios = [{"name": writing.base, "label": of_library(writing.base).title[language]}, *scenarios]
    Draft(
        scenarios=scenarios,
        base=writing.base,
        kinds=part_choices(chosen_parts(), language),
        title={"en": now.title.en, "zh": now.title.zh},
        levers=[{"name": name, "label": lever.label[language]} for name, lever in ALL_LEVERS.items()],
        changes=[{"week": one.get("week", 0), "text": _change(one, language)} for one in changes],
        valid=not writing.faults,
        old=SAID["old"][language] if writing.faults else "",
        kept=writing.kept,
        words=words(DRAFT, language),
        event_extend=extend,
        event_put_together=put_together,
        event_name_it=lambda title: rewrite(writing, read, title={k: str(title.get(k, ""))[:80] for k in ("en", "zh")}),
        event_add=add,
        event_remove=lambda k: rewrite(writing, read, changes=[one for place, one in enumerate(changes) if place != k]),
        event_keep=keep,
    )


def _change(one: dict[str, Any], language: str) -> str:
    levers = one.get("levers")
    if not isinstance(levers, dict):
        return "?"
    return ", ".join(
        f"{ALL_LEVERS[n].label[language]} → {shown(v)[language]}" for n, v in levers.items() if n in ALL_LEVERS
    )


@solara.component
def Sliders(visit: Visit, writing: Writing, read: Callable[[str], None], seen: Any) -> None:
    """The levers of the last valid text; turning one rewrites the file."""
    language, now = visit.language, writing.scenario
    assert now is not None
    watch(seen)
    fault, set_fault = solara.use_state("")

    def set_lever(data: Any) -> None:
        try:
            lever = ALL_LEVERS[str(data["name"])]
            value = lever.check(data["value"])
            set_fault("")
        except (KeyError, TypeError, ValueError) as error:
            set_fault(text_of(error)[language])
            return
        rewrite(writing, read, levers={lever.name: value})

    Levers(
        groups=lever_groups(language), values=dict(now.levers), base=dict(of_library(writing.base).levers), fault=fault,
        note=SAID["old"][language] if writing.faults else "", disabled=bool(writing.faults),
        words=words(LEVERS, language), event_set_lever=set_lever,
    )  # fmt: skip


@solara.component
def File(visit: Visit, writing: Writing, read: Callable[[str], None], seen: Any) -> None:
    """The text, its faults, the difference, and saving."""
    language = visit.language
    none: Any = None
    file, set_file = solara.use_state(none)
    watch(seen)

    def opened(data: Any) -> None:
        most = visit.limits.upload_kilobytes
        if not isinstance(data, dict) or not isinstance(data.get("size"), int) or data["size"] > 1024 * most:
            writing.faults = [Text(*(TOO_LARGE[one].format(most=most) for one in ("en", "zh")))]
            seen.value += 1
        else:
            read(str(data.get("text", "")))

    rows = differences(writing.scenario, of_library(writing.base), language) if writing.scenario is not None else []
    Editor(
        yaml=writing.text, faults=[one[language] for one in writing.faults[:30]], old=SAID["old"][language] if writing.faults else "", rows=rows, base=of_library(writing.base).title[language],
        most=1024 * visit.limits.upload_kilobytes, words=words(EDITOR, language), event_write=lambda text: read(str(text)), event_opened=opened,
    )  # fmt: skip
    name = f"{writing.scenario.name}.yaml" if writing.scenario is not None else "scenario.yaml"

    def save(_: Any) -> None:
        again = (file or {}).get("again", 0) + 1
        set_file({"name": name, "type": "text/yaml", "data": writing.text.encode("utf-8"), "again": again})

    DownloadButton(
        label=SAID["download"][language], file=file, disabled=bool(writing.faults), test="save", event_ask=save
    )
