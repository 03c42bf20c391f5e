"""Each bad input is told by file, row, column and value; all at once; nothing but DataError comes out."""

import pytest
from cogov.data import DataError, check, load
from cogov.data.errors import DataProblem, listed

PEOPLE = "id,community,age,tenure,skill\na,X,30,owner,0.5\nb,X,40,renter,0.1\nc,Y,,,\n"

# name, files, expected (kind, file, row, column, value)
BAD = [
    ("missing column", {"residents.csv": "id,age\na,30\n"}, ("missing_column", "residents.csv", 1, "community", None)),
    ("empty file", {"residents.csv": ""}, ("empty_file", "residents.csv", None, "", None)),
    ("blank file", {"residents.csv": " \n\n"}, ("empty_file", "residents.csv", None, "", None)),
    ("header only", {"residents.csv": "id,community\n"}, ("header_only", "residents.csv", None, "", None)),
    ("blank rows only", {"residents.csv": "id,community\n,\n\n"}, ("header_only", "residents.csv", None, "", None)),
    ("ties header only", {"ties.csv": "source,target\n"}, ("header_only", "ties.csv", None, "", None)),
    ("encoding", {"residents.csv": b"id,community\na,X\nb,\xff\n"}, ("encoding", "residents.csv", 3, "", "byte 19 (0xff)")),
    ("western", {"residents.csv": "id,community\na,Orléans\n".encode("latin-1")}, ("encoding", "residents.csv", 2, "", None)),
    ("damaged utf-8", {"residents.csv": "id,社区\na,东风社区北\nb,".encode() + b"\xe4\xb8\n"}, ("encoding", "residents.csv", 3, "", None)),
    ("utf-16", {"residents.csv": "id,community\na,X\n".encode("utf-16")}, ("encoding", "residents.csv", None, "", "UTF-16")),
    ("nul", {"residents.csv": b"id,community\na,\x00\n"}, ("encoding", "residents.csv", 2, "", "NUL")),
    ("duplicate id", {"residents.csv": "id,community\na,X\na,X\n"}, ("duplicate_id", "residents.csv", 3, "id", "a")),
    ("duplicate header", {"residents.csv": "id,community,编号\na,X,b\n"}, ("duplicate_header", "residents.csv", 1, "编号", "id")),
    ("no id", {"residents.csv": "id,community\n,X\n"}, ("missing_value", "residents.csv", 2, "id", "")),
    ("no community", {"residents.csv": "id,community\na,X\nb,NA\n"}, ("missing_value", "residents.csv", 3, "community", "")),
    ("minor", {"residents.csv": "id,community,age\na,X,17\n"}, ("under_age", "residents.csv", 2, "age", "17")),
    ("too old", {"residents.csv": "id,community,age\na,X,121\n"}, ("out_of_range", "residents.csv", 2, "age", "121")),
    ("below zero", {"residents.csv": "id,community,age\na,X,-3\n"}, ("out_of_range", "residents.csv", 2, "age", "-3")),
    ("not a number", {"residents.csv": "id,community,age\na,X,old\n"}, ("not_number", "residents.csv", 2, "age", "old")),
    ("infinite", {"residents.csv": "id,community,weight\na,X,inf\n"}, ("not_number", "residents.csv", 2, "weight", "inf")),
    ("skill", {"residents.csv": "id,community,skill\na,X,5\n"}, ("out_of_range", "residents.csv", 2, "skill", "5")),
    ("tenure", {"residents.csv": "id,community,tenure\na,X,ownr\n"}, ("unknown_word", "residents.csv", 2, "tenure", "ownr")),
    ("sex", {"residents.csv": "编号,社区,性别\na,X,猫\n"}, ("unknown_word", "residents.csv", 2, "性别", "猫")),
    ("cells", {"residents.csv": "id,community\na,X\nb,X,1\n"}, ("fields", "residents.csv", 3, "", "3")),
    ("open quote", {"residents.csv": 'id,community\na,"X\n'}, ("quotes", "residents.csv", None, "", None)),
    ("groups", {"residents.csv": "id,community,origin\n" + "".join(f"{k},X,o{k}\n" for k in range(65))}, ("too_many_groups", "residents.csv", None, "origin", "65")),
    ("tie to nobody", {"ties.csv": "source,target\na,zz\n"}, ("unknown_resident", "ties.csv", 2, "target", "zz")),
    ("negative", {"ties.csv": "source,target,strength\na,b,-0.1\n"}, ("out_of_range", "ties.csv", 2, "strength", "-0.1")),
    ("too strong", {"ties.csv": "source,target,strength\na,b,1.1\n"}, ("out_of_range", "ties.csv", 2, "strength", "1.1")),
    ("tie kind", {"ties.csv": "source,target,kind\na,b,frend\n"}, ("unknown_word", "ties.csv", 2, "kind", "frend")),
    ("one end", {"ties.csv": "source,target\na,\n"}, ("missing_value", "ties.csv", 2, "target", "")),
    ("graphml", {"ties.graphml": "<graphml"}, ("graphml", "ties.graphml", None, "", None)),
    ("two of ties", {"ties.csv": "source,target\na,b\n", "ties.graphml": "<graphml/>"}, ("two_files", "ties.graphml", None, "", "ties.csv")),
    ("organisation's place", {"organizations.csv": "id,community\nO,Z\n"}, ("unknown_community", "organizations.csv", 2, "community", "Z")),
    ("organisation's year", {"organizations.csv": "id,community,founded\nO,X,long ago\n"}, ("unknown_word", "organizations.csv", 2, "founded", "long ago")),
    ("organisation twice", {"organizations.csv": "id,community\nO,X\nO,X\n"}, ("duplicate_id", "organizations.csv", 3, "id", "O")),
    ("member of nothing", {"memberships.csv": "resident,organization\na,O\n"}, ("unknown_organization", "memberships.csv", 2, "organization", "O")),
    ("nobody's membership", {"memberships.csv": "resident,organization\nq,O\n", "organizations.csv": "id,community\nO,X\n"}, ("unknown_resident", "memberships.csv", 2, "resident", "q")),
    ("place unknown", {"communities.csv": "id,name\nX,East\nZ,West\n"}, ("unknown_community", "residents.csv", 4, "community", "Y")),
    ("population", {"communities.csv": "id,population\nX,many\nY,\n"}, ("not_number", "communities.csv", 2, "population", "many")),
    ("geojson broken", {"communities.geojson": '{"type": '}, ("json", "communities.geojson", 1, "", None)),
    ("geojson other", {"communities.geojson": "[1]"}, ("geojson", "communities.geojson", None, "", None)),
    ("geojson without id", {"communities.geojson": '{"type":"FeatureCollection","features":[{}]}'}, ("missing_value", "communities.geojson", 1, "id", "")),
    ("package broken", {"datapackage.json": "{"}, ("json", "datapackage.json", 1, "", None)),
    ("package outside", {"datapackage.json": '{"resources":[{"name":"residents","path":"../x.csv"}]}'}, ("package", "datapackage.json", None, "resources[0].path", "../x.csv")),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_is_named(folder, files, expected):
    kind, file, row, column, value = expected
    place = folder({"residents.csv": PEOPLE, **files})
    with pytest.raises(DataError) as caught:
        load(place)
    found = [problem for problem in caught.value.errors if problem.kind == kind]
    assert found, caught.value.problems
    assert (found[0].file, found[0].row, found[0].column) == (file, row, column)
    assert value is None or found[0].value == value
    assert file in str(caught.value)
    assert caught.value.text("zh")
    assert list(caught.value.problems) == check(place)


WARN = [
    ("self tie", {"ties.csv": "source,target\na,a\na,b\n"}, ("self_tie", "ties.csv", 2, "a")),
    ("tie twice", {"ties.csv": "source,target\na,b\nb,a\n"}, ("duplicate_tie", "ties.csv", 3, "b - a")),
    ("member twice", {"organizations.csv": "id,community\nO,X\n", "memberships.csv": "resident,organization\na,O\na,O\n"}, ("duplicate_membership", "memberships.csv", 3, "a - O")),
    ("extra column", {"residents.csv": "id,community,agee\na,X,3\n"}, ("unknown_column", "residents.csv", 1, "")),
    ("cases from elsewhere", {"cases.csv": "id,requested,community\n1,2025-01-06,Q\n2,2025-01-06,Q\n3,2025-01-06,X\n"}, ("case_community", "cases.csv", 2, "Q")),
    ("other file", {"tiess.csv": "x"}, ("unknown_file", "tiess.csv", None, "")),
    ("occupation", {"residents.csv": "id,community,occupation\na,X,astronaut\nb,X,astronaut\n"}, ("unmapped_occupation", "residents.csv", 2, "astronaut")),
    ("empty place", {"communities.csv": "id\nX\nY\nZ\n"}, ("empty_community", "residents.csv", None, "Z")),
    ("years", {"residents.csv": "id,community,age,years\na,X,30,31\n"}, ("years_over_age", "residents.csv", 2, "31.0")),
    ("filled", {"residents.csv": "id,community,grid,building\na,X,g,1\nb,X,,1\n"}, ("filled_place", "residents.csv", None, "1")),
    ("geometry", {"communities.geojson": '{"type":"FeatureCollection","features":[{"id":"X","geometry":{"type":"Blob"}},{"id":"Y"}]}'}, ("geometry", "communities.geojson", 1, "")),
    ("package parts", {"datapackage.json": '{"views": [], "resources": []}'}, ("package_ignored", "datapackage.json", None, "views")),
    ("reference year", {"organizations.csv": "id,community,founded\nO,X,2010\n"}, ("founded_reference", "organizations.csv", None, "2010")),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), [row[1:] for row in WARN], ids=[row[0] for row in WARN])
