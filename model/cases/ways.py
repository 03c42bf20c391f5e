"""Ways of reporting a problem: what each costs a resident in hours, and how it weighs in the choice (see mechanisms/channels.py)."""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.numeric import exp
from ...core.quantity import Status, constant
from ...core.text import Text
from ..quantities.codes import (  # fmt: skip
    CHANNEL_NONE,
    CHANNEL_ONLINE,
    CHANNEL_ORGANIZATION,
    CHANNEL_PHONE,
    CHANNEL_WINDOW,
    CHANNEL_WORKER,
)

PARAMETERS = (
    constant(
        "trips",
        2.0,
        bounds=(0, 100),
        plausible=(1, 4),
        unit="trips",
        label=Text("Trips to the window", "跑窗口次数"),
        source="not measured",
    ),
    constant(
        "trip_hours",
        1.0,
        bounds=(0, 100),
        plausible=(0.5, 2),
        unit="h",
        label=Text("Hours of a trip", "每趟耗时"),
        source="not measured",
    ),
    constant(
        "trip_saving",
        0.5,
        bounds=(0, 1),
        unit="share",
        label=Text("Trips saved by data sharing", "数据共享减少的跑腿"),
        source="design assumption",
    ),
    constant(
        "online_hours",
        0.3,
        bounds=(0, 100),
        plausible=(0.1, 1),
        unit="h",
        label=Text("Hours of a request online", "网上办理耗时"),
        source="not measured",
    ),
    constant(
        "unskilled_hours",
        2.0,
        bounds=(0, 100),
        plausible=(0.5, 4),
        unit="h",
        label=Text("Hours lost online without skill", "缺乏数字技能的额外耗时"),
        source="not measured",
    ),
    constant(
        "worker_talk",
        0.5,
        bounds=(0, 100),
        plausible=(0.2, 1),
        unit="h",
        label=Text("Hours of telling a social worker", "向社工反映耗时"),
        source="not measured",
    ),
    constant(
        "organization_talk",
        0.5,
        bounds=(0, 100),
        plausible=(0.2, 1),
        unit="h",
        label=Text("Hours of telling an organisation", "向社会组织反映耗时"),
        source="not measured",
    ),
    constant(
        "waiting_hours",
        0.1,
        bounds=(0, 10),
        plausible=(0, 0.3),
        unit="h a week",
        label=Text("Trouble of waiting", "等待的额外负担"),
        source="not measured",
    ),
    constant(
        "silence_hours",
        1.0,
        bounds=(0, 100),
        plausible=(0.3, 3),
        unit="h",
        label=Text("Trouble of silence", "沉默承受的负担"),
        source=Text("not measured: living with a problem that was not reported", "未见实测：带着未反映的问题生活"),
    ),
    constant(
        "cost_weight",
        1.0,
        bounds=(0, 20),
        plausible=(0.3, 2),
        unit="1 / h",
        label=Text("Weight of hours", "时间成本权重"),
        source="not measured",
    ),
    constant(
        "voice_base",
        -2.85,
        bounds=(-20, 20),
        plausible=(-4, -1),
        unit="utility",
        label=Text("Readiness to speak", "发声倾向"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that some seven in ten problems are reported when they arise: 0.66 at 8 x 400, 0.73 at 8 x 4,200 (fifth year at defaults)",
            "取值使约七成问题在发生时即被反映：8 × 400 时为 0.66，8 × 4,200 时为 0.73（默认条件下第五年）",
        ),
    ),
    constant(
        "voice_awareness",
        2.0,
        bounds=(-20, 20),
        plausible=(0, 4),
        unit="utility",
        label=Text("Effect of awareness", "自治意识对发声的作用"),
        source="not measured",
    ),
    constant(
        "voice_trust",
        1.0,
        bounds=(-20, 20),
        plausible=(0, 3),
        unit="utility",
        label=Text("Effect of trust", "信任对发声的作用"),
        source="not measured",
    ),
    constant(
        "phone_reach",
        1.0,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="share",
        label=Text("Reach of the telephone", "电话可及性"),
        source=Text("the hotline is open to all; 0: no hotline", "热线对所有人开放；0：没有热线"),
    ),
    constant(
        "phone_hours",
        0.15,
        bounds=(0, 100),
        plausible=(0.1, 0.5),
        unit="h",
        label=Text("Hours of a call", "电话反映耗时"),
        source=Text("6 minutes to a ticket, Beijing 2024, and some more", "北京 2024 年每件工单约 6 分钟，另加少许"),
    ),
    constant(
        "online_readiness",
        -1.2,
        bounds=(-20, 20),
        plausible=(-3, 0),
        unit="utility",
        label=Text("Readiness to go online", "选择网上反映的倾向"),
        source=Text(
            "set so that nine in ten contacts of the hotline are by telephone (Beijing 2020: 0.907; Yichun 2023: 0.907)",
            "取值使热线诉求约九成来自电话（北京 2020 年 0.907；宜春 2023 年 0.907）",
        ),
    ),
    constant(
        "window_readiness",
        -1.0,
        bounds=(-20, 20),
        plausible=(-3, 0),
        unit="utility",
        label=Text("Readiness to go to the window", "选择窗口反映的倾向"),
        source=Text("not measured; 0: as ready as for any other way", "未实测；0：与其他渠道相同"),
    ),
    constant(
        "worker_readiness",
        -1.0,
        bounds=(-20, 20),
        plausible=(-3, 0),
        unit="utility",
        label=Text("Readiness to go to a social worker", "选择社工反映的倾向"),
        source=Text("not measured; 0: as ready as for any other way", "未实测；0：与其他渠道相同"),
    ),
    constant(
        "worker_reach",
        5.0,
        bounds=(0.01, 1000),
        unit="h per 1,000 residents a week",
        label=Text("Hours at which social workers are within reach", "社工可及性尺度"),
        source="not measured",
    ),
    constant(
        "organization_reach",
        0.3,
        bounds=(0, 1),
        unit="share",
        label=Text("Reach of organisations beyond members", "组织对非成员的可及性"),
        source="not measured",
    ),
)

