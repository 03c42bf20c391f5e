"""A line of the table, and the options all sections share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .measure import Timing

TIME, RATE, PLAIN = "time", "rate", "plain"
"""How a figure depends on the machine: seconds of something, something a second, or not at all."""


@dataclass(frozen=True)
class Row:
    """One figure.

    Parameters
    ----------
    section, label : where it stands and what it is
    key : its name in the results and the baseline; empty for what is not compared
    value, unit : the figure
    ratio : to what `against` names, or None
    target : the ratio or value asked for, in words
    timing : the measurements it is the median of
    kind : TIME, RATE or PLAIN
    note : what must be said next to it
    """

    section: str
    label: str
    key: str
    value: float
    unit: str
    ratio: str = ""
    target: str = ""
    timing: Timing | None = None
    kind: str = TIME
    note: str = ""


@dataclass(frozen=True)
class Options:
    """What was asked for.

    Parameters
    ----------
    sizes : residents, or empty: each section's own
    weeks : length of a run
    repeats : measurements of what is short; what is long gets fewer
    everyone : slow contenders at all sizes
    scenario, per_community : of the full model
    tell : told what is being done now
    """

    sizes: tuple[int, ...] = ()
    weeks: int = 260
    repeats: int = 9
    everyone: bool = False
    scenario: str = "co_governance"
    per_community: int = 400
    tell: Callable[[str], None] = field(default=lambda _: None)

    def sized(self, *own: int) -> tuple[int, ...]:
        """Return the sizes to measure."""
        return self.sizes or own


def residents_text(n: int) -> str:
    """Return 1,000,000 for a million."""
    return f"{n:,}"
