"""A client that speaks to the app as a browser does, or as a stranger would: messages of the notebook protocol, by hand."""

import http.client
import json
import time
import uuid

from websockets.sync.client import connect

PROTOCOL = {"version": "1.0.0"}


def ask(server, path="/", method="GET", **headers):
    """Send one request with exactly these headers (`sec_fetch_site="none"`), and return status and text."""
    sent = {"Host": f"127.0.0.1:{server.port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


class Talker:
    """One visitor: a kernel, a session, and one connection at a time."""

    def __init__(self, server, **headers):
        self.server, self.headers = server, headers
        self.kernel, self.page, self.session = (str(uuid.uuid4()) for _ in range(3))
        self.heard = []
        self.socket = None

    def connect(self):
        self.close()
        self.heard = []
        self.opened = connect(
            f"ws://127.0.0.1:{self.server.port}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}",
            additional_headers={"Cookie": f"solara-session-id={self.session}", **self.headers},
            max_size=None, open_timeout=30,
        )  # fmt: skip
        self.socket = self.opened.__enter__()
        return self

    def say(self, kind, content, metadata=None):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "version": "5.3", "session": self.page, "username": ""}
        self.socket.send(
            json.dumps(
                {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content, "channel": "shell", "buffers": []}
            )
        )  # fmt: skip
        return header["msg_id"]

    def open(self, target, comm=None):
        comm = comm or uuid.uuid4().hex
        self.say("comm_open", {"comm_id": comm, "target_name": target, "data": {}}, PROTOCOL)
        return comm

    def send(self, comm, data):
        return self.say("comm_msg", {"comm_id": comm, "data": data})

    def listen(self, true, seconds=60):
        """Read until `true(message)` holds, and return that message."""
        give_up = time.monotonic() + seconds
        while True:
            raw = self.socket.recv(timeout=max(0.01, give_up - time.monotonic()))
            message = json.loads(raw) if isinstance(raw, str) else unpacked(raw)
            self.heard.append(message)
            if true(message):
                return message

    def start(self):
        """Start the app as its page does, and wait until the first widgets are there."""
        self.connect()
        control = self.open("solara.control")
        self.send(control, {"method": "run", "args": {"path": "/", "appName": None, "themes": None, "dark": False}})
        self.listen(lambda m: m["content"].get("data", {}).get("method") == "finished")
        return self

    def widget(self, *properties):
        """The newest widget that has these properties, by its identifier."""
        found = [
            m["content"]["comm_id"]
            for m in self.heard
            if m["header"]["msg_type"] == "comm_open" and set(properties) <= set(m["content"]["data"]["state"])
        ]
        return found[-1]

    def event(self, comm, event, data):
        return self.send(comm, {"method": "custom", "content": {"event": event, "data": data}})

    def turn_to(self, page, *properties):
        """Go to a page, and wait for a part that has these properties."""
        self.event(self.widget("preferred"), "arrived", {"page": page, "language": "en"})
        self.listen(
            lambda m: (
                m["header"]["msg_type"] == "comm_open" and set(properties) <= set(m["content"]["data"].get("state", {}))
            )
        )

    def state(self, comm):
        """What the server holds of a widget, as its own answer to a request."""
        self.send(comm, {"method": "request_state"})

        def asked(m):
            return m["content"].get("comm_id") == comm and m["content"].get("data", {}).get("method") == "update"

        return self.listen(lambda m: asked(m) and "_model_name" in m["content"]["data"]["state"])["content"]["data"][
            "state"
        ]

    def ask_states(self):
        """Ask for all states, as the page does after a lost connection."""
        comm = self.open("jupyter.widget.control")
        self.send(comm, {"method": "request_states"})
        return comm

    def states(self, seconds=60):
        """All states, as the answer to one's own question."""
        comm = self.ask_states()

        def mine(m):
            return m["content"].get("comm_id") == comm and m["header"]["msg_type"] == "comm_msg"

        return self.listen(mine, seconds)["content"]["data"]["states"]

    def settle(self):
        """Wait until all that was said before has been worked on: the server answers in turn."""
        asked = self.say("kernel_info_request", {})
        self.listen(
            lambda m: (
                m["header"]["msg_type"] == "kernel_info_reply" and m["parent_header"].get("msg_id", asked) == asked
            )
        )

    def rest(self, seconds):
        """All that comes within some seconds without being asked for."""
        found, give_up = [], time.monotonic() + seconds
        while time.monotonic() < give_up:
            try:
                raw = self.socket.recv(timeout=max(0.01, give_up - time.monotonic()))
            except TimeoutError:
                break
            found.append(json.loads(raw) if isinstance(raw, str) else unpacked(raw))
        return found

    def close(self):
        if self.socket is not None:
            self.socket = self.opened.__exit__(None, None, None)


def unpacked(raw):
    from solara.server.kernel import deserialize_binary_message

    return deserialize_binary_message(raw)
