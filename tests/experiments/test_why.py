"""Why two scenarios differ, in small real runs: mixtures, sums, what has no effect, and what stops work loses."""

import cogov
import numpy as np
import pytest
from cogov.experiments.attribution.attribute import why
from cogov.experiments.attribution.coalitions import make_runs, scheme
from cogov.experiments.attribution.players import Path, mixed, of_mixture, players_of
from cogov.model.quantities.lever_groups import GROUPED
from cogov.model.quantities.levers import LEVERS, TIME_LEVERS
from cogov.runs.people import population_digest
from cogov.runs.settings import RunFailed, Setting, SettingError
from cogov.scenarios import Change, Scenario, compose, load

SIZE = {"residents": 240, "communities": 2, "weeks": 30, "workers": 1}
BASE = load("status_quo")
# copy_breadth means nothing while nothing is copied
OTHER = compose(BASE, {"mandate_share": 0.1, "grid_staff": 0.0, "copy_breadth": 0.9}, name="freer")
LATER = compose(
    BASE, changes=[Change(10, {"pooling": 0.8}), Change(20, {"pooling": 0.1, "linkage": 0.6})], name="later"
)


def setting(*scenarios, **more):
    return Setting(tuple(scenarios), more.pop("weeks", 30), 1, 240, 2, more.pop("levers", {}), **more)


@pytest.fixture(scope="module")
def found():
    return why(BASE, OTHER, replicates=3, **SIZE)


# -- players ---------------------------------------------------------------------------------------------------------------


def test_players_are_the_levers_that_differ_with_their_paths():
    players = players_of(setting(BASE, LATER))
    assert [player.name for player in players] == ["pooling", "linkage"]
    assert players[0].before == (Path(0.1),)
    assert players[0].after == (Path(0.1, ((10, 0.8), (20, 0.1))),)
    assert players[1].after[0].end == 0.6
    assert [player.name for player in players_of(setting(BASE, LATER, weeks=20))] == ["pooling"]


def test_changes_of_a_alone_count():
    players = players_of(setting(LATER, BASE))
    assert [player.name for player in players] == ["pooling", "linkage"]
    assert mixed(setting(LATER, BASE), players, 1).changes == (Change(20, {"linkage": 0.6}),)


def test_values_for_all_scenarios_go_over_the_start_and_not_over_changes():
    assert [player.name for player in players_of(setting(BASE, OTHER, levers={"grid_staff": 2}))] == [
        "mandate_share",
        "copy_breadth",
    ]
    (player, _) = players_of(setting(BASE, LATER, levers={"pooling": 0.5}))
    assert player.after == (Path(0.5, ((10, 0.8), (20, 0.1))),)


def test_a_change_to_the_same_value_is_none_and_changes_no_byte():
    same = compose(
        BASE, changes=[Change(7, {"pooling": BASE.levers["pooling"]}), Change(12, {"social_workers": 6.6})], name="same"
    )
    with pytest.raises(SettingError, match="'status_quo' and 'same' do not differ in any lever"):
        players_of(setting(BASE, same))
    worlds = [cogov.CommunityModel(scenario=one, residents=240, communities=2, rng=3) for one in (BASE, same)]
    for world in worlds:
        world.run_for(30)
    assert worlds[0].indicators.equals(worlds[1].indicators)


def test_hours_are_one_player_and_groups_are_as_asked():
    pair = setting(BASE, load("co_governance"))
    players = {player.name: player for player in players_of(pair)}
    assert set(players["time"].levers) == set(TIME_LEVERS)
    assert players["time"].label.zh == "社工时间分配"
    assert all(len(player.levers) == 1 for name, player in players.items() if name != "time")
    kinds = players_of(pair, "kinds")
    assert [player.name for player in kinds] == [
        "law",
        "rules",
        "society",
        "service",
        "time",
        "data_sharing",
        "transparency",
    ]
    own = {
        player.name: player.levers for player in players_of(pair, {"people": ["civic_education", "volunteer_support"]})
    }
    assert own["people"] == ("volunteer_support", "civic_education")
    assert "time" in own
    assert sorted(lever for _, _, levers in GROUPED for lever in levers) == sorted(LEVERS)


