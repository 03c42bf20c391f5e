"""The command line in Chinese: help, from `help_zh`, and the messages that click itself writes."""

from __future__ import annotations

import copy
import inspect
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

from .help_zh import COMMANDS, OPTIONS

_DEFAULT = re.compile(r"\s*\[default: (.*?)\]$", re.DOTALL)
_SECTIONS = {"Options": "选项", "Commands": "命令"}
_KINDS = {
    " INTEGER RANGE": " 整数",
    " FLOAT RANGE": " 数",
    " INTEGER": " 整数",
    " FLOAT": " 数",
    " TEXT": " 文字",
    " PATH": " 路径",
    " FILENAME": " 文件",
}
_OPENING, _CLOSING = "（“‘《〔【", "，。、；：？！）”’》〕】"
_PIECES = re.compile(
    r"\s+|[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f\u2018-\u201d]|[^\s\u2e80-\u9fff\uff00-\uffef\u3000-\u303f\u2018-\u201d]+"
)

# What click says of wrong usage, and how it is said in Chinese; the parts in brackets are taken over.
_MESSAGES = [
    (r"No such option:? '?(\S+?)'?\.?(?: Did you mean '?(\S+?)'?\?)?", "没有选项 {0}", "；是否指 {1}？"),
    (r"No such option:? '?(\S+?)'?\.? \(Possible options: (.*)\)", "没有选项 {0}；相近的有：{1}", ""),
    (r"No such option:? '?(\S+?)'?\.? \(Did you mean one of: (.*?)\??\)", "没有选项 {0}；是否指 {1} 之一？", ""),
    (r"No such command '(.*?)'\.?(?: Did you mean '?(\S+?)'?\?)?", "没有命令 '{0}'", "；是否指 {1}？"),
    (r"unknown command '(.*?)'; did you mean '(.*?)'\?", "没有命令 '{0}'；是否指 '{1}'？", ""),
    (r"unknown command '(.*?)'; known: (.*)", "没有命令 '{0}'；可用的有：{1}", ""),
    (r"Missing command\.", "缺少命令", ""),
    (r"Missing argument '(.*?)'\.(?: Choose from:\s*(.*))?", "缺少参数 {0}", "；可取：{1}"),
    (r"Missing option '(.*?)'\.(?: Choose from:\s*(.*))?", "缺少选项 {0}", "；可取：{1}"),
    (r"Option '(.*?)' requires an argument\.", "选项 {0} 需要一个值", ""),
    (r"Option '(.*?)' requires (\d+) arguments\.", "选项 {0} 需要 {1} 个值", ""),
    (r"Option '(.*?)' does not take a value\.", "选项 {0} 不带值", ""),
    (r"Got unexpected extra arguments? \((.*)\)", "多余的参数：{0}", ""),
    (r"Argument '(.*?)' takes (\d+) values?.*", "参数 {0} 需要 {1} 个值", ""),
    (r"(?s)Invalid value for '?(.*?)'?: (.*)", "{0} 的值无效：{1}", ""),
    (r"(?s)Invalid value: (.*)", "值无效：{0}", ""),
    (r"(.*) is not a valid integer(?: range)?\.", "{0} 不是整数", ""),
    (r"(.*) is not a whole number\.", "{0} 不是整数", ""),
    (r"(.*) is not a valid float(?: range)?\.", "{0} 不是数", ""),
    (r"(.*) is not a valid boolean.*", "{0} 不是“是”或“否”", ""),
    (r"(.*) is not in the range (.*?)\.", "{0} 不在允许的范围 {1} 内", ""),
    (r"(.*) is not one of (.*)\.", "{0} 不在可取的值之中：{1}", ""),
    (r"(.*) does not match the format(?:s)? (.*)\.", "{0} 不符合格式 {1}", ""),
    (r"\w+ '(.*)' does not exist\.", "{0}：不存在", ""),
    (r"\w+ '(.*)' is a directory\.", "{0}：是文件夹，不是文件", ""),
    (r"\w+ '(.*)' is a file\.", "{0}：是文件，不是文件夹", ""),
    (r"\w+ '(.*)' is not readable\.", "{0}：无法读取", ""),
    (r"\w+ '(.*)' is not writable\.", "{0}：无法写入", ""),
]  # fmt: skip


