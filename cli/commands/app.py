"""`cogov app`: the web app."""

from __future__ import annotations

import click

from ..support.errors import Failure, Problem, said
from ..support.options import handled, options


@click.command()
@click.option(
    "--port", type=click.IntRange(min=0, max=65535), default=8765, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen at; another one lets other machines in."
)
@click.option(
    "--public-url",
    default="",
    metavar="URL",
    help="Address that visitors use, where a proxy stands between; requests for other addresses are refused.",
)
@click.option("--residents", type=click.IntRange(min=1), help="Most residents a visitor may ask for.  [default: 20000]")
@click.option("--runs", type=click.IntRange(min=2), help="Most runs of one ensemble.  [default: 400]")
@click.option(
    "--studies",
    type=click.Path(exists=True, file_okay=False),
    metavar="FOLDER",
    help="Folder whose study folders visitors may open.",
)
@click.option("--open/--no-open", "opened", default=False, help="Open the page in the browser of this machine.")
@options("lang", "workers", "quiet")
@handled
def app(
    port: int, host: str, public_url: str, residents: int | None, runs: int | None, studies: str | None, opened: bool,
    lang: str | None, workers: int | None, quiet: bool,
) -> None:  # fmt: skip
    """Serve the web app: see a district live, compare policies, learn why.

    Every visitor has a run of his or her own, which is dropped when the page is left. Other caps are set by variables
    COGOV_APP_COMMUNITIES, COGOV_APP_WEEKS, COGOV_APP_UPLOAD_KILOBYTES, COGOV_APP_ENSEMBLES, COGOV_APP_IDLE_MINUTES,
    COGOV_APP_CONNECTIONS, COGOV_APP_HANDSHAKE_SECONDS.

    \b
    cogov app --lang zh
    cogov app --host 0.0.0.0 --residents 5000 --studies studies/
    cogov app --public-url https://cogov.example.org/app
    """  # noqa: D301
    import dataclasses
    from pathlib import Path

    from ...app.serving.assets import AssetsMissing
    from ...app.serving.limits import Limits
    from ...app.serving.origins import Origins
    from ...app.serving.server import check_assets, configure, free_port, serve
    from ...runs.factory import compile_model

    given = {
        "residents": residents,
        "runs": runs,
        "workers": workers,
        "studies": None if studies is None else str(Path(studies).resolve()),
    }
    limits = dataclasses.replace(
        Limits.from_environment(), **{name: value for name, value in given.items() if value is not None}
    )
    origins = Origins.of(host, public_url)
    try:
        local = check_assets()
    except AssetsMissing as error:
        raise Failure(str(error)) from error
    try:
        port = port or free_port(host)
        _listen_once(host, port)
    except OSError as error:
        raise Problem(
            said(
                f"cannot listen at {host}:{port}: {error.strerror or error}; choose another one with --port",
                f"无法监听 `{host}:{port}`：{error.strerror or error}；可用 --port 换一个端口",
            )
        ) from error

    def say(line: str) -> None:
        if not quiet:
            click.echo(line, err=True)

    say("compiling ..." if lang != "zh" else "编译中 ……")
    compile_model()
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    url = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    if origins.public is not None:
        url = origins.public.url

    def started() -> None:
        say(f"cogov: {url}" + (" (Ctrl-C stops it)" if lang != "zh" else "（按 Ctrl-C 停止）"))
        if opened:
            import webbrowser

            webbrowser.open(url)

    configure(limits, lang or "", local, url, origins.public.path if origins.public is not None else "")
    serve(host, port, started, limits, origins)


def _listen_once(host: str, port: int) -> None:
    """Raise OSError where the port is taken, before anything is compiled."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
