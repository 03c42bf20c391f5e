"""Folders made from records that ship with a package."""

import errno
import json
import os
import sys

import numpy as np
import pytest
from cogov.core.disk import WriteFailed
from cogov.data import MakeError, check, load, make


def names(place):
    return sorted(entry.name for entry in place.iterdir())


@pytest.fixture(scope="module")
def villages(tmp_path_factory, needs):
    needs("module:causaldata")
    place = tmp_path_factory.mktemp("made") / "villages"
    make("social_insure", place)
    return place


def test_social_insure_is_the_survey(villages):
    from cogov.data.samples.social_insure import survey

    frame, given = survey(), load(villages)
    r = given.residents
    assert (len(given), len(given.communities)) == (1410, 44)
    assert check(villages) == []
    np.testing.assert_array_equal(r["age"], frame["age"])
    np.testing.assert_array_equal(np.where(r["sex"] < 0, np.nan, r["sex"]), frame["male"])
    assert [given.communities.name[code] for code in r["community"]] == frame["village"].tolist()
    assert [given.labels["building"][code] for code in r["building"]] == frame["address"].tolist()
    assert np.unique(r["household"]).size == 1410
    assert (np.isnan(r["age"]).sum(), (r["sex"] < 0).sum()) == (4, 3)
    assert {"tenure", "skill", "grid", "occupation", "origin"} <= set(given.columns_drawn)
    assert given.edges is None
    assert "rural" in given.summary()["notes"][0]["en"]


def test_social_insure_says_what_it_is(villages):
    readme = (villages / "README.md").read_text(encoding="utf-8")
    for said in ("rural", "insurance", "44", "Licence", "Cai", "tenure", "literacy"):
        assert said in readme
    package = json.loads((villages / "datapackage.json").read_text(encoding="utf-8"))
    assert "licenses" not in package  # the package names none for the data


def test_without_causaldata_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "causaldata", None)
    with pytest.raises(MakeError, match=r"pip install .*causaldata"):
        make("social_insure", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_davis_has_no_ties(tmp_path):
    make("davis", tmp_path / "davis")
    given = load(tmp_path / "davis")
    assert (len(given), given.organizations["id"].size, len(given.memberships)) == (18, 14, 89)
    assert given.edges is None
    assert "No ties are given" in (tmp_path / "davis" / "README.md").read_text(encoding="utf-8")


def test_example_shows_every_file(tmp_path):
    make("example", tmp_path / "example")
    given = load(tmp_path / "example")
    assert given.edges is not None
    assert given.organizations is not None
    assert given.memberships is not None
    assert given.communities.geometry is not None
    assert set(given.columns_given) >= {"age", "sex", "tenure", "origin", "occupation", "years", "skill", "household"}
    assert 0 < given.missing["tenure"] < 0.2
    assert [problem.kind for problem in check(tmp_path / "example")] == ["founded_reference"]
    # A couple lives in one flat.
    pairs = given.edges.kind == 0
    household = given.residents["household"]
    assert (household[given.edges.source[pairs]] == household[given.edges.target[pairs]]).all()


def test_same_bytes_each_time(tmp_path):
    make("example", tmp_path / "one")
    make("example", tmp_path / "two")
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_own_product_is_replaced_another_folder_never(tmp_path):
    place = tmp_path / "x"
    place.mkdir()
    make("example", place)
    make("example", place)
    with pytest.raises(MakeError):
        make("davis", place)
    (place / "residents.csv").write_text("my own records", encoding="utf-8")
    with pytest.raises(MakeError):
        make("example", place)
    assert (place / "residents.csv").read_text(encoding="utf-8") == "my own records"
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(MakeError, match="not empty"):
        make("example", other)
    assert names(other) == ["thesis.txt"]
    with pytest.raises(MakeError, match="is a file"):
        make("example", other / "thesis.txt")
    assert names(tmp_path) == ["other", "x"]


def test_nothing_half_written(tmp_path, monkeypatch):
    """tests/cli/test_writing.py lets every call to the system fail; here the one that forces a file to disk."""
    calls = []

    class System:
        def __getattr__(self, name):
            return getattr(os, name)

        def fsync(self, handle):
            calls.append(handle)
            if len(calls) == 3:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("cogov.core.disk.system", System())
    with pytest.raises(WriteFailed, match=r"No space left on device; nothing was written"):
        make("davis", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_unknown_name_has_the_nearest(tmp_path):
    with pytest.raises(MakeError, match="did you mean 'social_insure'"):
        make("social-insure", tmp_path / "x")
