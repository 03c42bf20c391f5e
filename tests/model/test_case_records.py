"""The record of cases: every case that became known is in it once, as the model's own counts have it; keeping it changes nothing."""

import copy
import pickle

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.model.cases.lifecycle import END_ABANDONED, END_FALSE, END_TRUE
from cogov.model.cases.records import COLUMNS, OPEN, TOLD
from cogov.model.model import CommunityModel
from cogov.model.quantities.codes import CHANNEL_FOUND, CHANNEL_RELAY, DISPUTE

BUSY = {"burn_in": 0, "problem_rate": 200.0, "dispute_rate": 200.0, "turnover_renters": 0.5, "callback": 0.8}
CONSTANTS = {"phone_reach": 1.0, "repeat_call": 0.3, "reopening": 0.6, "callback_e2": 0.5, "callback_e1": 0.1}
LEVERS = {"pooling": 0.6, "linkage": 0.4, "kpi_power": 0.6, "relay_time": 0.2, "legislation": 0.1}
WEEKS = 60


def made(**more):
    return CommunityModel(
        constants=CONSTANTS,
        scenario=None,
        rng=11,
        residents=800,
        communities=2,
        levers=LEVERS,
        environment=BUSY,
        by_community=True,
        **more,
    )


@pytest.fixture(scope="module")
def model():
    model = made(record_cases=True)
    model.run_for(WEEKS)
    return model


@pytest.fixture(scope="module")
def cases(model):
    return model.case_records.all(model)


def test_keeping_it_changes_nothing(model):
    other = made()
    other.run_for(WEEKS)
    assert other.measures.equals(model.measures)
    assert other.indicators_by_community.equals(model.indicators_by_community)
    with pytest.raises(ValueError, match="record_cases=True"):
        other.cases_frame()


def test_counts_of_every_week_are_those_of_the_model(model, cases):
    week_in = np.floor(cases["entered"]).astype(int)
    np.testing.assert_array_equal(np.bincount(week_in, minlength=WEEKS), model.measures.case_arrivals)
    over = cases["how"] != OPEN
    week_out = np.ceil(cases["ended"][over]).astype(int) - 1
    np.testing.assert_array_equal(np.bincount(week_out, minlength=WEEKS), model.measures.known_ended)
    true = cases["how"][over] == END_TRUE
    np.testing.assert_array_equal(np.bincount(week_out, true, minlength=WEEKS), model.measures.known_true)
    assert cases["calls"].sum() == model.measures.calls.sum()
    assert model.measures.returned.sum() > 0
    assert len(np.unique(cases["key"])) == len(cases["key"])
    disputes = cases["kind"] == DISPUTE
    assert disputes.sum() == model.measures.escalated.sum() > 0
    known_open = int(((model.cases.alive == 1) & ~np.isnan(model.cases.entered)).sum())
    assert (~over).sum() == known_open > 0


def test_what_is_booked(model, cases):
    """Given up is never booked as resolved; of the others what nobody denied, the found ones always."""
    over, how, booked = cases["how"] != OPEN, cases["how"], cases["booked"]
    assert (booked[how == END_ABANDONED] == 0).all()
    found = over & ~np.isin(cases["channel"], TOLD)
    assert (booked[found & (how != END_ABANDONED)] == 1).all()
    for one in (END_TRUE, END_FALSE):
        told = over & ~found & (how == one)
        assert 0 < booked[told].mean() < 1
    last = booked[over].sum()
    assert last <= model.measures.recorded_resolved.sum() <= last + model.measures.returned.sum()


def test_without_callbacks_all_that_was_closed_is_booked():
    model = CommunityModel(
        scenario=None, rng=11, residents=400, communities=1, levers=LEVERS, environment=BUSY | {"callback": 0.0},
        constants=CONSTANTS | {"repeat_call": 0.0}, record_cases=True,
    )  # fmt: skip
    model.run_for(30)
    cases, flows = model.case_records.all(model), model.measures.sum()
    over = cases["how"] != OPEN
    np.testing.assert_array_equal(cases["booked"][over] == 1, cases["how"][over] != END_ABANDONED)
    assert (flows.callbacks, flows.refusals, flows.returned, flows.repeats) == (0, 0, 0, 0)
    assert cases["booked"][over].sum() == flows.recorded_resolved
    assert over.sum() == flows.recorded_ended