PHONE = 5
WAYS = 6  # silence, window, online, worker, organisation: as CHANNEL_NONE ... CHANNEL_ORGANIZATION; then the telephone


@compiled
def channel_of(way):
    """Return the channel of a way: the same number, but for the telephone, which came after found and relayed cases."""
    return CHANNEL_PHONE if way == PHONE else way


@compiled
def hours_of_errand(p, data_sharing):
    """Return the hours of the trips that a matter takes at the window."""
    return p.trips * p.trip_hours * (1.0 - p.trip_saving * data_sharing)


@compiled
def hours_online(p, errand, online, skill, assistance):
    """Return the hours that a matter takes online: the form, trips that are left, and what lack of skill costs.

    Parameters
    ----------
    p : constants.
    errand : hours at the window, `hours_of_errand`.
    online, skill, assistance : level of online service, the resident's digital skill, digital assistance; shares.
    """
    return p.online_hours + errand * (1.0 - online) + p.unskilled_hours * (1.0 - skill) * (1.0 - assistance)


@compiled
def hours_of(p, skill, assistance, online, data_sharing, waited, hours):
    """Fill in the hours that each way costs a resident, silence first."""
    errand = hours_of_errand(p, data_sharing)
    wait = p.waiting_hours * waited
    hours[CHANNEL_NONE] = p.silence_hours
    hours[CHANNEL_WINDOW] = errand + wait
    hours[CHANNEL_ONLINE] = hours_online(p, errand, online, skill, assistance) + wait
    hours[CHANNEL_WORKER] = p.worker_talk + wait
    hours[CHANNEL_ORGANIZATION] = p.organization_talk + wait
    hours[PHONE] = p.phone_hours + wait


@compiled
def voices_of(p, voice, offices, hotline, organizations, voices):
    """Fill in the readiness to take each way.

    Parameters
    ----------
    p : constants.
    voice : readiness to speak without trust.
    offices, hotline, organizations : what trust adds at the window and with workers, online and on the telephone, with organisations.
    voices : float64 array (WAYS), written to; silence has none.
    """
    voices[CHANNEL_NONE] = 0.0
    voices[CHANNEL_WINDOW] = voice + offices + p.window_readiness
    voices[CHANNEL_ONLINE] = voice + hotline + p.online_readiness
    voices[CHANNEL_WORKER] = voice + offices + p.worker_readiness
    voices[CHANNEL_ORGANIZATION] = voice + organizations
    voices[PHONE] = voice + hotline


@compiled
def weigh(cost_weight, voices, reach, hours, cumulative):
    """Fill in the running sums of the logit's weights, silence first; voices, reach and hours are by way."""
    cumulative[0] = exp(-cost_weight * hours[0])
    for k in range(1, WAYS):
        cumulative[k] = cumulative[k - 1] + reach[k] * exp(voices[k] - cost_weight * hours[k])
