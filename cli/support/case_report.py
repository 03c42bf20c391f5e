"""What `cogov data` says of a record of cases, and `cogov data targets`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...core.text import Text
from ...data.errors import listed
from .errors import Problem, said

if TYPE_CHECKING:
    from ...data.cases.account import Left
    from ...data.cases.periods import Period
    from ...data.cases.records import Cases

SHOWN = 8
"""Values of a column that are listed."""
WORDS = {
    "cases": Text("Cases", "诉求"),
    "open": Text("open at the end", "期末办理中"),
    "rate": Text("rate", "比率"),
    "interval": Text("95 % interval", "95% 区间"),
    "of": Text("of cases", "件数"),
    "time": Text("Weeks to the end (Kaplan-Meier, open cases censored): quarter, half, three quarters", "办结用时（周，Kaplan-Meier，在办件按删失处理）：四分之一、一半、四分之三"),
    "mean": Text("mean of those that ended", "已办结件平均"),
    "a_week": Text("cases a week", "件/周"),
    "error": Text("standard error", "标准误"),
    "column": Text("column of cases", "诉求列"),
    "read": Text("read as", "读取结果"),
    "missing": Text("missing", "缺失"),
    "left_out": Text("Not counted:", "未计入："),
    "more": Text("and {} more", "另有 {} 项"),
}  # fmt: skip


class Zone(click.ParamType):
    """A time zone by its name."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the name."""
        from ...data.cases.zones import zone_fault

        if value and (fault := zone_fault(value)) is not None:
            self.fail(said(fault.en, fault.zh), param, ctx)
        return value


timezone_option = click.option(
    "--timezone", type=Zone(), default="", metavar="ZONE",
    help="Time zone of the place, as Asia/Shanghai: needed where some times of the cases have an offset from UTC and others have none.",
)  # fmt: skip


class Day(click.ParamType):
    """A date as 2025-01-06."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read the date."""
        try:
            return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(
                said(f"{value!r} is not a date: write it as 2025-01-06", f"{value!r} 不是日期：请写成 2025-01-06"),
                param,
                ctx,
            )


def cases_report(cases: Cases, lang: str, sound: bool = True) -> dict[str, Any]:
    """Return what a record shows as plain data; of one with faults (`sound` is False) only what was understood of its columns."""
    from ...data.cases.account import left_out
    from ...data.cases.periods import period_of
    from ...data.cases.rates import VOLUMES, durations, rates, volumes

    columns = [
        {
            "column": one.name, "header": one.header, "rows": one.rows, "missing": one.missing,
            "read": [{"as": what[lang], "cells": count} for what, count in one.read],
        }
        for one in cases.columns
    ]  # fmt: skip
    report: dict[str, Any] = {"cases": len(cases), "columns": columns, "timezone": cases.zone}
    if not sound or cases.frame["requested_datetime"].isna().to_numpy().all():
        return report
    period = period_of(cases)
    took = durations(cases, period)
    return report | {
        **_period(period, lang),
        "received": int(period.received(cases).sum()),
        "open": took.open if cases.ends or "status" in cases.given else None,
        "rates": {
            name: {"value": rate.value, "error": rate.error, "count": rate.count, "of": rate.of}
            for name, rate in rates(cases, period).items()
        },
        "weeks_to_the_end": {
            "quartiles": [_plain(value) for value in took.quartiles], "mean": _plain(took.closed_mean), "error": _plain(took.closed_error),
        },
        "volumes": {by: volumes(cases, period, by).to_dict("records") for by in VOLUMES},
        "left_out": _left(left_out(cases, period), lang),
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return None if value != value else round(value, 6)


def show_cases(cases: Cases, lang: str, sound: bool = True) -> None:
    """Print what a record shows (see `cases_report`)."""
    from rich.console import Console
    from rich.table import Table

    from ...data.cases.rates import RATES, VOLUMES

    console = Console(highlight=False, markup=False, soft_wrap=False)
    report = cases_report(cases, lang, sound)
    if report["cases"]:
        table = Table(*(WORDS[word][lang] for word in ("column", "read", "missing")))
        for one in cases.columns:
            table.add_row(one.header, one.text(lang), f"{one.missing:,}")
        console.print(table)
    if "period" not in report:
        return
    comma = "，" if lang == "zh" else ", "
    head = f"{WORDS['cases'][lang]} {report['received']:,}"
    if report["open"] is not None:
        head += f"{comma}{WORDS['open'][lang]} {report['open']:,}"
    click.echo(comma.join([head, report["period"], *([cases.zone] if cases.zone else [])]))
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
    if report["left_out"]:
        click.echo(WORDS["left_out"][lang])
        line = "  {label}：{value}（{why}）" if lang == "zh" else "  {label}: {value} ({why})"
        click.echo("\n".join(line.format(**one) for one in report["left_out"]))


def _wilson(count: int, of: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(count, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def write_targets(
    source: str, out: Path | None, population: float | None, start: datetime.date | None, end: datetime.date | None,
    timezone: str, force: bool, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Write targets from the cases in a folder or file."""
    from ...data.cases.case_folder import NoTargets, make_targets
    from ...data.errors import DataError

    try:
        made = make_targets(Path(source).expanduser(), population, start, end, timezone)
    except DataError as error:
        raise Problem(error.text(lang)) from error
    except NoTargets as error:
        raise Problem(f"{source}{'：' if lang == 'zh' else ': '}{error.text[lang]}") from error
    found, text = made.found, made.yaml(lang, None if out is None else out.parent)
    if out is not None:
        _write(out, text, force)
    warnings = list(made.cases.warnings)
    if as_json:
        targets = [{"indicator": one.indicator, "value": one.value, "error": one.error, "cases": one.count, "source": one.source[lang]} for one in found.targets]  # fmt: skip
        report = {"file": None if out is None else str(out), **_period(found.period, lang), "targets": targets}
        report |= {"not_matched": _left(found.left, lang), "warnings": [one.as_dict(lang) for one in warnings]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    if warnings:
        click.echo(listed(warnings, lang), err=True)
    click.echo(text if out is None else str(out), nl=out is not None)


def _write(out: Path, text: str, force: bool) -> None:
    from ...core.disk import put

    try:
        put(out, text.encode("utf-8"), over=force)
    except FileExistsError:
        raise Problem(
            said(f"{out}: the file exists; --force writes over it", f"{out}：文件已存在；--force 可覆盖")
        ) from None


def _period(period: Period, lang: str) -> dict[str, Any]:
    return {"period": period.text[lang], "first_day": str(period.days[0]), "last_day": str(period.days[1])}


def _left(left: Sequence[Left], lang: str) -> list[dict[str, str]]:
    return [{"label": one.label[lang], "value": one.shown, "why": one.why[lang]} for one in left]
