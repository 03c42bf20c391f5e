"""Who lives where at the start, and what a person is like who moves in.

`layout` splits residents into communities, grids, buildings and households, or completes what a user's records say about them. `draw_resident`
gives one row a new person; the same rule makes the first residents and every newcomer, so that turnover alone changes no distribution.

Shares follow a logistic-normal distribution, whose mean is the declared one and which never touches 0 or 1. Sociability is gamma with
shape `tie_dispersion` and mean 1, so that numbers of ties are negative binomial. Draws follow the person's key, or the home's for
what stays with the home. Better-off communities (affluence, uniform in 0-1) start with slightly higher anchors and trust.
"""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled
from ...core.draws import choice, combine, integer, normal, stream, uniform
from ...core.numeric import exp, log, logistic
from ...core.quantity import Status, constant
from ...core.text import Text
from ..network.generator import PARAMETERS as NETWORK_PARAMETERS
from ..quantities.streams import POPULATION
from .layout import Layout, layout, layout_from

ABOUT = Text(
    "Who lives where at the start, and what a person is like who moves in.",
    "初始居民与新迁入者由同一规则抽取：比例类属性服从逻辑正态分布，社交性服从伽马分布，所以迁移本身不改变分布。",
)

__all__ = [
    "PARAMETERS",
    "Layout",
    "draw_communities",
    "draw_resident",
    "draw_residents",
    "draw_skill",
    "draw_tenure",
    "home_key",
    "layout",
    "layout_from",
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
        "attitude_sd",
        0.8,
        bounds=(0, 5),
        plausible=(0.3, 1.5),
        unit="sd of the logit",
        label=Text("Differences in belonging and trust", "归属与信任差异"),
        source="assumed",
    ),
    constant(
        "knowledge_sd",
        0.8,
        bounds=(0, 5),
        plausible=(0.3, 1.5),
        unit="sd of the logit",
        label=Text("Differences in knowledge and responsibility", "认知与责任心差异"),
        source="assumed",
    ),
    constant(
        "initial_clarity",
        0.35,
        bounds=(0, 1),
        plausible=(0.2, 0.5),
        unit="share",
        label=Text("Initial clarity about the law", "初始法律认知"),
        source="assumed",
    ),
    constant(
        "initial_awareness",
        0.35,
        bounds=(0, 1),
        plausible=(0.2, 0.5),
        unit="share",
        label=Text("Initial awareness", "初始自治意识"),
        source="assumed",
    ),
    constant(
        "initial_responsibility",
        0.40,
        bounds=(0, 1),
        plausible=(0.2, 0.6),
        unit="share",
        label=Text("Initial responsibility", "初始责任心"),
        source="assumed",
    ),
    constant(
        "affluence_effect",
        0.10,
        bounds=(0, 1),
        plausible=(0, 0.2),
        unit="share",
        label=Text("Advantage of better-off communities", "富裕社区优势"),
        source=Text(
            "assumed: anchors and trust of the richest above those of the poorest community, so that favourable pilots promise more",
            "假定：最富裕社区的归属锚点和信任高于最不富裕的社区，因此选条件好的社区作试点，成效看起来更好",
        ),
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
    *NETWORK_PARAMETERS,
)

PERSON, HOME, COMMUNITY = POPULATION, POPULATION + 1, POPULATION + 2

# Which draw of a person is for what.
(
    DRAW_ORIGIN, DRAW_OCCUPATION, DRAW_AGE, DRAW_SKILL, DRAW_HOURS, DRAW_THRESHOLD, DRAW_ANCHOR, DRAW_TRUST_NEIGHBOURS,
    DRAW_TRUST_ORGANIZATIONS, DRAW_TRUST_GOVERNMENT, DRAW_CLARITY, DRAW_AWARENESS, DRAW_RESPONSIBILITY,
) = range(13)  # fmt: skip
DRAW_SOCIABILITY = 32  # and those after it
OCCUPATIONS = 6
_WIDENING = 0.42  # see bounded_share
_SMALLEST = 1e-300


@compiled
def bounded_share(z, mean, sd):
    """Return a logistic-normal share with (nearly) this mean: logistic(m + sd z), z standard normal, sd of the logit.

    m = logit(mean) sqrt(1 + 0.42 sd**2): the form follows from taking the logistic for a normal distribution function, the factor was
    chosen by quadrature. For sd up to 1 and means of 0.2-0.8 the mean is met within 0.002, for means of 0.05-0.95 within 0.006.
    """
    if mean <= 0.0 or mean >= 1.0:
        return min(max(mean, 0.0), 1.0)
    return logistic(log(mean / (1.0 - mean)) * math.sqrt(1.0 + _WIDENING * sd * sd) + sd * z)


@compiled
def gamma(key, entity, index, shape):
    """Return a gamma number of this shape (positive) and scale 1, a pure function of its arguments; uses draws `index` and up.

    Marsaglia and Tsang (2000, *ACM Transactions on Mathematical Software* 26, 363-372); below shape 1 by their factor U**(1/shape).
    """
    large = shape if shape >= 1.0 else shape + 1.0
    d = large - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    value = d
    for attempt in range(100):  # the chance of a refusal is below 0.05
        z = normal(key, entity, index + 1 + 2 * attempt)
        v = 1.0 + c * z
        if v > 0.0:
            v = v * v * v
            u = uniform(key, entity, index + 2 + 2 * attempt)
            if log(max(u, _SMALLEST)) < 0.5 * z * z + d - d * v + d * log(v):
                value = d * v
                break
    if shape < 1.0:
        value *= exp(log(max(uniform(key, entity, index), _SMALLEST)) / shape)
    return value


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

    better = p.affluence_effect * (w.communities.affluence[community] - 0.5)
    sd = p.attitude_sd
    anchor = bounded_share(normal(key, person, DRAW_ANCHOR), p.initial_belonging + better, sd)
    r.anchor[i] = anchor
    r.anchor_arrival[i] = anchor
    r.belonging[i] = anchor
    r.trust_neighbours[i] = bounded_share(
        normal(key, person, DRAW_TRUST_NEIGHBOURS), p.initial_trust_neighbours + better, sd
    )
    r.trust_organizations[i] = bounded_share(
        normal(key, person, DRAW_TRUST_ORGANIZATIONS), p.initial_trust_organizations + better, sd
    )
    r.trust_government[i] = bounded_share(
        normal(key, person, DRAW_TRUST_GOVERNMENT), p.initial_trust_government + better, sd
    )
    sd = p.knowledge_sd
    r.clarity[i] = bounded_share(normal(key, person, DRAW_CLARITY), p.initial_clarity, sd)
    r.awareness[i] = bounded_share(normal(key, person, DRAW_AWARENESS), p.initial_awareness, sd)
    r.responsibility[i] = bounded_share(normal(key, person, DRAW_RESPONSIBILITY), p.initial_responsibility, sd)

    r.fatigue[i] = 0.0
    r.active[i] = 0
    r.recent[i] = 0
    r.follows[i] = 1
    r.given[i] = 0.0
    r.given_total[i] = 0.0
    r.case_outcome[i] = 0.5
    r.help_outcome[i] = 0.5
    r.satisfaction[i] = 0.5
    r.satisfaction_sum[i] = 0.0


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
            total += gamma(key, combine(community_key[c], g), 1, evenness) + _SMALLEST
            group_share[c, g] = total
        for g in range(groups):
            group_share[c, g] = group_share[c, g] / total
        group_share[c, groups - 1] = 1.0
