"""What is seen of a run besides its indicators: probes drive a model through its weeks and return plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..model.indicators import INDICATORS
from ..model.model import CommunityModel
from .settings import WEEKS_SUMMARISED


@dataclass(frozen=True, slots=True)
class Probe:
    """A function of (model before its first week, weeks), and the options the model is made with."""

    see: Callable[[CommunityModel, int], Any]
    options: Mapping[str, Any] = field(default_factory=dict)


def summary(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every indicator over the last 52 weeks."""
    model.run_for(weeks)
    found = model.summary(weeks=min(WEEKS_SUMMARISED, weeks))
    return np.array([found[name] for name in INDICATORS])


PROBES: dict[str, Probe] = {"summary": Probe(summary)}
