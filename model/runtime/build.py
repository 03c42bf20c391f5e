"""Building a district: arrays of the right size, the population, its ties, organisations, rules and staff at week 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numba import types

from ...agents import Government, Organization, Resident, SocialWorker
from ...core.compile.compiled import compiled
from ...core.compile.struct import Struct
from ...core.rows.columns import columns_of
from .. import state
from ..counterfactual import Cause, Known, barred
from ..measures import COLUMNS, FLOWS
from ..mechanisms import effort, handling, money, satisfaction
from ..network.generator import build as build_ties
from ..network.generator import from_edges
from ..organizations import lifespan
from ..population.attributes import draw_communities, draw_residents, draw_skill, start_anchors
from ..population.given import Given, order_of_ids
from ..population.layout import Layout, layout, layout_from
from ..quantities.codes import FULL_SIZE, FULL_TARGET
from ..rules import start as rules

Arrays = dict[str, np.ndarray]

MEMBERSHIPS = 4  # organisations a resident may belong to, unless data say more
AGENTS = {
    "residents": (state.Residents, Resident),
    "organizations": (state.Organizations, Organization),
    "workers": (state.SocialWorkers, SocialWorker),
    "governments": (state.Governments, Government),
}


def allocate(declared: Struct, rows: int, **shapes: int | tuple[int, ...]) -> Arrays:
    """Return zeros for every array field of a struct: `rows` long, except where `shapes` says otherwise."""
    made = {}
    for name, kind in declared.fields.items():
        if isinstance(kind, types.Array):
            made[name] = np.zeros(shapes.get(name, rows), np.dtype(str(kind.dtype)))
    return made


def allocate_agents(group: str, rows: int) -> Arrays:
    """Return the columns of one kind of agents at their defaults, nobody alive yet."""
    declared, cls = AGENTS[group]
    made = allocate(declared, rows)
    for name, column in columns_of(cls).items():
        if name not in ("unique_id", "alive"):
            made[name][:] = column.default
    return made


def extend(arrays: Arrays, rows: int, defaults: Mapping[str, Any] | None = None) -> Arrays:
    """Return longer copies of one-dimensional arrays of one length; new rows hold zeros or the default."""
    longer = {}
    for name, array in arrays.items():
        longer[name] = np.zeros(rows, array.dtype)
        longer[name][: len(array)] = array
        if defaults and name in defaults:
            longer[name][len(array) :] = defaults[name]
    return longer


def place_arrays(places: Layout, groups: int) -> dict[str, Arrays]:
    """Return the groups buildings, grids and communities."""
    c = places.communities
    communities = allocate(
        state.Communities, c, first=c + 1, first_grid=c + 1, first_building=c + 1, group_share=(c, groups)
    )  # fmt: skip
    communities["key"][:] = places.community_key
    communities["first"][:] = places.first_community
    communities["first_grid"][:] = places.community_first_grid
    communities["first_building"][:] = places.community_first_building
    communities["street"][:] = places.street
    return {
        "buildings": {
            "key": places.building_key, "first": places.first_building, "grid": places.building_grid,
            "community": places.building_community,
        },
        "grids": {"key": places.grid_key, "first": places.first_grid, "community": places.grid_community},
        "communities": communities,
    }  # fmt: skip


def queue_arrays(places: Layout, budget: float, wage: float) -> Arrays:
    """Return the queues: one a grid, one a community, one a street office, with room for as many servers as money could buy."""
    grids, c, streets = len(places.grid_key), places.communities, places.streets
    most = (
        min(budget / max(wage, 1.0), 2.0) + 0.02
    )  # servers a resident: all money in those who cost least, and volunteers of one in fifty
    people = np.concatenate(
        [
            np.diff(places.first_grid), np.diff(places.first_community),
            np.bincount(places.street[places.community], minlength=streets),
        ]
    )  # fmt: skip
    room = np.ceil(people * most).astype(np.int64) + 2
    queues = grids + c + streets
    servers = int(room.sum())
    made = allocate(
        state.Queues, queues, first_server=queues + 1, server_task=servers, server_left=servers, server_free=servers,
        task_case=0, task_work=0, task_deadline=0, task_queue=0, task_next=0, task_arrival=0, offered=c, waiting=c,
    )  # fmt: skip
    made["first_server"][1:] = np.cumsum(room)
    return made


def rule_arrays(c: int, parameters: Mapping[str, float]) -> Arrays:
    """Return the group of rules and landscapes; tables that nothing reads have no rows."""
    elements, complexity = int(parameters["elements"]), int(parameters["complexity"])
    table = elements * 2 ** (complexity + 1)
    spill = parameters["spillover"] > 0 and c > 1
    captured = parameters["capture_local"] > 0 or parameters["capture_centre"] > 0
    by_element = dict.fromkeys(("elements", "paper", "local", "before", "shared"), (c, elements))
    return allocate(
        state.Rules, c, **by_element, depends=(elements, complexity), table=(c, table), common=(1, table),
        exemplar=(1, elements), exemplar_fit=1, template=(1, elements), mandate_rank=elements,
        spill=(c * spill, table), spill_common=(int(spill), table), spill_shared=(c * spill, elements),
        capture=((c + 1) * captured, table), capture_mean=c + 1, capture_best=c + 1,
        **dict.fromkeys(("fund", "fund_spent", "fund_lapsed", "candidates", "candidates_kept"), 1),
    )  # fmt: skip


def target_organizations(places: Layout, environment: Mapping[str, Any]) -> np.ndarray:
    """Return the organisations each community carries: `initial_organizations`, more in one of full size, never fewer."""
    people = np.diff(places.first_community)
    full = np.floor(FULL_TARGET * people / FULL_SIZE)
    return np.maximum(
        float(environment["initial_organizations"]), full if environment["initial_organizations"] > 0 else 0.0
    )


def known_causes(environment: Mapping[str, Any], places: Layout, given: Given | None) -> Known:
    """Return what of a district may be left out (model/counterfactual.py)."""
    each = np.floor(target_organizations(places, environment)).astype(np.int64)
    targets = np.broadcast_to(each, places.communities)
    if given is not None and given.organizations is not None and len(given.organizations["community"]):
        targets = np.bincount(given.organizations["community"], minlength=places.communities)
    posts = places.communities * money.room(int(np.diff(places.first_community).max()))
    return Known(tuple(targets.tolist()), int(environment["elements"]), posts, int(environment["burn_in"]))


@compiled
def _redraw_skill(w, wanting):
    for i in range(wanting.size):
        if wanting[i] == 1:
            w.residents.skill[i] = draw_skill(w, i)


def arrange(environment: dict[str, Any], seed: int, given: Given | None) -> tuple[np.ndarray | None, Layout]:
    """Return the order of the user's residents (None without data) and where everybody lives.

    Who is luckier follows from places and ids, never from the row in which a record stands.
    """
    if given is None:
        return None, layout(environment, seed)
    by_id = order_of_ids(given.residents["id"])
    labels = (given.residents[name][by_id] for name in ("community", "grid", "building", "household"))
    order, places = layout_from(environment, seed, *labels)
    return by_id[order], places


def overwrite(w: Any, residents: Arrays, given: Given, order: np.ndarray) -> None:
    """Put what the records say in place of what was drawn."""
    g = given.residents
    for name in ("tenure", "age_band", "origin", "occupation"):
        column = g[name][order]
        residents[name][column >= 0] = column[column >= 0]
    skill = g["skill"][order]
    _redraw_skill(w, np.isnan(skill).astype(np.uint8))
    residents["skill"][~np.isnan(skill)] = skill[~np.isnan(skill)]
    years = g["years"][order]
    # 0 stands for who was there at the start, nobody knows for how long
    start_anchors(w, years)
    residents["arrived"][~np.isnan(years)] = -np.maximum(1, np.round(52.0 * years[~np.isnan(years)])).astype(np.int32)
    weight = g["weight"][order]
    residents["weight"][~np.isnan(weight)] = weight[~np.isnan(weight)]


def given_ties(residents: Arrays, given: Given, order: np.ndarray) -> Arrays:
    """Return tie lists of the user's ties; households that were given are tied as well."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    edges = given.edges
    assert edges is not None
    one, other = rank[edges.source], rank[edges.target]
    by_rows = np.lexsort((np.maximum(one, other), np.minimum(one, other)))  # whatever their order in the file
    source, target = [one[by_rows]], [other[by_rows]]
    kind, strength = [edges.kind[by_rows].astype(np.int64)], [edges.strength[by_rows]]
    known = np.flatnonzero(given.residents["household"][order] >= 0)
    by_household: dict[int, list[int]] = {}
    for i in known.tolist():
        by_household.setdefault(int(residents["household"][i]), []).append(i)
    pairs = [(a, b) for rows in by_household.values() for k, a in enumerate(rows) for b in rows[k + 1 :]]
    if pairs:
        home = np.array(pairs, np.int64)
        source.append(home[:, 0])
        target.append(home[:, 1])
        kind.append(np.full(len(home), -1, np.int64))
        strength.append(np.full(len(home), np.nan))
    ties, _ = from_edges(
        len(order), np.concatenate(source), np.concatenate(target), np.concatenate(kind), np.concatenate(strength),
        residents["building"], residents["household"],
    )  # fmt: skip
    return ties


