"""What a study is asked for: values of any library, levels, lists, sizes, and what it may not become."""

import json

import numpy as np
import pandas as pd
import pytest
import yaml
from cogov import Study
from cogov.runs.settings import Setting, SettingError, check_precision
from cogov.runs.values import plain
from cogov.scenarios import load
from cogov.studies import StudyError
from cogov.studies.analysis import analyse
from cogov.studies.calibration import read as read_targets
from cogov.studies.design.balance import confounded
from cogov.studies.design.designs import RECOMMENDED, Design, points_of, unit_points
from cogov.studies.design.examples import EXAMPLES
from cogov.studies.design.factors import Factor
from cogov.studies.execution.progress import Meter
from cogov.studies.maintenance.merge import merge
from cogov.tests.support import runners, synthetic_studies

KNOWN = {"scenarios": ["status_quo"], "weeks": 4, "replicates": 2}


def points(tmp_path, **more):
    return Study(tmp_path / "x", **{**KNOWN, **more}).points


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({"factors": {"similarity": np.arange(0.1, 0.5, 0.1)}}, {"factors": {"similarity": [0.1, 0.2, 0.3, 0.4]}}),
        ({"factors": {"similarity": np.linspace(0.1, 0.5, 3, dtype=np.float32)}}, None),
        ({"factors": {"similarity": pd.Series([0.1, 0.3])}}, {"factors": {"similarity": [0.1, 0.3]}}),
        ({"factors": {"similarity": pd.Index([0.1, 0.3])}}, {"factors": {"similarity": [0.1, 0.3]}}),
        ({"factors": {"complexity": range(1, 4)}}, {"factors": {"complexity": [1, 2, 3]}}),
        ({"factors": {"copying": np.array(["none", "adapted"])}}, {"factors": {"copying": ["none", "adapted"]}}),
        ({"factors": {np.str_("similarity"): {"low": np.float64(0.1), "high": np.float32(0.5), "levels": np.int64(3)}}}, None),
        ({"factors": {"similarity": "plausible"}, "design": {"method": "sobol", "points": np.int64(8)}}, {"factors": {"similarity": "plausible"}, "design": {"method": "sobol", "points": 8}}),
        ({"factors": {"similarity": "plausible"}, "design": {"method": "latin_hypercube", "points": np.array([4, 2]), "seed": np.uint8(3)}}, {"factors": {"similarity": "plausible"}, "design": {"method": "latin_hypercube", "points": [4, 2], "seed": 3}}),
        ({"factors": {"similarity": "plausible"}, "design": {"method": "morris", "points": np.int16(4), "levels": np.int64(6)}}, None),
        ({"design": {"method": "list", "points": pd.DataFrame({"similarity": [0.2, 0.4], "complexity": [1, 2]})}}, {"design": {"method": "list", "points": [{"similarity": 0.2, "complexity": 1}, {"similarity": 0.4, "complexity": 2}]}}),
        ({"scenarios": np.array(["status_quo", "networked"])}, None),
        ({"replicates": np.int64(2), "weeks": np.int32(4), "seed": np.uint64(2), "residents": np.int64(60), "communities": np.int8(2)}, None),
        ({"replicates": None, "precision": {"satisfaction": np.float32(0.5)}, "most": np.int64(60)}, None),
        ({"set": pd.Series({"pooling": 0.5, "budget": 200}).to_dict(), "indicators": pd.Series(["satisfaction"]), "record": ("summary",)}, None),
    ],
)  # fmt: skip
def test_values_of_numpy_and_pandas_are_taken(tmp_path, more, same):
    """Every public argument of a study; what is written into its file is plain."""
    study = Study(tmp_path / "x", **{**KNOWN, **more})
    assert yaml.safe_load(study.spec.to_yaml())
    assert json.dumps(study.points)
    if same is not None:
        assert study.points == points(tmp_path, **same)


