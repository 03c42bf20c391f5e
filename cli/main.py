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

# Name: module, attribute, and the line shown by `cogov --help`, so that nothing is imported to show it.
COMMANDS = {
    "compare": ("compare", "compare", "The main job: paired runs of scenarios, what differs, who gains, a report."),
    "why": ("why", "why", "What caused the difference of two scenarios: each lever's share, by replay."),
    "trace": ("trace", "trace", "One history, or two side by side: what happened, and the replay without a cause."),
    "run": ("run", "run", "One run of one scenario, with events and residents."),
    "replay": ("replay", "replay", "The runs of a manifest again, checked."),
    "sweep": ("sweep", "sweep", "A study: scenarios at the points of a design; stops, resumes, on a cluster too."),
    "study": ("study", "study", "Care of a study's folder: status, resume, verify, merge, export."),
    "analyse": ("analyse", "analyse", "What a study shows: indices with intervals, luck, boxes, region maps."),
    "calibrate": ("calibrate", "calibrate", "Parameters that meet targets, and how well these determine them."),
    "evidence": (
        "evidence",
        "evidence",
        "What the model shows: all scenarios, the claims judged, patterns, five years of every state.",
    ),
    "hypotheses": (
        "hypotheses",
        "hypotheses",
        "H1-H10 as designed experiments, and the map of which regime wins where.",
    ),
    "assumptions": ("assumptions", "assumptions", "Which conclusions flip when an assumed number is another one."),
    "validate": ("validate", "validate", "The validation card: empirical targets beside what the model gives."),
    "reproduce": ("reproduce", "reproduce", "Published results by the model's own rules, ours beside theirs."),
    "odd": ("odd", "odd", "The ODD description of the model, made from the code."),
    "scenarios": ("scenarios", "scenarios", "The library of scenarios: list, show, diff, check, new."),
    "data": ("data", "data", "Data folders: make one from real records, check your own, targets from case records."),
    "extensions": ("extensions", "extensions", "Extensions that are installed, and what one adds to the model."),
    "app": ("app", "app", "The web app: see a district live, compare policies, learn why."),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        return getattr(import_module(f".commands.{module}", __package__), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])

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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error; may stand anywhere.")
def cli() -> None:
    """Community micro-governance, simulated: top-down design, local exploration, co-governance.

    \b
    cogov compare                                  three scenarios, a report in out/
    cogov compare law_first status_quo --weeks 520
    cogov scenarios list

    Exit codes: 0 done, 1 failed, 2 wrong usage or input.
    """  # noqa: D301


def _shown(error: click.ClickException) -> None:
    """Show an error; one of usage also says where help is. Who named no command is shown the help itself."""
    if isinstance(error, NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
    elif isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx is not None else "cogov"
        said = error.format_message().replace("is not a valid integer range", "is not a whole number")
        said = said.replace("is not a valid integer", "is not a whole number")
        click.echo(f"cogov: {said}\nHelp: {path} --help", err=True)
    else:
        error.show()


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
    from ..core.interrupts import as_interrupts

    try:
        with as_interrupts():
            result: Any = cli.main(args=words, prog_name="cogov", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        if debug:
            traceback.print_exception(error)
        _shown(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        if debug:
            traceback.print_exc()
        click.echo("cogov: stopped; nothing was written; the same command starts anew", err=True)
        return 1
    except BrokenPipeError:  # the reader of the output has gone: `cogov scenarios list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        from .support.errors import problem_of

        if debug:
            traceback.print_exc()
        if (problem := problem_of(error, os.environ.get("COGOV_LANG") or "en")) is not None:
            problem.show()
            return problem.exit_code
        click.echo(
            f"cogov: unexpected {type(error).__name__}: {error}\nThis should not happen; --debug shows where.", err=True
        )
        return 1
