"""Government: one district government (level 0) and its street offices (level 1)."""

from __future__ import annotations

from ..core.rows.mesa_bridge import RowAgent
from .fields import key, number, share, whole

LEVELS = ("district", "street office")


class Government(RowAgent):
    """The district government or one of its street offices. Law, platform and template belong to the district."""

    identity = key("identity", "Identity", "身份键")
    level = whole("level", 0, 0, 1, "0 district, 1 street office", "Level", "层级")
    residents = whole("residents", 0, 0, None, "residents", "Residents governed", "辖区居民数")
    budget = number("budget", 0.0, 0.0, None, "yuan a week", "Budget", "预算")
    spent = number("spent", 0.0, 0.0, None, "yuan", "Spent in all", "累计支出")
    case_hours = number("case_hours", 0.0, 0.0, None, "h a week", "Hours for cases", "办件工时")
    law = share(
        "law",
        0.0,
        "Law in force",
        "法律覆盖",
        "share of dispute kinds whose legal standard is settled",
        "已有明确法律标准的纠纷类别占比",
    )
    interpretation = share("interpretation", 0.0, "Interpretation built up", "释法程度")
    online = share("online", 0.0, "Online service built up", "网上办事程度")
    data_sharing = share("data_sharing", 0.0, "Data sharing built up", "数据共享程度")
    effort_true = share("effort_true", 0.6, "True effort", "实际努力")
    effort_report = share("effort_report", 0.0, "Report effort", "报表努力")
    template_fit = number(
        "template_fit", 0.0, None, None, "fit", "Fit of the template as reported by pilots", "试点汇报的模板适配度"
    )
