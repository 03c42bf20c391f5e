"""Channels: who reports a problem to an office, through which channel, at what cost, and who stays silent.

When a problem arises each resident affected chooses once, by a logit over hours (C20, H5; model/cases/ways.py):

    weight = reach x exp(voice - cost_weight x hours); silence: reach 1, voice 0, hours silence_hours
    voice  = voice_base + voice_awareness (awareness - 0.35) + voice_trust (trust in who listens - 0.6) + readiness of the way
    window        reach 1; hours = trips x trip_hours x (1 - trip_saving x data sharing) + wait
    online        reach = level built up; hours = online_hours + trips as above x (1 - level) + unskilled_hours (1 - skill) (1 - assistance) + wait
    social worker reach 1 - exp(-h relaying per 1,000 residents / worker_reach); hours = worker_talk + wait
    organisation  reach 1 for members, `organization_reach` where one is alive in the community, else 0; hours = organization_talk + wait
    telephone     reach `phone_reach`, 0 where there is none; hours = phone_hours + wait
    wait = waiting_hours x weeks that cases lately took in the community

Trust is that in organisations for an organisation, for the hotline that in the government which `hotline_reads` names, else
that in local government. Hours are counted for each resident affected,
silence included, whether or not another was first. The first to speak (by a keyed draw, not by row) decides the channel
of the problem; all who spoke are its tellers, each a call (model/cases/callback.py). Calls to the hotline are those online
and by telephone. The readiness of a way (`online_readiness`, `window_readiness`, `worker_readiness`) is its constant in the logit.
The telephone stands last in the running sum of weights, so that without it every draw is what it was.

What nobody reports is latent. Grid staff find visible problems by walking, with probability 1 - exp(-walk_finds x
hours of walking per 1,000 residents) a week; social workers who relay find any, with 1 - exp(-relay_finds x hours
per 1,000 residents), later than it arose by the delay that is counted. A latent problem whose patience ends is given
up: no record knows of it. This also sets `feedback`, what relay brings back to the community.

Source: form assumed; multinomial logit after McFadden (1974). Limit: cost_weight 0, equal reach and voice 0 give
equal shares. Off: nobody reports anything, and no one walks or relays.

Examples
--------
Without weight on hours, all ways within reach and readiness 0, each is as likely as any other:

>>> import numpy as np
>>> cumulative = np.empty(WAYS)
>>> weigh(0.0, np.zeros(WAYS), np.ones(WAYS), np.zeros(WAYS), cumulative)
>>> cumulative.tolist()
[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import choice, combine, stream, uniform
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..cases import ways
from ..cases.callback import enter_calls
from ..cases.lifecycle import END_ABANDONED, end_case
from ..cases.ways import PHONE, WAYS, channel_of, hours_of, voices_of, weigh
from ..process import WEEKLY, Process
from ..quantities.codes import (  # fmt: skip
    CASE_LATENT,
    CHANNEL_FOUND,
    CHANNEL_NONE,
    CHANNEL_ONLINE,
    CHANNEL_ORGANIZATION,
    CHANNEL_RELAY,
    CHANNEL_WORKER,
)
from ..quantities.streams import CHANNELS
from .problems import moment
from .trust import trust_of_hotline

PARAMETERS = (
    *ways.PARAMETERS,
    constant(
        "walk_finds",
        0.018,
        bounds=(0, 10),
        plausible=(0.005, 0.05),
        unit="per h per 1,000 residents",
        label=Text("Found by walking", "巡查发现率"),
        source=Text(
            "not measured: 30 % a week with one worker to 1,000", "未见实测：每 1,000 名居民配一名网格员时，每周 30 %"
        ),
    ),
    constant(
        "walk_share",
        0.5,
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        unit="share of hours",
        label=Text("Hours of walking", "网格员巡查时间占比"),
        source=Text("design assumption: half of the hours are for cases", "设计假定：一半工时用于办件"),
    ),
    constant(
        "relay_finds",
        0.04,
        bounds=(0, 10),
        plausible=(0.01, 0.1),
        unit="per h per 1,000 residents",
        label=Text("Found by relaying", "社工传递发现率"),
        source="not measured",
    ),
)

CHOICE, FINDING = CHANNELS + 0, CHANNELS + 1
SKILLED = 0.5


@compiled
def _survey(w):
    """Return, by community, the hours of relaying per 1,000 residents (also set as `feedback`) and whether an
    organisation is alive.
    """
    places = w.communities
    relay, present = np.zeros(places.key.size), np.zeros(places.key.size)
    workers, organizations = w.workers, w.organizations
    for k in range(workers.hours.size):
        if int(workers.alive[k]) == 1:
            relay[int(workers.community[k])] += workers.hours[k] * workers.relaying[k]
    for k in range(organizations.alive.size):
        if int(organizations.alive[k]) == 1:
            present[int(organizations.community[k])] = 1.0
    for c in range(relay.size):
        relay[c] = relay[c] * 1000.0 / float(max(int(places.first[c + 1]) - int(places.first[c]), 1))
        places.feedback[c] = relay[c]
    return relay, present


@compiled
def _is_member(w, i, c):
    """Say whether a resident belongs to an organisation that is alive in the community."""
    for slot in range(w.member_of.shape[1]):
        k = int(w.member_of[i, slot])
        if k >= 0 and int(w.organizations.alive[k]) == 1 and int(w.organizations.community[k]) == c:
            return True
    return False


@compiled
def _count_cost(w, c, i, way, cost):
    """Count one resident affected, and what the way he or she took costs; of those who report it, also how."""
    tally = w.tally
    tally.affected[c] += 1.0
    tally.transaction_cost[c] += cost
    if way == CHANNEL_NONE:
        tally.silent[c] += 1.0
    else:
        tally.compliance[c] += cost
        tally.told_phone[c] += 1.0 if way == PHONE else 0.0
        tally.told_online[c] += 1.0 if way == CHANNEL_ONLINE else 0.0
    if w.residents.skill[i] >= SKILLED:
        tally.affected_skilled[c] += 1.0
        tally.cost_skilled[c] += cost
    else:
        tally.affected_unskilled[c] += 1.0
        tally.cost_unskilled[c] += cost


@compiled
def _ask_affected(w, case, key, reach, member_reach, hours, voices, cumulative):
    """Let those affected by a new problem choose; return the channel of the one who is first, CHANNEL_NONE if all are
    silent, and how many report it, in all and to the hotline.
    """
    p, r, cases = w.parameters, w.residents, w.cases
    c = int(cases.community[case])
    online, data_sharing = w.governments.online[0], w.governments.data_sharing[0]
    soonest, channel, tellers, by_hotline = 2.0, CHANNEL_NONE, 0, 0
    first = int(cases.first_affected[case])
    for i in range(first, first + int(cases.affected[case])):
        voice = p.voice_base + p.voice_awareness * (r.awareness[i] - 0.35)
        hours_of(p, r.skill[i], w.levers.digital_assistance, online, data_sharing, w.queues.waiting[c], hours)
        reach[CHANNEL_ORGANIZATION] = 1.0 if _is_member(w, i, c) else member_reach
        offices = p.voice_trust * (r.trust_government[i] - 0.6)
        hotline = p.voice_trust * (trust_of_hotline(w, i) - 0.6)
        voices_of(p, voice, offices, hotline, p.voice_trust * (r.trust_organizations[i] - 0.6), voices)
        weigh(p.cost_weight, voices, reach, hours, cumulative)
        who = combine(r.identity[i], cases.key[case])
        way = choice(key, who, 0, cumulative)
        _count_cost(w, c, i, way, hours[way])
        if way != CHANNEL_NONE:
            tellers += 1
            by_hotline += 1 if way in (PHONE, CHANNEL_ONLINE) else 0
            when = uniform(key, who, 1)
            if when < soonest:
                soonest, channel = when, channel_of(way)
    return channel, tellers, by_hotline


@compiled
def _find(w, week, case, walk, relay, key):
    """Let walking staff or social workers come upon a latent problem; say whether and note it."""
    cases, case_key = w.cases, w.cases.key[case]
    seen = int(cases.visible[case]) == 1 and uniform(key, case_key, 0) < 1.0 - exp(-w.parameters.walk_finds * walk)
    heard = uniform(key, case_key, 1) < 1.0 - exp(-w.parameters.relay_finds * relay)
    if not (seen or heard):
        return False
    c, time = int(cases.community[case]), float(week) + uniform(key, case_key, 2)
    arose = float(cases.arose[case]) + moment(w.seed, case_key, int(cases.arose[case]))
    if time > cases.deadline[case] or time < arose:
        return False
    cases.channel[case] = CHANNEL_FOUND if seen else CHANNEL_RELAY
    cases.entered[case] = time
    if not seen:
        w.tally.relay_delay[c] += time - arose
        w.tally.relayed[c] += 1.0
    return True


@compiled
def step(w, week):
    """Let new problems be reported, latent ones be found, and those that outlast all patience be given up."""
    p, cases, levers = w.parameters, w.cases, w.levers
    relay, present = _survey(w)
    chosen, found = stream(w.seed, CHOICE, week), stream(w.seed, FINDING, week)
    walk = levers.grid_staff / levers.grid_size * 1000.0 * p.working_hours * p.walk_share
    reach, hours, voices, cumulative = np.ones(WAYS), np.zeros(WAYS), np.zeros(WAYS), np.zeros(WAYS)
    reach[CHANNEL_ONLINE] = w.governments.online[0]
    reach[PHONE] = p.phone_reach
    for case in range(int(w.counters.cases[0])):
        if (
            int(cases.alive[case]) == 0
            or int(cases.state[case]) != CASE_LATENT
            or cases.entered[case] == cases.entered[case]
        ):
            continue
        c = int(cases.community[case])
        if int(cases.arose[case]) == week:
            reach[CHANNEL_WORKER] = 1.0 - exp(-relay[c] / p.worker_reach)
            channel, tellers, by_hotline = _ask_affected(
                w, case, chosen, reach, p.organization_reach * present[c], hours, voices, cumulative
            )
            if channel != CHANNEL_NONE:
                cases.channel[case] = channel
                enter_calls(w, case, tellers, by_hotline)
                cases.entered[case] = float(week) + moment(w.seed, cases.key[case], week)
                w.tally.reported[c] += 1.0
                continue
        if not _find(w, week, case, walk, relay[c], found) and cases.deadline[case] < float(week + 1):
            end_case(w, week, case, END_ABANDONED, cases.deadline[case])


PROCESS = Process(
    "channels",
    step,
    every=WEEKLY,
    label=Text("Channels", "诉求渠道"),
    about=Text(
        "Each resident affected by a problem chooses between silence and the ways of reporting it to an office, by a logit over hours; grid staff on their rounds and social workers who relay find what nobody reports.",
        "受问题影响的每位居民按时间成本的 logit 模型在沉默、窗口、网上、社工、社会组织、电话之间选择；信任与自治意识提高发声倾向，数字技能低者网上办理更费时。无人反映的问题可能被巡查的网格员看到，或由社工在走访中得知；耐心耗尽即被放弃。",
    ),
)
