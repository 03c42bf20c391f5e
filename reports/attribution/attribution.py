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
from ...experiments.attribution.attribution_files import why_command
from ...experiments.comparison.result import Comparison
from ...runs.files.output_files import write_folder
from ...runs.settings import SettingError
from .attribution_page import PAGES, page_files
from .attribution_text import notes, sentences
from .waterfall import waterfall


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
        return written / PAGES[lang or "en"]

    def files(self, lang: str | None = None) -> dict[str, bytes]:
        """Return every file by name; figures and texts in one language, or in both."""
        return page_files(self, lang)


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
