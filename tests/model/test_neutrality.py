"""What is switched off does nothing, bit for bit; and a lever that cannot matter changes no indicator."""

import pytest
from cogov.model.model import CommunityModel
from cogov.model.schedule import SCHEDULE
from cogov.tests.support.districts import differing, district, state_of, switched_off

NAMES = [process.name for process in SCHEDULE]
WEEKS = 39
STILL = {"turnover_owners": 0.0, "turnover_renters": 0.0}
LIVELY = {  # so that every mechanism has something to do
    "levers": {
        "copying": "mechanical",
        "kpi_power": 0.5,
        "pooling": 0.5,
        "organization_grants": 5.0,
        "legislation": 0.9,
    },
    "environment": {"drift": 0.6, "similarity": 0.3, "complexity": 4},
    "constants": {"trial_cost": 0.02, "participation_base": -1.0, "coproduction": 0.5, "errand_rate": 20.0},
}

# The off setting that each docstring names; the mechanisms without one can only be switched off.
OFF = {
    "turnover": {"environment": STILL},
    "problems": {"environment": {"problem_rate": 0}},
    "settlement": {"environment": {"dispute_rate": 0}},
    "effort": {},  # "effort stays what it was": set at the start, by the same levers
    "errands": {"constants": {"errand_rate": 0}},
    "mutual_help": {"constants": {"need_rate": 0}},
    "participation": {"constants": {"participation_base": -20}},
    "organising": {
        "environment": {"initial_organizations": 0}, "constants": {"founding_rate": 0, "participation_base": -20},
        "levers": {"social_workers": 0, "organization_grants": 0},
    },
    "ties": {"constants": dict.fromkeys(("tie_rate", "tie_fade", "tie_growth", "tie_loss", "meeting_tie_loss"), 0)},
    "belonging": {
        "constants": dict.fromkeys(
            ("susceptibility", "need_rate", "anchor_ties", "anchor_success", "anchor_failure", "anchor_dispute", "anchor_case"), 0
        )
        | {"newcomer_start": 1}
    },
    "trust": {"constants": {"trust_up": 0, "trust_down": 0, "trust_down_government": 0}},
    "records": {
        "constants": {
            **dict.fromkeys(("anchor_return", "anchor_ties", "influence_return", "trust_return", "trust_return_others"), 0),
            "burden_half_life": 1e9,
        }
    },
    "learning": {
        "constants": {
            "forgetting": 0,
            **{f"learning_{name}": 0 for name in ("everyday", "civic", "taught", "interpretation", "success", "failure")},
            **dict.fromkeys(("anchor_success", "anchor_failure", "influence_step", "common_neighbours"), 0),
        }
    },
    "fatigue": {"constants": {"fatigue_relief": 1}, "levers": {"volunteer_support": 1}},
    "saving": {"constants": {"trial_volunteer_share": 0}, "levers": {"planning_time": 0}},
    "drift": {"environment": {"drift": 0}},
    "trials": {"constants": {"trial_volunteer_share": 0}, "levers": {"planning_time": 0}},
    "imitation": {"levers": {"copying": "none"}},
    "template": {"levers": {"mandate_share": 0}},
    "coproduction": {"constants": {"coproduction": 0}},
    "spending": {"environment": {"budget": 0}},
    "money": {"constants": dict.fromkeys(("law_pace", "interpretation_pace", "online_pace", "data_sharing_pace"), 0)},
}  # fmt: skip
ONLY_SWITCHED = {"benefit", "channels", "handling", "satisfaction"}
# What a mechanism keeps for itself and nobody reads while it is off.
OWN_BOOKS = {
    "settlement": {"workers.mediation_left"},
    "trust": {"experience.felt"},
}  # fmt: skip


def test_every_mechanism_is_tried():
    assert OFF.keys() | ONLY_SWITCHED == set(NAMES)
    assert not OFF.keys() & ONLY_SWITCHED


def joined(*options):
    """Options of `district`, the later ones over the earlier ones."""
    found = {}
    for option in options:
        for name, values in option.items():
            found[name] = {**found.get(name, {}), **values}
    return found


