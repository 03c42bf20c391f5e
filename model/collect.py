"""Collecting: sums over the residents of every community, from which all indicators are made.

A measure is a sum (or a flow of the week), so communities add up to the district; what does not add (inequality, diversity)
stands in the last columns. Row t of a series is week t + 1.
"""

from __future__ import annotations

import numpy as np

from ..core.compile.compiled import compiled
from ..core.draws import whole, word
from ..core.sums import number_of, sum_of_numbers, sum_of_shares
from .quantities.codes import TIE_BUILDING, WEEKS_A_QUARTER, WEEKS_A_YEAR

# In the order in which `sums_of_community` fills them; the flows of the week (state.FLOWS) stand before them.
SUMS = (
    "residents", "belonging", "trust_neighbours", "trust_organizations", "trust_government", "awareness", "responsibility",
    "clarity", "fatigue", "satisfaction", "active", "active_month", "members", "given",
    "owners", "satisfaction_owners", "renters", "satisfaction_renters",
    "newcomers", "satisfaction_newcomers", "settled", "satisfaction_settled",
    "young", "satisfaction_young", "old", "satisfaction_old",
    "organizations", "capability", "legitimacy", "initial_organizations", "initial_alive", "funds",
    "fit", "fit_reported", "open_cases", "latent_cases", "communities",
    "ties", "ties_cross", "ties_building", "isolated",
)  # fmt: skip
SPECIALS = ("belonging_gini", "participation_gini", "rule_diversity", "template_fit")

BINS = 512
UNITS = 68719476736.0  # 2**36, see `sort_residents`
TIE_SUMS = 4  # the last of SUMS: ties, ties_cross, ties_building, isolated


@compiled
def gini_of_bins(count, mean):
    """Return the Gini coefficient of values sorted into bins: `count` of each bin and their `mean` (float64 arrays).

    What differs within a bin is left out: with 512 bins of shares that is below 0.001.
    """
    most, total, mass, area = 0.0, 0.0, 0.0, 0.0
    for b in range(count.size):
        total += count[b]
        if count[b] > 0.0:
            most = max(most, mean[b])
    if total <= 0.0 or most <= 0.0:
        return 0.0
    for b in range(count.size):
        part = count[b] * (
            mean[b] / most
        )  # in parts of the greatest: the smallest numbers have too few digits to be added up
        area += count[b] * (mass + 0.5 * part)
        mass += part
    return max(0.0, 1.0 - 2.0 * area / (total * mass))


@compiled
def bits_set(x):
    """Return how many of the 24 lowest bits are set."""
    x = x - ((x >> 1) & 0x555555)
    x = (x & 0x333333) + ((x >> 2) & 0x333333)
    x = (x + (x >> 4)) & 0x0F0F0F
    return (x + (x >> 8) + (x >> 16)) & 0x1F


@compiled
def sort_residents(r, low, high, bins):
    """Sort rows low ... high - 1 by belonging and by their active weeks among the last 24.

    Parameters
    ----------
    bins : int64 array (2 BINS + 25); added to: residents by bin of belonging, the sum of their belonging (in units of
        2**-36), residents by number of active weeks
    """
    belonging, recent, alive = r.belonging[low:high], r.recent[low:high], r.alive[low:high]
    for i in range(belonging.size):
        if alive[i] == 1:
            x = float(belonging[i])
            b = min(BINS - 1, int(x * BINS))
            bins[b] += 1
            bins[BINS + b] += int(x * UNITS)
            bins[2 * BINS + bits_set(whole(recent[i]))] += 1


@compiled
def ginis(bins):
    """Return the Gini coefficients of belonging and of active weeks of the residents in `bins`."""
    count, mean = np.zeros(BINS), np.zeros(BINS)
    for b in range(BINS):
        if bins[b] > 0:
            count[b] = float(bins[b])
            mean[b] = float(bins[BINS + b]) / UNITS / count[b]
    weeks = np.zeros(25)
    for k in range(25):
        weeks[k] = float(bins[2 * BINS + k])
    return gini_of_bins(count, mean), gini_of_bins(weeks, np.arange(25) * 1.0)


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
    low, high = w.communities.first[c], w.communities.first[c + 1]
    alive = r.alive[low:high]
    row[at] = number_of(alive)
    row[at + 1] = sum_of_shares(r.belonging[low:high], alive)
    row[at + 2] = sum_of_shares(r.trust_neighbours[low:high], alive)
    row[at + 3] = sum_of_shares(r.trust_organizations[low:high], alive)
    row[at + 4] = sum_of_shares(r.trust_government[low:high], alive)
    row[at + 5] = sum_of_shares(r.awareness[low:high], alive)
    row[at + 6] = sum_of_shares(r.responsibility[low:high], alive)
    row[at + 7] = sum_of_shares(r.clarity[low:high], alive)
    row[at + 8] = sum_of_numbers(r.fatigue[low:high], alive)
    satisfaction = r.satisfaction[low:high]
    row[at + 9] = sum_of_shares(satisfaction, alive)
    row[at + 10] = number_of(r.active[low:high])
    mask = np.empty(high - low, np.uint8)
    recent = r.recent[low:high]
    for i in range(mask.size):
        mask[i] = alive[i] if (recent[i] & 15) != 0 else 0
    row[at + 11] = number_of(mask)
    members = 0
    for i in range(low, high):
        members += 1 if w.member_of[i, 0] >= 0 else 0
    row[at + 12] = members
    row[at + 13] = sum_of_numbers(r.given[low:high], alive)
    tenure, age, arrived = r.tenure[low:high], r.age_band[low:high], r.arrived[low:high]
    for i in range(mask.size):
        mask[i] = alive[i] if tenure[i] == 0 else 0
    parts(row, at + 14, satisfaction, mask)
    for i in range(mask.size):
        mask[i] = alive[i] if arrived[i] != 0 and week + 1 - arrived[i] < WEEKS_A_YEAR else 0
    parts(row, at + 18, satisfaction, mask)
    for pair in (14, 18):  # renters and the settled are the others
        row[at + pair + 2] = row[at] - row[at + pair]
        row[at + pair + 3] = row[at + 9] - row[at + pair + 1]
    for i in range(mask.size):
        mask[i] = alive[i] if age[i] == 0 else 0
    parts(row, at + 22, satisfaction, mask)
    for i in range(mask.size):
        mask[i] = alive[i] if age[i] == 2 else 0
    parts(row, at + 24, satisfaction, mask)


