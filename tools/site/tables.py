"""Tables of declared quantities in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cogov.core.quantity import STATUS_LABELS, Quantity
from cogov.core.text import Text
from cogov.reports.document import markdown
from cogov.reports.odd import odd

HEADS = {
    "name": Text("Name", "名称"),
    "meaning": Text("Meaning", "含义"),
    "value": Text("Default", "默认值"),
    "unit": Text("Unit", "单位"),
    "bounds": Text("Bounds", "允许范围"),
    "plausible": Text("Plausible", "合理区间"),
    "status": Text("Status", "状态"),
    "source": Text("Source or reason", "来源或理由"),
    "cost": Text("Cost", "成本"),
    "window": Text("Window, weeks", "窗口（周）"),
    "english": Text("English", "英文"),
    "chinese": Text("Chinese", "中文"),
    "kind": Text("Kind", "类别"),
    "type": Text("Type", "类型"),
}


def table(language: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table, line by line, and an empty line."""
    yield from markdown.table([HEADS[head][language] for head in heads], rows, right=())


def cell(quantity: Quantity, head: str, language: str) -> str:
    """Return what a table says of a quantity under a head."""
    match head:
        case "name":
            return f'<a id="{quantity.name}"></a>`{quantity.name}`'
        case "meaning":
            return odd._meaning(quantity, language)
        case "value":
            return odd._value(quantity.default)
        case "unit":
            return odd._unit(quantity.unit, language)
        case "bounds":
            return odd._bounds(quantity)
        case "plausible":
            return "" if quantity.plausible is None else "{:g}–{:g}".format(*quantity.plausible)
        case "status":
            return STATUS_LABELS[quantity.status][language]
        case "source":
            return quantity.source[language]
        case "cost":
            return odd._cost(quantity, language)
    raise ValueError(head)


def of(quantities: Iterable[Quantity], heads: Sequence[str], language: str) -> Iterator[str]:
    """Yield the table of quantities."""
    yield from table(language, heads, ([cell(one, head, language) for head in heads] for one in quantities))
