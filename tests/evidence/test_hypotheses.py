"""Hypotheses: declarations, rules of judgement on made numbers, exact null runs, optimised regimes, the map."""

import dataclasses
import math

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.evidence.design_points import TINY, Size, check, run_jobs
from cogov.evidence.hypotheses import judge as judging
from cogov.evidence.hypotheses import optimised, regions
from cogov.evidence.hypotheses.gather import QUICK, choose
from cogov.evidence.hypotheses.judge import HYPOTHESES, check_null, jobs, joined, judge, outcome_of, side_of
from cogov.evidence.hypotheses.terms import Outcome, Role, Side
from cogov.evidence.outcomes import OUTCOMES
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.runs.intervals import Interval

F, A, O = Side.FOR, Side.AGAINST, Side.OPEN  # noqa: E741


def test_every_hypothesis_is_declared_and_can_be_run():
    assert list(HYPOTHESES) == [f"H{k}" for k in range(1, 11)]
    check(job.arm for job in jobs(HYPOTHESES.values(), 2, QUICK.sizes))
    for one in HYPOTHESES.values():
        texts = (one.title, one.refuted_if, one.control, *(null.words for null in one.nulls))
        assert all(text.en and text.zh and text.en != text.zh for text in texts)
        assert one.nulls
        assert one.parts[0].role is Role.TEST
        for part in one.parts:
            assert set(part.contrast.outcomes) <= set(OUTCOMES)
            assert set(part.margin) <= set(part.contrast.outcomes)
            assert all(margin > 0 for margin in part.margin.values())
        headline = one.headline
        assert headline.under[0].size == "default"
        assert headline.arm(headline.under[0], True) != headline.arm(headline.under[0], False)


def test_choosing():
    assert choose(["h7", "H1"]) == ["H1", "H7"]
    assert choose([]) == list(HYPOTHESES)
    with pytest.raises(QuantityError, match=r"'H11'.*H1.*did you mean"):
        choose(["H11"])


@pytest.mark.parametrize(
    ("tests", "controls", "anywhere", "expected"),
    [
        ([F, F], [], False, Outcome.SUPPORTED),
        ([A, A], [], False, Outcome.REFUTED),
        ([A, O], [], False, Outcome.REFUTED),
        ([A, O, O], [], False, Outcome.UNDECIDED),
        ([O, O], [], False, Outcome.UNDECIDED),
        ([F, A], [], False, Outcome.DEPENDS),
        ([F, O], [], False, Outcome.DEPENDS),
        ([F, F, A], [], True, Outcome.REFUTED),
        ([F, O], [], True, Outcome.DEPENDS),
        ([F, F], [F, F], False, Outcome.REFUTED),
        ([F, F], [F, A], False, Outcome.DEPENDS),
        ([F, F], [O, A], False, Outcome.DEPENDS),
        ([F, F], [A], False, Outcome.SUPPORTED),
        ([], [], False, Outcome.UNDECIDED),
    ],
)
def test_rules_of_judgement(tests, controls, anywhere, expected):
    assert outcome_of(tests, controls, anywhere) is expected


@dataclasses.dataclass
class Found:
    implied: int
    difference: Interval


@pytest.mark.parametrize(
    ("low", "high", "margin", "up", "down"),
    [
        (0.1, 0.3, 0.0, F, A),
        (-0.3, -0.1, 0.0, A, F),
        (-0.1, 0.1, 0.0, O, O),
        (-0.01, 0.01, 0.05, A, A),  # no effect worth naming, on either side
        (-0.01, 0.06, 0.05, O, A),
        (0.01, 0.04, 0.05, F, A),  # clear, if small
        (0.0, 0.0, 0.05, O, O),  # no spread, so no interval
        (math.nan, math.nan, 0.0, O, O),
    ],
)
def test_what_an_interval_says(low, high, margin, up, down):
    found = Interval((low + high) / 2, low, high, 9)
    assert side_of(Found(1, found), margin) is up
    assert side_of(Found(-1, found), margin) is down


def test_a_control_shows_the_effect_only_beyond_its_margin():
    found = Found(1, Interval(0.02, 0.01, 0.03, 9))
    assert side_of(found, 0.02, Role.CONTROL) is O
    assert side_of(found, 0.005, Role.CONTROL) is F
    assert side_of(found, 0.05, Role.CONTROL) is A


