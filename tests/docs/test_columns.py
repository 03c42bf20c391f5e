"""The page of all columns, and what type checkers know of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cogov.agents import KINDS
from cogov.core.rows.columns import columns_of
from cogov.model import state
from cogov.tests.repo.conftest import ROOT
from cogov.tools.site.reference import columns

USER = """
import cogov

model = cogov.CommunityModel(residents=60, communities=1, rng=1)
print(model.residents.belonging.mean(), model.ties.strength.sum(), model.organizations.funds[:3], model.cases.kind)
print(model.residents["mine"])
study = cogov.Study("out/x", scenarios=["status_quo"])
print(study.digest().upper())
"""
WRONG = {
    "model.residents.beloning": 'Cannot access attribute "beloning"',
    "model.ties.other": 'Cannot access attribute "other"',
    "study.digset()": 'Cannot access attribute "digset"',
    "model.organizations.fund": 'Cannot access attribute "fund"',
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_column_of_every_table_is_on_the_page(language):
    page = columns.page(language)
    parts = dict(part.split("`", 1) for part in page.split("## `model.")[1:])
    tables = {name: declared for name, _, declared in columns.ATTRIBUTES}
    assert parts.keys() == tables.keys()
    for name, declared in tables.items():
        fields = columns_of(declared) if declared in KINDS else declared.fields
        for field in fields:
            assert f"\n| `{field}` | `" in parts[name], (name, field)
    assert "float32" in parts["residents"]
    assert {struct.name for _, struct, _ in columns.GROUPS} <= {
        "Experience",
        "Buildings",
        "Grids",
        "Queues",
        "Communities",
        "Cases",
        "Ties",
        "Rules",
    }


def test_types_are_those_of_the_arrays():
    """The file of types says of each field what the struct holds."""
    text = columns.types()
    for struct in (state.Residents, state.Ties, state.Cases):
        part = text.split(f"class {struct.name}(Table):")[1].split("class ")[0]
        for field, kind in struct.fields.items():
            assert f"    {field}: NDArray[np.{kind.dtype}]\n" in part


@pytest.mark.slow
def test_a_type_checker_finds_a_wrong_column(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(USER + "".join(f"{line}\n" for line in WRONG), encoding="utf-8")
    config = {
        "include": ["mine.py"],
        "typeCheckingMode": "basic",
        "reportMissingModuleSource": False,
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "cogov").symlink_to(ROOT, target_is_directory=True)
    tool = Path(sys.executable).with_name("basedpyright")
    done = subprocess.run(
        [tool, "--outputjson", "--pythonpath", sys.executable, "-p", tmp_path],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    found = [
        (one["range"]["start"]["line"], one["message"])
        for one in json.loads(done.stdout)["generalDiagnostics"]
        if one["severity"] == "error"
    ]
    first = USER.count("\n")
    wanted = list(WRONG.values())
    assert [line for line, _ in found] == list(range(first, first + len(wanted))), found
    for (_, message), said in zip(found, wanted, strict=True):
        assert said in message
