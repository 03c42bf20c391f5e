"""The gate without a browser: addresses, messages, paths, and how many connections there may be."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from cogov.app.serving.assets import PACKAGES, wanted
from cogov.app.serving.connections import RESERVE, limits
from cogov.app.serving.gate import Gate
from cogov.app.serving.heard import CLOSED, TARGETS, parsed, refusal
from cogov.app.serving.origins import Origins, Public, host_and_port
from cogov.app.serving.rarely import Rarely
from cogov.core.quantity import QuantityError


def headers(**values):
    return {name.replace("_", "-").lower(): [value] for name, value in values.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("localhost", ("localhost", None)), ("LOCALHOST:8765", ("localhost", 8765)), ("localhost.:80", ("localhost", 80)),
        ("[::1]:9", ("::1", 9)), ("a-b.example.org", ("a-b.example.org", None)), ("", None), ("a b", None), ("a:b", None),
        ("user@localhost", None), ("localhost/x", None), ("localhost:1:2", None), (".localhost", None), ("a\nb", None),
    ],
)  # fmt: skip
def test_host_headers(text, found):
    assert host_and_port(text) == found


@pytest.mark.parametrize("listens", ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "192.168.1.5", "cogov.lan"])
def test_hosts(listens):
    origins = Origins.of(listens)
    for name in ("127.0.0.1:8765", "localhost", "[::1]:1"):
        assert origins.refusal(headers(host=name)) is None
    for name in ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "0.0.0.0", "[::]", "x" * 300):
        assert origins.refusal(headers(host=name)) is not None
    assert (origins.refusal(headers(host="192.168.1.5:8765")) is None) == (listens in ("0.0.0.0", "::", "192.168.1.5"))
    assert (origins.refusal(headers(host="cogov.lan")) is None) == (listens == "cogov.lan")
    assert origins.refusal({"host": ["localhost", "evil.example"]}) is not None
    assert origins.refusal({}) is not None


@pytest.mark.parametrize("websocket", [True, False])
def test_pages(websocket):
    origins = Origins.of("127.0.0.1")

    def asked(**sent):
        return origins.refusal(headers(host="127.0.0.1:8765", **sent), websocket) is None

    assert asked()
    assert asked(origin="http://127.0.0.1:8765")
    assert asked(origin="HTTP://127.0.0.1:8765", sec_fetch_site="same-origin")
    for origin in (
        "http://localhost:8765", "http://127.0.0.1", "http://127.0.0.1:8766", "null", "", "file://", "127.0.0.1:8765",
        "chrome-extension://127.0.0.1:8765", "http://127.0.0.1:8765/x", "http://127.0.0.1:8765@evil.example", "http://evil.example",
    ):  # fmt: skip
        assert not asked(origin=origin), origin
    assert not asked(sec_fetch_site="cross-site", sec_fetch_mode="no-cors")
    assert not asked(sec_fetch_site="same-site", sec_fetch_mode="cors")
    assert asked(sec_fetch_site="cross-site", sec_fetch_mode="navigate") is not websocket


def test_behind_a_proxy():
    """The proxy hands on the public name, or its own; the page comes from the public address."""
    origins = Origins.of("127.0.0.1", "https://cogov.example.org/app/")
    for host in ("cogov.example.org", "127.0.0.1:8765"):
        assert origins.refusal(headers(host=host, origin="https://cogov.example.org"), True) is None
        assert origins.refusal(headers(host=host, origin="https://cogov.example.org:8443"), True) is not None
        assert origins.refusal(headers(host=host, origin="https://evil.example"), True) is not None
    assert origins.refusal(headers(host="127.0.0.1:8765", origin="http://cogov.example.org"), True) is not None
    assert origins.refusal(headers(host="evil.example", origin="https://cogov.example.org"), True) is not None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://cogov.example.org/app/", "https://cogov.example.org/app"),
        ("HTTP://Cogov.Example.org:80", "http://cogov.example.org"),
        ("https://[2001:db8::1]:8443/a/b", "https://[2001:db8::1]:8443/a/b"),
    ],
)
def test_public_addresses(url, shown):
    assert Public.of(url).url == shown


@pytest.mark.parametrize(
    "url",
    ["cogov.example.org", "ftp://x", "https://", "https://x/?a", "https://x/#a", "https://u:p@x", "https://x:99999", "https://x/../y", "https://x/a b", "https://x/\"><script>"],
)  # fmt: skip
def test_what_is_no_public_address_is_an_error(url):
    with pytest.raises(QuantityError, match="public address"):
        Public.of(url)


def test_the_command_names_what_is_allowed():
    done = subprocess.run(
        [sys.executable, "-m", "cogov", "app", "--public-url", "cogov.example.org"],
        capture_output=True, text=True, encoding="utf-8", env={**os.environ}, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "https://cogov.example.org/app" in done.stderr
    assert "Traceback" not in done.stderr


def message(kind, content):
    return {"header": {"msg_type": kind}, "content": content}


class Comm:
    def __init__(self, target):
        self.target_name = target


def test_only_the_apps_own_targets_are_opened():
    for target in ("jupyter.widget", "jupyter.widget.version", "matplotlib", "", None, 5, ["solara.control"]):
        opened = {"comm_id": "new", "target_name": target, "data": {}}
        assert refusal(message("comm_open", opened), {}, {})
    for target in TARGETS:
        opened = {"comm_id": "new", "target_name": target, "data": {}}
        assert refusal(message("comm_open", opened), {}, {}) is None
        assert refusal(message("comm_open", opened), {"new": Comm(target)}, {})  # nor in the place of another


@pytest.mark.parametrize(
    "kind", ["execute_request", "shutdown_request", "input_reply", "interrupt_request", "x" * 9999]
)
def test_no_other_message_is_heard(kind):
    assert refusal(message(kind, {"code": "1"}), {}, {})


def test_controls_hear_their_methods_only():
    comms = {"a": Comm("solara.control"), "s": Comm("jupyter.widget.control")}
    for comm, method, heard in (
        ("a", "run", True), ("a", "app-status", True), ("a", "reload", False), ("a", "evict", False), ("a", "request_states", False),
        ("s", "request_states", True), ("s", "run", False), ("s", None, False), ("s", ["run"], False), ("gone", "run", None),
    ):  # fmt: skip
        found = refusal(message("comm_msg", {"comm_id": comm, "data": {"method": method}}), comms, {})
        assert found == CLOSED if heard is None else (found is None) == heard, (comm, method)


@pytest.mark.parametrize(
    "raw",
    ["", "{", "[]", "null", '"x"', "{}", '{"header": {}, "content": {}}', '{"header": {"msg_type": 5}, "content": {}}', '{"header": {"msg_type": "x"}, "content": []}',
     "[" * 200_000, b"", b"\x00", b"\xff" * 40, b"\x00\x00\x00\x02\x00\x00\x00\x0c\xff\xff\xff\xff{}", b"\x7f\xff\xff\xff" + b"\x00" * 20],
)  # fmt: skip
def test_what_is_no_message(raw):
    """Binary ones are not even taken apart: a count of two thousand million parts kept solara's server busy for minutes."""
    with pytest.raises(ValueError, match="notebook protocol"):
        parsed(raw)


