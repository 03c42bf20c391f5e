"""Collecting: sums over the residents of every community, from which all indicators are made.

A measure is a sum (or a flow of the week), so communities add up to the district; what does not add (inequality, diversity)
stands in the last columns. Row t of a series is week t + 1.
"""

from __future__ import annotations

import numpy as np

from ..core.compile.compiled import compiled
from ..core.compile.generated import generated
from ..core.draws import whole, word
from ..core.sums import number_of, sum_of_numbers, sum_of_shares
from ..core.text import Text
from .measures import OF_RESIDENTS, OF_TIES, SPECIALS
from .quantities.codes import TIE_ACTIVITY, TIE_BUILDING, WEEKS_A_QUARTER, WEEKS_A_YEAR

ABOUT = Text(
    "Sums over the residents of every community, from which all indicators are made.",
    "逐周汇总各社区的状态与流量，所有指标由此计算；可加的量由社区直接合成全区。",
)

TIE_SUMS = len(OF_TIES)
(
    BELONGING_GINI, PARTICIPATION_GINI, RULE_DIVERSITY, TEMPLATE_FIT, BENEFIT_WORST, BENEFIT_SPREAD, SATISFACTION_WORST,
) = range(len(SPECIALS))  # fmt: skip

BINS = 512
UNITS = 68719476736.0  # 2**36, see `sort_residents`


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


def columns_text() -> str:
    """Return the function that adds up the columns of residents that mechanisms have declared, as Python."""
    lines = [f"    s.{name}[c] = {add.__name__}(r.{name}[low:high], alive)" for name, add in OF_RESIDENTS.items()]
    return "\n".join(["def sums_of_columns(r, s, c, low, high, alive):", *lines, ""])


sums_of_columns = generated(
    "sums_of_columns", columns_text(), {add.__name__: add for add in OF_RESIDENTS.values()}, __name__, __file__
)


@compiled
def sums_of_residents(w, c, week):
    """Add up the residents of community c."""
    r, s = w.residents, w.sums
    low, high = w.communities.first[c], w.communities.first[c + 1]
    alive, satisfaction = r.alive[low:high], r.satisfaction[low:high]
    s.residents[c] = number_of(alive)
    sums_of_columns(r, s, c, low, high, alive)
    s.active[c] = number_of(r.active[low:high])
    mask = np.empty(high - low, np.uint8)
    recent = r.recent[low:high]
    for i in range(mask.size):
        mask[i] = alive[i] if (recent[i] & 15) != 0 else 0
    s.active_month[c] = number_of(mask)
    sums_of_members(w, c)
    s.given[c] = sum_of_numbers(r.given[low:high], alive)
    tenure, age, arrived = r.tenure[low:high], r.age_band[low:high], r.arrived[low:high]
    for i in range(mask.size):
        mask[i] = alive[i] if tenure[i] == 0 else 0
    s.owners[c], s.satisfaction_owners[c] = number_of(mask), sum_of_shares(satisfaction, mask)
    s.renters[c] = s.residents[c] - s.owners[c]
    s.satisfaction_renters[c] = s.satisfaction[c] - s.satisfaction_owners[c]
    for i in range(mask.size):
        mask[i] = alive[i] if arrived[i] != 0 and week + 1 - arrived[i] < WEEKS_A_YEAR else 0
    s.newcomers[c], s.satisfaction_newcomers[c] = number_of(mask), sum_of_shares(satisfaction, mask)
    s.settled[c] = s.residents[c] - s.newcomers[c]
    s.satisfaction_settled[c] = s.satisfaction[c] - s.satisfaction_newcomers[c]
    for i in range(mask.size):
        mask[i] = alive[i] if age[i] == 0 else 0
    s.young[c], s.satisfaction_young[c] = number_of(mask), sum_of_shares(satisfaction, mask)
    for i in range(mask.size):
        mask[i] = alive[i] if age[i] == 2 else 0
    s.old[c], s.satisfaction_old[c] = number_of(mask), sum_of_shares(satisfaction, mask)


@compiled
def sums_of_organizations(w):
    """Add up the organisations of every community."""
    o, s = w.organizations, w.sums
    for c in range(w.communities.key.size):
        s.organizations[c], s.capability[c], s.legitimacy[c], s.funds[c] = 0.0, 0.0, 0.0, 0.0
        s.initial_organizations[c], s.initial_alive[c] = 0.0, 0.0
    for k in range(w.counters.organizations[0]):
        c = o.community[k]
        initial = 1.0 if o.founded[k] <= 0 and o.identity[k] != 0 else 0.0  # identity 0: ended in the burn-in
        s.initial_organizations[c] += initial
        if o.alive[k] == 1:
            s.organizations[c] += 1.0
            s.capability[c] += o.capability[k]
            s.legitimacy[c] += o.legitimacy[k]
            s.initial_alive[c] += initial
            s.funds[c] += o.funds[k]


@compiled
def sums_of_cases(w):
    """Count open cases, and those nobody knows of yet, by community."""
    q, s = w.cases, w.sums
    for c in range(w.communities.key.size):
        s.open_cases[c], s.latent_cases[c] = 0.0, 0.0
    for k in range(w.counters.cases[0]):
        if q.alive[k] == 1:
            s.open_cases[q.community[k]] += 1.0
            if q.state[k] == 0:
                s.latent_cases[q.community[k]] += 1.0


