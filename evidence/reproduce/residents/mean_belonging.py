"""No network creates belonging by averaging: the weighted mean of Friedkin & Johnsen's rest is that of the anchors."""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ....core.text import Text
from ....model.mechanisms.belonging import average, influenced
from ....model.sandbox import tie_lists
from ..result import Check, Line, Outcome, Panel, Result, exact, greater

DRAWS = 20


def graphs(seed: int) -> list[tuple[Text, nx.Graph]]:
    """Return symmetric networks of different shape, with random strengths but for the first."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 1977]))
    found = [(Text("karate club", "空手道俱乐部"), nx.karate_club_graph())]
    for name, graph in (
        (Text("barbell", "哑铃图"), nx.barbell_graph(12, 3)),
        (Text("small world", "小世界网络"), nx.connected_watts_strogatz_graph(60, 6, 0.1, seed=int(seed))),
        (Text("preferential attachment", "优先连接网络"), nx.barabasi_albert_graph(80, 2, seed=int(seed))),
    ):
        for one, other in graph.edges:
            graph.edges[one, other]["weight"] = float(random.uniform(0.05, 1.0))
        found.append((name, graph))
    return found


def rest(graph: nx.Graph, anchor: NDArray, susceptibility: NDArray, steps: int = 50_000) -> NDArray[np.float64]:
    """Return where belonging rests, each resident with a susceptibility of his or her own."""
    strengths = nx.to_numpy_array(graph)
    weight = strengths.sum(axis=1)
    x = anchor.copy()
    for _ in range(steps):
        pulled = strengths @ x
        following = np.array(
            [influenced(pulled[i], weight[i], anchor[i], susceptibility[i]) for i in range(anchor.size)]
        )
        if np.abs(following - x).max() < 1e-15:
            return following
        x = following
    return x


def rest_alike(graph: nx.Graph, anchor: NDArray, susceptibility: float, steps: int = 5_000) -> NDArray[np.float64]:
    """Return where belonging rests by the step that the weeks run, with one susceptibility for all."""
    ties, x = tie_lists(graph), anchor.copy()
    for _ in range(steps):
        following = np.empty(x.size)
        average(ties, x, anchor, susceptibility, 0, following)
        if np.abs(following - x).max() < 1e-15:
            return following
        x = following
    return x


def _plain_shift(seed: int, draw: int) -> float:
    """Return by how much averaging moves the plain mean of the karate club, without sign, for another draw."""
    graph, random = nx.karate_club_graph(), np.random.default_rng(np.random.SeedSequence([seed, 1991, draw]))
    anchor, s = random.uniform(size=len(graph)), random.uniform(0.1, 0.9, len(graph))
    return abs(float((rest(graph, anchor, s) - anchor).mean()))


def run(seed: int, quick: bool) -> Outcome:
    """Run networks of four shapes with random anchors and susceptibilities."""
    checks: list[Check] = []
    shown = None
    for k, (name, graph) in enumerate(graphs(seed)):
        random = np.random.default_rng(np.random.SeedSequence([seed, 1990, k]))
        n = graph.number_of_nodes()
        anchor, s = random.uniform(size=n), random.uniform(0.1, 0.9, n)
        strength = nx.to_numpy_array(graph).sum(axis=1)
        x, weights = rest(graph, anchor, s), strength * (1 - s) / s
        label = Text(f"{name.en}: mean with weights D (1 - S) / S, less that of the anchors", f"{name.zh}：以 D(1 - S)/S 加权的均值与锚点之差")  # fmt: skip
        checks.append(exact(label, float(weights @ (x - anchor) / weights.sum()), 0.0))
        alike = rest_alike(graph, anchor, 0.6)
        label = Text(f"{name.en}, S = 0.6 for all: mean with weights D, less that of the anchors", f"{name.zh}，所有人 S = 0.6：以 D 加权的均值与锚点之差")  # fmt: skip
        checks.append(exact(label, float(strength @ (alike - anchor) / strength.sum()), 0.0))
        if k == 0:
            shown = anchor, x
    moved = [_plain_shift(seed, draw) for draw in range(DRAWS)]
    said = Text("moves, by whom people listen to", "会变动，取决于人们听谁的")
    checks.append(greater(Text("plain mean: how far it moves", "简单均值的变动幅度"), moved, said))
    assert shown is not None
    order = np.argsort(shown[0])
    places = list(range(order.size))
    panel = Panel(
        Text("Karate club, by anchor", "空手道俱乐部，按锚点排列"), Text("resident", "居民"), Text("belonging", "归属感"),
        (
            Line(Text("anchor", "锚点"), places, shown[0][order].tolist(), points=True),
            Line(Text("at rest", "静止时"), places, shown[1][order].tolist(), points=True),
        ),
    )  # fmt: skip
    setting = Text(
        "symmetric networks of four shapes, anchors uniform in 0-1, susceptibilities uniform in 0.1-0.9",
        "四种形态的对称网络，锚点在 0-1 间、易感程度在 0.1-0.9 间均匀分布",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "mean_belonging", Text("Ties create no belonging by averaging", "平均不会产生归属感"), "follows from Friedkin & Johnsen 1990, Journal of Mathematical Sociology 15, 193-205", "belonging.influenced, belonging.average",
    Text("For symmetric ties and any susceptibilities in (0, 1), sum D (1 - S) / S (x - a) = 0 at rest, D the strength of all ties of a resident: so the anchors must learn, or no network changes the level of belonging.",
         "对称联系、任意易感程度（0 与 1 之间）下，静止时 Σ D(1 - S)/S·(x - a) = 0，D 为某人联系强度之和：因此锚点必须能学习，否则任何网络都无法改变归属感的水平。"),
    run,
)  # fmt: skip
