"""Finding extensions, by the name of an entry point or by file, and telling by digest whether they are still the same.

A package names its extensions under the entry point group `cogov.extensions`, each the place of an `Extension`:

    [project.entry-points."cogov.extensions"]
    gardens = "my_package:extension"

A single file (`path/to/gardens.py`) that holds one `Extension` will do as well. Nothing is imported before it is asked for, and
nothing is used that was not asked for. The digest is that of all files of the package that holds the extension (without what Python
compiles), or of the one file, and of its scenarios; results name it, and a replay wants the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

from ...core.compile.compiled import kernel_hash
from ...core.disk import reason_of
from ...core.nearest import meant
from ...core.text import Text
from ...model.extensions.extension import Active, Extension, ExtensionError, active, found_by, using
from ...model.extensions.installed import installed
from .checks import called, check, check_together, scenario_names

SUFFIX = ".py"
VARIABLE = "COGOV_EXTENSIONS"
"""Environment variable with names and files, separated by commas, for where no option says any."""
SKIPPED = {"__pycache__", ".git", ".DS_Store"}


def is_file(asked: str | Path) -> bool:
    """Return whether an extension is asked for by its file, and not by its name."""
    text = str(asked)
    return isinstance(asked, Path) or text.endswith(SUFFIX) or "/" in text or "\\" in text


def find(asked: str | Path) -> Active:
    """Return an extension by its name or its file, checked.

    Raises
    ------
    ExtensionError
        If there is none, or several, or it cannot be imported, or what it declares is wrong.
    """
    return _of_file(Path(asked).expanduser()) if is_file(asked) else _of_name(str(asked))


def find_all(asked: Iterable[str | Path]) -> tuple[Active, ...]:
    """Return extensions by names or files; they must not clash with one another."""
    found: list[Active] = []
    for one in asked:
        entry = find(one)
        for other in found:
            check_together(entry, other)
        found.append(entry)
    return tuple(found)


def from_words(text: str) -> list[str]:
    """Return the names and files in the words of the environment variable."""
    return [part for word in text.split(",") if (part := word.strip())]


@contextlib.contextmanager
def extensions(*asked: str | Path) -> Iterator[tuple[Active, ...]]:
    """Use these extensions, and no others, inside of a ``with`` block: ``with cogov.extensions("gardens"): ...``"""
    with using(find_all(asked)) as entries:
        yield entries


def facts_now() -> tuple[tuple[str, str, str, str], ...]:
    """Return name, how it was asked for, version and digest of each extension in use: what goes along with a job to other processes."""
    return tuple((one.name, one.asked, one.version, one.digest) for one in active())


def code_hash() -> str:
    """Return the hash of the code that makes results: of the model, and of the extensions in use where there are any."""
    used = facts_now()
    if not used:
        return kernel_hash()
    text = "\n".join([kernel_hash(), *(f"{name} {digest}" for name, _, _, digest in used)])
    return hashlib.sha256(text.encode()).hexdigest()


@contextlib.contextmanager
def as_in(facts: Iterable[tuple[str, str, str, str]]) -> Iterator[None]:
    """Use the extensions that a job was made with, wherever it is done.

    Raises
    ------
    ExtensionError
        If one of them is not there, or its source is not the same.
    """
    wanted = tuple(facts)
    if wanted == facts_now():
        yield
        return
    with using(_entries(wanted)):
        yield


@cache
def _entries(wanted: tuple[tuple[str, str, str, str], ...]) -> tuple[Active, ...]:
    """Return extensions as they were; found once in each process, for thousands of runs."""
    for name, asked, _, digest in wanted:
        if is_file(asked) and not may_be(Path(asked), digest):
            raise ExtensionError(
                Text(
                    f"extension '{name}' is not the one that was used: {asked} was {digest[:12]}..., and is not now",
                    f"扩展 '{name}' 与当时所用的不同：{asked} 当时为 {digest[:12]}...，现已改变",
                )
            )
    entries = find_all(asked for _, asked, _, _ in wanted)
    for entry, (name, _, version, digest) in zip(entries, wanted):
        if (fault := difference(entry, name, version, digest)) is not None:
            raise ExtensionError(fault)
    return entries


def difference(entry: Active, name: str, version: str, digest: str) -> Text | None:
    """Return what is not as it was, or None."""
    if entry.name != name:
        return Text(
            f"{entry.asked}: holds extension '{entry.name}', not '{name}'",
            f"{entry.asked}：其中的扩展是 '{entry.name}'，而不是 '{name}'",
        )
    if entry.digest == digest:
        return None
    was, now = _source(version, digest), _source(entry.version, entry.digest)
    return Text(
        f"extension '{name}' is not the one that was used: its source is {now.en}, was {was.en}",
        f"扩展 '{name}' 与当时所用的不同：其源文件现为 {now.zh}，当时为 {was.zh}",
    )


def _source(version: str, digest: str) -> Text:
    return Text(f"{version or 'without a version'}, {digest[:12]}...", f"{version or '无版本号'}，{digest[:12]}...")


# -- finding ------------------------------------------------------------------------------------------------------------


def _of_name(name: str) -> Active:
    there = installed()
    if name not in there:
        none = Text("; none is installed", "；没有安装任何扩展")
        hint = meant(name, there) if there else none
        raise ExtensionError(Text(f"there is no extension '{name}'{hint.en}", f"没有扩展 '{name}'{hint.zh}"))
    entries = there[name]
    if len(entries) > 1:
        who = " and ".join(_who(entry) for entry in entries)
        raise ExtensionError(
            Text(
                f"two packages have an extension '{name}': {who}; uninstall one of them",
                f"有两个包都提供扩展 '{name}'：{who}；请卸载其中之一",
            )
        )
    entry = entries[0]
    try:
        found = entry.load()
    except Exception as error:  # whatever the module of somebody else raises while it is imported
        raise ExtensionError(
            Text(
                f"extension '{name}' of {_who(entry)}: {entry.value} cannot be imported: {type(error).__name__}: {error}",
                f"扩展 '{name}'（{_who(entry)}）：{entry.value} 无法导入：{type(error).__name__}: {error}",
            )
        ) from error
    if not isinstance(found, Extension):
        raise ExtensionError(
            Text(
                f"extension '{name}' of {_who(entry)}: {entry.value} is {found!r}, not a cogov.Extension",
                f"扩展 '{name}'（{_who(entry)}）：{entry.value} 是 {found!r}，不是 cogov.Extension",
            )
        )
    if found.name != name:
        raise ExtensionError(
            Text(
                f"extension '{name}' of {_who(entry)} calls itself '{found.name}': one name for both",
                f"扩展 '{name}'（{_who(entry)}）自称 '{found.name}'：两者须同名",
            )
        )
    root = _root(sys.modules[entry.module.partition(".")[0]])
    version = entry.dist.version if entry.dist is not None else ""
    return _checked(found, name, version, root)


def _who(entry: importlib.metadata.EntryPoint) -> str:
    return f"package {entry.dist.name} {entry.dist.version}" if entry.dist is not None else "an unnamed package"


def _root(module: ModuleType) -> Path:
    """Return the folder of a package, or the file of a module."""
    path = Path(module.__file__ or next(iter(module.__path__), ""))
    return path.parent if path.name == "__init__.py" else path


def _of_file(path: Path) -> Active:
    path = path.absolute()
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ExtensionError(
            Text(f"{path}: cannot be read: {error.strerror or error}", f"{path}：无法读取：{reason_of(error, path).zh}")
        ) from None
    name = f"cogov_extension_{path.stem}_{hashlib.sha256(str(path).encode() + source).hexdigest()[:8]}"
    module = sys.modules.get(name) or _imported(path, name)
    found = {id(one): one for one in vars(module).values() if isinstance(one, Extension)}
    if len(found) != 1:
        raise ExtensionError(
            Text(
                f"{path}: holds {len(found) or 'no'} cogov.Extension{'s' if len(found) > 1 else ''}, needed is one",
                f"{path}：其中有 {len(found)} 个 cogov.Extension，须恰好一个",
            )
        )
    return _checked(next(iter(found.values())), str(path), "", path)


def _imported(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ExtensionError(Text(f"{path}: is not a Python file", f"{path}：不是 Python 文件"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise ExtensionError(
            Text(
                f"{path}: cannot be imported: {type(error).__name__}: {error}",
                f"{path}：无法导入：{type(error).__name__}: {error}",
            )
        ) from error
    return module


def _checked(extension: Extension, asked: str, version: str, root: Path) -> Active:
    of = called(extension.name)
    try:
        check(extension)
        names = scenario_names(extension)
    except (AttributeError, TypeError) as error:
        raise ExtensionError(
            Text(f"{of.en}is not declared as it must be: {error}", f"{of.zh}声明有误：{error}")
        ) from error
    from ...scenarios.files import library_files

    for name in names:
        if name in library_files():
            raise ExtensionError(
                Text(
                    f"{of.en}scenario '{name}' is one of the library; give it another name",
                    f"{of.zh}方案 '{name}' 与方案库中的重名；请另取名称",
                )
            )
    return Active(extension, asked, version, digest_of(extension, root))


def files_of(extension: Extension, root: Path) -> Mapping[str, Path]:
    """Return the files of its source, the folder of a package or one file, and of its scenarios, by name."""
    return _with_scenarios(root, None if extension.scenarios is None else Path(extension.scenarios))


def _with_scenarios(root: Path, scenarios: Path | None) -> Mapping[str, Path]:
    files: Mapping[str, Path] = {root.name: root} if root.is_file() else _files(root)
    if scenarios is not None:
        files = {**files, **{f"scenarios/{name}": path for name, path in _files(scenarios).items()}}
    return files


def digest_of(extension: Extension, root: Path) -> str:
    """Return the SHA-256 digest of its source and its scenarios: names and content of files, in the order of names."""
    return _digest(files_of(extension, root))


def may_be(file: Path, digest: str) -> bool:
    """Return whether a file can be an extension of this digest, alone or with scenarios kept next to it; it is not run.

    True for a file that does not exist: reporting that is up to the reader of the file.
    """
    file = file.expanduser().absolute()
    if not file.is_file():
        return True
    beside = (path for path in sorted(file.parent.rglob("*")) if path.is_dir())
    return any(_digest(_with_scenarios(file, folder)) == digest for folder in (None, file.parent, *beside))


def _digest(files: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\n".encode() + hashlib.sha256(files[name].read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> dict[str, Path]:
    paths = (path for path in root.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo"))
    return {
        path.relative_to(root).as_posix(): path
        for path in paths
        if not SKIPPED.intersection(path.relative_to(root).parts)
    }


def again(name: str, asked: str, version: str, digest: str) -> Active:
    """Return an extension as it was, in a process that a copy of it was sent to.

    Raises
    ------
    ExtensionError
        If it is not there, or its source is not the same.
    """
    return _entries(((name, asked, version, digest),))[0]


found_by(again)