@pytest.mark.parametrize("name", OFF)
def test_off_by_parameters_is_off_by_switch(name):
    """With its parameters at the off value a mechanism may as well not be there: all state stays the same."""
    options = joined(LIVELY, OFF[name])
    there = state_of(district(weeks=WEEKS, **options))
    away = state_of(district(weeks=WEEKS, off=[name], **options))
    assert differing(there, away) - OWN_BOOKS.get(name, set()) == set()


@pytest.mark.parametrize("name", sorted({*OFF} - {"effort"}))
def test_off_settings_matter(name):
    """The comparison above can fail: away from its off setting the switch changes something."""
    options = joined(LIVELY, {"levers": {"mandate_share": 0.5}})
    there = state_of(district(weeks=WEEKS, **options))
    away = state_of(district(weeks=WEEKS, off=[name], **options))
    assert differing(there, away) - OWN_BOOKS.get(name, set())


# Settings that only their mechanism reads: the others' own are shared with mechanisms that go on (hours saved for trials are taken from
# what organisations get, a budget pays for everything).
OWN_SETTINGS = sorted(
    {*OFF} - {"effort", "organising", "belonging", "fatigue", "saving", "trials", "spending", "records"}
)
SCARCE = {"constants": {"trial_cost": 0.3}}  # hours for trials: what is left for a copy is missed
# First residents have lived there as long as moves let them, which tells what they have come to belong: not where newcomers belong at once.
# What others write down for it and nobody else reads: that a tie is of an activity, where such ties are lost.
SET_FOR_IT = {
    "turnover": {"constants": {"newcomer_start": 1.0}},
    "ties": {"constants": {"meeting_tie_loss": 0.1}},
}
WRITTEN_FOR_IT = {"ties": {"ties.kind"}}


@pytest.mark.parametrize("name", OWN_SETTINGS)
def test_switched_off_it_matters_to_nobody_how_it_was_set(name):
    """No other mechanism waits for it, saves for it, or keeps clear of what it would do."""
    options = joined(LIVELY, SCARCE, {"levers": {"mandate_share": 0.5}}, SET_FOR_IT.get(name, {}))
    set_one_way = state_of(district(weeks=WEEKS, off=[name], **options))
    set_off = state_of(district(weeks=WEEKS, off=[name], **joined(options, OFF[name])))
    assert differing(set_one_way, set_off) == WRITTEN_FOR_IT.get(name, set())


def writers(**options):
    """Which mechanisms wrote each array during a run, by name of the array: found by looking before and after each."""
    model = district(**options)
    found = {name: set() for name in state_of(model)}
    before = {}

    def remember(model):
        before.update(state_of(model))

    def compare(name):
        def look(model):
            for changed in differing(before, state_of(model)):
                found[changed].add(name)

        return look

    for name in NAMES:
        model.add_process(remember, before=name)
        model.add_process(compare(name), after=name)
    model.run_for(WEEKS)
    return found


# Trust does not return to a trait, which the records of residents would bring about.
APART = joined(LIVELY, {"environment": STILL, "constants": {"trust_return": 0.0, "trust_return_others": 0.0}})


@pytest.fixture(scope="module")
def still_writers():
    """Without turnover, which writes nearly everything of a resident."""
    return writers(**APART)


