"""A study that names an extension by its path: used with it, kept in its folder, whole when it is moved."""

import json
import shutil

import pytest
import yaml
from cogov.cli.main import main
from cogov.model.extensions.extension import ExtensionError, active
from cogov.runs.extensions.extensions import as_in, extensions, find, may_be
from cogov.studies import Study, StudyError
from cogov.studies.maintenance.export import export
from cogov.studies.maintenance.merge import merge
from cogov.studies.maintenance.verify import verified
from cogov.tests.extension.test_parameters import SOURCE

ASKED = {
    "scenarios": ["status_quo"], "extensions": ["rumour.py"], "factors": {"rumour_rate": [0.0, 0.9], "debunking": [0, 1]},
    "replicates": 1, "weeks": 3, "residents": 60, "communities": 1,
}  # fmt: skip


@pytest.fixture
def file(write):
    """A study file beside the extension that it names."""
    path = write(SOURCE, "rumour.py").with_name("study.yaml")
    path.write_text(yaml.safe_dump(ASKED), encoding="utf-8")
    return path


@pytest.fixture
def cogov_main(capsys):
    """Run a command in this process; return its exit code and what it printed."""

    def call(*words):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return int(ended.value.code or 0), capsys.readouterr()

    return call


def test_used_with_the_study_and_kept_in_its_folder(file, tmp_path):
    study = Study.from_yaml(file, tmp_path / "s")
    study.run(workers=0)
    assert active() == ()
    runs = study.runs
    rate, debunking, heard = (runs[name].to_numpy() for name in ("rumour_rate", "debunking", "heard_share"))
    assert (heard[(rate == 0.9) & (debunking == 0)] > 0.8).all()
    assert (heard[(rate == 0) | (debunking == 1)] < 0.5).all()
    digest = find(file.with_name("rumour.py")).digest
    written = yaml.safe_load((tmp_path / "s" / "study.yaml").read_text(encoding="utf-8"))
    assert written["extensions"] == [{"name": "rumour", "file": "extensions/rumour/rumour.py", "digest": digest}]
    assert str(tmp_path) not in (tmp_path / "s" / "study.yaml").read_text(encoding="utf-8")
    shutil.rmtree(file.parent)
    moved = tmp_path / "elsewhere"
    (tmp_path / "s").rename(moved)
    again = Study.open(moved)
    assert again.runs.equals(runs)
    assert again.units["rumour_rate"] == "a week"
    assert again.run(workers=0).total == 4
    assert verified(again, 1)["faults"] == []
    assert merge(tmp_path / "joined", [moved]) == 4
    assert Study.open(tmp_path / "joined").runs.equals(runs)


def test_reading_a_folder_runs_no_code_that_it_holds(file, tmp_path, cogov_main):
    Study.from_yaml(file, tmp_path / "s").run(workers=0)
    runs = Study.open(tmp_path / "s").runs
    trap = tmp_path / "trap"
    for copy in (tmp_path / "s").rglob("rumour.py"):
        copy.write_text(f"open({str(trap)!r}, 'w').close()\n", encoding="utf-8")
    shutil.copytree(tmp_path / "s", tmp_path / "copy")
    opened = Study.open(tmp_path / "s")
    assert opened.runs.equals(runs)
    assert opened.status()["missing"] == 0
    assert verified(opened)["faults"] == []
    export(opened, "csv")
    merge(tmp_path / "joined", [tmp_path / "copy"])
    for words in (["study", "status"], ["study", "verify"], ["study", "export"]):
        assert cogov_main(*words, tmp_path / "s")[0] == 0
    with pytest.raises(StudyError, match="is not the source that the study was made with"):
        opened.run(workers=0)
    assert cogov_main("study", "resume", tmp_path / "s", "--workers", 0)[0] == 2
    assert not trap.exists()


SCENARIOS = SOURCE.replace('"rumour",', '"rumour", scenarios=__import__("pathlib").Path(__file__).parent / "cases",')


@pytest.fixture
def gossip(write):
    """A study file beside an extension that brings a scenario of its own."""
    path = write(SCENARIOS, "rumour.py")
    (path.parent / "cases").mkdir()
    scenario = "title: {en: Gossip, zh: 流言}\nlevers: {debunking: 0.0, pooling: 0.9}\n"
    (path.parent / "cases" / "gossip.yaml").write_text(scenario, encoding="utf-8")
    study = path.with_name("study.yaml")
    study.write_text(yaml.safe_dump({**ASKED, "scenarios": ["status_quo", "gossip"]}), encoding="utf-8")
    return study


def test_a_scenario_of_an_extension_is_known_by_name_until_runs_are_made(gossip, tmp_path, cogov_main):
    Study.from_yaml(gossip, tmp_path / "s").run(workers=0)
    opened = Study.open(tmp_path / "s")
    assert opened.spec.names == ("status_quo", "gossip")
    assert len(opened.runs) == 8
    assert opened.status()["missing"] == 0
    assert verified(opened)["faults"] == []
    assert cogov_main("study", "status", tmp_path / "s")[0] == 0
    assert opened.run(workers=0).total == 8
    assert verified(opened, 2)["faults"] == []
    file = tmp_path / "s" / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("- gossip", "- gosip"), encoding="utf-8")
    with pytest.raises(StudyError, match="unknown scenario 'gosip'"):
        Study.open(tmp_path / "s").run(workers=0)


