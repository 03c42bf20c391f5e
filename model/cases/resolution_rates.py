"""What is known of a community's record: how many cases end well, and how long they take."""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text

PARAMETERS = (
    constant(
        "rate_half_life",
        13.0,
        bounds=(0.1, 1000),
        unit="weeks",
        label=Text("Half-life of a community's rates", "社区办结率半衰期"),
        source=Text("a quarter", "一个季度"),
    ),
    constant(
        "rate_start",
        0.5,
        bounds=(0, 1),
        unit="share",
        label=Text("Rates before anything is known", "初始办结率"),
        source="not measured",
    ),
    constant(
        "waiting_start",
        2.0,
        bounds=(0, 1000),
        unit="weeks",
        label=Text("Wait expected at first", "初始预期等待"),
        source="not measured",
    ),
)


@compiled
def expect_at_start(w):
    """Set the rates and waits that are expected before anything is known."""
    places, p = w.communities, w.parameters
    w.queues.waiting[:] = p.waiting_start
    places.efficacy[:] = p.rate_start
    places.true_rate[:] = p.rate_start
    places.reported_rate[:] = p.rate_start


@compiled
def update_rates(w):
    """Move the communities' rates towards this week's ends, where there were any."""
    places, tally, waiting = w.communities, w.tally, w.queues.waiting
    step_size = 1.0 - exp(-0.6931471805599453 / w.parameters.rate_half_life)
    for c in range(places.key.size):
        solved = tally.resolved_true[c]
        ended = solved + tally.resolved_false[c] + tally.abandoned[c]
        agreed = tally.settled_direct[c] + tally.mediated[c]
        if ended > 0.0:
            places.true_rate[c] += step_size * (solved / ended - places.true_rate[c])
        if ended + agreed > 0.0:
            places.efficacy[c] += step_size * ((solved + agreed) / (ended + agreed) - places.efficacy[c])
        if tally.recorded_ended[c] > 0.0:
            places.reported_rate[c] += step_size * (
                tally.recorded_resolved[c] / tally.recorded_ended[c] - places.reported_rate[c]
            )
        if tally.case_ended[c] > 0.0:
            waiting[c] += step_size * (tally.case_time[c] / tally.case_ended[c] - waiting[c])
