"""The claims in words: one line each, what depends on what, and every contrast."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...core.text import Text
from ...evidence.contrasts import VERDICT_LABELS, Contrast, Finding, Judged, Verdict
from ...evidence.evidence import Evidence, stem_of
from ...model.quantities.indicators import INDICATORS
from ..document.markdown import Lines, figure, table, unit, with_interval
from ..format.numbers import decimals, decimals_of, fixed, signed
from .evidence_figures import PARTS, share

COLON, SEMICOLON, COMMA = Text(": ", "："), Text("; ", "；"), Text(", ", "，")
SIGNS = {
    1: Text("as claimed", "与主张一致"),
    0: Text("no clear effect", "无明显作用"),
    -1: Text("opposite", "与主张相反"),
}


def section(evidence: Evidence, language: str) -> Lines:
    """Yield the lines of the part on claims."""
    yield Text("## 2. The claims", "## 2. 各项主张")
    yield ""
    yield Text(
        "Each claim was declared beforehand as contrasts (`evidence/claims/c1_c13.py`, `c14_c26.py`): two settings that differ in what is named "
        "and nothing else, the indicator, the direction the claim implies, and conditions under which it is repeated. Intervals of one claim share 95 % "
        "(Bonferroni). **Borne out**: all of them on the claimed side of zero; **contradicted**: all on the other; **depends**: mixed, or clear in some only; "
        "**no clear effect**: none leaves zero out. A contradiction is a result about this model, with the numbers it assumes.",
        "每项主张事先写成对照（`evidence/claims/c1_c13.py`、`c14_c26.py`）：两种设定仅在所列之处不同，并写明指标、主张所含的方向以及重复检验的条件。"
        "同一主张的各区间共享 95 % 置信度（Bonferroni）。**得到支持**：全部区间都在主张一侧；**与之相反**：全部在另一侧；**视条件而定**：有正有反或仅部分明显；"
        "**无明显作用**：所有区间都包含零。出现相反结果，是本模型在其假定数值下的结果。",
    )
    yield ""
    head = [
        Text("No.", "编号"), Text("Claim", "主张"), Text("Verdict", "判断"), Text("First contrast", "首要对照"),
        Text("Difference [interval]", "差值 [区间]"), Text("Clear as claimed / opposite / unclear", "一致 / 相反 / 不明"), Text("Run sets", "运行集"), Text("Figure", "图"),
    ]  # fmt: skip
    rows = []
    for stem, parts in _by_stem(evidence).items():
        if len(parts) > 1:
            overall = VERDICT_LABELS[evidence.overall(stem)][language]
            signs = [finding.sign for one in parts for finding in one.findings]
            title = Text("Experience from abroad, all parts", "域外经验，各项合计")
            rows.append([stem, title[language], f"**{overall}**", "", "", _count(signs), "", ""])
        rows += [_claim_row(evidence, one, language) for one in parts]
    yield from table([one[language] for one in head], rows, right=8)
    for place in range(PARTS):
        yield figure(f"claims-{place + 1}", Text("Claims, contrast by contrast", "各主张的对照结果"), language)
    yield Text("### Where it depends, and what contradicts", "### 取决于什么，何处相反")
    yield ""
    for judged in evidence.judged:
        if judged.verdict is not Verdict.BORNE_OUT:
            yield from _where(judged, language)
    yield ""
    yield Text("### Every contrast", "### 全部对照")
    yield ""
    for judged in evidence.judged:
        yield from _details(judged, language)


def _by_stem(evidence: Evidence) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for judged in evidence.judged:
        found.setdefault(stem_of(judged.claim.number), []).append(judged)
    return found


def _count(signs: Sequence[int]) -> str:
    return f"{signs.count(1)} / {signs.count(-1)} / {signs.count(0)}"


def _claim_row(evidence: Evidence, judged: Judged, language: str) -> list[str]:
    claim, main = judged.claim, judged.main
    declared = INDICATORS[main.indicator]
    arrow = "↑" if main.implied > 0 else "↓"
    number = (
        f"{with_interval(main.difference, declared.unit, sign=True)} {unit(declared.unit)[language]}{_relative(main)}"
    )
    return [
        claim.number,
        claim.title[language],
        f"**{VERDICT_LABELS[judged.verdict][language]}**",
        f"{declared.label[language]} {arrow}{COLON[language]}{main.contrast.label[language]}{SEMICOLON[language]}{main.condition.label[language]}",
        number,
        _count([finding.sign for finding in judged.findings]),
        " ".join(f"`{name}`" for name in main.run_sets),
        _figure_of(evidence, judged, language),
    ]


def _figure_of(evidence: Evidence, judged: Judged, language: str) -> str:
    part = next(part for part in range(PARTS) if judged in share(evidence.judged, part))
    suffix = "" if language == "en" else f".{language}"
    return f"[{part + 1}](figures/evidence-claims-{part + 1}{suffix}.png)"


def _relative(finding: Finding) -> str:
    """Return the difference as a part of the second setting's level."""
    if not math.isfinite(finding.difference.mean) or abs(finding.low) < 1e-9:
        return ""
    return f" ({signed(100 * finding.difference.mean / abs(finding.low), 1)} %)"


