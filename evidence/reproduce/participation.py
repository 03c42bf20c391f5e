"""Thresholds with contacts in doublings: limits by hand, and the rest of a mean field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from ...core.compile.compiled import compiled
from ...core.draws import stream
from ...core.text import Text
from ...model.mechanisms.participation import decide
from ...model.network.contact_groups import TABLED, contact_signals, doublings
from ...model.quantities.codes import THRESHOLD_LOG
from ...model.quantities.streams import PARTICIPATION
from ...model.sandbox import tie_lists
from .result import Check, Line, Outcome, Panel, Result, between, exact, mean_error, open_question, root

DRIVE, NOISE, DEGREE, GROUPS = -2.0, 0.75, 8, 4
HELD, SHOWN = (0.0, 0.1), (0.2, 0.3, 0.4)
"""Weights at which the mean field is held to, and at which what it misses is shown."""
WITHIN = 0.01


@compiled
def _course(
    active, threshold, drive, weight, first, degree, neighbour, origin, groups, diversity, noise, identity, seed, weeks
):
    shares, table = np.empty(weeks), doublings(TABLED)
    for week in range(weeks):
        signals = contact_signals(first, degree, neighbour, active, origin, groups, diversity, table, 0, threshold.size)
        active = decide(
            active[:0], threshold, drive + weight * signals, 0.0, THRESHOLD_LOG, first, degree, neighbour, 0, noise,
            stream(seed, PARTICIPATION, week), identity,
        )  # fmt: skip
        total = 0
        for i in range(active.size):
            total += active[i]
        shares[week] = float(total) / float(active.size)
    return shares


def signal_of(groups: Sequence[int], diversity: float, table: NDArray | None = None) -> float:
    """Return what active ties of these home-region groups are worth to one who has no others: by the rule of the model."""
    n = len(groups)
    ties = tie_lists(nx.star_graph(n))[:3]
    active = np.array([0, *[1] * n], np.uint8)
    origin = np.array([0, *groups], np.int32)
    worth = doublings(TABLED) if table is None else table
    return float(contact_signals(*ties, active, origin, max([0, *groups]) + 1, diversity, worth, 0, 1)[0])


class Frozen:
    """A world in which nothing moves but who takes part: everybody has as many ties, thresholds are those of a normal distribution.

    Parameters
    ----------
    n : residents.
    seed : of ties, thresholds and noise.
    """

    def __init__(self, n: int, seed: int) -> None:
        self.n, self.seed = n, seed
        drawn = np.random.default_rng(np.random.SeedSequence([seed, 2012]))
        self.ties = tie_lists(nx.random_regular_graph(DEGREE, n, seed=int(drawn.integers(1 << 30))))[:3]
        self.threshold = drawn.permutation(ndtri((np.arange(n) + 0.5) / n))  # at equal steps of the distribution
        self.origin = drawn.integers(0, GROUPS, n).astype(np.int32)
        self.identity = np.arange(n, dtype=np.uint64)

    def course(self, weight: float, weeks: int, start: float = 0.0, diversity: float = 0.0) -> NDArray[np.float64]:
        """Return the share that is active in each week, from a start at which this share is, those of least threshold."""
        active = (self.threshold < np.quantile(self.threshold, start)).astype(np.uint8)
        return _course(
            active, self.threshold, np.full(self.n, DRIVE), weight, *self.ties, self.origin, GROUPS, diversity, NOISE,
            self.identity, np.uint64(self.seed), weeks,
        )  # fmt: skip


def following(weight: float) -> Callable[[float], float]:
    """Return the share of next week as a function of this week's: E[Phi((drive + weight log2(1 + m)) / sqrt(1 + noise^2))], m binomial."""
    m = np.arange(DEGREE + 1)
    chance = ndtr((DRIVE + weight * np.log2(1 + m)) / np.sqrt(1 + NOISE**2))
    return lambda share: float(binom.pmf(m, DEGREE, share) @ chance)


def rests(weight: float, steps: int = 2000) -> list[float]:
    """Return every share at which the mean field stays."""
    f = following(weight)
    grid = np.linspace(0.0, 1.0, steps + 1)
    gap = np.array([f(a) - a for a in grid])
    places = np.flatnonzero((gap[:-1] > 0) != (gap[1:] > 0))
    return [root(lambda a: f(a) - a, float(grid[k]), float(grid[k + 1])) for k in places]


