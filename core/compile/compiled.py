"""Compiled kernels, kept on disk under a hash of every kernel source.

`compiled` is Numba's ``njit`` with the options this package relies on for equal results everywhere: no ``fastmath``,
NumPy's rules for division, the interpreter lock released. Numba's own cache notices an edit in the file of a function
but not in the files of the functions that it calls; a stale answer was seen. Here the folder of the cache is named by
a hash of all kernel sources, so any edit starts a new one.

With ``NUMBA_DISABLE_JIT=1`` the same functions run as plain Python, slowly and with the same results.
"""

import contextlib
import hashlib
import logging
import os
import pickle
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.core import config as _numba_config
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from numba.core.serialize import dumps

from .dispatcher import KernelDispatcher, is_part

config: Any = _numba_config  # its settings are made at run time, so a type checker sees none

INTERPRETED: bool = bool(config.DISABLE_JIT)
"""True when kernels run as plain Python (``NUMBA_DISABLE_JIT=1``)."""

_PACKAGE = Path(__file__).resolve().parents[2]
_KERNEL_FOLDERS = ("core", "agents", "model")
_FOLDER_PREFIX = "cogov-kernels-"
_KEEP_SECONDS = 30 * 24 * 3600
_WARNED = "COGOV_CACHE_WARNED"  # in the environment, so that worker processes do not repeat a warning


def _hash_kernels() -> str:
    digest = hashlib.sha256(repr((numba.__version__, np.__version__, sys.version_info[:3])).encode())
    for folder in _KERNEL_FOLDERS:
        for path in sorted((_PACKAGE / folder).rglob("*.py")):
            source = path.read_bytes()
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(source)}\n".encode())
            digest.update(source)
    return digest.hexdigest()


_KERNEL_HASH = _hash_kernels()


def kernel_hash() -> str:
    """Return the hash of all kernel sources and of the versions of Python, NumPy and Numba, as at import.

    64 hexadecimal digits. Two runs with equal hashes, seeds and inputs give equal bytes; the hash belongs in every
    record of provenance.
    """
    return _KERNEL_HASH


def _base_folder() -> Path | None:
    """Where caches go: ``NUMBA_CACHE_DIR``, else the user's cache folder; None when there is no home."""
    if config.CACHE_DIR:
        return Path(config.CACHE_DIR)
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "cogov" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "cogov"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cogov"
    except RuntimeError:
        return None


def _remove_old_folders(base: Path) -> None:
    oldest = time.time() - _KEEP_SECONDS
    for folder in base.glob(_FOLDER_PREFIX + "*"):
        try:
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _others_write(status: os.stat_result) -> str | None:
    """Return why a file or folder cannot be trusted: it belongs to another user, or others may write it."""
    if not hasattr(os, "geteuid"):  # Windows: folders of a user are closed to others by default
        return None
    if status.st_uid not in (0, os.geteuid()):
        return "it belongs to another user"
    return "others may write it" if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) else None


