"""How far a sweep is, on standard error: a bar on a terminal, a line of JSON now and then elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from .options import console

if TYPE_CHECKING:
    from rich.console import Console

    from ...studies.execution.progress import State

EVERY = 10.0
"""Seconds between two lines."""

PHASES = {
    "compiling": ("compiling", "编译"),
    "running": ("running", "运行"),
    "waiting": ("waiting for workers", "等待计算节点"),
    "paused": ("paused: no room on the disk", "暂停：磁盘已满"),
    "stopping": ("stopping", "正在停止"),
    "finished": ("finished", "完成"),
    "interrupted": ("interrupted", "已中断"),
    "failed": ("failed", "失败"),
}

Tell = Callable[["State"], None]


@contextmanager
def shown(quiet: bool, language: str) -> Iterator[Tell]:
    """Show the states that are reported within the block."""
    screen = console(errors=True)
    if quiet:
        yield lambda _: None
    elif screen.is_terminal:
        yield from _bar(screen, language)
    else:
        yield from _lines()


def _bar(screen: Console, language: str) -> Iterator[Tell]:
    from rich import progress as parts

    columns = (
        parts.SpinnerColumn(),
        parts.TextColumn("{task.description}"),
        parts.BarColumn(),
        parts.MofNCompleteColumn(),
        parts.TextColumn("{task.fields[more]}"),
    )
    place = 1 if language == "zh" else 0
    with parts.Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(PHASES["compiling"][place], total=None, more="")
        last = [""]

        def tell(state: State) -> None:
            bar.update(
                task, description=PHASES[state.phase][place], completed=state.done, total=state.total or None,
                more=_more(state, place),
            )  # fmt: skip
            if state.note and state.note != last[0]:
                last[0] = state.note
                bar.console.print(state.note, markup=False)

        yield tell


def _more(state: State, place: int) -> str:
    """Return rate, time left and failures in words."""
    words = []
    if state.rate:
        words.append(f"{state.rate:.3g} {('runs/s', '次/秒')[place]}")
    if state.seconds_left is not None and state.phase == "running":
        words.append(f"{('left', '剩余')[place]} {_clock(state.seconds_left)}")
    if state.failed:
        words.append(f"{('failed', '失败')[place]} {state.failed}")
    if state.deaths:
        words.append(f"{('workers died', '进程死亡')[place]} {state.deaths}")
    return "  ".join(words)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _lines() -> Iterator[Tell]:
    last: dict[str, Any] = {"at": -EVERY, "what": None}

    def tell(state: State) -> None:
        what = state.phase, state.note
        if what != last["what"] or time.monotonic() - last["at"] >= EVERY:
            last.update(at=time.monotonic(), what=what)
            click.echo(json.dumps(state.plain(), ensure_ascii=False), err=True)

    yield tell
