"""The picture of the layers, drawn from what the modules really import, so that it cannot go stale."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from cogov.core.text import Text

from ..links import ROOT
from . import svg

TITLE = Text("The layers of cogov: who imports whom", "cogov 的分层：谁导入谁")
USES = Text("imports", "导入")
RULE = Text(
    "A dot: the layer of the row imports that of the column. None points upwards.",
    "圆点：该行的层导入该列的层。没有一处向上。",
)
LIBRARIES = Text("libraries: ", "所用的库：")

WORDS = {
    "runs": Text("processes that are replaced when they die or hang, time limits, signals; the standard library only", "死亡或挂起即被替换的进程、时限、信号；只用标准库"),
    "core": Text("declared quantities, columns with Mesa agents over them, keyed draws, compiled kernels", "数值声明、列式存储与其上的 Mesa 主体、带键的随机抽取、编译内核"),
    "agents": Text("who they are: residents, organisations, social workers, governments", "主体是谁：居民、社会组织、社工、政府"),
    "model": Text("what happens: parameters, network, schedule, one file for each mechanism, indicators", "发生什么：参数、网络、日程，一个机制一个文件，指标"),
    "scenarios": Text("reading, checking, joining scenarios; the library as YAML files", "读取、检查、组合方案；YAML 方案库"),
    "data": Text("users' data folders, records from packages", "用户的数据文件夹与软件包自带的真实记录"),
    "experiments": Text("paired comparisons, replay, evidence, hypotheses, published results", "配对比较、重演、证据、假设检验、重现已发表的结果"),
    "studies": Text("designs, coordinator, store, analysis, calibration", "设计、调度、存储、分析、校准"),
    "reports": Text("tables, figures, reports, the ODD document", "表、图、报告与 ODD 文档"),
    "app": Text("the web app", "网页应用"),
    "cli": Text("the commands", "命令行"),
}  # fmt: skip
COLOURS = {
    "runs": "#d9e8f5",
    "core": "#d9e8f5",
    "agents": "#d9efe9",
    "model": "#d9efe9",
    "scenarios": "#eef3d6",
    "data": "#eef3d6",
}
OTHER = "#f6e9d8"
ROW, LEFT, BOX, CELL, TOP = 58, 20, 660, 32, 104


def layers() -> dict[str, dict[str, set[str]]]:
    """Return what each layer imports: ``{"layers": ..., "libraries": ...}``, from the syntax trees of all its modules."""
    found = {name: {"layers": set(), "libraries": set()} for name in WORDS}
    for name, kinds in found.items():
        for path in sorted((ROOT / name).rglob("*.py")):
            for module, level in _imports(path):
                top, *below = module.split(".")
                if level:
                    base = [*path.relative_to(ROOT).parts[:-1]]
                    base = base[: len(base) - level + 1]
                    reached = [*base, *([part for part in module.split(".") if part])]
                    if reached and reached[0] in found and reached[0] != name:
                        kinds["layers"].add(reached[0])
                elif top == "cogov":
                    if below and below[0] in found and below[0] != name:
                        kinds["layers"].add(below[0])
                elif top not in sys.stdlib_module_names:
                    kinds["libraries"].add(top)
    return found


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module:
                yield node.module, node.level
            else:
                yield from ((alias.name, node.level) for alias in node.names)


def order(found: dict[str, dict[str, set[str]]]) -> list[str]:
    """Return the layers from top to bottom. Raises CycleError if imports go round."""
    sorter = TopologicalSorter({name: kinds["layers"] for name, kinds in found.items()})
    sorter.prepare()
    ranked: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=list(WORDS).index)
        ranked += ready
        sorter.done(*ready)
    return ranked[::-1]


def picture(language: str) -> str:
    """Return the picture in one language, as SVG."""
    found = layers()
    ranked = order(found)
    grid = LEFT + BOX + 24
    shapes = [
        svg.text(LEFT, 34, TITLE[language], 19, more='font-weight="600"'),
        svg.text(LEFT, 58, RULE[language], 12.5, svg.SOFT),
    ]
    for column, name in enumerate(ranked):
        x = grid + column * CELL + CELL / 2
        shapes.append(
            svg.text(
                x, TOP - 10, name, 12, svg.INK, f'transform="rotate(-50 {x:g} {TOP - 10})" font-family="{svg.CODE}"'
            )
        )
    for row, name in enumerate(ranked):
        y = TOP + row * ROW
        shapes.append(svg.box(LEFT, y, BOX, ROW - 8, COLOURS.get(name, OTHER)))
        shapes.append(svg.text(LEFT + 12, y + 21, name, 14, more=f'font-weight="600" font-family="{svg.CODE}"'))
        shapes.append(svg.text(LEFT + 112, y + 21, WORDS[name][language], 11.5))
        libraries = ", ".join(sorted(found[name]["libraries"], key=str.lower)) or "–"
        shapes.append(svg.text(LEFT + 112, y + 39, LIBRARIES[language] + _cut(libraries), 10.5, svg.SOFT))
        middle = y + (ROW - 8) / 2
        for column, other in enumerate(ranked):
            x = grid + column * CELL + CELL / 2
            if other == name:
                shapes.append(svg.box(x - 12, middle - 12, 24, 24, COLOURS.get(name, OTHER)))
            elif other in found[name]["layers"]:
                shapes.append(f'<circle cx="{x:g}" cy="{middle:g}" r="6.5" fill="#1f7a6d"/>')
            else:
                shapes.append(f'<circle cx="{x:g}" cy="{middle:g}" r="1.6" fill="{svg.LINE}"/>')
    return svg.picture(grid + len(ranked) * CELL + 30, TOP + len(ranked) * ROW + 12, TITLE[language], shapes)


def _cut(libraries: str, room: int = 78) -> str:
    if len(libraries) <= room:
        return libraries
    return libraries[:room].rpartition(", ")[0] + ", …"
