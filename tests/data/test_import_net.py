"""The net under the import: random folders, written by a writer of their own in many spellings, are read back equal or refused.

The writer knows nothing of the loader: its words, headers and forms stand here. What it writes is one world; what is read is that world,
record by record, or an error. Hazards (ids that differ in zeros or case only, bare digits, totals, exponents) may be refused, never misread.
"""

import csv
import io
import json

import networkx as nx
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.data import DataError, load
from cogov.model.population.from_graph import given_from_graph
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
HEADERS = {
    "residents": {
        "id": ("id", "ID", "编号", "居民编号", "Resident ID"), "community": ("community", "社区", " Community "),
        "household": ("household", "家庭", "户号"), "grid": ("grid", "网格"), "building": ("building", "楼栋"),
        "age": ("age", "年龄", "年龄（岁）", "AGE"), "sex": ("sex", "性别", "gender"), "tenure": ("tenure", "住房", "产权"),
        "origin": ("origin", "籍贯"), "occupation": ("occupation", "职业"), "years": ("years", "居住年限"),
        "skill": ("skill", "数字技能"),
    },
    "ties": {"source": ("source", "起点", "from"), "target": ("target", "终点"), "kind": ("kind", "类型"), "strength": ("strength", "强度")},
    "organizations": {"id": ("id", "组织编号"), "community": ("community", "所在社区"), "kind": ("kind", "组织类型"), "focus": ("focus", "领域")},
    "memberships": {"resident": ("resident", "成员"), "organization": ("organization", "组织"), "office": ("office", "职务")},
}  # fmt: skip
WORDS = {
    "sex": {0: ("female", "女", "F", "女性", "ＦＥＭＡＬＥ"), 1: ("male", "男", "M", " Male ")},
    "tenure": {0: ("owner", "业主", "OWN", "自有"), 1: ("renter", "租户", "Rent", "ｒｅｎｔｅｒ")},
    "occupation": {0: ("care", "护士"), 2: ("teacher", "教师"), 5: ("driver", "司机")},
    "kind": {0: ("household", "家庭"), 1: ("neighbour", "邻里"), 2: ("friend", "熟人", "Friend")},
    "organization kind": {0: ("resident-founded", "居民自组织"), 1: ("incubated", "孵化"), 2: ("outside", "外来")},
    "office": {1: ("会长", "chair"), 0: ("no", "否", "成员")},
}
MISSING = ("", "NA", "NaN", "未知", "-", "null", "#N/A")
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
SAFE = ["P1", "p-2", "居民三", "a b", "x,y", 'q"r', "4", "5", "6.5", "甲;乙", "10", "11", "Ω", "ß1"]
RISKY = [
    "P01",
    "P1",
    "p1",
    "Ｐ1",
    "4",
    "04",
    "4.0",
    "3.2E+11",
    "合计",
    "Total",
    "id",
    "120000000000000",
    "1e3",
    "NA",
    "nan",
    "P 1",
]
HAZARDS = ["none", "ids", "codes", "total", "codebook"]


@st.composite
def worlds(draw, hazard):
    """A world: residents, ties, organisations, memberships, with None for what is not known."""
    pool = RISKY + SAFE if hazard == "ids" else SAFE
    ids = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=8, unique=True))
    places = draw(st.lists(st.sampled_from(["东风", "West", "C3", "7"] if hazard != "ids" else [*RISKY, "X"]), min_size=1, max_size=3, unique=True))  # fmt: skip
    maybe = lambda one: st.one_of(one, one, one, st.none())  # noqa: E731
    people = {
        key: {
            "community": draw(st.sampled_from(places)), "household": draw(maybe(st.sampled_from(["h1", "h2", "101"]))),
            "grid": draw(maybe(st.sampled_from(["g", "2"]))), "building": draw(maybe(st.sampled_from(["B", "3栋"]))),
            "age": draw(maybe(st.integers(18, 99))), "sex": draw(maybe(st.sampled_from([0, 1]))),
            "tenure": draw(maybe(st.sampled_from([0, 1]))), "origin": draw(maybe(st.sampled_from(["本地", "Hebei"]))),
            "occupation": draw(maybe(st.sampled_from([0, 2, 5]))), "years": draw(maybe(st.integers(0, 18))),
            "skill": draw(maybe(st.sampled_from([0.0, 0.25, 1.0]))),
        }
        for key in ids
    }  # fmt: skip
    pairs = [(a, b) for k, a in enumerate(ids) for b in ids[k + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5)) if pairs else []
    ties = {
        pair: (draw(maybe(st.sampled_from([0, 1, 2]))), draw(maybe(st.sampled_from([0.5, 1.0, 0.125]))))
        for pair in chosen
    }
    groups = {key: (draw(st.sampled_from([one["community"] for one in people.values()])), draw(maybe(st.sampled_from([0, 1, 2])))) for key in draw(st.lists(st.sampled_from(["O1", "合唱队", "Z"]), unique=True, max_size=2))}  # fmt: skip
    members = {(draw(st.sampled_from(ids)), group): draw(st.sampled_from([0, 1])) for group in groups}
    return people, ties, groups, members


