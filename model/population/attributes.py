"""Who lives where at the start, and what a person is like who moves in.

`layout` splits residents into communities, grids, buildings and households, or completes what a user's records say about them. `draw_resident`
gives one row a new person; the same rule makes the first residents and every newcomer, so that turnover alone changes no distribution.

Shares follow a logistic-normal distribution, whose mean is the declared one and which never touches 0 or 1. Sociability is gamma with
shape `tie_dispersion` and mean 1, so that numbers of ties are negative binomial. Draws follow the person's key, or the home's for
what stays with the home. Belonging, trust and knowledge: attitudes.py.
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import choice, combine, integer, normal, stream, uniform
from ...core.quantity import Status, constant
from ...core.text import Text
from ..mechanisms.satisfaction import settle
from ..network.generator import PARAMETERS as NETWORK_PARAMETERS
from ..quantities.streams import POPULATION
from .attitudes import PARAMETERS as ATTITUDES
from .attitudes import draw_attitudes, start_anchors
from .distributions import SMALLEST, bounded_share, gamma
from .layout import Layout, layout, layout_from

ABOUT = Text(
    "Who lives where at the start, and what a person is like who moves in.",
    "初始居民与新迁入者由同一规则抽取：比例类属性服从逻辑正态分布，社交性服从伽马分布，所以迁移本身不改变分布。",
)

__all__ = [
    "PARAMETERS",
    "Layout",
    "bounded_share",
    "draw_communities",
    "draw_resident",
    "draw_residents",
    "draw_skill",
    "draw_tenure",
    "gamma",
    "home_key",
    "layout",
    "layout_from",
    "start_anchors",
]  # fmt: skip

PARAMETERS = (
    constant(
        "age_share_young",
        0.30,
        bounds=(0, 1),
        plausible=(0.2, 0.4),
        unit="share of adults",
        label=Text("Adults of 18-34", "18-34 岁占比"),
        source="assumed",
    ),
    constant(
        "age_share_old",
        0.24,
        bounds=(0, 1),
        plausible=(0.15, 0.35),
        unit="share of adults",
        label=Text("Adults of 60 and over", "60 岁及以上占比"),
        source=Text("assumed: about a quarter of adults", "假定：约占成年人的四分之一"),
    ),
    constant(
        "skill_young",
        0.70,
        bounds=(0, 1),
        plausible=(0.6, 0.9),
        unit="share",
        label=Text("Digital skill, 18-34", "数字技能（18-34 岁）"),
        source="assumed",
    ),
    constant(
        "skill_middle",
        0.514,
        bounds=(0, 1),
        unit="share",
        label=Text("Digital skill, 35-59", "数字技能（35-59 岁）"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that all adults together are at 0.55, the share of people who use government services online",
            "取值使全体成年人平均为 0.55，即网上政务服务用户的占比",
        ),
    ),
    constant(
        "skill_old",
        0.432,
        bounds=(0, 1),
        unit="share",
        label=Text("Digital skill, 60 and over", "数字技能（60 岁及以上）"),
        status=Status.MEASURED,
        source=Text(
            "43.2 % of over-60s are online (2020-2021 internet statistics); a share of users stands for a mean skill",
            "60 岁以上人口中 43.2 % 上网（2020-2021 年互联网统计）；以用户占比代替平均技能",
        ),
    ),
    constant(
        "skill_sd",
        1.0,
        bounds=(0, 5),
        unit="sd of the logit",
        label=Text("Differences in digital skill", "数字技能差异"),
        source="assumed",
    ),
    constant(
        "hours_mean",
        1.5,
        bounds=(0, 5),
        plausible=(0.5, 3),
        unit="h a week",
        label=Text("Spare hours", "空闲时间"),
        source="assumed",
    ),
    constant(
        "hours_most",
        5.0,
        bounds=(0, 5),
        unit="h a week",
        label=Text("Most spare hours", "空闲时间上限"),
        source=Text("design assumption: 0-5 a week", "设计假定：每周 0-5 小时"),
    ),
    constant(
        "hours_sd",
        1.0,
        bounds=(0, 5),
        unit="sd of the logit",
        label=Text("Differences in spare hours", "空闲时间差异"),
        source="assumed",
    ),
    constant(
        "threshold_sd",
        1.0,
        bounds=(0, 10),
        plausible=(0.5, 2),
        unit="utility",
        label=Text("Differences in participation thresholds", "参与阈值差异"),
        source=Text("design assumption: sd 1 between residents", "设计假定：居民之间标准差为 1"),
    ),
    constant(
        "group_evenness",
        20.0,
        bounds=(0.1, 10_000),
        plausible=(2, 100),
        unit="Dirichlet concentration of a group",
        label=Text("Evenness of groups among communities", "群体分布均匀度"),
        source=Text(
            "assumed: a share of 0.25 varies by about 0.05 between communities",
            "假定：占比为 0.25 时，社区之间相差约 0.05",
        ),
    ),
    *ATTITUDES,
    *NETWORK_PARAMETERS,
)

PERSON, HOME, COMMUNITY = POPULATION, POPULATION + 1, POPULATION + 2

# Which draw of a person is for what; attitudes have the others below 32.
DRAW_ORIGIN, DRAW_OCCUPATION, DRAW_AGE, DRAW_SKILL, DRAW_HOURS, DRAW_THRESHOLD = range(6)
DRAW_SOCIABILITY = 32  # and those after it
OCCUPATIONS = 6


@compiled
def home_key(w, i):
    """Return the key of the home that row i is: from the building's key and the place within the building, nothing else."""
    building = w.residents.building[i]
    return combine(w.buildings.key[building], i - w.buildings.first[building])


