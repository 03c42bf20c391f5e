"""The order of rows in a user's files is nobody's luck: other orders of residents, ties, communities, organisations give the same bytes.

Only where a tie stands in the list of its ends may differ; ties themselves do not.
"""

import cogov.scenarios  # noqa: F401
import networkx as nx
import numpy as np
import pytest
from cogov.data import load
from cogov.model.model import CommunityModel
from cogov.tests.support.districts import LISTED, differing, state_of, tie_list

HEAD = "id,community,grid,building,household,tenure\n"
# Thirty-six households of two in three communities; each home named, so that nothing of where people live is drawn.
HOMES = [
    [f"p{h:02}{m},c{h % 3},g{h % 2},b{h % 4},h{h:02},{'owner' if h % 3 else 'renter'}\n" for m in "ab"]
    for h in range(36)
]
TIES = [f"p{h:02}a,p{(h * 7 + k) % 36:02}b,0.{k + 3}\n" for h in range(36) for k in (1, 5)]


def run(folder, homes, ties):
    folder.mkdir()
    (folder / "residents.csv").write_text(HEAD + "".join(row for home in homes for row in home), encoding="utf-8")
    (folder / "ties.csv").write_text("source,target,strength\n" + "".join(ties), encoding="utf-8")
    model = CommunityModel(scenario=None, population=load(folder), rng=5, environment={"elements": 6})
    ids = dict(zip(model.residents_frame().unique_id, model.residents_frame().id, strict=True))
    model.run_for(26)
    return model, ids


def unlike(one, other):
    """What differs between two runs, apart from where ties stand in their lists."""
    hidden = {f"ties.{name}" for name in LISTED}
    found = differing(state_of(one), state_of(other)) - hidden
    return found if tie_list(one) == tie_list(other) else found | {"ties"}


@pytest.fixture(scope="module")
def as_written(tmp_path_factory):
    return run(tmp_path_factory.mktemp("order") / "as-written", HOMES, TIES)


@pytest.mark.parametrize(
    ("homes", "ties"),
    [
        (HOMES, TIES[::-1]),
        (HOMES, TIES[1::2] + TIES[::2]),
        (HOMES[::-1], TIES),
        (HOMES[20:] + HOMES[:20], TIES[::-1]),
        ([home[::-1] for home in HOMES], TIES),
    ],
    ids=["ties reversed", "ties mixed", "homes reversed", "both", "members of a household reversed"],
)
def test_other_orders_give_the_same_bytes(homes, ties, as_written, tmp_path):
    model, ids = run(tmp_path / "other", homes, ties)
    assert unlike(model, as_written[0]) == set()
    assert ids == as_written[1]


def test_which_end_of_a_tie_comes_first_does_not_matter(as_written, tmp_path):
    turned = [",".join([*tie.split(",")[1::-1], tie.split(",")[2]]) for tie in TIES]
    model, _ = run(tmp_path / "other", HOMES, turned)
    assert unlike(model, as_written[0]) == set()


PEOPLE = [
    f"p{i},c{i % 2},{20 + i % 60},{(i * 7 % 30) / 10}" for i in range(1, 81)
]  # whose grids, buildings, households are drawn
FRIENDS = [f"p{i},p{i * 13 % 80 + 1},0.5" for i in range(1, 81) if i != i * 13 % 80 + 1]
PLACES = ["c0,North,500", "c1,South,700", "c10,Far,900"]
CLUBS = [f"o{k},c{k % 2},repairs,{1000 * k}" for k in range(1, 6)]
MEMBERS = [f"p{i},o{i % 5 + 1}" for i in range(1, 81, 3)] + [f"p{i},o{(i + 2) % 5 + 1}" for i in range(1, 81, 6)]
TABLES = {
    "residents.csv": ("id,community,age,years", [*PEOPLE, "q1,c10,40,2", "q2,c10,41,3"]),
    "ties.csv": ("source,target,strength", FRIENDS),
    "communities.csv": ("id,name,population", PLACES),
    "organizations.csv": ("id,community,focus,funds", CLUBS),
    "memberships.csv": ("resident,organization", MEMBERS),
}


def histories(folder, shuffled=(), seed=0):
    """What becomes of everybody, by the user's own ids and names, with the rows of some tables shuffled."""
    folder.mkdir()
    for name, (head, rows) in TABLES.items():
        order = np.random.default_rng(seed).permutation(len(rows)) if name in shuffled else range(len(rows))
        (folder / name).write_text("\n".join([head, *(rows[k] for k in order)]) + "\n", encoding="utf-8")
    given = load(folder)
    model = CommunityModel(
        scenario="co_governance", population=given, rng=5, environment={"elements": 6}, by_community=True
    )
    model.run_for(27)
    people = model.residents_frame().drop(columns="unique_id").set_index("id")
    people.insert(0, "name", [given.communities.name[c] for c in people.community])
    return model, people, tuple(map(str, given.organizations["id"]))


@pytest.fixture(scope="module")
def in_order(tmp_path_factory):
    return histories(tmp_path_factory.mktemp("tables") / "in-order")


@pytest.mark.parametrize("names", [(name,) for name in TABLES] + [tuple(TABLES)], ids=" ".join)
def test_rows_of_any_table_in_any_order(names, in_order, tmp_path):
    """Also where grids, buildings and households are drawn, and with organisations and their members."""
    model, people, organizations = histories(tmp_path / "shuffled", names, 3)
    assert unlike(model, in_order[0]) == set()
    assert people.equals(in_order[1])
    assert organizations == in_order[2]
    assert model.indicators_by_community.equals(in_order[0].indicators_by_community)


def test_nodes_of_a_graph_in_any_order():
    """Histories follow the names of nodes; names of places are numbered in their natural order."""
    graph = nx.karate_club_graph()
    for node in graph:
        graph.nodes[node].clear()
        graph.nodes[node].update(community=f"c{node % 3}", household=f"h{node // 2}")
    nx.set_edge_attributes(graph, 0.5, "weight")
    other = nx.Graph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(graph.edges(data=True))
    frames = []
    for population in (graph, other):
        model = CommunityModel(scenario=None, population=population, rng=3, environment={"elements": 6})
        model.run_for(13)
        frames.append(model.residents_frame().drop(columns="unique_id").set_index("id"))
    assert frames[0].equals(frames[1])


def test_edges_of_a_graph_in_any_order():
    """Edges may be added in any order and direction."""
    graph = nx.karate_club_graph()
    other = nx.Graph()
    other.add_nodes_from(graph.nodes(data=True))
    other.add_edges_from((j, i, data) for i, j, data in reversed(list(graph.edges(data=True))))
    models = []
    for population in (graph, other):
        with pytest.warns(UserWarning, match="graph: "):  # weights above 1, the attribute `club`
            model = CommunityModel(scenario=None, population=population, rng=3, environment={"elements": 6})
        model.run_for(13)
        models.append(model)
    assert unlike(*models) == set()
