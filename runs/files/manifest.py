"""The manifest: all that determines a set of runs, the digests of what came out, and how it was made.

What is in the section `made` (time, machine, seconds) is part of no digest.
"""

from __future__ import annotations

import contextlib
import datetime
import math
import platform
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...core.compile.compiled import INTERPRETED, kernel_hash
from ...core.disk import reason_of
from ...core.text import Text, text_of
from ...core.versions import version, version_of
from ...data.folder import load as load_data
from ...model.extensions.extension import ExtensionError, using
from ...scenarios import Change, Scenario, ScenarioError, load, names
from ...scenarios.files import part_files
from ..extensions.extensions import difference, find, find_all
from ..factory import Facts
from ..settings import Setting, SettingError
from .manifest_shape import KINDS
from .output_files import sha256
from .schema import JsonFault, fault_of, read_json

FORMAT = 1
LIBRARIES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "networkx", "mesa", "matplotlib")
EXTENSION = ("name", "asked", "version", "digest")
DIGESTED = ("runs.parquet", "indicators.csv", "futures.parquet")


class ManifestError(SettingError):
    """A manifest that cannot be read, or that asks for what is not there; the message names file and field."""


def libraries() -> dict[str, str]:
    """Return the versions of what results could depend on."""
    return {"python": platform.python_version(), **{name: version_of(name) for name in LIBRARIES}}


def plain(value: Any) -> Any:
    """Return `value` as JSON has it: NumPy numbers as numbers, what is not finite as null, both languages side by side."""
    if isinstance(value, Text):
        return {"en": value.en, "zh": value.zh}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def plan_facts(plan: Any) -> dict[str, Any]:
    """Return a plan of spending as plain data: yuan a year by line."""
    return plain(
        {
            "paid": {line.name: line.paid for line in plan.lines},
            "asked": {line.name: line.asked for line in plan.lines},
            "factor": plan.factor,
            "staff_per_10000": plan.staff,
            "total": plan.total,
            "available": plan.available,
            "warning": plan.warning,
        }
    )


def from_library(scenario: Scenario) -> bool:
    """Return whether a scenario is one of the library, unchanged, so that its name is enough to get it again."""
    known = {*names(), *part_files()}
    try:
        return all(one in known for one in scenario.name.split("+")) and load(scenario.name).digest == scenario.digest
    except ScenarioError:
        return False


def scenario_file(scenario: Scenario) -> str:
    """Return where a scenario is written in the folder of results."""
    return f"scenarios/{scenario.name}.yaml"


def value_options(values: Mapping[str, Any]) -> list[str]:
    """Return `--set` for each of these values."""
    texts = [
        f"{name}={value:.17g}" if isinstance(value, float) else f"{name}={value}" for name, value in values.items()
    ]
    return [word for text in texts for word in ("--set", text)]


def extension_options(setting: Setting) -> list[str]:
    """Return `--extension` for each extension that is used."""
    return [word for _, asked, _, _ in setting.extensions for word in ("--extension", asked)]


def setting_options(setting: Setting) -> list[str]:
    """Return the options that give this setting on the command line."""
    options = ["--weeks", str(setting.weeks), "--seed", str(setting.seed)]
    for name in ("residents", "communities"):
        value = getattr(setting, name)
        options += [f"--{name}", str(value)] if value is not None else []
    for values in (setting.levers, setting.environment, setting.constants):
        options += value_options(values)
    options += extension_options(setting)
    if setting.population is not None:
        options += ["--data", str(setting.population.provenance.get("folder", "DATA"))]
    return options


def scenario_facts(scenario: Scenario, facts: Facts) -> dict[str, Any]:
    """Return all about one scenario: its definition, the levers as they took effect at the start, the plan of spending."""
    return {
        "name": scenario.name,
        "file": scenario_file(scenario),
        "digest": scenario.digest,
        "own": list(scenario.own),
        "definition": plain(scenario.to_dict()),
        "levers": plain(facts.levers),
        "plans": [plan_facts(plan) for plan in facts.plans],
    }


