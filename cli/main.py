"""The command `cogov`. Only click is imported before a command is chosen, so that help comes at once."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from .support.language_option import language_option

# Name: module below cli/commands, and the line shown by `cogov --help`, so that nothing is imported to show it.
COMMANDS = {
    "compare": ("runs.compare", "The main job: paired runs of scenarios, what differs, who gains, a report."),
    "why": ("runs.why", "What caused the difference of two scenarios: each lever's share, by replay."),
    "trace": ("runs.trace", "One history, or two side by side: what happened, and the replay without a cause."),
    "run": ("runs.run", "One run of one scenario, with events and residents."),
    "replay": ("runs.replay", "The runs of a manifest again, checked."),
    "sweep": ("studies.sweep", "A study: scenarios at the points of a design; stops, resumes, on a cluster too."),
    "study": ("studies.study", "Manage a study folder: status, resume, verify, merge, export."),
    "analyse": ("studies.analyse", "What a study shows: indices with intervals, noise, boxes, region maps."),
    "calibrate": ("studies.calibrate", "Parameters that meet targets, and how well these determine them."),
    "evidence": (
        "evidence.evidence",
        "What the model shows: all scenarios, the claims judged, patterns, five years of every state.",
    ),
    "hypotheses": ("evidence.hypotheses", "H1-H10 as designed experiments, and the map of which regime wins where."),
    "map": ("evidence.map", "Who leads where, at equal control and purse: above, below, or open."),
    "assumptions": ("evidence.assumptions", "Which conclusions flip when an assumed number is another one."),
    "validate": ("evidence.validate", "The validation table: empirical targets next to the model's values."),
    "movability": ("evidence.movability", "How far levers can move what residents feel, and what stays inert."),
    "reproduce": (
        "evidence.reproduce",
        "Published results reproduced with the model's own rules: our numbers next to theirs.",
    ),
    "odd": ("evidence.odd", "The ODD description of the model, made from the code."),
    "scenarios": ("inputs.scenarios", "The library of scenarios: list, show, diff, check, new."),
    "data": ("inputs.data", "Data folders: make one from real records, check your own, targets from case records."),
    "extensions": ("inputs.extensions", "Extensions that are installed, and what one adds to the model."),
    "app": ("app", "The web app: see a district live, compare policies, learn why."),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    chinese = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f".commands.{module}", __package__), cmd_name)
        if self.chinese:
            from .support.chinese import in_chinese

            return in_chinese(command, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        rows = [(name, line) for name, (_, line) in COMMANDS.items()]
        if self.chinese:
            from .support.help_zh import COMMANDS as CHINESE

            rows = [(name, CHINESE[name].partition("\n")[0]) for name in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from ..core.nearest import nearest

            hint = nearest(name, COMMANDS) or f"; known: {', '.join(COMMANDS)}"
            raise click.UsageError(f"unknown command '{name}'{hint}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from .. import __version__

        click.echo(f"cogov {__version__}")
        ctx.exit()


def _in(language: str) -> click.Command:
    """Return the command line with its help in a language."""
    if language != "zh":
        return cli
    from .support.chinese import in_chinese

    made = in_chinese(cli, "")
    assert isinstance(made, Commands)
    made.chinese = True
    return made


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error; may stand anywhere.")
@language_option
def cli() -> None:
    """Community micro-governance, simulated: top-down design, local exploration, co-governance.

    \b
    cogov compare                                  three scenarios, a report in out/
    cogov compare law_first status_quo --weeks 520
    cogov scenarios list

    Exit codes: 0 done, 1 failed, 2 wrong usage or input.
    """  # noqa: D301


def _shown(error: click.ClickException, language: str) -> None:
    """Show an error; one of usage also names the help. Without a command the help itself is shown."""
    if isinstance(error, NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
    elif isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx is not None else "cogov"
        said = error.format_message().replace("is not a valid integer range", "is not a whole number")
        said = said.replace("is not a valid integer", "is not a whole number")
        if language == "zh":
            from .support.chinese import message

            click.echo(f"cogov：{message(said)}\n说明：{path} --help --lang zh", err=True)
        else:
            click.echo(f"cogov: {said}\nHelp: {path} --help", err=True)
    else:
        click.echo(f"cogov{'：' if language == 'zh' else ': '}{error.format_message()}", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with 0 (done), 1 (failed) or 2 (wrong usage or input)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    before_options = words[: words.index("--")] if "--" in words else words
    debug = "--debug" in before_options
    words = [word for place, word in enumerate(words) if not (word == "--debug" and place < len(before_options))]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a console that lacks a letter shows "?"
    sys.exit(_run(words, debug))


def _run(words: list[str], debug: bool) -> int:
    from ..core.machine.interrupts import as_interrupts
    from .support.chinese import language_of
    from .support.errors import ASKED

    language = language_of(words)
    before = ASKED.set(language)
    try:
        with as_interrupts():
            result: Any = _in(language).main(args=words, prog_name="cogov", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        if debug:
            traceback.print_exception(error)
        _shown(error, language)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        if debug:
            traceback.print_exc()
        stopped = ("cogov: stopped; nothing was written; the same command starts from the beginning", "cogov：已停止；没有写入任何文件；同一命令将从头开始")  # fmt: skip
        click.echo(stopped[language == "zh"], err=True)
        return 1
    except BrokenPipeError:  # the reader of the output has gone: `cogov scenarios list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        from .support.errors import problem_of

        if debug:
            traceback.print_exc()
        if (problem := problem_of(error, language)) is not None:
            _shown(problem, language)
            return problem.exit_code
        said = f"{type(error).__name__}: {error}"
        unexpected = (f"cogov: unexpected {said}\nThis should not happen; --debug shows where.", f"cogov：意外的 {said}\n这不应发生；--debug 显示出错位置。")  # fmt: skip
        click.echo(unexpected[language == "zh"], err=True)
        return 1
    finally:
        ASKED.reset(before)
