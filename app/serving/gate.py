"""The gate before solara's server: which requests come in, which paths there are, what is accepted on a websocket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from ...core.text import Text
from .assets import FOLDER, wanted
from .heard import CLOSED, parsed, refusal
from .origins import Origins
from .rarely import Rarely

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CLOSED_PATHS = ("/resourcez", "/_solara/api/evict", "/_solara/auth")
"""Paths of solara's server that are no business of visitors."""

BROWSER_FILES = "/_solara/cdn/"
FORWARDED = frozenset({b"script-name", b"x-script-name", b"x-forwarded-host", b"x-forwarded-proto"})
"""Headers by which solara would let a visitor move the app to another address for everybody."""

ANSWER_HEADERS = (
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"x-content-type-options", b"nosniff"),
)

FULL = Text("Too many visitors at the moment; please try again later.", "当前访客过多，请稍后再试。")
NOTHING = Text("Nothing is here.", "此处没有内容。")


class Gate:
    """An ASGI application around another one.

    Parameters
    ----------
    app : solara's server.
    origins : who may ask.
    visitors : most open websockets.
    seconds : within which an open websocket has to say something.
    tell : callback that records what was refused.
    browser_files : folder of the files that the browser needs.
    """

    def __init__(
        self, app: App, origins: Origins, visitors: int, seconds: float, tell: Rarely, browser_files: Path = FOLDER
    ) -> None:  # fmt: skip
        self.app, self.origins, self.visitors, self.seconds = app, origins, visitors, seconds
        self.tell, self.browser_files = tell, browser_files
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        websocket = scope["type"] == "websocket"
        reason = self.origins.refusal(_values(scope["headers"]), websocket)
        if reason is not None:
            host, origin = (_first(scope["headers"], name) for name in (b"host", b"origin"))
            self.tell("address", f"refused a request for host {host!r} from page {origin!r}: {reason.en}")
            await _refuse(send, websocket, 403, reason)
            return
        scope = self._inside(scope)
        if websocket:
            await self._websocket(scope, receive, send)
        elif self._missing(scope["path"]):
            await _refuse(send, False, 404, NOTHING)
        else:
            await self.app(scope, receive, _with_headers(send))

    def _inside(self, scope: Scope) -> Scope:
        """Return a request as solara is to see it: below the public path, and without headers that would move the app."""
        inside = dict(scope)
        inside["headers"] = [(name, value) for name, value in scope["headers"] if name.lower() not in FORWARDED]
        public = self.origins.public
        if public is not None:
            if public.scheme == "https" and (_first(scope["headers"], b"host") or "").partition(":")[0] == public.host:
                inside["scheme"] = "wss" if scope["type"] == "websocket" else "https"
            if public.path and (scope["path"] + "/").startswith(public.path + "/"):
                inside["path"] = scope["path"][len(public.path) :] or "/"
                inside["raw_path"] = inside["path"].encode()
        return inside

    def _missing(self, path: str) -> bool:
        """Return whether there is nothing for visitors at a path."""
        if any((path + "/").startswith(one + "/") for one in CLOSED_PATHS):
            return True
        if not path.startswith(BROWSER_FILES):
            return False
        name = path[len(BROWSER_FILES) :]  # solara would remove a folder of this name, and fetch any other package
        return not wanted(name) or (self.browser_files / name).is_dir()

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.open >= self.visitors:
            self.tell("full", f"refused a visitor: {self.open} are here, and no more can be served at once")
            await _refuse(send, True, 503, FULL)
            return
        kernel = scope["path"].split("/")[-2] if scope["path"].count("/") > 1 else ""
        self.open += 1
        try:
            await self.app(scope, self._hearing(kernel, receive), send)
        finally:
            self.open -= 1

    def _hearing(self, kernel: str, receive: Receive) -> Receive:
        """Return how solara receives messages: those that are not accepted are dropped here."""
        silent = True

        async def hear() -> MutableMapping[str, Any]:
            nonlocal silent
            while True:
                try:
                    event = await asyncio.wait_for(receive(), self.seconds if silent else None)
                except TimeoutError:
                    self.tell("silent", "closed a connection on which nothing was said")
                    return {"type": "websocket.disconnect", "code": 1008}
                if event["type"] != "websocket.receive":
                    return event
                reason = self._refusal(kernel, event)
                if reason is None:
                    silent = False
                    return event
                if reason != CLOSED:
                    self.tell("message", f"ignored a browser's message:  {reason}")

        return hear

    def _refusal(self, kernel: str, event: MutableMapping[str, Any]) -> str | None:
        from solara.server.kernel_context import contexts

        try:
            message = parsed(event["text"] if event.get("text") is not None else event.get("bytes") or b"")
        except ValueError as error:
            return str(error)
        context = contexts.get(kernel)
        manager = getattr(getattr(context, "kernel", None), "comm_manager", None)
        if context is None or manager is None:
            return CLOSED
        return refusal(message, manager.comms, context.widgets)


def _values(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _first(headers: Iterable[tuple[bytes, bytes]], wanted_name: bytes) -> str | None:
    return next((value.decode("latin-1")[:100] for name, value in headers if name.lower() == wanted_name), None)


def _with_headers(send: Send) -> Send:
    async def sending(event: MutableMapping[str, Any]) -> None:
        if event["type"] == "http.response.start":
            event = {**event, "headers": [*event.get("headers", []), *ANSWER_HEADERS]}
        await send(event)

    return sending


async def _refuse(send: Send, websocket: bool, status: int, reason: Text) -> None:
    if websocket:
        await send({"type": "websocket.close", "code": 1008, "reason": reason.en[:100]})
        return
    body = f"{reason.en}\n{reason.zh}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"), *ANSWER_HEADERS,
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
