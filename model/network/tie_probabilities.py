"""How likely the pairs of a building are tied: lambda of each building, and the power A and inbreeding H of the district (see network)."""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.numeric import exp, log

SAMPLE = 400  # buildings on which A and H are solved
_STEPS = 60  # Newton steps for lambda
_STEPS_OUTER = 25  # Broyden steps for A and H
_CLOSE = 1e-3  # how near they come to what is asked
_POWERS = (1.0, 3.0)  # bounds of A
_PRECISION = 1e-4
_CERTAIN = 700.0  # exponent at which exp is 0 for all purposes


@compiled
def pair_weights(first, last, household, origin, weight, same, other, rate):
    """Fill in x_i x_j f_ij of all pairs of a building that share no household, i < j in the order of rows; return how many."""
    count = 0
    begin = first
    for i in range(first, last):
        while begin < last and (
            begin <= i or household[begin] == household[i]
        ):  # members of a household are consecutive
            begin += 1
        x, alike, group = weight[i], weight[i] * same[origin[i]], origin[i]
        x = x * other
        for j in range(begin, last):
            rate[count + j - begin] = weight[j] * (alike if origin[j] == group else x)
        count += last - begin
    return count


@compiled
def solve_lambda(target, rate, count, left, guess):
    """Return lambda for which `target` ties are expected; fills in the chances `left` that a pair is not tied.

    Newton's steps on a concave function: from below they never overshoot, from above the first lands below. So a good
    guess (0: none) saves steps and cannot mislead.
    """
    pairs, slope = 0, 0.0
    for k in range(count):
        slope += rate[k]
        pairs += 1 if rate[k] > 0.0 else 0
    if pairs == 0 or target <= 0.0:
        lam, steps = 0.0, 0
    elif target >= float(pairs):
        lam, steps = 1e300, 0  # all who can be tied are
    else:
        lam, steps = max(guess, target / slope), _STEPS
    least = lam if guess <= 0.0 or steps == 0 else target / slope
    for _ in range(steps + 1):
        for k in range(count):
            left[k] = exp(-min(lam * rate[k], _CERTAIN))
        if steps == 0:
            break
        missing, slope = target - float(count), 0.0
        for k in range(count):
            missing += left[k]
            slope += rate[k] * left[k]
        if abs(missing) <= _PRECISION * target or not slope > 0.0:
            break
        lam = max(lam + missing / slope, least)
    return lam


@compiled
def _expect(mean, building_first, stride, household, origin, weight, share, same, other, rate, left, sums, guess):
    """Return the expected share of residents without a tie and the expected Coleman index, from every stride-th building."""
    alone, residents, alike, by_chance, total = 0.0, 0, 0.0, 0.0, 0.0
    for b in range(0, building_first.size - 1, stride):
        first, last = building_first[b], building_first[b + 1]
        count = pair_weights(first, last, household, origin, weight, same, other, rate)
        lam = solve_lambda(0.5 * mean * float(last - first), rate, count, left, guess[b // stride])
        guess[b // stride] = lam if lam < 1e300 else 0.0
        residents += last - first
        for i in range(first, last):
            sums[i - first] = 0.0
        k = 0
        begin = first
        for i in range(first, last):
            while begin < last and (begin <= i or household[begin] == household[i]):
                begin += 1
            for j in range(begin, last):
                chance = 1.0 - left[k]
                sums[i - first] += rate[k]
                sums[j - first] += rate[k]
                total += 2.0 * chance
                by_chance += chance * (share[origin[i]] + share[origin[j]])
                if origin[i] == origin[j]:
                    alike += 2.0 * chance
                k += 1
        for i in range(first, last):
            alone += exp(-min(lam * sums[i - first], _CERTAIN))
    return alone / float(residents), ((alike - by_chance) / (total - by_chance) if total > by_chance else 0.0)


@compiled
def _powers(sociability, power, weight):
    """Fill in sociability to a power."""
    for i in range(sociability.size):
        weight[i] = exp(power * log(sociability[i])) if sociability[i] > 0.0 else 0.0


@compiled
def _factors(inbreeding, share, same):
    """Fill in the factor f of each group for pairs of the same group."""
    for g in range(share.size):
        same[g] = 1.0 - inbreeding + inbreeding / share[g] if share[g] > 0.0 else 1.0


def solve(p, building_first, household, origin, sociability, share, same, weight, scratch, stride):
    """Return H; fill in `weight` (sociability to the power A) and `same`. Broyden's method from a diagonal slope, within bounds."""
    isolates = exp(-p["tie_dispersion"] * log(1.0 + p["mean_ties"] / p["tie_dispersion"]))
    # H may be below 0, to undo what unequal shares of communities bring, as long as no chance is negative.
    least = max((-0.9 * float(w) / (1.0 - float(w)) for w in share if 0.0 < w < 1.0), default=0.0)
    bounds = ((_POWERS[0], _POWERS[1]), (least, 0.999 if least < 0.0 else 0.0))
    x = [1.2, min(max(1.1 * p["homophily"], bounds[1][0]), bounds[1][1])]
    slope = [[0.12, 0.0], [0.0, 0.9]]
    best, found, miss, step = 1e300, list(x), [0.0, 0.0], [0.0, 0.0]
    for attempt in range(_STEPS_OUTER):
        _powers(sociability, x[0], weight)
        _factors(x[1], share, same)
        alone, index = _expect(
            p["mean_ties"], building_first, stride, household, origin, weight, share, same, 1.0 - x[1], *scratch
        )
        new = [isolates - alone, p["homophily"] - index if least < 0.0 else 0.0]
        size = abs(new[0]) + 2.0 * abs(new[1])  # where both cannot be had, homophily goes first
        if size < best:
            best, found = size, list(x)
        length = step[0] * step[0] + step[1] * step[1]
        if attempt > 0:  # what the last step taught about the slope: new - miss = -slope step
            for a in range(2):
                lesson = miss[a] - new[a] - slope[a][0] * step[0] - slope[a][1] * step[1]
                for b in range(2):
                    slope[a][b] += lesson * step[b] / length
        determinant = slope[0][0] * slope[1][1] - slope[0][1] * slope[1][0]
        if size < _CLOSE or abs(determinant) < 1e-9:
            break
        wanted = (slope[1][1] * new[0] - slope[0][1] * new[1]) / determinant
        step[0] = min(max(x[0] + min(max(wanted, -0.3), 0.3), bounds[0][0]), bounds[0][1]) - x[0]
        wanted = (
            (new[1] - slope[1][0] * step[0]) / slope[1][1] if abs(slope[1][1]) > 1e-9 else 0.0
        )  # with A at a bound, too
        step[1] = min(max(x[1] + min(max(wanted, -0.3), 0.3), bounds[1][0]), bounds[1][1]) - x[1]
        target = [x[0] + step[0], x[1] + step[1]]
        if abs(step[0]) + abs(step[1]) < 1e-6:
            break
        x, miss = target, new
    _powers(sociability, found[0], weight)
    _factors(found[1], share, same)
    return found[1]
