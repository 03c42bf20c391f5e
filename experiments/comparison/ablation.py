"""What residents contribute to a difference: the comparison run again with residents who differ less, on the same random numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...core.nearest import suggestion
from ...core.text import Text
from ...model.population.ablation import ABLATIONS
from ...model.quantities.indicators import INDICATORS
from ...runs.intervals import interval
from ...runs.settings import Setting, SettingError
from ...runs.values import plain

COLUMNS = (
    "ablation", "scenario", "baseline", "indicator", "label", "unit", "difference", "low", "high", "ablated", "ablated_low", "ablated_high",
    "residents", "residents_low", "residents_high", "replicates", "better",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ablated:
    """The runs of a comparison under one ablation.

    Parameters
    ----------
    kind : one of `ABLATIONS`.
    summary : means over the last 52 weeks, scenarios x replicates x indicators.
    """

    kind: str
    summary: np.ndarray


def ablations_of(setting: Setting, asked: str | Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of ablation asked for, each once, in the order of `ABLATIONS`.

    Raises
    ------
    SettingError
        For a kind that is not known, and where the setting itself is of ablated residents.
    """
    kinds = plain(asked)
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in kinds:
        if kind not in ABLATIONS:
            hint, known = suggestion(str(kind), ABLATIONS), ", ".join(ABLATIONS)
            raise SettingError(
                Text(
                    f"ablate: unknown ablation '{kind}'{hint.en}; allowed: {known}",
                    f"ablate：没有名为 '{kind}' 的消融{hint.zh}；可取：{known}",
                )
            )
    if kinds and setting.environment.get("ablate", "none") != "none":
        raise SettingError(
            Text(
                "ablate: the comparison itself is one of ablated residents: leave out --set ablate",
                "ablate：比较本身已对居民作消融：请去掉 --set ablate",
            )
        )
    return tuple(kind for kind in ABLATIONS if kind in kinds)


def ablated(setting: Setting, kind: str) -> Setting:
    """Return a setting with ablated residents."""
    return dataclasses.replace(setting, environment={**setting.environment, "ablate": kind})


def contribution_table(
    ablations: Sequence[Ablated], summary: np.ndarray, names: Sequence[str], baseline: int, indicators: Sequence[str], lang: str = "en",
) -> pd.DataFrame:  # fmt: skip
    """Return paired differences with residents as they are, with ablated residents, and the one less the other.

    Columns: ablation, scenario, baseline, indicator, label, unit; `difference` (full), `ablated` and `residents` (full less ablated, paired by
    replicate), each with its 95 % t interval; replicates in which all four runs have a value; better as in `Comparison.table`.

    Parameters
    ----------
    summary : of the comparison itself, scenarios x replicates x indicators.
    baseline : place of the scenario from which differences are taken.
    """
    rows = []
    for one in ablations:
        for place, name in enumerate(names):
            for k, indicator in enumerate(indicators) if place != baseline else ():
                full = summary[place, :, k] - summary[baseline, :, k]
                less = one.summary[place, :, k] - one.summary[baseline, :, k]
                both = np.isfinite(full) & np.isfinite(less)
                found = [interval(values[both]) for values in (full, less, full - less)]
                declared = INDICATORS[indicator]
                rows.append(
                    (
                        one.kind, name, names[baseline], indicator, declared.label[lang], declared.unit,
                        *(number for each in found for number in (each.mean, each.low, each.high)), int(both.sum()),
                        declared.extra["better"],
                    )
                )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