def test_settings_of_comparisons_and_runs_take_them_too():
    taken = Setting(
        (load("status_quo"), load("networked")), np.int64(8), np.uint32(3), np.int64(60), np.int16(2),
        {"pooling": np.float32(0.5)}, {"complexity": np.int64(2)}, {"voice_base": np.float64(0.1)},
    )  # fmt: skip
    taken.check()
    assert [type(one) for one in (taken.weeks, taken.seed, taken.residents, taken.communities)] == [int] * 4
    check_precision({"satisfaction": np.float64(0.1)}, ["satisfaction"])
    for width in (np.nan, np.inf, 0, "x"):
        with pytest.raises(SettingError):
            check_precision({"satisfaction": width}, ["satisfaction"])
    assert plain([pd.NA, pd.NaT, np.bool_(True), {np.int64(1): (np.float64(2),)}]) == [None, None, True, {1: [2.0]}]
    assert type(plain(np.float64(1.0))) is float


def test_levels_that_differ_by_rounding_are_one(tmp_path):
    assert points(tmp_path, factors={"similarity": [0.1 + 0.2, 0.5]}) == [{"similarity": 0.3}, {"similarity": 0.5}]
    with pytest.raises(StudyError, match="given twice"):
        points(tmp_path, factors={"similarity": [0.1 + 0.2, 0.3]})
    with pytest.raises(StudyError, match="the same as point 1"):
        points(tmp_path, design={"method": "list", "points": [{"similarity": 0.3}, {"similarity": 0.1 + 0.2}]})
    study = Study(tmp_path / "a", runner=runners.quick, **KNOWN, factors={"similarity": [0.3]})
    study.run(workers=0)
    more = Study(tmp_path / "a", runner=runners.quick, **KNOWN, factors={"similarity": [0.1 + 0.2, 0.5]})
    more.run(workers=0)
    assert more.status()["done"] == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("similarity,drift\n0.1,0.2\n0.3,\n", ":3: drift has no value"),
        ("similarity,drift\n0.1,0.2\n,0.1\n", ":3: similarity has no value"),
        ("similarity,drift\n0.1,0.2\n0.3\n", ":3: 1 cells in a table of 2 columns"),
        ("similarity,similarity\n0.1,0.2\n", "is there twice"),
        ("similarity,\n0.1,0.2\n", "has no name"),
        ("similarity,drift\n0.1,nan\n", ":2: drift has no value"),
        ("similarity\n0.1\ninf\n", "not finite"),
        ("similarity\n0.1\n0.10\n", ":3 is the same as"),
        ("similarity\n", "has no points"),
    ],
)
def test_a_table_of_points_is_whole(tmp_path, text, said):
    (tmp_path / "o.csv").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=said):
        Design.read({"method": "list", "file": "o.csv"}, tmp_path)


def test_a_point_without_a_factor_is_refused(tmp_path):
    for rows in ([{"similarity": 0.2, "drift": 0.1}, {"similarity": 0.3}], [{"drift": 0.1}, {"drift": 0.2, "similarity": 0.1}], pd.DataFrame({"similarity": [0.2, None]})):  # fmt: skip
        with pytest.raises(StudyError, match="needs all of its factors"):
            points(tmp_path, design={"method": "list", "points": rows})


def test_a_long_list_costs_as_much_as_it_is_long():
    import time

    rng, spent = np.random.default_rng(1), []
    for count in (2_000, 16_000):
        rows = [{"similarity": one, "drift": two} for one, two in rng.random((count, 2)).tolist()]
        tries = []
        for _ in range(3):  # the quickest: other work on the machine only adds
            before = time.process_time()
            Design.read({"method": "list", "points": rows})
            tries.append(time.process_time() - before)
        spent.append(min(tries))
    assert spent[1] < 24 * spent[0] + 0.2  # 8 times as many; 64 times as long if all are compared with all


@pytest.mark.parametrize("count", [2, 5, 6, 9, 12])
def test_recommended_designs_confound_no_factors(count):
    for method in ("sobol", "latin_hypercube"):
        for seed in range(4):
            assert confounded(unit_points(Design(method, (RECOMMENDED[method],)), count, seed)) is None
    both = unit_points(Design("sobol_indices", (RECOMMENDED["sobol_indices"],)), count, 1)
    assert confounded(both[:: count + 2]) is None


