"""Friedkin & Johnsen (1990) and DeGroot (1974): where opinions come to rest, in closed form."""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ...core.text import Text
from ...model.mechanisms.belonging import average
from ...model.sandbox import tie_lists
from .result import Line, Outcome, Panel, Result, exact

WEIGHTS = 5


def random_graph(seed: int, n: int) -> nx.DiGraph:
    """Return a strongly connected directed graph with random weights and loops; weights differ by direction."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 1990, n]))
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    edges = {(i, (i + 1) % n): None for i in range(n)}  # a ring, so that everybody reaches everybody
    edges.update({(int(i), int(j)): None for i, j in random.integers(n, size=(4 * n, 2))})
    for i, j in edges:
        graph.add_edge(i, j, weight=float(random.uniform(0.05, 1.0)))
    for i in range(n):
        graph.add_edge(i, i, weight=0.5)  # attention to oneself: no cycling
    return graph


def normalised(graph: nx.DiGraph) -> NDArray[np.float64]:
    """Return W, the weights with rows that sum to 1."""
    w = nx.to_numpy_array(graph)
    return w / w.sum(axis=1, keepdims=True)


def rest(graph: nx.DiGraph, x: NDArray, susceptibility: float, steps: int = 100_000) -> tuple[NDArray, list[NDArray]]:
    """Return where the rule of the model comes to rest from x with anchors x, and its course."""
    ties = tie_lists(graph)
    now, course = x.copy(), [x.copy()]
    for _ in range(steps):
        following = np.empty(x.size)
        average(ties, now, x, susceptibility, 0, following)
        course.append(following)
        if np.abs(following - now).max() < 1e-15:
            break
        now = following
    return course[-1], course


def run(seed: int, quick: bool) -> Outcome:
    """Run random weights."""
    checks = []
    panel = None
    for k in range(WEIGHTS):
        n = (10, 30, 60, 100, 150)[k]
        s = (0.3, 0.6, 0.9, 0.99, 0.6)[k]
        graph = random_graph(seed + k, n)
        w = normalised(graph)
        x = np.random.default_rng(np.random.SeedSequence([seed, 1974, k])).uniform(size=n)
        closed = np.linalg.solve(np.eye(n) - s * w, (1 - s) * x)
        found, course = rest(graph, x, s)
        gap = float(np.abs(found - closed).max())
        checks.append(
            exact(
                Text(
                    f"{n} residents, S = {s:g}: largest distance from (I - SW)^-1 (I - S) x0",
                    f"{n} 名居民，S = {s:g}：与 (I - SW)^-1 (I - S) x0 的最大偏差",
                ),
                gap,
                0.0,
            )
        )
        stationary = _stationary(w)
        agreed, _ = rest(graph, x, 1.0)
        checks.append(
            exact(
                Text(
                    f"{n} residents, S = 1: largest distance from the stationary weights' mean",
                    f"{n} 名居民，S = 1：与平稳权重均值的最大偏差",
                ),
                float(np.abs(agreed - stationary @ x).max()),
                0.0,
            )
        )
        if k == 0:
            weeks = list(range(min(16, len(course))))
            own = [Line(Text("", ""), weeks, [float(course[t][i]) for t in weeks]) for i in range(n)]
            rests = Line(Text("closed form", "闭式解"), [weeks[-1]] * n, closed.tolist(), published=True, points=True)
            title = Text(f"Ten residents, S = {s:g}", f"十名居民，S = {s:g}")
            panel = Panel(title, Text("week", "周"), Text("belonging", "归属感"), (*own, rests))
    assert panel is not None
    setting = Text(
        f"{WEIGHTS} strongly connected directed graphs of 10 to 150 residents with random weights and loops, anchors uniform in 0-1",
        f"{WEIGHTS} 个强连通有向图（10 至 150 名居民），权重随机且含自环，锚点在 0-1 间均匀分布",
    )
    return Outcome(setting, tuple(checks), (panel,))


def _stationary(w: NDArray) -> NDArray[np.float64]:
    """Return the weights pi with pi W = pi that sum to 1."""
    n = len(w)
    system = np.vstack([w.T - np.eye(n), np.ones(n)])
    return np.linalg.lstsq(system, np.append(np.zeros(n), 1.0), rcond=None)[0]


RESULT = Result(
    "friedkin_johnsen", Text("Social influence and opinions", "社会影响与意见"), "Friedkin & Johnsen 1990, Journal of Mathematical Sociology 15, 193-205; DeGroot 1974, Journal of the American Statistical Association 69, 118-121", "belonging.average",
    Text("Limit: fixed ties and anchors. The paper lets susceptibility differ between persons; in the model it is one number for all, so only that case is run.",
         "极限情形：联系与锚点固定。论文允许各人易感程度不同，模型中为同一数值，故只验证此情形。"),
    run,
)  # fmt: skip
