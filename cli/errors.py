"""Errors as users see them: one message, no traceback, and an exit code that scripts can rely on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO, Any

import click


class Problem(click.ClickException):
    """Wrong usage or input: exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        click.echo(f"cogov: {self.format_message()}", file=file, err=file is None)


class Failure(Problem):
    """The work itself failed, or a check did: exit code 1."""

    exit_code = 1


def _explanation(error: Exception) -> str | None:
    """Return the message for an error that a user can mend, else None; what it needs is imported only now."""
    if isinstance(
        error, FileNotFoundError | PermissionError | IsADirectoryError | NotADirectoryError | FileExistsError
    ):
        place = f"{error.filename}: " if error.filename is not None else ""
        return f"{place}{error.strerror or error}"
    if isinstance(error, ValueError):
        from ..core.quantity import QuantityError
        from ..data.errors import DataError
        from ..scenarios.errors import ScenarioError

        if isinstance(error, QuantityError | ScenarioError | DataError):
            return str(error)
    return None


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn errors that a user can mend into one message; a context manager, and ``@explained()`` a decorator.

    The cause stays attached, for whoever asks for the traceback.
    """
    try:
        yield
    except click.ClickException:
        raise
    except Exception as error:
        message = _explanation(error)
        if message is None:
            raise
        raise Problem(message) from error
