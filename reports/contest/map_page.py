"""The pages of the map in Markdown: shares of each side, how it was made, telling cells run again, sequences; one page an outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...core.text import Text
from ...evidence.contest.cells import Cell, Lead, remarks, shares
from ...evidence.contest.draw_up import BY, HORIZONS, PAGES, Map
from ...evidence.contest.families import FAMILY_LABELS, FORMS, OPEN, SEQUENCES, families_of
from ...experiments.comparison.moments import CRISIS, RULES
from ...model.quantities.indicators import INDICATORS
from ...scenarios import load
from ..document.documents import ending, image_line
from ..document.markdown import table, with_interval
from ..format.numbers import percent
from .map_figures import kind_words, panel_words

FIGURE = "map-{}"


def page_name(outcome: str) -> str:
    """Return the name of an outcome's page, without its ending."""
    return f"map-{outcome.replace('_', '-')}"


def overview(found: Map, command: str, language: str) -> str:
    """Return the first page."""
    return "\n".join(_overview(found, command, language))


def page(found: Map, outcome: str, language: str) -> str:
    """Return the page of one outcome."""
    return "\n".join(_page(found, outcome, language))


def _heads(found: Map, language: str) -> tuple[tuple[str, ...], list[str]]:
    names = (*families_of(found.grid.places()), OPEN)
    return names, [FAMILY_LABELS[name][language] for name in names]


def _overview(found: Map, command: str, language: str) -> Iterator[str]:
    def say(en: str, zh: str) -> str:
        return Text(en, zh)[language]

    grid = found.grid
    yield say("# Where each side leads\n", "# 何处谁领先\n")
    if found.quick:
        yield say(
            "**A quick map: a smoke test with few pairs. It is no result.**\n",
            "**快速版：配对很少，仅用于试运行，不是结果。**\n",
        )
    yield from (f"- {line}" for line in in_short(found, language))
    yield ""
    names, heads = _heads(found, language)
    rows = []
    for outcome in PAGES:
        cells = found.page(outcome)
        part = shares(cells)
        lasting = sum(cell.lasting for cell in cells)
        link = f"[{INDICATORS[outcome].label[language]}]({page_name(outcome)}{ending(language)}.md)"
        rows.append([link, *(percent(part[name]) for name in names), str(len(cells)), str(lasting)])
    yield from table([say("Share of cells", "各格占比"), *heads, say("Cells", "格数"), say("Clear over the whole page", "全页一并检验仍明确")], rows)  # fmt: skip
    yield image_line(FIGURE.format(BY), _alternative(BY), language)
    yield say("## How to read it\n", "## 如何阅读\n")
    yield from (f"- {line}" for line in _how(found, language))
    yield ""
    yield from _hours(found, language)
    yield from _again(found, language)
    yield from _sequences(found, language)
    yield from _forms(found, language)
    yield say("## To make it again\n", "## 重新生成\n")
    yield f"```\n{command}\n```\n"
    made = found.runs
    yield say(
        f"Runs: {made.get('choose', 0):,} to choose forms, {made.get('judge', 0):,} to judge cells and sequences, {made.get('telling', 0):,} for the telling cells; {grid.communities} communities, {grid.residents:,} residents. Seed {found.seed}. All cells: [cells.csv](map/cells.csv); sequences: [sequences.csv](map/sequences.csv); forms: [forms.csv](map/forms.csv).",
        f"运行次数：选取形式 {made.get('choose', 0):,}，判断各格与序列 {made.get('judge', 0):,}，关键格 {made.get('telling', 0):,}；{grid.communities} 个社区，{grid.residents:,} 名居民。随机种子 {found.seed}。全部各格：[cells.csv](map/cells.csv)；分阶段方案：[sequences.csv](map/sequences.csv)；选出的形式：[forms.csv](map/forms.csv)。",
    )  # fmt: skip


