"""A study as a researcher meets it in Python: run, read, extended, asked, divided, merged. Real runs, tiny worlds."""

import json
import shutil
import sqlite3

import numpy as np
import pyarrow.parquet as pq
import pytest
from cogov import Study, load_scenario
from cogov.studies import FolderBusy, OtherCode, StudyError
from cogov.studies.execution.batches import Row
from cogov.studies.maintenance.export import export
from cogov.studies.maintenance.merge import merge
from cogov.studies.maintenance.verify import rebuild_journal, verified
from cogov.studies.storage.journal import JOURNAL, Store, file_digest
from cogov.tests.support import runners
from cogov.tools import overhead

WORLD = {"scenarios": ["status_quo", "co_governance"], "weeks": 6, "residents": 60, "communities": 2}


def small(folder, **more):
    return Study(
        folder, **{**WORLD, "factors": {"pooling": [0.1, 0.5], "copying": ["none", "adapted"]}, "replicates": 3, **more}
    )


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    made = small(
        tmp_path_factory.mktemp("studies") / "a",
        record=["series"],
        indicators=["belonging", "satisfaction", "case_time"],
    )
    made.run(workers=0)
    return made


def test_runs_are_a_table(finished):
    runs = finished.runs
    assert list(runs.columns) == [
        "scenario", "point", "replicate", "seed", "pooling", "copying", "belonging", "satisfaction", "case_time", "error", "cell",
    ]  # fmt: skip
    assert len(runs) == 24
    assert runs["scenario"].tolist()[:6] == ["status_quo"] * 3 + ["co_governance"] * 3
    assert runs["replicate"].tolist()[:6] == [0, 1, 2] * 2
    assert [finished.points[point]["copying"] for point in runs["point"]] == runs["copying"].tolist()
    assert runs.groupby("replicate")["seed"].nunique().tolist() == [1, 1, 1]  # the same luck for all
    assert runs.attrs["units"]["belonging"] == "share"
    means = finished.query("select scenario, avg(belonging) as b, count(*) as n from runs group by 1 order by 1")
    assert means["n"].tolist() == [12, 12]
    assert means["b"][0] == pytest.approx(runs[runs["scenario"] == "co_governance"]["belonging"].mean())
    with pytest.raises(StudyError, match="belongin"):
        finished.query("select belongin from runs")


def test_series(finished):
    series = finished.query("select * from series order by point, scenario, replicate, week")
    assert len(series) == 24 * 6
    assert series["belonging"].dtype == np.float32
    joined = series.groupby(["scenario", "point", "replicate"])["belonging"].mean()
    runs = finished.runs.set_index(["scenario", "point", "replicate"])["belonging"]
    assert np.allclose(joined, runs.loc[joined.index], atol=1e-6)  # a mean over residents is that of its weeks


def test_again_makes_nothing(finished):
    before = finished.digest()
    state = finished.run(workers=0)
    assert state.done == 24
    assert Study.open(finished.folder).run(workers=0).done == 24
    assert finished.digest() == before
    assert len(list((finished.folder / "results").iterdir())) == 1


def test_the_folder_says_where_it_comes_from(finished):
    about = json.loads((finished.folder / "provenance.json").read_text(encoding="utf-8"))
    assert {"cogov", "model", "libraries", "code", "processor", "host"} <= set(about["sessions"][0])
    assert about["sessions"][0]["processor"]["features"]
    status = json.loads((finished.folder / "status.json").read_text(encoding="utf-8"))
    assert status["phase"] == "finished"
    assert status["done"] == status["total"] == 24
    assert not list(finished.folder.rglob("*.tmp"))


def test_an_extended_study_keeps_its_runs_and_ends_as_if_made_at_once(tmp_path):
    first = small(tmp_path / "grown", replicates=2, scenarios=["status_quo"], factors={"pooling": [0.1, 0.5]})
    first.run(workers=0)
    more = {"replicates": 4, "factors": {"pooling": [0.1, 0.5, 0.9]}, "scenarios": ["status_quo", "networked"]}
    told = []
    grown = small(tmp_path / "grown", **more)
    grown.run(workers=0, tell=lambda state: told.append(state.done))
    whole = small(tmp_path / "whole", **more)
    whole.run(workers=0)
    assert 4 in told  # those of the first design count as done
    assert grown.digest() == whole.digest()
    assert grown.runs.equals(whole.runs)


