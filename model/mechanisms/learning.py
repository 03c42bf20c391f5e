"""Learning: awareness, clarity and responsibility are learnt by being taught and by taking part that succeeds.

Each week a share x of awareness, clarity or responsibility moves by
x += gain (1 - x) - loss x, with gain = everyday + taught + own success, loss = forgetting + own failure:
awareness is taught by civic education and by social workers' education hours a resident; clarity of the law by the
interpretation that government has built up and by half of those hours. Who takes part learns from what becomes of it:
success (probability: the community's `efficacy`, the moving share of concerns that came to a good end) adds
`learning_success` to awareness and responsibility, failure `learning_failure` to their loss. Taking part in vain teaches that
it is in vain: so the sign of the effect of participation is not decided in advance (C9, C12, C16, C22f).

Success and failure also move the anchor of belonging and the influence felt (see `records`), and with probability
`common_neighbours` they are a good or bad experience of neighbours (see `trust`).

Off: all rates 0, also those of `records` that taking part moves, and `common_neighbours`.

Examples
--------
>>> round(learn(0.4, gain=0.03, loss=0.005), 6)
0.416
>>> from cogov.model.sandbox import district
>>> w = district(60, active=1, awareness=0.3)
>>> w.communities.efficacy[:] = 0.0  # whatever is tried comes to nothing
>>> step(w, 0)
>>> float(w.residents.awareness.max()) < 0.3
True
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ...core.quantity import constant
from ...core.sums import sum_of_shares
from ...core.text import Text
from ..experience import NEIGHBOURS_DOWN, NEIGHBOURS_UP, note
from ..process import WEEKLY, Process
from ..quantities.streams import LEARNING
from .records import toward

PARAMETERS = (
    constant(
        "learning_everyday",
        0.0025,
        bounds=(0, 1),
        unit="a week",
        label=Text("Everyday learning", "日常学习"),
        source=Text(
            "set so that awareness and clarity rest not far above where they start (0.35): 0.41 and 0.41 at 8 x 400, 0.42 and 0.41 at 8 x 4,200 (fifth year at defaults)",
            "取值使自治意识和法律认知稳定在略高于初始值（0.35）的水平：8 × 400 时为 0.41 和 0.41，8 × 4,200 时为 0.42 和 0.41（默认条件下第五年）",
        ),
    ),
    constant(
        "forgetting",
        0.005,
        bounds=(0, 1),
        plausible=(0.002, 0.01),
        unit="a week",
        label=Text("Forgetting", "遗忘"),
        source="design assumption",
    ),
    constant(
        "learning_civic",
        0.004,
        bounds=(0, 1),
        plausible=(0.001, 0.01),
        unit="a week at level 1",
        label=Text("Learning by civic education", "公民教育的学习效果"),
        source="not measured",
    ),
    constant(
        "learning_taught",
        0.05,
        bounds=(0, 10),
        plausible=(0.01, 0.2),
        unit="a week per hour of education a resident",
        label=Text("Learning by education hours", "社工教育的学习效果"),
        source="not measured",
    ),
    constant(
        "learning_interpretation",
        0.006,
        bounds=(0, 1),
        plausible=(0.002, 0.02),
        unit="a week at level 1",
        label=Text("Learning by interpretation of law", "释法的学习效果"),
        source="not measured",
    ),
    constant(
        "learning_success",
        0.03,
        bounds=(0, 1),
        plausible=(0.01, 0.1),
        unit="a week of success",
        label=Text("Learning by success", "参与成功的学习效果"),
        source="not measured",
    ),
    constant(
        "learning_failure",
        0.03,
        bounds=(0, 1),
        plausible=(0.01, 0.1),
        unit="a week of failure",
        label=Text("Unlearning by failure", "参与失败的消退效果"),
        source=Text("not measured; as strong as success", "未见实测；与参与成功的作用同样大"),
    ),
    constant(
        "common_neighbours",
        0.25,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="probability",
        label=Text("Common action as an experience of neighbours", "共同行动成为邻里经历的概率"),
        source=Text(
            "assumed, not from data: without it no policy can move trust in neighbours; the sign is that of success less failure",
            "假定，并无数据：否则任何政策都无法改变邻里信任；方向取决于成功与失败之差",
        ),
    ),
)


@compiled
def learn(x, gain, loss):
    """Return a share after a week of learning and unlearning."""
    return min(1.0, max(0.0, x + gain * (1.0 - x) - loss * x))


@compiled
def education_hours(w, low, high):
    """Return the social workers' education hours a resident and week, of communities low ... high - 1."""
    s, c = w.workers, w.communities
    posts = s.alive.size // c.key.size  # rows of one community, see money.employ
    hours = np.zeros(high - low)
    for k in range(low * posts, high * posts):
        if s.alive[k] == 1:
            hours[s.community[k] - low] += s.hours[k] * s.educating[k]
    for k in range(hours.size):
        hours[k] /= max(1.0, float(c.first[low + k + 1] - c.first[low + k]))
    return hours


