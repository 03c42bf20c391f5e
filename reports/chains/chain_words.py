"""Words of chains of events, in both languages: what happened, to whom, by which cause."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.text import Text
from ...experiments.chains.history import Chain
from ...experiments.chains.recorder import Happening
from ...model.counterfactual import Cause
from ...model.quantities.indicators import INDICATORS

GOOD, BAD, PLAIN = "good", "bad", "plain"
CASES, HELP, MEMBERS, RULES, PLACE = "cases", "help", "members", "rules", "place"

GROUPS = {
    CASES: Text("own cases", "自身诉求"),
    HELP: Text("help", "互助"),
    MEMBERS: Text("members", "成员"),
    RULES: Text("rules here", "社区规则"),
    PLACE: Text("organisations here", "当地社会组织"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of happening: its words, `{name}` and `{value}` filled in; where it is drawn, and how."""

    text: Text
    group: str
    tone: str
    marker: str


KINDS = {
    "moved_in": Kind(Text("moved in", "迁入"), MEMBERS, PLAIN, ">"),
    "moved_out": Kind(Text("moved out", "迁出"), MEMBERS, PLAIN, "<"),
    "member": Kind(Text("a member of organisation {name} from the start", "一开始即为社会组织 {name} 的成员"), MEMBERS, PLAIN, "o"),
    "joined": Kind(Text("joined organisation {name}", "加入社会组织 {name}"), MEMBERS, GOOD, "^"),
    "left": Kind(Text("left organisation {name}, or it ended", "离开社会组织 {name}（或该组织解散）"), MEMBERS, BAD, "v"),
    "officer": Kind(Text("an officer of organisation {name}", "担任社会组织 {name} 的负责人"), MEMBERS, GOOD, "*"),
    "problem": Kind(Text("a public problem, {value} affected", "遇到公共问题（{value} 人受影响）"), CASES, PLAIN, "o"),
    "known": Kind(Text("the problem became known: {name}", "问题得到反映（{name}）"), CASES, PLAIN, "."),
    "resolved": Kind(Text("{name} resolved after {value} weeks", "{name}在 {value} 周后得到解决"), CASES, GOOD, "^"),
    "falsely_closed": Kind(Text("{name} closed on paper only", "{name}被虚假办结"), CASES, BAD, "v"),
    "abandoned": Kind(Text("{name} given up after {value} weeks", "{name}在 {value} 周后被放弃"), CASES, BAD, "X"),
    "settled": Kind(Text("settled a dispute with a neighbour", "与邻居自行化解纠纷"), CASES, GOOD, "D"),
    "settled_with": Kind(Text("a neighbour's claim was settled", "邻居提出的纠纷得到化解"), CASES, GOOD, "D"),
    "mediated": Kind(Text("a dispute was mediated", "纠纷经调解化解"), CASES, GOOD, "s"),
    "escalated": Kind(Text("took a dispute to an office", "纠纷升级至政府或法院"), CASES, BAD, "D"),
    "claimed_against": Kind(Text("a neighbour's dispute went to an office", "邻居将纠纷提交政府或法院"), CASES, BAD, "D"),
    "helped_by_tie": Kind(Text("helped by somebody known", "得到熟人邻里帮助"), HELP, GOOD, "o"),
    "helped_by_organization": Kind(Text("helped by an organisation", "得到社会组织帮助"), HELP, GOOD, "s"),
    "failed_by_organization": Kind(Text("asked an organisation, which failed", "求助社会组织未果"), HELP, BAD, "s"),
    "not_helped": Kind(Text("in need, and nobody helped", "有需求而无人帮助"), HELP, BAD, "X"),
    "gained": Kind(Text("{value} joined", "{value} 人加入"), MEMBERS, GOOD, "^"),
    "lost": Kind(Text("{value} left", "{value} 人离开"), MEMBERS, BAD, "v"),
    "new_officers": Kind(Text("other officers", "负责人更换"), MEMBERS, PLAIN, "*"),
    "founded_it": Kind(Text("it was founded", "该组织成立"), MEMBERS, GOOD, "P"),
    "dissolved_it": Kind(Text("it was dissolved", "该组织解散"), MEMBERS, BAD, "X"),
    "mandated": Kind(Text("rule element {name} was mandated", "上级强制推行规则要素 {name}"), RULES, PLAIN, "s"),
    "trial_kept": Kind(Text("rule element {name} was kept after a trial", "试行后保留规则要素 {name}"), RULES, GOOD, "^"),
    "copied": Kind(Text("{value} elements were copied", "复制了 {value} 项规则要素"), RULES, GOOD, "D"),
    "lapsed": Kind(Text("the local element {name} lapsed", "社区自定的规则要素 {name} 失效"), RULES, BAD, "v"),
    "founded": Kind(Text("organisation {name} was founded", "社会组织 {name} 成立"), PLACE, GOOD, "P"),
    "dissolved": Kind(Text("organisation {name} was dissolved", "社会组织 {name} 解散"), PLACE, BAD, "X"),
}  # fmt: skip

_NAMES = {
    "problem": Text("the problem", "该问题"), "dispute": Text("the dispute", "该纠纷"), "window": Text("at the window", "窗口"),
    "online": Text("online", "网上"), "worker": Text("through a social worker", "社工"), "organization": Text("through an organisation", "社会组织"),
    "found": Text("found by grid staff", "网格员巡查发现"), "relay": Text("relayed by a social worker", "社工转达"), "phone": Text("by telephone", "电话"), "none": Text("unknown", "不详"),
}  # fmt: skip

