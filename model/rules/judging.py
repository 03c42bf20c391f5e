"""How a community judges rules it might have, without error: by their worth to those it asks, and by its officers' interest."""

from __future__ import annotations

from ...core.compile.compiled import compiled
from .capture import leaning
from .spillover import worth


@compiled
def judged(w, c, elements):
    """Return how community c judges these rules."""
    value = worth(w, c, elements, w.levers.neighbour_voice)
    return leaning(w, c, elements, value, w.parameters.capture_local)
