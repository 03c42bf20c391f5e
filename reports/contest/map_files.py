"""The map as files: pages in both languages, figures, every cell, telling cells, sequences, a manifest."""

from __future__ import annotations

import pandas as pd

from ...evidence.contest.cells import remarks, shares
from ...evidence.contest.cells import table as cell_table
from ...evidence.contest.draw_up import PAGES, Map
from ...runs.files.output_files import csv_bytes
from ..document.documents import LANGUAGES, ending, light_png, manifest
from ..format.style import image
from .map_figures import draw
from .map_page import FIGURE, overview, page, page_name


def files(found: Map, command: str) -> dict[str, bytes]:
    """Return every file by its name below the folder of results; `command` is what made them."""
    made = {
        "map/cells.csv": csv_bytes(cell_table(found.cells)),
        "map/telling.csv": csv_bytes(telling_table(found)),
        "map/sequences.csv": csv_bytes(sequence_table(found)),
        "map/forms.csv": csv_bytes(form_table(found)),
    }
    for language in LANGUAGES:
        made[f"map{ending(language)}.md"] = overview(found, command, language).encode("utf-8")
        for outcome in PAGES:
            made[f"{page_name(outcome)}{ending(language)}.md"] = page(found, outcome, language).encode("utf-8")
            figure = draw(found, outcome, language)
            name = f"figures/{FIGURE.format(outcome)}{ending(language)}"
            made[f"{name}.png"] = light_png(figure)
            made[f"{name}.svg"] = image(figure, "svg")
    grid = found.grid
    facts = {
        "seed": found.seed, "quick": found.quick, "runs": dict(found.runs), "residents": grid.residents, "communities": grid.communities,
        "similarity": grid.similarity, "spillover": grid.spillover, "panels": grid.panels, "copy_trials": grid.prices,
        "pairs": {"choosing": grid.choosing, "judging": grid.judging, "telling": grid.telling}, "shares": summary(found),
        "search_hours": {f"{since}, {family}": hours for (since, family), hours in found.hours.items()},
    }  # fmt: skip
    made["map/manifest.json"] = manifest("map", command, made, **facts)
    return made


def summary(found: Map) -> dict[str, dict[str, object]]:
    """Return the share of cells of each side by page, and what is remarked on."""
    made: dict[str, dict[str, object]] = {}
    for outcome in PAGES:
        nearly, nowhere = remarks(found.page(outcome))
        made[outcome] = {**shares(found.page(outcome)), "leads_nearly_everywhere": nearly, "leads_nowhere": nowhere}
    return made


def telling_table(found: Map) -> pd.DataFrame:
    """Return the telling cells as the fresh pairs show them, a row for each price."""
    rows = []
    for one in found.again:
        place = one.cell.place
        for price, lead in one.leads.items():
            rows.append(
                {
                    "outcome": one.cell.outcome, "since": place.since, "quarters": one.cell.quarters, "similarity": place.similarity,
                    "spillover": place.spillover, "control": place.control, "paper_rate": place.paper_rate, "copy_trials": price,
                    "side_on_map": one.cell.side, "leader": lead.leader, "rival": lead.rival, "lead": lead.margin.mean,
                    "low": lead.margin.low, "high": lead.margin.high, "clear": lead.clear, "holds": one.holds,
                    "replicates": lead.margin.count,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def sequence_table(found: Map) -> pd.DataFrame:
    """Return each sequence against the better of the pure families."""
    rows = [
        {
            "outcome": one.outcome, "since": one.place.since, "quarters": one.quarters, "similarity": one.place.similarity,
            "sequence": one.form, "rival": one.rival, "ahead": one.ahead.mean, "low": one.ahead.low, "high": one.ahead.high,
            "replicates": one.ahead.count,
        }
        for one in found.sequels
    ]  # fmt: skip
    return pd.DataFrame(rows)


def form_table(found: Map) -> pd.DataFrame:
    """Return which form of each family was chosen where."""
    rows = [
        {
            "since": place.since, "similarity": place.similarity, "spillover": place.spillover, "copy_trials": price,
            "family": family, "horizon": horizon, "form": form,
        }
        for (place, price, family, horizon), form in found.choice.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)
