"""Every command and every block of code in the documentation works, or is listed with the reason why it is not run."""

import json
import re

import pytest

from ..repo.conftest import ROOT
from ..support import docs_rules
from ..support.blocks import DOCUMENTS, SHELL, blocks, commands, meaning
from ..support.following import Follower, parsed, shrunk, smaller

WITH_BLOCKS = [file for file in DOCUMENTS if blocks(file)]


@pytest.mark.slow
@pytest.mark.parametrize("file", WITH_BLOCKS)
def test_blocks_work(file, tmp_path, capsys, monkeypatch):
    other, there = docs_rules.ELSEWHERE.get(file, ("", ""))
    elsewhere = (
        {line for block in blocks(other) if block.language in SHELL for line in commands(block)} if other else set()
    )
    follower = Follower(
        tmp_path, capsys, monkeypatch, skipped=lambda line: bool(re.fullmatch(there, line)) and line in elsewhere
    )
    for command in docs_rules.BEFORE.get(file, []):
        follower.command(command, f"before {file}")
    for block in blocks(file):
        follower.follow(block)


@pytest.mark.slow
def test_the_page_on_manifests_tells_of_every_key_and_file(tmp_path, capsys, monkeypatch):
    follower = Follower(tmp_path, capsys, monkeypatch)
    follower.command("cogov compare status_quo networked --out first")
    manifest = json.loads((tmp_path / "first" / "manifest.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs/howto/manifest.md").read_text(encoding="utf-8")
    told = [name for row in re.findall(r"(?m)^\| (`.*?) \|", page) for name in re.findall(r"`([^`]+)`", row)]
    assert set(manifest) <= set(told)
    for path in (tmp_path / "first").iterdir():
        assert any(path.match(name.rstrip("/")) for name in told), path.name


@pytest.mark.parametrize(("english", "chinese"), [pair for pair in DOCUMENTS.items() if pair[1]])
def test_both_languages_say_the_same_commands_and_code(english, chinese):
    one, other = blocks(english), blocks(chinese)
    assert [block.language for block in one] == [block.language for block in other]
    for left, right in zip(one, other):
        assert meaning(left) == meaning(right), f"{left} and {right}"


def test_what_is_not_run_stands_somewhere():
    """A reason without a command is a leftover."""
    said = [
        command
        for file in WITH_BLOCKS
        for block in blocks(file)
        if block.language in SHELL
        for command in commands(block)
    ]
    assert [pattern for pattern in docs_rules.NOT_RUN if not any(re.fullmatch(pattern, one) for one in said)] == []


def test_commands_in_the_text_exist():
    """`cogov ...` within a line of a page: command and options are real ones."""
    count = 0
    for file in [*DOCUMENTS, *filter(None, DOCUMENTS.values())]:
        text = re.sub(r"(?ms)^```.*?^```", "", (ROOT / file).read_text(encoding="utf-8"))
        for said in re.findall(r"`(cogov [a-z][^`]*)`", text):
            words = said.replace("...", "").split()
            if len(words) > 1 and not re.search(r"[\[\]|,]| [A-Z]{4,}$", said):
                parsed_names(words[1:], f"{file}: {said}")
                count += 1
    assert count > 40


def parsed_names(words, place):
    """Fail where a command or an option of it has no such name; values do not matter here."""
    import click
    from cogov.cli.main import cli

    command, context = cli, click.Context(cli)
    while isinstance(command, click.Group) and words and not words[0].startswith("-") and words[0].islower():
        found = command.get_command(context, words[0])
        assert found is not None, f"{place}: no command {words[0]}"
        command, words = found, words[1:]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help", "--debug"}
    assert {word for word in words if word.startswith("--")} <= known, place


def test_the_reader_notices_what_is_wrong(tmp_path, capsys, monkeypatch):
    follower = Follower(tmp_path, capsys, monkeypatch)
    with pytest.raises(AssertionError, match="neither run nor listed"):
        follower.command("rm -rf everything")
    with pytest.raises(AssertionError, match="exit code 2"):
        follower.command("cogov scenarios show no_such_scenario")
    with pytest.raises(AssertionError, match="no command"):
        parsed(["compar"])
    with pytest.raises(pytest.fail.Exception, match="No such option"):
        parsed(["app", "--no-such-option"])


def test_sizes_are_smaller_and_nothing_else():
    assert smaller(["compare", "a", "--weeks", "520", "--set", "x=1"])[:4] == ["compare", "a", "--set", "x=1"]
    assert "--replicates" not in smaller(["compare", "--precision", "satisfaction=0.1"])
    assert "--residents" not in smaller(["compare", "--data", "folder"])
    assert smaller(["sweep", "--example"]) == ["sweep", "--example"]
    assert (
        shrunk("weeks: 260\ndesign: {method: sobol, points: 128}\n")
        == "weeks: 6\ndesign: {method: sobol, points: 32}\n"
    )
