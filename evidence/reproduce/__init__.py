"""Published results, run by the model's own rules: nothing here is a second version of a mechanism."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from ...core.nearest import meant
from ...core.quantity import QuantityError
from ...core.text import Text
from . import (
    baker,
    centola_macy,
    csaszar_siggelkow,
    erlang,
    friedkin_johnsen,
    granovetter,
    lazer_friedman,
    participation,
    priest_klein,
    similarity,
    trust,
    watts,
)
from .regimes import bardhan_mookherjee, besley_coate, crisis, pilot_effort, pooled, saam_kerber, spillover_switch
from .residents import burden, mean_belonging, trust_trait
from .result import LEVEL, VERDICTS, Check, Line, Outcome, Panel, Reproduced, Result, Verdict
from .service import audits, callback, errands

RESULTS: dict[str, Result] = {
    result.name: result
    for result in (
        granovetter.STAIRCASE,
        granovetter.NORMAL,
        watts.RESULT,
        centola_macy.RESULT,
        participation.RESULT,
        lazer_friedman.RESULT,
        csaszar_siggelkow.RESULT,
        priest_klein.RESULT,
        friedkin_johnsen.RESULT,
        erlang.RESULT,
        mean_belonging.RESULT,
        trust.RESULT,
        trust_trait.RESULT,
        burden.RESULT,
        baker.RESULT,
        similarity.RESULT,
        besley_coate.RESULT,
        spillover_switch.RESULT,
        bardhan_mookherjee.RESULT,
        saam_kerber.RESULT,
        pilot_effort.RESULT,
        crisis.RESULT,
        pooled.RESULT,
        callback.RESULT,
        audits.RESULT,
        errands.RESULT,
    )
}
"""Every result that is reproduced, by name, in the order in which they are shown."""


def find(name: str) -> Result:
    """Return the result called `name`; raise `QuantityError` with the nearest name, or all of them."""
    if name in RESULTS:
        return RESULTS[name]
    hint = meant(name, RESULTS)
    raise QuantityError(Text(f"unknown published result '{name}'{hint.en}", f"没有已发表结果 '{name}'{hint.zh}"))


def reproduce(
    names: Iterable[str] = (), seed: int = 1, *, quick: bool = False, tell: Callable[[Result], object] | None = None
) -> list[Reproduced]:
    """Run published results by the model's own rules.

    Parameters
    ----------
    names : which, in this order; all if none is named.
    seed : random seed; the same seed gives the same numbers.
    quick : small samples, for a first look and for tests: some 60 s in all instead of some minutes.
    tell : callback, called with each result before it runs.

    Raises
    ------
    QuantityError
        For a name that is not known.
    """
    chosen = [find(name) for name in dict.fromkeys(names)] or list(RESULTS.values())
    found = []
    for result in chosen:
        if tell is not None:
            tell(result)
        start = time.perf_counter()
        outcome = result.run(seed, quick)
        found.append(Reproduced(result, seed, quick, outcome, time.perf_counter() - start))
    return found


__all__ = ["LEVEL", "RESULTS", "VERDICTS", "Check", "Line", "Outcome", "Panel", "Reproduced", "Result", "Verdict", "find", "reproduce"]  # fmt: skip
