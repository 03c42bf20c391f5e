"""Small real districts for tests of the whole model, and everything in them, in a form in which two runs can be compared."""

import hashlib

import numpy as np
from cogov.model import room
from cogov.model.model import CommunityModel

LISTED = ("neighbour", "strength", "kind", "used")  # of ties: one entry a slot
# How long a run has made its arrays is no result: of these groups only the rows in use count.
USED = {"organizations": "organizations", "cases": "cases", "queues": "tasks"}


def district(residents=120, communities=2, weeks=0, seed=1, **options) -> CommunityModel:
    """A model of a small district after some weeks; small rule sets, because the best of them is searched for."""
    environment = {"elements": 6, "complexity": 2, "building_size": 20, **options.pop("environment", {})}
    model = CommunityModel(
        scenario=options.pop("scenario", None), residents=residents, communities=communities, rng=seed,
        environment=environment, **options,
    )  # fmt: skip
    if weeks:
        model.run_for(weeks)
    return model


def slots_of(ties) -> np.ndarray:
    """The slots of all ties in use, by resident."""
    return np.concatenate([np.arange(f, f + d) for f, d in zip(ties["first"][:-1], ties["degree"], strict=True)]).astype(int)


def state_of(model) -> dict[str, np.ndarray]:
    """Copies of all state by `group.name`, without spare room."""
    arrays, counters = model._arrays, model._arrays["counters"]
    found = {}
    for group, columns in arrays.items():
        for name, values in columns.items():
            if group == "ties" and name in LISTED:
                values = values[slots_of(columns)]
            elif (group == "queues" and name in room.TASK_FIELDS) or group in USED and group != "queues":
                values = values[: int(counters[USED[group]][0])]
            elif group == "events" and name != "count":
                values = values[: int(columns["count"][0])]
            elif group == "series":
                values = values[: model.week * (len(arrays["communities"]["key"]) if name == "series_places" else 1)]
            if (group, name) not in {("ties", "first"), ("ties", "full"), ("lists", "switches"), ("queues", "server_free")}:
                found[f"{group}.{name}"] = np.copy(values)
    return found


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Bit for bit."""
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


def differing(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> set[str]:
    """Names of what is not the same in two states."""
    assert one.keys() == other.keys()
    return {name for name in one if not same(one[name], other[name])}


def digest(model) -> str:
    """A hash of every byte of the state."""
    made = hashlib.sha256()
    for name, values in state_of(model).items():
        made.update(f"{name} {values.dtype} {values.shape}".encode() + values.tobytes())
    return made.hexdigest()
