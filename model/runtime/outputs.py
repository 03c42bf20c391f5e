"""What a model reports: indicators, events, residents, the network, and what it assumed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from ...agents import Resident
from ...core.quantity import Quantity, Status
from ...core.rows.columns import Column, columns_of
from ..budget import Plan
from ..cases.records import START, CaseRecords
from ..cases.records import frame as frame_of_cases
from ..events import EVENT_LABELS
from ..extensions.attached import OwnIndicators
from ..extensions.extension import Active, using
from ..extensions.own_columns import OWN
from ..measures import COLUMNS
from ..network.graph_view import network_view
from ..population.given import Given
from ..quantities.codes import WEEKS_A_YEAR
from ..quantities.indicators import INDICATORS, summary, weekly
from ..quantities.parameters import CONSTANTS, ENVIRONMENT

if TYPE_CHECKING:
    from .. import tables  # pyright: ignore[reportMissingModuleSource]

DRAWN_COLUMNS = ("grid", "building", "household", "tenure", "origin", "occupation", "age_band", "skill", "years")


def latest(model: Outputs, name: str) -> float:
    """Return an indicator in the last week (a model reporter of Mesa's DataCollector)."""
    return model.latest_indicators()[name]


class Outputs:
    """The part of the model that is read."""

    district: Any
    _latest: tuple[int, dict[str, float]] = (-1, {})
    week: int
    by_community: bool
    record_events: bool
    case_records: CaseRecords | None
    own_indicators: OwnIndicators
    own_columns: Mapping[str, Mapping[str, Column]]
    extensions: tuple[Active, ...]
    environment: dict[str, Any]
    constants: dict[str, Any]
    population: Given | None
    plan: Plan

    @property
    def indicators(self) -> pd.DataFrame:
        """Weekly indicators of the district: one row a week (from 1), one column an indicator; units in ``.attrs["units"]``."""
        return _frame(self._weekly_values(self.week), pd.RangeIndex(1, self.week + 1, name="week"))

    def _weekly_values(self, weeks: int) -> dict[str, np.ndarray]:
        """Return every indicator in the last weeks, those of extensions behind those of the model."""
        rows = self.district.arrays["series"]["series"][self.week - weeks : self.week]
        return {**weekly(rows, list(COLUMNS)), **self.own_indicators.series(weeks)}

    @property
    def indicators_by_community(self) -> pd.DataFrame:
        """Weekly indicators of every community, by (week, community), without those of extensions; needs ``by_community=True``."""
        if not self.by_community:
            raise ValueError("make the model with by_community=True to keep the indicators of every community")
        places = len(self.district.arrays["communities"]["key"])
        series = self.district.arrays["series"]["series_places"][: self.week * places].reshape(
            self.week, places, len(COLUMNS)
        )
        parts = [weekly(np.ascontiguousarray(series[:, c]), list(COLUMNS)) for c in range(places)]
        index = pd.MultiIndex.from_product([range(1, self.week + 1), range(places)], names=["week", "community"])
        return _frame({name: np.stack([part[name] for part in parts], axis=1).ravel() for name in parts[0]}, index)

    def latest_indicators(self) -> dict[str, float]:
        """Return every indicator in the last week."""
        if self._latest[0] != self.week:
            values = self._weekly_values(min(self.week, WEEKS_A_YEAR))
            self._latest = (
                self.week,
                {name: float(column[-1]) if len(column) else np.nan for name, column in values.items()},
            )
        return self._latest[1]

    def summary(self, weeks: int = WEEKS_A_YEAR) -> dict[str, float]:
        """Return every indicator over the last `weeks`: states as means over resident-weeks, flows summed before they are divided."""
        rows = self.district.arrays["series"]["series"][max(0, self.week - weeks) : self.week]
        return {**summary(rows, list(COLUMNS)), **self.own_indicators.means(min(weeks, self.week))}

    @property
    def measures(self) -> pd.DataFrame:
        """The sums and flows of which the indicators are made, one row a week."""
        series = self.district.arrays["series"]["series"][: self.week]
        return pd.DataFrame(series, index=pd.RangeIndex(1, self.week + 1, name="week"), columns=list(COLUMNS))

    @property
    def events(self) -> pd.DataFrame:
        """Events worth telling, in the order in which they happened; needs ``record_events=True``."""
        return self.events_after(0)

    def events_after(self, known: int) -> pd.DataFrame:
        """Return the events behind the first `known` ones, as `events` does: to follow a run while it is under way."""
        if not self.record_events:
            raise ValueError("make the model with record_events=True to keep events")
        e = self.district.arrays["events"]
        part = slice(known, int(e["count"][0]))
        names = np.array([name for name, _ in EVENT_LABELS])
        return pd.DataFrame(
            {
                "week": e["week"][part] + 1, "event": names[e["kind"][part]], "community": e["community"][part],
                "who": e["who"][part], "what": e["what"][part], "value": e["value"][part],
            }
        )  # fmt: skip

    @property
    def residents(self) -> tables.Residents:
        """The columns of residents, by name: ``model.residents.belonging`` is the NumPy array itself, one entry a home."""
        return self.district.world.residents

    @property
    def organizations(self) -> tables.Organizations:
        """The columns of organisations (rows behind those in use are empty; see ``alive``)."""
        return self.district.world.organizations

    @property
    def social_workers(self) -> tables.SocialWorkers:
        """The columns of social workers."""
        return self.district.world.workers

    @property
    def governments(self) -> tables.Governments:
        """The columns of the district government (row 0) and its street offices."""
        return self.district.world.governments

    @property
    def communities(self) -> tables.Communities:
        """The columns of communities."""
        return self.district.world.communities

    @property
    def cases(self) -> tables.Cases:
        """The columns of cases, open ones and rows to be used again (see ``alive``)."""
        return self.district.world.cases

    def cases_frame(self, lang: str = "en", start: str | datetime.date = START) -> pd.DataFrame:
        """Return every case known so far as a hotline's table, one row a case; needs ``record_cases=True``.

        Parameters
        ----------
        lang : language of headers and words, "en" or "zh"; `cogov.data.read_cases` reads both.
        start : the Monday on which week 1 begins.
        """
        if self.case_records is None:
            raise ValueError("make the model with record_cases=True to keep what becomes of cases")
        return frame_of_cases(self, self.case_records, lang, start)

    @property
    def ties(self) -> tables.Ties:
        """Ties of residents as slot lists: those of row i are slots ``first[i]`` to ``first[i] + degree[i] - 1``."""
        return self.district.world.ties

    @property
    def memberships(self) -> np.ndarray:
        """Rows of the organisations each resident belongs to (residents x slots, -1: none)."""
        return self.district.world.member_of

    @property
    def rules(self) -> tables.Rules:
        """The rule sets of communities and their landscapes."""
        return self.district.world.rules

    def residents_frame(self) -> pd.DataFrame:
        """Return all residents who are there, one row each; with data, `id` is the user's, empty for those who moved in."""
        columns = {**self.district.arrays["residents"], **self.district.arrays.get(OWN + "residents", {})}
        there = columns["alive"] == 1
        names = ("unique_id", *_columns(), *self.own_columns["residents"])
        frame = pd.DataFrame({name: columns[name][there] for name in names})
        if self.population is not None:
            ids = np.asarray(self.population.residents["id"], dtype=object)[self._order].copy()  # type: ignore[attr-defined]
            ids[columns["arrived"] > 0] = ""
            frame.insert(0, "id", ids[there])
        return frame

    @property
    def network(self) -> nx.Graph:
        """The social graph of all four kinds, as it is now: a read-only networkx.Graph (``.copy()`` gives an ordinary one)."""
        return network_view({**self.district.arrays, **self.district.arrays["lists"]})

    @property
    def drawn(self) -> Mapping[str, float]:
        """Share of residents for whom a column was drawn from defaults: all without data, those the records leave out with data."""
        if self.population is None:
            return dict.fromkeys(DRAWN_COLUMNS, 1.0)
        return {name: float(self.population.missing.get(name, 1.0)) for name in DRAWN_COLUMNS}

    def assumptions(self) -> list[tuple[Quantity, Any]]:
        """Return every number in use that was assumed or calibrated, with its value."""
        values = {**self.environment, **self.constants}
        with using(self.extensions):
            return [
                (quantity, values[name])
                for catalogue in (ENVIRONMENT, CONSTANTS)
                for name, quantity in catalogue.items()
                if quantity.status in (Status.ASSUMED, Status.CALIBRATED)
            ]


def _columns() -> list[str]:
    return [name for name in columns_of(Resident) if name not in ("unique_id", "alive")]


def _frame(values: Mapping[str, np.ndarray], index: pd.Index) -> pd.DataFrame:
    frame = pd.DataFrame(dict(values), index=index)
    frame.attrs["units"] = {name: INDICATORS[name].unit for name in values}
    return frame
