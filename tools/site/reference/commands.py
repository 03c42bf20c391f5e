"""The reference of the command line, from the declarations of its commands."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click
from cogov.cli.main import cli
from cogov.cli.support.chinese import option_words
from cogov.cli.support.help_zh import COMMANDS, OPTIONS
from cogov.core.text import Text
from cogov.reports.document.markdown import table

TITLE = Text("The command line", "命令行")
INTRODUCTION = Text(
    "Every command with all it takes, made from its declaration (`make docs`; a test keeps the page current). `cogov COMMAND --help` shows "
    "the same. Exit codes: 0 done, 1 failed, 2 wrong usage or input. An error is one message that names the place, the value, what is "
    "allowed and the nearest right name; `--debug` shows the traceback.",
    "每个命令及其全部选项，由命令的声明自动生成（`make docs`；有测试保证本页与代码一致）。`cogov COMMAND --help --lang zh` 给出同样内容。退出码："
    "0 完成，1 失败，2 用法或输入有误。出错时只有一条信息，指出位置、取值、允许的范围与最接近的正确名称；`--debug` 显示完整的回溯。",
)
HEADS = (Text("Option", "选项"), Text("Takes", "取值"), Text("Default", "默认"), Text("Does", "作用"))
MANY = Text("may be repeated", "可重复")
USAGE = Text("Usage", "用法")


def page(language: str) -> str:
    """Return the page in one language, as Markdown."""
    lines = [f"# {TITLE[language]}\n", INTRODUCTION[language] + "\n"]
    for path, command in walk():
        lines += _section(path, command, language)
    return "\n".join(lines).rstrip() + "\n"


def walk() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that is no mere group, by its path, and groups that say something."""
    context = click.Context(cli, info_name="cogov")

    def below(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield f"{path} {name}", command
            if isinstance(command, click.Group):
                yield from below(command, f"{path} {name}")

    yield "cogov", cli
    yield from below(cli, "cogov")


def parts(command: click.Command) -> tuple[str, str]:
    """Return what a command says of itself, and its examples."""
    said, examples = [], []
    for block in re.split(r"\n[ \t]*\n", inspect.cleandoc(command.help or "")):
        if block.lstrip().startswith("\b"):
            examples.append(inspect.cleandoc(block.replace("\b", "", 1)).strip("\n"))
        else:
            said.append(" ".join(block.split()))
    return "\n\n".join(said), "\n".join(examples)


def _section(path: str, command: click.Command, language: str) -> Iterator[str]:
    yield f"{'##' if path.count(' ') < 2 else '###'} `{path}`\n"
    said, examples = parts(command)
    name = path.removeprefix("cogov").strip()
    yield _words(COMMANDS.get(name, said) if language == "zh" else said) + "\n"
    usage = " ".join([path, *command.collect_usage_pieces(click.Context(command))])
    yield f"```text\n{USAGE[language]}: {usage}\n```\n"
    if examples:
        yield f"```sh\n{examples}\n```\n"
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    if options:
        yield from table(
            [head[language] for head in HEADS], (_option(name, one, language) for one in options), right=()
        )


def split_help(said: str | None) -> tuple[str, str]:
    """Return what an option's help says, and the default it names in brackets."""
    found = re.fullmatch(r"(.*?)\s*\[default: (.*?)\]", said or "", re.DOTALL)
    return (found[1], found[2]) if found else (said or "", "")


def _option(command: str, option: click.Option, language: str) -> tuple[str, str, str, str]:
    names = " / ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    said, default = split_help(option.help)
    if option.show_default and option.default is not None:
        default = str(option.default)
    if language == "zh" and (words := option_words(command, option)) is not None:
        said, default = words[0], words[1] or default
    takes = "" if option.is_flag else f"`{option.make_metavar(click.Context(cli))}`"
    if isinstance(option.type, click.IntRange | click.FloatRange):
        kind = Text("whole number", "整数") if isinstance(option.type, click.IntRange) else Text("number", "数")
        takes = f"{kind[language]} {option.type._describe_range().replace('x>=', '≥ ').replace('<=x<=', ' … ')}"
    if option.multiple and "repeated" not in (option.help or ""):
        said += f"{'; ' if language == 'en' else '；'}{MANY[language]}"
    return names, takes, default, _words(said)


def _words(text: str) -> str:
    """Return a text whose words in capitals and angle brackets are safe in Markdown."""
    return text.replace("<", "&lt;").replace("*", "\\*")


def missing() -> list[str]:
    """Return commands and options without Chinese words, and Chinese words of none."""
    commands = {path.removeprefix("cogov").strip(): command for path, command in walk()}
    found, used = [name for name in commands if name not in COMMANDS], set()
    for name, command in commands.items():
        for one in command.params:
            if isinstance(one, click.Option) and not one.hidden:
                key, shared = f"{name or 'cogov'}.{max(one.opts, key=len)}", max(one.opts, key=len)
                used.add(key if key in OPTIONS else shared)
                found += [key] if key not in OPTIONS and shared not in OPTIONS else []
    return found + sorted(set(COMMANDS) - set(commands)) + sorted(set(OPTIONS) - used)


def shared() -> dict[str, set[str]]:
    """Return the English words of options that share Chinese ones."""
    found: dict[str, set[str]] = {}
    for path, command in walk():
        for one in command.params:
            name = max(one.opts, key=len)
            if (
                isinstance(one, click.Option)
                and f"{path.removeprefix('cogov').strip() or 'cogov'}.{name}" not in OPTIONS
            ):
                found.setdefault(name, set()).add(split_help(one.help)[0])
    return found
