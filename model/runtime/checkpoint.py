"""The whole state of a model in one file, without anything that runs when it is read.

A zip archive: `state.json`, and an .npy member for every array. Numbers come back exactly as they were, and nothing is
unpickled: a class appears by its name only, and only those entered by `keep` are made. The same state gives the same
bytes. The last member is a digest of all others.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import platform
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np

from ...core.compile.compiled import kernel_hash
from ...core.disk import put
from ...core.quantity import QuantityError
from ...core.text import Text
from ...core.versions import version_of
from .. import scenario_lookup
from ..counterfactual import Cause
from ..extensions.extension import Active, active, using
from ..population.given import Edges, Given, Memberships, Notice, Places
from ..population.layout import Layout

MARK = "cogov checkpoint"
FORMAT = 2
_LIBRARIES = ("mesa", "numpy", "numba")
_STATE, _DIGEST = "state.json", "sha256"
_DATE = (1980, 1, 1, 0, 0, 0)  # of all members, so that equal states are equal bytes
_classes: dict[str, type] = {}


class CheckpointError(QuantityError):
    """A checkpoint that cannot be written or read; the message says why and what to do."""


def keep(*classes: type) -> None:
    """Let instances of these dataclasses be kept in checkpoints, by the name of the class and their fields."""
    _classes.update({cls.__name__: cls for cls in classes})


keep(Given, Notice, Places, Edges, Memberships, Layout, Text, Cause)


def pack(value: Any, arrays: dict[str, np.ndarray], where: str) -> Any:
    """Return a value as JSON has it; arrays go into `arrays`.

    Raises
    ------
    CheckpointError
        For what a file cannot hold, such as a function; `where` says in which attribute.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if type(value) in (int, float):
        return value
    if isinstance(value, np.ndarray) and value.dtype != object:
        name = f"{len(arrays):04d}"
        arrays[name] = value
        return {"array": name}
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return {"words": [pack(item, arrays, where) for item in value.tolist()]}
    if isinstance(value, np.generic):
        return {"array": pack(np.asarray(value), arrays, where)["array"], "scalar": True}
    if isinstance(value, list):
        return [pack(item, arrays, where) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [pack(item, arrays, where) for item in value]}
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {"map": {key: pack(item, arrays, where) for key, item in value.items()}}
    if isinstance(value, Notice):  # what names rows and values of somebody's records is written into no file
        value = Notice(value.public, value.public)
    if dataclasses.is_dataclass(value) and _classes.get(type(value).__name__) is type(value):
        parts = {part.name: getattr(value, part.name) for part in dataclasses.fields(value) if part.init}
        return {type(value).__name__: {name: pack(part, arrays, where) for name, part in parts.items()}}
    raise CheckpointError(f"a checkpoint cannot hold {where}: a {type(value).__name__}")


def unpack(value: Any, arrays: Mapping[str, np.ndarray]) -> Any:
    """Return what `pack` was given."""
    if isinstance(value, list):
        return [unpack(item, arrays) for item in value]
    if not isinstance(value, dict):
        return value
    kind = next(iter(value))
    inner = value[kind]
    if kind == "array":
        return arrays[inner][()] if value.get("scalar") else arrays[inner]
    if kind == "words":
        words = np.empty(len(inner), object)
        words[:] = [unpack(item, arrays) for item in inner]
        return words
    if kind == "tuple":
        return tuple(unpack(item, arrays) for item in inner)
    parts = {key: unpack(item, arrays) for key, item in inner.items()}
    return parts if kind == "map" else _classes[kind](**parts)


def about() -> dict[str, Any]:
    """Return by what a checkpoint is made: versions, and the hash of the kernels."""
    versions = {name: version_of(name, "unknown") for name in ("cogov", *_LIBRARIES)}
    return {"versions": {**versions, "python": platform.python_version()}, "kernel_hash": kernel_hash()}


def write(path: str | Path, state: Mapping[str, Any], extensions: Sequence[Mapping[str, str]] = ()) -> Path:
    """Write a state, made with these extensions, to a file, whole or not at all; return its absolute path.

    Raises
    ------
    CheckpointError
        For what cannot be kept.
    WriteFailed
        If the file cannot be written; an earlier one is as it was then.
    """
    path = Path(path).expanduser().absolute()
    arrays: dict[str, np.ndarray] = {}
    packed = {name: pack(value, arrays, name) for name, value in state.items()}
    head = {"mark": MARK, "format": FORMAT, **about(), **({"extensions": list(extensions)} if extensions else {})}
    text = json.dumps({**head, "state": packed}, ensure_ascii=False, indent=1)
    sink, digest = io.BytesIO(), hashlib.sha256()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _add(archive, digest, _STATE, text.encode())
        for name, array in arrays.items():
            _add(archive, digest, f"{name}.npy", _npy(array))
        _add(archive, digest, _DIGEST, digest.hexdigest().encode())
    return put(path, sink.getvalue())


def _npy(array: np.ndarray) -> bytes:
    # Not getbuffer(): an export that an error keeps alive would outlive its buffer, and the interpreter with it.
    sink = io.BytesIO()
    np.lib.format.write_array(sink, array, allow_pickle=False)
    return sink.getvalue()


