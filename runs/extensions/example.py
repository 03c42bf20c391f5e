"""An extension of one file to begin with: what `cogov extensions --example` prints and docs/extending.md shows."""

EXAMPLE = '''\
"""Shared gardens: every third building has one; who lives there and likes gardening comes to belong a little more."""

import numpy as np
from cogov import Extension, Indicator, Mechanism, Text, column, constant


def likes_gardening(model, rows):
    return model.draw("likes gardening", rows) < model.constants["garden_liking"]


def gardeners(model):
    return (model.residents.building % 3 == 0) & (model.residents["gardener"] == 1)


def tend_gardens(model):
    belonging, there = model.residents.belonging, gardeners(model)
    belonging[there] += model.constants["garden_step"] * (1.0 - belonging[there])


def garden_gap(model):
    belonging, there = model.residents.belonging, gardeners(model)
    return np.mean(belonging[there], dtype=float) - np.mean(belonging[~there], dtype=float)


WHY = Text("invented: state it wherever you show results", "虚构：凡展示结果之处均须说明")
SHARE = Text("share of residents", "居民占比")
extension = Extension(
    "gardens",
    title=Text("Shared gardens", "共享花园"),
    parameters=[
        constant(
            "garden_step",
            0.05,
            bounds=(0, 1),
            unit=Text("share a week", "占比/周"),
            label=Text("Step of belonging", "归属感步长"),
            source=WHY,
        ),
        constant(
            "garden_liking",
            0.5,
            bounds=(0, 1),
            plausible=(0.2, 0.8),
            unit=SHARE,
            label=Text("Liking for gardens", "园艺爱好"),
            source=WHY,
        ),
    ],
    residents=[
        column(
            "gardener",
            0,
            bounds=(0, 1),
            unit=Text("0 or 1", "0 或 1"),
            label=Text("Likes gardening", "爱好园艺"),
            dtype=np.uint8,
            start=likes_gardening,
        ),
    ],
    mechanisms=[Mechanism(tend_gardens, after="belonging", label=Text("Gardens", "花园"))],
    indicators=[
        Indicator(
            "garden_gap",
            garden_gap,
            label=Text("Gap by garden", "花园差距"),
            unit=Text("share of belonging", "归属感占比"),
            missing=True,  # nan where nobody gardens, or all do
            bounds=(-1, 1),
        )
    ],
)
'''
