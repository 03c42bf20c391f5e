"""The documents about studies show the examples that the command prints, and run."""

import re

import pytest
import yaml
from cogov import Study
from cogov.studies.design.designs import METHODS
from cogov.studies.design.examples import EXAMPLES
from cogov.studies.design.reading import KEYS
from cogov.tests.support.study_faults import ROOT

PAGES = [ROOT / "docs" / "studies.md", ROOT / "docs" / "studies.zh.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_keys_and_designs_are_all_there(page):
    text = page.read_text(encoding="utf-8")
    assert sorted(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)) == sorted(EXAMPLES.values())
    assert not [word for word in (*KEYS, *METHODS) if f"`{word}`" not in text]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    small = {**yaml.safe_load(EXAMPLES["grid"]), "weeks": 3, "residents": 60, "communities": 2, "replicates": 1}
    (tmp_path / "study.yaml").write_text(yaml.safe_dump(small), encoding="utf-8")
    names: dict = {}
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        block = block.replace("study.run()", "study.run(workers=0)").replace("workers=4", "workers=0")
        exec(block, names)
    assert isinstance(names["study"], Study)
    assert len(names["study"].runs) == 18 + 2 * 2 * 10
