"""Granovetter (1978): thresholds of a crowd in which everybody sees everybody."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from ...core.compile.compiled import compiled
from ...core.text import Text
from ...model.mechanisms.participation import decide
from ...model.quantities.codes import THRESHOLD_COUNT
from ...model.sandbox import tie_lists
from .result import Line, Outcome, Panel, Result, between, exact, mean_error, open_question

MEAN, CROWD = 25.0, 100
CRITICAL = 12.2  # standard deviation, as printed
SPREADS = (6, 8, 10, 11, 12, 12.1, 12.2, 12.25, 12.3, 12.5, 13, 14, 16, 20, 25, 30, 40)


@compiled
def _settle(threshold, social_weight, kind, first, degree, neighbour, limit):
    active = np.zeros(threshold.size, np.uint8)
    drive = np.zeros(threshold.size)
    before = 0
    for _ in range(limit):
        active = decide(active, threshold, drive, social_weight, kind, first, degree, neighbour)
        now = 0
        for i in range(active.size):
            now += active[i]
        if now == before:
            return now
        before = now
    return before


def riot(thresholds: NDArray, ties: tuple | None = None) -> int:
    """Return how many riot in the end; thresholds in numbers of others, everybody seeing everybody."""
    thresholds = np.asarray(thresholds, float)
    n = thresholds.size
    first, degree, neighbour = ties if ties is not None else everybody(n)
    return int(_settle(thresholds, 1.0, THRESHOLD_COUNT, first, degree, neighbour, 100 * n))


def everybody(n: int) -> tuple:
    """Return the ties of a crowd of n."""
    return tie_lists(nx.complete_graph(n))[:3]


def quantiles(spread: float, n: int) -> NDArray[np.float64]:
    """Return n thresholds, in persons of a hundred, at equal steps of a normal distribution: its continuum as n grows."""
    return MEAN + spread * ndtri((np.arange(n) + 0.5) / n)


def continuum(spread: float) -> float:
    """Return where r = 100 Phi((r - 25) / spread) comes to rest from nobody."""
    r, before = 0.0, -1.0
    while r - before > 1e-12:
        before, r = r, CROWD * float(ndtr((r - MEAN) / spread))
    return r


def rest(spread: float, n: int, ties: tuple) -> float:
    """Return how many of a hundred riot in the end in a crowd of n at the quantiles."""
    return riot(quantiles(spread, n) * (n - 1) / CROWD, ties) * CROWD / n


def jump(rests: Callable[[float], float], low: float = 12.0, high: float = 12.5, steps: int = 30) -> float:
    """Return the spread at which the crowd comes to rest above one half for the first time."""
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (low, middle) if rests(middle) > CROWD / 2 else (middle, high)
    return high


def staircase(seed: int, quick: bool) -> Outcome:
    """Run the two crowds of a hundred."""
    ties = everybody(CROWD)
    thresholds = np.arange(float(CROWD))
    changed = thresholds.copy()
    changed[1] = 2.0
    checks = (
        exact(Text("thresholds 0, 1, ..., 99: active in the end", "阈值 0、1、…、99：最终参与人数"), riot(thresholds, ties), 100),
        exact(Text("threshold 1 replaced by 2: active in the end", "把阈值 1 换成 2：最终参与人数"), riot(changed, ties), 1),
    )  # fmt: skip
    return Outcome(Text("100 residents, everybody tied to everybody", "100 名居民，两两相识"), checks)


def normal(seed: int, quick: bool) -> Outcome:
    """Run normal thresholds of mean 25 and growing spread."""
    n, samples = (500, 200) if quick else (2000, 2000)
    whole, half = ((size, everybody(size)) for size in (n, n // 2))
    steps = 10 if quick else 14
    one, two = (jump(lambda spread, crowd=crowd: rest(spread, *crowd), steps=steps) for crowd in (whole, half))
    found = 2 * one - two  # a crowd of n moves the jump by some 29 / n
    small = everybody(CROWD)
    drawn = np.random.default_rng(np.random.SeedSequence([seed, 1978])).standard_normal((samples, CROWD))
    sampled = {spread: np.array([riot(MEAN + spread * row, small) for row in drawn]) for spread in SPREADS}
    at_jump, error = mean_error(sampled[12.25] > CROWD / 2)
    checks = (
        between(
            Text(f"standard deviation of the jump, from crowds of {n // 2} and {n}", f"突变处的标准差（由 {n // 2} 与 {n} 人群体外推）"),
            found, CRITICAL - 0.05, CRITICAL + 0.05, Text("about 12.2", "约 12.2"),
        ),
        exact(
            Text("the same, against the fixed point of the distribution function", "同上，与分布函数不动点之解比较"),
            found, jump(continuum), 0.02 if quick else 0.005, Text("what is left after extrapolation, and the last step of the search", "外推余项与搜索步长"),
        ),
        between(Text("active just below the jump (sd 12.2)", "突变前的参与人数（标准差 12.2）"), rest(12.2, *whole), 4, 7, Text("about 6", "约 6"),
                why=Text("the curve is nearly vertical there", "曲线在此处近乎垂直")),
        between(Text("active just above the jump (sd 12.3)", "突变后的参与人数（标准差 12.3）"), rest(12.3, *whole), 95, 100, Text("nearly all", "几乎全部")),
        open_question(
            Text("share of sampled crowds of 100 that riot at sd 12.25", "标准差 12.25 时抽样百人群体发生突变的比例"), at_jump, error,
            Text("one crowd of 100", "一个百人群体"),
            Text("the paper does not say how a normal distribution becomes 100 persons: samples smear the jump over spreads of 10 to 20", "论文未说明如何由正态分布得到一百个人：随机抽样会把突变抹平到标准差 10 至 20 之间"),
        ),
    )  # fmt: skip
    grid = np.unique(np.concatenate([np.linspace(6, 40, 60), np.linspace(12, 12.6, 25)]))
    middle = [float(np.median(sampled[s])) for s in SPREADS]
    mean = [mean_error(sampled[s]) for s in SPREADS]
    panel = Panel(
        Text("Active in the end", "最终参与人数"), Text("standard deviation of thresholds", "阈值的标准差"), Text("of 100", "每百人"),
        (
            Line(Text("fixed point of the distribution (paper)", "分布函数的不动点（论文）"), grid.tolist(), [continuum(s) for s in grid], published=True),
            Line(Text(f"{n} quantiles, the model's rule", f"{n} 个分位点，本模型规则"), SPREADS, [rest(s, *whole) for s in SPREADS], points=True),
            Line(Text("sampled crowds of 100, mean", "抽样百人群体，均值"), SPREADS, [m for m, _ in mean], [e for _, e in mean]),
            Line(Text("sampled crowds of 100, median", "抽样百人群体，中位数"), SPREADS, middle),
        ),
    )  # fmt: skip
    setting = Text(
        f"thresholds normal, mean 25 of 100; a crowd of {n} at the quantiles, and {samples} sampled crowds of 100",
        f"阈值服从均值为 25 的正态分布；取分位点的 {n} 人群体，以及 {samples} 个抽样百人群体",
    )
    return Outcome(setting, checks, (panel,))


SOURCE = "Granovetter 1978, American Journal of Sociology 83, 1420-1443"
RULE = "participation.decide"
STAIRCASE = Result(
    "granovetter", Text("Thresholds 0 to 99", "阈值 0 至 99"), SOURCE, RULE,
    Text("Limit: social weight 1, threshold kind count, no drive, no noise. Who takes part does not count himself or herself.",
         "极限情形：社会影响权重为 1，阈值按人数计，无个人动力与噪声；参与者不把自己计入。"),
    staircase,
)  # fmt: skip
NORMAL = Result(
    "granovetter_normal", Text("Normal thresholds: the jump", "正态阈值的突变"), SOURCE, RULE,
    Text("The continuum is approached by a crowd at equal steps of the distribution; sampled crowds of 100 are shown next to it.",
         "用按分布等距取值的群体逼近连续极限，并列出随机抽样的百人群体。"),
    normal,
)  # fmt: skip
