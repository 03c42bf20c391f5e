"""Shared gardens: every third building has one, and who lives there comes to belong a little more each week."""

from pathlib import Path

import numpy as np
from cogov import Extension, Indicator, Mechanism, Text

STEP = 0.05  # share of the way to full belonging, a week (invented: this is an example)


def has_garden(model):
    """Say for every home whether its building has a garden."""
    return model.residents.building % 3 == 0


def tend_gardens(model):
    """Move the belonging of those with a garden towards 1."""
    belonging, there = model.residents.belonging, has_garden(model)
    belonging[there] += STEP * (1.0 - belonging[there])


def garden_gap(model):
    """Mean belonging of those with a garden minus that of the others."""
    belonging, there = model.residents.belonging, has_garden(model)
    return np.mean(belonging[there], dtype=float) - np.mean(belonging[~there], dtype=float)


extension = Extension(
    "gardens",
    title=Text("Shared gardens", "共享花园"),
    mechanisms=[
        Mechanism(
            tend_gardens,
            after="belonging",
            label=Text("Gardens", "花园"),
            description=Text(
                "Who lives in a building with a garden moves by 5 % of the way towards full belonging.",
                "住在有花园楼栋的居民，其归属感每周向 1 靠近 5%。",
            ),
        )
    ],
    indicators=[
        Indicator(
            "garden_gap",
            garden_gap,
            label=Text("Gap by garden", "花园差距"),
            unit=Text("share of belonging", "归属感占比"),
            meaning=Text("belonging with a garden minus without", "有花园与无花园居民的归属感之差"),
            low=-1,
            high=1,
        )
    ],
    scenarios=Path(__file__).with_name("scenarios"),
)
