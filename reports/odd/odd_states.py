"""State variables of places, cases, queues and ties, as the ODD description shows them: unit and meaning in both languages.

Agents declare their own columns (agents/); what places, rules, cases, queues and ties hold is declared as arrays in
model/state.py, and described here. A test holds both lists to the same names.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...core.compile.struct import Struct
from ...core.text import Text
from ...model import state

Described = Mapping[str, tuple[str, Text]]

# fmt: off
COMMUNITIES: Described = {
    "key": ("key", Text("identity, by which draws are made", "身份键，随机抽取所依")),
    "first": ("row", Text("first resident", "首名居民")),
    "first_grid": ("row", Text("first grid", "首个网格")),
    "first_building": ("row", Text("first building", "首栋楼")),
    "street": ("row", Text("street office it belongs to", "所属街道")),
    "affluence": ("share", Text("how well-off it is (choice of pilots, start of anchors and trust)", "富裕程度（影响试点选择与初始归属、信任）")),
    "group_share": ("share", Text("cumulative shares of home-region groups", "来源地群体的累计占比")),
    "target_organizations": ("organisations", Text("organisations it carries (density dependence)", "可承载的社会组织数（密度依赖）")),
    "baseline_hours": ("h a resident a week", Text("volunteer hours expected at the start", "初始预期志愿小时")),
    "staff_hours": ("h a week", Text("hours of community staff", "社区工作者工时")),
    "staff_charge": ("h a week", Text("hours of staff taken by mandates and design this quarter", "本季度强制与设计占用的工时")),
    "efficacy": ("share", Text("moving share of concerns that came to a good end", "诉求得到妥善处理的比例（移动）")),
    "true_rate": ("share", Text("moving share of ended cases truly resolved", "实际解决率（移动）")),
    "reported_rate": ("share", Text("the same as officially recorded", "官方记录的解决率（移动）")),
    "volunteer_hours": ("h", Text("volunteer hours this week", "本周志愿小时")),
    "trial_hours": ("h", Text("hours saved for local trials", "为社区探索积累的工时")),
    "following": ("share", Text("residents who follow the rules, once co-production is on", "遵守规则的居民占比（启用共同生产后）")),
    "feedback": ("h per 1,000 residents a week", Text("hours of relay: sharpen what a trial shows", "民意反馈工时：使试行结果更清楚")),
}
PLACES: Described = {
    "key": ("key", Text("identity, by which draws are made", "身份键")),
    "first": ("row", Text("first resident", "首名居民")),
    "grid": ("row", Text("grid it lies in (buildings)", "所在网格（楼栋）")),
    "community": ("row", Text("community it lies in", "所在社区")),
}
RULES: Described = {
    "elements": ("0 or 1", Text("rules in force, by community", "各社区现行规则要素")),
    "paper": ("0 or 1", Text("the mandated value is reported but not practised", "只在纸面落实")),
    "local": ("0 or 1", Text("found at home or copied; lapses without legal status", "自创或照搬（无法律地位会失效）")),
    "before": ("0 or 1", Text("value before the local change, to which it lapses", "本地改动前的取值")),
    "depends": ("element", Text("which other elements an element depends on", "要素之间的依赖")),
    "table": ("contribution", Text("contributions of elements, by community", "各社区的要素贡献表")),
    "common": ("contribution", Text("tables of the district", "全区的贡献表")),
    "shared": ("0 or 1", Text("the community has the district's table for this element", "该要素共享全区的表")),
    "mean": ("score", Text("mean score of all rule sets", "所有规则组合的平均得分")),
    "best": ("score", Text("best score", "最优得分")),
    "fit": ("fit", Text("fit of what is practised", "实际规则的适配度")),
    "fit_start": ("fit", Text("fit at week 0", "初始适配度")),
    "fit_reported": ("fit", Text("fit as reported: paper counts", "上报的适配度（纸面计入）")),
    "spill": ("score", Text("tables of what rules next door do here; none without spillover", "邻近社区规则对本社区影响的表（无外溢时为空）")),
    "spill_common": ("score", Text("the same of the district", "全区共有的影响表")),
    "spill_shared": ("0 or 1", Text("the community has the district's table of effects for this element", "该要素共享全区的影响表")),
    "spill_mean": ("score", Text("mean score of what is done to the community", "所受影响的平均得分")),
    "spill_best": ("score", Text("best score of what is done to the community", "所受影响的最高得分")),
    "benefit": ("fit", Text("what residents have of the rules in force, at home and from next door", "居民从现行规则（含邻近社区影响）中得到的成效")),
    "benefit_start": ("fit", Text("benefit at week 0", "第 0 周的成效")),
    "reachable": ("fit", Text("most that own rules could bring about at home and next door", "本社区规则在本地与邻近社区所能带来的最大成效")),
    "capture": ("score", Text("tables of the officers' and the centre's own interest; none without capture", "骨干与上级自身利益的表（无俘获时为空）")),
    "capture_mean": ("score", Text("mean score of own interest", "自身利益的平均得分")),
    "capture_best": ("score", Text("best score of own interest", "自身利益的最高得分")),
    "capacity": ("ratio", Text("worth of an hour of search, mean 1", "每小时探索的功效，平均为 1")),
    "exemplar": ("0 or 1", Text("rules of the foreign exemplar", "外地样板的规则")),
    "exemplar_fit": ("fit", Text("what the exemplar reports", "样板上报的适配度")),
    "template": ("0 or 1", Text("the government's template", "政府的统一模板")),
    "mandate_rank": ("rank", Text("order in which elements come under mandate", "要素被强制的次序")),
    "pilot": ("0 or 1", Text("is a pilot community", "是否试点")),
    "trials": ("trials", Text("trials so far", "累计试行次数")),
    "trials_kept": ("trials", Text("trials kept so far", "累计保留次数")),
    "copies": ("copies", Text("copies so far", "累计照搬次数")),
    "hours_saved": ("h", Text("hours saved for trials so far", "累计积累工时")),
    "hours_spent": ("h", Text("hours spent on trials and copies so far", "累计使用工时")),
    "hours_lapsed": ("h", Text("hours saved beyond the most trials, lost", "累计作废工时")),
    "hours_pooled": ("h", Text("hours handed over to the fund of design so far", "累计上交设计基金的工时")),
    "saved_now": ("h", Text("hours saved this quarter", "本季度积累工时")),
    "hours_design": ("h", Text("hours that staff and fund spent on candidates tried here", "在此试行候选方案所用的人员与基金工时")),
    "fund": ("h", Text("hours in the fund of design", "设计基金中的工时")),
    "fund_spent": ("h", Text("hours the fund has spent", "设计基金已用工时")),
    "fund_lapsed": ("h", Text("hours of the fund that lapsed", "设计基金作废工时")),
    "candidates": ("candidates", Text("candidates for the template tried so far", "累计试行的模板候选数")),
    "candidates_kept": ("candidates", Text("candidates kept so far", "累计采用的候选数")),
}
CASES: Described = {
    "key": ("key", Text("identity: from place or pair, week and index", "身份键：由地点或当事人、周与序号得到")),
    "alive": ("0 or 1", Text("row is in use", "该行在用")),
    "kind": ("0 problem, 1 dispute", Text("public problem or dispute", "公共问题或纠纷")),
    "topic": ("kind", Text("kind of dispute", "纠纷类别")),
    "community": ("row", Text("community", "社区")),
    "grid": ("row", Text("grid", "网格")),
    "other_grid": ("row", Text("second grid of a problem that spans two", "跨网格问题的另一网格")),
    "tier": ("0 or 1", Text("needs street office or district", "须上级解决")),
    "visible": ("0 or 1", Text("can be seen from the street", "街面可见")),
    "state": ("state", Text("latent, waiting, rising, served, ended", "潜在、等待、上报中、办理中、已了结")),
    "channel": ("channel", Text("how it became known", "为人所知的渠道")),
    "first_affected": ("row", Text("first resident affected", "首名受影响居民")),
    "affected": ("residents", Text("how many are affected", "受影响人数")),
    "party": ("row", Text("claimant of a dispute", "纠纷主张者")),
    "opponent": ("row", Text("the other party", "对方")),
    "arose": ("week", Text("week it arose", "出现的周")),
    "arose_at": ("weeks", Text("time it arose", "出现时间")),
    "entered": ("weeks", Text("time it became known", "受理时间")),
    "deadline": ("weeks", Text("time at which patience ends", "耐心终止时间")),
    "work": ("h", Text("work it asks of a server", "所需工时")),
    "finished": ("weeks", Text("time its latest part was finished", "最近一部分办结时间")),
    "parts_left": ("parts", Text("parts still to be finished", "尚未完成的部分")),
    "next_free": ("row", Text("bookkeeping of free rows", "空行管理")),
    "queue": ("row", Text("queue that took it up, for the record of the case", "承办队列（诉求记录用）")),
    "begun": ("weeks", Text("time work on it began, for the record", "开始办理时间（诉求记录用）")),
    "ended": ("weeks", Text("time it ended, for the record", "了结时间（诉求记录用）")),
    "ended_in": ("week", Text("week in which it was ended, for the record", "了结的周（诉求记录用）")),
    "how": ("state", Text("truly resolved, closed on paper, given up; for the record", "实际解决、虚假办结、放弃（诉求记录用）")),
    "booked": ("0 or 1", Text("its last closing was recorded as resolved", "最近一次办结是否记为解决")),
    "tellers": ("residents", Text("residents who reported it when it arose", "出现时反映该问题的居民数")),
    "by_hotline": ("residents", Text("those of them who did so online or by telephone", "其中通过网上或电话反映的居民数")),
    "calls": ("calls", Text("calls so far: tellers, and as many for each time it came back", "累计来电：首次反映人数，每次退回再计相同数目")),
}
QUEUES: Described = {
    "head": ("row", Text("first waiting task", "队首任务")),
    "tail": ("row", Text("last waiting task", "队尾任务")),
    "length": ("tasks", Text("tasks that wait", "等待任务数")),
    "first_server": ("row", Text("first server", "首名办事员")),
    "servers": ("servers", Text("servers at work", "在岗办事员")),
    "speed": ("h a week", Text("hours of work that one server does", "每名办事员每周完成的工时")),
    "server_task": ("row", Text("task in hand", "手上任务")),
    "server_left": ("h", Text("hours left of it", "剩余工时")),
    "task_case": ("row", Text("case of a task", "任务所属案件")),
    "task_work": ("h", Text("work of a task, coordination included", "任务工时（含协调）")),
    "task_deadline": ("weeks", Text("time at which its patience ends", "耐心终止时间")),
    "task_queue": ("row", Text("queue it stands in", "所在队列")),
    "task_next": ("row", Text("next task", "下一任务")),
    "task_arrival": ("weeks", Text("time it came to the queue", "入队时间")),
    "server_free": ("weeks", Text("time a server is next free", "办事员空闲时间")),
    "used": ("h", Text("work done this week", "本周完成工时")),
    "pooled": ("share", Text("share of hours in the common queue", "进入共同队列的工时占比")),
    "offered": ("h", Text("volunteers' hours offered to it", "志愿者提供的工时")),
    "waiting": ("weeks", Text("wait that residents expect", "居民预期的等待")),
}
TIES: Described = {
    "first": ("row", Text("first slot of a resident's list", "居民联系表的起点")),
    "degree": ("ties", Text("number of ties", "联系数")),
    "room": ("ties", Text("ties for which the list has room", "联系表可容纳的联系数")),
    "weight": ("share / 2^40", Text("sum of the strengths of a list", "联系强度之和")),
    "home": ("row", Text("first slot of each 128 lists, as first laid out", "每 128 份联系表最初的起点")),
    "neighbour": ("row", Text("the other end", "另一端")),
    "strength": ("share", Text("strength", "强度")),
    "kind": ("household, building, acquaintance, activity", Text("kind", "类别")),
    "used": ("week", Text("week of last use", "最近使用的周")),
    "end": ("row", Text("slots from here on belong to nobody", "其后的位置未被占用")),
    "full": ("0 or 1", Text("lists need room", "需要扩展")),
    "refused": ("ties", Text("ties that found no room", "因无空位未建立的联系")),
}
EXPERIENCE: Described = {
    "felt": ("experiences", Text("six counts of this week, 10 bits each: good and bad ones with neighbours, organisations, government", "本周六项计数，每项 10 位：与邻居、社会组织、政府的好经历与坏经历")),
}
GROUPS: tuple[tuple[Text, Struct, Described], ...] = (
    (Text("Community (a place)", "社区（地点）"), state.Communities, COMMUNITIES),
    (Text("Building", "楼栋"), state.Buildings, PLACES),
    (Text("Grid", "网格"), state.Grids, PLACES),
    (Text("Rules of communities", "社区规则"), state.Rules, RULES),
    (Text("Case: public problem or dispute", "案件：公共问题或纠纷"), state.Cases, CASES),
    (Text("Queue of cases", "案件队列"), state.Queues, QUEUES),
    (Text("Tie between residents", "居民间的联系"), state.Ties, TIES),
    (Text("Experiences of the week (of each resident)", "本周经历（每名居民）"), state.Experience, EXPERIENCE),
)
# fmt: on
