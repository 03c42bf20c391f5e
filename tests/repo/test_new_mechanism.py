"""What CONTRIBUTING says is all that a new mechanism takes: it is added to a copy of the package, which then runs.

The mechanism has two parameters, a column of residents, draws and an indicator; it runs once a quarter, between two others.
"""

import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from cogov.tests.support.districts import district

BUSY = {"constants": {"participation_base": 0.0}}  # so that there is somebody to be proud
LEFT_OUT = (".*", "build", "out", "docs", "notebooks", "node_modules", "browser", "__pycache__", "*.egg-info")

MECHANISM = '''"""Pride: an active resident becomes proud of the community now and then, and pride fades.

pride <- (1 - pride_fades) pride + pride_gain (1 - pride), the gain with probability 1/2 for who was active. Off: both are 0.
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ...core.quantity import constant
from ...core.sums import sum_of_shares
from ...core.text import Text
from ..process import QUARTERLY, Process
from ..quantities.streams import PRIDE

PARAMETERS = (
    constant("pride_gain", 0.2, bounds=(0, 1), unit="share", label=Text("Gain of pride", "自豪感的增加"), source="assumed"),
    constant("pride_fades", 0.1, bounds=(0, 1), unit="share", label=Text("Pride that fades", "自豪感的减退"), source="assumed"),
)


@compiled
def step_places(w, week, low, high):
    """Let the residents of communities low ... high - 1 be proud or not."""
    r, p, first = w.residents, w.parameters, w.communities.first
    key = stream(w.seed, PRIDE, week)
    for i in range(first[low], first[high]):
        gain = p.pride_gain if r.active[i] == 1 and uniform(key, r.identity[i], 0) < 0.5 else 0.0
        r.pride[i] = (1.0 - p.pride_fades) * r.pride[i] + gain * (1.0 - r.pride[i])


@compiled
def step(w, week):
    """Let every resident be proud or not."""
    step_places(w, week, 0, w.communities.key.size)


SUMS = {"pride": sum_of_shares}

PROCESS = Process(
    "pride",
    step,
    every=QUARTERLY,
    label=Text("Pride", "自豪感"),
    about=Text("Active residents become proud of the community.", "参与的居民为社区感到自豪，自豪感随时间减退。"),
    phases=(step_places,),
)
'''
TESTS = '''"""Pride."""

from cogov.model.mechanisms import pride
from cogov.tests.support.worlds import tiny_world


def test_it_fades():
    w = tiny_world(1, residents=4, build=False, parameters={"pride_fades": 0.5})
    w.residents.pride[:] = 0.8
    pride.step(w, 12)
    assert [round(float(x), 6) for x in w.residents.pride] == [0.4] * 4
'''

# What is written by hand, besides the two files above: after which words of which file, and what.
LINES = {
    "model/schedule.py": {"    problems,\n": "    pride,\n", "    drift.PROCESS,\n": "    pride.PROCESS,\n"},
    "model/quantities/streams.py": {"LANDSCAPE = 16 * 22\n": "PRIDE = 16 * 99\n"},
    "agents/resident.py": {
        'responsibility = share("responsibility", 0.4, label=Text("Responsibility", "责任心"))\n': '    pride = share("pride", 0.0, label=Text("Pride", "自豪感"))\n'
    },
    "model/quantities/resident_indicators.py": {
        "DECLARED = (\n": '    declare("pride", bounds=(0, 1), unit="share", label=Text("Pride", "自豪感"), meaning=Text("mean over residents", "居民平均"), formula=mean("pride")),\n'
    },
    "tests/model/test_neutrality.py": {
        '    "drift": {"environment": {"drift": 0}},\n': '    "pride": {"constants": {"pride_gain": 0, "pride_fades": 0}},\n'
    },
}

RUN = """
import sys
import pandas as pd
from cogov.model import week
from cogov.model.schedule import SCHEDULE
from cogov.reports.odd import odd
from cogov.tests.support.districts import digest, district

BUSY = eval(sys.argv[2])
names = [p.name for p in SCHEDULE]
assert names[names.index("pride") - 1 : names.index("pride") + 2] == ["drift", "pride", "trials"]
assert "step_pride" in week.TEXT
models = [district(60, 3, seed=4, **BUSY, threads=threads) for threads in (1, 2, 1)]
models[2].add_process(lambda model: None, before="trust")
for model in models:
    model.run_for(14)
assert len({digest(model) for model in models}) == 1, "the same on every path"
series = models[0].indicators.pride.to_numpy()
assert (series[:12] == 0).all() and series[12] > 0
assert abs(series[-1] - models[0].residents.pride.mean()) < 1e-6
off = district(60, 3, seed=4, **BUSY, off=["pride"])
off.run_for(14)
assert (off.indicators.pride == 0).all()
for language, word in (("en", "Pride that fades"), ("zh", "自豪感的减退")):
    assert word in odd.document(language)
off.measures.drop(columns="pride").to_pickle(sys.argv[1])
"""


def by_hand(root):
    """The files that CONTRIBUTING names, with NAME for the mechanism."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("### New: file by file\n")[1].split("\n## ")[0]
    return [name.replace("NAME", "pride") for name in re.findall(r"^\d\. `([^`]+)`", section, re.MULTILINE)]


def test_contributing_names_the_files(root):
    files = by_hand(root)
    assert len(files) <= 8
    assert {"model/mechanisms/pride.py", "tests/model/mechanisms/test_pride.py", *LINES} == {*files} - {"CHANGELOG.md"}


@pytest.fixture(scope="module")
def larger(root, tmp_path_factory):
    """A copy of the package with the mechanism in it."""
    copy = tmp_path_factory.mktemp("larger") / "cogov"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (copy / "model/mechanisms/pride.py").write_text(MECHANISM, encoding="utf-8")
    (copy / "tests/model/mechanisms/test_pride.py").write_text(TESTS, encoding="utf-8")
    for name, lines in LINES.items():
        text = (copy / name).read_text(encoding="utf-8")
        for after, line in lines.items():
            assert text.count(after) == 1, f"{name}: {after!r}"
            text = text.replace(after, after + line)
        (copy / name).write_text(text, encoding="utf-8")
    return copy


def python(copy, *arguments):
    """Run Python on the copy, interpreted: one week of few residents is sooner done than compiled."""
    environment = {**os.environ, "PYTHONPATH": str(copy.parent), "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-P", *arguments], cwd=copy.parent, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_new_mechanism_runs_and_moves_nothing_else(larger, tmp_path):
    """On every path; switched off, every measure of the others is what it is without it, bit for bit."""
    python(larger, "-c", RUN, str(tmp_path / "measures"), repr(BUSY))
    without = pd.read_pickle(tmp_path / "measures")
    here = district(60, 3, 14, seed=4, **BUSY).measures
    assert list(without) == list(here)
    np.testing.assert_array_equal(without.to_numpy(), here.to_numpy())


@pytest.mark.slow
def test_the_tests_of_the_copy_hold(larger):
    tests = ["tests/model/mechanisms/test_pride.py", "tests/model/test_schedule.py"]
    tests.append("tests/model/test_neutrality.py::test_every_mechanism_is_tried")
    chosen = ["-k", "pride or every or names or compiled"]
    python(
        larger, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *chosen, *[str(larger / test) for test in tests]
    )