def test_hours_that_can_be_mixed_may_be_apart_and_others_not():
    less = compose(BASE, {"mediation_time": 0.1, "relay_time": 0.05}, name="less")
    apart = players_of(setting(BASE, less), {"mediation_time": ["mediation_time"]})
    assert [player.name for player in apart] == ["mediation_time", "relay_time"]
    full = compose(BASE, {"mediation_time": 0.9, "bridging_time": 0, "bonding_time": 0, "education_time": 0, "relay_time": 0, "planning_time": 0}, name="full")  # fmt: skip
    with pytest.raises(
        SettingError,
        match=r"takes mediation from 'full'.* may sum to at most 1; put these into one group: mediation, time",
    ):
        players_of(setting(BASE, full), {"mediation": ["mediation_time"]})
    assert len(players_of(setting(BASE, full))) == 1


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({"g": ["poolng"]}, "unknown lever 'poolng'; did you mean 'pooling'"),
        ({"g": ["pooling"]}, "do not differ in pooling; they differ in grid_staff, mandate_share, copy_breadth"),
        ({"g": ["grid_staff"], "h": ["grid_staff"]}, "in the groups 'g' and 'h'"),
        ({"pooling": ["grid_staff"]}, "has the name of a lever"),
        ({"g": "grid_staff"}, "not a list of levers"),
        ("kind", "'kinds', or levers"),
    ],
)
def test_groups_that_cannot_be(groups, message):
    with pytest.raises(SettingError, match=message):
        players_of(setting(BASE, OTHER), groups)


def test_every_mixture_has_what_it_says_and_spends_the_same():
    pair = setting(BASE, load("co_governance"))
    players = players_of(pair, "kinds")
    for chosen in (0, 1, 22, 95, 127):
        one = of_mixture(pair, players, chosen)
        model = cogov.CommunityModel(scenario=one.scenarios[0], levers=one.levers, residents=240, communities=2, rng=1)
        assert model.plan.total == pytest.approx(model.plan.available)
        for place, player in enumerate(players):
            side = pair.scenarios[chosen >> place & 1]
            assert all(model.levers[lever] == side.levers[lever] for lever in player.levers)
    whole = of_mixture(pair, players, 127)
    assert whole.scenarios == (pair.scenarios[1],)


# -- shares ----------------------------------------------------------------------------------------------------------------


def test_shares_sum_to_the_difference_in_every_indicator(found):
    assert found.exact
    assert found.mixtures == 8
    for name in found.indicators:
        check = found.check(name)
        assert check.holds
        assert found.difference(name).count == 0 or check.total == pytest.approx(check.difference, abs=1e-9)
    assert abs(found.difference("satisfaction").mean) > 0


def test_a_lever_whose_mechanism_is_off_gets_exactly_nothing(found):
    place = [player.name for player in found.players].index("copy_breadth")
    for part in (found.contributions, found.alone, found.out):
        values = part[place]
        assert (values[np.isfinite(values)] == 0).all()
    assert (np.abs(found.contributions[:, :, 0]).max(axis=1) > 0).tolist() == [True, True, False]


def test_the_reverse_question_has_the_exact_negative_answer(found):
    back = why(OTHER, BASE, replicates=3, **SIZE)
    assert np.array_equal(back.contributions, -found.contributions, equal_nan=True)
    assert np.array_equal(back.alone, -found.out, equal_nan=True)
    for one, other in zip(found.shares(), back.shares(), strict=True):
        assert (one.found.mean, one.found.low, one.found.high) == (
            -other.found.mean,
            -other.found.high,
            -other.found.low,
        )
    ahead, back = (why(*pair, replicates=2, runs=40, exact=False, **SIZE) for pair in ((BASE, OTHER), (OTHER, BASE)))
    assert not ahead.exact
    assert np.array_equal(back.contributions, -ahead.contributions, equal_nan=True)


