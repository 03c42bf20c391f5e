"""Pictures left out: a comparison spends most of its time on them, and tests/reports draws every one."""

from pathlib import Path

from matplotlib.figure import Figure

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0dc5c4"
    "380000000049454e44ae426082"
)
VECTOR = '<svg xmlns="http://www.w3.org/2000/svg" width="1pt" height="1pt" viewBox="0 0 1 1"></svg>\n'


def leave_out_pictures(monkeypatch) -> None:
    """Let figures of comparisons be empty, and files of all figures hold one point."""
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", _not_drawn)
    monkeypatch.setattr("cogov.reports.decision.report_files.draw", lambda *_: Figure())


def _not_drawn(figure, sink, *given, **named) -> None:
    vector = str(named.get("format", sink)).endswith("svg")
    data = VECTOR.encode() if vector else PIXEL
    if isinstance(sink, str | Path):
        Path(sink).write_bytes(data)
    else:
        try:
            sink.write(data)
        except TypeError:
            sink.write(data.decode("latin-1"))
