"""`cogov data check` and `cogov data targets` on folders with cases: whose cases they are, and what is left out, in both languages."""

import json
from pathlib import Path

import numpy as np
import pytest
import yaml
from cogov.studies.calibration import read as read_targets

DAYS = [f"{np.datetime64('2025-03-03') + np.timedelta64(k, 'D')} 09:30" for k in range(28)]


@pytest.fixture
def folder(tmp_path):
    """`folder(communities=..., ...)` writes a district of four communities with one case a day."""

    def write(figures=("40", "30", "20", "10"), weights=None, of=lambda place: "ABCD"[place % 4], residents=True):
        (tmp_path / "cases.csv").write_text(
            "id,opened,closed,status,resolved,community\n"
            + "".join(
                f"{k},{day},{day[:10]} 17:00,closed,{'yes' if k % 4 else 'no'},{of(k)}\n" for k, day in enumerate(DAYS)
            ),
            encoding="utf-8",
        )
        if residents:
            head = "id,community" + (",weight" if weights else "")
            rows = [f"p{k},{'ABCD'[k % 4]}" + (f",{weights[k % len(weights)]}" if weights else "") for k in range(16)]
            (tmp_path / "residents.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
        if figures:
            rows = [f"{name},{figure}" for name, figure in zip("ABCD", figures)]
            (tmp_path / "communities.csv").write_text("\n".join(["id,population", *rows]), encoding="utf-8")
        return tmp_path

    return write


def report(cogov, place, *words):
    done = cogov("data", "targets", place, "--json", *words)
    assert done.code == 0, done.err
    return json.loads(done.out)


def received(found):
    return next((one["value"] for one in found["targets"] if one["indicator"] == "cases_received"), None)


def test_the_population_is_that_of_the_communities(cogov, folder):
    assert received(report(cogov, folder())) == pytest.approx(28 / 28 * 364 * 1000 / 100)


@pytest.mark.parametrize(
    ("figures", "said", "zh"),
    [(("40", "", "20", "10"), "missing (B)", "缺失（B）"), (("0",) * 4, "every population is 0", "所有人口均为 0")],
)
def test_volumes_are_left_out_where_a_figure_is_missing(cogov, folder, figures, said, zh):
    place = folder(figures)
    found = report(cogov, place)
    assert received(found) is None
    assert any(said in one["why"] for one in found["not_matched"])
    assert any(zh in one["why"] for one in report(cogov, place, "--lang", "zh")["not_matched"])
    assert received(report(cogov, place, "--population", 50)) == pytest.approx(364 * 20)


@pytest.mark.parametrize(
    ("weights", "total"), [(["10"], 160), (["2.5", "7.5"], 80), (["10", ""], None), (["0"], None), (None, 16)]
)
def test_weights_are_people(cogov, folder, weights, total):
    found = report(cogov, folder(figures=None, weights=weights))
    assert received(found) == (None if total is None else pytest.approx(364 * 1000 / total))
    if total is None:
        assert any("weight" in one["why"] for one in found["not_matched"])


def test_cases_of_other_communities_count_on_neither_side(cogov, folder):
    place = folder(of=lambda k: "ABCDX"[k % 5] if k % 7 else "")
    inside = sum("ABCDX"[k % 5] != "X" or not k % 7 for k in range(28))
    resolved = sum(bool(k % 4) for k in range(28) if "ABCDX"[k % 5] != "X" or not k % 7)
    found = report(cogov, place)
    assert received(found) == pytest.approx(inside * 13 * 1000 / 100)
    assert found["targets"][0]["value"] == pytest.approx(resolved / inside)
    said = next(one for one in found["not_matched"] if "outside the folder" in one["label"])
    assert said["value"] == str(28 - inside)
    assert "X" in said["why"]
    assert received(report(cogov, place, "--population", 100)) == pytest.approx(
        28 * 13 * 1000 / 100
    )  # all these cases are of those people
    done = cogov("data", "targets", folder(of=lambda k: "Y"))
    assert (done.code, "community" in done.err) == (2, True)


def test_the_file_names_the_folder_so_that_the_district_is_fitted(cogov, folder, tmp_path):
    place = folder()
    other = tmp_path / "plans"
    other.mkdir()
    assert cogov("data", "targets", place, "--out", other / "targets.yaml").code == 0
    assert yaml.safe_load((other / "targets.yaml").read_text(encoding="utf-8"))["data"] == ".."
    plan = read_targets(other / "targets.yaml")
    assert Path(plan.spec.data).resolve() == place.resolve()
    assert cogov("calibrate", other / "targets.yaml", "--check").code == 0
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "cases.csv").write_bytes((place / "cases.csv").read_bytes())
    assert "data" not in yaml.safe_load(cogov("data", "targets", alone).out)
    assert "data" not in yaml.safe_load(cogov("data", "targets", place / "cases.csv", "--population", 10).out)


