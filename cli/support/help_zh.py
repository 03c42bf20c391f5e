"""Help of the command line in Chinese, by command and option: what `--help` shows under `--lang zh`, and the page of the documentation.

An option that several commands share, in the same words, stands under its own name; one of a single command under `command.--option`.
A test holds both lists complete.
"""

from __future__ import annotations

# fmt: off
COMMANDS: dict[str, str] = {
    "": (
        "城市社区微治理仿真：顶层设计、社区探索与协同共治。\n\n"
        "退出码：0 完成，1 失败，2 用法或输入有误。"
    ),
    "compare": (
        "用公共随机数比较各方案：差别在哪里，谁受益、谁受损，依据哪些假定。\n\n"
        "第一个方案是基准。方案可以是方案库中的名称（见 `cogov scenarios list`）、YAML 文件，或用 + 连接的多个方案（co_governance+funding_cut、above+low_control+government_purse）。\n\n"
        "不指定方案时为默认比较：below、below_copying、above_four_pilots 与 above_spread，在考核与经费相同的条件下比较由谁决定。显示探索工时、平均与境况最差的社区、规则实施后第 1、2、4、8、20 季度的结果、结论如何随考核、成本、工时与危机变化，以及每项结果由什么决定。\n\n"
        "向 OUT 写入 report.html、图、indicators.csv、runs.parquet、gains.csv、各表、manifest.json 与各方案文件。报告首先说明发现了什么、有多大把握；其中每个数字都指向这些表的某一行。\n\n"
        "用 --futures 时，在抽取的多种情形中重复比较：政策不能决定的条件在合理区间内取值。报告每项结论在多大比例的情形中成立、在什么条件下不成立，以及每个方案的遗憾值。\n\n"
        "退出码：0 完成，1 有运行失败或未达到所要求的精度，2 用法或输入有误。"
    ),
    "why": (
        "方案 B 与方案 A 为什么不同：每个杠杆的贡献。\n\n"
        "以同样的居民、随机数与经费，重演一部分杠杆取自 B、其余取自 A 的混合方案。一个杠杆的贡献，是切换这个杠杆带来的变化，对所有切换次序取平均（Shapley 值）；各贡献之和等于差值。杠杆少时运行全部混合，多时抽取若干次序。社工的各项时间比例作为一个整体切换。完成的运行保存在 KEEP 中：中断后可继续，不会重复运行。\n\n"
        "追踪一段历史，并在去掉某个原因后重演：cogov trace。"
    ),
    "trace": (
        "追踪 SCENARIO 中的一段历史，或并列两个方案的历史，并在去掉某个原因后重演。\n\n"
        "一位居民、一个社区或一个社会组织经历了什么，两段历史在哪一周分岔，去掉某个可能的原因后又会怎样：原因由程序查找，也可用 --without 指定。不指定对象时追踪整个城区。\n\n"
        "每个杠杆在两个方案差别中的贡献：cogov why。"
    ),
    "run": (
        "将一个方案运行一次，或由检查点继续。\n\n"
        "向 OUT 写入逐周指标（全区与各社区）、事件与居民（Parquet 与 CSV）、方案文件和清单。种子是模型自身的种子：取比较结果 runs.parquet 中的种子，即重现那一次重复。\n\n"
        "继续的运行与分岔之前的运行使用同样的随机数。检查点只能由写出它的那一版 cogov 继续。后来迁入的居民在运行暂停时编号（unique_id），即每 13 周一次以及在检查点处；因此，检查点若设在其他周，编号会与不设检查点的运行不同。"
    ),
    "replay": (
        "按清单文件（或它所在的文件夹）重新运行，检查结果是否逐字节相同。\n\n"
        "退出码 0：相同；1：不同，并说明何处不同。"
    ),
    "sweep": (
        "完成研究文件规定的运行：各方案在设计的各点上重复运行。\n\n"
        "可随时停止与继续，已完成的运行既不丢失也不重做：第一次 Ctrl-C 等正在进行的运行完成（最多 6 秒），第二次立即停止；用同一命令或 `cogov study resume FOLDER` 继续。中断期间可以扩充设计。\n\n"
        "退出码：0 全部运行齐备，1 中途停止、有运行失败或未达到所要求的精度，2 用法或输入有误。"
    ),
    "study": "管理研究文件夹：状态、继续、核验、合并、导出。",
    "study export": "把 FOLDER 中已完成的运行导出给其他程序使用，附标签与单位。",
    "study merge": (
        "把其他文件夹中已完成的运行并入 FOLDER；FOLDER 不存在时，按第一个文件夹新建。\n\n"
        "所有运行必须出自同一版模型代码；两边都有的运行必须逐字节相同。"
    ),
    "study resume": "补齐 FOLDER 中缺少的运行，可以换一台机器。",
    "study status": "显示 FOLDER 中的研究完成了多少，哪些机器正在运行。",
    "study verify": (
        "检查 FOLDER 是否完整，并给出结果的摘要值。\n\n"
        "退出码 0：完整；1：有损坏，并指出损坏之处。缺少的运行不算损坏。"
    ),
    "analyse": (
        "分析研究文件夹中已完成的运行：哪些因素重要，随机性占多少，各种条件下哪个方案最优。\n\n"
        "在设计允许的范围内给出 Sobol' 或 Morris 指数、主效应、写成句子的 PRIM 盒、区域图；全部附区间，写成两种语言的页面、图与表。"
    ),
    "calibrate": (
        "按目标文件拟合自由参数；报告目标能确定什么，以及留出的目标。\n\n"
        "先在自由范围内布点，再搜索，再用新的随机数检验最优点，并对参数已知的点执行同样的程序。中断后用同一命令继续：已完成的运行保留在文件夹中。\n\n"
        "退出码：0 完成，1 中途停止或失败，2 用法或输入有误。"
    ),
    "evidence": (
        "生成证据：全部方案、按事先声明的对比逐条评判的论断、模式、全部状态变量与资金。\n\n"
        "向 OUT 写入 evidence.md、evidence.zh.md、figures/evidence-* 以及 evidence/ 中含全部数字的表；原有的被替换。两个处理器约需一刻钟。"
    ),
    "hypotheses": (
        "检验假设 H1 至 H10；不指定名称则全部检验。\n\n"
        "每条假设都是一个设计好的实验：使用公共随机数、同样经费的配对运行，关闭机制的零效应运行（效应须逐位为零），对照，共享 95 % 置信度的区间，以及结论：支持、否定、视条件而定或未决。H7 还让每种体制在另外的种子上优化自己的杠杆。区域图显示各种条件下哪种体制最优。\n\n"
        "完成的运行保存在 KEEP 中：中断后从原处继续，不会重复运行；代码改变则重新开始。"
    ),
    "map": (
        "在考核与经费相同的条件下，画出何处谁领先。\n\n"
        "横轴为规则实施或危机发生以来的时间，纵轴为社区之间的相似度；按考核与外溢分面板，并取两种借鉴价格。各方以其最优形式参加，形式在另外的种子上选出。仅当两种价格下都明确领先时着色；十二个关键格再以 160 对重新运行。\n\n"
        "首先显示所需的运行次数与时间。完成的运行保存在 KEEP 中：中断后从原处继续。向 OUT 写入两种语言的页面、图、全部各格与清单。"
    ),
    "assumptions": (
        "改变每一个假定的数值，先逐个改变，再全部同时改变（Morris），找出哪些结论在何处反转。\n\n"
        "不指定名称则包括所有状态为“假定”的数值。结论事先声明：方案之间的差别与每条假设的主要对比。完成的运行与 `cogov hypotheses` 一样保存在 KEEP 中。"
    ),
    "validate": (
        "填写验证表：每个经验目标、来源、模型的取值、是否符合。\n\n"
        "逐项注明该目标是输入的、拟合的还是留出的。向 OUT 写入 validation.md、validation.zh.md、一幅图与一张表。完成的运行与 `cogov hypotheses` 一样保存在 KEEP 中。"
    ),
    "movability": (
        "测量各杠杆能使归属感、信任、满意度等居民状态变动多少。\n\n"
        "逐项把杠杆移至两端、再全部同时移动，并运行四个主要方案。变动范围以居民间标准差与边际为单位：各方案的变动不足一个边际的状态在此不动。"
        "向 OUT 写入 movability.md、movability.zh.md 与一张表。完成的运行与 `cogov hypotheses` 一样保存在 KEEP 中。"
    ),
    "reproduce": (
        "用模型自己的规则重现已发表的结果，并列给出双方的数值。\n\n"
        "不指定名称则全部运行，需数分钟（--quick：一分钟以内）。有一项不符时退出码为 1。"
    ),
    "odd": (
        "输出模型的 ODD 描述（Grimm 等 2020），或与 TRACE 页一起写入文件夹。\n\n"
        "内容由模型运行所依据的声明、日程与文档字符串生成。用 --out 时写出两种语言，除非用 --lang 指定其一。"
    ),
    "scenarios": (
        "方案库：列出、显示、对照、新建与检查方案。\n\n"
        "NAME 可以是方案库中的名称、YAML 文件的路径，或用 + 连接：每类一个模块（above+low_control+government_purse），"
        "或一个方案与叠加于其上的内容（co_governance+funding_cut）。"
    ),
    "scenarios check": "检查方案文件及其费用：一次列出全部错误，再逐项列出预算。",
    "scenarios diff": "显示两个方案的哪些杠杆不同：起始时与每次变动之后。",
    "scenarios list": "列出方案库中的方案，以及可用来组合方案的模块。",
    "scenarios new": "写出一个可供修改的方案文件，注释中列出每个杠杆及其允许的取值。",
    "scenarios show": "显示一个方案：它要回答的问题、杠杆及理由、变动与费用。",
    "data": "数据文件夹：由真实记录生成，或检查自己的数据。",
    "data check": "列出 FOLDER 的内容及其中的全部错误；不能使用时退出码为 2。",
    "data make": "把名为 NAME 的记录写入 FOLDER：social_insure、davis，或 example（虚构，供仿照）。",
    "data targets": "由 FOLDER（或一个文件）中的诉求记录生成供 `cogov calibrate` 使用的目标：实际记录与模型中政府部门的记录相对应。模型中没有对应指标的，列出理由。",
    "extensions": "列出已安装的扩展而不导入；或导入所指定的扩展，加以检查，并说明它们增加了什么。",
    "app": (
        "启动网页应用：观察一个运行中的城区，比较政策，理解原因。\n\n"
        "每位访问者有自己的一次运行，离开页面即丢弃。其他上限由环境变量 COGOV_APP_COMMUNITIES、COGOV_APP_WEEKS、COGOV_APP_UPLOAD_KILOBYTES、COGOV_APP_ENSEMBLES、COGOV_APP_IDLE_MINUTES、COGOV_APP_CONNECTIONS、COGOV_APP_HANDSHAKE_SECONDS 设定。"
    ),
}
"""What a command does, by its path below `cogov`."""

