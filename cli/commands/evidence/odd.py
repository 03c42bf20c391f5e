"""`cogov odd`: the ODD description of the model and its TRACE page, made from the code."""

from __future__ import annotations

from pathlib import Path

import click

from ...support.options import handled, options


@click.command()
@click.option(
    "--out", type=click.Path(), metavar="FOLDER", help="Write odd and trace as Markdown and HTML into a folder."
)
@click.option("--trace", is_flag=True, help="Print the TRACE page instead: claims of quality with their tests.")
@options("extension", "lang", "quiet")
@handled
def odd(out: str | None, trace: bool, lang: str | None, quiet: bool) -> None:
    """Print the ODD description of the model (Grimm et al. 2020), or write it with the TRACE page into a folder.

    It is made from what the model runs on: declared quantities, the schedule, docstrings. With --out both languages
    are written unless --lang names one.

    \b
    cogov odd > odd.md
    cogov odd --lang zh --out docs
    """  # noqa: D301
    from ....core.disk import put_all
    from ....reports.odd.odd_files import files, page

    if out is None:
        click.echo(page("trace" if trace else "odd", lang or "en"), nl=False)
        return
    written = files((lang,) if lang else ("en", "zh"))
    put_all(out, {name: text.encode("utf-8") for name, text in written.items()})
    if not quiet:
        click.echo("\n".join(str(Path(out).expanduser() / name) for name in written))