def run(seed: int, quick: bool) -> Outcome:
    """Run the limits by hand and the frozen world from nobody and from many."""
    n, weeks, worlds = (4_000, 300, 3) if quick else (20_000, 400, 6)
    burn = 40
    identity = np.arange(float(TABLED))
    frozen = [Frozen(n, 1000 * seed + k) for k in range(worlds)]
    checks: list[Check] = [
        exact(Text("two contacts of one group", "同一群体的两个接触对象"), signal_of((0, 0), 1.0), float(np.log2(3)), 1e-12),
        exact(Text("two contacts of two groups, delta 1", "分属两个群体的两个接触对象，delta 为 1"), signal_of((0, 1), 1.0), 2.0, 1e-12),
        exact(Text("the same, delta 0.2", "同上，delta 为 0.2"), signal_of((0, 1), 0.2), 0.8 * float(np.log2(3)) + 0.4, 1e-12),
        exact(Text("seven contacts of three groups, the identity in place of log2, delta 0: Granovetter's count", "分属三个群体的七个接触对象，以恒等函数代替 log2，delta 为 0：Granovetter 的人数"),
              signal_of((0, 0, 0, 1, 1, 2, 2), 0.0, identity), 7.0, 0.0),
    ]  # fmt: skip
    found: dict[float, tuple[float, float, float]] = {}
    for weight in (*HELD, *SHOWN):
        low, high = (
            [float(world.course(weight, weeks, start)[burn:].mean()) for world in frozen] for start in (0.0, 0.3)
        )
        mean, error = mean_error(np.array(low))
        apart = float(np.abs(np.array(low) - np.array(high)).max())
        found[weight] = mean, error, apart
    for weight in HELD:
        wanted, (mean, error, apart) = rests(weight), found[weight]
        room = WITHIN * wanted[0] + 3 * error
        checks += [
            exact(Text(f"weight {weight:g}: rests of the mean field", f"权重 {weight:g}：平均场的不动点个数"), len(wanted), 1, 0.0),
            between(
                Text(f"weight {weight:g}: share active in a week", f"权重 {weight:g}：每周参与率"), mean, wanted[0] - room, wanted[0] + room,
                Text(f"{wanted[0]:.5f}", f"{wanted[0]:.5f}"), why=Text("1 %, and three standard errors", "1 %，另加三个标准误"),
            ),
            between(
                Text(f"weight {weight:g}: starts with nobody and 30 % apart", f"权重 {weight:g}：从无人与从 30 % 出发的差"), apart, 0.0, WITHIN * wanted[0],
                Text("one rest", "同一个不动点"), why=Text("1 % of the share", "参与率的 1 %"),
            ),
        ]  # fmt: skip
    mean, error, _ = found[0.3]
    checks.append(
        open_question(
            Text("weight 0.3: share active in a week", "权重 0.3：每周参与率"), mean, error,
            Text(f"mean field {rests(0.3)[0]:.4f}", f"平均场 {rests(0.3)[0]:.4f}"),
            Text("who takes part easily does so every week, and their ties with them: the mean field is low where ties weigh much, by some 2 % here and 6 to 9 % where some have many more ties than others", "易于参与者每周都参与，并带动其联系者：联系权重大时平均场偏低，此处约低 2 %，联系数相差悬殊时低 6 % 至 9 %"),
        )
    )  # fmt: skip
    weights = np.linspace(0.0, 0.45, 46)
    panel = Panel(
        Text("Share active in a week, at rest", "稳定时的每周参与率"), Text("weight of a doubling", "倍增的权重"), Text("share", "占比"),
        (
            Line(Text("mean field", "平均场"), weights.tolist(), [rests(float(v))[0] for v in weights], published=True),
            Line(Text(f"{n} residents, the model's rule", f"{n} 名居民，本模型规则"), list(found), [mean for mean, _, _ in found.values()], [error for _, error, _ in found.values()]),
        ),
    )  # fmt: skip
    setting = Text(
        f"{worlds} worlds of {n} residents with {DEGREE} ties each, thresholds N(0, 1), noise {NOISE:g}, drive {DRIVE:g}; weeks {burn + 1} to {weeks}",
        f"{worlds} 个世界，各 {n} 名居民、每人 {DEGREE} 个联系，阈值服从 N(0, 1)，噪声 {NOISE:g}，动力 {DRIVE:g}；第 {burn + 1} 至 {weeks} 周",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "participation", Text("Contacts in doublings, and where participation rests", "接触人数的倍增与参与率的稳定值"),
    "Granovetter 1978, American Journal of Sociology 83, 1420-1443; Ugander, Backstrom, Marlow & Kleinberg 2012, PNAS 109, 5962-5966",
    "contact_groups.contact_signals, participation.decide",
    Text("Contacts count by the doublings of their number and of the groups they come from; the limits are worked out by hand. The mean field takes the activity of ties as independent draws: it holds where ties weigh little, which is where it is held to.",
         "接触按其人数及所属群体数的倍增次数计入；各极限值由手算得到。平均场把各联系的参与视为独立抽样：仅在联系权重较小时成立，检验也只在该范围内进行。"),
    run,
)  # fmt: skip