def _fault(folder: Path) -> str | None:
    """Make a folder for machine code, closed to others; return why it cannot be used, or None."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if folder.is_symlink() or not folder.is_dir():
            return "it is no folder"
        if (fault := _others_write(folder.stat())) is not None:
            return fault
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)  # in use, so not old
    except OSError as error:
        return error.strerror or str(error)
    return None


def _private_folder() -> Path:
    """Return a folder of this user alone among the temporary files."""
    user = os.geteuid() if hasattr(os, "geteuid") else "user"
    return Path(tempfile.gettempdir()) / f"cogov-{user}"


def _warn(english: str, chinese: str) -> None:
    """Log one line, once for this process and those that it starts."""
    if _WARNED not in os.environ:
        os.environ[_WARNED] = "1"
        logging.getLogger("cogov").warning(chinese if os.environ.get("COGOV_LANG") == "zh" else english)


def _cache_folder() -> Path | None:
    """Return the folder of this state of the sources, found writable and closed to others; None when there is none."""
    if not (_PACKAGE / "core").is_dir():
        return None
    # Settings of Numba that change the code it makes but are not in its own cache key.
    settings = (
        config.BOUNDSCHECK,
        config.OPT,
        config.LOOP_VECTORIZE,
        config.SLP_VECTORIZE,
        config.DEBUGINFO_DEFAULT,
        config.DEBUG_NRT,
    )
    name = _FOLDER_PREFIX + hashlib.sha256(repr((_KERNEL_HASH, settings)).encode()).hexdigest()[:20]
    base = _base_folder()
    wanted = Path("~") if base is None else base / name
    new = base is not None and not wanted.exists()
    fault = "there is no home folder" if base is None else _fault(wanted)
    if fault is None:
        if new:
            _remove_old_folders(wanted.parent)
        return wanted
    private = _private_folder()
    usable = _fault(private) is None and _fault(private / name) is None
    kept = (f"it is kept in {private} instead", f"改存于 {private}") if usable else ("it is compiled each time", "每次重新编译")  # fmt: skip
    _warn(
        f"cogov: compiled code cannot be kept in {wanted}: {fault}; {kept[0]} (NUMBA_CACHE_DIR names another folder)",
        f"cogov：编译结果不能存于 {wanted}（{fault}）；{kept[1]}（可用 NUMBA_CACHE_DIR 指定其他文件夹）",
    )
    return private / name if usable else None


_FOLDER = None if INTERPRETED else _cache_folder()


class _Locator(_CacheLocator):
    """Says where a function is kept, and what besides its compiled form must be unchanged."""

    def __init__(self, function: Callable, path: Path):
        self._py_file = str(path)  # Numba's warnings read this name
        self._line = function.__code__.co_firstlineno
        # Sources inside the package are in the folder's name; a user's own file is not.
        inside = any(path.is_relative_to(_PACKAGE / folder) for folder in _KERNEL_FOLDERS)
        self._stamp = "" if inside else hashlib.sha256(str(path).encode() + b"\n" + path.read_bytes()).hexdigest()

    def get_cache_path(self) -> Any:
        return str(_FOLDER)

    def get_source_stamp(self) -> Any:
        return self._stamp

    def get_disambiguator(self) -> Any:
        return f"{self._line}-{self._stamp[:8]}" if self._stamp else str(self._line)


class _Implementation(CompileResultCacheImpl):
    def __init__(self, function: Callable, path: Path):
        # Not the parent's: it would choose among Numba's own locators.
        self._lineno = function.__code__.co_firstlineno
        self._locator = _Locator(function, path)
        name = f"{function.__module__}.{function.__qualname__}"
        self._filename_base = self.get_filename_base(name, "")[-150:]


class _Files:
    """One file for each compiled signature.

    Numba's own index numbers the files; two processes that write at once can leave the index pointing at the other's
    code. Here the name is a hash of the signature, processor and settings, so writers never disagree.
    """

    def __init__(self, folder: Path, base: str, stamp: str):
        self._folder, self._base, self._stamp = folder, base, stamp

    def _path(self, text: str) -> Path:
        return self._folder / f"{self._base}.{hashlib.sha256(text.encode()).hexdigest()[:24]}.nbc"

    def load(self, key: object) -> Any:
        text = repr((key, self._stamp))
        path = self._path(text)
        try:
            with path.open("rb") as file:
                if (fault := _others_write(os.fstat(file.fileno()))) is not None:
                    _warn(
                        f"cogov: {path} is not read: {fault}; its code is compiled again",
                        f"cogov：不读取 {path}（{fault}），重新编译",
                    )
                    return None
                stored, data = pickle.loads(file.read())
        except FileNotFoundError:
            return None
        return data if stored == text else None

    def save(self, key: object, data: Any) -> None:
        text = repr((key, self._stamp))
        path = self._path(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(dumps((text, data)))
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def flush(self) -> None:
        for path in self._folder.glob(f"{self._base}.*.nbc"):
            path.unlink(missing_ok=True)


class _Cache(FunctionCache):
    """A cache that never stops a run: what cannot be read is compiled again, what cannot be written is not kept."""

    def __init__(self, function: Callable, path: Path, folder: Path):
        self._name = repr(function)
        self._py_func = function
        self._impl = _Implementation(function, path)
        self._cache_path = str(folder)
        self._cache_file = _Files(folder, self._impl.filename_base, self._impl.locator.get_source_stamp())
        self.enable()

    def load_overload(self, sig: object, target_context: object) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a damaged file may raise anything; compiling again is always right
            return None

    def save_overload(self, sig: object, data: object) -> None:
        if is_part(data):
            return  # no machine code of its own; the kernel that it was compiled for holds it
        try:
            super().save_overload(sig, data)
        except OSError:
            self.disable()


def compiled[F: Callable](function: F, *, source: Path | None = None) -> F:
    """Compile a kernel with Numba, keeping the machine code on disk; use as ``@compiled``.

    Parameters
    ----------
    function
        Plain loops over numbers, arrays and `cogov.core.compile.struct` instances. Module constants it reads are frozen into
        the code: whatever may change between runs is an argument.
    source
        The file that decides what the function is, where its text was made (`generated`): by default the file it is written in.

    Returns
    -------
    callable
        The compiled function, or `function` itself when `INTERPRETED`.

    Notes
    -----
    Division follows NumPy (``1.0 / 0.0`` is inf) when compiled, and raises when interpreted on Python floats: kernels
    guard their divisors. The cache lives in ``NUMBA_CACHE_DIR`` if set, else in the user's cache folder. What it holds is
    run as it is, so folders and files are read only where they belong to the user (or root) and nobody else may write
    them; else, and where nothing can be written, a private folder among the temporary files takes its place, with one
    line of warning. A function without a file (a notebook cell, ``exec``) is not kept.
    """
    if INTERPRETED:
        return function
    options = {"nopython": True, "nogil": True, "fastmath": False, "error_model": "numpy", "boundscheck": None}
    dispatcher: Any = KernelDispatcher(function, targetoptions=options)
    path = source or Path(function.__code__.co_filename)
    if _FOLDER is not None and path.is_file():
        with contextlib.suppress(OSError):
            dispatcher._cache = _Cache(function, path.resolve(), _FOLDER)
    return dispatcher
