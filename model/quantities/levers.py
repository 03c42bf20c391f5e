"""The levers: all that policy can set, with bounds, cost and the claims of the essay each one moves.

Defaults are those of the status quo. What a lever costs is priced in `budget.py`.
"""

from __future__ import annotations

from ...core.quantity import Kind, lever
from ..extensions.extension import Opened

# fmt: off
LEVERS = Opened(
    [
        lever("legislation", 0.4, 0, 1, "share of dispute kinds", "Legislation", "立法", "share of dispute kinds whose legal standard is settled", "法律标准已明确的纠纷类别占比", "5 yuan a resident a year at 1", claims=("C10",)),
        lever("interpretation", 0.2, 0, 1, "level", "Interpretation of law", "释法", "effort to explain the law to residents", "向居民解释法律的力度", "5 yuan a resident a year at 1", claims=("C12",)),
        lever("legal_status", 0.3, 0, 1, "level", "Legal status", "自治主体的法律地位", "how far bodies of self-government may hold contracts and bind their members", "自治主体签约和作出有效决定的法律地位", claims=("C4", "C22b")),
        lever("organization_grants", 1.0, 0, 10, "grants a year per 4,200 residents", "Grants to organisations", "社会组织资助", "number of grants of 30,000 yuan", "每 4200 居民每年资助份数（每份 3 万元）", "30,000 yuan each", claims=("C2", "C14", "C22c")),
        lever("funding_mix", 0.2, 0, 1, "share", "Other funding", "多元筹资", "share of non-government funding that is allowed", "允许的非政府资金比例", claims=("C6", "C22d")),
        lever("volunteer_support", 0.2, 0, 1, "level", "Volunteer support", "志愿者支持", "training, insurance, relief for volunteers", "志愿者培训、保险与减负", "5 yuan a resident a year at 1", claims=("C6", "C22e")),
        lever("civic_education", 0.2, 0, 1, "level", "Civic education", "公民教育", "courses and campaigns on self-government and rights", "自治与权利的课程与宣传", "5 yuan a resident a year at 1", claims=("C9", "C22f")),
        lever("social_workers", 6.6, 0, 30, "per 10,000 residents", "Social workers", "社工", "full-time equivalents", "全职当量", "90,000 yuan each", "0.931 million certified at the end of 2022", claims=("C2", "C16")),
        lever("mediation_time", 0.2, 0, 1, "share of hours", "Mediation", "调解时间", "social workers' hours for mediating", "社工用于调解的时间", claims=("C16",)),
        lever("bridging_time", 0.05, 0, 1, "share of hours", "Bridging", "跨群联结时间", "social workers' hours that bring different groups together", "社工促进不同群体交往的时间", claims=("C15", "C16")),
        lever("bonding_time", 0.1, 0, 1, "share of hours", "Bonding", "群内联结时间", "social workers' hours that bring members of one group together", "社工促进同群体交往的时间", claims=("C15",)),
        lever("education_time", 0.1, 0, 1, "share of hours", "Education", "教育时间", "social workers' hours for education", "社工用于社区教育的时间", claims=("C16",)),
        lever("relay_time", 0.1, 0, 1, "share of hours", "Relay", "民意传递时间", "social workers' hours that carry opinion up and answers back", "社工上传民意、反馈答复的时间", claims=("C16",)),
        lever("planning_time", 0.05, 0, 1, "share of hours", "Planning", "策划时间", "social workers' hours for local trials", "社工用于策划社区探索的时间", claims=("C16",)),
        lever("grid_size", 1000, 200, 5000, "residents", "Grid size", "网格规模", "residents a grid worker is responsible for (staffing, not territory)", "每名网格员负责的居民数（指人员配置）", "80,000 yuan x grid_staff / grid_size", "Pei 2021", claims=("C17",)),
        lever("grid_staff", 1.0, 0, 4, "workers per grid", "Grid staff", "网格员", "grid workers per grid", "每个网格的网格员数", "80,000 yuan each a year", claims=("C17", "C19")),
        lever("pooling", 0.1, 0, 1, "share of hours", "Pooling", "资源整合", "share of servers' hours that goes to a common queue of the community", "投入社区共同队列的工时占比", claims=("C18", "C19")),
        lever("online_service", 0.3, 0, 1, "level", "Online service", "网上办事", "how much can be done online", "可网上办理的程度", "10 yuan a resident a year at 1", claims=("C20",)),
        lever("digital_assistance", 0.2, 0, 1, "level", "Digital assistance", "数字帮扶", "help for those with little digital skill", "对数字技能弱者的帮助", "6 yuan a resident a year at 1", claims=("C20",)),
        lever("data_sharing", 0.2, 0, 1, "level", "Data sharing", "数据共享", "offices share data, so that fewer trips are needed", "部门共享数据，减少跑腿", "8 yuan a resident a year at 1", claims=("C5", "C20")),
        lever("transparency", 0.2, 0, 1, "level", "Transparency", "公开透明", "share of the true state in official reports", "官方报告中真实情况的比重", "3 yuan a resident a year at 1", claims=("C20", "C26")),
        lever("kpi_power", 0.15, 0, 1.5, "weight", "KPI power", "考核强度", "weight of measured results in staff incentives", "考核结果在激励中的权重", claims=("C24",)),
        lever("kpi_alignment", 0.7, 0, 1, "cos(theta)", "KPI alignment", "考核一致性", "how well what is measured agrees with what is wanted", "考核指标与真正目标的一致程度", claims=("C24",)),
        lever("mandate_share", 0.5, 0, 1, "share of elements", "Mandated share", "强制比例", "share of a community's rules fixed from above", "由上级规定的规则占比", "up to 40 % of community staff hours", claims=("C1", "C3", "C7", "C8", "C22b")),
        lever("design_trials", 1, 0, 12, "candidates a quarter", "Design trials", "顶层试行", "candidate changes of the template tried each quarter", "每季度试验的模板候选数", "0.1 h x residents of each pilot", integer=True, claims=("C1",)),
        lever("pilots", 1, 0, 20, "communities per 8", "Pilots", "试点", "pilot communities for each 8 communities", "每 8 个社区中的试点数", "20,000 yuan each a year", integer=True, claims=("C1",)),
        lever("pilot_selection", "favourable", None, None, "choice", "Choice of pilots", "试点选择", "representative or favourable (the better-off communities)", "有代表性的，或条件较好的社区", choices=("representative", "favourable"), source="Wang & Yang", claims=("C1",)),
        lever("promotion", 0.1, 0, 1, "share", "Promotion", "经验推广", "how readily the best-reported local rules are lifted into the template", "把基层做法吸收为统一规则的力度", claims=("C1", "C26")),
        lever("copying", "none", None, None, "choice", "Copying", "复制推广", "copy a model elsewhere: not at all, mechanically, or copy and then try at home", "不复制、机械照搬、或复制后试行调整", choices=("none", "mechanical", "adapted"), claims=("C7", "C21", "C23")),
        lever("copy_breadth", 0.5, 0, 1, "share of elements", "Breadth of copying", "复制范围", "share of the rules that is copied", "复制的规则占比", claims=("C7", "C21")),
        lever("exemplar_similarity", 0.3, 0, 1, "share", "Similarity of the exemplar", "样板相似度", "chance with which each condition of the exemplar is the district's own", "样板所在地的每项条件取自全区共同条件的概率", claims=("C21", "C22", "C23")),
        lever("linkage", 0.2, 0, 1, "level", "Linkage", "上下联动", "links between tiers: cases that need a higher tier reach it", "需要上级解决的问题能到达上级的程度", "0.5 h a case", claims=("C5", "C25", "C26")),
    ],
    "lever",
    Kind.LEVER,
)

TIME_LEVERS = ("mediation_time", "bridging_time", "bonding_time", "education_time", "relay_time", "planning_time")
# fmt: on