def test_what_is_odd_is_a_warning(folder, files, expected):
    place = folder({"residents.csv": PEOPLE, **files})
    given = load(place)
    found = [(p.kind, p.file, p.row, p.value) for p in check(place)]
    assert found == [expected]
    assert len(given.warnings) == 1


def test_all_at_once_and_in_order(folder):
    place = folder(
        {
            "residents.csv": "id,community,age,tenure\na,X,12,ownr\na,X,x,own\n",
            "ties.csv": "source,target,strength\na,q,2\n",
            "memberships.csv": "resident\na\n",
        }
    )
    kinds = {problem.kind for problem in check(place)}
    wanted = {
        "under_age",
        "unknown_word",
        "duplicate_id",
        "not_number",
        "unknown_resident",
        "out_of_range",
        "missing_column",
    }
    assert wanted <= kinds


@pytest.mark.parametrize("make", ["missing", "file", "empty", "typo", "nul"])
def test_no_folder_is_one_clear_message(tmp_path, folder, make):
    place = tmp_path / "nowhere"
    if make == "file":
        place.write_text("x", encoding="utf-8")
    elif make == "empty":
        place.mkdir()
    elif make == "typo":
        place = folder({"resident.csv": PEOPLE})
    elif make == "nul":
        place = "\0"
    with pytest.raises(DataError) as caught:
        load(place)
    assert len(caught.value.errors) == 1
    if make == "typo":
        assert "'resident.csv'" in str(caught.value)


