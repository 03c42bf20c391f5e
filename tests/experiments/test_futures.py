"""Comparisons over futures: shares, ranks and regret by hand; small real runs; kept runs; the same bytes everywhere."""

import io

import numpy as np
import pandas as pd
import pytest
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.comparison_files import data_files, with_manifest
from cogov.experiments.comparison.comparison_manifest import compare_command
from cogov.experiments.futures import run
from cogov.experiments.futures.result import Futures
from cogov.experiments.futures.run import future_seed
from cogov.experiments.futures.sampling import Sampling
from cogov.experiments.replay import replay
from cogov.model.quantities.indicators import INDICATORS, MAIN
from cogov.runs.cache import RunCache
from cogov.runs.settings import RunFailed, Setting, SettingError, replicate_seed
from cogov.scenarios import load
from hypothesis import given, settings
from hypothesis import strategies as st

from .test_discovery import ranges

AT = {name: k for k, name in enumerate(INDICATORS)}
SMALL = {"weeks": 12, "residents": 60, "communities": 2, "replicates": 2, "workers": 1}
PAIR = ["status_quo", "co_governance"]


def made(change, names=("a", "b"), count=20, replicates=3, seed=1):
    """Futures of given numbers: luck shared by all scenarios, and `change(values, points, place)` on top."""
    over = ranges()
    chosen = Sampling(count, over, replicates)
    points = chosen.points(Setting((load("status_quo"), load("co_governance")), 10, seed))
    rng = np.random.default_rng(seed)
    luck = rng.normal(0.5, 0.05, (1, count, replicates, len(INDICATORS)))
    values = np.repeat(luck, len(names), axis=0)
    change(values, points)
    defaults = np.repeat(rng.normal(0.5, 0.05, (1, 8, len(INDICATORS))), len(names), axis=0)
    defaults[1:] += 0.1 + rng.normal(0, 0.01, defaults[1:].shape)
    seeds = np.zeros((count, replicates), dtype=np.int64)
    return Futures(tuple(names), tuple(INDICATORS), chosen, points, seeds, values, defaults, seed)


def similar(values, points):
    """Satisfaction: better under the second scenario, but worse where communities are alike; resolution: always better."""
    for f, point in enumerate(points):
        values[1, f, :, AT["satisfaction"]] += -0.1 if point["similarity"] > 0.7 else 0.1
    values[1, :, :, AT["true_resolution"]] += 0.05


def test_shares_of_futures_by_hand():
    found = made(similar)
    fails = [f for f, point in enumerate(found.points) if point["similarity"] > 0.7]
    held = found.held("b", "satisfaction")
    assert held.found
    assert held.fails == tuple(fails)
    assert held.share.mean == pytest.approx(1 - len(fails) / 20)
    assert held.share.low < held.share.mean < held.share.high
    assert (held.surely, held.against) == (20 - len(fails), len(fails))
    assert (held.low, held.high) == (pytest.approx(-0.1), pytest.approx(0.1))
    assert found.held("b", "true_resolution").share.mean == found.held("b", "true_resolution").share.high == 1
    assert found.held("b", "belonging").share.mean == 0  # no difference is no finding that holds


def test_the_condition_is_that_of_the_finding():
    found = made(similar, count=30)
    one = found.condition("b", "satisfaction")
    assert one.found
    assert one.limits[0].name == "similarity"
    assert found.condition("b", "true_resolution").reason == "always"
    assert found.drivers("b", "satisfaction")[0][0] == "similarity"
    assert len(found.conditions) == len(MAIN)


def test_luck_that_turns_a_sign_is_told():
    found = made(similar, replicates=1)
    found.defaults[1, :, AT["satisfaction"]] = (
        found.defaults[0, :, AT["satisfaction"]] + np.array([1, -1] * 4) * 0.1 + 0.02
    )
    held = found.held("b", "satisfaction")
    assert not held.found
    assert 0.3 < held.by_luck < 0.5
    assert found.condition("b", "satisfaction").reason == "no finding"


