"""Published results by the model's own rules: as published, on other seeds, and in settings that no paper names."""

import math

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.core.text import Text
from cogov.evidence.reproduce import RESULTS, Verdict, find, reproduce
from cogov.evidence.reproduce import result as checks
from cogov.evidence.reproduce.baker import best_power, worth
from cogov.evidence.reproduce.csaszar_siggelkow import ADAPTED, MECHANICAL, gains
from cogov.evidence.reproduce.erlang import erlang_c, simulate, theory
from cogov.evidence.reproduce.friedkin_johnsen import normalised, random_graph, rest
from cogov.evidence.reproduce.granovetter import riot
from cogov.evidence.reproduce.lazer_friedman import race
from cogov.evidence.reproduce.priest_klein import expected, outcomes
from cogov.evidence.reproduce.similarity import pairs
from cogov.evidence.reproduce.trust import rest as rest_of_trust
from cogov.evidence.reproduce.trust import simulate as simulate_trust
from cogov.evidence.reproduce.watts import GLOBAL, most_vulnerable, reach, window
from cogov.evidence.reproduce.watts import simulate as simulate_cascades

NOT_SETTLED = {"granovetter_normal": 1, "centola_macy": 2, "participation": 1, "csaszar_siggelkow": 2, "olken": 3}
CHEAP = [
    "granovetter",
    "priest_klein",
    "friedkin_johnsen",
    "erlang",
    "mean_belonging",
    "trust",
    "trust_trait",
    "burden",
    "baker",
    "nk_similarity",
    "lazer_friedman",
    "participation",
    "callback",
    "olken",
    "small_rosen",
]
SAY = Text("", "")


def close(values, wanted, errors=4):
    mean, error = checks.mean_error(values)
    return abs(mean - wanted) <= errors * error


# --- what validation.md asks for ---


@pytest.mark.slow
@pytest.mark.parametrize("name", list(RESULTS))
def test_published_results(name):
    (found,) = reproduce([name], 1, quick=True)
    verdicts = [check.verdict for check in found.outcome.checks]
    assert Verdict.DIFFER not in verdicts
    assert found.verdict is Verdict.AGREE
    assert verdicts.count(Verdict.OPEN) == NOT_SETTLED.get(name, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHEAP)
def test_on_other_seeds(name):
    (found,) = reproduce([name], 29, quick=True)
    assert [check.label.en for check in found.outcome.checks if check.verdict is Verdict.DIFFER] == []


def test_the_same_seed_gives_the_same_numbers():
    one, again, other = (reproduce(["trust"], seed, quick=True)[0] for seed in (3, 3, 4))
    assert one == again  # seconds are left out
    assert one.outcome != other.outcome


def test_unknown_names():
    with pytest.raises(QuantityError, match="did you mean 'lazer_friedman'"):
        find("lazer_freedman")
    with pytest.raises(QuantityError, match="known: granovetter"):
        reproduce(["xyz"])


def test_all_has_words_in_both_languages():
    for result in RESULTS.values():
        assert result.name.isidentifier()
        assert all((result.title.en, result.title.zh, result.note.en, result.note.zh, result.source, result.rule))


# --- the verdicts themselves ---


def test_verdicts_can_go_either_way():
    agree, differ = Verdict.AGREE, Verdict.DIFFER
    assert [checks.exact(SAY, 1 + gap, 1).verdict for gap in (0, 9e-10, 2e-9)] == [agree, agree, differ]
    assert [checks.sampled(SAY, x, 0.3, 0.0, 0.4).verdict for x in (1.9, -1.9, 2.1)] == [agree, agree, differ]
    assert [checks.between(SAY, x, 1, 2, SAY).verdict for x in (1, 2, 2.1)] == [agree, agree, differ]
    noise = np.random.default_rng(1).normal(size=400)
    assert checks.greater(SAY, noise + 0.3, SAY).verdict is agree
    assert checks.greater(SAY, noise, SAY).verdict is differ
    assert checks.never_less(SAY, noise, SAY).verdict is agree
    assert checks.never_less(SAY, noise - 0.3, SAY).verdict is differ
    assert checks.greater(SAY, np.ones(5), SAY).verdict is agree
    assert checks.greater(SAY, np.zeros(5), SAY).verdict is differ


def test_p_is_that_of_a_t_test():
    from scipy.stats import ttest_1samp

    values = np.random.default_rng(2).normal(0.1, 1, 30)
    assert checks.p_above(values) == pytest.approx(ttest_1samp(values, 0, alternative="greater").pvalue, rel=1e-9)


def test_one_that_differs_decides():
    (found,) = reproduce(["baker"], quick=True)
    wrong = checks.exact(SAY, 1, 2)
    outcome = checks.Outcome(SAY, (*found.outcome.checks, wrong))
    assert checks.Reproduced(found.result, 1, True, outcome, 0.0).verdict is Verdict.DIFFER


# --- settings that no paper names ---


def brute_force(thresholds):
    active = [False] * len(thresholds)
    while True:
        following = [sum(active) - active[i] >= t for i, t in enumerate(thresholds)]
        if sum(following) == sum(active):
            return sum(active)
        active = following


@pytest.mark.parametrize("seed", range(8))
def test_other_thresholds_rest_where_brute_force_rests(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(5, 60))
    for draw in (random.uniform(0, n, n), random.exponential(n / 4, n), np.round(random.normal(n / 3, n / 4, n))):
        assert riot(draw) == brute_force(draw)


@pytest.mark.parametrize(("threshold", "most"), [(0.5, 2), (0.33, 3), (0.25, 4), (0.18, 5), (0.1, 10), (0.6, 1)])
def test_other_thresholds_of_cascades(threshold, most):
    """One active tie of k is a share of 1/k; the window is where the vulnerable percolate, from below 1/k upwards."""
    assert most_vulnerable(threshold) == most


