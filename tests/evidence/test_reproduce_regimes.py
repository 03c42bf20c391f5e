"""Who decides, by the model's own rules: on other seeds, and in settings that no paper names."""

import numpy as np
import pytest
from cogov.evidence.reproduce import Verdict, reproduce
from cogov.evidence.reproduce.regimes import bardhan_mookherjee as capture
from cogov.evidence.reproduce.regimes import besley_coate as levels
from cogov.evidence.reproduce.regimes import crisis, pilot_effort, pooled, saam_kerber
from cogov.evidence.reproduce.regimes import spillover_switch as spilling
from cogov.evidence.reproduce.regimes.quarters import ABOVE, BELOW, BENEFIT, FIT, TRIED, courses, place
from cogov.evidence.reproduce.result import mean_error, p_above
from scipy.stats import ks_2samp

NAMES = ["besley_coate", "spillover_switch", "bardhan_mookherjee", "saam_kerber", "pilot_effort", "crisis", "pooled_search"]  # fmt: skip


def same(ours, wanted, errors=4.5):
    """Whether two samples have one mean, within combined standard errors."""
    (one, error), (other, other_error) = mean_error(ours), mean_error(wanted)
    return abs(one - other) <= errors * np.hypot(error, other_error)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_on_other_seeds(name):
    (found,) = reproduce([name], 83, quick=True)
    assert [check.label.en for check in found.outcome.checks if check.verdict is not Verdict.AGREE] == []


# --- levels of a public good ---


@pytest.mark.parametrize("tastes", [(1.1, 0.9), (1.35, 0.65), (1.95, 0.05)])
@pytest.mark.parametrize("spillover", [0.05, 0.33, 0.62])
def test_other_tastes_and_spillovers(tastes, spillover):
    """Levels by first-order conditions: a (1 - k) apart, a (1 - k) + k b where each asks the other, 1 for both together."""
    worlds = [levels.places(who, 3) for who in (BELOW, levels.NEGOTIATED, levels.TOGETHER)]
    (apart, own), (asking, negotiated), (one, both) = (levels.settled(w, spillover, tastes) for w in worlds)
    (a, b), k = tastes, spillover
    assert own == pytest.approx((a * (1 - k), b * (1 - k)), abs=1e-12)
    assert negotiated == pytest.approx((a * (1 - k) + k * b, b * (1 - k) + k * a), abs=1e-12)
    assert both == (1.0, 1.0)
    assert one - apart == pytest.approx(levels.gap(k, tastes), abs=1e-9)
    assert asking > max(one, apart)


def test_design_that_asks_nobody_is_not_the_best_for_both():
    """It counts what places have at home alone: the level for both falls to 1 - k."""
    w = levels.places({**ABOVE, "design_hearing": 0.0}, 3)
    assert levels.settled(w, 0.4, levels.LIKE)[1] == pytest.approx((0.6, 0.6), abs=1e-12)


def test_levels_are_numbered_by_single_flips():
    """Between neighbouring levels lies one flip, so that no level but the best is a trap."""
    level = levels.levels(0.3, (1.4, 0.6))
    order = np.argsort(level)
    assert len(set(level.tolist())) == level.size
    assert all((a ^ b).bit_count() == 1 for a, b in zip(order[:-1].tolist(), order[1:].tolist(), strict=True))


# --- spillover without interactions ---


@pytest.mark.slow
@pytest.mark.parametrize(("communities", "spillover", "similarity"), [(2, 0.4, 0.5), (3, 0.7, 0.9), (11, 0.2, 0.0)])
def test_other_rings(communities, spillover, similarity):
    expected = spilling.worked_out(5, 20_000, spillover, similarity, communities)
    for how in spilling.HOW:
        assert same(spilling.simulated(11, 300, how, spillover, similarity, communities), expected[how])


def best_for_all_who_are_asked(draws, spillover, similarity, communities):
    """Benefit where every place takes for each element what is best at home and next door together."""
    random = np.random.default_rng(17)
    shape = (draws, communities, spilling.ELEMENTS)
    parts = []
    for _ in range(2):
        common, own = (random.random((draws, c, shape[2])) - random.random((draws, c, shape[2])) for c in (1, communities))  # fmt: skip
        there = np.where(random.random(shape) < similarity, common, own)
        parts.append(there / np.abs(there).sum(axis=2, keepdims=True))
    home, abroad = (1 - spillover) * parts[0], parts[1]
    caused = spillover * (np.roll(abroad, 1, axis=1) + np.roll(abroad, -1, axis=1)) / 2
    return np.abs(home + caused).sum(axis=2).mean(axis=1)


@pytest.mark.slow
@pytest.mark.parametrize(("spillover", "similarity"), [(0.3, 1.0), (0.6, 0.5)])
def test_communities_that_ask_do_best(spillover, similarity):
    """Apart and asking is at least as good as one design, in every district, and as good as worked out."""
    world = {"elements": spilling.ELEMENTS, "complexity": 0, "spillover": spillover, "similarity": similarity}
    w = place(6, {**BELOW, "neighbour_voice": 1.0}, world, {"trial_noise": 0.0, "trial_limit": 40, "hearing_cost": 0.0})
    found = courses(w, 7, 400, 1972, 4, 40)[:, -1, BENEFIT]
    assert same(found, best_for_all_who_are_asked(10_000, spillover, similarity, 6))
    assert (found >= spilling.simulated(7, 400, spilling.DESIGNED, spillover, similarity, 6) - 1e-9).all()


