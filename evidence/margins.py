"""Margins: below which a difference of an indicator does not matter, declared once, with the reason.

Set from standard deviations between residents or communities of the model and from what surveys can distinguish, before the runs that
are judged by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.text import Text


@dataclass(frozen=True, slots=True)
class Margin:
    """The least difference that matters, in the unit of the indicator, and why."""

    value: float
    why: Text


_SURVEY = Text(
    "an eighth of the sd between residents: the least difference that two surveys of 1,000 find with 80 % power, 2.8 sqrt(2/1000)",
    "居民间标准差的八分之一：两次各 1,000 人的调查以 80 % 的检验功效所能发现的最小差异，2.8 sqrt(2/1000)",
)
_KNOWLEDGE = Text("as for attitudes, sd about .15", "同态度类指标，标准差约 0.15")
_CASES = Text("half the sd between communities", "社区间标准差的一半")
_OF_TWENTY = Text("20 adults in 1,000", "每千名成人中 20 人")
_TENTH = Text("a tenth of the level", "水平值的十分之一")

MARGINS: Mapping[str, Margin] = {
    "satisfaction": Margin(0.0125, _SURVEY), "belonging": Margin(0.015, _SURVEY), "trust_government": Margin(0.02, _SURVEY),
    "trust_central": Margin(0.025, _SURVEY), "trust_neighbours": Margin(0.015, _SURVEY),
    "trust_organizations": Margin(0.02, Text("as trust in government", "同政府信任")),
    "influence": Margin(0.02, _KNOWLEDGE), "awareness": Margin(0.02, _KNOWLEDGE), "responsibility": Margin(0.02, _KNOWLEDGE),
    "clarity": Margin(0.02, _KNOWLEDGE), "participation": Margin(0.02, _OF_TWENTY), "silence": Margin(0.02, _OF_TWENTY),
    "burden": Margin(0.03, Text("a tenth of the level that problems keep up", "问题所维持水平的十分之一")),
    "mutual_help": Margin(0.03, Text("the sd between communities", "社区间的标准差")),
    **{name: Margin(0.03, _CASES) for name in ("true_resolution", "resolution_known", "reported_resolution", "recorded_resolution", "reporting_gap", "abandonment")},
    "case_time": Margin(0.25, Text("half the sd between communities; two days", "社区间标准差的一半；两天")),
    "escalation": Margin(0.4, _CASES),
    "cross_group_ties": Margin(0.25, Text("a quarter of a tie", "四分之一条联系")),
    "rule_fit": Margin(0.10, Text("half the sd between communities, and the noise of a trial twice", "社区间标准差的一半，且为试验噪声的两倍")),
    "compliance_hours": Margin(0.06, _TENTH), "problem_burden": Margin(1.4, _TENTH),
    "errand_surplus": Margin(0.25, Text("a quarter of an hour", "一刻钟")),
    "cost_per_resolution": Margin(180.0, Text("5 % of the level", "水平值的 5 %")),
    "volunteer_hours": Margin(0.4, _TENTH), "organizations": Margin(1.0, _TENTH),
    "satisfaction_gap": Margin(0.02, Text("that of satisfaction times the square root of 2", "满意度边际乘以 2 的平方根")),
}  # fmt: skip
"""By the name of the indicator, or of the column of residents that it is the mean of."""
