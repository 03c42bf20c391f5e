"""The ways in which a study can be wrong, in use, or stopped."""

from __future__ import annotations

from collections.abc import Iterable

from ..experiments.settings import SettingError


class StudyError(SettingError):
    """A study or its folder that cannot be used as asked; one line of the message for each fault."""

    def __init__(self, faults: str | Iterable[str]) -> None:
        self.faults = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple:
        return type(self), (self.faults,)


class FolderBusy(StudyError):
    """Another process is at work in the folder."""


class OtherCode(StudyError):
    """Runs made by other code than that at hand: they are never mixed."""


class WorkersLost(RuntimeError):
    """The workers or their scheduler are gone, or cannot work at all; what was finished is kept."""


class DiskFull(OSError):
    """There is no room for results; they are kept in memory until there is."""


class Interrupted(KeyboardInterrupt):
    """The study was stopped by Ctrl-C or a signal; what was finished is kept, and the message says how to go on."""
