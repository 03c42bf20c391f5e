"""Ablation: the same district with residents who differ less, to see what they contribute. For experiments only; off by default.

`ablate` (environment) is one of

none     the model as it is
means    once a week, after people moved, every resident takes the mean of his or her community in all that is felt, known and
         available: belonging and its anchors, all trusts, records of cases and help, satisfaction, awareness, clarity, responsibility,
         fatigue, digital skill, spare hours, sociability, and what other mechanisms add of this kind. Who lives where, tenure, age, origin, occupation, ties,
         memberships and the participation threshold stay. `LEVELLED` and `KEPT` list the columns.
frozen   belonging, trust, learning and fatigue are switched off: residents differ, and stay as they came
alone    nobody looks at others: social weight of participation, gossip about trust and susceptibility of belonging are 0

A finding that residents bring about shrinks or turns under an ablation; one that does not is brought about by levers and institutions.
The community means of all levelled columns stay what they were, so `means` takes away differences between residents and what follows from
them: also a level that depends on the spread, such as volunteering. It runs in the burn-in too.

Source: science review of this model; no published limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from ...agents import Resident
from ...core.quantity import Status, environment
from ...core.rows.columns import columns_of
from ...core.text import Text

ABLATIONS: Mapping[str, Text] = {
    "means": Text("residents replaced by the mean of their community", "居民以所在社区的均值代替"),
    "frozen": Text("no belonging, trust, learning or fatigue", "归属感、信任、学习与疲劳不变"),
    "alone": Text("no influence of other residents", "居民之间互不影响"),
}
"""The kinds of ablation, with what they do."""

ABLATE = environment(
    "ablate",
    "none",
    choices=("none", *ABLATIONS),
    unit="choice",
    label=Text("Ablation of residents", "居民消融"),
    status=Status.EXPERIMENT,
    source=Text("for experiments only: residents who differ less", "仅用于实验：缩小居民之间的差异"),
)

KEPT = ("threshold", "volunteered", "given", "given_total", "satisfaction_sum", "weight")
"""Numbers of residents that stay: a trait that no mechanism moves, and hours and sums that must add up."""
LEVELLED = tuple(
    name for name, column in columns_of(Resident).items() if column.dtype == np.float32 and name not in KEPT
)
FROZEN = ("belonging", "trust", "learning", "fatigue")
_ALONE = ("social_weight", "gossip", "susceptibility")


class Levelled:
    """The step of a week in which residents take the means of their communities."""

    def __call__(self, model: Any) -> None:
        """Level the residents of a model."""
        level(model.district.arrays)


def level(arrays: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Replace every levelled column by its mean over those who live in the community, by place."""
    residents, first = arrays["residents"], arrays["communities"]["first"]
    alive = residents["alive"] == 1
    for low, high in pairwise(first.tolist()):
        here = alive[low:high]
        count = int(here.sum())
        for name in LEVELLED if count else ():
            column = residents[name][low:high]
            column[here] = column[here].astype(np.float64).sum() / count


def switched_off(values: Mapping[str, Any], off: str | Iterable[str]) -> tuple[str, ...]:
    """Return the mechanisms that are off: those named, and those that an ablation freezes."""
    named = (off,) if isinstance(off, str) else tuple(off)
    return (*named, *(FROZEN if values["ablate"] == "frozen" else ()))


def without_others(values: Mapping[str, Any], ablate: str) -> dict[str, Any]:
    """Return environment or constants; under `alone` the weights of other residents are 0."""
    if ablate != "alone":
        return dict(values)
    return {name: 0.0 if name.startswith(_ALONE) else value for name, value in values.items()}
