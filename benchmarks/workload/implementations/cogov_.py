"""cogov tuned: the model's own rules of one resident in loops that are laid out for the processor.

A week is two passes. The first draws disputes, leaping from one to the next (`geometric_skips`). The second takes residents 256
at a time through three phases that keep what comes in between in `s`, a scratch that stays in the nearest store:

    gather       sum what the ties of each resident show: one number a neighbour, belonging, its sign set when active
    draw         noise for all 256 (`normal_blocks`)
    decide       the rules, without a branch, so that they go several residents at a time

Blocks of ties and parts of residents may go in any order on any number of threads: draws are keyed, and everybody writes
only what is his own. Above `PARALLEL` residents they do; above `FAR` the gather asks for neighbours ahead (`prefetch`).
`cogov_plain` has the same rules without any of this, and gives the same bits.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.compile.compiled import compiled
from ....core.draws import stream, uniform
from ....core.threads import Crew
from ....model.mechanisms.belonging import influenced
from ....model.mechanisms.participation import social_signal, takes_part
from ....model.mechanisms.trust import learn
from ....model.quantities.codes import THRESHOLD_FRACTION
from ..draws import BLOCK, LEAP, LUCK, NOISE
from ..geometric_skips import leap, leap_scale
from ..graph import visiting_order
from ..normal_blocks import normals
from ..prefetch import prefetch
from ..rules import Outcome, Start

PARALLEL, FAR, SORTED = 30_000, 50_000, 2_000
CHUNK = 256
PARTS = 4
AHEAD = 96  # ties; less than graph.PADDING
GOOD, BAD = 1, 256  # a settled and an unsettled dispute, in the two bytes of a resident's account of the week

# Places in the scratch: stretches of CHUNK numbers.
TOTAL, SIGNS, DEGREE, DRAWN = 0, CHUNK, 2 * CHUNK, 3 * CHUNK
SCRATCH = 4 * CHUNK


class District(NamedTuple):
    """The arrays of a run, all but the two that are swapped each week.

    Parameters
    ----------
    order : uint8 (n), `graph.visiting_order`
    first, neighbour, low, high : as in `graph.Graph`
    identity, threshold, anchor, trust : one entry a resident
    had : uint16 (n), this week's disputes of each resident
    parties, counts : disputes of each block of ties, from place BLOCK x block; and how many there are
    """

    order: NDArray[np.uint8]
    first: NDArray[np.int64]
    neighbour: NDArray[np.uint32]
    low: NDArray[np.uint32]
    high: NDArray[np.uint32]
    identity: NDArray[np.uint64]
    threshold: NDArray[np.float64]
    anchor: NDArray[np.float64]
    trust: NDArray[np.float64]
    had: NDArray[np.uint16]
    parties: NDArray[np.uint32]
    counts: NDArray[np.int64]


@compiled
def ask_ahead(first, neighbour, shown):
    """Ask for neighbours AHEAD of those of this chunk."""
    for slot in range(np.uint64(first[0]), np.uint64(first[first.size - 1])):
        prefetch(shown, neighbour[slot + np.uint64(AHEAD)])


@compiled
def gather(order, first, neighbour, shown, s):
    """Sum belonging and signs (-1: active, 1: not) over the ties of each resident of a chunk, and count the ties."""
    for r in order:
        low, high = np.uint64(first[r]), np.uint64(first[r + 1])
        total = 0.0
        signs = 0.0
        for slot in range(low, high):
            value = shown[neighbour[slot]]
            total += abs(value)
            signs += math.copysign(1.0, value)
        s[TOTAL + r] = total
        s[SIGNS + r] = signs
        s[DEGREE + r] = float(high - low)


@compiled
def decide(p, threshold, anchor, shown, following, trust, s):
    """Apply the rules to the residents of a chunk, whose ties and noise are in the scratch; return how many take part.

    Three loops, because one that writes and reads more arrays at once does not vectorise. For the same reason `learn` takes
    a rise of 0 for those who do not take part, instead of standing behind a condition.
    """
    count = trust.size
    for r in range(count):
        degree = s[DEGREE + r]
        signal = social_signal(0.5 * (degree - s[SIGNS + r]), degree, THRESHOLD_FRACTION)
        drive = p.base + p.belonging_weight * (abs(shown[r]) - 0.5) + p.trust_weight * (trust[r] - 0.65)
        active = takes_part(p.social_weight * signal + (drive + p.noise * s[DRAWN + r]), threshold[r])
        s[DRAWN + r] = 1.0 if active else 0.0
    for r in range(count):
        trust[r] = learn(trust[r], 1, 0, p.up * s[DRAWN + r], p.down)
    total = 0.0
    for r in range(count):
        belonging = influenced(s[TOTAL + r], s[DEGREE + r], anchor[r], p.susceptibility)
        following[r] = math.copysign(belonging, 0.5 - s[DRAWN + r])
    for r in range(count):
        total += s[DRAWN + r]
    return int(total)


@compiled
def learn_from_disputes(p, had, trust, places):
    """Let those of a chunk who had disputes learn from them, the good ones first; forget the disputes."""
    parties = 0
    for r in range(had.size):
        places[parties] = r
        parties += 1 if had[r] > 0 else 0
    for k in range(parties):
        i = places[k]
        trust[i] = learn(trust[i], int(had[i]) % BAD, int(had[i]) // BAD, p.up, p.down)
        had[i] = 0


@compiled
def part_week(w, p, seed, week, shown, following, begin, end):
    """Take residents `begin` to `end` through the week; return how many take part."""
    key = stream(seed, NOISE, week)
    s, spare, places = np.zeros(SCRATCH), np.zeros(CHUNK), np.zeros(CHUNK, np.int64)
    drawn = s[DRAWN : DRAWN + CHUNK]
    total = 0
    for low in range(begin, end, CHUNK):
        high = min(low + CHUNK, end)
        # Stretches of the arrays, because an index low + r might be negative for all the compiler knows.
        first, trust = w.first[low : high + 1], w.trust[low:high]
        if w.trust.size > FAR:
            ask_ahead(first, w.neighbour, shown)
        gather(w.order[low:high], first, w.neighbour, shown, s)
        normals(key, w.identity[low:high], 0, drawn, spare, places)
        total += decide(p, w.threshold[low:high], w.anchor[low:high], shown[low:high], following[low:high], trust, s)
        learn_from_disputes(p, w.had[low:high], trust, places)
    return total


@compiled
def draw_disputes(w, p, seed, week, begin, end):
    """Draw the disputes of blocks `begin` to `end`: both parties of each, GOOD or BAD, and how many."""
    leaps, luck, scale = stream(seed, LEAP, week), stream(seed, LUCK, week), leap_scale(p.dispute)
    for block in range(begin, end):
        start, stop = block * BLOCK, min(w.low.size, (block + 1) * BLOCK)
        parties = w.parties[start:stop]
        count = 0
        tie = start + leap(leaps, block, 0, scale)
        while tie < stop:
            parties[count, 0] = tie - start
            count += 1
            tie += 1 + leap(leaps, block, count, scale)
        # Apart from the leaps, each of which waits for the one before, so that the processor looks many ties up at once.
        for k in range(count):
            tie = start + parties[k, 0]
            i, j = w.low[tie], w.high[tie]
            settled = uniform(luck, tie, 0) < 0.5 * (w.trust[i] + w.trust[j])
            parties[k, 0] = i
            parties[k, 1] = j
            parties[k, 2] = GOOD if settled else BAD
        w.counts[block] = count


@compiled
def note_disputes(w):
    """Add up what everybody had; on one thread, because blocks share residents."""
    for block in range(w.counts.size):
        for k in range(block * BLOCK, block * BLOCK + w.counts[block]):
            w.had[w.parties[k, 0]] += w.parties[k, 2]
            w.had[w.parties[k, 1]] += w.parties[k, 2]


@compiled
def run_weeks(w, p, seed, taking_part, shown, following):
    """Run all weeks on one thread, and fill in how many took part in each."""
    for week in range(taking_part.size):
        draw_disputes(w, p, seed, week, 0, w.counts.size)
        note_disputes(w)
        taking_part[week] = part_week(w, p, seed, week, shown, following, 0, w.trust.size)
        shown, following = following, shown


def run_weeks_together(crew, w, p, seed, taking_part, shown, following):
    """Do the same with a crew of threads, `PARTS` parts each: several, in case one thread is held up."""
    n, blocks = w.trust.size, w.counts.size
    chunks = np.linspace(0, (n + CHUNK - 1) // CHUNK, PARTS * crew.threads + 1).astype(int) * CHUNK
    residents = list(itertools.pairwise(np.minimum(chunks, n).tolist()))
    ties = list(itertools.pairwise(np.linspace(0, blocks, PARTS * crew.threads + 1).astype(int).tolist()))
    for week in range(taking_part.size):
        crew.run(draw_disputes, [(w, p, seed, week, *part) for part in ties])
        note_disputes(w)
        counts = crew.run(part_week, [(w, p, seed, week, shown, following, *part) for part in residents])
        taking_part[week] = sum(counts)
        shown, following = following, shown


def prepare(start: Start, draws: object = None, threads: int = 1, parallel_above: int = PARALLEL):
    """Return a function of weeks that runs; the draws are always cogov's own.

    On several threads above `parallel_above` residents.
    """
    graph, n = start.graph, start.residents
    blocks = (graph.ties + BLOCK - 1) // BLOCK
    shown = np.where(start.active == 1, -start.belonging, start.belonging)
    following = np.empty(n)
    w = District(
        visiting_order(graph.first, CHUNK, n > SORTED), graph.first, graph.neighbour, graph.low, graph.high,
        np.arange(n).astype(np.uint64), start.threshold, start.anchor, start.trust.copy(), np.zeros(n, np.uint16),
        np.empty((blocks * BLOCK, 3), np.uint32), np.zeros(blocks, np.int64),
    )  # fmt: skip
    crew = Crew(threads)

    def run(weeks: int) -> Outcome:
        taking_part = np.zeros(weeks, np.int64)
        everything = (w, start.parameters, np.uint64(start.seed), taking_part, shown, following)
        if threads > 1 and n > parallel_above:
            run_weeks_together(crew, *everything)
        else:
            run_weeks(*everything)
        last = following if weeks % 2 else shown
        return Outcome(taking_part, (last < 0.0).astype(np.uint8), np.abs(last), w.trust)

    return run
