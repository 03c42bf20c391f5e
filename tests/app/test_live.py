"""A live district without a browser: the same runs as the model makes, levers, notes, events, freeing."""

import gc
import re
import weakref

import numpy as np
import pytest
from cogov.app.live.district import Live
from cogov.app.live.feed import GROUPS, event_text, feed_rows
from cogov.app.live.inspector import KINDS, edges, find, subject
from cogov.app.live.player import Playing
from cogov.app.live.scene import COLOURINGS, colour_bytes, positions, scene, ties_between
from cogov.app.live.sliders import cost_text
from cogov.app.serving.limits import Limits, refusal
from cogov.app.sessions.compare_session import Contest
from cogov.app.sessions.ensemble import Ensemble
from cogov.app.sessions.explore_session import Exploring
from cogov.app.sessions.visit import Visit
from cogov.core.quantity import QuantityError
from cogov.model.events import EVENT_LABELS
from cogov.model.model import CommunityModel
from cogov.model.quantities.levers import LEVERS


@pytest.fixture(scope="module")
def live():
    one = Live("co_governance", residents=480, communities=4, seed=5)
    one.run(60)
    return one


def test_a_live_run_is_the_models_run(live):
    model = CommunityModel(scenario="co_governance", residents=480, communities=4, rng=5)
    model.run_for(60)
    assert live.model.indicators.equals(model.indicators)
    assert live.series(["satisfaction"])[0].tolist() == pytest.approx(
        model.indicators["satisfaction"].tolist(), nan_ok=True
    )


def test_a_lever_acts_from_its_week_and_is_marked_once():
    one, other = (Live(residents=240, communities=2, seed=1) for _ in range(2))
    one.run(20)
    other.run(20)
    for value in (0.5, 0.9):
        one.set("kpi_power", value)
    one.run(20)
    other.run(20)
    assert [(m.week, m.lever, m.before, m.after, m.own) for m in one.marks] == [(20, "kpi_power", 0.15, 0.9, True)]
    first, second = one.model.indicators, other.model.indicators
    assert first[:20].equals(second[:20])
    assert not first[20:].equals(second[20:])
    with pytest.raises(QuantityError):
        one.set("kpi_power", 99)
    again = one.as_scenario("mine")
    assert again.at(20)["kpi_power"] == 0.9
    assert again.at(19)["kpi_power"] == 0.15


def test_dated_changes_of_the_scenario_are_marked():
    one = Live("funding_cut", residents=240, communities=2, seed=1, record=False)
    one.run(110)
    assert {(m.week, m.lever, m.own) for m in one.marks} == {
        (104, n, False) for n in ("organization_grants", "volunteer_support", "civic_education")
    }


def test_events_and_notes_keep_up(live):
    model = CommunityModel(scenario="co_governance", residents=480, communities=4, rng=5, record_events=True)
    model.run_for(60)
    assert [(e.week, e.kind, e.who) for e in live.events] == list(
        model.events[["week", "event", "who"]].itertuples(index=False, name=None)
    )
    weeks, values = live.history(7)
    assert weeks == list(range(0, 61, 4))
    assert values["belonging"][-1] == pytest.approx(float(live.model.residents.belonging[7]), abs=0.005)


def test_every_event_has_words_and_a_place_in_the_feed(live):
    kinds = {kind for _, (_, kinds) in GROUPS.items() for kind in kinds}
    assert kinds == {name for name, _ in EVENT_LABELS}
    for language in ("en", "zh"):
        assert all(event_text(event, language) for event in live.events)
    rows = feed_rows(reversed(live.events), ["endings"], 1, "en")
    assert rows
    assert all(row["text"].startswith("Community 2:") for row in rows)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everybody_can_be_told_about(live, kind, language):
    found = subject(live, kind, 0, language)
    assert found is not None
    assert found["state"]
    assert found["tie_count"] == len(edges(live.model, kind, 0))
    if language == "zh":
        assert all(any("\u4e00" <= c <= "\u9fff" for c in item["label"]) for item in found["state"])


def test_ties_are_those_of_the_network(live):
    network = live.model.network
    ids = live.model.residents.unique_id
    for row in (0, 100, 479):
        neighbours = {int(ids[there]) for kind, there, _ in edges(live.model, "resident", row) if kind == "resident"}
        assert neighbours == {n for n in network[int(ids[row])] if network.nodes[n]["kind"] == "resident"}
    pairs = np.frombuffer(ties_between(live.model, False), np.int32).reshape(-1, 2)
    between = sum(1 for a, b in network.edges if network.nodes[a]["kind"] == network.nodes[b]["kind"] == "resident")
    assert len(pairs) == between


