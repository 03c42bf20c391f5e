"""The hypotheses as files: documents in both languages, figures, tables with all numbers, every run, a manifest."""

from __future__ import annotations

import pandas as pd

from ...evidence.hypotheses.gather import Hypotheses
from ...evidence.hypotheses.terms import SIDE_LABELS
from ...evidence.outcomes import OUTCOMES
from ...runs.files.output_files import csv_bytes, parquet_bytes
from ..document.documents import LANGUAGES, ending, light_png, manifest, with_tables
from ..format.style import style
from .hypotheses_figures import draw, figures
from .hypotheses_text import document, sentence


def files(found: Hypotheses, command: str) -> dict[str, bytes]:
    """Return every file by its name below the folder of results; `command` is what made them."""
    made = {f"hypotheses/{name}.csv": csv_bytes(table) for name, table in tables(found).items()}
    made["hypotheses/runs.parquet"] = parquet_bytes(found.runs)
    for language in LANGUAGES:
        page = with_tables(document(found, command, language), "hypotheses", tables(found), language)
        made[f"hypotheses{ending(language)}.md"] = page.encode("utf-8")
        for name in figures(found):
            with style(language):
                figure = draw(found, name, language)
                made[f"figures/hypotheses-{name}{ending(language)}.png"] = light_png(figure)
    effort = found.effort
    facts = {
        "seed": found.seed, "quick": found.quick, "replicates": effort.replicates,
        "sizes": {name: f"{s.residents} residents, {s.communities} communities, {s.weeks} weeks" for name, s in effort.sizes.items()},
        "verdicts": {one.hypothesis.number: one.outcome.value for one in found.verdicts},
    }  # fmt: skip
    made["hypotheses/manifest.json"] = manifest("hypotheses", command, made, **facts)
    return made


def tables(found: Hypotheses) -> dict[str, pd.DataFrame]:
    """Return all numbers as tables."""
    made = {"hypotheses": _findings(found), "verdicts": _verdicts(found), "nulls": _nulls(found)}
    if found.regions is not None:
        made["regions"] = found.regions.table()
        made["regions-tried-again"] = _trials(found)
    if found.optimised is not None:
        made["optimised"] = _optimised(found)
    return made


def summary(found: Hypotheses) -> list[dict[str, object]]:
    """Return the verdicts for scripts."""
    return [
        {
            "hypothesis": one.hypothesis.number,
            "verdict": one.outcome.value,
            "en": sentence(one).en,
            "zh": sentence(one).zh,
            "effect": one.main.finding.difference.mean,
            "low": one.main.finding.difference.low,
            "high": one.main.finding.difference.high,
            "indicator": one.main.finding.indicator,
            "nulls_exact": all(null.equal for null in one.nulls),
        }
        for one in found.verdicts
    ]


def _verdicts(found: Hypotheses) -> pd.DataFrame:
    return pd.DataFrame(summary(found))


def _findings(found: Hypotheses) -> pd.DataFrame:
    rows = [
        {
            "hypothesis": one.hypothesis.number,
            "verdict": one.outcome.value,
            "role": seen.part.role.value,
            "contrast": seen.finding.contrast.label.en,
            "contrast_zh": seen.finding.contrast.label.zh,
            "condition": seen.finding.condition.label.en,
            "condition_zh": seen.finding.condition.label.zh,
            "indicator": seen.finding.indicator,
            "unit": OUTCOMES[seen.finding.indicator].unit,
            "implied": seen.finding.implied,
            "first": seen.finding.high,
            "second": seen.finding.low,
            "difference": seen.finding.difference.mean,
            "low": seen.finding.difference.low,
            "high": seen.finding.difference.high,
            "sd_of_runs": seen.finding.spread,
            "margin": seen.part.margin.get(seen.finding.indicator, 0.0),
            "replicates": seen.finding.difference.count,
            "says": SIDE_LABELS[seen.side].en,
            "run_sets": " ".join(seen.finding.run_sets),
        }
        for one in found.verdicts
        for seen in one.seen
    ]
    return pd.DataFrame(rows)


def _nulls(found: Hypotheses) -> pd.DataFrame:
    rows = [
        {
            "hypothesis": one.hypothesis.number, "switched_off": null.null.words.en, "switched_off_zh": null.null.words.zh,
            "outcomes": null.compared, "runs": null.replicates, "equal_bit_for_bit": null.equal, "largest_difference": null.largest,
        }
        for one in found.verdicts
        for null in one.nulls
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _trials(found: Hypotheses) -> pd.DataFrame:
    assert found.regions is not None
    rows = [
        {
            "regime": one.regime, "criterion": one.criterion, "chosen_because": "leads most" if one.wins else "trails most",
            **one.point, "weeks": one.weeks, "rival": one.rival, "searched": one.searched, "fresh": one.fresh.mean,
            "low": one.fresh.low, "high": one.fresh.high, "replicates": one.fresh.count, "confirmed": one.confirmed,
        }
        for one in found.regions.trials
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _optimised(found: Hypotheses) -> pd.DataFrame:
    assert found.optimised is not None
    rows = [
        {
            "condition": one.condition.label.en, "condition_zh": one.condition.label.zh, "regime": one.regime,
            "trained": one.trained, "tested": float(one.tested.mean()), "test_replicates": len(one.tested), **one.levers,
        }
        for one in found.optimised.best
    ]  # fmt: skip
    return pd.DataFrame(rows)
