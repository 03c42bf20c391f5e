"""The group of commands: help, errors, exit codes."""

import subprocess
import sys

import pytest
from cogov.cli import main as module
from cogov.cli.main import COMMANDS, cli


def test_help_lists_every_command(cogov):
    done = cogov("--help")
    assert done.code == 0
    for name in COMMANDS:
        assert name in done.out


@pytest.mark.parametrize("words", [[], ["study"], ["scenarios"], ["data"]], ids=" ".join)
def test_who_names_no_command_is_shown_the_help(cogov, words):
    done = cogov(*words)
    assert done.code == 2
    assert done.err.startswith(" ".join(["Usage: cogov", *words]))
    assert "Help:" not in done.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(cogov, name):
    done = cogov(name, "--help")
    assert done.code == 0
    assert "Usage: cogov " + name in done.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["comapre"], "unknown command 'comapre'; did you mean 'compare'?"),
        (["zzz"], "unknown command 'zzz'; known: compare"),
        (["compare", "--week", "3"], "--week"),
        (["compare", "--seed", "abc"], "'abc' is not a whole number"),
        (["compare", "--lang", "fr"], "'zh', 'en'"),
        (["compare", "top_dwn"], "did you mean 'top_down'"),
        (["compare", "top_down", "top_down"], "named twice"),
        (["compare", "top_down"], "at least 2 scenarios"),
        (["compare", "--weeks", "0"], "--weeks"),
        (["compare", "--replicates", "0"], "--replicates"),
        (["compare", "--residents", "3"], "3 residents cannot fill 8 communities"),
        (["compare", "--residents", "3", "--set", "residents=4"], "contradict"),
        (["compare", "--set", "poling=1"], "did you mean 'pooling'"),
        (["compare", "--set", "pooling"], "not written as name=value"),
        (["compare", "--set", "pooling=x"], "not a number"),
        (["compare", "--set", "pooling=2"], "from 0 to 1"),
        (["compare", "--set", "pooling=0.1", "--set", "pooling=0.2"], "'pooling' is set twice"),
        (["compare", "--set", "mediation_time=0.9"], "may sum to at most 1"),
        (["compare", "--precision", "satisfacton=0.1"], "did you mean 'satisfaction'"),
        (["compare", "--precision", "satisfaction=x"], "not a number"),
        (["compare", "--precision", "satisfaction=0.1", "--replicates", "3"], "exclude each other"),
        (["compare", "--data", "nowhere"], "no such folder"),
        (["run"], "SCENARIO"),
        (["run", "nowhere.yaml"], "nowhere.yaml"),
        (["replay", "nowhere"], "cannot be read"),
    ],
)
def test_wrong_usage_or_input(cogov, words, message):
    done = cogov(*words)
    assert done.code == 2
    assert message in done.err
    assert done.err.startswith("cogov: ")
    assert "Traceback" not in done.err
    assert done.out == ""


@pytest.mark.parametrize("place", [0, 1, 3])
def test_debug_shows_the_traceback_wherever_it_stands(cogov, place):
    words = ["compare", "top_dwn", "co_governance"]
    done = cogov(*words[:place], "--debug", *words[place:])
    assert done.code == 2
    assert "Traceback" in done.err
    assert "did you mean 'top_down'" in done.err


def test_what_should_not_happen(cogov, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(cli, "main", broken)
    done = cogov("compare")
    assert done.code == 1
    assert "unexpected ZeroDivisionError" in done.err
    assert "Traceback" not in done.err
    assert "Traceback" in cogov("compare", "--debug").err


def test_interrupted(cogov, monkeypatch):
    def stopped(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", stopped)
    done = cogov("compare")
    assert (done.code, done.err) == (
        1,
        "cogov: stopped; nothing was written; the same command starts from the beginning\n",
    )


def test_version(cogov):
    assert cogov("--version").out.startswith("cogov ")


def test_short_lines_of_the_list_are_those_of_the_commands():
    assert list(cli.list_commands(None)) == list(COMMANDS)  # type: ignore[arg-type]
    for name in COMMANDS:
        assert cli.get_command(None, name) is not None  # type: ignore[arg-type]


def test_a_reader_that_goes_away_is_no_error_message():
    code = "import sys; from cogov.cli.main import main; main(['scenarios', 'list'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_module_is_the_command():
    done = subprocess.run([sys.executable, "-m", "cogov", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cogov ")
    assert module.__doc__
