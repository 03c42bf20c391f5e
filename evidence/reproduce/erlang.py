"""Erlang's delay formula (1917) and Palm's with impatience (1957): one queue, exponential everything."""

from __future__ import annotations

import math

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, exponential, poisson, stream, uniform
from ...core.text import Text
from ...model.cases.queues import ABANDONED, BEGUN, FINISHED, enqueue, new_task, release, serve
from ...model.quantities.streams import HANDLING
from ...model.sandbox import queue
from .result import Check, Line, Outcome, Panel, Result, mean_error, sampled

SERVERS, HOURS, WORK, PATIENCE = 5, 20.0, 4.0, 0.5
ENDLESS = 1e9
LOADS_A, LOADS_C = (15.0, 22.5, 32.0), (12.5, 17.5, 21.25)
WARM_UP = 20
SOLO = HANDLING + 3  # what the draws are for


@compiled
def one_queue(queues, counters, seed, rate, mean_work, patience, weeks, warm_up):
    """Run queue 0 alone on the model's `serve`: Poisson arrivals (`rate` a week), exponential work (h) and patience (weeks).

    Servers and speed are those set in `queues`. Returns arrivals, those given up, waits and hours worked, after
    `warm_up` weeks; the wait of one who gives up is his or her patience.
    """
    room = 2 * queues.task_case.size
    task, what, when = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    arrived, given_up, waited, worked = 0, 0, 0.0, 0.0
    for week in range(weeks):
        key = stream(seed, SOLO, week)
        last = int(queues.tail[0])
        for m in range(poisson(key, 0, 0, rate)):
            new = new_task(queues, counters)
            who, time = combine(week, m), float(week) + uniform(key, combine(week, m), 1)
            queues.task_case[new] = 0
            queues.task_work[new] = mean_work * exponential(key, who, 2)
            queues.task_deadline[new] = time + patience * exponential(key, who, 3)
            enqueue(queues, 0, new, time, last)
            if week >= warm_up:
                arrived += 1
        count = serve(queues, 0, float(week), float(week + 1), task, what, when)
        for k in range(count):
            if what[k] != FINISHED and queues.task_arrival[task[k]] >= float(warm_up):
                waited += when[k] - queues.task_arrival[task[k]]
                given_up += 1 if what[k] == ABANDONED else 0
            if what[k] != BEGUN:
                release(queues, counters, int(task[k]))
        if week >= warm_up:
            worked += queues.used[0]
    return arrived, given_up, waited, worked


def theory(rate: float, service: float, servers: int, patience: float) -> tuple[float, float, float]:
    """Return mean wait, share given up and share of busy servers of M/M/n+M, from its birth and death process.

    Parameters
    ----------
    rate : arrivals a week.
    service : tasks that a server does a week.
    servers : n.
    patience : mean weeks until one who waits gives up, inf for never; the wait counts until then.
    """
    logs, k, highest = [0.0], 0, 0.0
    while logs[-1] > highest - 34.0 or k < servers:
        k += 1
        logs.append(logs[-1] + math.log(rate / (min(k, servers) * service + max(k - servers, 0) / patience)))
        highest = max(highest, logs[-1])
    chance = np.exp(np.array(logs) - highest)
    chance /= chance.sum()
    present = np.arange(len(chance))
    waiting = float((np.maximum(present - servers, 0) * chance).sum())
    busy = float((np.minimum(present, servers) * chance).sum())
    return waiting / rate, waiting / patience / rate, busy / servers


def erlang_c(rate: float, service: float, servers: int) -> float:
    """Return the mean wait of M/M/n without impatience, by Erlang's formula."""
    load = rate / service
    below = sum(load**k / math.factorial(k) for k in range(servers))
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (below + last) / (servers * service - rate)


