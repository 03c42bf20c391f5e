"""All that a study's design allows, in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.extras import install
from ...core.nearest import meant
from ...core.text import Text
from ..errors import StudyError
from . import boxes, cautions, effects, indices, noise, regions
from .reasons import Cannot, Caution, name_of, words_of
from .responses import Response, Sample, sample_of

if TYPE_CHECKING:
    from ..study import Study

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
    cautions : what is doubtful about numbers that are shown.
    left_out : what could not be made, with the reason.
    """

    sample: Sample
    seed: int
    shares: list[tuple[Response, noise.Shares]] = field(default_factory=list)
    sobol: list[tuple[Response, indices.SobolIndices]] = field(default_factory=list)
    morris: list[tuple[Response, list[indices.MorrisIndex]]] = field(default_factory=list)
    effects: list[tuple[Response, list[effects.Effect]]] = field(default_factory=list)
    boxes: list[tuple[Response, boxes.Box]] = field(default_factory=list)
    maps: list[regions.Map] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
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
            raise StudyError(
                Text(
                    f"unknown part '{name}'; known: {', '.join(PARTS)}",
                    f"没有部分 '{name}'；可用的有：{'、'.join(PARTS)}",
                )
            )
    rules = [boxes.read_rule(one) for one in thresholds]
    names = [*indicators, *(name for name, _ in rules if indicators and name not in indicators)]
    sample = sample_of(study, names, scenarios, against)
    for name, _ in rules:
        if name not in [one.indicator for one in sample.responses]:
            sample = sample_of(study, [*dict.fromkeys([one.indicator for one in sample.responses]), name], scenarios, against)  # fmt: skip
    _check_pair(sample, by)
    found = Analysis(sample, seed)
    makers: dict[str, tuple[list, Callable[[Response], Any]]] = {
        "noise": (found.shares, lambda one: noise.shares(one.values, sample.group, seed)),
        "sobol": (found.sobol, lambda one: indices.sobol(sample, one)),
        "morris": (found.morris, lambda one: indices.morris(sample, one)),
        "effects": (found.effects, lambda one: effects.main_effects(sample, one, seed)),
    }
    for part, (into, make) in makers.items():
        _try(found, part, parts, lambda part=part, into=into, make=make: _each(found, part, into, make))
    found.cautions.extend(cautions.of_sobol(found.sobol))
    found.cautions.extend(cautions.of_effects(found.effects))
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
        missing = Cannot(f"Sobol' indices need SALib: {install('sensitivity')}", f"Sobol' 指数需要 SALib：{install('sensitivity')}")  # fmt: skip
        _leave_out(found, part, missing, bool(parts))
    except StudyError as error:
        _leave_out(found, part, error, bool(parts) or asked)


def _leave_out(found: Analysis, part: str, error: StudyError, asked: bool) -> None:
    if asked:
        raise error
    found.left_out.append((part, words_of(error)))


def _each(found: Analysis, part: str, into: list, make: Callable[[Response], Any]) -> None:
    """Make a part for every response; one that cannot be had does not take the others with it."""
    refused: list[tuple[Response, StudyError]] = []
    for one in found.sample.responses:
        try:
            into.append((one, make(one)))
        except StudyError as error:
            refused.append((one, error))
    if refused and not into:
        raise refused[0][1]
    for words in dict.fromkeys(words_of(error) for _, error in refused):
        names = [name_of(one, found.sample.titles) for one, error in refused if words_of(error) == words]
        said = Text(
            f"{', '.join(one.en for one in names)}: {words.en}", f"{'、'.join(one.zh for one in names)}：{words.zh}"
        )
        found.left_out.append((part, said))


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
            raise Cannot(
                "--threshold with --against needs a scenario besides the baseline",
                "--threshold 与 --against 一起使用时，需要基准以外的方案",
            )
    found.boxes.extend([(one, boxes.prim(sample, one, rule, found.seed)) for one, rule in chosen])


def _check_pair(sample: Sample, by: Sequence[str]) -> None:
    """Raise unless two different factors of the study are named, or none."""
    for name in by:
        if name not in sample.factors:
            hint = meant(name, sample.factors)
            raise StudyError(
                Text(f"--by: '{name}' is no factor of this study{hint.en}", f"--by：'{name}' 不是该研究的因素{hint.zh}")
            )
    if by and (len(by) != 2 or by[0] == by[1]):
        raise StudyError(
            Text(
                f"--by names {' and '.join(by)}; a map has two different factors, as --by pooling --by similarity",
                f"--by 指定了 {'、'.join(by)}；区域图需要两个不同的因素，例如 --by pooling --by similarity",
            )
        )


def _maps(found: Analysis, by: Sequence[str]) -> None:
    sample = found.sample
    if len(sample.factors) < 2:
        one = ", ".join(sample.factors)
        raise Cannot(f"a region map has two factors; this study varies one: {one}", f"区域图需要两个因素；本研究只改变一个：{one}")  # fmt: skip
    pair = (by[0], by[1]) if by else _most_important(found)
    names = list(dict.fromkeys(one.indicator for one in sample.responses))
    found.maps.extend([regions.region_map(sample, name, pair, found.seed) for name in names])


def _most_important(found: Analysis) -> tuple[str, str]:
    """Return the two factors with the largest share of the variance of differences from the baseline, in their order."""
    sample = found.sample
    sums = dict.fromkeys(sample.factors, 0.0)
    made = [(response, [(one.factor, one.share) for one in all_]) for response, all_ in found.effects]
    made += [(response, [(one.factor, one.total) for one in all_]) for response, all_ in found.sobol]
    for response, all_ in made:
        if response.against is not None:
            for factor, share in all_:
                sums[factor] += max(0.0, share) if share == share else 0.0
    first, second = sorted(sorted(sums, key=lambda name: -sums[name])[:2], key=sample.factors.index)
    return first, second