def common_facts(
    setting: Setting, facts: tuple[Facts, ...], files: Mapping[str, bytes], source: str | None
) -> dict[str, Any]:
    """Return the part of a manifest that comparisons and single runs share."""
    return {
        "cogov": version(),
        "format": FORMAT,
        "kernel_hash": kernel_hash(),
        "interpreted": INTERPRETED,
        "weeks": setting.weeks,
        "seed": setting.seed,
        "residents": setting.residents,
        "communities": setting.communities,
        "set": plain({"levers": setting.levers, "environment": setting.environment, "constants": setting.constants}),
        "extensions": [dict(zip(EXTENSION, one)) for one in setting.extensions],
        "scenarios": [scenario_facts(one, fact) for one, fact in zip(setting.scenarios, facts)],
        "environment": plain(facts[0].environment),
        "constants": plain(facts[0].constants),
        "data": plain({"path": source, **setting.population.summary()}) if setting.population is not None else None,
        "files": {name: sha256(data) for name, data in files.items()},
        "libraries": libraries(),
    }


def run_set(runs: bytes) -> str:
    """Return the short name of a set of runs: the first eight digits of the digest of its runs.parquet."""
    return sha256(runs)[:8]


def made(timing: Mapping[str, Any]) -> dict[str, Any]:
    """Return when, where and how fast: facts about the making, not about the results."""
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "host": platform.node(),
        "machine": platform.machine(),
        "system": platform.platform(),
        **{name: round(value, 3) if isinstance(value, float) else value for name, value in timing.items()},
    }


def read_manifest(path: str | Path) -> dict[str, Any]:
    """Return the content of a manifest, or of the one in a folder."""
    path = Path(path).expanduser()
    if path.is_dir():
        path = path / "manifest.json"
    try:
        manifest = read_json(path)
    except OSError as error:
        raise ManifestError(
            Text(f"{path}: cannot be read: {error.strerror or error}", f"{path}：无法读取：{reason_of(error, path).zh}")
        ) from None
    except JsonFault as error:
        raise ManifestError(Text(f"{path}: {error}", f"{path}：{text_of(error).zh}")) from None
    if not isinstance(manifest, dict) or "cogov" not in manifest or not is_known(manifest.get("kind")):
        raise ManifestError(
            Text(
                f"{path}: is not a manifest that cogov wrote (no 'cogov' and 'kind' in it)",
                f"{path}：不是 cogov 写出的清单（其中没有 'cogov' 与 'kind'）",
            )
        )
    if manifest.get("format") != FORMAT:
        raise ManifestError(
            Text(
                f"{path}: format {manifest.get('format')!r} is not known; this version reads format {FORMAT}",
                f"{path}：格式 {manifest.get('format')!r} 无法识别；此版本只读取格式 {FORMAT}",
            )
        )
    if fault := fault_of(manifest, KINDS[manifest["kind"]]):
        raise ManifestError(Text(f"{path}: {fault.en}", f"{path}：{fault.zh}"))
    for name in manifest["files"]:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ManifestError(
                Text(
                    f"{path}: files: {name!r} is not in the folder of the results",
                    f"{path}：files：{name!r} 不在结果的文件夹中",
                )
            )
    return manifest


def is_known(kind: Any) -> bool:
    """Return whether a manifest is of a kind that can be followed."""
    return isinstance(kind, str) and kind in KINDS


def setting_of(manifest: Mapping[str, Any], data: str | Path | None = None) -> Setting:
    """Return what a manifest asks for; `data` is where its data folder is now, if not where it was."""
    try:
        scenarios = tuple(_scenario(entry) for entry in manifest["scenarios"])
        values = manifest["set"]
        population = _population(manifest["data"], data)
        return Setting(
            scenarios, manifest["weeks"], manifest["seed"], manifest["residents"], manifest["communities"],
            values["levers"], values["environment"], values["constants"], population,
        )  # fmt: skip
    except ScenarioError as error:
        raise ManifestError(Text(f"manifest: {error}", f"清单：{text_of(error).zh}")) from None
    except KeyError as error:
        raise ManifestError(Text(f"manifest: {error.args[0]} is missing", f"清单：缺少 {error.args[0]}")) from None


