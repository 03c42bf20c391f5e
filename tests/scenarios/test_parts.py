"""Parts: each sets every lever of its kind and none of another, they can be joined in every way that makes sense, and in no other."""

import re
from itertools import product

import pytest
from cogov.model.budget import plan
from cogov.model.quantities.lever_groups import GROUPS, KIND_LEVERS, KINDS
from cogov.model.quantities.levers import LEVERS, TIME_LEVERS
from cogov.runs.files.manifest import from_library
from cogov.scenarios import ScenarioError, load, names, parts
from cogov.scenarios.files import LIBRARY
from cogov.scenarios.library import _PART_ORDER
from cogov.scenarios.template import template
from hypothesis import given, settings
from hypothesis import strategies as st

PARTS = parts()
ALL = [name for found in PARTS.values() for name in found]
BOTH = ("en", "zh")
QUARTER = 13


def differing(one, two):
    return {name for name in LEVERS if one[name] != two[name]}


def fault(name):
    with pytest.raises(ScenarioError) as caught:
        load(name)
    (text,) = caught.value.texts
    assert re.search("[\u4e00-\u9fff]", text.zh)
    return text.en


def test_every_lever_of_the_model_is_of_one_kind():
    assert sorted(group for _, groups in KINDS.values() for group in groups) == sorted(GROUPS)
    assert sorted(name for levers in KIND_LEVERS.values() for name in levers) == sorted(LEVERS.model)


def test_the_parts_are_there_in_the_folder_of_their_kind():
    assert list(_PART_ORDER) == ALL
    assert not set(ALL) & set(names())
    for kind, found in PARTS.items():
        assert {path.stem for path in (LIBRARY / "parts" / kind).glob("*.yaml")} == set(found)
        assert all(load(name).parts == {kind: name} for name in found)


@pytest.mark.parametrize("name", ALL)
def test_a_part_sets_its_kind_with_reasons_and_leaves_the_rest_at_the_status_quo(name):
    part = load(name)
    (kind,) = part.parts
    assert part.is_part
    assert set(part.own) == set(part.reasons) == set(KIND_LEVERS[kind])
    assert differing(part.levers, load("status_quo").levers) <= set(KIND_LEVERS[kind])
    assert {lever for change in part.changes for lever in change.levers} <= set(KIND_LEVERS[kind])
    chinese = re.compile("[\u4e00-\u9fff]")
    reasons = [*part.reasons.values(), *(change.why for change in part.changes)]
    texts = [part.title, part.question, *reasons]
    assert all(text.en and chinese.search(text.zh) and not chinese.search(text.en) for text in texts)
    assert all(re.search(r"C\d", text[lang]) for text in reasons for lang in BOTH)
    assert part.claims


@settings(max_examples=60, deadline=None)
@given(st.tuples(*(st.sampled_from(["", *found]) for found in PARTS.values())), st.permutations(list(KINDS)))
def test_in_any_order_a_scenario_of_parts_has_the_levers_of_each(chosen, order):
    of_kind = dict(zip(PARTS, chosen))
    given_parts = [of_kind[kind] for kind in order if of_kind[kind]]
    scenario = load("+".join(given_parts) or "status_quo")
    assert scenario.parts == {kind: name for kind, name in of_kind.items() if name}
    for kind, levers in KIND_LEVERS.items():
        part = load(of_kind[kind] or "status_quo")
        assert all(scenario.at(week)[lever] == part.at(week)[lever] for week in (0, 200) for lever in levers)
        assert all(scenario.reasons[lever] == text for lever, text in part.reasons.items())
    in_order = [name for name in of_kind.values() if name]
    assert scenario.digest == load("+".join(in_order) or "status_quo").digest
    assert from_library(scenario)


@pytest.mark.parametrize("size", [400, 4200])
def test_every_combination_is_paid_in_full_and_all_spend_the_same(size):
    """Social workers' hours are part of this: a scenario with more than all of them cannot be made."""
    for chosen in product(*PARTS.values()):
        scenario = load("+".join(chosen))
        for week in (0, *scenario.weeks):
            planned = plan(scenario.at(week), 8 * size, 8, 400)
            assert planned.total == pytest.approx(400 * 8 * size, rel=1e-9), chosen
            assert planned.factor == 1, chosen


def test_no_purse_gets_social_workers_hours_for_nothing():
    hours = {name: sum(load(name).levers[lever] for lever in TIME_LEVERS) for name in PARTS["purse"]}
    assert list(hours.values()) == pytest.approx([hours["status_quo_purse"]] * len(hours))