class Writer:
    """Writes tables in a spelling that is drawn cell by cell."""

    def __init__(self, draw, hazard):
        self.draw, self.hazard = draw, hazard
        self.encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
        self.mark = draw(st.sampled_from([",", ";", "\t"]))
        self.quote = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
        self.end = draw(st.sampled_from(["\n", "\r\n"]))
        self.codes = []

    def pick(self, some):
        return self.draw(st.sampled_from(list(some)))

    def word(self, table, column, name, value):
        """A category as a word, or, with the hazards of codes, as a bare digit."""
        if value is None:
            return self.pick(MISSING)
        if self.hazard in {"codes", "codebook"} and column in {"sex", "tenure", "kind"}:
            code = str(value + 1)
            if self.hazard == "codebook":
                self.codes.append((table, column, code, WORDS[name][value][0]))
                code = self.pick([code, code + ".0", code.translate(FULL)])
            return code
        return self.pick(WORDS[name][value])

    def number(self, value):
        if value is None:
            return self.pick(MISSING)
        return self.pick([str(value), str(float(value)), str(value).translate(FULL), f" {value} "])

    def label(self, value):
        return self.pick(MISSING) if value is None else value

    def table(self, which, rows):
        """The bytes of a table: columns in any order, headers in either language, perhaps a title, a total, a column too many."""
        columns = list(self.draw(st.permutations(list(rows[0]))))
        headers = [self.pick(HEADERS[which][column]) for column in columns]
        extra = self.draw(st.booleans())
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.mark, quoting=self.quote, lineterminator=self.end)
        if self.draw(st.booleans()):
            writer.writerow(["登记表 2024"] + [""] * (len(columns) - 1 + extra))
        writer.writerow(headers + ["备注栏"] * extra)
        for row in self.draw(st.permutations(rows)):
            writer.writerow([row[column] for column in columns] + ["注"] * extra)
            if self.draw(st.booleans()):
                out.write(self.end)
        if self.hazard == "total" and which == "residents":
            first = "id" if self.draw(st.booleans()) else "community"
            writer.writerow(["合计" if column == first else "" for column in columns] + [""] * extra)
        return out.getvalue().encode(self.encoding)


@st.composite
def folders(draw, hazard):
    """A world and the files it was written to."""
    people, ties, groups, members = draw(worlds(hazard))
    pen = Writer(draw, hazard)
    rows = [
        {"id": key} | {
            name: pen.word("residents", name, name, value) if name in WORDS
            else pen.label(value) if name in {"community", "household", "grid", "building", "origin"} else pen.number(value)
            for name, value in one.items()
        }
        for key, one in people.items()
    ]  # fmt: skip
    files = {pen.pick(["residents.csv", "居民.csv"]): pen.table("residents", rows)}
    if ties:
        rows = [
            dict(zip(("source", "target"), draw(st.permutations(pair)), strict=True))
            | {"kind": pen.word("ties", "kind", "kind", kind), "strength": pen.number(strength)}
            for pair, (kind, strength) in ties.items()
        ]
        files["ties.csv"] = pen.table("ties", rows)
    if groups:
        rows = [
            {"id": key, "community": place, "kind": pen.word("organizations", "kind", "organization kind", kind)}
            for key, (place, kind) in groups.items()
        ]
        files["组织.csv"] = pen.table("organizations", rows)
        rows = [
            {"resident": who, "organization": what, "office": pen.pick(WORDS["office"][office])}
            for (who, what), office in members.items()
        ]
        files["memberships.csv"] = pen.table("memberships", rows)
    if pen.codes:
        lines = ["table,column,code,meaning", *(",".join(line) for line in dict.fromkeys(pen.codes))]
        files["codes.csv"] = ("\n".join(lines) + "\n").encode()
    return people, ties, groups, members, files


def none(value):
    return None if value != value or value == -1 else value.item() if isinstance(value, np.generic) else value


