"""What a study asks for: scenarios x points of a design x replicates. Checked when made; it never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from ...core.text import Text
from ...model.extensions.extension import Active, active
from ...model.quantities.indicators import INDICATORS
from ...runs.files.manifest import from_library, scenario_file
from ...runs.stopping import MOST
from ...scenarios import Scenario
from ..errors import StudyError
from .designs import Design, points_of
from .factors import Factor
from .study_extensions import kept


@dataclass(frozen=True)
class Spec:
    """A study as asked for; see `docs/studies.md` for the file it is read from.

    Parameters
    ----------
    scenarios : each is run at every point; the first is the baseline of paired differences.
    factors : what varies.
    design : which points.
    fixed : levers, environment parameters and constants with one value for all runs.
    replicates : of each scenario at each point, unless `precision` is given.
    precision : half-width to be reached by indicator, in its unit.
    most : replicates at which a study by precision gives up.
    weeks, seed : length of each run, and the random seed.
    data : data folder of the population, or None.
    indicators : what tables and series show; runs keep all.
    series : whether weekly series of `indicators` are kept too.
    title : words for people.
    used : the extensions in use.
    absent : why extensions that it names cannot be used where it is read; it cannot run without them.
    """

    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...] = ()
    design: Design = field(default_factory=Design)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    replicates: int = 20
    precision: Mapping[str, float] = field(default_factory=dict)
    most: int = MOST
    weeks: int = 260
    seed: int = 1
    data: str | None = None
    indicators: tuple[str, ...] = field(default_factory=lambda: tuple(INDICATORS))
    series: bool = False
    title: Text = field(default_factory=lambda: Text("", ""))
    used: tuple[Active, ...] = field(default_factory=active, repr=False)
    absent: tuple[Text, ...] = ()

    @property
    def extensions(self) -> tuple[str, ...]:
        """Names or files of the extensions in use, as they were asked for."""
        return tuple(one.asked for one in self.used)

    @cached_property
    def points(self) -> list[dict[str, Any]]:
        """The points of the design: values of the factors by name."""
        points = points_of(self.design, self.factors, self.seed)
        if not points:
            raise StudyError(Text("the design has no points", "设计中没有点"))
        return points

    @property
    def factor_names(self) -> list[str]:
        """Names of all that varies, in the order of the design."""
        if self.design.method == "list":
            return list(dict.fromkeys(name for row in self.design.rows for name, _ in row))
        return [factor.name for factor in self.factors]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios."""
        return tuple(scenario.name for scenario in self.scenarios)

    def plain(self) -> dict[str, Any]:
        """Return the study as plain data that reads back as the same study."""
        data: dict[str, Any] = {}
        if self.title.en:
            data["title"] = {"en": self.title.en, "zh": self.title.zh}
        data["scenarios"] = [one.name if from_library(one) else scenario_file(one) for one in self.scenarios]
        if self.factors:
            data["factors"] = {factor.name: factor.plain() for factor in self.factors}
        data["design"] = self.design.plain()
        if self.fixed:
            data["set"] = dict(self.fixed)
        if self.precision:
            data |= {"precision": dict(self.precision), "most": self.most}
        else:
            data["replicates"] = self.replicates
        data |= {"weeks": self.weeks, "seed": self.seed}
        if self.used:
            data["extensions"] = [kept(one) for one in self.used]
        if self.data is not None:
            data["data"] = self.data
        if self.indicators != tuple(INDICATORS):
            data["indicators"] = list(self.indicators)
        data["record"] = ["summary", "series"] if self.series else ["summary"]
        return data

    def to_yaml(self) -> str:
        """Return the text of a study file; scenarios of the user's own stand next to it in scenarios/."""
        return yaml.safe_dump(self.plain(), allow_unicode=True, sort_keys=False, width=1000)