def test_what_was_understood_and_what_is_left_out_is_shown(cogov, folder):
    place = folder()
    with (place / "cases.csv").open("a", encoding="utf-8") as file:
        file.write("x,1900-01-01,,open,,A\ny,2025-03-03 10:00,,open,yes（暂缓）,A\n")
    for lang, words in (
        ("en", ("column of cases", "no possible date", "Not counted:", "the case is open")),
        ("zh", ("诉求列", "不可能的日期", "未计入：", "诉求在办")),
    ):
        done = cogov("data", "check", place, "--lang", lang)
        assert done.code == 0
        for word in words:
            assert word in done.out
    found = json.loads(cogov("data", "check", place, "--json").out)["cases"]
    assert (found["first_day"], found["last_day"], found["received"]) == ("2025-03-03", "2025-03-30", 29)
    columns = {one["column"]: one for one in found["columns"]}
    assert columns["status"]["read"] == [{"as": "open (open)", "cells": 2}, {"as": "closed (closed)", "cells": 28}]
    assert columns["closed_datetime"]["missing"] == 2
    assert [one["value"] for one in found["left_out"]] == ["1", "1"]
    with (place / "cases.csv").open("a", encoding="utf-8") as file:
        file.write("z,2025-03-03 10:00,,1,,A\n")
    done = cogov("data", "check", place, "--json")
    found = json.loads(done.out)["cases"]  # of a record with faults: the columns alone
    assert (done.code, "rates" in found, len(found["columns"])) == (2, False, 6)


def test_a_zone_is_asked_for_and_taken(cogov, folder):
    place = folder()
    with (place / "cases.csv").open("a", encoding="utf-8") as file:
        file.write("x,2025-03-30T03:00Z,2025-03-30 12:00,closed,yes,A\n")
    for command in ("check", "targets"):
        done = cogov("data", command, place, "--lang", "zh")
        assert (done.code, "时区" in done.out + done.err) == (2, True)
        assert cogov("data", command, place, "--timezone", "Asia/Shanghai").code == 0
        done = cogov("data", command, place, "--timezone", "Asia/Beijing")
        assert (done.code, "no time zone 'Asia/Beijing'" in done.err) == (2, True)


def test_faults_are_in_the_language_asked_for(cogov, tmp_path):
    (tmp_path / "cases.csv").write_text("id,opened\n1,soon\n", encoding="utf-8")
    assert "不是日期" in cogov("data", "targets", tmp_path, "--lang", "zh").err
    (tmp_path / "cases.csv").write_text("id,opened,resolved\n1,2025-01-06,\n", encoding="utf-8")
    assert "没有与模型指标对应的内容" in cogov("data", "targets", tmp_path, "--lang", "zh").err
    done = cogov("data", "targets", tmp_path, "--from", "2025-02-01", "--to", "2025-01-01")
    assert (done.code, "before it begins" in done.err) == (2, True)
