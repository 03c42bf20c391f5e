"""`cogov trace`: one chain of events, and the same history without a cause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ...support.one_history import tell_history
from ...support.options import handled, make_setting, options

_SUBJECT: dict[str, dict[str, Any]] = {
    "--resident": {"metavar": "ID", "help": "About one resident: number of the home, HOME/WEEK, or the id in the data."},
    "--community": {"metavar": "K", "help": "About one community."},
    "--organization": {"metavar": "N", "help": "About one organisation: number, COMMUNITY/WEEK of its founding, or the id in the data."},
    "--without": {"multiple": True, "metavar": "CAUSE", "help": "Replay without organization:N, organization:COMMUNITY/WEEK, rule:ELEMENT[@community:K] or social_worker:N; may be repeated."},
    "--replicate": {"type": click.IntRange(min=0), "default": 0, "help": "Which replicate's history to follow.  [default: 0]"},
}  # fmt: skip


def subject_options(function: Callable, hidden: bool = False) -> Callable:
    """Add the options that say whose history, and what is left out of it; `hidden`: not in the help."""
    for name, about in reversed(_SUBJECT.items()):
        function = click.option(name, hidden=hidden, **about)(function)
    return function


@click.command()
@click.argument("scenario")
@click.argument("b", required=False)
@subject_options
@click.option("--replicates", type=click.IntRange(min=1), default=1, show_default=True, help="Histories to replay; one gives no intervals.")  # fmt: skip
@options("seed", "weeks", "size", "residents", "communities", "set", "data", "extension", "force")
@click.option("--out", type=click.Path(), help="Folder of the results.  [default: out/trace-...]")
@options("lang", "workers", "quiet", "json")
@handled
def trace(
    scenario: str, b: str | None, resident: str | None, community: str | None, organization: str | None,
    without: tuple[str, ...], replicate: int, replicates: int, seed: int, weeks: int, residents: int | None,
    communities: int | None, values: dict[str, Any], data: str | None, out: str | None, lang: str | None,
    workers: int | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """One chain of events in SCENARIO, or in two scenarios side by side, and its replay without a cause.

    What happened to a resident, a community or an organisation, the week in which the two histories part, and the same
    history without a suspected cause: the causes that are found, or those named with --without. Without a subject the
    whole district is followed.

    \b
    cogov trace top_down co_governance --resident 57
    cogov trace co_governance --community 2 --replicates 10
    cogov trace co_governance --resident 57 --without social_worker:0

    Each lever's share in the difference of two scenarios: cogov why.
    """  # noqa: D301
    setting = make_setting((scenario,) if b is None else (scenario, b), weeks, seed, residents, communities, values, data, lang)  # fmt: skip
    tell_history(
        setting, resident=resident, community=community, organization=organization, without=without, replicate=replicate,
        replicates=replicates, out=out, lang=lang, quiet=quiet, as_json=as_json, workers=workers,
        source=str(Path(data).expanduser().absolute()) if data is not None else None,
    )  # fmt: skip
