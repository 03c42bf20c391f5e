"""Random records in random spellings, written by code that shares nothing with the loader: read back equal, or refused, never other."""

import datetime
import random

import numpy as np
import pytest
from cogov.data import DataError, read_cases
from cogov.data.cases.rates import Period, rates, volumes

HEADERS = {
    "id": ["id", "工单编号", "诉求编号", "service_request_id", "Case ID"],
    "opened": ["opened", "受理时间", "requested_datetime", "登记时间"],
    "closed": ["closed", "办结时间", "closed_datetime", "结案时间"],
    "status": ["status", "状态", "办理状态"],
    "resolved": ["resolved", "是否解决", "解决情况"],
    "satisfied": ["satisfied", "满意度", "是否满意"],
    "channel": ["channel", "来源渠道"],
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def half(t, am, pm):
    return f"{am if t.hour < 12 else pm}{(t.hour - 1) % 12 + 1}:{t.minute:02d}:{t.second:02d}"


TIMES = {
    "iso": lambda t: t.strftime("%Y-%m-%d %H:%M:%S"),
    "t": lambda t: t.strftime("%Y-%m-%dT%H:%M:%S"),
    "fraction": lambda t: t.strftime("%Y-%m-%d %H:%M:%S.") + f"{t.second * 16:03d}",
    "slashes": lambda t: f"{t.year}/{t.month}/{t.day} {t.hour}:{t.minute:02d}:{t.second:02d}",
    "dots": lambda t: t.strftime("%Y.%m.%d %H:%M:%S"),
    "chinese": lambda t: f"{t.year}年{t.month}月{t.day}日 {t.hour}时{t.minute}分{t.second}秒",
    "halves": lambda t: f"{t.year}/{t.month}/{t.day} " + half(t, "上午", "下午"),
    "compact": lambda t: t.strftime("%Y%m%d%H%M%S"),
    "us": lambda t: f"{t.month}/{t.day}/{t.year} " + half(t, "", "") + (" AM" if t.hour < 12 else " PM"),
    "eu": lambda t: t.strftime("%d.%m.%Y %H:%M:%S"),
    "uk": lambda t: t.strftime("%d/%m/%Y %H:%M:%S"),
    "month": lambda t: f"{t.day} {MONTHS[t.month - 1]} {t.year} {t:%H:%M:%S}",
    "wide": lambda t: t.strftime("%Y-%m-%d %H:%M:%S").translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789:-"}),
    "serial": lambda t: f"{(t - datetime.datetime(1899, 12, 30)).total_seconds() / 86400:.8f}",
    "z": lambda t: (t - datetime.timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "offset": lambda t: t.strftime("%Y-%m-%d %H:%M:%S+08:00"),
    "tokyo": lambda t: (t + datetime.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S+0900"),
}
DAYS = {
    "iso": lambda t: t.strftime("%Y-%m-%d"),
    "slashes": lambda t: f"{t.year}/{t.month}/{t.day}",
    "chinese": lambda t: f"{t.year}年{t.month}月{t.day}日",
    "compact": lambda t: t.strftime("%Y%m%d"),
    "us": lambda t: f"{t.month}/{t.day}/{t.year}",
    "eu": lambda t: t.strftime("%d.%m.%Y"),
    "serial": lambda t: str((t.date() - datetime.date(1899, 12, 30)).days),
    "midnight": lambda t: t.strftime("%Y-%m-%d 00:00:00"),
    "us midnight": lambda t: f"{t.month}/{t.day}/{t.year} 12:00:00 AM",
}
ZONED = {"z", "offset", "tokyo"}
WORDS = {
    "status": {True: ["办理中", "open", "In Progress", "待办", "已派单"], False: ["已办结", "closed", "结案", "Completed", "已归档"]},
    "resolved": {1: ["是", "已解决", "yes", "TRUE", "解决"], 0: ["否", "未解决", "no", "没有解决"], None: ["", "未回访", "-"]},
    "satisfied": {1: ["满意", "非常满意", "基本满意", "y"], 0: ["不满意", "一般", "不太满意", "N"], None: ["", "无法联系", "NA"]},
}  # fmt: skip
CLEAN = [name for name in TIMES if name not in ZONED | {"us", "eu", "uk"}]


def truth(rng):
    """Return what really happened: (opened, closed or None, resolved, satisfied, channel) for each case."""
    start = datetime.datetime(2024, rng.randint(1, 12), rng.randint(1, 28))
    cases = []
    for _ in range(rng.choice([1, 2, 5, 30, 120])):
        opened = start + datetime.timedelta(seconds=rng.randint(1, 70 * 86400))
        opened = opened.replace(second=max(1, opened.second))
        closed = opened + datetime.timedelta(seconds=rng.randint(86400, 60 * 86400)) if rng.random() < 0.7 else None
        closed = closed.replace(second=max(1, closed.second)) if closed else None
        answer = (rng.choice([1, 0, None]), rng.choice([1, 0, None])) if closed else (None, None)
        cases.append((opened, closed, *answer, rng.choice(["12345", "微信", "随手拍", "Phone"])))
    return cases


def spelled(rng, values, kind):
    """Return cells, how precise each is, and whether a loader has to understand all of them."""
    forms = TIMES if kind != "days" else DAYS
    if kind == "mixed forms":
        names = [rng.choice([name for name in CLEAN if name != "serial"]) for _ in values]
    elif kind == "days beside times":
        names = [rng.choice(["iso", "slashes", "chinese"]) for _ in values]
        days = [rng.random() < 0.5 for _ in values]
        cells = ["" if t is None else (DAYS if day else TIMES)[name](t) for t, name, day in zip(values, names, days)]
        return cells, days, True
    else:
        names = [rng.choice(list(forms))] * len(values)
    cells = ["" if t is None else forms[name](t) for t, name in zip(values, names)]
    clear = not set(names) & {"us", "eu", "uk", "us midnight"} and not (set(names) & ZONED)
    return cells, [kind == "days"] * len(values), clear


def written(rng, cases, zone=""):
    """Return the text of a table, how precise its times are, its columns, and whether it has to be read."""
    head = {name: rng.choice(words) for name, words in HEADERS.items()}
    columns = {"id": [f"N{k:04d}" for k in range(len(cases))]}
    precise, clear = {}, True
    for place, name in enumerate(("opened", "closed")):
        kind = rng.choice(["one form", "one form", "days", "mixed forms", "days beside times"])
        columns[name], precise[name], understood = spelled(rng, [case[place] for case in cases], kind)
        clear &= understood
    has_status = rng.random() < 0.7
    if has_status:
        columns["status"] = [rng.choice(WORDS["status"][case[1] is None]) for case in cases]
    for place, name in ((2, "resolved"), (3, "satisfied")):
        if rng.random() < 0.8:
            columns[name] = [rng.choice(WORDS[name][case[place]]) for case in cases]
    columns["channel"] = [case[4] for case in cases]
    order = ["id", *rng.sample([name for name in columns if name != "id"], len(columns) - 1)]
    mark = rng.choice([",", ";", "\t"])
    rows = [mark.join(head[name] for name in order)]
    rows += [mark.join(f'"{columns[name][k]}"' for name in order) for k in range(len(cases))]
    return "\n".join(rows) + "\n", precise, columns, clear


def day_of(t):
    return t.replace(hour=0, minute=0, second=0)


def expected(cases, precise):
    """Return the times that a loader may give back: a day begins with its first second, and ends with its last."""
    opened = [day_of(case[0]) if day else case[0] for case, day in zip(cases, precise["opened"])]
    last = datetime.timedelta(seconds=86399)
    closed = [
        None if case[1] is None else day_of(case[1]) + last if day else case[1]
        for case, day in zip(cases, precise["closed"])
    ]
    return opened, closed


def one(rng, folder, zone):
    """Write a table and read it; say whether it was read."""
    cases = truth(rng)
    text, precise, columns, clear = written(rng, cases)
    place = folder({"cases.csv": text}, encoding=rng.choice(["utf-8", "utf-8-sig", "gb18030"]))
    opened, closed = expected(cases, precise)
    try:
        found = read_cases(place, timezone=zone)
    except DataError as error:
        if clear:
            raise AssertionError(f"refused: {text}") from error
        return False
    frame = found.frame
    shown = list(frame["requested_datetime"].dt.to_pydatetime())
    shift = {shown[k] - opened[k] for k in range(len(cases))}
    if found.zone == "UTC+00:00" or found.zone == "UTC+09:00":  # every time has an offset: the clock of the intake
        hours = {"UTC+00:00": -8, "UTC+09:00": 1}[found.zone]
        assert shift == {datetime.timedelta(hours=hours)}, text
        opened = [one + datetime.timedelta(hours=hours) for one in opened]
        closed = [None if one is None else one + datetime.timedelta(hours=hours) for one in closed]
    assert shown == opened, text
    ends = [None if str(value) == "NaT" else value.to_pydatetime() for value in frame["closed_datetime"]]
    assert ends == closed, text
    if "status" in columns or any(closed):
        assert frame["open"].tolist() == [case[1] is None for case in cases], text
    for place, name in ((2, "resolved"), (3, "satisfied")):
        if name in columns:
            answers = [None if value != value else int(value) for value in frame[name]]
            assert answers == [case[place] for case in cases], text
    first = day_of(min(opened)) + datetime.timedelta(days=rng.randint(0, 20))
    last = first + datetime.timedelta(days=rng.randint(1, 60))
    period = Period(*(np.datetime64(one, "s") for one in (first, last)))
    counted = rates(found, period)
    for place, name in ((2, "resolved"), (3, "satisfied")):
        within = [
            case[place]
            for case, end in zip(cases, closed)
            if end is not None and first < end <= last and case[place] is not None
        ]
        if name in columns and any(closed):
            rate = counted.get(name)
            assert ((rate.count, rate.of) if rate is not None else (0, 0)) == (sum(within), len(within)), text
    table = volumes(found, period, "source")
    taken = [case[4] for case, begin in zip(cases, opened) if first <= begin < last]
    assert dict(zip(table["value"], table["cases"])) == {word: taken.count(word) for word in set(taken)}, text
    return True


@pytest.mark.parametrize("zone", ["", "Asia/Shanghai"])
def test_read_back_equal_or_refused(folder, zone):
    read = sum(one(random.Random(seed), folder, zone) for seed in range(100))
    assert read > 55  # most can be read


def test_one_bad_row_among_thousands_is_named(folder):
    rng = random.Random(5)
    start = datetime.datetime(2025, 1, 6)
    rows = [
        f"N{k},{start + datetime.timedelta(minutes=11 * k):%Y/%m/%d %H:%M},已办结,{start + datetime.timedelta(minutes=11 * k + 7000):%Y/%m/%d}"
        for k in range(6000)
    ]
    for bad, kind in (
        ("2025/13/01 10:00", "not_date"),
        ("45663", "not_date"),
        ("2025-01-06T09:00Z", "zone"),
        ("1/6/2025", "day_or_month"),
        ("", "missing_value"),
    ):
        place = rng.randrange(6000)
        table = [*rows]
        table[place] = f"N{place},{bad},办理中,"
        with pytest.raises(DataError) as caught:
            read_cases(folder({"cases.csv": "\n".join(["工单编号,受理时间,状态,办结时间", *table])}))
        assert [one.kind for one in caught.value.errors] == [kind]
        assert str(place + 2) in str(caught.value)