COUNTS = {
    "problem": Text("public problems", "公共问题"), "known": Text("of these known", "其中得到反映"), "resolved": Text("own cases resolved", "诉求得到解决"),
    "falsely_closed": Text("closed on paper", "虚假办结"), "abandoned": Text("given up", "被放弃"), "settled": Text("disputes settled", "自行化解的纠纷"),
    "settled_with": Text("neighbours' claims settled", "邻居提出并化解的纠纷"), "claimed_against": Text("neighbours' disputes at an office", "邻居提交政府的纠纷"),
    "mediated": Text("disputes mediated", "调解成功的纠纷"), "escalated": Text("disputes at an office", "升级的纠纷"), "helped_by_tie": Text("helped by somebody known", "得到熟人帮助"),
    "helped_by_organization": Text("helped by an organisation", "得到社会组织帮助"), "failed_by_organization": Text("failed by an organisation", "求助社会组织未果"),
    "not_helped": Text("not helped", "无人帮助"), "joined": Text("organisations joined", "加入组织次数"), "left": Text("organisations left", "离开组织次数"),
    "gained": Text("members gained", "新增成员"), "lost": Text("members lost", "流失成员"), "founded": Text("organisations founded here", "当地成立的组织"),
    "dissolved": Text("organisations dissolved here", "当地解散的组织"), "mandated": Text("rules mandated here", "当地被强制推行的规则"), "trial_kept": Text("rules kept after trials", "试行后保留的规则"),
    "copied": Text("times rules were copied", "复制外地规则次数"), "lapsed": Text("local rules lapsed", "失效的社区规则"),
}  # fmt: skip
_STATES = {
    "satisfaction": Text("Satisfaction", "满意度"), "belonging": Text("Belonging", "归属感"), "trust_neighbours": Text("Trust in neighbours", "邻里信任"),
    "trust_organizations": Text("Trust in organisations", "组织信任"), "trust_government": Text("Trust in government", "政府信任"),
    "awareness": Text("Awareness", "自治意识"), "fatigue": Text("Fatigue", "疲劳"), "members": Text("Members", "成员数"), "capability": Text("Capability", "组织能力"),
    "legitimacy": Text("Legitimacy", "社会组织认可度"), "funds": Text("Funds", "资金"), "hours": Text("Volunteer hours a week", "每周志愿小时"),
}  # fmt: skip


def words(happening: Happening) -> Text:
    """Return what happened, in words."""
    name = _NAMES.get(happening.name, Text(happening.name, happening.name))
    value = f"{happening.value:.0f}"
    text = KINDS[happening.what].text
    en = (
        text.en.format(name=name.en, value=value)
        .replace(" after 0 weeks", " in the same week")
        .replace("after 1 weeks", "after 1 week")
    )
    return Text(en, text.zh.format(name=name.zh, value=value).replace("在 0 周后", "当周"))  # fmt: skip


def kind_words(what: str) -> Text:
    """Return a kind of happening in words, for a legend."""
    if what in COUNTS:
        return COUNTS[what]
    text = KINDS[what].text
    cut = lambda words: words.replace(" {name}", "").replace("{name}", "").strip()  # noqa: E731
    return Text(cut(text.en), cut(text.zh))


def outcome(name: str) -> Text:
    """Return the label of an outcome."""
    if name in _STATES:
        return _STATES[name]
    return COUNTS[name] if name in COUNTS else INDICATORS[name].label


def cause_words(cause: Cause) -> Text:
    """Return a cause in words."""
    n = cause.number
    if cause.kind == "social_worker":
        return Text(f"the social worker in post {n}", f"岗位 {n} 的社工")
    if cause.kind == "rule":
        where = (
            Text("", "全区") if cause.place is None else Text(f" in community {cause.place}", f"社区 {cause.place} ")
        )
        return Text(f"the mandate of element {n}{where.en}", f"{where.zh}对规则要素 {n} 的强制推行")
    if cause.week is None:
        return Text(f"organisation {n}", f"社会组织 {n}")
    return Text(
        f"the organisation founded in community {n} in week {cause.week}",
        f"第 {cause.week} 周在社区 {n} 成立的社会组织",
    )


def causes_words(causes: tuple[Cause, ...]) -> Text:
    """Return several causes in words."""
    parts = [cause_words(cause) for cause in causes]
    return Text(" and ".join(part.en for part in parts), "与".join(part.zh for part in parts))


def world_titles(chain: Chain) -> tuple[Text, ...]:
    """Return the titles of the worlds: scenarios, or one scenario and the same without causes."""
    titles = [chain.setting.scenarios[world.scenario].title for world in chain.worlds]
    names = [chain.setting.names[world.scenario] for world in chain.worlds]
    if len(names) == 2 and names[0] == names[1]:
        left_out = causes_words(chain.worlds[1].causes)
        return titles[0], Text(f"{titles[1].en} without {left_out.en}", f"{titles[1].zh}（没有{left_out.zh}）")
    if len(titles) == 2 and titles[0] == titles[1]:
        return tuple(Text(f"{t.en} [{n}]", f"{t.zh}〔{n}〕") for t, n in zip(titles, names))
    return tuple(titles)
