"""Problems: public problems arise in grids, and none is known to any office yet.

N ~ Poisson(problem_rate / 10,000 x residents of the grid x exp(-problem_fit_effect (fit - fit at start))) a week (C3,
C7: rules that fit prevent problems). Each has a home, drawn evenly in its grid, and affects 1 +
Poisson(affected_mean) neighbouring rows of its building. A share is visible from the street, a share spans two grids
of the community, a share `cross_tier` needs street or district (C25). Work ~ Exp(case_work) hours x (1 -
standard_saving s), where s is the share of the community's rules that agree with the template of the government and
are not on paper only: a standard saves work whether it was mandated, copied or found (C21). Patience ~ Exp(patience)
weeks.

Draws follow the grid, week and index of the problem, and counts are inverted from one uniform, so the same problem
meets the same random numbers under any policy; better rules only leave the last ones of a week out.

Limit: with problem_fit_effect 0, a homogeneous Poisson process. Off: no problems arise. Source: rate from Beijing's
12345 line.

Examples
--------
>>> neighbours_of(home=3, affected=5, first=0, end=20), neighbours_of(home=0, affected=5, first=0, end=3)
((1, 5), (0, 3))
>>> from cogov.model.sandbox import district
>>> w = district(400, environment={"problem_rate": 500.0})
>>> step(w, 0)
>>> 0 < int(w.tally.problems[0]) == int(w.cases.alive.sum())
True
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import combine, exponential, integer, poisson, stream, uniform
from ...core.quantity import constant
from ...core.text import Text
from ..cases.lifecycle import expected_problems, open_case
from ..events import tell
from ..process import WEEKLY, Process
from ..quantities.codes import EVENT_PROBLEM, PROBLEM
from ..quantities.streams import PROBLEMS
from ..rules.spillover import gained

PARAMETERS = (
    constant(
        "problem_fit_effect",
        0.7,
        bounds=(0, 5),
        plausible=(0, 1.5),
        unit="1 / fit",
        label=Text("Effect of fit on problems", "规则适配对问题发生率的作用"),
        source="design assumption",
    ),
    constant(
        "visible_share",
        0.4,
        bounds=(0, 1),
        plausible=(0.2, 0.7),
        unit="share",
        label=Text("Visible problems", "可见问题占比"),
        source=Text("assumed: the others must be reported", "假定：其余问题须有人反映"),
    ),
    constant(
        "affected_mean",
        7.0,
        bounds=(0, 200),
        plausible=(3, 15),
        unit="residents",
        label=Text("Others affected by a problem", "每个问题影响的其他居民数"),
        source="design assumption",
    ),
    constant(
        "spans_share",
        0.15,
        bounds=(0, 1),
        plausible=(0.05, 0.3),
        unit="share",
        label=Text("Problems that span grids", "跨网格问题占比"),
        source="design assumption",
    ),
    constant(
        "case_work",
        4.0,
        bounds=(0.01, 1000),
        plausible=(2, 8),
        unit="h",
        label=Text("Work of a case", "单件工作量"),
        source="design assumption",
    ),
    constant(
        "standard_saving",
        0.15,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="share of work",
        label=Text("Saving by a shared standard", "标准化节省的工时"),
        source=Text("design assumption: up to 15 %", "设计假定：最多 15 %"),
    ),
)

COUNT, TRAITS = PROBLEMS + 0, PROBLEMS + 1
HOME, VISIBLE, AFFECTED, SPANS, OTHER, TIER, WORK, PATIENCE, MOMENT = range(9)


@compiled
def moment(seed, case_key, arose):
    """Return when in its week a problem arose, in 0-1."""
    return uniform(stream(seed, TRAITS, arose), case_key, MOMENT)


@compiled
def neighbours_of(home, affected, first, end):
    """Return the first row and the number of those affected: rows around the home, inside the building's first ...
    end - 1.
    """
    count = min(affected, end - first)
    start = min(max(home - (affected - 1) // 2, first), end - count)
    return start, count


@compiled
def shared_standard(rules, c):
    """Return the share of a community's rules that agree with the template and are practised."""
    agree = 0
    for e in range(rules.elements.shape[1]):
        if int(rules.elements[c, e]) == int(rules.template[0, e]) and int(rules.paper[c, e]) == 0:
            agree += 1
    return float(agree) / float(max(rules.elements.shape[1], 1))


