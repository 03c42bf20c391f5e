"""The page of an attribution and every file next to it: sentences, tables and figures of each lever's share."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.text import Text
from ...experiments.attribution.attribution_files import data_files, why_command, with_manifest
from ...experiments.attribution.result import Attribution, Share
from ...model.quantities.indicators import INDICATORS
from ...runs.files.manifest import run_set
from ..document.markdown import table
from ..format.numbers import decimals_of
from ..format.style import image, style
from ..format.words import read_in
from .attribution_text import amount, check_words, notes, sentences, switch_words, titles
from .waterfall import waterfall

PAGES = {"en": "why.md", "zh": "why.zh.md"}
"""The file of the page in each language."""


def page_files(result: Attribution, lang: str | None = None) -> dict[str, bytes]:
    """Return every file by name; figures and texts in one language, or in both."""
    files = data_files(result)
    for language in PAGES if lang is None else (lang,):
        for indicator in result.asked:
            with style(language):
                figure = waterfall(result, indicator, language)
                for kind in ("svg", "png"):
                    files[f"figures/{figure_name(indicator, language)}.{kind}"] = image(figure, kind)
        files[PAGES[language]] = markdown(result, language, run_set(files["runs.parquet"])).encode("utf-8")
    return with_manifest(result, files)


def figure_name(indicator: str, language: str) -> str:
    """Return the name of an indicator's figure, without its ending."""
    return f"why-{indicator}{'_zh' if language == 'zh' else ''}"


def file_names(scenarios: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Return the names of all files that may be written, to see before running whether they can be."""
    figures = [f"figures/{figure_name(name, language)}.{kind}" for name in asked for language in PAGES for kind in ("svg", "png")]  # fmt: skip
    fixed = [PAGES["en"], PAGES["zh"], "runs.parquet", "shares.csv", "interactions.csv", "manifest.json"]
    return [*fixed, *figures, *(f"scenarios/{name}.yaml" for name in scenarios)]


_HEADS = (
    Text("Lever", "杠杆"), Text("A → B", "A → B"), Text("Share", "贡献"), Text("Alone in A", "仅在 A 中改变"), Text("Last step to B", "到 B 的最后一步"),
)  # fmt: skip


def heads(language: str) -> list[str]:
    """Return the heads of the table of shares."""
    return [head[language] for head in _HEADS]


def row(result: Attribution, share: Share, indicator: str, language: str) -> list[str]:
    """Return one line of the table of shares in words."""
    words, count = INDICATORS[indicator].unit, len(share.player.levers)
    switched = switch_words(share.player) if count == 1 else Text(f"{count} levers", f"{count} 项")
    most = decimals_of(result.difference(indicator), words) + 2
    numbers = [amount(part, words, most)[language] for part in (share.found, share.alone, share.out)]
    return [share.player.label[language], switched[language], *numbers]


def markdown(result: Attribution, language: str, runs: str) -> str:
    """Return sentences, tables and figures as a page; `runs` is the name of the set of runs."""
    a, b = titles(result)
    head = Text(f"Why {b.en} differs from {a.en}", f"{b.zh}与{a.zh}的差异从何而来")
    lines = [f"# {head[language]}", ""]
    for indicator in result.asked:
        declared = INDICATORS[indicator]
        lines += [f"## {declared.label[language]} ({read_in(declared.unit)[language]})", ""]
        lines += [one[language] for one in sentences(result, indicator)]
        lines += ["", f"![{declared.label[language]}](figures/{figure_name(indicator, language)}.png)", ""]
        shares = (row(result, one, indicator, language) for one in result.largest(indicator))
        lines += [*table(heads(language), shares, right=()), check_words(result, indicator)[language], ""]
    made = Text("How this was made", "计算方法")
    lines += [
        f"## {made[language]}",
        "",
        *(f"- {one[language]}" for one in notes(result)),
        "",
        f"{Text('Runs', '运行集')[language]} {runs}: `{why_command(result)}`",
        "",
    ]
    return "\n".join(lines)
