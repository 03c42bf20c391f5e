"""What is switched from one scenario to another: levers, each with its whole path, and groups of them.

The path of a lever is its value at the start with all its dated changes. A mixed policy takes the paths of some players
from B and all others from A; nothing else of a scenario can influence results. The social workers' shares of time sum to
at most 1 in every scenario, which a mixture of single ones need not do, so they are one player unless groups say otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.text import Text, text_of
from ...model.quantities.lever_groups import GROUPED
from ...model.quantities.levers import LEVERS, TIME_LEVERS
from ...runs.settings import Setting, SettingError
from ...scenarios import Change, Scenario, ScenarioError

TIME = "time"
BY_KIND = "kinds"
"""As the only group: levers are taken together by their kind."""

Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Path:
    """A lever's value at the start, and the weeks from which on it has another one."""

    start: Any
    changes: tuple[tuple[int, Any], ...] = ()

    @property
    def end(self) -> Any:
        """The value after the last change."""
        return self.changes[-1][1] if self.changes else self.start


@dataclass(frozen=True, slots=True)
class Player:
    """One lever, or several that are switched together.

    Parameters
    ----------
    name : the lever's name, or the group's.
    label : in both languages.
    levers : names of the levers in which the scenarios differ.
    before, after : path of each lever in A and in B.
    claims : claims of the essay that the levers declare.
    """

    name: str
    label: Text
    levers: tuple[str, ...]
    before: tuple[Path, ...]
    after: tuple[Path, ...]
    claims: tuple[str, ...]


def path_of(setting: Setting, scenario: Scenario, lever: str) -> Path:
    """Return the path of a lever as it runs: values that hold for all scenarios go over the start, not over dated changes."""
    start = setting.levers.get(lever, scenario.levers[lever])
    dated: dict[int, Any] = {}
    for change in scenario.changes:
        if lever in change.levers and change.week < setting.weeks:
            dated[change.week] = change.levers[lever]
    value, changes = start, []
    for week, new in sorted(dated.items()):
        if new != value:
            changes.append((week, new))
            value = new
    return Path(start, tuple(changes))


def players_of(setting: Setting, groups: Groups | str | None = None) -> tuple[Player, ...]:
    """Return the players of a setting of two scenarios, in the order of the levers.

    Parameters
    ----------
    groups : levers that are switched together, by the name of the group; `kinds` for the declared kinds; by default
        each lever by itself, but the social workers' time as one.

    Raises
    ------
    SettingError
        Where the scenarios do not differ, for unknown or doubly used names, and for groups by which a mixture of the
        scenarios would hand out more than all of the social workers' hours.
    """
    one, other = setting.scenarios
    before = {name: path_of(setting, one, name) for name in LEVERS}
    after = {name: path_of(setting, other, name) for name in LEVERS}
    differ = [name for name in LEVERS if before[name] != after[name]]
    if not differ:
        raise SettingError(
            Text(
                f"'{one.name}' and '{other.name}' do not differ in any lever within {setting.weeks} weeks: there is nothing to explain",
                f"'{one.name}' 与 '{other.name}' 在 {setting.weeks} 周内没有任何杠杆不同：没有差异可解释",
            )
        )
    together = _together(groups, differ)
    players, done = [], set()
    for lever in differ:
        name = next((group for group, (_, members) in together.items() if lever in members), lever)
        if name in done:
            continue
        done.add(name)
        label, members = together.get(name, (LEVERS[lever].label, (lever,)))
        members = tuple(member for member in differ if member in members)
        if len(members) == 1 and (name in (TIME, lever) or groups == BY_KIND):
            name, label = members[0], LEVERS[members[0]].label
        claims = tuple(dict.fromkeys(claim for member in members for claim in LEVERS[member].extra["claims"]))
        players.append(
            Player(name, label, members, tuple(before[m] for m in members), tuple(after[m] for m in members), claims)
        )
    _check_hours(setting, players)
    return tuple(players)


