"""All contenders carry out the same rules, and one that does not is noticed."""

import dataclasses

import numpy as np
import pytest
from cogov.benchmarks.workload import agreement
from cogov.benchmarks.workload.contenders import CONTENDERS, REFERENCE
from cogov.benchmarks.workload.draws import LEAP, LUCK, NOISE, SharedDraws, bits, stream
from cogov.benchmarks.workload.implementations import mesa_objects, numpy_
from cogov.benchmarks.workload.rules import make_start
from cogov.core import draws as keyed
from cogov.core.compile.compiled import INTERPRETED

pytestmark = pytest.mark.skipif(INTERPRETED, reason="a benchmark of compiled kernels")
BY_KEY = {contender.key: contender for contender in CONTENDERS}


@pytest.fixture(scope="module")
def start():
    return make_start(120)


@pytest.mark.parametrize("key", [contender.key for contender in CONTENDERS])
def test_every_contender_agrees(key, needs, monkeypatch):
    monkeypatch.delenv("SLURM_CPUS_PER_TASK", raising=False)  # the share of one process of tests
    contender = BY_KEY[key]
    if contender.needs:
        needs(contender.needs if contender.needs == "gcc" else f"module:{contender.needs}")
    if contender.missing:
        pytest.skip(f"{contender.missing} missing")
    (found,) = agreement.check([contender], residents=120, weeks=16, runs=6)
    assert found.difference < 1e-12
    assert contender.keyed or found.likely >= agreement.LEVEL


def test_plain_and_tuned_give_the_same_bits(start):
    """The oracle of the tuned kernel: no rounding is allowed between them."""
    plain = BY_KEY["cogov_plain"].prepare(start)(40)
    tuned = REFERENCE.prepare(start)(40)
    for field in dataclasses.fields(plain):
        assert (getattr(plain, field.name) == getattr(tuned, field.name)).all()
    assert 0 < plain.taking_part[-1] < start.residents


def test_residents_without_ties_keep_to_their_anchor(start):
    first = np.zeros_like(start.graph.first)
    graph = dataclasses.replace(
        start.graph,
        first=first,
        neighbour=start.graph.neighbour[-256:],
        low=start.graph.low[:0],
        high=start.graph.high[:0],
    )
    alone = dataclasses.replace(start, graph=graph)
    draws = SharedDraws(alone)
    expected = REFERENCE.prepare(alone)(3)
    assert (expected.belonging == alone.anchor).all()
    for key in ("cogov_plain", "numpy", "scipy", "mesa_cached"):
        agreement.difference(BY_KEY[key].prepare(alone, draws)(3), expected, key)


def test_a_slightly_wrong_rule_is_noticed(monkeypatch):
    """One parameter read a thousandth too high, with the same draws."""
    prepare = numpy_.prepare

    def wrong(start, draws=None, seed=None):
        return prepare(dataclasses.replace(start, parameters=start.parameters._replace(up=0.1001)), draws, seed)

    monkeypatch.setattr(numpy_, "prepare", wrong)
    with pytest.raises(agreement.Disagreement, match="NumPy and cogov differ in trust"):
        agreement.check([BY_KEY["numpy"]], residents=120, weeks=4, runs=3)


def test_a_missing_rule_is_noticed(monkeypatch):
    monkeypatch.setattr(mesa_objects.ObjectModel, "settle", lambda *_: None)
    with pytest.raises(agreement.Disagreement, match="Mesa, cached neighbour lists"):
        agreement.check([BY_KEY["mesa_cached"]], residents=120, weeks=4, runs=3)


def test_wrong_draws_of_one_s_own_are_noticed(start, monkeypatch):
    """Right with shared draws, wrong with its own: only the distribution tells."""
    monkeypatch.setattr(mesa_objects.ObjectModel, "noise_of", lambda self, resident: self.random.gauss(0.5, 1.0))
    with pytest.raises(agreement.Disagreement, match="with their own draws"):
        agreement.chance(BY_KEY["mesa_cached"], start, 16, 6)


def test_one_resident_who_differs_is_noticed(start):
    right = REFERENCE.prepare(start)(2)
    active = right.active.copy()
    active[7] ^= 1
    with pytest.raises(agreement.Disagreement, match="active"):
        agreement.difference(dataclasses.replace(right, active=active), right, "another")


@pytest.mark.parametrize("purpose", [NOISE, LEAP, LUCK])
def test_draws_in_numpy_are_those_of_core(purpose):
    key = stream(12345, purpose, 77)
    assert key == tuple(int(word) for word in keyed.python_stream(12345, purpose, 77))
    entities = np.array([0, 1, 2**40, 2**64 - 1], np.uint64)
    expected = [int(keyed.bits(keyed.python_stream(12345, purpose, 77), entity, 3)) for entity in entities]
    assert bits(key, entities, 3).tolist() == expected
