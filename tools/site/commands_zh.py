"""The words of the command line in Chinese, by the English words that commands declare. A test holds the list complete."""

from __future__ import annotations

# fmt: off
COMMANDS: dict[str, str] = {
    "Community micro-governance, simulated: top-down design, local exploration, co-governance.\n\nExit codes: 0 done, 1 failed, 2 wrong usage or input.":
        "城市社区微治理仿真：顶层设计、社区探索与协同共治。\n\n退出码：0 完成，1 失败，2 用法或输入有误。",
    "Compare SCENARIOS on the same luck: what differs, who gains and loses, what is assumed.\n\nThe first scenario is the baseline. Default: top_down local_exploration co_governance. A scenario is a name of the library (see `cogov scenarios list`), a YAML file, or several joined with + (co_governance+funding_cut).\n\nWrites report.html, figures, indicators.csv, runs.parquet, gains.csv, tables, manifest.json and the scenarios into OUT. The report says at first what was found and how sure it is; each of its numbers leads to a row of these tables.\n\nWith --futures, the comparison is repeated over sampled futures: settings of what no policy sets, within what is plausible. Told is in which share of them each finding holds, where it fails, and the regret of each scenario.\n\nExit codes: 0 done, 1 a run failed or a precision was not reached, 2 wrong usage or input.":
        "在同样的随机条件下比较各方案：差别在哪里，谁受益、谁受损，依据哪些假设。\n\n第一个方案是基准。默认为 top_down local_exploration co_governance。方案可以是方案库中的名称（见 `cogov scenarios list`）、YAML 文件，或用 + 连接的多个方案（co_governance+funding_cut）。\n\n向 OUT 写入 report.html、图、indicators.csv、runs.parquet、gains.csv、各表、manifest.json 与各方案文件。报告首先说明发现了什么、有多大把握；其中每个数字都指向这些表的某一行。\n\n用 --futures 时，在抽取的多种未来中重复比较：政策不能决定的条件在合理区间内取值。给出每项结论在多大比例的未来中成立、在何处不成立，以及每个方案的遗憾值。\n\n退出码：0 完成，1 有运行失败或未达到所要求的精度，2 用法或输入有误。",
    "Run one SCENARIO once, or go on from a checkpoint.\n\nWrites indicators (week by week, of the district and of each community), events and residents as Parquet and CSV, the scenario, and a manifest into OUT. The seed is the model's own: with one from runs.parquet of a comparison it is that replicate.\n\nA run that goes on shares its luck with the one from which it branched. A checkpoint can be continued by the version of cogov that wrote it. Who moves in later is numbered (unique_id) whenever a run pauses, which it does every 13 weeks and at a checkpoint: only a checkpoint at another week numbers differently from a run without.":
        "将一个方案运行一次，或由检查点继续。\n\n向 OUT 写入逐周指标（全区与各社区）、事件与居民（Parquet 与 CSV）、方案文件和清单。种子是模型自身的种子：取比较结果 runs.parquet 中的种子，即重现那一次重复。\n\n继续的运行与其分岔之前的运行共享随机条件。检查点只能由写出它的那一版 cogov 继续。后来迁入者在运行暂停时编号（unique_id），即每 13 周以及在检查点处：只有设在其他周的检查点，编号才会与没有检查点的运行不同。",
    "Run again what a MANIFEST (or the folder it is in) describes, and check that the results are the same bytes.\n\nExit code 0: they are. 1: they are not, and what differs is said.":
        "按清单（或其所在文件夹）所述重新运行，并检查结果是否逐字节相同。\n\n退出码 0：相同；1：不同，并说明何处不同。",
    "Make the runs of a STUDY file: scenarios at the points of a design, in replicates.\n\nStops and goes on without losing or repeating a finished run: the first Ctrl-C finishes what is under way (6 seconds at most), the second stops at once; the same command, or `cogov study resume FOLDER`, goes on. A design may grow between sessions.\n\nExit codes: 0 all runs are there, 1 stopped, some failed, or a precision was not reached, 2 wrong usage or input.":
        "完成研究文件规定的运行：各方案在设计的各点上重复运行。\n\n可随时停止与继续，已完成的运行既不丢失也不重做：第一次 Ctrl-C 等手头的运行做完（至多 6 秒），第二次立即停止；用同一命令或 `cogov study resume FOLDER` 继续。两次之间可以扩充设计。\n\n退出码：0 全部运行齐备，1 中途停止、有运行失败或未达到所要求的精度，2 用法或输入有误。",
    "Care of the folder of a study: status, resume, verify, merge, export.":
        "管理研究文件夹：状态、继续、核验、合并、导出。",
    "Write the finished runs of FOLDER for other programs, with labels and units.":
        "把 FOLDER 中已完成的运行导出给其他程序使用，附标签与单位。",
    "Bring finished runs of OTHER folders into FOLDER, which is made from the first of them if it is not there.\n\nAll must be of the same code of the model. Runs that are in both must be the same, byte for byte.":
        "把其他文件夹中已完成的运行并入 FOLDER；FOLDER 不存在时由其中第一个生成。\n\n所有运行必须出自同一版模型代码；两边都有的运行必须逐字节相同。",
    "Make the runs that are missing in FOLDER, on this machine or another than before.":
        "补齐 FOLDER 中缺少的运行，可在原来的机器上，也可换一台。",
    "Say how far the study in FOLDER is, and who is at work there.":
        "说明 FOLDER 中的研究进行到哪里，正由谁在运行。",
    "Check that all in FOLDER is whole, and print the digest of its results.\n\nExit code 0: it is. 1: something is damaged, and what is said. Missing runs are no damage.":
        "检查 FOLDER 是否完整，并给出结果的摘要值。\n\n退出码 0：完整；1：有损坏，并说明何处损坏。缺少的运行不算损坏。",
    "Analyse the finished runs of a STUDY's folder: what matters, how much is luck, where what wins.\n\nAs far as the design allows: Sobol' or Morris indices, main effects, PRIM boxes as sentences, region maps; all with intervals, written as pages in both languages, figures and tables.":
        "分析研究文件夹中已完成的运行：哪些因素重要，随机性占多少，何处何者占优。\n\n在设计允许的范围内给出 Sobol' 或 Morris 指数、主效应、写成句子的 PRIM 盒、区域图；全部附区间，写成两种语言的页面、图与表。",
    "Fit free parameters to a TARGETS file; report what the targets determine, and what is held out.\n\nPoints spread over what is free, then a search, a check of the best point on fresh luck, and the same procedure on known points. Stopped, it goes on with the same command: finished runs are kept in the folder.\n\nExit codes: 0 done, 1 stopped or failed, 2 wrong usage or input.":
        "按目标文件拟合自由参数；报告目标能确定什么，以及留出的目标。\n\n先在自由范围内布点，再搜索，再用新的随机种子检验最优点，并对已知点做同样的恢复检验。中断后用同一命令继续：已完成的运行保留在文件夹中。\n\n退出码：0 完成，1 中途停止或失败，2 用法或输入有误。",
    "Make the evidence: every scenario, each claim judged by declared contrasts, patterns, every state, money.\n\nWrites evidence.md, evidence.zh.md, figures/evidence-* and tables with all numbers in evidence/ into OUT. Earlier ones are replaced. Takes about a quarter of an hour on two processors.":
        "生成证据：全部方案、按事先声明的对比逐条评判的论断、模式、全部状态变量与资金。\n\n向 OUT 写入 evidence.md、evidence.zh.md、figures/evidence-* 以及 evidence/ 中含全部数字的表；原有的被替换。两个处理器约需一刻钟。",
    "Put hypotheses H1 to H10 to the test; all of them without a name.\n\nEach is a designed experiment: paired runs on the same luck and money, null runs with the mechanism switched off (the effect must be zero bit for bit), a control, intervals that share 95 %, and a verdict: supported, refuted, depends, or undecided. H7 also lets each regime optimise its levers on seeds apart. The map shows which regime wins where.\n\nFinished runs are kept in KEEP: stopped work goes on where it was, and nothing is run twice. Changed code starts anew.":
        "检验假设 H1 至 H10；不指定名称则全部检验。\n\n每条假设都是一个设计好的实验：同样随机条件、同样经费下的配对运行，关闭机制的零效应运行（效应须逐位为零），对照，共享 95% 置信度的区间，以及结论：支持、否定、视条件而定或未决。H7 还让每种体制在另外的种子上优化自己的杠杆。区域图显示何处何种体制占优。\n\n完成的运行保存在 KEEP 中：中断后从原处继续，不会重复运行；代码改变则重新开始。",
    "Sweep every assumed number, one at a time and (Morris) all at once, and say which conclusions flip where.\n\nWithout names all numbers whose status is `assumed`. Conclusions are declared beforehand: differences of scenarios, and the headline contrast of every hypothesis. Finished runs are kept in KEEP, as by `cogov hypotheses`.":
        "变动每一个假设的数值，逐个变动与（Morris）同时变动，说明哪些结论在何处反转。\n\n不指定名称则包括所有状态为“假设”的数值。结论事先声明：方案之间的差别与每条假设的主要对比。完成的运行保存在 KEEP 中，与 `cogov hypotheses` 相同。",
    "Fill in the validation card: each empirical target, its source, what the model gives, met or not.\n\nSays of each target whether it was put in, fitted, or held out. Writes validation.md, validation.zh.md, a figure and a table into OUT. Finished runs are kept in KEEP, as by `cogov hypotheses`.":
        "填写验证卡：每个经验目标、来源、模型给出的值、是否达到。\n\n逐项注明该目标是输入的、拟合的还是留出的。向 OUT 写入 validation.md、validation.zh.md、一幅图与一张表。完成的运行保存在 KEEP 中，与 `cogov hypotheses` 相同。",
    "Run published results by the model's own rules, and print ours beside theirs.\n\nWithout a NAME all are run, which takes some minutes (--quick: within one). Exit code 1 if one of them differs.":
        "用模型自己的规则重现已发表的结果，并列给出双方的数值。\n\n不指定名称则全部运行，需数分钟（--quick：一分钟以内）。有一项不符时退出码为 1。",
    "Print the ODD description of the model (Grimm et al. 2020), or write it with the TRACE page into a folder.\n\nIt is made from what the model runs on: declared quantities, the schedule, docstrings. With --out both languages are written unless --lang names one.":
        "输出模型的 ODD 描述（Grimm 等 2020），或与 TRACE 页一起写入文件夹。\n\n内容由模型运行所依据的声明、日程与文档字符串生成。用 --out 时写出两种语言，除非用 --lang 指定其一。",
    "The library of scenarios: list, show, compare, write and check them.\n\nA NAME is one of the library, the path of a YAML file, or several joined with + (co_governance+funding_cut).":
        "方案库：列出、显示、对照、新建与检查方案。\n\nNAME 可以是方案库中的名称、YAML 文件的路径，或用 + 连接的多个方案（co_governance+funding_cut）。",
    "Check scenario files and what they cost: all faults at once, then the budget line by line.":
        "检查方案文件及其费用：一次列出全部错误，再逐项列出预算。",
    "Show in which levers two scenarios differ, at the start and after each change.":
        "显示两个方案的哪些杠杆不同：起始时与每次变动之后。",
    "List the scenarios of the library.": "列出方案库中的方案。",
    "Write a scenario file to start from, with every lever and what it allows as comments.":
        "写出一个可供修改的方案文件，注释中列出每个杠杆及其允许的取值。",
    "Show a scenario: its question, levers with reasons, changes and costs.":
        "显示一个方案：它要回答的问题、杠杆及理由、变动与费用。",
    "Data folders: make one from real records, check one's own.": "数据文件夹：由真实记录生成，或检查自己的数据。",
    "List what is in FOLDER and all that is wrong with it; exit code 2 if it cannot be used.":
        "列出 FOLDER 的内容及其中的全部错误；不能使用时退出码为 2。",
    "Write the records called NAME into FOLDER: social_insure, davis, or example (invented, to copy).":
        "把名为 NAME 的记录写入 FOLDER：social_insure、davis，或 example（虚构，供仿照）。",
    "Serve the web app: see a district live, compare policies, learn why.\n\nEvery visitor has a run of his or her own, which is dropped when the page is left. Other caps are set by variables COGOV_APP_COMMUNITIES, COGOV_APP_WEEKS, COGOV_APP_UPLOAD_KILOBYTES, COGOV_APP_ENSEMBLES, COGOV_APP_IDLE_MINUTES, COGOV_APP_CONNECTIONS, COGOV_APP_HANDSHAKE_SECONDS.":
        "启动网页应用：观察一个运行中的城区，比较政策，理解原因。\n\n每位访问者有自己的一次运行，离开页面即丢弃。其他上限由环境变量 COGOV_APP_COMMUNITIES、COGOV_APP_WEEKS、COGOV_APP_UPLOAD_KILOBYTES、COGOV_APP_ENSEMBLES、COGOV_APP_IDLE_MINUTES、COGOV_APP_CONNECTIONS、COGOV_APP_HANDSHAKE_SECONDS 设定。",
    "What caused the difference of scenario B and scenario A: each lever's share in it.\n\nMixtures that take some levers from B and the rest from A are replayed with the same residents, luck and money. A lever's share is what switching it adds, on average over all orders of switching (Shapley value); the shares sum to the difference. With few levers every mixture is run; with many, orders are drawn. The social workers' shares of time are switched as one. Finished runs are kept in KEEP: stopped work goes on, nothing is run twice.\n\nOne history, and its replay without a cause: cogov trace.":
        "方案 B 与方案 A 的差别由什么造成：每个杠杆的贡献。\n\n以同样的居民、随机条件与经费，重演一部分杠杆取自 B、其余取自 A 的混合方案。杠杆的贡献是切换它所增加的量，对所有切换次序取平均（Shapley 值）；各贡献之和等于差值。杠杆少时运行全部混合，多时抽取若干次序。社工的各项时间比例作为一个整体切换。完成的运行保存在 KEEP 中：中断后继续，不会重复运行。\n\n追踪一段历史，并在去掉某个原因后重演：cogov trace。",
    "One chain of events in SCENARIO, or in two scenarios side by side, and its replay without a cause.\n\nWhat happened to a resident, a community or an organisation, the week in which the two histories part, and the same history without a suspected cause: the causes that are found, or those named with --without. Without a subject the whole district is followed.\n\nEach lever's share in the difference of two scenarios: cogov why.":
        "追踪 SCENARIO 中的一段历史，或并列两个方案的历史，并在去掉某个原因后重演。\n\n一位居民、一个社区或一个社会组织经历了什么，两段历史在哪一周分岔，以及去掉某个可疑原因后的同一段历史：原因自行寻找，或用 --without 指定。不指定对象时追踪整个城区。\n\n每个杠杆在两个方案差别中的贡献：cogov why。",
    "Make targets for `cogov calibrate` from the cases in FOLDER (or in a file): what was recorded, beside what the model's offices record. What has no counterpart in the model is listed with the reason.":
        "由 FOLDER（或一个文件）中的诉求记录生成供 `cogov calibrate` 使用的目标：实际记录与模型中政府部门的记录相对应。模型中没有对应指标的，列出理由。",
    "List installed extensions without importing them; or import those named, check them, and say what they add.":
        "列出已安装的扩展而不导入；或导入所指定的扩展，加以检查，并说明它们增加了什么。",
}

