"""`make mutants` itself: it catches a planted fault, reports one that no test notices, and leaves the sources alone."""

import subprocess
import sys

import pytest
from cogov.model.schedule import SCHEDULE

LINES = "from .mechanisms import rule\n\nSCHEDULE = (rule.ADDING, rule.REST)\n"
RULE = '"""A rule."""\n\n\ndef step(w, x):\n    return x + 2\n\n\ndef rest(w, x):\n    return x - 1\n'
DECLARED = "\n\nProcess = lambda *of: of\nADDING = Process('adding', step)\nREST = Process('rest', rest)\n"
TESTS = "from cogov.model.mechanisms import rule\n\n\ndef test_it():\n    assert rule.step(None, 2) == 4\n"


@pytest.fixture
def little(tmp_path):
    """A package of one file with two mechanisms, of which one is tested."""
    mechanisms, tests = tmp_path / "cogov/model/mechanisms", tmp_path / "cogov/tests/model/mechanisms"
    for folder in (mechanisms, tests):
        folder.mkdir(parents=True)
    for path, text in {
        tmp_path / "cogov/pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--import-mode=importlib"]\n',
        **{folder / "__init__.py": "" for folder in (tmp_path / "cogov", mechanisms.parent, mechanisms)},
        mechanisms.parent / "schedule.py": LINES,
        mechanisms / "rule.py": RULE + DECLARED,
        tests / "test_rule.py": TESTS,
    }.items():
        path.write_text(text, encoding="utf-8")
    return tmp_path / "cogov"


def mutants(root, folder, *arguments):
    command = [sys.executable, str(root / "tools/mutants"), "--root", str(folder), *arguments]
    return subprocess.run(
        [*command, "--equivalent", str(folder / "none"), "--out", str(folder.parent / "kept")],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_a_planted_fault_is_caught_and_a_survivor_is_reported(root, little):
    done = mutants(root, little, "--count", "9")
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    adding = [line for line in lines if line.startswith("adding ")]
    assert any("caught" in line and "x + 2 -> ((x) - (2))" in line and "test_it" in line for line in adding)
    assert not any("SURVIVED" in line for line in adding)
    assert any(line.startswith("rest") and "SURVIVED" in line and "x - 1 -> ((x) + (1))" in line for line in lines)
    assert "  model/mechanisms/rule.py:9  model/mechanisms/rule.py::rest: x - 1 -> ((x) + (1))" in lines
    assert (little / "model/mechanisms/rule.py").read_text(encoding="utf-8") == RULE + DECLARED
    again = mutants(root, little, "--count", "9").stdout.splitlines()
    told = [line for line in again if line.startswith(("adding ", "rest ")) and "::" in line]
    assert len(told) > 4
    assert all(line.endswith("(known)") for line in told)
    tests = little / "tests/model/mechanisms/test_rule.py"
    tests.write_text(TESTS + "    assert rule.rest(None, 2) == 1\n", encoding="utf-8")
    once_more = mutants(root, little, "rest", "--count", "9").stdout
    assert "rest                caught" in once_more, "a survivor is tried on new tests"
    assert "SURVIVED" not in once_more


def test_equivalent_faults_are_not_tried_and_unknown_names_are_told(root, little):
    (little / "none").write_text("model/mechanisms/rule.py::step: x + 2 -> (x) | because | 因为\n", encoding="utf-8")
    listed = mutants(root, little, "adding", "--list", "--count", "99").stdout
    assert "x + 2 -> ((x) - (2))" in listed
    assert "x + 2 -> (x)\n" not in listed
    wrong = mutants(root, little, "ading")
    assert wrong.returncode == 1
    assert "did you mean 'adding'?" in wrong.stderr


@pytest.fixture(scope="module")
def listed(root):
    """All faults of the real mechanisms, equivalent ones too."""
    return mutants(root, root, "--list", "--count", "100000").stdout.splitlines()


def test_every_line_of_the_schedule_has_faults(root, listed):
    names = [process.name for process in SCHEDULE]
    assert min(sum(line.startswith(f"{name:20}") for line in listed) for name in names) >= 10


def test_equivalent_faults_exist_and_have_a_reason(root, listed):
    known = {line[32:] for line in listed}
    lines = (root / "tools/mutants/equivalent.txt").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert all(reason.strip() for line in entries for reason in line.rsplit(" | ", 2)[1:])
    assert [line for line in entries if line.rsplit(" | ", 2)[0] not in known] == []
