"""Kernels are cached on disk under a hash of all sources, and run without a cache or interpreted."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import cogov.core.compiled as compiled_module
import pytest
from cogov.core.compiled import INTERPRETED, compiled, kernel_hash

CORE = Path(compiled_module.__file__).parent

INNER = "from ..core.compiled import compiled\n@compiled\ndef inner(x):\n    return x + {}\n"
OUTER = (
    "from ..core.compiled import compiled\nfrom .inner import inner\n@compiled\ndef outer(x):\n    return inner(x)\n"
)
RUN = """
from cogov.core.compiled import INTERPRETED, kernel_hash
from cogov.model.outer import outer
hits = None if INTERPRETED else 0
print(outer(1), end=" ")
print("plain" if INTERPRETED else sum(outer.stats.cache_hits.values()), kernel_hash())
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder that holds a small package `cogov`: this module and a kernel that calls one in another file."""
    root = tmp_path / "cogov"
    for folder in ("", "core", "model"):
        (root / folder).mkdir()
        (root / folder / "__init__.py").write_text("", encoding="utf-8")
    for name in ("compiled.py", "dispatcher.py"):
        shutil.copy(CORE / name, root / "core" / name)
    (root / "model" / "inner.py").write_text(INNER.format(1), encoding="utf-8")
    (root / "model" / "outer.py").write_text(OUTER, encoding="utf-8")
    return tmp_path


def run(package: Path, **environment: str) -> list[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "NUMBA_DISABLE_JIT"}
    settings = {"PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(package / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        env=inherited | settings | environment,
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


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


def test_no_writable_folder(package: Path) -> None:
    (package / "file").write_text("", encoding="utf-8")
    assert run(package, NUMBA_CACHE_DIR=str(package / "file" / "below"))[:2] == ["2", "0"]


def test_interpreted(package: Path) -> None:
    assert run(package, NUMBA_DISABLE_JIT="1")[:2] == ["2", "plain"]
    assert not (package / "cache").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG folders are of other systems")
def test_user_cache_folder(package: Path) -> None:
    run(package, NUMBA_CACHE_DIR="", XDG_CACHE_HOME=str(package / "xdg"))
    assert len(list((package / "xdg" / "cogov").glob("cogov-kernels-*"))) == 1


def test_hash_is_quick_and_stable() -> None:
    started = time.perf_counter()
    again = compiled_module._hash_kernels()
    assert time.perf_counter() - started < 0.2  # 1 ms measured for 10 files; the margin is for busy machines
    assert len(again) == 64
    assert len(kernel_hash()) == 64


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
    assert compiled(parallel=True)(divide.py_func).targetoptions["parallel"]  # type: ignore[attr-defined]
