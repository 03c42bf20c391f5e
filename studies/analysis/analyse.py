"""All that a study's design allows, in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...core.quantity import QuantityError, Text, nearest
from ..errors import StudyError
from . import boxes, effects, indices, noise, regions
from .responses import Response, Sample, sample_of

if TYPE_CHECKING:
    from ..study import Study

CHINESE = {
    "noise": Text("", "方差分解需要每个点至少两次重复"),
    "sobol": Text("", "Sobol' 指数需要设计 design: {method: sobol_indices, points: 64}"),
    "morris": Text("", "Morris 指数需要设计 design: {method: morris, points: 20}"),
    "effects": Text("", "主效应需要填满空间的设计：grid、latin_hypercube 或 sobol，且至少 8 个点"),
    "boxes": Text("", "PRIM 盒需要填满空间的设计：grid、latin_hypercube 或 sobol，且至少 20 个独立抽取的点"),
    "maps": Text("", "区域图需要至少两个情景、两个因素，以及填满空间的设计：grid、latin_hypercube 或 sobol"),
}
"""Why a part can be missing, in Chinese; the error says it in English."""

PARTS = ("noise", "sobol", "morris", "effects", "boxes", "maps")
"""What can be asked for by name."""


@dataclass(slots=True)
class Analysis:
    """What a study shows.

    Parameters
    ----------
    sample : the runs it is made from.
    seed : of resampling and splitting.
    shares : where the variance of runs comes from, by response.
    sobol, morris, effects : by response; empty where the design does not allow them.
    boxes : PRIM boxes by response.
    maps : region maps.
    left_out : what could not be made, with the reason.
    """

    sample: Sample
    seed: int
    shares: list[tuple[Response, noise.Shares]] = field(default_factory=list)
    sobol: list[tuple[Response, list[indices.SobolIndex]]] = field(default_factory=list)
    morris: list[tuple[Response, list[indices.MorrisIndex]]] = field(default_factory=list)
    effects: list[tuple[Response, list[effects.Effect]]] = field(default_factory=list)
    boxes: list[tuple[Response, boxes.Box]] = field(default_factory=list)
    maps: list[regions.Map] = field(default_factory=list)
    left_out: list[tuple[str, Text]] = field(default_factory=list)


def analyse(
    study: Study, indicators: Sequence[str] = (), scenarios: Sequence[str] = (), against: str | None = None,
    by: Sequence[str] = (), thresholds: Sequence[str] = (), parts: Sequence[str] = (), seed: int = 1,
) -> Analysis:  # fmt: skip
    """Analyse the finished runs of a study.

    Parameters
    ----------
    study : finished or not.
    indicators, scenarios, against : see `sample_of`.
    by : two factors of the region maps; by default the two that matter most for the differences of the first indicator.
    thresholds : what boxes are looked for, as `satisfaction>0.6`: of the levels of each scenario, or, with `against`,
        of the differences; by default where each scenario is better than the baseline (one scenario: the best quarter of runs).
    parts : which of `PARTS`; one that is named and cannot be made is an error, else the reason is kept in `left_out`.
    seed : of resampling and of the split into training and held-out points.

    Raises
    ------
    StudyError
        For unknown names, and for a named part that the design does not allow; the message says which design would.
    """
    for name in parts:
        if name not in PARTS:
            raise StudyError(f"unknown part '{name}'; known: {', '.join(PARTS)}")
    rules = [boxes.read_rule(one) for one in thresholds]
    names = [*indicators, *(name for name, _ in rules if indicators and name not in indicators)]
    sample = sample_of(study, names, scenarios, against)
    for name, _ in rules:
        if name not in [one.indicator for one in sample.responses]:
            sample = sample_of(study, [*dict.fromkeys([one.indicator for one in sample.responses]), name], scenarios, against)  # fmt: skip
    _check_pair(sample, by)
    found = Analysis(sample, seed)
    _try(found, "noise", parts, lambda: _each(found.shares, sample, lambda one: noise.shares(one.values, sample.group, seed)))  # fmt: skip
    _try(found, "sobol", parts, lambda: _each(found.sobol, sample, lambda one: indices.sobol(sample, one, seed)))
    _try(found, "morris", parts, lambda: _each(found.morris, sample, lambda one: indices.morris(sample, one, seed)))
    _try(found, "effects", parts, lambda: _each(found.effects, sample, lambda one: effects.main_effects(sample, one, seed)))  # fmt: skip
    _try(found, "boxes", parts, lambda: _boxes(found, rules, against is not None), bool(rules))
    _try(found, "maps", parts, lambda: _maps(found, by), bool(by))
    return found


def _try(found: Analysis, part: str, parts: Sequence[str], make: Callable[[], None], asked: bool = False) -> None:
    """Make a part; what cannot be made is an error only if it was asked for."""
    if parts and part not in parts:
        return
    try:
        make()
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "SALib":
            raise
        _leave_out(found, part, StudyError("Sobol' indices need SALib: pip install 'cogov[sensitivity]'"), bool(parts))
    except StudyError as error:
        _leave_out(found, part, error, bool(parts) or asked)


def _leave_out(found: Analysis, part: str, error: StudyError, asked: bool) -> None:
    if asked:
        raise error
    extra = f"缺少附加组件（{error}）" if "pip install" in str(error) else CHINESE[part].zh
    found.left_out.append((part, Text(str(error), extra)))


def _each(into: list, sample: Sample, make: Callable[[Response], object]) -> None:
    into.extend([(one, make(one)) for one in sample.responses])


def _boxes(found: Analysis, rules: Sequence[tuple[str, boxes.Rule]], differences: bool) -> None:
    sample = found.sample
    if not rules:
        paired = [one for one in sample.responses if one.against is not None and one.better]
        chosen = [(one, None) for one in paired or [one for one in sample.responses if one.against is None]]
    else:
        chosen = [
            (one, rule)
            for name, rule in rules
            for one in sample.responses
            if one.indicator == name and (one.against is not None) == differences
        ]
        if not chosen:
            raise QuantityError("--threshold with --against needs a scenario besides the baseline")
    found.boxes.extend([(one, boxes.prim(sample, one, rule, found.seed)) for one, rule in chosen])


def _check_pair(sample: Sample, by: Sequence[str]) -> None:
    """Raise unless two different factors of the study are named, or none."""
    for name in by:
        if name not in sample.factors:
            hint = nearest(name, sample.factors) or f"; known: {', '.join(sample.factors)}"
            raise StudyError(f"--by: '{name}' is no factor of this study{hint}")
    if by and (len(by) != 2 or by[0] == by[1]):
        raise StudyError(
            f"--by names {' and '.join(by)}; a map has two different factors, as --by pooling --by similarity"
        )


def _maps(found: Analysis, by: Sequence[str]) -> None:
    sample = found.sample
    if len(sample.factors) < 2:
        raise StudyError(f"a region map has two factors; this study varies one: {', '.join(sample.factors)}")
    pair = (by[0], by[1]) if by else _most_important(found)
    names = list(dict.fromkeys(one.indicator for one in sample.responses))
    found.maps.extend([regions.region_map(sample, name, pair, found.seed) for name in names])


def _most_important(found: Analysis) -> tuple[str, str]:
    """Return the two factors with the largest share of the variance of differences from the baseline, in their order."""
    sample = found.sample
    sums = dict.fromkeys(sample.factors, 0.0)
    for response, made in found.effects:
        if response.against is not None:
            for effect in made:
                sums[effect.factor] += max(0.0, effect.share) if effect.share == effect.share else 0.0
    first, second = sorted(sorted(sums, key=lambda name: -sums[name])[:2], key=sample.factors.index)
    return first, second
