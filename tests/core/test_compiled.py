"""Kernels are cached on disk under a hash of all sources, and run without a cache or interpreted."""

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import cogov.core.compile.compiled as compiled_module
import pytest
from cogov.core.compile.compiled import INTERPRETED, compiled, kernel_hash

WARNED = compiled_module._WARNED
unix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are of other systems")
CORE = Path(compiled_module.__file__).parent

INNER = "from ..core.compile.compiled import compiled\n@compiled\ndef inner(x):\n    return x + {}\n"
OUTER = "from ..core.compile.compiled import compiled\nfrom .inner import inner\n@compiled\ndef outer(x):\n    return inner(x)\n"
RUN = """
from cogov.core.compile.compiled import INTERPRETED, kernel_hash
from cogov.model.outer import outer
hits = None if INTERPRETED else 0
print(outer(1), end=" ")
print("plain" if INTERPRETED else sum(outer.stats.cache_hits.values()), kernel_hash())
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder that holds a small package `cogov`: this module and a kernel that calls one in another file."""
    root = tmp_path / "cogov"
    for folder in ("", "core", "core/compile", "model"):
        (root / folder).mkdir()
        (root / folder / "__init__.py").write_text("", encoding="utf-8")
    for name in ("compiled.py", "dispatcher.py"):
        shutil.copy(CORE / name, root / "core" / "compile" / name)
    (root / "model" / "inner.py").write_text(INNER.format(1), encoding="utf-8")
    (root / "model" / "outer.py").write_text(OUTER, encoding="utf-8")
    return tmp_path


def ended(package: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run the kernels in a new process whose caches are all below `package`."""
    (package / "tmp").mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name not in ("NUMBA_DISABLE_JIT", WARNED)}
    settings = {"PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(package / "cache"), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(package / "tmp")}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        env=inherited | settings | environment,
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def run(package: Path, **environment: str) -> list[str]:
    return ended(package, **environment).stdout.split()


def folders(package: Path) -> list[Path]:
    return sorted((package / "cache").iterdir())


def test_second_process_loads_from_disk(package: Path) -> None:
    first, second = run(package), run(package)
    assert first[:2] == ["2", "0"]
    assert second[:2] == ["2", "1"]
    assert first[2] == second[2]
    assert len(folders(package)) == 1


def test_edit_in_a_callee_of_another_file_is_seen(package: Path) -> None:
    before = run(package)
    (package / "cogov" / "model" / "inner.py").write_text(INNER.format(5), encoding="utf-8")
    after = run(package)
    assert after[:2] == ["6", "0"]
    assert after[2] != before[2]


def test_folders_of_old_sources_are_removed(package: Path) -> None:
    old, recent, foreign = (package / "cache" / name for name in ("cogov-kernels-a", "cogov-kernels-b", "other"))
    for folder in (old, recent, foreign):
        folder.mkdir(parents=True)
        (folder / "file").write_text("", encoding="utf-8")
    month_ago = time.time() - 31 * 24 * 3600
    for folder in (old, foreign):
        os.utime(folder, (month_ago, month_ago))
    run(package)
    assert not old.exists()
    assert recent.exists()
    assert foreign.exists()


def test_damaged_cache_is_compiled_again(package: Path) -> None:
    run(package)
    for file in folders(package)[0].iterdir():
        file.write_bytes(b"damaged")
    assert run(package)[:2] == ["2", "0"]
    assert run(package)[:2] == ["2", "1"]


def warned(package: Path, **environment: str) -> tuple[list[str], list[str]]:
    """Return what a run printed, and the lines of its warnings."""
    done = ended(package, **environment)
    return done.stdout.split(), done.stderr.splitlines()


@unix
def test_no_writable_folder_takes_a_private_one_and_says_so_in_one_line(package: Path) -> None:
    (package / "file").write_text("", encoding="utf-8")
    elsewhere = str(package / "file" / "below")
    first, said = warned(package, NUMBA_CACHE_DIR=elsewhere)
    assert first[:2] == ["2", "0"]
    assert len(said) == 1
    assert elsewhere in said[0]
    private = next((package / "tmp").glob("cogov-*"))
    assert str(private) in said[0]
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    again, said = warned(package, NUMBA_CACHE_DIR=elsewhere, COGOV_LANG="zh")
    assert again[:2] == ["2", "1"]
    assert "改存于" in said[0]
    assert warned(package, NUMBA_CACHE_DIR=elsewhere, **{WARNED: "1"}) == (again, [])  # a worker repeats nothing


@unix
def test_code_in_a_folder_that_others_can_write_is_not_read(package: Path) -> None:
    run(package)
    folders(package)[0].chmod(0o777)
    there, said = warned(package)
    assert there[1] == "0"
    assert len(said) == 1
    assert "others may write it" in said[0]


@unix
def test_code_in_a_file_that_others_can_write_is_not_read(package: Path) -> None:
    run(package)
    for file in folders(package)[0].iterdir():
        file.chmod(0o660)
    there, said = warned(package)
    assert there[1] == "0"
    assert len(said) == 1
    assert "is not read: others may write it" in said[0]
    assert warned(package)[0][1] == "1"  # written anew


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_code_of_another_user_is_not_read(package: Path, what: str) -> None:
    run(package)
    folder = folders(package)[0]
    for path in [folder] if what == "folder" else folder.iterdir():
        os.chown(path, 12345, -1)
    there, said = warned(package)
    assert there[1] == "0"
    assert len(said) == 1
    assert "belongs to another user" in said[0]


def test_interpreted(package: Path) -> None:
    assert run(package, NUMBA_DISABLE_JIT="1")[:2] == ["2", "plain"]
    assert not (package / "cache").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG folders are of other systems")
def test_user_cache_folder(package: Path) -> None:
    run(package, NUMBA_CACHE_DIR="", XDG_CACHE_HOME=str(package / "xdg"))
    assert len(list((package / "xdg" / "cogov").glob("cogov-kernels-*"))) == 1


def test_hash_is_stable() -> None:
    again = compiled_module._hash_kernels()
    assert len(again) == 64
    assert again == kernel_hash()


def test_function_without_a_file_compiles() -> None:
    names: dict = {}
    exec("def twice(x):\n    return 2 * x\n", names)
    assert compiled(names["twice"])(4) == 8


@pytest.mark.skipif(INTERPRETED, reason="about compiled code")
def test_options() -> None:
    @compiled
    def divide(a: float, b: float) -> float:
        return a / b

    assert divide(1.0, 0.0) == float("inf")
    options = divide.targetoptions  # type: ignore[attr-defined]
    assert options["nogil"]
    assert not options["fastmath"]
