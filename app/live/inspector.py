"""What the panel shows of a resident, organisation, social worker or government: state, ties, history, cases, events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...agents import Government, Organization, Resident, SocialWorker
from ...agents.government import LEVELS
from ...agents.organization import ORGANIZATION_KINDS
from ...agents.resident import AGE_BANDS, RESOURCES, TENURES
from ...core.rows.columns import columns_of
from ...core.text import Text
from ...model.network.graph_view import ADMINISTRATION, MEMBERSHIP, SERVICE
from ...model.quantities.codes import CASE_LATENT, CASE_RISING, CASE_SERVED, CASE_WAITING, DISPUTE
from ...reports.format.numbers import scale_of
from ...reports.format.words import read_in
from ..words import agent_name, community_name
from .district import Event, Live
from .feed import event_text
from .scene import COLOURINGS

KINDS = ("resident", "organization", "worker", "government")

TIE_LABELS = (
    Text("household", "家庭"),
    Text("same building", "同楼"),
    Text("acquaintance", "熟人"),
    Text("activity", "活动"),
    Text("membership", "成员"),
    Text("service", "服务"),
    Text("administration", "行政"),
)

_SHOWN: dict[str, tuple[str, ...]] = {
    "resident": (
        "satisfaction", "belonging", "trust_neighbours", "trust_organizations", "trust_government", "trust_central", "awareness", "clarity",
        "responsibility", "fatigue", "hours", "sociability", "skill", "given_total", "case_outcome", "help_outcome", "influence", "burden",
    ),
    "organization": ("members", "age", "capability", "legitimacy", "hours", "funds", "grants", "dues", "donations", "contracts", "spent"),
    "worker": ("expertise", "hours", "mediating", "bridging", "bonding", "educating", "relaying", "planning"),
    "government": ("residents", "budget", "case_hours", "law", "interpretation", "online", "data_sharing", "effort_true", "effort_report", "template_fit"),
}  # fmt: skip
_CLASSES = {"resident": Resident, "organization": Organization, "worker": SocialWorker, "government": Government}

_WORDS: dict[str, tuple[Text, ...]] = {
    "tenure": (Text("owner", "业主"), Text("renter", "租户")),
    "resources": (Text("care", "照护"), Text("repairs", "维修"), Text("teaching", "辅导"), Text("law and papers", "法律与文书"), Text("goods", "物品"), Text("transport", "出行")),
    "organization": (Text("founded by residents", "居民自发成立"), Text("incubated", "孵化成立"), Text("non-profit from outside", "外来公益组织")),
    "level": (Text("district government", "区政府"), Text("street office", "街道办事处")),
}  # fmt: skip
for _name, _codes in (
    ("tenure", TENURES),
    ("resources", RESOURCES),
    ("organization", ORGANIZATION_KINDS),
    ("level", LEVELS),
):
    assert len(_WORDS[_name]) == len(_codes), f"the words for {_name} have to follow its codes"

CASE_STATES = {
    CASE_LATENT: Text("nobody has reported it", "尚无人反映"),
    CASE_WAITING: Text("waits in a queue", "排队等待"),
    CASE_SERVED: Text("is being worked on", "正在办理"),
    CASE_RISING: Text("waits to rise to a higher tier", "等待上升至上级"),
}
DISPUTE_WORDS = Text("dispute before an office", "进入政府渠道的纠纷")
PROBLEM_WORDS = Text("public problem", "公共问题")


def columns_by_kind(model: Any, kind: str) -> Any:
    """Return the columns of all agents of a kind."""
    return {
        "resident": model.residents, "organization": model.organizations,
        "worker": model.social_workers, "government": model.governments,
    }[kind]  # fmt: skip


def exists(model: Any, kind: str, row: int) -> bool:
    """Return whether there is such an agent now."""
    if kind not in KINDS:
        return False
    alive = columns_by_kind(model, kind).alive
    return 0 <= row < len(alive) and bool(alive[row])


def subject(live: Live, kind: str, row: int, language: str) -> dict[str, Any] | None:
    """Return all that the panel shows of one agent, in one language; None if it is not there any more."""
    with live.lock:
        if not exists(live.model, kind, row):
            return None
        columns = columns_by_kind(live.model, kind)
        ties = list(_ties(live.model, kind, row))
        found: dict[str, Any] = {
            "kind": kind,
            "row": row,
            "title": agent_name(kind, row, language),
            "lead": _lead(live, kind, row, language),
            "state": [_state(columns, kind, name, row, language) for name in _SHOWN[kind]],
            "ties": [_tie(tie, language) for tie in ties[:40]],
            "tie_count": len(ties),
            "cases": [case[language] for case in _cases(live.model, row)] if kind == "resident" else None,
            "events": [{"week": e.week, "text": event_text(e, language)} for e in _events(live, kind, row)][-30:][::-1],
            "spark": _spark(live, row, language) if kind == "resident" else [],
        }
        return found


def edges(model: Any, kind: str, row: int) -> list[list[Any]]:
    """Return the ties of an agent for the map: kind and row of the other end, kind of tie."""
    return [[other, int(there), int(tie)] for other, there, tie, _ in _ties(model, kind, row)]


def find(live: Live, text: str) -> tuple[str, int] | None:
    """Return the agent that a search means: a number (a resident), or a letter or word and a number ("o 3", "社工 2")."""
    words = text.replace("#", " ").strip().lower()
    digits = "".join(character for character in words if character.isdigit())
    if not digits or len(digits) > 9:
        return None
    begin = words[: words.index(digits[0])].strip()
    kinds = {
        "resident": ("", "r", "resident", "居民"), "organization": ("o", "org", "organisation", "organization", "社会组织", "组织"),
        "worker": ("w", "s", "worker", "social worker", "社工"), "government": ("g", "government", "street office", "街道"),
    }  # fmt: skip
    for kind, names in kinds.items():
        if begin in names:
            row = int(digits) - (0 if kind == "government" else 1)
            return (kind, row) if exists(live.model, kind, row) else None
    return None


def _state(columns: Any, kind: str, name: str, row: int, language: str) -> dict[str, str]:
    declared: Any = columns_of(_CLASSES[kind])[name].quantity  # type: ignore[attr-defined]
    value = float(getattr(columns, name)[row])
    scale = scale_of(declared.unit)
    digits = 0 if abs(value) >= 1000 or declared.integer else 1 if scale != 1 else 2
    words = read_in(declared.unit)[language]
    if words[0].isdigit():  # 5 h of volunteering: a size, not a unit by itself
        words = f"（1 = {words}）" if language == "zh" else f"(1 = {words})"
    return {
        "name": name, "label": declared.label[language], "meaning": declared.meaning[language],
        "value": f"{scale * value:,.{digits}f}", "unit": words,
    }  # fmt: skip


def _lead(live: Live, kind: str, row: int, language: str) -> str:
    columns = columns_by_kind(live.model, kind)
    zh = language == "zh"
    if kind == "government":
        return _WORDS["level"][int(columns.level[row])][language]
    place = community_name(int(columns.community[row]), language)
    if kind == "worker":
        return place
    if kind == "organization":
        what = _WORDS["organization"][int(columns.kind[row])][language]
        focus = _WORDS["resources"][int(columns.focus[row])][language]
        return f"{place} · {what} · {focus}"
    arrived = int(columns.arrived[row])
    since = ""
    if arrived > 0:
        since = f" · 第 {arrived} 周迁入" if zh else f" · moved in in week {arrived}"
    parts = (
        place,
        (f"楼栋 {int(columns.building[row]) + 1}" if zh else f"building {int(columns.building[row]) + 1}"),
        _WORDS["tenure"][int(columns.tenure[row])][language],
        AGE_BANDS[int(columns.age_band[row])] + (" 岁" if zh else ""),
        (f"来源地 {int(columns.origin[row]) + 1}" if zh else f"home region {int(columns.origin[row]) + 1}"),
        (
            f"能提供：{_WORDS['resources'][int(columns.occupation[row])].zh}"
            if zh
            else f"can lend {_WORDS['resources'][int(columns.occupation[row])].en}"
        ),
    )
    return " · ".join(parts) + since


def _ties(model: Any, kind: str, row: int) -> Iterator[tuple[str, int, int, float]]:
    """Yield the ties of an agent: kind and row of the other, kind of tie, strength; strongest first for residents."""
    if kind == "resident":
        ties = model.ties
        slots = int(ties.first[row]) + np.arange(int(ties.degree[row]))
        for slot in slots[np.argsort(-np.asarray(ties.strength)[slots], kind="stable")]:
            yield "resident", int(ties.neighbour[slot]), int(ties.kind[slot]), float(ties.strength[slot])
        for k in model.memberships[row]:
            if k >= 0:
                yield "organization", int(k), MEMBERSHIP, 1.0
    elif kind == "organization":
        for resident in np.flatnonzero((model.memberships == row).any(axis=1)):
            yield "resident", int(resident), MEMBERSHIP, 1.0
        yield from _in_community(model, "worker", int(model.organizations.community[row]))
        yield "government", _office(model, int(model.organizations.community[row])), ADMINISTRATION, 1.0
    elif kind == "worker":
        yield from _in_community(model, "organization", int(model.social_workers.community[row]))
        yield "government", _office(model, int(model.social_workers.community[row])), ADMINISTRATION, 1.0
    elif row == 0:
        for office in range(1, len(model.governments.alive)):
            yield "government", office, ADMINISTRATION, 1.0
    else:
        yield "government", 0, ADMINISTRATION, 1.0
        for name in ("organization", "worker"):
            columns = columns_by_kind(model, name)
            for k in np.flatnonzero(columns.alive):
                if _office(model, int(columns.community[k])) == row:
                    yield name, int(k), ADMINISTRATION, 1.0


def _in_community(model: Any, kind: str, community: int) -> Iterator[tuple[str, int, int, float]]:
    columns = columns_by_kind(model, kind)
    for k in np.flatnonzero(np.asarray(columns.alive) & (np.asarray(columns.community) == community)):
        yield kind, int(k), SERVICE, 1.0


def _office(model: Any, community: int) -> int:
    row = 1 + int(model.communities.street[community])
    return row if row < len(model.governments.alive) else 0


def _tie(tie: tuple[str, int, int, float], language: str) -> dict[str, Any]:
    kind, row, what, strength = tie
    more = f"{strength:.2f}" if what < MEMBERSHIP else ""
    return {
        "kind": kind,
        "row": row,
        "who": agent_name(kind, row, language),
        "label": TIE_LABELS[what][language],
        "more": more,
    }


def _cases(model: Any, row: int) -> Iterator[Text]:
    """Yield the open cases that concern a resident."""
    cases = model.cases
    alive = np.asarray(cases.alive) == 1
    first, count = np.asarray(cases.first_affected), np.asarray(cases.affected)
    disputes = np.asarray(cases.kind) == DISPUTE
    own = alive & disputes & ((np.asarray(cases.party) == row) | (np.asarray(cases.opponent) == row))
    own |= alive & ~disputes & (first <= row) & (row < first + count)
    for k in np.flatnonzero(own):
        what = DISPUTE_WORDS if disputes[k] else PROBLEM_WORDS
        state = CASE_STATES.get(int(cases.state[k]), Text("", ""))
        week = int(cases.arose[k]) + 1
        yield Text(f"{what.en}, since week {week}: {state.en}", f"{what.zh}，第 {week} 周起：{state.zh}")


def _events(live: Live, kind: str, row: int) -> list[Event]:
    """Return the remembered events of one agent; those of a problem stand with the first home it affects."""
    if kind == "organization":
        return [e for e in live.events if e.who == row and e.kind in ("founded", "dissolved")]
    if kind != "resident":
        community = int(live.model.social_workers.community[row]) if kind == "worker" else -1
        wanted = ("mediated",) if kind == "worker" else ("mandated", "risen", "escalated")
        return [e for e in live.events if e.kind in wanted and community in (-1, e.community)]
    return [e for e in live.events if e.who == row and e.kind not in ("founded", "dissolved")]


def _spark(live: Live, row: int, language: str) -> list[dict[str, Any]]:
    _, values = live.history(row)
    return [
        {
            "name": name,
            "label": COLOURINGS[name].label[language],
            "values": line,
            "last": COLOURINGS[name].written(float(line[-1])) if len(line) else "",
        }
        for name, line in values.items()
    ]