def test_times_are_in_order(cases):
    over = cases["how"] != OPEN
    begun = ~np.isnan(cases["begun"])
    assert (cases["entered"][over] <= cases["ended"][over] + 1e-9).all()
    assert (cases["entered"][begun] <= cases["begun"][begun]).all()
    assert (cases["begun"][begun & over] <= cases["ended"][begun & over]).all()
    assert begun[cases["how"] == END_TRUE].all()  # what was truly resolved was worked on
    assert not begun[cases["how"] == END_FALSE].all()
    assert (cases["queue"][begun] >= 0).all()


def test_time_of_cases_is_the_indicator(model, cases):
    """Case time leaves out what was closed on paper."""
    worked = np.isin(cases["how"], (END_TRUE, END_ABANDONED))
    taken = (cases["ended"] - cases["entered"])[worked]
    assert taken.sum() == pytest.approx(model.measures.case_time.sum(), abs=1e-3)
    assert worked.sum() >= model.measures.case_ended.sum()


def test_satisfied_is_who_told_and_stayed_and_got_it_solved(cases):
    said = cases["satisfied"]
    over = cases["how"] != OPEN
    told = ~np.isin(cases["channel"], (CHANNEL_FOUND, CHANNEL_RELAY))
    assert np.isnan(said[over & ~told]).all()
    answered = over & ~np.isnan(said)
    well = (cases["how"] == END_TRUE) & (cases["booked"] == 1)
    np.testing.assert_array_equal(said[answered] == 1, well[answered])
    assert np.isnan(said[over & told]).any()  # some have moved away
    assert answered.sum() > 0.5 * (over & told).sum()


def test_frame(model, cases):
    frame = model.cases_frame("zh", start="2024-12-30")
    assert list(frame) == [header.zh for header in COLUMNS.values()]
    assert len(frame) == len(cases["key"])
    weeks = (frame["受理时间"].to_numpy() - np.datetime64("2024-12-30")) // np.timedelta64(7, "D")
    np.testing.assert_array_equal(weeks, np.floor(cases["entered"]))
    false = cases["how"] == END_FALSE
    over = cases["how"] != OPEN
    np.testing.assert_array_equal(frame["解决"][over] == "是", cases["booked"][over] == 1)
    assert set(frame["解决"][false]) == {"是", "否"}
    np.testing.assert_array_equal(frame["来电次数"], cases["calls"])
    assert "电话" in set(frame["来源渠道"])
    assert (frame["实际解决"][false] == "否").all()
    assert (frame["状态"] == "办理中").sum() == (cases["how"] == OPEN).sum()
    assert set(frame["承办单位"]) >= {"网格员", "社区共同队列", "街道办事处1"}


@pytest.mark.parametrize(("start", "said"), [("2025-01-07", "is not a Monday.*2025-01-06"), ("Monday", "not a date")])
def test_start_is_a_monday(model, start, said):
    with pytest.raises(QuantityError, match=said):
        model.cases_frame(start=start)


def test_a_checkpoint_keeps_it(model, tmp_path):
    twin = CommunityModel.restore(model.checkpoint(tmp_path / "kept"))
    assert twin.cases_frame().equals(model.cases_frame())
    twin.run_for(3)
    assert len(twin.cases_frame()) == twin.measures.case_arrivals.sum()


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))], ids=["copy", "pickle"]
)
def test_a_copy_goes_on_by_itself(model, copied):
    twin = copied(model)
    before = len(model.cases_frame())
    twin.run_for(3)
    assert len(twin.cases_frame()) > before == len(model.cases_frame())
    assert len(twin.cases_frame()) == twin.measures.case_arrivals.sum()