def test_only_the_browsers_own_files_are_asked_for():
    assert wanted("requirejs@2.3.6/require.js")
    assert wanted("@widgetti/solara-vuetify-app@10.1.1/dist/main8.css")
    for name in ("", "requirejs@2.3.6", "requirejs@2.3.6/", "echarts@5.4.0/dist", "echarts@5.4.0/dist/x.js", "@widgetti", "lodash@4/lodash.js",
                 "@widgetti/solara-vuetify-app@10.1.1/dist/../x.woff2", "@widgetti/solara-vuetify-app@10.1.1/dist//x.woff2"):  # fmt: skip
        assert not wanted(name), name
    assert all(not wanted(package.place) for package in PACKAGES)


@pytest.mark.parametrize("descriptors", [16, 64, 256, 1024, 4096, 16384])
def test_limits_of_connections_leave_room(descriptors):
    connections, visitors = limits(descriptors)
    assert visitors >= 1
    assert connections >= visitors
    if descriptors >= 256:
        assert connections + 4 * visitors <= descriptors - RESERVE
    assert limits(descriptors, 20)[0] == min(20, connections)


def test_lines_are_rare():
    written = []
    tell = Rarely(seconds=0.2, write=written.append)
    threads = [threading.Thread(target=lambda: [tell("one", "said") for _ in range(100)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell("other", "else")
    assert written == ["cogov: said", "cogov: else"]
    threading.Event().wait(0.25)
    tell("one", "again")
    assert written[-1] == "cogov: again (and 399 more of this kind since the last line)"


def in_a_loop(coroutine):
    """Run a coroutine to its end in a thread: a browser test of the same process leaves a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def through(origins, scope, **wanted):
    """What the application behind a gate sees, and what the gate answers."""
    seen, sent = [], []

    async def app(scope, receive, send):
        seen.append(scope)

    async def send(event):
        sent.append(event)

    async def receive():
        return {"type": "http.disconnect"}

    full = {"type": "http", "path": "/", "scheme": "http", "headers": [(b"host", b"localhost")], **scope}
    in_a_loop(Gate(app, origins, 10, 1.0, Rarely(write=lambda _: None), **wanted)(full, receive, send))
    return (seen[0] if seen else None), sent


def test_below_a_public_path():
    origins = Origins.of("127.0.0.1", "https://cogov.example.org/app")
    host = [(b"host", b"cogov.example.org"), (b"X-Script-Name", b"/evil"), (b"x-forwarded-host", b"evil.example")]
    for path, inside in (
        ("/app", "/"),
        ("/app/", "/"),
        ("/app/static/x", "/static/x"),
        ("/static/x", "/static/x"),
        ("/apple", "/apple"),
    ):
        seen, _ = through(origins, {"path": path, "headers": host})
        assert seen["path"] == inside
        assert seen["scheme"] == "https"
        assert [name for name, _ in seen["headers"]] == [b"host"]
    seen, sent = through(origins, {"path": "/app/resourcez", "headers": host})
    assert seen is None
    assert sent[0]["status"] == 404


def test_a_folder_of_the_browsers_files_is_never_asked_for(tmp_path):
    """Solara's server removes a folder whose name is asked for."""
    (tmp_path / "requirejs@2.3.6" / "require.js").mkdir(parents=True)
    for name in ("requirejs@2.3.6", "requirejs@2.3.6/require.js", ".", ""):
        seen, sent = through(Origins.of("localhost"), {"path": f"/_solara/cdn/{name}"}, browser_files=tmp_path)
        assert seen is None
        assert sent[0]["status"] == 404


def test_nothing_is_heard_of_what_is_not_allowed():
    """A stranger's messages never reach the application; what is said within time does."""
    heard = []
    said = [
        {"type": "websocket.connect"},
        "x",
        json.dumps(message("execute_request", {})),
        json.dumps(message("kernel_info_request", {})),
    ]

    async def app(scope, receive, send):
        while len(heard) < 3:
            heard.append(await receive())

    async def receive():
        if not said:
            await asyncio.sleep(30)
        one = said.pop(0)
        return one if isinstance(one, dict) else {"type": "websocket.receive", "text": one}

    async def send(event):
        pass

    import solara.server.kernel_context as kernels

    kernels.contexts["k"] = type(
        "Context", (), {"kernel": type("Kernel", (), {"comm_manager": Comm("x")}), "widgets": {}}
    )
    kernels.contexts["k"].kernel.comm_manager.comms = {}
    try:
        scope = {
            "type": "websocket",
            "path": "/jupyter/api/kernels/k/channels",
            "scheme": "ws",
            "headers": [(b"host", b"localhost")],
        }
        gate = Gate(app, Origins.of("localhost"), 1, 0.2, Rarely(write=lambda _: None))
        with pytest.raises(TimeoutError):
            in_a_loop(asyncio.wait_for(gate(scope, receive, send), 0.6))
    finally:
        del kernels.contexts["k"]
    assert [one["type"] for one in heard] == ["websocket.connect", "websocket.receive"]
    assert "kernel_info_request" in heard[1]["text"]
