"""What `cogov compare` has for the contest: whether it is run under its conditions, and what of it goes into the report and --json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import Problem, said

if TYPE_CHECKING:
    from ...evidence.contest.conditions import Conditions
    from ...experiments.comparison.result import Comparison
    from ...reports.decision.report import Addition
    from ...runs.cache import RunCache
    from ...runs.settings import Progress


def asked_for(named: bool, data: bool, asked: bool | None) -> bool:
    """Return whether conditions are run: for the contest, whose arms the command chooses, with residents drawn from defaults."""
    if asked and (named or data):
        raise Problem(
            said(
                "--conditions is for the contest: leave out SCENARIOS and --data",
                "--conditions 只用于默认比较：请去掉方案名称与 --data",
            )
        )
    return not named and not data if asked is None else asked


def names_of(contest: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tables and figures that the contest adds to a report."""
    from ...reports.contest.contest_section import FILES

    return (FILES, ("crisis",)) if contest else ((), ())


def conditions_of(
    found: Comparison, contest: bool, workers: int | None, progress: Progress, kept: RunCache | None
) -> Conditions | None:
    """Run the conditions of the contest, if they are asked for."""
    from ...evidence.contest.conditions import run_conditions

    return run_conditions(found, workers=workers, progress=progress, kept=kept) if contest else None


def addition_of(conditions: Conditions | None) -> Addition | None:
    """Return what the contest adds to the report."""
    from ...reports.contest.contest_section import Contest

    return None if conditions is None else Contest(conditions)


def contest_json(conditions: Conditions) -> dict[str, Any]:
    """Return the tables of the contest for a script."""
    from ...runs.files.manifest import plain

    return {
        "conditions": plain(conditions.table.to_dict("records")),
        "search_hours": plain(conditions.hours.to_dict("records")),
        "ablations": plain(conditions.ablation_table.to_dict("records")),
    }