def in_short(found: Map, language: str) -> Iterator[str]:
    """Say what each page shows, and where one side leads nearly everywhere or nowhere."""
    for outcome in PAGES:
        cells = found.page(outcome)
        part, label = shares(cells), INDICATORS[outcome].label
        names = families_of([cell.place for cell in cells])
        en = ", ".join(
            f"{FAMILY_LABELS[name].en} leads clearly in {percent(part[name])} of the cells" for name in names
        )
        zh = "，".join(f"{FAMILY_LABELS[name].zh}在 {percent(part[name])} 的格中明确领先" for name in names)
        text = Text(
            f"{label.en}: {en}; {percent(part[OPEN])} are open.", f"{label.zh}：{zh}；{percent(part[OPEN])} 不明确。"
        )
        nearly, nowhere = remarks(cells)
        for name in nearly:
            side = FAMILY_LABELS[name]
            text = Text(f"{text.en} **One side leads nearly everywhere: {side.en}.**", f"{text.zh}**几乎处处由同一方领先：{side.zh}。**")  # fmt: skip
        for name in nowhere:
            side = FAMILY_LABELS[name]
            text = Text(f"{text.en} **{side.en[0].upper()}{side.en[1:]} leads nowhere.**", f"{text.zh}**{side.zh}在任何一格都不领先。**")  # fmt: skip
        yield text[language]


def _how(found: Map, language: str) -> Iterator[str]:
    grid = found.grid
    prices = Text(" and ".join(f"{one:g}" for one in grid.prices), "、".join(f"{one:g}" for one in grid.prices))
    horizons = " / ".join(", ".join(map(str, members)) for members in HORIZONS.values())
    for one in (
        Text(
            "Control and purse are equal on all sides, and each searches with the hours that residents and social workers save for trials; KPI power and adoption on paper are named over each panel. A pilot makes no more trials a quarter than a community, and residents give fewer hours where they are served worse: the hours that were spent are in the table below.",
            "各方的考核与经费相同，都使用居民与社工积累的试行工时；考核强度与纸面落实见各图标题。试点每季度的试行次数不超过社区，居民在服务较差时投入的工时较少：实际使用的工时见下表。",
        ),
        Text(
            "Time counts from the first decision on rules, at the end of the first quarter, or from the crisis; each cell is the mean over the quarter that ends then. Maps since rules began start from random rules; those after a crisis from rules that had eight quarters, when all conditions are drawn again.",
            "时间自第一个季度末首次决定规则起算，或自危机发生起算；每格取截至该时点一个季度的平均值。规则实施图从随机规则开始；危机图在规则运行八个季度后，全部条件重新抽取。",
        ),
        Text(
            f"Each family takes part in its best form, chosen by mean benefit on {grid.choosing} pairs at KPI 0.15 with nothing on paper, apart for quarters {horizons}; cells are judged on {grid.judging} other pairs.",
            f"各方均取其最优形式：在 KPI 0.15、无纸面落实的条件下，以 {grid.choosing} 对运行的平均成效选出，第 {horizons} 季度分别选取；各格以另外 {grid.judging} 对判断。",
        ),
        Text(
            f"A cell is coloured only where the same family is clearly ahead of every other (95 % interval of the paired difference, shared by the rivals of the cell) at both prices of copying, {prices.en} trials. Else it is open.",
            f"仅当同一方在两种借鉴价格（{prices.zh} 次试验）下都明确优于其他各方（配对差值的 95 % 区间，由同格对手共享）时着色，否则为不明确。",
        ),
        Text(
            "Nothing is shared between cells: if no family led anywhere, up to one cell in twenty would be coloured by chance. The last column of the table counts the cells that stay clear when 95 % is shared by all cells of the page.",
            "各格之间不作校正：倘若处处并无差别，至多二十分之一的格会因偶然而着色。表中最后一列为全页各格共享 95 % 时仍明确的格数。",
        ),
        Text(
            "Shares are of the cells drawn, each counted once. How alike communities are has not been measured, so the cells are not weighted: a uniform grid over similarity flatters design from above.",
            "占比按所画各格计算，每格计一次。社区之间有多相似尚未测量，因此各格未加权：相似度取均匀网格有利于顶层设计。",
        ),
        Text(
            "Without spillover negotiated forms are those of below, and without control nothing is adopted on paper: such cells are drawn once.",
            "没有外溢时，协商形式与社区探索相同；没有考核时不存在纸面落实：这样的格只画一次。",
        ),
    ):  # fmt: skip
        yield one[language]


