"""Collecting: sums over the residents of every community, from which all indicators are made.

A measure is a sum (or a flow of the week), so communities add up to the district; what does not add (inequality, diversity)
stands in the last columns. Row t of a series is week t + 1.
"""

from __future__ import annotations

import numpy as np

from ..core.compiled import compiled

# In the order in which `sums_of_community` fills them; the flows of the week (state.FLOWS) stand before them.
SUMS = (
    "residents", "belonging", "trust_neighbours", "trust_organizations", "trust_government", "awareness", "responsibility",
    "clarity", "fatigue", "satisfaction", "active", "active_month", "members", "given",
    "owners", "satisfaction_owners", "renters", "satisfaction_renters",
    "newcomers", "satisfaction_newcomers", "settled", "satisfaction_settled",
    "young", "satisfaction_young", "old", "satisfaction_old",
    "organizations", "capability", "legitimacy", "initial_organizations", "initial_alive", "funds",
    "fit", "fit_reported", "open_cases", "latent_cases",
    "ties", "ties_cross", "ties_building", "isolated",
)  # fmt: skip
SPECIALS = ("belonging_gini", "participation_gini", "rule_diversity", "template_fit")

BINS = 512


@compiled
def gini_of_bins(count, mean):
    """Return the Gini coefficient of values sorted into bins: `count` of each bin and their `mean` (float64 arrays).

    What differs within a bin is left out: with 512 bins of shares that is below 0.001.
    """
    total, mass, area = 0.0, 0.0, 0.0
    for b in range(count.size):
        total += count[b]
        mass += count[b] * mean[b]
    if total <= 0.0 or mass <= 0.0:
        return 0.0
    below = 0.0
    for b in range(count.size):
        part = count[b] * mean[b]
        area += count[b] * (below + 0.5 * part)
        below += part
    return 1.0 - 2.0 * area / (total * mass)


@compiled
def bits_set(x):
    """Return how many of the 24 lowest bits are set."""
    count = 0
    for k in range(24):
        count += (x >> k) & 1
    return count


@compiled
def belonging_gini(r, low, high):
    """Return the Gini coefficient of belonging among rows low ... high - 1."""
    count, total = np.zeros(BINS), np.zeros(BINS)
    for i in range(low, high):
        if r.alive[i] == 1:
            b = min(BINS - 1, int(r.belonging[i] * BINS))
            count[b] += 1.0
            total[b] += r.belonging[i]
    for b in range(BINS):
        if count[b] > 0.0:
            total[b] /= count[b]
    return gini_of_bins(count, total)


@compiled
def participation_gini(r, low, high):
    """Return the Gini coefficient of the number of active weeks among the last 24."""
    count, mean = np.zeros(25), np.arange(25) * 1.0
    for i in range(low, high):
        if r.alive[i] == 1:
            count[bits_set(int(r.recent[i]))] += 1.0
    return gini_of_bins(count, mean)


@compiled
def rule_diversity(elements):
    """Return the mean share of rules in which two communities differ (Hamming distance / N); 0 for one community."""
    places, n = elements.shape
    if places < 2:
        return 0.0
    total = 0.0
    for e in range(n):
        ones = 0.0
        for c in range(places):
            ones += elements[c, e]
        total += 2.0 * ones * (places - ones) / (places * (places - 1.0))
    return total / n


@compiled
def sums_of_residents(w, c, week, row, at):
    """Add up the residents of community c into `row` from column `at` on."""
    r = w.residents
    for i in range(w.communities.first[c], w.communities.first[c + 1]):
        if r.alive[i] == 0:
            continue
        row[at] += 1.0
        row[at + 1] += r.belonging[i]
        row[at + 2] += r.trust_neighbours[i]
        row[at + 3] += r.trust_organizations[i]
        row[at + 4] += r.trust_government[i]
        row[at + 5] += r.awareness[i]
        row[at + 6] += r.responsibility[i]
        row[at + 7] += r.clarity[i]
        row[at + 8] += r.fatigue[i]
        s = r.satisfaction[i]
        row[at + 9] += s
        row[at + 10] += r.active[i]
        row[at + 11] += 1.0 if (int(r.recent[i]) & 15) != 0 else 0.0
        for slot in range(w.member_of.shape[1]):
            if w.member_of[i, slot] >= 0:
                row[at + 12] += 1.0
                break
        row[at + 13] += r.given[i]
        pair = at + 14 if r.tenure[i] == 0 else at + 16
        row[pair] += 1.0
        row[pair + 1] += s
        newcomer = r.arrived[i] > 0 and week + 1 - r.arrived[i] < 52
        pair = at + 18 if newcomer else at + 20
        row[pair] += 1.0
        row[pair + 1] += s
        if r.age_band[i] != 1:
            pair = at + 22 if r.age_band[i] == 0 else at + 24
            row[pair] += 1.0
            row[pair + 1] += s


