"""All of `cogov map`: forms are chosen, cells judged, telling cells run again; finished runs are kept."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...core.compile.compiled import kernel_hash
from ...experiments.comparison.moments import HOURS, OUTCOMES
from ...runs.cache import RunCache
from ...runs.factory import compile_model
from ...runs.intervals import Interval, interval
from ...runs.settings import Progress
from ..design_points import Arm, Job, run_job, run_jobs
from .cells import Cell, Lead, lead_of, telling
from .conditions import PROBE, SEEN
from .families import FULL, MIDDLE, SEQUENCES, Grid, Place, looked_at, seed_of

PAGES = ("benefit", "benefit_worst", "true_resolution")
"""The outcomes that the map has a page for."""

BY = "benefit"
"""The outcome by which the form of a family is chosen."""

Seen = Mapping[Arm, np.ndarray]
"""Replicates x moments x what is seen, by arm."""

Choice = Mapping[tuple[Place, float, str, str], str]
"""The form, by (place in the middle panel, price, family, horizon)."""

HORIZONS: Mapping[str, tuple[int, ...]] = {"soon": (1, 2, 4), "later": (8, 20)}
"""Quarters that a form is chosen for together: what serves soon need not serve later."""


def horizon_of(quarters: int) -> str:
    """Return the horizon that a moment belongs to."""
    return next(name for name, members in HORIZONS.items() if quarters in members)


@dataclass(frozen=True, slots=True)
class Again:
    """A telling cell, run again with more pairs on fresh seeds: by price, the lead there; 95 % each by itself."""

    cell: Cell
    leads: Mapping[float, Lead]

    @property
    def holds(self) -> bool:
        """Whether the fresh pairs say the same: the same clear leader at every price, or again no such leader."""
        return Cell(self.cell.place, self.cell.quarters, self.cell.outcome, self.leads).side == self.cell.side


@dataclass(frozen=True, slots=True)
class Sequel:
    """A sequence or mixture against the better of the pure families at one place and time; positive where it is ahead."""

    place: Place
    quarters: int
    outcome: str
    form: str
    rival: str
    ahead: Interval


@dataclass(frozen=True)
class Map:
    """The map, and what was run for it.

    Parameters
    ----------
    hours : hours of search a resident a year at the end, by kind of map and family: mean over cells.
    runs : runs of each stage.
    """

    seed: int
    quick: bool
    grid: Grid
    cells: tuple[Cell, ...]
    again: tuple[Again, ...]
    sequels: tuple[Sequel, ...]
    choice: Choice
    hours: Mapping[tuple[str, str], float]
    runs: Mapping[str, int]
    kernel: str

    def page(self, outcome: str) -> list[Cell]:
        """Return the cells of one page."""
        return [cell for cell in self.cells if cell.outcome == outcome]


def draw_up(
    grid: Grid = FULL, seed: int = 1, *, quick: bool = False, workers: int | None = None, progress: Progress | None = None, kept: RunCache | None = None
) -> Map:  # fmt: skip
    """Make all runs that are not kept yet, and draw up the map."""

    def run(jobs: Sequence[Job], stage: str) -> dict[Arm, np.ndarray]:
        seen = run_jobs(jobs, seed_of(seed, stage), workers, progress, kept, stage)
        made[stage] = sum(len(one) for one in seen.values())
        return {arm: np.stack(found) for (arm, _), found in seen.items()}

    made: dict[str, int] = {}
    choice = choose(grid, run(choosing_jobs(grid), "choose"))
    seen = run(judging_jobs(grid, choice), "judge")
    cells = judge(grid, choice, seen)
    chosen = telling([cell for cell in cells if cell.outcome == BY], grid.cells_again)
    again = run_again(grid, chosen, run(telling_jobs(grid, chosen), "telling")) if chosen else ()
    return Map(
        seed, quick, grid, cells, again, sequels(grid, choice, seen), choice, searched(grid, cells, seen), made, kernel_hash(),
    )  # fmt: skip


# -- forms ----------------------------------------------------------------------------------------------------------------


def _middles(grid: Grid) -> list[Place]:
    return list(dict.fromkeys(place.middle for place in grid.places()))


def _plain(grid: Grid) -> list[Place]:
    """Return the places where sequences are run: the middle panel, without spillover."""
    return [place for place in grid.places() if place == place.middle and place.spillover == 0]


def choosing_jobs(grid: Grid) -> list[Job]:
    """Return the runs in which the form of each family is chosen: every form, in the middle panel."""
    arms = [
        grid.arm(place, form, price)
        for place in _middles(grid) for price in grid.prices for family in place.families for form in place.forms(family)
    ]  # fmt: skip
    return [Job(arm, PROBE, grid.choosing) for arm in dict.fromkeys(arms)]


def choose(grid: Grid, seen: Seen) -> Choice:
    """Return the form of each family with the highest mean benefit, by place, price and horizon."""
    found: dict[tuple[Place, float, str, str], str] = {}
    at = SEEN.index(BY)
    for place in _middles(grid):
        moments = looked_at(place.since)
        for price in grid.prices:
            for family in place.families:
                for horizon, members in HORIZONS.items():
                    places = [k for k, one in moments if one.quarters in members]
                    means = {
                        form: seen[grid.arm(place, form, price)][:, places, at].mean() for form in place.forms(family)
                    }
                    found[place, price, family, horizon] = max(means, key=lambda form: means[form])
    return found


# -- cells ----------------------------------------------------------------------------------------------------------------


def judging_jobs(grid: Grid, choice: Choice) -> list[Job]:
    """Return the runs in which cells are judged, and the sequences."""
    arms = [
        grid.arm(place, choice[place.middle, price, family, horizon], price)
        for place in grid.places() for price in grid.prices for family in place.families for horizon in HORIZONS
    ]  # fmt: skip
    arms += [grid.arm(place, form, max(grid.prices)) for place in _plain(grid) for form in SEQUENCES[place.since]]
    return [Job(arm, PROBE, grid.judging) for arm in dict.fromkeys(arms)]


def judge(grid: Grid, choice: Choice, seen: Seen) -> tuple[Cell, ...]:
    """Return every cell of every page."""
    places = grid.places()
    total = sum(len(looked_at(place.since)) for place in places)
    return tuple(
        Cell(place, moment.quarters, outcome, _leads(grid, choice, seen, place, k, moment.quarters, outcome, total))
        for outcome in PAGES
        for place in places
        for k, moment in looked_at(place.since)
    )


def _leads(
    grid: Grid, choice: Choice, seen: Seen, place: Place, k: int, quarters: int, outcome: str, cells: int
) -> dict[float, Lead]:  # fmt: skip
    at = SEEN.index(outcome)
    found = {}
    for price in grid.prices:
        forms = {family: choice[place.middle, price, family, horizon_of(quarters)] for family in place.families}
        values = {family: seen[grid.arm(place, form, price)][:, k, at] for family, form in forms.items()}
        found[price] = lead_of(values, forms, cells)
    return found


def searched(grid: Grid, cells: Iterable[Cell], seen: Seen) -> dict[tuple[str, str], float]:
    """Return the hours of search at the end by kind of map and family, the mean over its cells and prices."""
    found: dict[tuple[str, str], list[float]] = {}
    for cell in cells:
        for price, lead in cell.leads.items():
            for family, form in lead.forms.items():
                hours = seen[grid.arm(cell.place, form, price)][:, -1, SEEN.index(HOURS)]
                found.setdefault((cell.place.since, family), []).append(float(hours.mean()))
    return {key: float(np.mean(values)) for key, values in found.items()}


# -- again, with more pairs -------------------------------------------------------------------------------------------------


def telling_jobs(grid: Grid, chosen: Iterable[Cell]) -> list[Job]:
    """Return the runs of the telling cells."""
    arms = [
        grid.arm(cell.place, form, price)
        for cell in chosen for price, one in cell.leads.items() for form in one.forms.values()
    ]  # fmt: skip
    return [Job(arm, PROBE, grid.telling) for arm in dict.fromkeys(arms)]


def run_again(grid: Grid, chosen: Iterable[Cell], seen: Seen) -> tuple[Again, ...]:
    """Return the telling cells as the fresh pairs show them."""
    found = []
    for cell in chosen:
        k = next(k for k, moment in looked_at(cell.place.since) if moment.quarters == cell.quarters)
        leads = {}
        for price, one in cell.leads.items():
            at = SEEN.index(cell.outcome)
            values = {family: seen[grid.arm(cell.place, form, price)][:, k, at] for family, form in one.forms.items()}
            leads[price] = lead_of(values, one.forms)
        found.append(Again(cell, leads))
    return tuple(found)


# -- sequences ------------------------------------------------------------------------------------------------------------


def sequels(grid: Grid, choice: Choice, seen: Seen) -> tuple[Sequel, ...]:
    """Return how far each sequence is ahead of the better of the pure families, in the middle panel at the higher price.

    The rival is the family with the higher mean there, which flatters it; no cell is coloured by this.
    """
    price, found = max(grid.prices), []
    for place in _plain(grid):
        for k, moment in looked_at(place.since):
            for outcome in PAGES:
                at = SEEN.index(outcome)
                forms = [choice[place, price, family, horizon_of(moment.quarters)] for family in place.families]
                values = {form: seen[grid.arm(place, form, price)][:, k, at] for form in forms}
                rival = max(values, key=lambda form: values[form].mean())
                for form in SEQUENCES[place.since]:
                    own = seen[grid.arm(place, form, price)][:, k, at]
                    found.append(
                        Sequel(place, moment.quarters, outcome, form, rival, interval(own - values[rival]))
                    )  # fmt: skip
    return tuple(found)


# -- before it starts ------------------------------------------------------------------------------------------------------


def most_runs(grid: Grid) -> dict[str, tuple[int, int]]:
    """Return the fewest and the most runs that each stage may take; how many it is follows from the forms that are chosen."""
    choosing = sum(job.replicates for job in choosing_jobs(grid))
    bounds = []
    for pick in (1, 3):  # one form of each family, or as many as two horizons and two prices can make
        arms = {
            grid.arm(place, form, price)
            for place in grid.places() for price in grid.prices for family in place.families
            for form in place.forms(family)[:pick]
        } | {grid.arm(place, form, max(grid.prices)) for place in _plain(grid) for form in SEQUENCES[place.since]}  # fmt: skip
        bounds.append(len(arms) * grid.judging)
    again = grid.cells_again * grid.telling
    return {"choose": (choosing, choosing), "judge": (bounds[0], bounds[1]), "telling": (again, 6 * again)}


def seconds_a_run(grid: Grid, seed: int) -> float:
    """Return how long one run takes on this machine, measured on one of the first."""
    compile_model()
    job = choosing_jobs(grid)[0]
    started = time.perf_counter()
    run_job((seed_of(seed, "choose"), [job]), (0, 0))
    return time.perf_counter() - started


assert set(PAGES) <= set(OUTCOMES)
assert MIDDLE in FULL.panels
