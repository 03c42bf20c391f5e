"""Plain Python processes that some arms add to the week: counterfactual worlds for controls, no part of the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..model.model import CommunityModel
from ..model.network.generator import add
from ..model.quantities.codes import TIE_ACQUAINTANCE, TIE_BUILDING


def ties_at_random(model: CommunityModel) -> None:
    """Let ties be made without organisations: each week as many as there are in the same district with them.

    A twin district with the declared number of organisations and the declared founding runs alongside; whenever it has
    more ties, the difference is made between residents of one community drawn at random, with the strength of a tie
    made in an activity.
    """
    founding = {name: value for name, value in model.constants.items() if name != "founding_rate"}
    place = {
        k: v for k, v in model.environment.items() if k not in ("initial_organizations", "residents", "communities")
    }
    twin = CommunityModel(
        scenario=model.scenario, rng=model.seed, levers=model.levers, environment=place, constants=founding,
        residents=model.environment["residents"], communities=model.environment["communities"],
    )  # fmt: skip
    chance = np.random.default_rng([model.seed, 1])

    def even_out(world: CommunityModel) -> None:
        twin.run_for(1)
        wanted = int(twin.district.world.ties.degree.sum()) // 2
        ties, residents = world.district.world.ties, world.residents
        strength = world.constants["meeting_strength"]
        missing = wanted - int(ties.degree.sum()) // 2
        for _ in range(20 * max(0, missing)):
            if missing <= 0:
                return
            i, j = _pair(chance, residents.community)
            if i == j or not (residents.alive[i] and residents.alive[j]):
                continue
            kind = TIE_BUILDING if residents.building[i] == residents.building[j] else TIE_ACQUAINTANCE
            missing -= bool(add(ties, i, j, kind, strength, world.week))

    model.add_process(even_out, after="ties")


def _pair(chance: np.random.Generator, community: np.ndarray) -> tuple[int, int]:
    """Return two rows of one community, which lie next to each other."""
    i = int(chance.integers(len(community)))
    first, end = np.searchsorted(community, [community[i], community[i] + 1])
    return i, int(chance.integers(first, end))


PROCESSES: dict[str, Callable[[CommunityModel], None]] = {"ties_at_random": ties_at_random}
"""What an arm may add to the week, by name."""
