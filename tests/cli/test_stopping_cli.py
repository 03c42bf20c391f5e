"""Signals to stop, to commands that make many runs: one message with what is kept and how to go on, within seconds."""

import re
import signal
import subprocess
import sys
import time

import pytest
from cogov.tests.support.process_faults import SLOW, workers_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs POSIX signals")]
SIZE = ["--residents", "60", "--communities", "2", "--weeks", "4", "--workers", "2"]


@pytest.mark.parametrize(
    ("command", "kind", "stop", "said"),
    [
        (["why", "status_quo", "networked", "--group", "kinds", "--keep", "kept"], "SIGTERM", False, r"stopped; \d+ finished runs are kept in kept, the same command goes on"),
        (["compare", "status_quo", "networked", "--futures", "40", "--keep", "kept"], "SIGHUP", False, "stopped; "),
        (["why", "status_quo", "networked", "--group", "kinds", "--keep", "kept"], "SIGINT", True, r"stopped; \d+ finished runs are kept in kept, the same command goes on"),
    ],
)  # fmt: skip
def test_signals(command, kind, stop, said, tmp_path):
    (tmp_path / "slow.py").write_text(SLOW.format(seconds=0.2), encoding="utf-8")
    words = [sys.executable, "-m", "cogov", *command, *SIZE, "--extension", "slow.py", "--out", "out"]
    with subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in (signal.SIGTERM, signal.SIGHUP)]
        and signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert "compiling" in process.stderr.readline()
        end = time.monotonic() + 120
        while len(workers_of(process.pid)) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        workers = workers_of(process.pid)
        assert len(workers) == 2
        time.sleep(2)
        if stop:
            workers[0].send_signal(signal.SIGSTOP)
        process.send_signal(getattr(signal, kind))
        started = time.monotonic()
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - started < 10
    assert process.returncode == 1
    assert len(err.strip().splitlines()) <= 3
    assert re.search(said, err)
    assert not [word for word in ("Traceback", "leaked", "Warning") if word in err]
    assert out == ""
    assert not (tmp_path / "out").exists()
    assert not [one for one in workers if one.is_running()]