OPTIONS: dict[str, str] = {
    "Show the version.": "显示版本。", "Show the traceback of an error; may stand anywhere.": "出错时显示完整回溯；可写在任意位置。",
    "Runs of each scenario; one gives no intervals.": "每个方案的重复次数；只有一次则没有区间。",
    "Instead of --replicates: run until the interval's half-width of the paired difference is this narrow, in the indicator's unit; may be repeated.":
        "代替 --replicates：运行到配对差值的区间半宽达到此值为止（以指标的单位计）；可重复。",
    "Where all luck comes from.": "一切随机结果的来源。", "Length of each run.": "每次运行的长度（周）。", "Adults in all.": "成年居民总数。", "Communities.": "社区数。",
    "A lever, environment parameter or constant, the same in every scenario; may be repeated; @FILE reads them from a file like best.yaml.":
        "杠杆、环境参数或常数，在每个方案中取同样的值；可重复；@FILE 从 best.yaml 之类的文件读取。",
    "Residents, ties and organisations from a data folder.": "从数据文件夹读取居民、联系与社会组织。", "Folder of the results.": "结果文件夹。",
    "Show all indicators on the screen, not the main ones.": "在屏幕上显示全部指标，而不只是主要指标。", "Language.": "语言。",
    "en on the screen, both in a report": "屏幕用 en，报告用双语", "Processes; results do not depend on it.": "进程数；结果与之无关。", "How long one run may take before it counts as hung: its process is replaced, the run named; 0: as long as it likes.": "一次运行最长可用多少秒，超过即视为挂起：替换其进程并指明是哪次运行；0：不限。", "processors": "处理器数",
    "No progress and no tables, errors only.": "不显示进度与表格，只显示错误。", "Print results as JSON, for scripts.": "以 JSON 输出结果，供脚本使用。", "out/SCENARIO": "out/方案名",
    "Where the data folder is now, if it has moved.": "数据文件夹的现在位置（如已移动）。", "Also write the results into this folder.": "同时把结果写入此文件夹。",
    "Folder of the study.": "研究文件夹。", "out/NAME of the file": "out/文件名", "Processes of this machine; 0: this one alone.": "本机的进程数；0：只用当前进程。",
    "Where runs are made: processes of this machine, workers of a running Dask scheduler (dask:tcp://host:8786), or a batch system (slurm:queue=short,jobs=8,cores=4,memory=8GB). Results do not depend on it.":
        "在哪里运行：本机的进程、正在运行的 Dask 调度器的工作进程（dask:tcp://host:8786），或批处理系统（slurm:queue=short,jobs=8,cores=4,memory=8GB）。结果与之无关。",
    "local": "local（本机）", "The same as --engine dask:ADDRESS.": "等同于 --engine dask:ADDRESS。",
    "The same as --engine SYSTEM:KEY=VALUE,... of a batch system.": "等同于批处理系统的 --engine SYSTEM:KEY=VALUE,...。",
    "Every N-th point from the K-th, for machines apart; `cogov study merge` joins them.": "从第 K 个点起每隔 N 个取一个，供互不相连的机器分担；用 `cogov study merge` 合并。",
    "Make failed runs again.": "重做失败的运行。", "Go on in a folder whose design is not part of this one.": "在原设计不属于现设计的文件夹中继续。",
    "Read the file, say what would be run, and run nothing.": "只读取文件并说明将运行什么，不实际运行。", "Print a study file to begin with: grid, or another kind.": "输出一个起步用的研究文件：grid 或其他类型。",
    "csv.gz, .dta, .xlsx or .nc": "csv.gz、.dta、.xlsx 或 .nc", "The weekly series instead of one row for each run (csv, netcdf).": "导出逐周序列，而不是每次运行一行（csv、netcdf）。",
    "exports/ in the folder": "文件夹内的 exports/", "Make N of the finished runs again and compare every byte.": "重做 N 次已完成的运行，逐字节对照。",
    "Make a new journal from the sealed parts, where the journal is damaged.": "日志损坏时，由已封存的部分重建日志。", "An indicator to analyse; may be repeated.": "要分析的指标；可重复。",
    "those of the study, or six main ones": "研究中所列的，或六项主要指标", "A scenario to analyse; may be repeated.": "要分析的方案；可重复。", "all": "全部", "Baseline of paired differences.": "配对差值的基准。",
    "the first scenario": "第一个方案", "A factor of the region maps; give two.": "区域图的因素；给出两个。", "those that matter most": "影响最大的两个",
    "What boxes are looked for, as 'satisfaction>0.6'; with --against, of the difference.": "寻找怎样的盒，如 'satisfaction>0.6'；与 --against 同用时指差值。", "better than the baseline": "优于基准",
    "Only this part; may be repeated. An error if the design does not allow it.": "只做这一部分；可重复。设计不允许时报错。", "Of resampling and of the split into training and held-out points.": "重抽样以及训练点与留出点划分所用的种子。",
    "exports/analysis in the study's folder": "研究文件夹内的 exports/analysis", "Folder of the study in which runs are kept.": "保存运行结果的研究文件夹。",
    "Read the file, say how many runs it takes at most, and run nothing.": "只读取文件并说明最多需要多少次运行，不实际运行。", "Print a file of targets to begin with.": "输出一个起步用的目标文件。",
    "Runs of each scenario.": "每个方案的重复次数。", "Folder of the documents.": "文档所在的文件夹。", "Tiny districts: tries the machinery, and means nothing.": "极小的城区：只试流程，数字没有意义。",
    "Small districts, few runs: a minute or two, and wide intervals.": "小城区、少量运行：一两分钟，区间很宽。", "Runs of each setting.": "每种设定的重复次数。", "20, quick 6": "20，quick 时 6",
    "Adults in all, in every district.": "每个城区的成年居民总数。", "Length of every run.": "每次运行的长度（周）。", "Draw up the map of regions.": "绘制区域图。", "with all ten": "检验全部十条时绘制",
    "Folder of finished runs.": "保存已完成运行的文件夹。", "Small districts, few runs, conclusions on scenarios only: minutes.": "小城区、少量运行、只看方案之间的结论：数分钟。", "8, quick 4": "8，quick 时 4",
    "Morris trajectories; 0: one at a time only.": "Morris 轨迹数；0：只逐个变动。", "8, quick 2": "8，quick 时 2", "The headline of every hypothesis too.": "同时包括每条假设的主要对比。", "yes, quick no": "是，quick 时否",
    "Small samples: within a minute, for a first look and for CI.": "小样本：一分钟以内，供初看与持续集成。", "Write pages (en, zh), a CSV and figures into a folder.": "把页面（en、zh）、CSV 与图写入文件夹。",
    "Write odd and trace as Markdown and HTML into a folder.": "把 odd 与 trace 以 Markdown 与 HTML 写入文件夹。", "Print the TRACE page instead: claims of quality with their tests.": "改为输出 TRACE 页：各项质量主张及其测试。",
    "Yuan a resident a year.": "元/居民/年。", "Language of the texts.": "文字的语言。", "Machine-readable output.": "供机器读取的输出。", "Scenario to depart from: a name or a file.": "所依据的方案：名称或文件。",
    "File to write.": "要写出的文件。", "NAME.yaml": "NAME.yaml", "Write over an existing file.": "覆盖已有文件。", "Try sizes that do not seem to fit into memory.": "即使估计内存不足也照样运行。", "Print JSON for scripts.": "输出 JSON，供脚本使用。", "Port; 0 takes a free one.": "端口；0 表示取一个空闲端口。",
    "Address that visitors use, where a proxy stands between; requests for other addresses are refused.": "访客使用的网址（经过反向代理时）；以其他网址发来的请求会被拒绝。",
    "Address to listen at; another one lets other machines in.": "监听的地址；换成别的地址可让其他机器访问。", "Most residents a visitor may ask for.": "访问者最多可设的居民数。", "Most runs of one ensemble.": "一组运行的最多次数。",
    "Folder whose study folders visitors may open.": "访问者可打开其中研究的文件夹。", "Open the page in the browser of this machine.": "在本机浏览器中打开页面。",
    "Repeat the comparison in N sampled futures.": "在抽取的 N 种未来中重复比较。",
    "What varies over futures: an environment parameter or constant, in its plausible range or the one given; 'environment' or 'assumed' for all of these; may be repeated.":
        "各种未来中变动什么：环境参数或常数，取合理区间或给出的区间；environment 或 assumed 表示此类全部；可重复。",
    "environment": "environment", "Runs of each scenario in each future.": "每种未来中每个方案的运行次数。",
    "Folder of finished runs; the same command goes on from there.": "保存已完成运行的文件夹；用同一命令从此处继续。", "out/kept": "out/kept", "out/kept, for futures only": "out/kept，仅用于各种未来",
    "Write the report for Word too: report.docx, or one file for each language.": "另写出 Word 报告：report.docx，或每种语言一个文件。",
    "Also replay mixtures of each scenario and the baseline, and report each lever's share of the difference in this indicator (satisfaction if none is named); may be repeated. Put it last, or name the indicator.":
        "另外重演各方案与基准的混合，报告每个杠杆在此指标差值中的贡献（不指明则为满意度）；可重复。请写在最后，或写明指标。",
    "Most runs for each scenario of --why.": "--why 中每个方案的最多运行次数。", "Title of the report.": "报告的标题。", "the scenarios": "各方案的名称",
    "The question on its first page, in your own words.": "首页上的问题，用你自己的话。", "Who hands it on.": "由谁提交。", "Date to be written on it; the report has none by itself.": "写在报告上的日期；报告本身不带日期。",
    "Mechanisms, indicators and scenarios of one's own: an installed extension or a Python file; may be repeated. COGOV_EXTENSIONS holds some for all commands, separated by commas.":
        "自己的机制、指标与方案：已安装的扩展或 Python 文件；可重复。环境变量 COGOV_EXTENSIONS 可为所有命令指定，以逗号分隔。",
    "What the difference is in; may be repeated.": "哪项指标的差值；可重复。", "the main outcomes": "主要结果", "Levers switched together; may be repeated; `kinds`: all by their declared kind.": "一起切换的杠杆；可重复；`kinds`：全部按声明的类别。",
    "Runs of each mixture; one gives no intervals.": "每种混合的运行次数；只有一次则没有区间。", "20": "20",
    "Most runs to make: every mixture if that is enough, else as many orders as it allows.": "最多运行次数：足够时运行全部混合，否则在此限度内抽取次序。",
    "Every mixture, whatever that takes; or orders in any case.": "无论需要多少都运行全部混合；或一律抽取次序。", "About one resident: number of the home, HOME/WEEK, or the id in the data.": "关于一位居民：住户编号、HOME/WEEK，或数据中的编号。",
    "About one community.": "关于一个社区。", "About one organisation: number, COMMUNITY/WEEK of its founding, or the id in the data.": "关于一个社会组织：编号、成立时的 COMMUNITY/WEEK，或数据中的编号。",
    "Replay without organization:N, organization:COMMUNITY/WEEK, rule:ELEMENT[@community:K] or social_worker:N; may be repeated.":
        "去掉 organization:N、organization:COMMUNITY/WEEK、rule:ELEMENT[@community:K] 或 social_worker:N 后重演；可重复。",
    "Which replicate's history to follow.": "追踪哪一次重复的历史。", "out/why": "out/why", "out/trace-...": "out/trace-...", "Histories to replay; one gives no intervals.": "重演多少段历史；只有一段则没有区间。",
    "Also write cases.csv: every case as a hotline would record it, with Chinese headers under --lang zh.": "另写出 cases.csv：每件诉求写成热线记录的样子，加 --lang zh 时用中文表头。",
    "Monday on which week 1 begins, for --cases.": "第 1 周开始的星期一，供 --cases 使用。", "Where an extension is now that the runs were made with, if it has moved; may be repeated.": "运行所用的扩展现在何处（如已移动）；可重复。",
    "print it": "直接输出", "Residents whose cases these all are.": "全部诉求所属的居民人数。", "those of the folder, with the cases of its communities": "文件夹中的人数，并只计其社区的诉求",
    "First day that counts.": "计入的第一天。", "the last 52 weeks that the intake covers": "受理记录所覆盖的最近 52 周",
    "Time zone of the place, as Asia/Shanghai: needed where some times of the cases have an offset from UTC and others have none.":
        "所在地时区，如 Asia/Shanghai：诉求的时间有的带 UTC 偏移、有的不带时需要指明。",
    "Last day that counts.": "计入的最后一天。",
    "Keep the whole state in this file, to go on from.": "把全部状态存入此文件，供日后继续。", "Week at whose end it is kept.": "在哪一周结束时保存。", "the last": "最后一周",
    "Go on from a checkpoint, in place of SCENARIO, to the end of week --weeks; --set then changes levers from there on.": "代替 SCENARIO：由检查点继续到第 --weeks 周结束；此时 --set 从该处起改变杠杆。",
    "Go on from the checkpoint with an extension whose source is not the same any more.": "检查点所用扩展的源码已改变时，仍用现在的源码继续。",
    "out/SCENARIO; out/FILE-continued": "out/方案名；out/文件名-continued", "Print the file of an extension to begin with.": "输出一个起步用的扩展文件。",
}
# fmt: on
