"""The benchmark itself runs, at sizes where its figures mean nothing."""

import functools
import json
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from cogov.benchmarks import baseline, report
from cogov.benchmarks.__main__ import main
from cogov.benchmarks.measure import Timing, in_child, in_turn
from cogov.benchmarks.rows import PLAIN, RATE, Options, Row
from cogov.benchmarks.sections import common, crossing, full, mechanisms, small, start
from cogov.benchmarks.workload import agreement
from cogov.core.compile.compiled import INTERPRETED
from cogov.model.schedule import SCHEDULE

pytestmark = pytest.mark.skipif(INTERPRETED, reason="a benchmark of compiled kernels")
TINY = Options(sizes=(60,), weeks=14, repeats=1)


@pytest.fixture
def tiny_check(monkeypatch):
    monkeypatch.setattr(agreement, "check", functools.partial(agreement.check, residents=60, weeks=4, runs=3))


@pytest.fixture
def command(tmp_path, tiny_check, monkeypatch):
    """Run the command at tiny size, its baseline in a folder of its own; return its result and what it wrote."""
    monkeypatch.setattr(baseline, "PATH", tmp_path / "baseline.json")

    def run(*arguments):
        target = tmp_path / "deep" / "bench.json"
        asked = ["--sizes", "60", "--weeks", "14", "--repeats", "1", "--json", str(target), *arguments]
        result = CliRunner().invoke(main, asked)
        return result, json.loads(target.read_text(encoding="utf-8")) if target.exists() else None

    return run


@pytest.mark.slow
def test_command_prints_one_table_and_writes_all(command, needs):
    needs("gcc")
    result, written = command("--only", "common", "--only", "mechanisms", "--write-baseline")
    assert result.exit_code == 0, result.output
    assert written["complete"]
    assert "C, gcc -O3 -march=native" in result.stdout
    assert result.stdout.count("ratio") == 1
    assert "do all agree?" in result.stderr
    keys = {row["key"] for row in written["rows"]}
    assert {"common.cogov.60", "common.c.60", "common.mesa_grid.60", "mechanism.participation.60"} <= keys
    stored = baseline.read(baseline.PATH)
    by_key = {row["key"]: row for row in written["rows"]}
    assert stored["common.c.60"] == pytest.approx(by_key["common.c.60"]["normalised"], rel=1e-4)
    again, _ = command("--only", "mechanisms")
    assert "now / then" in again.stdout
    assert "fatigue" in again.stdout


def stop_after_one(options):
    yield Row("common workload", "one figure", "some.key", 1.0, "ns")
    raise KeyboardInterrupt


def test_interrupted_it_shows_what_there_is(command, monkeypatch):
    monkeypatch.setattr(common, "rows", stop_after_one)
    result, written = command("--only", "common", "--write-baseline")
    assert result.exit_code == 130
    assert "one figure" in result.stdout
    assert written["complete"] is False
    assert not baseline.PATH.exists()


def test_a_disagreement_fails_it(command, monkeypatch):
    def disagree(*_):
        raise agreement.Disagreement("somebody differs")

    monkeypatch.setattr(agreement, "check", disagree)
    result, written = command("--only", "common")
    assert result.exit_code == 1
    assert "somebody differs" in result.stderr
    assert written["complete"] is False


@pytest.mark.parametrize("wrong", ["ten", "1000,", "5"])
def test_sizes_are_checked(command, wrong):
    result, _ = command("--sizes", wrong)
    assert result.exit_code == 2
    assert "separated by commas" in result.stderr


@pytest.mark.slow
def test_every_mechanism_is_measured():
    rows = list(mechanisms.rows(TINY))
    names = [row.label.split(": ")[1] for row in rows]
    assert sorted(names[:-1]) == sorted(process.name for process in SCHEDULE)
    shares = [float(row.ratio.split("%")[0]) for row in rows]
    assert sum(shares) == pytest.approx(100.0, abs=1.5)


