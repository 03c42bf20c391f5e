"""Words that no declaration holds: units and choices in Chinese, and what reports call their own parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.text import Text
from ...model.extensions import extension

UNITS: Mapping[str, str] = {
    # indicators
    "share": "占比（0-1）", "weeks": "周", "Gini": "基尼系数", "index": "指数", "fit": "适配度", "ties": "个联系", "yuan": "元",
    "per 1,000 residents a year": "每千居民每年", "ties a resident": "人均联系数", "h a resident a year": "小时/居民/年",
    "per 10,000 residents": "每万居民", "per 10,000 residents a year": "每万居民每年", "units of 5 h": "以 5 小时为单位",
    "hours per affected resident": "小时/受影响居民", "per community per year": "每社区每年", "yuan a resident a year": "元/居民/年",
    # levers
    "level": "水平（0-1）", "share of hours": "工时占比", "share of elements": "要素占比", "choice": "选项", "residents": "居民",
    "share of dispute kinds": "纠纷类别占比", "grants a year per 4,200 residents": "份/年/4200 居民",
    "workers per grid": "人/网格", "weight": "权重", "cos(theta)": "cos(θ)", "candidates a quarter": "候选数/季度",
    "communities per 8": "每 8 个社区中的社区数",
    # environment
    "adults": "成年人", "communities": "个社区", "a year": "每年", "a week": "每周", "a quarter": "每季度",
    "per 10,000 residents a week": "每万居民每周", "utility": "效用", "utility a unit": "效用/单位", "grids a community": "网格/社区",
    "groups": "群体", "Coleman index": "Coleman 指数", "ties in the building": "楼内联系数", "k of the negative binomial": "负二项分布 k",
    "ties outside the building": "楼外联系数", "share of acquaintances": "熟人占比", "K": "K", "N": "N", "share of tables": "条件表占比",
    "tables redrawn a year": "每年更新的条件表占比", "share of public problems": "公共问题占比", "a community": "每社区", "sd of merit": "是非程度标准差",
    # constants
    "h": "小时", "h a week": "小时/周", "h a case": "小时/件", "h a resident": "小时/居民", "yuan a resident a year at 1": "元/居民/年（水平为 1 时）",
    "probability": "概率", "chance": "概率", "sd of the logit": "logit 标准差", "logit": "logit", "share a quarter": "每季度占比", "ratio": "比值",
    "share of adults": "成年人占比", "median stakes": "中位争议额的倍数", "per h per 1,000 residents": "每小时每千居民",
    "share of volunteer hours": "志愿工时占比", "a week at level 1": "每周（水平为 1 时）", "yuan a year per FTE": "元/年/全职当量",
    "Dirichlet concentration of a group": "Dirichlet 集中度", "trials": "次试行", "trials a quarter": "次试行/季度",
    "fit per unit of report effort": "适配度/单位填报努力", "per unit of report effort": "每单位填报努力", "1 / fit": "1/适配度",
    "share of work": "工作量占比", "share of posts": "岗位占比", "sd of the logarithm": "对数标准差", "trips": "次跑腿", "1 / h": "1/小时",
    "h per 1,000 residents a week": "小时/千居民/周", "a week at full report effort": "每周（填报努力最大时）", "correlation": "相关系数",
    "share of spare hours": "空闲时间占比", "share of residents": "居民占比", "a year x target": "每年 × 目标数",
    "h a resident a week": "小时/居民/周", "years": "年", "yuan a year at full size": "元/年（完整规模）",
    "share of the pool at full legal status": "资金池占比（法律地位最高时）", "yuan a member a week": "元/成员/周",
    "yuan a resident a year at full trust and allowance": "元/居民/年（信任与许可最高时）",
    "h a member a quarter at full report effort": "小时/成员/季度（填报努力最大时）", "a resident a week": "每居民每周",
    "a quarter for strength 0": "每季度（强度为 0 时）", "a week per hour of education a resident": "每周（每居民每小时教育）",
    "a week of success": "每成功周", "a week of failure": "每失败周", "share of community staff hours": "社区工作者工时占比",
    "FTE per 10,000 residents": "全职当量/万居民", "yuan a year per worker": "元/年/人", "yuan a year per grant": "元/年/份",
    "yuan a year per pilot of 4,200 residents": "元/年/试点（4200 居民）", "FTE": "全职当量", "grants": "份", "level x residents": "水平 × 居民数",
}  # fmt: skip

CHOICES: Mapping[str, Text] = {
    "representative": Text("representative", "有代表性的社区"),
    "favourable": Text("favourable", "条件较好的社区"),
    "none": Text("none", "不复制"),
    "mechanical": Text("mechanical", "机械照搬"),
    "adapted": Text("adapted", "复制后调整"),
    "fraction": Text("share of ties", "占比"),
    "count": Text("number of ties", "数量"),
}

# Lines of the budget that belong together, in the order of a plan.
MONEY = (
    ("core", Text("Community staff, protected core", "社区工作者（基本配置）"), ("core_staff",)),
    ("staff", Text("Community staff beyond the core", "社区工作者（增配）"), ("staff",)),
    ("grid", Text("Grid workers", "网格员"), ("grid_staff",)),
    ("social", Text("Social workers", "社工"), ("social_workers",)),
    ("organizations", Text("Grants to organisations", "社会组织资助"), ("organization_grants",)),
    ("digital", Text("Digital service and data", "数字服务与数据共享"), ("online_service", "digital_assistance", "data_sharing")),
    ("law", Text("Law and its interpretation", "立法与释法"), ("legislation", "interpretation")),
    ("civic", Text("Education, openness, volunteers", "公民教育、公开与志愿支持"), ("civic_education", "transparency", "volunteer_support")),
    ("pilots", Text("Pilots", "试点"), ("pilots",)),
)  # fmt: skip

DRAWN = {
    "grid": Text("grid", "网格"),
    "building": Text("building", "楼栋"),
    "household": Text("household", "家庭"),
    "tenure": Text("owner or renter", "住房权属"),
    "origin": Text("home region", "来源地"),
    "occupation": Text("occupation", "职业"),
    "age_band": Text("age", "年龄"),
    "skill": Text("digital skill", "数字技能"),
    "years": Text("years of residence", "居住年限"),
    "weight": Text("analysis weight", "分析权重"),
    "community": Text("community", "社区"),
    "id": Text("identifier", "编号"),
    "sex": Text("sex", "性别"),
    "age": Text("age in years", "年龄（岁）"),
}


def unit(words: str) -> Text:
    """Return a unit in both languages; one without a translation stays as it is."""
    return Text(words, UNITS.get(words) or extension.UNITS.get(words, words))


def shown(value: Any) -> Text:
    """Return the value of a lever or parameter for reading."""
    if isinstance(value, str):
        return CHOICES.get(value, Text(value, value))
    text = f"{value:,.6g}" if isinstance(value, int | float) else str(value)
    return Text(text, text)
