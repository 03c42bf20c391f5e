"""Records of cases: simulated ones come back as they were written, real ones become rates and targets, faults are all named."""

import math

import numpy as np
import pytest
from cogov.data import DataError, check, read_cases
from cogov.data.cases.rates import Rate, durations, period_of, rates, volumes, weekly_volumes
from cogov.data.cases.targets import case_targets, targets_yaml
from cogov.model.cases.lifecycle import END_TRUE
from cogov.model.model import CommunityModel
from cogov.runs.files.output_files import csv_bytes
from cogov.studies.calibration import read as read_targets

CHINESE = (
    "工单编号,诉求类别,状态,来源渠道,承办单位,受理时间,响应时间,办结时间,社区,是否响应,是否解决,满意度\n"
    "1,停车,已办结,12345电话,东风街道,2024/12/30 9:05,2024/12/30 10:00,2025/1/6 09:05,东风,已响应,已解决,非常满意\n"
    "2,邻里纠纷,已办结,网络,东风街道,2025年1月2日,,2025年1月9日,和平,未响应,未解决,不满意\n"
    "3,停车,办理中,12345电话,和平街道,2025-01-08T23:00:00,2025-01-08T23:30:00,,东风,已响应,,未回访\n"
    "4,噪声,已办结,12345电话,和平街道,2025-01-07,2025-01-07,2025-01-13 00:00:00,和平,,已解决,一般\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_record(folder, encoding):
    cases = read_cases(folder({"诉求工单.csv": CHINESE}, encoding=encoding))
    frame = cases.frame
    assert cases.type.tolist() == ["停车", "邻里纠纷", "停车", "噪声"]
    assert frame["open"].tolist() == [False, False, True, False]
    np.testing.assert_array_equal(frame["resolved"], [1, 0, np.nan, 1])
    np.testing.assert_array_equal(frame["satisfied"], [1, 0, np.nan, 0])
    assert str(frame["closed_datetime"][1])[:10] == "2025-01-09"
    period = period_of(cases)
    assert (period.weeks, str(period.start)[:10]) == (
        2.0,
        "2024-12-30",
    )  # Monday midnight after the second week is within it
    found = rates(cases, period)
    assert {name: (rate.count, rate.of) for name, rate in found.items()} == {
        "responded": (2, 3), "resolved": (2, 3), "satisfied": (1, 3)
    }  # fmt: skip
    by_source = volumes(cases, period, "source")
    assert by_source[["value", "cases", "a_week"]].values.tolist() == [["12345电话", 3, 1.5], ["网络", 1, 0.5]]
    assert weekly_volumes(cases, period, "type")["停车"].tolist() == [1, 1]
    took = durations(cases, period)
    assert (took.open, took.count) == (1, 4)
    assert took.closed_mean == pytest.approx((1 + 1 + 6 / 7) / 3)


def test_offsets_are_honoured(folder):
    text = "id,requested_datetime,updated_datetime,status\n1,2025-01-06T08:00:00+08:00,2025-01-06T02:00:00Z,closed\n"
    frame = read_cases(folder({"cases.csv": text})).frame
    assert frame["closed_datetime"][0] - frame["requested_datetime"][0] == np.timedelta64(2, "h")
    assert str(frame["requested_datetime"][0]) == "2025-01-06 08:00:00"


FAULTS = (
    "id,requested_datetime,status,updated_datetime,resolved,satisfied,affected\n"
    "a,2025-02-30,open,,,,\n"
    "a,2025-01-06,closd,2025-01-07,,,\n"
    ",,open,,,,-1\n"
    "d,2025-01-06,closed,,,maybe,\n"
    "e,2025-01-06,closed,2025-01-05,yes,,\n"
)
FOUND = {
    ("not_date", 2, "requested_datetime"), ("duplicate_id", 3, "id"), ("unknown_word", 3, "status"), ("missing_value", 4, "id"),
    ("missing_value", 4, "requested_datetime"), ("out_of_range", 4, "affected"), ("closed_undated", 5, "status"),
    ("unknown_word", 5, "satisfied"), ("date_order", 6, "updated_datetime"),
}  # fmt: skip


def test_all_faults_at_once(folder):
    with pytest.raises(DataError) as caught:
        read_cases(folder({"cases.csv": FAULTS}))
    found = {(problem.kind, problem.row, problem.column) for problem in caught.value.errors}
    assert found == FOUND
    assert "did you mean 'closed'" in str(caught.value)
    whole = folder({"residents.csv": "id,community\nq,X\n", "cases.csv": FAULTS})
    assert {(one.kind, one.row, one.column) for one in check(whole) if one.is_error} == FOUND
    for bad in ("id\n1\n", "", "\xff\xfe"):
        with pytest.raises(DataError):
            read_cases(folder({"cases.csv": bad.encode("latin-1")}))
    with pytest.raises(DataError, match=r"no cases\.csv"):
        read_cases(folder({"other.csv": "id\n1\n"}, name="none"))


def test_errors_of_rates_are_those_of_counts():
    assert Rate("resolved", 240, 300).error == pytest.approx(math.sqrt(0.8 * 0.2 / 300), rel=0.01)
    assert Rate("resolved", 10, 10).error > 0
    rng = np.random.default_rng(1)
    hits = rng.binomial(200, 0.7, 4000)
    assert np.std(hits / 200) == pytest.approx(Rate("resolved", 140, 200).error, rel=0.05)


def test_open_cases_are_no_short_ones(folder):
    """Exponential times of mean 4 weeks, observed for 8: the median is found although many are still open."""
    rng = np.random.default_rng(2)
    n = 3000
    start, span = np.datetime64("2025-01-06", "s"), 8 * 7 * 86400
    taken = np.sort(rng.integers(0, span, n))
    ended = taken + (rng.exponential(4 * 7 * 86400, n)).astype(int)
    rows = [
        f"{k},{start + t},{'closed' if e < span else 'open'},{start + e if e < span else ''}"
        for k, (t, e) in enumerate(zip(taken, ended))
    ]
    cases = read_cases(folder({"cases.csv": "\n".join(["id,requested,status,closed_datetime", *rows])}))
    period = period_of(cases)
    took = durations(cases, period)
    assert period.weeks == 8
    assert took.quartiles[1] == pytest.approx(4 * math.log(2), rel=0.08)
    assert took.closed_mean < 3  # what taking only those that ended would say


LEVERS = {"kpi_power": 0.6, "pooling": 0.5, "relay_time": 0.2}
RATES = {"problem_rate": 100.0, "dispute_rate": 100.0}


CALLED = {"callback": 0.8}, {"callback_e2": 0.6, "reopening": 0.7, "repeat_call": 0.3}
NOT_CALLED = {"callback": 0.0}, {"repeat_call": 0.0}
"""Environment and constants with cases that come back, and without."""


def run(called):
    around, constants = called
    model = CommunityModel(
        scenario=None, residents=1000, communities=2, rng=5, levers=LEVERS, environment=RATES | around,
        constants=constants, record_cases=True,
    )  # fmt: skip
    model.run_for(78)
    return model


@pytest.fixture(scope="module")
def model():
    return run(CALLED)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_simulated_cases_come_back(model, folder, language, encoding):
    table = model.cases_frame(language)
    text = csv_bytes(table).decode("utf-8-sig")
    read = read_cases(folder({"cases.csv": text}, encoding=encoding)).frame
    kept = model.case_records.all(model)
    assert read["service_request_id"].tolist() == [f"{key:016x}" for key in kept["key"]]
    columns = list(table)
    np.testing.assert_array_equal(read["requested_datetime"], table[columns[6]])
    np.testing.assert_array_equal(read["response_datetime"], table[columns[7]])
    over = ~read["open"].to_numpy()
    np.testing.assert_array_equal(over, np.isin(kept["how"], range(3)))
    np.testing.assert_array_equal(read["closed_datetime"][over], table[columns[8]][over])
    assert read["closed_datetime"][~over].isna().all()
    for name, place in {
        "source": 4,
        "agency_responsible": 5,
        "community": 9,
        "grid": 10,
        "address": 11,
        "description": 12,
    }.items():
        assert read[name].tolist() == table[columns[place]].tolist()
    np.testing.assert_array_equal(read["resolved"], np.where(over, kept["booked"], np.nan))
    np.testing.assert_array_equal(read["truly_resolved"], np.where(over, kept["how"] == END_TRUE, np.nan))
    np.testing.assert_array_equal(read["satisfied"], np.where(over, kept["satisfied"], np.nan))


@pytest.mark.parametrize("called", [CALLED, NOT_CALLED], ids=["with callbacks", "without"])
def test_targets_are_what_the_model_records(called, folder, tmp_path):
    model = run(called)
    place = folder({"cases.csv": csv_bytes(model.cases_frame("zh"))})
    cases = read_cases(place)
    found = case_targets(cases, period_of(cases), population=1000)
    summary, back = model.summary(52), model.measures[-52:].returned.sum()
    assert [one.indicator for one in found.targets] == ["recorded_resolution", "cases_received", "escalation"]
    for one in found.targets:
        assert one.value == pytest.approx(summary[one.indicator], rel=1e-9)  # the same cases, counted anew
        assert 0 < one.error < one.value
    assert (summary["recorded_resolution"] != summary["reported_resolution"]) == (back > 0) == (called is CALLED)
    true = next(one for one in found.left if "simulated" in one.label.en)
    assert float(true.shown.split()[0]) < summary["recorded_resolution"]
    path = tmp_path / "targets.yaml"
    path.write_text(targets_yaml(found, "cases.csv", "zh"), encoding="utf-8")
    plan = read_targets(path)
    assert {one.indicator: one.tolerance for one in plan.targets} == pytest.approx(
        {one.indicator: 2 * one.error for one in found.targets}, rel=1e-4
    )
    assert [factor.name for factor in plan.spec.factors] == ["false_closing", "problem_rate", "dispute_rate"]


def test_another_run_of_the_same_district_is_within_the_errors(model):
    """Errors from counts are of the size of what luck does: twelve other years of the same levers, in 4 errors."""
    from cogov.data.cases.rates import Period
    from cogov.data.cases.records import cases_from_sheet
    from cogov.data.errors import Problems
    from cogov.data.tables.csv_tables import read_sheet

    values = []
    for seed in range(8):
        other = CommunityModel(
            scenario=None, residents=1000, communities=2, rng=100 + seed, levers=LEVERS, environment=RATES, record_cases=True
        )  # fmt: skip
        other.run_for(52)
        text = csv_bytes(other.cases_frame()).decode("utf-8-sig")
        cases = cases_from_sheet(read_sheet(text, "cases.csv", "cases", Problems()), Problems())
        period = Period(
            np.datetime64("2025-01-06", "s"), np.datetime64("2025-01-06", "s") + np.timedelta64(52 * 7, "D")
        )
        values.append([(one.value, one.error) for one in case_targets(cases, period, 1000).targets])
    values = np.array(values)
    spread, error = values[:, :, 0].std(axis=0, ddof=1), values[:, :, 1].mean(axis=0)
    assert (spread < 3 * error).all()
    assert (spread > error / 4).all()


def test_without_residents_volumes_are_left_out_and_said_so(folder):
    cases = read_cases(folder({"cases.csv": CHINESE}))
    found = case_targets(cases, period_of(cases))
    assert [one.indicator for one in found.targets] == ["recorded_resolution"]
    assert any("--population" in one.why.en for one in found.left)
