"""One chain of events: what happened to one resident, organisation or community in one world and in another, where the
two histories part, and what would have been without a suspected cause.

All worlds of one replicate use common random numbers, every draw being keyed by what it is for. Two histories therefore
differ by what was set differently and by what followed from it, and a history replayed without one cause
(model/counterfactual.py) gives what that cause did *with those random numbers*, exactly and for them alone. Over several replicates the
effect has an interval, where subject and cause are the same ones in each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.text import Text
from ...model.counterfactual import Cause, read_causes
from ...model.model import CommunityModel
from ...model.quantities.indicators import MAIN
from ...runs.execute import Runs, Work
from ...runs.factory import facts_of, make_model
from ...runs.intervals import Interval, interval
from ...runs.settings import Progress, Setting, SettingError, at_least_one, replicate_seed, run_words
from . import subject as chain_subject
from .history import Chain, Effect, World, part
from .recorder import STATES, Watch
from .subject import Subject

MOST = {"organization": 4, "rule": 4, "social_worker": 2}
"""Suspected causes replayed of each kind, those that were there longest first."""

AT_A_TIME = 64
"""Runs for which there are workers at most: how many there will be is known only after the first histories."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One run: a scenario in a replicate, without some causes."""

    scenario: int
    replicate: int
    subject: Subject
    causes: tuple[Cause, ...] = ()


def live(setting: Setting, task: _Task) -> World:
    """Run one history and record it."""
    model = _model(setting, task.scenario, task.replicate, task.causes)
    watch, plans = Watch(model, task.subject), [model.plan]
    model.run_for(setting.weeks)
    names, states = _states(model, task.subject, watch)
    o, first = model.organizations, watch.initial
    used = int(model.district.arrays["counters"]["organizations"][0])
    founded = tuple((int(o.community[k]), int(o.founded[k])) for k in range(first, used))
    series = model.district.arrays["series"]["series"][: model.week].copy()
    return World(
        task.scenario, task.causes, tuple(watch.happenings), names, states, series, dict(watch.suspects), founded,
        facts_of(model, plans),
    )  # fmt: skip


def _model(setting: Setting, scenario: int, replicate: int, causes: Sequence[Cause] = ()) -> CommunityModel:
    seed = replicate_seed(setting.seed, replicate)
    return make_model(setting, scenario, seed, record_events=True, by_community=True, without=causes)


def _name(setting: Setting, task: _Task) -> Text:
    name, causes = setting.names[task.scenario], [str(cause) for cause in task.causes]
    en, zh = (f" without {', '.join(causes)}", f"（去除 {'、'.join(causes)}）") if causes else ("", "")
    seed = replicate_seed(setting.seed, task.replicate)
    return run_words(f"'{name}'{en}", f"'{name}'{zh}", task.replicate, seed)


def _states(model: CommunityModel, subject: Subject, watch: Watch) -> tuple[tuple[str, ...], np.ndarray]:
    if subject.kind in STATES:
        return STATES[subject.kind], np.array(watch.states, float)
    table = model.indicators
    if subject.kind == "community":
        table = model.indicators_by_community.xs(subject.place, level="community")
    return MAIN, table[list(MAIN)].to_numpy(float)


def in_every_replicate(cause: Cause, setting: Setting) -> bool:
    """Whether a cause is the same one in every replicate: elements, posts, and organisations that the data name."""
    return cause.kind != "organization" or (setting.population is not None and cause.week is None)


def suspected(worlds: Sequence[World], subject: Subject) -> tuple[list[Cause], list[str]]:
    """Return the causes to replay, those that were there longest first of each kind, and the names of the others."""
    weeks: Counter[str] = Counter()
    for world in worlds:
        weeks.update(world.suspects)
    own = f"organization:{subject.name}" if subject.kind == "organization" else ""
    chosen: list[Cause] = []
    rest: list[str] = []
    for kind, most in MOST.items():
        ranked = sorted(
            (name for name in weeks if name.startswith(f"{kind}:") and name != own), key=lambda n: (-weeks[n], n)
        )
        chosen += read_causes(ranked[:most])
        rest += ranked[most:]
    return chosen, rest


