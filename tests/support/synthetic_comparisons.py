"""Comparisons made of given numbers, without running a model."""

import zlib
from types import SimpleNamespace

import numpy as np
from cogov.core.quantity import Status
from cogov.experiments.comparison.gains import Outcomes, count_gains, group_codes
from cogov.model.budget import plan
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS
from cogov.runs.factory import Facts
from cogov.runs.settings import Setting
from cogov.scenarios import compose, load

RESIDENTS, COMMUNITIES = 64, 2


def outcomes(satisfaction, *, codes=True, identity=None, weight=None):
    """Residents with these outcomes: the first half owners, every second one old."""
    n = len(satisfaction)
    identity = np.arange(1, n + 1, dtype=np.uint64) if identity is None else np.asarray(identity, dtype=np.uint64)
    tenure = (np.arange(n) >= n // 2).astype(np.int32)
    columns = tenure, np.arange(n) % 3, np.arange(n) % 2 * 2, np.zeros(n), np.full(n, 0.7)
    weight = np.ones(n) if weight is None else np.asarray(weight, dtype=float)
    return Outcomes(
        identity, np.asarray(satisfaction, dtype=np.float32), weight, group_codes(*columns) if codes else None
    )


def facts(scenario):
    """What a run would say about itself."""
    spending = plan(scenario.levers, RESIDENTS, COMMUNITIES, 400.0)
    environment = {**ENVIRONMENT.defaults(), "residents": RESIDENTS, "communities": COMMUNITIES}
    values = {**environment, **CONSTANTS.defaults()}
    assumed = tuple(
        (quantity, values[quantity.name])
        for catalogue in (ENVIRONMENT, CONSTANTS)
        for quantity in catalogue.values()
        if quantity.status in (Status.ASSUMED, Status.CALIBRATED)
    )
    return Facts(
        dict(scenario.levers), environment, CONSTANTS.defaults(), (spending,), assumed,
        {"grid": 1.0, "tenure": 0.0, "skill": 0.25}, RESIDENTS, COMMUNITIES,
    )  # fmt: skip


def named(*names):
    """Scenarios of the library; a repeated one under another name."""
    found = []
    for name in names:
        library, _, alias = name.partition(" as ")
        found.append(compose(load(library), name=alias or library))
    return tuple(found)


def drawn(seed, indicator, scenarios, replicates):
    """Values of one indicator, scenarios x replicates: the same whatever other indicators there are."""
    rng = np.random.default_rng([seed, zlib.crc32(indicator.encode())])
    return rng.normal(0.5, 0.02, (1, replicates)) + rng.normal(0, 0.005, (scenarios, replicates))


def comparison(
    cls, names=("top_down", "local_exploration", "co_governance"), replicates=6, weeks=30, change=None, seed=7, **more
):
    """A comparison in which every value is a draw; `change(summary, place)` puts in what a test is about.

    `cls` is the class to make, from experiments or from reports.
    """
    scenarios = named(*names)
    rng = np.random.default_rng(seed)
    summary = np.stack([drawn(seed, name, len(names), replicates) for name in INDICATORS], axis=-1)
    place = {name: k for k, name in enumerate(INDICATORS)}
    summary[:, :, place["spending"]] = 400.0
    if change is not None:
        change(summary, place)
    weekly = summary[:, :, None, :] + rng.normal(0, 0.01, (1, replicates, weeks, len(INDICATORS)))
    counts = []
    for _ in range(replicates):
        base = rng.uniform(0.3, 0.6, RESIDENTS)
        counts.append(count_gains([outcomes(base + 0.03 * k * rng.normal(1, 1, RESIDENTS)) for k in range(len(names))]))
    timing = {"compile_seconds": 0.0, "run_seconds": 1.0, "workers": 1}
    setting = Setting(scenarios, weeks, 1)
    return cls(
        setting, tuple(INDICATORS), summary, weekly, counts, tuple(facts(one) for one in scenarios), timing, **more
    )


synthetic = SimpleNamespace(comparison=comparison, outcomes=outcomes, named=named, facts=facts, levers=LEVERS)
