"""Which time a record covers: the days from the first case taken in to the last one, whatever was closed later.

An export is cut by intake, and closings trail it by months; so only intake decides. The first and last day count as whole days; the rest of
their weeks counts only where the record is silent for so long elsewhere too, between one case and the next: an office that closes at weekends covers
them, a record of every day that breaks off on a Tuesday does not cover the rest of that week.

A few cases beyond a silence in which, at the record's own rate, many were to be expected are slips of the date (`far`); a silence like that between
two large parts is a hole.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

WEEK = np.timedelta64(7, "D")
DAY = np.timedelta64(1, "D")
SILENCE, EXPECTED = np.timedelta64(28, "D"), 15.0
"""A silence is a break of the record if it is longer than this, and as many cases were to be expected in it."""
FROM, YEAR = 10, np.timedelta64(364, "D")
"""With fewer gaps than this the rate is not known: only a silence of a year is a break then."""
FEW = 5
"""A part of the record with at most a fifth of the cases of the largest part is few."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the intake of a record covers: from `start` on and before `end`; `far` marks rows beyond a break, `holes` are silences within."""

    start: np.datetime64
    end: np.datetime64
    far: np.ndarray
    holes: tuple[tuple[np.datetime64, np.datetime64], ...]


def covered(times: np.ndarray) -> Coverage | None:
    """Return what times of intake (NaT: unknown) cover, None where there are none."""
    rows = np.flatnonzero(~np.isnat(times))
    if not len(rows):
        return None
    order = rows[np.argsort(times[rows], kind="stable")]
    known = times[order].astype("datetime64[s]")
    gaps = np.diff(known)
    breaks = _breaks(gaps)
    parts = np.split(np.arange(len(known)), breaks + 1)
    largest = max(len(part) for part in parts)
    kept = [part for part in parts if len(part) * FEW > largest]
    far = np.zeros(len(times), bool)
    for part in parts:
        far[order[part]] = len(part) * FEW <= largest
    moments: list[np.datetime64] = list(known)
    holes = tuple((moments[one[-1]], moments[other[0]]) for one, other in itertools.pairwise(kept))
    first, last = moments[kept[0][0]], moments[kept[-1][-1]]
    ordinary = gaps[np.concatenate([part[:-1] for part in kept])]
    longest = ordinary.max() if len(ordinary) else np.timedelta64(0, "s")
    start, end = _day(first), _day(last) + DAY
    monday, next_monday = _monday(first), _monday(last) + WEEK
    start = monday if first - monday <= longest else start
    return Coverage(start, next_monday if next_monday - last <= longest else end, far, holes)


def _breaks(gaps: np.ndarray) -> np.ndarray:
    """Return after which of the sorted times the record breaks off."""
    short = gaps[gaps <= SILENCE]
    span = short.sum() if len(short) else np.timedelta64(0, "s")
    if len(short) < FROM or not span > np.timedelta64(0, "s"):
        return np.flatnonzero(gaps > YEAR)
    expected = gaps / span * len(short)
    return np.flatnonzero((gaps > SILENCE) & (expected > EXPECTED))


def _day(time: np.datetime64) -> np.datetime64:
    """Return the beginning of the day."""
    return time.astype("datetime64[D]").astype("datetime64[s]")


def _monday(time: np.datetime64) -> np.datetime64:
    """Return the beginning of the week."""
    days = int(time.astype("datetime64[D]").astype(np.int64))
    return np.datetime64(days - (days + 3) % 7, "D").astype("datetime64[s]")  # 1970-01-01 was a Thursday