def tell_chain(
    setting: Setting, *, resident: str | None = None, community: str | None = None, organization: str | None = None,
    without: Sequence[str | Cause] = (), replicate: int = 0, replicates: int = 1, suspects: bool = True,
    workers: int | None = None, progress: Progress | None = None, source: str | None = None,
) -> Chain:  # fmt: skip
    """Trace the chain of events of one subject, and replay it without causes.

    Parameters
    ----------
    setting : one or two scenarios; the seed is that of the study, as for `compare`.
    resident, community, organization : whose chain; see chain_subject. At most one; none: the district.
    without : causes to leave out; none: the suspected ones are found in the history.
    replicate : the history reported.
    replicates : histories replayed for intervals.
    suspects : False: replay nothing that was not asked for.

    Raises
    ------
    SettingError, QuantityError
        For subjects and causes that do not exist, before anything long runs.
    RunFailed
        If a run ends with an error.
    """
    _check(setting, (resident, community, organization), without, replicate, replicates)
    asked = read_causes(without)
    with Runs(Work(live, _name, setting), lambda _: setting, workers=workers, progress=progress) as runs:
        runs.prepare(most=AT_A_TIME)
        subject = _subject(setting, replicate, resident, community, organization)
        if asked:
            _model(setting, 0, replicate, asked)  # names that do not exist are said before anything runs
        tasks = [_Task(k, replicate, subject) for k in range(len(setting.scenarios))]
        if asked and len(tasks) == 1:
            tasks.append(_Task(0, replicate, subject, asked))
        worlds = runs.results(tasks)
        told = tuple(worlds[task] for task in tasks)
        scenarios = told[: len(setting.scenarios)]
        _is_there(subject, scenarios)
        if asked:
            left_out = [(cause,) for cause in asked] + ([asked] if len(asked) > 1 else [])
            untold: list[str] = []
        else:
            found, untold = suspected(scenarios, subject) if suspects else ([], [])
            left_out = [(cause,) for cause in found]
        effects = _effects(runs, setting, subject, scenarios, left_out, replicate, replicates, worlds, bool(asked))
    timing = {name: runs.timing[name] for name in ("compile_seconds", "run_seconds")}
    parting = part(told[0], told[1]) if len(told) > 1 else None
    return Chain(
        setting, subject, replicate, replicates, told, parting, effects, tuple(untold), asked, timing, source
    )  # fmt: skip


def _check(
    setting: Setting, asked: Sequence[str | None], without: Sequence[Any], replicate: int, replicates: int
) -> None:
    setting.check(fewest=1)
    if len(setting.scenarios) > 2:
        raise SettingError(
            Text(
                f"a chain of events is traced for one scenario or two, not {len(setting.scenarios)}",
                f"事件链只能针对一个或两个方案，目前为 {len(setting.scenarios)} 个",
            )
        )
    if sum(name is not None for name in asked) > 1:
        raise SettingError(
            Text(
                "--resident, --community and --organization: trace one at a time",
                "--resident、--community 与 --organization：一次只能指定一个",
            )
        )
    if not without and all(name is None for name in asked):
        raise SettingError(
            Text(
                "name a --resident, a --community or an --organization, or a cause with --without",
                "请用 --resident、--community 或 --organization 指定对象，或用 --without 指定原因",
            )
        )
    if isinstance(replicate, bool) or not isinstance(replicate, int) or replicate < 0:
        raise SettingError(
            Text(
                f"replicate = {replicate!r} is not allowed: a whole number from 0",
                f"replicate = {replicate!r} 不允许：须为不小于 0 的整数",
            )
        )
    at_least_one("replicates", replicates)
    for kind, name in zip(("resident", "community", "organization"), asked):
        if name is not None:
            chain_subject.check(setting, kind, str(name))


