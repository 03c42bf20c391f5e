"""Attacks on a running app by pages that are open in its user's browser, played in a real one.

Each is tried on solara's server without the app's gate first: there it has to succeed, or it would be no attack.
"""

import http.server
import threading
import time
import uuid
from pathlib import Path

import pytest
from cogov.tests.support.driver import free_port
from cogov.tests.support.talking import Talker, ask
from websockets.exceptions import ConnectionClosed, InvalidStatus

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ATTACK = Path(__file__).with_name("attack.js").read_text(encoding="utf-8").strip()
REBOUND = "rebound.example"


@pytest.fixture(scope="module")
def elsewhere():
    """The address of a page that has nothing to do with the app."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Elsewhere</title><p>A harmless page.")

        def log_message(self, format, *args):
            pass

    port = free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def rebound(chromium):
    """A browser for which a name of the attacker's has come to mean this machine."""
    return chromium(f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1")


def played(browser, page_url, socket_url, planted):
    """Whether code ran, and what the page saw, when a page at one address attacks an app at another."""
    proof = uuid.uuid4().hex
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(page_url)
        seen = page.evaluate(ATTACK, {"url": socket_url, "proof": proof, "speak": True})
        return (planted / proof).exists(), seen
    finally:
        context.close()


def test_a_page_from_elsewhere_runs_nothing(browser, server, unguarded, elsewhere, planted):
    ran, seen = played(browser, elsewhere, f"ws://127.0.0.1:{unguarded.port}", planted)
    assert ran, seen  # without the gate, code of the page's choice runs
    for name in ("127.0.0.1", "localhost"):
        ran, seen = played(browser, elsewhere, f"ws://{name}:{server.port}", planted)
        assert not ran
        assert seen == {"result": "closed", "widgets": 0}


def test_a_host_name_that_was_pointed_here_is_refused(rebound, server, unguarded, planted):
    """DNS rebinding: for the browser the page and the app have the same origin, whoever has sent the page."""
    there = f"{REBOUND}:{unguarded.port}"
    ran, seen = played(rebound, f"http://{there}/", f"ws://{there}", planted)
    assert ran, seen
    there = f"{REBOUND}:{server.port}"
    ran, seen = played(rebound, f"http://{there}/", f"ws://{there}", planted)
    assert not ran
    assert seen["result"] == "closed"
    page = rebound.new_page()
    assert page.goto(f"http://{there}/").status == 403
    assert "--public-url" in page.inner_text("body")
    page.close()


def test_the_apps_own_page_makes_no_widgets(browser, server, unguarded, planted):
    """Even from the right origin: the app starts, and `create_widget` is not heard."""
    ran, seen = played(browser, unguarded.url, f"ws://127.0.0.1:{unguarded.port}", planted)
    assert ran, seen
    ran, seen = played(browser, server.url, f"ws://127.0.0.1:{server.port}", planted)
    assert not ran
    assert seen["result"] == "spoke"
    assert seen["widgets"] >= 1


def test_frames_and_files_of_other_pages(browser, server, elsewhere):
    """Another page neither shows the app in a frame, nor loads its files."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere)
    loaded = page.evaluate(
        """url => Promise.all([
          new Promise(r => { const i = new Image(); i.onload = () => r('loaded'); i.onerror = () => r('refused'); i.src = url + 'static/assets/favicon.svg'; }),
          fetch(url + '_solara/api/close/x?session_id=y', { method: 'POST', mode: 'no-cors' }).then(() => 'sent', () => 'refused'),
        ])""",
        server.url,
    )
    assert loaded[0] == "refused"
    page.evaluate(
        "url => { const f = document.createElement('iframe'); f.src = url; document.body.append(f); }", server.url
    )
    page.wait_for_timeout(700)
    assert all("cg-app" not in (frame.content() or "") for frame in page.frames[1:] if "chrome-error" not in frame.url)
    page.goto(elsewhere)
    page.evaluate("url => { location.href = url; }", server.url)  # a link to the app is fine
    page.wait_for_selector(".cg-main .cg-card")
    context.close()


def test_only_declared_events_are_heard(server, planted):
    one = Talker(server).start()
    one.turn_to("scenario", "kept")
    header, draft = one.widget("preferred"), one.widget("kept")
    before = one.state(header)
    proof = uuid.uuid4().hex
    for comm in (header, draft):
        one.send(
            comm,
            {"method": "update", "state": {"words": {"switch": "<b>x</b>"}, "template": "<p>x"}, "buffer_paths": []},
        )
        for content in (
            {"create_widget": ["planted", "Planted"], "props": {"text": proof}, "id": "1"},
            {"create_widget": ["planted", "Planted"], "props": {"text": proof}, "id": "1", "event": "arrived", "data": {}},
            {"update_ref": {"functionRef": "close"}, "id": header, "prop": "words"},
            {"destroy_widget": header},
            {"event": "_handle_event", "data": {}}, {"event": "", "data": {}}, {"event": None}, {"event": ["keep"]}, {},
        ):  # fmt: skip
            one.send(comm, {"method": "custom", "content": content})
        one.send(comm, {"method": "close"})
        one.send(comm, {})
        one.say("comm_close", {"comm_id": comm, "data": {}})
    for target in ("jupyter.widget", "jupyter.widget.version", "planted"):
        one.open(target)
    one.say("execute_request", {"code": "import planted; planted.Planted('x', 1)"})
    one.say("shutdown_request", {"restart": False})
    one.socket.send("{")
    one.socket.send(b"\x00\x00\x00\x02\x00")
    one.socket.send("[" * 100_000)
    assert one.state(header) == before
    one.event(draft, "name_it", {"en": "declared", "zh": "x"})  # what is declared is heard
    one.settle()
    assert one.state(draft)["title"]["en"] == "declared"
    assert not (planted / proof).exists()
    one.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://127.0.0.1.evil.example:{port}"},
        {"Origin": "http://127.0.0.1:{port}.evil.example"},
        {"Origin": "file://"},
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_no_socket_for_others(server, headers):
    filled = {name: value.format(port=server.port) for name, value in headers.items()}
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        Talker(server, **filled).start()


def test_every_request_is_checked(server):
    here = f"127.0.0.1:{server.port}"
    pages = (
        "/",
        "/readyz",
        "/static/main-vuetify.js",
        "/jupyter/api/kernels/x",
        "/_solara/cdn/requirejs@2.3.6/require.js",
    )
    for path in pages:
        assert ask(server, path)[0] == 200, path
        assert ask(server, path, Host="evil.example")[0] == 403, path
        assert ask(server, path, Origin="http://evil.example")[0] == 403, path
        assert ask(server, path, Origin=f"http://{here}")[0] == 200, path
    assert ask(server, "/", Host=f"localhost:{server.port}")[0] == 200
    assert ask(server, "/", Host=None)[0] in (400, 403)
    assert ask(server, "/", Host="0.0.0.0")[0] == 403
    assert ask(server, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200
    assert ask(server, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403


def test_what_is_no_business_of_visitors(server):
    """No state of the server, no folder of the browser's files to remove, no other package to fetch, no path outside."""
    for path in (
        "/resourcez", "/resourcez?verbose", "/resourcez/", "/_solara/api/evict/x",
        "/_solara/cdn/", "/_solara/cdn/requirejs@2.3.6", "/_solara/cdn/echarts@5.4.0/dist", "/_solara/cdn/@widgetti",
        "/_solara/cdn/lodash@4.17.21/lodash.min.js", "/_solara/cdn/../server.py", "/_solara/cdn/%2e%2e/server.py",
        "/_solara/cdn/echarts@5.4.0/dist/../../../server.py", "/static/assets/../../server.py", "/static/%2e%2e/%2e%2e/server.py",
        "/static/public/../main.py", "/jupyter/nbextensions/..%2f..%2f..%2fetc/passwd",
    ):  # fmt: skip
        for method in ("GET", "POST"):
            status, text = ask(server, path, method)
            assert status in (403, 404, 405), (path, status)
            assert "import" not in text
            assert "root:" not in text
    assert ask(server, "/_solara/cdn/echarts@5.4.0/dist/echarts.min.js")[0] == 200  # and it is still there


def test_no_visitor_moves_the_app(server):
    """Headers of proxies are not taken from visitors: the first of them would set the address for everybody."""
    moved = {
        "x_script_name": "/evil",
        "script_name": "/evil",
        "x_forwarded_host": "evil.example",
        "x_forwarded_proto": "https",
    }
    ask(server, "/", **moved)
    status, text = ask(server, "/", **moved)
    assert status == 200
    assert "evil" not in text
    assert "evil" not in ask(server, "/")[1]


def test_refusals_are_one_line_a_minute(server):
    before = server.said().count("\n")
    for _ in range(30):
        ask(server, "/", Host="evil.example")
    time.sleep(0.3)
    assert server.said().count("\n") - before <= 1
