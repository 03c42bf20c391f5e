"""A small valid file of every kind that commands read, and the commands that read it, without running the model again."""

import hashlib
import json
import random
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner
from cogov.cli import main as command_line
from cogov.tools.fuzz.mutations import mutate

STUDY = """\
scenarios: [status_quo, mine.yaml]
factors: {pooling: [0.1, 0.5], similarity: {low: 0.2, high: 0.8, levels: 2}}
replicates: 3
weeks: 5
residents: 60
communities: 2
"""
OWN = """\
title: {en: Mine, zh: 自己的}
question: {en: What then, zh: 之后怎样}
claims: [C1]
extends: status_quo
levers: {pooling: 0.6, mandate_share: 0.25}
changes:
  - {week: 104, levers: {pooling: 0.2}, why: support ends}
"""
BEST = "set: {pooling: 0.3, similarity: 0.5}\n"
CASES = "id,opened,closed,status,resolved\n" + "".join(
    f"{k},2025-{k % 12 + 1:02}-05,2025-{k % 12 + 1:02}-{k % 9 + 10},closed,{('yes', 'no')[k % 3 == 0]}\n"
    for k in range(60)
)


class Accepted(Exception):
    """The file was taken for a good one: here the runs would begin."""


@dataclass(frozen=True)
class Kind:
    """Files that may be made wrong, (pattern, way); commands that read them, with {} for the folder."""

    name: str
    files: tuple[tuple[str, str], ...]
    commands: tuple[tuple[str, ...], ...]


KINDS = [
    Kind("manifest", (("run/manifest.json", "json"),), (("replay", "{}/run"),)),
    Kind("manifest of comparison", (("comparison.json", "json"),), (("replay", "{}/comparison.json"),)),
    Kind("manifest of why", (("why.json", "json"),), (("replay", "{}/why.json"),)),
    Kind("manifest of chain", (("chain.json", "json"),), (("replay", "{}/chain.json"),)),
    Kind("manifest of a run that went on", (("on.json", "json"), ("week2.ckpt", "zip")), (("replay", "{}/on.json"),)),
    Kind("earlier results", (("run/manifest.json", "json"),), (("run", "status_quo", "--weeks", "3", "--residents", "60", "--communities", "2", "--out", "{}/run"),)),
    Kind("checkpoint", (("week2.ckpt", "zip"),), (("run", "--from", "{}/week2.ckpt", "--weeks", "4", "--out", "{}/on"),)),
    Kind(
        "study folder",
        (("study/study.yaml", "yaml"), ("study/scenarios/mine.yaml", "yaml"), ("study/design.parquet", "parquet"), ("study/provenance.json", "json"),
         ("study/status.json", "json"), ("study/journal.sqlite", "sqlite"), ("study/results/*", "parquet"), ("study/lock", "bytes")),
        (("study", "status", "{}/study"), ("study", "export", "{}/study"), ("study", "verify", "{}/study"), ("analyse", "{}/study"), ("study", "merge", "{}/both", "{}/study")),
    ),
    Kind("kept runs", (("kept/runs.sqlite", "sqlite"),), (("kept", "{}/kept"),)),
    Kind("study file", (("study.yaml", "yaml"), ("mine.yaml", "yaml")), (("sweep", "{}/study.yaml", "--check"),)),
    Kind("scenario", (("mine.yaml", "yaml"),), (("scenarios", "check", "{}/mine.yaml"), ("scenarios", "diff", "{}/mine.yaml", "status_quo"))),
    Kind("targets", (("targets.yaml", "yaml"),), (("calibrate", "{}/targets.yaml", "--check"),)),
    Kind("values", (("best.yaml", "yaml"),), (("compare", "--set", "@{}/best.yaml", "--residents", "60", "--communities", "2", "--out", "{}/cmp"),)),
    Kind("extension", (("mine.py", "bytes"),), (("extensions", "{}/mine.py"),)),
    Kind("data folder", (("data/*.csv", "bytes"), ("data/*.json", "json")), (("data", "check", "{}/data"),)),
    Kind("targets from cases", (("cases/cases.csv", "bytes"),), (("data", "targets", "{}/cases", "--population", "900"),)),
]  # fmt: skip


def call(*words):
    """A command in this process: (exit code, what it printed, the exception if one got through)."""
    if words[0] == "kept":
        return _kept(words[1])
    with ExitStack() as stack:
        for name in _RUNS:
            stack.enter_context(patch(f"cogov.{name}", _accept))
        done = CliRunner().invoke(command_line.cli, list(words), catch_exceptions=True)
    if isinstance(done.exception, Accepted):
        return 0, done.output, None
    return done.exit_code, done.output, None if isinstance(done.exception, SystemExit) else done.exception


