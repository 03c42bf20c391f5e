"""All of `cogov hypotheses`: the runs, the verdicts, the optimised regimes, the map; finished runs are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ...core.compile.compiled import kernel_hash
from ...core.nearest import suggestion
from ...core.quantity import QuantityError
from ...core.text import Text
from ...runs.cache import RunCache
from ...runs.scale import Scale, named, shortfall
from ...runs.settings import Progress, replicate_seed
from ..claims.claim_terms import under
from ..contrasts import Condition
from ..design_points import Arm, Job, Size, Sizes, identity, run_jobs
from ..outcomes import OUTCOMES
from . import regions
from .judge import HYPOTHESES, PROBE, Verdict, jobs, judge
from .optimised import Optimised, Runner, optimise
from .regions import Grid, Regions
from .terms import Side

_PARTS = (("grids", 4), ("initial_organizations", 5))


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is run.

    Parameters
    ----------
    replicates : of each setting of a contrast; map and optimisation have their own.
    sizes : by name, as conditions ask for them.
    scale : name of the size of all of them, or empty: as they were declared.
    """

    replicates: int
    sizes: Sizes
    grid: Grid
    map_size: Size
    map_replicates: int
    candidates: int
    test_replicates: int
    optimised_under: tuple[Condition, ...]
    scale: str = ""

    def of_scale(self, name: str) -> Effort:
        """Return the same in districts of a named size (`runs.scale`); the map, which has places of its own, stays as it is."""
        scale = named(name)
        sizes = {key: _of_scale(size, scale) for key, size in self.sizes.items()}
        return replace(self, sizes=sizes, scale=name)

    def resized(self, residents: int | None, weeks: int | None, replicates: int | None) -> Effort:
        """Return the same with another number of residents, weeks or replicates everywhere (the map has its share)."""
        changes: dict[str, Any] = {}
        if residents is not None:
            changes["residents"] = residents
        if weeks is not None:
            changes["weeks"] = weeks
        sizes = {name: replace(size, **changes) for name, size in self.sizes.items()}
        counts: dict[str, Any] = {}
        if replicates is not None:
            share = self.map_replicates / self.replicates
            few = max(2, round(share * replicates))
            counts = {"replicates": replicates, "map_replicates": few, "test_replicates": replicates}
        return replace(self, sizes=sizes, map_size=replace(self.map_size, **changes), **counts)


_CONDITIONS = (
    under(),
    under(similarity=0.2),
    under(similarity=0.9),
    under(complexity=0),
    under(complexity=5),
)
_SIDES = {1: Side.FOR, 0: Side.OPEN, -1: Side.AGAINST}
FULL = Effort(
    20,
    {
        "default": Size(3200, 8, 260),
        "full": Size(16_800, 4, 156, share=0.5, values=_PARTS),
        "ten years": Size(3200, 8, 520),
    },
    regions.FULL_GRID, Size(1600, 8, 520), 8, 40, 20, _CONDITIONS,
)  # fmt: skip
QUICK = Effort(
    6,
    {
        "default": Size(960, 8, 104),
        "full": Size(4200, 2, 78, share=0.5, values=_PARTS),
        "ten years": Size(960, 8, 208),
    },
    regions.QUICK_GRID, Size(640, 8, 130), 4, 12, 6, _CONDITIONS[:3],
)  # fmt: skip


def _of_scale(size: Size, scale: Scale) -> Size:
    values = tuple(sorted({**dict(size.values), "grids": scale.grids}.items()))
    return replace(size, residents=scale.residents, communities=scale.communities, values=values)


def to_scale(names: Sequence[str], effort: Effort, asked: bool) -> list[str]:
    """Return the numbers of hypotheses that can be tried in districts of the size that was asked for by name.

    Parameters
    ----------
    names : numbers of hypotheses.
    asked : whether they were named: then one that cannot be tried is refused, else it is left out.

    Raises
    ------
    QuantityError
        For one that was named and hangs on pooling, in districts in which pooling is not to scale.
    """
    words = shortfall(named(effort.scale).values) if effort.scale else None
    if words is None:
        return list(names)
    refused = [name for name in names if HYPOTHESES[name].pools]
    if refused and asked:
        raise QuantityError(
            Text(
                f"{', '.join(refused)} cannot be tried with --size {effort.scale}: {words.en}",
                f"--size {effort.scale} 不能检验 {'、'.join(refused)}：{words.zh}",
            )
        )
    return [name for name in names if name not in refused]


