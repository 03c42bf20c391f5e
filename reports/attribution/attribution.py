"""Attributions with tables, figures and texts: what `cogov.why` and `Comparison.why` return."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ...core.text import Text
from ...experiments.attribution import attribute as experiments
from ...experiments.attribution import result as results
from ...experiments.attribution.attribution_files import data_files, why_command, with_manifest
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS
from ...runs.manifest import run_set
from ...runs.output_files import write_folder
from ...runs.settings import SettingError
from ..format.numbers import decimals_of
from ..format.style import image, style
from ..format.words import unit
from .attribution_text import amount, check_words, notes, sentences, switch_words, titles
from .waterfall import waterfall

LANGUAGES = ("en", "zh")


class Attribution(results.Attribution):
    """A difference of two scenarios, shared out among levers, with table, figure and sentences."""

    @classmethod
    def of(cls, found: results.Attribution) -> Attribution:
        """Return the same results in this form."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    @property
    def command(self) -> str:
        """The command that makes this attribution again."""
        return why_command(self)

    def sentences(self, indicator: str | None = None) -> list[Text]:
        """Return what the shares in one indicator (by default the focus) say, in both languages: `one[lang]`."""
        return sentences(self, indicator)

    def notes(self) -> list[Text]:
        """Return what the shares mean and what they rest on."""
        return notes(self)

    def plot(self, indicator: str | None = None, lang: str = "en") -> Figure:
        """Return the waterfall from A's level over each lever's contribution, with interval, to B's."""
        return waterfall(self, indicator, lang)

    def report(self, folder: str | Path, lang: str | None = None) -> Path:
        """Write sentences, tables, figures, runs and manifest into a folder; return the path of the text."""
        written = write_folder(folder, self.files(lang))
        return written / ("why.zh.md" if lang == "zh" else "why.md")

    def files(self, lang: str | None = None) -> dict[str, bytes]:
        """Return every file by name; figures and texts in one language, or in both."""
        files = data_files(self)
        for language in LANGUAGES if lang is None else (lang,):
            for indicator in self.asked:
                with style(language):
                    figure = waterfall(self, indicator, language)
                    for kind in ("svg", "png"):
                        files[f"figures/{figure_name(indicator, language)}.{kind}"] = image(figure, kind)
            page = markdown(self, language, run_set(files["runs.parquet"]))
            files["why.zh.md" if language == "zh" else "why.md"] = page.encode("utf-8")
        return with_manifest(self, files)


def figure_name(indicator: str, language: str) -> str:
    """Return the name of an indicator's figure, without its ending."""
    return f"why-{indicator}{'_zh' if language == 'zh' else ''}"


def file_names(scenarios: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Return the names of all files that may be written, to see before running whether they can be."""
    figures = [f"figures/{figure_name(name, language)}.{kind}" for name in asked for language in LANGUAGES for kind in ("svg", "png")]  # fmt: skip
    fixed = ["why.md", "why.zh.md", "runs.parquet", "shares.csv", "interactions.csv", "manifest.json"]
    return [*fixed, *figures, *(f"scenarios/{name}.yaml" for name in scenarios)]


_HEADS = (
    Text("Lever", "杠杆"), Text("A → B", "A → B"), Text("Share", "贡献"), Text("Alone in A", "仅在 A 中改变"), Text("Last step to B", "到 B 的最后一步"),
)  # fmt: skip


def heads(language: str) -> list[str]:
    """Return the heads of the table of shares."""
    return [head[language] for head in _HEADS]


def row(result: results.Attribution, share: results.Share, indicator: str, language: str) -> list[str]:
    """Return one line of the table of shares in words."""
    words, count = INDICATORS[indicator].unit, len(share.player.levers)
    switched = switch_words(share.player) if count == 1 else Text(f"{count} levers", f"{count} 项")
    most = decimals_of(result.difference(indicator), words) + 2
    numbers = [amount(part, words, most)[language] for part in (share.found, share.alone, share.out)]
    return [share.player.label[language], switched[language], *numbers]


def markdown(result: Attribution, language: str, runs: str) -> str:
    """Return sentences, tables and figures as a page; `runs` is the name of the set of runs."""
    a, b = titles(result)
    head = Text(f"Why {b.en} differs from {a.en}", f"{b.zh}与{a.zh}的差异从何而来")
    lines = [f"# {head[language]}", ""]
    for indicator in result.asked:
        declared = INDICATORS[indicator]
        lines += [f"## {declared.label[language]} ({unit(declared.unit)[language]})", ""]
        lines += [one[language] for one in result.sentences(indicator)]
        lines += ["", f"![{declared.label[language]}](figures/{figure_name(indicator, language)}.png)", ""]
        lines += ["| " + " | ".join(heads(language)) + " |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(row(result, one, indicator, language)) + " |" for one in result.largest(indicator)]
        lines += ["", check_words(result, indicator)[language], ""]
    made = Text("How this was made", "计算方法")
    lines += [
        f"## {made[language]}",
        "",
        *(f"- {one[language]}" for one in result.notes()),
        "",
        f"{Text('Runs', '运行集')[language]} {runs}: `{result.command}`",
        "",
    ]
    return "\n".join(lines)


def of_comparison(
    comparison: Comparison, scenario: str | None = None, indicator: str | Sequence[str] | None = None, replicates: int | None = None,
    baseline: str | None = None, **options: Any,
) -> Attribution:  # fmt: skip
    """Return why a scenario of a comparison differs from another; its runs of both are used and not made again.

    Parameters
    ----------
    scenario : by default the only one besides the baseline.
    baseline : by default the comparison's.
    replicates : as many as the comparison has by default.
    options : groups, runs, exact, workers, progress, keep (see `cogov.why`).
    """
    first = comparison.place(baseline)
    others = [name for k, name in enumerate(comparison.names) if k != first]
    if scenario is None and len(others) > 1:
        raise SettingError(Text(f"which scenario? One of {', '.join(others)}", f"请指定方案：{'、'.join(others)} 之一"))
    second = comparison.place(others[0] if scenario is None else scenario)
    if first == second:
        raise SettingError(
            Text(
                f"'{comparison.names[first]}' is compared with itself: there is no difference to explain",
                f"'{comparison.names[first]}' 与自身比较：没有可解释的差异",
            )
        )
    found = experiments.of_pair(comparison, first, second, indicator, replicates, **options)
    return Attribution.of(found)


@functools.wraps(experiments.why)
def why(*args: Any, **kwargs: Any) -> Attribution:
    """Share out the difference of two scenarios among levers; see `cogov.experiments.attribution.attribute.why`."""
    return Attribution.of(experiments.why(*args, **kwargs))
