"""What a trial is, wherever it is made: what it costs, how well it is seen, which element it changes."""

from __future__ import annotations

from math import sqrt

from ...core.compile.compiled import compiled
from ...core.draws import uniform


@compiled
def noise_sd(noise, feedback):
    """Return the sd with which fit is seen: feedback (h of relay per 1,000 residents and week) sharpens it."""
    return noise / sqrt(1.0 + feedback)


@compiled
def sd_of_trial(w, c):
    """Return the sd with which a trial in community c is seen; capacity sharpens it like a larger sample."""
    return noise_sd(w.parameters.trial_noise, w.communities.feedback[c]) / sqrt(w.rules.capacity[c])


@compiled
def cost_of_trial(w, c):
    """Return the hours that a trial in community c takes at mean capacity."""
    first = w.communities.first
    return w.parameters.trial_cost * (first[c + 1] - first[c])


@compiled
def affordable(hours, cost, limit):
    """Return how many trials these hours pay for, at most `limit`; none where there is nobody to make them."""
    if cost <= 0.0 or hours < cost:
        return 0
    return int(min(hours / cost, limit))


@compiled
def choose_element(key, entity, rank, lowest, beyond):
    """Return the element with the smallest draw among ranks lowest ... beyond - 1; -1 if there is none.

    So a trial under two mandates flips the same element unless the first choice is fixed in one of them.
    """
    chosen, smallest = -1, 2.0
    for e in range(rank.size):
        if lowest <= rank[e] < beyond:
            u = uniform(key, entity, e)
            if u < smallest:
                chosen, smallest = e, u
    return chosen