@dataclass(frozen=True)
class Hypotheses:
    """What was found.

    Parameters
    ----------
    seed, quick, effort : what was asked for.
    verdicts : by hypothesis, in order.
    optimised : H7 in optimised form; None where H7 was not asked for.
    regions : the map; None where it was not asked for.
    runs : every run that verdicts rest on: what it was, its digest, its outcomes.
    """

    seed: int
    quick: bool
    effort: Effort
    verdicts: tuple[Verdict, ...]
    optimised: Optimised | None
    regions: Regions | None
    runs: pd.DataFrame
    kernel: str


def choose(names: Sequence[str]) -> list[str]:
    """Return the numbers of hypotheses asked for, all if none is.

    Raises
    ------
    QuantityError
        For an unknown number; the nearest is named.
    """
    found = [name.upper() for name in names]
    for name in found:
        if name not in HYPOTHESES:
            known = ", ".join(HYPOTHESES)
            raise QuantityError(
                Text(
                    f"unknown hypothesis '{name}': one of {known}{suggestion(name, HYPOTHESES).en}",
                    f"没有假设 '{name}'：可取 {'、'.join(HYPOTHESES)}{suggestion(name, HYPOTHESES).zh}",
                )
            )
    return [name for name in HYPOTHESES if not found or name in found]


def gather(
    names: Sequence[str] = (),
    seed: int = 1,
    *,
    quick: bool = False,
    effort: Effort | None = None,
    with_map: bool = True,
    workers: int | None = None,
    progress: Progress | None = None,
    kept: RunCache | None = None,
) -> Hypotheses:
    """Make all runs that are not kept yet, and judge.

    Parameters
    ----------
    names : H1 ... H10; all by default.
    seed : random seed.
    quick : minutes instead of an hour; intervals are wide, and much stays open.
    effort : replaces what `quick` chooses.
    with_map : whether to draw up the map of regions too.
    kept : folder of finished runs.
    """
    effort = effort or (QUICK if quick else FULL)
    chosen = [HYPOTHESES[name] for name in to_scale(choose(names), effort, bool(names))]

    def run(wanted: Sequence[Job], start: int) -> Mapping[tuple[Arm, str], list[Any]]:
        return run_jobs(wanted, start, workers, progress, kept)

    wanted = jobs(chosen, effort.replicates, effort.sizes)
    seen = run(wanted, seed)
    runs = {arm: np.stack(found) for (arm, _), found in seen.items()}
    optimised = _optimised(run, effort, seed) if any(one.number == "H7" for one in chosen) else None
    verdicts = [judge(one, runs, effort.sizes) for one in chosen]
    if optimised is not None:  # its duels are tests of H7 too
        duels = tuple(_SIDES[duel.sign] for duel in optimised.duels)
        verdicts = [replace(one, more=duels) if one.hypothesis.number == "H7" else one for one in verdicts]
    return Hypotheses(
        seed, quick, effort, tuple(verdicts), optimised,
        _map(run, effort, seed) if with_map else None,
        _table(runs, seed), kernel_hash(),
    )  # fmt: skip


def _optimised(run: Runner, effort: Effort, seed: int) -> Optimised:
    size = effort.sizes["default"]
    return optimise(run, effort.optimised_under, size, effort.candidates, effort.test_replicates, seed)


def _map(run: Runner, effort: Effort, seed: int) -> Regions:
    seen = run(regions.jobs(effort.grid, effort.map_size, effort.map_replicates), seed)
    found = regions.draw_up(seen, effort.grid, effort.map_size, effort.map_replicates)
    again = run(regions.trial_jobs(found, 2 * effort.test_replicates), regions.fresh_seed(seed))
    return regions.with_trials(found, again)


def _table(runs: Mapping[Arm, np.ndarray], seed: int) -> pd.DataFrame:
    """Return one row a run, in an order that does not depend on how they came in."""
    rows = []
    for arm, values in runs.items():
        for k, row in enumerate(values):
            rows.append(
                {
                    "run": identity(Job(arm, PROBE), seed, k), "scenario": arm.scenario,
                    "values": "; ".join(f"{name}={value}" for name, value in arm.values),
                    "off": " ".join(arm.off), "process": arm.process, "residents": arm.size.residents,
                    "communities": arm.size.communities, "weeks": arm.size.weeks, "replicate": k,
                    "seed": replicate_seed(seed, k), **dict(zip(OUTCOMES, row.tolist(), strict=True)),
                }
            )  # fmt: skip
    order = ["scenario", "values", "off", "process", "residents", "weeks", "replicate"]
    return pd.DataFrame(rows).sort_values(order, ignore_index=True)