def test_another_design_is_refused_unless_meant(tmp_path):
    first = small(tmp_path / "a")
    first.run(workers=0)
    other = small(tmp_path / "a", factors={"pooling": [0.1, 0.7]}, replicates=2)
    with pytest.raises(StudyError, match=r"\d of 8 entries of its design .* --redesign"):
        other.run(workers=0)
    assert first.status()["missing"] == 0
    kept = small(tmp_path / "a", factors={"pooling": [0.1], "copying": ["none"]}, replicates=2)
    kept.run(workers=0, redesign=True)
    assert kept.status() == {**kept.status(), "total": 4, "done": 4}
    first.run(workers=0, redesign=True)
    assert first.status()["done"] == 24
    assert first.status()["missing"] == 0


def test_folders_that_are_no_studies(tmp_path):
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StudyError, match="holds other things"):
        small(tmp_path).run(workers=0)
    with pytest.raises(StudyError, match="is a file"):
        small(tmp_path / "other.txt").run(workers=0)
    with pytest.raises(StudyError, match="is not the folder of a study"):
        Study.open(tmp_path)
    with pytest.raises(StudyError, match="is not the folder of a study"):
        _ = small(tmp_path / "nothing").runs
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.txt"]


def test_two_at_once_and_reading_meanwhile(tmp_path):
    made = small(tmp_path / "a")
    with made.session(workers=0) as session:
        with pytest.raises(FolderBusy, match="another process is at work here"):
            small(tmp_path / "a").run(workers=0)
        assert made.status()["at_work"]
        assert made.status()["done"] == 0
        session.finish()
        assert made.status()["done"] == 24
        assert len(made.runs) == 24
    assert made.status()["at_work"] is None


def test_a_folder_of_other_code_is_refused_and_can_be_read(tmp_path):
    made = small(tmp_path / "a")
    made.run(workers=0)
    digest = made.digest()
    db = sqlite3.connect(tmp_path / "a" / JOURNAL)
    db.execute("update meta set value = ? where name = 'model'", ["0" * 64])
    db.commit()
    db.close()
    with pytest.raises(OtherCode, match="other code of the model"):
        made.run(workers=0)
    assert made.digest() == digest
    assert len(made.runs) == 24


def test_scenarios_of_ones_own_go_along(tmp_path):
    own = load_scenario("networked").with_levers(pooling=0.77)
    (tmp_path / "mine.yaml").write_text(own.to_yaml(), encoding="utf-8")
    (tmp_path / "study.yaml").write_text(
        "scenarios: [mine.yaml]\nweeks: 4\nresidents: 60\ncommunities: 2\nreplicates: 2\n", encoding="utf-8"
    )
    made = Study.from_yaml(tmp_path / "study.yaml", tmp_path / "a")
    made.run(workers=0)
    (tmp_path / "mine.yaml").unlink()
    again = Study.open(tmp_path / "a")
    assert again.run(workers=0).done == 2
    assert again.spec.scenarios[0].levers["pooling"] == 0.77


def test_points_as_they_are_asked_for(tmp_path):
    made = small(tmp_path / "a", factors={"pooling": [0.1]})
    with made.session(workers=0) as session:
        found = session.ask([{"pooling": 0.3}, {"pooling": 0.1}, {"pooling": 0.3, "drift": 0.1}], replicates=2)
        assert found["asked"].tolist() == [0] * 4 + [1] * 4 + [2] * 4
        assert found["pooling"].tolist() == [0.3] * 4 + [0.1] * 4 + [0.3] * 4
        assert found["belonging"].notna().all()
        again = session.ask([{"pooling": 0.3}], replicates=range(1, 3))
        assert again["replicate"].tolist() == [1, 2, 1, 2]
        assert again["belonging"][0] == found["belonging"][1]
        session.finish()
        with pytest.raises(StudyError, match="out of bounds"):
            session.ask([{"pooling": 3}])
    assert made.runs["point"].unique().tolist() == [0, 1_000_000, 1_000_001]
    made.run(workers=0)  # what was asked for stays, though the design does not have it
    assert made.runs["point"].unique().tolist() == [0, 1_000_000, 1_000_001]
    assert made.status()["missing"] == 0
    with made.session(workers=0) as session:
        assert session.ask([{"pooling": 0.3}], 2)["point"].tolist() == [1_000_000] * 4


