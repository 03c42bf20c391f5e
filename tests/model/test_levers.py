"""What each lever must move, and in which direction; and what it may move either way, with the reason for both.

Pairs of runs on the same seeds, alike but for one lever. A direction is *must* where the mechanisms leave no choice, other things
equal; prices of the lever are put to 0 where money saved on it would buy something that works the same way. It passes if at
least 11 of 12 differences lie on its side (ties do not): a lever without any effect passes with probability
13 / 4096 = 0.3 %. *Either* says that mechanisms pull both ways or that luck decides; tested is only that it does something.
Directions stand here because of the rules, not because runs came out so; magnitudes are no business of this file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from cogov.model.model import CommunityModel
from cogov.model.quantities.levers import LEVERS
from cogov.tests.support.districts import district

SEEDS = range(100, 112)
ENOUGH = 11
WEEKS = 52
UP, DOWN, EITHER = 1, -1, 0

Outcome = str | Callable[[CommunityModel], float]


def flow(name: str) -> Outcome:
    """A flow, summed over the run."""

    def of(model: CommunityModel) -> float:
        return float(model.measures[name].sum())

    of.__name__ = name
    return of


def held(group: str, name: str) -> Outcome:
    """A column, summed at the end of the run."""

    def of(model: CommunityModel) -> float:
        return float(model.district.arrays[group][name].sum())

    of.__name__ = name
    return of


def ties_within(model: CommunityModel) -> float:
    return float((model.measures.ties - model.measures.ties_cross).iloc[-1])


def free(*names: str) -> dict[str, float]:
    return {f"price_{name}": 0.0 for name in names}


@dataclass(frozen=True)
class Row:
    """A lever at two values, an outcome, its direction and why."""

    lever: str
    low: float | str
    high: float | str
    outcome: Outcome
    direction: int
    reason: str
    options: dict = field(default_factory=dict)


PROBLEMS, DISPUTES = {"problem_rate": 150.0}, {"dispute_rate": 400.0}
LAW = {"environment": DISPUTES, "constants": {"law_pace": 1.0, "interpretation_pace": 1.0}}
MEASURED = {"levers": {"kpi_power": 0.8, "kpi_alignment": 0.3, "mandate_share": 0.8}}
GRID = {"environment": PROBLEMS, "constants": free("grid_worker")}
SOCIAL = {"constants": free("social_worker")}
ONLINE = {"environment": PROBLEMS, "constants": {"online_pace": 1.0, **free("online")}}
NO_PHONE = {**ONLINE, "constants": {**ONLINE["constants"], "phone_reach": 0.0}}
SHARING = {"environment": PROBLEMS, "constants": {"data_sharing_pace": 1.0, **free("data_sharing")}}
ASSISTED = {"environment": PROBLEMS, "levers": {"online_service": 0.9}, "constants": free("assistance")}
TRUSTED = {
    "environment": {"problem_rate": 100.0, "initial_trust_organizations": 0.95, "initial_trust_government": 0.95}
}
COPIED = {"levers": {"copying": "mechanical", "mandate_share": 0.2}}

DESIGNED = {"levers": {"mandate_share": 1.0, "pilots": 4, "kpi_power": 0.3}}

ROWS = [
    Row("legislation", 0, 1, "settled_early", UP, "parties who hold one standard differ less in what they expect of a ruling", LAW),
    Row("legislation", 0, 1, "escalation", EITHER, "more settle, but more who know their right may claim (C10, H1)", LAW),
    Row("interpretation", 0, 1, "clarity", UP, "law that is explained is understood; nothing else changes clarity here", LAW),
    Row("interpretation", 0, 1, flow("lumped"), DOWN, "who knows the law recognises a grievance more often", LAW),
    Row("interpretation", 0, 1, "escalation", EITHER, "clearer views settle more of more claims (C12)", LAW),
    Row("legal_status", 0, 1, "legitimacy", UP, "legitimacy follows legal status and members' trust"),
    Row("legal_status", 0, 1, flow("grants_paid"), EITHER, "a part then goes by true activity, not reports: more or less of the pool finds a taker"),
    Row("organization_grants", 0, 8, flow("grants_paid"), UP, "the pool is larger"),
    Row("organization_grants", 0, 8, "organizations", EITHER, "upkeep is paid, but money is no cause of founding and crowding kills (C2)", {"environment": {"initial_organizations": 6}}),
    Row("funding_mix", 0, 1, held("organizations", "donations"), UP, "donations are allowed"),
    Row("volunteer_support", 0, 1, "participation", UP, "what taking part costs falls, and hours tire less"),
    Row("volunteer_support", 0, 1, "fatigue", EITHER, "an hour tires less, but more hours are given (C6)"),
    Row("civic_education", 0, 1, "awareness", UP, "it is taught"),
    Row("civic_education", 0, 1, "responsibility", EITHER, "more take part, and learn from success as from failure (C9)"),
    Row("social_workers", 0, 20, "mediations", UP, "mediation needs somebody who has the hours", SOCIAL),
    Row("social_workers", 0, 20, flow("relayed"), UP, "relay needs somebody who has the hours", SOCIAL),
    Row("social_workers", 0, 20, "rule_fit", EITHER, "more trials are made, each seen with noise", SOCIAL),
    Row("mediation_time", 0, 0.4, "mediations", UP, "more hours for it, and disputes enough", {"environment": {"dispute_rate": 100.0}}),
    Row("mediation_time", 0, 0.4, "escalation", DOWN, "what is mediated with success does not escalate", {"environment": {"dispute_rate": 100.0}}),
    Row("bridging_time", 0, 0.4, "cross_group_ties", UP, "encounters with another group are added"),
    Row("bridging_time", 0, 0.4, "mutual_help", EITHER, "there are more ties to ask, and fewer hours for other tasks"),
    Row("bonding_time", 0, 0.4, ties_within, UP, "encounters within a group are added"),
    Row("bonding_time", 0, 0.4, "ei_index", DOWN, "of the same group are all that are added"),
    Row("education_time", 0, 0.4, "awareness", UP, "it is taught"),
    Row("education_time", 0, 0.4, "clarity", UP, "half of those hours teach the law"),
    Row("relay_time", 0, 0.4, flow("relayed"), UP, "latent problems become known", {"environment": PROBLEMS}),
    Row("relay_time", 0, 0.4, "silence", DOWN, "one more way to speak comes within reach", {"environment": PROBLEMS}),
    Row("planning_time", 0, 0.4, "trials", UP, "hours are what trials are paid with"),
    Row("planning_time", 0, 0.4, "rule_fit", EITHER, "what looks better in a trial may not be, and lapses (C3)"),
    Row("grid_size", 300, 3000, flow("server_hours"), DOWN, "fewer grid workers for the same residents", GRID),
    Row("grid_size", 300, 3000, "abandonment", UP, "the same cases wait for fewer, and fewer are found by walking", GRID),
    Row("grid_staff", 0.2, 3, flow("server_hours"), UP, "more grid workers", GRID),
    Row("grid_staff", 0.2, 3, "abandonment", DOWN, "cases wait for more servers, and more are found by walking", GRID),
    Row("grid_staff", 0.2, 3, "case_time", EITHER, "work is faster, but cases that would have been given up now end later", GRID),
    Row("pooling", 0, 1, "case_time", EITHER, "a common queue waits less, costs coordination, and unites the halves of what spans grids (C18, C19)", TRUSTED),
    Row("online_service", 0, 1, "silence", DOWN, "one more way to speak comes within reach", ONLINE),
    Row("online_service", 0, 1, "access_gap", UP, "who lacks the skill loses hours on it (C20)", NO_PHONE),
    Row("online_service", 0, 1, "access_gap", EITHER, "where there is a phone, few who lack the skill go online", ONLINE),
    Row("online_service", 0, 1, "transaction_cost", EITHER, "trips are saved, but who was silent now speaks, which takes hours", ONLINE),
    Row("digital_assistance", 0, 1, "transaction_cost", DOWN, "fewer hours are lost for want of skill", ASSISTED),
    Row("digital_assistance", 0, 1, "access_gap", EITHER, "each way online costs the unskilled less, so more of them choose it instead of cheaper silence", ASSISTED),
    Row("data_sharing", 0, 1, "silence", DOWN, "speaking costs fewer trips", SHARING),
    Row("data_sharing", 0, 1, "transaction_cost", EITHER, "trips are saved, but who was silent now speaks", SHARING),
    Row("transparency", 0, 1, held("rules", "paper"), DOWN, "what is on paper only comes to light", {**MEASURED, "constants": free("transparency")}),
    Row("transparency", 0, 1, "trust_government", EITHER, "reports then show what is true, better or worse than what would be shown (C26)", {**MEASURED, "constants": free("transparency")}),
    Row("kpi_power", 0, 1.2, "reporting_gap", UP, "where measures are off the mark, power buys reports", {"levers": {"kpi_alignment": 0.3}, "environment": PROBLEMS}),
    Row("kpi_power", 0, 1.2, "true_resolution", EITHER, "power moves effort both ways, by alignment (C24, H8)", {"environment": PROBLEMS}),
    Row("kpi_alignment", 0.1, 1, "reporting_gap", DOWN, "effort for the measure is then effort for the aim", {"levers": {"kpi_power": 1.0}, "environment": PROBLEMS}),
    Row("kpi_alignment", 0.1, 1, "true_resolution", UP, "effort for the measure is then effort for the aim", {"levers": {"kpi_power": 1.0}, "environment": PROBLEMS}),
    Row("mandate_share", 0, 1, held("communities", "staff_charge"), UP, "mandates take staff hours"),
    Row("mandate_share", 0, 1, "rule_diversity", DOWN, "what is mandated is the same everywhere", {"levers": {"kpi_power": 0.0}}),
    Row("mandate_share", 0, 1, "trials", DOWN, "what is mandated cannot be tried"),
    Row("mandate_share", 0, 1, "rule_fit", EITHER, "the template may suit a place better or worse than its own rules (C1, C7)"),
    Row("design_trials", 0, 6, held("communities", "staff_charge"), UP, "evaluations are paid by the pilots' staff", {"levers": {"pilots": 4}}),
    Row("design_trials", 0, 6, "rule_fit", EITHER, "searched by pilots that may not be like the rest", {"levers": {"pilots": 4}}),
    Row("design_pooling", 0, 1, held("rules", "hours_pooled"), UP, "hours saved for trials go to design", DESIGNED),
    Row("design_spread", 0, 1, held("rules", "hours_design"), DOWN, "a candidate is tried in one pilot and not in all", {"levers": {**DESIGNED["levers"], "design_trials": 4}}),
    Row("design_hearing", 0, 1, held("rules", "hours_design"), UP, "hearing makes each trial dearer", {"levers": {**DESIGNED["levers"], "design_trials": 2}, "environment": {"spillover": 0.4}}),
    Row("neighbour_voice", 0, 1, "trials", DOWN, "hearing makes each trial dearer", {"levers": {"mandate_share": 0.0, "planning_time": 0.2}, "environment": {"spillover": 0.4}, "constants": {"trial_cost": 0.3}}),
    Row("tournament", 0, 3, "rule_fit", EITHER, "rules that suit one place may suit the others less", {"levers": {**DESIGNED["levers"], "design_trials": 6}}),
    Row("pilot_discount", 0, 1, held("governments", "template_fit"), DOWN, "what effort at pilots promises is seen through", {"levers": {**DESIGNED["levers"], "design_trials": 0}, "constants": {"pilot_effort": 0.5}}),
    Row("pilots", 0, 8, held("communities", "staff_charge"), UP, "each pilot pays for each candidate", {"levers": {"design_trials": 2}, "constants": free("pilot")}),
    Row("pilots", 0, 8, "rule_fit", EITHER, "a mean of more reports is surer, but fewer candidates can be paid for", {"levers": {"design_trials": 2}, "constants": free("pilot")}),
    Row("pilot_selection", "representative", "favourable", "rule_fit", EITHER, "other places are pilots, like the rest or not", {"levers": {"pilots": 2, "design_trials": 4}}),
    Row("promotion", 0, 1, "rule_fit", EITHER, "what proved itself in one place is mandated in all", {"levers": {"planning_time": 0.3}}),
    Row("copying", "none", "mechanical", held("rules", "copies"), UP, "there are copies"),
    Row("copying", "none", "mechanical", "rule_fit", EITHER, "what works elsewhere may fit here or not (C7, C21)"),
    Row("copying", "none", "adapted", "rule_fit", EITHER, "hours for copies are taken from trials (C23)"),
    Row("copy_breadth", 0.1, 1, held("rules", "local"), UP, "more elements are taken over at once, and are local", {**COPIED, "constants": {"copy_ahead": 1.0, "copy_reserve": 1.0}}),
    Row("copy_breadth", 0.1, 1, "rule_fit", EITHER, "more of what suits another place", COPIED),
    Row("exemplar_similarity", 0, 1, "rule_fit", EITHER, "the exemplar stands on the same tables and reports another fit, so that it is copied in other places or not at all", {"levers": {"copying": "mechanical", "mandate_share": 0.0}}),
    Row("linkage", 0, 1, "case_time", EITHER, "what needs the higher tier reaches it sooner, what does not goes astray, and hand-overs take hours (C25)", {"environment": {"cross_tier": 0.8, "problem_rate": 60.0}}),
]  # fmt: skip


def name_of(row: Row) -> str:
    outcome = row.outcome if isinstance(row.outcome, str) else row.outcome.__name__
    return f"{row.lever}-{outcome}-{ {UP: 'up', DOWN: 'down', EITHER: 'either'}[row.direction] }".replace(" ", "")


def outcome_of(row: Row, value: float | str, seed: int) -> float:
    options = dict(row.options)
    levers = {**options.pop("levers", {}), row.lever: value}
    model = district(320, 4, WEEKS, seed, levers=levers, **options)
    return model.summary()[row.outcome] if isinstance(row.outcome, str) else row.outcome(model)


def differences(row: Row) -> list[float]:
    return [outcome_of(row, row.high, seed) - outcome_of(row, row.low, seed) for seed in SEEDS]


def test_every_lever_has_a_row_and_all_that_is_expected_a_reason():
    assert {row.lever for row in ROWS} == set(LEVERS)
    assert all(row.reason for row in ROWS)
    only_either = {name for name in LEVERS if {row.direction for row in ROWS if row.lever == name} == {EITHER}}
    # Where the better choice is what the model is for to ask, or is a matter of luck.
    assert only_either == {"pooling", "pilot_selection", "promotion", "tournament", "exemplar_similarity", "linkage"}


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_direction(row):
    found = differences(row)
    if row.direction == EITHER:
        assert any(found), f"{row.lever} does nothing to {name_of(row)}"
    else:
        agree = sum(row.direction * difference > 0 for difference in found)
        assert agree >= ENOUGH, f"{row.reason}: only {agree} of {len(found)}: {found}"


def test_the_test_can_fail():
    """A direction turned round is refused: none of its differences is on that side."""
    row = next(row for row in ROWS if row.lever == "civic_education")
    assert sum(-row.direction * difference > 0 for difference in differences(row)) == 0
