"""`--size`: a district of a named size, in place of residents, communities and grids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .errors import Problem, said

if TYPE_CHECKING:
    from ...runs.scale import Scale

NAMES = ("quick", "full")
"""Of `runs.scale.SCALES`, which is imported once a command runs."""
_KEY = "cogov.size"


def _kept(ctx: click.Context, parameter: click.Parameter, name: str | None) -> None:
    if name is not None and not ctx.resilient_parsing:
        ctx.meta[_KEY] = name


size_option = click.option(
    "--size", type=click.Choice(NAMES), expose_value=False, callback=_kept,
    help="Residents, communities and grids at once: quick is 8 communities of 1,050 with one grid, where pooling is not to scale; full is 8 of 4,200 with four.",
)  # fmt: skip


def asked() -> Scale | None:
    """Return the size that the running command was asked for, or None."""
    from ...runs.scale import SCALES

    context = click.get_current_context(silent=True)
    name = context.meta.get(_KEY) if context is not None else None
    return SCALES[name] if name is not None else None


def sized(scale: Scale | None, size: dict[str, int | None], environment: dict[str, Any], data: str | None) -> None:
    """Enter a named size into what was asked for.

    Parameters
    ----------
    size : residents and communities of the options, None where not given; changed.
    environment : values of `--set`; changed.
    data : data folder, which has a size of its own.

    Raises
    ------
    Problem
        For another number next to the name, and for a name next to data.
    """
    if scale is None:
        return
    if data is not None:
        raise Problem(
            said(
                "the data say how many residents and communities there are: leave out --size",
                "居民数与社区数由数据决定：请去掉 --size",
            )
        )
    for name, value in scale.values.items():
        where = size if name in size else environment
        given = where.get(name)
        if given is not None and given != value:
            raise Problem(
                said(
                    f"--size {scale.name} and {name} = {given} contradict each other: it has {value:,}; leave one of them out",
                    f"--size {scale.name} 与 {name} = {given} 互相矛盾：该规模为 {value:,}；请去掉其中之一",
                )
            )
        where[name] = value


def tell_shortfall(scale: Scale | None, scenarios: Any, levers: Mapping[str, Any], language: str | None) -> None:
    """Say on standard error that a named size is not to scale for what is run on it: where a scenario pools staff."""
    from ...runs.scale import shortfall

    if scale is None:
        return
    pooled = [{**one.at(week), **levers}["pooling"] > 0 for one in scenarios for week in (-1, *one.weeks)]
    words = shortfall(scale.values, pooling=any(pooled))
    if words is not None:
        click.echo(words[language or "en"], err=True)
