"""Well-formed folders come out as the numbers that went in, however they are written."""

import json

import numpy as np
import pytest
from cogov.core.text import Text
from cogov.data import DataError, check, load
from cogov.model.population.given import CODES, NUMBERS
from cogov.model.quantities.codes import TIE_ACQUAINTANCE, TIE_BUILDING, TIE_HOUSEHOLD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SETTINGS = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])

CHINESE = {
    "居民.csv": "编 号,社区,家庭,网格,楼栋,年龄（岁）,性别,住房/产权,籍贯,职业,居住年限,数字技能,权重\n"
    "张三,东风,1,甲,2号楼,３５,男,业主,本地,教师,10,0.5,1.2\n"
    "李四,东风,1,甲,2号楼,60,女,租户,外省,司机,,,\n"
    "王五,和平,1,,,,,,,,,,\n",
    "关系.csv": "起点,终点,类型,强度\n张三,李四,家庭,0.9\n李四,王五,熟人,\n",
    "社会组织.csv": "编号,社区,类型,领域,成立\nO1,东风,孵化,教学,2018年3月\nO2,和平,,,\n",
    "成员.csv": "成员,组织,职务\n张三,O1,会长\n王五,O1,\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_chinese_headers_in_each_encoding(folder, encoding, mark):
    place = folder({name: text.replace(",", mark) for name, text in CHINESE.items()}, encoding=encoding)
    given_ = load(place)
    r = given_.residents
    assert r["id"].tolist() == ["张三", "李四", "王五"]
    assert given_.communities.name == ("东风", "和平")
    assert r["community"].tolist() == [0, 0, 1]
    assert r["building"].tolist() == [0, 0, -1]
    assert r["household"].tolist() == [0, 0, 1]
    np.testing.assert_array_equal(r["age"], [35, 60, np.nan])
    assert r["age_band"].tolist() == [1, 2, -1]
    assert (r["sex"].tolist(), r["tenure"].tolist(), r["occupation"].tolist()) == ([1, 0, -1], [0, 1, -1], [2, 5, -1])
    assert given_.labels["building"] == ("2号楼",)
    assert given_.edges.kind.tolist() == [TIE_HOUSEHOLD, TIE_ACQUAINTANCE]
    np.testing.assert_array_equal(given_.edges.strength, [0.9, np.nan])
    assert given_.organizations["kind"].tolist() == [1, -1]
    assert given_.memberships.office.tolist() == [1, 0]
    assert given_.missing["tenure"] == pytest.approx(1 / 3)
    assert {"tenure", "grid", "skill"} <= set(given_.columns_drawn)
    assert {about["encoding"] for about in given_.provenance["files"].values()} == {encoding}
    json.dumps(given_.summary())
    assert "张三" not in json.dumps(given_.summary(), ensure_ascii=False)  # no one's record in the manifest


def test_labels_belong_to_what_they_lie_in(folder):
    text = "id,community,grid,building,household\na,X,1,1,1\nb,X,1,2,1\nc,X,2,1,1\nd,Y,1,1,1\ne,X,1,1,1\nf,X,10,1,\n"
    r = load(folder({"residents.csv": text})).residents
    assert r["grid"].tolist() == [0, 0, 1, 3, 0, 2]  # 2 before 10
    assert r["building"].tolist() == [0, 1, 2, 4, 0, 3]
    assert r["household"].tolist() == [0, 1, 2, 3, 0, -1]


def test_order_of_rows_does_not_matter(folder):
    rows = [f"{k},C{k % 3},{k % 5},{k % 2}" for k in range(40)]
    one = load(folder({"residents.csv": "id,community,grid,building\n" + "\n".join(rows)}, "one")).residents
    two = load(folder({"residents.csv": "id,community,grid,building\n" + "\n".join(rows[::-1])}, "two")).residents
    for name in ("community", "grid", "building"):
        assert one[name].tolist() == two[name][::-1].tolist()


def test_graphml(folder):
    import networkx as nx

    graph = nx.Graph()
    graph.add_node("n1", label="a")
    graph.add_node("n2", label="b")
    graph.add_edge("n1", "n2", kind="neighbour", strength=0.25)
    place = folder({"residents.csv": "id,community\na,X\nb,X\n"})
    nx.write_graphml(graph, place / "network.graphml")
    edges = load(place).edges
    assert (edges.source.tolist(), edges.target.tolist(), edges.kind.tolist()) == ([0], [1], [TIE_BUILDING])
    assert edges.strength.tolist() == [0.25]


def test_repeated_ties_keep_the_strongest(folder):
    ties = "source,target,kind,strength\na,b,,\nb,a,friend,0.3\na,b,,0.2\n"
    edges = load(folder({"residents.csv": "id,community\na,X\nb,X\n", "ties.csv": ties})).edges
    assert (len(edges), edges.strength[0], edges.kind[0]) == (1, 0.3, TIE_ACQUAINTANCE)


def test_geojson_names_population_shape(folder):
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    features = [
        {"type": "Feature", "properties": {"id": 2, "名称": "West", "人口": 900}, "geometry": square},
        {"type": "Feature", "properties": {"id": 1, "name": "East"}, "geometry": None},
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    places = load(folder({"residents.csv": "id,community\na,East\nb,2\n", "communities.geojson": text})).communities
    assert (places.id, places.name) == (("1", "2"), ("East", "West")), "by id, whatever their order in the file"
    np.testing.assert_array_equal(places.population, [np.nan, 900])
    assert places.geometry == (None, square)


def test_datapackage_says_where_and_how(folder):
    package = {
        "title": "T",
        "notes": [{"en": "rural", "zh": "农村"}],
        "resources": [
            {
                "name": "residents",
                "path": "raw/people.txt",
                "encoding": "gb18030",
                "dialect": {"delimiter": "|"},
                "schema": {"fields": [{"name": "编号", "type": "string"}], "missingValues": ["", "99"]},
            }
        ],
    }
    people = "编号|社区|年龄\n甲|东|99\n乙|东|40\n".encode("gb18030")
    found = load(folder({"datapackage.json": json.dumps(package), "raw/people.txt": people}))
    np.testing.assert_array_equal(found.residents["age"], [np.nan, 40])
    assert found.provenance["title"] == "T"
    assert found.provenance["notes"] == (Text("rural", "农村"),)


word = st.text(st.sampled_from("甲乙丙丁东风社区bcXYZ019"), min_size=1, max_size=6)
maybe = st.none()


@st.composite
def people(draw):
    ids = draw(st.lists(word, min_size=1, max_size=12, unique=True))
    rows = [
        (
            key, draw(word), draw(maybe | st.integers(18, 120)),
            draw(maybe | st.sampled_from(["业主", "租户", "own", "RENT"])),
            draw(maybe | st.floats(0, 1)), draw(maybe | st.floats(0, 1e6)),
        )
        for key in ids
    ]  # fmt: skip
    ties = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids), maybe | st.floats(0, 1)), max_size=10))
    return rows, ties