def _hours(found: Map, language: str) -> Iterator[str]:
    def say(en: str, zh: str) -> str:
        return Text(en, zh)[language]

    yield say("## Hours of search\n", "## 探索工时\n")
    yield say(
        "Hours a resident a year at the end of the runs, the mean over cells and prices of copying.\n",
        "运行末期每位居民每年的工时，为各格与两种借鉴价格的平均。\n",
    )
    names = families_of(found.grid.places())
    rows = [
        [kind_words(since)[language], *(f"{found.hours[since, name]:.2f}" for name in names)]
        for since in (RULES, CRISIS)
    ]
    yield from table(["", *(FAMILY_LABELS[name][language] for name in names)], rows)


def _where(cell: Cell, language: str) -> str:
    place = cell.place
    parts = (
        kind_words(place.since), panel_words(place.control, place.paper_rate),
        Text(f"similarity {place.similarity:g}", f"相似度 {place.similarity:g}"),
        Text(f"spillover {place.spillover:g}", f"外溢 {place.spillover:g}"),
        Text(f"quarter {cell.quarters}", f"第 {cell.quarters} 季度"),
    )  # fmt: skip
    return (", " if language == "en" else "，").join(one[language] for one in parts)


def _lead_words(one: Lead, unit: str, language: str) -> str:
    return f"{FAMILY_LABELS[one.leader][language]} {with_interval(one.margin, unit, sign=True)}"


def _again(found: Map, language: str) -> Iterator[str]:
    def say(en: str, zh: str) -> str:
        return Text(en, zh)[language]

    if not found.again:
        return
    held = sum(one.holds for one in found.again)
    yield say("## Telling cells, run again\n", "## 关键格重新运行\n")
    yield say(
        f"By mean benefit: a third of these cells are those where design from above leads most clearly, a third those where below or negotiated does, a third the open ones nearest to a tie; at most two of one place. They were run again with {found.grid.telling} pairs on fresh seeds; {held} of {len(found.again)} come out the same. Intervals hold each by itself.\n",
        f"按平均成效选取：三分之一为顶层设计领先最明确的格，三分之一为社区或协商探索领先最明确的格，三分之一为最接近持平的不明确格；同一位置至多两格。以新的随机种子重新运行 {found.grid.telling} 对；{len(found.again)} 格中有 {held} 格结论相同。区间各自成立。\n",
    )  # fmt: skip
    rows = [
        [
            _where(one.cell, language), FAMILY_LABELS[one.cell.side][language],
            *(_lead_words(lead, INDICATORS[one.cell.outcome].unit, language) for lead in one.leads.values()),
            say("yes", "是") if one.holds else say("no", "否"),
        ]
        for one in found.again
    ]  # fmt: skip
    prices = [say(f"copying {price:g} trials", f"借鉴价格 {price:g} 次试验") for price in found.grid.prices]
    yield from table([say("Cell", "格"), say("On the map", "图上"), *prices, say("The same", "相同")], rows, right=())


def _sequences(found: Map, language: str) -> Iterator[str]:
    def say(en: str, zh: str) -> str:
        return Text(en, zh)[language]

    if not found.sequels:
        return
    yield say("## Sequences, apart from the map\n", "## 分阶段方案，另列\n")
    yield say(
        f"Against the better of above and below at the same place and time, in its best form (KPI 0.15, nothing on paper, no spillover, copying {max(found.grid.prices):g} trials): the mean difference, and in how many of the similarities it is clearly ahead or behind. The rival is chosen on the same pairs, which flatters it.\n",
        f"与同一位置、同一时点上顶层与社区中较优者的最优形式相比（KPI 0.15、无纸面落实、无外溢、借鉴价格 {max(found.grid.prices):g} 次试验）：平均差值，以及在几种相似度下明确领先或落后。对手在相同配对上选出，因而略占便宜。\n",
    )  # fmt: skip
    rows = []
    for since in (RULES, CRISIS):
        for form in SEQUENCES[since]:
            for outcome in PAGES:
                here = [
                    one for one in found.sequels if (one.place.since, one.form, one.outcome) == (since, form, outcome)
                ]
                quarters = sorted({one.quarters for one in here})
                cells = []
                for quarter in quarters:
                    now = [one.ahead for one in here if one.quarters == quarter]
                    mean = sum(one.mean for one in now) / len(now)
                    ahead, behind = (sum(test(one) for one in now) for test in (lambda one: one.low > 0, lambda one: one.high < 0))  # fmt: skip
                    cells.append(f"{quarter}: {mean:+.3f} ({ahead}/{behind})".replace("-", "\u2212"))
                rows.append([kind_words(since)[language], load(form).title[language], INDICATORS[outcome].label[language], ", ".join(cells)])  # fmt: skip
    heads = [say("Kind", "类别"), say("Sequence", "方案"), say("Outcome", "结果"), say("Quarter: mean difference (clearly ahead/behind)", "季度：平均差值（明确领先/落后）")]  # fmt: skip
    yield from table(heads, rows, right=())


