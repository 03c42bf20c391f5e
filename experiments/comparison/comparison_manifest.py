"""The manifest of a comparison: what determines its runs, the command that makes it again, the digests of what came out."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from ...runs.files.manifest import (
    DIGESTED,
    common_facts,
    from_library,
    made,
    plain,
    run_set,
    scenario_file,
    setting_options,
)
from ...runs.files.output_files import sha256
from .result import Comparison


def compare_command(comparison: Comparison) -> str:
    """Return the command that makes this comparison again, from within the folder of its results."""
    setting = comparison.setting
    named = [one.name if from_library(one) else scenario_file(one) for one in setting.scenarios]
    words = ["cogov", "compare", *named]
    if comparison.reached is None:
        words += ["--replicates", str(comparison.replicates)]
    else:
        for name, width in comparison.reached.asked.items():
            words += ["--precision", f"{name}={width:g}"]
    if comparison.futures is not None:
        sampling = comparison.futures.sampling
        words += ["--futures", str(sampling.count), "--per-future", str(sampling.replicates)]
        for one in sampling.over:
            words += ["--over", one.text]
    for ablation in comparison.ablations:
        words += ["--ablate", ablation.kind]
    return shlex.join([*words, *setting_options(setting)])


def comparison_manifest(comparison: Comparison, files: Mapping[str, bytes], content: str) -> dict[str, Any]:
    """Return the manifest of a comparison whose other files are complete; `content` is the digest of the runs' values."""
    reached = comparison.reached
    return {
        "kind": "comparison",
        "run_set": run_set(files["runs.parquet"]),
        "command": compare_command(comparison),
        **common_facts(comparison.setting, comparison.facts, files, comparison.source),
        "baseline": comparison.names[0],
        "replicates": comparison.replicates,
        "seeds": list(comparison.seeds),
        "precision": plain({"asked": reached.asked, "widest": reached.widest, "enough": reached.enough}) if reached else None,
        "futures": futures_facts(comparison),
        **({"ablations": [one.kind for one in comparison.ablations]} if comparison.ablations else {}),
        "digests": {**{name: sha256(files[name]) for name in DIGESTED if name in files}, "values of runs.parquet": content},
        "made": made(comparison.timing),
    }  # fmt: skip


def futures_facts(comparison: Comparison) -> dict[str, Any] | None:
    """Return what determines the runs in futures, or None."""
    futures = comparison.futures
    if futures is None:
        return None
    sampling = futures.sampling
    return {
        "count": sampling.count, "replicates": sampling.replicates, "over": [one.text for one in sampling.over],
        "points": plain(futures.points),
    }  # fmt: skip
