"""An extension of one file to begin with: what `cogov extensions --example` prints and docs/extending.md shows."""

EXAMPLE = '''\
"""Shared gardens: every third building has one, and who lives there comes to belong a little more."""

import numpy as np
from cogov import Extension, Indicator, Mechanism, Text

STEP = 0.05  # share of the way to full belonging, a week; invented, so say so where you show results


def has_garden(model):
    return model.residents.building % 3 == 0


def tend_gardens(model):
    belonging, there = model.residents.belonging, has_garden(model)
    belonging[there] += STEP * (1.0 - belonging[there])


def garden_gap(model):
    belonging, there = model.residents.belonging, has_garden(model)
    return np.mean(belonging[there], dtype=float) - np.mean(belonging[~there], dtype=float)


extension = Extension(
    "gardens",
    title=Text("Shared gardens", "共享花园"),
    mechanisms=[Mechanism(tend_gardens, after="belonging", label=Text("Gardens", "花园"))],
    indicators=[
        Indicator(
            "garden_gap",
            garden_gap,
            label=Text("Gap by garden", "花园差距"),
            unit=Text("share of belonging", "归属感占比"),
            missing=True,  # nan where all buildings have a garden, or none
            low=-1,
            high=1,
        )
    ],
)
'''