def test_regret_of_the_best_is_nothing():
    found = made(similar, names=("a", "b", "c"))
    found.values[2] = found.values[0] - 0.2  # worse than the baseline wherever more is better
    regret = found.regret(["satisfaction"]).set_index("scenario")
    levels = np.stack([found.level(name, "satisfaction") for name in found.names])
    for place, name in enumerate(found.names):
        behind = levels.max(axis=0) - levels[place]
        assert regret.loc[name, "max"] == pytest.approx(behind.max())
        assert regret.loc[name, "mean"] == pytest.approx(behind.mean())
        if behind.max() > 0:
            assert behind[regret.loc[name, "worst"] - 1] == behind.max()
    assert not regret.loc["c", "least"]
    assert found.regret(["true_resolution"]).set_index("scenario").loc["b", ["mean", "max", "worst"]].tolist() == [
        0,
        0,
        0,
    ]
    cost = found.regret(["transaction_cost"]).set_index("scenario")  # less is better
    assert cost.loc["c", "max"] == 0
    assert cost.loc["a", "max"] == pytest.approx(0.2)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
def test_ranks_and_regret_agree(seed, scenarios):
    def change(values, points):
        values += np.random.default_rng(seed).normal(0, 0.1, values.shape).round(1)

    found = made(change, names=tuple("abcd"[:scenarios]), count=6, replicates=2)
    ranking = found.ranking().set_index(["indicator", "scenario"])
    regret = found.regret().set_index(["indicator", "scenario"])
    ranks = ranking[[f"rank_{k + 1}" for k in range(scenarios)]]
    np.testing.assert_allclose(ranks.sum(axis=1), 1)
    assert (ranking["best"] == ranking["rank_1"]).all()
    assert (ranking.groupby(level=0)["best"].sum() >= 1 - 1e-9).all()
    assert ((regret["max"] == 0) == (ranking["best"] == 1)).all()
    assert (regret.groupby(level=0)["least"].sum() >= 1).all()
    assert (regret["max"] >= regret["mean"] - 1e-12).all()


def test_satisficing():
    found = made(similar)
    table = found.satisficing({"satisfaction": 0.55}).set_index("scenario")
    assert table.loc["a", "share"] == pytest.approx(np.mean(found.level("a", "satisfaction") >= 0.55))
    default = found.satisficing().set_index(["indicator", "scenario"])
    assert default.loc[("satisfaction", "a"), "target"] == pytest.approx(
        found.defaults[0, :, AT["satisfaction"]].mean()
    )
    with pytest.raises(SettingError, match="neither better"):
        found.satisficing({next(name for name, one in INDICATORS.items() if not one.extra["better"]): 1.0})


def test_a_future_without_a_number_is_left_out():
    found = made(similar)
    found.values[:, 3, :, AT["satisfaction"]] = np.nan
    found.values[1, 4, 0, AT["satisfaction"]] = np.nan  # one replicate of three
    assert found.held("b", "satisfaction").share.count == 19
    assert found.regret(["satisfaction"])["futures"].tolist() == [19, 19]
    found.values[..., AT["satisfaction"]] = np.nan
    assert found.held("b", "satisfaction").share.count == 0
    assert found.ranking(["satisfaction"])["best"].isna().all()
    assert found.condition("b", "satisfaction").reason


def test_unknown_names():
    found = made(similar)
    for call in (
        lambda: found.level("x", "satisfaction"),
        lambda: found.held("b", "satisfactoin"),
        lambda: found.column("similariti"),
    ):
        with pytest.raises(SettingError):
            call()


@pytest.fixture(scope="module")
def real():
    return compare(PAIR, futures=4, over=["similarity", "complexity", "weeks=52:60"], per_future=2, **SMALL)


def test_the_futures_of_a_real_comparison(real):
    futures = real.futures
    assert futures.values.shape == (2, 4, 2, len(INDICATORS))
    assert np.isfinite(futures.values[..., AT["satisfaction"]]).all()
    np.testing.assert_array_equal(futures.defaults, real.summary)
    assert futures.seeds[1, 0] == future_seed(1, 1, 0)
    assert not {*futures.seeds.ravel().tolist()} & {replicate_seed(1, k) for k in range(50)}
    assert len(np.unique(futures.seeds)) == 8
    table = futures.table
    assert len(table) == 16
    row = table[(table["future"] == 3) & (table["replicate"] == 2) & (table["scenario"] == "co_governance")].iloc[0]
    assert row["satisfaction"] == futures.values[1, 2, 1, AT["satisfaction"]]
    assert row["similarity"] == futures.points[2]["similarity"]


