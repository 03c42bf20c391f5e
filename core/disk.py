"""The one writer of files: a file is the old one or the new one, a set of files is all old or all new.

Everything is written next to its place, forced to disk, and moved there. What fails is one message: the path, the reason,
and what is kept. Whatever this package writes goes through here; tests/repo names the few exceptions and their reasons.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from .machine import leftovers
from .machine.interrupts import interrupts_later
from .text import Text

system: Any = os  # every call that changes a disk goes by this name; tests put a failing one in its place
CHUNK = 1 << 22
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Errors of a disk, a quota or a limit that is full: more room mends them."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

AS_BEFORE = Text("nothing was written; what was there before is unchanged", "没有写入任何文件，原有文件未改动")
_REASONS = {
    errno.ENOSPC: Text("No space left on device", "磁盘空间不足"),
    errno.EDQUOT: Text("Disk quota exceeded", "超出磁盘配额"),
    errno.EFBIG: Text("File too large (a limit on the size of files)", "文件超出大小限制"),
    errno.EROFS: Text("Read-only file system", "文件系统只读"),
    errno.EACCES: Text("Permission denied", "没有权限"),
    errno.EPERM: Text("Operation not permitted", "不允许此操作"),
    errno.ENAMETOOLONG: Text("File name too long", "文件名过长"),
    errno.ENOENT: Text("No such file or directory", "文件或文件夹不存在"),
    errno.ENOTDIR: Text("Not a directory", "不是文件夹"),
    errno.EISDIR: Text("Is a directory", "是文件夹"),
    errno.ELOOP: Text("Too many levels of symbolic links", "符号链接层数过多或循环"),
    errno.EIO: Text("Input/output error", "读写错误"),
    errno.EMFILE: Text("Too many open files", "打开的文件过多"),
    errno.ENFILE: Text("Too many open files in system", "系统打开的文件过多"),
}  # fmt: skip
_NO_INODES = Text("No space left on device (no free inodes: too many files)", "磁盘的文件数已达上限（inode 用尽）")
_ELSEWHERE = Text(" (open in another program?)", "（是否正被其他程序打开？）")


class WriteFailed(RuntimeError):
    """Files could not be written; the message names the path, the reason and what is kept (`text`, in both languages)."""

    def __init__(self, path: str | Path, why: Text | BaseException, kept: Text = AS_BEFORE) -> None:
        reason = why if isinstance(why, Text) else reason_of(why, Path(path))
        self.path, self.reason, self.kept = Path(path), reason, kept
        self.errno = getattr(why, "errno", None)
        self.text = Text(f"cannot write {path}: {reason.en}; {kept.en}", f"无法写入 {path}：{reason.zh}；{kept.zh}")
        super().__init__(self.text.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.path, self.reason, self.kept)


def reason_of(error: BaseException, path: Path) -> Text:
    """Return the words for an error of the system at a path."""
    number = getattr(error, "errno", None)
    if number == errno.ENOSPC and _no_inodes(path):
        return _NO_INODES
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    reason = _REASONS.get(number, Text(said, said)) if number is not None else Text(said, said)
    if sys.platform == "win32" and isinstance(error, PermissionError) and path.exists():
        return Text(reason.en + _ELSEWHERE.en, reason.zh + _ELSEWHERE.zh)
    return reason


def _no_inodes(path: Path) -> bool:
    try:
        found = os.statvfs(_nearest(path)[0])
    except (OSError, AttributeError):
        return False
    return found.f_files > 0 and found.f_favail == 0 and found.f_bavail > 0


def _nearest(path: Path) -> tuple[Path, list[str]]:
    """Return the lowest place above (or at) a path that is there, be it a link that leads nowhere, and the names below it."""
    missing: list[str] = []
    while not os.path.lexists(path) and path != path.parent:
        missing.append(path.name)
        path = path.parent
    return path, missing


def place_fault(path: Path, folder: bool) -> Text | None:
    """Return why a file or folder cannot be written at an absolute path, or None; nothing is left behind.

    Parameters
    ----------
    path : where it is to be.
    folder : whether `path` is a folder, else a file (whose folder must be there).
    """
    above, missing = _nearest(path)
    for name in missing:
        if len(os.fsencode(name)) > 255:
            return _REASONS[errno.ENAMETOOLONG]
    if above.is_symlink() and not above.exists():
        to = os.readlink(above)
        return Text(f"{above} is a link to {to}, which is not there", f"{above} 是指向 {to} 的链接，而目标不存在")
    if not folder:
        if above == path and path.is_dir():
            return Text("it is a folder; name a file", "这是文件夹，请指定文件")
        if len(missing) > 1:
            return Text(f"there is no folder {path.parent}", f"文件夹 {path.parent} 不存在")
        above = above if missing else path.resolve().parent
    if not above.is_dir():
        if above == path:
            return Text("it is a file", "这是一个文件")
        return Text(f"{above} is not a folder", f"{above} 不是文件夹")
    try:
        tempfile.TemporaryFile(dir=above).close()
    except OSError as error:
        return reason_of(error, above)
    return None


def _place(path: str | Path) -> Path:
    """Return where a file stands: absolute, at the end of links; a link that leads nowhere is refused."""
    path = Path(path).expanduser().absolute()
    if path.is_symlink():
        if (fault := place_fault(path, False)) is not None:
            raise WriteFailed(path, fault)
        return path.resolve()
    return path


def _fill(path: Path, data: bytes, sync: bool = True) -> None:
    """Write a new file."""
    handle = system.open(path, _NEW, 0o666)
    try:
        done = 0
        while done < len(data):
            done += system.write(handle, data[done : done + CHUNK])
        if sync:
            system.fsync(handle)
    finally:
        system.close(handle)


def cause_at(path: Path, error: BaseException) -> OSError:
    """Return what the system says to writing at a path, where a library hides it: a file next to it is tried.

    An error of a full disk is passed on as it is: by now there may be room again.
    """
    if isinstance(error, OSError) and error.errno in FULL:
        return error
    beside = leftovers.beside(path, "try")
    try:
        _fill(beside, b"0" * (1 << 16))
    except OSError as found:
        return found
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)
    return OSError(errno.EIO, str(error), str(path))


def make_folder(folder: Path) -> None:
    """Make a folder for files to come, and those above it that are missing.

    Raises
    ------
    WriteFailed
        If that is not possible.
    """
    try:
        _make(folder)
    except OSError as error:
        raise WriteFailed(folder, error) from error


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put(path: str | Path, data: bytes, *, sync: bool = True, over: bool = True) -> Path:
    """Write a file, whole or not at all; return its absolute path.

    Parameters
    ----------
    path : the file, in a folder that is there.
    data : what is in it.
    sync : force it to disk, so that it is whole after a power cut too.
    over : replace an earlier file.

    Raises
    ------
    WriteFailed
        If it cannot be written; an earlier file is then as it was.
    FileExistsError
        If it is there already and `over` is false.
    """
    with placed(path, sync=sync, over=over) as beside:
        _fill(beside, data, sync)
    return Path(path).expanduser().absolute()


@contextlib.contextmanager
def placed(path: str | Path, *, sync: bool = True, over: bool = True) -> Iterator[Path]:
    """Give a path next to `path`, for libraries that write to a path; it is moved to `path` when the block ends.

    Raises as `put` does; errors in the block that are the system's become `WriteFailed` too.
    """
    place = _place(path)
    if not over and os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    leftovers.clear(place.parent)
    beside = leftovers.beside(place, "part")
    try:
        yield beside
        with interrupts_later():
            _move(beside, place, over)
    except FileExistsError:
        raise
    except OSError as error:
        raise WriteFailed(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)
    if sync:
        sync_folder(place.parent)


def _move(beside: Path, place: Path, over: bool) -> None:
    if over:
        system.replace(beside, place)
        return
    try:
        system.link(beside, place)  # in one step: only if nothing is there
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        system.replace(beside, place)


def put_all(folder: str | Path, files: Mapping[str, bytes], remove: Iterable[str] = ()) -> Path:
    """Write files below a folder, all or none; return the folder, absolute.

    Parameters
    ----------
    folder : made if it is not there; other files in it stay as they are.
    files : by name below the folder, in the order in which they are put in place.
    remove : names of earlier files that go when the new ones are there.

    Raises
    ------
    WriteFailed
        If not all can be written. The folder is then as it was before.
    """
    folder = Path(folder).expanduser().absolute()
    made: list[Path] = []  # folders made on the way, which go if it fails
    part, at, complete = folder, folder, False
    try:
        for name in files:
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / name))
        new = not os.path.lexists(folder)
        _make(folder.parent if new else folder, made)
        leftovers.clear(folder.parent if new else folder)
        part = leftovers.beside(folder if new else folder / "x", "part")
        system.mkdir(part)
        for name, data in files.items():
            at = folder / name
            _make((part / name).parent)
            _fill(part / name, data)
        at = folder
        with interrupts_later():
            if new:
                system.rename(part, folder)
            else:
                _swap(folder, part, list(files))
            complete = True
    except OSError as error:
        raise WriteFailed(at, error) from error
    finally:
        if not complete and part != folder and not isinstance(sys.exception(), Halfway):
            shutil.rmtree(part, ignore_errors=True)
        if not complete:
            for one in reversed(made):
                with contextlib.suppress(OSError):
                    os.rmdir(one)
    sync_folder(folder.parent if new else folder)
    for name in remove:
        with contextlib.suppress(OSError):
            os.unlink(folder / name)
            os.rmdir((folder / name).parent)
    return folder


class Halfway(WriteFailed):
    """The new files could not be put in place; they are whole in a folder of their own, which the message names."""


def _make(folder: Path, made: list[Path] | None = None) -> None:
    """Make a folder and those above it that are missing; note them in `made`."""
    above, missing = _nearest(folder)
    if above.is_symlink() and not above.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(above))
    for name in reversed(missing):
        above = above / name
        try:
            system.mkdir(above)
        except FileExistsError:  # another process was faster
            continue
        if made is not None:
            made.append(above)


def _swap(folder: Path, part: Path, names: list[str]) -> None:
    """Put complete files in their places; if one cannot be, all earlier ones return to theirs."""
    old = part.with_suffix(".old")
    moved: list[str] = []
    made: list[Path] = []
    at = folder
    try:
        system.mkdir(old)
        for name in names:
            _make((old / name).parent)
            _make((folder / name).parent, made)
        for name in names:
            at = folder / name
            moved.append(name)
            if os.path.lexists(at):
                system.rename(at, old / name)
            system.rename(part / name, at)
    except OSError as error:
        _return(folder, part, old, moved, made, at, error)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(part, ignore_errors=True)


def _return(
    folder: Path, part: Path, old: Path, moved: list[str], made: list[Path], at: Path, error: OSError
) -> NoReturn:
    """Put earlier files back, and say where everything is."""
    try:
        for name in reversed(moved):
            if not (part / name).exists():
                system.rename(folder / name, part / name)
            if os.path.lexists(old / name):
                system.rename(old / name, folder / name)
        kept_in = part.with_suffix(".new")  # a name that no later write takes for something to clear away
        system.rename(part, kept_in)
    except OSError:
        kept = Text(
            f"earlier files that are not in their places are in {old}; all others of the new ones are in {part}",
            f"未归位的原有文件在 {old}，其余新文件在 {part}",
        )
        raise Halfway(at, error, kept) from error
    for one in reversed(made):
        with contextlib.suppress(OSError):
            os.rmdir(one)
    shutil.rmtree(old, ignore_errors=True)
    kept = Text(
        f"the earlier results are as they were; all new results are in {kept_in}",
        f"原有结果未改动，新结果全部在 {kept_in}",
    )
    raise Halfway(at, error, kept) from error
