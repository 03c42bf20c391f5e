"""The class of the model is all that another process needs."""

import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest
from cogov import CommunityModel
from cogov.runs.workers.processes import apart

ALONE = """
import pickle, sys
cls, options = pickle.loads(bytes.fromhex(sys.argv[1]))
assert "cogov.scenarios" not in sys.modules
print(cls(**options).scenario.name)
"""
ASKED = {"scenario": "co_governance", "residents": 40, "communities": 2, "rng": 1}


def test_a_process_that_knows_the_class_only():
    given = pickle.dumps((CommunityModel, ASKED)).hex()
    done = subprocess.run(
        [sys.executable, "-c", ALONE, given], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.stdout, done.stderr) == ("co_governance\n", "")


def test_a_checkpoint_in_a_process_that_has_seen_no_scenario(tmp_path):
    model = CommunityModel(**ASKED)
    path = model.checkpoint(tmp_path / "kept")
    code = "import sys; from cogov.model.model import CommunityModel as M; print(M.restore(sys.argv[1]).scenario.name)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.stdout, done.stderr) == ("co_governance\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "how", [name for name in ("spawn", "forkserver") if name in multiprocessing.get_all_start_methods()]
)
def test_ways_to_start_processes(how):
    """What `mesa.batch_run` and `client.submit(CommunityModel, ...)` do."""
    with apart(), ProcessPoolExecutor(1, multiprocessing.get_context(how)) as pool:
        assert pool.submit(pickle.loads, pickle.dumps(CommunityModel)).result() is CommunityModel
        model = pool.submit(CommunityModel, **ASKED).result()
    assert model.residents.belonging.tobytes() == CommunityModel(**ASKED).residents.belonging.tobytes()


def test_an_archive_is_refused(tmp_path):
    """Plainly, at once: the package reads scenarios and keeps compiled code by file."""
    import zipfile
    from pathlib import Path

    import cogov

    path = tmp_path / "cogov.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cogov/__init__.py", Path(cogov.__file__).read_text(encoding="utf-8"))
    code = "import sys; sys.path.insert(0, sys.argv[1]); sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]; import cogov"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert "cogov cannot be used from inside an archive" in done.stderr
