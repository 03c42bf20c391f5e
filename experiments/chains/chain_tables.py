"""A chain of events as tables of numbers."""

from __future__ import annotations

import math

import pandas as pd

from ...runs.files.output_files import csv_bytes
from .history import Chain, Effect


def world_names(chain: Chain) -> tuple[str, ...]:
    """Return short names of the worlds: of scenarios, and of one without causes."""
    made = []
    for world in chain.worlds:
        name = chain.setting.names[world.scenario]
        made.append(f"{name} without {' + '.join(map(str, world.causes))}" if world.causes else name)
    return tuple(made)


def ranked(chain: Chain) -> list[Effect]:
    """Return effects, the largest on the main outcome first; those that left no trace last."""
    size = lambda e: abs(e.effect[chain.main]) if math.isfinite(e.effect[chain.main]) else math.inf  # noqa: E731
    return sorted(chain.effects, key=lambda e: (-size(e), str(e.causes), e.scenario))


def states_table(chain: Chain) -> pd.DataFrame:
    """Return the states of the subject week by week; empty where it is not there."""
    parts = []
    for name, world in zip(world_names(chain), chain.worlds):
        table = pd.DataFrame(world.states, columns=list(world.names))
        table.insert(0, "week", range(1, len(table) + 1))
        table.insert(0, "world", name)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def effects_table(chain: Chain) -> pd.DataFrame:
    """Return what each cause did, by outcome: with it minus without it; intervals over replicates where there are."""
    rows = []
    for effect in ranked(chain):
        for name, value in effect.effect.items():
            band = effect.intervals.get(name)
            rows.append(
                (
                    chain.setting.names[effect.scenario], " + ".join(map(str, effect.causes)), name,
                    effect.without.get(name, 0.0), value,
                    effect.parting.district, effect.parting.state, effect.parting.events,
                    *((band.mean, band.low, band.high) if band is not None else (None, None, None)),
                )
            )  # fmt: skip
    columns = [
        "scenario", "without", "outcome", "without_it", "effect", "week_district", "week_subject", "week_events", "mean", "low", "high",
    ]  # fmt: skip
    weeks = dict.fromkeys(("week_district", "week_subject", "week_events"), "Int64")
    numbers = dict.fromkeys(("without_it", "effect", "mean", "low", "high"), float)
    return pd.DataFrame(rows, columns=columns).astype({**weeks, **numbers})


def data_files(chain: Chain) -> dict[str, bytes]:
    """Return the files that hold numbers alone: by these a replay is checked."""
    return {"states.csv": csv_bytes(states_table(chain)), "effects.csv": csv_bytes(effects_table(chain))}
