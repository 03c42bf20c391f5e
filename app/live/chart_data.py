"""Indicators and colours as parts take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ...model.quantities.indicators import INDICATORS
from ...reports.format.numbers import scale_of
from ...reports.format.words import read_in
from .district import Live
from .scene import COLOURINGS, categories, is_scale


def panels(names: Iterable[str], language: str) -> list[dict[str, str]]:
    """Return label, unit and meaning of each chart."""
    found = []
    for name in names:
        declared = INDICATORS[name]
        found.append(
            {
                "name": name,
                "label": declared.label[language],
                "unit": read_in(declared.unit)[language],
                "meaning": declared.meaning[language],
            }
        )
    return found


def chart_data(lives: Sequence[Live], names: Sequence[str], span: int = 0) -> dict[str, Any]:
    """Return weekly indicators of some runs as they are read, float32 bytes: runs x indicators x weeks; runs are cut to the shortest."""
    series = [live.series(names) for live in lives]
    weeks = min(one.shape[1] for one in series)
    scales = np.array([scale_of(INDICATORS[name].unit) for name in names])[:, None]
    values = np.stack([scales * one[:, :weeks] for one in series]).astype(np.float32)
    return {"weeks": weeks, "values": values.tobytes(), "span": span}


def view_of(colouring: str, language: str, groups: int) -> dict[str, Any]:
    """Return what the legend says of a colouring."""
    one = COLOURINGS[colouring]
    found: dict[str, Any] = {"label": one.label[language], "meaning": one.meaning[language], "scale": is_scale(one)}
    if is_scale(one):
        return found | {"low": one.written(one.low), "high": one.written(one.high), "names": []}
    return found | {"names": [name[language] for name in categories(one, groups)]}
