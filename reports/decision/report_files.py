"""Every file of a report: tables and figures, the pages that show them, the manifest."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ...experiments.attribution.result import Attribution
from ...experiments.comparison.comparison_files import CROSSINGS_FILES, FUTURES_FILES, data_files, with_manifest
from ...experiments.comparison.result import Comparison
from ...runs.files.manifest import run_set
from ...runs.files.output_files import parquet_bytes, sha256
from ..attribution.waterfall import waterfall
from ..document.blocks import LANGUAGES
from ..document.html import html
from ..document.ledger import Ledger
from ..document.word import check_word, docx
from ..format.style import image, style
from .figures import FIGURES, draw
from .futures_figures import FUTURES_FIGURES, draw_futures
from .report import Addition, Cover, content
from .sections import causes, residents
from .sections import futures as futures_section
from .tables import TABLES


def report_files(
    comparison: Comparison, ledger: Ledger, lang: str | None, word: bool, cover: Cover | None, why: Sequence[Attribution],
    addition: Addition | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """Return every file by name; in both languages if none is given."""
    if word:
        check_word()
    files = data_files(comparison)
    enter(comparison, ledger, files, why)
    if addition is not None:
        addition.enter(ledger)
    files |= ledger.files()
    files |= {f"why/{one.names[1]}.parquet": parquet_bytes(one.runs) for one in why}
    drawn = pictures(comparison, ledger, why, LANGUAGES if lang is None else (lang,), addition)
    for (kind, name, language), data in drawn.items():
        suffix = "" if lang is not None or language == "en" else f"_{language}"
        files[f"figures/{name}{suffix}.{kind}"] = data
    numbers = {name: sha256(data) for name, data in files.items() if not name.startswith(("figures/", "scenarios/"))}
    report = content(comparison, ledger, run_set(files["runs.parquet"]), numbers, cover, why, addition)
    svg, png = ({key[1:]: data for key, data in drawn.items() if key[0] == kind} for kind in ("svg", "png"))
    files["report.html"] = html(report, svg, lang).encode("utf-8")
    if word:
        for language in LANGUAGES if lang is None else (lang,):
            files[word_name(lang, language)] = docx(report, png, language)
    return with_manifest(comparison, files)


def enter(comparison: Comparison, ledger: Ledger, files: Mapping[str, bytes], why: Sequence[Attribution]) -> None:
    """Give the ledger the tables that not every comparison has."""
    if why:
        causes.enter(ledger, why)
    residents.enter(ledger, comparison)
    if comparison.futures is not None:
        futures_section.enter(ledger, comparison.futures, files)


def figure_names(comparison: Comparison) -> tuple[str, ...]:
    """Return the names of the figures there are: those about futures only where futures were tried."""
    return (*FIGURES, *(FUTURES_FIGURES if comparison.futures is not None else ()))


def draw_figure(comparison: Comparison, ledger: Ledger, name: str, language: str) -> Figure:
    """Draw one figure with labels in a language."""
    if name in FUTURES_FIGURES:
        return draw_futures(comparison, name, language)
    return draw(comparison, ledger, name, language)


def pictures(
    comparison: Comparison,
    ledger: Ledger,
    why: Sequence[Attribution],
    languages: Sequence[str],
    addition: Addition | None = None,
) -> dict[tuple[str, str, str], bytes]:
    """Return every figure by kind, name and language."""
    drawn = {name: functools.partial(draw_figure, comparison, ledger, name) for name in figure_names(comparison)}
    for name, make in (addition.figures if addition is not None else {}).items():
        drawn[name] = functools.partial(make, comparison)
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


def file_names(
    scenarios: Sequence[str], futures: bool = False, why: Sequence[str] = (), more: Sequence[str] = (), figures: Sequence[str] = (),
    ablate: bool = False,
) -> list[str]:  # fmt: skip
    """Return the names of all files that a report may write, to see before running whether they can be.

    `futures`: whether futures are tried; `why`: the indicators whose differences are to be explained; `more` and `figures`: tables and
    names of figures of an addition; `ablate`: whether residents are ablated.
    """
    shown = [*FIGURES, *figures, *(FUTURES_FIGURES if futures else ())]
    shown += [f"why_{name}_{indicator}" for name in scenarios[1:] for indicator in why]
    files = [f"figures/{name}{language}.{kind}" for name in shown for language in ("", "_zh") for kind in ("svg", "png")]  # fmt: skip
    fixed = ["report.html", "report.docx", *(word_name(None, language) for language in LANGUAGES)]
    fixed += ["indicators.csv", "runs.parquet", "gains.csv", *CROSSINGS_FILES, "manifest.json"]
    fixed += (*FUTURES_FILES, *futures_section.FILES) if futures else ()
    fixed += (residents.RESIDENTS,) if ablate else ()
    fixed += (*causes.FILES, *(f"why/{name}.parquet" for name in scenarios[1:])) if why else ()
    return [*fixed, *TABLES, *more, *files, *(f"scenarios/{name}.yaml" for name in scenarios)]
