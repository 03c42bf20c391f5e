"""What each process and sub-model does, in a few sentences of both languages: next to the docstrings, which say it in full.

The names are those of `schedule.SCHEDULE`, and of the modules that the week rests on. A test holds the list complete.
"""

from __future__ import annotations

from ..core.text import Text

# fmt: off
PROCESSES: dict[str, Text] = {
    "turnover": Text(
        "Residents move out at the yearly rate of their tenure; a newcomer takes the home, with a new identity, new attributes and only the ties of the household.",
        "居民按住房权属的年迁出率离开，新居民接手该住房：身份与各项属性重新抽取，只保留家庭内的联系。每周迁出概率为 1 - (1 - 年率)^(1/52)；住房总数不变。"),
    "problems": Text(
        "Public problems arise in grids as a Poisson process that better-fitting rules slow down; each affects neighbours, and some are visible, span grids, or need a higher tier.",
        "公共问题在各网格内按泊松过程出现，规则越适合当地，问题越少：强度 = 基础率 × 居民数 × exp(-效应 × (适配度 - 初始适配度))。每个问题影响周围若干居民；一部分在街面可见，一部分跨网格，一部分须由街道或区解决。工作量与居民的耐心服从指数分布。"),
    "settlement": Text(
        "Neighbours fall out; a grievance is lumped, settled, mediated, or goes to an office, by what each party expects of a ruling and what the relation is worth.",
        "邻里之间产生矛盾。当事人先要认识到自己有主张（概率随法律认知上升），再比较预期胜诉所得与成本、关系损失：P1 × J > C + R1 才提出主张；(P1 - P2) × J 不超过双方成本与关系价值之和即自行和解；否则由社工调解，调解不成再由政府或法院裁决。法律清晰既增加主张，也便于和解，净效果不预设。"),
    "channels": Text(
        "Each resident affected by a problem chooses between silence and four ways of reporting it to an office, by a logit over hours; grid staff on their rounds and social workers who relay find what nobody reports.",
        "受问题影响的每位居民按时间成本的 logit 模型在沉默、窗口、网上、社工、社会组织之间选择；信任与自治意识提高发声倾向，数字技能低者网上办理更费时。无人反映的问题可能被巡查的网格员看到，或由社工在走访中得知；耐心耗尽即被放弃。"),
    "handling": Text(
        "Known cases wait in queues of grids, of the community, or of the street office and are served event by event; some rise, some are closed on paper, some are given up.",
        "已知诉求在网格队列、社区共同队列或街道队列中排队，按先来先办逐件处理；整合比例决定多少工时与案件进入共同队列，信任不足时不能移交。需上级解决的案件按与联动程度有关的概率上报；考核造成的“纸面办结”概率为 1 - exp(-系数 × 应付考核的努力)。单一队列时即 Erlang A/C 模型。"),
    "effort": Text(
        "Staff do what is wanted out of their own will and what is measured for reward; the part of the measure that is off the goal goes into reports.",
        "工作人员的真实努力 t = m + b·g·cosθ，应付考核的努力 r = b·g·sinθ，二者之和受工时限制。m 为内在努力，b 为考核强度，cosθ 为考核与目标的一致程度。t 决定办事速度，r 决定虚假办结与纸面落实。"),
    "mutual_help": Text(
        "Residents in need ask their ties, strongest first, then an organisation; help given or refused moves the anchor of belonging.",
        "居民不时需要某种资源，群体内的需求彼此相关。先向掌握该资源的熟人求助（关系强者优先），再向社会组织求助；得到帮助则归属感锚点上升，落空则下降，并缓慢回归迁入时的水平。"),
    "participation": Text(
        "A resident takes part when what speaks for it and the share (or number) of active ties exceed his or her threshold.",
        "阈值规则：社会影响权重 × 活跃熟人的比例（或人数）+ 个人动力 + 噪声 ≥ 个人阈值时参与。个人动力取决于归属感、信任、责任心、自治意识、邀请、成本与疲劳。参与者投入的时间是一切社区活动的来源。"),
    "organising": Text(
        "Organisations meet, make ties, recruit, are founded, earn their keep, learn, and may die; social workers arrange encounters within or across groups.",
        "社会组织用成员的志愿时间开展活动、促成联系、吸收成员；社工安排跨群或群内的交往。组织的成立与解散遵循密度依赖，资金来自资助、合同、会费与捐赠，资助按上报的活动量分配；能力在活动中增长，闲置时衰退。"),
    "ties": Text(
        "Neighbours become acquainted by living near each other; ties grow with use, fade without, and may be lost.",
        "同楼居民因邻近而相识，谁与谁相识取决于社交性与同质性；每季度常用的联系加强，不用的淡化并可能消失。家庭联系不变。"),
    "belonging": Text(
        "Residents average the belonging of those they are tied to with their own anchor (Friedkin and Johnsen).",
        "弗里德金-约翰森规则：x ← S·W·x + (I - S)·a，即以联系强度加权的熟人平均归属感与自身锚点 a 的加权和；没有联系者等于锚点。S = 1 即德格鲁特模型。"),
    "trust": Text(
        "Good experiences raise trust, bad ones lower it faster; neighbours' experiences count in part, and so do official reports once a quarter.",
        "信任的涨跌不对称：好经历 T += u·(1 - T)，坏经历 T -= d·T，且 d > u。熟人的经历按较小权重传来；每季度的官方通报按其显示的解决率部分计入，透明度决定其中有多少是真实情况。"),
    "learning": Text(
        "Awareness, clarity about the law and responsibility are learnt by being taught and by taking part that succeeds, and unlearnt by failure and forgetting.",
        "自治意识、法律认知与责任心因教育、释法和成功的参与而提高，因失败的参与和遗忘而降低：x += 增益·(1 - x) - 损失·x。成功的概率是社区近来办成事的比例，所以参与的净效果不预设。"),
    "fatigue": Text(
        "Hours given wear residents out, rest restores them, and support for volunteers eases the load.",
        "疲劳 F ← 留存率 × F + 减负系数 × 投入小时 / 单位小时；志愿者支持减轻负担。疲劳降低参与倾向。"),
    "satisfaction": Text(
        "A moving average of the service one gets, of what became of one's own cases, and of help in need. Nothing reads it but the indicators.",
        "满意度是规则适配度、本人诉求结果与求助结果三者加权值的移动平均（半衰期 26 周）。它只是结果，不反过来影响任何机制。"),
    "saving": Text(
        "A share of the volunteer hours and the social workers' planning hours are saved up for trials.",
        "每周把一部分志愿时间和社工的策划时间积累起来，供季度末的社区探索使用。"),
    "drift": Text(
        "Conditions change: each table of the landscape is redrawn with a small yearly probability, the district's for all who share it.",
        "环境条件漂移：每张适应度表以给定的年概率重新抽取；全区共有的表对共享它的社区同时改变，因此多样性始终有用。"),
    "trials": Text(
        "Communities flip a free element of their rules, see the new fit with noise, and keep it if it looks better; without legal status local rules may lapse.",
        "每季度社区用积累的工时试行：翻转一个未被强制的规则要素，带噪声地观察适配度，看起来更好就保留。没有法律地位的自创规则会以一定概率失效。"),
    "imitation": Text(
        "Communities see what is reported elsewhere and take over elements of the best, as they are or tried at home first.",
        "社区通过居民的联系看到别处上报的成效，并从最好者（或外地样板）照搬若干规则要素；“机械照搬”直接采用，“因地制宜”则先在本地试行，看起来更好才保留。"),
    "template": Text(
        "Government searches a template on the reports of pilots, mandates a share of it, and may lift proven local rules into it; adoption is real or on paper.",
        "政府根据试点的汇报搜索统一模板，并强制其中一部分要素；评价成本与社区探索同价。汇报带有噪声与修饰；落实可能只在纸面（概率 1 - exp(-3r)）；成效最好的社区的自创规则可被提升进模板。"),
    "spending": Text(
        "The week's budget of every community is spent and entered in three accounts that agree.",
        "各社区每周支出预算的 1/52，并同时记入社区、街道、区三本一致的账。所有方案的支出相等。"),
    "money": Text(
        "At the end of a quarter law, interpretation, online service and data sharing move towards their levers at a limited pace, and staff are employed.",
        "每季度末，法律、释法、网上服务与数据共享以有限的速度向政策目标靠近（建设需要时间），并按政策配置社区工作者与社工。"),
}
"""The lines of the schedule, by name."""

