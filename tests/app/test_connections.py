"""Strangers who open connections and say nothing: visitors still come in, and the log stays short."""

import contextlib
import resource
import socket
import sys
import time

import pytest
from cogov.tests.support.driver import HELPER, Server
from cogov.tests.support.talking import Talker, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEW = f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024)); sys.argv = sys.argv[1:]; runpy.run_path({str(HELPER)!r}, run_name='__main__')"


@pytest.fixture(scope="module")
def tight(assets, tmp_path_factory):
    """A server that may open 1,024 files, as many systems have it."""
    folder = tmp_path_factory.mktemp("tight")
    started = Server(
        folder, [sys.executable, "-c", FEW, str(HELPER), str(folder)], {"COGOV_APP_HANDSHAKE_SECONDS": "5", "COGOV_APP_IDLE_MINUTES": "1"}
    )  # fmt: skip
    yield started
    started.close()


@pytest.fixture
def many():
    """Room for the client's own ends."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(4096, before[1]) if before[1] != resource.RLIM_INFINITY else 4096
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, before[1]))
    with contextlib.ExitStack() as stack:
        yield stack
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def half_open(server, stack, count, said=b""):
    here = []
    for _ in range(count):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
        with contextlib.suppress(OSError):  # closed again already: one of those that waited longest
            one.sendall(said)
        here.append(one)
    return here


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "], ids=["silent", "slow"])
def test_half_open_connections_keep_nobody_out(tight, many, said):
    before = tight.said().count("\n")
    here = half_open(tight, many, 1100, said)
    started = time.monotonic()
    for _ in range(5):
        assert ask(tight, "/")[0] == 200
    one = Talker(tight).start()
    one.turn_to("scenario", "kept")
    one.close()
    assert time.monotonic() - started < 20
    written = tight.said()
    assert "Traceback" not in written
    assert written.count("\n") - before <= 4  # a line of each kind a minute
    for one in here[-3:]:  # those that were not closed for room are closed in time
        one.settimeout(15)
        with contextlib.suppress(ConnectionResetError):
            assert one.recv(1) == b""


def test_a_socket_on_which_nothing_is_said_is_closed(tight):
    one = Talker(tight).connect()
    started = time.monotonic()
    with pytest.raises(Exception, match=r"close|1008|1005|1000"):
        one.socket.recv(timeout=30)
    assert time.monotonic() - started < 20


def test_who_is_here_stays_while_others_wait(tight, many):
    """An open websocket is no idle connection: it outlives a flood."""
    one = Talker(tight).start()
    half_open(tight, many, 1100)
    one.turn_to("scenario", "kept")
    time.sleep(6)
    one.event(one.widget("kept"), "name_it", {"en": "still here", "zh": "x"})
    one.settle()
    assert one.state(one.widget("kept"))["title"]["en"] == "still here"
    one.close()
