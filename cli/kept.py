"""What commands with kept runs share: the option, and what Ctrl-C leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .errors import Failure

if TYPE_CHECKING:
    from ..experiments.kept import Kept

keep_option = click.option(
    "--keep", type=click.Path(), default="out/kept", show_default=True, help="Folder of finished runs."
)


@contextmanager
def keeping(folder: str) -> Iterator[Kept]:
    """Open the folder of finished runs; when stopped, say how to go on."""
    from ..experiments.kept import Kept
    from ..experiments.settings import RunFailed

    with Kept(folder) as kept:
        try:
            yield kept
        except KeyboardInterrupt:
            raise Failure(
                f"stopped; {kept.added} finished runs are kept in {folder}, the same command goes on"
            ) from None
        except RunFailed as error:
            raise Failure(f"{error}; {kept.added} finished runs are kept in {folder}") from error
