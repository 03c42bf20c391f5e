"""Distributions that residents are drawn from: shares and gamma numbers, as pure functions of key, entity and index."""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled
from ...core.draws import normal, uniform
from ...core.numeric import exp, log, logistic

_WIDENING = 0.42  # see bounded_share
SMALLEST = 1e-300


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
            if log(max(u, SMALLEST)) < 0.5 * z * z + d - d * v + d * log(v):
                value = d * v
                break
    if shape < 1.0:
        value *= exp(log(max(uniform(key, entity, index), SMALLEST)) / shape)
    return value
