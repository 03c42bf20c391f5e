"""Dates of hotlines: each spelling is read as what it is, or refused with a way out; days last until their end; zones are one clock."""

import numpy as np
import pytest
from cogov.data import DataError, read_cases
from cogov.data.errors import Problems
from cogov.data.tables.csv_tables import read_sheet
from cogov.data.tables.dates import read_dates


def column(*cells):
    """Return a column of times and what is wrong with it."""
    problems = Problems()
    text = "\n".join(["id,opened", *(f'{place},"{cell}"' for place, cell in enumerate(cells))])
    sheet = read_sheet(text, "cases.csv", "cases", problems)
    return read_dates(sheet, "requested_datetime", problems), [(one.kind, one.row) for one in problems]


@pytest.mark.parametrize(
    ("spelling", "time"),
    [
        ("2025-01-06 08:15:30", "2025-01-06T08:15:30"),
        ("2025-1-6 8:15", "2025-01-06T08:15:00"),
        ("2025/01/06 08:15", "2025-01-06T08:15:00"),
        ("2025.01.06 08:15", "2025-01-06T08:15:00"),
        ("2025年1月6日 8时15分30秒", "2025-01-06T08:15:30"),
        ("2025年1月6日8时15分", "2025-01-06T08:15:00"),
        ("2025年01月06日08:15", "2025-01-06T08:15:00"),
        ("2025年1月6日 上午8:15", "2025-01-06T08:15:00"),
        ("2025年1月6日 下午8点", "2025-01-06T20:00:00"),
        ("2025/1/6 下午 08:15:00", "2025-01-06T20:15:00"),
        ("2025/1/6 上午 12:15:00", "2025-01-06T00:15:00"),
        ("2025/1/6 星期一 下午 12:15", "2025-01-06T12:15:00"),
        ("2025-01-06（周一） 08:15", "2025-01-06T08:15:00"),
        ("2025-01-06 13:15 PM", "2025-01-06T13:15:00"),
        ("1/16/2025 8:15:30 AM", "2025-01-16T08:15:30"),
        ("1/16/2025 12:05 AM", "2025-01-16T00:05:00"),
        ("01/16/2025 12:30 p.m.", "2025-01-16T12:30:00"),
        ("16.01.2025 20:15", "2025-01-16T20:15:00"),
        ("16/01/2025 20:15", "2025-01-16T20:15:00"),
        ("6 Jan 2025 8:15 PM", "2025-01-06T20:15:00"),
        ("06-JAN-2025 08:15", "2025-01-06T08:15:00"),
        ("Monday, January 6, 2025 8:15 AM", "2025-01-06T08:15:00"),
        ("Sept 6th, 2025 08:15", "2025-09-06T08:15:00"),
        ("20250106 081530", "2025-01-06T08:15:30"),
        ("20250106081530", "2025-01-06T08:15:30"),
        ("20250106T0815", "2025-01-06T08:15:00"),
        ("2025-01-06T08:15:30.999", "2025-01-06T08:15:30"),
        ("2025-01-06 08:15:30,5", "2025-01-06T08:15:30"),
        ("2025-01-06 24:00", "2025-01-07T00:00:00"),
        ("2024-02-29 24:00:00", "2024-03-01T00:00:00"),
        ("２０２５－０１－０６　０８：１５", "2025-01-06T08:15:00"),
    ],
)
def test_spellings_with_a_time(spelling, time):
    found, wrong = column(spelling)
    assert not wrong
    assert found.time[0] == np.datetime64(time, "s")
    assert not found.whole_day[0]


@pytest.mark.parametrize(
    "spelling",
    ["2025-01-16", "2025/1/16", "2025.1.16", "2025年1月16日", "20250116", "1/16/2025", "16.1.2025", "16 January 2025", "45673", "2025-01-16 00:00:00", "1/16/2025 12:00:00 AM"],
)  # fmt: skip
def test_spellings_of_a_day(spelling):
    found, wrong = column(spelling)
    assert not wrong
    assert found.time[0] == np.datetime64("2025-01-16", "s")
    assert found.whole_day[0]


