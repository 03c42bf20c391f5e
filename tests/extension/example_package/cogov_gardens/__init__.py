"""Shared gardens: every third building has one, and who lives there comes to belong a little more each week."""

from pathlib import Path

import numpy as np
from cogov import Extension, Indicator, Mechanism, Text, column, constant, lever


def has_garden(model):
    """Say for every home whether its building has a garden."""
    return model.residents.building % 3 == 0


def begins(model, rows):
    """Draw who knows about gardening at the start; who moves in does not."""
    return model.draw("knows gardening", rows) < 0.5


def tend_gardens(model):
    """Move the belonging of those with a garden towards 1."""
    belonging, there = model.residents.belonging, has_garden(model)
    belonging[there] += model.constants["garden_step"] * (1.0 + model.levers["seedlings"]) * (1.0 - belonging[there])
    model.residents["gardener"][there] = 1


def gardener_share(model):
    """Share of residents who know about gardening."""
    return float(model.residents["gardener"].mean())


def garden_gap(model):
    """Mean belonging of those with a garden minus that of the others."""
    belonging, there = model.residents.belonging, has_garden(model)
    return np.mean(belonging[there], dtype=float) - np.mean(belonging[~there], dtype=float)


extension = Extension(
    "gardens",
    title=Text("Shared gardens", "共享花园"),
    parameters=[
        constant(
            "garden_step",
            0.05,
            bounds=(0, 0.5),
            plausible=(0.02, 0.1),
            unit=Text("share a week", "占比/周"),
            label=Text("Step of belonging", "归属感步长"),
            source="invented: this is an example",
        ),
        lever(
            "seedlings",
            0.0,
            bounds=(0, 1),
            unit="level",
            label=Text("Seedlings", "花苗"),
            meaning=Text("given to those with a garden", "发放给有花园的居民"),
        ),
    ],
    residents=[
        column(
            "gardener",
            0,
            bounds=(0, 1),
            unit=Text("0 or 1", "0 或 1"),
            label=Text("Knows about gardening", "会园艺"),
            dtype=np.uint8,
            start=begins,
            newcomers=0,
        )
    ],
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
            bounds=(-1, 1),
        ),
        Indicator(
            "gardener_share",
            gardener_share,
            label=Text("Gardeners", "会园艺者"),
            unit=Text("share of residents", "居民占比"),
            bounds=(0, 1),
        ),
    ],
    scenarios=Path(__file__).with_name("scenarios"),
)