OPTIONS: dict[str, str] = {
    "--all": "在屏幕上显示全部指标，而不只是主要指标。",
    "--communities": "社区数。",
    "--dask": "等同于 --engine dask:ADDRESS。",
    "--dask-jobqueue": "等同于批处理系统的 --engine SYSTEM:KEY=VALUE,...。",
    "--engine": "在哪里运行：本机的进程（local）、正在运行的 Dask 调度器（dask:tcp://host:8786）或批处理系统（slurm:queue=short,jobs=8,cores=4,memory=8GB）。结果与之无关。",
    "--data": "从数据文件夹读取居民、联系与社会组织。",
    "--debug": "出错时显示完整回溯；可写在任意位置。",
    "--extension": "自己的机制、指标与方案：已安装的扩展或 Python 文件；可重复。环境变量 COGOV_EXTENSIONS 对所有命令生效，多项用逗号分隔。",
    "--force": "即使估计内存不足也照样运行。",
    "--json": "以 JSON 输出结果，供脚本使用。",
    "--lang": "语言。[默认：屏幕用 en，报告用双语]",
    "--keep": "保存已完成运行的文件夹。",
    "--out": "结果文件夹。",
    "--part": "从第 K 个点起每 N 个取一个，供互不相连的机器分担；之后用 `cogov study merge` 合并。",
    "--quick": "用极小的城区试运行；结果没有意义。",
    "--quiet": "不显示进度与表格，只显示错误。",
    "--residents": "成年居民总数。",
    "--size": "一次设定居民数、社区数与网格数：quick 为 8 个社区、各 1,050 人、1 个网格（资源整合与实际不成比例）；full 为 8 个社区、各 4,200 人、4 个网格。",
    "--retry-failed": "重做失败的运行。",
    "--seed": "随机种子；种子相同，运行结果就相同。",
    "--set": "杠杆、环境参数或常数，在每个方案中取同样的值；可重复；@FILE 从 best.yaml 之类的文件读取。",
    "--time-limit": "一次运行的时限（秒）；超过即视为停止响应，替换所在进程并指明是哪次运行；0：不限。",
    "--timezone": "所在地时区，如 Asia/Shanghai：诉求的时间有的带 UTC 偏移、有的不带时需要指明。",
    "--version": "显示版本。",
    "--weeks": "每次运行的周数。",
    "--workers": "进程数；结果与之无关。[默认：处理器数]",
    "cogov.--lang": "消息所用的语言。",
    "data.--lang": "消息所用的语言。",
    "evidence.--lang": "消息所用的语言。",
    "scenarios.--lang": "消息所用的语言。",
    "scenarios new.--lang": "消息所用的语言。",
    "study.--lang": "消息所用的语言。",
    "analyse.--against": "配对差值的基准。[默认：第一个方案]",
    "analyse.--by": "区域图的因素；给出两个。[默认：影响最大的两个]",
    "analyse.--indicator": "要分析的指标；可重复。[默认：研究中所列的，或六项主要指标]",
    "analyse.--out": "[默认：研究文件夹内的 exports/analysis]",
    "analyse.--part": "只做这一部分；可重复。设计不允许时报错。",
    "analyse.--scenario": "要分析的方案；可重复。[默认：全部]",
    "analyse.--seed": "重抽样以及训练点与留出点划分所用的种子。",
    "analyse.--threshold": "寻找怎样的盒，如 'satisfaction>0.6'；与 --against 同用时指差值。[默认：优于基准]",
    "app.--host": "监听的地址；换成别的地址可让其他机器访问。",
    "app.--open": "在本机浏览器中打开页面。",
    "app.--port": "端口；0 表示取一个空闲端口。",
    "app.--public-url": "访客使用的网址（经过反向代理时）；以其他网址发来的请求会被拒绝。",
    "app.--residents": "访问者最多可设的居民数。",
    "app.--runs": "一组运行的最多次数。",
    "app.--studies": "存放研究的文件夹，访问者可打开其中的研究。",
    "assumptions.--headlines": "同时包括每条假设的主要对比。[默认：是，quick 时否]",
    "assumptions.--quick": "小城区、少量运行、只看方案之间的结论：数分钟。",
    "assumptions.--replicates": "每种设定的重复次数。[默认：8，quick 时 4]",
    "assumptions.--trajectories": "Morris 轨迹数；0：只逐个变动。[默认：8，quick 时 2]",
    "calibrate.--check": "只读取文件并说明最多需要多少次运行，不实际运行。",
    "calibrate.--example": "输出一个示例目标文件。",
    "calibrate.--out": "保存运行结果的研究文件夹。[默认：out/文件名]",
    "calibrate.--workers": "本机的进程数；0：只用当前进程。结果与之无关。[默认：处理器数]",
    "compare.--ablate": "另以差异较小的居民重新比较，报告居民对各差值的贡献：means（以所在社区的均值代替）、frozen（归属感、信任、学习与疲劳不变）或 alone（互不影响）；可重复。",
    "compare.--author": "作者，写在封面上。",
    "compare.--conditions": "默认比较是否还在其他考核、成本与危机下运行，并做消融。[默认：是；使用 --data 时否]",
    "compare.--date": "写在报告上的日期；不指定则不写。",
    "compare.--futures": "在抽取的 N 种情形中重复比较。",
    "compare.--keep": "保存已完成运行的文件夹；用同一命令可继续。[默认：out/kept，仅用于各情形]",
    "compare.--over": "各情形中改变什么：环境参数或常数，在合理区间或指定的区间内取值；environment 或 assumed 表示该类全部；可重复。",
    "compare.--per-future": "每种情形中每个方案的运行次数。",
    "compare.--precision": "代替 --replicates：一直运行到配对差值的区间半宽不超过此值（以指标的单位计）；可重复。",
    "compare.--question": "首页上的问题，用你自己的话。",
    "compare.--replicates": "每个方案的重复次数；只有一次则没有区间。[默认：20；默认比较为 160]",
    "compare.--title": "报告的标题。[默认：各方案的名称]",
    "compare.--weeks": "每次运行的周数。[默认：260；默认比较为 273]",
    "compare.--why": "同时重演各方案与基准的混合，报告每个杠杆对此指标差值的贡献（不指定则为满意度）；可重复。请放在最后，或写明指标。",
    "compare.--why-runs": "--why 中每个方案的最多运行次数。",
    "compare.--word": "另写出 Word 报告：report.docx，或每种语言一个文件。",
    "data check.--json": "以 JSON 输出，供脚本使用。",
    "data check.--lang": "语言。",
    "data make.--json": "以 JSON 输出，供脚本使用。",
    "data make.--lang": "语言。",
    "data targets.--force": "覆盖已有文件。",
    "data targets.--from": "计入的第一天。[默认：受理记录所覆盖的最近 52 周]",
    "data targets.--json": "以 JSON 输出，供脚本使用。",
    "data targets.--lang": "语言。",
    "data targets.--out": "要写出的文件。[默认：直接输出]",
    "data targets.--population": "全部诉求所属的居民人数。[默认：文件夹中的人数，并只计其社区的诉求]",
    "data targets.--to": "计入的最后一天。",
    "evidence.--out": "存放文档的文件夹。",
    "evidence.--replicates": "每个方案的重复次数。",
    "extensions.--example": "输出一个示例扩展文件。",
    "hypotheses.--map": "绘制区域图。[默认：检验全部十条时绘制]",
    "hypotheses.--quick": "小城区、少量运行：一两分钟，区间很宽。",
    "hypotheses.--replicates": "每种设定的重复次数。[默认：20，quick 时 6]",
    "hypotheses.--residents": "每个城区的成年居民总数。",
    "map.--out": "存放结果的文件夹。",
    "map.--quick": "较小的图，配对很少，需数分钟；不是结果。",
    "map.--residents": "每个城区的成年居民总数。[默认：3200]",
    "odd.--out": "把 odd 与 trace 以 Markdown 与 HTML 写入文件夹。",
    "odd.--trace": "改为输出 TRACE 页：各项质量主张及其测试。",
    "replay.--data": "数据文件夹的新位置（如已移动）。",
    "replay.--extension": "运行所用扩展的新位置（如已移动）；可重复。",
    "replay.--out": "同时把结果写入此文件夹。",
    "reproduce.--out": "把页面（en、zh）、CSV 与图写入文件夹。",
    "movability.--replicates": "每种设定的重复次数。",
    "reproduce.--quick": "小样本：一分钟以内，供初看与持续集成。",
    "run.--cases": "另写出 cases.csv：每件诉求写成热线记录的样子，加 --lang zh 时用中文表头。",
    "run.--checkpoint": "把全部状态存入此文件，供日后继续。",
    "run.--checkpoint-at": "在哪一周结束时保存。[默认：最后一周]",
    "run.--from": "代替 SCENARIO：由检查点继续到第 --weeks 周结束；此时 --set 从该处起改变杠杆。",
    "run.--other-source": "检查点所用扩展的源码已改变时，仍用现在的源码继续。",
    "run.--out": "结果文件夹。[默认：out/方案名；out/文件名-continued]",
    "run.--start": "第 1 周开始的星期一，供 --cases 使用。",
    "scenarios check.--budget": "元/居民/年。",
    "scenarios check.--json": "以 JSON 输出，供脚本使用。",
    "scenarios check.--lang": "语言。",
    "scenarios diff.--json": "以 JSON 输出，供脚本使用。",
    "scenarios diff.--lang": "语言。",
    "scenarios list.--json": "以 JSON 输出，供脚本使用。",
    "scenarios list.--lang": "语言。",
    "scenarios new.--extends": "所依据的方案：名称或文件。",
    "scenarios new.--force": "覆盖已有文件。",
    "scenarios new.--out": "要写出的文件。",
    "scenarios show.--json": "以 JSON 输出，供脚本使用。",
    "scenarios show.--lang": "语言。",
    "scenarios show.--yaml": "输出为独立的方案文件，列出每个杠杆。",
    "study export.--format": "csv.gz、.dta、.xlsx 或 .nc",
    "study export.--out": "[默认：文件夹内的 exports/]",
    "study export.--series": "导出逐周序列，而不是每次运行一行（csv、netcdf）。",
    "study resume.--workers": "本机的进程数；0：只用当前进程。[默认：处理器数]",
    "study verify.--again": "重做 N 次已完成的运行，逐字节对照。",
    "study verify.--rebuild": "日志损坏时，由已封存的部分重建日志。",
    "sweep.--check": "只读取文件并说明将运行什么，不实际运行。",
    "sweep.--example": "输出一个示例研究文件：grid 或其他类型。",
    "sweep.--out": "研究文件夹。[默认：out/文件名]",
    "sweep.--redesign": "在原设计不属于现设计的文件夹中继续。",
    "sweep.--workers": "本机的进程数；0：只用当前进程。[默认：处理器数]",
    "trace.--community": "追踪一个社区。",
    "trace.--organization": "追踪一个社会组织：编号、成立时的 COMMUNITY/WEEK，或数据中的编号。",
    "trace.--replicate": "追踪哪一次重复的历史。",
    "trace.--replicates": "重演多少段历史；只有一段则没有区间。",
    "trace.--resident": "追踪一位居民：住户编号、HOME/WEEK，或数据中的编号。",
    "trace.--without": "去掉 organization:N、organization:COMMUNITY/WEEK、rule:ELEMENT[@community:K] 或 social_worker:N 后重演；可重复。",
    "validate.--replicates": "每种设定的重复次数。",
    "why.--exact": "运行全部混合，不论需要多少次；或一律抽取次序。",
    "why.--group": "一起切换的杠杆；可重复；`kinds`：全部按声明的类别。",
    "why.--indicator": "解释哪项指标的差值；可重复。[默认：主要结果]",
    "why.--replicates": "每种混合的运行次数；只有一次则没有区间。",
    "why.--runs": "最多运行次数：足够时运行全部混合，否则在此限度内抽取次序。",
}
"""What an option means; the default in brackets where it is not a plain value."""
# fmt: on
