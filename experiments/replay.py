"""The runs of a manifest again: the same bytes, or what differs and why."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..core.compile.compiled import kernel_hash
from ..core.text import Text
from ..core.versions import version
from ..runs.files.manifest import ManifestError, extensions_of, libraries, read_manifest, setting_of
from ..runs.files.output_files import content_digest, sha256
from ..runs.settings import Progress
from ..runs.single import CasesAsked, SingleRun, continue_single, run_single
from .attribution.attribute import attribute
from .attribution.attribution_files import data_files as why_files
from .attribution.attribution_files import options_of as why_options
from .attribution.result import Attribution
from .chains.chain_tables import data_files as chain_files
from .chains.history import Chain
from .chains.trace import tell_chain
from .comparison.compare import compare_setting
from .comparison.comparison_files import data_files
from .comparison.result import Comparison
from .futures.sampling import read_sampling

VALUES = "values of runs.parquet"


@dataclass
class Replay:
    """What a replay found.

    Parameters
    ----------
    manifest : the manifest that was followed.
    result : the runs made again.
    files : their files, without pictures.
    differences : one line for each thing that differs; empty if every byte is the same.
    causes : what else is not as it was (code, libraries): why something may differ.
    """

    manifest: Mapping[str, Any]
    result: Comparison | SingleRun | Attribution | Chain
    files: Mapping[str, bytes]
    differences: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether every digest of the manifest was met."""
        return not self.differences


def replay(
    path: str | Path, *, data: str | Path | None = None, workers: int | None = None, progress: Progress | None = None,
    extensions: Iterable[str | Path] = (),
) -> Replay:  # fmt: skip
    """Run again what a manifest describes and check its digests.

    Parameters
    ----------
    path : a manifest, or the folder it is in.
    data : where the data folder is now, if not where it was.
    workers, progress : as for `compare`.
    extensions : where extensions are now that the runs were made with, if not where they were: names or files.

    Raises
    ------
    ManifestError
        If the manifest cannot be read, or its data are not there or not the same.
    """
    manifest = read_manifest(path)
    with extensions_of(manifest, extensions):
        return _replay(manifest, Path(path).expanduser(), data, workers, progress)


def _replay(
    manifest: Mapping[str, Any], path: Path, data: str | Path | None, workers: int | None, progress: Progress | None
) -> Replay:
    if manifest.get("from") is not None:
        return _continued(manifest, progress)
    setting = setting_of(manifest, data)
    source = None if manifest["data"] is None else str(Path(data or manifest["data"]["path"]).expanduser().absolute())
    result: Comparison | SingleRun | Attribution | Chain
    if manifest["kind"] == "why":
        options = why_options(manifest)
        result = attribute(setting, **options, workers=workers, progress=progress, source=source)
        files = why_files(result)
    elif manifest["kind"] == "chain":
        about = manifest["subject"]
        whose = {about["kind"]: about["name"]} if about["kind"] != "district" else {}
        result = tell_chain(
            setting, **whose, without=manifest["without"], replicate=manifest["replicate"], replicates=manifest["replicates"],
            workers=workers, progress=progress, source=source,
        )  # fmt: skip
        files = chain_files(result)
    elif manifest["kind"] == "run":
        asked = manifest.get("cases")
        result = run_single(setting, progress, source, None if asked is None else CasesAsked(**asked))
        files = result.files()
    else:
        precision = (manifest["precision"] or {}).get("asked")
        result = compare_setting(
            setting,
            manifest["replicates"],
            precision=precision,
            workers=workers,
            progress=progress,
            source=source,
            futures=read_sampling(setting, manifest["futures"]) if manifest.get("futures") else None,
        )
        files = data_files(result)
    found = _checked(manifest, result, files)
    if found.differences and not isinstance(result, SingleRun | Chain):
        found.differences += _where(manifest, result, path)
    return found


