"""A chain of events as tables, sentences, a figure and a folder of files; from Python and for `cogov trace`."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ...core.text import Text
from ...experiments.chains.chain_tables import data_files, effects_table, ranked, states_table, world_names
from ...experiments.chains.history import Chain, Effect, unit_of
from ...experiments.chains.trace import tell_chain
from ...model.counterfactual import Cause
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
from ...runs.files.output_files import MANIFEST, csv_bytes, json_bytes, parquet_bytes, sha256, write_folder
from ...runs.people import people_of
from ...runs.settings import Progress, Setting
from ...runs.values import plain as plain_value
from ...scenarios import Scenario, load
from ..format.style import image
from .chain_text import sentences
from .chain_words import causes_words, outcome, words, world_titles
from .timeline import timeline

FIGURES = ("timeline",)
TABLES = ("events", "states", "outcomes", "effects")
LANGUAGES = ("en", "zh")


def why_one(
    *scenarios: str | Scenario, resident: str | int | None = None, community: str | int | None = None,
    organization: str | int | None = None, without: str | Iterable[str] = (), replicate: int = 0, replicates: int = 1,
    weeks: int = 260, seed: int = 1, residents: int | None = None, communities: int | None = None,
    levers: Mapping[str, Any] | None = None, environment: Mapping[str, Any] | None = None,
    constants: Mapping[str, Any] | None = None, population: Any = None, workers: int | None = None,
    progress: Progress | None = None,
) -> Told:  # fmt: skip
    """Trace what happened to one resident, organisation or community, and what would have happened without a cause.

    Parameters
    ----------
    scenarios : one (its own world) or two (side by side, on common random numbers): names, files, or scenarios.
    resident, community, organization : whose chain, by number or by the id in the data; who came later by place and week,
        as "57/104" (moved into home 57 in week 104) or "3/104" (founded in community 3).
    without : causes to leave out, such as "organization:17" (see model/counterfactual.py); none: the suspected ones are found.
    replicate : replicate whose history is reported, numbered as by `compare`.
    replicates : histories replayed for paired intervals, where subject and cause are the same ones in each.
    weeks, seed, residents, communities, levers, environment, constants, population, workers, progress : as for `compare`.

    Raises
    ------
    ValueError
        For subjects, causes and values that do not exist; the message names what does.

    Examples
    --------
    >>> chain = why_one("top_down", "co_governance", resident=57)  # doctest: +SKIP
    >>> chain.table(); chain.plot(); chain.write("out/resident-57")  # doctest: +SKIP
    """
    source, population = people_of(population)
    replicate, replicates, workers = map(plain_value, (replicate, replicates, workers))
    chosen = tuple(one if isinstance(one, Scenario) else load(one) for one in scenarios)
    setting = Setting(
        chosen, weeks, seed, residents, communities, dict(levers or {}), dict(environment or {}), dict(constants or {}), population
    )  # fmt: skip
    texts: dict[str, Any] = {
        name: None if value is None else str(value)
        for name, value in (("resident", resident), ("community", community), ("organization", organization))
    }
    chain = tell_chain(
        setting, **texts, without=[without] if isinstance(without, str | Cause) else list(without), replicate=replicate,
        replicates=replicates, workers=workers, progress=progress, source=source,
    )  # fmt: skip
    return Told(chain)


class Told:
    """A reported chain of events; `chain` holds the histories themselves."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    def sentences(self, language: str = "en") -> list[str]:
        """Return what there is to say."""
        return [text[language] for text in sentences(self.chain)]

    def events(self) -> pd.DataFrame:
        """Return what happened, world by world: also whether it happened in this one only."""
        rows = []
        for place, world in enumerate(self.chain.worlds):
            others = [h for other in self.chain.worlds if other is not world for h in other.happenings]
            for one in world.happenings:
                shared = one in others
                if shared:
                    others.remove(one)
                text = words(one)
                rows.append(
                    (self.names[place], one.week, one.what, one.name, one.value, one.own, not shared, text.en, text.zh)
                )
        columns = ["world", "week", "event", "name", "value", "own", "only_here", "text_en", "text_zh"]
        return pd.DataFrame(rows, columns=columns)  # fmt: skip

    def states(self) -> pd.DataFrame:
        """Return the states of the subject week by week; empty where it is not there."""
        return states_table(self.chain)

    def table(self) -> pd.DataFrame:
        """Return outcomes of each world, and their difference where there are two."""
        found = [world.outcomes() for world in self.chain.worlds]
        names = list(dict.fromkeys(name for one in found for name in one))
        rows = []
        for name in names:
            missing = float("nan") if name in self.chain.worlds[0].names else 0.0
            values = [one.get(name, missing) for one in found]
            gap = [values[1] - values[0]] if len(values) > 1 else []
            rows.append((name, outcome(name).en, outcome(name).zh, unit_of(name), *values, *gap))
        more = ["difference"] if len(found) > 1 else []
        return pd.DataFrame(rows, columns=["outcome", "label_en", "label_zh", "unit", *self.names, *more])

    def effects(self) -> pd.DataFrame:
        """Return what each cause did, by outcome: with it minus without it; intervals over replicates where there are."""
        return effects_table(self.chain)

    def plot(self, language: str = "en") -> Any:
        """Return the timeline as a matplotlib figure."""
        return timeline(self.chain, language)

    @property
    def names(self) -> tuple[str, ...]:
        """Short names of the worlds: of scenarios, and of one without causes."""
        return world_names(self.chain)

    @property
    def command(self) -> str:
        """The command that reproduces it, from within the folder of its files."""
        chain, setting = self.chain, self.chain.setting
        named = [one.name if from_library(one) else scenario_file(one) for one in setting.scenarios]
        words_ = ["cogov", "trace", *named]
        if chain.subject.kind != "district":
            words_ += [f"--{chain.subject.kind}", chain.subject.name]
        for cause in chain.asked:
            words_ += ["--without", str(cause)]
        words_ += ["--replicate", str(chain.replicate)] if chain.replicate else []
        words_ += ["--replicates", str(chain.replicates)]
        return shlex.join([*words_, *setting_options(setting)])

    def summary(self) -> dict[str, Any]:
        """Return the result as plain data."""
        chain = self.chain
        parting = None
        if chain.parting is not None:
            first = [[words(one) for one in part] for part in chain.parting.first]
            parting = {
                "district": chain.parting.district,
                "subject": chain.parting.state,
                "events": chain.parting.events,
                "first_events": first,
            }
        return plain(
            {
                "subject": {"kind": chain.subject.kind, "name": chain.subject.name, "label": chain.subject.label},
                "worlds": [
                    {"name": name, "title": title, "outcomes": world.outcomes(), "events": len(world.happenings)}
                    for name, title, world in zip(self.names, world_titles(chain), chain.worlds)
                ],
                "parting": parting,
                "effects": [_effect(chain, effect) for effect in ranked(chain)],
                "not_replayed": list(chain.untold),
                "replicate": chain.replicate,
                "replicates": chain.replicates,
                "sentences": sentences(chain),
            }
        )  # fmt: skip

    def files(self, pictures: bool = True) -> dict[str, bytes]:
        """Return all files: tables, figures in both languages, summary, scenarios, manifest."""
        files = {}
        for name, table in zip(TABLES, (self.events(), self.states(), self.table(), self.effects()), strict=True):
            files[f"{name}.csv"] = csv_bytes(table)
        if pictures:
            for language in LANGUAGES:
                figure = self.plot(language)
                files |= {f"timeline_{language}.{kind}": image(figure, kind) for kind in ("png", "svg")}
        files["summary.json"] = json_bytes(self.summary())
        setting = self.chain.setting
        files |= scenario_files(setting)
        facts = tuple(world.facts for world in self.chain.worlds[: len(setting.scenarios)])
        manifest = {
            "kind": "chain",
            "run_set": run_set(parquet_bytes(self.states())),
            "command": self.command,
            **common_facts(setting, facts, files, self.chain.source),
            "subject": {"kind": self.chain.subject.kind, "name": self.chain.subject.name},
            "without": [str(cause) for cause in self.chain.asked],
            "replicate": self.chain.replicate,
            "replicates": self.chain.replicates,
            "digests": {name: sha256(data) for name, data in data_files(self.chain).items()},
            "made": made(self.chain.timing),
        }
        return {**files, MANIFEST: json_bytes(manifest)}

    def write(self, folder: str | Path) -> Path:
        """Write all files into a folder, whole or not at all; return it."""
        return write_folder(folder, self.files())


def _effect(chain: Chain, effect: Effect) -> dict[str, Any]:
    band = {name: {"mean": i.mean, "low": i.low, "high": i.high} for name, i in effect.intervals.items()}
    return {
        "without": [str(cause) for cause in effect.causes],
        "words": causes_words(effect.causes),
        "scenario": chain.setting.names[effect.scenario],
        "outcomes_without": dict(effect.without),
        "effect": dict(effect.effect),
        "parting": {
            "district": effect.parting.district,
            "subject": effect.parting.state,
            "events": effect.parting.events,
        },
        "intervals": band,
    }


def title(chain: Chain) -> Text:
    """Return a heading."""
    label = chain.subject.label
    return Text(label.en[0].upper() + label.en[1:], label.zh)
