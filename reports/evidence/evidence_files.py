"""The evidence as documents: Markdown in English and Chinese from one source, figures, and tables with all numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ...core.text import Text
from ...evidence.contrasts import Finding
from ...evidence.evidence import Evidence
from ...evidence.patterns import Pattern
from ...runs.files.output_files import csv_bytes
from ..document.documents import light_png, write_files
from ..format.style import style
from . import evidence_text
from .claims_text import SIGNS
from .evidence_figures import FIGURES, draw

LANGUAGES = ("en", "zh")


def write(evidence: Evidence, folder: str | Path) -> list[Path]:
    """Write the documents into a folder; return what was written."""
    return write_files(files(evidence), folder)


def files(evidence: Evidence) -> dict[str, bytes]:
    """Return every file by its name below the folder of documents."""
    found = {f"evidence/{name}.csv": csv_bytes(table) for name, table in tables(evidence).items()}
    for language in LANGUAGES:
        suffix = "" if language == "en" else f".{language}"
        found[f"evidence{suffix}.md"] = evidence_text.document(evidence, language).encode("utf-8")
        for name in FIGURES:
            with style(language):
                figure = draw(evidence, name, language)
                found[f"figures/evidence-{name}{suffix}.png"] = light_png(figure)
    return found


def tables(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """Return all numbers as tables."""
    return {
        "scenarios": evidence.table(),
        "claims": _claims(evidence),
        "patterns": pd.concat([_pattern(one) for one in evidence.patterns], ignore_index=True),
        "states": _states(evidence),
        "spending": _spending(evidence),
        "runs": _runs(evidence),
    }


def _claims(evidence: Evidence) -> pd.DataFrame:
    rows = [
        {
            "claim": judged.claim.number,
            "verdict": judged.verdict.value,
            "contrast": finding.contrast.label.en,
            "contrast_zh": finding.contrast.label.zh,
            "condition": finding.condition.label.en,
            "condition_zh": finding.condition.label.zh,
            "indicator": finding.indicator,
            "implied": finding.implied,
            "first": finding.high,
            "second": finding.low,
            "difference": finding.difference.mean,
            "low": finding.difference.low,
            "high": finding.difference.high,
            "replicates": finding.difference.count,
            "says": says(finding).en,
            "run_sets": " ".join(finding.run_sets),
        }
        for judged in evidence.judged
        for finding in judged.findings
    ]
    return pd.DataFrame(rows)


def says(finding: Finding) -> Text:
    """Return what one finding says to its claim."""
    return SIGNS[finding.sign]


def _pattern(pattern: Pattern) -> pd.DataFrame:
    rows = [
        {
            "pattern": pattern.name,
            "check": check.label.en,
            "check_zh": check.label.zh,
            "unit": check.unit,
            "found": check.found.mean,
            "low": check.found.low,
            "high": check.found.high,
            "count": check.found.count,
            "wanted_low": check.low,
            "wanted_high": check.high,
            "met": evidence_text.MET[check.met].en if check.checked else "",
        }
        for check in pattern.checks
    ]
    return pd.DataFrame(rows).astype({"wanted_low": float, "wanted_high": float})


def _states(evidence: Evidence) -> pd.DataFrame:
    rows = [
        {
            "whose": course.state.group,
            "state": course.state.name,
            "label": course.state.label.en,
            "label_zh": course.state.label.zh,
            "unit": course.state.unit,
            "week": int(week),
            "mean": course.mean[look],
            "low_5": course.low[look],
            "high_95": course.high[look],
        }
        for course in evidence.courses
        for look, week in enumerate(course.weeks)
    ]
    return pd.DataFrame(rows)


def _spending(evidence: Evidence) -> pd.DataFrame:
    rows: list[Mapping[str, object]] = [
        {
            "scenario": one.scenario,
            "planned_start": one.planned[0],
            "planned_end": one.planned[-1],
            "counted": one.counted,
            "factor_start": one.plans[0].factor,
            "staff_per_10000_start": one.plans[0].staff,
            "staff_per_10000_end": one.plans[-1].staff,
        }
        for one in evidence.spending
    ]
    return pd.DataFrame(rows)


def _runs(evidence: Evidence) -> pd.DataFrame:
    rows = [
        {
            "run_set": name,
            "scenario": arm.scenario,
            "values": "; ".join(f"{key}={value}" for key, value in arm.values),
            "residents": arm.size.residents,
            "communities": arm.size.communities,
            "weeks": arm.size.weeks,
            "replicates": count,
        }
        for arm, (count, name) in evidence.arms.items()
    ]
    return pd.DataFrame(rows).sort_values(["scenario", "values", "residents", "weeks"], ignore_index=True)
