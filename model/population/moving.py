"""Residents who come and go, and organisations that open and close, at the word of Python rather than of a mechanism."""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import combine, whole
from ..network.tie_lists import drop
from ..organizations.lifespan import key_of_organization, open_organization
from ..organizations.membership import leave, leave_all
from ..quantities.codes import ORGANIZATION_FOUNDED
from .attributes import draw_resident, home_key

FROM_PYTHON = (
    1_000_000  # added to the week in keys, which are then those of nobody who moves in by turnover or is founded
)


@compiled
def move_in(w, rows, week):
    """Give each of these homes a newcomer, without ties."""
    for i in rows:
        w.residents.identity[i] = combine(home_key(w, i), FROM_PYTHON + week)
        draw_resident(w, i, week)


@compiled
def move_out(w, i):
    """End the ties and memberships of the resident in row i."""
    t = w.ties
    while t.degree[i] > 0:
        drop(t, i, whole(t.neighbour[whole(t.first[i])]))
    leave_all(w, i)
    w.residents.active[i] = 0


@compiled
def open_from_python(w, community, week):
    """Open an organisation without members; return its row."""
    identity = key_of_organization(w, community, FROM_PYTHON + week, w.counters.organizations[0])
    return open_organization(w, community, ORGANIZATION_FOUNDED, 0, identity, week)


@compiled
def strike_members(w, k):
    """Strike organisation k from all membership lists."""
    for i in range(w.residents.alive.size):
        for slot in range(w.member_of.shape[1] - 1, -1, -1):
            if w.member_of[i, slot] == k:
                leave(w, i, slot)