def test_sampled_shares_sum_too_and_agree_with_exact_ones(found):
    sampled = why(BASE, OTHER, replicates=3, exact=False, **SIZE)
    assert sampled.orders >= 10
    assert sampled.interactions is None
    assert sampled.together() == []
    assert all(sampled.check(name).holds for name in sampled.indicators)
    # three players have six orders, of which hundreds are drawn
    at = found.place("satisfaction")
    size = np.abs(found.contributions[:, :, at]).max()
    assert np.abs(sampled.contributions - found.contributions)[:, :, at].max() < 0.2 * size


def test_a_comparison_gives_the_same_numbers(found):
    compared = cogov.compare([BASE, OTHER], replicates=3, **SIZE)
    assert np.array_equal(found.before, compared.summary[0], equal_nan=True)
    assert np.array_equal(found.after, compared.summary[1], equal_nan=True)
    told = compared.why(indicator="escalation", workers=1)
    assert np.array_equal(told.contributions, found.contributions, equal_nan=True)
    assert told.timing["runs_made"] == told.timing["runs"] - 6
    assert told.asked == ("escalation",)
    difference = compared.difference("freer", "satisfaction")
    assert told.difference("satisfaction") == difference
    assert told.levels("satisfaction")[0] == compared.values("status_quo", "satisfaction").mean()
    with pytest.raises(SettingError, match="compared with itself"):
        compared.why("status_quo")
    with pytest.raises(SettingError, match="did you mean 'freer'"):
        compared.why("freeer")


def test_table_and_runs(found):
    table = found.table()
    assert len(table) == 3 * len(found.asked)
    assert table.attrs == {"a": "status_quo", "b": "freer", "level": 0.95, "shared_by": 3}
    chinese = found.table("zh", "satisfaction")
    assert chinese["lever"].tolist() == ["网格员", "强制比例", "复制范围"]
    assert (chinese["low"] <= chinese["share"]).all()
    runs = found.runs
    assert len(runs) == 24
    last = runs[(runs["coalition"] == 7) & (runs["replicate"] == 2)].iloc[0]
    assert last["from_b"] == "grid_staff+mandate_share+copy_breadth"
    assert last["satisfaction"] == found.after[2, found.place("satisfaction")]


def test_same_seed_whatever_else_is_asked(found):
    fewer = why(BASE, OTHER, indicator="belonging", replicates=2, **SIZE)
    assert np.array_equal(fewer.contributions, found.contributions[:, :2], equal_nan=True)


def test_one_lever_has_the_whole_difference():
    one = why(BASE, BASE.with_levers(mandate_share=0.0), replicates=2, **SIZE)
    assert one.names == ("status_quo", "status_quo_changed")
    assert np.array_equal(one.contributions[0], one.after - one.before, equal_nan=True)
    assert one.together() == []


# -- what is run -----------------------------------------------------------------------------------------------------------


def test_as_many_runs_as_are_allowed():
    players = players_of(setting(BASE, load("co_governance")))
    few = scheme(players, 4, seed=1, runs=600)
    assert not few.exact
    assert few.runs <= 600
    assert few.runs > 600 - 4 * 2 * len(players)
    assert len(set(few.orders)) == 4
    assert scheme(players[:5], 4, 1, runs=128).exact
    assert not scheme(players[:5], 4, 1, runs=127).exact
    assert scheme(players[:5], 4, 1, runs=1, exact=True).runs == 128
    assert scheme(players, 4, seed=2, runs=600).orders != few.orders
    with pytest.raises(SettingError, match=r"runs = 100 is too few: 18 levers or groups in 4 replicates take at least"):
        scheme(players, 4, 1, runs=100)
    with pytest.raises(SettingError, match="too many for exact shares: at most 14"):
        scheme(players, 4, 1, exact=True)


