"""Somebody who follows the documentation: runs its commands and Python, and reads its files, in an empty folder.

Commands run in this process, at the sizes of `rules`, without pictures.
"""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import cogov
import pytest
import yaml
from cogov.cli.main import cli, main
from cogov.scenarios import load
from cogov.studies.calibration.targets import read

from . import docs_rules
from .blocks import SHELL, Block, commands
from .undrawn import leave_out_pictures


class Follower:
    """A reader in a folder of his own; `capsys` and `monkeypatch` are pytest's."""

    def __init__(self, folder: Path, capsys, monkeypatch, skipped: Callable[[str], bool] = lambda line: False) -> None:
        self.folder = folder
        self.skipped = skipped
        self.capsys = capsys
        self.names = {"__name__": "__main__"}  # Python blocks of a page go on where the last one ended
        monkeypatch.chdir(folder)
        leave_out_pictures(monkeypatch)
        monkeypatch.setattr(cogov, "compare", _small(cogov.compare, REAL), raising=False)
        run = cogov.Study.run

        def in_this_process(study, executor=None, workers=None, *given, **named):
            return run(study, executor, 0 if executor is None and workers is None else workers, *given, **named)

        monkeypatch.setattr(cogov.Study, "run", in_this_process)

    def follow(self, block: Block) -> None:
        """Do what a block says; fails where that fails, or where nothing is known of its kind."""
        if block.language in SHELL:
            for command in commands(block):
                self.command(command, str(block))
        elif block.language == "python":
            code = block.text
            for pattern, small in docs_rules.PYTHON:
                code = pattern.sub(small, code)
            exec(compile(code, str(block), "exec"), self.names)
        elif block.language == "pycon":
            self.examples(block)
        elif block.language == "yaml":
            self.file(block)
        else:
            raise AssertionError(f"{block}: nobody knows how to follow a block of {block.language!r}")

    def command(self, command: str, place: str = "") -> None:
        """Run one line, or see that it is among those that are not run."""
        if self.skipped(command):
            return
        if docs_rules.reason(command):
            if command.startswith("cogov"):
                parsed(shlex.split(command)[1:], place)
            return
        line, _, into = command.partition(" > ")
        words = shlex.split(line)
        assert words[0] == "cogov", f"{place}: neither run nor listed in rules.NOT_RUN: {command}"
        self.capsys.readouterr()
        code = None
        try:
            main(smaller(words[1:]))
        except SystemExit as ended:
            code = ended.code
        said = self.capsys.readouterr()
        assert not code, f"{place}: {command}\nexit code {code}\n{said.out[-2000:]}\n{said.err[-2000:]}"
        if into:
            text = said.out
            if into.endswith(".yaml"):
                text = shrunk(text)
            (self.folder / into).write_text(text, encoding="utf-8")

    def file(self, block: Block) -> None:
        """Check a study, a file of targets or a scenario, and keep it under the name that the pages use."""
        keys = yaml.safe_load(block.text)
        kind = "study" if "scenarios" in keys else "targets" if "targets" in keys else "scenario"
        path = self.folder / f"{kind}.yaml"
        path.write_text(block.text, encoding="utf-8")
        if kind == "scenario":
            load(path)
        elif kind == "targets":
            read(path)
        else:
            cogov.Study.from_yaml(path)
        path.write_text(shrunk(block.text), encoding="utf-8")

    def examples(self, block: Block) -> None:
        """Run the examples of a docstring; what stands below one is what it must print."""
        import doctest

        names = {name: getattr(cogov, name) for name in cogov.__all__} | {"load": load, "cogov": cogov}
        test = doctest.DocTestParser().get_doctest(block.text, names, str(block), block.file, block.line)
        for one in test.examples:
            if not one.want and not one.source.lstrip().startswith(("import", "from")) and " = " not in one.source:
                one.source = f"_ = {one.source}"  # what it returns is not told
        out: list[str] = []
        failed = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=out.append).failed
        assert not failed, "".join(out)


REAL = {
    "weeks": int(docs_rules.WEEKS),
    "residents": int(docs_rules.RESIDENTS),
    "communities": int(docs_rules.COMMUNITIES),
    "workers": 1,
}


def _small(compare: Callable, sizes: dict) -> Callable:
    return lambda *given, **named: compare(*given, **(sizes | named))


def smaller(words: list[str]) -> list[str]:
    """The words of a command at the sizes of `rules`."""
    path = next(
        (
            path
            for path in sorted(docs_rules.SMALL, key=len, reverse=True)
            if words[: path.count(" ") + 1] == path.split()
        ),
        None,
    )
    if path is None or "--example" in words or "--check" in words:
        return words
    wanted = dict(docs_rules.SMALL[path])
    for option, others in docs_rules.INSTEAD.items():
        if option in words:
            for other in others:
                wanted.pop(other, None)
    for option, more in docs_rules.ALSO.items():
        if option in words:
            wanted |= more
    for option in wanted:
        if option in words:
            place = words.index(option)
            words = words[:place] + words[place + 2 :]
    return [*words, *(word for pair in wanted.items() for word in pair)]


def shrunk(text: str) -> str:
    """A study or target file at the sizes of `rules`."""
    for name, value in docs_rules.FILES.items():
        text = re.sub(rf"(?m)^{name}: \d+", f"{name}: {value}", text)
    return docs_rules.POINTS[0].sub(docs_rules.POINTS[1], text)


def parsed(words: list[str], place: str = "") -> None:
    """Fail where a command or one of its options does not exist."""
    command, path = cli, "cogov"
    context = click.Context(cli, info_name="cogov")
    while isinstance(command, click.Group):
        path += f" {words[0]}"
        command = command.get_command(context, words[0])
        assert command is not None, f"{place}: there is no command {path}"
        words = words[1:]
    try:
        command.make_context(path, list(words), resilient_parsing=False)
    except click.UsageError as error:
        # A file that is not there is no fault of the words.
        if not (isinstance(error, click.BadParameter) and "exist" in error.message):
            pytest.fail(f"{place}: {error.format_message()}")