@compiled
def outcomes(w, key, k, gain, loss):
    """Fill in what those who took part in community k learn by success (`gain`) and failure (`loss`), 0 for the others.

    Success and failure also move their anchors of belonging and their influence (`records`), and with probability
    `common_neighbours` each is an experience of one's neighbours, which trust counts in the coming week.
    """
    r, p, begin = w.residents, w.parameters, w.communities.first[k]
    active, identity = r.active[begin : begin + gain.size], r.identity[begin : begin + gain.size]
    anchor, influence = r.anchor[begin : begin + gain.size], r.influence[begin : begin + gain.size]
    gain[:] = 0.0
    loss[:] = 0.0
    for i in range(active.size):
        if active[i] == 1:
            shared = p.common_neighbours > 0.0 and uniform(key, identity[i], 1) < p.common_neighbours
            if uniform(key, identity[i], 0) < w.communities.efficacy[k]:
                gain[i] = p.learning_success
                anchor[i] = toward(float(anchor[i]), 1.0, p.anchor_success)
                influence[i] = toward(float(influence[i]), 1.0, p.influence_step)
                if shared:
                    note(w.experience.felt, begin + i, NEIGHBOURS_UP)
            else:
                loss[i] = p.learning_failure
                anchor[i] = toward(float(anchor[i]), 0.0, p.anchor_failure)
                influence[i] = toward(float(influence[i]), 0.0, p.influence_step)
                if shared:
                    note(w.experience.felt, begin + i, NEIGHBOURS_DOWN)


@compiled
def step_places(w, week, low, high):
    """Update awareness, responsibility and clarity of the residents of communities low ... high - 1."""
    r, p, c = w.residents, w.parameters, w.communities
    key = stream(w.seed, LEARNING, week)
    hours = education_hours(w, low, high)
    civic = p.learning_civic * w.levers.civic_education
    law = p.learning_interpretation * w.governments.interpretation[0]
    everyday, forgetting = p.learning_everyday, p.forgetting
    for k in range(low, high):
        begin, end = c.first[k], c.first[k + 1]
        gain, loss = np.empty(end - begin), np.empty(end - begin)
        outcomes(w, key, k, gain, loss)
        taught = p.learning_taught * hours[k - low]
        awareness, responsibility, clarity = r.awareness[begin:end], r.responsibility[begin:end], r.clarity[begin:end]
        for i in range(gain.size):
            awareness[i] = learn(float(awareness[i]), everyday + civic + taught + gain[i], forgetting + loss[i])
        for i in range(gain.size):
            responsibility[i] = learn(float(responsibility[i]), everyday + gain[i], forgetting + loss[i])
        for i in range(gain.size):
            clarity[i] = learn(float(clarity[i]), everyday + law + 0.5 * taught, forgetting)


@compiled
def step(w, week):
    """Update awareness, responsibility and clarity of every resident."""
    step_places(w, week, 0, w.communities.key.size)


SUMS = {"awareness": sum_of_shares, "responsibility": sum_of_shares, "clarity": sum_of_shares}

PROCESS = Process(
    "learning",
    step,
    every=WEEKLY,
    label=Text("Learning", "学习"),
    about=Text(
        "Awareness, clarity about the law and responsibility are learnt by being taught and by taking part that succeeds, and unlearnt by failure and forgetting.",
        "自治意识、法律认知与责任心因教育、释法和成功的参与而提高，因失败的参与和遗忘而降低：x += 增益·(1 - x) - 损失·x。成功的概率是社区近来办成事的比例，所以参与的净效果不预设。",
    ),
    phases=(step_places,),
)