@compiled
def sums_of_organizations(w, rows, at):
    """Add up the organisations of every community into its row."""
    o = w.organizations
    for k in range(w.counters.organizations[0]):
        row = rows[o.community[k]]
        initial = 1.0 if o.founded[k] <= 0 else 0.0
        row[at + 3] += initial
        if o.alive[k] == 1:
            row[at] += 1.0
            row[at + 1] += o.capability[k]
            row[at + 2] += o.legitimacy[k]
            row[at + 4] += initial
            row[at + 5] += o.funds[k]


@compiled
def sums_of_cases(w, rows, at):
    """Count open cases (at) and those nobody knows of yet (at + 1) by community."""
    q = w.cases
    for k in range(q.alive.size):
        if q.alive[k] == 1:
            rows[q.community[k]][at] += 1.0
            if q.state[k] == 0:
                rows[q.community[k]][at + 1] += 1.0


@compiled
def sums_of_ties(w, c, row, at):
    """Count the ends of ties of community c: all, across groups, in the building; and residents without a tie in the building."""
    r, t = w.residents, w.ties
    for i in range(w.communities.first[c], w.communities.first[c + 1]):
        if r.alive[i] == 0:
            continue
        near = 0.0
        for slot in range(t.first[i], t.first[i] + t.degree[i]):
            row[at] += 1.0
            if r.origin[t.neighbour[slot]] != r.origin[i]:
                row[at + 1] += 1.0
            if t.kind[slot] == 1:
                near += 1.0
        row[at + 2] += near
        if near == 0.0:
            row[at + 3] += 1.0


@compiled
def collect(w, week, flows):
    """Write the row of this week and set the flows to zero.

    Parameters
    ----------
    flows : float64 array (flows x communities), the memory of all fields of `w.tally`
    """
    places = w.communities.key.size
    flow_count = flows.shape[0]
    width = w.series.shape[1] - 4
    at = flow_count
    rows = np.zeros((places, width))
    ties_due = week == 0 or (week + 1) % 13 == 0
    sums_of_organizations(w, rows, at + 26)
    sums_of_cases(w, rows, at + 34)
    district = w.series[week]
    for c in range(places):
        row = rows[c]
        for f in range(flow_count):
            row[f] = flows[f, c]
            flows[f, c] = 0.0
        sums_of_residents(w, c, week, row, at)
        people = row[at]
        row[at + 32] = w.rules.fit[c] * people
        row[at + 33] = w.rules.fit_reported[c] * people
        if ties_due:
            sums_of_ties(w, c, row, at + 36)
        for m in range(width):
            district[m] += row[m]
    if not ties_due:
        for m in range(at + 36, at + 40):
            district[m] = w.series[week - 1, m]
    r = w.residents
    district[width] = belonging_gini(r, 0, r.alive.size)
    district[width + 1] = participation_gini(r, 0, r.alive.size)
    district[width + 2] = rule_diversity(w.rules.elements)
    district[width + 3] = w.governments.template_fit[0]
    if w.series_places.shape[0] > 0:
        for c in range(places):
            place = w.series_places[week * places + c]
            for m in range(width):
                place[m] = rows[c, m]
            if not ties_due:
                before = w.series_places[(week - 1) * places + c]
                for m in range(at + 36, at + 40):
                    place[m] = before[m]
            place[width] = belonging_gini(r, w.communities.first[c], w.communities.first[c + 1])
            place[width + 1] = participation_gini(r, w.communities.first[c], w.communities.first[c + 1])
            place[width + 2] = 0.0
            place[width + 3] = district[width + 3]
