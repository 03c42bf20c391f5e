"""What an analysis works on: finished runs as arrays, points x replicates, for scenarios and for paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.nearest import meant, nearest, suggestion
from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ..design.designs import SAMPLED, unit_points
from ..design.spec import Spec
from ..errors import StudyError
from ..execution.session import ASKED_FROM
from .noise import without_rounding

if TYPE_CHECKING:
    from ..study import Study

MAIN = ("satisfaction", "true_resolution", "belonging", "participation", "trust_government", "rule_fit")
"""Indicators that are analysed unless the study or the user names others."""


@dataclass(frozen=True, slots=True)
class Response:
    """One number that depends on the factors: an indicator under a scenario, or its paired difference of two scenarios.

    Parameters
    ----------
    indicator, scenario : of what.
    against : the scenario whose value in the same replicate is subtracted; None: the level itself.
    values : float64 (points, replicates); nan where there is no number.
    level : size of the numbers that the values were made from; differences far below it are rounding.
    """

    indicator: str
    scenario: str
    against: str | None
    values: np.ndarray
    level: float = 0.0

    @property
    def better(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither is declared."""
        return int(INDICATORS[self.indicator].extra["better"])

    @property
    def key(self) -> dict[str, str]:
        """The columns that name it in tables."""
        return {"indicator": self.indicator, "scenario": self.scenario, "against": self.against or ""}


@dataclass(frozen=True, slots=True)
class Sample:
    """The finished runs of a study.

    Parameters
    ----------
    spec : what the study asks for.
    factors : names of what varies, in the order of the columns of `unit`.
    points : values of the factors.
    unit : float64 (points, factors), places in 0-1: of the sample, or ranks of the values in a grid or list.
    group : int (points), number of the set of points that were drawn together and are resampled together.
    responses : what can be analysed.
    counts : runs asked for, finished, failed, missing, and those of them without a number by indicator.
    """

    spec: Spec
    factors: tuple[str, ...]
    points: Sequence[dict[str, Any]]
    unit: np.ndarray
    group: np.ndarray
    responses: tuple[Response, ...]
    counts: dict[str, Any]

    def response(self, indicator: str, scenario: str, against: str | None = None) -> Response:
        """Return one response."""
        return next(
            one
            for one in self.responses
            if (one.indicator, one.scenario, one.against) == (indicator, scenario, against)
        )

    @property
    def titles(self) -> dict[str, Text]:
        """Titles of the scenarios by name."""
        return {one.name: one.title for one in self.spec.scenarios}

    def column(self, factor: str) -> list[Any]:
        """Return the values of a factor, point by point."""
        return [point.get(factor) for point in self.points]


def sample_of(
    study: Study, indicators: Sequence[str] = (), scenarios: Sequence[str] = (), against: str | None = None
) -> Sample:
    """Return the finished runs of a study.

    Parameters
    ----------
    study : finished or not; only runs that are there without an error count.
    indicators : which; by default those of the study if it names some, else `MAIN`.
    scenarios : which; all by default.
    against : baseline of the differences; by default the first of `scenarios`.

    Raises
    ------
    StudyError
        For unknown names, a design without factors, or a study without finished runs.
    """
    spec = study.spec
    if not spec.factor_names:
        raise StudyError(
            Text(
                f"{study.folder}: nothing varies in this study; cogov compare is for that",
                f"{study.folder}：该研究没有变化的参数；请改用 cogov compare",
            )
        )
    runs = study.runs
    runs = runs[runs["point"] < ASKED_FROM]
    good = runs[runs["error"].isna()]
    if not len(good):
        raise StudyError(
            Text(
                f"{study.folder}: no run is finished; make them with: cogov sweep, or cogov study resume",
                f"{study.folder}：没有已完成的运行；请用 cogov sweep 或 cogov study resume 运行",
            )
        )
    names = _indicators(spec, indicators, [name for name in runs.columns if name in INDICATORS])
    chosen = _scenarios(spec, scenarios)
    base = _scenarios(spec, [against])[0] if against is not None else chosen[0]
    chosen = chosen if base in chosen else [base, *chosen]
    tables = {name: _arrays(good, name, chosen, len(spec.points)) for name in names}
    responses = []
    for name in names:
        levels = tables[name]
        responses += [Response(name, scenario, None, levels[scenario]) for scenario in chosen]
        responses += [_difference(name, scenario, base, levels) for scenario in chosen if scenario != base]
    status = study.status()
    counts = {key: status[key] for key in ("total", "done", "failed", "missing")}
    counts["analysed"] = int(good["scenario"].isin(chosen).sum())
    counts["without_number"] = {
        name: lost for name in names if (lost := int(good[good["scenario"].isin(chosen)][name].isna().sum()))
    }
    factors = tuple(spec.factor_names)
    return Sample(
        spec, factors, spec.points, _unit(spec, factors), groups_of(spec), tuple(responses), counts
    )  # fmt: skip


