"""The record of cases: what a hotline would hold of every case that an office came to know of, ended or open.

The columns follow the service requests of Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2): for a closed request
`updated_datetime` is when it was closed. Added are those by which Chinese 12345 hotlines are judged, the three rates
of response, resolution and satisfaction (响应率、解决率、满意率; as reported for Beijing E-Town,
http://subsites.chinadaily.com.cn/beijing/etda/2023-02/22/c_860796.htm). What they mean in the model:

responded        work on the case was begun, by any server; `response_datetime` is when
resolved         as booked at the last closing: what was closed and not given up, so also what was closed on paper only, unless a resident who
                 reported it was called back and denied it
satisfied        of a resident who reported it and still lives there: how the case ended for him or her, the same 1 or 0 by which
                 the resident's record of own cases moves (`case_outcome`, model/cases/lifecycle.py); so good only where it was truly
                 resolved and not denied when called back. Empty where nobody reported it (found by staff or social workers), the reporter has moved away, or
                 it is open. The model knows no other satisfaction with a single case.
truly_resolved   what no record of an office has: whether it really was
calls            of residents about it so far: those who reported it, and as many for each time it came back; 0 where staff found it

Problems that nobody reported and nobody found are in no record. Rows of `Cases` are used again once a case has ended, so
ended cases are copied week by week; this reads the state and changes nothing.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from ...core.quantity import QuantityError
from ...core.text import Text
from ..quantities.codes import (
    CHANNEL_ONLINE,
    CHANNEL_ORGANIZATION,
    CHANNEL_PHONE,
    CHANNEL_WINDOW,
    CHANNEL_WORKER,
    DISPUTE,
)
from .lifecycle import END_TRUE, lived_there

FIELDS = (
    "key", "kind", "topic", "community", "grid", "other_grid", "tier", "visible", "channel", "affected", "arose", "entered",
    "queue", "begun", "ended", "how", "booked", "calls",
)  # fmt: skip
TOLD = (CHANNEL_WINDOW, CHANNEL_ONLINE, CHANNEL_WORKER, CHANNEL_ORGANIZATION, CHANNEL_PHONE)
OPEN = 255  # `how` of a case that has not ended
START = "2025-01-06"
"""First day of week 1 unless another is named: a Monday."""

COLUMNS: dict[str, Text] = {
    "service_request_id": Text("service_request_id", "诉求编号"),
    "service_code": Text("service_code", "类别代码"),
    "service_name": Text("service_name", "诉求类别"),
    "status": Text("status", "状态"),
    "source": Text("source", "来源渠道"),
    "agency_responsible": Text("agency_responsible", "承办单位"),
    "requested_datetime": Text("requested_datetime", "受理时间"),
    "response_datetime": Text("response_datetime", "响应时间"),
    "updated_datetime": Text("updated_datetime", "更新时间"),
    "community": Text("community", "社区"),
    "grid": Text("grid", "网格"),
    "address": Text("address", "地址"),
    "description": Text("description", "诉求描述"),
    "affected": Text("affected", "涉及人数"),
    "responded": Text("responded", "响应"),
    "resolved": Text("resolved", "解决"),
    "satisfied": Text("satisfied", "满意"),
    "truly_resolved": Text("truly_resolved", "实际解决"),
    "calls": Text("calls", "来电次数"),
}
"""Columns of the table, in order, with their headers."""

CHANNELS = (
    Text("not reported", "未反映"), Text("window", "窗口"), Text("online", "线上"), Text("social worker", "社工"),
    Text("organisation", "社会组织"), Text("patrol", "巡查发现"), Text("relay", "社工传递"), Text("telephone", "电话"),
)  # fmt: skip
YES, NO = Text("yes", "是"), Text("no", "否")
STATUS = {True: Text("open", "办理中"), False: Text("closed", "已办结")}
PROBLEM_NAME, DISPUTE_NAME = Text("public problem", "公共问题"), Text("dispute, kind {}", "纠纷（第{}类）")
GRID_STAFF, POOL, STREET = (
    Text("grid staff", "网格员"),
    Text("community pool", "社区共同队列"),
    Text("street office {}", "街道办事处{}"),
)
NOT_SENT = Text("community, to be passed up", "社区（待上报）")
COMMUNITY, GRID = Text("community {}", "社区{}"), Text("grid {}", "网格{}")
PARTS = {
    "visible": Text("visible from the street", "街面可见"),
    "spans": Text("spans two grids", "跨两个网格"),
    "tier": Text("needs a higher tier", "须上级解决"),
}


class CaseRecords:
    """Copies of ended cases, in the order in which their weeks ended: an observer of the model (`CommunityModel.add_observer`)."""

    def __init__(self, parts: tuple[dict[str, np.ndarray], ...] = ()) -> None:
        self.parts = parts

    def __call__(self, model: Any) -> None:
        """Copy what ended in the week just run."""
        cases = model.cases
        rows = np.arange(int(model.district.arrays["counters"]["cases"][0]))
        week = model.week - 1
        ended = rows[(cases.ended_in[rows] == week) & (cases.alive[rows] == 0)]
        ended = ended[cases.entered[ended] >= 0]  # nan: nobody came to know of it; below 0: registered in the burn-in
        if len(ended):
            part = _copied(model, ended)
            part["ended"] = np.maximum(part["ended"], week + 1e-5)  # patience that ended while nobody looked
            self.parts += (part,)

    def all(self, model: Any) -> dict[str, np.ndarray]:
        """Return the fields of all cases that became known from week 1 on, the open ones included, by time of entry."""
        cases = model.cases
        alive = np.flatnonzero((cases.alive == 1) & (cases.entered >= 0))
        parts = (*self.parts, {**_copied(model, alive), "how": np.full(len(alive), OPEN, np.uint8)})
        joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0] | parts[-1]}
        order = np.lexsort((joined["key"], joined["entered"]))
        return {name: values[order] for name, values in joined.items()}


def _copied(model: Any, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return the fields of some rows, and the rating of each case's end by the resident who reported it (1, 0, nan: nobody to ask)."""
    cases, residents = model.cases, model.residents
    part = {name: getattr(cases, name)[rows].copy() for name in FIELDS}
    who = np.where(part["kind"] == DISPUTE, cases.party[rows], cases.first_affected[rows])
    there = lived_there(residents.arrived[who], part["arose"])
    asked = np.isin(part["channel"], TOLD) & there & (residents.alive[who] == 1)
    part["satisfied"] = np.where(asked, (part["how"] == END_TRUE) & (part["booked"] == 1), np.nan)
    return part


