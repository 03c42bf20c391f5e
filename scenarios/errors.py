"""What is wrong with a scenario, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable


class ScenarioError(ValueError):
    """A scenario that cannot be found, read or put together; one line of the message for each fault."""

    def __init__(self, faults: str | Iterable[str]) -> None:
        self.faults = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple:
        return type(self), (self.faults,)
