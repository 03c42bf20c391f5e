"""Centola & Macy (2007): long ties speed simple contagion and stop complex contagion; with noise this may turn round."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream
from ...core.text import Text
from ...model.mechanisms.participation import decide
from ...model.quantities.codes import THRESHOLD_COUNT
from ...model.sandbox import TieLists, tie_lists
from .result import Line, Outcome, Panel, Result, exact, greater, mean_error, open_question

DEGREE, WHOLE = 8, 0.99
REWIRED = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
MUCH = 1e6  # a drive that outweighs any threshold: who has joined stays, as in the paper
NOISE, NOISES = 0.25, (0.0, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
NONE = 0.0003  # where a ring stands on a logarithmic axis
DEPENDS = Text("it moves with the size of the network and with what counts as failure", "随网络规模与失败的界定而变")
NOISY_DEGREE = 4


@compiled
def spread(seed, focus, threshold, noise, first, degree, neighbour, weeks, goal):
    """Return (weeks until the share `goal` has joined, or nan; share joined) from a resident and all tied to it.

    A threshold of t ties is put at t - 1/2, so that noise of sd `noise` works alike on either side.
    """
    n = degree.size
    thresholds, drive = np.full(n, threshold - 0.5), np.zeros(n)
    active = np.zeros(n, np.uint8)
    active[focus] = 1
    for slot in range(first[focus], first[focus] + degree[focus]):
        active[neighbour[slot]] = 1
    now = 0
    for week in range(weeks):
        key = stream(seed, 2007, week)
        before, now = now, 0
        for i in range(n):
            now += active[i]
            drive[i] = MUCH if active[i] else (noise * normal(key, i, 0) if noise > 0.0 else 0.0)
        if now >= goal * n:
            return float(week), now / n
        if noise == 0.0 and now == before:
            break
        active = decide(active, thresholds, drive, 1.0, THRESHOLD_COUNT, first, degree, neighbour)
    return np.nan, now / n


def rewired(n: int, degree: int, share: float, seed: int) -> TieLists:
    """Return a ring lattice of which pairs of ties were crossed at random until `share` of them moved; degrees stay."""
    half = degree // 2
    ends = np.array([(i, (i + d) % n) for i in range(n) for d in range(1, half + 1)])
    random = np.random.default_rng(np.random.SeedSequence([seed, 2007]))
    known = {(int(a), int(b)) for a, b in np.sort(ends, axis=1)}
    pair = lambda a, b: (min(a, b), max(a, b))  # noqa: E731
    moved, wanted = np.zeros(len(ends), bool), round(share * len(ends))
    while moved.sum() < wanted - 1:
        e, f = (int(x) for x in random.integers(len(ends), size=2))
        (a, b), (c, d) = ends[e].tolist(), ends[f].tolist()
        if random.random() < 0.5:
            c, d = d, c
        if len({a, b, c, d}) < 4 or pair(a, d) in known or pair(c, b) in known:
            continue
        known -= {pair(a, b), pair(c, d)}
        known |= {pair(a, d), pair(c, b)}
        ends[e], ends[f] = (a, d), (c, b)
        moved[[e, f]] = True
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(ends.tolist())
    return tie_lists(graph)


def sweep(seed: int, n: int, graphs: int) -> dict[float, NDArray]:
    """Return, by share rewired, graphs x thresholds x (weeks, share joined)."""
    found = {}
    for share in REWIRED:
        rows = []
        for g in range(graphs):
            ties = rewired(n, DEGREE, share, 7919 * seed + g)
            focus = (7919 * seed + 31 * g) % n
            rows.append([spread(seed, focus, float(t), 0.0, *ties[:3], 2 * n, WHOLE) for t in (1, 2, 3)])
        found[share] = np.array(rows)
    return found


def noisy(seed: int, n: int, graphs: int, noise: float) -> NDArray:
    """Return graphs x (ring, rewired) weeks until nearly all have joined, threshold 2."""
    rows = []
    for g in range(graphs):
        luck = 7919 * seed + g
        pair = [rewired(n, NOISY_DEGREE, share, luck) for share in (0.0, 1.0)]
        rows.append([spread(luck, luck % n, 2.0, noise, *ties[:3], 20 * n, WHOLE)[0] for ties in pair])
    return np.array(rows)


def run(seed: int, quick: bool) -> Outcome:
    """Run the thresholds over rewiring, and the race with noise."""
    n, graphs, racers, pairs = (1000, 12, 500, 8) if quick else (2000, 20, 1000, 12)
    found = sweep(seed, n, graphs)
    ring, random = found[0.0], found[1.0]
    races = {noise: noisy(seed, racers, pairs if noise in (0.0, NOISE) else 6, noise) for noise in NOISES}
    stuck = np.isnan(races[0.0])
    stops = {
        t: next((share for share in REWIRED if np.isnan(found[share][:, t - 1, 0]).mean() > 0.5), math.inf)
        for t in (2, 3)
    }
    checks = (
        greater(Text("threshold 1: weeks on the ring minus weeks when rewired", "阈值 1：规则环所需周数减去随机重连后"), ring[:, 0, 0] - random[:, 0, 0], Text("rewiring speeds it up", "重连使其加快")),
        greater(Text("threshold 2: share reached on the ring minus when rewired", "阈值 2：规则环到达比例减去随机重连后"), ring[:, 1, 1] - random[:, 1, 1], Text("rewiring stops it", "重连使其停止")),
        greater(Text("threshold 3: share reached on the ring minus when rewired", "阈值 3：规则环到达比例减去随机重连后"), ring[:, 2, 1] - random[:, 2, 1], Text("rewiring stops it", "重连使其停止")),
        greater(Text("rewired 0.1: share reached at threshold 2 minus at threshold 3", "重连 0.1：阈值 2 到达比例减去阈值 3"), found[0.1][:, 1, 1] - found[0.1][:, 2, 1], Text("the higher threshold stops at less rewiring", "阈值越高，越少的重连即停止")),
        open_question(Text("rewiring from which threshold 2 fails in most graphs", "阈值 2 在多数图中失败的重连比例"), stops[2], 0.0, Text("shown as a figure", "以图给出"), DEPENDS),
        open_question(Text("rewiring from which threshold 3 fails in most graphs", "阈值 3 在多数图中失败的重连比例"), stops[3], 0.0, Text("shown as a figure", "以图给出"), DEPENDS),
        exact(Text("without noise, threshold 2, 4 ties: rings that fail", "无噪声、阈值 2、4 条联系：规则环失败次数"), int(stuck[:, 0].sum()), 0),
        exact(Text("without noise, threshold 2, 4 ties: rewired graphs that fail", "无噪声、阈值 2、4 条联系：重连图失败次数"), int(stuck[:, 1].sum()), len(stuck)),
        greater(Text(f"with noise (sd {NOISE:g}): weeks on the ring minus when rewired", f"有噪声（标准差 {NOISE:g}）：规则环所需周数减去重连后"), races[NOISE][:, 0] - races[NOISE][:, 1], Text("rewiring speeds it up (Eckles et al.)", "重连使其加快（Eckles 等）")),
    )  # fmt: skip
    labels = {1: Text("threshold 1", "阈值 1"), 2: Text("threshold 2", "阈值 2"), 3: Text("threshold 3", "阈值 3")}
    shown = [max(share, NONE) for share in REWIRED]
    x = Text("share of ties rewired", "重连比例")
    panels = (
        Panel(
            Text("How far it gets", "扩散范围"), x, Text("share of residents reached", "到达的居民比例"),
            tuple(Line(label, shown, *_means(found, t, 1), points=True) for t, label in labels.items()), log_x=True, zero=NONE,
        ),
        Panel(
            Text("How long it takes, where it reaches nearly all", "到达几乎所有人所需时间"), x, Text("weeks", "周"),
            tuple(Line(label, *_reached(shown, found, t), points=True) for t, label in labels.items()), log_x=True, log_y=True, zero=NONE,
        ),
        Panel(
            Text("Threshold 2 with noise: ring of 4 ties against rewired", "阈值 2 加噪声：4 条联系的规则环与重连图"), Text("sd of noise", "噪声标准差"), Text("weeks until nearly all", "到达几乎所有人的周数"),
            tuple(
                Line(label, *_race(races, k), points=True) for k, label in enumerate((Text("ring", "规则环"), Text("rewired", "重连")))
            ), log_y=True,
        ),
    )  # fmt: skip
    setting = Text(
        f"rings of {n} residents with 8 ties, pairs of ties crossed at random (degrees stay), {graphs} graphs; the seed is a resident and all tied to it. With noise: rings of {racers} with 4 ties, {pairs} pairs",
        f"{n} 名居民、各 8 条联系的环，随机交换成对的联系（度不变），{graphs} 个图；起始者为一名居民及其全部熟人。噪声部分：{racers} 人、4 条联系，{pairs} 对",
    )
    return Outcome(setting, checks, panels)


def _means(found: dict[float, NDArray], threshold: int, what: int) -> tuple[list[float], list[float]]:
    pairs = [mean_error(found[share][:, threshold - 1, what]) for share in REWIRED]
    return [mean for mean, _ in pairs], [error for _, error in pairs]


def _reached(shown: list[float], found: dict[float, NDArray], threshold: int) -> tuple[list[float], list[float]]:
    """Return where most graphs were reached, and the median of the weeks it took."""
    weeks = [found[share][:, threshold - 1, 0] for share in REWIRED]
    most = [k for k, one in enumerate(weeks) if np.isnan(one).mean() < 0.5]
    return [shown[k] for k in most], [float(np.nanmedian(weeks[k])) for k in most]


def _race(races: dict[float, NDArray], which: int) -> tuple[list[float], list[float]]:
    done = {noise: one[:, which] for noise, one in races.items() if not np.isnan(one[:, which]).any()}
    return list(done), [float(one.mean()) for one in done.values()]


RESULT = Result(
    "centola_macy", Text("Complex contagion and long ties", "复杂传染与长程联系"), "Centola & Macy 2007, American Journal of Sociology 113, 702-734; noise: Eckles, Mossel, Rahimian & Sen 2024, Nature Human Behaviour 8", "participation.decide",
    Text("Limit: threshold kind count, social weight 1. Who has joined is held active by a large drive, as in the paper; in the simulation residents may stop. Noise is the weekly noise of the rule. Between the two ends compared here there is more to see: at threshold 2 moderate rewiring speeds the spread before full rewiring stops it (figure).",
         "极限情形：阈值按人数计，社会影响权重为 1。已参与者由很大的个人动力保持参与，与论文一致（模拟中居民可以退出）。噪声即规则中的每周噪声。所比较的两端之间另有变化：阈值 2 时适度重连先加快扩散，完全重连才使其停止（见图）。"),
    run,
)  # fmt: skip
