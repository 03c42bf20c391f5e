"""What residents contribute, in a report: each difference as it is, with ablated residents, and the part that goes with them."""

from __future__ import annotations

from ....experiments.comparison.ablation import Ablated
from ....experiments.comparison.result import Comparison
from ....model.population.ablation import ABLATIONS
from ....model.quantities.indicators import INDICATORS, MAIN
from ...document.blocks import Block, Cell, Para, Row, Section, Table, Words, head, joined, of, say
from ...document.ledger import Ledger
from ...format.words import read_in
from .. import findings

RESIDENTS = "tables/residents.csv"
KEYS = ("ablation", "scenario", "baseline", "indicator")
GROUP = ("ablation", "scenario", "baseline")
PARTS = (
    ("difference", "low", "high"),
    ("ablated", "ablated_low", "ablated_high"),
    ("residents", "residents_low", "residents_high"),
)
"""Columns of a mean and its bounds: full, ablated, full less ablated."""


def enter(ledger: Ledger, comparison: Comparison) -> None:
    """Give the ledger the table, where ablations were run."""
    if comparison.ablations:
        ledger.add(RESIDENTS, comparison.residents(), KEYS, GROUP)


def residents(comparison: Comparison, ledger: Ledger) -> tuple[Section, ...]:
    """Return the section, where ablations were run; else none."""
    if not comparison.ablations:
        return ()
    base = findings.titles(comparison)[comparison.names[0]]
    intro = say(
        "The runs were made again on the same random numbers with residents who differ less. What residents contribute to a difference from {base} is the difference as it is less the one without what distinguishes them, paired by replicate, with {level} intervals. Where it is near zero, levers and institutions make the difference.",
        "在相同随机数下以差异较小的居民重新运行。居民对与{base}之差的贡献，等于原差值减去消融后的差值（按重复配对），并给出 {level} 区间。贡献接近零时，差异来自政策与制度。",
        base=base, level=ledger.setting_percent("confidence"),
    )  # fmt: skip
    blocks: list[Block] = [Para(intro), *(Para(one) for one in in_words(comparison, ledger))]
    for one in comparison.ablations:
        blocks += [_table(comparison, ledger, one, name) for name in comparison.names[1:]]
    return (Section("residents", say("What residents contribute", "居民的贡献"), tuple(blocks), results=True),)


def _table(comparison: Comparison, ledger: Ledger, one: Ablated, name: str) -> Table:
    title, base = findings.titles(comparison), comparison.names[0]
    rows = []
    for indicator in MAIN:
        declared = INDICATORS[indicator]
        row = one.kind, name, base, indicator
        cells = [_cell(ledger, columns, row, declared.unit) for columns in PARTS]
        rows.append(Row((Cell(of(declared.label), below=of(read_in(declared.unit))), *cells), "main", indicator))
    caption = say(
        "{name} less {base}: {what}", "{name}减{base}：{what}", name=title[name], base=title[base], what=ABLATIONS[one.kind]
    )  # fmt: skip
    columns = head(
        say("Outcome", "结果"),
        say("As it is", "原差值"),
        say("Ablated", "消融后"),
        say("Contribution of residents", "居民的贡献"),
    )
    return Table(columns, tuple(rows), caption, style="summary", widths=(0.34, 0.22, 0.22, 0.22))


def _cell(ledger: Ledger, columns: tuple[str, str, str], row: tuple[str, ...], unit: str) -> Cell:
    difference, span, _ = ledger.interval(RESIDENTS, columns, *row, unit=unit)
    return Cell(difference, True, below=span)


def in_words(comparison: Comparison, ledger: Ledger) -> list[Words]:
    """Return one line for each ablation and scenario: to which main outcomes residents clearly contribute, and how much."""
    title, base = findings.titles(comparison), comparison.names[0]
    found = []
    for one in comparison.ablations:
        for name in comparison.names[1:]:
            parts = [_said(ledger, (one.kind, name, base, indicator)) for indicator in MAIN]
            clear = [part for part in parts if part is not None]
            what = joined(clear, ", ", "，") if clear else say("no clear contribution to any main outcome", "对各主要结果均无明确贡献")  # fmt: skip
            words = say(
                "What residents contribute to {name} less {base} ({kind}): {what}.", "居民对{name}与{base}之差的贡献（{kind}）：{what}。",
                name=title[name], base=title[base], kind=ABLATIONS[one.kind], what=what,
            )  # fmt: skip
            found.append(words)
    return found


def _said(ledger: Ledger, row: tuple[str, ...]) -> Words | None:
    declared = INDICATORS[row[-1]]
    difference, span, found = ledger.interval(RESIDENTS, PARTS[2], *row, unit=declared.unit)
    full, _, _ = ledger.interval(RESIDENTS, PARTS[0], *row, unit=declared.unit)
    if not found.clear:
        return None
    return say(
        "{label} {part} ({span}) of {full}", "{label} {part}（{span}），原差值 {full}",
        label=declared.label, part=difference, span=span, full=full,
    )  # fmt: skip
