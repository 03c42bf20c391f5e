"""Community organisations: founded by residents, incubated, or non-profits from outside."""

from __future__ import annotations

from ..core.rows.mesa_bridge import RowAgent
from .fields import key, number, share, whole

ORGANIZATION_KINDS = ("resident-founded", "incubated", "outside non-profit")


class Organization(RowAgent):
    """An organisation with a home community; its members are in the membership lists of the residents."""

    identity = key("identity", "Identity", "身份键", "from where and when it was founded", "由成立地点与时间决定")
    community = whole("community", 0, 0, None, "row", "Home community", "所在社区")
    kind = whole("kind", 0, 0, 2, "0 resident-founded, 1 incubated, 2 outside non-profit", "Kind", "类型")
    focus = whole("focus", 0, 0, 5, "resource", "Focus", "服务领域", "the resource it lends", "提供的资源类别")
    founded = whole("founded", 0, None, None, "week", "Founded", "成立周")
    age = whole("age", 0, 0, None, "weeks", "Age", "年龄")
    members = whole("members", 0, 0, None, "residents", "Members", "成员数")
    officer_0 = whole("officer_0", -1, -1, None, "row of a resident", "First officer", "负责人一")
    officer_1 = whole("officer_1", -1, -1, None, "row of a resident", "Second officer", "负责人二")
    officer_2 = whole("officer_2", -1, -1, None, "row of a resident", "Third officer", "负责人三")
    capability = share("capability", 0.5, "Capability", "组织能力")
    legitimacy = share("legitimacy", 0.4, "Legitimacy", "社会组织认可度")
    hours = number("hours", 0.0, 0.0, None, "h", "Volunteer hours this week", "本周志愿小时")
    hours_left = number("hours_left", 0.0, 0.0, None, "h", "Volunteer hours left", "剩余志愿小时")
    activity = number("activity", 0.0, 0.0, None, "h", "Hours of true activity this quarter", "本季实际活动小时")
    funds = number("funds", 0.0, 0.0, None, "yuan", "Funds", "资金")
    grants = number("grants", 0.0, 0.0, None, "yuan", "Grants received in all", "累计拨款")
    dues = number("dues", 0.0, 0.0, None, "yuan", "Dues received in all", "累计会费")
    donations = number("donations", 0.0, 0.0, None, "yuan", "Donations received in all", "累计捐赠")
    contracts = number("contracts", 0.0, 0.0, None, "yuan", "Contracts received in all", "累计购买服务收入")
    spent = number("spent", 0.0, 0.0, None, "yuan", "Spent in all", "累计支出")