def test_search(live):
    assert find(live, "12") == ("resident", 11)
    assert find(live, "社工 1") == ("worker", 0)
    assert find(live, "g 0") == ("government", 0)
    for text in ("", "nobody", "0", "999999", "x 3", "9" * 50):
        assert find(live, text) is None


@pytest.mark.parametrize("name", COLOURINGS)
def test_colours_are_one_byte_a_home(live, name):
    codes = np.frombuffer(colour_bytes(live.model, name), np.uint8)
    assert codes.size == 480
    assert ((codes > 0) == (live.model.residents.alive == 1)).all()


def test_a_higher_value_is_a_higher_code(live):
    codes = np.frombuffer(colour_bytes(live.model, "belonging"), np.uint8).astype(int)
    order = np.argsort(live.model.residents.belonging)
    assert (np.diff(codes[order]) >= 0).all()


def test_homes_lie_apart_within_their_square(live):
    place = positions(live.model.residents.community, live.model.residents.building)
    assert place.min() >= 0
    assert place.max() <= 1
    assert len(np.unique(place[live.model.residents.community == 0], axis=0)) == 120
    assert scene(live.model, 1)["communities"] == 4


def test_who_leaves_frees_the_model():
    visit = Visit()
    kept = weakref.ref(visit.keep("explore", lambda: Live(residents=240, communities=2)))
    stopped = []
    visit.on_leave.append(lambda: stopped.append(True))
    visit.leave()
    gc.collect()
    assert stopped
    assert kept() is None


@pytest.mark.parametrize("page", [Exploring, Contest])
def test_the_memory_of_who_left_waits_for_no_collection(page):
    """A model is in cycles of references: they are cut, so that its arrays are gone at once."""
    visit = Visit()
    kept = visit.keep("page", lambda: page(visit))
    visit.on_leave.append(kept.leave)
    lives = kept.lives if page is Contest else [kept.live]
    live = None
    for live in lives:
        live.run(3)
    models = [weakref.ref(live.model) for live in lives]
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        del kept, lives, live
        visit.leave()
        assert [model() for model in models] == [None] * len(models)
    finally:
        if enabled:
            gc.enable()


def test_playing_waits_for_the_browser():
    """No more than two pictures are on their way; each drawn one lets another week go."""
    weeks, shown, done = [0], [], []

    def advance(n):
        weeks[0] += n

    playing = Playing(advance, lambda: shown.append(weeks[0]), lambda: weeks[0], done.append)
    playing.pace(0)
    playing.play(50)
    for _ in range(200):
        if len(shown) >= 2:
            break
        playing._drawn.wait(0.01)
    assert len(shown) == 2
    for _ in range(300):
        playing.drawn()
        playing._thread.join(0.01)
        if not playing.running:
            break
    assert weeks == [50]
    assert done == [None]


def test_limits_come_from_the_environment_and_are_told():
    limits = Limits.from_environment({"COGOV_APP_RESIDENTS": "500", "COGOV_APP_STUDIES": "x"})
    assert (limits.residents, limits.studies, limits.runs) == (500, "x", 400)
    assert Limits.from_environment(limits.environment()) == limits
    refused = refusal(limits, residents=501)
    assert "501" in refused.en
    assert "500" in refused.zh
    assert refusal(limits, residents=500) is None
    for wrong in ("0", "-1", "many", "1.5", ""):
        with pytest.raises(QuantityError, match="COGOV_APP_RESIDENTS"):
            Limits.from_environment({"COGOV_APP_RESIDENTS": wrong})


def test_what_levers_cost_is_told_in_both_languages():
    for lever in LEVERS.values():
        text = cost_text(lever)
        assert bool(text.en) == (lever.extra["price"] is not None or lever.extra["cost"] is not None)
        figures = [re.findall(r"[\d.]+", one.replace(",", "")) for one in (text.en, text.zh)]
        assert set(figures[0]) <= set(figures[1]), lever.name  # the same numbers


def test_the_time_left_is_told_from_runs_that_have_ended():
    """Half a minute until the first of sixty runs, and one a second after it: a minute is left, not half an hour."""
    ensemble = Ensemble(Limits(), lambda: None)
    ensemble.state, ensemble.total = "running", 60
    for moment, done in ((130.0, 1), (131.0, 2), (134.0, 5)):
        ensemble.took_note(moment, done)
        assert ensemble.seconds_left == (None if done < 4 else 55.0)
