"""Worlds for tests of problems, disputes and their handling: several grids and buildings, queues with servers, room
for cases."""

import numpy as np
from cogov.agents import Government, Organization, Resident, SocialWorker
from cogov.core.compile.compiled import compiled
from cogov.model import state
from cogov.model.measures import FLOWS
from cogov.model.mechanisms import channels, effort, handling, problems, settlement
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT
from cogov.tests.support.moved_states import STILL
from cogov.tests.support.worlds import allocate, allocate_agents, tie_lists

BUILDING = 20


def ties_in_households(household):
    """Ties between neighbouring rows: strong within a household, weak else."""
    pairs = [(i, i + 1) for i in range(len(household) - 1)]
    strength = [0.9 if household[i] == household[j] else 0.4 for i, j in pairs]
    return tie_lists(len(household), pairs, strength, kind=0, room=4)


def case_world(
    communities=2,
    residents=100,
    grids=2,
    seed=1,
    cases=600,
    organizations=0,
    levers=None,
    parameters=None,
    room=12,
    start=True,
):
    """A district in which problems and disputes arise and are handled; levers and parameters at their defaults except
    those given.

    Each community has `residents` in buildings of 20, `grids` equal grids, a social worker, and `organizations`
    organisations with 10 h.
    """
    c, people = communities, communities * residents
    numbers = {name: q.code(q.default) for name, q in (*ENVIRONMENT.items(), *CONSTANTS.items())}
    policy = {name: q.code((levers or {}).get(name, q.default)) for name, q in LEVERS.items()}
    numbers.update({**STILL, **(parameters or {})})
    home = np.repeat(np.arange(c), residents)
    within = np.tile(np.arange(residents), c)
    per_grid = residents // grids
    grid = home * grids + np.minimum(within // per_grid, grids - 1)
    per_building = min(BUILDING, per_grid)
    buildings = -(-per_grid // per_building)
    building = grid * buildings + np.minimum((within - (grid - home * grids) * per_grid) // per_building, buildings - 1)
    household = np.arange(people) // 3
    random = np.random.default_rng(seed)
    queues = c * grids + c + 1
    fte = residents / 10_000.0 * policy["social_workers"]
    spread = random.uniform(0.1, 0.9, (6, people))
    mediating = {name: policy[f"{lever}_time"] for name, lever in (
        ("mediating", "mediation"), ("bridging", "bridging"), ("bonding", "bonding"), ("educating", "education"), ("relaying", "relay"), ("planning", "planning"),
    )}  # fmt: skip
    firsts = lambda labels, k: np.searchsorted(labels, np.arange(k + 1))  # noqa: E731
    keys = lambda k, kind: np.arange(1, k + 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(kind)  # noqa: E731
    elements = 6
    w = state.World(
        seed=seed,
        residents=allocate_agents(
            state.Residents, Resident, people, identity=np.arange(people) + 1000, community=home, grid=grid, building=building, household=household,
            skill=spread[0], awareness=spread[1], clarity=spread[2], trust_government=spread[3], trust_organizations=spread[4], trust_neighbours=spread[5],
        ),
        member_of=np.where(np.arange(people)[:, None] % 7 == 0, home[:, None] * organizations, -1).astype(np.int32)
        if organizations
        else np.full((people, 1), -1, np.int32),
        ties=ties_in_households(household),
        experience=allocate(state.Experience, people),
        scratch=allocate(state.Scratch, people),
        buildings=allocate(
            state.Buildings, c * grids * buildings, key=keys(c * grids * buildings, 1), first=firsts(building, c * grids * buildings),
            grid=np.arange(c * grids * buildings) // buildings, community=np.arange(c * grids * buildings) // (buildings * grids),
        ),
        grids=allocate(state.Grids, c * grids, key=keys(c * grids, 2), first=firsts(grid, c * grids), community=np.arange(c * grids) // grids),
        communities=allocate(
            state.Communities, c, key=keys(c, 3), first=firsts(home, c), first_grid=np.arange(c + 1) * grids,
            first_building=np.arange(c + 1) * grids * buildings, group_share=(c, 4), staff_hours=np.full(c, 18 * residents / 10_000 * 40.0),
        ),
        rules=allocate(
            state.Rules, c, elements=random.integers(0, 2, (c, elements)), paper=(c, elements), local=(c, elements), before=(c, elements),
            depends=(elements, 1), table=(c, 4 * elements), common=(1, 4 * elements), shared=(c, elements), exemplar=(1, elements), exemplar_fit=1,
            template=(1, elements), mandate_rank=elements,
        ),
        organizations=allocate_agents(
            state.Organizations, Organization, c * organizations, community=np.repeat(np.arange(c), organizations), hours_left=np.full(c * organizations, 10.0),
        ),
        workers=allocate_agents(
            state.SocialWorkers, SocialWorker, c, community=np.arange(c), hours=np.full(c, 40.0 * fte),
            **{name: np.full(c, value) for name, value in mediating.items()},
        ),
        governments=allocate_agents(
            state.Governments, Government, 2, level=[0, 1], law=np.full(2, policy["legislation"]), online=np.full(2, policy["online_service"]),
            data_sharing=np.full(2, policy["data_sharing"]),
        ),
        cases=allocate(state.Cases, cases),
        queues=allocate(
            state.Queues, queues, first_server=np.arange(queues + 1) * room, server_task=queues * room, server_left=queues * room, server_free=queues * room,
            waiting=c, offered=c, pooled=c, **{name: 2 * cases for name in state.Queues.fields if name.startswith("task_")},
        ),
        tally=allocate(state.Tally, c),
        flow_table=np.zeros((0, c)),
        sums=allocate(state.Sums, c),
        sum_table=np.zeros((0, c)),
        levers=state.Levers(**policy, staff=18.0, factor=1.0),
        parameters=state.Parameters(**numbers),
        events=allocate(state.Events, 0, count=1),
        counters=allocate(state.Counters, 1),
        without=allocate(state.Without),
        switches=state.Switches(**{name: np.ones(1, np.uint8) for name in state.Switches.fields}),
        series=np.zeros((0, 0)),
        series_places=np.zeros((0, 0)),
    )  # fmt: skip
    if start:
        effort.start(w)
        handling.start(w)
    return w


@compiled
def run_week(w, week):
    """Run the five mechanisms of cases for one week, in the order of the schedule."""
    problems.step(w, week)
    settlement.step(w, week)
    channels.step(w, week)
    handling.step(w, week)
    effort.step(w, week)


def run(w, weeks, first=0):
    """Run weeks; return the sums of all flows over communities and weeks, with the tally set to zero after each."""
    sums = dict.fromkeys(FLOWS, 0.0)
    for week in range(first, first + weeks):
        run_week(w, week)
        for name in FLOWS:
            values = getattr(w.tally, name)
            sums[name] += float(values.sum())
            values[:] = 0.0
        w.experience.felt[:] = 0
    return sums