def test_what_was_stopped_goes_on_and_nothing_is_run_twice(tmp_path, found):
    def stop(what, done, of):
        if what == "run" and done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        why(BASE, OTHER, replicates=3, keep=tmp_path, progress=stop, **SIZE)
    seen = []
    again = why(
        BASE, OTHER, replicates=3, keep=tmp_path, progress=lambda what, done, of: seen.append((what, done, of)), **SIZE
    )
    assert [done for what, done, _ in seen if what == "run"] == list(range(10, 25))
    assert np.array_equal(again.contributions, found.contributions, equal_nan=True)
    # other names for the same mixtures are the same runs
    third = why(OTHER, BASE, replicates=3, keep=tmp_path, **SIZE)
    assert third.timing["runs_made"] == 0
    fourth = why(BASE, compose(OTHER, {"copy_breadth": 0.5}, name="less"), replicates=3, keep=tmp_path, **SIZE)
    assert fourth.timing["runs_made"] == 0


def test_other_populations_are_other_runs():
    here, there = (
        (np.arange(3.0), {"a": np.array(["x", "y"], dtype=object)}),
        (np.arange(3.0), {"a": np.array(["x", "z"], dtype=object)}),
    )
    assert population_digest(here) == population_digest(here)
    assert population_digest(here) != population_digest(there)
    assert population_digest(None) is None


@pytest.mark.slow
def test_workers_make_no_difference(found):
    two = why(BASE, OTHER, replicates=3, **{**SIZE, "workers": 2})
    assert two.runs.equals(found.runs)
    assert np.array_equal(two.contributions, found.contributions, equal_nan=True)


def test_a_failing_mixture_is_named(monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("no")

    pair = setting(BASE, OTHER)
    players = players_of(pair)
    monkeypatch.setattr("cogov.experiments.attribution.coalitions.make_model", broken)
    with pytest.raises(
        RunFailed,
        match=r"run 'status_quo' with grid_staff of 'freer', replicate 1 .* ZeroDivisionError: no",
    ):
        make_runs(pair, players, scheme(players, 2, 1), known={(m, 0): np.zeros(2) for m in range(8)} | {(0, 1): np.zeros(2)}, workers=1, tell=lambda *_: None)  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "more", "message"),
    [
        ("status_quo", "status_quo", {}, "compared with itself: there is no difference"),
        ("status_quo", "co_goverance", {}, "unknown scenario 'co_goverance'; did you mean 'co_governance'"),
        (
            "status_quo",
            "co_governance",
            {"indicator": "satisfation"},
            "unknown indicator 'satisfation'; did you mean 'satisfaction'",
        ),
        ("status_quo", "co_governance", {"replicates": 0}, "replicates = 0"),
        ("co_governance", "co_governance+funding_cut", {"weeks": 104}, "do not differ in any lever within 104 weeks"),
        (BASE, BASE.with_levers(pooling=0.5), {"levers": {"pooling": 0.3}}, "do not differ in any lever"),
        (BASE, Scenario("x", BASE.title), {"workers": 0}, "do not differ"),
    ],
)
def test_what_cannot_be_asked(a, b, more, message):
    with pytest.raises(ValueError, match=message):
        why(a, b, **{**SIZE, **more})


def test_the_cut_of_money_is_three_levers():
    found = why(
        "co_governance", "co_governance+funding_cut", replicates=2, residents=240, communities=2, weeks=110, workers=1
    )
    assert [player.name for player in found.players] == ["organization_grants", "volunteer_support", "civic_education"]
    assert found.facts[1].plans[-1].levers["organization_grants"] == 0
    assert len(found.facts[1].plans) == 2
    assert found.check().holds
