"""Arguments of a model, checked: levers, dated changes, threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.quantity import QuantityError
from ...core.threads import Crew, available
from ..quantities.levers import LEVERS, TIME_LEVERS

LARGE = 50_000  # residents from which on threads are worth handing out work to them


def check_levers(levers: Mapping[str, Any], place: str = "levers") -> dict[str, Any]:
    """Validate lever values (names, bounds, and that the social workers' hours sum to at most 1)."""
    values = LEVERS.check(levers, place)
    full = {**LEVERS.defaults(), **values}
    total = sum(full[name] for name in TIME_LEVERS)
    if total > 1 + 1e-9:
        raise QuantityError(
            f"{place}: the social workers' hours are shared out beyond 1 ({total:g}): {', '.join(TIME_LEVERS)}"
        )
    return values


def crew_of(threads: int | None, residents: int) -> Crew | None:
    """Return the threads of a run; None for one."""
    if threads is None:
        threads = available() if residents >= LARGE else 1
    if isinstance(threads, bool) or not hasattr(threads, "__index__") or threads < 1:
        raise QuantityError(f"threads = {threads!r} is not a number of threads: a whole number from 1")
    return Crew(int(threads)) if threads > 1 else None


def dated(
    changes: Iterable[tuple[Any, Mapping[str, Any]]], levers: Mapping[str, Any]
) -> list[tuple[int, dict[str, Any]]]:
    """Return changes by week, each checked upon those before it."""
    checked = []
    for week, values in changes:
        if isinstance(week, bool) or not hasattr(week, "__index__") or week < 0:
            raise QuantityError(f"a change cannot take effect in week {week!r}: weeks count from 0, in whole numbers")
        checked.append((int(week), LEVERS.check(values, f"change in week {week}")))
    checked.sort(key=lambda change: change[0])
    now = dict(levers)
    for week, values in checked:
        now.update(values)
        check_levers(now, f"change in week {week}")
    return checked
