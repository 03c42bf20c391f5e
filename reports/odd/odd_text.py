"""The framing texts of the ODD description, in both languages; tables and sub-models come from the declarations."""

from __future__ import annotations

from ...core.text import Text

# fmt: off
TITLE = Text("ODD description of cogov", "cogov 模型的 ODD 描述")
PREFACE = Text(
    "This follows the ODD protocol (Overview, Design concepts, Details) in its second update: Grimm et al. 2020, *Journal of Artificial Societies and Social Simulation* 23(2) 7. It is made from the code by `cogov odd`: names, values, bounds, status and sources are the declarations that the model runs on, the order of processes is the schedule that it runs, and sub-models are described by the docstrings next to their code.",
    "本文遵循 ODD 协议（概览、设计概念、细节）第二次修订版：Grimm 等 2020，*Journal of Artificial Societies and Social Simulation* 23(2) 7。它由 `cogov odd` 从代码生成：名称、取值、范围、状态与来源即模型运行所用的声明，过程次序即实际运行的日程，子模型的中文说明与代码并列声明，英文细节取自代码旁的文档字符串。",
)
STATUS = Text(
    "Status says how a default is known: **measured** (a source is named), **calibrated** (set so that the model meets a figure that is named), **assumed** (not measured: to be varied before anything is concluded), **policy choice** (a lever).",
    "状态说明默认值的依据：**实测**（注明来源）、**校准**（调整至满足注明的数字）、**假定**（未经测量，下结论前应予变动）、**政策选择**（政策杠杆）。来源一栏保留英文原文。",
)
ELEMENTS = (
    Text("1. Purpose and patterns", "1. 目的与模式"),
    Text("2. Entities, state variables and scales", "2. 实体、状态变量与尺度"),
    Text("3. Process overview and scheduling", "3. 过程概览与日程"),
    Text("4. Design concepts", "4. 设计概念"),
    Text("5. Initialization", "5. 初始化"),
    Text("6. Input data", "6. 输入数据"),
    Text("7. Submodels", "7. 子模型"),
)
PURPOSE = Text(
    "To compare, for a district of urban communities, top-down design with local exploration and their mixtures: when does which work, for whom, at what cost, for how long. It is a model for understanding and for comparing policies under stated assumptions, not for forecasting a particular place. No result is written in: scenarios differ in the values of levers and in dated changes of them, spend the same money, and use common random numbers; no mechanism depends on which scenario it is in; each has an off setting that is exactly neutral.",
    "针对一个由若干城市社区组成的区，比较顶层设计、社区探索及其组合：何时何者有效、对谁有效、代价多少、能持续多久。本模型用于在明示的假定下理解机制、比较政策，不用于预测某一具体地方。结果没有预先写入：各方案只在政策杠杆的取值及其有日期的变动上不同，花费相同、使用公共随机数；任何机制都不取决于当前是哪个方案；每个机制都有完全中性的关闭状态。",
)
PATTERNS = Text("Patterns that the model is held against (measured in [What the model shows](results/evidence.md)):", "用以检验模型的模式（实测结果见[模型显示了什么](results/evidence.zh.md)）：")
ENTITIES = Text(
    "Four kinds of agents (Mesa agents over columns of one array each): residents, organisations, social workers, governments (one district, its street offices). They live in nested places: street offices > communities > grids > buildings > households. Cases, queues, ties and rule sets are entities without will. Newcomers, organisations and cases are identified by where and when they arose, so that the same event in another scenario gets the same random numbers.",
    "四类主体（Mesa 主体，属性按列存放）：居民、社会组织、社工、政府（一个区政府及其街道）。他们处于层层嵌套的地点：街道 > 社区 > 网格 > 楼栋 > 家庭。案件、队列、联系与规则集是没有意志的实体。新居民、新组织与案件按出现的地点与时间确定身份，因此同一事件在另一方案中得到同样的随机数。",
)
SCALES = Text(
    "One step is one week; a cycle of government is {quarter} weeks; runs last 260 weeks unless another length is set. The default is a scaled demonstration of {communities} communities with {residents} adults in all, {building} adults to a building and {grids} grids to a community; at full size a community has 4,200 residents. Space is who lives near whom: there are no distances beyond building, grid and community.",
    "一步为一周；政府周期为 {quarter} 周；默认运行 260 周。默认规模为缩小的演示：{communities} 个社区、共 {residents} 名成年人，每栋楼 {building} 人，每个社区 {grids} 个网格；完整规模的社区为 4200 人。空间即谁与谁相邻：除楼栋、网格、社区之外没有距离。",
)
SCHEDULE = Text(
    "Each week the processes below run in this order; those marked *quarterly* in the last week of each quarter. Within a process all residents decide on what was there before it (belonging, participation, trust, imitation), or events are settled one after another in an order that is drawn, never that of rows (cases, help, meetings). Cases are served in continuous time within the week. States are collected at the end of the week. A test holds this list to the compiled week.",
    "每周依下列次序运行各过程；标为“每季度”的只在季度最后一周运行。在一个过程中，所有居民依据此前的状态同时决定（归属、参与、信任、借鉴），或按抽取的（而非行的）次序逐一处理事件（案件、互助、活动）。案件在一周之内按连续时间办理。周末汇总状态。有测试保证此表与实际运行一致。",
)
CONCEPTS: tuple[tuple[Text, Text], ...] = (
    (Text("Basic principles", "基本原理"), Text(
        "Thresholds of collective behaviour on networks (Granovetter 1978; Watts 2002; Centola & Macy 2007); social influence with anchors (Friedkin & Johnsen 1990); selection of disputes (Priest & Klein 1984; Felstiner, Abel & Sarat 1980); queues with impatience (Erlang; Palm); distorted incentives (Baker 2002); search and imitation on rugged landscapes (Kauffman 1993; Levinthal 1997; Lazer & Friedman 2007; Csaszar & Siggelkow 2010); public goods that spill over, for one or for all (Oates 1972; Besley & Coate 2003); capture at either end (Bardhan & Mookherjee 2000); laboratory federalism (Saam & Kerber 2013); density dependence of organisations (Hannan & Freeman 1989); asymmetric trust (Slovic 1993). Each is run by itself, with the same code, against the published result.",
        "网络上集体行为的阈值（Granovetter 1978；Watts 2002；Centola & Macy 2007）；带锚点的社会影响（Friedkin & Johnsen 1990）；纠纷的选择（Priest & Klein 1984；Felstiner、Abel & Sarat 1980）；有放弃的排队（Erlang；Palm）；激励的扭曲（Baker 2002）；崎岖景观上的搜索与模仿（Kauffman 1993；Levinthal 1997；Lazer & Friedman 2007；Csaszar & Siggelkow 2010）；公共品外溢下的统一供给与各自供给（Oates 1972；Besley & Coate 2003）；两端的俘获（Bardhan & Mookherjee 2000）；实验室联邦制（Saam & Kerber 2013）；组织的密度依赖（Hannan & Freeman 1989）；不对称的信任（Slovic 1993）。每一项都以同样的代码单独运行，并与已发表的结果对照。")),
    (Text("Emergence", "涌现"), Text(
        "How many take part and for how long, how belonging and trust are distributed, which disputes escalate, how long cases wait, how far reports run ahead of results, which rules spread and how well they fit, which organisations survive, and who gains or loses. Imposed rather than emergent: the budget, the levers, rates at which problems and grievances arise in a world without feedback, and who lives where at the start.",
        "涌现的结果：多少人参与、持续多久，归属与信任如何分布，哪些纠纷升级，案件等待多久，汇报领先实际多少，哪些规则扩散、适配如何，哪些组织存续，谁受益谁受损。外加而非涌现的：预算、政策杠杆、无反馈时问题与纠纷的发生率，以及初始时谁住在哪里。")),
    (Text("Adaptation", "适应"), Text(
        "Residents decide whether to take part, by which channel to speak or to be silent, whether to claim, settle or go to an office, whether to help. Communities keep a trial or a copy that looks better. Government keeps a template that its pilots report to be better. Staff answer to what is measured.",
        "居民决定是否参与、经何渠道发声或沉默、是否主张、和解或诉诸政府、是否相助。社区保留看起来更好的试行或照搬。政府保留试点上报更好的模板。工作人员对考核作出反应。")),
    (Text("Objectives", "目标"), Text(
        "Residents weigh costs in hours against what speaks for acting, with thresholds and logits; parties to a dispute compare expected stakes, costs and the relation; communities and government climb towards fit as they see it. Nobody maximises welfare or satisfaction, which are measured only.",
        "居民以阈值与 logit 权衡时间成本与行动的理由；纠纷双方比较预期所得、成本与关系；社区与政府朝自己看到的适配度攀升。没有人最大化福利或满意度，它们只被测量。")),
    (Text("Learning", "学习"), Text(
        "Awareness, clarity about the law and responsibility are learnt and forgotten; trust follows experience; organisations' capability grows by doing; rules are learnt by trial and imitation. How residents decide does not itself change.",
        "自治意识、法律认知与责任心会习得也会遗忘；信任随经历变化；组织能力在活动中增长；规则通过试行与模仿习得。居民的决策方式本身不变。")),
    (Text("Prediction", "预测"), Text(
        "Parties to a dispute predict a ruling from what they see of the merits and of the legal standard; residents expect to wait as long as cases lately took in their community. Nobody foresees the effects of policy.",
        "纠纷当事人根据所见的是非与法律标准预测裁判；居民预期的等待等于本社区近来的办理时长。没有人预见政策的效果。")),
    (Text("Sensing", "感知"), Text(
        "Residents sense the activity of their ties, their own experiences and in part those of their ties, and official reports: never hidden states. Communities see other places as they are reported, and through ties only. Government sees reports of pilots, noisy and embellished. Offices know the cases that were reported or found.",
        "居民感知其熟人是否参与、自己的经历以及部分熟人的经历、官方通报，看不到隐藏的真实状态。社区只通过居民的联系、按上报的样子看到别处。政府看到试点的汇报，带噪声与修饰。政府部门只知道被反映或发现的案件。")),
    (Text("Interaction", "互动"), Text(
        "Direct: ties carry influence, activity, help and news; meetings make ties; disputes and mediation; membership. Indirect: shared queues and staff hours, the pool of grants, crowding of organisations, rules of a community that bear on all who live there.",
        "直接互动：联系传递影响、参与、互助与消息；活动促成联系；纠纷与调解；组织成员关系。间接互动：共享的队列与工时、资助资金池、组织间的拥挤、对全体居民起作用的社区规则。")),
    (Text("Stochasticity", "随机性"), Text(
        "Draws stand for what is not modelled: who moves, when problems arise, whom one meets, what one sees. Each is a pure function of seed, mechanism, week, entity and index: scenarios use common random numbers wherever their difference does not reach, and results are the same bytes for any number of threads or workers, compiled or interpreted.",
        "随机抽取代表未建模的因素：谁迁移、问题何时出现、遇见谁、看到什么。每次抽取都是种子、机制、周、实体与序号的纯函数，因此凡方案差别未触及之处，各方案使用公共随机数，且无论线程或进程多少、编译或解释运行，结果逐字节相同。")),
    (Text("Collectives", "集体"), Text(
        "Organisations are agents made of members; they are founded, act with their members' hours, and may die. Communities, households and home-region groups are imposed collectives; cliques and bridges in the network emerge.",
        "社会组织是由成员组成的主体：成立、以成员的时间行动、也会消亡。社区、家庭与来源地群体是外加的集体；网络中的小圈子与桥梁则是涌现的。")),
    (Text("Observation", "观察"), Text(
        "The indicators below are collected every week for the district, on request for each community and resident; flows are summed over the window named. They are computed from true states; what officials would record is an indicator of its own.",
        "下列指标每周对全区汇总（可按社区与居民输出），流量按所列窗口累计。指标由真实状态计算；官方记录另列为指标。")),
)
NEIGHBOURS = Text(
    "Near the model, and not reproduced because its mechanisms are others: March 1991 (an organisational code that members learn from and that learns from them; here no single code learns from all) and Siggelkow & Levinthal 2003 (divisions that explore apart before they are joined again; here communities are never joined into one). Published results that are reproduced: {results}; see [Published results](results/reproduce.md).",
    "与本模型相近而未重现者（机制不同）：March 1991（成员与组织准则相互学习；本模型没有向所有人学习的单一准则）与 Siggelkow & Levinthal 2003（部门先分开探索再整合；本模型的社区从不合并）。已重现的发表结果：{results}；见[已发表结果的重现](results/reproduce.zh.md)。",
)
INITIALIZATION = Text(
    "Without data a synthetic district is drawn from the seed: places of equal size, residents by the declared distributions, ties with the declared mean, dispersion and homophily, a few organisations, rules after burn-in trials that give neither side a head start, law and platforms where the budget would hold the status quo. With `burn_in` weeks, the district then runs under the status quo's levers, whatever the scenario, before week 1; what is reported begins with week 1. With data nobody moves in these weeks, and ties, organisations and members that were given stand at week 1 as given. The start depends on the seed and the environment, on no lever. The environment below is set by no policy and is the same for all scenarios of a comparison.",
    "没有数据时由种子生成一个合成的区：规模相等的地点、按声明分布抽取的居民、具有给定均值、离散度与同质性的联系、少量社会组织、经初始试验而使双方都不占先的规则，以及预算在现状下所能维持的法律与平台水平。设有预热期（`burn_in` 周）时，无论何种方案，该区先按现状政策运行这些周，再进入第 1 周；一切报告自第 1 周起计。使用数据时，预热期内无人迁入迁出，数据给出的联系、社会组织与成员关系在第 1 周保持原样。初始状态取决于种子与环境，不取决于任何政策杠杆。下列环境参数不由政策决定，在一次比较的所有方案中相同。",
)
INPUT = Text(
    "The model needs no input data and uses no time series from outside. Where a user gives them, a folder of files (residents, ties, organisations, memberships, communities) or a networkx graph replaces what would be drawn at the start; what is missing is still drawn, and every report states it. Dated changes of levers are part of a scenario.",
    "模型不需要输入数据，也不使用外部时间序列。用户可提供数据文件夹（居民、联系、社会组织、成员关系、社区）或 networkx 图以取代初始抽取；缺失部分仍由抽取补足，报告会予以说明。有日期的政策变动属于方案的一部分。",
)
SUBMODELS = Text(
    "One sub-model, one file in model/mechanisms/; rules are compiled, and the same lines run interpreted. Each can be called by itself on plain arrays or a networkx graph; its docstring has a runnable example. Levers, the constants of each sub-model, and what the week rests on:",
    "一个子模型一个文件（model/mechanisms/）；规则经编译运行，同样的代码也可解释运行。每个子模型都能以普通数组或 networkx 图单独调用，文档字符串附有可运行的示例。以下为政策杠杆、各子模型及其常数，以及每周所依赖的基础：",
)
WORDS = {
    "name": Text("Name", "名称"), "label": Text("Meaning", "含义"), "value": Text("Default", "默认值"), "unit": Text("Unit", "单位"), "bounds": Text("Bounds", "范围"),
    "plausible": Text("Plausible", "合理区间"), "status": Text("Status", "状态"), "source": Text("Source or reason", "来源或理由"), "process": Text("Process", "过程"), "every": Text("Runs", "频率"),
    "what": Text("What happens", "内容"), "weekly": Text("weekly", "每周"), "quarterly": Text("quarterly", "每季度"), "yearly": Text("yearly", "每年"), "concept": Text("Concept", "概念"), "window": Text("Window", "窗口"),
    "cost": Text("Cost", "成本"), "levers": Text("Levers", "政策杠杆"), "environment": Text("Environment", "环境参数"), "indicators": Text("Indicators", "指标"), "constants": Text("Constants", "常数"),
    "processes": Text("Processes of the week", "每周的过程"), "foundations": Text("What the week rests on", "每周所依赖的基础"), "no": Text("No.", "序号"), "weeks": Text("weeks", "周"), "week": Text("week", "周"),
    "detail": Text("In full, from the code", "英文全文（取自代码）"), "prices": Text("Prices", "单价"), "agent": Text("agent", "主体"), "population": Text("Population", "人口"), "file": Text("File", "文件"), "type": Text("Type", "类型"),
    "gets": Text("At the start; newcomers", "初始值；新来者"),
}
OWN_PARAMETERS = Text("Levers, constants and environment parameters that it declares:", "其声明的政策杠杆、常数与环境参数：")
OWN_COLUMNS = {
    "residents": Text("Columns that it gives residents:", "其为居民增加的列："),
    "organizations": Text("Columns that it gives organisations:", "其为社会组织增加的列："),
}
OWN_MOVES = Text("Every week after the turnover, `{name}` follows who moved in and out.", "每周迁入迁出之后，由 `{name}` 处理当周的迁入者与迁出者。")
EXTENSION = Text("Extension {name} ({about})", "扩展 {name}（{about}）")
BEFORE, AFTER = Text("every week before `{place}`", "每周在 `{place}` 之前运行"), Text("every week after `{place}`", "每周在 `{place}` 之后运行")
NO_COST = Text("none", "无")
AGENTS = {
    "Resident": Text("Resident", "居民"), "Organization": Text("Organisation", "社会组织"), "SocialWorker": Text("Social worker", "社工"), "Government": Text("Government", "政府"),
}
# fmt: on