def language_of(words: Sequence[str]) -> str:
    """Return the language that a command line asks for, before it is parsed: `--lang`, else COGOV_LANG, else English."""
    before = words[: list(words).index("--")] if "--" in words else words
    for place, word in enumerate(before):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and place + 1 < len(before):
            return before[place + 1]
    return os.environ.get("COGOV_LANG") or "en"


def message(english: str) -> str:
    """Return what click says of wrong usage in Chinese; what it does not know stays as it is."""
    for pattern, chinese, more in _MESSAGES:
        if found := re.fullmatch(pattern, english):
            parts = ["" if part is None else message(part) for part in found.groups()]
            return chinese.format(*parts) + (more.format(*parts) if more and parts[-1] and len(parts) > 1 else "")
    return english


def option_words(command: str, option: click.Option) -> tuple[str, str] | None:
    """Return what an option of a command means and its default in words, in Chinese; None: nobody wrote it."""
    name = max(option.opts, key=len)
    text = OPTIONS.get(f"{command or 'cogov'}.{name}", OPTIONS.get(name))
    if text is None:
        return None
    said, _, default = text.partition("[默认：")
    english = _DEFAULT.search(option.help or "")
    return said, default.removesuffix("]") or (english[1] if english else "")


def in_chinese(command: click.Command, path: str) -> click.Command:
    """Return a copy of a command whose help is Chinese, and whose commands are; the command itself stays as it is."""
    made = copy.copy(command)
    made.context_class = _Context
    examples = [
        block for block in re.split(r"\n[ \t]*\n", inspect.cleandoc(command.help or "")) if block.startswith("\b")
    ]
    said = COMMANDS.get(path, command.help or "")
    made.help, made.short_help = "\n\n".join([said, *examples]), said.partition("\n")[0]
    made.params = [_translated(path, one) if isinstance(one, click.Option) else one for one in command.params]
    if isinstance(made, click.Group) and made.commands:
        made.commands = {name: in_chinese(one, f"{path} {name}".strip()) for name, one in made.commands.items()}
    return made


def _translated(path: str, option: click.Option) -> click.Option:
    words = option_words(path, option)
    if words is None:
        return option
    made = copy.copy(option)
    made.help = words[0] + (f"[默认：{words[1]}]" if words[1] else "")
    return made


class _Formatter(click.HelpFormatter):
    """Help with Chinese headings, and lines that break where Chinese may break."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(
            prog, args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]..."), "用法："
        )

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_SECTIONS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, block in enumerate(text.split("\n\n")):
            lines = block.removeprefix("\b").strip("\n").split("\n") if block.startswith("\b") else wrapped(block, self.width - self.current_indent)  # fmt: skip
            self.write("\n" * (number > 0) + "".join(f"{indent}{line}\n" for line in lines))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = [(_name(name), said) for name, said in rows]
        first = min(max((_width(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, said in rows:
            lines = list(wrapped(_row(said), max(self.width - self.current_indent - first, 20))) or [""]
            if _width(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            self.write(f"{indent}{name}{'':<{first - _width(name)}}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{indent}{'':<{first}}{line}\n" for line in lines[1:]))


class _Context(click.Context):
    formatter_class = _Formatter


def _row(said: str) -> str:
    """Return a line of the list of options with click's own words in Chinese."""
    said = said.replace("Show this message and exit.", "显示本说明。")
    said = re.sub(r"\s*\[default: (.*?)\]", r"[默认：\1]", said)
    return re.sub(r"\s*\[(.*?)required\]", r"[\1必填]", said).replace("; x>=", "；x>=").replace("] [x", "][x")


def _name(option: str) -> str:
    """Return an option as the list shows it, with the kind of its value in Chinese."""
    return re.sub("|".join(_KINDS), lambda found: _KINDS[found[0]], option)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most `width` columns; a line neither begins with a closing mark nor ends with an opening one."""
    line = held = ""
    pieces = _PIECES.findall(" ".join(text.split()))
    for place, piece in enumerate(pieces):
        held += piece
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        if piece in _OPENING or (following and following in _CLOSING):
            continue
        if line and _width((line + held).rstrip()) > width:
            yield line.rstrip()
            line = held.lstrip()
        else:
            line += held
        held = ""
    if line + held:
        yield (line + held).rstrip()
