"""What users install: `cogov` and nothing else, whole, with its data and all that it imports."""

import contextlib
import fnmatch
import importlib.metadata
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest

DATA = [
    "py.typed",
    "scenarios/library/*.yaml",
    "scenarios/library/parts/*/*.yaml",
    "reports/document/templates/*",
    "app/parts/*.vue",
    "app/static/*",
]


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(root, files, tmp_path_factory):
    """A wheel built from a copy of the project's files, without the network; the tree itself stays as it is."""
    copy = tmp_path_factory.mktemp("source")
    for path in files:
        place = copy / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy / "dist"), str(copy)]
    done = subprocess.run(command, cwd=copy.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def contents(wheel):
    """The names in the wheel, without its own metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_packages_are_found(package, root):
    """Also true without building, so that a forgotten folder is noticed within the daily loop."""
    folders = {".".join(("cogov", *Path(source.name).parts[:-1])) for source in package}
    found = {}
    with patch("setuptools.setup", lambda **given: found.update(given)), contextlib.chdir(root):
        runpy.run_path("setup.py")
    assert set(found["packages"]) == folders


def test_every_folder_of_code_is_a_package(package):
    inner = [source for source in package if source.layer]
    assert not {source.name for source in inner if not (source.path.parent / "__init__.py").exists()}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_imports_are_declared(package, project):
    """Every other package that is imported stands among the dependencies, or in the extra that brings it."""
    extras = project["project"]["optional-dependencies"]
    declared = [*project["project"]["dependencies"], *(name for key in extras if key != "dev" for name in extras[key])]
    allowed = {normal(re.split(r"[^\w.-]", line)[0]) for line in declared}
    known = sys.stdlib_module_names | {"cogov"}
    homes = importlib.metadata.packages_distributions()
    undeclared = {
        f"{source.name}:{line} {top}"
        for source in package
        for line, name in source.imports()
        if (top := name.partition(".")[0]) not in known and not {normal(home) for home in homes.get(top, [])} & allowed
    }
    assert not undeclared


def test_installed_package_is_this_tree(root, tmp_path):
    """The editable install resolves from any folder, to the files beside these tests."""
    command = [sys.executable, "-c", "import cogov.core; print(cogov.core.__file__)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).resolve() == root / "core" / "__init__.py"


@pytest.mark.slow
def test_wheel_has_every_module_and_nothing_else(package, contents):
    modules = {name for name in contents if name.endswith(".py")}
    assert modules == {f"cogov/{source.name}" for source in package}
    assert {name.partition("/")[0] for name in contents} == {"cogov"}
    assert not [name for name in contents if "__pycache__" in name or name.startswith(("cogov/tests/", "cogov/out/"))]


@pytest.mark.slow
def test_wheel_has_its_data(files, root, contents):
    names = [path.relative_to(root).as_posix() for path in files]
    wanted = {f"cogov/{name}" for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in DATA)}
    wanted |= {f"cogov/{name}" for name in names if name.startswith("cli/")}
    assert "cogov/py.typed" in wanted
    assert wanted <= contents


@pytest.mark.slow
def test_wheel_can_be_imported(wheel, tmp_path):
    """Installed by itself into an empty folder, found there and not in this tree."""
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    assert {path.name for path in target.iterdir() if not path.name.endswith(".dist-info")} <= {"cogov", "bin"}
    command = [sys.executable, "-c", "import cogov.core; print(cogov.core.__file__)"]
    path = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run(command, cwd=tmp_path, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(target)


@pytest.mark.slow
def test_a_wheel_without_the_apps_files_is_known_by_its_name(wheel, contents):
    """The copy that it is built from has none of them, as in a fresh clone."""
    assert not [name for name in contents if name.startswith("cogov/app/browser/")]
    assert wheel.name.split("-")[2] == "0.without.app"
