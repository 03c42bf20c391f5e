"""How fast the web app draws, how soon a page is there, and what visitors cost: `python benchmarks/app_visitors.py`.

For a quiet machine. Real Chromium draws every week; all visitors run in one browser, which costs time of its own.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from cogov.tests.support.driver import Server, Visitor, launch
from playwright.sync_api import sync_playwright


def memory(server):
    """Megabytes that the server holds."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def processor_seconds(server):
    """Seconds of processor time that the server has used."""
    parts = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def ready_seconds(browser, server, times):
    """Seconds from asking for the page until its map is drawn, for visitors with an empty cache."""
    found = []
    for _ in range(times):
        one = Visitor(browser, server.url)
        started = time.perf_counter()
        one.go("explore")
        one.page.wait_for_selector(".cg-district canvas")
        found.append(time.perf_counter() - started)
        one.close()
    return round(statistics.median(found), 2)


def play(visitors, seconds):
    """Weeks a second that each visitor sees drawn, while all play."""
    for one in visitors:
        one.page.select_option("[data-test=speed]", "0")
        one.page.click("[data-test=play]")
    time.sleep(2)
    before = [(one.week(), time.perf_counter()) for one in visitors]
    time.sleep(seconds)
    after = [(one.week(), time.perf_counter()) for one in visitors]
    for one in visitors:
        one.page.click("[data-test=play]")
    return [round((b[0] - a[0]) / (b[1] - a[1]), 1) for a, b in zip(before, after)]


def main():
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--visitors", type=int, default=10)
    options.add_argument("--seconds", type=float, default=8)
    asked = options.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, browser = Server(folder), launch(playwright, chromium)
        found = {"page_ready_seconds": ready_seconds(browser, server, 3), "memory_mb_idle": round(memory(server))}
        for residents in (3200, 20_000):
            one = Visitor(browser, server.url)
            one.go("explore")
            one.make(residents=residents, communities=8, seed=1)
            found[f"drawn_weeks_a_second_{residents}"] = play([one], asked.seconds)[0]
            one.close()
        time.sleep(6)
        before = memory(server)
        many = [Visitor(browser, server.url) for _ in range(asked.visitors)]
        for one in many:
            one.go("explore")
        used, weeks = processor_seconds(server), sum(one.week() for one in many)
        rates = play(many, asked.seconds)
        used, weeks = processor_seconds(server) - used, sum(one.week() for one in many) - weeks
        found |= {
            "visitors": asked.visitors, "server_milliseconds_a_drawn_week": round(1000 * used / weeks, 1), "drawn_weeks_a_second_each": statistics.median(rates), "drawn_weeks_a_second_all": round(sum(rates), 1),
            "memory_mb_a_visitor": round((memory(server) - before) / asked.visitors, 1), "memory_mb": round(memory(server)),
        }  # fmt: skip
        for one in many:
            one.close()
        time.sleep(12)
        found |= {"live_models_after_all_left": server.lives(), "memory_mb_after_all_left": round(memory(server))}
        browser.close()
        server.close()
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
