"""Errands: residents need something of an office, and do it at the window, online, or not at all.

An errand is a document, permit or benefit that a resident wants; it is nobody's problem and no case. Each resident has one in a
week with probability 1 - exp(-errand_rate / 52). It is worth B hours, lognormal with median `errand_benefit` and `errand_spread` the sd of
its logarithm, and is done by a logit (C20, H5):

    weight = reach x exp(cost_weight x (B - hours)); not at all: reach 1, hours and worth 0
    window   reach 1 - window_closure x online; hours = trips x trip_hours x (1 - trip_saving x data sharing)
    online   reach online; hours = online_hours + hours at the window x (1 - online) + unskilled_hours (1 - skill) (1 - assistance)

The hours are those of mechanisms/channels.py, without a wait; online is the level of online service that the government has built up. What
an errand is worth to a resident before he or she chooses is its surplus, ln(sum of weights) / cost_weight, in hours. It falls for those
without skill where windows close as service goes online, while the hours of those who still do their errands may fall as well: so surplus
is reported with hours and with the share that is left undone, by skill.

Nothing reads errands but the indicators. Source: form and numbers assumed; surplus after Small & Rosen (1981, *Econometrica* 49, 105-130).
Limit: `window_closure` 0 and no online service is a logit of two, its surplus ln(1 + exp(cost_weight (B - hours))) / cost_weight;
anywhere an hour more of a way costs its share of surplus. With cost_weight 0 hours have no worth, and no surplus is counted. Off: `errand_rate` 0.

Examples
--------
Worth 2 hours, 2 hours at the window, nothing online: as likely done as not, and worth ln 2:

>>> not_done, window, online, surplus = shares(1.0, 2.0, 2.0, 0.3, 1.0, 0.0)
>>> not_done, window, online, round(surplus, 4)
(0.5, 0.5, 0.0, 0.6931)
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream, uniform
from ...core.numeric import exp, log
from ...core.quantity import constant
from ...core.text import Text
from ..cases.ways import hours_of_errand, hours_online
from ..process import WEEKLY, Process
from ..quantities.codes import WEEKS_A_YEAR
from ..quantities.streams import ERRANDS

PARAMETERS = (
    constant(
        "errand_rate",
        3.0,
        bounds=(0, 100),
        plausible=(0, 6),
        unit="a resident a year",
        label=Text("Errands", "办事次数"),
        source=Text("not measured; 0: none are counted", "未实测；0：不计办事"),
    ),
    constant(
        "errand_benefit",
        4.0,
        bounds=(0.01, 1000),
        plausible=(2, 8),
        unit="h",
        label=Text("Median worth of an errand", "办成一件事的价值中位数"),
        source="not measured",
    ),
    constant(
        "errand_spread",
        0.8,
        bounds=(0, 5),
        plausible=(0.4, 1.2),
        unit="sd of the logarithm",
        label=Text("Spread of what errands are worth", "办事价值离散度"),
        source="not measured",
    ),
    constant(
        "window_closure",
        0.5,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="share of windows",
        label=Text("Windows closed as service goes online", "网上办事后关闭的窗口占比"),
        source="not measured",
    ),
)

ARISES, WORTH, CHOICE = range(3)
SKILLED = 0.5


@compiled
def shares(cost_weight, worth, window_hours, online_hours, window_reach, online_reach):
    """Return how likely an errand is left undone, done at the window and done online, and its surplus (h).

    Parameters
    ----------
    cost_weight : of an hour, 1 / h.
    worth, window_hours, online_hours : of the errand, h.
    window_reach, online_reach : shares.
    """
    at_window, online = cost_weight * (worth - window_hours), cost_weight * (worth - online_hours)
    most = max(0.0, at_window, online)  # taken out of all weights, which could be too large for a number
    none = exp(-most)
    at_window, online = window_reach * exp(at_window - most), online_reach * exp(online - most)
    total = none + at_window + online
    surplus = max(0.0, most + log(total)) / cost_weight if cost_weight > 0.0 else 0.0
    return none / total, at_window / total, online / total, surplus


@compiled
def step_places(w, week, low, high):
    """Let the residents of communities low ... high - 1 do the errands of the week."""
    p, r, tally, first = w.parameters, w.residents, w.tally, w.communities.first
    chance = 1.0 - exp(-p.errand_rate / WEEKS_A_YEAR)
    if chance <= 0.0:
        return
    online, assistance = w.governments.online[0], w.levers.digital_assistance
    window_hours = hours_of_errand(p, w.governments.data_sharing[0])
    window_reach = 1.0 - p.window_closure * online
    key, middle = stream(w.seed, ERRANDS, week), log(p.errand_benefit)
    for c in range(low, high):
        begin, end = first[c], first[c + 1]
        identity, skill, alive = r.identity[begin:end], r.skill[begin:end], r.alive[begin:end]
        for i in range(identity.size):
            if not uniform(key, identity[i], ARISES) < chance or alive[i] == 0:
                continue
            worth = exp(middle + p.errand_spread * normal(key, identity[i], WORTH))
            hours = hours_online(p, window_hours, online, float(skill[i]), assistance)
            undone, window, _, surplus = shares(p.cost_weight, worth, window_hours, hours, window_reach, online)
            drawn = uniform(key, identity[i], CHOICE)
            tally.errands[c] += 1.0
            tally.errand_surplus[c] += surplus
            if skill[i] < SKILLED:
                tally.errands_unskilled[c] += 1.0
                tally.errand_surplus_unskilled[c] += surplus
            if drawn < undone:
                tally.errands_undone[c] += 1.0
                tally.errands_undone_unskilled[c] += 1.0 if skill[i] < SKILLED else 0.0
            else:
                tally.errand_hours[c] += window_hours if drawn < undone + window else hours


@compiled
def step(w, week):
    """Let every resident do the errands of the week."""
    step_places(w, week, 0, w.communities.key.size)


PROCESS = Process(
    "errands",
    step,
    every=WEEKLY,
    label=Text("Errands", "个人办事"),
    about=Text(
        "Residents who need something of an office do it at the window, online, or not at all, by a logit over hours; windows close as service goes online. Nothing reads it but the indicators.",
        "居民需要到政府部门办事时，按时间成本的 logit 模型在不办、到窗口办、网上办之间选择；网上办事程度越高，关闭的窗口越多，数字技能低者网上办事更费时。盈余为对数和除以时间权重（Small & Rosen 1981）。它只影响指标，不影响其他机制。",
    ),
    phases=(step_places,),
)