def _checked(manifest: Mapping[str, Any], result: Any, files: Mapping[str, bytes]) -> Replay:
    """Hold the files of a result against the digests of the manifest."""
    found = Replay(manifest, result, files, causes=_causes(manifest))
    for name, digest in manifest["digests"].items():
        if name in files and sha256(files[name]) != digest:
            found.differences.append(f"{name}: {sha256(files[name])[:16]}... instead of {digest[:16]}...")
    return found


def _continued(manifest: Mapping[str, Any], progress: Progress | None) -> Replay:
    """Go on again from the checkpoint from which the run went on."""
    about = manifest["from"]
    file = Path(about["file"])
    if not file.is_file():
        raise ManifestError(
            Text(
                f"{file}: is not there any more; this run went on from it (week {about['week']}) and cannot be replayed without it",
                f"{file}：已不存在；该运行由它继续（第 {about['week']} 周），没有它就无法重放",
            )
        )
    if sha256(file.read_bytes()) != about["sha256"]:
        raise ManifestError(
            Text(
                f"{file}: is not the checkpoint that this run went on from (its SHA-256 digest differs)",
                f"{file}：不是该运行所继续的检查点（SHA-256 摘要不同）",
            )
        )
    asked = manifest.get("cases")
    cases = None if asked is None else CasesAsked(**asked)
    other = bool(about.get("other_source"))
    result = continue_single(file, manifest["weeks"], manifest["set"]["levers"], progress, cases, other_source=other)
    return _checked(manifest, result, result.files())


def _causes(manifest: Mapping[str, Any]) -> list[str]:
    """Return what is not as it was when the manifest was written."""
    pairs = [("cogov", manifest["cogov"], version())]
    pairs += [(name, was, libraries().get(name, "missing")) for name, was in manifest["libraries"].items()]
    causes = [f"{name} is {now}, was {was}" for name, was, now in pairs if now != was]
    if manifest["kernel_hash"] != kernel_hash():
        causes.insert(
            0, f"the model's code has changed: {kernel_hash()[:16]}..., was {manifest['kernel_hash'][:16]}..."
        )
    return causes


def _where(manifest: Mapping[str, Any], result: Comparison | Attribution, path: Path) -> list[str]:
    """Say whether values differ or only the way they are written; with the old runs at hand, how many and where first."""
    if content_digest(result.runs) == manifest["digests"].get(VALUES):
        return ["all values of runs.parquet are the same; only the way the file is written differs"]
    folder = path if path.is_dir() else path.parent
    try:
        old = pd.read_parquet(io.BytesIO((folder / "runs.parquet").read_bytes()))
    except (OSError, ValueError):
        return []
    new = result.runs
    if old.shape != new.shape or list(old.columns) != list(new.columns):
        return [
            f"runs.parquet had {old.shape[0]} rows and {old.shape[1]} columns, now {new.shape[0]} and {new.shape[1]}"
        ]
    lines, count = [], 0
    for name in new.columns:
        before, now = old[name].to_numpy(), new[name].to_numpy()
        differ = np.flatnonzero(~((before == now) | (pd.isna(before) & pd.isna(now))))
        count += len(differ)
        if len(differ) and len(lines) < 3:
            row = int(differ[0])
            where = f"{_which(new, row)}, replicate {new['replicate'].iloc[row]}"
            lines.append(f"{name} of {where}: {_said(now[row])} instead of {_said(before[row])}")
    return [f"{count} of {new.size} values differ, among them:", *lines] if count else []


def _which(runs: pd.DataFrame, row: int) -> str:
    """Return the words for the policy of a run: a scenario, or what a mixture takes from B."""
    if "scenario" in runs:
        return str(runs["scenario"].iloc[row])
    return f"the mixture with {runs['from_b'].iloc[row] or 'nothing'} of B"


def _said(value: Any) -> str:
    return repr(value.item() if isinstance(value, np.generic) else value)
