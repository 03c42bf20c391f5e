"""Social workers: employed for a community; their hours are split into tasks by the levers."""

from __future__ import annotations

from ..core.rows.mesa_bridge import RowAgent
from .fields import key, number, share, whole


class SocialWorker(RowAgent):
    """A social worker; `hours` is what he or she has a week (a scaled community has part of one)."""

    identity = key("identity", "Identity", "身份键")
    community = whole("community", 0, 0, None, "row", "Community", "社区")
    expertise = share("expertise", 0.5, "Expertise", "专业能力")
    hours = number("hours", 40.0, 0.0, None, "h a week", "Hours", "工作时间")
    mediating = share("mediating", 0.0, "Mediating", "调解", "share of the hours", "时间占比")
    bridging = share(
        "bridging",
        0.0,
        "Bridging",
        "跨群联结",
        "share of the hours: brings groups together",
        "时间占比：促进不同群体交往",
    )
    bonding = share(
        "bonding", 0.0, "Bonding", "群内联结", "share of the hours: brings alike together", "时间占比：促进同群体交往"
    )
    educating = share("educating", 0.0, "Educating", "社区教育", "share of the hours", "时间占比")
    relaying = share(
        "relaying",
        0.0,
        "Relaying",
        "民意传递",
        "share of the hours: opinion up, answers back",
        "时间占比：上传诉求、反馈答复",
    )
    planning = share(
        "planning", 0.0, "Planning", "社区策划", "share of the hours: local trials", "时间占比：支持社区探索"
    )
    mediation_left = number("mediation_left", 0.0, 0.0, None, "h", "Mediation hours left", "剩余调解时间")
