"""What a line of the schedule says: a process, how often it runs, what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from ..core.compile.compiled import compiled
from ..core.text import Text
from .quantities.codes import WEEKS_A_QUARTER, WEEKS_A_YEAR

WEEKLY, QUARTERLY, YEARLY = 1, WEEKS_A_QUARTER, WEEKS_A_YEAR


@dataclass(frozen=True, slots=True)
class Process:
    """One line of the schedule, declared in the file of its mechanism and named in `schedule.SCHEDULE`.

    Parameters
    ----------
    name : by which it is switched off, and other processes are put before or after it.
    step : compiled function of (w, week): what happens in a week.
    every : it runs in the last week of each period of this length: `WEEKLY`, `QUARTERLY`, `YEARLY`.
    label : what it is called.
    about : what it does, in a few sentences; the docstring of its file says it in full.
    phases : what `step` does, one after the other, so that threads may share it: functions of (w, week, low, high) for
        communities low ... high - 1, and functions of (w, week) for one thread. Empty: `step` itself, for one thread.
    """

    name: str
    step: Callable
    _: KW_ONLY
    every: int
    label: Text
    about: Text
    phases: tuple[Callable, ...] = ()

    def due(self, week: int) -> bool:
        """Return whether it runs in a week, counted from 0."""
        return (week + 1) % self.every == 0


@compiled
def week_number(week):
    """Return the number by which columns and keys name a week: 1 for the first week of a run, -1 for the last of the burn-in.

    There is no week 0: it stands for who and what was there when the district was built.

    Parameters
    ----------
    week : counted from 0; below 0 in the burn-in (model/runtime/burn_in.py).

    Examples
    --------
    >>> week_number(0), week_number(-1)
    (1, -1)
    """
    return week + 1 if week >= 0 else week


def shared(phase: Any) -> bool:
    """Return whether threads may share a phase: it is a function of a range of communities."""
    return phase.__code__.co_argcount == 4
