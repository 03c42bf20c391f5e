"""Comparisons that can draw and report themselves: what `cogov.compare` returns."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ...experiments.comparison import compare as experiments
from ...experiments.comparison import result as results
from ...runs.files.output_files import write_folder
from ..attribution.attribution import Attribution, of_comparison
from ..document.ledger import Ledger
from .futures_figures import FUTURES_FIGURES
from .report import Addition, Cover
from .report_files import draw_figure, figure_names, report_files
from .tables import ledger_of


class Comparison(results.Comparison):
    """Scenarios compared on common random numbers, run by run, with tables, figures and a report."""

    @classmethod
    def of(cls, found: results.Comparison) -> Comparison:
        """Return the same results in this form."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    @cached_property
    def ledger(self) -> Ledger:
        """The tables of a report, and numbers out of them that know their row."""
        return ledger_of(self)

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures there are: those about futures only where futures were tried."""
        return figure_names(self)

    def plot(self, name: str = "differences", lang: str = "en") -> Figure:
        """Return a figure: differences, over_time, differences_over_time, gains or money; with futures also theirs."""
        if name not in self.figures:
            hint = "; for this one compare with futures=N" if name in FUTURES_FIGURES else ""
            raise ValueError(f"no figure '{name}': one of {', '.join(self.figures)}{hint}")
        return draw_figure(self, self.ledger, name, lang)

    def why(
        self, scenario: str | None = None, indicator: str | Sequence[str] | None = None, replicates: int | None = None,
        baseline: str | None = None, **options: Any,
    ) -> Attribution:  # fmt: skip
        """Return what caused the difference of a scenario and the baseline: each lever's share; see `cogov.why`."""
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
        self, lang: str | None = None, word: bool = False, cover: Cover | None = None, why: Sequence[Attribution] = (),
        addition: Addition | None = None,
    ) -> dict[str, bytes]:  # fmt: skip
        """Return every file of the report by name."""
        return report_files(self, self.ledger, lang, word, cover, why, addition)


@functools.wraps(experiments.compare)
def compare(*args: Any, **kwargs: Any) -> Comparison:
    """Compare scenarios; see `cogov.experiments.comparison.compare.compare`."""
    return Comparison.of(experiments.compare(*args, **kwargs))
