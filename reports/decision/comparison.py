"""Comparisons that can draw and report themselves: what `cogov.compare` returns."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from ...experiments.comparison import compare as experiments
from ...experiments.comparison import result as results
from ...experiments.comparison.comparison_files import CROSSINGS_FILES, FUTURES_FILES, data_files, with_manifest
from ...runs.manifest import run_set
from ...runs.output_files import parquet_bytes, sha256, write_folder
from ..attribution.waterfall import waterfall
from ..document.blocks import LANGUAGES
from ..document.html import html
from ..document.ledger import Ledger
from ..document.word import check_word, docx
from ..format.style import image, style
from . import causes
from . import futures as decision_futures
from .figures import FIGURES, draw
from .futures_figures import FUTURES_FIGURES, draw_futures
from .report import Cover, content
from .tables import TABLES

if TYPE_CHECKING:
    from ..attribution.attribution import Attribution


class Comparison(results.Comparison):
    """Scenarios compared on common random numbers, run by run, with tables, figures and a report."""

    @classmethod
    def of(cls, found: results.Comparison) -> Comparison:
        """Return the same results in this form."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    @cached_property
    def ledger(self) -> Ledger:
        """The tables of a report, and numbers out of them that know their row."""
        return Ledger(self)

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures there are: those about futures only where futures were tried."""
        return (*FIGURES, *(FUTURES_FIGURES if self.futures is not None else ()))

    def plot(self, name: str = "differences", lang: str = "en") -> Figure:
        """Return a figure: differences, over_time, differences_over_time, gains or money; with futures also theirs."""
        if name not in self.figures:
            hint = "; for this one compare with futures=N" if name in FUTURES_FIGURES else ""
            raise ValueError(f"no figure '{name}': one of {', '.join(self.figures)}{hint}")
        return draw_futures(self, name, lang) if name in FUTURES_FIGURES else draw(self, name, lang)

    def why(
        self, scenario: str | None = None, indicator: str | Sequence[str] | None = None, replicates: int | None = None,
        baseline: str | None = None, **options: Any,
    ) -> Attribution:  # fmt: skip
        """Return what caused the difference of a scenario and the baseline: each lever's share; see `cogov.why`."""
        from ..attribution.attribution import of_comparison

        return of_comparison(self, scenario, indicator, replicates, baseline, **options)

    def report(
        self, folder: str | Path, lang: str | None = None, word: bool = False, cover: Cover | None = None,
        why: Sequence[Attribution] = (),
    ) -> Path:  # fmt: skip
        """Write report, figures, tables, scenarios and manifest into a folder; return the path of the report.

        Parameters
        ----------
        folder : where to; an earlier result there is replaced.
        lang : en or zh; both, with a switch, if it is not said.
        word : write it for Word too: report.docx, or report.en.docx and report.zh.docx.
        cover : title, author, date and question in your own words.
        why : what `Comparison.why` returned, to be included in the report.

        Raises
        ------
        SettingError
            If Word is asked for and python-docx is not there.
        """
        return write_folder(folder, self.files(lang, word, cover, why)) / "report.html"

    def files(
        self, lang: str | None = None, word: bool = False, cover: Cover | None = None, why: Sequence[Attribution] = ()
    ) -> dict[str, bytes]:
        """Return every file of the report by name."""
        if word:
            check_word()
        files = data_files(self)
        self._enter(files, why)
        files |= self.ledger.files()
        files |= {f"why/{one.names[1]}.parquet": parquet_bytes(one.runs) for one in why}
        pictures = self._pictures(why, LANGUAGES if lang is None else (lang,))
        for (kind, name, language), data in pictures.items():
            suffix = "" if lang is not None or language == "en" else f"_{language}"
            files[f"figures/{name}{suffix}.{kind}"] = data
        numbers = {
            name: sha256(data) for name, data in files.items() if not name.startswith(("figures/", "scenarios/"))
        }
        report = content(self, run_set(files["runs.parquet"]), numbers, cover, why)
        svg, png = ({key[1:]: data for key, data in pictures.items() if key[0] == kind} for kind in ("svg", "png"))
        files["report.html"] = html(report, svg, lang).encode("utf-8")
        if word:
            for language in LANGUAGES if lang is None else (lang,):
                files[word_name(lang, language)] = docx(report, png, language)
        return with_manifest(self, files)

    def _enter(self, files: Mapping[str, bytes], why: Sequence[Attribution]) -> None:
        """Give the ledger the tables that not every comparison has."""
        if why:
            causes.enter(self.ledger, why)
        if self.futures is not None:
            decision_futures.enter(self.ledger, self.futures, files)

    def _pictures(self, why: Sequence[Attribution], languages: Sequence[str]) -> dict[tuple[str, str, str], bytes]:
        """Return every figure by kind, name and language."""
        drawn = {name: functools.partial(self.plot, name) for name in self.figures}
        for one in why:
            for indicator in one.asked:
                drawn[causes.picture_name(one, indicator)] = functools.partial(waterfall, one, indicator)
        found = {}
        for name, make in drawn.items():
            for language in languages:
                with style(language):
                    figure = make(language)
                    for kind in ("svg", "png"):
                        found[kind, name, language] = image(figure, kind)
        return found


def word_name(lang: str | None, language: str) -> str:
    """Return the name of the report for Word: with its language where there are two."""
    return "report.docx" if lang is not None else f"report.{language}.docx"


def file_names(scenarios: Sequence[str], futures: bool = False, why: Sequence[str] = ()) -> list[str]:
    """Return the names of all files that a report may write, to see before running whether they can be.

    `futures`: whether futures are tried; `why`: the indicators whose differences are to be explained.
    """
    pictures = [*FIGURES, *(FUTURES_FIGURES if futures else ())]
    pictures += [f"why_{name}_{indicator}" for name in scenarios[1:] for indicator in why]
    figures = [f"figures/{name}{language}.{kind}" for name in pictures for language in ("", "_zh") for kind in ("svg", "png")]  # fmt: skip
    fixed = ["report.html", "report.docx", *(word_name(None, language) for language in LANGUAGES)]
    fixed += ["indicators.csv", "runs.parquet", "gains.csv", *CROSSINGS_FILES, "manifest.json"]
    fixed += (*FUTURES_FILES, *decision_futures.FILES) if futures else ()
    fixed += (*causes.FILES, *(f"why/{name}.parquet" for name in scenarios[1:])) if why else ()
    return [*fixed, *TABLES, *figures, *(f"scenarios/{name}.yaml" for name in scenarios)]


@functools.wraps(experiments.compare)
def compare(*args: Any, **kwargs: Any) -> Comparison:
    """Compare scenarios; see `cogov.experiments.comparison.compare.compare`."""
    return Comparison.of(experiments.compare(*args, **kwargs))