def seen(found):
    """The world that was read."""
    ids, r = found.residents["id"].tolist(), found.residents
    people = {
        key: {
            "community": found.communities.id[r["community"][k]],
            **{name: none(r[name][k]) for name in ("age", "sex", "tenure", "occupation", "years", "skill")},
            "origin": None if r["origin"][k] < 0 else found.labels["origin"][r["origin"][k]],
        }
        for k, key in enumerate(ids)
    }
    e, o, m = found.edges, found.organizations, found.memberships
    ties = {} if e is None else {
        frozenset((ids[a], ids[b])): (none(kind), none(strength))
        for a, b, kind, strength in zip(e.source, e.target, e.kind, e.strength, strict=True)
    }  # fmt: skip
    groups = {} if o is None else {
        key: (found.communities.id[place], none(kind)) for key, place, kind in zip(o["id"], o["community"], o["kind"], strict=True)
    }  # fmt: skip
    members = {} if m is None else {
        (ids[a], o["id"][b]): int(office) for a, b, office in zip(m.resident, m.organization, m.office, strict=True)
    }  # fmt: skip
    return people, ties, groups, members


def together(found, name):
    """Which residents share a household (grid, building)."""
    groups = {}
    for key, code in zip(found.residents["id"], found.residents[name], strict=True):
        if code >= 0:
            groups.setdefault(int(code), set()).add(key)
    return {frozenset(group) for group in groups.values()}


@pytest.mark.parametrize("hazard", HAZARDS)
@SETTINGS
@given(st.data())
def test_what_is_written_is_read_back_or_refused(tmp_path_factory, hazard, data):
    people, ties, groups, members, files = data.draw(folders(hazard))
    place = tmp_path_factory.mktemp("net")
    for name, content in files.items():
        (place / name).write_bytes(content)
    found, problems = None, ()
    try:
        found = load(place)
    except DataError as error:
        problems = error.errors
    event(f"{hazard}: {'refused' if problems else 'read'}")
    if found is None:
        assert hazard in {"ids", "codes", "total"}, problems
        return
    coded = any(one[name] is not None for one in people.values() for name in ("sex", "tenure"))
    assert hazard != "total"
    assert hazard != "codes" or not coded
    dropped = {"household", "grid", "building"}
    wanted = {key: {name: value for name, value in one.items() if name not in dropped} for key, one in people.items()}
    read = seen(found)
    assert read[0] == wanted
    assert read[1] == {frozenset(pair): tie for pair, tie in ties.items()}
    assert read[2:] == (groups, members)
    # Those who share a household share it, unless a grid or a building sets them apart.
    for home in together(found, "household"):
        assert len({(people[key]["community"], people[key]["household"]) for key in home}) == 1


labels = st.sampled_from(["A", "B", "a", "Ａ", "01", "1", 1, 1.0, 2, None, float("nan"), "NA", "合计", ("t", 1)])
strengths = st.sampled_from([None, float("nan"), 0.5, 1, "0.25", np.float32(0.5), float("inf"), -1, "x"])


@settings(SETTINGS, max_examples=100)
@given(
    st.lists(st.tuples(labels, labels), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), strengths), max_size=6),
)
@pytest.mark.filterwarnings("ignore::cogov.model.population.from_graph.GraphWarning")
def test_a_graph_is_read_as_it_is_or_refused(nodes, edges):
    graph = nx.DiGraph()
    for k, (place, origin) in enumerate(nodes):
        graph.add_node(f"n{k}", community=place, origin=origin)
    for a, b, strength in edges:
        if a < len(nodes) and b < len(nodes):
            graph.add_edge(f"n{a}", f"n{b}", strength=strength)
    try:
        found = given_from_graph(graph)
    except QuantityError:
        event("refused")
        return
    for name, at in (("community", 0), ("origin", 1)):
        gone = [value is None or value != value or value == "NA" for value in (row[at] for row in nodes)]
        codes = found.residents[name]
        if name == "community" and all(gone):
            assert set(codes) == {0}
            continue
        assert ((codes < 0) == np.array(gone)).all()
        for k, one in enumerate(nodes):
            for j, other in enumerate(nodes):
                if not gone[k] and not gone[j]:
                    assert (codes[k] == codes[j]) == (one[at] == other[at])
    best = {}
    for a, b, data in graph.edges(data=True):
        if a != b:
            value = data["strength"]
            value = -1.0 if value is None or value != value else float(value)
            best[frozenset((a, b))] = max(best.get(frozenset((a, b)), -1.0), value)
    greatest = max(1.0, *best.values()) if best else 1.0
    ids, e = found.residents["id"], found.edges
    read = {
        frozenset((ids[a], ids[b])): -1.0 if np.isnan(s) else s
        for a, b, s in zip(e.source, e.target, e.strength, strict=True)
    }
    assert read == pytest.approx({pair: value if value < 0 else value / greatest for pair, value in best.items()})
    json.dumps(found.summary())
