"""A server of the app and a real browser, for tests, pictures and measurements. Nothing may leave the machine."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = (1366, 900), (390, 844)

HELPER = Path(__file__).with_name("counting_server.py")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The app in a process of its own; `command` starts it, `lives()` counts the live models in it."""

    def __init__(self, folder, command=None, environment=None, patience=240):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.folder = Path(folder)
        self.log = (self.folder / "server.log").open("w", encoding="utf-8")
        command = command or [sys.executable, str(HELPER), str(self.folder)]
        env = {**os.environ, "COGOV_APP_IDLE_MINUTES": "0", **(environment or {}), "COGOV_TEST_PORT": str(self.port)}
        self.process = subprocess.Popen(command, cwd=self.folder, env=env, stdout=self.log, stderr=self.log)
        give_up = time.monotonic() + patience
        while not self.ready():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < give_up, self.said()
            time.sleep(0.2)

    def ready(self):
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(self.url + "readyz", timeout=2).status == 200
        return False

    def said(self):
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def lives(self, collected=True):
        """How many live models there are, once a full collection has run, or before it."""
        answer = self.folder / "answer"
        answer.unlink(missing_ok=True)
        (self.folder / "ask").touch()
        for _ in range(100):
            time.sleep(0.1)
            with contextlib.suppress(OSError, ValueError):
                return json.loads(answer.read_text(encoding="utf-8"))["lives" if collected else "before"]
        raise AssertionError("the server does not count")

    def close(self):
        if self.log.closed:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.log.close()


class Visitor:
    """One browser context of its own, that notes errors of the page and refuses all that would leave the machine."""

    def __init__(self, browser, url, language="en", size=DESK, dark=False):
        self.url, self.language = url, language
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", accept_downloads=True, locale="en-GB",
        )  # fmt: skip
        self.context.set_default_timeout(30_000)
        self.errors, self.left = [], []
        self.context.route("**/*", self._route)
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("response", lambda r: self.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        self.page.on(
            "websocket",
            lambda w: None if "//127.0.0.1:" in w.url or "//localhost:" in w.url else self.left.append(w.url),
        )

    def _route(self, route):
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            route.continue_()
        else:
            self.left.append(url)
            route.abort()

    def go(self, name):
        """Open a page and wait until it is there."""
        self.page.goto(f"{self.url}?lang={self.language}#{name}")
        self.page.wait_for_selector(f'nav a[href="#{name}"][aria-current=page]')
        self.page.wait_for_selector(".cg-main .cg-card")
        return self.page

    def turn_to(self, name):
        """Go to another page by its link, without loading anything anew."""
        self.page.click(f'nav a[href="#{name}"]')
        self.page.wait_for_selector(f'nav a[href="#{name}"][aria-current=page]')
        self.page.wait_for_selector(".cg-main .cg-card")
        return self.page

    def make(self, **wanted):
        """Fill in the form of a district or a comparison, send it, and wait until it is there."""
        for name, value in wanted.items():
            self.page.fill(f"[data-test={name}]", str(value))
        self.page.click("[data-test=make]")
        self.page.wait_for_function(
            "w => { const c = JSON.parse(document.querySelector('[data-current]').dataset.current); return Object.keys(w).every(k => c[k] === w[k]); }",
            arg=wanted,
        )
        self.page.wait_for_selector("[data-test=week][data-week='0']")

    def week(self):
        return int(self.page.get_attribute("[data-test=week]", "data-week"))

    def wait_week(self, least, seconds=30):
        self.page.wait_for_function(
            "n => Number(document.querySelector('[data-test=week]').dataset.week) >= n",
            arg=least,
            timeout=1000 * seconds,
        )
        return self.week()

    def slide(self, lever, value):
        """Move a slider as a hand would: the value, then both events."""
        self.page.locator(f"[data-lever={lever}] input").evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); }",
            value,
        )

    def close(self):
        self.context.close()


def launch(playwright, path, *flags):
    """Start Chromium."""
    return playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, *flags])
