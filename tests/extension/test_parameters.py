"""Parameters of an extension: set, swept, kept in manifests and described wherever those of the model are."""

import json

import pytest
from cogov.core.quantity import QuantityError
from cogov.experiments.comparison.compare import compare
from cogov.experiments.futures.ranges import assumed
from cogov.experiments.futures.sampling import sampling
from cogov.model.extensions.extension import ExtensionError, owners
from cogov.model.model import CommunityModel
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT, declared
from cogov.reports.odd.odd import document
from cogov.runs.extensions.extensions import extensions, find, find_all
from cogov.runs.settings import Setting, split_values
from cogov.scenarios import ScenarioError, load
from cogov.studies.design.factors import Factor

SOURCE = """
def spread(model):
    heard = model.residents["heard"]
    chance = model.constants["rumour_rate"] * (1 - model.levers["debunking"])
    heard[model.draw("hears") < chance] = 1

def share(model):
    return float(model.residents["heard"].mean())

extension = Extension(
    "rumour",
    parameters=[
        constant("rumour_rate", 0.1, bounds=(0, 1), plausible=(0.05, 0.3), unit=Text("a week", "每周"), label=Text("Rate of rumours", "流言传播率"), source="invented"),
        environment("rumour_start", 0.25, bounds=(0, 1), unit="share", label=Text("Start of rumours", "流言起点"), source="invented"),
        lever("debunking", 0.0, bounds=(0, 1), unit="level", label=Text("Debunking", "辟谣"), meaning=Text("how much is done against it", "辟谣力度")),
    ],
    residents=[column("heard", 0, bounds=(0, 1), unit="share", label=Text("Heard", "已听说"), dtype=np.uint8, start=lambda m, rows: m.draw("first", rows) < m.environment["rumour_start"], newcomers=0)],
    mechanisms=[Mechanism(spread, after="ties", label=T)],
    indicators=[Indicator("heard_share", share, label=T, unit=T, bounds=(0, 1))],
)
"""
SMALL = {"residents": 60, "communities": 1}


@pytest.fixture
def rumour(write):
    """The file of an extension with a parameter of each kind."""
    return write(SOURCE, "rumour.py")


def heard(model, weeks=3):
    model.run_for(weeks)
    return model.indicators["heard_share"].tolist()


def test_each_kind_is_set_where_those_of_the_model_are(rumour):
    with extensions(rumour):
        usual = heard(CommunityModel(rng=1, **SMALL))
        fast = CommunityModel(
            rng=1, constants={"rumour_rate": 0.9}, environment={"rumour_start": 0.0}, levers={"debunking": 0.5}, **SMALL
        )
        assert fast.constants["rumour_rate"] == 0.9
        assert heard(fast)[0] == pytest.approx(0.45, abs=0.2)
        assert fast.levers["debunking"] == 0.5
        quiet = CommunityModel(rng=1, changes=[(0, {"debunking": 1.0})], **SMALL)
        assert len(set(heard(quiet))) == 1
    assert usual[0] < usual[-1]
    fast.set(debunking=1.0)  # the extension of a model stays with it
    before = fast.residents["heard"].mean()
    fast.run_for(3)
    assert fast.residents["heard"].mean() == before
    assert {"rumour_rate", "rumour_start"} <= {quantity.name for quantity, _ in fast.assumptions()}


def test_unknown_without_it_and_the_message_names_it(rumour):
    find(rumour)
    with extensions(rumour):
        assert "rumour_rate" in CONSTANTS
    for ask in (
        lambda: CommunityModel(constants={"rumour_rate": 0.2}, **SMALL),
        lambda: split_values({"rumour_rate": 0.2}),
        lambda: Factor.read("debunking", [0, 1]),
        lambda: LEVERS.check({"debunking": 1}),
        lambda: load("status_quo").with_levers(debunking=0.5),
    ):
        with pytest.raises(
            (QuantityError, ScenarioError), match="extension 'rumour' declares it and is not in use: add --extension"
        ):
            ask()
    assert not {"rumour_rate", "rumour_start", "debunking"} & {*CONSTANTS, *ENVIRONMENT, *LEVERS}


def test_of_an_installed_one_that_was_never_imported(gardens, monkeypatch):
    for name in list(owners):  # what other tests of this process have imported
        monkeypatch.delitem(owners, name)
    with pytest.raises(
        QuantityError, match=r"extension 'gardens', which is installed and not in use.*--extension gardens"
    ):
        declared("garden_step")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: declared("rumor_rate"), "did you mean 'rumour_rate'"),
        (lambda: split_values({"rumour_rate": 1.5}), r"rumour_rate = 1.5 is out of bounds: from 0 to 1 \(a week\)"),
        (lambda: CommunityModel(levers={"debunkin": 1}, **SMALL), "unknown lever 'debunkin'; did you mean 'debunking'"),
        (lambda: Factor.read("rumour_rate", {"low": 0, "high": 3}), "out of bounds"),
    ],
)
def test_wrong_names_and_values(rumour, ask, said):
    with extensions(rumour), pytest.raises(QuantityError, match=said):
        ask()


def test_swept_sampled_and_described(rumour):
    with extensions(rumour):
        assert Factor.read("rumour_rate", "plausible").ends == (0.05, 0.3)
        assert {"rumour_rate", "rumour_start"} <= {one.name for one in assumed()}
        setting = Setting((load("status_quo"), load("top_down")), 10, 1)
        assert [one.name for one in sampling(setting, 3, ["rumour_rate=0.1:0.2"], 1).over] == ["rumour_rate"]
        page, zh = document("en"), document("zh")
    for words in ("`rumour_rate`", "`debunking`", "`heard`", "Debunking", "0.05–0.3"):
        assert words in page
    assert "辟谣力度" in zh
    assert "每周" in zh
    assert "rumour_rate" not in document("en")


