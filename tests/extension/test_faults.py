"""What is wrong with an extension is one message: which, where, what would be right."""

import math
import re
import sys

import pytest
from cogov.experiments.comparison.compare import compare
from cogov.model.extensions.extension import ExtensionError, ExtensionFailed
from cogov.model.model import CommunityModel
from cogov.model.runtime.checkpoint import CheckpointError
from cogov.runs.extensions.extensions import extensions, find, find_all, from_words
from cogov.runs.files.manifest import ManifestError, extensions_of
from cogov.runs.settings import RunFailed

INDICATOR = (
    "extension = Extension('mine', indicators=[Indicator('{name}', lambda model: {returns}, label=T, unit=T{more})])\n"
)
NOTHING = "def nothing(model):\n    pass\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import nowhere_at_all\n", "cannot be imported: ModuleNotFoundError: .*nowhere_at_all"),
        ("x = 1 +\n", "cannot be imported: SyntaxError"),
        ("x = 1\n", "holds no cogov.Extension"),
        ("a = Extension('a', scenarios='.')\nb = Extension('b', scenarios='.')\n", "holds 2 cogov.Extensions"),
        ("e = Extension('mine')\n", "adds nothing"),
        ("e = Extension('My name', scenarios='.')\n", "small letters"),
        ("e = Extension('mine', scenarios='no/where')\n", r"is no folder with \*.yaml"),
        (NOTHING + "e = Extension('mine', [Mechanism(nothing, label=T)])\n", "needs one of before= and after="),
        (NOTHING + "e = Extension('mine', [Mechanism(nothing, after='trsut', label=T)])\n", "did you mean 'trust'"),
        (NOTHING + "e = Extension('mine', [Mechanism(nothing, after='trust')])\n", "label of mechanism 'nothing' is needed in both"),
        (NOTHING + "e = Extension('mine', [nothing])\n", "list of cogov.Mechanism"),
        (INDICATOR.format(name="satisfaction", returns=1, more=""), "name of an indicator of the model"),
        (INDICATOR.format(name="pooling", returns=1, more=""), "name of a lever"),
        (INDICATOR.format(name="patience", returns=1, more=""), "name of an environment parameter"),
        (INDICATOR.format(name="replicate", returns=1, more=""), "name of a column"),
        (INDICATOR.format(name="Mine", returns=1, more=""), "small letters"),
        (INDICATOR.format(name="mine", returns=1, more=", better=2"), "-1, 0 or 1"),
        (INDICATOR.format(name="mine", returns=1, more=", bounds=1"), r"bounds = 1 are not \(low, high\)"),
        (INDICATOR.format(name="mine", returns=1, more=", bounds=(1, 0)"), "low is above high"),
        ("e = Extension('mine', indicators=[Indicator('mine', lambda m: 1, label=T, unit='share')])\n", "unit of indicator 'mine' is needed in both"),
    ],
)  # fmt: skip
def test_declarations(write, text, said):
    with pytest.raises(ExtensionError, match=said) as refused:
        find(write(text))
    assert re.search(r"[\u4e00-\u9fff]", refused.value.text.zh)
    assert refused.value.text.zh != refused.value.text.en


def test_names(gardens):
    with pytest.raises(ExtensionError, match="no extension 'gardns'; did you mean 'gardens'"):
        find("gardns")
    with pytest.raises(ExtensionError, match="cannot be read"):
        find("nowhere/mine.py")
    assert from_words(" gardens, a b.py ,") == ["gardens", "a b.py"]


def info(place, package, entry):
    folder = place / f"{package}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (folder / "entry_points.txt").write_text(f"[cogov.extensions]\n{entry}\n", encoding="utf-8")


