"""Words and choices of the page Explore."""

from __future__ import annotations

from ...core.text import Text

CHART_NAMES = (
    "satisfaction", "true_resolution", "reported_resolution", "participation", "belonging", "trust_government", "rule_fit", "case_time",
)  # fmt: skip

SPEEDS = (
    (1.0, Text("1 week a second", "每秒 1 周")),
    (4.0, Text("4 weeks a second", "每秒 4 周")),
    (8.0, Text("8 weeks a second", "每秒 8 周")),
    (26.0, Text("26 weeks a second", "每秒 26 周")),
    (104.0, Text("2 years a second", "每秒 2 年")),
    (0.0, Text("every week, as fast as possible", "逐周显示，尽可能快")),
)

SETUP = {
    "setup": Text("District", "城区设定"),
    "scenario": Text("Scenario", "方案"),
    "residents": Text("Residents", "居民数"),
    "communities": Text("Communities", "社区数"),
    "seed": Text("Random seed", "随机种子"),
    "make": Text("Apply", "应用"),
    "pending": Text(
        "Not applied yet: the map and charts still show what their heading names. Apply, or any button that runs weeks, applies it.",
        "尚未应用：地图与图表仍为其标题所示的设定。点“应用”或任一运行按钮即可应用。",
    ),
}

PLAYER = {
    "player": Text("Time", "时间控制"),
    "play": Text("Play", "播放"),
    "pause": Text("Pause", "暂停"),
    "step": Text("One week", "前进一周"),
    "reset": Text("Back to week 0", "回到第 0 周"),
    "speed": Text("Speed", "速度"),
    "until": Text("Until week", "运行至第几周"),
    "run": Text("Run", "运行"),
    "week": Text("Week", "第几周"),
    "marks": Text("Changes so far", "已作的调整"),
}

LEVERS = {"levers": Text("Policy levers", "政策杠杆"), "changed": Text("differs from the start", "与初始值不同")}

INSPECTOR = {
    "inspector": Text("Details", "对象详情"),
    "search": Text("Find", "查找"),
    "hint": Text("12, or o 3 (organisation), w 2 (social worker), g 0", "12；组织 3；社工 2；街道 1"),
    "find": Text("Find", "查找"),
    "nobody": Text("Pick somebody on the map, or search by number.", "在图上点选，或按编号查找。"),
    "follow": Text("Follow while playing", "播放时持续跟踪"),
    "clear": Text("Clear selection", "取消选择"),
    "state": Text("State", "状态"),
    "history": Text("History", "变化过程"),
    "ties": Text("Ties", "联系"),
    "cases": Text("Open cases", "未了结的诉求"),
    "events": Text("Events", "相关事件"),
}

FEED = {
    "feed": Text("What happens", "事件"),
    "community": Text("Community", "社区"),
    "all": Text("all", "全部"),
    "kinds": Text("Kinds of events", "事件类型"),
    "empty": Text("Nothing of this kind yet.", "暂无此类事件。"),
}

TIES = {
    "none": Text("of the selected resident", "仅所选居民"),
    "across": Text("between communities", "社区之间"),
    "all": Text("all residents", "全部居民"),
}

WORDS = {
    "colour": Text("Colour by", "着色依据"),
    "ties": Text("Show ties", "显示联系"),
    "rate": Text("frames per second", "帧/秒"),
    "save": Text("Save this policy as a scenario file", "将此政策保存为方案文件"),
    "not_found": Text("Nobody by this number.", "没有这个编号。"),
}