def test_switch_in_closed_form():
    """M by a plain integral over the two differences, on a grid."""
    x = (np.arange(2000) + 0.5) / 1000 - 1
    weight = (1 - np.abs(x)) / (1 - np.abs(x)).sum()
    for k in (0.1, 0.25, 0.5, 0.8):
        integral = (np.abs((1 - k) * x[:, None] + k * x) * weight[:, None] * weight).sum() / (np.abs(x) * weight).sum()
        assert spilling.weight_of_both(k) == pytest.approx(integral, abs=1e-5)
    assert [round(spilling.turning_similarity(k / 10), 3) for k in range(1, 7)] == [0.994, 0.971, 0.923, 0.839, 0.714, 0.559]  # fmt: skip


# --- capture ---


@pytest.mark.slow
@pytest.mark.parametrize("weight", [0.05, 0.4, 0.85])
def test_other_weights_of_capture(weight):
    expected = capture.worked_out(5, 40_000, weight)
    for how in capture.HOW:
        assert same(capture.simulated(19, 500, how, weight, weight), expected)


@pytest.mark.slow
def test_each_side_has_its_own_weight():
    """What weighs on one side is nothing to the other."""
    for weight in (0.0, 0.6):
        assert (capture.simulated(3, 40, capture.LOCAL, 0.0, weight) > 1 - 1e-9).all()
        assert (capture.simulated(3, 40, capture.CENTRE, weight, 0.0) > 1 - 1e-9).all()


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.8])
def test_capture_in_closed_form(weight):
    assert capture.worked_out(23, 300, weight, 4000).mean() == pytest.approx(capture.closed_form(weight), abs=4e-3)


# --- best of many ---


@pytest.mark.parametrize("number", [2, 5, 8, 10, 16])
def test_printed_order_statistics(number):
    assert saam_kerber.best_of(number) == pytest.approx(saam_kerber.PUBLISHED[number], abs=5e-5)


@pytest.mark.slow
@pytest.mark.parametrize("number", [3, 12, 24])
def test_other_tournaments(number):
    mean, error = mean_error(saam_kerber.contests(31, 3000, number))
    assert abs(mean - saam_kerber.best_of(number)) < 4.5 * error


@pytest.mark.slow
def test_other_fields():
    assert same(saam_kerber.fields(31, 200, 7), saam_kerber.best_on_landscapes(31, 150, 8))


@pytest.mark.slow
def test_other_capacities():
    """4 and 8 trials: less unequal than 2 and 10, so less is lost."""
    made, fit = saam_kerber.searchers(43, 4000, (4 / 6, 8 / 6))
    assert made.mean(axis=0).tolist() == [4.0, 8.0]
    for c, number in enumerate((4, 8)):
        assert same(fit[:, c], saam_kerber.walk_alone(43, 20_000, number))
    _, wide = saam_kerber.searchers(43, 4000, (2 / 6, 10 / 6))
    assert p_above(fit.mean(axis=1) - wide.mean(axis=1)) < 0.001


# --- effort at pilots ---


@pytest.mark.slow
@pytest.mark.parametrize(("lift", "noise", "discount"), [(0.08, 0.1, 0.0), (0.2, 0.05, 0.5), (0.1, 0.05, 1.5), (0.04, 0.02, 0.0)])  # fmt: skip
def test_other_lifts_noises_and_discounts(lift, noise, discount):
    """A centre that discounts too much takes candidates for worse than they are: a negative lift."""
    expected = pilot_effort.worked_out(5, 40_000, lift * (1 - discount), noise)
    assert same(pilot_effort.simulated(13, 200, lift, noise, discount), expected)


# --- crisis ---


@pytest.mark.slow
def test_half_a_crisis_is_no_new_start():
    full = {common: crisis.courses_of(3, 300, "below", common, False) for common in (0.0, 1.0)}
    half = crisis.courses_of(3, 300, "below", 0.0, True, 0.4)
    then = crisis.BEFORE + 1
    assert p_above(half[:, then] - full[0.0][:, then]) < 0.001
    assert ks_2samp(half[:, then], full[0.0][:, then]).pvalue < 0.001


@pytest.mark.slow
def test_how_common_a_crisis_is_matters_to_design():
    """The comparison can fail: fresh conditions that are shared otherwise than the crisis shares them are not the same."""
    then = crisis.BEFORE + 8
    shocked = crisis.courses_of(3, 200, "above", 1.0, True)
    assert p_above(shocked[:, then] - crisis.courses_of(3, 200, "above", 0.0, False)[:, then]) < 0.001


# --- pooled hours ---


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "worth"),
    [({"elements": 6, "complexity": 0, "drift": 0.9}, 1.625), ({"elements": 12, "complexity": 7, "drift": 0.0}, 5.875), ({"elements": 4, "complexity": 3, "drift": 0.1}, 20.0)],
)  # fmt: skip
def test_other_landscapes_of_one_place(world, worth):
    design, local = pooled.both(47, 1500, worth, world, 12)
    assert np.array_equal(design[:, :, TRIED], local[:, :, TRIED])
    assert design[0, -1, TRIED] == 12 * min(worth, 6.0) - (12 * min(worth, 6.0)) % 1
    for quarters in (1, 6, 12):
        assert same((design - local)[:, quarters, FIT], [0.0, 0.0])


@pytest.mark.slow
def test_less_pooled_is_less_designed():
    """Half of the hours: half of the candidates, and what is not pooled lapses where nothing is free to try."""
    half = place(1, {**ABOVE, "design_pooling": 0.5}, {"drift": 0.2})
    assert (courses(half, 5, 3, 1997, 8, 2.0)[:, -1, TRIED] == 8).all()
