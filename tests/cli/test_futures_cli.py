"""`cogov compare --futures` from the command line, small."""

import json

import pandas as pd
import pytest
from cogov.cli.support.futures_options import futures_json

from ..experiments.test_futures import made, similar

SIZE = ["--weeks", "10", "--residents", "60", "--communities", "2", "--replicates", "2", "--workers", "1"]
PAIR = ["status_quo", "co_governance"]


@pytest.mark.slow
def test_futures_and_their_replay(cogov, undrawn, tmp_path):
    out, kept = tmp_path / "out", tmp_path / "kept"
    words = ["compare", *PAIR, *SIZE, "--futures", "4", "--per-future", "1", "--over", "similarity", "--over", "drift=0:0.1", "--lang", "en", "--out", out, "--keep", kept]  # fmt: skip
    done = cogov(*words)
    assert done.code == 0, done.err
    assert "running in futures: 8/8 runs" in done.err
    for words_said in ("Futures: share in which", "Regret: how far behind", "not probabilities"):
        assert words_said in " ".join(done.out.split())
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["futures"]["over"] == ["similarity=0:1", "drift=0:0.1"]
    assert len(manifest["futures"]["points"]) == 4
    assert {"futures.csv", "futures.parquet", "figures/futures.svg", "figures/futures_regret.png"} <= {
        *manifest["files"]
    }
    assert len(pd.read_csv(out / "futures.csv", encoding="utf-8-sig")) == 8
    assert manifest["made"]["futures_run"] == 8
    assert (kept / "runs.sqlite").exists()
    replayed = cogov("replay", out, "--workers", "1")
    assert replayed.code == 0, replayed.err
    assert "futures.parquet" in replayed.out


def test_tables_for_scripts():
    found = json.loads(json.dumps(futures_json(made(similar)), allow_nan=False))
    assert len(found["futures_findings"]) == len(found["futures_conditions"]) == 7
    assert found["futures_regret"][0]["scenario"] == "a"
    assert {one["condition"] for one in found["futures_conditions"]} <= {
        "fails",
        "holds",
        "always",
        "never",
        "few",
        "none",
        "no finding",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--futures", "0"], "--futures"),
        (["--futures", "3", "--per-future", "0"], "--per-future"),
        (["--futures", "3", "--over", "similariti"], "did you mean 'similarity'?"),
        (["--futures", "3", "--over", "similarity=0:2"], "from 0 to 1"),
        (["--futures", "3", "--over", "pooling"], "is a lever"),
        (["--futures", "3", "--over", "similarity", "--set", "similarity=0.5"], "is set to one value"),
        (["--over", "similarity"], "--over is only for --futures N"),
    ],
)
def test_bad_input(cogov, tmp_path, words, said):
    done = cogov("compare", *PAIR, *SIZE, *words, "--out", tmp_path / "out")
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "out").exists()
