"""What is wrong with a scenario, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.text import Text, all_of, by_line


class ScenarioError(ValueError):
    """A scenario that cannot be found, read or put together; one line of the message for each fault (`texts`, in both languages)."""

    def __init__(self, faults: str | Text | Iterable[str | Text]) -> None:
        self.texts = all_of(faults)
        self.text = by_line(self.texts)
        super().__init__(self.text.en)

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults in English."""
        return tuple(one.en for one in self.texts)

    def __reduce__(self) -> tuple:
        return type(self), (self.texts,)