def test_pairs_that_isolate_one_idea():
    def between(a, b):
        return differing(load(a).levers, load(b).levers)

    assert between("above", "above_one_pilot") == between("above", "above_four_pilots") == {"pilots"}
    assert between("above", "above_spread") == {"pilots", "design_spread"}
    assert between("below", "below_copying") == {"copying"}
    assert between("below_copying", "below_copying_all") == {"copy_breadth"}
    assert between("above", "above_hearing") == between("above_spread", "above_spread_hearing") == {"design_hearing"}
    for way in ("", "_copying", "_copying_all"):
        assert between(f"below{way}", f"negotiated{way}") == {"neighbour_voice"}
    assert between("above", "below") == {"mandate_share", "design_pooling", "pilots"}
    assert between("no_control", "high_control") == between("low_control", "high_control") == {"kpi_power"}
    assert not between("status_quo_purse", "status_quo")
    assert not between("low_control", "status_quo")


def test_all_of_who_decides_take_what_binds_and_the_exemplar_from_the_same_place():
    for lever in ("legal_status", "exemplar_similarity", "design_trials"):
        assert len({load(name).at(week)[lever] for name in PARTS["who"] for week in (0, 300)}) == 1


@pytest.mark.parametrize(
    ("name", "phases"),
    [
        ("emergency_mandate", [(103, 0, 0, 0), (104, 1, 8, 0), (155, 1, 8, 0), (156, 0, 0, 0)]),
        ("start_then_free", [(0, 1, 8, 0), (25, 1, 8, 0), (26, 0, 0, 0)]),
        ("explore_then_harmonise", [(129, 0, 0, 0), (130, 1, 2, 8), (142, 1, 2, 8), (143, 1, 2, 0), (300, 1, 2, 0)]),
    ],
)
def test_sequences_change_at_the_start_of_quarters(name, phases):
    scenario = load(name)
    assert not [week for week in scenario.weeks if week % QUARTER]
    for week, mandate, pilots, tournament in phases:
        levers = scenario.at(week)
        assert (levers["mandate_share"], levers["pilots"], levers["tournament"]) == (mandate, pilots, tournament), week
        assert levers["design_pooling"] == 1


def test_dates_can_be_shifted():
    scenario = load("emergency_mandate+low_control")
    assert scenario.shifted(-52).weeks == (52, 104)
    assert scenario.shifted(13).at(117) == scenario.at(104)
    assert scenario.shifted(0) == scenario
    with pytest.raises(ScenarioError, match="week = -1 "):
        scenario.shifted(-105)


@pytest.mark.parametrize("page", ["scenario.md", "scenario.zh.md"])
def test_the_page_has_every_part(page):
    text = (LIBRARY.parents[1] / "docs" / "howto" / page).read_text(encoding="utf-8")
    assert [name for name in ALL if f"`{name}`" not in text] == []


def test_dated_changes_on_top_of_parts():
    scenario = load("above+society_purse+funding_cut")
    assert scenario.at(103)["organization_grants"] == 4
    assert scenario.at(104)["organization_grants"] == 0
    assert scenario.parts == {"who": "above", "purse": "society_purse"}
    both = load("emergency_mandate+society_purse+funding_cut").at(104)
    assert (both["mandate_share"], both["organization_grants"]) == (1, 0)


def test_a_part_in_place_of_a_kind_of_a_whole_scenario():
    scenario, whole = load("top_down+no_control"), load("top_down")
    assert all(scenario.levers[name] == load("no_control").levers[name] for name in KIND_LEVERS["control"])
    assert differing(scenario.levers, whole.levers) == {"kpi_power", "transparency"}
    assert scenario.reasons["kpi_power"] == load("no_control").reasons["kpi_power"]
    assert scenario.reasons["mandate_share"] == whole.reasons["mandate_share"]
    assert scenario.extends == whole.extends
    assert not scenario.is_part
    assert load("funding_cut+low_control").at(104)["organization_grants"] == 0
    assert load("status_quo+above").digest == load("above").digest


