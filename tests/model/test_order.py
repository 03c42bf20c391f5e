"""The order of rows in a user's files is nobody's luck: other orders of ties, and of residents whose homes are given, give the same bytes.

Only where a tie stands in the list of its ends may differ; ties themselves do not.
"""

import networkx as nx
import pytest
from cogov.data import load
from cogov.model.model import CommunityModel
from cogov.tests.model.districts import LISTED, differing, state_of, tie_list

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
    [(HOMES, TIES[::-1]), (HOMES, TIES[1::2] + TIES[::2]), (HOMES[::-1], TIES), (HOMES[20:] + HOMES[:20], TIES[::-1])],
    ids=["ties reversed", "ties mixed", "homes reversed", "both"],
)
def test_other_orders_give_the_same_bytes(homes, ties, as_written, tmp_path):
    model, ids = run(tmp_path / "other", homes, ties)
    assert unlike(model, as_written[0]) == set()
    assert ids == as_written[1]


def test_which_end_of_a_tie_comes_first_does_not_matter(as_written, tmp_path):
    turned = [",".join([*tie.split(",")[1::-1], tie.split(",")[2]]) for tie in TIES]
    model, _ = run(tmp_path / "other", HOMES, turned)
    assert unlike(model, as_written[0]) == set()


def test_order_within_a_household_is_who_is_who(as_written, tmp_path):
    """Two of a household who change places change places in luck as well: nothing in the file tells them apart. That is not promised."""
    model, ids = run(tmp_path / "other", [home[::-1] for home in HOMES], TIES)
    assert ids != as_written[1]
    assert unlike(model, as_written[0])


def test_edges_of_a_graph_in_any_order():
    """Nodes are rows; edges may be added in any order and direction."""
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