def simulate(
    seed: int, rate: float, patience: float, runs: int, weeks: int, servers: int = SERVERS, hours: float = HOURS, work: float = WORK
) -> np.ndarray:  # fmt: skip
    """Return runs x (mean wait, share given up, share of busy servers)."""
    rows = []
    for k in range(runs):
        books = queue(servers, hours, tasks=20_000)
        arrived, given_up, waited, worked = one_queue(
            *books, 7919 * seed + k, rate, work, patience, weeks + WARM_UP, WARM_UP
        )
        rows.append((waited / arrived, given_up / arrived, worked / (weeks * servers * hours)))
    return np.array(rows)


def run(seed: int, quick: bool) -> Outcome:
    """Run three loads with impatience and three without."""
    runs, weeks = (30, 400) if quick else (100, 2000)
    service = HOURS / WORK
    checks: list[Check] = []
    points: dict[float, list] = {PATIENCE: [], ENDLESS: []}
    for rate in LOADS_C:
        found = mean_error(simulate(seed, rate, ENDLESS, runs, weeks)[:, 0])
        points[ENDLESS].append(found)
        load = rate / service / SERVERS
        label = Text(f"Erlang C, load {load:.2f}: mean wait (weeks)", f"Erlang C，负载 {load:.2f}：平均等待（周）")
        checks.append(sampled(label, *found, erlang_c(rate, service, SERVERS)))
    for rate in LOADS_A:
        values = simulate(seed, rate, PATIENCE, runs, weeks)
        load, wanted = rate / service / SERVERS, theory(rate, service, SERVERS, PATIENCE)
        points[PATIENCE].append(mean_error(values[:, 0]))
        for k, (en, zh) in enumerate(
            (
                ("mean wait (weeks)", "平均等待（周）"),
                ("share given up", "放弃比例"),
                ("share of busy hours", "工时利用率"),
            )
        ):
            label = Text(f"Erlang A, load {load:.2f}: {en}", f"Erlang A，负载 {load:.2f}：{zh}")
            checks.append(sampled(label, *mean_error(values[:, k]), wanted[k]))
    grid = np.linspace(2, 40, 77)
    steady = grid[grid < 0.93 * service * SERVERS]
    panel = Panel(
        Text(f"{SERVERS} servers, {service:g} cases a week each", f"{SERVERS} 名办事员，每人每周 {service:g} 件"), Text("arrivals a week", "每周到达"), Text("mean wait, weeks", "平均等待（周）"),
        (
            Line(Text("Erlang C", "Erlang C"), steady.tolist(), [erlang_c(r, service, SERVERS) for r in steady], published=True),
            Line(Text("the model's queue, endless patience", "本模型队列，无限耐心"), LOADS_C, [m for m, _ in points[ENDLESS]], [e for _, e in points[ENDLESS]], points=True),
            Line(Text(f"Erlang A, patience {PATIENCE:g} weeks", f"Erlang A，耐心 {PATIENCE:g} 周"), grid.tolist(), [theory(r, service, SERVERS, PATIENCE)[0] for r in grid], published=True),
            Line(Text("the model's queue, the same patience", "本模型队列，相同耐心"), LOADS_A, [m for m, _ in points[PATIENCE]], [e for _, e in points[PATIENCE]], points=True),
        ),
    )  # fmt: skip
    setting = Text(
        f"{SERVERS} servers of {HOURS:g} h a week, work of {WORK:g} h, Poisson arrivals, {runs} runs of {weeks} weeks after {WARM_UP}",
        f"{SERVERS} 名办事员，每周各 {HOURS:g} 小时，每件 {WORK:g} 小时，泊松到达，{runs} 次运行，每次 {weeks} 周（另预热 {WARM_UP} 周）",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "erlang", Text("Waiting and giving up: Erlang C and A", "排队与放弃：Erlang C 与 A"), "Erlang 1917; Palm 1957; Garnett, Mandelbaum & Reiman 2002, Manufacturing & Service Operations Management 4, 208-227", "tasks.serve, new_task, enqueue, release",
    Text("Limit: one queue, one class, exponential work and patience. Served week by week, as in the simulation.",
         "极限情形：单一队列、单一类别，工作量与耐心均为指数分布；与模拟一样逐周推进。"),
    run,
)  # fmt: skip
