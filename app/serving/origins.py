"""Which host names the app answers under, and which pages may speak to it.

Every page that is open in a browser can send requests to 127.0.0.1. So a request has to name a host under which the app
was started (a host name that somebody else points at this machine, DNS rebinding, is not one of them), and a request that
comes from a page has to come from the app's own page.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...core.quantity import QuantityError
from ...core.text import Text

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"", "0.0.0.0", "::"})
PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}

_HOST = re.compile(
    r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?))\.?(?::(?P<port>[0-9]{1,5}))?"
)

UNKNOWN_HOST = Text(
    "The app does not answer under this host name. Open it by the address that it printed, or start it with "
    "--public-url and the address that visitors use.",
    "本应用不以该主机名提供服务。请使用启动时显示的网址；若访客使用其他网址，请用 --public-url 指定后重新启动。",
)
FOREIGN_PAGE = Text(
    "Only the app's own pages may ask this. If the app is behind a proxy, start it with --public-url and the address "
    "that visitors use.",
    "只有本应用自身的页面可以发出该请求。若应用位于反向代理之后，请用 --public-url 指定访客使用的网址。",
)


def host_and_port(text: str) -> tuple[str, int | None] | None:
    """Return the host and the port of a Host header, in lower case and without a final dot, or None if it is not one."""
    found = _HOST.fullmatch(text.strip().lower())
    if found is None:
        return None
    port = found["port"]
    return found["six"] or found["name"], int(port) if port else None


@dataclass(frozen=True, slots=True)
class Public:
    """An address under which visitors reach the app through a proxy.

    Parameters
    ----------
    scheme : "http" or "https".
    host, port : as visitors write them; the port is never None.
    path : what the proxy puts before the app's own paths, without a final slash; empty at the root.
    """

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Public:
        """Read an address.

        Raises
        ------
        QuantityError
            For anything but http(s)://host[:port][/path].
        """
        try:
            parts = urlsplit(url.strip())
            found = host_and_port(parts.netloc)
            port = parts.port
        except ValueError:
            found = parts = port = None
        if (
            parts is None
            or found is None
            or parts.scheme not in ("http", "https")
            or parts.query
            or parts.fragment
            or not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*/?", parts.path)
            or {".", ".."} & set(parts.path.split("/"))
        ):
            raise QuantityError(
                f"public address {url!r} is not allowed: http:// or https://, a host name, and where needed a port and a path, "
                "as in https://cogov.example.org/app"
            )
        return cls(parts.scheme, found[0], port or PORTS[parts.scheme], parts.path.rstrip("/"))

    @property
    def url(self) -> str:
        """The address as it is shown."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{shown}{port}{self.path}"


@dataclass(frozen=True, slots=True)
class Origins:
    """Decides whether a request may come in.

    Parameters
    ----------
    names : host names that are answered; a port does not matter, since a forwarded port has another number.
    numbers : whether any IP address is answered as well: it cannot be pointed elsewhere as a name can.
    public : the address behind a proxy, or None.
    """

    names: frozenset[str]
    numbers: bool
    public: Public | None = None

    @classmethod
    def of(cls, host: str, public_url: str = "") -> Origins:
        """Return what is answered by a server that listens at `host`.

        Raises
        ------
        QuantityError
            For a public address that is not one.
        """
        public = Public.of(public_url) if public_url else None
        listens = host.strip("[]").lower()
        own = set(LOOPBACK)
        if listens in EVERYWHERE:
            own.add(socket.gethostname().lower())
        elif listens not in LOOPBACK:
            own.add(listens)
        if public is not None:
            own.add(public.host)
        return cls(frozenset(own), listens in EVERYWHERE, public)

    def refusal(self, headers: Mapping[str, list[str]], websocket: bool = False) -> Text | None:
        """Return why a request may not come in, or None.

        Parameters
        ----------
        headers : all values of each header, by its name in lower case.
        websocket : whether it asks for a websocket.
        """
        hosts = headers.get("host", [])
        found = host_and_port(hosts[0]) if len(hosts) == 1 else None
        if found is None or not self._answers(found[0]):
            return UNKNOWN_HOST
        sent = headers.get("origin", [])
        if sent:
            return None if len(sent) == 1 and self._own(sent[0], found) else FOREIGN_PAGE
        if headers.get("sec-fetch-site", ["none"])[0] in ("none", "same-origin"):
            return None  # typed, from the app's own page, or not from a browser
        link = headers.get("sec-fetch-mode", [""])[0] == "navigate"  # a link to the app elsewhere may be followed
        return None if link and not websocket else FOREIGN_PAGE

    def _answers(self, name: str) -> bool:
        if name in self.names:
            return True
        if not self.numbers:
            return False
        try:
            return not ipaddress.ip_address(name).is_unspecified
        except ValueError:
            return False

    def _own(self, origin: str, host: tuple[str, int | None]) -> bool:
        """Return whether a page's origin is the host that is asked, or the public address."""
        scheme, _, rest = origin.strip().lower().partition("://")
        found = host_and_port(rest) if scheme in ("http", "https") else None
        if found is None:
            return False
        name, port = found[0], found[1] or PORTS[scheme]
        if self.public is not None and (scheme, name, port) == (self.public.scheme, self.public.host, self.public.port):
            return True
        return name == host[0] and port == (host[1] or PORTS[scheme])