@compiled
def parts(row, at, satisfaction, mask):
    """Enter how many residents `mask` marks, and the sum of their satisfaction."""
    row[at] = number_of(mask)
    row[at + 1] = sum_of_shares(satisfaction, mask)


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
    for k in range(w.counters.cases[0]):
        if q.alive[k] == 1:
            rows[q.community[k]][at] += 1.0
            if q.state[k] == 0:
                rows[q.community[k]][at + 1] += 1.0


@compiled
def sums_of_ties(w, c, row, at):
    """Count the ends of ties of community c: all, across groups, to neighbours in the building; and residents without such a neighbour."""
    r, t = w.residents, w.ties
    ends, cross, near, alone = 0, 0, 0, 0
    for i in range(w.communities.first[c], w.communities.first[c + 1]):
        if r.alive[i] == 0:
            continue
        own, low, before = r.origin[i], word(t.first[i]), near
        for slot in range(low, low + word(t.degree[i])):
            ends += 1
            cross += 1 if r.origin[t.neighbour[slot]] != own else 0
            near += 1 if t.kind[slot] == TIE_BUILDING else 0
        alone += 1 if near == before else 0
    row[at], row[at + 1], row[at + 2], row[at + 3] = float(ends), float(cross), float(near), float(alone)


@compiled
def collect_places(w, week, low, high, rows, bins):
    """Fill in the rows of communities low ... high - 1, and sort their residents for the inequality of the district.

    Parameters
    ----------
    rows : float64 array (communities x columns of sums), flows and sums
    bins : int64 array, as in `sort_residents`
    """
    at = rows.shape[1] - len(SUMS)
    ties_due = week == 0 or (week + 1) % WEEKS_A_QUARTER == 0
    for c in range(low, high):
        row = rows[c]
        sums_of_residents(w, c, week, row, at)
        row[at + 32] = w.rules.fit[c] * row[at]
        row[at + 33] = w.rules.fit_reported[c] * row[at]
        row[at + 36] = 1.0
        if ties_due:
            sums_of_ties(w, c, row, at + 37)
        sort_residents(w.residents, w.communities.first[c], w.communities.first[c + 1], bins)


@compiled
def write_places(w, week, rows):
    """Write the row of this week of every community."""
    places, width = rows.shape
    at = width - TIE_SUMS
    for c in range(places):
        place = w.series_places[week * places + c]
        place[:width] = rows[c]
        if week > 0 and (week + 1) % WEEKS_A_QUARTER != 0:
            place[at:width] = w.series_places[(week - 1) * places + c][at:width]
        bins = np.zeros(2 * BINS + 25, np.int64)
        sort_residents(w.residents, w.communities.first[c], w.communities.first[c + 1], bins)
        place[width], place[width + 1] = ginis(bins)
        place[width + 2] = 0.0
        place[width + 3] = w.governments.template_fit[0]


@compiled
def write_district(w, week, rows, bins, flows):
    """Write the row of this week from what `collect_places` found, and set the flows to zero."""
    places, width = rows.shape
    at = width - len(SUMS)
    sums_of_organizations(w, rows, at + 26)
    sums_of_cases(w, rows, at + 34)
    district = w.series[week]
    for c in range(places):
        for f in range(at):
            rows[c, f] = flows[f, c]
            flows[f, c] = 0.0
        for m in range(width):
            district[m] += rows[c, m]
    if week > 0 and (week + 1) % WEEKS_A_QUARTER != 0:  # ties are counted once a quarter
        district[width - TIE_SUMS : width] = w.series[week - 1][width - TIE_SUMS : width]
    district[width], district[width + 1] = ginis(bins)
    district[width + 2] = rule_diversity(w.rules.elements)
    district[width + 3] = w.governments.template_fit[0]
    if w.series_places.shape[0] > 0:
        write_places(w, week, rows)


def empty_rows(flows: np.ndarray) -> np.ndarray:
    """Return rows for `collect_places`: communities x (flows and sums)."""
    return np.zeros((flows.shape[1], flows.shape[0] + len(SUMS)))


def empty_bins() -> np.ndarray:
    """Return bins for `collect_places`."""
    return np.zeros(2 * BINS + 25, np.int64)


@compiled
def collect(w, week, flows):
    """Write the row of this week and set the flows to zero.

    Parameters
    ----------
    flows : float64 array (flows x communities), the memory of all fields of `w.tally`
    """
    places = w.communities.key.size
    rows = np.zeros((places, flows.shape[0] + len(SUMS)))
    bins = np.zeros(2 * BINS + 25, np.int64)
    collect_places(w, week, 0, places, rows, bins)
    write_district(w, week, rows, bins, flows)