# Modules that a sub-model of another name lies in.
PLACES: dict[str, str] = {
    "population": "population.attributes",
    "network": "network.generator",
    "staffing": "cases.staffing",
    "cases": "cases.lifecycle",
    "organization_life": "organizations.lifespan",
}

FOUNDATIONS: dict[str, Text] = {
    "landscape": Text(
        "How well a set of rules fits the conditions of a community: NK landscapes that communities share in part.",
        "规则与当地条件的适配：每套规则有 N 个二元要素，每个要素的贡献取决于自身和另外 K 个要素（NK 景观）。社区以概率 similarity 共享全区的表。适配度 = (得分 - 平均) / (最优 - 平均)：随机规则平均为 0，当地最优为 1。"),
    "population": Text(
        "Who lives where at the start, and what a person is like who moves in.",
        "初始居民与新迁入者由同一规则抽取：比例类属性服从逻辑正态分布，社交性服从伽马分布，所以迁移本身不改变分布。"),
    "network": Text(
        "The first ties: households, neighbours in the building, acquaintances elsewhere, with homophily and a given mean and share of isolated.",
        "初始联系：同户互识；同楼联系按社交性与同质性抽取，平均数、孤立者比例与同质性指数与给定值一致；楼外熟人一部分跨社区。"),
    "budget": Text(
        "What the levers cost and what a budget buys of them: every scenario spends the same.",
        "政策的价格与预算：先付基本配置，再付试点，其余开支按同一系数压缩，剩余购买社区工作者工时；各方案支出相等。"),
    "staffing": Text(
        "Who works on cases: servers and speed of every queue, from staff, social workers and volunteers.",
        "办件力量：社区工作者、网格员、社工与志愿者的工时如何成为各队列的办事员人数与速度。"),
    "cases": Text(
        "Opening and ending a case, and telling those whom it concerned of the true end.",
        "案件的产生与了结：真正解决、纸面办结或放弃；有关居民知道的是真实结果，而非记录。"),
    "organization_life": Text(
        "The life of organisations: founding, funds, officers, death.",
        "社会组织的成立、资金、骨干与解散，常数见“组织活动”。"),
    "collect": Text(
        "Sums over the residents of every community, from which all indicators are made.",
        "逐周汇总各社区的状态与流量，所有指标由此计算；可加的量由社区直接合成全区。"),
}
"""What the week rests on, by the module in model/."""
# fmt: on
