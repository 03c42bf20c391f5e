"""What a lesson is: a situation, a prediction before the reveal, what the model's own mechanism gives, a challenge, a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.text import Text

NO_UNIT = Text("", "")


@dataclass(frozen=True, slots=True)
class Knob:
    """Something the challenge lets one turn."""

    name: str
    label: Text
    low: float
    high: float
    step: float
    start: float
    unit: Text = NO_UNIT


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mechanism answered: pictures and words, made from its numbers.

    Parameters
    ----------
    text : what was seen.
    plots : as the part `plots` takes them, by language.
    right : the option that the numbers bear out; None where they leave it open.
    solved : whether a challenge is met; None for a reveal.
    """

    text: Text
    plots: Callable[[str], list[dict[str, Any]]]
    right: str | None = None
    solved: bool | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson.

    Parameters
    ----------
    reveal : runs the mechanism and compares its result with the prediction.
    attempt : runs it with what the challenge's knobs say.
    source, link : the published model behind it.
    mechanism : file of the model whose code runs.
    """

    name: str
    title: Text
    story: Text
    question: Text
    options: Mapping[str, Text]
    reveal: Callable[[], Answer]
    challenge: Text
    knobs: tuple[Knob, ...]
    attempt: Callable[[Mapping[str, float]], Answer]
    source: str
    link: str
    mechanism: str

    def knob_values(self, given: Mapping[str, Any]) -> dict[str, float]:
        """Return what was turned, held within bounds; what is missing or no number is at its start."""
        found = {}
        for knob in self.knobs:
            value = given.get(knob.name)
            usable = isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value)
            found[knob.name] = float(min(knob.high, max(knob.low, value))) if usable else knob.start  # type: ignore[arg-type,type-var]
        return found


COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")


def lines(
    name: str, label: Text, unit: Text, x: Text, curves: Mapping[Text, Any], start: float = 0.0, places: Any = None
) -> Callable[[str], list[dict[str, Any]]]:
    """Return a maker of one chart of curves; `places` are the x of all points, else they count from `start`."""

    def make(language: str) -> list[dict[str, Any]]:
        series = []
        for k, (title, values) in enumerate(curves.items()):
            at = places if places is not None else [start + t for t in range(len(values))]
            series.append(
                {
                    "name": title[language], "type": "line", "showSymbol": len(values) < 12, "data": [[float(a), round(float(v), 4)] for a, v in zip(at, values)],
                    "lineStyle": {"color": COLOURS[k % 4], "width": 2.5, "type": ("solid", "dashed", "dotted", "solid")[k % 4]}, "itemStyle": {"color": COLOURS[k % 4]},
                }
            )  # fmt: skip
        spoken = f"{label[language]}: " + "; ".join(
            f"{title[language]} {float(values[-1]):.2f}" for title, values in curves.items()
        )
        option = {
            "legend": {"top": 0}, "grid": {"left": 56, "right": 20, "top": 34, "bottom": 46}, "series": series,
            "xAxis": {"type": "value", "name": x[language], "nameLocation": "middle", "nameGap": 26, "min": "dataMin", "max": "dataMax"}, "yAxis": {"type": "value", "scale": True},
        }  # fmt: skip
        return [{"name": name, "label": label[language], "unit": unit[language], "spoken": spoken, "option": option}]

    return make


def bars(
    name: str, label: Text, unit: Text, values: Mapping[Text, float], errors: Mapping[Text, float] | None = None
) -> Callable[[str], list[dict[str, Any]]]:
    """Return a maker of one bar chart, with 95 % intervals where there are some."""

    def make(language: str) -> list[dict[str, Any]]:
        names = [title[language] for title in values]
        data = [{"value": round(v, 4), "itemStyle": {"color": COLOURS[k % 4]}} for k, v in enumerate(values.values())]
        series: list[dict[str, Any]] = [
            {"type": "bar", "barMaxWidth": 70, "data": data, "label": {"show": errors is None, "position": "top"}}
        ]
        if errors is not None:
            for title, v in values.items():
                at, e = title[language], errors[title]
                series.append(
                    {
                        "type": "line",
                        "neutral": True,
                        "symbol": "rect",
                        "symbolSize": [14, 2],
                        "lineStyle": {"width": 2},
                        "data": [[at, v - e], [at, v + e]],
                    }
                )
        spoken = f"{label[language]}: " + "; ".join(f"{title[language]} {v:.3f}" for title, v in values.items())
        option = {
            "grid": {"left": 56, "right": 20, "top": 26, "bottom": 40},
            "xAxis": {"type": "category", "data": names, "axisLabel": {"interval": 0}},
            "yAxis": {"type": "value"},
            "series": series,
            "tooltip": {"show": False},
        }
        return [{"name": name, "label": label[language], "unit": unit[language], "spoken": spoken, "option": option}]

    return make


def both(*makers: Callable[[str], list[dict[str, Any]]]) -> Callable[[str], list[dict[str, Any]]]:
    """Return a maker of several charts."""
    return lambda language: [plot for make in makers for plot in make(language)]
