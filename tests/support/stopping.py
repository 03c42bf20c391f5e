"""Commands that make many runs, small: `python -m cogov.tests.support.stopping NAME FOLDER PHASE DONE` makes one and kills itself when so many are done."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from cogov.evidence.contest.draw_up import draw_up
from cogov.evidence.contest.families import MIDDLE
from cogov.evidence.contest.families import QUICK as QUICK_MAP
from cogov.evidence.hypotheses.gather import QUICK, gather
from cogov.experiments.attribution.attribute import why
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.comparison_files import data_files
from cogov.reports.contest.map_files import files as map_files
from cogov.reports.evidence.hypotheses import files
from cogov.runs import cache
from cogov.studies import Study
from cogov.studies.calibration import calibrate, read
from cogov.tests.support import synthetic_studies

TINY = {"residents": 60, "communities": 2, "weeks": 4, "seed": 3, "workers": 1}
PAIR = ("status_quo", "networked")
TARGETS = """\
free: {pooling: {low: 0, high: 1}, data_sharing: {low: 0, high: 1}, transparency: {low: 0, high: 1}}
targets:
  - {indicator: satisfaction, value: 0.9, tolerance: 0.06}
  - {indicator: belonging, value: 0.5, tolerance: 0.06}
prior: 16
trials: 8
batch: 4
recovery: 0
replicates: 2
weeks: 2
"""


def compared(folder, tell):
    """All that a comparison writes."""
    return data_files(compare(PAIR, replicates=5, **TINY, keep=folder, progress=tell))


def in_futures(folder, tell):
    """All that a comparison over futures writes."""
    more = {"futures": 3, "over": ["similarity"], "per_future": 2}
    return data_files(compare(PAIR, replicates=2, **TINY, **more, keep=folder, progress=tell))


def explained(folder, tell):
    """The shares of levers."""
    return why(*PAIR, replicates=2, groups="kinds", **TINY, keep=folder, progress=tell).contributions.tobytes()


def judged(folder, tell):
    """All that a test of hypotheses writes."""
    effort = QUICK.resized(160, 20, 2)
    with cache.RunCache(folder) as kept:
        return files(gather(["H8"], effort=effort, with_map=False, workers=1, progress=tell, kept=kept), "command")


def mapped(folder, tell):
    """All that a map writes."""
    grid = replace(
        QUICK_MAP, similarity=(0.8,), panels=(MIDDLE,), choosing=2, judging=2, telling=2, cells_again=1, residents=60, communities=2
    )  # fmt: skip
    with cache.RunCache(folder) as kept:
        return map_files(draw_up(grid, workers=1, progress=tell, kept=kept), "command")


def calibrated(folder, tell):
    """What was found, run by run."""
    folder.mkdir(exist_ok=True)
    plan = folder / "targets.yaml"
    plan.write_text(TARGETS, encoding="utf-8")
    found = calibrate(
        read(plan), folder / "out", runner=synthetic_studies.targets, workers=0,
        say=lambda stage, points: tell(stage, points, points),
    )  # fmt: skip
    return found.best.values, Study.open(folder / "out").digest()


COMMANDS = {
    "compare": compared,
    "map": mapped,
    "futures": in_futures,
    "why": explained,
    "hypotheses": judged,
    "calibrate": calibrated,
}


def main(name: str, folder: str, phase: str, count: str) -> None:
    """Make the runs of a command, and end with SIGKILL when `count` of a phase are done."""

    def tell(what: str, done: int, _: int) -> None:
        if what == phase and done >= int(count):
            os.kill(os.getpid(), signal.SIGKILL)

    cache.COMMIT_SECONDS = 0.0
    COMMANDS[name](Path(folder), tell)


if __name__ == "__main__":
    main(*sys.argv[1:])