def _forms(found: Map, language: str) -> Iterator[str]:
    def say(en: str, zh: str) -> str:
        return Text(en, zh)[language]

    yield say("## Which forms were chosen\n", "## 选出的形式\n")
    counted = Counter((family, form) for (_, _, family, _), form in found.choice.items())
    totals = Counter(family for _, _, family, _ in found.choice)
    rows = [
        [FAMILY_LABELS[family][language], load(form).title[language], f"`{form}`", percent(counted[family, form] / totals[family])]
        for family, forms in FORMS.items() if totals[family]
        for form in forms if counted[family, form]
    ]  # fmt: skip
    yield from table([say("Family", "一方"), say("Form", "形式"), "", say("Chosen", "被选占比")], rows, right=3)


def _alternative(outcome: str) -> Text:
    label = INDICATORS[outcome].label
    return Text(f"Map of who leads by {label.en.lower()}", f"按{label.zh}的领先者地图")


def _page(found: Map, outcome: str, language: str) -> Iterator[str]:
    def say(en: str, zh: str) -> str:
        return Text(en, zh)[language]

    label, cells = INDICATORS[outcome].label[language], found.page(outcome)
    yield say(f"# Where each side leads: {label.lower()}\n", f"# 何处谁领先：{label}\n")
    yield list(in_short(found, language))[PAGES.index(outcome)] + "\n"
    yield image_line(FIGURE.format(outcome), _alternative(outcome), language)
    yield say("## Share of cells by panel\n", "## 各面板的占比\n")
    places = dict.fromkeys((c.place.since, c.place.spillover, c.place.control, c.place.paper_rate) for c in cells)
    yield from _shares(found, cells, [(_panel_name(place, language), place) for place in places], _panel_of, language)
    yield say("## Share of cells by time\n", "## 各时点的占比\n")
    times = dict.fromkeys((c.place.since, c.quarters) for c in cells)
    named = [(f"{kind_words(since)[language]}, {quarter}" if language == "en" else f"{kind_words(since)[language]}，第 {quarter} 季度", (since, quarter)) for since, quarter in times]  # fmt: skip
    yield from _shares(found, cells, named, lambda c: (c.place.since, c.quarters), language)
    yield say("## Share of cells by similarity\n", "## 各相似度的占比\n")
    yield from _shares(found, cells, [(f"{one:g}", one) for one in found.grid.similarity], lambda c: c.place.similarity, language)  # fmt: skip
    yield (
        say(
            f"[How to read it, and how it was made](map{ending(language)}.md)",
            f"[如何阅读与生成](map{ending(language)}.md)",
        )
        + "\n"
    )


def _panel_of(cell: Cell) -> tuple[str, float, str, float]:
    place = cell.place
    return place.since, place.spillover, place.control, place.paper_rate


def _panel_name(place: tuple[str, float, str, float], language: str) -> str:
    since, spillover, control, paper_rate = place
    parts = (
        kind_words(since),
        Text(f"spillover {spillover:g}", f"外溢 {spillover:g}"),
        panel_words(control, paper_rate),
    )
    return (", " if language == "en" else "，").join(one[language] for one in parts)


def _shares(
    found: Map, cells: Sequence[Cell], named: Sequence[tuple[str, Any]], key: Callable[[Cell], Any], language: str
) -> Iterator[str]:
    names, heads = _heads(found, language)
    rows = []
    for name, value in named:
        part = shares([cell for cell in cells if key(cell) == value])
        rows.append([name, *(percent(part[one]) for one in names)])
    yield from table(["", *heads], rows)
