"""Participation by doublings of contacts: what the week runs is the rule, and only where the kind is log."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import participation
from cogov.model.network.contact_groups import TABLED, contact_signals, doublings
from cogov.model.quantities.codes import THRESHOLD_LOG
from cogov.model.quantities.streams import PARTICIPATION
from cogov.tests.support.districts import differing, district, state_of
from cogov.tests.support.worlds import tiny_world

LOG = {"threshold_kind": "log", "social_weight_log": 0.3, "participation_noise": 0.5}


def crowd(kind="log", **parameters):
    """Three communities, some of whose residents were active, of two home-region groups."""
    about = {"social_weight_log": 0.3, "participation_base": -1.0, "participation_noise": 0.5, **parameters}
    w = tiny_world(3, residents=200, build=False, parameters={"threshold_kind": kind, **about})
    random = np.random.default_rng(4)
    w.residents.threshold[:], w.residents.active[:] = random.normal(size=600), random.integers(0, 2, 600)
    return w


def chosen(w, week=5):
    participation.choose(w, week, 0, 3)
    return w.scratch.flag.copy()


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("diversity", [-0.5, 0.0, 0.8])
def test_the_week_runs_the_rule(noise, diversity):
    w = crowd(participation_noise=noise, group_diversity=diversity)
    r, t = w.residents, w.ties
    signals = contact_signals(
        t.first, t.degree, t.neighbour, r.active, r.origin, int(w.parameters.groups), diversity, doublings(TABLED), 0, 600
    )  # fmt: skip
    wanted = participation.decide(
        r.active[:0], r.threshold, participation.drives(w, 0, 600) + 0.3 * signals, 0.0, THRESHOLD_LOG, t.first,
        t.degree, t.neighbour, 0, noise, python_stream(w.seed, PARTICIPATION, 5), r.identity,
    )  # fmt: skip
    assert set(wanted.tolist()) == {0, 1}
    np.testing.assert_array_equal(chosen(w), wanted)


def test_each_weight_counts_with_its_own_kinds_alone():
    for kind, own, other in (
        ("log", "social_weight_log", "social_weight"),
        ("fraction", "social_weight", "social_weight_log"),
        ("count", "social_weight", "social_weight_log"),
    ):
        as_it_is = chosen(crowd(kind))
        np.testing.assert_array_equal(as_it_is, chosen(crowd(kind, **{other: 5.0})))
        assert (as_it_is != chosen(crowd(kind, **{own: 5.5}))).any()
    np.testing.assert_array_equal(chosen(crowd("fraction")), chosen(crowd("fraction", group_diversity=0.8)))


def test_directions():
    """A ring ties neighbours of two groups to each other: the more so, the more of them take part."""
    assert chosen(crowd(social_weight_log=0.0)).sum() < chosen(crowd(social_weight_log=1.0)).sum()
    low, high = (chosen(crowd(group_diversity=delta, social_weight_log=3.0)) for delta in (-0.9, 0.9))
    w = crowd()
    alike = chosen(w)
    w.residents.active[:] = 0
    assert (chosen(w) <= alike).all()
    assert low.sum() <= high.sum()


def test_contacts_of_several_groups_count_more_or_less():
    """Two active ties: of two groups with delta above 0 they are worth more than of one, below 0 less."""
    worth = {}
    for delta in (-0.5, 0.0, 0.5):
        for apart in (False, True):
            w = crowd(group_diversity=delta, social_weight_log=1.0)
            w.residents.active[:] = 0
            w.residents.active[[9, 11]] = 1
            w.residents.origin[[9, 11]] = [0, 1] if apart else [0, 0]
            drive = np.zeros(600)
            participation.add_contacts(w, drive, 0, 600)
            worth[delta, apart] = drive[10]
    assert worth[-0.5, True] < worth[-0.5, False] == worth[0.0, False] == worth[0.0, True] == worth[0.5, False]
    assert worth[0.5, True] > worth[0.5, False]


def test_communities_decide_as_all_at_once():
    w = crowd(group_diversity=0.4)
    together = chosen(w)
    w.scratch.flag[:] = 2
    for low, high in ((2, 3), (0, 2)):
        participation.choose(w, 5, low, high)
    np.testing.assert_array_equal(w.scratch.flag, together)


def test_threads_give_the_same_bytes():
    runs = [
        state_of(district(300, 3, 30, environment=LOG, constants={"group_diversity": 0.4}, threads=threads))
        for threads in (1, 3)
    ]
    assert differing(*runs) == set()