@pytest.mark.parametrize("changed", ["rumour.py", "gossip.yaml"])
def test_a_changed_file_is_refused_before_it_is_run(gossip, tmp_path, changed):
    """Its digest is that of the file and of the scenarios beside it; whoever makes runs, or is sent them, looks at it first."""
    path = gossip.with_name("rumour.py")
    scenario = (path.parent / "cases" / "gossip.yaml").read_text(encoding="utf-8")
    Study.from_yaml(gossip, tmp_path / "s").run(workers=0)
    opened = Study.open(tmp_path / "s")
    assert opened.run(workers=0).total == 8
    trap = tmp_path / "trap"
    kept = next((tmp_path / "s").rglob("rumour.py"))
    kept.write_text(f"open({str(trap)!r}, 'w').close()\n" + kept.read_text(encoding="utf-8"), encoding="utf-8")
    digest = find(path).digest
    assert may_be(path, digest)
    if changed == "gossip.yaml":
        kept.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        next((tmp_path / "s" / "extensions").rglob(changed)).write_text(scenario + "# x\n", encoding="utf-8")
    assert not may_be(kept, digest)
    with pytest.raises(StudyError, match="is not the source that the study was made with"):
        Study.open(tmp_path / "s").run(workers=0)
    with (
        pytest.raises(ExtensionError, match="is not the one that was used"),
        as_in([("rumour", str(kept), "", digest)]),
    ):
        pass
    assert not trap.exists()


def test_with_the_option_as_well(file, tmp_path):
    words = ["sweep", file, "--extension", file.with_name("rumour.py"), "--out", tmp_path / "s", "--check", "--json"]
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert ended.value.code == 0
    with extensions(file.with_name("rumour.py")):
        assert [one.name for one in Study.from_yaml(file).spec.used] == ["rumour"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["rumor.py"], r"study.yaml:[0-9]+: extensions\[1\]: .*rumor.py: cannot be read"),
        (["rumour.py", "./rumour.py"], "extension 'rumour' is named twice"),
        ([{"file": "rumour.py", "digest": "0" * 64}], "is not the source that the study was made with"),
        ([{"file": "rumour.py", "name": "gossip"}], "holds extension 'rumour', not 'gossip'"),
        ([{"file": "rumour.py", "nam": "rumour"}], "unknown key 'nam'; did you mean 'name'"),
        ([7], "7 is not the name of an extension or of its file"),
    ],
)
def test_faults_have_their_place(file, named, said):
    file.write_text(yaml.safe_dump({**ASKED, "extensions": named}), encoding="utf-8")
    with pytest.raises(StudyError, match=said):
        Study.from_yaml(file)


@pytest.mark.slow
def test_the_package_swept_by_two_workers_and_continued_from_a_checkpoint(
    gardens, command, cogov_main, monkeypatch, tmp_path
):
    """Parameter, column and indicator of an installed package, in processes of their own, with the same bytes again."""
    study = {
        "scenarios": ["status_quo"],
        "factors": {"garden_step": [0.0, 0.2]},
        "extensions": ["gardens"],
        "replicates": 2,
    }
    size = {"weeks": 12, "residents": 120, "communities": 2}
    (tmp_path / "study.yaml").write_text(yaml.safe_dump({**study, **size}), encoding="utf-8")
    done = command(gardens, "sweep", "study.yaml", "--out", "two", "--workers", 2, "--json")
    assert done.returncode == 0, done.stderr
    one = Study.from_yaml(tmp_path / "study.yaml", tmp_path / "one")
    one.run(workers=0)
    assert one.digest() == json.loads(done.stdout)["digest"]
    runs = one.runs
    assert (runs["gardener_share"] > 0.4).all()
    assert runs[runs["garden_step"] > 0]["garden_gap"].min() > runs[runs["garden_step"] == 0]["garden_gap"].max()
    words = [
        "run",
        "status_quo",
        "--extension",
        "gardens",
        "--residents",
        120,
        "--communities",
        2,
        "--quiet",
        "--out",
        "r",
    ]
    words += ["--set", "garden_step=0.25", "--set", "seedlings=0.5", "--weeks", 13, "--checkpoint", "kept"]
    done = command(gardens, *words)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["columns_of_residents"]["gardener"]["zh"] == "会园艺"
    assert manifest["constants"]["garden_step"] == 0.25
    # What that process wrote is read, gone on from and made once more here.
    monkeypatch.chdir(tmp_path)
    on = ["run", "--from", "kept", "--weeks", 20, "--quiet", "--out", "c"]
    code, said = cogov_main(*on)
    assert (code, "--extension gardens" in said.err) == (2, True)
    code, said = cogov_main(*on, "--extension", "gardens", "--set", "seedlings=0")
    assert code == 0, said.err
    for folder in ("r", "c"):
        code, said = cogov_main("replay", folder)
        assert code == 0, said.err + said.out