def first_monday(start: str | datetime.date) -> np.datetime64:
    """Return the first second of week 1.

    Raises
    ------
    QuantityError
        For what is no date, or no Monday.
    """
    try:
        day = start if isinstance(start, datetime.date) else datetime.date.fromisoformat(str(start))
    except ValueError:
        raise QuantityError(f"start = {start!r} is not a date: write it as {START}") from None
    if day.weekday():
        before = day - datetime.timedelta(days=day.weekday())
        raise QuantityError(f"start = {day} is not a Monday, on which weeks begin; the Monday before is {before}")
    return np.datetime64(f"{day:%Y-%m-%d}", "s")


def _dates(start: np.datetime64, weeks: np.ndarray, up: bool = False) -> np.ndarray:
    """Return times as dates, in whole seconds of the week they fall into; NaT where there is none."""
    seconds = weeks * 604_800.0
    known = ~np.isnan(seconds)
    whole = (np.ceil if up else np.floor)(np.where(known, seconds, 0.0)).astype("timedelta64[s]")
    return np.where(known, start + whole, np.datetime64("NaT", "s"))


def _worded(values: np.ndarray, language: str) -> np.ndarray:
    """Return 1, 0 and nan as words."""
    return np.where(np.isnan(values), "", np.where(values == 1, YES[language], NO[language])).astype(object)