def test_beating_two_needs_both():
    assert joined([F, F]) is F
    assert joined([F, A]) is A
    assert joined([F, O]) is O
    found = judge(HYPOTHESES["H4"], made_runs(HYPOTHESES["H4"], 1.0), TINY)
    assert len(found.tests) == len([one for one in found.seen if one.part.role is Role.TEST]) / 2


def made_runs(hypothesis, effect, noise=0.001):
    """Runs in which `high` of each contrast exceeds `low` by `effect` in every outcome's implied direction."""
    chance = np.random.default_rng(2)
    runs = {job.arm: np.zeros((12, len(OUTCOMES))) for job in jobs([hypothesis], 12, TINY)}
    for part in hypothesis.parts:
        if part.role is Role.DESCRIPTIVE:  # shares arms with tests
            continue
        for condition in part.contrast.under:
            high, low = (part.contrast.arm(condition, which, TINY) for which in (True, False))
            shared = chance.normal(0, 1, 12)
            for name, sign in part.contrast.outcomes.items():
                at = list(OUTCOMES).index(name)
                there = effect if part.role is Role.TEST else 0.0
                runs[low][:, at] = shared
                runs[high][:, at] = shared + sign * there + chance.normal(0, noise, 12)
    return runs


@pytest.mark.parametrize(("effect", "expected"), [(1.0, Outcome.SUPPORTED), (-1.0, Outcome.REFUTED)])
@pytest.mark.parametrize("number", ["H8", "H9", "H6"])
def test_a_hypothesis_follows_its_numbers(number, effect, expected):
    found = judge(HYPOTHESES[number], made_runs(HYPOTHESES[number], effect), TINY)
    assert found.outcome is expected
    assert found.main.finding.difference.mean == pytest.approx(found.main.finding.implied * effect, abs=0.05)


def test_the_control_can_refute():
    """H9: where it fails as much with no case for a higher tier, linkage is not the reason."""
    one = HYPOTHESES["H9"]
    all_test = dataclasses.replace(one, parts=[dataclasses.replace(part, role=Role.TEST) for part in one.parts])
    runs = made_runs(all_test, 1.0)
    assert judge(one, runs, TINY).outcome is Outcome.REFUTED


def test_null_runs_are_exact_and_the_check_can_fail():
    """Every null run, on a tiny district; with the mechanism on, the same two settings differ."""
    wanted = {}
    for one in HYPOTHESES.values():
        for null in one.nulls:
            on = dataclasses.replace(null, common={}, off=())
            for which in (null, on):
                wanted.update(dict.fromkeys(judging._null_arms(which, TINY)))
    seen = run_jobs([judging.Job(arm, judging.PROBE, 2) for arm in wanted], workers=1)
    runs = {arm: np.stack(found) for (arm, _), found in seen.items()}
    for one in HYPOTHESES.values():
        for null in one.nulls:
            found = check_null(null, runs, TINY)
            assert found.equal, f"{one.number} {null.words.en}: {found.worst} {found.largest}"
            assert found.compared == (len(null.outcomes) or len(OUTCOMES))
            on = dataclasses.replace(null, common={}, off=(), outcomes=())
            assert not check_null(on, runs, TINY).equal, f"{one.number} {null.words.en}: nothing happens anyway"


def test_an_invalid_null_run_leaves_a_hypothesis_undecided():
    one = HYPOTHESES["H8"]
    runs = made_runs(one, 1.0)
    for null in one.nulls:
        runs[judging._null_arms(null, TINY)[0]][0, 3] += 1e-12
    found = judge(one, runs, TINY)
    assert found.nulls[0].worst == list(OUTCOMES)[3]
    assert found.outcome is Outcome.UNDECIDED


def test_ties_at_random_are_as_many_as_with_organisations():
    from cogov.evidence.processes import ties_at_random
    from cogov.model.model import CommunityModel

    options = {"residents": 300, "communities": 2, "rng": 4, "scenario": "status_quo"}
    with_them = CommunityModel(**options)
    without = CommunityModel(**options, environment={"initial_organizations": 0}, constants={"founding_rate": 0.0})
    ties_at_random(without)
    plain = CommunityModel(**options, environment={"initial_organizations": 0}, constants={"founding_rate": 0.0})
    for model in (with_them, without, plain):
        model.run_for(40)
    count = [float(model.measures["ties"].iloc[-1]) for model in (with_them, without, plain)]
    assert count[1] >= count[0]  # ties that were lost are not taken from those that are too many
    assert count[1] == pytest.approx(count[0], rel=0.02)
    assert count[2] < count[0]
    assert without.measures["organizations"].iloc[-1] == 0


