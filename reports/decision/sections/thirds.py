"""How residents change places, in a report: from which third of satisfaction under the baseline to which under a scenario."""

from __future__ import annotations

import math

from ....experiments.comparison.result import Comparison
from ....experiments.comparison.transitions import THIRDS
from ...document.blocks import Cell, Row, Table, of, say
from ...document.ledger import Ledger
from .. import findings

TRANSITIONS = "gains_transitions.csv"


def thirds(comparison: Comparison, ledger: Ledger, name: str) -> list[Table]:
    """Return the table for a scenario against the baseline; none where nothing is known, or too few residents are there."""
    title, base = findings.titles(comparison), comparison.names[0]
    row = name, base
    if not comparison.crossings or not math.isfinite(ledger.value(TRANSITIONS, "share", *row, "1", "1")):
        return []
    rows = []
    for k, label in enumerate(THIRDS, 1):
        cells = [Cell(ledger.percent(TRANSITIONS, "share", *row, str(k), str(m)), True, "strong" if k == m else "") for m in (1, 2, 3)]  # fmt: skip
        rows.append(Row((Cell(of(label)), *cells)))
    head = [Cell(say("Under {base}", "在{base}之下", base=title[base]))]
    head += [Cell(say("{third} under {name}", "在{name}之下为{third}", third=label, name=title[name]), True) for label in THIRDS]  # fmt: skip
    caption = say(
        "Shares of all residents who are there in every run. Thirds of satisfaction are cut under {base}, and the same cuts are used under {name}; bold: the same third under both.",
        "占各次运行中均在场居民的比例。满意度的三等分界限取自{base}，{name}沿用同一界限；粗体：两种方案下处于同一档。",
        base=title[base], name=title[name],
    )  # fmt: skip
    fold = say("{name} against {base}: who changes places", "{name}与{base}相比：居民位置的变化", name=title[name], base=title[base])  # fmt: skip
    return [Table(tuple(head), tuple(rows), caption, fold, "tight", (0.31, 0.23, 0.23, 0.23))]
