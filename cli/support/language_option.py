"""`--lang` of commands that have commands below them: `cogov --lang zh study status` speaks as `cogov study status --lang zh` does.

Not for a command with arguments of its own: click does not close the context of a command line that it cannot read.
"""

from __future__ import annotations

import os

import click


def _language(ctx: click.Context, parameter: click.Parameter, language: str | None) -> None:
    if language is None or ctx.resilient_parsing:
        return
    before = os.environ.get("COGOV_LANG")
    os.environ["COGOV_LANG"] = language
    if before is None:
        ctx.call_on_close(lambda: os.environ.pop("COGOV_LANG", None))
    else:
        ctx.call_on_close(lambda: os.environ.update(COGOV_LANG=before))


language_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), expose_value=False, callback=_language, help="Language of messages."
)
