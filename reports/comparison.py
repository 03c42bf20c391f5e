"""Comparisons that can draw and report themselves: what `cogov.compare` returns."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from ..core.compiled import kernel_hash
from ..experiments import compare as experiments
from ..experiments import comparison as results
from ..experiments.files import sha256, write_folder
from ..experiments.manifest import run_set
from ..experiments.store import data_files, with_manifest
from .figures import FIGURES, draw
from .report import LANGUAGES, html
from .style import image, style

if TYPE_CHECKING:
    from .why import Attribution


class Comparison(results.Comparison):
    """Scenarios on the same luck, run by run, with tables, figures and a report."""

    @classmethod
    def of(cls, found: results.Comparison) -> Comparison:
        """Return the same results in this form."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    def plot(self, name: str = "differences", lang: str = "en") -> Figure:
        """Return a figure: differences, over_time, differences_over_time, gains or money."""
        if name not in FIGURES:
            raise ValueError(f"no figure '{name}': one of {', '.join(FIGURES)}")
        return draw(self, name, lang)

    def why(
        self, scenario: str | None = None, indicator: str | Sequence[str] | None = None, replicates: int | None = None,
        baseline: str | None = None, **options: Any,
    ) -> Attribution:  # fmt: skip
        """Return what caused the difference of a scenario and the baseline: each lever's share; see `cogov.why`."""
        from .why import of_comparison

        return of_comparison(self, scenario, indicator, replicates, baseline, **options)

    def report(self, folder: str | Path, lang: str | None = None) -> Path:
        """Write report, figures, tables, scenarios and manifest into a folder; return the path of the report.

        The report is in both languages, with a switch, unless `lang` says which one.
        """
        return write_folder(folder, self.files(lang)) / "report.html"

    def files(self, lang: str | None = None) -> dict[str, bytes]:
        """Return every file of the report by name."""
        files = data_files(self)
        images = {}
        for name in FIGURES:
            for language in LANGUAGES if lang is None else (lang,):
                with style(language):
                    figure = draw(self, name, language)
                    images[name, language] = image(figure, "svg")
                    suffix = "" if lang is not None or language == "en" else f"_{language}"
                    files[f"figures/{name}{suffix}.svg"] = images[name, language]
                    files[f"figures/{name}{suffix}.png"] = image(figure, "png")
        digests = {name: sha256(data) for name, data in files.items() if "/" not in name}
        report = html(self, images, digests, run_set(files["runs.parquet"]), kernel_hash(), lang)
        files["report.html"] = report.encode("utf-8")
        return with_manifest(self, files)


def file_names(scenarios: Iterable[str]) -> list[str]:
    """Return the names of all files that a report may write, to see before running whether they can be."""
    figures = [
        f"figures/{name}{language}.{kind}" for name in FIGURES for language in ("", "_zh") for kind in ("svg", "png")
    ]
    fixed = ["report.html", "indicators.csv", "runs.parquet", "gains.csv", "manifest.json"]
    return [*fixed, *figures, *(f"scenarios/{name}.yaml" for name in scenarios)]


@functools.wraps(experiments.compare)
def compare(*args: Any, **kwargs: Any) -> Comparison:
    """Compare scenarios; see `cogov.experiments.compare.compare`."""
    return Comparison.of(experiments.compare(*args, **kwargs))