def csv_text(header, rows, mark):
    lines = [mark.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join([mark.join(header), *lines]) + "\n"


def same(column, values):
    np.testing.assert_array_equal(column, [np.nan if value is None else value for value in values])


@SETTINGS
@given(people(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.sampled_from([",", ";", "\t"]))
def test_well_formed_folders_load_with_the_same_numbers(folder, world, encoding, mark):
    rows, ties = world
    files = {"residents.csv": csv_text(["编号", "Community", "AGE", "产权", "数字技能", "权重"], rows, mark)}
    if ties:
        files["ties.csv"] = csv_text(["起点", "target", "强度"], ties, mark)
    place = folder(files, encoding=encoding)
    if not ties:
        (place / "ties.csv").unlink(missing_ok=True)
    found = load(place)
    ids, towns, ages, tenures, skills, weights = zip(*rows, strict=True)
    r = found.residents
    assert set(r) == {"id", *CODES, *NUMBERS}
    assert r["id"].tolist() == list(ids)
    assert [found.communities.id[code] for code in r["community"]] == list(towns)
    same(r["age"], ages)
    same(r["skill"], skills)
    same(r["weight"], weights)
    codes = {None: -1, "业主": 0, "own": 0, "租户": 1, "RENT": 1}
    assert r["tenure"].tolist() == [codes[tenure] for tenure in tenures]
    strongest = {}
    for one, other, strength in ties:
        if one != other:
            pair = frozenset((ids.index(one), ids.index(other)))
            strongest[pair] = max(strongest.get(pair, -1.0), -1.0 if strength is None else strength)
    edges = found.edges
    got = {} if edges is None else {
        frozenset((int(a), int(b))): -1.0 if np.isnan(s) else float(s)
        for a, b, s in zip(edges.source, edges.target, edges.strength, strict=True)
    }  # fmt: skip
    assert got == strongest


FILES = ["residents.csv", "ties.csv", "organizations.csv", "memberships.csv", "communities.csv", "communities.geojson"]
FILES += ["ties.graphml", "datapackage.json"]
HEADERS = [
    "id,community,age,tenure,grid,building,household,origin,years",
    "source,target,kind,strength",
    "resident,organization,office",
]
cells = st.sampled_from(
    [
        "a",
        "b",
        "X",
        "1",
        "-1",
        "1e999",
        "NaN",
        "",
        '"',
        "业主",
        "２０",
        "\t",
        ";",
        "\x85",
        "𠀀",
        "2019-13-40",
        "{",
        "}",
        "[",
        "null",
    ]
)
lines = st.lists(st.lists(cells, min_size=1, max_size=5).map(",".join), max_size=6).map("\n".join)
messy = st.tuples(st.sampled_from(HEADERS), lines).map(lambda pair: "\n".join(pair).encode())
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "features",
                    "properties",
                    "id",
                    "name",
                    "geometry",
                    "coordinates",
                    "resources",
                    "path",
                    "dialect",
                    "delimiter",
                    "schema",
                    "notes",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
anything = st.binary(max_size=60) | messy | values.map(lambda value: json.dumps(value).encode())


@pytest.mark.slow
@settings(SETTINGS, max_examples=200)
@given(st.dictionaries(st.sampled_from(FILES), anything, max_size=4))
def test_nothing_but_data_error_comes_out(tmp_path_factory, files):
    place = tmp_path_factory.mktemp("messy")
    (place / "residents.csv").write_text("id,community\na,X\nb,X\n", encoding="utf-8")
    for name, content in files.items():
        (place / name).write_bytes(content)
    problems = check(place)
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        with pytest.raises(DataError, match=r"\w"):
            load(place)
    else:
        load(place)
    for problem in problems:
        assert problem.text("zh")


@pytest.mark.slow
def test_a_large_file_takes_seconds(folder):
    import time

    n = 300_000
    rows = "".join(f"P{k:07d},{k // 5000},{k // 60},{18 + k % 80},{'业主' if k % 3 else '租户'}\n" for k in range(n))
    place = folder({"residents.csv": "编号,社区,楼栋,年龄,住房\n" + rows})
    start = time.process_time()
    assert len(load(place)) == n
    assert time.process_time() - start < 10
