"""The reference of the public Python names, from their signatures and docstrings.

The docstrings of this project explain parameters as ``name : what it is`` without types, which stand in the signature; the
usual tools take the words after the colon for a type. So they are read here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import cogov
from cogov.core.quantity import Catalogue
from cogov.core.text import Text

from .python_zh import SUMMARIES

TITLE = Text("Python", "Python 接口")
INTRODUCTION = Text(
    "All public names, `import cogov` and they are there; made from signatures and docstrings (`make docs`; a test keeps the page current). "
    "They are promises: one is renamed or removed only with an entry in the changelog. What `model.residents` and the other tables hold: [all columns](columns.md).",
    "全部公开的名称，`import cogov` 即可使用；由函数签名与文档字符串自动生成（`make docs`；有测试保证本页与代码一致）。这些名称是承诺：改名或删除必在"
    "变更记录中注明。`model.residents` 等数据表的内容见[全部列](columns.zh.md)。每个名称先有中文说明，参数等细节保留代码中的英文原文。",
)
SECTIONS = {
    "Parameters": Text("Parameters", "参数"),
    "Returns": Text("Returns", "返回"),
    "Yields": Text("Yields", "依次给出"),
    "Raises": Text("Raises", "异常"),
    "Attributes": Text("Attributes", "属性"),
    "Examples": Text("Examples", "示例"),
    "Notes": Text("Notes", "说明"),
    "See Also": Text("See also", "参见"),
}
GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("A model and its agents", "模型与主体"), ("CommunityModel", "Resident", "Organization", "SocialWorker", "Government")),
    (Text("Comparing", "比较"), ("compare", "Comparison")),
    (Text("Explaining", "解释"), ("why", "Attribution", "why_one", "restore")),
    (Text("Scenarios and data", "方案与数据"), ("load_scenario", "scenario_names", "scenario_parts", "Scenario", "Change", "load_data", "read_cases")),
    (Text("Extensions", "扩展"), ("Extension", "Mechanism", "Indicator", "lever", "constant", "environment", "column", "Moves", "Text", "extensions")),
    (Text("Studies", "研究"), ("Study",)),
    (Text("Declarations", "声明"), ("LEVERS", "ENVIRONMENT", "CONSTANTS", "INDICATORS", "Quantity")),
)  # fmt: skip
OTHERS = Text("More", "其他")
UNLISTED = {"__version__"}


def page(language: str) -> str:
    """Return the page in one language, as Markdown."""
    lines = [f"# {TITLE[language]}\n", INTRODUCTION[language] + "\n"]
    told = [name for _, names in GROUPS for name in names]
    rest = tuple(name for name in cogov.__all__ if name not in told and name not in UNLISTED)
    for heading, names in [*GROUPS, *([(OTHERS, rest)] if rest else [])]:
        lines.append(f"## {heading[language]}\n")
        for name in names:
            lines += _public(name, getattr(cogov, name), language)
    return "\n".join(lines).rstrip() + "\n"


def members(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties that a class has of its own or from a base class of this package."""
    seen = set()
    for base in cls.__mro__:
        own = base is cls or not base.__module__.startswith("cogov.core")
        if base.__module__.startswith("cogov.") and own:
            for name, value in vars(base).items():
                kind = (property, classmethod, staticmethod)
                if (
                    not name.startswith("_")
                    and name not in seen
                    and (inspect.isfunction(value) or isinstance(value, kind))
                ):
                    seen.add(name)
                    yield name, value


def summaries() -> list[str]:
    """Return the names that want a Chinese sentence: all that are public, and the members of classes."""
    found = []
    for name in cogov.__all__:
        if name not in UNLISTED:
            found.append(name)
            value = getattr(cogov, name)
            if inspect.isclass(value):
                found += [f"{name}.{member}" for member, _ in members(value)]
    return found


def _public(name: str, value: Any, language: str) -> Iterator[str]:
    yield f"### `{name}`\n"
    if isinstance(value, Catalogue):
        words = Text(
            f"The {len(value)} declared quantities of this kind by name, each a `Quantity`: [tables](quantities.md).",
            f"按名称列出的 {len(value)} 个此类声明，每个都是一个 `Quantity`，见[表](quantities.zh.md)。",
        )
        yield words[language] + "\n"
        return
    yield f"```text\n{_signature(value, name)}\n```\n"
    yield from _docstring(name, inspect.getdoc(value) or "", language)
    if inspect.isclass(value):
        for member, own in members(value):
            function: Any = own.fget if isinstance(own, property) else getattr(own, "__func__", own)
            mark = "" if isinstance(own, property) else "()"
            yield f"#### `{name}.{member}{mark}`\n"
            if not isinstance(own, property):
                yield f"```text\n{_signature(function, member)}\n```\n"
            yield from _docstring(f"{name}.{member}", inspect.getdoc(function) or "", language)


def _signature(function: Any, name: str) -> str:
    """Return a call with its defaults, without types and without `self`."""
    parts, starred = [], False
    for one in inspect.signature(function).parameters.values():
        if one.name in {"self", "cls"}:
            continue
        if one.kind is one.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        starred = starred or one.kind is one.VAR_POSITIONAL
        stars = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        default = "" if one.default is one.empty else f"={_default(one.default)}"
        parts.append(f"{stars}{one.name}{default}")
    text = f"{name}({', '.join(parts)})"
    return text if len(text) <= 100 else f"{name}(\n    " + ",\n    ".join(parts) + ",\n)"


def _default(value: Any) -> str:
    said = repr(value)
    return "..." if said.startswith("<") or isinstance(value, Text) else said


def _docstring(name: str, text: str, language: str) -> Iterator[str]:
    if language == "zh" and name in SUMMARIES:
        yield SUMMARIES[name] + "\n"
    blocks = re.split(r"(?m)^([A-Z][A-Za-z ]+)\n-{3,}\n", text)
    if blocks[0].strip():
        yield _paragraphs(blocks[0]) + "\n"
    for heading, body in zip(blocks[1::2], blocks[2::2]):
        yield f"**{SECTIONS[heading][language] if heading in SECTIONS else heading}**\n"
        if heading == "Examples":
            yield f"```pycon\n{body.strip()}\n```\n"
        else:
            yield "\n".join(_entries(body)) + "\n"


def _entries(body: str) -> Iterator[str]:
    """Yield `name : words`, or a name with indented words below, as items of a list."""
    entries: list[str] = []
    for line in body.splitlines():
        if line.strip():
            if line[0].isspace() and entries:
                entries[-1] += " " + line.strip()
            else:
                entries.append(line.strip())
    for entry in entries:
        found = re.match(r"([*\w]+(?:, [*\w]+)*) : (.*)", entry)
        if found is None:
            found = re.match(r"([A-Z]\w+) (.*)", entry)
        yield f"- `{found[1]}`: {_paragraphs(found[2])}" if found else f"- {_paragraphs(entry)}"


def _paragraphs(text: str) -> str:
    """Return prose as Markdown: lines joined, double backquotes made single."""
    blocks = (" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", text.strip()))
    return "\n\n".join(blocks).replace("``", "`").replace("<", "&lt;")
