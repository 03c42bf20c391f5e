"""The hypotheses in words: verdicts, one sentence each made from the numbers, tests, null runs, map, optimised form."""

from __future__ import annotations

import math

from ...core.text import Text
from ...evidence.contrasts import described
from ...evidence.hypotheses.gather import Effort, Hypotheses
from ...evidence.hypotheses.judge import HYPOTHESES, Seen, Verdict
from ...evidence.hypotheses.optimised import FIRST, FREE, REGIMES, SECOND, TARGET
from ...evidence.hypotheses.regions import CRITERIA, FAVOURITES, TRIES, Regions, Trial
from ...evidence.hypotheses.terms import OUTCOME_LABELS, ROLE_LABELS, SIDE_LABELS, Role, Side
from ...evidence.outcomes import OUTCOMES
from ...model.quantities.environment import ENVIRONMENT
from ...runs.intervals import interval
from ...runs.scale import SCALES, shortfall
from ...scenarios import load
from ..document.documents import image_line
from ..document.markdown import Lines, table, unit, with_interval
from ..format.numbers import decimals, decimals_of, fixed, signed

COLON = Text(": ", "：")
COMMA = Text(", ", "，")


def document(found: Hypotheses, command: str, language: str) -> str:
    """Return the document in a language."""
    lines: list[str] = []
    for part in (_head(found, command), _verdicts(found, language), _optimised(found, language), _regions(found, language), _details(found, language)):  # fmt: skip
        lines += [text[language] if isinstance(text, Text) else text for text in part]
    return "\n".join(lines).rstrip() + "\n"


def _head(found: Hypotheses, command: str) -> Lines:
    effort = found.effort
    size, large = effort.sizes["default"], effort.sizes["full"]
    yield Text("# Hypotheses put to the test", "# 假设检验")
    yield ""
    if found.quick:
        yield Text(
            "**Quick mode: small districts, few runs. It tries the machinery; most intervals are too wide to say anything.**",
            "**快速模式：规模小、次数少，仅用于检查流程；多数区间过宽，不足以下结论。**",
        )
        yield ""
    yield from _left_out(found)
    yield Text(
        f"Made by `{command}` on model code `{found.kernel[:12]}`; every number below is remade by it. Districts of {size.communities} communities and "
        f"{size.residents:,} residents over {size.weeks} weeks, at full size {large.communities} communities and {large.residents:,} residents over {large.weeks} weeks; "
        f"{effort.replicates} replicates of each setting ({large.replicates(effort.replicates)} at full size), all on the same seeds and with the same money, compared run by run. "
        "Intervals of tests and controls of one hypothesis share 95 % (Bonferroni). They cover random variation in the model, not what it leaves out nor what it assumes "
        "(see the page on assumptions). A refuted hypothesis is a result about this model.",
        f"由 `{command}` 生成，模型代码 `{found.kernel[:12]}`；以下数字均可由此重现。城区为 {size.communities} 个社区、{size.residents:,} 名居民、{size.weeks} 周；"
        f"完整规模为 {large.communities} 个社区、{large.residents:,} 名居民、{large.weeks} 周。每一设定重复 {effort.replicates} 次（完整规模 {large.replicates(effort.replicates)} 次），"
        "使用相同的随机种子与相同经费，逐次配对比较。同一假设的检验与对照共享 95 % 置信度（Bonferroni）。区间只反映模型内的随机性，不含模型未涵盖的因素与假定数值的不确定性"
        "（见关于假定数值的页面）。被否定的假设，是关于本模型的结果。",
    )
    yield ""
    yield Text(
        "A test speaks *for* a hypothesis where its interval lies on the implied side of zero, *against* it where it rules out an effect of at least the margin named "
        "(none named: where it lies on the other side), and is *open* else. **Supported**: all tests for. **Refuted**: none for and at least half against; where the hypothesis "
        "claims to hold everywhere, any against; or every control, which must not show the effect, shows one clearly above its margin. **Depends**: some for, others not, or a control that does not rule the effect out. **Undecided**: anything else. "
        "Where a hypothesis claims to beat two others, both comparisons under one condition make one test.",
        "区间位于假设所含方向一侧为*支持*；区间排除了不小于所列界值的效应（未列界值时：位于另一侧）为*反对*；其余为*不明*。**得到支持**：全部检验支持。"
        "**被否定**：无一支持且至少半数反对；若假设声称处处成立，则有一项反对即否定；或本不应出现效应的对照全都出现明显超过界值的效应。**视条件而定**：部分支持，或有对照未能排除该效应。**未能判定**：其余情形。"
        "假设声称优于另外两者时，同一条件下的两项比较合为一项检验。",
    )
    yield ""
    yield Text(
        "Declared when: contrasts, conditions, outcomes, margins and controls before any of these runs, though with the results on the claims (`cogov evidence`) known. Four rules of judgement were changed after runs with seed 1 had been seen: how many tests against refute, that the two comparisons of H4 make one test, "
        "that a control counts beyond its margin only, and that an interval without width is open; the similarities on the map and the way its places to be tried again are chosen were changed after first looks too."
        + (
            " **This page is made with seed 1, so these rules have seen its runs; verdicts of record want another seed.**"
            if found.seed == 1
            else " This page is made with another seed."
        ),
        "声明的时间：对照、条件、指标、界值与对照检验均在这些运行之前写定，但当时已知各项主张的结果（`cogov evidence`）。四条评判规则是在看过种子 1 的运行之后修改的：多少项反对才算否定、H4 的两项比较合为一项检验、对照须超过界值才算出现效应、无宽度的区间算不明；区域图的相似度取值与重试地点的选法也在初看之后改过。"
        + (
            "**本页用种子 1 生成，上述规则已见过这些运行；正式结论应使用其他种子。**"
            if found.seed == 1
            else "本页使用其他种子。"
        ),
    )
    yield ""