def test_a_confounded_sample_is_refused_with_the_size_that_does(tmp_path):
    factors = dict.fromkeys(synthetic_studies.BOUNDED[:10], "plausible")
    with pytest.raises(StudyError, match=r"do not separate .* from.*points: 128, or method: latin_hypercube"):
        points(tmp_path, factors=factors, design={"method": "sobol", "points": 64})
    assert len(points(tmp_path, factors=factors, design={"method": "sobol", "points": 128})) == 128
    assert len(points(tmp_path, factors=factors, design={"method": "latin_hypercube", "points": 64})) == 64


def test_examples_and_errors_name_recommended_sizes():
    for name in ("latin_hypercube", "sobol", "sobol_indices", "morris"):
        assert yaml.safe_load(EXAMPLES[name])["design"]["points"] >= RECOMMENDED[name]
    with pytest.raises(StudyError, match=f"points: {RECOMMENDED['sobol']}"):
        Design.read(3)


def test_fewer_replicates_are_never_silent(tmp_path):
    asked = {**KNOWN, "factors": {"similarity": [0.2, 0.4]}}
    Study(tmp_path / "a", runner=runners.quick, **{**asked, "replicates": 6}).run(workers=0)
    less = Study(tmp_path / "a", runner=runners.quick, **{**asked, "replicates": 3})
    with pytest.raises(StudyError, match=r"6 replicates .* 3 now.*--redesign"):
        less.run(workers=0)
    less.run(workers=0, redesign=True)
    assert less.status()["done"] == 6
    Study(tmp_path / "a", runner=runners.quick, **{**asked, "replicates": 7}).run(workers=0)


def test_merging_another_design_names_what_stands_in_no_table(tmp_path):
    def made(name, **more):
        study = Study(tmp_path / name, runner=runners.quick, **{**KNOWN, "factors": {"similarity": [0.2, 0.4]}, **more})
        study.run(workers=0)
        return study.folder

    a, other, longer = made("a"), made("b", scenarios=["networked"]), made("e", replicates=4)
    got = merge(tmp_path / "m", [a, other])
    assert got == 4
    assert got.beside[str(other)][0] == 4
    assert "stand in no table" in got.words("m").en
    assert "scenario" in got.words("m").en or "networked" in got.words("m").en
    assert "不出现在任何表中" in got.words("m").zh
    got = merge(tmp_path / "n", [a, longer])
    assert (int(got), got.beside[str(longer)][0]) == (4, 4)
    assert len(Study.open(tmp_path / "n", runner=runners.quick).runs) == 4
    assert not merge(tmp_path / "p", [a, a]).beside


def test_a_finished_study_is_read_without_its_data_and_extension(tmp_path):
    study = Study(tmp_path / "a", runner=runners.quick, **KNOWN, factors={"similarity": [0.2, 0.4]})
    study.run(workers=0)
    file = tmp_path / "a" / "study.yaml"
    text = yaml.safe_load(file.read_text(encoding="utf-8"))
    text |= {"data": str(tmp_path / "gone"), "extensions": ["rumour"], "set": {"rumour_rate": 0.3}}
    file.write_text(yaml.safe_dump(text), encoding="utf-8")
    opened = Study.open(tmp_path / "a", runner=runners.quick)
    assert len(opened.runs) == 4
    assert opened.status()["done"] == 4
    assert merge(tmp_path / "m", [tmp_path / "a"]) == 4
    with pytest.raises(StudyError, match="rumour"):
        opened.run(workers=0)


@pytest.mark.parametrize("value", ["12", "-0.1", ".inf", ".nan"])
def test_targets_that_cannot_be_are_refused_before_any_run(tmp_path, value):
    text = "free: {social_weight: {low: 0, high: 4}}\ntargets:\n  - {indicator: participation, value: %s, tolerance: 0.1}\n"
    (tmp_path / "t.yaml").write_text(text % value, encoding="utf-8")
    with pytest.raises(StudyError, match=r"t.yaml:3: .*(from 0 to 1|finite)"):
        read_targets(tmp_path / "t.yaml")


