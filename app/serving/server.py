"""Starting the server: settings of solara before it is imported, files of the browser, compiled code, then uvicorn."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .assets import CONTENT_NETWORK, FOLDER, AssetsMissing, missing
from .limits import Limits
from .origins import Origins

STATIC = Path(__file__).resolve().parents[1] / "static"
LANGUAGE_VARIABLE = "COGOV_APP_LANGUAGE"


def check_assets(folder: Path = FOLDER, reach: Callable[[], bool] | None = None) -> bool:
    """Return whether the browser's files are here; False if they have to come from the content network, which answers.

    Raises
    ------
    AssetsMissing
        Where there is neither: the page would stay blank.
    """
    if not missing(folder):
        return True
    if not (reach or _network_answers)():
        raise AssetsMissing(
            f"the app's browser files are not in {folder} and {CONTENT_NETWORK} does not answer: run `make app-assets` "
            "where there is a connection (it needs npm), or install a wheel that was built after it"
        )
    return False


def _network_answers(seconds: float = 3.0) -> bool:
    try:
        socket.create_connection((CONTENT_NETWORK, 443), seconds).close()
    except OSError:
        return False
    return True


def configure(limits: Limits, language: str, local: bool, url: str = "", path: str = "") -> None:
    """Set what solara reads from the environment when it is imported, and what the app reads for each visitor.

    Parameters
    ----------
    limits, language : for each visitor.
    local : whether the browser's files are in `FOLDER`.
    url : address of the app, with the path; solara would else take what the first request names.
    path : what visitors see before the app's own paths, behind a proxy.
    """
    os.environ.update(limits.environment())
    os.environ[LANGUAGE_VARIABLE] = language
    os.environ.update(
        SOLARA_APP="cogov.app.main",
        SOLARA_MODE="production",
        SOLARA_TELEMETRY_MIXPANEL_ENABLE="false",
        SOLARA_THEME_SHOW_BANNER="false",
        SOLARA_THEME_LOADER="plain",
        SOLARA_THEME_VARIANT="light",
        SOLARA_THEME_TITLE="cogov",
        SOLARA_BASE_URL=f"{url}/" if url else "",
        SOLARA_ROOT_PATH=path,
        SOLARA_ASSETS_FONTAWESOME_ENABLED="false",
        SOLARA_KERNEL_CULL_TIMEOUT=f"{limits.idle_minutes}m" if limits.idle_minutes else "5s",
    )
    if local:
        os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(FOLDER)
        os.environ["SOLARA_ASSETS_CDN"] = "http://127.0.0.1:9/"  # so that nothing is ever asked for elsewhere


def free_port(host: str) -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def serve(
    host: str, port: int, started: Callable[[], None] | None = None, limits: Limits | None = None, origins: Origins | None = None
) -> None:  # fmt: skip
    """Serve until the process is stopped; `configure` comes first.

    Parameters
    ----------
    host, port : where to listen.
    started : called once the server listens.
    limits : how many connections, and how long one may say nothing; those of the environment where not given.
    origins : which addresses are answered, and which pages may ask; those of `host` where not given.
    """
    import asyncio

    import uvicorn
    from solara.server import settings
    from solara.server.starlette import app

    from . import connections, control
    from .gate import Gate
    from .rarely import Rarely

    # Its advice on proxies and cookies is for whoever embeds it, a dozen lines for each request; the gate settles both.
    warnings.filterwarnings("ignore", module=r"solara\.server\.starlette")
    limits, origins = limits or Limits.from_environment(), origins or Origins.of(host)
    settings.assets.extra_locations = [str(STATIC)]
    control.install()
    tell = Rarely()
    most, visitors = connections.limits(connections.file_descriptors(), limits.connections)

    class Server(uvicorn.Server):
        """A server that says when it listens."""

        async def startup(self, sockets: Any = None) -> None:
            connections.quiet_errors(asyncio.get_running_loop(), tell)
            await super().startup(sockets)
            if self.started and started is not None:
                started()

    gate: Any = Gate(app, origins, visitors, limits.handshake_seconds, tell)
    config = uvicorn.Config(
        gate, host=host, port=port, log_level="error", access_log=False, loop="asyncio", proxy_headers=False,
        http=connections.protocol(most, limits.handshake_seconds, tell), backlog=connections.BACKLOG,
        ws_max_size=1024 * (2 * limits.upload_kilobytes + 256),
    )  # fmt: skip
    Server(config).run()