def _left_out(found: Hypotheses) -> Lines:
    """Say which hypotheses could not be tried in districts of a named size."""
    scale, tried = found.effort.scale, {one.hypothesis.number for one in found.verdicts}
    words = shortfall(SCALES[scale].values) if scale else None
    missing = [number for number, one in HYPOTHESES.items() if one.pools and number not in tried]
    if words is not None and missing:
        yield Text(
            f"**Left out: {', '.join(missing)}; {words.en}.**", f"**未检验：{'、'.join(missing)}；{words.zh}。**"
        )
        yield ""


def sentence(verdict: Verdict) -> Text:
    """Return one sentence on a hypothesis, built from its numbers: the first test that speaks for it, the first against it."""
    one = verdict.hypothesis
    counts = [verdict.count(side) for side in (Side.FOR, Side.AGAINST, Side.OPEN)]
    exact = all(null.equal for null in verdict.nulls)
    controls = [seen.side for seen in verdict.seen if seen.part.role is Role.CONTROL]
    also = Text("", "")
    if controls:
        shown, out = controls.count(Side.FOR), controls.count(Side.AGAINST)
        also = Text(
            f" of {len(controls)} controls {shown} show the effect, {out} rule it out;",
            f"{len(controls)} 项对照中 {shown} 项出现该效应、{out} 项将其排除；",
        )
    outcome = OUTCOME_LABELS[verdict.outcome]
    examples = _examples(verdict)
    return Text(
        f"“{one.title.en}” is {outcome.en if outcome.en != 'depends' else 'true in places (depends)'}: {examples.en}; "
        f"of {len(verdict.tests)} tests {counts[0]} speak for it, {counts[1]} against, {counts[2]} are open;{also.en} "
        f"with the mechanism off the effect is {'exactly zero' if exact else 'NOT zero: the experiment is not valid'}.",
        f"“{one.title.zh}”{outcome.zh}：{examples.zh}；{len(verdict.tests)} 项检验中 {counts[0]} 项支持、{counts[1]} 项反对、{counts[2]} 项不明；{also.zh}"
        f"关闭该机制后效应{'恰为零' if exact else '不为零：实验无效'}。",
    )


