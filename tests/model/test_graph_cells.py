"""Cells of a user's graph: missing in every form, sets, bare codes, spellings; nothing is dropped or merged in silence."""

import datetime
import decimal
import pickle
import warnings

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from cogov.core.quantity import QuantityError
from cogov.model.population.from_graph import GraphWarning, given_from_graph
from cogov.model.population.given import CODES, NUMBERS

MISSING = [None, float("nan"), np.nan, np.float32("nan"), pd.NA, pd.NaT, np.datetime64("NaT", "s"), decimal.Decimal("NaN"), "", "  ", "NaN", "NA", "<NA>", "ｎａ", "未知"]  # fmt: skip
VALUES = {
    "community": "东", "grid": "g1", "building": 7, "household": "h", "origin": "Hebei", "tenure": "owner", "occupation": "teaching",
    "sex": "female", "age": 40, "years": 3, "skill": 0.5, "weight": 2.0,
}  # fmt: skip


def path(n=6):
    return nx.path_graph(n)


def refused(graph, *words):
    with pytest.raises(QuantityError) as caught:
        given_from_graph(graph)
    for word in words:
        assert word in str(caught.value), caught.value
        assert word in caught.value.text.zh or not word.isascii() or " " in word
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.text) == (str(caught.value), caught.value.text)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.text.zh)


@pytest.mark.parametrize("name", [name for name in (*CODES, *NUMBERS)])
def test_missing_is_missing_in_every_form_and_column(name):
    from cogov.agents.resident import AGE_BANDS

    value = AGE_BANDS[2] if name == "age_band" else VALUES[name]
    graph = path(len(MISSING) + 1)
    nx.set_node_attributes(graph, dict(enumerate([*MISSING, value])), name)
    bare = path(len(MISSING) + 1)
    bare.nodes[len(MISSING)][name] = value
    with_missing, without = given_from_graph(graph), given_from_graph(bare)
    assert with_missing.missing[name] == pytest.approx(len(MISSING) / (len(MISSING) + 1))
    np.testing.assert_array_equal(with_missing.residents[name], without.residents[name])
    assert (with_missing.communities.id, with_missing.labels) == (without.communities.id, without.labels)


@pytest.mark.parametrize("value", MISSING, ids=repr)
@pytest.mark.parametrize("name", ["strength", "weight"])
def test_a_missing_strength_or_kind_is_missing(name, value):
    graph = nx.Graph([("a", "b", {name: 0.5, "kind": "household"}), ("b", "c", {name: value, "kind": value})])
    edges = given_from_graph(graph).edges
    np.testing.assert_array_equal(edges.strength, [0.5, np.nan])
    assert edges.kind.tolist() == [0, -1]


@pytest.mark.parametrize("how", ["NaN", "None", "NA"])
def test_frames_of_edges_with_gaps(how):
    frame = pd.DataFrame({"source": list("abcd"), "target": list("bcde"), "weight": [0.5, np.nan, 0.25, 1.0]})
    if how == "None":
        frame = frame.astype(object).where(frame.notna(), None)
    elif how == "NA":
        frame = frame.convert_dtypes()
    edges = given_from_graph(nx.from_pandas_edgelist(frame, edge_attr=True)).edges
    np.testing.assert_array_equal(edges.strength, [0.5, np.nan, 0.25, 1.0])


@pytest.mark.parametrize("node", [np.nan, pd.NA, pd.NaT, "", "nan", "<NA>"], ids=repr)
def test_a_missing_end_of_an_edge_is_no_resident(node):
    graph = nx.Graph([("a", "b"), ("b", node)])
    refused(graph, "1")
    with pytest.raises(QuantityError, match="a node is missing"):
        given_from_graph(graph)


@pytest.mark.parametrize("value", [np.inf, -np.inf, -0.1, "x", True, [0.5], {0.5}, np.array([1.0, 2.0])], ids=repr)
@pytest.mark.parametrize("name", ["strength", "weight"])
def test_a_wrong_strength_names_its_edge(name, value):
    graph = nx.Graph([("a", "b", {name: 0.5}), ("Q1", "Q2", {name: value})])
    refused(graph, "Q1", "Q2", name)


@pytest.mark.parametrize(
    "value", [{1, 2}, frozenset("x"), [1, 2], {"a": 1}, np.array([1, 2]), pd.Series([1])], ids=repr
)
@pytest.mark.parametrize("name", [name for name in (*CODES, *NUMBERS)])
def test_what_is_no_scalar_is_named(name, value):
    graph = path()
    graph.nodes[3][name] = value
    refused(graph, "3", name)