@compiled
def _arise(w, week, g, c, case_key, traits, saving):
    """Open one problem of grid `g`."""
    p, cases, grids, buildings = w.parameters, w.cases, w.grids, w.buildings
    case = open_case(cases, w.counters)
    if case < 0:
        return
    first = int(grids.first[g])
    home = first + integer(traits, case_key, HOME, int(grids.first[g + 1]) - first)
    building = int(w.residents.building[home])
    affected = 1 + poisson(traits, case_key, AFFECTED, p.affected_mean)
    start, count = neighbours_of(home, affected, int(buildings.first[building]), int(buildings.first[building + 1]))
    grids_here = int(w.communities.first_grid[c + 1]) - int(w.communities.first_grid[c])
    if grids_here >= 2 and uniform(traits, case_key, SPANS) < p.spans_share:
        other = int(w.communities.first_grid[c]) + integer(traits, case_key, OTHER, grids_here - 1)
        cases.other_grid[case] = other + 1 if other >= g else other
    cases.key[case] = case_key
    cases.kind[case] = PROBLEM
    cases.community[case] = c
    cases.grid[case] = g
    cases.visible[case] = 1 if uniform(traits, case_key, VISIBLE) < p.visible_share else 0
    cases.tier[case] = 1 if uniform(traits, case_key, TIER) < p.cross_tier else 0
    cases.first_affected[case] = start
    cases.affected[case] = count
    cases.arose[case] = week
    cases.arose_at[case] = float(week) + uniform(traits, case_key, MOMENT)
    cases.work[case] = p.case_work * exponential(traits, case_key, WORK) * (1.0 - saving)
    cases.deadline[case] = (
        float(week) + uniform(traits, case_key, MOMENT) + p.patience * exponential(traits, case_key, PATIENCE)
    )
    w.tally.problems[c] += 1.0
    w.tally.problem_arrivals_work[c] += cases.work[case]
    tell(w, week, EVENT_PROBLEM, c, home, int(cases.tier[case]), cases.work[case])


@compiled
def step(w, week):
    """Let the problems of the week arise, grid by grid."""
    p, grids, rules = w.parameters, w.grids, w.rules
    count, traits = stream(w.seed, COUNT, week), stream(w.seed, TRAITS, week)
    for g in range(grids.key.size):
        c = int(grids.community[g])
        n = int(grids.first[g + 1]) - int(grids.first[g])
        mean = expected_problems(p.problem_rate, float(n), p.problem_fit_effect, gained(w, c))
        arising = poisson(count, grids.key[g], 0, mean)
        if arising == 0:
            continue
        saving = p.standard_saving * shared_standard(rules, c)
        place = combine(grids.key[g], week)
        for m in range(arising):
            _arise(w, week, g, c, combine(place, m), traits, saving)


PROCESS = Process(
    "problems",
    step,
    every=WEEKLY,
    label=Text("Problems arise", "公共问题出现"),
    about=Text(
        "Public problems arise in grids as a Poisson process that better-fitting rules slow down; each affects neighbours, and some are visible, span grids, or need a higher tier.",
        "公共问题在各网格内按泊松过程出现，规则越适合当地，问题越少：强度 = 基础率 × 居民数 × exp(-效应 × (适配度 - 初始适配度))。每个问题影响周围若干居民；一部分在街面可见，一部分跨网格，一部分须由街道或区解决。工作量与居民的耐心服从指数分布。",
    ),
)
