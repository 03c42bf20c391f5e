"""However many ties a week makes, all find slots: at what is permitted, not only at defaults; and where lists stand changes nothing."""

import pytest
from cogov.model.network import tie_capacity, tie_lists
from cogov.model.quantities.codes import TIE_BUILDING
from cogov.tests.support.districts import differing, district, state_of
from cogov.tests.support.worlds import check_ties, empty_tie_lists

ALL_MEET = {
    "tie_rate": 1.0, "meeting_tie_within": 1.0, "meeting_tie_across": 1.0, "participation_base": 20.0, "participation_fatigue": 0.0,
    "participation_hours": 1.0, "hours_mean": 4.5,
}  # fmt: skip
CASES = {
    "neighbours": ({"building_size": 200, "mean_ties": 40.0}, {"tie_rate": 1.0}, {}),
    "activities": ({"mean_ties": 40.0}, ALL_MEET, {}),
    "help that takes no time": ({}, {**ALL_MEET, "need_rate": 1.0, "help_hours": 0.0, "help_tie": 1.0}, {}),
    "all newcomers": ({"turnover_owners": 1.0, "turnover_renters": 1.0}, ALL_MEET, {}),
    "social workers": ({"budget": 2000.0}, ALL_MEET, {"social_workers": 30.0, "bridging_time": 0.5, "bonding_time": 0.5, **dict.fromkeys(("mediation_time", "education_time", "relay_time", "planning_time"), 0.0)}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_no_tie_is_refused(name):
    """Week by week, and never more than was counted with."""
    environment, constants, levers = CASES[name]
    model = district(
        1500, 2, seed=3, environment={"building_size": 100, **environment}, constants=constants, levers=levers
    )
    formed = 0.0
    for _ in range(4):
        most = tie_capacity.most_ties(model.district.world)
        model.run_for(1)
        now = model.measures.ties_formed.iloc[-1]
        assert now <= most
        formed += now
    assert formed > 300
    assert model.district.arrays["ties"]["refused"][0] == 0
    check_ties(model.district.world.ties)


def test_at_defaults_nothing_more_is_set_aside():
    """A week may need half as many slots as there are residents; lists have that between them."""
    model = district(20_000, 20, environment={"building_size": 60})
    ties, spare = model.district.arrays["ties"], 4 * tie_lists.reserve(20_000)
    assert len(ties["neighbour"]) - ties["end"][0] == spare
    model.run_for(2)
    assert model.district.arrays["ties"]["neighbour"] is ties["neighbour"]
    assert 0.3 < tie_capacity.needed_ends(model.district.world) / 20_000 < 0.7


def test_room_is_made_within_a_week(monkeypatch):
    """With not one slot too many for what a week makes, lists close up again and again, and all comes out the same."""
    options = {"constants": {**ALL_MEET, "tie_rate": 0.3}, "environment": {"building_size": 100}}
    wide, tight = district(400, 2, seed=4, **options), district(400, 2, seed=4, **options)
    monkeypatch.setattr("cogov.model.model.room_for_week", lambda _: True)
    tight.add_process(lambda _: None, before="turnover")  # so that Python runs the week, and makes no room
    for _ in range(6):
        wide.run_for(1)
        tight._make_room()
        packed = tie_lists.repack(tight.district.world.ties)
        slots = int(packed["degree"].sum() + 2 * wide.measures.ties_formed.iloc[-1])
        assert slots < len(packed["neighbour"])
        packed |= {
            name: packed[name][: max(slots, int(packed["end"][0]))].copy()
            for name in ("neighbour", "strength", "kind", "used")
        }
        tight.district.arrays["ties"] = packed
        tight.district.rebind()
        tight.run_for(1)
        assert (packed["full"][0], packed["refused"][0]) == (1, 0)
        check_ties(tight.district.world.ties)
    assert wide.measures.ties_formed.sum() > 1000
    assert differing(state_of(wide), state_of(tight)) == set()


@pytest.mark.parametrize("slots", [4, 5, 9, 11, 30, 56])
def test_every_slot_can_be_used(slots):
    """All pairs of eight people, in arrays of so many slots: a tie is refused when fewer than two are left, and not before."""
    ties = empty_tie_lists(8, 0, slots)
    pairs = [(i, j) for i in range(8) for j in range(i)]
    made = [tie_lists.add(ties, i, j, TIE_BUILDING, 0.25, 1) for i, j in pairs]
    assert made == [k < slots // 2 for k in range(28)]
    assert ties.refused[0] == 28 - sum(made)
    check_ties(ties)
