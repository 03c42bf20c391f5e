"""How many ties a week may make, so that there are slots for all of them before it begins.

Ties arise among neighbours, in activities and with those who help; nowhere else. Of each way the most that the people, hours and rates
of a district allow is counted, and where only a chance makes a tie, ten standard deviations more than the mean.
"""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled
from ...core.draws import whole
from ...core.sums import sum_of_numbers
from ..mechanisms.turnover import weekly_hazard
from .tie_lists import reserve


@compiled
def surely_below(mean):
    """Return what a sum of independent chances with this mean does not reach: ten standard deviations away, and some."""
    return mean + 10.0 * math.sqrt(mean) + 50.0


@compiled
def most_hours(w):
    """Return the hours that residents may volunteer this week, if all take part; newcomers may have the most there is."""
    r, p = w.residents, w.parameters
    moving = surely_below(float(r.alive.size) * weekly_hazard(max(p.turnover_owners, p.turnover_renters)))
    new = p.hours_most * min(moving, float(r.alive.size))
    return p.participation_hours * (sum_of_numbers(r.hours, r.alive) + new)


@compiled
def most_encounters(w):
    """Return the pairs that activities and social workers may bring together: one an hour, begun hours counted."""
    s = w.workers
    hours = most_hours(w) + float(w.counters.organizations[0] + 3 * w.communities.key.size)
    for k in range(s.alive.size):
        if s.alive[k] == 1:
            hours += s.hours[k] * (s.bridging[k] + s.bonding[k])
    return hours


@compiled
def most_helped(w):
    """Return how many organisations may help this week, with the hours they have left."""
    people, p, o = float(w.residents.alive.size), w.parameters, w.organizations
    if p.help_hours <= 0.0:
        return people if p.need_rate > 0.0 else 0.0
    hours = 0.0
    for k in range(w.counters.organizations[0]):
        hours += o.hours_left[k]
    return min(people, hours / p.help_hours)


@compiled
def most_ties(w):
    """Return how many ties the coming week may make."""
    p, people = w.parameters, float(w.residents.alive.size)
    near = surely_below(p.tie_rate * (p.mean_ties / 6.0) * people) if p.tie_rate > 0.0 else 0.0
    chance = max(p.meeting_tie_within, p.meeting_tie_across)
    met, helped = most_encounters(w), most_helped(w)
    met, helped = min(met, surely_below(chance * met)), min(helped, surely_below(p.help_tie * helped))
    return min(near + met + helped, 0.5 * people * (people - 1.0))


@compiled
def needed_ends(w):
    """Return how many slots have to be unused at the start of a week: two for each tie it may make, and the usual reserve."""
    return 2 * int(most_ties(w)) + 2 + reserve(w.residents.alive.size)


@compiled
def room_for_ties(w):
    """Return whether all ties of the coming week will find slots, wherever these are now."""
    if w.ties.full[0] != 0:
        return False
    filled = 0
    for i in range(w.ties.degree.size):
        filled += whole(w.ties.degree[i])
    return w.ties.neighbour.size - filled >= needed_ends(w)
