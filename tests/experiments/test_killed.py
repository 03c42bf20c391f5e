"""Whatever makes many runs and keeps them: killed outright, the next call makes only what is missing, to the same bytes."""

import signal
import subprocess
import sys

import pytest
from cogov.experiments.comparison.compare import compare
from cogov.tests.support.stopping import COMMANDS, PAIR, TINY
from cogov.tests.support.study_faults import environment

HOW = {  # phase and number of runs at which it is killed, number of runs that are found again
    "compare": ("run", 7, 5),  # the first replicate of both scenarios is never kept
    "map": ("judge", 9, 9),
    "futures": ("futures", 5, 5),
    "why": ("run", 6, 6),
    "hypotheses": ("run", 9, 9),
    "calibrate": ("check", 0, None),  # killed between two stages; its study commits in groups
}


def killed(name, folder):
    phase, count, _ = HOW[name]
    words = [sys.executable, "-m", "cogov.tests.support.stopping", name, str(folder), phase, str(count)]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=300, env=environment())
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_it_goes_on_to_the_same_bytes(name, tmp_path):
    phase, _, found = HOW[name]
    killed(name, tmp_path / "kept")
    told = []
    again = COMMANDS[name](tmp_path / "kept", lambda *what: told.append(what))
    first = next(done for what, done, _ in told if what == phase)
    assert found is None or first == found
    assert again == COMMANDS[name](tmp_path / "other", lambda *_: None)


def test_a_comparison_that_is_kept(tmp_path):
    """Runs come back as they were; only the first replicate is made again, for the facts that come with it."""
    told = []
    plain = compare(PAIR, replicates=3, **TINY)
    first = compare(PAIR, replicates=2, **TINY, keep=tmp_path)
    again = compare(PAIR, replicates=3, **TINY, keep=tmp_path, progress=lambda *what: told.append(what))
    assert [done for what, done, _ in told if what == "run"] == [2, 3, 4, 5, 6]
    assert again.summary.tobytes() == plain.summary.tobytes()
    assert again.weekly.tobytes() == plain.weekly.tobytes()
    assert again.gains().equals(plain.gains())
    assert again.transitions().equals(plain.transitions())
    assert first.summary.tobytes() == plain.summary[:, :2].tobytes()
