"""All columns of all tables of a model, from their declarations: the page that lists them, and the types that type checkers read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from cogov.agents import Government, Organization, Resident, SocialWorker
from cogov.core.compile.struct import Struct
from cogov.core.rows.columns import Column, columns_of
from cogov.core.text import Text
from cogov.model import state
from cogov.reports.odd import odd
from cogov.reports.odd.odd_states import GROUPS

from .. import tables

TITLE = Text("All columns of all tables", "全部数据表的全部列")
INTRODUCTION = Text(
    "What a model holds, table by table, made from the declarations that it runs on (`make docs`; a test keeps the page current). "
    'A column is a NumPy array: `model.residents.belonging`, or `model.residents["belonging"]` where the name is worked out. Write into '
    "it in place, as `model.residents.belonging[:] = 0.5`; what is out of bounds is refused before the next week runs. `dir(model.residents)` lists "
    "the names and `repr` shows rows and columns; a name that is not there is answered with the nearest one. Columns that an [extension](../extending.md) or a subclass of an agent adds stand behind "
    "these, in the same tables. Entries are one a row unless the shape says otherwise; -1 is none in columns of rows.",
    "模型所保存的全部数据，逐表列出，由模型运行所用的声明自动生成（`make docs`；有测试保证本页与代码一致）。每一列是一个 NumPy 数组：`model.residents.belonging`；"
    '列名由程序得出时写作 `model.residents["belonging"]`。请就地写入，如 `model.residents.belonging[:] = 0.5`；超出允许范围的值会在下一周运行之前被拒绝。`dir(model.residents)` '
    "列出列名，`repr` 显示行数与各列；名称写错时会提示最接近的名称。[扩展](../extending.zh.md)或主体子类增加的列排在这些列之后，位于同一张表中。除另注形状外，每行一个值；表示行号的列中，-1 "
    "表示没有。",
)
ATTRIBUTES: tuple[tuple[str, Text, type | Struct], ...] = (
    ("residents", Text("one row a home; who moves in takes the row over", "每行一套住房；迁入者接用该行"), Resident),
    ("organizations", Text("one row an organisation; rows behind those in use are empty", "每行一个社会组织；已用行之后为空行"), Organization),
    ("social_workers", Text("one row a post", "每行一个岗位"), SocialWorker),
    ("governments", Text("row 0 is the district, the others are street offices", "第 0 行为区政府，其余为街道办事处"), Government),
    ("communities", Text("one row a community", "每行一个社区"), state.Communities),
    ("cases", Text("rows of ended cases are used again (see `alive`)", "已结案的行会重复使用（见 `alive`）"), state.Cases),
    ("ties", Text("those of resident i are the slots `first[i]` to `first[i] + degree[i] - 1`", "居民 i 的联系位于 `first[i]` 至 `first[i] + degree[i] - 1`"), state.Ties),
    ("rules", Text("one row a community", "每行一个社区"), state.Rules),
)  # fmt: skip
INSIDE = Text("What else weeks work on (not for writing)", "每周运算所用的其他数据（请勿写入）")
INSIDE_SAY = Text(
    "Mechanisms read and write these; they are reached by no attribute of a model.",
    "供各机制读写，模型没有对应的属性。",
)
STATE_WORDS = {
    "unique_id": ("number", Text("number of the Mesa agent; a newcomer has another one", "Mesa 主体编号；迁入者的编号不同")),
    "alive": ("0 or 1", Text("1: the row is somebody, or something, that is there", "1：该行的主体存在")),
}  # fmt: skip


def page(language: str) -> str:
    """Return the page in one language, as Markdown."""
    return "\n".join(_lines(language)).rstrip() + "\n"


def _lines(language: str) -> Iterator[str]:
    yield f"# {TITLE[language]}\n"
    yield INTRODUCTION[language] + "\n"
    shown = []
    for name, about, declared in ATTRIBUTES:
        yield f"## `model.{name}`\n"
        yield _sentence(about, language) + "\n"
        if isinstance(declared, Struct):
            shown.append(declared)
            yield from _struct(declared, language)
        else:
            yield from _agents(declared, language)
    yield f"## {INSIDE[language]}\n"
    yield INSIDE_SAY[language] + "\n"
    for label, declared, _ in GROUPS:
        if declared not in shown:
            yield f"### {label[language]}\n"
            yield from _struct(declared, language)


def _sentence(text: Text, language: str) -> str:
    return text.en[0].upper() + text.en[1:] + "." if language == "en" else text.zh + "。"


HEADS = ("name", "type", "unit", "bounds", "meaning")


def _agents(cls: type, language: str) -> Iterator[str]:
    columns = columns_of(cls)
    rows = [_bare(name, columns[name].dtype, language) for name in STATE_WORDS]
    rows += [_declared(column, language) for name, column in columns.items() if name not in STATE_WORDS]
    yield from tables.table(language, HEADS, rows)


def _bare(name: str, dtype: np.dtype, language: str) -> Sequence[str]:
    unit, meaning = STATE_WORDS[name]
    dtype = np.dtype(np.uint8) if dtype.kind == "b" else dtype
    return f"`{name}`", f"`{dtype}`", odd._unit(unit, language), "–", meaning[language]


def _declared(column: Column, language: str) -> Sequence[str]:
    quantity = column.quantity
    meaning = odd._meaning(quantity, language)
    return (
        f"`{column.name}`", f"`{column.dtype}`", odd._unit(quantity.unit, language), odd._bounds(quantity), meaning
    )  # fmt: skip


def _struct(declared: Struct, language: str) -> Iterator[str]:
    described = next(words for _, struct, words in GROUPS if struct is declared)
    rows = []
    for name, kind in declared.fields.items():
        dtype, dimensions = _array(kind)
        unit, meaning = described[name]
        shape = "" if dimensions == 1 else Text(", two dimensions", "，二维")[language]
        rows.append((f"`{name}`", f"`{dtype}`{shape}", odd._unit(unit, language), "–", meaning[language]))
    yield from tables.table(language, HEADS, rows)


def _array(kind: object) -> tuple[np.dtype, int]:
    """Return element type and number of dimensions of an array field."""
    return np.dtype(str(kind.dtype)), int(kind.ndim)  # type: ignore[attr-defined]


# -- types ----------------------------------------------------------------------------------------------------------------

TYPES = "../model/tables.pyi"
"""Where the types are, below docs/."""


def types() -> str:
    """Return the file of types: a class for each table of a model, an annotation for each column."""
    lines = [
        '"""Types of the tables of a model, made from their declarations by `make docs`: what type checkers know of `model.residents`."""\n',
        "from typing import Any\n",
        "import numpy as np",
        "from numpy.typing import NDArray\n",
        "class Table:",
        "    def __getitem__(self, name: str, /) -> NDArray[Any]: ...\n",
    ]
    for _, _, declared in ATTRIBUTES:
        fields = declared.fields if isinstance(declared, Struct) else _fields(declared).fields
        lines.append(f"class {type_name(declared)}(Table):")
        lines += [f"    {field}: NDArray[np.{_scalar(kind)}]" for field, kind in fields.items()]
        lines.append("")
    return "\n".join(lines)


def type_name(declared: type | Struct) -> str:
    """Return the name of the type of a table."""
    return declared.name if isinstance(declared, Struct) else _fields(declared).name


def _fields(cls: type) -> Struct:
    return {
        Resident: state.Residents, Organization: state.Organizations, SocialWorker: state.SocialWorkers, Government: state.Governments,
    }[cls]  # fmt: skip


def _scalar(kind: object) -> str:
    return str(_array(kind)[0])
