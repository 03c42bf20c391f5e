"""The default period follows the intake, and only covered time counts: rates are recomputed here by hand."""

import numpy as np
import pytest
from cogov.data import read_cases
from cogov.data.cases.account import left_out
from cogov.data.cases.rates import period_of
from cogov.data.cases.targets import case_targets

DAY = np.timedelta64(1, "D")


def record(folder, opened, closed=(), extra=()):
    """Return a folder with one case for each time of intake; `closed` for the first of them; `extra` rows as text."""
    closed = [*closed, *[""] * (len(opened) - len(closed))]
    rows = [
        f"{place},{one},{end},{'closed' if end else 'open'}" for place, (one, end) in enumerate(zip(opened, closed))
    ]
    return folder({"cases.csv": "\n".join(["id,opened,closed,status", *rows, *extra])})


def daily(first, days, clock="10:00"):
    return [f"{np.datetime64(first) + k * DAY} {clock}" for k in range(days)]


def received(place, population=1000, **options):
    cases = read_cases(place)
    found = case_targets(cases, period_of(cases, **options), population)
    return next(one for one in found.targets if one.indicator == "cases_received"), found


@pytest.mark.parametrize(
    ("first", "days"),
    [("2025-01-01", 14), ("2025-03-06", 61), ("2024-02-03", 33), ("2024-01-01", 366), ("2023-05-09", 900)],
)
@pytest.mark.parametrize("trail", [0, 40, 800])
def test_one_case_a_day_is_364_a_year_whatever_was_closed_when(folder, first, days, trail):
    opened = daily(first, days)
    closed = [str(np.datetime64(one[:10]) + trail * DAY) + " 18:00" for one in opened]
    one, found = received(record(folder, opened, closed))
    assert one.value == pytest.approx(364)
    assert one.count == min(days, 364)
    assert found.period.end == np.datetime64(first, "s") + days * DAY


@pytest.mark.parametrize(
    "date", ["1900-01-01", "3025-01-06 10:00", "0000-00-00", "2052-01-06 10:00", "2015-01-06", "2027-01-06 10:00"]
)
def test_one_slip_of_a_date_moves_nothing_and_is_named(folder, date):
    for days in (14, 600):
        one_slip(folder, date, days)


def one_slip(folder, date, days):
    opened = daily("2024-12-25" if days == 14 else "2023-01-01", days)
    place = record(
        folder, opened[:7], extra=[f"slip,{date},,open", *(f"r{k},{one},,open" for k, one in enumerate(opened[7:]))]
    )
    one, found = received(place)
    assert one.value == pytest.approx(364)
    warned = read_cases(place).warnings
    assert [(one.kind in {"impossible_date", "far_date"}, one.row) for one in warned] == [(True, 9)]
    assert (
        sum(int(one.shown.replace(",", "")) for one in found.left if one.label.en.startswith("Cases"))
        == 1 + days - one.count
    )


def test_an_impossible_closing_is_no_closing(folder):
    rows = ["a,2025-01-07,3025-01-01,closed", "b,2025-01-08,1900-01-01,closed", "c,2025-01-08,1900-01-01,open"]
    cases = read_cases(record(folder, daily("2025-01-06", 14), extra=rows))
    assert cases.frame["closed_datetime"].isna().all()
    assert cases.frame["open"].tolist() == [True] * 14 + [False, False, True]
    assert [one.kind for one in cases.warnings] == ["impossible_date"] * 3


def test_a_week_with_its_weekend_is_whole_where_weekends_are_free(folder):
    opened = [one for one in daily("2025-01-06", 26) if np.is_busday(np.datetime64(one[:10]))]  # to Friday, 31 January
    cases = read_cases(record(folder, opened))
    assert period_of(cases).weeks == 4
    assert period_of(read_cases(record(folder, daily("2025-01-06", 26)))).weeks == pytest.approx(26 / 7)


def test_a_hole_and_days_without_a_record_are_named(folder):
    import datetime

    cases = read_cases(record(folder, daily("2025-01-06", 60) + daily("2025-07-07", 60)))
    assert [one.kind for one in cases.warnings] == ["hole"]
    place = record(folder, daily("2025-01-06", 14))
    one, found = received(place, start=datetime.date(2024, 12, 30), end=datetime.date(2025, 1, 26))
    assert one.value == pytest.approx(182)  # the period was asked for
    said = next(one for one in found.left if one.label.en == "Days of the period without a record")
    assert said.shown == "14"
    assert "2025-01-06 to 2025-01-19" in said.why.en


def test_everything_that_is_left_out_is_counted(folder):
    opened = daily("2023-01-01", 500)
    closed = [str(np.datetime64(one[:10]) + 30 * DAY) for one in opened]
    cases = read_cases(record(folder, opened, closed))
    period = period_of(cases)
    shown = {one.label.en: one.shown for one in left_out(cases, period)}
    assert shown["Cases taken in earlier"] == str(500 - 364)
    ends = np.array([np.datetime64(one) for one in closed])
    inside = (ends >= period.start) & (ends < period.end)
    assert shown["Cases that ended earlier or later, with their answers"] == str((~inside).sum())
