"""The notebooks run from top to bottom as their readers run them, in both languages between them, and are kept without results."""

import json
import os
import re

import nbformat
import pytest
from cogov.tests.repo.conftest import ROOT
from nbclient import NotebookClient

FILES = sorted((ROOT / "notebooks").glob("*.ipynb"))
STRICT = "import warnings\nwarnings.simplefilter('error')"
EACH = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def cells(path, kind):
    return [cell.source for cell in read(path).cells if cell.cell_type == kind]


def test_there_are_five():
    assert [path.stem[0] for path in FILES] == list("12345")


@EACH
def test_it_is_valid_and_has_no_results_in_it(path):
    """To mend it: "Clear Outputs of All Cells" in Jupyter, and save."""
    notebook = read(path)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell.source for cell in code if cell.outputs or cell.execution_count is not None]
    assert not [cell.source for cell in notebook.cells if cell.metadata]
    assert set(json.loads(path.read_text(encoding="utf-8"))["metadata"]) == {"kernelspec", "language_info"}


@EACH
def test_every_text_says_the_same_amount_in_both_languages(path):
    for text in cells(path, "markdown"):
        words = re.sub(r"`[^`]*`|\]\([^)]*\)|^\*.*\*$", "", text, flags=re.MULTILINE)
        english, chinese = len(re.findall(r"[A-Za-z]{2,}", words)), len(re.findall(r"[\u4e00-\u9fff]", words))
        assert 0.9 * english <= chinese <= 4 * english + 4, text


@EACH
def test_it_begins_with_its_size_asks_and_says_where_it_ends(path):
    size, texts = cells(path, "code")[0], cells(path, "markdown")
    assert size.startswith("QUICK = True  # False: ")
    assert '\nLANGUAGE = "en"' in size
    assert texts[0].startswith(f"# {path.stem[0]} ")
    assert sum(text.startswith(("**Question.**", "**Predict first.**")) for text in texts) >= 3
    assert texts[-1].startswith("## What this shows and what not")
    linked = re.findall(r"\]\(([^)]*\.ipynb)\)", "".join(texts))
    assert linked
    assert {ROOT / "notebooks" / name for name in linked} <= set(FILES)


@pytest.mark.slow
@EACH
def test_it_runs_without_a_warning_and_leaves_nothing_behind(path, tmp_path, monkeypatch, needs):
    """Run in an empty folder that stays empty: a reader may have nothing of the project but the installed package."""
    if path == FILES[3]:
        needs("module:SALib")
        needs("module:ema_workbench")
    monkeypatch.delenv("MPLBACKEND", raising=False)  # as Jupyter sets it
    monkeypatch.setenv("TMPDIR", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "here").mkdir()
    notebook = read(path)
    language = "zh" if FILES.index(path) % 2 else "en"
    for cell in notebook.cells:
        cell.source = cell.source.replace('LANGUAGE = "en"', f'LANGUAGE = "{language}"')
    notebook.cells.insert(0, nbformat.v4.new_code_cell(STRICT))
    place = {"metadata": {"path": str(tmp_path / "here")}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 1
    assert not os.listdir(tmp_path / "here")
