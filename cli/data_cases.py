"""What `cogov data` says of a record of cases, and `cogov data targets`."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..core.quantity import Text
from .errors import Problem, explained

if TYPE_CHECKING:
    from ..data.case_rates import Period
    from ..data.cases import Cases

SHOWN = 8
"""Values of a column that are listed."""
WORDS = {
    "cases": Text("Cases", "诉求"),
    "open": Text("open", "办理中"),
    "rate": Text("rate", "比率"),
    "interval": Text("95 % interval", "95% 区间"),
    "of": Text("of cases", "件数"),
    "time": Text("Weeks to the end (Kaplan-Meier, open cases censored): quarter, half, three quarters", "办结用时（周，Kaplan-Meier，在办件按删失处理）：四分之一、一半、四分之三"),
    "mean": Text("mean of those that ended", "已办结件平均"),
    "a_week": Text("cases a week", "件/周"),
    "error": Text("standard error", "标准误"),
    "more": Text("and {} more", "另有 {} 项"),
}  # fmt: skip


class Day(click.ParamType):
    """A date as 2025-01-06."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read the date."""
        try:
            return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date: write it as 2025-01-06", param, ctx)


def cases_report(cases: Cases, lang: str) -> dict[str, Any]:
    """Return what a record shows as plain data."""
    from ..data.case_rates import VOLUMES, durations, period_of, rates, volumes

    if not len(cases):
        return {"cases": 0}
    period = period_of(cases)
    took = durations(cases, period)
    return {
        "cases": len(cases),
        "period": period.text[lang],
        "received": int(period.received(cases).sum()),
        "open": took.open,
        "rates": {
            name: {"value": rate.value, "error": rate.error, "count": rate.count, "of": rate.of}
            for name, rate in rates(cases, period).items()
        },
        "weeks_to_the_end": {
            "quartiles": [_plain(value) for value in took.quartiles], "mean": _plain(took.closed_mean), "error": _plain(took.closed_error),
        },
        "volumes": {by: volumes(cases, period, by).to_dict("records") for by in VOLUMES},
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return None if value != value else round(value, 6)


def show_cases(cases: Cases, lang: str) -> None:
    """Print what a record shows."""
    from rich.console import Console
    from rich.table import Table

    from ..data.case_rates import RATES, VOLUMES

    console = Console(highlight=False, markup=False, soft_wrap=False)
    report = cases_report(cases, lang)
    if not report["cases"]:
        return
    comma = "，" if lang == "zh" else ", "
    head = f"{WORDS['cases'][lang]} {report['received']:,}{comma}{WORDS['open'][lang]} {report['open']:,}"
    click.echo(f"{head} ({report['period']})")
    if report["rates"]:
        table = Table(*(WORDS[word][lang] for word in ("rate", "of")), WORDS["interval"][lang])
        for name, rate in report["rates"].items():
            low, high = _wilson(rate["count"], rate["of"])
            table.add_row(f"{RATES[name][lang]} {rate['value']:.1%}", f"{rate['of']:,}", f"{low:.1%} - {high:.1%}")
        console.print(table)
    took = report["weeks_to_the_end"]
    if took["mean"] is not None:
        quartiles = comma.join("-" if value is None else f"{value:.2f}" for value in took["quartiles"])
        click.echo(f"{WORDS['time'][lang]}: {quartiles}{comma}{WORDS['mean'][lang]} {took['mean']:.2f}")
    for by, label in VOLUMES.items():
        rows = report["volumes"][by]
        if rows:
            table = Table(label[lang], WORDS["a_week"][lang], WORDS["error"][lang])
            for row in rows[:SHOWN]:
                table.add_row(row["value"], f"{row['a_week']:.3g}", f"{row['error']:.2g}")
            console.print(table)
            if len(rows) > SHOWN:
                click.echo(WORDS["more"][lang].format(len(rows) - SHOWN))


def _wilson(count: int, of: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(count, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def _population(folder: Path) -> float | None:
    """Return how many people live in a data folder's communities, by their own figures or the residents listed."""
    import numpy as np

    from ..data.folder import read_folder

    given = read_folder(folder).given if folder.is_dir() else None
    if given is None:
        return None
    figures = given.communities.population
    return float(figures.sum()) if figures is not None and not np.isnan(figures).any() else float(len(given))


def write_targets(
    source: str, out: Path | None, population: float | None, start: datetime.date | None, end: datetime.date | None,
    force: bool, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Write targets from the cases in a folder or file."""
    from ..core.disk import put
    from ..data.case_rates import period_of
    from ..data.case_targets import case_targets, targets_yaml
    from ..data.cases import read_cases

    path = Path(source).expanduser()
    with explained():
        cases = read_cases(path)
    if not len(cases):
        raise Problem(f"{source}: no case is listed, so nothing is to be met")
    period = period_of(cases, start, end)
    _sound(period, cases, source)
    found = case_targets(cases, period, population if population is not None else _population(path))
    if not found.targets:
        reasons = "; ".join(f"{one.label[lang]}: {one.why[lang]}" for one in found.left)
        raise Problem(f"{source}: nothing in the record is an indicator of the model ({reasons})")
    text = targets_yaml(found, cases.about.get("file", source), lang)
    if out is not None:
        try:
            put(out, text.encode("utf-8"), over=force)
        except FileExistsError:
            raise Problem(f"{out}: the file exists; --force writes over it") from None
    if as_json:
        targets = [{"indicator": one.indicator, "value": one.value, "error": one.error, "cases": one.count, "source": one.source[lang]} for one in found.targets]  # fmt: skip
        left = [{"label": one.label[lang], "value": one.shown, "why": one.why[lang]} for one in found.left]
        click.echo(json.dumps({"file": None if out is None else str(out), "period": period.text[lang], "targets": targets, "not_matched": left}, ensure_ascii=False, indent=2))  # fmt: skip
    else:
        click.echo(text if out is None else str(out), nl=out is not None)


def _sound(period: Period, cases: Cases, source: str) -> None:
    if not period.weeks > 0:
        raise Problem(f"{source}: the period ends before it begins ({period.text.en})")
    if not period.received(cases).any():
        raise Problem(f"{source}: no case was taken in {period.text.en}")
