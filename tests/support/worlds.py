"""Small worlds for tests of single mechanisms: every group of `World` allocated, nothing built, no schedule."""

import hashlib

import numpy as np
from cogov.agents import Government, Organization, Resident, SocialWorker
from cogov.core.compile.struct import Struct
from cogov.core.rows.columns import columns_of
from cogov.model import experience, state
from cogov.model.network.neighbour_sums import UNIT
from cogov.model.network.tie_lists import add
from cogov.model.quantities.codes import CHUNK
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT
from cogov.model.rules import start
from cogov.tests.support.moved_states import STILL
from numba import types

AGENTS = {"residents": Resident, "organizations": Organization, "workers": SocialWorker, "governments": Government}


def allocate(declared: Struct, rows=0, **values):
    """An instance with `rows` zeros in each array, zero numbers, and what is given instead: a shape or an array."""
    made = {}
    for name, kind in declared.fields.items():
        value = values.pop(name, None)
        if isinstance(kind, types.Array):
            dtype = np.dtype(str(kind.dtype))
            if value is None:
                value = rows if kind.ndim == 1 else (rows, 1)
            made[name] = np.zeros(value, dtype) if isinstance(value, int | tuple) else np.array(value, dtype, order="C")
        else:
            made[name] = 0 if value is None else value
    assert not values, f"{declared.name} has no {sorted(values)}"
    return declared(**made)


def allocate_agents(declared: Struct, cls: type, rows: int, **values):
    """Agents in rows: alive, with the declared defaults, except what is given."""
    defaults = {name: np.full(rows, column.default) for name, column in columns_of(cls).items()}
    return allocate(declared, rows, **{"unique_id": np.arange(rows), "alive": np.ones(rows), **defaults, **values})


def tie_lists(residents: int, pairs=(), strength=0.5, kind=1, room=64):
    """Ties of these pairs, made one after the other, with room for more; `strength` one for all or one each."""
    ties = empty_tie_lists(residents, room)
    strengths = np.broadcast_to(strength, len(pairs))
    for (i, j), s in zip(pairs, strengths, strict=True):
        assert add(ties, i, j, kind, float(s), 0)
    return ties


def empty_tie_lists(residents: int, room=64, spare=0):
    """Lists with this much room each, side by side, and `spare` slots that belong to nobody."""
    first = np.arange(residents) * room
    return allocate(
        state.Ties, residents * room + spare, first=first, degree=residents, room=np.full(residents, room), weight=residents,
        home=[*first[::CHUNK], residents * room], end=[residents * room], full=1, refused=1,
    )  # fmt: skip


def slots(ties) -> np.ndarray:
    """The slots of all ties in use, list by list, wherever the lists stand."""
    lists = zip(np.asarray(ties.first).tolist(), np.asarray(ties.degree).tolist(), strict=True)
    return np.concatenate([np.arange(first, first + degree) for first, degree in lists] or [[]]).astype(int)


def check_ties(ties) -> None:
    """Each tie stands once at either end, alike; nobody is tied to himself; lists keep to their room, share none, know their sums."""
    first, degree, room = (np.asarray(getattr(ties, name)).astype(int) for name in ("first", "degree", "room"))
    assert (degree <= room).all()
    order = np.lexsort((room, first))
    assert (first[order][1:] >= (first + room)[order][:-1]).all()
    assert (first + room).max(initial=0) <= ties.end[0] <= ties.neighbour.size
    resident, slot = np.repeat(np.arange(len(degree)), degree), slots(ties)
    partner = np.asarray(ties.neighbour)[slot].astype(int)
    assert (resident != partner).all()
    assert len(np.unique(resident * len(degree) + partner)) == len(slot)
    there, back = np.lexsort((partner, resident)), np.lexsort((resident, partner))
    assert (np.array_equal(resident[there], partner[back]), np.array_equal(partner[there], resident[back])) == (
        True,
    ) * 2
    for name in ("strength", "kind", "used"):
        values = np.asarray(getattr(ties, name))[slot]
        assert np.array_equal(values[there], values[back]), name
    sums = np.zeros(len(degree), np.int64)
    np.add.at(sums, resident, (np.asarray(ties.strength)[slot].astype(float) * UNIT + 0.5).astype(np.int64))
    assert np.array_equal(ties.weight, sums)


def ring_of_ties(communities: int, residents: int):
    """Ties of each resident to the next one, and of the first of each community to the first of the next."""
    pairs = []
    for c in range(communities):
        pairs += [(c * residents + i, c * residents + i + 1) for i in range(residents - 1)]
        if communities > 1:
            pairs.append((c * residents, (c + 1) % communities * residents))
    return tie_lists(
        communities * residents, list(dict.fromkeys(tuple(sorted(pair)) for pair in pairs)), kind=0, room=8
    )


def feel(w, kind: str, rows, times=1):
    """Let residents have experiences of one kind ("neighbours_up", ...)."""
    for i in np.atleast_1d(np.asarray(rows)).tolist():
        for _ in range(times):
            experience.note(w.experience.felt, i, getattr(experience, kind.upper()))


