"""Errors as users see them: one message, no traceback, and an exit code that scripts can rely on."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any

import click

from .model_words_zh import in_chinese

ASKED: ContextVar[str] = ContextVar("language of the command line", default="")
"""The language that the words of the command line ask for, where options are not read yet."""


class Problem(click.ClickException):
    """Wrong usage or input: exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        click.echo(f"cogov: {self.format_message()}", file=file, err=file is None)


class Failure(Problem):
    """The work itself failed, or a check did: exit code 1."""

    exit_code = 1


def problem_of(error: Exception, language: str) -> Problem | None:
    """Return the message for an error that a user can mend, else None; what it needs is imported only now."""
    from ...core.disk import FULL, WriteFailed, reason_of
    from ...core.text import Text

    text = getattr(error, "text", None)
    if isinstance(error, WriteFailed):
        wrong_place = error.errno is not None and error.errno not in _FAILURES | FULL
        return (Problem if wrong_place else Failure)(error.text[language])
    if isinstance(error, ValueError) and isinstance(text, Text):
        return Problem(in_chinese(text.zh) if language == "zh" else text.en)
    if isinstance(error, OSError) and error.errno is not None and not isinstance(error, ConnectionError):
        place = error.filename2 or error.filename
        said = reason_of(error, Path(os.fsdecode(place) if isinstance(place, str | bytes) else "."))[language]
        kind = Failure if error.errno in _FAILURES | FULL else Problem
        return kind(said if place is None else f"{place}: {said}")
    if isinstance(error, MemoryError):
        return Failure(_MEMORY[language == "zh"])
    if isinstance(error, ValueError):
        from ...data.errors import DataError

        if isinstance(error, DataError):
            return Problem(error.text(language))
    return None


_FAILURES = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}
_MEMORY = (
    "there is not enough memory for this; fewer residents, communities, runs or workers need less",
    "内存不足；减少居民、社区、运行次数或进程数可降低需求",
)


def language_asked() -> str:
    """Return the language that the command was asked for."""
    context = click.get_current_context(silent=True)
    chosen = context.params.get("lang") if context is not None else None
    return chosen or ASKED.get() or os.environ.get("COGOV_LANG") or "en"


def said(en: str, zh: str) -> str:
    """Return a message in the language that the command was asked for."""
    return zh if language_asked() == "zh" else en


@contextlib.contextmanager
def explained(language: str | None = None) -> Iterator[None]:
    """Turn errors that a user can mend into one message; a context manager, and ``@explained()`` a decorator.

    The cause stays attached, for the traceback.
    """
    try:
        yield
    except click.ClickException:
        raise
    except Exception as error:
        problem = problem_of(error, language or language_asked())
        if problem is None:
            raise
        raise problem from error
