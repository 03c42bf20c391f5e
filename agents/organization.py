"""Community organisations: founded by residents, incubated, or non-profits from outside."""

from __future__ import annotations

from ..core.rows.mesa_bridge import RowAgent
from ..core.text import Text
from .fields import key, number, share, whole

ORGANIZATION_KINDS = ("resident-founded", "incubated", "outside non-profit")


class Organization(RowAgent):
    """An organisation with a home community; its members are in the membership lists of the residents."""

    identity = key(
        "identity",
        label=Text("Identity", "身份键"),
        meaning=Text("from where and when it was founded", "由成立地点与时间决定"),
    )
    community = whole("community", 0, bounds=(0, None), unit="row", label=Text("Home community", "所在社区"))
    kind = whole(
        "kind",
        0,
        bounds=(0, 2),
        unit="0 resident-founded, 1 incubated, 2 outside non-profit",
        label=Text("Kind", "类型"),
    )
    focus = whole(
        "focus",
        0,
        bounds=(0, 5),
        unit="resource",
        label=Text("Focus", "服务领域"),
        meaning=Text("the resource it lends", "提供的资源类别"),
    )
    founded = whole("founded", 0, unit="week", label=Text("Founded", "成立周"))
    age = whole("age", 0, bounds=(0, None), unit="weeks", label=Text("Age", "年龄"))
    members = whole("members", 0, bounds=(0, None), unit="residents", label=Text("Members", "成员数"))
    officer_0 = whole(
        "officer_0", -1, bounds=(-1, None), unit="row of a resident", label=Text("First officer", "负责人一")
    )
    officer_1 = whole(
        "officer_1", -1, bounds=(-1, None), unit="row of a resident", label=Text("Second officer", "负责人二")
    )
    officer_2 = whole(
        "officer_2", -1, bounds=(-1, None), unit="row of a resident", label=Text("Third officer", "负责人三")
    )
    capability = share("capability", 0.5, label=Text("Capability", "组织能力"))
    legitimacy = share("legitimacy", 0.4, label=Text("Legitimacy", "社会组织认可度"))
    hours = number("hours", 0.0, bounds=(0.0, None), unit="h", label=Text("Volunteer hours this week", "本周志愿小时"))
    hours_left = number(
        "hours_left", 0.0, bounds=(0.0, None), unit="h", label=Text("Volunteer hours left", "剩余志愿小时")
    )
    activity = number(
        "activity",
        0.0,
        bounds=(0.0, None),
        unit="h",
        label=Text("Hours of true activity this quarter", "本季实际活动小时"),
    )
    funds = number("funds", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Funds", "资金"))
    grants = number("grants", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Grants received in all", "累计拨款"))
    dues = number("dues", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Dues received in all", "累计会费"))
    donations = number(
        "donations", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Donations received in all", "累计捐赠")
    )
    contracts = number(
        "contracts", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Contracts received in all", "累计购买服务收入")
    )
    spent = number("spent", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Spent in all", "累计支出"))
