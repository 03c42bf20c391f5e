"""The report of a comparison: one HTML file that needs nothing else, in English, Chinese or both."""

from __future__ import annotations

import base64
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import jinja2

from ..core.quantity import STATUS_LABELS, Quantity, Text
from ..experiments.comparison import MAIN, Comparison
from ..experiments.gains import GROUPS, MARGIN, SMALLEST_CELL
from ..experiments.intervals import LEVEL, Interval
from ..experiments.manifest import compare_command, libraries, scenario_file, version
from ..experiments.runs import Facts
from ..experiments.settings import WEEKS_SUMMARISED
from ..model.indicators import INDICATORS
from ..model.levers import LEVERS
from . import findings
from .figures import FIGURES
from .numbers import decimals_of, decimals_of_levels, fixed, number, percent, signed, span, whole
from .words import DRAWN, MONEY, shown, unit

LANGUAGES = ("en", "zh")


def html(
    comparison: Comparison,
    images: Mapping[tuple[str, str], bytes],
    digests: Mapping[str, str],
    run_set: str,
    kernel: str,
    language: str | None = None,
) -> str:
    """Return the report.

    Parameters
    ----------
    images : SVG of each figure by (name, language).
    digests : SHA-256 of the files that the numbers come from.
    run_set : short name of the set of runs.
    kernel : hash of the model's sources.
    language : en or zh; None for both with a switch.
    """
    shown_in = (language,) if language else LANGUAGES
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__ or "cogov.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def filled(en: str, zh: str, **parts: Any) -> Text:
        """Both languages of a sentence with parts, which may differ between languages themselves."""
        words = {
            language: {name: part[language] if isinstance(part, Text) else part for name, part in parts.items()}
            for language in LANGUAGES
        }
        return Text(en.format(**words["en"]), zh.format(**words["zh"]))

    def image(name: str, language: str) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(images[name, language]).decode()

    environment.globals.update(
        pair=lambda en, zh: en if isinstance(en, Text) else Text(str(en), str(en if zh is None else zh)),
        filled=filled, image=image, Text=Text, number=number, fixed=fixed, whole=whole, percent=percent, unit=unit, shown=shown,
    )  # fmt: skip
    return environment.get_template("report.html").render(
        languages=shown_in, run_set=run_set, digests=digests, kernel=kernel, **context(comparison)
    )


def context(comparison: Comparison) -> dict[str, Any]:
    """Return all that the template shows."""
    found = findings.outcomes(comparison)
    facts = comparison.facts[0]
    pairs = len(comparison.names) * (len(comparison.names) - 1) // 2
    return {
        "comparison": comparison,
        "title": findings.titles(comparison),
        "names": comparison.names,
        "base": comparison.names[0],
        "window": min(WEEKS_SUMMARISED, comparison.setting.weeks),
        "years": comparison.setting.weeks / 52,
        "facts": facts,
        "headline": findings.headline(comparison, found),
        "against": findings.against_baseline(comparison),
        "findings": found,
        "by_chance": _by_chance(len(MAIN) * pairs),
        "indicators": INDICATORS,
        "main": MAIN,
        "differences": [_differences(comparison, name) for name in comparison.names[1:]],
        "gains": [_gains(comparison, name) for name in comparison.names[1:]],
        "margin": MARGIN.default,
        "smallest": SMALLEST_CELL.default,
        "money": _money(comparison),
        "levers": _levers(comparison),
        "LEVERS": LEVERS,
        "definitions": comparison.setting.scenarios,
        "scenario_file": scenario_file,
        "assumptions": _assumptions(comparison, facts),
        "statuses": Counter(quantity.status for quantity, _ in facts.assumptions),
        "STATUS": STATUS_LABELS,
        "set_values": _set_values(comparison),
        "drawn": [(DRAWN.get(name, Text(name, name)), share) for name, share in facts.drawn.items()],
        "data": comparison.setting.population.summary() if comparison.setting.population is not None else None,
        "command": compare_command(comparison),
        "version": version(),
        "libraries": libraries(),
        "figures": tuple(FIGURES),
        "reached": comparison.reached,
    }


