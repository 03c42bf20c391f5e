"""Participation: residents take part when what speaks for it, and enough of those around them, exceed their threshold.

i is active if social_weight x A_i + drive_i + noise >= threshold_i, where A_i is the share (or number, `threshold_kind`) of
i's ties that were active last week, threshold_i ~ N(0, 1) over residents, noise ~ N(0, participation_noise) each week, and
drive = base + w_b (belonging - 1/2) + w_t (trust in neighbours and organisations - 0.65) + w_r (responsibility - 0.4) + w_a (awareness
- 0.35) + w_i x invited - cost (1 - volunteer_support / 2) - w_f x fatigue. Members of an organisation that met last week are
invited. The active give a share of the hours they have left this week; these hours are the currency of everything local.
Mutual help, which comes before, counts the hours given anew each week; where it is switched off, this mechanism does.

Source: thresholds after Granovetter 1978, "Threshold models of collective behavior", AJS 83, on the network as in Watts 2002
(fraction) and Centola & Macy 2007 (count). Limit: social_weight 1, drive 0, noise 0 and thresholds in shares is their model.
A social weight of 4 without fatigue has two stable states; nothing is clipped. Claims C3, C9, C15. Off: base far below 0.

Examples
--------
>>> import numpy as np
>>> first, degree = np.array([0, 2, 4, 6]), np.array([2, 2, 2], np.int32)
>>> neighbour = np.array([1, 2, 0, 2, 0, 1], np.int32)
>>> active = np.array([1, 0, 0], np.uint8)
>>> decide(active, np.array([0.0, 0.5, 1.0]), np.zeros(3), 1.0, 0, first, degree, neighbour).tolist()
[1, 1, 0]
"""

from __future__ import annotations

import numpy as np

from ...core.compiled import compiled
from ...core.draws import normal, stream
from ...core.quantity import constant
from ..codes import THRESHOLD_COUNT
from ..purposes import PARTICIPATION

PARAMETERS = (
    constant("participation_base", -2.0, -20, 20, "utility", "Base of participation", "参与基础效用", "design assumption", plausible=(-2.5, -1.5)),
    constant("participation_belonging", 1.0, -10, 10, "utility", "Weight of belonging", "归属感的权重", "not measured", plausible=(0, 2)),
    constant("participation_trust", 1.0, -10, 10, "utility", "Weight of trust", "信任的权重", "not measured", plausible=(0, 2)),
    constant("participation_responsibility", 1.0, -10, 10, "utility", "Weight of responsibility", "责任心的权重", "not measured", plausible=(0, 2)),
    constant("participation_awareness", 0.5, -10, 10, "utility", "Weight of awareness", "自治意识的权重", "not measured", plausible=(0, 1.5)),
    constant("participation_invited", 0.7, -10, 10, "utility", "Weight of an invitation", "邀请的权重", "not measured", plausible=(0, 1.5)),
    constant("participation_cost", 0.2, 0, 10, "utility", "Cost of taking part", "参与成本", "not measured", plausible=(0, 0.5)),
    constant("participation_fatigue", 0.05, 0, 10, "utility a unit", "Weight of fatigue", "疲劳的权重", "design assumption", plausible=(0, 0.1)),
    constant("participation_hours", 0.6, 0, 1, "share of spare hours", "Hours given by the active", "参与者投入的空闲时间占比", "not measured", plausible=(0.3, 0.9)),
)  # fmt: skip

MUTUAL_HELP = 6  # its place in the schedule


@compiled
def social_signal(i, active, kind, first, degree, neighbour):
    """Return the share (kind 0) or number (kind 1) of active ties of resident i; 0 without ties."""
    count = 0
    for slot in range(first[i], first[i] + degree[i]):
        count += active[neighbour[slot]]
    if kind == THRESHOLD_COUNT:
        return float(count)
    return count / degree[i] if degree[i] > 0 else 0.0


@compiled
def takes_part(signal, drive, threshold, social_weight):
    """Return whether a resident takes part: what speaks for it, and who else does, reach the threshold (utility)."""
    return social_weight * signal + drive >= threshold


@compiled
def decide(active, threshold, drive, social_weight, kind, first, degree, neighbour):
    """Return who is active next (uint8 array), all deciding at once on who was active before.

    Parameters
    ----------
    active : uint8 array (n), last week's activity
    threshold, drive : float64 arrays (n), utility
    social_weight : float, utility of all (kind 0) or of one (kind 1) active tie
    kind : 0 fraction, 1 count
    first, degree, neighbour : slot lists of ties, as in `state.Ties`
    """
    following = np.zeros(active.size, np.uint8)
    for i in range(active.size):
        signal = social_signal(i, active, kind, first, degree, neighbour)
        if takes_part(signal, drive[i], threshold[i], social_weight):
            following[i] = 1
    return following


@compiled
def is_invited(w, i):
    """Return whether an organisation of this resident met last week."""
    for slot in range(w.member_of.shape[1]):
        k = w.member_of[i, slot]
        if k >= 0 and w.organizations.hours[k] > 0.0:
            return True
    return False


@compiled
def drives(w, week):
    """Return what speaks for taking part, noise included, for every resident (utility)."""
    r, p = w.residents, w.parameters
    key = stream(w.seed, PARTICIPATION, week)
    cost = p.participation_cost * (1.0 - 0.5 * w.levers.volunteer_support)
    drive = np.empty(r.alive.size)
    for i in range(drive.size):
        u = p.participation_base - cost - p.participation_fatigue * r.fatigue[i]
        u += p.participation_belonging * (r.belonging[i] - 0.5)
        u += p.participation_trust * (0.5 * (r.trust_neighbours[i] + r.trust_organizations[i]) - 0.65)
        u += p.participation_responsibility * (r.responsibility[i] - 0.4)
        u += p.participation_awareness * (r.awareness[i] - 0.35)
        if is_invited(w, i):
            u += p.participation_invited
        if p.participation_noise > 0.0:
            u += p.participation_noise * normal(key, r.identity[i], 0)
        drive[i] = u
    return drive


@compiled
def step(w, week):
    """Let every resident decide, and count the hours given by community."""
    r, p, t, c = w.residents, w.parameters, w.ties, w.communities
    following = decide(
        r.active, r.threshold, drives(w, week), p.social_weight, int(p.threshold_kind), t.first, t.degree, t.neighbour
    )
    for k in range(c.key.size):
        total = 0.0
        for i in range(c.first[k], c.first[k + 1]):
            active = int(following[i]) * int(r.alive[i])
            r.active[i] = active
            r.volunteered[i] = 0.0
            if w.switches[MUTUAL_HELP] == 0:
                r.given[i] = 0.0
            r.recent[i] = ((int(r.recent[i]) << 1) | active) & 0xFFFFFF
            if active == 1:
                hours = p.participation_hours * max(0.0, r.hours[i] - r.given[i])
                r.volunteered[i] = hours
                r.given[i] += hours
                r.given_total[i] += hours
                total += hours
        c.volunteer_hours[k] = total
        w.tally.volunteer_hours[k] += total
