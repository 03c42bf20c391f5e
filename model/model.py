"""The district as a Mesa model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Self, Unpack

import mesa
import networkx as nx
import numpy as np
from mesa.model import RNGLike, SeedLike

from ..core.quantity import QuantityError, nearest
from ..core.rows.mesa_bridge import advance_time, has_user_events, steps_due, uses_step
from . import scenario_lookup, state
from .budget import Plan, plan
from .cases.records import CaseRecords
from .counterfactual import Cause, read_causes
from .extensions.attached import attach
from .extensions.extension import active, using
from .extensions.own_columns import KINDS
from .mechanisms import money
from .population.ablation import switched_off, without_others
from .population.from_graph import given_from_graph
from .population.given import Given
from .quantities.indicators import INDICATORS
from .quantities.levers import LEVERS
from .quantities.parameters import CONSTANTS, ENVIRONMENT
from .quantities.prices import PRICES
from .runtime import branching, burn_in, column_checks, size
from .runtime import build as building
from .runtime.arguments import check_levers, crew_of, dated
from .runtime.district import District
from .runtime.hand_made import HandMade
from .runtime.outputs import Outputs, latest
from .runtime.seeds import Seeded, by_either_name, seed_of, word_of
from .runtime.weights import whole
from .schedule import SCHEDULE
from .week import room_for_week, run_week, run_weeks

MOST_WEEKS = 32_767  # ties keep the week of their last use in 16 bits


class CommunityModel(HandMade, Outputs):
    """A district of urban communities, week by week.

    Parameters
    ----------
    scenario : name of a scenario of the library, a `Scenario`, or None for the status quo without a name.
    residents, communities : adults in all, and places; short for entries of `environment`.
    rng : seed, a whole number from 0 of any size; the same seed gives the same residents and, across scenarios, common random numbers.
        Or, as Mesa takes them, a `numpy.random.SeedSequence`, a sequence of whole numbers, or a generator of NumPy, from which
        the seed is drawn; None: a new seed. `model.seed` is the whole number. `seed=` is another name.
    levers : lever values that go over those of the scenario.
    environment, constants : values that go over the declared defaults.
    changes : further dated changes, as (week, {lever: value}).
    population : residents, ties, organisations from a data folder (`cogov.load_data`), or a networkx graph of residents.
    off : names of mechanisms (model.schedule) that are switched off; or one name.
    without : causes left out of this history, such as "organization:17", "rule:5@community:3" (model/counterfactual.py).
    record_events : keep the events worth telling (`events`).
    by_community : keep the weekly indicators of every community (`indicators_by_community`).
    record_cases : keep what becomes of every case that an office comes to know of (`cases_frame`).
    threads : threads that share the work; by default one for districts below 50,000 residents, else one a processor (or what the
        environment variable COGOV_THREADS says). Results are the same, byte for byte.

    Raises
    ------
    QuantityError
        For unknown names (the nearest is named) and values out of bounds.
    """

    def __init__(
        self, *, scenario: Any = "status_quo", residents: int | None = None, communities: int | None = None, rng: RNGLike | SeedLike | None = None,
        levers: Mapping[str, Any] | None = None, environment: Mapping[str, Any] | None = None,
        constants: Mapping[str, Any] | None = None, changes: Iterable[tuple[int, Mapping[str, Any]]] = (),
        population: Given | nx.Graph | None = None, off: str | Iterable[str] = (), record_events: bool = False, by_community: bool = False,
        record_cases: bool = False, threads: int | None = None, without: Iterable[str | Cause] = (),
        **more: Unpack[Seeded],
    ) -> None:  # fmt: skip
        rng = by_either_name(rng, more, type(self).__name__, CommunityModel.__init__)
        self.seed = seed_of(rng)
        super().__init__(rng=rng if isinstance(rng, np.random.Generator | np.random.BitGenerator) else self.seed)
        self._declare_own(active())
        self._policy = self._resolve(scenario)
        own = {} if self._policy is None else dict(self._policy.levers)
        planned = [] if self._policy is None else [(c.week, dict(c.levers)) for c in self._policy.changes]
        self.levers = {**LEVERS.defaults(), **own, **LEVERS.check(levers or {}, "levers")}
        check_levers(self.levers)
        self.changes = dated([*planned, *changes], self.levers)
        if isinstance(population, str | os.PathLike):
            raise QuantityError(
                f"population = {population!r} is a path: read it with cogov.load_data and pass what that returns"
            )
        self.population = given_from_graph(population) if isinstance(population, nx.Graph) else population
        self.environment = self._environment(environment, residents, communities)
        self.constants = {**CONSTANTS.defaults(), **whole(CONSTANTS.check(constants or {}, "constants"))}
        alone = self.environment["ablate"]
        self.environment, self.constants = (without_others(one, alone) for one in (self.environment, self.constants))
        size.check(self.environment)
        self.week = 0
        self._processes: list[tuple[int, Callable[[CommunityModel], object]]] = []  # plain Python mechanisms, by place
        self._observers: list[Callable[[CommunityModel], object]] = []  # called after every week; they change nothing
        self.without = read_causes(without)
        self._order, self._layout = building.arrange(self.environment, word_of(self.seed), self.population)
        self.environment["communities"] = self._layout.communities
        self.by_community = by_community
        self.record_events = record_events
        self.case_records = CaseRecords() if record_cases else None
        if self.case_records is not None:
            self.add_observer(self.case_records)
        self.own_indicators = attach(self)
        self._begin(None, threads, switched_off(self.environment, off))
        self._due_changes()

    # -- making -----------------------------------------------------------------------------------------------------

    def _begin(
        self, arrays: dict[str, building.Arrays] | None, threads: int | None = None, off: str | Iterable[str] = ()
    ) -> None:
        """Take these arrays as the state, or build them, and make all that follows from them."""
        self._crew = crew_of(threads, self._layout.residents)
        self.district = District(word_of(self.seed), self._codes())
        made = arrays is None
        if arrays is None:
            burn_in.begin(self, off)
            self._make_own()
        else:
            self.district.arrays = arrays
            self._plan_for(self.levers)
        self.district.rebind()
        self._add_stores()
        self._start_own(made)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(latest, name=name) for name in INDICATORS}
        )
        self._own_collector = self.datacollector
        self._born = frozenset({*self.__dict__, "_born", "_latest"})

    @property
    def scenario(self) -> Any:
        """The scenario the model was made with, or None."""
        return self._policy

    @scenario.setter
    def scenario(self, scenario: Any) -> None:
        self._scenario = scenario  # Mesa's own holder of seed and arguments, set while Mesa makes the model

    def _resolve(self, scenario: Any) -> Any:
        if not isinstance(scenario, str):
            return scenario
        return scenario_lookup.find(scenario)

    def _environment(
        self, given: Mapping[str, Any] | None, residents: int | None, communities: int | None
    ) -> dict[str, Any]:
        values = {**ENVIRONMENT.defaults(), **ENVIRONMENT.check(given or {}, "environment")}
        short = {"residents": residents, "communities": communities}
        values.update(ENVIRONMENT.check({name: value for name, value in short.items() if value is not None}))
        if values["complexity"] >= values["elements"]:
            raise QuantityError(
                f"environment: complexity = {values['complexity']} is out of bounds: from 0 to elements - 1 = {values['elements'] - 1}"
            )
        if self.population is not None:
            if residents is not None or communities is not None:
                raise QuantityError("residents and communities follow from the data and cannot be set as well")
            values["residents"], values["communities"] = len(self.population), len(self.population.communities)
            origins = self.population.residents["origin"]
            values["groups"] = max(int(values["groups"]), int(origins.max(initial=0)) + 1)
        return values

    def _codes(self) -> dict[str, float]:
        values = {**self.environment, **self.constants}
        codes = {name: quantity.code(values[name]) for name, quantity in ENVIRONMENT.model.items()}
        return {**codes, **{name: quantity.code(values[name]) for name, quantity in CONSTANTS.model.items()}}

    def _plan_for(self, levers: Mapping[str, Any]) -> None:
        prices = {name: self.constants[name] for name in PRICES}
        about = self.environment
        with using(self.extensions):
            self.plan: Plan = plan(levers, about["residents"], about["communities"], about["budget"], prices)
        self.district.levers = state.Levers(**self.plan.codes())

    def _switch_off(self, off: str | Iterable[str]) -> None:
        names = [process.name for process in SCHEDULE]
        for name in [off] if isinstance(off, str) else off:
            if name not in names:
                raise QuantityError(f"off: unknown mechanism '{name}'{nearest(name, names)}")
            self.district.arrays["switches"][name][0] = 0

    # -- running ----------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Run one week. Its data are collected when the step is over, unless a step of your own has done so."""
        self._run(1)

    def after_step(self) -> None:
        """Collect the data of a week, once."""
        moments = getattr(self.datacollector, "_collection_steps", ())
        if not moments or moments[-1] != self.time:
            self.datacollector.collect(self)

    def run_for(self, duration: float) -> None:
        """Run for some weeks, in one compiled call where nothing else is scheduled in between."""
        if duration < 0:
            raise ValueError(f"duration = {duration!r} is negative")
        fast = self.datacollector is self._own_collector and uses_step(self, CommunityModel.step)
        if not fast or has_user_events(self, self.time + duration):
            super().run_for(duration)
            return
        weeks = steps_due(self, duration)
        if weeks:
            before = self.week
            self._run(weeks)
            self._catch_up(before)
        advance_time(self, duration)

    def _run(self, weeks: int) -> None:
        with using(self.extensions):
            self._run_weeks(weeks)

    def _run_weeks(self, weeks: int) -> None:
        last = self.week + weeks
        if last > MOST_WEEKS:
            raise QuantityError(f"week {last} is out of bounds: a run goes on for {MOST_WEEKS:,} weeks at most")
        self.district.make_series(last, begun=self.week > 0, by_community=self.by_community)
        self._check_columns()
        while self.week < last:
            self._due_changes()
            stop = min([last, *[week for week, _ in self.changes if week > self.week]])
            while self.week < stop:
                reached = self._advance(self.week + 1 if self._observers else stop)
                if reached == self.week:
                    self._make_room()
                    continue
                self.week = reached
                for observer in self._observers:
                    observer(self)
        self.sync_agents()

    def _make_room(self) -> None:
        self.district.make_room(self._lengthen, events=self.record_events)

    def _advance(self, stop: int) -> int:
        if not self._processes and self._crew is None:
            return int(run_weeks(self.district.world, self.week, stop))
        if not room_for_week(self.district.world):
            return self.week
        run_week(self.district.world, self.week, self._crew, self._call_processes)
        return self.week + 1

    def _check_columns(self) -> None:
        column_checks.check(self.district.arrays, int(self.environment["groups"]), self.own_columns)

    def _call_processes(self, place: int) -> None:
        called = [function(self) for at, function in self._processes if at == place]
        if called:
            self._check_columns()

    def add_process(
        self, function: Callable[[CommunityModel], object], *, before: str | None = None, after: str | None = None
    ) -> None:
        """Put a mechanism of your own, a function of the model, into every week before or after a named one.

        Functions put at one place run in the order in which they were added. The results of all others stay the same, byte for byte.

        Raises
        ------
        QuantityError
            For a mechanism that does not exist, or if not exactly one of `before` and `after` is given.
        """
        names = [process.name for process in SCHEDULE]
        name = before if before is not None else after
        if name is None or (before is not None and after is not None):
            raise QuantityError("add_process needs one of before= and after=")
        if name not in names:
            raise QuantityError(f"unknown mechanism '{name}'{nearest(name, names)}")
        self._processes.append((names.index(name) + (before is None), function))

    def add_observer(self, function: Callable[[CommunityModel], object]) -> None:
        """Call a function of the model after every week; it may look at everything and must change nothing."""
        self._observers.append(function)

    def _due_changes(self) -> None:
        due = [values for week, values in self.changes if week == self.week]
        if due:
            for values in due:
                self.levers.update(LEVERS.check(values))
            self._apply_levers()

    def set(self, **levers: Any) -> None:
        """Set levers from this week on; what they cost is planned again within the same budget."""
        with using(self.extensions):
            self.levers = check_levers({**self.levers, **LEVERS.check(levers)})
            self._apply_levers()

    def _apply_levers(self) -> None:
        self._plan_for(self.levers)
        self.district.rebind()
        money.employ(self.district.world)
        self.sync_agents()

    def _catch_up(self, before: int) -> None:
        values = self._weekly_values(self.week)
        for name, collected in self.datacollector.model_vars.items():
            collected.extend(values[name][before : self.week].tolist())

    # -- copies -----------------------------------------------------------------------------------------------------

    def fork(self) -> Self:
        """Return an independent model, identical until now.

        Both use the same random numbers from here on: every draw is keyed by its purpose, so what the branch changes (`set`, agents,
        columns) has its consequences, and nothing else differs. Functions added by `add_process`, and events scheduled
        with Mesa, go along; those that keep a model of their own, in a closure, keep this one. What subscribes to
        this model's signals receives nothing from the branch.

        Examples
        --------
        >>> from cogov import CommunityModel
        >>> trunk = CommunityModel(scenario="status_quo", residents=60, communities=1, rng=1)
        >>> branch = trunk.fork()
        >>> branch.set(pooling=0.5)
        >>> trunk.levers["pooling"], branch.levers["pooling"]
        (0.1, 0.5)
        """
        return branching.fork(self)

    def checkpoint(self, path: str | Path) -> Path:
        """Write the whole state to one file, from which `restore` goes on; return its absolute path.

        What Python functions do cannot be kept: functions added by `add_process` are kept by name and place and are
        given again to `restore`. Attributes of your own are kept if they are numbers, words, arrays, or lists and
        dictionaries of these.

        Parameters
        ----------
        path : the file; an earlier one is replaced when the new one is complete.

        Raises
        ------
        CheckpointError
            For a state that a file cannot hold (events of your own that are scheduled, agents of your own classes,
            notes on agents, listeners, observers, a data collector of your own), within a week, and where nothing can be written.
        """
        return branching.checkpoint(self, path)

    @classmethod
    def restore(
        cls, path: str | Path, *, processes: Iterable[Callable[..., object]] = (), threads: int | None = None,
        other_source: bool = False,
    ) -> Self:  # fmt: skip
        """Return the model of a checkpoint: it goes on as the one that was kept would have, bit for bit.

        Parameters
        ----------
        path : a file that `checkpoint` wrote.
        processes : the functions that were added by `add_process`, in that order.
        threads : other than when it was kept; results do not depend on it.
        other_source : go on with an extension whose source is not the same any more.

        Raises
        ------
        CheckpointError
            For a file that is missing, damaged, no checkpoint, or made by other code of the model, where
            `processes` are not those of the file, and where the extensions in use are not those that it was made with.
        """
        return branching.restore(cls, path, list(processes), threads, other_source)

    def __getstate__(self) -> dict[str, Any]:
        kept = dict(self.__dict__)
        kept.pop("own_columns")  # declarations, with functions that may be of a file
        return kept

    def __setstate__(self, kept: dict[str, Any]) -> None:
        self.__dict__.update(kept)
        self._declare_own(self.extensions)
        for group, columns in self.own_columns.items():
            self.store(KINDS[group]).adopt(columns)
        self._plan_for(self.levers)
        self.district.rebind()
