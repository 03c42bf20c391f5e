"""The ODD description of the model, made from its declarations, its schedule and its docstrings, as Markdown."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

from ...agents import Government, Organization, Resident, SocialWorker
from ...core.quantity import STATUS_LABELS, Quantity
from ...core.rows.columns import Column, columns_of
from ...core.text import Text
from ...core.units import unit
from ...evidence.patterns import PLANS
from ...evidence.reproduce import RESULTS
from ...model.extensions.extension import active
from ...model.foundations import FOUNDATIONS
from ...model.process import QUARTERLY, WEEKLY, YEARLY, Process
from ...model.quantities.codes import WEEKS_A_QUARTER
from ...model.quantities.costs import cost_of
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.indicators import ALL
from ...model.quantities.levers import LEVERS
from ...model.quantities.parameters import MODULES
from ...model.quantities.prices import PRICES
from ...model.schedule import MECHANISMS, SCHEDULE, module_of
from ..document.markdown import table
from . import odd_text as texts
from .odd_states import GROUPS

LANGUAGES = ("en", "zh")
_OFTEN = {WEEKLY: "weekly", QUARTERLY: "quarterly", YEARLY: "yearly"}


def document(language: str) -> str:
    """Return the whole description in one language, as Markdown."""
    parts = [f"# {texts.TITLE[language]}\n", texts.PREFACE[language] + "\n", texts.STATUS[language] + "\n"]
    for heading, content in zip(
        texts.ELEMENTS, (_purpose, _entities, _processes, _concepts, _start, _input, _submodels)
    ):
        parts.append(f"## {heading[language]}\n")
        parts += content(language)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts))


# -- the seven elements -----------------------------------------------------------------------------------------------


def _purpose(language: str) -> Iterator[str]:
    yield texts.PURPOSE[language] + "\n"
    yield texts.PATTERNS[language] + "\n"
    colon, stop = (": ", ".") if language == "en" else ("：", "。")
    for plan in PLANS:
        yield f"- **{plan.title[language]}**{colon}{plan.target[language]}{stop}"
    yield ""


def _entities(language: str) -> Iterator[str]:
    yield texts.ENTITIES[language] + "\n"
    for cls in (Resident, Organization, SocialWorker, Government):
        yield f"### {texts.AGENTS[cls.__name__][language]} (`{cls.__name__}`)\n"
        quantities = [column.quantity for column in columns_of(cls).values() if column.quantity is not None]
        yield from _table(
            language, ("name", "label", "unit", "bounds"),
            ((f"`{q.name}`", _meaning(q, language), _unit(q.unit, language), _bounds(q)) for q in quantities),
        )  # fmt: skip
    for label, struct, described in GROUPS:
        yield f"### {label[language]}\n"
        rows = (
            (f"`{name}`", described[name][1][language], _unit(described[name][0], language)) for name in struct.fields
        )
        yield from _table(language, ("name", "label", "unit"), rows)
    defaults = ENVIRONMENT.defaults()
    yield (
        texts.SCALES[language].format(
            quarter=WEEKS_A_QUARTER, communities=defaults["communities"], residents=defaults["residents"],
            building=defaults["building_size"], grids=defaults["grids"],
        )
        + "\n"
    )  # fmt: skip


def _processes(language: str) -> Iterator[str]:
    yield texts.SCHEDULE[language] + "\n"
    rows = (
        (
            str(k + 1),
            f"[{process.label[language]}](#{_anchor(module_of(process))})",
            texts.WORDS[_OFTEN[process.every]][language],
            process.about[language],
        )
        for k, process in enumerate(SCHEDULE)
    )
    yield from _table(language, ("no", "process", "every", "what"), rows)
    yield from _extensions(language)


def _extensions(language: str) -> Iterator[str]:
    """Yield what the extensions in use add (model/extensions/extension.py)."""
    for entry in active():
        about_it = ", ".join(part for part in (entry.version, entry.digest[:12]) if part)
        yield f"### {texts.EXTENSION[language].format(name=entry.name, about=about_it)}\n"
        if entry.extension.title[language]:
            yield entry.extension.title[language] + "\n"
        for one in entry.extension.mechanisms:
            place = texts.BEFORE if one.before is not None else texts.AFTER
            where = place[language].format(place=one.before if one.before is not None else one.after)
            yield f"- `{one.name}` ({one.label[language]}): {where}. {one.description[language]}\n"
        rows = (
            (f"`{q.name}`", _meaning(q, language), _unit(q.unit, language), _bounds(q), "1")
            for q in (one.quantity for one in entry.extension.indicators)
        )
        if entry.extension.indicators:
            yield from _table(language, ("name", "label", "unit", "bounds", "window"), rows)
        if entry.extension.parameters:
            yield texts.OWN_PARAMETERS[language] + "\n"
            yield from _parameters(entry.extension.parameters, language)
        for group, columns in entry.extension.columns.items():
            if columns:
                yield texts.OWN_COLUMNS[group][language] + "\n"
                rows = (
                    (f"`{q.name}`", _meaning(q, language), _unit(q.unit, language), _bounds(q), f"`{one.dtype}`", _gets(one, language))
                    for one in columns
                    if (q := one.quantity) is not None
                )  # fmt: skip
                yield from _table(language, ("name", "label", "unit", "bounds", "type", "gets"), rows)
        if entry.extension.moves is not None:
            yield texts.OWN_MOVES[language].format(name=getattr(entry.extension.moves, "__name__", "moves")) + "\n"


def _gets(column: Column, language: str) -> str:
    """Return what those have who are there at the start, and those who come later."""
    sources = [column.default if one is None else one for one in (column.start, column.newcomers)]
    first, later = (f"`{getattr(one, '__name__', 'function')}`" if callable(one) else _value(one) for one in sources)
    return first if sources[0] is sources[1] else f"{first}; {later}" if language == "en" else f"{first}；{later}"


def _concepts(language: str) -> Iterator[str]:
    for name, said in texts.CONCEPTS:
        yield f"### {name[language]}\n"
        yield said[language] + "\n"
        if name.en == "Basic principles":
            joined = ", ".join if language == "en" else "、".join
            yield (
                texts.NEIGHBOURS[language].format(results=joined(f"{r.title[language]}" for r in RESULTS.values()))
                + "\n"
            )
    rows = (
        (f"`{name}`", _meaning(one.quantity, language), _unit(one.quantity.unit, language), _bounds(one.quantity), str(one.window))
        for name, one in ALL.items()
    )  # fmt: skip
    yield from _table(language, ("name", "label", "unit", "bounds", "window"), rows)


def _start(language: str) -> Iterator[str]:
    yield texts.INITIALIZATION[language] + "\n"
    yield f"### {texts.WORDS['environment'][language]}\n"
    yield from _parameters(ENVIRONMENT.model.values(), language)


def _input(language: str) -> Iterator[str]:
    yield texts.INPUT[language] + "\n"


def _submodels(language: str) -> Iterator[str]:
    yield texts.SUBMODELS[language] + "\n"
    yield f"### {texts.WORDS['levers'][language]}\n"
    heads = ("name", "label", "value", "unit", "bounds", "cost")
    rows = (
        (
            f"`{q.name}`",
            _meaning(q, language),
            _value(q.default),
            _unit(q.unit, language),
            _bounds(q),
            _cost(q, language),
        )
        for q in LEVERS.model.values()
    )
    yield from _table(language, heads, rows)
    yield f"### {texts.WORDS['processes'][language]}\n"
    for module in MECHANISMS:
        if module not in FOUNDATIONS.values():
            yield from _submodel(module, [p for p in SCHEDULE if module_of(p) is module], language)
    yield f"### {texts.WORDS['foundations'][language]}\n"
    for module in FOUNDATIONS.values():
        yield from _submodel(module, [p for p in SCHEDULE if module_of(p) is module], language, module.ABOUT)


def _submodel(
    module: ModuleType, processes: Sequence[Process], language: str, said: Text | None = None
) -> Iterator[str]:
    """Yield one sub-model: its Chinese or English summary, its docstring, its constants."""
    path = module.__name__.partition(".")[2].replace(".", "/") + ".py"
    title = _anchor(module).replace("-", " ").capitalize() if language == "en" else None
    label = (
        processes[0].label[language]
        if processes and said is None
        else (title or (said.zh.partition("：")[0] if said else ""))
    )
    yield f'<a id="{_anchor(module)}"></a>\n'
    yield f"#### {label} (`{path}`)\n"
    if language == "zh":
        for one in [*([said] if said else []), *(process.about for process in processes)]:
            yield one.zh + "\n"
        yield f"*{texts.WORDS['detail'][language]}*\n"
    yield from prose(inspect.getdoc(module) or "")
    quantities = _constants(module)
    if quantities:
        yield f"**{texts.WORDS['constants'][language]}**\n"
        yield from _parameters(quantities, language)


# -- parts ------------------------------------------------------------------------------------------------------------


def _constants(module: ModuleType) -> list[Quantity]:
    """Return the constants of a sub-model: prices with the budget, those of ties with the network, all others with the mechanism."""
    name = title(module)
    if name == "budget":
        return list(PRICES.values())
    if name != "network" and module not in MODULES:
        return []  # a part of a mechanism, which has them in its table
    passed_on = {"money": tuple(PRICES.values()), "population": FOUNDATIONS["network"].PARAMETERS}.get(name, ())
    return [quantity for quantity in getattr(module, "PARAMETERS", ()) if quantity not in passed_on]


def title(module: ModuleType) -> str:
    """Return what a sub-model is called: a foundation by its name, a mechanism by that of its file."""
    return next((name for name, known in FOUNDATIONS.items() if known is module), module.__name__.rpartition(".")[2])


def _anchor(module: ModuleType) -> str:
    return title(module).replace("_", "-")


def _table(language: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from table([texts.WORDS[head][language] for head in heads], rows, right=())


def _parameters(quantities: Iterable[Quantity], language: str) -> Iterator[str]:
    heads = ("name", "label", "value", "unit", "bounds", "plausible", "status", "source")
    rows = (
        (
            f"`{q.name}`", _meaning(q, language), _value(q.default), _unit(q.unit, language), _bounds(q),
            "" if q.plausible is None else f"{q.plausible[0]:g}–{q.plausible[1]:g}", STATUS_LABELS[q.status][language], q.source[language],
        )
        for q in quantities
    )  # fmt: skip
    yield from _table(language, heads, rows)


def _meaning(q: Quantity, language: str) -> str:
    label, meaning = q.label[language], q.meaning[language]
    if meaning == label:
        return label
    return f"{label}: {meaning}" if language == "en" else f"{label}：{meaning}"


def _value(value: Any) -> str:
    return str(value) if isinstance(value, str) else f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}"


def _unit(name: str, language: str) -> str:
    return unit(name)[language]


def _cost(lever: Quantity, language: str) -> str:
    return (cost_of(lever) or texts.NO_COST)[language]


def _bounds(q: Quantity) -> str:
    if q.choices:
        return ", ".join(q.choices)
    if q.low is None and q.high is None:
        return "–"
    low = "−∞" if q.low is None else f"{q.low:g}"
    return f"{low} … {'∞' if q.high is None else f'{q.high:g}'}"


def prose(docstring: str) -> Iterator[str]:
    """Yield a docstring as Markdown: paragraphs joined, indented blocks as code, lists as lists; examples are left out."""
    text = re.split(r"\n(?=Examples\n-{3,})", docstring)[0]
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        if all(line.startswith("    ") for line in lines):
            yield "```text\n" + textwrap.dedent("\n".join(lines)) + "\n```\n"
        elif re.match(r"(- |\d+\. )", lines[0]):
            yield _escaped("\n".join(_items(lines))) + "\n"
        else:
            yield from _mixed(lines)


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Yield one line for each item of a list."""
    item: list[str] = []
    for line in lines:
        if re.match(r"(- |\d+\. )", line) and item:
            yield " ".join(item)
            item = []
        item.append(line.strip())
    yield " ".join(item)


def _mixed(lines: Sequence[str]) -> Iterator[str]:
    """Yield a paragraph; where a list or an indented block follows without an empty line, that apart."""
    cut = next(
        (k for k, line in enumerate(lines) if k and (line.startswith("    ") or re.match(r"(- |\d+\. )", line))),
        len(lines),
    )
    yield _escaped(" ".join(line.strip() for line in lines[:cut])) + "\n"
    if cut < len(lines):
        yield from prose("\n".join(lines[cut:]))


def _escaped(text: str) -> str:
    """Escape what Markdown would take for markup in plain equations: stars between letters, angle brackets."""
    pieces = re.split(r"(`[^`]*`)", text)
    plain = lambda piece: re.sub(r"(?<=\s)\*(?=\s)", r"\\*", piece.replace("<", "&lt;").replace(">", "&gt;"))  # noqa: E731
    return "".join(piece if piece.startswith("`") else plain(piece) for piece in pieces)
