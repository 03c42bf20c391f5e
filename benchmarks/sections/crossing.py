"""What one week would send between machines, if communities were shared out among workers (docs/scaling.md).

Counted on the ties of a built model: a worker holds communities that follow each other, and must know of every resident
elsewhere who is tied to one of its own. `BYTES` says what of him, each week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..full_model import make
from ..rows import PLAIN, Options, Row, residents_text

SIZE = 100_000
WORKERS = 2, 4, 16, 64
LINK = 1.25e8
"""Bytes a second of a plain network between machines (1 Gbit/s)."""

BYTES = {
    "active": 1,  # participation: who was active last week
    "belonging": 4,  # belonging, as a float32
    "experiences": 6,  # trust: good and bad experiences of three kinds, a byte each, at most
}
"""Bytes a week of a resident whom another worker must know of. Requests for help and removals come on top: see the document."""


@dataclass(frozen=True)
class Crossing:
    """Ties between the parts of a district.

    Parameters
    ----------
    ties : all ties
    across_communities, across_workers : those whose ends lie apart
    known : residents whom a worker must know of although they live elsewhere: the mean, and the most, of workers
    """

    ties: int
    across_communities: int
    across_workers: int
    known: float
    most_known: int

    @property
    def bytes_a_week(self) -> int:
        """What the worker with most to be told is told each week."""
        return self.most_known * sum(BYTES.values())


def crossing(source: np.ndarray, target: np.ndarray, community: np.ndarray, communities: int, workers: int) -> Crossing:
    """Count ties, each given once from either end (as a tie list has them), between communities and between workers.

    Parameters
    ----------
    source, target : rows of residents
    community : community of each row
    communities, workers : how many there are; worker k holds communities k C / W up to (k + 1) C / W
    """
    worker = community.astype(np.int64) * workers // communities
    here, there = worker[source], worker[target]
    apart = here != there
    # A pair (worker, resident elsewhere) counts once, however many ties lead to him.
    told = np.unique(here[apart] * len(community) + target[apart]) // len(community)
    each = np.bincount(told, minlength=workers)
    return Crossing(
        len(source) // 2, int((community[source] != community[target]).sum()) // 2, int(apart.sum()) // 2,
        float(each.mean()), int(each.max()),
    )  # fmt: skip


def tie_ends(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of all ties of a model, each tie from both ends."""
    ties = model.district.arrays["ties"]
    degree = ties["degree"].astype(np.int64)
    first = ties["first"][: len(degree)].astype(np.int64)
    source = np.repeat(np.arange(len(degree)), degree)
    slot = np.arange(len(source)) + np.repeat(first - (np.cumsum(degree) - degree), degree)
    return source, ties["neighbour"][slot]


def rows(options: Options) -> Iterator[Row]:
    """Build, count, estimate."""
    for size in options.sized(SIZE):
        options.tell(f"ties that cross, {residents_text(size)} residents")
        model = make(size, options.scenario, 1, options.per_community)
        source, target = tie_ends(model)
        community = np.asarray(model.residents.community)
        communities = int(model.environment["communities"])
        for place, workers in enumerate(w for w in WORKERS if w <= communities):
            found = crossing(source, target, community, communities, workers)
            name = f"{residents_text(size)}"
            if place == 0:
                yield Row(
                    "ties that cross", f"{name}: between {communities} communities", f"crossing.communities.{size}",
                    found.across_communities / found.ties, "share of ties", kind=PLAIN,
                )  # fmt: skip
            yield Row(
                "ties that cross", f"{name}: between {workers} workers", f"crossing.{workers}.{size}", found.bytes_a_week / 1024,
                "KiB a worker and week", f"{found.across_workers / found.ties:.2%} of ties", kind=PLAIN,
                note=f"{found.known:,.0f} residents elsewhere to know of on average, {found.most_known:,} at most; "
                f"{1e3 * found.bytes_a_week / LINK:.2f} ms at 1 Gbit/s",
            )  # fmt: skip