@pytest.mark.parametrize(
    "spelling",
    [
        "2025-02-29", "2025-13-01", "2025-01-06 25:00", "2025-01-06 24:01", "2025-01-06 08:60", "2025-01-06 13:00 AM", "2025-01-06 0:15 PM",
        "2025-01-06 晚上12:00", "06/01/25", "25-01-06", "2025-01", "2025", "1736122500", "1736122500000", "2025010608", "soon", "2025-1-11:15", "2025-01-06 08:15 CST",
        "#VALUE!", "2025-01-06 2025-01-07", "2025-01/06",
    ],
)  # fmt: skip
def test_no_dates_are_refused_with_a_way_out(spelling):
    found, wrong = column(spelling)
    assert wrong == [("not_date", 2)]
    assert np.isnat(found.time[0])


def test_day_and_month_by_the_whole_column():
    found, wrong = column("03/04/2025", "05/05/2025", *["01/02/2025"] * 500, "04/30/2025 8:00 AM")
    assert not wrong
    assert str(found.time[0])[:10] == "2025-03-04"
    assert found.forms["month_first"] == 502
    found, wrong = column("03/04/2025", "30/04/2025")
    assert str(found.time[0])[:10] == "2025-04-03"
    assert column("03/04/2025", "05/05/2025", "01/02/2025")[1] == [("day_or_month", 2)]
    assert column("05/05/2025", "06/06/2025")[1] == []  # the same day either way
    assert column("03.04.2025", "30/04/2025")[1] == [("day_or_month", 2)]  # slashes decide nothing about dots
    assert [kind for kind, _ in column("13/04/2025", "04/30/2025", "01/02/2025")[1]] == ["mixed_order"] * 3


def test_numbers_of_a_spreadsheet():
    found, wrong = column("45663.34375", "45664", "")
    assert not wrong
    assert [str(one) for one in found.time] == ["2025-01-06T08:15:00", "2025-01-07T00:00:00", "NaT"]
    assert not found.whole_day.any()  # one of them has a time, so the others are at midnight
    assert column("2025-01-06", "45664")[1] == [("not_date", 3)]


def test_impossible_dates_are_named_and_count_as_missing():
    found, wrong = column("2025-01-06 09:00", "1900-01-01", "3025-01-06", "0000-00-00 00:00:00", "1970-01-01 08:00:00")
    assert wrong == [("impossible_date", row) for row in (3, 4, 5, 6)]
    assert found.known.tolist() == [True] + [False] * 4
    assert found.forms["impossible"] == 4


def test_midnight_throughout_is_a_day():
    assert column("2025-01-06 00:00:00", "2025-01-07 00:00", "2025-01-08")[0].whole_day.all()
    assert column("2025-01-06 00:00:00", "2025-01-07 00:01")[0].whole_day.tolist() == [False, False]


def read(folder, rows, header="id,opened,closed,status", **options):
    return read_cases(folder({"cases.csv": "\n".join([header, *rows])}), **options)


def test_a_day_lasts_until_its_end(folder):
    found = read(
        folder,
        ["1,2025-01-06 08:15,2025-01-06,closed", "2,2025-01-06,2025-01-08,closed", "3,2025-01-06,2025-01-06,closed"],
    )
    assert [str(one) for one in found.frame["closed_datetime"]] == [
        "2025-01-06 23:59:59",
        "2025-01-08 23:59:59",
        "2025-01-06 23:59:59",
    ]
    np.testing.assert_allclose(found.weeks, [(15.75 - 1 / 3600) / 168, 2 / 7, 0])
    with pytest.raises(DataError, match="before it was taken in"):
        read(folder, ["1,2025-01-06 08:15,2025-01-05,closed"])


