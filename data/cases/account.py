"""What of a record stands in no figure, and why; whose cases they are, and how many people live there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.text import Text
from ...model.population.given import Given
from .coverage import DAY, covered
from .periods import Period
from .records import ANSWERS, Cases

OUTSIDE = Text("outside the period {}", "不在时段{}内")


@dataclass(frozen=True, slots=True)
class Left:
    """A number of the record that stands for nothing in the result, and why."""

    label: Text
    shown: str
    why: Text


def left_out(cases: Cases, period: Period) -> tuple[Left, ...]:
    """Return what of a record a period leaves out."""
    frame = cases.frame
    taken, ended = (frame[name].to_numpy() for name in ("requested_datetime", "closed_datetime"))
    outside = Text(OUTSIDE.en.format(period.text.en), OUTSIDE.zh.format(period.text.zh))
    counts = (
        (taken < period.start, Text("Cases taken in earlier", "更早受理的诉求"), outside),
        (taken >= period.end, Text("Cases taken in later", "更晚受理的诉求"), outside),
        (np.isnat(taken), Text("Cases without a possible day of intake", "没有可用受理日期的诉求"), Text("belong to no period", "不属于任何时段")),
        ((ended <= period.start) | (ended > period.end), Text("Cases that ended earlier or later, with their answers", "更早或更晚办结的诉求及其回答"), outside),
    )  # fmt: skip
    left = [Left(label, f"{int(rows.sum()):,}", why) for rows, label, why in counts if rows.any()]
    return (*left, *_answers(cases), *_uncovered(cases, period))


def _answers(cases: Cases) -> list[Left]:
    """Return how many answers count in no period."""
    left = []
    for name in ANSWERS[1:]:
        answered = ~np.isnan(cases.frame[name].to_numpy())
        open_ = cases.frame["open"].to_numpy()
        undated = np.isnat(cases.frame["closed_datetime"].to_numpy()) & ~open_ & cases.ends
        for rows, why in (
            (answered & open_, Text("the case is open", "诉求在办")),
            (answered & undated, Text("nothing says when the case ended", "没有办结时间")),
        ):
            if rows.any():
                left.append(
                    Left(Text(f"Answers in the column {name}", f"列 {name} 的回答"), f"{int(rows.sum()):,}", why)
                )
    return left  # fmt: skip


def _uncovered(cases: Cases, period: Period) -> list[Left]:
    """Return how much of a period has no record: a rate per year takes those days for days without a case."""
    found = covered(cases.frame["requested_datetime"].to_numpy())
    if found is None:
        return []
    before, after = (max(0, int(span // DAY)) for span in (found.start - period.start, period.end - found.end))
    if not before + after:
        return []
    first, last = found.start.astype("datetime64[D]"), (found.end - DAY).astype("datetime64[D]")
    why = Text(
        f"the intake of the record covers {first} to {last}; the period was given, so they count as days without a case",
        f"记录的受理日期为 {first} 至 {last}；时段由用户指定，这些天按无诉求计算",
    )
    return [Left(Text("Days of the period without a record", "时段内没有记录的天数"), f"{before + after:,}", why)]


@dataclass(frozen=True, slots=True)
class People:
    """How many people a record is of.

    Parameters
    ----------
    count : residents; None where it is not known.
    why : the reason, where it is not.
    cases : those of these people, from a record in which there may be others.
    left : the others.
    """

    count: float | None
    why: Text | None
    cases: Cases
    left: tuple[Left, ...] = ()


def people_of(given: Given, cases: Cases) -> People:
    """Return the people of a data folder's communities and the cases of the same communities: one rule for both sides of a rate.

    The number is that of the communities' own figures; else the sum of the residents' weights; else how many residents are listed.
    """
    places = given.communities
    words = cases.frame["community"].to_numpy()
    here = np.isin(words, np.array([*places.id, *places.name, ""], dtype=object))
    left = []
    if not here.all():
        others = sorted(set(words[~here]))
        named = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
        left.append(
            Left(
                Text("Cases of communities outside the folder", "文件夹以外社区的诉求"), f"{int((~here).sum()):,}",
                Text(f"their residents are not counted either ({named})", f"这些社区的居民也不计入（{named}）"),
            )
        )  # fmt: skip
    count, why = _count(given)
    return People(count, why, cases.only(here), tuple(left))


def _count(given: Given) -> tuple[float | None, Text | None]:
    places, weight = given.communities, np.asarray(given.residents["weight"], dtype=float)
    figures, what, names = places.population, Text("population", "人口"), places.id
    if figures is None or np.isnan(figures).all():
        if np.isnan(weight).all():
            return float(len(given)), None
        figures, what, names = weight, Text("weight", "权重"), ()
    gaps = np.isnan(figures)
    if gaps.any():
        missing = ", ".join(str(names[row]) for row in np.flatnonzero(gaps)[:5]) if names else f"{int(gaps.sum()):,}"
        return None, Text(
            f"the {what.en} of some is missing ({missing}); fill it in, or give --population N",
            f"部分{what.zh}缺失（{missing}）；请补全，或用 --population N 指定",
        )
    total = float(figures.sum())
    if not total > 0:
        return None, Text(
            f"every {what.en} is 0; correct it, or give --population N",
            f"所有{what.zh}均为 0；请更正，或用 --population N 指定",
        )
    return total, None