def given_organizations(arrays: dict[str, Arrays], given: Given, order: np.ndarray) -> np.ndarray:
    """Enter the user's organisations and memberships; return the membership lists."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    columns, own = given.organizations, arrays["organizations"]
    assert columns is not None
    count = len(columns["community"])
    for name in ("kind", "focus", "age", "capability", "legitimacy", "funds"):
        if name in columns:
            known = columns[name] >= 0  # -1 and nan: not given
            own[name][:count][known] = columns[name][known].astype(own[name].dtype)
    # Communities of the records are numbered by the layout in the same order.
    placed = columns["community"] >= 0
    own["community"][:count][placed] = columns["community"][placed]
    member_of: list[list[int]] = [[] for _ in range(len(order))]
    if given.memberships is not None:
        for resident, organization in sorted(
            zip(rank[given.memberships.resident].tolist(), given.memberships.organization.tolist(), strict=True)
        ):
            if own["alive"][organization]:  # else it is left out
                member_of[resident].append(organization)
    room = max(MEMBERSHIPS, max(map(len, member_of), default=0) + 1)
    lists = np.full((len(order), room), -1, np.int32)
    for i, rows in enumerate(member_of):
        lists[i, : len(rows)] = rows
        for k in rows:
            own["members"][k] += 1
    return lists


def build(
    seed: int, environment: dict[str, Any], parameters: dict[str, float], given: Given | None, order: np.ndarray | None,
    places: Layout, bind: Any, without: Iterable[Cause] = (),
) -> dict[str, Arrays]:  # fmt: skip
    """Return all arrays of a district at its beginning: week 0, or the first week of the burn-in.

    Parameters
    ----------
    seed : seed of the run
    environment, parameters : values by name; parameters as kernels see them
    given : what the user's files hold, or None
    order, places : from `arrange`
    bind : function (arrays) -> World
    without : causes left out
    """
    n, c = places.residents, places.communities
    groups = int(parameters["groups"])
    arrays: dict[str, Arrays] = {"residents": allocate_agents("residents", n), **place_arrays(places, groups)}
    residents = arrays["residents"]
    for name in ("community", "grid", "building", "household"):
        residents[name][:] = getattr(places, name)
    residents["alive"][:] = 1
    arrays["experience"] = allocate(state.Experience, n)
    arrays["scratch"] = allocate(state.Scratch, n)
    arrays["rules"] = rule_arrays(c, parameters)
    targets = target_organizations(places, environment)
    arrays["communities"]["target_organizations"][:] = targets
    arrays["communities"]["following"][:] = parameters["following_usual"]
    given_count = 0 if given is None or given.organizations is None else len(given.organizations["community"])
    initial = max(int(np.floor(targets).sum()), given_count)
    arrays["organizations"] = allocate_agents("organizations", 2 * initial + 8 * c + 16)
    arrays["workers"] = allocate_agents("workers", c * money.room(int(np.diff(places.first_community).max())))
    arrays["governments"] = allocate_agents("governments", 1 + places.streets)
    start_governments(arrays["governments"], places)
    arrays["cases"] = allocate(state.Cases, 0)
    arrays["queues"] = queue_arrays(
        places, float(environment["budget"]), min(parameters["price_grid_worker"], parameters["price_staff"])
    )
    arrays["counters"] = allocate(state.Counters, 1)
    arrays["without"] = barred(without, known_causes(environment, places, given), places.community_key)
    arrays["events"] = allocate(state.Events, 0, count=1)
    arrays["ties"] = allocate(state.Ties, 0, first=n, degree=n, room=n, weight=n, home=0, end=1, full=1, refused=1)
    arrays["lists"] = {"member_of": np.full((n, MEMBERSHIPS), -1, np.int32)}
    arrays["switches"] = {name: np.ones(1, np.uint8) for name in state.Switches.fields}
    arrays["flows"] = {"flows": np.zeros((len(FLOWS), c))}
    arrays["series"] = {"series": np.zeros((0, len(COLUMNS))), "series_places": np.zeros((0, len(COLUMNS)))}

    draw_communities(
        np.uint64(seed), arrays["communities"]["key"], parameters["group_evenness"], arrays["communities"]["affluence"],
        arrays["communities"]["group_share"],
    )  # fmt: skip
    w = bind(arrays)
    draw_residents(w)
    if given is not None and order is not None:
        overwrite(w, residents, given, order)
    if given is not None and order is not None and given.edges is not None:
        arrays["ties"] = given_ties(residents, given, order)
    else:
        arrays["ties"] = build_ties(
            residents["community"], residents["building"], residents["household"], residents["origin"],
            residents["sociability"], residents["identity"], parameters, seed,
        )  # fmt: skip
    w = bind(arrays)
    if given_count:
        arrays["communities"]["target_organizations"][:] = np.bincount(given.organizations["community"], minlength=c)  # type: ignore[union-attr,index]
    money.begin(w, n, c, float(environment["budget"]))
    lifespan.start(w, given_count == 0)
    if given_count:
        arrays["lists"]["member_of"] = given_organizations(arrays, given, order)  # type: ignore[arg-type]
        w = bind(arrays)
        lifespan.elect(w)
    effort.start(w)
    handling.start(w)
    rules.build(w)
    satisfaction.begin(w)
    money.employ(w)
    arrays["communities"]["baseline_hours"][:] = parameters["hours_baseline"]
    return arrays


def start_governments(governments: Arrays, places: Layout) -> None:
    """The district government stands in row 0, its street offices in the rows after it."""
    governments["alive"][:] = 1
    governments["level"][1:] = 1
    governments["residents"][0] = places.residents
    governments["residents"][1:] = np.bincount(places.street[places.community], minlength=places.streets)
    governments["identity"][:] = np.arange(1, 2 + places.streets, dtype=np.uint64)
