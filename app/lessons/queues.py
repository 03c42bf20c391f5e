"""Pooling: why one common queue waits less than many, and when trust or coordination takes the gain away (Erlang; C18, C19)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.text import Text
from ...evidence.reproduce.erlang import one_queue
from ...model import state
from ...model.model import CommunityModel
from ...model.runtime.build import allocate
from ...runs.intervals import interval
from .lesson import Answer, Knob, Lesson, bars, both

HOURS, WORK, LOAD, GRIDS = 20.0, 4.0, 0.8, 4
"""Hours a week for cases of one server, hours a case takes, share of the hours that is needed, grids with one server each."""

SEEDS = 6
HIGH, LOW = 0.9, 0.1


def mean_wait(servers: int, rate: float, work: float, weeks: int = 900, seed: int = 1) -> float:
    """Return the mean wait (weeks) of one queue with some servers, by the model's own event loop; nobody gives up."""
    tasks = 20_000
    arrays = allocate(
        state.Queues,
        1,
        first_server=2,
        **dict.fromkeys(("server_task", "server_left", "server_free"), servers),
        **{name: tasks for name in state.Queues.fields if name.startswith("task_")},
    )
    for name in ("head", "tail", "server_task"):
        arrays[name][:] = -1
    arrays["first_server"][:] = (0, servers)
    arrays["servers"][:], arrays["speed"][:] = servers, HOURS
    counters = state.Counters(**allocate(state.Counters, 1))
    arrived, _, waited, _ = one_queue(state.Queues(**arrays), counters, seed, rate, work, 1e9, weeks, 50)
    return waited / max(1, arrived)


def own_queues() -> float:
    """Return the mean wait where each grid has its own queue and server."""
    return float(np.mean([mean_wait(1, LOAD * HOURS / WORK, WORK, seed=k) for k in range(GRIDS)]))


def common_queue(coordination: float) -> float:
    """Return the mean wait in one queue for all grids, where each case costs some hours of coordination more."""
    return mean_wait(GRIDS, GRIDS * LOAD * HOURS / WORK, WORK + coordination)


def district_gain(trust: float) -> tuple[float, float]:
    """Return what full pooling changes in true resolution in a live district, and half the 95 % interval."""
    gains = []
    for seed in range(SEEDS):
        shares = []
        for pooling in (0.0, 1.0):
            model = CommunityModel(
                scenario=None,
                residents=1600, communities=4, rng=seed, levers={"pooling": pooling, "kpi_power": 0.0},
                environment={"initial_trust_government": trust, "initial_trust_organizations": trust, "burn_in": 0},
            )  # fmt: skip
            model.run_for(156)
            shares.append(model.summary(104)["true_resolution"])
        gains.append(shares[1] - shares[0])
    found = interval(np.array(gains))
    return found.mean, found.half_width


def reveal() -> Answer:
    """Four queues against one; then the same lever in a district with much and with little trust."""
    separate, together = own_queues(), common_queue(0.0)
    (high, high_error), (low, low_error) = district_gain(HIGH), district_gain(LOW)
    right = "less" if together < 0.9 * separate else "more" if together > 1.1 * separate else "same"
    blocked = high - high_error > 0 and not low - low_error > 0
    text = Text(
        f"Waiting falls from {separate:.2f} to {together:.2f} weeks, though nobody works more: no one is idle while another queue is full. In a whole district the common queue changes the share of problems truly solved by {100 * high:+.1f} percentage points where trust is high and by {100 * low:+.1f} where it is low (95 % intervals shown): "
        + (
            "without trust cases are not handed over, and the gain is not there."
            if blocked
            else "this few runs cannot distinguish the two."
        ),
        f"没有人多干活，等待却从 {separate:.2f} 周降到 {together:.2f} 周：不再有一边闲着、另一边排长队。在整个城区里，采用共同队列后，信任高时实际解决率变化 {100 * high:+.1f} 个百分点，信任低时变化 {100 * low:+.1f} 个百分点（图中为 95 % 区间）："
        + ("没有信任，案件不会移交，好处也就没有了。" if blocked else "重复次数太少，两者无法区分。"),
    )
    waits = bars(
        "wait",
        Text("Mean wait", "平均等待"),
        Text("weeks", "周"),
        {Text("four queues", "四个队列"): separate, Text("one common queue", "一个共同队列"): together},
    )
    names = (Text("trust 0.9", "信任 0.9"), Text("trust 0.1", "信任 0.1"))
    gain = bars("gain", Text("Pooling in a district: change of true resolution", "城区中整合的作用：实际解决率变化"), Text("percentage points", "个百分点"), dict(zip(names, (100 * high, 100 * low))), dict(zip(names, (100 * high_error, 100 * low_error))))  # fmt: skip
    return Answer(text, both(waits, gain), right)


def attempt(values: Mapping[str, float]) -> Answer:
    """The common queue with the chosen hours of coordination."""
    hours = values["coordination"]
    separate, together = own_queues(), common_queue(hours)
    solved = bool(abs(together / separate - 1) < 0.2)
    better = Text("less", "少于") if together < separate else Text("more", "多于")
    text = Text(
        f"With {hours:g} h of coordination per case the wait in the common queue is {together:.2f} weeks, {better.en} than in the four queues ({separate:.2f}).",
        f"每件协调 {hours:g} 小时，共同队列平均等待 {together:.2f} 周，{better.zh}四个队列（{separate:.2f} 周）。",
    )
    plot = bars(
        "wait",
        Text("Mean wait", "平均等待"),
        Text("weeks", "周"),
        {Text("four queues", "四个队列"): separate, Text("one common queue", "一个共同队列"): together},
    )
    return Answer(text, plot, None, solved)


LESSON = Lesson(
    name="queues",
    title=Text("Why pooling helps, and when it does not", "整合为何有效，何时无效"),
    story=Text(
        "Four grids, each with one worker and its own queue. Each worker is busy four fifths of the time. Now the four share one queue: the next free worker takes the next case. Nobody works more hours than before.",
        "四个网格，每个网格一名工作人员、一个队列，各自有五分之四的时间在忙。现在四人共用一个队列：谁空下来谁接下一件。没有人比以前多干一小时。",
    ),
    question=Text("How long do residents wait now?", "居民的等待会怎样？"),
    options={"same": Text("about as long: the hours are the same", "差不多，因为工时没有变"), "less": Text("much less", "大大缩短"), "more": Text("longer: the queue is longer", "更长，因为队伍更长")},
    reveal=reveal,
    challenge=Text(
        "Sharing has a cost: each case now takes some hours of coordination. How many hours of coordination cancel the gain? Find the point where both ways wait about equally long (within a fifth).",
        "共享也有成本：每件要多花一些协调时间。多少小时会把好处全部吃掉？找出两种方式等待大致相等（相差不到五分之一）的那一点。",
    ),
    knobs=(Knob("coordination", Text("Coordination", "协调时间"), 0, 1.0, 0.05, 0.0, Text("h a case", "小时/件")),),
    attempt=attempt,
    source="Erlang, A. K. (1917), on waiting times; pooling: Smith, D. R. & Whitt, W. (1981). Resource sharing for efficiency in traffic systems. Bell System Technical Journal 60, 39-55.",
    link="https://www.nokia.com/bell-labs/publications-and-media/publications/resource-sharing-for-efficiency-in-traffic-systems",
    mechanism="model/mechanisms/handling.py",
)  # fmt: skip
