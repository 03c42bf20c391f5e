"""Starting the server: settings of solara before it is imported, files of the browser, compiled code, then uvicorn."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .assets import CONTENT_NETWORK, FOLDER, AssetsMissing, missing
from .limits import Limits

STATIC = Path(__file__).resolve().parent / "static"
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


def configure(limits: Limits, language: str, local: bool) -> None:
    """Set what solara reads from the environment when it is imported, and what the app reads for each visitor."""
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


def serve(host: str, port: int, started: Callable[[], None] | None = None) -> None:
    """Serve until the process is told to stop; `configure` comes first."""
    import uvicorn
    from solara.server import settings

    settings.assets.extra_locations = [str(STATIC)]

    class Server(uvicorn.Server):
        """A server that says when it listens."""

        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if self.started and started is not None:
                started()

    # The path of solara's own application: importing it reads the settings.
    config: Any = uvicorn.Config(
        "solara.server.starlette:app", host=host, port=port, log_level="error", access_log=False, loop="asyncio"
    )
    Server(config).run()
