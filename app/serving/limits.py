"""What visitors may ask for at most: set by the person who starts the app, through options or the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ...core.quantity import QuantityError
from ...core.text import Text

PREFIX = "COGOV_APP_"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a visitor may ask for; a larger wish is refused with a message that names the limit.

    Parameters
    ----------
    residents : adults of a live district, or of each run of an ensemble.
    communities : places of a district.
    weeks : length of a run.
    scenarios : side by side.
    runs : of one ensemble, all scenarios together.
    upload_kilobytes : size of a scenario file.
    ensembles : at work at the same time, for all visitors together; others wait.
    workers : processes of an ensemble; 0: as many as there are processors.
    idle_minutes : a run nobody looks at any more is dropped after this.
    connections : open at once; 0: as many as the files carry that the process may open.
    handshake_seconds : a connection that has asked for nothing for so long is closed.
    studies : folder whose study folders visitors may open; empty: none.
    """

    residents: int = 20_000
    communities: int = 64
    weeks: int = 1040
    scenarios: int = 4
    runs: int = 400
    upload_kilobytes: int = 256
    ensembles: int = 1
    workers: int = 0
    idle_minutes: int = 2
    connections: int = 0
    handshake_seconds: int = 10
    studies: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """Return the limits with what `COGOV_APP_...` variables say.

        Raises
        ------
        QuantityError
            For a value that is not a whole number from 0 (1 where none would make no sense).
        """
        found: dict[str, Any] = {}
        for field in fields(cls):
            name = PREFIX + field.name.upper()
            if name not in environment:
                continue
            text = environment[name]
            if field.name == "studies":
                found[field.name] = text
                continue
            least = 0 if field.name in ("workers", "idle_minutes", "connections") else 1
            if not text.strip().isdecimal() or int(text) < least:
                raise QuantityError(f"{name} = {text!r} is not allowed: a whole number from {least}")
            found[field.name] = int(text)
        return replace(cls(), **found)

    def environment(self) -> dict[str, str]:
        """Return the variables that say the same."""
        return {PREFIX + field.name.upper(): str(getattr(self, field.name)) for field in fields(self)}


LABELS = {
    "residents": Text("residents", "居民数"),
    "communities": Text("communities", "社区数"),
    "weeks": Text("weeks", "周数"),
    "runs": Text("runs of an ensemble", "重复运行总次数"),
}


def refusal(limits: Limits, **asked: int) -> Text | None:
    """Return what is asked beyond the limits, in words, or None."""
    for name, value in asked.items():
        most = getattr(limits, name)
        if value > most:
            label = LABELS[name]
            return Text(
                f"{value:,} {label.en} are more than this server allows ({most:,}).",
                f"{label.zh} {value:,} 超出本服务器上限（{most:,}）。",
            )
        if value < 1:
            label = LABELS[name]
            return Text(f"{label.en}: at least 1.", f"{label.zh}至少为 1。")
    return None
