"""Digits mean nothing until a codebook gives them a meaning; every coded column of every table."""

import json

import pytest
from cogov.data import DataError, check, load

BASE = {
    "residents.csv": "id,community\na,X\nb,X\nc,X\n",
    "organizations.csv": "id,community\nO,X\nP,X\n",
}
# table, column in its file, a file with bare digits, the words that the digits 1 and 2 stand for, read from what was loaded
CODED = [
    ("residents", "sex", "residents.csv", "id,community,sex\na,X,1\nb,X,2\nc,X,2\n", ("male", "女"), lambda g: g.residents["sex"]),
    ("residents", "tenure", "residents.csv", "编号,社区,住房\na,X,1\nb,X,2.0\nc,X,２\n", ("业主", "renter"), lambda g: g.residents["tenure"]),
    ("residents", "occupation", "residents.csv", "id,community,job\na,X,1\nb,X,2\nc,X,02\n", ("driver", "护士"), lambda g: g.residents["occupation"]),
    ("residents", "origin", "residents.csv", "id,community,origin\na,X,1\nb,X,2\nc,X,2\n", ("河北", "本地"), lambda g: g.residents["origin"]),
    ("ties", "kind", "ties.csv", "source,target,type\na,b,1\nb,c,2\na,c,2\n", ("friend", "邻里"), lambda g: g.edges.kind),
    ("organizations", "kind", "organizations.csv", "id,community,kind\nO,X,1\nP,X,2\n", ("孵化", "outside"), lambda g: g.organizations["kind"]),
    ("organizations", "focus", "organizations.csv", "id,community,focus\nO,X,1\nP,X,2\n", ("维修", "teaching"), lambda g: g.organizations["focus"]),
    ("memberships", "office", "memberships.csv", "resident,organization,office\na,O,1\nb,O,2\n", ("会长", "no"), lambda g: g.memberships.office),
]  # fmt: skip
EACH = pytest.mark.parametrize(("table", "column", "file", "text", "words", "read"), CODED, ids=[f"{row[0]}-{row[1]}" for row in CODED])  # fmt: skip


def spelled(text, words):
    """The same file with words in place of digits."""
    header, *rows = text.strip().split("\n")
    places = {"1": words[0], "2": words[1], "2.0": words[1], "２": words[1], "02": words[1]}
    lines = [",".join([*row.split(",")[:-1], places[row.split(",")[-1]]]) for row in rows]
    return "\n".join([header, *lines]) + "\n"


@EACH
def test_bare_digits_are_refused_with_their_counts(folder, table, column, file, text, words, read):
    with pytest.raises(DataError) as caught:
        load(folder({**BASE, file: text}))
    (problem,) = caught.value.errors
    assert (problem.kind, problem.file, problem.row) == ("digits", file, 2)
    assert problem.column == text.split("\n", 1)[0].split(",")[-1]
    assert "1 (1)" in problem.value
    assert "codes.csv" in problem.text("en")
    assert "codes.csv" in problem.text("zh")


@EACH
@pytest.mark.parametrize("way", ["file", "中文", "categories", "enumLabels"])
def test_a_codebook_gives_them_a_meaning(folder, table, column, file, text, words, read, way):
    header = text.split("\n", 1)[0].split(",")[-1]
    meanings = list(zip("12", words, strict=True))
    more = {}
    if way == "file":
        more["codes.csv"] = "table,column,code,meaning\n" + "".join(f"{table},{column},{c},{w}\n" for c, w in meanings)
    elif way == "中文":
        names = {"residents": "居民", "ties": "关系", "organizations": "组织", "memberships": "成员"}
        more["码表.csv"] = "表,列,代码,含义\n" + "".join(f"{names[table]},{header},{c},{w}\n" for c, w in meanings)
    else:
        one = {"name": header, "enumLabels": dict(meanings)}
        if way == "categories":
            one = {"name": header, "categories": [{"value": int(c), "label": w} for c, w in meanings]}
        resources = [{"name": table, "path": file, "schema": {"fields": [one]}}]
        more["datapackage.json"] = json.dumps({"resources": resources})
    coded = load(folder({**BASE, file: text, **more}, "coded"))
    plain = load(folder({**BASE, file: spelled(text, words)}, "plain"))
    assert read(coded).tolist() == read(plain).tolist()
    assert len(set(read(coded).tolist())) == 2
    assert coded.labels == plain.labels


def test_a_code_for_what_is_not_known_and_one_that_is_not_named(folder):
    people = "id,community,tenure\na,X,1\nb,X,9\nc,X,3\n"
    codes = "table,column,code,meaning\nresidents,tenure,1,owner\nresidents,tenure,9,\n"
    (problem,) = check(folder({"residents.csv": people, "codes.csv": codes}))
    assert (problem.kind, problem.value) == ("digits", "3 (1)")
    given = load(folder({"residents.csv": people, "codes.csv": codes + "residents,tenure,3,renter\n"}))
    assert given.residents["tenure"].tolist() == [0, -1, 1]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("people,tenure,1,owner", "unknown_table"),
        ("residents,tenur,1,owner", "code_column"),
        ("residents,sex,1,male", "code_column"),  # the table has no such column
        ("residents,tenure,1,ownr", "unknown_word"),
        ("residents,tenure,1,owner\nresidents,tenure,1,renter", "two_meanings"),
        ("residents,tenure,*,perhaps", "unknown_word"),
        ("residents,tenure,,owner", "missing_value"),
    ],
)
def test_a_wrong_line_of_a_codebook_is_named(folder, line, kind):
    people = "id,community,tenure\na,X,1\n"
    found = check(folder({"residents.csv": people, "codes.csv": f"table,column,code,meaning\n{line}\n"}))
    assert kind in {problem.kind for problem in found if problem.is_error}


def test_numbers_and_labels_need_no_codebook(folder):
    people = "id,community,grid,building,household,age,years,skill\n1,01,2,3,4,30,5,1\n2,01,2,3,4,31,5,0\n"
    assert load(folder({"residents.csv": people})).communities.id == ("01",)
