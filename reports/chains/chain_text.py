"""A chain of events in sentences, made from the histories alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...core.text import Text
from ...experiments.chains.chain_tables import ranked
from ...experiments.chains.history import Chain, Effect, unit_of
from ...experiments.chains.recorder import Happening
from ..format.numbers import decimals, decimals_of, fixed, signed, span
from .chain_words import cause_words, causes_words, outcome, words, world_titles

_WHO = {
    "resident": Text("this resident", "该居民"), "organization": Text("this organisation", "该组织"),
    "community": Text("this community", "该社区"), "district": Text("the district as a whole", "全区"),
}  # fmt: skip
NAMED = 4
"""Happenings of one week, and effects, listed one by one."""


def _levels(chain: Chain, name: str, values: Sequence[float]) -> list[str]:
    known = [abs(value) for value in values if math.isfinite(value)]
    return [fixed(value, decimals(unit_of(name), max(known, default=0.0))) for value in values]


def sentences(chain: Chain) -> list[Text]:
    """Return what is to be said: outcome, where the histories part, causes, what may be concluded."""
    found = [_outcome(chain)]
    if chain.parting is not None:
        found += _parting(chain)
    found += [*_causes(chain), _scope(chain)]
    if chain.setting.population is not None and chain.subject.kind == "resident":
        found.append(
            Text(
                "All of this is simulated: it is no record of the person in the data and no forecast for that person.",
                "以上均为模拟结果：既不是数据中该人的真实记录，也不是对其个人的预测。",
            )
        )
    return found


def _window(chain: Chain) -> Text:
    weeks = min(52, chain.setting.weeks)
    return Text(f"over the last {weeks} weeks", f"最后 {weeks} 周")


def _outcome(chain: Chain) -> Text:
    name, titles, window = chain.main, world_titles(chain), _window(chain)
    values = [world.outcomes()[name] for world in chain.worlds]
    shown = _levels(chain, name, values)
    label, who = outcome(name), chain.subject.label
    start = Text(who.en[0].upper() + who.en[1:], who.zh)
    if len(values) == 1:
        if not math.isfinite(values[0]):
            return Text(f"{start.en} is not there {window.en}.", f"{start.zh}：{window.zh}不在其中。")
        return Text(
            f"{start.en}: {label.en.lower()} {window.en} is {shown[0]} under {titles[0].en}.",
            f"{start.zh}：在“{titles[0].zh}”下，{window.zh}的{label.zh}为 {shown[0]}。",
        )
    missing = [k for k, value in enumerate(values) if not math.isfinite(value)]
    if missing:
        gone = Text(*(" / ".join(titles[k][language] for k in missing) for language in ("en", "zh")))
        return Text(
            f"{start.en} is not there {window.en} under {gone.en}.",
            f"{start.zh}：在“{gone.zh}”下，{window.zh}不在其中。",
        )
    gap = signed(values[1] - values[0], decimals(unit_of(name), values[1] - values[0]))
    return Text(
        f"{start.en}: {label.en.lower()} {window.en} is {shown[0]} under {titles[0].en} and {shown[1]} under {titles[1].en} ({gap}).",
        f"{start.zh}：{window.zh}的{label.zh}，“{titles[0].zh}”下为 {shown[0]}，“{titles[1].zh}”下为 {shown[1]}（{gap}）。",
    )  # fmt: skip


def _only(title: Text, happenings: Sequence[Happening]) -> Text | None:
    """Return what happened under one scenario only."""
    if not happenings:
        return None
    told = [words(one) for one in happenings[:NAMED]]
    more = len(happenings) - len(told)
    en, zh = ", ".join(one.en for one in told), "，".join(one.zh for one in told)
    if more:
        en, zh = f"{en} and {more} more", f"{zh}，另有 {more} 项"
    return Text(f"only under {title.en}: {en}", f"仅在“{title.zh}”下：{zh}")


def _parting(chain: Chain) -> list[Text]:
    parting, titles = chain.parting, world_titles(chain)
    assert parting is not None
    who = _WHO[chain.subject.kind]
    if parting.district is None:
        return [
            Text(
                "The two histories never part: every weekly number is the same.",
                "两段历史始终一致：每周各项数据完全相同。",
            )
        ]
    found = [
        Text("The two histories differ from the first week on.", "两段历史从第 1 周起就不相同。")
        if parting.district == 1
        else Text(
            f"The two histories are the same before week {parting.district}, when the first number of the district differs.",
            f"第 {parting.district} 周之前，两段历史完全相同；该周全区首次出现不同的数据。",
        )
    ]  # fmt: skip
    if parting.state is None:
        found.append(
            Text(
                f"It never reaches {who.en}: nothing about {who.en} differs in any week.",
                f"这一差别始终没有影响到{who.zh}：任何一周都没有不同。",
            )
        )
        return found
    state = Text(f"It reaches {who.en} in week {parting.state}", f"第 {parting.state} 周，差别影响到{who.zh}")
    if parting.events is None:
        found.append(
            Text(
                f"{state.en}; what happens to {who.en} stays the same throughout.",
                f"{state.zh}；但{who.zh}所经历的事件始终相同。",
            )
        )
        return found
    only = [words for title, events in zip(titles, parting.first) if (words := _only(title, events)) is not None]
    found.append(
        Text(
            f"{state.en}. The first event that differs is in week {parting.events}, {'; '.join(one.en for one in only)}.",
            f"{state.zh}。首个不同的事件出现在第 {parting.events} 周，{'；'.join(one.zh for one in only)}。",
        )
    )
    return found


def _causes(chain: Chain) -> list[Text]:
    name, effects = chain.main, ranked(chain)
    label = outcome(name)
    found = []
    told = [e for e in effects if not math.isfinite(e.effect[name]) or abs(e.effect[name]) > 0]
    for effect in told[:NAMED]:
        found.append(_effect(chain, effect, name, label))
    silent = sorted(
        {cause for e in effects if e not in told for cause in e.causes} - {c for e in told for c in e.causes}, key=str
    )
    if silent:
        parts = [cause_words(cause) for cause in silent]
        found.append(
            Text(
                f"Left out, these change nothing of {label.en.lower()}: {', '.join(p.en for p in parts)}.",
                f"去除以下各项，{label.zh}没有任何变化：{'、'.join(p.zh for p in parts)}。",
            )
        )
    if (
        chain.parting is not None
        and len(chain.setting.scenarios) == 2
        and told
        and (gap := _closed(chain, told[0], name, label))
    ):
        found.append(gap)
    if chain.untold:
        found.append(
            Text(
                f"Suspected too, and not replayed (ask with --without): {', '.join(chain.untold[:12])}{' ...' if len(chain.untold) > 12 else ''}.",
                f"其他可能的原因未作重演（可用 --without 指定）：{'、'.join(chain.untold[:12])}{'等' if len(chain.untold) > 12 else ''}。",
            )
        )
    return found  # fmt: skip


def _effect(chain: Chain, effect: Effect, name: str, label: Text) -> Text:
    title = chain.setting.scenarios[effect.scenario].title
    what = causes_words(effect.causes)
    now = chain.worlds[effect.scenario].outcomes()[name]
    then = effect.without[name]
    if not math.isfinite(then) or not math.isfinite(now):
        gone = (
            Text("would not be there at the end", "期末将不存在")
            if math.isfinite(now)
            else Text("would still be there", "将会存在")
        )
        return Text(
            f"{title.en}: without {what.en}, {_WHO[chain.subject.kind].en} {gone.en}.",
            f"{title.zh}：如果没有{what.zh}，{_WHO[chain.subject.kind].zh}{gone.zh}。",
        )
    shown = _levels(chain, name, (now, then))
    by = signed(effect.effect[name], decimals(unit_of(name), effect.effect[name]))
    en = f"{title.en}: without {what.en}, {label.en.lower()} would have been {shown[1]} instead of {shown[0]}: it contributed {by} in this history."
    zh = f"{title.zh}：如果没有{what.zh}，{label.zh}将是 {shown[1]} 而不是 {shown[0]}；在这段历史中，其贡献为 {by}。"
    if name in effect.intervals and math.isfinite(effect.intervals[name].low):
        band = effect.intervals[name]
        places = decimals_of(band, unit_of(name))
        bounds = span(band, places)
        clear = (
            Text("clear of zero", "与零有明确差别")
            if band.clear
            else Text("not clearly different from zero", "不能确定不为零")
        )
        en += f" Over {chain.replicates} replicates: {signed(band.mean, places)} ({bounds.en}), {clear.en}."
        zh += f"{chain.replicates} 次重复的平均：{signed(band.mean, places)}（{bounds.zh}），{clear.zh}。"
    return Text(en, zh)


def _closed(chain: Chain, effect: Effect, name: str, label: Text) -> Text | None:
    """Say what is left of the difference of the two worlds without the strongest cause in either."""
    levels = [world.outcomes()[name] for world in chain.worlds]
    without = list(levels)
    for other in chain.effects:
        if other.causes == effect.causes:
            without[other.scenario] = other.without[name]
    if not all(map(math.isfinite, (*levels, *without))):
        return None
    gaps = [levels[1] - levels[0], without[1] - without[0]]
    shown = [signed(gap, decimals(unit_of(name), max(map(abs, gaps)))) for gap in gaps]
    what = causes_words(effect.causes)
    return Text(
        f"Without {what.en} in both worlds, the difference in {label.en.lower()} is {shown[1]} instead of {shown[0]}.",
        f"若两种情形下都没有{what.zh}，{label.zh}的差异为 {shown[1]}，而不是 {shown[0]}。",
    )


def _scope(chain: Chain) -> Text:
    if any(effect.intervals for effect in chain.effects):
        return Text(
            "Replays of this one history are exact for its random numbers only; intervals (paired, jointly 95 %) show what holds across replicates.",
            "单一历史的重演只对该次随机情形成立（且是精确的）；配对区间（合计置信度 95 %）说明在多次重复中是否成立。",
        )
    if chain.replicates > 1 and chain.effects:
        return Text(
            "Replays are exact for the random numbers of this history only: the subject or the causes do not exist in other histories, so there are no intervals.",
            "重演只对这段历史的随机情形成立（且是精确的），不能推及其他情形：对象或原因只存在于这段历史中，因此没有区间。",
        )
    return Text(
        "This is one history: a replay is exact for its random numbers, and another history may differ. For general results use cogov compare or cogov why.",
        "这是一段历史：重演对其随机情形是精确的，但不能推及其他情形。一般结论请用 cogov compare 或 cogov why。",
    )  # fmt: skip