@compiled
def sums_of_members(w, c):
    """Count who belongs to an organisation, who of them is active, and the ties of the active, in community c."""
    r, s, member_of, degree = w.residents, w.sums, w.member_of, w.ties.degree
    members, active_members, ties = 0, 0, 0
    for i in range(w.communities.first[c], w.communities.first[c + 1]):
        member = 1 if member_of[i, 0] >= 0 else 0
        members += member
        if r.active[i] == 1:
            active_members += member
            ties += whole(degree[i])
    s.members[c], s.active_members[c], s.ties_active[c] = float(members), float(active_members), float(ties)


@compiled
def sums_of_ties(w, c):
    """Count the ends of ties of community c: all, across groups, to neighbours in the building (also met in an activity); and residents without such a neighbour."""
    r, t, s = w.residents, w.ties, w.sums
    ends, cross, near, alone = 0, 0, 0, 0
    for i in range(w.communities.first[c], w.communities.first[c + 1]):
        if r.alive[i] == 0:
            continue
        own, low, before = r.origin[i], word(t.first[i]), near
        for slot in range(low, low + word(t.degree[i])):
            ends += 1
            cross += 1 if r.origin[t.neighbour[slot]] != own else 0
            if t.kind[slot] == TIE_BUILDING or (
                t.kind[slot] == TIE_ACTIVITY and r.building[t.neighbour[slot]] == r.building[i]
            ):
                near += 1
        alone += 1 if near == before else 0
    s.ties[c], s.ties_cross[c] = float(ends), float(cross)
    s.ties_building[c], s.isolated[c] = float(near), float(alone)


@compiled
def collect_places(w, week, low, high, bins):
    """Add up communities low ... high - 1, and sort their residents for the inequality of the district.

    Parameters
    ----------
    bins : int64 array, as in `sort_residents`
    """
    s = w.sums
    ties_due = week == 0 or (week + 1) % WEEKS_A_QUARTER == 0
    for c in range(low, high):
        sums_of_residents(w, c, week)
        s.fit[c] = w.rules.fit[c] * s.residents[c]
        s.fit_reported[c] = w.rules.fit_reported[c] * s.residents[c]
        s.benefit[c] = w.rules.benefit[c] * s.residents[c]
        s.reachable[c] = w.rules.reachable[c] * s.residents[c]
        s.communities[c] = 1.0
        if ties_due:
            sums_of_ties(w, c)
        sort_residents(w.residents, w.communities.first[c], w.communities.first[c + 1], bins)


@compiled
def carry_ties(row, before, week, width):
    """Take the counts of ties over from the row of the week `before` where none were taken."""
    if week > 0 and (week + 1) % WEEKS_A_QUARTER != 0:
        row[width - TIE_SUMS : width] = before[width - TIE_SUMS : width]


@compiled
def write_specials(w, row, bins, diversity, low, high):
    """Write what does not add up into the last columns of a row, for communities low ... high - 1."""
    row[BELONGING_GINI], row[PARTICIPATION_GINI] = ginis(bins)
    row[RULE_DIVERSITY] = diversity
    row[TEMPLATE_FIT] = w.governments.template_fit[0]
    benefit, s = w.rules.benefit[low:high], w.sums
    row[BENEFIT_WORST], row[BENEFIT_SPREAD] = benefit.min(), benefit.std()
    worst = 2.0
    for c in range(low, high):
        if s.residents[c] > 0.0:
            worst = min(worst, s.satisfaction[c] / s.residents[c])
    row[SATISFACTION_WORST] = worst if worst < 2.0 else np.nan


@compiled
def write_places(w, week):
    """Write the row of this week of every community."""
    flows, sums = w.flow_table, w.sum_table
    raised, places = flows.shape
    width = raised + sums.shape[0]
    for c in range(places):
        row = w.series_places[week * places + c]
        for f in range(raised):
            row[f] = flows[f, c]
        for m in range(raised, width):
            row[m] = sums[m - raised, c]
        carry_ties(row, w.series_places[(week - 1) * places + c], week, width)
        bins = np.zeros(2 * BINS + 25, np.int64)
        sort_residents(w.residents, w.communities.first[c], w.communities.first[c + 1], bins)
        write_specials(w, row[width:], bins, 0.0, c, c + 1)


@compiled
def write_district(w, week, bins):
    """Write the row of this week from what `collect_places` found, and set the flows to zero."""
    flows, sums = w.flow_table, w.sum_table
    raised, places = flows.shape
    width = raised + sums.shape[0]
    sums_of_organizations(w)
    sums_of_cases(w)
    row = w.series[week]
    for c in range(places):
        for f in range(raised):
            row[f] += flows[f, c]
        for m in range(raised, width):
            row[m] += sums[m - raised, c]
    carry_ties(row, w.series[week - 1], week, width)
    write_specials(w, row[width:], bins, rule_diversity(w.rules.elements), 0, places)
    if w.series_places.shape[0] > 0:
        write_places(w, week)
    flows[:, :] = 0.0


def empty_bins() -> np.ndarray:
    """Return bins for `collect_places`."""
    return np.zeros(2 * BINS + 25, np.int64)


@compiled
def collect(w, week):
    """Write the row of this week and set the flows to zero."""
    bins = np.zeros(2 * BINS + 25, np.int64)
    collect_places(w, week, 0, w.communities.key.size, bins)
    write_district(w, week, bins)
