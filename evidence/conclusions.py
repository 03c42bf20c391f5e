"""The conclusions whose dependence on assumptions is looked at: declared beforehand, each a difference of two settings.

What is concluded is the sign that the difference has at the defaults; nothing here says which sign that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..core.text import Text
from ..model.quantities.environment import ENVIRONMENT
from ..scenarios import load
from .design_points import Arm, Size
from .hypotheses.judge import HYPOTHESES
from .outcomes import OUTCOMES

_REGIMES = (
    ("co_governance", "top_down", "satisfaction"),
    ("co_governance", "local_exploration", "satisfaction"),
    ("local_exploration", "top_down", "satisfaction"),
    ("co_governance", "top_down", "true_resolution"),
    ("co_governance", "local_exploration", "true_resolution"),
    ("co_governance", "status_quo", "true_resolution"),
    ("top_down", "status_quo", "reporting_gap"),
    ("co_governance", "top_down", "trust_government"),
    ("co_governance", "status_quo", "participation"),
    ("local_exploration", "status_quo", "rule_fit"),
    ("co_governance", "status_quo", "escalation"),
)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A difference of two settings in one outcome.

    Parameters
    ----------
    name : short and unique.
    title : in words.
    outcome : which outcome.
    high, low : arms at the defaults; the difference is high minus low.
    """

    name: str
    title: Text
    outcome: str
    high: Arm
    low: Arm

    def arms(self, values: Mapping[str, Any], size: Size) -> tuple[Arm, Arm]:
        """Return both settings with other values of what is assumed; what the setting itself fixes stays."""
        return self._with(self.high, values, size), self._with(self.low, values, size)

    def _with(self, arm: Arm, values: Mapping[str, Any], size: Size) -> Arm:
        """Return an arm with these values; the size of a district changes in proportion to its default."""
        shape = {
            name: max(1, round(getattr(size, name) * values[name] / ENVIRONMENT[name].default))
            for name in ("residents", "communities")
            if name in values
        }
        rest = {name: value for name, value in values.items() if name not in shape}
        merged = tuple(sorted({**rest, **dict(arm.values)}.items()))
        return replace(arm, values=merged, size=replace(size, **shape))

    def difference(self, runs: Mapping[Arm, np.ndarray], values: Mapping[str, Any], size: Size) -> np.ndarray:
        """Return the paired differences; `runs` by arm: replicates x OUTCOMES."""
        at = list(OUTCOMES).index(self.outcome)
        high, low = (runs[arm][:, at] for arm in self.arms(values, size))
        return high - low


def regime_conclusions() -> list[Conclusion]:
    """Return the conclusions on scenarios."""
    found = []
    for high, low, outcome in _REGIMES:
        label, one, other = OUTCOMES[outcome].label, load(high).title, load(low).title
        title = Text(f"{label.en}: {one.en} less {other.en}", f"{label.zh}：{one.zh}减{other.zh}")
        found.append(Conclusion(f"{high}-{low}-{outcome}", title, outcome, Arm(high), Arm(low)))
    return found


def headline_conclusions(numbers: Iterable[str] = HYPOTHESES) -> list[Conclusion]:
    """Return the headline contrasts of hypotheses; H7's is among the scenarios."""
    found = []
    for number in numbers:
        if number == "H7":
            continue
        contrast = HYPOTHESES[number].headline
        outcome = next(iter(contrast.outcomes))
        label = OUTCOMES[outcome].label
        high, low = (contrast.arm(contrast.under[0], which) for which in (True, False))
        text = contrast.label
        title = Text(f"{number} {label.en}: {text.en}", f"{number} {label.zh}：{text.zh}")
        found.append(Conclusion(number, title, outcome, high, low))
    return found