def test_words_of_a_scenario_of_parts():
    scenario = load("above+high_control+government_purse")
    assert scenario.title.zh == "上级统一决定+强考核+政府主导的经费投向"
    for lang in BOTH:
        for name in ("above", "high_control", "government_purse"):
            assert load(name).title[lang] in scenario.title[lang]
            assert load(name).question[lang] in scenario.question[lang]
    assert set(scenario.claims) == {claim for name in scenario.parts.values() for claim in load(name).claims}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("above+below", "above+below: 'above' and 'below' are both of the kind 'who'; one of a kind"),
        ("top_down+low_control+no_control", "'low_control' and 'no_control' are both of the kind 'control'"),
        ("above+low_controll", "unknown scenario 'low_controll'; did you mean 'low_control'?"),
        ("above+top_down", "'top_down' has no changes; only parts and dated changes can be put on top of another scenario; write top_down+above"),
        ("above+funding_cut+low_control", "'low_control' is a part and stands after the dated changes of 'funding_cut'; write above+low_control+funding_cut"),
        ("co_governance+funding_cut+society_purse", "write co_governance+society_purse+funding_cut"),
        ("funding_cut+society_purse", "'society_purse' sets civic_education, which 'funding_cut' changes in week 104"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined(name, said):
    assert said in fault(name)


def test_in_python_too_a_part_does_not_hide_a_dated_change():
    with pytest.raises(ScenarioError, match="sets civic_education, which 'above\\+funding_cut' changes in week 104"):
        load("above+funding_cut") + load("society_purse")


MINE = "title: {en: Mine, zh: 自拟}\nkind: control\n"
LEVERS_OF_CONTROL = "levers: {kpi_power: 0.3, kpi_alignment: 0.9, transparency: 0.5, pilot_discount: 0}\n"


def test_a_part_of_ones_own(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(MINE + LEVERS_OF_CONTROL, encoding="utf-8")
    scenario = load(f"above+{path}")
    assert scenario.parts == {"who": "above", "control": "mine"}
    assert scenario.levers["kpi_power"] == 0.3
    path.write_text(MINE + "extends: high_control\nlevers: {transparency: 0.8}\n", encoding="utf-8")
    assert (load(path).levers["kpi_power"], load(path).levers["transparency"]) == (0.6, 0.8)
    assert set(load(path).own) == set(KIND_LEVERS["control"])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (MINE + "levers: {kpi_power: 0.3}\n", 3, "sets every lever of its kind 'control'; missing: transparency, kpi_alignment, pilot_discount"),
        (MINE, 1, "missing: transparency, kpi_power, kpi_alignment, pilot_discount"),
        (MINE + LEVERS_OF_CONTROL[:-2] + ", pooling: 0.4}\n", 3, "pooling: a part of the kind 'control' cannot set it: it is of the kind 'purse'"),
        (MINE + LEVERS_OF_CONTROL + "changes:\n  - {week: 3, levers: {pooling: 0.4}}\n", 5, "cannot set it: it is of the kind 'purse'"),
        (MINE + "extends: above\n" + LEVERS_OF_CONTROL, 3, "a part of the kind 'control' can only extend another part of this kind"),
        (MINE + "extends: top_down\n" + LEVERS_OF_CONTROL, 3, "can only extend another part of this kind"),
        (MINE.replace("control", "controll") + LEVERS_OF_CONTROL, 2, "'controll' is not a kind of part; did you mean 'control'?"),
        (MINE.replace("control", "[2]") + LEVERS_OF_CONTROL, 2, "[2] is not a kind of part; known: who, control, purse"),
    ],
)  # fmt: skip
def test_a_faulty_part(tmp_path, text, line, said):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    found = fault(path)
    assert found.startswith(f"{path}:{line}: ")
    assert said in found


def test_scenarios_that_extend_parts(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "title: {en: Mine, zh: 自拟}\nextends: above+high_control\nlevers: {pooling: 0.4}\n", encoding="utf-8"
    )
    scenario = load(path)
    assert differing(scenario.levers, load("above+high_control").levers) == {"pooling"}
    assert not scenario.parts
    assert load(f"{path}+low_control").levers["kpi_power"] == 0.15
    path.write_text("title: {en: Mine, zh: 自拟}\nextends: above+below\n", encoding="utf-8")
    assert "one of a kind" in fault(path)
    path.write_text(template("mine", "above+high_control+funding_cut", path), encoding="utf-8")
    assert load(path).digest == load("above+high_control+funding_cut").digest
    with pytest.raises(ScenarioError, match="name of a scenario in the library"):
        template("x", "status_quo", tmp_path / "above.yaml")


def test_written_as_a_file_that_stands_alone(tmp_path):
    scenario, path = load("emergency_mandate+high_control+society_purse"), tmp_path / "copy.yaml"
    path.write_text(scenario.to_yaml(), encoding="utf-8")
    again = load(path)
    assert again.digest == scenario.digest
    assert (again.title, again.question, again.reasons) == (scenario.title, scenario.question, scenario.reasons)