def _add(archive: zipfile.ZipFile, digest: Any, name: str, data: bytes) -> None:
    _note(digest, name, data)
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=1)


def read(path: str | Path) -> dict[str, Any]:
    """Return the state in a file; see `opened`."""
    with opened(path) as kept:
        return kept


@contextlib.contextmanager
def opened(path: str | Path, other_source: bool = False) -> Iterator[dict[str, Any]]:
    """Give the state in a file, in a ``with`` block in which the extensions are used that it was made with.

    Parameters
    ----------
    other_source : whether an extension will do whose source is not the same any more.

    Raises
    ------
    CheckpointError
        For a file that is missing, damaged, cut off, not a checkpoint, or made by other code of the model, and where the
        extensions in use are not those that it was made with.
    """
    path = Path(path).expanduser()
    scenario_lookup.ready()  # scenarios stand in checkpoints, and this process may have seen none yet
    with contextlib.ExitStack() as stack:
        yield _read(path, other_source, stack)


def _read(path: Path, other_source: bool, stack: contextlib.ExitStack) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            head = _head(path, archive)
            arrays = _arrays(path, archive)
        _check_code(path, head)
        stack.enter_context(using(_extensions(path, head.get("extensions", ()), other_source)))
        return {name: unpack(value, arrays) for name, value in head["state"].items()}
    except zipfile.BadZipFile as error:
        whole = "File is not a zip file" not in str(error)
        what = "is damaged" if whole else "is not a checkpoint of cogov, or was cut off"
        raise CheckpointError(f"{path}: {what} ({error})") from None
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read: {error.strerror or error}") from None
    except RecursionError:
        raise CheckpointError(f"{path}: is damaged: {_STATE} is nested too deeply") from None
    except (
        KeyError,
        TypeError,
        ValueError,
        StopIteration,
        EOFError,
        MemoryError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        TokenError,  # the header of an array, which NumPy reads as Python's own words
    ) as error:
        if isinstance(error, CheckpointError):
            raise
        raise CheckpointError(f"{path}: is damaged: {type(error).__name__}: {error}") from None


def _arrays(path: Path, archive: zipfile.ZipFile) -> dict[str, np.ndarray]:
    """Return all arrays, if every byte is as it was written: kernels trust what they read, so a changed state is no state."""
    digest, arrays = hashlib.sha256(), {}
    for name in archive.namelist():
        if name != _DIGEST:
            data = archive.read(name)
            _note(digest, name, data)
            if name.endswith(".npy"):
                arrays[name[:-4]] = _array(data)
    if _DIGEST not in archive.namelist() or archive.read(_DIGEST) != digest.hexdigest().encode():
        raise CheckpointError(f"{path}: is damaged, or was changed after it was written: its digest is another one")
    return arrays


def _note(digest: Any, name: str, data: bytes) -> None:
    digest.update(f"{name} {len(data)}\n".encode())
    digest.update(data)


def _extensions(path: Path, facts: Any, other_source: bool) -> list[Active]:
    """Return the extensions in use, in the order of the file, if they are those that it was made with."""
    now = {one.name: one for one in active()}
    found = []
    for fact in facts:
        name, digest = fact["name"], fact["digest"]
        made = f"{path}: was made with extension '{name}'{' ' + fact['version'] if fact['version'] else ''} ({digest[:12]})"
        if name not in now:
            where = fact["asked"] or name
            raise CheckpointError(
                f"{made}, which is not in use: go on with --extension {where}, or in Python within cogov.extensions({where!r})"
            )
        entry = now.pop(name)
        if entry.digest != digest and not other_source:
            raise CheckpointError(
                f"{made}; its source is another one now ({entry.digest[:12]}). With it the run would not go on as it would "
                "have: use the source it was made with, or ask for the new one (--other-source, restore(..., other_source=True))"
            )
        found.append(entry)
    if now:
        raise CheckpointError(f"{path}: was made without extension '{next(iter(now))}'; leave it out")
    return found


def _array(data: bytes) -> np.ndarray:
    return np.ascontiguousarray(np.lib.format.read_array(io.BytesIO(data), allow_pickle=False))


def _head(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what a checkpoint says about itself."""
    foreign = f"{path}: is not a checkpoint of cogov"
    if _STATE not in archive.namelist():
        raise CheckpointError(f"{foreign}: no {_STATE} in it")
    head = json.loads(archive.read(_STATE))
    if not isinstance(head, dict) or head.get("mark") != MARK:
        raise CheckpointError(foreign)
    if head.get("format") != FORMAT:
        raise CheckpointError(f"{path}: format {head.get('format')!r} is not known; this version reads format {FORMAT}")
    return head


def _check_code(path: Path, head: Mapping[str, Any]) -> None:
    """Raise unless this code can go on with it."""
    here = about()
    if head["kernel_hash"] != here["kernel_hash"]:
        was, now = head["versions"], here["versions"]
        differ = [f"{name} {was[name]}, here {now.get(name)}" for name in was if was[name] != now.get(name)]
        raise CheckpointError(
            f"{path}: was made by other code of the model (kernels {head['kernel_hash'][:12]}, here "
            f"{here['kernel_hash'][:12]}{'; ' + '; '.join(differ) if differ else ''}); its history cannot be continued "
            "with the same random numbers: run it again from the start, or with the code that made it"
        )