def test_nearest_right_name(folder):
    text = check(folder({"residents.csv": "id,comunity,tenure\na,X,rentr\n"}))[0].text()
    assert "did you mean 'community'" in text
    assert "'renter'" in check(folder({"residents.csv": "id,community,tenure\na,X,rentr\n"}))[0].text()
    ties = {"residents.csv": "id,community\n007,X\n008,X\n", "ties.csv": "source,target\n7,008\n"}
    assert check(folder(ties, "zeros"))[0].nearest == "007"


def test_row_is_the_line_in_the_file(folder):
    text = 'id,community,age\n\n"a","two\nlines",30\n\nb,X,5\n'
    (problem,) = check(folder({"residents.csv": text}))
    assert (problem.kind, problem.row) == ("under_age", 6)


def test_first_fifty_then_how_many_more():
    problems = [DataProblem("under_age", "residents.csv", row) for row in range(2, 72)]
    assert str(DataError(problems)).splitlines()[-1] == "and 20 more"
    assert len(listed(problems, "zh").splitlines()) == 51


def test_many_of_the_same_are_counted(folder):
    rows = "".join(f"{k},X,bad\n" for k in range(1200))
    problems = check(folder({"residents.csv": "id,community,age\n" + rows}))
    assert len(problems) == 1001
    assert problems[-1].kind == "more"
    assert problems[-1].value.startswith("200")