MIXED = [
    ["1,2025-01-06 09:00,2025-01-06T21:00:00Z,closed"],  # one column
    ["1,2025-01-06T09:00+08:00,2025-01-06T21:00+08:00,closed", "2,2025-01-06 09:00,,open"],  # one row
    ["1,2025-01-06,2025-01-06T21:00Z,closed"],  # a day beside an instant
    ["1,2025-03-06T09:00-05:00,,open", "2,2025-07-06T09:00-04:00,,open"],  # which clock is that of the place?
]


@pytest.mark.parametrize("rows", MIXED)
def test_a_mixture_of_zones_is_asked_about_once(folder, rows):
    with pytest.raises(DataError) as caught:
        read(folder, [*rows, *(f"{place},2025-01-07 09:00,,open" for place in range(10, 13))])
    assert [one.kind for one in caught.value.errors] == ["zone"]
    assert "--timezone Asia/Shanghai" in str(caught.value)
    assert "--timezone Asia/Shanghai" in caught.value.text("zh")


def test_a_named_zone_makes_one_clock(folder):
    found = read(
        folder,
        ["1,2025-01-06 09:00,2025-01-06T21:00:00Z,closed", "2,2025-01-06,2025-01-07,closed"],
        timezone="Asia/Shanghai",
    )
    assert str(found.frame["closed_datetime"][0]) == "2025-01-07 05:00:00"
    np.testing.assert_allclose(found.weeks, [20 / 168, 1 / 7])
    assert found.zone == "Asia/Shanghai"
    with pytest.raises(DataError, match="Asia/Shanghai"):
        read(folder, ["1,2025-01-06 09:00,,open"], timezone="Asia/Shanghay")


def test_the_zone_may_stand_in_the_package(folder):
    package = '{"resources": [{"name": "cases", "path": "cases.csv", "timezone": "Europe/Berlin"}]}'
    text = "id,opened,closed,status\n1,2025-07-06 09:00,2025-07-06T09:00:00Z,closed\n"
    found = read_cases(folder({"cases.csv": text, "datapackage.json": package}))
    assert str(found.frame["closed_datetime"][0]) == "2025-07-06 11:00:00"


def test_summer_time(folder):
    """New York, 2025: clocks go from 2 to 3 on 9 March and from 2 back to 1 on 2 November."""
    rows = [
        "1,2025-03-08 12:00,2025-03-09 12:00,closed",
        "2,2025-11-01 12:00,2025-11-02 12:00,closed",
        "3,2025-11-01T12:00-04:00,2025-11-02T01:30-05:00,closed",
    ]
    found = read(folder, rows, timezone="America/New_York")
    np.testing.assert_allclose(found.weeks * 168, [23, 25, 14.5])
    assert not found.warnings
    assert str(found.frame["closed_datetime"][2]) == "2025-11-02 01:30:00"
    found = read(folder, [*rows, "4,2025-11-02 01:30,,open"], timezone="America/New_York")
    assert [(one.kind, one.row) for one in found.warnings] == [("time_twice", 5)]
    with pytest.raises(DataError) as caught:
        read(folder, [*rows, "4,2025-03-09 02:30,,open"], timezone="America/New_York")
    assert [(one.kind, one.row) for one in caught.value.errors] == [("no_such_time", 5)]


def test_offsets_in_every_cell_need_no_zone(folder):
    found = read(
        folder,
        ["1,2025-01-06T02:00Z,2025-01-06T12:00+08:00,closed", "2,2025-01-06T04:00Z,2025-01-06 07:00 UTC+3,closed"],
    )
    np.testing.assert_allclose(found.weeks * 168, [2, 0])
    assert found.zone == "UTC+00:00"
    found = read(folder, ["1,2025-01-06 02:00北京时间,2025-01-06T12:00+0800,closed"])
    np.testing.assert_allclose(found.weeks * 168, [10])