def _examples(verdict: Verdict) -> Text:
    """Return the first test on either side; the headline where no test takes sides."""
    parts = []
    for side, en, zh in ((Side.FOR, "for it", "支持："), (Side.AGAINST, "against it", "反对：")):
        first = next((seen for seen in verdict.seen if seen.part.role is Role.TEST and seen.side is side), None)
        if first is not None:
            told = _told(first)
            parts.append(Text(f"{en}, {told.en}", f"{zh}{told.zh}"))
    if not parts:
        parts.append(_told(verdict.main))
    return Text("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _told(seen: Seen) -> Text:
    declared, label, where = OUTCOMES[seen.finding.indicator], seen.finding.contrast.label, seen.finding.condition.label
    return Text(
        f"with {label.en}, {where.en}, {declared.label.en.lower()} differs by {_effect(seen, 'en')}",
        f"{label.zh}，{where.zh}，{declared.label.zh}相差 {_effect(seen, 'zh')}",
    )


def _effect(seen: Seen, language: str) -> str:
    found, low = seen.finding.difference, seen.finding.low
    words = unit(OUTCOMES[seen.finding.indicator].unit)
    text = f"{with_interval(found, words.en, sign=True)} {words[language]}"
    if math.isfinite(found.mean) and abs(low) > 1e-9:
        percent = f"{signed(100 * found.mean / abs(low), 1)} %"
        text += f" ({percent})" if language == "en" else f"（{percent}）"
    return text


def _verdicts(found: Hypotheses, language: str) -> Lines:
    yield Text("## Verdicts", "## 结论")
    yield ""
    head = [
        Text("No.", "编号"),
        Text("Hypothesis", "假设"),
        Text("Verdict", "结论"),
        Text("for / against / open", "支持 / 反对 / 不明"),
        Text("In one sentence", "一句话"),
    ]
    rows = [
        [
            one.hypothesis.number,
            one.hypothesis.title[language],
            f"**{OUTCOME_LABELS[one.outcome][language]}**",
            " / ".join(str(one.count(side)) for side in (Side.FOR, Side.AGAINST, Side.OPEN)),
            sentence(one)[language],
        ]
        for one in found.verdicts
    ]
    yield from table([one[language] for one in head], rows, right=9)
    yield image_line("hypotheses-tests", Text("Tests and controls", "检验与对照"), language)


# -- optimised regimes ---------------------------------------------------------------------------------------------------


def _optimised(found: Hypotheses, language: str) -> Lines:
    if found.optimised is None:
        return
    one = found.optimised
    yield Text("## Optimised regimes (H7)", "## 优化后的模式（H7）")
    yield ""
    names = ", ".join(f"`{name}`" for name in FREE)
    label = OUTCOMES[TARGET].label
    yield Text(
        f"Each regime chooses {len(FREE) + 1} levers (the mandated share within its own third, and {names}) for the highest {label.en.lower()} at the same money: {one.candidates} candidates on {FIRST} training seeds, "
        f"the better quarter on {SECOND}, the best one judged on {found.effort.test_replicates} test seeds that no candidate has seen. The differences share 95 %.",
        f"各模式在相同经费下为提高{label.zh}选择 {len(FREE) + 1} 项手段（强制比例限于各自的三分之一区间，以及 {names}）：{one.candidates} 个候选用 {FIRST} 个训练种子，"
        f"较好的四分之一用 {SECOND} 个，最优者在 {found.effort.test_replicates} 个未曾用过的测试种子上评判。各差值共享 95 % 置信度。",
    )
    yield ""
    head = [Text("Condition", "条件"), Text("Regime", "模式"), Text("training", "训练"), Text("test [95 %]", "测试 [95 %]"), Text("mandated share", "强制比例"), Text("hybrid less this one", "混合减该模式"), Text("says", "结论")]  # fmt: skip
    duels = {(id(duel.condition), duel.other): duel for duel in one.duels}
    rows = []
    for best in one.best:
        duel = duels.get((id(best.condition), best.regime))
        side = {1: Side.FOR, 0: Side.OPEN, -1: Side.AGAINST}[duel.sign] if duel else None
        share = best.levers.get("mandate_share", load(best.regime).levers["mandate_share"])
        rows.append(
            [
                best.condition.label[language], REGIMES[best.regime][0][language], fixed(best.trained, 3),
                with_interval(interval(best.tested), "share"), fixed(share, 2),
                with_interval(duel.difference, "share", sign=True) if duel else "", SIDE_LABELS[side][language] if side else "",
            ]
        )  # fmt: skip
    yield from table([cell[language] for cell in head], rows, right=2)


# -- the map -------------------------------------------------------------------------------------------------------------


def _regions(found: Hypotheses, language: str) -> Lines:
    if found.regions is None:
        return
    one = found.regions
    axes = COMMA[language].join(
        f"{described(name, values[0])[language].rsplit(' ', 1)[0]} {', '.join(f'{v:g}' for v in values)}"
        for name, values in one.grid.items()
    )
    horizons = ", ".join(str(week) for week in one.horizons)
    yield Text("## Where which regime wins", "## 各种条件下哪种模式胜出")
    yield ""
    yield Text(
        f"{one.points} points ({axes}) at {len(one.horizons)} horizons (weeks {horizons}), {one.replicates} paired replicates of each regime, districts of {one.size.residents:,} residents. "
        "A cell is clear where the winner's differences from both others leave zero out (95 % shared within the cell); of many cells some are clear by chance, so what is claimed of a regime is tried again below on fresh seeds.",
        f"{one.points} 个点（{axes}），{len(one.horizons)} 个时限（第 {horizons} 周），各模式配对重复 {one.replicates} 次，城区 {one.size.residents:,} 名居民。"
        "胜者与另两者的差值区间均不含零者为明确（同格共享 95 %）；格子众多，难免有偶然明确者，故对各模式的论断在下方用新的种子再次检验。",
    )
    yield ""
    for criterion in CRITERIA:
        label = OUTCOMES[criterion].label
        yield image_line(
            f"hypotheses-map-{criterion}", Text(f"Map by {label.en.lower()}", f"按{label.zh}的区域图"), language
        )
    yield Text("### Where each favourite loses, and where it wins", "### 各模式在何处落败、在何处胜出")
    yield ""
    for criterion in CRITERIA:
        for regime in FAVOURITES:
            yield "- " + _favourite(one, regime, criterion, language)
    yield ""


def _favourite(one: Regions, regime: str, criterion: str, language: str) -> str:
    led, clear = one.count(regime, criterion)
    cells = len(one.cells) // len(CRITERIA)
    title, label = load(regime).title[language], OUTCOMES[criterion].label[language]
    loss, win = (one.trial(regime, criterion, wins) for wins in (False, True))
    start = Text(
        f"**{title}**, {label.lower()}: leads {led} of {cells} cells, {clear} of them clearly.",
        f"**{title}**，{label}：{cells} 格中领先 {led} 格，其中 {clear} 格明确。",
    )[language]
    return start + _tried(one, loss, language) + _tried(one, win, language)


def _tried(one: Regions, trial: Trial | None, language: str) -> str:
    if trial is None:
        return ""
    where = COMMA[language].join(described(name, value)[language] for name, value in trial.point.items())
    rival = load(trial.rival).title[language]
    number = with_interval(trial.fresh, "share", sign=True)
    looked, again = one.points * len(one.horizons), min(TRIES, one.points)
    if trial.confirmed:
        return Text(
            f" {'Wins' if trial.wins else 'Loses'} to be confirmed on fresh seeds: {where}, week {trial.weeks}, against {rival} {number}.".replace(
                " to be confirmed on fresh seeds", ", as fresh seeds confirm"
            ),
            f"{'胜出' if trial.wins else '落败'}（新种子证实）：{where}，第 {trial.weeks} 周，与{rival}相比 {number}。",
        )[language]
    return Text(
        f" No place where it {'wins' if trial.wins else 'loses'} was confirmed: {looked} points and horizons were searched with {one.replicates} replicates and the {again} most promising tried again; the {'best' if trial.wins else 'worst'} of these ({where}, week {trial.weeks}) gave "
        f"{signed(trial.searched, 3)} against {rival} in the search and {number} on {trial.fresh.count} fresh seeds.",
        f"未能证实其{'胜出' if trial.wins else '落败'}之处：搜索了 {looked} 个点与时限、各 {one.replicates} 次，并重试最有希望的 {again} 处；其中最{'好' if trial.wins else '差'}之处（{where}，第 {trial.weeks} 周）与{rival}相比，搜索时 {signed(trial.searched, 3)}，"
        f"{trial.fresh.count} 个新种子上 {number}。",
    )[language]


# -- every test ----------------------------------------------------------------------------------------------------------


def _details(found: Hypotheses, language: str) -> Lines:
    yield Text("## Every test, control and null run", "## 全部检验、对照与零效应运行")
    yield ""
    for verdict in found.verdicts:
        yield from _hypothesis(verdict, found.effort, language)


def short_of(verdict: Verdict, effort: Effort) -> Text | None:
    """Return why the usual districts of an effort are not to scale for a hypothesis, or None where they are."""
    size = effort.sizes["default"]
    values = {"grids": ENVIRONMENT["grids"].default, **dict(size.values)}
    place = {**values, "residents": size.residents, "communities": size.communities}
    return shortfall(place) if verdict.hypothesis.pools else None


def _hypothesis(verdict: Verdict, effort: Effort, language: str) -> Lines:
    one, short = verdict.hypothesis, short_of(verdict, effort)
    yield f"<details><summary><b>{one.number}</b> {one.title[language]}{COLON[language]}{OUTCOME_LABELS[verdict.outcome][language]}</summary>"
    yield ""
    yield Text(f"Refuted if: {one.refuted_if.en}. Control: {one.control.en}.", f"否定条件：{one.refuted_if.zh}。对照：{one.control.zh}。")  # fmt: skip
    yield ""
    if short is not None:
        yield Text(f"**In the usual districts {short.en}.**", f"**在常用城区中，{short.zh}。**")
        yield ""
    for null in verdict.nulls:
        fine = Text(
            f"all {null.compared} outcomes of {null.replicates} runs equal bit for bit",
            f"{null.replicates} 次运行的 {null.compared} 项结果逐位相同",
        )
        bad = Text(
            f"NOT equal: {null.worst} differs by up to {null.largest:g}",
            f"不相同：{null.worst} 最多相差 {null.largest:g}",
        )
        label = Text("Null run", "零效应运行")[language]
        yield f"- {label}{COLON[language]}{null.null.words[language]}{COLON[language]}{(fine if null.equal else bad)[language]}"
    yield ""
    head = [
        Text("", ""), Text("Indicator", "指标"), Text("Condition", "条件"), Text("second", "后者"), Text("first", "前者"),
        Text("difference [interval]", "差值 [区间]"), Text("in sd of runs", "以运行标准差计"), Text("margin", "界值"), Text("says", "结论"), Text("run sets", "运行集"),
    ]  # fmt: skip
    for place, part in enumerate(one.parts):
        yield f"{numeral(place)} {ROLE_LABELS[part.role][language]}{COLON[language]}{part.contrast.label[language]}"
        yield ""
        rows = [_row(seen, language) for seen in verdict.seen if seen.part is part]
        yield from table([cell[language] for cell in head], rows, right=3)
    yield "</details>"
    yield ""


def numeral(place: int) -> str:
    """Return a circled number, from 1."""
    return chr(0x2460 + place)


def _row(seen: Seen, language: str) -> list[str]:
    finding = seen.finding
    declared = OUTCOMES[finding.indicator]
    places = max(decimals_of(finding.difference, declared.unit), decimals(declared.unit, finding.low))
    size = finding.difference.mean / finding.spread if finding.spread > 1e-12 else math.nan
    margin = seen.part.margin.get(finding.indicator)
    return [
        ROLE_LABELS[seen.part.role][language],
        f"{declared.label[language]} {'↑' if finding.implied > 0 else '↓'}",
        finding.condition.label[language],
        fixed(finding.low, places),
        fixed(finding.high, places),
        with_interval(finding.difference, declared.unit, sign=True),
        signed(size, 2),
        f"{margin:g}" if margin else "",
        SIDE_LABELS[seen.side][language],
        " ".join(f"`{name}`" for name in finding.run_sets),
    ]
