"""What the results on who decides share: districts in which one side decides everything, and quarters of search alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.compile.compiled import compiled
from ....model.mechanisms import template, trials
from ....model.quantities.codes import WEEKS_A_QUARTER
from ....model.rules import drift, spillover, start
from ....model.rules.trying import cost_of_trial
from ....model.sandbox import district

BELOW = {"mandate_share": 0.0, "legal_status": 1.0, "kpi_power": 0.0}
ABOVE = {**BELOW, "mandate_share": 1.0, "design_trials": 0.0, "design_pooling": 1.0, "pilots": 8.0, "promotion": 0.0}
FIT, BENEFIT, TRIED = range(3)
"""What `follow` writes: mean fit, mean benefit, and trials and candidates so far."""


@compiled
def clear(w):
    """Take back what earlier quarters left and a new start does not set."""
    r = w.rules
    r.paper[:], r.local[:] = 0, 0
    r.trials[:], r.candidates[:] = 0, 0
    r.saved_now[:], r.fund[:] = 0.0, 0.0
    w.communities.trial_hours[:], w.communities.staff_charge[:] = 0.0, 0.0


@compiled
def quarter(w, week, worth):
    """Let one quarter pass in which every community saves the hours of `worth` trials, and only rules change."""
    for c in range(w.communities.key.size):
        hours = worth * cost_of_trial(w, c)
        w.communities.trial_hours[c] += hours
        w.rules.hours_saved[c] += hours
        w.rules.saved_now[c] += hours
    drift.step(w, week)
    trials.step(w, week)
    template.step(w, week)
    spillover.update_benefit(w, week)


@compiled
def last_week(quarters):
    """Return the week in which the quarter after this number of others ends."""
    return (quarters + 1) * WEEKS_A_QUARTER - 1


@compiled
def note(w, found):
    """Write down how the district stands."""
    found[0], found[1] = w.rules.fit.mean(), w.rules.benefit.mean()
    found[2] = w.rules.trials.sum() + w.rules.candidates[0]


@compiled
def follow(w, seeds, worth, found):
    """Start a district from each seed and write how it stands at the start and after each quarter (seeds x quarters x 3)."""
    for k in range(seeds.size):
        w.seed = seeds[k]
        clear(w)
        start.build(w)
        note(w, found[k, 0])
        for q in range(found.shape[1] - 1):
            quarter(w, last_week(q), worth)
            note(w, found[k, q + 1])


def codes_of_entries(depends: NDArray) -> NDArray[np.int64]:
    """Return which rule set each entry of each element's table is for, where all depend on all (N x 2^N)."""
    n = len(depends)
    entry = np.arange(1 << n)
    codes = np.empty((n, entry.size), np.int64)
    for e in range(n):
        codes[e] = (entry & 1) << e
        for j, other in enumerate(depends[e].tolist()):
            codes[e] |= ((entry >> (j + 1)) & 1) << other
    return codes


def place(
    communities: int, who: Mapping[str, Any], environment: Mapping[str, Any], constants: Mapping[str, Any] = {}
) -> Any:
    """Return a district of these communities, all of one size, in which rules are decided so."""
    return district(
        10 * communities, communities=communities, levers=who, environment={"drift": 0.0, **environment}, constants=constants
    )  # fmt: skip


def seeds_for(seed: int, runs: int, year: int) -> NDArray[np.uint64]:
    """Return the seeds of many districts; `year` keeps results apart."""
    return np.random.default_rng(np.random.SeedSequence([seed, year])).integers(1 << 62, size=runs).astype(np.uint64)


def courses(w: Any, seed: int, runs: int, year: int, quarters: int, worth: float) -> NDArray[np.float64]:
    """Return how districts stand at the start and after each quarter: runs x (quarters + 1) x (FIT, BENEFIT, TRIED)."""
    found = np.empty((runs, quarters + 1, 3))
    follow(w, seeds_for(seed, runs, year), float(worth), found)
    return found
