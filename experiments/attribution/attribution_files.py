"""The files of an attribution, and the manifest from which it can be made again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...runs.files.manifest import (
    common_facts,
    from_library,
    made,
    plain,
    run_set,
    scenario_file,
    scenario_files,
    setting_options,
)
from ...runs.files.output_files import MANIFEST, csv_bytes, json_bytes, parquet_bytes, sha256
from ...runs.intervals import interval
from ...runs.settings import replicate_seed
from . import shapley
from .players import Groups
from .result import Attribution

KIND = "why"
DIGESTED = ("runs.parquet", "shares.csv", "interactions.csv")


def data_files(result: Attribution) -> dict[str, bytes]:
    """Return runs.parquet, shares.csv and interactions.csv (all indicators), and the scenarios, by name."""
    shares = pd.concat([result.table(indicator=name) for name in result.indicators], ignore_index=True)
    files = {"runs.parquet": parquet_bytes(result.runs), "shares.csv": csv_bytes(shares)}
    if result.interactions is not None and len(result.players) > 1:
        files["interactions.csv"] = csv_bytes(_interactions(result))
    return files | scenario_files(result.setting)


def _interactions(result: Attribution) -> pd.DataFrame:
    """Return the interaction of every pair of players in every indicator."""
    assert result.interactions is not None
    rows = []
    for at, name in enumerate(result.indicators):
        for (i, j), values in zip(shapley.pairs(len(result.players)), result.interactions):
            found = interval(values[:, at], shared_by=len(result.interactions))
            first, second = result.players[i].name, result.players[j].name
            rows.append((name, first, second, found.mean, found.low, found.high, found.count))
    return pd.DataFrame(rows, columns=["indicator", "first", "second", "interaction", "low", "high", "replicates"])


def group_options(groups: Groups | str | None) -> list[str]:
    """Return the options that give these groups on the command line."""
    if isinstance(groups, str):
        return ["--group", groups]
    return [word for name, levers in (groups or {}).items() for word in ("--group", f"{name}={','.join(levers)}")]


def why_command(result: Attribution) -> str:
    """Return the command that makes this attribution again, from within the folder of its results."""
    setting = result.setting
    named = [one.name if from_library(one) else scenario_file(one) for one in setting.scenarios]
    words = ["cogov", KIND, *named, "--replicates", str(result.replicates)]
    words += [word for name in result.asked for word in ("--indicator", name)]
    words += group_options(result.groups)
    words += ["--exact"] if result.exact else ["--sampled", "--runs", str(result.scheme.runs)]
    return shlex.join([*words, *setting_options(setting)])


def with_manifest(result: Attribution, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all files and their manifest."""
    manifest: dict[str, Any] = {
        "kind": KIND,
        "run_set": run_set(files["runs.parquet"]),
        "command": why_command(result),
        **common_facts(result.setting, result.facts, files, result.source),
        "replicates": result.replicates,
        "seeds": [replicate_seed(result.setting.seed, k) for k in range(result.replicates)],
        "indicators": list(result.asked),
        "groups": plain(result.groups),
        "exact": result.exact,
        "runs": result.scheme.runs,
        "orders_a_replicate": result.orders,
        "mixtures": result.mixtures,
        "mixtures_beyond_budget": result.scaled,
        "players": [
            {
                "name": player.name,
                "label": plain(player.label),
                "levers": list(player.levers),
                "claims": list(player.claims),
            }
            for player in result.players
        ],
        "check": {name: plain({"gap": check.gap, "holds": check.holds}) for name, check in _checks(result)},
        "digests": {name: sha256(files[name]) for name in DIGESTED if name in files},
        "made": made(result.timing),
    }
    return {**files, MANIFEST: json_bytes(manifest)}


def _checks(result: Attribution) -> list[tuple[str, Any]]:
    return [(name, result.check(name)) for name in result.indicators]


def options_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `attribute` is called with, besides the setting, to make the attribution of a manifest again."""
    return {
        "replicates": manifest["replicates"], "indicator": manifest["indicators"], "groups": manifest["groups"],
        "exact": bool(manifest["exact"]), "runs": int(manifest["runs"]),
    }  # fmt: skip
