"""What the contest is: who is compared, under which conditions, on which seeds; all of it in this one place.

The reference is *below*: every community searches for itself and nothing is passed on. Each other arm adds exactly one way in which
a finding reaches other places: by mandate after each of four pilots has tried it (*above, four pilots*), by mandate after one of
eight pilots has tried it (*above, spread*), by copying (*below, copying*). Control and purse are the same, and so are the hours
of search as far as a scenario can set them: a pilot makes no more trials a quarter than a community (`trial_limit`), so two pilots
cannot use the hours that eight communities save, and four can. What is left comes from residents, who give fewer hours where
they are served worse: an outcome, not a setting. Hours are measured and shown (`search_hours`), not assumed, and one condition
(`equal_hours`) has all trials made by social workers, whose hours no outcome changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.text import Text
from ...experiments.comparison.compare import DEFAULT
from ...model.quantities.codes import WEEKS_A_QUARTER
from ..design_points import Arm, Size, scenario_of

WEEKS = 21 * WEEKS_A_QUARTER
"""The first decision on rules comes at the end of the first quarter; twenty quarters follow it."""

SIZE = Size(3200, 8, WEEKS)
ARMS = DEFAULT
"""Who decides; the first is the reference. Control and purse are the status quo's in all."""

REPLICATES = 160
"""Paired runs: the paired standard deviation of benefit, some .13, gives a half-width of .02."""

PAIRS = 24
"""How many of these pairs, the first ones, each condition and each ablation makes again."""

EQUAL_HOURS = 0.03
"""Hours of search count as equal if no arm's differ from the reference's by more than this share."""

CONTRAST = ("above_four_pilots", "below")
"""The two plain forms: what decides between them is asked of each outcome."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is changed for all arms alike.

    Parameters
    ----------
    name : short name, as in files.
    label : in both languages.
    part : a part of scenarios put on top of each arm, or empty.
    values : environment and constants.
    """

    name: str
    label: Text
    part: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def arm(self, who: str, values: Mapping[str, Any], size: Size = SIZE) -> Arm:
        """Return an arm under this condition; `values` hold for the whole contest."""
        scenario = f"{who}+{self.part}" if self.part else who
        return lean(Arm.of(scenario, {**values, **self.values}, size))


AS_IT_IS = Condition("as_it_is", Text("as it is", "原条件"))

FREE = {"hearing_cost": 0.0, "copy_trials": 0.01, "adoption_cost": 0.0, "mandate_burden": 0.0, "paper_rate": 0.0}
"""Costs that no source gives, at nothing; a copy that costs nothing at all is not made, so its price is next to nothing."""

CRISIS = {"shock_week": 8 * WEEKS_A_QUARTER - 1, "shock_size": 1.0}
"""All conditions are drawn again after two years, as common to all places as before."""

EQUAL = Condition(
    "equal_hours",
    Text("equal hours: social workers make all trials", "工时相等：全部由社工试行"),
    values={"trial_volunteer_share": 0.0, "planning_time": 0.3},
)
"""Volunteers save no hours for trials, social workers three tenths of theirs. Trials are whole, so a year holds a few more or fewer for the same
hours saved; at this share all arms make as many, which is why it was chosen."""

CONDITIONS: tuple[Condition, ...] = (
    Condition("no_control", Text("no control (KPI power 0)", "无考核（考核强度 0）"), "no_control"),
    Condition("high_control", Text("high control (KPI power 0.6)", "强考核（考核强度 0.6）"), "high_control"),
    Condition(
        "costs_at_zero",
        Text("costs without a source at zero", "没有来源的成本取零"),
        values=FREE,
    ),
    EQUAL,
    Condition("crisis", Text("a crisis after two years", "两年后发生危机"), values=CRISIS),
)
"""How the answer changes; with the condition as it is (low control) these are the levels of control, costs, hours and crisis."""

ABLATIONS: tuple[Condition, ...] = (
    Condition("alike", Text("places alike (similarity 1)", "各社区条件相同（similarity 1）"), values={"similarity": 1.0}),
    Condition("still", Text("conditions stay (drift 0)", "条件不变（drift 0）"), values={"drift": 0.0}),
    Condition("simple", Text("independent rules (complexity 0)", "规则互不依赖（complexity 0）"), values={"complexity": 0}),
    Condition("kept", Text("local rules do not lapse (lapse_rate 0)", "社区规则不失效（lapse_rate 0）"), values={"lapse_rate": 0.0}),
    Condition("no_paper", Text("nothing on paper (paper_rate 0)", "没有纸面落实（paper_rate 0）"), values={"paper_rate": 0.0}),
    Condition("no_burden", Text("no burden of mandates (mandate_burden 0)", "强制不占工时（mandate_burden 0）"), values={"mandate_burden": 0.0}),
    Condition("free_adoption", Text("free adoption (adoption_cost 0)", "落实不占工时（adoption_cost 0）"), values={"adoption_cost": 0.0}),
    Condition("no_standard", Text("common rules save no time (standard_saving 0)", "统一规则不省工时（standard_saving 0）"), values={"standard_saving": 0.0}),
    EQUAL,
)  # fmt: skip
"""Candidates for what decides an outcome: each sets one cause at neutral, and nothing else."""


def lean(arm: Arm) -> Arm:
    """Return the arm without values that its scenario gives nothing to act on, so that equal runs are made once.

    Where nothing is ever mandated there is nothing to adopt, on paper or otherwise, and no burden; without copying a copy has no price;
    where nobody asks the neighbours, or there is no spillover, asking has none.
    """
    levers = [scenario_of(arm.scenario).at(week) for week in (-1, *scenario_of(arm.scenario).weeks)]
    values = dict(arm.values)
    mandated = any(one["mandate_share"] > 0 for one in levers)
    copied = any(one["copying"] != "none" for one in levers)
    asked = any(one["neighbour_voice"] > 0 or one["design_hearing"] > 0 for one in levers)
    idle = {
        "mandate_burden": not mandated,
        "paper_rate": not mandated or all(one["kpi_power"] == 0 for one in levers),
        "adoption_cost": not mandated,
        "copy_trials": not copied,
        "hearing_cost": not asked or not values.get("spillover", 0.0),
    }
    kept = tuple((name, value) for name, value in arm.values if not idle.get(name, False))
    return Arm(arm.scenario, kept, arm.size, arm.off, arm.process)
