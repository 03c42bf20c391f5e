"""cogov tuned: the model's own rules of one resident in loops that are laid out for the processor.

A week is two passes. The first draws disputes, leaping from one to the next (`core.rare`). The second takes residents 256
at a time through three phases that keep what comes in between in `s`, a scratch that stays in the nearest store:

    gather       sum what the ties of each resident show: one number a neighbour, belonging, its sign set when active
    draw         noise for all 256 (`core.normals`)
    decide       the rules, without a branch, so that they go several residents at a time

Blocks of ties and parts of residents may go in any order on any number of threads: draws are keyed, and everybody writes
only what is his own. Above `PARALLEL` residents they do; above `FAR` the gather asks for neighbours ahead (`core.prefetch`).
`cogov_plain` has the same rules without any of this, and gives the same bits.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from ...core.compiled import compiled
from ...core.draws import stream, uniform
from ...core.normals import normals
from ...core.prefetch import prefetch
from ...core.rare import leap, leap_scale
from ...model.mechanisms.belonging import influenced
from ...model.codes import THRESHOLD_FRACTION
from ...model.mechanisms.participation import social_signal, takes_part
from ...model.mechanisms.trust import learn
from .draws import BLOCK, LEAP, LUCK, NOISE
from .graph import visiting_order
from .rules import Outcome, Start

PARALLEL, FAR, SORTED = 30_000, 50_000, 2_000
CHUNK = 256
PART = 32 * CHUNK  # residents a thread takes at once
AHEAD = 96  # ties; less than graph.PADDING
GOOD, BAD = 1, 256  # a settled and an unsettled dispute, in the two bytes of a resident's account of the week

# Places in the scratch: stretches of CHUNK numbers.
TOTAL, SIGNS, DEGREE, DRAWN = 0, CHUNK, 2 * CHUNK, 3 * CHUNK
SCRATCH = 4 * CHUNK


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
def part_week(
    begin, end, week, seed, p, far, order, first, neighbour, identity, threshold, anchor, had, shown, following, trust
):
    """Take residents `begin` to `end` through the week; return how many take part."""
    key = stream(seed, NOISE, week)
    s, spare, places = np.zeros(SCRATCH), np.zeros(CHUNK), np.zeros(CHUNK, np.int64)
    drawn = s[DRAWN : DRAWN + CHUNK]
    total = 0
    for low in range(begin, end, CHUNK):
        high = min(low + CHUNK, end)
        if far:
            ask_ahead(first[low : high + 1], neighbour, shown)
        gather(order[low:high], first[low : high + 1], neighbour, shown, s)
        normals(key, identity[low:high], 0, drawn, spare, places)
        # Stretches of the arrays, because an index begin + r might be negative for all the compiler knows.
        mine = trust[low:high]
        total += decide(p, threshold[low:high], anchor[low:high], shown[low:high], following[low:high], mine, s)
        learn_from_disputes(p, had[low:high], mine, places)
    return total


@compiled
def block_disputes(block, week, seed, scale, trust, low, high, parties):
    """Draw the disputes of a block; return how many. `parties` holds both ends of each, and GOOD or BAD."""
    leaps, luck = stream(seed, LEAP, week), stream(seed, LUCK, week)
    begin, end = block * BLOCK, min(low.size, (block + 1) * BLOCK)
    count = 0
    tie = begin + leap(leaps, block, 0, scale)
    while tie < end:
        parties[begin + count, 0] = tie - begin
        count += 1
        tie += 1 + leap(leaps, block, count, scale)
    # Apart from the leaps, each of which waits for the one before, so that the processor looks many ties up at once.
    for k in range(count):
        tie = begin + parties[begin + k, 0]
        i, j = low[tie], high[tie]
        settled = uniform(luck, tie, 0) < 0.5 * (trust[i] + trust[j])
        parties[begin + k, 0] = i
        parties[begin + k, 1] = j
        parties[begin + k, 2] = GOOD if settled else BAD
    return count


@compiled
def note_disputes(counts, parties, had):
    """Add up what everybody had; on one thread, because blocks share residents."""
    for block in range(counts.size):
        for k in range(block * BLOCK, block * BLOCK + counts[block]):
            had[parties[k, 0]] += parties[k, 2]
            had[parties[k, 1]] += parties[k, 2]


@compiled
def run_serial(
    seed,
    weeks,
    p,
    far,
    order,
    first,
    neighbour,
    low,
    high,
    identity,
    threshold,
    anchor,
    shown,
    following,
    trust,
    had,
    parties,
    counts,
):
    """Run all weeks on one thread; return how many took part each week."""
    taking_part = np.zeros(weeks, np.int64)
    scale = leap_scale(p.dispute)
    for week in range(weeks):
        for block in range(counts.size):
            counts[block] = block_disputes(block, week, seed, scale, trust, low, high, parties)
        note_disputes(counts, parties, had)
        taking_part[week] = part_week(
            0,
            trust.size,
            week,
            seed,
            p,
            far,
            order,
            first,
            neighbour,
            identity,
            threshold,
            anchor,
            had,
            shown,
            following,
            trust,
        )
        shown, following = following, shown
    return taking_part


@compiled(parallel=True)
def run_parallel(
    seed,
    weeks,
    p,
    far,
    order,
    first,
    neighbour,
    low,
    high,
    identity,
    threshold,
    anchor,
    shown,
    following,
    trust,
    had,
    parties,
    counts,
):
    """Run all weeks on as many threads as Numba has been given; the same results."""
    taking_part = np.zeros(weeks, np.int64)
    scale = leap_scale(p.dispute)
    parts = (trust.size + PART - 1) // PART
    for week in range(weeks):
        for block in numba.prange(counts.size):
            counts[block] = block_disputes(block, week, seed, scale, trust, low, high, parties)
        note_disputes(counts, parties, had)
        total = 0
        for part in numba.prange(parts):
            begin = part * PART
            end = min(begin + PART, trust.size)
            total += part_week(
                begin,
                end,
                week,
                seed,
                p,
                far,
                order,
                first,
                neighbour,
                identity,
                threshold,
                anchor,
                had,
                shown,
                following,
                trust,
            )
        taking_part[week] = total
        shown, following = following, shown
    return taking_part


def prepare(start: Start, draws: object = None, threads: int = 1, parallel_above: int = PARALLEL):
    """Return a function of weeks that runs; the draws are always cogov's own.

    On several threads above `parallel_above` residents.
    """
    graph, n = start.graph, start.residents
    blocks = (graph.ties + BLOCK - 1) // BLOCK
    shown = np.where(start.active == 1, -start.belonging, start.belonging)
    following = np.empty(n)
    trust = start.trust.copy()
    identity = np.arange(n).astype(np.uint64)
    had = np.zeros(n, np.uint16)
    order = visiting_order(graph.first, CHUNK, n > SORTED)
    parties, counts = np.empty((blocks * BLOCK, 3), np.uint32), np.zeros(blocks, np.int64)
    kernel = run_parallel if threads > 1 and n > parallel_above else run_serial

    def run(weeks: int) -> Outcome:
        if threads > 1:
            numba.set_num_threads(threads)
        taking_part = kernel(
            np.uint64(start.seed), weeks, start.parameters, n > FAR, order, graph.first, graph.neighbour, graph.low, graph.high, identity,
            start.threshold, start.anchor, shown, following, trust, had, parties, counts,
        )  # fmt: skip
        last = following if weeks % 2 else shown
        return Outcome(taking_part, (last < 0.0).astype(np.uint8), np.abs(last), trust)

    return run