@pytest.mark.parametrize("key", ["tolerance", "weight"])
def test_widths_and_weights_are_finite(tmp_path, key):
    more = {"tolerance": "0.1", "weight": "1", key: ".inf"}
    text = "free: {social_weight: {low: 0, high: 4}}\ntargets:\n  - {indicator: participation, value: 0.1, tolerance: %(tolerance)s, weight: %(weight)s}\n"
    (tmp_path / "t.yaml").write_text(text % more, encoding="utf-8")
    with pytest.raises(StudyError, match="finite"):
        read_targets(tmp_path / "t.yaml")


def test_a_precision_that_is_not_reached_is_told(tmp_path):
    asked = {"scenarios": ["status_quo", "networked"], "factors": {"similarity": [0.2, 0.4]}, "weeks": 2}
    study = Study(tmp_path / "a", runner=runners.normal, **asked, precision={"satisfaction": 0.05}, most=40)
    state = study.run(workers=0)
    assert "not reached at 2 of 2 points" in state.note
    about = study.status()["precision"]
    assert (about["points"], about["decided"], about["reached"], len(about["short"])) == (2, 2, 0, 2)
    assert about["short"][0]["widest"]["satisfaction"] > 0.05
    assert json.dumps(about)
    again = Study.open(tmp_path / "a", runner=runners.normal)
    assert [one.enough for one in again.reached().values()] == [False, False]
    wide = Study(tmp_path / "b", runner=runners.normal, **asked, precision={"satisfaction": 5}, most=60)
    assert wide.run(workers=0).note == ""
    assert wide.status()["precision"]["short"] == []


def test_one_indicator_without_numbers_does_not_take_the_others_along(tmp_path):
    for method, points_ in (("morris", 6), ("sobol_indices", 8)):
        study = Study(
            tmp_path / method, runner=synthetic_studies.patchy, scenarios=["status_quo"], weeks=2, replicates=2,
            factors={name: {"low": 0, "high": 1} for name in synthetic_studies.FACTORS[:3]}, design={"method": method, "points": points_},
        )  # fmt: skip
        study.run(workers=0)
        found = analyse(
            study, parts=["noise", method.replace("_indices", "")], indicators=["satisfaction", "case_time"]
        )
        made = found.morris if method == "morris" else found.sobol
        assert [one.indicator for one, _ in made] == ["satisfaction"]
        ((part, why),) = found.left_out
        assert part == method.replace("_indices", "")
        assert "in the other runs there is nothing to measure" in why.en
        assert "resume" not in why.en
        assert "没有可测量的内容" in why.zh


def test_nothing_is_left_of_time_while_nothing_is_made(tmp_path):
    meter = Meter(tmp_path)
    meter.total, meter.done, meter.fresh = 100, 10, 10
    meter._rate = 1e-9
    meter.set("running")
    assert meter.state().seconds_left is not None
    for phase in ("paused", "waiting", "finished"):
        meter.set(phase)
        assert meter.state().seconds_left is None


def test_a_folder_that_is_taken_away_is_one_clear_message(tmp_path):
    import shutil

    study = Study(
        tmp_path / "a", runner=runners.slow, **{**KNOWN, "replicates": 20}, factors={"similarity": [0.2, 0.4]}
    )

    def tell(state):
        if state.done:
            shutil.rmtree(study.folder, ignore_errors=True)

    with pytest.raises(StudyError, match="was moved or removed"):
        study.run(workers=0, tell=tell)


def test_factors_of_an_extension_that_is_not_there_are_read():
    assert Factor.unknown("rumour_rate", [0.1, 0.2]).plain() == [0.1, 0.2]
    factor = Factor.unknown("rumour_rate", {"low": 0.0, "high": 1.0, "levels": 3})
    assert points_of(Design(), (factor,), 1) == [{"rumour_rate": 0.0}, {"rumour_rate": 0.5}, {"rumour_rate": 1.0}]