def _by_chance(intervals: int) -> Text:
    """Return how many of so many intervals leave zero out by luck."""
    expected = f"{intervals * (1 - LEVEL):.0f}" if intervals >= 10 else f"{intervals * (1 - LEVEL):.1f}"
    return Text(
        f"These are {intervals} intervals: if no scenario differed from another, about {expected} of them would leave zero out by luck alone.",
        f"此处共有 {intervals} 个区间：倘若各方案其实毫无差异，其中约 {expected} 个仍会因偶然而不含零。",
    )


def _differences(comparison: Comparison, name: str) -> dict[str, Any]:
    table = comparison.table()
    table = table[table["scenario"] == name].set_index("indicator")
    rows = []
    for indicator in (*MAIN, *(one for one in comparison.indicators if one not in MAIN)):
        row = table.loc[indicator]
        found = Interval(row["difference"], row["low"], row["high"], int(row["replicates"]))
        unit_ = INDICATORS[indicator].unit
        places = decimals_of(found, unit_)
        levels = decimals_of_levels(places, unit_)
        rows.append(
            {
                "indicator": INDICATORS[indicator],
                "baseline": fixed(row["baseline"], levels),
                "value": fixed(row["value"], levels),
                "difference": signed(found.mean, places),
                "bounds": span(found, places),
                "same_sign": percent(row["same_sign"]),
                "verdict": _verdict(found, row["better"]),
                "main": indicator in MAIN,
                "partial": found.count < comparison.replicates,
            }
        )
    return {"name": name, "rows": rows}


def _verdict(found: Interval, better: int) -> str:
    """Return better, worse, higher, lower, none (the interval includes zero), same (no difference at all) or unknown."""
    if not math.isfinite(found.low):
        return "unknown"
    if found.mean == found.low == found.high == 0:
        return "same"
    if not found.clear:
        return "none"
    if better == 0:
        return "higher" if found.mean > 0 else "lower"
    return "better" if found.mean * better > 0 else "worse"


def _gains(comparison: Comparison, name: str) -> dict[str, Any]:
    tables: dict[str, Any] = {language: comparison.gains(lang=language) for language in LANGUAGES}
    rows = []
    for en, zh in zip(*(table[table["scenario"] == name].to_dict("records") for table in tables.values()), strict=True):
        rows.append(
            {"group": en["group"], "label": Text(en["category"], zh["category"]), "group_label": GROUPS[en["group"]]}
            | en
        )
    return {"name": name, "rows": rows, "all": next((row for row in rows if row["group"] == "all"), None)}


def _money(comparison: Comparison) -> dict[str, Any]:
    columns = []
    for name, facts in zip(comparison.names, comparison.facts):
        for place, plan in enumerate(facts.plans):
            columns.append({"name": name, "plan": plan, "end": place > 0, "paid": {line.name: line.paid / plan.residents for line in plan.lines}})  # fmt: skip
    lines = [line for plan in (columns[0]["plan"],) for line in plan.lines]
    totals = [column["plan"].total / column["plan"].residents for column in columns]
    largest = max(totals)
    return {
        "columns": columns,
        "lines": lines,
        "groups": MONEY,
        "totals": totals,
        "budget": columns[0]["plan"].budget,
        "spread": 0.0 if largest == 0 else 100 * (largest - min(totals)) / largest,
    }


def _levers(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the levers in which the scenarios differ, with the value of each."""
    rows = []
    for name, declared in LEVERS.items():
        values = [scenario.levers[name] for scenario in comparison.setting.scenarios]
        if any(value != values[0] for value in values):
            rows.append({"lever": declared, "values": values})
    return rows


def _assumptions(comparison: Comparison, facts: Facts) -> Sequence[tuple[Quantity, Any, bool]]:
    setting = comparison.setting
    changed = {*setting.environment, *setting.constants}
    changed |= {name for name in ("residents", "communities") if getattr(setting, name) is not None}
    return [(quantity, value, quantity.name in changed) for quantity, value in facts.assumptions]


def _set_values(comparison: Comparison) -> list[tuple[str, Any]]:
    setting = comparison.setting
    return [*setting.levers.items(), *setting.environment.items(), *setting.constants.items()]
