"""One rule identifies all rows; two columns that could are named; spellings of one word are asked about; spoilt codes refused."""

import itertools
import json

import networkx as nx
import pytest
from cogov.data import DataError, check, load

PEOPLE = "id,community\n" + "".join(f"{k},{'A' if k < 7 else 'B'}\n" for k in range(1, 13))


def graph_of(labels, attribute="label", ids=None):
    """A path through residents 1, 2, ... whose nodes have other ids."""
    graph = nx.Graph()
    ids = ids or [str((5 * k) % 12 + 1) for k in range(12)]
    for node, label in zip(ids, labels, strict=True):
        graph.add_node(node, **({attribute: label} if label is not None else {}))
    graph.add_edges_from(itertools.pairwise(ids))
    return graph


def refused(place, *words):
    with pytest.raises(DataError) as caught:
        load(place)
    assert any(problem.kind == "two_identities" for problem in caught.value.errors), caught.value
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("attribute", ["label", "name", "id", "编号", "Label"])
def test_nodes_that_match_by_two_names(folder, attribute):
    place = folder({"residents.csv": PEOPLE})
    nx.write_graphml(graph_of([str(k) for k in range(1, 13)], attribute), place / "ties.graphml")
    refused(place, "ties.graphml", attribute)
    for key, first in (("node", (1, 6)), (attribute, (1, 2))):
        package = {"resources": [{"name": "ties", "path": "ties.graphml", "schema": {"primaryKey": key}}]}
        (place / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        edges = load(place).edges
        assert (min(edges.source[0], edges.target[0]) + 1, max(edges.source[0], edges.target[0]) + 1) == first


def test_nodes_where_some_row_numbers_happen_to_be_ids(folder):
    place = folder({"residents.csv": PEOPLE})
    graph = graph_of([str(k) for k in range(1, 13)], ids=[str(k) for k in range(12)])
    nx.write_graphml(graph, place / "ties.graphml")
    refused(place)


def test_one_rule_for_all_nodes(folder):
    place = folder({"residents.csv": PEOPLE})
    nx.write_graphml(graph_of([str(k) if k < 9 else None for k in range(1, 13)], ids=[f"n{k}" for k in range(8)] + list("9abc")), place / "ties.graphml")  # fmt: skip
    assert {p.kind for p in check(place)} == {"missing_value"}  # those without a label, whatever their node is called
    with pytest.raises(DataError):
        load(place)
    nx.write_graphml(graph_of([str(k) for k in range(1, 13)], ids=[f"n{k}" for k in range(12)]), place / "ties.graphml")
    assert sorted(zip(load(place).edges.source, load(place).edges.target, strict=True)) == [
        (k, k + 1) for k in range(11)
    ]


def geojson(*properties, **ids):
    features = [{"type": "Feature", "properties": one, "geometry": None} for one in properties]
    for key, feature in zip(ids.get("ids", ()), features, strict=False):
        feature["id"] = key
    return json.dumps({"type": "FeatureCollection", "features": features})


TWO = "id,community\na,1\nb,2\nc,3\n"


@pytest.mark.parametrize(
    "text",
    [
        geojson({"id": 1, "社区编号": 2, "name": "x"}, {"id": 2, "社区编号": 3, "name": "y"}, {"id": 3, "社区编号": 1, "name": "z"}),
        geojson({"id": 1, "code": "2"}, {"id": 2, "code": "3"}, {"id": 3, "code": "1"}),  # a property that is not read
        geojson({"community": 1}, {"community": 2}, {"community": 3}, ids=[3, 1, 2]),
        geojson({"id": 1, "name": "2"}, {"id": 2, "name": "3"}, {"id": 3, "name": "1"}),
    ],
)  # fmt: skip
def test_features_with_a_row_number_beside_the_code(folder, text):
    refused(folder({"residents.csv": TWO, "communities.geojson": text}), "communities.geojson" if "name\": \"2" not in text else "residents.csv")  # fmt: skip


def test_the_property_that_residents_use(folder):
    text = geojson({"id": 1, "社区编号": "D2", "name": "x"}, {"id": 2, "社区编号": "D1", "name": "y"})
    given = load(folder({"residents.csv": "id,community\na,D1\nb,D2\n", "communities.geojson": text}))
    assert [given.communities.name[code] for code in given.residents["community"]] == ["y", "x"]


def test_a_communities_table_with_two_codes(folder):
    files = {"residents.csv": TWO, "communities.csv": "id,gov_code,name\n1,3,x\n2,1,y\n3,2,z\n"}
    refused(folder(files), "gov_code")
    package = {
        "resources": [{"name": "communities", "path": "communities.csv", "schema": {"primaryKey": ["gov_code"]}}]
    }
    given = load(folder({**files, "datapackage.json": json.dumps(package)}))
    assert [given.communities.name[code] for code in given.residents["community"]] == ["y", "z", "x"]


def test_residents_with_two_numbers(folder):
    files = {"residents.csv": "id,card,community\n1,3,X\n2,1,X\n3,2,X\n", "ties.csv": "source,target\n1,2\n2,3\n"}
    refused(folder(files), "card")
    files = {"residents.csv": "id,community\n1,X\n2,X\n", "organizations.csv": "id,no,community\n1,2,X\n2,1,X\n"}
    refused(folder({**files, "memberships.csv": "resident,organization\n1,1\n2,2\n"}, "other"), "no")


PAIRS = [
    ("东风1社区", "东风１社区"),
    ("01", "1"),
    ("East", "EAST"),
    ("12", "12.0"),
    ("3栋 2", "3栋2"),
    ("A-007", "a-7"),
]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("column", ["id", "community", "grid", "building", "household", "origin"])
def test_spellings_of_one_word_are_asked_about(folder, column, pair):
    if column == "origin" and pair[0].isdigit():
        pytest.skip("bare digits are refused there in any case")
    columns = dict.fromkeys(("id", "community", "grid", "building", "household", "origin"), "X")
    rows = [
        columns | {"id": f"p{k}"} | {column: word} for k, word in enumerate((*pair, pair[0] if column != "id" else "q"))
    ]
    text = ",".join(columns) + "\n" + "".join(",".join(row.values()) + "\n" for row in rows)
    with pytest.raises(DataError) as caught:
        load(folder({"residents.csv": text}))
    (problem,) = caught.value.errors
    assert (problem.kind, problem.column) == ("spellings", column)
    assert all(f"'{word}'" in problem.value for word in pair)
    codes = "table,column,code,meaning\nresidents,{},*,{}\n"
    kept = load(folder({"residents.csv": text, "codes.csv": codes.format(column, "keep")}))
    named = (
        f"table,column,code,meaning\nresidents,{column},{pair[0]},{pair[0]}\nresidents,{column},{pair[1]},{pair[1]}\n"
    )
    assert load(folder({"residents.csv": text, "codes.csv": named})).labels == kept.labels
    if column == "id":
        assert kept.residents["id"].tolist() == [*pair, "q"]
        return
    assert len(set(kept.residents[column].tolist())) == 2
    merged = load(folder({"residents.csv": text, "codes.csv": codes.format(column, "合并")}))
    assert set(merged.residents[column].tolist()) == {0}


def test_flats_of_different_houses_are_no_spellings(folder):
    assert not check(folder({"residents.csv": "id,community,household\na,X,1\nb,Y,01\n"}))


SPOILT = ["3.20105E+11", "3.2e+11", "３.2E+11", "4E+07", "1e5"]


@pytest.mark.parametrize("value", SPOILT)
@pytest.mark.parametrize("column", ["id", "community", "grid", "building", "household"])
def test_codes_that_a_spreadsheet_spoilt(folder, column, value):
    columns = dict.fromkeys(("id", "community", "grid", "building", "household"), "X")
    text = ",".join(columns) + "\n" + ",".join((columns | {column: value}).values()) + "\n"
    (problem,) = [problem for problem in check(folder({"residents.csv": text})) if problem.is_error]
    assert (problem.kind, problem.row, problem.column, problem.value) == ("spoilt_code", 2, column, value)


def test_long_codes_whose_last_digits_are_gone(folder):
    def people(*codes):
        return {"residents.csv": "id,community\n" + "".join(f"{code},X\n" for code in codes)}

    spoilt = [f"32010519{k:07d}000" for k in range(30)]
    found = check(folder(people(*spoilt)))
    assert {problem.kind for problem in found} == {"spoilt_code"}
    assert len(found) == 30
    whole = [f"32010519{k:07d}{k % 997 + 1:03d}" for k in range(400)]
    assert not check(folder(people(*whole, spoilt[0]), "whole"))  # one in a thousand ends so by chance


def test_households_too_large_to_be_true(folder):
    rows = "".join(f"p{k},X,{'h' if k < 40 else k}\n" for k in range(60))
    (problem,) = check(folder({"residents.csv": "id,community,household\n" + rows}))
    assert (problem.kind, problem.value) == ("huge_household", "h (40)")
    codes = "表,列,代码,含义\n居民,家庭,*,区分\n"
    assert not check(folder({"residents.csv": "id,community,household\n" + rows, "codes.csv": codes}))


TABLES = {
    "residents.csv": ("编号,社区,年龄", ["a,X,30", "b,X,40"]),
    "ties.csv": ("source,target,strength", ["a,b,0.5"]),
    "organizations.csv": ("id,community,name", ["O,X,Choir"]),
    "memberships.csv": ("resident,organization,office", ["a,O,"]),
    "communities.csv": ("id,name,population", ["X,East,900"]),
}
TOTALS = ["合计,{n},", "合 计：,,", "总计,,100", "Total,,", "SUBTOTAL,,", "共2人,,", "grand total,,2", "平均,,35"]


def with_rows(file, *more, before=(), after=()):
    return {
        name: "\n".join([*(before if name == file else ()), header, *(after if name == file else ()), *rows, *(more if name == file else ())]) + "\n"
        for name, (header, rows) in TABLES.items()
    }  # fmt: skip


@pytest.mark.parametrize("file", TABLES)
@pytest.mark.parametrize("total", TOTALS)
def test_totals_are_no_records(folder, file, total):
    _, rows = TABLES[file]
    found = [p for p in check(folder(with_rows(file, total.format(n=2)))) if p.is_error]
    assert [(p.kind, p.file, p.row) for p in found] == [("total_row", file, len(rows) + 2)]


@pytest.mark.parametrize("file", TABLES)
@pytest.mark.parametrize("title", ["2024年登记表,,", "Register of 2024", ",,\nRegister,,\n"])
def test_titles_and_repeated_headers_are_set_aside_by_name(folder, file, title):
    header = TABLES[file][0]
    plain = load(folder(with_rows(file), "plain"))
    titled = folder(with_rows(file, before=[title], after=[header.upper()]), "titled")
    found = load(titled)
    kinds = [(p.kind, p.file) for p in check(titled)]
    assert sorted(kinds) == [("header_again", file), ("title_row", file)]
    assert found.residents["id"].tolist() == plain.residents["id"].tolist()
    assert (len(found.edges), found.communities.name) == (len(plain.edges), plain.communities.name)


def test_a_second_header_in_the_other_language(folder):
    found = check(folder({"residents.csv": "id,community,age\n编号,社区,年龄\na,X,30\n"}))
    assert [(p.kind, p.row) for p in found] == [("header_again", 2)]


def test_total_in_a_table_numbered_by_rows(folder):
    found = check(folder({"residents.csv": "序号,社区\n1,X\n2,X\n3,合计\n"}))
    assert [(p.kind, p.row) for p in found] == [("total_row", 4)]


def test_what_is_missing_is_missing_in_every_cell(folder):
    for word in ("NaN", "None", "NA", "NaT", "<NA>", "#N/A", "－", "未知", "未填写", "缺失"):
        columns = {"household": word, "age": word, "sex": word, "tenure": word, "origin": word, "occupation": word, "years": word, "skill": word, "weight": word}  # fmt: skip
        given = load(folder({"residents.csv": f"id,community,{','.join(columns)}\na,X,{','.join(columns.values())}\n"}))
        assert not [name for name in columns if given.missing[name] < 1], word
        for text in (f"id,community\n{word},X\n", f"id,community\na,{word}\n"):
            (problem,) = check(folder({"residents.csv": text}, "needed"))
            assert problem.kind == "missing_value"
