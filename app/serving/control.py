"""The state of all widgets for a visitor whose connection was lost: each visitor's own, and nobody else's.

ipywidgets keeps one control comm for the whole process, made for one notebook with one reader: where many visitors share a
process, the answer goes to the one that opened it last. Here each comm answers for itself, to the kernel that opened it. The
target by which a browser makes widgets is closed.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


def answer_own(comm: Any, _: Any) -> None:
    """Let a newly opened comm answer requests for states, by itself and to its own kernel."""
    from ipykernel.kernelbase import Kernel
    from ipywidgets import Widget

    comm.kernel = Kernel.instance()  # the visitor's, for we are in the thread that reads from the visitor
    own = SimpleNamespace(_control_comm=comm, get_manager_state=Widget.get_manager_state)
    answer = Widget._handle_control_comm_msg.__func__  # type: ignore[attr-defined]  # its class is only asked for the comm
    comm.on_msg(lambda message: answer(own, message))


def refuse(comm: Any, _: Any) -> None:
    """Make no widget for a browser."""
    comm.close()


def install() -> None:
    """Take the place of ipywidgets' own handlers, for all kernels made from now on."""
    from ipywidgets import Widget

    Widget.handle_control_comm_opened = staticmethod(answer_own)  # type: ignore[method-assign, assignment]
    Widget.handle_comm_opened = staticmethod(refuse)  # type: ignore[method-assign, assignment]