# -- optimised regimes ---------------------------------------------------------------------------------------------------


def test_regimes_search_the_same_points():
    found = {name: optimised.candidates(name, 8, 1) for name in optimised.REGIMES}
    free = {name: [{k: one[k] for k in optimised.FREE} for one in several[1:]] for name, several in found.items()}
    assert free["top_down"] == free["local_exploration"] == free["co_governance"]
    for name, (_, (low, high), _) in optimised.REGIMES.items():
        shares = [one["mandate_share"] for one in found[name][1:]]
        assert low - 1e-4 <= min(shares) < max(shares) <= high + 1e-4
        assert high - low == pytest.approx(1 / 3)
        assert all(LEVERS.check(one) for one in found[name][1:])
    assert optimised.training_seed(1) != 1


def test_the_best_candidate_on_training_seeds_is_judged_on_others():
    """A runner in which satisfaction is the pooling asked for on training seeds, and 1 less pooling on test seeds."""
    at = list(INDICATORS).index(optimised.TARGET)
    asked = []

    def run(wanted, seed):
        wanted = list(wanted)
        asked.append((seed, len(wanted)))
        seen = {}
        for job in wanted:
            pooling = dict(job.arm.values).get("pooling", 0.0)
            row = np.zeros((job.replicates, len(INDICATORS)))
            row[:, at] = pooling if seed == optimised.training_seed(1) else 1 - pooling
            row[:, at] += np.arange(job.replicates) * 1e-6
            seen[job.arm, "summary"] = list(row)
        return seen

    found = optimised.optimise(run, QUICK.optimised_under[:1], Size(160, 4, 20), 9, 4, 1)
    best = max(one["pooling"] for one in optimised.candidates("co_governance", 9, 1)[1:])
    assert {one.levers["pooling"] for one in found.best} == {best}
    assert all(one.tested.mean() == pytest.approx(1 - best, abs=1e-5) for one in found.best)
    assert {seed for seed, _ in asked} == {1, optimised.training_seed(1)}
    assert all(duel.sign == 0 for duel in found.duels)


# -- the map -------------------------------------------------------------------------------------------------------------

POINT = {"complexity": 0, "similarity": 0.2, "homophily": 0.0, "cross_tier": 0.0}


def test_a_cell_is_clear_only_where_the_winner_beats_both():
    noise = np.random.default_rng(1).normal(0, 0.01, (3, 8))
    levels = dict(zip(regions.FAVOURITES, (0.3, 0.5, 0.4), strict=True))
    values = {name: level + row for (name, level), row in zip(levels.items(), noise, strict=True)}
    found = regions.cell(POINT, 130, "satisfaction", values)
    assert (found.winner, found.certainty) == ("local_exploration", regions.Certainty.CLEAR)
    assert found.best_rival == {
        "top_down": "local_exploration",
        "local_exploration": "co_governance",
        "co_governance": "local_exploration",
    }
    close = {**values, "co_governance": values["local_exploration"] + noise[2]}
    assert regions.cell(POINT, 130, "satisfaction", close).certainty is regions.Certainty.OPEN


def test_what_the_search_found_must_be_found_again():
    """The grid says local exploration leads; fresh seeds say the opposite: nothing is confirmed."""
    grid = {name: (value,) for name, value in POINT.items()}
    size = Size(160, 4, 50)
    levels = dict(zip(regions.FAVOURITES, (0.3, 0.5, 0.4), strict=True))

    def seen(sign):
        noise = np.random.default_rng(3)
        return {
            (job.arm, "horizons"): [
                np.full((3, len(INDICATORS)), sign * levels[job.arm.scenario]) + noise.normal(0, 0.001)
                for _ in range(6)
            ]
            for job in regions.jobs(grid, size, 6)
        }

    found = regions.draw_up(seen(1), grid, size, 6)
    assert found.points == 1
    assert len(found.table()) == 6
    again = regions.with_trials(found, seen(1))
    assert again.trial("top_down", "satisfaction", False).confirmed
    assert again.trial("local_exploration", "satisfaction", True).confirmed
    assert not again.trial("local_exploration", "satisfaction", False).confirmed  # it loses nowhere on the grid
    turned = regions.with_trials(found, seen(-1))
    assert not any(one.confirmed for one in turned.trials)
    assert regions.fresh_seed(1) != 1
