"""What hypotheses are judged by: the indicators, and shares of flows that no indicator holds."""

from __future__ import annotations

import numpy as np

from ..core.quantity import Catalogue, indicator
from ..core.text import Text
from ..model.model import CommunityModel
from ..model.quantities.indicators import INDICATORS

_SHARE = "share"
_FLOWS: dict[str, tuple[str, ...]] = {
    "escalation_covered": ("escalated_covered", "grievances_covered"),
    "escalation_uncovered": ("escalated", "-escalated_covered", "/", "grievances", "-grievances_covered"),
    "claims_share": ("claims", "grievances"),
    "disputes": ("grievances",),
}
EXTRAS = Catalogue(
    [
        indicator(
            "escalation_covered",
            bounds=(0, 1),
            unit=_SHARE,
            label=Text("Escalation where law is settled", "法律已明确者的升级率"),
            meaning=Text(
                "grievances of kinds with a settled legal standard that are taken to an office or court",
                "法律标准已明确的纠纷苗头中诉至政府或法院的比例",
            ),
            better=-1,
            claims=("C10",),
        ),
        indicator(
            "escalation_uncovered",
            bounds=(0, 1),
            unit=_SHARE,
            label=Text("Escalation where law is silent", "法律未明确者的升级率"),
            meaning=Text(
                "grievances of kinds without one that are taken to an office or court",
                "法律标准未明确的纠纷苗头中诉至政府或法院的比例",
            ),
            better=-1,
            claims=("C10",),
        ),
        indicator(
            "claims_share",
            bounds=(0, 1),
            unit=_SHARE,
            label=Text("Claims", "主张率"),
            meaning=Text("grievances that become a claim", "纠纷苗头中提出主张的比例"),
            better=0,
            claims=("C12",),
        ),
        indicator(
            "disputes",
            bounds=(0, None),
            unit="grievances",
            label=Text("Grievances counted", "纠纷苗头数"),
            meaning=Text("in the weeks that are summarised", "统计期内的数量"),
        ),
    ],
    "outcome",
)

OUTCOMES = Catalogue((*INDICATORS.values(), *EXTRAS.values()), "outcome")
"""Indicators first, in their order, then the extras."""


def observe(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every outcome over the last `weeks` weeks: float64, as long as OUTCOMES."""
    found = model.summary(weeks=weeks)
    sums = model.measures.iloc[-weeks:].sum()
    return np.array([*(found[name] for name in INDICATORS), *(_flow(sums, name) for name in EXTRAS)])


def _flow(sums, name: str) -> float:
    words = _FLOWS[name]
    if len(words) == 1:
        return float(sums[words[0]])
    cut = words.index("/") if "/" in words else 1
    above, below = (_total(sums, part) for part in (words[:cut], [w for w in words[cut:] if w != "/"]))
    return above / below if below > 0 else np.nan


def _total(sums, words) -> float:
    return float(sum(-sums[word[1:]] if word[0] == "-" else sums[word] for word in words))
