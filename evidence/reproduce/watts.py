"""Watts (2002): one resident starts, and the whole of a sparse random network may follow."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.special import gammaln

from ...core.compile.compiled import compiled
from ...core.draws import integer, stream
from ...core.text import Text
from ...model.mechanisms.participation import decide
from ...model.quantities.codes import THRESHOLD_FRACTION
from ...model.sandbox import tie_lists
from .result import Check, Line, Outcome, Panel, Result, Verdict, between, exact, mean_error, root, sampled, share_error

THRESHOLD, GLOBAL = 0.18, 0.1
WINDOW = (1.0207, 5.7647)
DEGREES = (0.5, 1.0, 1.1, 1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 5.75, 6.0, 6.5, 7.0, 8.0)
CHECKED = (1.5, 4.0, 7.0)
MUCH = 1e6  # a drive that outweighs any threshold: the seed stays active


@compiled
def cascades(seed, starts, threshold, first, degree, neighbour):
    """Return the share of residents that become active, for starts from single residents drawn at random."""
    n = degree.size
    thresholds = np.full(n, threshold)
    drive = np.zeros(n)
    shares = np.empty(starts)
    key = stream(seed, 2002, 0)
    for k in range(starts):
        start = integer(key, k, 0, n)
        drive[start] = MUCH
        active = np.zeros(n, np.uint8)
        active[start] = 1
        now, before = 1, 0
        while now > before:
            before, now = now, 0
            active = decide(active, thresholds, drive, 1.0, THRESHOLD_FRACTION, first, degree, neighbour)
            for i in range(n):
                now += active[i]
        drive[start] = 0.0
        shares[k] = now / n
    return shares


def most_vulnerable(threshold: float) -> int:
    """Return the largest number of ties at which one active tie is enough, by asking the rule itself."""
    k = 0
    while True:
        ties = tie_lists(nx.star_graph(k + 1))
        active = np.zeros(k + 2, np.uint8)
        active[1] = 1
        ask = decide(active, np.full(k + 2, threshold), np.zeros(k + 2), 1.0, THRESHOLD_FRACTION, *ties[:3])
        if not ask[0]:
            return k
        k += 1


def poisson(z: float, k: np.ndarray) -> np.ndarray:
    """Return the Poisson probabilities of k ties at mean z."""
    return np.exp(k * np.log(z) - z - gammaln(k + 1))


def window(most: int) -> tuple[float, float]:
    """Return the mean degrees between which the vulnerable percolate: sum k (k - 1) p_k = z over k up to `most`.

    Raises
    ------
    ValueError
        Where they percolate at no mean degree.
    """
    k = np.arange(most + 1)
    condition = lambda z: float((k * (k - 1) * poisson(z, k)).sum()) - z  # noqa: E731
    grid = np.linspace(0.1, 2.0 * most + 2.0, 400)
    best = grid[int(np.argmax([condition(z) for z in grid]))]
    if condition(best) <= 0.0:
        raise ValueError(f"residents of at most {most} ties percolate at no mean degree")
    return root(condition, 1e-3, best), root(condition, best, grid[-1])


def reach(z: float, most: int) -> float:
    """Return the chance that a start touches the giant vulnerable cluster of an infinite random network."""
    k = np.arange(1, most + 1)
    p = poisson(z, k) * k / z
    u = 0.0  # chance that a tie does not lead into it
    for _ in range(100_000):
        following = 1.0 - p.sum() + float((p * u ** (k - 1)).sum())
        if abs(following - u) < 1e-13:
            break
        u = following
    return 1.0 - float(np.exp(z * (u - 1.0)))


def simulate(z: float, seed: int, n: int, graphs: int, starts: int) -> np.ndarray:
    """Return the shares reached, graphs x starts."""
    found = []
    for g in range(graphs):
        graph = nx.fast_gnp_random_graph(n, z / (n - 1), seed=1_000_003 * seed + g)
        ties = tie_lists(graph)
        found.append(cascades(1_000_003 * seed + g, starts, THRESHOLD, *ties[:3]))
    return np.array(found)


def run(seed: int, quick: bool) -> Outcome:
    """Run the window and the frequencies."""
    n, graphs, starts = (2000, 10, 20) if quick else (10_000, 20, 50)
    most = most_vulnerable(THRESHOLD)
    low, high = window(most)
    found = {z: simulate(z, seed, n, graphs if z in CHECKED else 5, starts) > GLOBAL for z in DEGREES}
    frequency = {z: mean_error(one.mean(axis=1)) for z, one in found.items()}
    none, total = int(found[7.0].sum()), found[7.0].size
    checks: list[Check] = [
        exact(Text("lower end of the cascade window", "级联窗口下界"), low, WINDOW[0], 5e-5),
        exact(Text("upper end of the cascade window", "级联窗口上界"), high, WINDOW[1], 5e-5),
        Check(
            Text(f"global cascades at mean degree 7, of {total}", f"平均度 7 时的全局级联次数（共 {total} 次）"), none, share_error(none, total)[1] * total,
            Text("none", "无"), Text("0", "0"), Verdict.AGREE if none == 0 else Verdict.DIFFER, 0.0,
        ),
    ]  # fmt: skip
    for z in (1.5, 4.0):
        said = Text("frequent", "频繁")
        checks.append(
            between(
                Text(f"frequency at mean degree {z:g}", f"平均度 {z:g} 时的频率"),
                frequency[z][0],
                0.1,
                1.0,
                said,
                frequency[z][1],
            )
        )
        checks.append(
            sampled(
                Text(f"the same, against the giant vulnerable cluster (z = {z:g})", f"同上，与易感巨簇理论值比较（z = {z:g}）"), *frequency[z], reach(z, most),
                why=Text("theory of an infinite network, by generating functions", "无限网络的母函数理论值"),
            )
        )  # fmt: skip
    grid = np.linspace(0.5, 8.0, 151)
    panel = Panel(
        Text("Global cascades from one start", "单点起始的全局级联"), Text("mean degree z", "平均度 z"), Text("share of starts", "发生比例"),
        (
            Line(Text("chance to touch the giant vulnerable cluster (theory)", "触及易感巨簇的概率（理论）"), grid.tolist(), [reach(z, most) if low < z < high else 0.0 for z in grid], published=True),
            Line(Text("the model's rule", "本模型规则"), DEGREES, [frequency[z][0] for z in DEGREES], [frequency[z][1] for z in DEGREES], points=True),
        ),
    )  # fmt: skip
    setting = Text(
        f"random graphs of {n} residents, threshold 0.18 of ties, {graphs} graphs x {starts} starts at mean degrees 1.5, 4 and 7 (5 graphs at others); global: more than 10 %",
        f"{n} 名居民的随机图，阈值为熟人的 0.18，平均度 1.5、4、7 各 {graphs} 个图 x {starts} 次起始（其余 5 个图）；超过 10% 为全局级联",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "watts", Text("Global cascades on random networks", "随机网络上的全局级联"), "Watts 2002, PNAS 99, 5766-5771", "participation.decide",
    Text("Limit: social weight 1, threshold kind fraction, no noise. The start is held active by a large drive; all others only ever join, as in the paper. The window follows from the largest degree at which the rule itself lets one active tie suffice; just above its upper end some cascades still occur in a network of this size (figure).",
         "极限情形：社会影响权重为 1，阈值按比例计，无噪声。起始者由很大的个人动力保持参与，其余人只进不退，与论文一致。窗口由规则本身允许单一熟人带动的最大度数推出；窗口上界略上方，有限规模的网络中仍偶有级联（见图）。"),
    run,
)  # fmt: skip