def _difference(name: str, scenario: str, base: str, levels: dict[str, np.ndarray]) -> Response:
    """Return a paired difference, with 0 where it is rounding."""
    size = np.maximum(np.abs(levels[scenario]), np.abs(levels[base]))
    level = float(np.max(size, where=np.isfinite(size), initial=0.0))
    return Response(name, scenario, base, without_rounding(levels[scenario] - levels[base], size), level)


def _indicators(spec: Spec, asked: Sequence[str], there: Sequence[str]) -> list[str]:
    for name in asked:
        if name not in INDICATORS:
            raise StudyError(
                Text(
                    f"unknown indicator '{name}'{nearest(name, INDICATORS)}",
                    f"未知指标 '{name}'{suggestion(name, INDICATORS).zh}",
                )
            )
        if name not in there:
            raise StudyError(
                Text(
                    f"indicator '{name}' is not among those of this study{nearest(name, there)}",
                    f"该研究没有指标 '{name}'{suggestion(name, there).zh}",
                )
            )
    if asked:
        return list(dict.fromkeys(asked))
    if spec.indicators != tuple(INDICATORS):
        return [name for name in spec.indicators if name in there]
    return [name for name in MAIN if name in there] or list(there)


def _scenarios(spec: Spec, asked: Sequence[str]) -> list[str]:
    for name in asked:
        if name not in spec.names:
            hint = meant(name, spec.names)
            raise StudyError(
                Text(f"scenario '{name}' is not in this study{hint.en}", f"该研究没有方案 '{name}'{hint.zh}")
            )
    return list(dict.fromkeys(asked)) or list(spec.names)


def _arrays(runs: Any, indicator: str, scenarios: Sequence[str], points: int) -> dict[str, np.ndarray]:
    """Return (points, replicates) for each scenario."""
    replicates = int(runs["replicate"].max()) + 1
    found = {}
    for scenario in scenarios:
        rows = runs[runs["scenario"] == scenario]
        values = np.full((points, replicates), np.nan)
        values[rows["point"].to_numpy(), rows["replicate"].to_numpy()] = rows[indicator].to_numpy(dtype=np.float64)
        found[scenario] = values
    return found


def _unit(spec: Spec, factors: Sequence[str]) -> np.ndarray:
    """Return the place of each point in the unit cube."""
    if spec.design.method in SAMPLED:
        return unit_points(spec.design, len(factors), spec.seed)
    columns = []
    for name in factors:
        values = [point.get(name) for point in spec.points]
        order = {value: place for place, value in enumerate(ordered(values))}
        columns.append([(order[value] + 0.5) / len(order) for value in values])
    return np.array(columns).T


def ordered(values: Sequence[Any]) -> list[Any]:
    """Return the different values: numbers by size, words as they come."""
    different = list(dict.fromkeys(values))
    numbers = all(isinstance(value, int | float) for value in different)
    return sorted(different) if numbers else different


def block_size(spec: Spec) -> int:
    """Return how many points in a row were drawn together."""
    return {"sobol_indices": len(spec.factors) + 2, "morris": len(spec.factors) + 1}.get(spec.design.method, 1)


def groups_of(spec: Spec) -> np.ndarray:
    """Return for each point the number of its set of points that share coordinates, int (points)."""
    return np.arange(len(spec.points)) // block_size(spec)