def frame(model: Any, records: CaseRecords, language: str = "en", start: str | datetime.date = START) -> pd.DataFrame:
    """Return the table of all cases known so far.

    Parameters
    ----------
    language : of headers and words, "en" or "zh".
    start : the Monday on which week 1 begins; times are local, without a zone.
    """
    first, c = first_monday(start), records.all(model)
    still, ended = c["how"] == OPEN, np.where(c["how"] == OPEN, np.nan, c["ended"])
    entered, begun = _dates(first, c["entered"]), _dates(first, c["begun"])
    closed = _dates(first, ended, up=True)
    latest = np.where(~np.isnat(closed), closed, np.where(~np.isnat(begun), begun, entered))
    problem = c["kind"] != DISPUTE
    names = _places(model, c["community"], language)
    grids = [GRID[language].format(number) for number in _grid_numbers(model, c)]
    values = {
        "service_request_id": [f"{key:016x}" for key in c["key"].tolist()],
        "service_code": ["problem" if one else f"dispute-{topic + 1}" for one, topic in zip(problem, c["topic"])],
        "service_name": [
            PROBLEM_NAME[language] if one else DISPUTE_NAME[language].format(topic + 1)
            for one, topic in zip(problem, c["topic"])
        ],
        "status": [STATUS[bool(one)][language] for one in still],
        "source": [CHANNELS[int(one)][language] for one in c["channel"]],
        "agency_responsible": _agencies(model, c["queue"], language),
        "requested_datetime": entered,
        "response_datetime": begun,
        "updated_datetime": latest,
        "community": names,
        "grid": grids,
        "address": [f"{name}{'' if language == 'zh' else ', '}{grid}" for name, grid in zip(names, grids)],
        "description": _described(c, problem, language),
        "affected": np.where(problem, c["affected"], 2),
        "responded": _worded(np.where(~still | ~np.isnan(c["begun"]), ~np.isnan(c["begun"]), np.nan), language),
        "resolved": _worded(np.where(still, np.nan, c["booked"]), language),
        "satisfied": _worded(np.where(still, np.nan, c["satisfied"]), language),
        "truly_resolved": _worded(np.where(still, np.nan, c["how"] == END_TRUE), language),
        "calls": c["calls"],
    }
    return pd.DataFrame({COLUMNS[name][language]: column for name, column in values.items()})


def _places(model: Any, communities: np.ndarray, language: str) -> list[str]:
    given = model.population
    names = [] if given is None else given.communities.name
    return [names[c] if len(names) else COMMUNITY[language].format(c + 1) for c in communities.tolist()]


def _grid_numbers(model: Any, c: dict[str, np.ndarray]) -> list[int]:
    return (c["grid"] - model.communities.first_grid[c["community"]] + 1).tolist()


def _agencies(model: Any, queues: np.ndarray, language: str) -> list[str]:
    grids, places = len(model.district.arrays["grids"]["key"]), len(model.district.arrays["communities"]["key"])

    def one(q: int) -> str:
        if q < 0:
            return NOT_SENT[language]
        if q < grids:
            return GRID_STAFF[language]
        return POOL[language] if q < grids + places else STREET[language].format(q - grids - places + 1)

    return [one(q) for q in queues.tolist()]


def _described(c: dict[str, np.ndarray], problem: np.ndarray, language: str) -> list[str]:
    """Return what kind of problem it is, in words."""
    marks = {
        "visible": problem & (c["visible"] == 1),
        "spans": problem & (c["other_grid"] >= 0),
        "tier": c["tier"] == 1,
    }
    comma = "，" if language == "zh" else ", "
    rows = zip(*(marks[name].tolist() for name in PARTS))
    return [comma.join(words[language] for words, there in zip(PARTS.values(), row) if there) for row in rows]