def _subject(setting: Setting, replicate: int, resident: Any, community: Any, organization: Any) -> Subject:
    model = _model(setting, 0, replicate)
    if resident is not None:
        return chain_subject.resident(model, str(resident))
    if community is not None:
        return chain_subject.community(model, str(community))
    if organization is None:
        return chain_subject.district()
    initial = chain_subject.initial_organizations(model)
    founded: list[tuple[int, int]] = []
    if str(organization).isdecimal() and int(organization) >= initial:  # numbered as in the first scenario's history
        o = model.organizations
        model.run_for(setting.weeks)
        o, used = model.organizations, int(model.district.arrays["counters"]["organizations"][0])
        founded = [(int(o.community[k]), int(o.founded[k])) for k in range(initial, used)]
        model = _model(setting, 0, replicate)
    return chain_subject.organization(model, str(organization), founded)


def _is_there(subject: Subject, worlds: Sequence[World]) -> None:
    if subject.week == 0 or any(np.isfinite(world.states).any() for world in worlds):
        return
    if subject.kind == "resident":
        raise SettingError(
            Text(
                f"--resident {subject.name}: nobody moved into home {subject.number} in week {subject.week}",
                f"--resident {subject.name}：第 {subject.week} 周没有人迁入住所 {subject.number}",
            )
        )
    places = sorted({f"{c}/{w}" for world in worlds for c, w in world.founded if c == subject.number})
    there = ", ".join(places) or "none"
    raise SettingError(
        Text(
            f"--organization {subject.name}: nothing was founded there in that week; founded there: {there}",
            f"--organization {subject.name}：该周此处没有组织成立；此处成立的有：{there}",
        )
    )


def _effects(
    runs: Runs, setting: Setting, subject: Subject, scenarios: Sequence[World], left_out: Sequence[tuple[Cause, ...]],
    replicate: int, replicates: int, known: dict[_Task, World], asked: bool,
) -> tuple[Effect, ...]:  # fmt: skip
    """Replay every cause in every world in which it is there."""
    wanted = []
    for causes in left_out:
        for world in scenarios:
            there = any(_acted(cause, world) for cause in causes)
            if there or asked:
                wanted.append((causes, world.scenario))
    several = {
        causes: replicates if subject.in_every_replicate and all(in_every_replicate(c, setting) for c in causes) else 1
        for causes in left_out
    }
    tasks = dict.fromkeys(_Task(place, replicate, subject, causes) for causes, place in wanted)
    for causes, place in wanted:
        for k in range(replicates if several[causes] > 1 else 0):
            tasks |= dict.fromkeys((_Task(place, k, subject), _Task(place, k, subject, causes)))
    known |= runs.results(task for task in tasks if task not in known)
    effects = []
    for causes, place in wanted:
        told, replayed = scenarios[place], known[_Task(place, replicate, subject, causes)]
        intervals: dict[str, Interval] = {}
        if several[causes] > 1:
            pairs = [
                (known[_Task(place, k, subject)], known[_Task(place, k, subject, causes)]) for k in range(replicates)
            ]
            differences = [_difference(one.outcomes(), other.outcomes()) for one, other in pairs]
            together = sum(several[causes] > 1 for causes, _ in wanted)  # intervals of one outcome hold together
            intervals = {
                name: interval(np.array([d.get(name, 0.0) for d in differences]), shared_by=together)
                for name in told.names
            }
        effects.append(
            Effect(
                causes, place, replayed.outcomes(), _difference(told.outcomes(), replayed.outcomes()), part(told, replayed), intervals
            )
        )  # fmt: skip
    return tuple(effects)


def _acted(cause: Cause, world: World) -> bool:
    if cause.kind == "rule" and cause.place is None:
        return any(name.startswith(f"{cause}@") for name in world.suspects)
    return str(cause) in world.suspects


def _difference(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Return one minus other; what was not counted is 0, a state that was not there stays NaN."""
    return {name: one.get(name, 0.0) - other.get(name, 0.0) for name in {**one, **other}}
