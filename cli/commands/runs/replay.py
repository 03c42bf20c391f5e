"""`cogov replay`: the runs of a manifest again, checked."""

from __future__ import annotations

import json

import click

from ...support.errors import Failure, said
from ...support.options import handled, options, progress_bar


@click.command()
@click.argument("manifest", type=click.Path())
@click.option("--data", type=click.Path(), metavar="FOLDER", help="Where the data folder is now, if it has moved.")
@click.option("--out", type=click.Path(), help="Also write the results into this folder.")
@click.option("--extension", "extensions", multiple=True, metavar="NAME|FILE", help="Where an extension is now that the runs were made with, if it has moved; may be repeated.")  # fmt: skip
@options("lang", "workers", "quiet", "json")
@handled
def replay(
    manifest: str,
    data: str | None,
    out: str | None,
    extensions: tuple[str, ...],
    lang: str | None,
    workers: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Run again what a MANIFEST (or the folder it is in) describes, and check that the results are the same bytes.

    Exit code 0: they are. 1: they are not, and what differs is said.
    """
    from ....experiments.attribution.result import Attribution
    from ....experiments.chains.history import Chain
    from ....experiments.replay import replay as again
    from ....reports.attribution.attribution import Attribution as Told
    from ....reports.chains.chain import Told as ToldChain
    from ....reports.decision.comparison import Comparison
    from ....runs.files.manifest import read_manifest
    from ....runs.files.output_files import check_folder, write_folder
    from ....runs.single import SingleRun

    wanted = read_manifest(manifest)
    folder = check_folder(out, wanted["files"]) if out is not None else None
    unit = "weeks" if wanted["kind"] == "run" else "runs"
    with progress_bar(quiet or as_json, unit, lang or "en") as progress:
        found = again(manifest, data=data, workers=workers, progress=progress, extensions=extensions)
    if folder is not None:
        result = found.result
        if isinstance(result, SingleRun):
            files = result.files()
        elif isinstance(result, Chain):
            files = ToldChain(result).files()
        else:
            files = (Told if isinstance(result, Attribution) else Comparison).of(result).files(lang)  # pyright: ignore[reportArgumentType]
        write_folder(folder, files)
    if as_json:
        state = {
            "same": found.same,
            "run_set": wanted["run_set"],
            "differences": found.differences,
            "changed": found.causes,
        }
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))
    if not found.same:
        lines = [
            said(f"{manifest}: the results are not the same:", f"{manifest}：结果不相同："),
            *found.differences,
            *(said(f"note: {cause}", f"注意：{cause}") for cause in found.causes),
        ]
        raise Failure("\n  ".join(lines))
    if not (quiet or as_json):
        names = ", ".join(name for name in wanted["digests"] if name in found.files)
        zh = f"结果逐字节一致：运行集 {wanted['run_set']}，{names}"
        en = f"The same bytes: runs {wanted['run_set']}, {names}"
        click.echo(zh if lang == "zh" else en)
        for cause in found.causes:
            click.echo(f"({cause})")