def test_by_precision(tmp_path):
    made = Study(
        tmp_path / "a", runner=runners.normal, scenarios=["status_quo", "co_governance"], factors={"pooling": [0.1, 0.2]},
        precision={"satisfaction": 0.35}, weeks=4,
    )  # fmt: skip
    made.run(workers=0)
    runs = made.runs
    counts = runs.groupby(["point", "scenario"]).size().unique()
    assert len(counts) == 1  # the luck of both points is the same here
    assert 35 < counts[0] < 500
    for _, rows in runs.groupby("point"):
        wide = rows.pivot(index="replicate", columns="scenario", values="satisfaction")
        assert wide.notna().all(axis=None)
    digest = made.digest()
    assert made.status()["missing"] == 0
    assert made.run(workers=0).done == len(runs)
    assert made.digest() == digest


def test_parts_are_merged(tmp_path):
    whole = small(tmp_path / "whole")
    whole.run(workers=0)
    for place in (1, 2):
        part = small(tmp_path / f"part{place}")
        part.run(workers=0, part=(place, 2))
        assert part.status()["missing"] == 12
    assert merge(tmp_path / "all", [tmp_path / "part1", tmp_path / "part2"]) == 24
    joined = Study.open(tmp_path / "all")
    assert joined.digest() == whole.digest()
    assert joined.runs.equals(whole.runs)
    assert merge(tmp_path / "all", [tmp_path / "part1", tmp_path / "whole"]) == 0
    assert joined.run(workers=0).done == 24


def test_merging_carries_series_and_failures(finished, tmp_path):
    shutil.copytree(finished.folder, tmp_path / "a")
    assert merge(tmp_path / "b", [tmp_path / "a"]) == 24
    joined = Study.open(tmp_path / "b")
    assert joined.digest() == finished.digest()
    with Study.open(tmp_path / "b").tables() as tables:
        task = next(iter(tables.tasks()))
        outputs, model = tables.outputs, tables.meta["model"]
    (tmp_path / "c").mkdir()
    with Store(tmp_path / "c", outputs, joined.spec.indicators, 6, model) as store:
        store.commit([Row(*task, error="died")])
    for name in ("study.yaml", "design.parquet"):
        shutil.copyfile(tmp_path / "b" / name, tmp_path / "c" / name)
    assert merge(tmp_path / "c", [tmp_path / "b"]) == 24  # a run that succeeded elsewhere is no longer a failed one
    assert Study.open(tmp_path / "c").digest() == finished.digest()
    assert merge(tmp_path / "b", [tmp_path / "c"]) == 0


def test_merging_refuses_what_does_not_belong_together(finished, tmp_path):
    shutil.copytree(finished.folder, tmp_path / "a")
    shutil.copytree(finished.folder, tmp_path / "b")
    part = next((tmp_path / "b" / "results").iterdir())
    table = pq.read_table(part)
    place = table.column_names.index("belonging")
    changed = table.set_column(place, "belonging", [table["belonging"].to_numpy() + 1])
    pq.write_table(changed, part)
    with pytest.raises(StudyError, match="is not as it was written"):
        merge(tmp_path / "a", [tmp_path / "b"])
    db = sqlite3.connect(tmp_path / "b" / JOURNAL)
    db.execute("update parts set sha256 = ? where name = ?", (file_digest(part), f"results/{part.name}"))
    db.commit()
    with pytest.raises(StudyError, match="is not the same"):  # a whole part with other values
        merge(tmp_path / "a", [tmp_path / "b"])
    db.execute("update meta set value = 'x' where name = 'model'")
    db.commit()
    db.close()
    with pytest.raises(OtherCode, match="other code"):
        merge(tmp_path / "a", [tmp_path / "b"])


def test_verify(finished, tmp_path):
    report = verified(finished, again=4)
    assert report["faults"] == []
    assert report["again"] == 4
    assert report["digest"] == finished.digest()
    shutil.copytree(finished.folder, tmp_path / "a")
    made = Study.open(tmp_path / "a")
    part = next((tmp_path / "a" / "results").iterdir())
    data = part.read_bytes()
    part.write_bytes(data[:-20] + b"x" * 20)
    assert "is not as it was written" in verified(made)["faults"][0]
    part.unlink()
    assert "is missing" in verified(made)["faults"][0]