def felt(w, kind: str) -> np.ndarray:
    """How many experiences of one kind every resident had this week."""
    return np.asarray(w.experience.felt >> (experience.BITS * getattr(experience, kind.upper()))) & experience.LANE


def tiny_world(
    communities=4, elements=6, complexity=2, seed=1, residents=10, levers=None, parameters=None, workers=1, build=True
):
    """A world with one building and grid a community; levers and parameters at defaults except those given, nothing that moves
    residents' states but what is asked for.

    `build` sets up the landscapes. Give words for choices: levers={"copying": "adapted"}.
    """
    c, n, k = communities, elements, complexity
    people, places = c * residents, np.arange(c)
    given = {**STILL, **(parameters or {}), "communities": c, "elements": n, "complexity": k, "residents": people}
    numbers = {name: q.code(given.pop(name, q.default)) for name, q in (*ENVIRONMENT.items(), *CONSTANTS.items())}
    policy = {name: q.code((levers or {}).get(name, q.default)) for name, q in LEVERS.items()}
    assert not given
    assert set(levers or {}) <= set(LEVERS)
    keys = (places + 1).astype(np.uint64) * np.uint64(1_000_003)
    home = np.repeat(places, residents)
    firsts = np.arange(c + 1) * residents
    table = n * (2 << k)
    spill = numbers["spillover"] > 0 and c > 1
    captured = numbers["capture_local"] > 0 or numbers["capture_centre"] > 0
    w = state.World(
        seed=seed,
        residents=allocate_agents(
            state.Residents, Resident, people, identity=np.arange(people) + 77, community=home, grid=home,
            building=home, household=np.arange(people) // 2, origin=np.arange(people) % 2,
        ),
        member_of=np.full((people, 3), -1, np.int32),
        ties=ring_of_ties(c, residents),
        experience=allocate(state.Experience, people),
        scratch=allocate(state.Scratch, people),
        buildings=allocate(state.Buildings, c, key=keys + np.uint64(1), first=firsts, grid=places, community=places),
        grids=allocate(state.Grids, c, key=keys + np.uint64(2), first=firsts, community=places),
        communities=allocate(
            state.Communities, c, key=keys, first=firsts, first_grid=np.arange(c + 1), first_building=np.arange(c + 1),
            affluence=(places + 0.5) / c, group_share=(c, int(numbers["groups"])), staff_hours=np.full(c, 29.0),
        ),
        rules=allocate(
            state.Rules, c, elements=(c, n), paper=(c, n), local=(c, n), before=(c, n), depends=(n, k),
            table=(c, table), common=(1, table), shared=(c, n), exemplar=(1, n), exemplar_fit=1, template=(1, n),
            mandate_rank=n, capacity=np.ones(c), fund=1, fund_spent=1, fund_lapsed=1, candidates=1, candidates_kept=1,
            spill=(c * spill, table), spill_common=(int(spill), table), spill_shared=(c * spill, n),
            capture=((c + 1) * captured, table), capture_mean=c + 1, capture_best=c + 1,
        ),
        organizations=allocate_agents(state.Organizations, Organization, 0),
        workers=allocate_agents(state.SocialWorkers, SocialWorker, workers * c, community=np.repeat(places, workers)),
        governments=allocate_agents(state.Governments, Government, 1),
        cases=allocate(state.Cases),
        queues=allocate(state.Queues),
        tally=allocate(state.Tally, c),
        flow_table=np.zeros((0, c)),
        sums=allocate(state.Sums, c),
        sum_table=np.zeros((0, c)),
        levers=state.Levers(**policy, staff=18.0, factor=1.0),
        parameters=state.Parameters(**numbers),
        events=allocate(state.Events, 64, count=1),
        counters=allocate(state.Counters, 1),
        without=allocate(state.Without),
        switches=state.Switches(**{name: np.ones(1, np.uint8) for name in state.Switches.fields}),
        series=np.zeros((0, 0)),
        series_places=np.zeros((0, 0)),
    )  # fmt: skip
    if build:
        start.build(w)
    return w


def with_organizations(w, rows, **columns):
    """The same world with this many organisations, in the first community unless told otherwise."""
    made = allocate_agents(state.Organizations, Organization, rows, **columns)
    w.counters.organizations[0] = rows
    return state.World(**{**{name: getattr(w, name) for name in state.World.fields}, "organizations": made})


def with_ties(w, pairs, strength=0.5, kind=1, room=64):
    """The same world with these ties alone, and room for more."""
    ties = tie_lists(w.residents.alive.size, pairs, strength, kind, room)
    return state.World(**{**{name: getattr(w, name) for name in state.World.fields}, "ties": ties})


def snapshot(group) -> dict[str, np.ndarray]:
    """Copies of all arrays of a group by name."""
    fields = group._definition.fields if hasattr(group, "_definition") else group._type.fields
    return {name: np.copy(getattr(group, name)) for name in fields if isinstance(getattr(group, name), np.ndarray)}


def digest(*groups) -> str:
    """A hash of every byte of these groups."""
    made = hashlib.sha256()
    for group in groups:
        for name, values in snapshot(group).items():
            made.update(name.encode() + values.tobytes())
    return made.hexdigest()