def _together(groups: Groups | str | None, differ: Sequence[str]) -> dict[str, tuple[Text, tuple[str, ...]]]:
    """Return label and levers of each group by name."""
    kinds = {name: (label, names) for name, label, names in GROUPED}
    if isinstance(groups, str):
        if groups != BY_KIND:
            raise SettingError(
                Text(
                    f"groups = {groups!r} is not known: '{BY_KIND}', or levers by the name of a group",
                    f"groups = {groups!r} 不允许：'{BY_KIND}'，或以组名对应杠杆",
                )
            )
        return kinds
    found: dict[str, tuple[Text, tuple[str, ...]]] = {}
    taken: dict[str, str] = {}
    for name, levers in (groups or {}).items():
        if not levers or isinstance(levers, str):
            raise SettingError(
                Text(f"group '{name}': {levers!r} is not a list of levers", f"组 '{name}'：{levers!r} 不是杠杆的列表")
            )
        if name in LEVERS and tuple(levers) != (name,):
            raise SettingError(
                Text(
                    f"group '{name}' has the name of a lever; choose another name",
                    f"组 '{name}' 与杠杆重名；请另取名称",
                )
            )
        for lever in levers:
            if lever not in LEVERS:
                raise SettingError(
                    Text(f"group '{name}': {LEVERS.unknown(lever).en}", f"组 '{name}'：{LEVERS.unknown(lever).zh}")
                )
            if lever in taken:
                raise SettingError(
                    Text(
                        f"lever '{lever}' is in the groups '{taken[lever]}' and '{name}'; one is enough",
                        f"杠杆 '{lever}' 同时在组 '{taken[lever]}' 与 '{name}' 中；只能在一个组里",
                    )
                )
            taken[lever] = name
        if not any(lever in differ for lever in levers):
            raise SettingError(
                Text(
                    f"group '{name}': the scenarios do not differ in {', '.join(levers)}; they differ in {', '.join(differ)}",
                    f"组 '{name}'：两个方案在 {'、'.join(levers)} 上没有差别；有差别的是 {'、'.join(differ)}",
                )
            )
        label = LEVERS[name].label if name in LEVERS else Text(name, name)
        found[name] = label, tuple(levers)
    rest = tuple(lever for lever in TIME_LEVERS if lever not in taken)
    if rest and TIME not in found:
        found[TIME] = kinds[TIME][0], rest
    return found


def _check_hours(setting: Setting, players: Sequence[Player]) -> None:
    """Raise if a mixture would hand out more than all of the social workers' hours."""
    timed = [k for k, player in enumerate(players) if any(lever in TIME_LEVERS for lever in player.levers)]
    for mask in range(1 << len(timed)):
        chosen = sum(1 << place for bit, place in enumerate(timed) if mask >> bit & 1)
        try:
            mixed(setting, players, chosen)
        except ScenarioError as error:
            names = ", ".join(players[place].name for place in timed)
            taken = ", ".join(player.name for k, player in enumerate(players) if chosen >> k & 1)
            raise SettingError(
                Text(
                    f"a mixture that takes {taken or 'nothing'} from '{setting.names[1]}' and all else from '{setting.names[0]}' cannot be run: "
                    f"{error}; put these into one group: {names}",
                    f"混合方案（{taken or '没有一项'}取自 '{setting.names[1]}'，其余取自 '{setting.names[0]}'）无法运行：{text_of(error).zh}；"
                    f"请将以下各项归为一组：{names}",
                )
            ) from None


def mixed(setting: Setting, players: Sequence[Player], chosen: int) -> Scenario:
    """Return the policy that takes the players of a bit mask from B and all else from A."""
    paths = {name: path_of(setting, setting.scenarios[0], name) for name in LEVERS}
    for place, player in enumerate(players):
        if chosen >> place & 1:
            paths.update(zip(player.levers, player.after, strict=True))
    dated: dict[int, dict[str, Any]] = {}
    for name, path in paths.items():
        for week, value in path.changes:
            dated.setdefault(week, {})[name] = value
    changes = tuple(Change(week, values) for week, values in sorted(dated.items()))
    return Scenario("mixture", Text("", ""), levers={name: path.start for name, path in paths.items()}, changes=changes)


def of_mixture(setting: Setting, players: Sequence[Player], chosen: int) -> Setting:
    """Return the setting of one mixed policy; of none and of all players it is that of A and of B themselves."""
    whole = (1 << len(players)) - 1
    if chosen in (0, whole):
        return dataclasses.replace(setting, scenarios=(setting.scenarios[chosen == whole],))
    return dataclasses.replace(setting, scenarios=(mixed(setting, players, chosen),), levers={})
