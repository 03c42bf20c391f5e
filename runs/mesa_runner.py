"""Districts for the scenario runners of Mesa 4: what `mesa.experimental.scenarios.run_scenarios` runs.

A scenario of Mesa is a point of a design with a seed, one of ours a policy; the policy is one of its parameters:

    points = pandas.DataFrame({"scenario": ["top_down", "co_governance"], "pooling": [0.2, 0.8]})
    scenarios = mesa.experimental.scenarios.Scenario.from_dataframe(points, rng=7, replications=20)
    store = run_scenarios(scenarios, DistrictRuns(until=260, residents=800), executor=executor)

Replications of different points with the same number share their seed, so their differences are paired.
This is experimental in Mesa, so it is used here and nowhere else. `Study` does the same with files that survive a crash.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..core.nearest import nearest
from ..core.quantity import QuantityError
from ..model.model import CommunityModel
from .extensions.extensions import as_in, facts_now
from .settings import SettingError, split_values

if TYPE_CHECKING:
    import pandas as pd

try:
    from mesa.experimental.scenarios import RunConfiguration  # pyright: ignore[reportAttributeAccessIssue]
except ImportError:  # Mesa before its runners

    class RunConfiguration:
        """What Mesa's class of this name does with a scenario, where Mesa has none yet."""

        def __call__(self, scenario: Any) -> dict[str, pd.DataFrame]:
            """Run the scenario and return its outcomes."""
            model = self.instantiate_model(scenario)  # pyright: ignore[reportAttributeAccessIssue]
            self.run_model(model)  # pyright: ignore[reportAttributeAccessIssue]
            return self.extract_output(model)  # pyright: ignore[reportAttributeAccessIssue]


OUTCOMES = ("indicators", "indicators_by_community", "events", "measures", "residents_frame", "cases_frame")
"""Tables of a model that a run can return."""
OF_THE_MODEL = ("scenario", "residents", "communities")
"""Parameters of a point that the model takes by themselves; all others are levers, environment or constants."""


class DistrictRuns(RunConfiguration):  # pyright: ignore[reportGeneralTypeIssues]
    """How a scenario of Mesa is run as a district, and which tables are kept of it.

    Parameters
    ----------
    until : weeks of each run.
    outcomes : tables of the model to return, of `OUTCOMES`; or one name.
    **fixed : arguments of `CommunityModel` that are the same in all runs.

    Raises
    ------
    QuantityError
        For names of outcomes or arguments that are not known.
    """

    def __init__(self, until: int, outcomes: str | Iterable[str] = ("indicators",), **fixed: Any) -> None:
        if isinstance(until, bool) or not hasattr(until, "__index__") or until < 1:
            raise SettingError(f"until = {until!r} is not allowed: a whole number of weeks from 1")
        self.until = int(until)
        self.outcomes = [outcomes] if isinstance(outcomes, str) else list(outcomes)
        for name in self.outcomes:
            if name not in OUTCOMES:
                raise QuantityError(f"outcomes: unknown table '{name}'{nearest(name, OUTCOMES)}")
        for name in ("rng", "seed"):
            if name in fixed:
                raise SettingError(f"{name}: each scenario of Mesa brings its own seed, as Scenario(rng=7)")
        self.model_class, self.model_args, self.model_kwargs = CommunityModel, [], fixed
        self.extensions = facts_now()

    def instantiate_model(self, scenario: Any) -> CommunityModel:
        """Return the district of a scenario; the same scenario gives the same district, however often it is run."""
        values = dict(scenario)
        own = {name: values.pop(name) for name in OF_THE_MODEL if name in values}
        parts = zip(("levers", "environment", "constants"), split_values(values), strict=True)
        both: dict[str, Any] = {name: {**self.model_kwargs.get(name, {}), **part} for name, part in parts}
        fresh = copy.deepcopy(scenario).rng  # a copy begins with the generator as it was before anything was drawn
        with as_in(self.extensions):
            return CommunityModel(**{**self.model_kwargs, **own, **both, "rng": fresh})

    def run_model(self, model: CommunityModel) -> None:
        """Run the weeks."""
        model.run_for(self.until)

    def extract_output(self, model: CommunityModel) -> dict[str, pd.DataFrame]:
        """Return the tables asked for, by name."""
        found: dict[str, pd.DataFrame] = {}
        for name in self.outcomes:
            table: Any = getattr(model, name)
            found[name] = table() if name.endswith("_frame") else table
        return found