def test_verify_notices_a_run_that_comes_out_otherwise(tmp_path):
    made = small(tmp_path / "a", factors={})
    with made.session(workers=0) as session:
        cell = session._design[0]
        session.store.commit([Row(cell.id, 0, np.zeros(len(session.common.outputs)).tobytes())])
        session.finish()
    assert verified(made)["faults"] == []
    assert "status_quo, point 0, replicate 0: came out otherwise" in verified(made, again=6)["faults"][0]


def test_a_damaged_journal_is_made_anew_from_the_parts(finished, tmp_path):
    shutil.copytree(finished.folder, tmp_path / "a")
    with pytest.raises(StudyError, match="is not damaged"):
        rebuild_journal(tmp_path / "a")
    (tmp_path / "a" / JOURNAL).write_bytes(b"nonsense" * 4000)
    made = Study.open(tmp_path / "a")
    with pytest.raises(StudyError, match="the journal cannot be read"):
        _ = made.runs
    with pytest.raises(StudyError, match="--rebuild"):
        made.run(workers=0)
    assert rebuild_journal(tmp_path / "a") == 24
    assert made.digest() == finished.digest()
    assert made.run(workers=0).done == 24
    assert list((tmp_path / "a").glob(f"{JOURNAL}.damaged-*"))


def test_exports(finished, tmp_path, needs):
    import pandas as pd

    needs("module:xlsxwriter")
    needs("module:netCDF4")
    needs("module:xarray")
    import xarray

    runs = finished.runs.drop(columns="cell")
    csv = pd.read_csv(export(finished, "csv", tmp_path / "r.csv.gz"))
    assert np.array_equal(csv["belonging"], runs["belonging"])
    stata = pd.read_stata(export(finished, "stata", tmp_path / "r.dta"))
    assert np.array_equal(stata["satisfaction"], runs["satisfaction"])
    with pd.io.stata.StataReader(tmp_path / "r.dta") as reader:
        assert reader.variable_labels()["belonging"] == "Belonging (share)"
    cube = xarray.load_dataset(export(finished, "netcdf", tmp_path / "r.nc", lang="zh"))
    assert dict(cube.sizes) == {"scenario": 2, "point": 4, "replicate": 3}
    row = runs.iloc[7]
    place = {name: row[name] for name in ("scenario", "point", "replicate")}
    assert float(cube["belonging"].sel(place)) == row["belonging"]
    assert cube["belonging"].attrs == {"long_name": "归属感", "units": "share"}
    assert cube["copying"].values.tolist() == [point["copying"] for point in finished.points]
    series = xarray.load_dataset(export(finished, "netcdf", tmp_path / "s.nc", series=True))
    assert series["belonging"].sizes["week"] == 6
    assert export(finished, "xlsx").name == "runs.xlsx"
    before = (tmp_path / "r.csv.gz").read_bytes()
    assert export(finished, "csv", tmp_path / "r.csv.gz").read_bytes() == before
    with pytest.raises(StudyError, match="csv or netcdf"):
        export(finished, "stata", series=True)
    with pytest.raises(StudyError, match="no finished runs"), small(tmp_path / "e").session(workers=0):
        export(small(tmp_path / "e"), "csv")


def test_data_folders(tmp_path):
    from cogov.data.samples.make import make

    make("example", tmp_path / "people")
    made = Study(tmp_path / "a", scenarios=["status_quo"], data=str(tmp_path / "people"), weeks=3, replicates=2)
    made.run(workers=0)
    assert len(made.runs) == 2
    assert Study.open(tmp_path / "a").run(workers=0).done == 2


def test_many_rows_are_grouped_in_no_time(tmp_path):
    """A small form of the million rows of `make torture`: what is sealed and what is not, counted and grouped."""
    made = overhead.synthetic(tmp_path / "a", 100, 30)
    _, groups = overhead.grouped(made)
    assert groups == 100
    assert made.status() == {**made.status(), "total": 3000, "done": 3000, "missing": 0}