_RUNS = (
    "experiments.replay.run_single", "experiments.replay.compare_setting", "experiments.replay.attribute",
    "experiments.replay.tell_chain", "experiments.comparison.compare.compare_setting", "runs.single.run_single", "runs.single._run",
)  # fmt: skip


def _accept(setting, *_, **__):
    if hasattr(setting, "check"):
        setting.check(fewest=1)
    raise Accepted


def _kept(folder):
    import click
    from cogov.cli.support.errors import explained
    from cogov.runs.cache import RunCache

    try:
        with explained(), RunCache(folder) as kept:
            kept.get("a" * 32)
            kept.add("c" * 32, {"x": 1.0})
    except click.ClickException as error:
        return error.exit_code, f"Error: {error.format_message()}", None
    except Exception as error:
        return 1, "", error
    return 0, "", None


def build(folder: Path) -> Path:
    """Make a valid file of every kind."""
    import numpy as np
    from cogov.data.samples.make import make
    from cogov.runs.cache import RunCache
    from cogov.runs.extensions.example import EXAMPLE
    from cogov.studies import Study
    from cogov.studies.calibration.example import EXAMPLE as TARGETS
    from cogov.studies.design.reading import read
    from cogov.tests.support.runners import quick

    for name, text in {
        "mine.yaml": OWN,
        "study.yaml": STUDY,
        "best.yaml": BEST,
        "targets.yaml": TARGETS,
        "mine.py": EXAMPLE,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    make("example", folder / "data")
    (folder / "cases").mkdir()
    (folder / "cases" / "cases.csv").write_text(CASES, encoding="utf-8")
    Study(folder / "study", spec=read(folder / "study.yaml"), runner=quick).run(workers=0)
    with RunCache(folder / "kept") as kept:
        kept.add("a" * 32, {"x": np.arange(3.0), "y": 1.0})
        kept.add("b" * 32, np.arange(4))
    words = (
        "run",
        str(folder / "mine.yaml"),
        "--weeks",
        "3",
        "--residents",
        "60",
        "--communities",
        "2",
        "--out",
        str(folder / "run"),
    )
    done = CliRunner().invoke(
        command_line.cli, [*words, "--checkpoint", str(folder / "week2.ckpt"), "--checkpoint-at", "2"]
    )
    assert done.exit_code == 0, done.output
    manifest = json.loads((folder / "run" / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256((folder / "week2.ckpt").read_bytes()).hexdigest()
    both = [*manifest["scenarios"], {**manifest["scenarios"][0], "name": "other"}]
    others = {
        "comparison": {"scenarios": both, "replicates": 2, "precision": None, "futures": {"count": 2, "replicates": 1, "over": ["similarity"]}},
        "why": {"scenarios": both, "replicates": 2, "indicators": ["satisfaction"], "groups": None, "exact": True, "runs": 8},
        "chain": {"replicates": 2, "replicate": 0, "without": [], "subject": {"kind": "resident", "name": "3"}},
        "on": {"from": {"file": str(folder / "week2.ckpt"), "sha256": digest, "week": 2}},
    }  # fmt: skip
    for name, own in others.items():
        kind = "run" if name == "on" else name
        (folder / f"{name}.json").write_text(json.dumps({**manifest, "kind": kind, **own}), encoding="utf-8")
    return folder


def tried(kind: Kind, whole: Path, place: Path, number: int) -> tuple[str, str]:
    """Make one file of a copy wrong, by number; return how its commands took it ("good", "refused", or "unexpected"), and why."""
    luck = random.Random(f"{kind.name} {number}")
    folder = place / "x"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder, symlinks=True)
    pattern, way = luck.choice(kind.files)
    path = luck.choice(sorted(folder.glob(pattern)))
    if path.name == "on.json":
        path.write_text(path.read_text(encoding="utf-8").replace(str(whole), str(folder)), encoding="utf-8")
    mutate(path, way, luck)
    taken = "good"
    for words in kind.commands if len(kind.commands) < 3 else [luck.choice(kind.commands)]:
        code, said, error = call(*(word.replace("{}", str(folder)) for word in words))
        at = f"{kind.name} {number}: {path.relative_to(folder)}: cogov {' '.join(words)}"
        if error is not None or code not in (0, 1, 2):
            return "unexpected", f"{at}: {type(error).__name__}: {str(error)[:300]}"
        if code and "cogov: " not in said and "Error: " not in said and words[:2] != ("data", "check"):
            return "unexpected", f"{at}: exit code {code} without a message: {said[-200:]}"
        taken = "refused" if code == 2 else "found" if code == 1 else taken
    return taken, ""
