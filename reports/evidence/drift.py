"""Why a state drifts at defaults: the mechanism that moves it, reported only where a drift is found."""

from __future__ import annotations

from ...core.text import Text
from ...evidence.trajectories import Course

UNKNOWN = Text("not yet explained", "尚未解释")

_SORTING = Text(
    "members of the start are drawn without regard to how ready they are to take part; the active join and the inactive leave, "
    "so that over years members become those who give hours",
    "期初成员的抽取不考虑其参与倾向；活跃者加入、不活跃者退出，数年间成员逐渐成为愿意投入时间的人",
)
_SHOCK = Text(
    "rules of the start are found at home; mandates replace a share of them in the first quarters, and trials and design win the fit back over years",
    "期初规则由社区自行试行而来；最初几个季度强制推行替换其中一部分，此后数年经试行与设计逐步恢复适配度",
)
_SEARCH = Text(
    "the template is searched quarter by quarter, and pilots adapt their own rules around it",
    "模板逐季度改进，试点社区也围绕它调整自身规则",
)
_FEWER = Text(
    "as rules win back their fit fewer problems arise, and fewer cases are given up while they wait",
    "随着规则适配度恢复，公共问题减少，等待中放弃的诉求也减少",
)
_MOVING = Text(f"a moving rate that starts at one half; {_FEWER.en}", f"移动平均由 0.5 起步；{_FEWER.zh}")
_MEETINGS = Text("activities and help add ties to those that form by living near", "活动与互助在邻近结识之外增加了联系")

REASONS: dict[str, Text] = {
    "organizations.activity": _SORTING,
    "organizations.hours": _SORTING,
    "organizations.hours_left": _SORTING,
    "organizations.members": _SORTING,
    "communities.volunteer_hours": _SORTING,
    "communities.trial_hours": _SORTING,
    "district.members": _SORTING,
    "residents.fatigue": _SORTING,
    "organizations.capability": Text(
        "starts at 0.5, grows with the hours members meet and decays slowly",
        "由 0.5 起步，随成员活动时间增长，衰退缓慢",
    ),
    "organizations.legitimacy": Text(
        "starts without the trust of members and moves to it at 2 % a week; older organisations have arrived there",
        "起步时未计成员信任，每周以 2 % 的速度趋近；存续较久的组织已达到该水平",
    ),
    "organizations.funds": Text(
        "fewer organisations share the same grants, and more members pay dues",
        "同样的资助由较少的组织分享，且缴纳会费的成员增多",
    ),
    "district.organizations": Text(
        "founding falls short of deaths until organisations are fewer and crowd each other less",
        "成立数少于死亡数，直至组织减少、拥挤程度下降",
    ),
    "district.isolated": _MEETINGS,
    "district.ties": _MEETINGS,
    "district.ties_building": _MEETINGS,
    "district.rule_diversity": Text(
        "communities come to share what is mandated, quarter by quarter", "各社区逐季度采用相同的强制规则"
    ),
    "governments.template_fit": _SEARCH,
    "communities.fit": _SHOCK,
    "communities.fit_reported": _SHOCK,
    "communities.reported_rate": _MOVING,
    "communities.true_rate": _MOVING,
    "communities.efficacy": _MOVING,
    "district.open_cases": _FEWER,
    "district.latent_cases": _FEWER,
    "residents.trust_government": Text(
        "starts at what surveys report and sinks to what the experienced share of solved cases sustains",
        "由调查所得水平起步，下降至居民实际经历的解决率所能维持的水平",
    ),
}


def reason(course: Course) -> Text:
    """Return the reason for a drift."""
    return REASONS.get(f"{course.state.group}.{course.state.name}", UNKNOWN)
