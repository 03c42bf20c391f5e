"""What `cogov compare` has for futures: options, kept runs, and what goes into --json."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from .cache_option import keeping
from .errors import Problem, said

if TYPE_CHECKING:
    from ...experiments.futures.result import Futures
    from ...experiments.futures.sampling import Sampling
    from ...runs.cache import RunCache
    from ...runs.settings import Setting

KEEP = "out/kept"


def futures_options(function: Callable) -> Callable:
    """Add the options that belong to futures."""
    for option in reversed(
        [
            click.option("--futures", type=click.IntRange(min=1), metavar="N", help="Repeat the comparison in N sampled futures."),
            click.option("--over", multiple=True, metavar="NAME[=LOW:HIGH]", help="What varies over futures: an environment parameter or constant, in its plausible range or the one given; 'environment' or 'assumed' for all of these; may be repeated.  [default: environment]"),
            click.option("--per-future", type=click.IntRange(min=1), help="Runs of each scenario in each future.  [default: 5]"),
            click.option("--keep", type=click.Path(), help=f"Folder of finished runs; the same command goes on from there.  [default: {KEEP}, for futures only]"),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


def sampled(setting: Setting, futures: int | None, over: tuple[str, ...], per_future: int | None) -> Sampling | None:
    """Return what the options ask for, checked before anything runs; None without --futures."""
    from ...experiments.futures.sampling import REPLICATES, sampling

    if futures is None:
        for name, given in (("--over", over), ("--per-future", per_future)):
            if given:
                raise Problem(
                    said(
                        f"{name} is only for --futures N, with the number of futures",
                        f"{name} 只能与 --futures N 一起使用，N 为情形的数目",
                    )
                )
        return None
    return sampling(setting, futures, over, REPLICATES if per_future is None else per_future)


@contextlib.contextmanager
def kept_runs(tried: Sampling | None, folder: str | None) -> Iterator[RunCache | None]:
    """Open the folder of finished runs if one is named, or if there are futures."""
    if tried is None and folder is None:
        yield None
        return
    with keeping(KEEP if folder is None else folder) as kept:
        yield kept


def futures_json(futures: Futures) -> dict[str, Any]:
    """Return the tables about futures for a script."""
    from ...experiments.futures.discovery import condition_row
    from ...model.quantities.indicators import MAIN
    from ...runs.files.manifest import plain

    return {
        "futures_findings": plain(futures.holds_table(MAIN).to_dict("records")),
        "futures_conditions": plain([condition_row(one) for one in futures.conditions]),
        "futures_ranking": plain(futures.ranking().to_dict("records")),
        "futures_regret": plain(futures.regret().to_dict("records")),
        "futures_satisficing": plain(futures.satisficing().to_dict("records")),
    }
