"""Words of the page Compare."""

from __future__ import annotations

from ...core.text import Text

CHART_NAMES = (
    "satisfaction", "true_resolution", "belonging", "participation", "rule_fit", "escalation", "transaction_cost", "reporting_gap",
)  # fmt: skip

CONTEST = {
    "setup": Text("What is compared", "比较设定"),
    "title": Text("Compare policies on the same random numbers", "用公共随机数比较政策"),
    "lead": Text(
        "The same residents, the same problems, the same money; only the policy differs. First watch one run; then repeat it many times to see which differences are more than chance.",
        "同样的居民、问题与机遇，同样的经费，只有政策不同。先看一次实况，再用多次重复判断哪些差别不是偶然。",
    ),
    "baseline": Text("Baseline", "基准方案"),
    "scenario": Text("Scenario", "方案"),
    "residents": Text("Residents", "居民数"),
    "communities": Text("Communities", "社区数"),
    "weeks": Text("Weeks", "周数"),
    "seed": Text("Random seed", "随机种子"),
    "make": Text("Compare these", "比较这些方案"),
    "pending": Text(
        "Not applied yet: what is below still shows what its headings name. “Compare these”, or any button that runs weeks or the ensemble, applies it.",
        "尚未应用：下方内容仍为其标题所示的设定。点“比较这些方案”或任一运行按钮即可应用。",
    ),
}

ENSEMBLE = {
    "ensemble": Text("Many runs: which differences are more than chance?", "多次重复：哪些差别不是偶然？"),
    "lead": Text(
        "Each replicate has its own residents and random numbers, shared by all scenarios. Differences are paired; bars are 95 % intervals.",
        "每次重复有自己的居民与随机数，各方案共用。差值逐次配对，区间为 95 % 置信区间。",
    ),
    "replicates": Text("Replicates", "重复次数"),
    "start": Text("Run ensemble", "开始运行"),
    "cancel": Text("Cancel", "取消"),
    "progress": Text("Runs done", "已完成的运行"),
}

STATES = {
    "idle": Text("", ""),
    "waiting": Text("waiting for another visitor's ensemble", "等待其他访客的运行结束"),
    "running": Text("{done} of {total} runs{left}", "已完成 {done}/{total} 次{left}"),
    "done": Text("done: {total} runs", "已完成 {total} 次运行"),
    "cancelled": Text("cancelled; nothing was kept", "已取消，未保留结果"),
    "failed": Text("failed", "失败"),
}
LEFT = Text(", about {seconds:.0f} s left", "，约剩 {seconds:.0f} 秒")

RESULTS = {
    "differences": Text("Differences from the baseline", "与基准方案的差值"),
    "lead": Text(
        "Means over the last 52 weeks. If the bar does not touch the middle line, the difference is clear; green is better, orange worse.",
        "取最后 52 周的均值。区间不含中线即为明确差异；绿色为更好，橙色为更差。",
    ),
    "indicator": Text("Indicator", "指标"),
}

GAINS = {
    "gains": Text("Who gains, who loses", "谁受益，谁受损"),
    "lead": Text(
        "The same resident in both worlds: better or worse off by more than 0.02 in satisfaction. Groups under 10 are not shown.",
        "同一居民在两种方案下的满意度相差超过 0.02，即为受益或受损。少于 10 人的群体不显示。",
    ),
    "group": Text("Group", "群体"),
    "residents": Text("Residents", "居民数"),
    "bar": Text("shares of better, same, worse", "受益、不变、受损占比"),
    "better": Text("Better off", "受益"),
    "worse": Text("Worse off", "受损"),
    "few": Text("too few residents", "人数过少"),
}

WORDS = {
    "live": Text("Live: one run of each policy", "实况：每种政策各运行一次"),
    "colour": Text("Colour by", "着色依据"),
    "course": Text("Course of the differences", "差值的变化过程"),
    "levels": Text("Course of the levels", "水平的变化过程"),
    "when": Text("When", "何时"),
    "when_lead": Text(
        "Paired differences from {base} over the quarter that ends then. Time counts from the first decision on rules, at the end of the first quarter. A star: the 95 % interval leaves zero out.",
        "与{base}的配对差值，取截至该时点的一个季度。时间自第一个季度末首次决定规则起算。星号：95 % 区间不含零。",
    ),
    "cost": Text("Cost against effect", "成本与效果"),
    "cost_lead": Text(
        "Government money is the same in all scenarios; what differs is what it costs residents and what a solved problem costs.",
        "各方案的政府支出相同；不同的是居民付出的成本，以及解决一个问题的成本。",
    ),
    "x": Text("Cost", "成本"),
    "y": Text("Effect", "效果"),
    "take": Text("Download", "下载"),
    "report": Text("Report (HTML)", "报告（HTML）"),
    "data": Text(
        "All files (ZIP: report, figures, Parquet, CSV, manifest)", "全部文件（ZIP：报告、图、Parquet、CSV、清单）"
    ),
    "scenarios": Text("Scenario files (ZIP)", "方案文件（ZIP）"),
    "command": Text("To reproduce this, run in the downloaded folder:", "在下载文件所在文件夹中重现结果的命令："),
    "not_made": Text("{name} could not be made: {why}", "无法生成 {name}：{why}"),
    "preparing": Text("preparing …", "准备中……"),
    "replicates": Text("Replicates: a whole number of at least 2.", "重复次数须为不小于 2 的整数。"),
    "form": Text(
        "What stands in the form above cannot be compared; the reason stands there.",
        "上方表单的设定无法比较，原因见该处。",
    ),
    "other": Text(" (of other settings than those above now)", "（与上方现在的设定不同）"),
    "result": Text("Result", "结果"),
    "made": Text("From: {titles} · {line}", "依据：{titles} · {line}"),
    "earlier": Text(
        "The form above has been changed since: this result is of the settings named here.",
        "上方表单已改动：本结果仍属此处所列的设定。",
    ),
}
