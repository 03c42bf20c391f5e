"""cogov's mechanisms as their files have them, one after the other: the readable twin of `cogov_`."""

from __future__ import annotations

import numpy as np

from ....core.compile.compiled import compiled
from ....core.draws import normal, stream, uniform
from ....model.mechanisms.belonging import influenced
from ....model.mechanisms.participation import decide
from ....model.mechanisms.trust import learn
from ..draws import BLOCK, LEAP, LUCK, NOISE
from ..geometric_skips import leap, leap_scale
from ..rules import Outcome, Start


@compiled
def disputes(seed, week, probability, trust, low, high, ups, downs):
    """Draw disputes and count what they were to either party."""
    leaps, luck = stream(seed, LEAP, week), stream(seed, LUCK, week)
    scale = leap_scale(probability)
    for block in range((low.size + BLOCK - 1) // BLOCK):
        end = min(low.size, (block + 1) * BLOCK)
        k = 0
        tie = block * BLOCK + leap(leaps, block, k, scale)
        while tie < end:
            i, j = low[tie], high[tie]
            if uniform(luck, tie, 0) < 0.5 * (trust[i] + trust[j]):
                ups[i] += 1
                ups[j] += 1
            else:
                downs[i] += 1
                downs[j] += 1
            k += 1
            tie += 1 + leap(leaps, block, k, scale)


@compiled
def drives(seed, week, p, belonging, trust):
    """Return what speaks for taking part, noise included."""
    key = stream(seed, NOISE, week)
    drive = np.empty(trust.size)
    for i in range(drive.size):
        drive[i] = p.base + p.belonging_weight * (belonging[i] - 0.5) + p.trust_weight * (trust[i] - 0.65)
        drive[i] += p.noise * normal(key, i, 0)
    return drive


@compiled
def averages(belonging, anchor, susceptibility, first, neighbour):
    """Return the next belonging of all."""
    following = np.empty(belonging.size)
    for i in range(following.size):
        total = 0.0
        for slot in range(first[i], first[i + 1]):
            total += belonging[neighbour[slot]]
        following[i] = influenced(total, first[i + 1] - first[i], anchor[i], susceptibility)
    return following


@compiled
def run_weeks(seed, weeks, p, first, degree, neighbour, low, high, threshold, anchor, active, belonging, trust):
    """Run all weeks; return who is active and how much they belong, and how many took part each week."""
    ups, downs = np.zeros(active.size, np.uint8), np.zeros(active.size, np.uint8)
    taking_part = np.zeros(weeks, np.int64)
    for week in range(weeks):
        disputes(seed, week, p.dispute, trust, low, high, ups, downs)
        drive = drives(seed, week, p, belonging, trust)
        active = decide(active, threshold, drive, p.social_weight, 0, first, degree, neighbour)
        belonging = averages(belonging, anchor, p.susceptibility, first, neighbour)
        for i in range(trust.size):
            trust[i] = learn(trust[i], int(active[i]) + int(ups[i]), int(downs[i]), p.up, p.down)
            ups[i] = 0
            downs[i] = 0
        taking_part[week] = active.sum()
    return active, belonging, taking_part


def prepare(start: Start, draws: object = None):
    """Return a function of weeks that runs; the draws are always cogov's own."""
    graph = start.graph
    degree = np.diff(graph.first).astype(np.int32)
    neighbour = graph.neighbour.astype(np.int32)
    trust = start.trust.copy()

    def run(weeks: int) -> Outcome:
        active, belonging, taking_part = run_weeks(
            np.uint64(start.seed), weeks, start.parameters, graph.first, degree, neighbour, graph.low, graph.high,
            start.threshold, start.anchor, start.active, start.belonging, trust,
        )  # fmt: skip
        return Outcome(taking_part, active, belonging, trust)

    return run