@pytest.mark.slow
def test_full_model_in_processes_of_their_own():
    rows = {row.key: row for row in full.rows(Options(sizes=(400, 800), weeks=3, repeats=1))}
    assert rows["full.400.all"].value == pytest.approx(
        rows["full.400.build"].value + 3e-3 * rows["full.400.week"].value
    )
    assert rows["full.800.rate"].value == pytest.approx(800 * 3 / (3e3 * rows["full.800.week"].value))
    assert rows["full.400.peak"].value > 20


@pytest.mark.slow
def test_small_runs_in_process_and_on_workers():
    rows = list(small.rows(Options(sizes=(60,), weeks=2, repeats=1)))
    assert [row.unit for row in rows] == ["ms", "runs a second", "runs a second"]
    assert all(row.value > 0 for row in rows)


def test_a_failing_child_says_why():
    with pytest.raises(RuntimeError, match="residents = 0 is out of bounds"):
        in_child(
            "full_model", {"residents": 0, "weeks": 1, "scenario": "status_quo", "repeats": 1, "per_community": 400}
        )


def test_start_calls_commands(tmp_path):
    timing = start.several([sys.executable, "-c", "import os; print(os.environ['MARK'])"], 2, MARK="1")
    assert len(timing.samples) == 2
    with pytest.raises(RuntimeError, match="no such thing"):
        start.called([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_crossing_counts_ties_once():
    """Four communities of two, on two workers: ties 0-1 within, 1-2 between communities, 3-4 and 1-4 between workers."""
    community = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    ends = np.array([(0, 1), (1, 2), (3, 4), (1, 4)])
    source, target = np.concatenate([ends, ends[:, ::-1]]).T
    found = crossing.crossing(source, target, community, 4, 2)
    assert (found.ties, found.across_communities, found.across_workers) == (4, 3, 2)
    assert (found.known, found.most_known) == (1.5, 2)  # the first must know of 4; the second of 1 and 3
    assert found.bytes_a_week == 2 * sum(crossing.BYTES.values())
    assert crossing.crossing(source, target, community, 4, 1).across_workers == 0


def test_crossing_of_a_built_model():
    rows = list(crossing.rows(Options(sizes=(1_600,))))
    assert 0.0 < rows[0].value < 0.3
    assert "at 1 Gbit/s" in rows[1].note


def test_medians_and_spread():
    timing = Timing((1.0, 2.0, 3.0, 4.0, 100.0))
    assert timing.median == 3.0
    assert timing.spread == pytest.approx(1.0 / 3.0)
    assert Timing((1.0, 2.0)).spread is None
    order = [name for name, _ in in_turn({"a": lambda: 1.0, "b": lambda: 2.0}, {"a": 2, "b": 1})]
    assert order == ["a", "b", "a"]


def test_baseline_is_free_of_the_machine(tmp_path):
    """A machine twice as fast, with the same code: nothing has changed."""
    path = tmp_path / "baseline.json"
    time, rate, plain = (
        Row("s", "l", key, 10.0, "u", kind=kind) for key, kind in (("t", "time"), ("r", RATE), ("p", PLAIN))
    )
    assert baseline.write([time, rate, plain], 4.0, {}, path) == 3
    stored = baseline.read(path)
    fast = [
        Row("s", "l", "t", 5.0, "u"),
        Row("s", "l", "r", 20.0, "u", kind=RATE),
        Row("s", "l", "p", 10.0, "u", kind=PLAIN),
    ]
    for row in fast:
        assert baseline.change(row, 2.0, stored) == (pytest.approx(row.value), pytest.approx(1.0))
    assert baseline.change(time, None, stored) is None
    assert baseline.change(Row("s", "l", "new", 1.0, "u"), 2.0, stored) is None
    baseline.write([Row("s", "l", "new", 1.0, "u")], 1.0, {}, path)
    assert set(baseline.read(path)) == {"t", "r", "p", "new"}


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (12.3456, "12.35"), (1234567.0, "1,234,567"), (2e-16, "2.0e-16")]
)
def test_figures(value, text):
    assert report.figure(value) == text