def test_scenario_files_have_its_levers(rumour, tmp_path):
    path = tmp_path / "calm.yaml"
    path.write_text(
        "title: {en: Calm, zh: 平静}\nextends: status_quo\nlevers: {debunking: 0.8}\nchanges: [{week: 2, levers: {debunking: 0.1}, why: cut}]\n",
        encoding="utf-8",
    )
    plain = load("status_quo").digest
    with extensions(rumour):
        calm = load(path)
        assert (calm.levers["debunking"], calm.at(2)["debunking"]) == (0.8, 0.1)
        assert load("status_quo").levers["debunking"] == 0.0
        assert load("status_quo").digest == plain
        path.write_text(path.read_text(encoding="utf-8").replace("0.8", "8"), encoding="utf-8")
        with pytest.raises(ScenarioError, match=r"calm.yaml:3: levers.debunking: debunking = 8 is out of bounds"):
            load(path)


def test_compared_kept_in_the_manifest_and_made_again(rumour, tmp_path):
    from cogov.cli.main import main

    words = [
        "compare",
        "status_quo",
        "co_governance",
        "--extension",
        rumour,
        "--set",
        "rumour_rate=0.3",
        "--residents",
        60,
    ]
    words += ["--communities", 1, "--weeks", 6, "--replicates", 2, "--workers", 1, "--quiet", "--out", tmp_path / "r"]
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert ended.value.code == 0
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["set"]["constants"] == {"rumour_rate": 0.3}
    assert manifest["constants"]["rumour_rate"] == 0.3
    assert manifest["environment"]["rumour_start"] == 0.25
    assert manifest["scenarios"][0]["levers"]["debunking"] == 0.0
    assert "--set rumour_rate=0.29999999999999999" in manifest["command"]
    with pytest.raises(SystemExit) as ended:
        main(["replay", str(tmp_path / "r"), "--workers", "1", "--quiet"])
    assert ended.value.code == 0


@pytest.mark.slow
def test_a_lever_of_it_has_a_share_in_why(rumour):
    import cogov

    with extensions(rumour):
        other = load("status_quo").with_levers(debunking=1.0, pooling=0.6)
    found = cogov.why(
        "status_quo", other, indicator="heard_share", extensions=[rumour], workers=1, weeks=4, replicates=2, **SMALL
    )
    assert [player.name for player in found.players] == ["pooling", "debunking"]
    shares = dict(zip(["pooling", "debunking"], found.contributions[:, :, found.place("heard_share")].mean(axis=1)))
    assert shares["debunking"] < -0.01
    assert shares["pooling"] == pytest.approx(0, abs=1e-9)


PARAMETER = "extension = Extension('mine', parameters=[{}])\n"
COLUMN = "extension = Extension('mine', residents=[{}])\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PARAMETER.format("constant('pooling', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"), "has the name of a lever of the model"),
        (PARAMETER.format("constant('patience', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"), "has the name of an environment parameter"),
        (PARAMETER.format("constant('week', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"), "name of a column of the tables"),
        (PARAMETER.format("constant('Mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"), "small letters"),
        (PARAMETER.format("constant('mine', 2, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"), "default or plausible range: mine = 2 is out of bounds"),
        (PARAMETER.format("constant('mine', 1, bounds=(3, 1), unit=T, label=Text('a', '甲'), source='why')"), "low = 3 is above high = 1"),
        (PARAMETER.format("constant('mine', 1, bounds=(0, 1), plausible=(0, 4), unit=T, label=Text('a', '甲'), source='why')"), "mine = 4 is out of bounds"),
        (PARAMETER.format("constant('mine', 1, bounds=(0, 1), unit='parsecs', label=Text('a', '甲'), source='why')"), "unit 'parsecs' is needed in both"),
        (PARAMETER.format("constant('mine', 1, bounds=(0, 1), unit=T, label=Text('a', ''), source='why')"), "label is needed in both"),
        (PARAMETER.format("constant('mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source=' ')"), "its source is needed"),
        (PARAMETER.format("column('mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'))"), "parameters are a list of what cogov.lever"),
        (PARAMETER.format("*[constant('mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')] * 2"), "'mine' is declared twice"),
        (COLUMN.format("column('belonging', 0, bounds=(0, 1), unit=T, label=Text('a', '甲'))"), "name of one that is there already"),
        (COLUMN.format("column('model', 0, bounds=(0, 1), unit=T, label=Text('a', '甲'))"), "name of one that is there already"),
        (COLUMN.format("column('mine', 0, bounds=(0, 1), unit=T, label=Text('a', '甲'), newcomers=3)"), "outside its bounds"),
        (COLUMN.format("constant('mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"), "residents are a list of what cogov.column"),
        ("extension = Extension('mine', moves=3)\n", "is not a function of the model"),
    ],
)  # fmt: skip
def test_declarations(write, text, said):
    with pytest.raises(ExtensionError, match=said):
        find(write(text))


def test_two_that_declare_the_same(write):
    one = write(PARAMETER.format("constant('mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')"))
    other = write(
        PARAMETER.format("constant('mine', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')").replace(
            "'mine', p", "'yours', p"
        )
    )
    with pytest.raises(ExtensionError, match="'mine' and 'yours' both have parameter 'mine'"):
        find_all([one, other])


def test_nothing_of_it_is_left_behind(rumour):
    before = compare(["status_quo", "top_down"], replicates=1, weeks=4, workers=1, **SMALL).runs
    with extensions(rumour):
        CommunityModel(rng=1, **SMALL).run_for(2)
    assert compare(["status_quo", "top_down"], replicates=1, weeks=4, workers=1, **SMALL).runs.equals(before)
