"""No identifier of a user's own people is in any file that a command writes: every byte of every file is searched.

A folder with people whose ids, households, ties and odd cells are unmistakable goes through every command that reads
a data folder and writes. Names of communities and organisations are public and not searched for.
"""

import gzip
import io
import sqlite3
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml

PERSON, HOUSE, WORD = "QX7RESIDENT", "QX7HOUSE", "QX7PRIVATEWORD"
SENTINELS = (PERSON, HOUSE, WORD)
# For whoever owns the data, and said so on the page on data: the table of residents, to be joined with their own
# records, and the whole state of a run.
OWN = {"run/residents.csv", "run/residents.parquet", "checkpoint"}
SMALL = ["--weeks", "6", "--replicates", "2"]


def write_folder(folder: Path) -> Path:
    """Write two communities of 60 people, with everything that a check has something to warn of."""
    folder.mkdir()
    rows = ["id,community,household,building,age,occupation"]
    rows += [
        f"{PERSON}{k:03d},{'East' if k < 60 else 'West'},{HOUSE}{k // 2:03d},{k // 20},{30 + k % 40},{WORD if k % 29 == 3 else 'teacher'}"
        for k in range(120)
    ]
    ties = ["source,target,strength"]
    ties += [f"{PERSON}{k:03d},{PERSON}{(k + 7) % 120:03d},0.5" for k in range(0, 120, 3)]
    ties += [f"{PERSON}{k:03d},{PERSON}{(k + 7) % 120:03d},0.9" for k in range(0, 30, 3)]  # repeated
    (folder / "residents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "ties.csv").write_text("\n".join(ties) + "\n", encoding="utf-8")
    return folder


def readings(name: str, data: bytes) -> list[bytes]:
    """Return the bytes of a file, and what is packed in it."""
    found = [data]
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                found += readings(inner, archive.read(inner))
    elif data[:2] == b"\x1f\x8b":
        found += readings(name, gzip.decompress(data))
    elif data[:4] == b"PAR1":
        table = pd.read_parquet(io.BytesIO(data))
        found += [table.to_csv().encode(), repr(dict(table.attrs)).encode()]
    elif data[:15] == b"SQLite format 3":
        with sqlite3.connect(":memory:") as base:
            base.deserialize(data[:18] + b"\x01\x01" + data[20:])  # no log beside it, as a file in memory has none
            found.append("\n".join(base.iterdump()).encode())
    return found


def leaks(folder: Path) -> set[tuple[str, str]]:
    """Return the files below a folder in which a sentinel stands."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for data in readings(path.name, path.read_bytes()):
                for word in SENTINELS:
                    if word.encode() in data or word.encode("utf-16-le") in data:
                        found.add((path.relative_to(folder).as_posix(), word))
    return found


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("own") / "district")


def test_the_search_finds_what_is_packed(tmp_path):
    table = pd.DataFrame({"name": [f"{PERSON}000"] * 50})
    table.to_parquet(tmp_path / "a.parquet", compression="zstd")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", HOUSE)
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(WORD.encode()))
    with sqlite3.connect(tmp_path / "d.sqlite") as base:
        base.execute("create table t (a text)")
        base.execute("insert into t values (?)", (PERSON,))
    base.close()
    assert {name for name, _ in leaks(tmp_path)} == {"a.parquet", "b.zip", "c.csv.gz", "d.sqlite"}


def commands(people: Path, out: Path) -> dict[str, list[object]]:
    """Return every command that reads people of one's own and writes; the later ones read what earlier ones wrote."""
    study = out / "study.yaml"
    study.write_text(
        yaml.safe_dump({
            "scenarios": ["status_quo", "networked"], "data": str(people), "replicates": 2, "weeks": 6,
            "design": {"method": "latin_hypercube", "points": 4},
            "factors": {"cross_tier": "plausible", "complexity": {"low": 1, "high": 4}},
        }),
        encoding="utf-8",
    )  # fmt: skip
    data = ["--data", people]
    return {
        "compare": ["compare", "status_quo", "networked", *data, *SMALL, "--word", "--out", out / "compare"],
        "compare --futures": ["compare", "status_quo", "networked", *data, *SMALL, "--futures", "3", "--keep", out / "kept", "--out", out / "futures"],
        "run": ["run", "networked", *data, "--weeks", "6", "--cases", "--checkpoint-at", "3", "--checkpoint", out / "checkpoint", "--out", out / "run"],
        "why": ["why", "status_quo", "networked", *data, *SMALL, "--sampled", "--runs", "60", "--out", out / "why"],
        "trace --community": ["trace", "status_quo", "networked", *data, *SMALL, "--community", "0", "--out", out / "chain"],
        "trace --resident": ["trace", "status_quo", "networked", *data, *SMALL, "--resident", "3", "--out", out / "chain-one"],
        "sweep": ["sweep", study, "--out", out / "study"],
        "study export csv": ["study", "export", out / "study", "--format", "csv"],
        "study export xlsx": ["study", "export", out / "study", "--format", "xlsx"],
        "analyse": ["analyse", out / "study", "--out", out / "analysis"],
        "replay": ["replay", out / "compare" / "manifest.json", "--out", out / "again"],
    }  # fmt: skip


@pytest.mark.slow
def test_no_command_writes_an_identifier(cogov, people, tmp_path):
    done, failed = {}, {}
    for name, words in commands(people, tmp_path).items():
        before = {path for path in tmp_path.rglob("*") if path.is_file()}
        ended = cogov(*words)
        done[name] = len({path for path in tmp_path.rglob("*") if path.is_file()} - before)
        if ended.code:
            failed[name] = ended.err[-600:]
    assert not failed
    assert {name for name, count in done.items() if not count} <= {"replay"}
    (tmp_path / "study.yaml").unlink()  # ours, not a command's
    assert {name for name, _ in leaks(tmp_path)} == OWN
