"""`cogov scenarios` as users meet it: both languages, JSON, exit codes, one message for each error."""

import json

import click
import pytest
from click.testing import CliRunner
from cogov.cli.commands.inputs.scenarios import scenarios
from cogov.cli.support.errors import Failure, Problem, explained
from cogov.core.quantity import QuantityError
from cogov.scenarios import load, names, parts


def run(*arguments):
    return CliRunner().invoke(scenarios, [str(argument) for argument in arguments], prog_name="cogov scenarios")


def test_list():
    done = run("list")
    assert done.exit_code == 0
    assert all(name in done.output for name in names())
    assert "协同共治" in run("list", "--lang", "zh").output
    listed = json.loads(run("list", "--json").output)
    of_parts = [name for found in parts().values() for name in found]
    assert [item["name"] for item in listed] == [*names(), *of_parts]
    assert all(name in done.output for name in of_parts)
    assert "由谁决定" in run("list", "--lang", "zh").output
    assert [item["parts"] for item in listed if item["name"] in ("top_down", "above")] == [{}, {"who": "above"}]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", [*names(), "top_down+funding_cut", "above_spread+high_control", "top_down+no_control"])
def test_show(name, lang):
    done = run("show", name, "--lang", lang)
    assert done.exit_code == 0
    assert load(name).title[lang] in done.output
    shown = json.loads(run("show", name, "--json").output)
    assert shown["levers"] == load(name).levers
    assert shown["digest"] == load(name).digest


def test_show_parts_and_a_file_of_them(tmp_path):
    name = "emergency_mandate+no_control+government_purse"
    assert "emergency_mandate (Who decides), no_control (How it is controlled)" in run("show", name).output
    assert "government_purse (经费投向)" in run("show", name, "--lang", "zh").output
    path = tmp_path / "mine.yaml"
    path.write_text(run("show", name, "--yaml").output, encoding="utf-8")
    assert load(path).digest == load(name).digest
    checked = json.loads(run("check", name, "--json").output)["checked"]
    assert [(entry["week"], entry["factor"]) for entry in checked] == [(0, 1), (104, 1), (156, 1)]
    wrong = run("check", "above+below")
    assert wrong.exit_code == 2
    assert "one of a kind" in wrong.stderr


def test_a_part_of_an_extension(tmp_path):
    folder = tmp_path / "cases" / "parts"
    folder.mkdir(parents=True)
    part = "title: {en: Lenient, zh: 宽松}\nkind: control\nextends: low_control\nlevers: {kpi_power: 0.05}\n"
    (folder / "lenient.yaml").write_text(part, encoding="utf-8")
    path = tmp_path / "lenient.py"
    path.write_text(
        "import cogov\nmine = cogov.Extension('lenient', scenarios=__import__('pathlib').Path(__file__).parent / 'cases')\n",
        encoding="utf-8",
    )
    assert "Lenient" in run("list", "--extension", path).output
    shown = json.loads(run("show", "above+lenient", "--json", "--extension", path).output)
    assert shown["parts"] == {"who": "above", "control": "lenient"}
    assert shown["levers"]["kpi_power"] == 0.05
    assert run("show", "above+lenient").exit_code == 2
    (folder / "lenient.yaml").rename(folder / "above.yaml")
    assert "'above' is one of the library" in run("list", "--extension", path).stderr


def test_show_unknown():
    done = run("show", "co_governence")
    assert done.exit_code == 2
    assert done.stderr == "cogov: unknown scenario 'co_governence'; did you mean 'co_governance'?\n"
    assert not done.stdout


def test_diff():
    done = run("diff", "transplant_mechanical", "transplant_adapted")
    assert done.exit_code == 0
    assert "copying" in done.output
    rows = json.loads(run("diff", "transplant_mechanical", "transplant_adapted", "--json").output)
    assert rows == [{"week": 0, "lever": "copying", "a": "mechanical", "b": "adapted"}]
    later = json.loads(run("diff", "co_governance", "funding_cut", "--json").output)
    assert {(row["week"], row["lever"]) for row in later} == {
        (104, "organization_grants"), (104, "volunteer_support"), (104, "civic_education"),
    }  # fmt: skip
    assert "same" in run("diff", "top_down", "top_down").output


def test_new_then_check(tmp_path):
    path = tmp_path / "mine.yaml"
    assert run("new", "mine", "--extends", "co_governance", "--out", path).exit_code == 0
    assert load(path).levers == load("co_governance").levers
    done = run("check", path)
    assert done.exit_code == 0
    assert "400.00" in done.output
    again = run("new", "mine", "--out", path)
    assert again.exit_code == 2
    assert "exists" in again.stderr
    assert run("new", "mine", "--out", path, "--force").exit_code == 0


def test_new_that_cannot_be_written(tmp_path):
    for out in (tmp_path / "none" / "mine.yaml", tmp_path):
        done = run("new", "mine", "--out", out)
        assert done.exit_code == 2
        assert done.stderr.startswith("cogov: ")
        assert done.stderr.count("\n") == 1
    assert run("new", "mine", "--extends", "nothing", "--out", tmp_path / "x.yaml").exit_code == 2
    assert run("new", "top_down", "--out", tmp_path / "top_down.yaml").exit_code == 2


def test_check_tells_costs_and_all_faults(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("levers: {poolling: 1}\n", encoding="utf-8")
    done = run("check", bad, "co_governance", tmp_path / "none.yaml")
    assert done.exit_code == 2
    assert "title is missing" in done.stderr
    assert "did you mean 'pooling'?" in done.stderr
    assert "no such file" in done.stderr
    assert "400.00" in done.stdout
    report = json.loads(run("check", "funding_cut", "--json").output)
    assert [entry["week"] for entry in report["checked"]] == [0, 104]
    assert all(entry["balanced"] and entry["factor"] == 1 for entry in report["checked"])


def test_check_of_a_poor_district():
    done = run("check", "co_governance", "--budget", "200")
    assert done.exit_code == 0
    assert "scaled" in done.output
    assert "基本配置" in run("check", "co_governance", "--budget", "100", "--lang", "zh").output
    assert run("check", "co_governance", "--budget", "-1").exit_code == 2
    assert run("check").exit_code == 2


def test_check_fails_when_spending_differs(monkeypatch):
    monkeypatch.setattr("cogov.model.budget.Plan.balanced", property(lambda self: False))
    assert run("check", "top_down").exit_code == 1


def test_errors_are_explained():
    with pytest.raises(Problem, match="bad") as caught, explained():
        raise QuantityError("bad")
    assert caught.value.exit_code == 2
    assert isinstance(caught.value.__cause__, QuantityError)
    with pytest.raises(Problem, match=r"x\.csv: No such file"), explained(), open("x.csv", encoding="utf-8"):
        pass
    with pytest.raises(ZeroDivisionError), explained():
        raise ZeroDivisionError
    with pytest.raises(ValueError, match="ours"), explained():
        raise ValueError("a fault of ours")
    with pytest.raises(click.UsageError), explained():
        raise click.UsageError("as it is")
    assert Failure("x").exit_code == 1
