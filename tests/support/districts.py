"""Small real districts for tests of the whole model, what they may be given, and all their state in comparable form."""

import hashlib

import numpy as np
from cogov.model.model import CommunityModel
from cogov.model.quantities.levers import LEVERS, TIME_LEVERS
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT
from cogov.model.quantities.prices import PRICES
from cogov.model.runtime.district import TASK_FIELDS
from cogov.model.runtime.weights import SATISFACTION
from hypothesis import strategies as st

LISTED = ("neighbour", "strength", "kind", "used")  # of ties: one entry a slot
COUNTED = {"organizations": "organizations", "cases": "cases"}  # only rows in use are state: how long arrays are is not
SCRATCH = {
    "ties.first", "ties.room", "ties.home", "ties.end", "ties.full", "queues.server_free", "scratch.number", "scratch.flag",
}  # fmt: skip


def district(residents=120, communities=2, weeks=0, seed=1, **options) -> CommunityModel:
    """A model of a small district after some weeks, without burn-in; small rule sets, because the best of them is searched for."""
    environment = {"elements": 6, "complexity": 2, "building_size": 20, "burn_in": 0, **options.pop("environment", {})}
    size = {} if options.get("population") else {"residents": residents, "communities": communities}
    model = CommunityModel(scenario=options.pop("scenario", None), rng=seed, environment=environment, **size, **options)
    if weeks:
        model.run_for(weeks)
    return model


def switched_off(model) -> list[str]:
    """The processes that are switched off."""
    return [name for name, switch in model.district.arrays["switches"].items() if switch[0] == 0]


def slots_of(ties) -> np.ndarray:
    """The slots of all ties in use, by resident."""
    parts = [np.arange(f, f + d) for f, d in zip(ties["first"].tolist(), ties["degree"].tolist(), strict=True)]
    return np.concatenate(parts).astype(int)


def tie_list(model) -> dict[tuple[int, int], tuple]:
    """Strength, kind and week of last use by (end, other end); fails on a tie that stands twice in one list."""
    ties = model.district.arrays["ties"]
    at = slots_of(ties)
    owner = np.repeat(np.arange(len(ties["degree"])), ties["degree"])
    columns = [owner, *(ties[name][at] for name in LISTED)]
    found = {(i, j): tuple(rest) for i, j, *rest in zip(*(column.tolist() for column in columns), strict=True)}
    assert len(found) == len(at), "a tie stands twice in one list"
    return found


def state_of(model, without=()) -> dict[str, np.ndarray]:
    """Copies of all state by `group.name`, without spare room; `without` names what is left out."""
    arrays, counters = model.district.arrays, model.district.arrays["counters"]
    found = {}
    for group, columns in arrays.items():
        for name, values in columns.items():
            if group == "switches" or f"{group}.{name}" in SCRATCH or f"{group}.{name}" in without or name in without:
                continue
            if group == "ties" and name in LISTED:
                values = values[slots_of(columns)]
            elif group == "queues" and name in TASK_FIELDS:
                values = values[: int(counters["tasks"][0])]
            elif group in COUNTED:
                values = values[: int(counters[COUNTED[group]][0])]
            elif group == "events" and name != "count":
                values = values[: int(columns["count"][0])]
            elif group == "series":
                places = len(arrays["communities"]["key"]) if name == "series_places" else 1
                values = values[: model.week * places]
            found[f"{group}.{name}"] = np.copy(values)
    return found


def differing(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> set[str]:
    """Names of what is not the same, bit for bit, in two states."""
    assert one.keys() == other.keys()
    same = lambda a, b: a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()  # noqa: E731
    return {name for name in one if not same(one[name], other[name])}


def digest(model, without=()) -> str:
    """A hash of every byte of the state."""
    made = hashlib.sha256()
    for name, values in state_of(model, without).items():
        made.update(f"{name} {values.dtype} {values.shape}".encode() + values.tobytes())
    return made.hexdigest()


# Where all that is permitted would be too slow, or is meant for whole cities.
NARROWER = {
    "budget": (0, 2000), "building_size": (2, 80), "grids": (1, 5), "groups": (1, 8), "tie_dispersion": (0.1, 5),
    "problem_rate": (0, 300), "dispute_rate": (0, 300), "patience": (0.1, 60), "initial_organizations": (0, 8),
    "mean_ties": (0, 15), "elements": (1, 8),
}  # fmt: skip


def values_of(quantity):
    """A strategy for permitted values: all there are for levers and for shares, else what is plausible."""
    if quantity.choices:
        return st.sampled_from(quantity.choices)
    low, high = NARROWER.get(quantity.name, (quantity.low, quantity.high))
    if quantity.kind == "constant" and high > 1 and quantity.plausible:
        low, high = quantity.plausible
    return st.integers(int(low), int(high)) if quantity.integer else st.floats(low, high, allow_subnormal=False)


def some_of(catalogue, without=()):
    """A strategy for values of some of the quantities by name."""
    known = {name: values_of(quantity) for name, quantity in catalogue.items() if name not in without}
    return st.fixed_dictionaries({}, optional=known)


@st.composite
def levers(draw):
    """Lever values that `CommunityModel` takes."""
    found = draw(some_of(LEVERS))
    total = sum(found.get(name, LEVERS[name].default) for name in TIME_LEVERS)
    if total > 1:
        found |= {name: 0.999 * found.get(name, LEVERS[name].default) / total for name in TIME_LEVERS}
    return found


def weighed(constants):
    """The same, with weights of satisfaction that sum to 1 where there are any."""
    drawn = {name: constants[name] for name in SATISFACTION if name in constants}
    total = sum(drawn.values())
    if total < 1e-6:
        return {name: value for name, value in constants.items() if name not in drawn}
    return {**constants, **dict.fromkeys(SATISFACTION, 0.0), **{name: value / total for name, value in drawn.items()}}


@st.composite
def conditions(draw):
    """All that a small district may be given, as options of `district`."""
    environment = draw(some_of(ENVIRONMENT, ("communities", "residents", "complexity", "burn_in")))
    environment["complexity"] = draw(st.integers(0, environment.setdefault("elements", 6) - 1))
    unlimited = [n for n, q in CONSTANTS.items() if n in PRICES or (q.high > 1 and not q.plausible)]
    return {
        "residents": draw(st.integers(120, 240)),
        "communities": draw(st.integers(2, 3)),
        "seed": draw(st.integers(0, 2**63 - 1)),
        "levers": draw(levers()),
        "environment": environment,
        "constants": weighed(draw(some_of(CONSTANTS, unlimited))),
    }
