"""Two residents meet: what may come of it."""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import pair, uniform
from ..quantities.codes import TIE_ACQUAINTANCE, TIE_ACTIVITY, TIE_BUILDING
from .generator import add, strengthen


@compiled
def tie_kind(w, i, j):
    """Return the kind of a new tie between two who met: in the building or acquaintance; of an activity where such ties may be lost faster."""
    r = w.residents
    if w.parameters.meeting_tie_loss > 0.0:
        return TIE_ACTIVITY
    return TIE_BUILDING if r.building[i] == r.building[j] else TIE_ACQUAINTANCE


@compiled
def encounter(w, i, j, within, across, key, week):
    """Let two residents meet: a tie there is gets used, else one is made with probability `within` or `across` groups."""
    r, t, p = w.residents, w.ties, w.parameters
    if i == j or r.alive[i] == 0 or r.alive[j] == 0:
        return
    if strengthen(t, i, j, p.meeting_strengthens, week):
        return
    chance = within if r.origin[i] == r.origin[j] else across
    if uniform(key, pair(r.identity[i], r.identity[j]), 0) < chance and add(
        t, i, j, tie_kind(w, i, j), p.meeting_strength, week
    ):
        w.tally.ties_formed[r.community[i]] += 1.0