def test_packages(gardens, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    info(tmp_path, "rival", "gardens = rival:extension")
    with pytest.raises(
        ExtensionError, match=r"two packages have an extension 'gardens': .*(rival 1.0|cogov-gardens 1.2).*uninstall"
    ):
        find("gardens")
    info(tmp_path, "broken", "broken = broken_module:extension")
    (tmp_path / "broken_module.py").write_text("raise ValueError('no soil')\n", encoding="utf-8")
    with pytest.raises(
        ExtensionError, match=r"'broken' of package broken 1.0: .*cannot be imported: ValueError: no soil"
    ):
        find("broken")
    info(tmp_path, "other", "other = other_module:thing\nodd = other_module:named")
    text = "import cogov\nthing = 3\nnamed = cogov.Extension('even', scenarios='.')\n"
    (tmp_path / "other_module.py").write_text(text, encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"is 3, not a cogov\.Extension"):
        find("other")
    with pytest.raises(ExtensionError, match="calls itself 'even'"):
        find("odd")
    for name in ("broken_module", "other_module"):
        sys.modules.pop(name, None)


def test_two_that_clash(write):
    one = write(INDICATOR.format(name="mine", returns=1, more=""))
    same = write(INDICATOR.format(name="other", returns=1, more=""))
    clash = write(INDICATOR.format(name="mine", returns=1, more="").replace("'mine', ind", "'yours', ind"))
    with pytest.raises(ExtensionError, match="'mine' is asked for twice"):
        find_all([one, same])
    with pytest.raises(ExtensionError, match="'mine' and 'yours' both have indicator 'mine'"):
        find_all([one, clash])


def run(path, weeks=8):
    with extensions(path):
        model = CommunityModel(scenario=None, residents=120, communities=2, rng=1)
    model.run_for(weeks)
    return model


def test_a_mechanism_that_raises_is_named_with_its_week(write):
    text = "def flood(model):\n    if model.week == 4:\n        raise RuntimeError('water')\n"
    path = write(text + "extension = Extension('mine', [Mechanism(flood, before='trust', label=T)])\n")
    with pytest.raises(ExtensionFailed, match=r"extension 'mine', mechanism 'flood', week 5: RuntimeError: water"):
        run(path)
    with pytest.raises(
        RunFailed, match=r"run 'status_quo', replicate 0 .*failed: extension 'mine', mechanism 'flood', week 5"
    ):
        compare(
            ["status_quo", "top_down"],
            replicates=1,
            weeks=8,
            residents=120,
            communities=2,
            workers=1,
            extensions=[path],
        )


@pytest.mark.parametrize(
    ("returns", "more", "said"),
    [
        ("float('nan')", "", "returned nan; .*missing=True"),
        ("'many'", "", r"returned 'many' \(str\), not one number"),
        ("np.ones(3)", "", "not one number"),
        ("True", "", "not one number"),
        ("float('inf')", "", "does not allow"),
        ("2", ", bounds=(None, 1)", "returned 2, which its declaration does not allow: from -inf to 1"),
        ("1 / 0", "", "ZeroDivisionError"),
    ],
)
def test_an_indicator_that_answers_wrongly_is_named_with_its_week(write, returns, more, said):
    path = write(INDICATOR.format(name="mine", returns=f"0.5 if model.week < 3 else {returns}", more=more))
    with pytest.raises(ExtensionFailed, match=f"extension 'mine', indicator 'mine', week 3: .*{said}"):
        run(path)


def test_a_checkpoint_and_a_branch_hold_an_extension(write, tmp_path):
    path = write(INDICATOR.format(name="mine", returns="model.week", more=""))
    model = run(path)
    model.checkpoint(tmp_path / "kept")
    with pytest.raises(CheckpointError, match="made with extension 'mine'"):
        CommunityModel.restore(tmp_path / "kept")
    with extensions(path):
        kept = CommunityModel.restore(tmp_path / "kept")
    kept.run_for(2)
    branch = model.fork()
    branch.run_for(2)
    assert kept.indicators.equals(branch.indicators)
    assert branch.indicators["mine"].tolist() == [*range(1, 11)]
    assert model.indicators["mine"].tolist() == [*range(1, 9)]


def test_missing_where_it_is_declared(write):
    path = write(
        INDICATOR.format(name="mine", returns="float('nan') if model.week < 3 else model.week", more=", missing=True")
    )
    model = run(path)
    assert model.indicators["mine"].isna().tolist() == [True, True] + [False] * 6
    assert model.summary(8)["mine"] == 5.5
    assert math.isnan(run(path, 2).summary(8)["mine"])


def test_source_that_changed_is_noticed(write):
    path = write(INDICATOR.format(name="mine", returns=1, more=""))
    facts = find(path).facts()
    with extensions_of({"extensions": [facts]}):
        pass
    path.write_text(path.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="'mine' is not the one that was used"):
        extensions_of({"extensions": [facts]}).__enter__()
    elsewhere = path.with_name("moved.py")
    elsewhere.write_text(path.read_text(encoding="utf-8").replace("# one more line\n", ""), encoding="utf-8")
    path.unlink()
    with pytest.raises(ManifestError, match=r"made with extension 'mine'.*cannot be read.*--extension"):
        extensions_of({"extensions": [facts]}).__enter__()
    with pytest.raises(ManifestError, match="without extension 'mine'"):
        extensions_of({"extensions": []}, [elsewhere]).__enter__()
