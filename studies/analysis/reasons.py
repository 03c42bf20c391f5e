"""Why a number is a dash, and what is doubtful about those that are there: in English and Chinese, declared once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ..errors import StudyError
from .responses import Response, Sample

CONSTANT, FAINT, WIDE, OUTSIDE = "constant", "faint", "wide", "outside"
DASHES = {
    CONSTANT: Text("the output has one value in all runs", "该输出在所有运行中取值相同"),
    FAINT: Text(
        "the variance of the mean response over the points is not clearly more than noise explains; more replicates or points are needed",
        "平均响应在各点之间的方差未明显超出随机性所能解释的部分；需要更多重复或更多点",
    ),
    WIDE: Text(
        "the 95 % interval is wider than the range of possible values; more base rows, points or replicates are needed",
        "95 % 区间比指数的可能范围还宽；需要更多基准行、点或重复",
    ),
    OUTSIDE: Text(
        "the estimate lies outside the possible range of 0 to 1 by more than its interval allows; more base rows, points or replicates are needed",
        "估计值落在可能范围 0 至 1 之外，且超出其区间所能允许的程度；需要更多基准行、点或重复",
    ),
}  # fmt: skip
"""Reasons by code."""
CHANCE = 1.5
"""Half-widths outside the possible range up to which an estimate is shown: an index of 0 comes out so far below by chance once in 600."""
ROUNDED = 0.005
"""Share that tables do not show."""


@dataclass(frozen=True, slots=True)
class Caution:
    """What is doubtful about numbers that are shown.

    Parameters
    ----------
    part : noise, sobol, morris, effects, boxes or maps.
    response : whose numbers; None: all of the part.
    text : what, and what helps.
    """

    part: str
    response: Response | None
    text: Text


def verdict(value: float, half: float) -> str:
    """Return why an index is not shown, "" if it is: its interval is too wide or excludes all that is possible.

    Parameters
    ----------
    value, half : a share of a variance and the half-width of its 95 % interval.
    """
    if math.isnan(value):
        return FAINT
    if half > 1:
        return WIDE
    far = CHANCE * half
    return OUTSIDE if value - far > 1 + ROUNDED or value + far < -ROUNDED else ""


class Cannot(StudyError):
    """A part of an analysis that a design or its finished runs do not allow; in both languages.

    Parameters
    ----------
    en, zh : why, and what would do.
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(Text(en, zh))

    def __reduce__(self) -> tuple:
        return type(self), (self.text.en, self.text.zh)


def words_of(error: StudyError) -> Text:
    """Return an error in both languages."""
    return error.text


def name_of(response: Response, titles: Mapping[str, Text]) -> Text:
    """Return what a response is: an indicator under a scenario, or a difference; `titles` are those of the scenarios by name."""
    label = INDICATORS[response.indicator].label
    scenario = titles[response.scenario]
    if response.against is None:
        return Text(f"{label.en}, {scenario.en}", f"{label.zh}，{scenario.zh}")
    base = titles[response.against]
    return Text(f"{label.en}, {scenario.en} minus {base.en}", f"{label.zh}，{scenario.zh}减{base.zh}")


def too_few(sample: Sample, response: Response, whole: int, least: int, en: str, zh: str) -> Cannot:
    """Return the error for a response with too few complete sets of points: runs are missing, or have no number.

    Parameters
    ----------
    whole, least : sets that are complete, and that are needed.
    en, zh : what a set is.
    """
    counts = sample.counts
    without = (
        int(response.values.size - (response.values == response.values).sum()) - counts["missing"] - counts["failed"]
    )
    if without > 0 and not counts["missing"]:
        return Cannot(
            f"{whole} {en} have numbers at all their points, at least {least} are needed; in the other runs there is nothing to measure",
            f"仅 {whole} 个{zh}在其全部点上有数值，至少需要 {least} 个；其余运行中没有可测量的内容",
        )
    return Cannot(
        f"{whole} {en} of the design are complete; at least {least} are needed: cogov study resume",
        f"设计中仅 {whole} 个{zh}已完成；至少需要 {least} 个：cogov study resume",
    )
