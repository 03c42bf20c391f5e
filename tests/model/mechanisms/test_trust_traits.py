"""Trust with a trait, local and central: Bush & Mosteller's mean and autocorrelation, by the functions that weeks run."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import records, trust
from cogov.model.population import attitudes, distributions
from cogov.tests.support.districts import district
from cogov.tests.support.moved_states import MOVED, STILL
from cogov.tests.support.worlds import feel, tiny_world, with_ties

SHARED = 0.4  # 1 - attribution


def world(residents=6, levers=None, pairs=(), **parameters):
    w = tiny_world(1, residents=residents, build=False, levers=levers, parameters={**STILL, **parameters})
    for kind in ("neighbours", "organizations", "government", "central"):
        getattr(w.residents, f"trust_{kind}")[:] = 0.5
    return with_ties(w, list(pairs))


def expected(rate, p, up, down, back, trait):
    """Mean and autocorrelation by week of trust with a trait."""
    gain, loss = rate * p * up, rate * (1 - p) * down
    kept = (1 - back) * (1 - gain - loss)
    return ((1 - back) * gain + back * trait) / (1 - kept), kept


@pytest.mark.parametrize(
    ("rate", "p", "up", "down", "back"), [(0.3, 0.55, 0.10, 0.12, 0.01), (1.0, 0.4, 0.10, 0.17, 0.03)]
)
def test_bush_and_mosteller_with_a_trait(rate, p, up, down, back):
    """Mean [(1 - rho) U + rho T0] / [1 - (1 - rho)(1 - U - D)], autocorrelation [(1 - rho)(1 - U - D)]^h."""
    n, trait, lag = 20_000, 0.55, 8
    w = world(n, trust_up=up, trust_down_government=down, trust_return=back, gossip=0.0, report_weight=0.0)
    w.residents.trust_trait[:] = trait
    up_word, down_word = 1 << (10 * 4), 1 << (10 * 5)
    assert (up_word, down_word) == (word("government_up"), word("government_down"))
    random, kept = np.random.default_rng(int(100 * p)), {}
    for week in range(300 + lag):
        comes, good = random.random(n) < rate, random.random(n) < p
        w.experience.felt[:] = np.where(comes, np.where(good, up_word, down_word), 0)
        trust.step(w, week)
        records.step(w, week)
        kept[week] = np.array(w.residents.trust_government, float)
    mean, again = expected(rate, p, up, down, back, trait)
    early, late = kept[299], kept[299 + lag]
    assert abs(late.mean() - mean) < 4 * late.std() / np.sqrt(n)
    assert abs(np.corrcoef(early, late)[0, 1] - again**lag) < 4 / np.sqrt(n)


def word(kind):
    """The word of one experience of a kind."""
    w = world(1)
    feel(w, kind, 0)
    return int(w.experience.felt[0])


def test_without_return_it_is_the_formula_of_two_speeds():
    mean, _ = expected(1.0, 0.8, 0.1, 0.17, 0.0, 0.3)
    assert mean == pytest.approx(0.8 * 0.1 / (0.8 * 0.1 + 0.2 * 0.17), abs=1e-15)


@pytest.mark.parametrize("good", [True, False])
def test_the_centre_has_a_part_of_each_experience(good):
    """u and d times 1 - attribution, also for what others went through."""
    w = world(
        3,
        pairs=[(0, 1)],
        attribution=1 - SHARED,
        trust_up=0.1,
        trust_down_government=0.2,
        gossip=0.5,
        report_weight=0.0,
    )
    feel(w, "government_up" if good else "government_down", 0)
    trust.step(w, 0)
    step = 0.1 if good else -0.2
    local, central = w.residents.trust_government, w.residents.trust_central
    np.testing.assert_allclose(local, 0.5 + 0.5 * step * np.array([1, 0.5, 0]), rtol=2e-7)
    np.testing.assert_allclose(central, 0.5 + 0.5 * step * SHARED * np.array([1, 0.5, 0]), rtol=2e-7)


def test_the_centre_has_a_part_of_each_report():
    w = world(2, attribution=1 - SHARED, trust_up=0.1, trust_down_government=0.2, report_weight=0.25)
    w.communities.reported_rate[:] = 0.9
    w.levers.transparency = 0.0
    trust.step(w, 12)
    moved = 0.25 * (0.1 * 0.9 * 0.5 - 0.2 * 0.1 * 0.5)
    np.testing.assert_allclose(w.residents.trust_government, 0.5 + moved, rtol=2e-7)
    np.testing.assert_allclose(w.residents.trust_central, 0.5 + SHARED * moved, rtol=2e-7)


def test_all_attributed_to_local_government_leaves_the_centre_alone():
    w = world(2, attribution=1.0, trust_up=0.1, report_weight=0.25)
    feel(w, "government_down", [0, 1])
    trust.step(w, 12)
    assert (w.residents.trust_central == 0.5).all()
    assert (w.residents.trust_government < 0.5).all()


def test_a_bad_experience_of_government_weighs_by_its_own_number():
    def after(government):
        w = world(1, trust_down=0.17, trust_down_government=government, report_weight=0.0)
        feel(w, "government_down", 0)
        feel(w, "neighbours_down", 0)
        trust.step(w, 0)
        return float(w.residents.trust_government[0]), float(w.residents.trust_neighbours[0])

    assert after(0.0) == pytest.approx((0.415, 0.415), rel=2e-7)
    assert after(0.12) == pytest.approx((0.44, 0.415), rel=2e-7)


def test_the_hotline_reads_what_it_is_told_to_read():
    for reads, seen in ((0, 0.25), (1, 0.75)):
        w = world(1, hotline_reads=reads)
        w.residents.trust_government[:], w.residents.trust_central[:] = 0.25, 0.75
        assert trust.trust_of_hotline(w, 0) == seen


@pytest.mark.parametrize("correlation", [0.0, 0.8, 1.0])
def test_the_traits_of_local_and_central_trust_are_correlated(correlation):
    constants = {**MOVED, "central_correlation": correlation, "initial_trust_central": 0.75, "affluence_effect": 0.0}
    r = district(4000, constants=constants, environment={"initial_trust_government": 0.55}).residents
    logit = lambda x: np.log(x / (1 - x))  # noqa: E731
    local, central = logit(np.array(r.trust_trait, float)), logit(np.array(r.central_trait, float))
    assert np.corrcoef(local, central)[0, 1] == pytest.approx(correlation, abs=4 / np.sqrt(4000))
    assert (local.std(), central.std()) == pytest.approx((1.5, 1.5), abs=0.08)
    assert (r.trust_trait.mean(), r.central_trait.mean()) == pytest.approx((0.55, 0.75), abs=0.02)
    for kind, trait in (("government", "trust"), ("central", "central"), ("neighbours", "neighbours"), ("organizations", "organizations")):  # fmt: skip
        assert np.array_equal(getattr(r, f"trust_{kind}"), getattr(r, f"{trait}_trait"))


def test_correlated_numbers():
    key = python_stream(3, 7, 0)
    assert attitudes.correlated(0.3, -1.0, 1.0) == 0.3
    assert attitudes.correlated(0.3, -1.0, 0.0) == -1.0
    assert 0 < distributions.bounded_share(0.0, 0.5, 1.0) < 1
    assert distributions.gamma(key, np.uint64(1), 1, 2.0) > 0


def test_no_experience_is_left_to_who_moves_in():
    """Common action is noted after trust has learnt, and waits for the coming week: not for the newcomer's."""
    from cogov.model.mechanisms import turnover

    w = world(4, turnover_owners=1.0, turnover_renters=1.0)
    w.communities.group_share[:] = np.linspace(0.25, 1, 4)
    feel(w, "neighbours_up", [0, 1, 2, 3])
    turnover.step(w, 3)
    assert not w.experience.felt.any()