@contextlib.contextmanager
def extensions_of(manifest: Mapping[str, Any], found: Iterable[str | Path] = ()) -> Iterator[None]:
    """Use the extensions of a manifest; `found` are names or files where they are now, if not as they were asked for.

    Raises
    ------
    ManifestError
        If one is not there, or its source is not the same.
    """
    now = {entry.name: entry for entry in find_all(found)}
    entries = []
    for one in manifest.get("extensions", ()):
        name, asked, version, digest = (one[key] for key in EXTENSION)
        said = Text(
            f"the runs were made with extension '{name}'{' ' + version if version else ''} ({digest[:12]}...)",
            f"这些运行使用了扩展 '{name}'{' ' + version if version else ''}（{digest[:12]}...）",
        )
        try:
            entry = now.pop(name) if name in now else find(asked)
        except ExtensionError as error:
            raise ManifestError(
                Text(
                    f"{said.en}: {error}; say where it is with --extension",
                    f"{said.zh}：{text_of(error).zh}；请用 --extension 指明位置",
                )
            ) from None
        if (fault := difference(entry, name, version, digest)) is not None:
            raise ManifestError(fault)
        entries.append(entry)
    if now:
        raise ManifestError(
            Text(
                f"the runs were made without extension '{next(iter(now))}'; leave out --extension",
                f"这些运行没有使用扩展 '{next(iter(now))}'；请去掉 --extension",
            )
        )
    with using(entries):
        yield


def _scenario(entry: Mapping[str, Any]) -> Scenario:
    definition = entry["definition"]
    changes = tuple(
        Change(change["week"], change["levers"], _text(change.get("why", {"en": "", "zh": ""})))
        for change in definition.get("changes", ())
    )
    for name in entry["own"]:
        if name not in definition["levers"]:
            raise ManifestError(
                Text(
                    f"manifest: scenario '{entry['name']}': own: {name!r} is not among its levers",
                    f"清单：方案 '{entry['name']}'：own：{name!r} 不在其杠杆之中",
                )
            )
    scenario = Scenario(
        entry["name"],
        _text(definition["title"]),
        _text(definition.get("question", {"en": "", "zh": ""})),
        tuple(definition.get("claims", ())),
        levers=definition["levers"],
        own={name: definition["levers"][name] for name in entry["own"]},
        reasons={name: _text(text) for name, text in definition.get("reasons", {}).items()},
        changes=changes,
    )
    if scenario.digest != entry["digest"]:
        raise ManifestError(
            Text(
                f"manifest: scenario '{scenario.name}' was changed after it was written: its digest is another one",
                f"清单：方案 '{scenario.name}' 写入后被改动：其摘要不同",
            )
        )
    return scenario


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["en"], entry["zh"])


def _population(entry: Mapping[str, Any] | None, data: str | Path | None) -> Any:
    if entry is None:
        if data is not None:
            raise ManifestError(
                Text("these runs used no data folder; leave out --data", "这些运行没有使用数据文件夹；请去掉 --data")
            )
        return None
    if data is None and entry["path"] is None:
        raise ManifestError(
            Text(
                "the manifest does not say where the data folder is; say it with --data FOLDER",
                "清单没有写明数据文件夹的位置；请用 --data 文件夹 指明",
            )
        )
    folder = Path(data if data is not None else entry["path"]).expanduser()
    if not folder.is_dir():
        raise ManifestError(
            Text(
                f"the data folder {folder} is not there any more; say where it is with --data FOLDER",
                f"数据文件夹 {folder} 已不存在；请用 --data 文件夹 指明位置",
            )
        )
    population = load_data(folder)
    now = population.provenance.get("files", {})
    for name, about in entry["files"].items():
        if name not in now:
            raise ManifestError(
                Text(
                    f"{folder / name}: is missing; the runs were made with it",
                    f"{folder / name}：缺失；这些运行用到了它",
                )
            )
        if now[name]["sha256"] != about["sha256"]:
            raise ManifestError(
                Text(
                    f"{folder / name}: is not the file the runs were made with (its SHA-256 digest differs)",
                    f"{folder / name}：不是这些运行所用的文件（SHA-256 摘要不同）",
                )
            )
    return population


def scenario_files(setting: Setting) -> dict[str, bytes]:
    """Return each scenario as a file that stands alone."""
    return {scenario_file(one): one.to_yaml().encode("utf-8") for one in setting.scenarios}
