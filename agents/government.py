"""Government: one district government (level 0) and its street offices (level 1)."""

from __future__ import annotations

from ..core.rows.mesa_bridge import RowAgent
from ..core.text import Text
from .fields import key, number, share, whole

LEVELS = ("district", "street office")


class Government(RowAgent):
    """The district government or one of its street offices. Law, platform and template belong to the district."""

    identity = key("identity", label=Text("Identity", "身份键"))
    level = whole("level", 0, bounds=(0, 1), unit="0 district, 1 street office", label=Text("Level", "层级"))
    residents = whole(
        "residents", 0, bounds=(0, None), unit="residents", label=Text("Residents governed", "辖区居民数")
    )
    budget = number("budget", 0.0, bounds=(0.0, None), unit="yuan a week", label=Text("Budget", "预算"))
    spent = number("spent", 0.0, bounds=(0.0, None), unit="yuan", label=Text("Spent in all", "累计支出"))
    case_hours = number(
        "case_hours", 0.0, bounds=(0.0, None), unit="h a week", label=Text("Hours for cases", "办件工时")
    )
    law = share(
        "law",
        0.0,
        label=Text("Law in force", "法律覆盖"),
        meaning=Text("share of dispute kinds whose legal standard is settled", "已有明确法律标准的纠纷类别占比"),
    )
    interpretation = share("interpretation", 0.0, label=Text("Interpretation built up", "释法程度"))
    online = share("online", 0.0, label=Text("Online service built up", "网上办事程度"))
    data_sharing = share("data_sharing", 0.0, label=Text("Data sharing built up", "数据共享程度"))
    effort_true = share("effort_true", 0.6, label=Text("True effort", "实际努力"))
    effort_report = share("effort_report", 0.0, label=Text("Report effort", "报表努力"))
    effort_cases = share("effort_cases", 0.0, label=Text("Report effort on cases", "办件上的报表努力"))
    template_fit = number(
        "template_fit", 0.0, unit="fit", label=Text("Fit of the template as reported by pilots", "试点汇报的模板适配度")
    )
