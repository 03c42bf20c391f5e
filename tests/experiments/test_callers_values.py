"""What a caller's own code has at hand: networkx graphs, values of NumPy; the same bytes as from plain ones, or a clear refusal."""

import json
import shutil

import cogov
import networkx as nx
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.experiments.comparison.comparison_files import data_files
from cogov.reports.chains.chain import data_files as chain_files

PAIR = ["top_down", "co_governance"]
SMALL = {"weeks": 6, "workers": 1}
PLAIN = {"replicates": 2, "seed": 3, "weeks": 6, "residents": 60, "communities": 2, "workers": 1}
VALUES = {"levers": {"pooling": 0.5}, "environment": {"complexity": 3}, "constants": {"tie_rate": 0.01}}
NUMPY = {name: np.int64(value) for name, value in PLAIN.items()}
NUMPY_VALUES = {
    "levers": {np.str_("pooling"): np.float64(0.5)}, "environment": {"complexity": np.int16(3)},
    "constants": {"tie_rate": np.float64(0.01)},
}  # fmt: skip


@pytest.fixture(scope="module")
def graph():
    """A hundred people in four communities, as networkx makes them."""
    found = nx.random_partition_graph([25] * 4, 0.2, 0.02, seed=1)
    for node, place in nx.get_node_attributes(found, "block").items():
        found.nodes[node].clear()
        found.nodes[node]["community"] = "NESW"[place]
    return found


@pytest.fixture(scope="module")
def compared(graph):
    return cogov.compare(PAIR, replicates=2, population=graph, **SMALL)


def test_a_graph_is_compared_through_to_the_report(compared, tmp_path):
    page = compared.report(tmp_path / "report")
    text = page.read_text(encoding="utf-8")
    assert "100" in text
    assert len(compared.runs) == 4
    manifest = json.loads((tmp_path / "report" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["data"]["path"] is None
    assert manifest["environment"]["residents"] == 100
    assert manifest["environment"]["communities"] == 4
    shutil.rmtree(tmp_path / "report")


def test_a_graph_is_explained_with_the_same_runs(graph, compared):
    found = cogov.why(*PAIR, indicator="satisfaction", replicates=2, population=graph, groups="kinds", runs=60, **SMALL)
    at = compared.indicators.index("satisfaction")
    place = found.indicators.index("satisfaction")
    np.testing.assert_array_equal(found.before[:, place], compared.summary[0, :, at])
    np.testing.assert_array_equal(found.after[:, place], compared.summary[1, :, at])
    assert cogov.why_one("top_down", resident="7", population=graph, without="organization:0", **SMALL).sentences()


def test_numbers_of_numpy_give_the_same_bytes():
    plain = cogov.compare(PAIR, **PLAIN, **VALUES)
    other = cogov.compare(np.array(PAIR), **NUMPY, **NUMPY_VALUES)
    assert data_files(other) == data_files(plain)
    assert other.setting == plain.setting


def test_numbers_of_numpy_explain_the_same():
    plain = cogov.why(*PAIR, indicator="satisfaction", groups="kinds", runs=60, exact=False, **PLAIN, **VALUES)
    other = cogov.why(*map(np.str_, PAIR), indicator=np.array(["satisfaction"]), groups=np.str_("kinds"), runs=np.int64(60), exact=np.False_, **NUMPY, **NUMPY_VALUES)  # fmt: skip
    assert other.setting == plain.setting
    assert other.shares() == plain.shares()
    assert other.runs.equals(plain.runs)


def test_numbers_of_numpy_tell_the_same():
    words = {"without": "organization:0", **VALUES}
    plain = cogov.why_one("top_down", resident=7, replicate=1, **PLAIN, **words)
    other = cogov.why_one(np.str_("top_down"), resident=np.int64(7), replicate=np.int64(1), **NUMPY, **{**words, **NUMPY_VALUES})  # fmt: skip
    assert other.sentences() == plain.sentences()
    assert chain_files(other.chain) == chain_files(plain.chain)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"replicates": np.float64(2.5)}, "replicates = 2.5"),
        ({"replicates": np.array([2, 3])}, "replicates = "),
        ({"weeks": np.nan}, "weeks = nan"),
        ({"seed": np.float64(0.5)}, "0.5"),
        ({"levers": {"pooling": np.nan}}, "pooling = nan"),
        ({"levers": {"pooling": np.array([0.1, 0.2])}}, "pooling = "),
    ],
)
def test_values_of_numpy_that_are_none_are_refused(given, said):
    with pytest.raises(QuantityError, match=said):
        cogov.compare(PAIR, **{**PLAIN, **given})