# So that the test below is not true for want of arrays.
EXCLUSIVE = {
    "problems": "cases.key", "settlement": "workers.mediation_left", "channels": "communities.feedback",
    "handling": "queues.waiting", "mutual_help": "residents.help_outcome", "participation": "residents.active",
    "organising": "organizations.capability", "belonging": "residents.belonging", "trust": "residents.trust_neighbours",
    "learning": "residents.awareness", "fatigue": "residents.fatigue", "satisfaction": "residents.satisfaction",
    "saving": "rules.hours_saved", "drift": "rules.table", "trials": "rules.trials", "imitation": "rules.copies",
    "template": "communities.staff_charge", "coproduction": "communities.following", "spending": "governments.spent", "money": "governments.law",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_only_it_writes_stays(name, still_writers):
    options = LIVELY if name == "turnover" else APART
    own = {array for array, by in still_writers.items() if by == {name}} - {f"series.{name}"}
    if name == "turnover":
        own = {
            "residents.identity",
            "residents.arrived",
            "residents.sociability",
            "residents.skill",
            "residents.origin",
        }
    elif name in EXCLUSIVE:
        assert EXCLUSIVE[name] in own
    model = district(off=[name], **options)
    before = state_of(model)
    model.run_for(WEEKS)
    after = state_of(model)
    rows = {array: (before[array], after[array][: len(before[array])]) for array in own}
    assert not {array for array, (old, new) in rows.items() if old.tobytes() != new.tobytes()}


def test_turnover_writes_what_it_should():
    found = writers(**joined(LIVELY, {"environment": {"turnover_renters": 0.9}}))
    for name in ("identity", "arrived", "sociability", "skill", "origin"):
        assert found[f"residents.{name}"] == {"turnover"}
    assert found["residents.tenure"] == found["residents.household"] == set()  # these stay with the home


def test_nothing_reads_satisfaction():
    """It is an outcome: without it everything else is the same."""
    there, away = district(weeks=WEEKS, **LIVELY), district(weeks=WEEKS, off=["satisfaction"], **LIVELY)
    assert differing(state_of(there), state_of(away)) == {
        "residents.satisfaction", "residents.satisfaction_sum", "series.series",
    }  # fmt: skip
    named = [name for name in there.measures if not there.measures[name].equals(away.measures[name])]
    assert {name.partition("_")[0] for name in named} == {"satisfaction"}


def test_all_off_is_standstill():
    model = district(off=NAMES)
    before = state_of(model)
    model.run_for(60)
    after = state_of(model)
    assert differing(before, after) == {"series.series"}
    sums = model.measures
    assert (sums == sums.iloc[0]).all(axis=None)


# --- levers that cannot matter ---

IDLE = [
    ("exemplar_similarity", (0.0, 0.5, 1.0), {"copying": "none"}),
    ("copy_breadth", (0.0, 0.5, 1.0), {"copying": "none"}),
    ("pilot_selection", ("representative", "favourable"), {"mandate_share": 0.0, "pilots": 0}),
    ("design_trials", (0, 4, 12), {"mandate_share": 0.0}),
    ("promotion", (0.0, 1.0), {"mandate_share": 0.0}),
    ("kpi_alignment", (0.0, 0.6, 1.0), {"kpi_power": 0.0}),
    ("grid_size", (200.0, 5000.0), {"grid_staff": 0.0}),
    *((name, (0.0, 0.2), {"social_workers": 0.0}) for name in ("mediation_time", "bridging_time", "relay_time", "planning_time")),
]  # fmt: skip


@pytest.mark.parametrize(("lever", "values", "where"), IDLE, ids=[idle[0] for idle in IDLE])
def test_idle_levers_change_no_indicator(lever, values, where):
    tables = [district(weeks=WEEKS, levers={**where, lever: value}).indicators for value in values]
    for table in tables[1:]:
        assert table.equals(tables[0])


@pytest.mark.parametrize(("lever", "values", "where"), IDLE[:3], ids=[idle[0] for idle in IDLE[:3]])
def test_the_same_levers_matter_where_they_can(lever, values, where):
    """Over several seeds, because not every district copies or pilots within its first three quarters."""
    there = {"copying": "mechanical", "mandate_share": 0.5, "pilots": 4}
    pairs = [
        [district(240, 6, WEEKS, seed, levers={**there, lever: value}).indicators for value in (values[0], values[-1])]
        for seed in (1, 2, 3)
    ]
    assert any(not one.equals(other) for one, other in pairs)


def test_off_is_kept_by_copies():
    model = district(off=["trust", "ties"], weeks=5)
    assert switched_off(model) == ["ties", "trust"]
    assert isinstance(model, CommunityModel)
