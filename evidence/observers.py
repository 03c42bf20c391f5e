"""What is seen of a run besides its indicators: probes drive a model through its weeks and return plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..experiments.comparison.moments import HOURS, OUTCOMES, moments, seen_at
from ..model.model import CommunityModel
from ..model.network.statistics import TieStatistics, statistics
from ..model.quantities.codes import WEEKS_A_QUARTER, WEEKS_A_YEAR
from ..runs.factory import summary_of
from ..runs.settings import WEEKS_SUMMARISED
from .outcomes import observe
from .trajectories import course

AGES = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0)
"""Lower bounds of the age classes of organisations, in years."""

ACTIVE_WEEKS = (0, 1, 6)
"""Lower bounds of the classes of residents by active weeks among the last 24: none, some, at least every fourth."""


FELT = (
    "belonging", "trust_government", "trust_central", "trust_neighbours", "trust_organizations", "influence", "burden", "satisfaction",
    "participation", "responsibility", "awareness", "clarity",
)  # fmt: skip
"""States of residents, by the column, or for a share of residents by the indicator."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A function of (model before its first week, weeks), and the options the model is made with."""

    see: Callable[[CommunityModel, int], Any]
    options: Mapping[str, Any] = field(default_factory=dict)


def summary(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every indicator over the last 52 weeks."""
    model.run_for(weeks)
    return summary_of(model, min(WEEKS_SUMMARISED, weeks))


def first_and_last(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every indicator over the first and over the last 52 weeks."""
    window = min(WEEKS_SUMMARISED, weeks)
    model.run_for(window)
    first = summary_of(model, window)
    model.run_for(weeks - window)
    return np.stack([first, summary_of(model, window)])


def outcomes(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every outcome (`outcomes.OUTCOMES`) over the last 52 weeks."""
    model.run_for(weeks)
    return observe(model, min(WEEKS_SUMMARISED, weeks))


def horizons(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every indicator over the last 52 weeks before a fifth, half and all of the weeks: 3 x indicators."""
    found = []
    for end in horizon_weeks(weeks):
        model.run_for(end - model.week)
        found.append(summary_of(model, min(WEEKS_SUMMARISED, end)))
    return np.stack(found)


def horizon_weeks(weeks: int) -> tuple[int, int, int]:
    """Return the weeks at which `horizons` looks."""
    return weeks // 5, weeks // 2, weeks


def momentary(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return outcomes and hours of search at each moment (`moments.moments`), the last of them the end: moments x these."""
    model.run_for(weeks)
    names = list(model.indicators.columns)
    when = moments(weeks, int(model.environment["shock_week"]))
    looked = [names.index(name) for name in (*OUTCOMES, HOURS)]
    found = seen_at(model.indicators.to_numpy(dtype=np.float64), names, when[:-1])[:, looked]
    at_end = model.summary(weeks=when[-1].weeks)
    return np.vstack([found, [[at_end[name] for name in (*OUTCOMES, HOURS)]]])


def network(model: CommunityModel, weeks: int) -> dict[str, float]:
    """Return isolation, homophily and mean number of building ties, at the start and at the end."""
    found = {}
    for when, more in (("start", 0), ("end", weeks)):
        model.run_for(more)
        seen = _ties(model)
        found |= {
            f"isolated_{when}": seen.isolates,
            f"coleman_{when}": seen.coleman,
            f"ties_{when}": seen.mean_degree["building"],
        }
    return found


def _ties(model: CommunityModel) -> TieStatistics:
    residents = model.residents
    return statistics(model.district.world.ties, residents.community, residents.origin)


def deaths(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return years at risk and deaths of organisations by class of age: 2 x classes."""
    model.run_for(weeks)
    events = model.events
    dissolved = events[events["event"] == "dissolved"]
    died = dict(zip(dissolved["who"].tolist(), dissolved["week"].tolist(), strict=True))
    columns = model.organizations
    edges = np.array([*AGES, np.inf]) * WEEKS_A_YEAR
    found = np.zeros((2, len(AGES)))
    for k in np.flatnonzero(columns.identity):
        last, founded = died.get(int(k), weeks), int(columns.founded[k])
        end = float(columns.age[k])
        begin = end - (last - founded + 1 if founded > 0 else last)
        found[0] += np.clip(end - edges[:-1], 0, None) - np.clip(end - edges[1:], 0, None)
        found[0] -= np.clip(begin - edges[:-1], 0, None) - np.clip(begin - edges[1:], 0, None)
        if int(k) in died:
            found[1, np.searchsorted(edges, end, side="left") - 1] += 1
    found[0] /= WEEKS_A_YEAR
    return found


def promise(model: CommunityModel, weeks: int) -> dict[str, float]:
    """Return what pilots report of the template, and how well rules fit in pilots and elsewhere, over the last year."""
    quarters = min(4, weeks // WEEKS_A_QUARTER)
    model.run_for(weeks - quarters * WEEKS_A_QUARTER)
    told, pilots, others = [], [], []
    for _ in range(quarters):
        model.run_for(WEEKS_A_QUARTER)
        pilot = model.rules.pilot == 1
        told.append(model.district.world.governments.template_fit[0])
        pilots.append(model.rules.fit[pilot].mean())
        others.append(model.rules.fit[~pilot].mean())
    pilot = model.rules.pilot == 1
    return {
        "told": float(np.mean(told)),
        "pilots": float(np.mean(pilots)),
        "others": float(np.mean(others)),
        "start": float(model.rules.fit_start.mean()),
        "affluence": float(model.communities.affluence[pilot].mean()),
    }


def influence(model: CommunityModel, weeks: int) -> dict[str, np.ndarray]:
    """Return satisfaction by influence, within the district and within communities.

    Residents who have lived there for the last year are classed by how often they took part among the last 24 weeks, and
    by quartiles of awareness; `within` leaves out what sets communities apart.
    """
    model.run_for(weeks)
    residents = model.residents
    here = (residents.alive == 1) & (residents.arrived <= max(0, weeks - WEEKS_A_YEAR))
    satisfaction, community = residents.satisfaction[here], residents.community[here]
    count = np.bincount(community, minlength=community.max() + 1)
    total = np.bincount(community, satisfaction, minlength=len(count))
    average = np.divide(total, count, out=np.zeros(len(count)), where=count > 0)
    within = satisfaction - average[community] + satisfaction.mean()
    recent = residents.recent[here].astype(np.uint32)
    weeks_active = np.zeros(len(recent), np.int64)
    for bit in range(24):
        weeks_active += (recent >> bit) & 1
    classes = {
        "participation": np.searchsorted(ACTIVE_WEEKS, weeks_active, side="right") - 1,
        "awareness": _quartile(residents.awareness[here]),
    }
    found = {}
    for name, which in classes.items():
        size = len(ACTIVE_WEEKS) if name == "participation" else 4
        for how, values in (("all", satisfaction), ("within", within)):
            found[f"{name}_{how}"] = _means(which, values, size)
        for column in ("case_outcome", "help_outcome"):
            found[f"{name}_{column}"] = _means(which, getattr(residents, column)[here], size)
    return found


def diffusion(model: CommunityModel, weeks: int) -> dict[str, float]:
    """Return how many take part in communities where many or few did a year before, as shares of residents.

    Communities are halved by the share of their residents active in the last four weeks; only residents who lived
    there then and were not active are counted, so that nobody is compared with himself.
    """
    year = min(WEEKS_A_YEAR, weeks // 2)
    model.run_for(weeks - year)
    residents = model.residents
    here, community = residents.alive == 1, residents.community
    active = (residents.recent.astype(np.uint32) & 15) != 0
    count = np.bincount(community[here], minlength=community.max() + 1)
    rate = np.bincount(community[here], active[here], minlength=len(count)) / np.maximum(count, 1)
    order = np.argsort(np.argsort(rate, kind="stable"), kind="stable")
    many = order >= len(rate) // 2
    before, waiting = residents.identity.copy(), here & ~active
    model.run_for(year)
    residents = model.residents
    stayed = waiting & (residents.alive == 1) & (residents.identity == before)
    now = (residents.recent.astype(np.uint32) & 15) != 0
    found = {name: float(now[stayed & (many[community] == half)].mean()) for name, half in (("many", 1), ("few", 0))}
    return {**found, "rate_many": float(rate[many].mean()), "rate_few": float(rate[~many].mean())}


def felt(model: CommunityModel, weeks: int) -> dict[str, float]:
    """Return the mean of each state of `FELT` over residents, and as ``sd.NAME`` the deviation between them: quarters of the last year.

    A share of residents is an indicator over the last 52 weeks, without a deviation; so are fit of rules and true resolution.
    """
    quarters = max(1, min(4, weeks // WEEKS_A_QUARTER))
    model.run_for(weeks - (quarters - 1) * WEEKS_A_QUARTER)
    seen: dict[str, list[float]] = {}
    for quarter in range(quarters):
        model.run_for(WEEKS_A_QUARTER if quarter else 0)
        residents = model.residents
        here = residents.alive == 1
        for name in FELT:
            if hasattr(residents, name):
                values = getattr(residents, name)[here].astype(np.float64)
                seen.setdefault(name, []).append(float(values.mean()))
                seen.setdefault(f"sd.{name}", []).append(float(values.std()))
    found = model.summary(weeks=min(WEEKS_SUMMARISED, weeks))
    shares = {
        name: found[name] for name in (*FELT, "rule_fit", "true_resolution") if name in found and name not in seen
    }
    return {**{name: float(np.mean(values)) for name, values in seen.items()}, **shares}


def _quartile(values: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.quantile(values, (0.25, 0.5, 0.75)), values, side="right")


def _means(which: np.ndarray, values: np.ndarray, classes: int) -> np.ndarray:
    count, total = np.bincount(which, minlength=classes), np.bincount(which, values, minlength=classes)
    return np.divide(total, count, out=np.full(classes, np.nan), where=count > 0)


PROBES: dict[str, Probe] = {
    "summary": Probe(summary),
    "first_and_last": Probe(first_and_last),
    "outcomes": Probe(outcomes),
    "horizons": Probe(horizons),
    "momentary": Probe(momentary),
    "network": Probe(network),
    "deaths": Probe(deaths, {"record_events": True}),
    "promise": Probe(promise),
    "influence": Probe(influence),
    "diffusion": Probe(diffusion),
    "course": Probe(course),
    "felt": Probe(felt),
}
"""What can be seen of a run, by name."""
