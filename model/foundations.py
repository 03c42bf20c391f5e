"""What the week rests on: the modules that are no process of the schedule and have an entry of their own in the ODD document.

Each declares ``ABOUT``, a few sentences in both languages; its docstring says it in full.
"""

from __future__ import annotations

from types import ModuleType

from . import budget, collect
from .cases import callback, lifecycle, staffing
from .network import generator
from .organizations import lifespan
from .population import attributes
from .rules import capacity, capture, design, landscape, pilot_effort

FOUNDATIONS: dict[str, ModuleType] = {
    "landscape": landscape,
    "design": design,
    "capacity": capacity,
    "capture": capture,
    "pilot_effort": pilot_effort,
    "population": attributes,
    "network": generator,
    "budget": budget,
    "staffing": staffing,
    "cases": lifecycle,
    "callbacks": callback,
    "organization_life": lifespan,
    "collect": collect,
}
"""By what they are called."""
