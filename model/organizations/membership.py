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
        "member_selection",
        2.0,
        bounds=(0, 100),
        plausible=(0.5, 3.3),
        unit="weight of the threshold against chance",
        label=Text("Selection of the first members", "初始成员的选择程度"),
        source=Text(
            "set so that participation does not climb for years while members and ties sort; 0: members are drawn at random",
            "取值使参与率不因成员与联系的缓慢分选而多年上升；0：初始成员随机产生",
        ),
    ),
    constant(
        "join_open",
        0.003,
        bounds=(0, 1),
        plausible=(0.001, 0.004),
        unit="a week at the target of organisations",
        label=Text("Joining without taking part", "未参与活动者加入组织的概率"),
        source=Text(
            "set so that a tenth to a seventh of residents are members; no value found",
            "取值使一成到七分之一的居民为成员；未找到实测值",
        ),
    ),
    constant(
        "membership_lapse",
        0.008,
        bounds=(0, 1),
        plausible=(0.004, 0.012),
        unit="a week",
        label=Text("Memberships that lapse", "成员资格到期未续的概率"),
        source=Text(
            "0.008 is a third a year, about the volunteers who do not return (Eisner et al. 2009; turnover of members: McPherson, Popielarz & Drobnic 1992); not measured here",
            "0.008 相当于每年三分之一，约为次年不再参加的志愿者比例（Eisner 等 2009；成员更替见 McPherson、Popielarz & Drobnic 1992）；本地未见实测",
        ),
    ),
    constant(
        "join_rate",
        0.007,
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
