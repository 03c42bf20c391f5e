"""Runs in processes: the same results for any number, deaths that are mended, runs that kill or hang named."""

import operator
import os
import subprocess
import sys
import textwrap
import threading
import time

import psutil
import pytest
from cogov.runs.workers import processes
from cogov.runs.workers.limits import limited
from cogov.runs.workers.pool import RunFailed, Workers

pytestmark = pytest.mark.slow

# Work that a process can be given without importing anything of the tests: `exec(common, task)`.
DIE = "import os\nif n == 5: os.kill(os.getpid(), 9)"
DIE_ONCE = "import os, pathlib\nseen = pathlib.Path(folder) / str(n)\nif n % 4 == 1 and not seen.exists():\n    seen.touch()\n    os.kill(os.getpid(), 9)"
SLEEP = "import time\nif n == 2: time.sleep(600)"
HANG = "import signal, time\nif n == 2:\n    signal.signal(signal.SIGALRM, signal.SIG_IGN)\n    time.sleep(600)"
STOP_ONCE = "import os, pathlib, signal\nseen = pathlib.Path(folder) / str(n)\nif n == 3 and not seen.exists():\n    seen.touch()\n    os.kill(os.getpid(), signal.SIGSTOP)"
FAIL = "if n == 2: raise ValueError('boom')"
LEAVE = "if n == 2: raise SystemExit(0)"


def name(task):
    return f"run {task['n']}" if isinstance(task, dict) else f"run {task}"


def numbered(count, **more):
    return [{"n": k, **more} for k in range(count)]


def test_results_do_not_depend_on_workers():
    found = []
    for count in (1, 2, 3):
        with Workers(operator.mul, 3, count, name) as workers:
            found.append(sorted(workers.do(range(20))))
            found.append(sorted(workers.do(range(3))))  # a second block in the same processes
    assert found[0] == found[2] == found[4] == [(k, 3 * k) for k in range(20)]
    assert found[1] == found[3] == found[5]


def test_runs_whose_process_died_are_made_again(tmp_path):
    with Workers(exec, DIE_ONCE, 2, name) as workers:
        done = [task["n"] for task, _ in workers.do(numbered(12, folder=str(tmp_path)))]
    assert sorted(done) == list(range(12))
    assert workers.deaths == 3


def test_a_run_that_kills_its_process_again_and_again_is_named():
    with pytest.raises(RunFailed, match=r"run 5 failed: .* died 5 times at it.*SIGKILL.*--workers 1"):  # noqa: SIM117
        with Workers(exec, DIE, 2, name) as workers:
            list(workers.do(numbered(12)))


@pytest.mark.parametrize("count", [1, 2])
def test_a_run_that_sleeps_is_named(count):
    started = time.monotonic()
    with pytest.raises(RunFailed, match=r"run 2 failed: it took longer than the time limit of 1 seconds a run"):  # noqa: SIM117
        with limited(1), Workers(exec, SLEEP, count, name) as workers:
            list(workers.do(numbered(6)))
    assert time.monotonic() - started < 60


def test_a_run_that_does_not_hear_its_alarm_is_ended(monkeypatch):
    monkeypatch.setattr(processes, "GRACE", 0.5)
    with (
        pytest.raises(RunFailed, match="run 2 failed: it took longer"),
        limited(1),
        Workers(exec, HANG, 2, name) as workers,
    ):
        list(workers.do(numbered(6)))


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="a stopped process is told by /proc")
def test_a_process_that_was_stopped_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "STOPPED", 1.0)
    with Workers(exec, STOP_ONCE, 2, name) as workers:
        done = [task["n"] for task, _ in workers.do(numbered(8, folder=str(tmp_path)))]
    assert sorted(done) == list(range(8))
    assert workers.deaths == 1


def test_leaving_does_not_wait_for_what_hangs():
    """As after Ctrl-C: whatever a process is at, it is ended."""
    with Workers(exec, SLEEP, 2, name) as workers:
        for task, _ in workers.do(numbered(6)):
            if task["n"] == 3:
                break
        started = time.monotonic()
    assert time.monotonic() - started < 10
    assert not [one for one in threading.enumerate() if one.name == "cogov-worker"]


@pytest.mark.parametrize(("code", "said"), [(FAIL, "boom"), (LEAVE, "SystemExit: 0")])
def test_an_error_comes_through(code, said):
    with pytest.raises((ValueError, RuntimeError), match=said), Workers(exec, code, 2, name) as workers:
        list(workers.do(numbered(6)))


def test_workers_that_cannot_start_are_said():
    with pytest.raises(RunFailed, match=r"die while they start .exit code 3.*--workers 1"):  # noqa: SIM117
        with Workers(Dies(), None, 2, name) as workers:
            list(workers.do(range(3)))


class Dies:
    """Ends the process in which it is unpickled."""

    def __reduce__(self):
        return os._exit, (3,)


def test_a_script_without_a_guard_does_not_start_itself_again(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import operator
        from cogov.runs.workers.pool import RunFailed, Workers
        print("started")
        with Workers(operator.mul, 3, 2, str) as workers:
            print(sum(result for _, result in workers.do(range(4))))
        """),
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["started", "18"]
    assert done.stderr == ""


def test_no_orphan_outlives_its_parent(tmp_path):
    """Killed outright, busy or not, the coordinator leaves nobody behind."""
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import time
        from cogov.runs.workers.pool import RunFailed, Workers
        with Workers(exec, "import time; print('at work', flush=True); time.sleep(600)", 2, str) as workers:
            list(workers.do({"n": k} for k in range(4)))
        """),
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in range(2)] == ["at work\n"] * 2
        children = psutil.Process(parent.pid).children(recursive=True)
        assert len(children) >= 2
        parent.kill()
        _, alive = psutil.wait_procs(children, timeout=2)
        assert not alive
        assert parent.stderr is not None
        assert parent.stderr.read() == ""
