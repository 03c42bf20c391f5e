"""Workers killed and stopped while experiments run: the same bytes. Runs that hang: named, and nothing waits for ever."""

import dataclasses
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from cogov.evidence.design_points import Arm, Job, Size, run_jobs
from cogov.experiments.attribution.attribute import why
from cogov.experiments.chains.trace import tell_chain
from cogov.experiments.comparison.compare import compare
from cogov.runs import cache
from cogov.runs.cache import RunCache
from cogov.runs.settings import RunFailed, Setting
from cogov.runs.workers import processes
from cogov.scenarios import load
from cogov.tests.support.process_faults import SLOW, disturbed

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="kills by signals")]

TINY = {"residents": 60, "communities": 2, "weeks": 4, "seed": 3}


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    path = tmp_path_factory.mktemp("extension") / "slow.py"
    path.write_text(SLOW.format(seconds=0.1), encoding="utf-8")
    return path


def test_compare_over_futures(slow, tmp_path):
    """Killed in the comparison and in its futures; what is kept is kept once."""
    asked = {**TINY, "replicates": 3, "futures": 3, "per_future": 2, "scenarios": ["status_quo", "co_governance"]}
    plain = compare(**asked, workers=1)
    with disturbed(signal.SIGKILL, 3) as hit:
        found = compare(**asked, workers=2, extensions=[slow], keep=tmp_path)
    assert len(hit) >= 2
    assert found.summary.tobytes() == plain.summary.tobytes()
    assert found.series.equals(plain.series)
    assert found.futures is not None
    assert plain.futures is not None
    assert found.futures.values.tobytes() == plain.futures.values.tobytes()


def test_why(slow, tmp_path, monkeypatch):
    """One worker killed, one stopped."""
    monkeypatch.setattr(processes, "STOPPED", 1.0)
    asked = {**TINY, "a": "status_quo", "b": "networked", "replicates": 2, "groups": "kinds"}
    plain = why(**asked, workers=1)
    with disturbed(signal.SIGKILL, 1) as killed, disturbed(signal.SIGSTOP, 1, 0.7) as stopped:
        found = why(**asked, workers=2, extensions=[slow], keep=tmp_path)
    assert killed
    assert stopped
    assert found.contributions.tobytes() == plain.contributions.tobytes()
    assert {task: one.tobytes() for task, one in found.values.items()} == {
        task: one.tobytes() for task, one in plain.values.items()
    }


def test_chains_of_events(slow):
    """Histories replayed without suspected causes; nothing of them is kept."""
    from cogov.runs.extensions.extensions import extensions, facts_now

    setting = Setting((load("status_quo"), load("co_governance")), 8, 3, 60, 2)
    asked = {"community": "1", "replicates": 2}
    plain = tell_chain(setting, **asked, workers=1)
    with extensions(slow), disturbed(signal.SIGKILL, 2) as hit:
        found = tell_chain(dataclasses.replace(setting, extensions=facts_now()), **asked, workers=2)
    assert hit
    assert [world.states.tobytes() for world in found.worlds] == [world.states.tobytes() for world in plain.worlds]
    assert repr(found.effects) == repr(plain.effects)


def test_jobs_of_designed_experiments(slow, tmp_path):
    """What hypotheses, evidence, assumptions and validation are made of."""
    from cogov.runs.extensions.extensions import extensions

    jobs = [Job(Arm.of(name, {}, Size(60, 2, 4)), "outcomes", 6) for name in ("status_quo", "co_governance")]
    plain = run_jobs(jobs, workers=1)
    with extensions(slow), disturbed(signal.SIGKILL, 2) as hit, RunCache(tmp_path) as kept:
        found = run_jobs(jobs, workers=2, kept=kept)
        assert kept.added == 12
    assert hit
    assert {key: np.stack(one).tobytes() for key, one in found.items()} == {
        key: np.stack(one).tobytes() for key, one in plain.items()
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_an_extension_that_sleeps_for_ever(tmp_path, workers):
    path = tmp_path / "slow.py"
    path.write_text(SLOW.format(seconds="600 if model.week == 2 else 0"), encoding="utf-8")
    said = r"run '\w+', replicate \d .*mechanism 'wait', week 3: .*longer than the time limit of 5 seconds a run"
    with pytest.raises(RunFailed, match=said):
        compare(["status_quo", "co_governance"], replicates=2, **TINY, workers=workers, extensions=[path], time_limit=5)


def test_a_run_that_kills_its_worker_is_named(tmp_path, monkeypatch):
    path = tmp_path / "deadly.py"
    path.write_text(
        SLOW.format(seconds="0").replace("time.sleep(0)", "import os; model.seed % 2 == 0 and os.kill(os.getpid(), 9)"),
        encoding="utf-8",
    )
    with pytest.raises(
        RunFailed, match=r"run '.*', replicate \d+ .model seed \d+[02468]. failed: .* died 5 times at it"
    ):
        compare(["status_quo", "co_governance"], replicates=6, **TINY, workers=2, extensions=[path])


def test_code_digest_is_of_what_makes_runs(monkeypatch):
    """How processes are looked after is no part of a run: what is kept stays valid when that changes."""
    read = []
    real = Path.read_bytes

    def noted(path):
        read.append(path.relative_to(cache._PACKAGE).as_posix())
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    assert cache.code_digest.__wrapped__() == cache.code_digest()
    assert not [name for name in read if name.startswith("runs/workers/")]
    assert {"runs/factory.py", "experiments/comparison/paired_run.py", "evidence/design_points.py"} <= {*read}
