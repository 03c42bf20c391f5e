"""Learning: awareness, clarity and responsibility are learnt by being taught and by taking part that succeeds.

Each week a share x of awareness, clarity or responsibility moves by
x += gain (1 - x) - loss x, with gain = everyday + taught + own success, loss = forgetting + own failure:
awareness is taught by civic education and by social workers' education hours a resident; clarity of the law by the
interpretation that government has built up and by half of those hours. Who takes part learns from what becomes of it:
success (probability: the community's `efficacy`, the moving share of concerns that came to a good end) adds
`learning_success` to awareness and responsibility, failure `learning_failure` to their loss. Taking part in vain teaches that
it is in vain: so the sign of the effect of participation is not decided in advance (C9, C12, C16, C22f).

Off: all rates 0.

Examples
--------
>>> round(learn(0.4, gain=0.03, loss=0.005), 6)
0.416
>>> from cogov.model.alone import district
>>> w = district(60, active=1, awareness=0.3)
>>> w.communities.efficacy[:] = 0.0  # whatever is tried comes to nothing
>>> step(w, 0)
>>> float(w.residents.awareness.max()) < 0.3
True
"""

from __future__ import annotations

import numpy as np

from ...core.compiled import compiled
from ...core.draws import stream, uniform
from ...core.quantity import constant
from ..purposes import LEARNING

PARAMETERS = (
    constant("learning_everyday", 0.0025, 0, 1, "a week", "Everyday learning", "日常学习", "set so that awareness and clarity rest near their starting values at defaults"),
    constant("forgetting", 0.005, 0, 1, "a week", "Forgetting", "遗忘", "design assumption", plausible=(0.002, 0.01)),
    constant("learning_civic", 0.004, 0, 1, "a week at level 1", "Learning by civic education", "公民教育的学习效果", "not measured", plausible=(0.001, 0.01)),
    constant("learning_taught", 0.05, 0, 10, "a week per hour of education a resident", "Learning by education hours", "社工教育的学习效果", "not measured", plausible=(0.01, 0.2)),
    constant("learning_interpretation", 0.006, 0, 1, "a week at level 1", "Learning by interpretation of law", "释法的学习效果", "not measured", plausible=(0.002, 0.02)),
    constant("learning_success", 0.03, 0, 1, "a week of success", "Learning by success", "参与成功的学习效果", "not measured", plausible=(0.01, 0.1)),
    constant("learning_failure", 0.03, 0, 1, "a week of failure", "Unlearning by failure", "参与失败的消退效果", "not measured; as strong as success", plausible=(0.01, 0.1)),
)  # fmt: skip


@compiled
def learn(x, gain, loss):
    """Return a share after a week of learning and unlearning."""
    return min(1.0, max(0.0, x + gain * (1.0 - x) - loss * x))


@compiled
def education_hours(w):
    """Return the social workers' education hours a resident and week, by community."""
    s, c = w.workers, w.communities
    hours = np.zeros(c.key.size)
    for k in range(s.alive.size):
        if s.alive[k] == 1:
            hours[s.community[k]] += s.hours[k] * s.educating[k]
    for k in range(hours.size):
        hours[k] /= max(1.0, float(c.first[k + 1] - c.first[k]))
    return hours


@compiled
def step(w, week):
    """Update awareness, clarity and responsibility of every resident."""
    r, p, c = w.residents, w.parameters, w.communities
    key = stream(w.seed, LEARNING, week)
    hours = education_hours(w)
    civic = p.learning_civic * w.levers.civic_education
    law = p.learning_interpretation * w.governments.interpretation[0]
    for k in range(hours.size):
        taught = p.learning_taught * hours[k]
        for i in range(c.first[k], c.first[k + 1]):
            success, failure = 0.0, 0.0
            if r.active[i] == 1:
                if uniform(key, r.identity[i], 0) < c.efficacy[k]:
                    success = p.learning_success
                else:
                    failure = p.learning_failure
            r.awareness[i] = learn(
                r.awareness[i], p.learning_everyday + civic + taught + success, p.forgetting + failure
            )
            r.responsibility[i] = learn(r.responsibility[i], p.learning_everyday + success, p.forgetting + failure)
            r.clarity[i] = learn(r.clarity[i], p.learning_everyday + law + 0.5 * taught, p.forgetting)
