"""Organisations by community, and their members: what several mechanisms need."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.text import Text

PARAMETERS = (
    constant(
        "initial_members",
        0.12,
        bounds=(0, 1),
        plausible=(0.05, 0.3),
        unit="share of residents",
        label=Text("Members at the start", "初始成员占比"),
        source="not measured",
    ),
    constant(
        "join_rate",
        0.05,
        bounds=(0, 1),
        unit="a week",
        label=Text("Joining by the active", "参与者加入组织的概率"),
        source="not measured",
    ),
    constant(
        "leave_rate",
        0.02,
        bounds=(0, 1),
        unit="a week",
        label=Text("Leaving by the inactive", "不活跃成员退出概率"),
        source="not measured",
    ),
)


@compiled
def by_community(w):
    """Return (first, rows): the living organisations of community c are rows[first[c]] ... rows[first[c + 1] - 1]."""
    o = w.organizations
    used = w.counters.organizations[0]
    places = w.communities.key.size
    first = np.zeros(places + 1, np.int64)
    for k in range(used):
        if o.alive[k] == 1:
            first[o.community[k] + 1] += 1
    for c in range(places):
        first[c + 1] += first[c]
    rows = np.empty(first[places], np.int64)
    nxt = first.copy()
    for k in range(used):
        if o.alive[k] == 1:
            c = o.community[k]
            rows[nxt[c]] = k
            nxt[c] += 1
    return first, rows


@compiled
def is_member(w, resident, organization):
    """Return whether the resident in this row belongs to the organisation in that row."""
    for slot in range(w.member_of.shape[1]):
        if w.member_of[resident, slot] == organization:
            return True
    return False


@compiled
def memberships(w, resident):
    """Return how many organisations the resident belongs to: they stand in the first slots."""
    count = 0
    while count < w.member_of.shape[1] and w.member_of[resident, count] >= 0:
        count += 1
    return count


@compiled
def join(w, resident, organization):
    """Enter a resident in the membership list; return False where he or she is a member already or has no room."""
    slot = memberships(w, resident)
    if slot == w.member_of.shape[1] or is_member(w, resident, organization):
        return False
    w.member_of[resident, slot] = organization
    w.organizations.members[organization] += 1
    return True


@compiled
def leave(w, resident, slot):
    """Strike the membership in one slot of a resident, who holds no office there any more; the last one moves there."""
    o, k = w.organizations, w.member_of[resident, slot]
    last = memberships(w, resident) - 1
    w.member_of[resident, slot] = w.member_of[resident, last]
    w.member_of[resident, last] = -1
    o.members[k] -= 1
    if o.officer_0[k] == resident:  # the others move up
        o.officer_0[k], o.officer_1[k], o.officer_2[k] = o.officer_1[k], o.officer_2[k], -1
    elif o.officer_1[k] == resident:
        o.officer_1[k], o.officer_2[k] = o.officer_2[k], -1
    elif o.officer_2[k] == resident:
        o.officer_2[k] = -1


@compiled
def leave_all(w, resident):
    """Strike all memberships of a resident."""
    for slot in range(memberships(w, resident) - 1, -1, -1):
        leave(w, resident, slot)
