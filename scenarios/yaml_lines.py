"""YAML as plain data that remembers its lines, so that every fault can be reported with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ..core.disk import reason_of
from ..core.text import Text
from .errors import ScenarioError

# YAML 1.1 reads 1e-3 as a word, for want of a point.
_EXPONENT = re.compile(r"[-+]?\d+(\.\d*)?[eE][-+]?\d+")
_LARGEST = 10**18
_TITLE = Text("a title", "标题")

Path_ = tuple[str | int, ...]


class Located:
    """The data of one file, the line of every part of it, and the faults found so far."""

    def __init__(self, path: Path, noun: str = "scenario", needs: Text = _TITLE) -> None:
        self.path, self.noun, self.needs = path, noun, needs
        self.lines: dict[Path_, int] = {(): 1}
        self._faults: list[tuple[int, Text]] = []
        self._unread: set[Path_] = set()
        self._loader: yaml.SafeLoader
        self.data: Any = None
        self._parse(self._text())

    def _text(self) -> str:
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = f"{self.path}:{error.object[: error.start].count(b'\n') + 1}"
            raise ScenarioError(
                Text(
                    f"{place}: not UTF-8 (byte {error.start}); save the file as UTF-8",
                    f"{place}：不是 UTF-8（第 {error.start} 字节）；请将文件存为 UTF-8",
                )
            ) from None
        except IsADirectoryError:
            raise ScenarioError(
                Text(f"{self.path}: a folder, not a {self.noun} file", f"{self.path}：这是文件夹，不是文件")
            ) from None
        except FileNotFoundError:
            raise ScenarioError(Text(f"{self.path}: there is no such file", f"{self.path}：文件不存在")) from None
        except OSError as error:
            raise ScenarioError(
                Text(
                    f"{self.path}: cannot be read: {error.strerror}",
                    f"{self.path}：无法读取：{reason_of(error, self.path).zh}",
                )
            ) from None

    def _parse(self, text: str) -> None:
        try:
            self._loader = yaml.SafeLoader(text)
            node = self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f"{self.path}:{mark.line + 1 if mark else 1}"
            raise ScenarioError(
                Text(
                    f"{place}: not valid YAML: {error.problem or error.context}",
                    f"{place}：YAML 格式有误：{error.problem or error.context}",
                )
            ) from None
        except (yaml.YAMLError, RecursionError) as error:
            raise ScenarioError(
                Text(
                    f"{self.path}: not valid YAML: {str(error).splitlines()[0]}",
                    f"{self.path}：YAML 格式有误：{str(error).splitlines()[0]}",
                )
            ) from None
        if node is None:
            raise ScenarioError(
                Text(
                    f"{self.path}: the file is empty; a {self.noun} needs at least {self.needs.en}",
                    f"{self.path}：文件为空；至少需要 {self.needs.zh}",
                )
            )
        self._seen: set[int] = set()
        self.data = self._read(node, ())

    def _read(self, node: yaml.Node, path: Path_) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if id(node) in self._seen:  # a file of a few lines could otherwise grow without end
            return self._no_value(
                line,
                path,
                Text(
                    "YAML aliases (*name) are not read here; write the values out",
                    "此处不支持 YAML 别名（*名称）；请把值写出来",
                ),
            )
        self._seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.rpartition(":")[2] not in ("map", "seq"):
            return self._no_value(line, path, Text(f"cannot be read as {node.tag}", f"无法按 {node.tag} 读取"))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return [self._read(item, (*path, i)) for i, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(path, Text("a key that is not a word", "键不是词"), line=line)
                continue
            key = key_node.value
            if key in values:
                first = self.lines[(*path, key)]
                self.fault(
                    (*path, key),
                    Text(f"given twice, first in line {first}", f"出现两次，第一次在第 {first} 行"),
                    line=line,
                )
                continue
            self.lines[(*path, key)] = line
            values[key] = self._read(value_node, (*path, key))
        return values

    def _scalar(self, node: yaml.ScalarNode, path: Path_) -> Any:
        if node.tag.endswith(":str") and node.style is None and _EXPONENT.fullmatch(node.value):
            return float(node.value)
        try:
            value = self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):
            return self._no_value(
                node.start_mark.line + 1,
                path,
                Text(f"'{node.value}' cannot be read as {node.tag}", f"'{node.value}' 无法按 {node.tag} 读取"),
            )
        if isinstance(value, int) and abs(value) > _LARGEST:
            return self._no_value(node.start_mark.line + 1, path, Text("a number that is too large", "数值过大"))
        return value

    def _no_value(self, line: int, path: Path_, what: Text) -> None:
        self.fault(path, what, line=line)
        self._unread.add(path)

    def fault(self, path: Path_, what: Text, *, line: int | None = None) -> None:
        """Note a fault of the part at `path`: file, line, field, what; nothing more of a part that was not read."""
        if any(path[:depth] in self._unread for depth in range(len(path) + 1)):
            return
        if line is None:
            near = path
            while near not in self.lines:
                near = near[:-1]
            line = self.lines[near]
        field = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        en, zh = (f"{field}: ", f"{field}：") if field else ("", "")
        place = f"{self.path}:{line}"
        self._faults.append((line, Text(f"{place}: {en}{what.en}", f"{place}：{zh}{what.zh}")))

    @property
    def faults(self) -> list[Text]:
        """All faults, in the order of lines."""
        return [text for _, text in sorted(self._faults, key=lambda fault: fault[0])]

    def mapping(self, path: Path_, value: Any) -> Mapping[str, Any]:
        """Return `value` if it is a mapping, else note the fault and return an empty one."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.fault(
                path, Text(f"{value!r} is not a mapping of names to values", f"{value!r} 不是由名称与值组成的映射")
            )
        return {}