def _where(judged: Judged, language: str) -> Lines:
    """Say for a claim that is not borne out throughout what holds where, contrast by contrast."""
    yield f"- **{judged.claim.number}** {VERDICT_LABELS[judged.verdict][language]}"
    for contrast in judged.claim.contrasts:
        parts = []
        for indicator in contrast.outcomes:
            found = [one for one in judged.findings if one.contrast is contrast and one.indicator == indicator]
            parts.append(f"{INDICATORS[indicator].label[language]}{COLON[language]}{_told(found, language)}")
        yield f"  - {_numeral(judged, contrast)}{contrast.label[language]}{COLON[language]}{SEMICOLON[language].join(parts)}"


def _told(findings: Sequence[Finding], language: str) -> str:
    """Say what the findings on one indicator say, and under which conditions where they differ."""
    signs = {finding.sign for finding in findings}
    if len(signs) == 1:
        everywhere = Text(" under all conditions", "（各条件下）")[language] if len(findings) > 1 else ""
        return f"{SIGNS[findings[0].sign][language]}{everywhere}"
    told = []
    for sign in (1, -1, 0):
        under = [finding.condition.label[language] for finding in findings if finding.sign == sign]
        if under:
            listed = "; ".join(under) if language == "en" else "；".join(under)
            told.append(
                f"{SIGNS[sign][language]} ({listed})" if language == "en" else f"{SIGNS[sign][language]}（{listed}）"
            )
    return COMMA[language].join(told)


def _numeral(judged: Judged, contrast: Contrast) -> str:
    """Return the circled number of a contrast where a claim has several."""
    if len(judged.claim.contrasts) == 1:
        return ""
    return chr(0x2460 + list(judged.claim.contrasts).index(contrast)) + " "


def _details(judged: Judged, language: str) -> Lines:
    claim = judged.claim
    yield f"<details><summary><b>{claim.number}</b> {claim.title[language]}{COLON[language]}{VERDICT_LABELS[judged.verdict][language]}</summary>"
    yield ""
    if claim.reading.en:
        yield claim.reading
        yield ""
    head = [
        Text("Indicator", "指标"), Text("Condition", "条件"), Text("second", "后者"), Text("first", "前者"),
        Text("difference [interval]", "差值 [区间]"), Text("says", "结论"), Text("run sets", "运行集"),
    ]  # fmt: skip
    for contrast in claim.contrasts:
        yield f"{_numeral(judged, contrast)}{contrast.label[language]}"
        yield ""
        found = [finding for finding in judged.findings if finding.contrast is contrast]
        yield from table([one[language] for one in head], [_finding_row(one, language) for one in found], right=2)
    yield "</details>"
    yield ""


def _finding_row(finding: Finding, language: str) -> list[str]:
    declared = INDICATORS[finding.indicator]
    places = max(decimals_of(finding.difference, declared.unit), decimals(declared.unit, finding.low))
    says = SIGNS[finding.sign][language]
    if finding.none_at_all:
        says = Text("no effect at all", "完全没有作用")[language]
    return [
        f"{declared.label[language]} {'↑' if finding.implied > 0 else '↓'}",
        finding.condition.label[language],
        fixed(finding.low, places),
        fixed(finding.high, places),
        with_interval(finding.difference, declared.unit, sign=True),
        says,
        " ".join(f"`{name}`" for name in finding.run_sets),
    ]
