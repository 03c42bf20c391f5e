"""Events worth telling, for the event file and the feed: written only where a run asked for them."""

from __future__ import annotations

from ..core.compile.compiled import compiled
from ..core.text import Text

# In the order of the EVENT_... codes.
EVENT_LABELS = (
    ("moved_in", Text("a resident moved in", "新居民迁入")),
    ("founded", Text("an organisation was founded", "社会组织成立")),
    ("dissolved", Text("an organisation was dissolved", "社会组织解散")),
    ("problem", Text("a public problem arose", "公共问题出现")),
    ("resolved", Text("a case was resolved", "诉求得到解决")),
    ("falsely_closed", Text("a case was closed on paper", "诉求被虚假办结")),
    ("abandoned", Text("a case was given up", "诉求被放弃")),
    ("settled", Text("a dispute was settled by the parties", "纠纷由双方自行化解")),
    ("mediated", Text("a dispute was mediated", "纠纷调解成功")),
    ("escalated", Text("a dispute went to an office or court", "纠纷升级至政府或法院")),
    ("trial_kept", Text("a local rule was kept after a trial", "社区试行后保留了一项规则")),
    ("copied", Text("rules were copied from elsewhere", "复制了外地规则")),
    ("mandated", Text("a rule was mandated", "上级强制推行了一项规则")),
    ("lapsed", Text("a local rule lapsed", "一项社区规则失效")),
    ("risen", Text("a case rose to a higher tier", "诉求上升至上级")),
)


@compiled
def tell(w, week, kind, community, who, what, value):
    """Note an event; nothing happens where events are not recorded (no room) or the room of this week is used up."""
    events = w.events
    k = events.count[0]
    if k < events.week.size:
        events.week[k] = week
        events.kind[k] = kind
        events.community[k] = community
        events.who[k] = who
        events.what[k] = what
        events.value[k] = value
        events.count[0] = k + 1
