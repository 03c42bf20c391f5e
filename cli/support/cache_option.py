"""What commands with kept runs share: the option, and what Ctrl-C leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .errors import Failure, language_asked

if TYPE_CHECKING:
    from ...runs.cache import RunCache

keep_option = click.option(
    "--keep", type=click.Path(), default="out/kept", show_default=True, help="Folder of finished runs."
)


@contextmanager
def keeping(folder: str) -> Iterator[RunCache]:
    """Open the folder of finished runs; when stopped, say how to go on."""
    from ...core.text import Text, text_of
    from ...runs.cache import RunCache
    from ...runs.settings import RunFailed

    with RunCache(folder) as kept:
        try:
            yield kept
        except KeyboardInterrupt:
            words = Text(
                f"stopped; {kept.added} finished runs are kept in {folder}, the same command goes on",
                f"已停止；{kept.added} 次已完成的运行保存在 {folder}，重新执行同一命令即可继续",
            )
            raise Failure(words[language_asked()]) from None
        except RunFailed as error:
            said = text_of(error)
            words = Text(
                f"{said.en}; {kept.added} finished runs are kept in {folder}",
                f"{said.zh}；{kept.added} 次已完成的运行保存在 {folder}",
            )
            raise Failure(words[language_asked()]) from error
