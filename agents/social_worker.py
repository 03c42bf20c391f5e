"""Social workers: employed for a community; their hours are split into tasks by the levers."""

from __future__ import annotations

from ..core.rows.mesa_bridge import RowAgent
from ..core.text import Text
from .fields import key, number, share, whole


class SocialWorker(RowAgent):
    """A social worker; `hours` is what he or she has a week (a scaled community has part of one)."""

    identity = key("identity", label=Text("Identity", "身份键"))
    community = whole("community", 0, bounds=(0, None), unit="row", label=Text("Community", "社区"))
    expertise = share("expertise", 0.5, label=Text("Expertise", "专业能力"))
    hours = number("hours", 40.0, bounds=(0.0, None), unit="h a week", label=Text("Hours", "工作时间"))
    mediating = share("mediating", 0.0, label=Text("Mediating", "调解"), meaning=Text("share of the hours", "时间占比"))
    bridging = share(
        "bridging",
        0.0,
        label=Text("Bridging", "跨群联结"),
        meaning=Text("share of the hours: brings groups together", "时间占比：促进不同群体交往"),
    )
    bonding = share(
        "bonding",
        0.0,
        label=Text("Bonding", "群内联结"),
        meaning=Text("share of the hours: brings alike together", "时间占比：促进同群体交往"),
    )
    educating = share(
        "educating", 0.0, label=Text("Educating", "社区教育"), meaning=Text("share of the hours", "时间占比")
    )
    relaying = share(
        "relaying",
        0.0,
        label=Text("Relaying", "民意传递"),
        meaning=Text("share of the hours: opinion up, answers back", "时间占比：上传诉求、反馈答复"),
    )
    planning = share(
        "planning",
        0.0,
        label=Text("Planning", "社区策划"),
        meaning=Text("share of the hours: local trials", "时间占比：支持社区探索"),
    )
    mediation_left = number(
        "mediation_left", 0.0, bounds=(0.0, None), unit="h", label=Text("Mediation hours left", "剩余调解时间")
    )