def test_a_future_is_the_model_with_its_values(real):
    """The same as a comparison whose environment is set to the values of the future, on the future's seed."""
    from cogov.model.model import CommunityModel

    futures = real.futures
    point = futures.points[1]
    model = CommunityModel(
        scenario="co_governance", residents=60, communities=2, rng=int(futures.seeds[1, 0]),
        environment={name: value for name, value in point.items() if name != "weeks"},
    )  # fmt: skip
    model.run_for(point["weeks"])
    seen = model.summary(weeks=52)
    np.testing.assert_array_equal(futures.values[1, 1, 0], [seen[name] for name in INDICATORS])


def test_the_comparison_itself_is_what_it_is_without_futures(real):
    alone = compare(PAIR, **SMALL)
    np.testing.assert_array_equal(alone.summary, real.summary)
    assert alone.futures is None
    assert data_files(alone)["runs.parquet"] == data_files(real)["runs.parquet"]


@pytest.mark.slow
def test_the_same_bytes_on_two_workers(real):
    again = compare(
        PAIR, futures=4, over=["similarity", "complexity", "weeks=52:60"], per_future=2, **{**SMALL, "workers": 2}
    )
    assert data_files(again) == data_files(real)


def test_kept_runs_are_not_run_again(tmp_path, monkeypatch):
    options = {"futures": 3, "over": ["similarity"], "per_future": 1, "keep": tmp_path, **SMALL}
    first = compare(PAIR, **options)
    real_run, done = run.run_future, []

    def counted(common, task):
        done.append(task)
        return real_run(common, task)

    monkeypatch.setattr(run, "run_future", counted)
    again = compare(PAIR, **options)
    assert not done
    np.testing.assert_array_equal(again.futures.values, first.futures.values)
    compare(PAIR, **{**options, "over": ["similarity=0:0.5"]})
    assert len(done) == 6


def test_stopped_in_the_middle_it_goes_on(tmp_path, monkeypatch):
    options = {"futures": 3, "over": ["similarity"], "per_future": 1, **SMALL}
    real_run, done = run.run_future, []

    def stopping(common, task):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(task)
        return real_run(common, task)

    monkeypatch.setattr(run, "run_future", stopping)
    with pytest.raises(KeyboardInterrupt):
        compare(PAIR, keep=tmp_path, **options)
    monkeypatch.setattr(run, "run_future", real_run)
    with RunCache(tmp_path) as kept:
        assert kept.path.exists()
    went_on = compare(PAIR, keep=tmp_path, **options)
    assert went_on.futures.timing["futures_run"] == 3
    np.testing.assert_array_equal(went_on.futures.values, compare(PAIR, **options).futures.values)


def test_a_failing_run_names_its_future(monkeypatch):
    def failing(*_, **__):
        raise ZeroDivisionError("luck")

    monkeypatch.setattr(run, "make_model", failing)
    with pytest.raises(
        RunFailed, match=r"'status_quo' in future 1 \(similarity=.*model seed \d+\) failed: ZeroDivisionError: luck"
    ):
        compare(PAIR, futures=2, over=["similarity"], per_future=1, **SMALL)


def test_replay_meets_the_futures_too(real, tmp_path):
    files = with_manifest(real, data_files(real))
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert (
        "--futures 4 --per-future 2 --over similarity=0:1 --over complexity=0:6 --over weeks=52:60"
        in compare_command(real)
    )
    found = replay(tmp_path, workers=1)
    assert found.same
    assert found.result.futures is not None
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "manifest.json").write_text(text.replace("complexity=0:6", "complexity=0:5"), encoding="utf-8")
    assert [line.partition(":")[0] for line in replay(tmp_path, workers=1).differences][:1] == ["futures.parquet"]


def test_files_can_be_read(real):
    files = data_files(real)
    assert len(pd.read_parquet(io.BytesIO(files["futures.parquet"]))) == 16
    findings = pd.read_csv(io.BytesIO(files["futures_findings.csv"]), encoding="utf-8-sig")
    assert len(findings) == len(INDICATORS)
    assert findings.loc[findings["indicator"] == "satisfaction", "condition"].notna().all()
    assert {"best", "rank_2", "mean", "max", "worst"} <= set(
        pd.read_csv(io.BytesIO(files["futures_regret.csv"])).columns
    )


def test_options_without_futures():
    with pytest.raises(SettingError, match="only with futures"):
        compare(PAIR, over=["similarity"], **SMALL)
    with pytest.raises(SettingError, match="whole number"):
        compare(PAIR, futures=0, **SMALL)
