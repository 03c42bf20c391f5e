"""H8 as a curve: what becomes of known cases over the power of measures, without callbacks, with them for reported cases, and for all.

A comparison of two powers depends on which two; the curve is held against power 0. Runs with the same seed differ in nothing else, so
differences are paired.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.model import CommunityModel
from ...model.quantities.codes import WEEKS_A_YEAR
from ...runs.intervals import interval

POWERS = (0.0, 0.15, 0.3, 0.6, 1.0, 1.5)

OUTCOMES = ("resolution_known", "reported_resolution", "repeat_calls")

CALLED: Mapping[str, tuple[Text, Mapping[str, Any], Mapping[str, Any]]] = {
    "off": (Text("no callbacks", "无回访"), {"callback": 0.0}, {"repeat_call": 0.0}),
    "reported": (
        Text("callbacks of reported cases", "仅回访有人反映的诉求"),
        {"callback": 1.0},
        {"callback_told": 1.0, "repeat_call": 0.3},
    ),
    "all": (
        Text("callbacks of all known cases", "回访全部已知诉求"),
        {"callback": 1.0},
        {"callback_told": 0.0, "repeat_call": 0.3},
    ),
}
"""Settings that are compared: what they are called, environment, constants."""


def one_run(
    seed: int,
    levers: Mapping[str, Any],
    environment: Mapping[str, Any],
    constants: Mapping[str, Any],
    *,
    residents: int,
    communities: int,
    weeks: int,
) -> tuple[float, ...]:
    """Return the outcomes over the last year of one run, in the order of `OUTCOMES`."""
    model = CommunityModel(
        scenario=None, rng=seed, residents=residents, communities=communities, levers=levers, environment=environment, constants=constants
    )  # fmt: skip
    model.run_for(weeks)
    found = model.summary(weeks=min(weeks, WEEKS_A_YEAR))
    return tuple(found[name] for name in OUTCOMES)


def curve(
    seeds: Iterable[int],
    *,
    powers: Iterable[float] = POWERS,
    called: Iterable[str] = tuple(CALLED),
    levers: Mapping[str, Any] | None = None,
    environment: Mapping[str, Any] | None = None,
    constants: Mapping[str, Any] | None = None,
    residents: int = 8400,
    communities: int = 8,
    weeks: int = 156,
) -> pd.DataFrame:
    """Return what becomes of known cases over the power of measures.

    Parameters
    ----------
    seeds : of the runs, the same for every setting.
    powers : of measures (`kpi_power`); the first is what the others are held against.
    called : settings of `CALLED`.
    levers, environment, constants : values that all runs share, over those of a setting.
    residents, communities, weeks : size of a run; outcomes are over its last year.

    Returns
    -------
    DataFrame
        One row for each setting and power: `called`, `power`; of each outcome its mean; `difference`, `low` and `high`, the mean
        difference in `resolution_known` from the first power with its 95 % interval over seeds.

    Raises
    ------
    QuantityError
        For unknown names and values out of bounds.
    """
    numbers, power_list = list(seeds), list(powers)
    rows = []
    for name in called:
        _, where, with_constants = CALLED[name]
        runs = np.array(
            [
                [
                    one_run(
                        seed,
                        {**(levers or {}), "kpi_power": power},
                        {**where, **(environment or {})},
                        {**with_constants, **(constants or {})},
                        residents=residents,
                        communities=communities,
                        weeks=weeks,
                    )
                    for seed in numbers
                ]
                for power in power_list
            ]
        )  # powers x seeds x outcomes
        for power, values in zip(power_list, runs, strict=True):
            apart = interval(values[:, 0] - runs[0, :, 0])
            means = dict(zip(OUTCOMES, values.mean(axis=0).tolist(), strict=True))
            rows.append({"called": name, "power": power, **means, "difference": apart.mean, "low": apart.low, "high": apart.high})  # fmt: skip
    return pd.DataFrame(rows)
