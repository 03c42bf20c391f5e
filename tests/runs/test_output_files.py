"""Files that stay the same, and folders that are written whole or not at all."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from cogov.runs.files.output_files import (
    FolderError,
    check_folder,
    content_digest,
    csv_bytes,
    parquet_bytes,
    write_folder,
)

TABLE = pd.DataFrame({"name": ["a", "b"], "value": [0.1, np.nan], "count": np.array([1, 2], dtype=np.int32)})


def manifest(*names):
    return json.dumps({"cogov": "0", "files": {name: "" for name in names}}).encode()


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_parquet_is_stable_and_says_nothing_of_time_or_pandas():
    once, twice = parquet_bytes(TABLE), parquet_bytes(TABLE.copy())
    assert once == twice
    assert b"pandas" not in once
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(once)), TABLE)


def test_csv_opens_in_a_spreadsheet():
    data = csv_bytes(TABLE)
    assert data.startswith(b"\xef\xbb\xbfname,value,count\n")
    assert b"\r" not in data
    assert data.decode("utf-8-sig").splitlines()[2] == "b,,2"


def test_content_digest_is_about_values():
    assert content_digest(TABLE) == content_digest(TABLE.copy())
    other = TABLE.assign(value=[0.1, 0.2])
    assert content_digest(other) != content_digest(TABLE)


def test_a_new_folder_is_whole(tmp_path):
    wanted = {"a.txt": b"1", "deep/b.txt": b"2", "manifest.json": manifest("a.txt", "deep/b.txt")}
    write_folder(tmp_path / "x" / "out", wanted)
    assert tree(tmp_path / "x" / "out") == wanted
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["out"]


def test_an_earlier_result_is_replaced_and_other_files_stay(tmp_path):
    out = tmp_path / "out"
    write_folder(out, {"a.txt": b"1", "old/gone.txt": b"1", "manifest.json": manifest("a.txt", "old/gone.txt")})
    (out / "notes.txt").write_bytes(b"mine")
    write_folder(out, {"a.txt": b"2", "manifest.json": manifest("a.txt")})
    assert tree(out) == {"a.txt": b"2", "manifest.json": manifest("a.txt"), "notes.txt": b"mine"}
    assert not (out / "old").exists()


def test_files_of_others_are_not_touched(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"mine")
    with pytest.raises(FolderError, match=r"a\.txt is there already"):
        write_folder(tmp_path, {"a.txt": b"2"})
    assert tree(tmp_path) == {"a.txt": b"mine"}


def test_a_manifest_cannot_make_us_remove_files_elsewhere(tmp_path):
    (tmp_path / "precious.txt").write_bytes(b"mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_bytes(manifest("../precious.txt", str(tmp_path / "precious.txt")))
    write_folder(tmp_path / "out", {"manifest.json": manifest()})
    assert (tmp_path / "precious.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("below", ["file", "file/x", "file/x/y"])
def test_unwritable(tmp_path, below):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderError, match="cannot write to"):
        check_folder(tmp_path / below, [])


def test_checking_leaves_no_trace(tmp_path):
    assert check_folder(tmp_path / "a" / "b", ["x"]) == tmp_path / "a" / "b"
    assert list(tmp_path.iterdir()) == []
