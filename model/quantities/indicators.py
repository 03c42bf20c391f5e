"""The indicators: what they are called, what they mean, and how each is made from sums over residents and flows.

Every formula is a ratio of sums, so it holds for a week, a year, a community and the district alike: states are averaged over
resident-weeks, flows are summed before they are divided.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...core.quantity import Kind
from ..extensions.extension import Opened
from . import community_indicators, problem_indicators, resident_indicators, rule_indicators
from .formulas import Indicator

_DECLARED = (
    *problem_indicators.DECLARED,
    *resident_indicators.DECLARED,
    *community_indicators.DECLARED,
    *rule_indicators.DECLARED,
)


ALL: Mapping[str, Indicator] = {declared.quantity.name: declared for declared in _DECLARED}


INDICATORS = Opened((declared.quantity for declared in _DECLARED), "indicator", Kind.INDICATOR)


def _moving_sum(values: NDArray, window: int) -> NDArray[np.float64]:
    total = np.cumsum(np.vstack([np.zeros((1, values.shape[1])), values]), axis=0)
    start = np.maximum(np.arange(1, len(values) + 1) - window, 0)
    return total[1:] - total[start]


def weekly(series: NDArray, columns: list[str]) -> dict[str, NDArray[np.float64]]:
    """Return every indicator for every week.

    Parameters
    ----------
    series : float64 array (weeks, measures), sums of residents and flows
    columns : names of the measures

    Returns
    -------
    dict of float64 arrays (weeks); flows are summed over the last weeks that the indicator's window says
    """
    at = {name: k for k, name in enumerate(columns)}
    series = np.hstack([series, np.ones((len(series), 1))])
    at["weeks"] = series.shape[1] - 1
    summed = {1: series}
    result = {}
    for name, declared in ALL.items():
        if declared.window not in summed:
            summed[declared.window] = _moving_sum(series, declared.window)
        rows = summed[declared.window]
        result[name] = declared.formula(lambda measure, rows=rows: rows[:, at[measure]])
    return result


def summary(series: NDArray, columns: list[str]) -> dict[str, float]:
    """Return every indicator over all weeks of `series` at once (see `weekly`)."""
    at = {name: k for k, name in enumerate(columns)}
    total = np.append(series.sum(axis=0), float(len(series)))
    at["weeks"] = len(total) - 1
    return {
        name: float(declared.formula(lambda measure: total[at[measure] : at[measure] + 1])[0])
        for name, declared in ALL.items()
    }


MAIN = ("satisfaction", "true_resolution", "belonging", "participation", "rule_fit", "escalation", "transaction_cost")
"""The outcomes that a report speaks about first."""

PARTS = {
    "satisfaction": (
        "satisfaction_from_service", "satisfaction_from_cases", "satisfaction_from_help", "satisfaction_from_influence",
        "satisfaction_from_relief",
    ),
}  # fmt: skip
"""What an outcome is made of: shown below it in every table."""
