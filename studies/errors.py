"""The ways in which a study can be wrong, in use, or stopped."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.text import Text, all_of, by_line
from ..runs.settings import SettingError


class StudyError(SettingError):
    """A study or its folder that cannot be used as asked; one line of the message for each fault."""

    def __init__(self, faults: str | Text | Iterable[str | Text]) -> None:
        self.texts = all_of(faults)
        super().__init__(by_line(self.texts))

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults in English."""
        return tuple(one.en for one in self.texts)


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
