"""What residents think when they arrive: belonging, trust, knowledge of the law, responsibility.

Each is a logistic-normal share with the declared mean; anchors of belonging and trust start slightly higher in better-off
communities (affluence, uniform in 0-1), trust in the central government does not. The trait of trust in the central
government has the correlation `central_correlation` with that in local government, on the scale of the logit.

A newcomer's anchor is the share `newcomer_start` of what it returns to; of first residents, who have lived there for y
years, what is missing has faded to (1 - newcomer_start) exp(-52 y (anchor_return + anchor_ties)), see mechanism `records`. y is
exponential with the hazard -ln(1 - yearly rate) of moving out of the tenure, or what the records say.
"""

from __future__ import annotations

import math

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream, uniform
from ...core.numeric import exp, log
from ...core.quantity import Status, constant
from ...core.text import Text
from ..quantities.codes import WEEKS_A_YEAR
from ..quantities.streams import POPULATION
from .distributions import SMALLEST, bounded_share

PARAMETERS = (
    constant(
        "attitude_sd",
        1.2,
        bounds=(0, 5),
        plausible=(0.8, 1.6),
        unit="sd of the logit",
        label=Text("Differences in belonging and trust", "归属与信任差异"),
        source="assumed",
    ),
    constant(
        "trust_sd",
        1.5,
        bounds=(0, 5),
        plausible=(1, 2),
        unit="sd of the logit",
        label=Text("Differences in trust in government (0: as in other trust)", "政府信任差异（0：与其他信任相同）"),
        source=Text(
            "assumed: with 0.8 nearly everybody would trust the central government",
            "假定：若为 0.8，几乎人人信任中央政府",
        ),
    ),
    constant(
        "initial_trust_central",
        0.75,
        bounds=(0, 1),
        plausible=(0.7, 0.85),
        unit="share",
        label=Text("Initial trust in the central government", "初始中央政府信任"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that 0.85 trust it more than not (Li 2021)",
            "取值使 0.85 的居民信任多于不信任（Li 2021）",
        ),
    ),
    constant(
        "central_correlation",
        0.8,
        bounds=(0, 1),
        plausible=(0.4, 0.9),
        unit="correlation",
        label=Text("Correlation of trust in central and local government", "中央与地方政府信任的相关性"),
        source="assumed",
    ),
    constant(
        "newcomer_start",
        0.7,
        bounds=(0, 1),
        plausible=(0.5, 1),
        unit="share",
        label=Text("Belonging of newcomers", "新居民归属感起点"),
        source=Text(
            "size assumed; attachment grows with length of residence (Kasarda & Janowitz 1974)",
            "数值为假定；社区依恋随居住年限增长（Kasarda & Janowitz 1974）",
        ),
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
)

PERSON = POPULATION
(
    DRAW_ANCHOR, DRAW_TRUST_NEIGHBOURS, DRAW_TRUST_ORGANIZATIONS, DRAW_TRUST_GOVERNMENT, DRAW_CLARITY, DRAW_AWARENESS,
    DRAW_RESPONSIBILITY, DRAW_CENTRAL, DRAW_YEARS,
) = range(6, 15)  # fmt: skip
LONG = 1e9  # years: who never moves


@compiled
def years_lived(u, yearly):
    """Return for how many years a resident has lived there, given u, uniform in 0-1, and the yearly rate of moving out."""
    if yearly >= 1.0:
        return 0.0
    hazard = -log(1.0 - yearly)
    return min(LONG, -log(max(u, SMALLEST)) / hazard) if hazard > 0.0 else LONG


@compiled
def missing(start, years, fades):
    """Return which share of the anchor is still missing after some years; `start` of a newcomer's, fading `fades` a week."""
    return (1.0 - start) * exp(-WEEKS_A_YEAR * years * fades)


@compiled
def start_anchor(w, i, years):
    """Let resident i, who has lived there for some years, begin with what he or she has come to belong by now."""
    r, p = w.residents, w.parameters
    short = missing(p.newcomer_start, years, p.anchor_return + p.anchor_ties)
    r.anchor[i] = float(r.anchor_arrival[i]) * (1.0 - short)
    r.belonging[i] = r.anchor[i]


@compiled
def draw_years(w, i):
    """Return for how many years the first resident in row i has lived there."""
    p, key = w.parameters, stream(w.seed, PERSON, 0)
    yearly = p.turnover_renters if w.residents.tenure[i] == 1 else p.turnover_owners
    return years_lived(uniform(key, w.residents.identity[i], DRAW_YEARS), yearly)


@compiled
def start_anchors(w, years):
    """Put the anchors of all first residents at what they are after their years there (float64 array, nan: to be drawn)."""
    if w.parameters.newcomer_start < 1.0:
        for i in range(years.size):
            known = not np.isnan(years[i])
            start_anchor(w, i, years[i] if known else draw_years(w, i))


@compiled
def correlated(one, other, correlation):
    """Return a standard normal number that has this correlation with `one`, from two independent ones."""
    return correlation * one + math.sqrt(1.0 - correlation * correlation) * other


@compiled
def draw_attitudes(w, i, week, key):
    """Draw what the person in row i thinks, who arrived in `week` (0: there at the start); `key` is that of persons' draws."""
    r, p = w.residents, w.parameters
    person, community = r.identity[i], r.community[i]
    better = p.affluence_effect * (w.communities.affluence[community] - 0.5)
    sd = p.attitude_sd
    anchor = bounded_share(normal(key, person, DRAW_ANCHOR), p.initial_belonging + better, sd)
    r.anchor[i] = anchor
    r.anchor_arrival[i] = anchor
    r.belonging[i] = anchor
    if p.newcomer_start < 1.0:
        start_anchor(w, i, draw_years(w, i) if week == 0 else 0.0)
    r.trust_neighbours[i] = bounded_share(
        normal(key, person, DRAW_TRUST_NEIGHBOURS), p.initial_trust_neighbours + better, sd
    )
    r.trust_organizations[i] = bounded_share(
        normal(key, person, DRAW_TRUST_ORGANIZATIONS), p.initial_trust_organizations + better, sd
    )
    r.neighbours_trait[i] = r.trust_neighbours[i]
    r.organizations_trait[i] = r.trust_organizations[i]
    sd = p.trust_sd if p.trust_sd > 0.0 else p.attitude_sd
    local = normal(key, person, DRAW_TRUST_GOVERNMENT)
    r.trust_government[i] = bounded_share(local, p.initial_trust_government + better, sd)
    r.trust_trait[i] = r.trust_government[i]
    central = correlated(local, normal(key, person, DRAW_CENTRAL), p.central_correlation)
    r.trust_central[i] = bounded_share(central, p.initial_trust_central, sd)
    r.central_trait[i] = r.trust_central[i]
    sd = p.knowledge_sd
    r.clarity[i] = bounded_share(normal(key, person, DRAW_CLARITY), p.initial_clarity, sd)
    r.awareness[i] = bounded_share(normal(key, person, DRAW_AWARENESS), p.initial_awareness, sd)
    r.responsibility[i] = bounded_share(normal(key, person, DRAW_RESPONSIBILITY), p.initial_responsibility, sd)