@compiled
def draw_tenure(w, i):
    """Return the tenure of home i, the same for all homes of a household: 1 (renter) with the chance `renters`."""
    household = w.residents.household
    first = i
    while first > 0 and household[first - 1] == household[i]:
        first -= 1
    return 1 if uniform(stream(w.seed, HOME, 0), home_key(w, first), 0) < w.parameters.renters else 0


@compiled
def draw_skill(w, i):
    """Return the digital skill of the person in row i, by the age band that stands in the row."""
    r, p = w.residents, w.parameters
    band = r.age_band[i]
    mean = p.skill_young if band == 0 else (p.skill_middle if band == 1 else p.skill_old)
    return bounded_share(normal(stream(w.seed, PERSON, 0), r.identity[i], DRAW_SKILL), mean, p.skill_sd)


@compiled
def draw_resident(w, i, week):
    """Give row i the person of key ``identity[i]``, arrived in `week`: all attributes new, the home (places, tenure) as it was."""
    r, p = w.residents, w.parameters
    key = stream(w.seed, PERSON, 0)
    person = r.identity[i]
    community = r.community[i]
    r.arrived[i] = week
    r.origin[i] = choice(key, person, DRAW_ORIGIN, w.communities.group_share[community])
    r.occupation[i] = integer(key, person, DRAW_OCCUPATION, OCCUPATIONS)
    u = uniform(key, person, DRAW_AGE)
    r.age_band[i] = 0 if u < p.age_share_young else (2 if u >= 1.0 - p.age_share_old else 1)
    r.skill[i] = draw_skill(w, i)
    r.hours[i] = p.hours_most * bounded_share(
        normal(key, person, DRAW_HOURS), p.hours_mean / p.hours_most if p.hours_most > 0.0 else 0.0, p.hours_sd
    )
    r.sociability[i] = gamma(key, person, DRAW_SOCIABILITY, p.tie_dispersion) / p.tie_dispersion
    r.threshold[i] = p.threshold_sd * normal(key, person, DRAW_THRESHOLD)

    draw_attitudes(w, i, week, key)
    r.fatigue[i] = 0.0
    r.active[i] = 0
    r.recent[i] = 0
    r.follows[i] = 1
    r.given[i] = 0.0
    r.given_total[i] = 0.0
    r.case_outcome[i] = 0.5
    r.help_outcome[i] = 0.5
    r.influence[i] = p.influence_start
    r.burden[i] = p.burden_start
    r.satisfaction[i] = 0.5
    if p.satisfaction_at_target > 0.0:
        settle(w, i)
    r.satisfaction_sum[i] = 0.0
    w.experience.felt[i] = 0


@compiled
def draw_residents(w):
    """Draw all first residents; places of residents, keys of buildings, affluence and group shares must be in place."""
    r = w.residents
    for i in range(r.identity.size):
        r.identity[i] = combine(home_key(w, i), 0)
        r.tenure[i] = draw_tenure(w, i)
        draw_resident(w, i, 0)


@compiled
def draw_communities(seed, community_key, evenness, affluence, group_share):
    """Fill in `affluence` (uniform) and `group_share` (cumulative; Dirichlet around equal shares) of each community.

    Parameters
    ----------
    seed : uint64.
    community_key : uint64, shape (C,).
    evenness : the constant `group_evenness`.
    affluence, group_share : results, shapes (C,) and (C, groups).
    """
    key = stream(seed, COMMUNITY, 0)
    groups = group_share.shape[1]
    for c in range(community_key.size):
        affluence[c] = uniform(key, community_key[c], 0)
        total = 0.0
        for g in range(groups):
            total += gamma(key, combine(community_key[c], g), 1, evenness) + SMALLEST
            group_share[c, g] = total
        for g in range(groups):
            group_share[c, g] = group_share[c, g] / total
        group_share[c, groups - 1] = 1.0