@pytest.mark.parametrize("form", [set, frozenset, list, tuple, np.array, sorted])
def test_communities_as_sets_of_nodes(form):
    graph = path(9)
    for node in graph:
        graph.nodes[node]["community"] = form([3 * (node // 3) + k for k in range(3)])
    found = given_from_graph(graph)
    assert found.residents["community"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert found.communities.name == ("1", "2", "3")


def test_overlapping_sets_are_refused():
    graph = path(3)
    nx.set_node_attributes(graph, {0: {0, 1}, 1: {0, 1, 2}, 2: {1, 2}}, "community")
    refused(graph, "community")


@pytest.mark.parametrize(
    ("name", "word"), [("tenure", "renter"), ("sex", "male"), ("occupation", "teaching"), ("age_band", None)]
)
@pytest.mark.parametrize("codes", [(0, 1), ("0", "1"), (0.0, 1.0), (np.int64(0), np.int64(1))], ids=str)
def test_bare_numbers_need_a_codebook(name, word, codes):
    from cogov.agents.resident import AGE_BANDS

    word = word or AGE_BANDS[1]
    graph = path()
    nx.set_node_attributes(graph, {node: codes[node > 1] for node in graph}, name)
    refused(graph, name, f"{codes[1]} (4)", f"{codes[0]} (2)", "codes")
    graph.graph["codes"] = {name: {0: word, 1: None}}
    found = given_from_graph(graph)
    assert (found.residents[name] >= 0).tolist() == [True, True, False, False, False, False]
    named = path()
    nx.set_node_attributes(named, {0: word, 1: word}, name)
    np.testing.assert_array_equal(found.residents[name], given_from_graph(named).residents[name])


@pytest.mark.parametrize("name", ["community", "grid", "building", "household", "origin"])
@pytest.mark.parametrize(
    "pair", [("东1", "东１"), ("01", "1"), ("East", "EAST"), ("12", "12.0"), (1, "1"), ("a b", "ab")]
)
def test_spellings_of_one_label_are_asked_about(name, pair):
    graph = path()
    nx.set_node_attributes(graph, {node: pair[node % 2] for node in graph}, name)
    refused(graph, name, repr(pair[0]), repr(pair[1]))
    if isinstance(pair[0], str):
        graph.graph["codes"] = {name: {pair[0]: pair[1]}}
        assert set(given_from_graph(graph).residents[name]) == {0}
        graph.graph["codes"] = {name: {pair[0]: pair[0], pair[1]: pair[1]}}
        assert set(given_from_graph(graph).residents[name]) == {0, 1}


def test_whole_floats_are_the_labels_that_pandas_made_of_them():
    frame = pd.DataFrame({"grid": [1, None, 2]})
    graph = path(3)
    nx.set_node_attributes(graph, frame.to_dict("index"))
    assert given_from_graph(graph).labels["grid"] == ("1", "2")


def test_ids_written_alike_are_two_types():
    refused(nx.Graph([(1, 2), ("1", 3)]), "'1'", "str")


def test_everything_left_out_is_a_warning_in_both_languages():
    graph = nx.MultiDiGraph()
    graph.add_edge("Sentinel1", "Sentinel2", weight=4.0, colour="red")
    graph.add_edge("Sentinel2", "Sentinel1", weight=8.0)
    graph.add_edge("Sentinel3", "Sentinel3")
    graph.add_node("sentinel3", hair="SecretValue", tenur="owner", date=datetime.date(2020, 1, 1))
    with pytest.warns(GraphWarning) as caught:
        found = given_from_graph(graph)
    said = "\n".join(str(one.message) for one in caught)
    for words in ("self loops", "opposite", "differ in strength", "divided by the greatest, 8", "colour", "'hair' is not read", "'tenure'", "differ in width"):  # fmt: skip
        assert words in said
    assert len(caught) == len(found.warnings) == 9
    assert found.edges.strength.tolist() == [1.0]
    for notice in found.warnings:
        assert notice.public.zh != notice.public.en
        assert notice["zh"] != notice["en"]
    handed_on = str(found.summary())
    assert "entinel" not in handed_on
    assert "SecretValue" not in handed_on


def test_a_plain_graph_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert given_from_graph(path()).warnings == ()