def test_other_windows():
    """Up to 4 ties: z (1 + z + z^2 / 2) exp(-z) = 1. Up to 3 there is none: z (1 + z) exp(-z) is nowhere above 0.84."""
    low, high = window(4)
    for z in (low, high):
        assert z * (1 + z + z**2 / 2) * math.exp(-z) == pytest.approx(1, rel=1e-9)
    assert low < 2 < high
    with pytest.raises(ValueError, match="at no mean degree"):
        window(3)


@pytest.mark.slow
def test_cascades_at_another_degree():
    shares = simulate_cascades(2.5, 11, 4000, 10, 40) > GLOBAL
    assert close(shares.mean(axis=1), reach(2.5, 5))


@pytest.mark.parametrize(("servers", "hours", "rate"), [(1, 40.0, 6.0), (2, 10.0, 3.0), (8, 15.0, 26.0)])
def test_other_loads_of_a_queue(servers, hours, rate):
    values = simulate(17, rate, 1e9, 40, 1500, servers, hours, 4.0)
    wanted = erlang_c(rate, hours / 4.0, servers)
    assert close(values[:, 0], wanted)
    assert (values[:, 1] == 0).all()
    if servers == 1:
        assert wanted == pytest.approx(rate / 10.0 / (10.0 - rate), rel=1e-12)
    impatient = simulate(18, 2 * rate, 0.3, 40, 800, servers, hours, 4.0)
    for k, expectation in enumerate(theory(2 * rate, hours / 4.0, servers, 0.3)):
        assert close(impatient[:, k], expectation)


def test_formulas_of_queues_agree():
    for rate, service, servers in ((3.0, 1.0, 4), (9.0, 5.0, 2), (0.5, 1.0, 1)):
        assert theory(rate, service, servers, 1e12)[0] == pytest.approx(erlang_c(rate, service, servers), rel=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_other_weights_of_influence(seed):
    n, s = 8 + 9 * seed, (0.05, 0.25, 0.5, 0.75, 0.95, 0.8)[seed]
    graph = random_graph(100 + seed, n)
    x = np.random.default_rng(seed).uniform(size=n)
    closed = np.linalg.inv(np.eye(n) - s * normalised(graph)) @ ((1 - s) * x)
    assert np.abs(rest(graph, x, s)[0] - closed).max() < 1e-9
    many = np.linalg.matrix_power(normalised(graph), 100_000) @ x
    assert np.abs(rest(graph, x, 1.0)[0] - many).max() < 1e-9


@pytest.mark.parametrize(("standard", "cost", "sigma"), [(-0.5, 0.05, 0.3), (0.3, 0.25, 0.6), (1.5, 0.1, 0.15)])
def test_other_standards_and_costs_of_disputes(standard, cost, sigma):
    found = outcomes(5, 400_000, sigma, standard, cost)
    tried, won = expected(sigma, standard, cost)
    assert close(found > 0, tried)
    assert close((found == 2)[found > 0], won)


def test_the_integral_is_symmetric():
    """Mirrored merits with the parties exchanged: as many decided, and lost in place of won."""
    tried, won = expected(0.4, 0.8, 0.1)
    mirrored, lost = expected(0.4, -0.8, 0.1)
    assert mirrored == pytest.approx(tried, rel=1e-3)  # a sum over steps of 0.02
    assert lost == pytest.approx(1 - won, abs=2e-4)


@pytest.mark.parametrize(("chance", "up", "down"), [(0.3, 0.02, 0.3), (0.9, 0.25, 0.25), (0.6, 0.4, 0.1)])
def test_other_speeds_of_trust(chance, up, down):
    course = simulate_trust(7, chance, 20_000, 400, up, down)
    assert close(course[:, -1], rest_of_trust(chance, up, down))
    assert close(simulate_trust(8, chance, 20_000, 400, up, down, start=0.99)[:, -1], rest_of_trust(chance, up, down))


@pytest.mark.parametrize(("alignment", "size"), [(0.33, 1.7), (0.9, 0.2), (0.05, 4.0)])
def test_other_measures(alignment, size):
    assert best_power(alignment, size) == pytest.approx(alignment / size, abs=1e-9)
    assert worth(best_power(alignment, size), alignment, size) == pytest.approx(0.5 * alignment**2, abs=1e-9)


@pytest.mark.slow
def test_copying_gains_and_loses_at_other_points():
    assert checks.p_above(gains(3, 400, 1.0, 2, MECHANICAL)[:, 0]) < 0.001
    assert checks.p_above(-gains(3, 400, 0.1, 4, MECHANICAL)[:, 0]) < 0.001
    assert checks.p_above(-gains(3, 400, 0.1, 4, ADAPTED)[:, 0]) > 0.001
    assert (gains(3, 50, 0.5, 3, MECHANICAL, breadth=0.0)[:, 0] == 0).all()


@pytest.mark.slow
def test_searchers_who_see_each_other_end_alike():
    found = race(41, 5, 300)
    for course in found.values():
        assert (np.diff(course, axis=1) >= -1e-12).all()
        assert (course[:, -1] <= 1 + 1e-12).all()
    np.testing.assert_allclose(found["full"][:, 0], found["line"][:, 0], rtol=1e-12)


@pytest.mark.slow
def test_other_landscapes_are_shared_or_apart():
    agree, correlation = pairs(9, 300, 0.0, complexity=5, elements=10)
    assert close(agree, 0.5)
    assert close(correlation, 0.0)
    agree, correlation = pairs(9, 50, 1.0, complexity=0, elements=7)
    assert (agree == 1).all()
    assert np.abs(correlation - 1).max() < 1e-9
