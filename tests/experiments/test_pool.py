"""Processes: the same results for any number, and a death that is noticed and named."""

import operator
import os
import subprocess
import sys
import textwrap

import pytest
from cogov.experiments.pool import Workers, worker_count
from cogov.experiments.settings import RunFailed

pytestmark = pytest.mark.slow

# Work that a process can be given without importing anything of the tests: `exec(common, task)`.
DIE = "import os\nif n == 5: os.kill(os.getpid(), 9)"
FAIL = "if n == 2: raise ValueError('boom')"


def name(task):
    return f"run {task['n']}" if isinstance(task, dict) else f"run {task}"


def test_results_do_not_depend_on_workers():
    found = []
    for count in (1, 2, 3):
        with Workers(operator.mul, 3, count, name) as workers:
            found.append(sorted(workers.do(range(20))))
            found.append(sorted(workers.do(range(3))))  # a second block in the same processes
    assert found[0] == found[2] == found[4] == [(k, 3 * k) for k in range(20)]
    assert found[1] == found[3] == found[5]


def test_a_death_is_named():
    with pytest.raises(RunFailed, match=r"run 5.* died.*--workers 1"), Workers(exec, DIE, 2, name) as workers:
        list(workers.do({"n": k} for k in range(12)))


def test_an_error_comes_through():
    with pytest.raises(ValueError, match="boom"), Workers(exec, FAIL, 2, name) as workers:
        list(workers.do({"n": k} for k in range(6)))


def test_a_script_without_a_guard_does_not_start_itself_again(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import operator
        from cogov.experiments.pool import Workers
        print("started")
        with Workers(operator.mul, 3, 2, str) as workers:
            print(sum(result for _, result in workers.do(range(4))))
        """),
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["started", "18"]


def test_count():
    assert worker_count(8, 3) == 3
    assert worker_count(2, 100) == 2
    assert 1 <= worker_count(None, 100) <= (os.cpu_count() or 1)
