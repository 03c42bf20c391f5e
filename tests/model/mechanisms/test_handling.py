"""Handling: Erlang's formulas, conservation of cases, tasks and hours, neutrality, and equal bits however it is run."""

import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from cogov.evidence.reproduce.erlang import one_queue
from cogov.model import state
from cogov.model.cases.queues import NEVER, append, enqueue, give_back, new_task, serve, take_head
from cogov.tests.support.case_worlds import case_world, run
from cogov.tests.support.worlds import allocate, digest, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

SERVERS, SPEED, WORK = 5, 20.0, 4.0


def queue_of(servers=SERVERS, speed=SPEED, tasks=2000):
    queues = allocate(
        state.Queues, 1, head=[-1], tail=[-1], first_server=[0, servers], servers=[servers], speed=[speed], server_task=np.full(servers, -1),
        server_left=servers, server_free=servers, **{name: tasks for name in state.Queues.fields if name.startswith("task_")},
    )  # fmt: skip
    return queues, allocate(state.Counters, 1)


def erlang_a(rate, service, servers, patience):
    """Mean wait, share given up and share of busy servers of M/M/n+M, from its birth and death process."""
    weights, k = [1.0], 0
    while weights[-1] > 1e-14 * max(weights) or k < servers:
        k += 1
        weights.append(weights[-1] * rate / (min(k, servers) * service + max(k - servers, 0) / patience))
    chance = np.array(weights) / sum(weights)
    waiting = float(sum(max(k - servers, 0) * p for k, p in enumerate(chance)))
    busy = float(sum(min(k, servers) * p for k, p in enumerate(chance)))
    return waiting / rate, waiting / patience / rate, busy / servers


@pytest.mark.parametrize(("rate", "patience"), [(15.0, 0.5), (22.5, 0.5), (32.0, 0.5), (20.0, 1e9)])
def test_erlang(rate, patience):
    """Waits, abandonment and use of servers within four standard errors; the last is Erlang C."""
    runs = []
    for seed in range(40):
        arrived, given_up, waited, worked = one_queue(*queue_of(), seed, rate, WORK, patience, 420, 20)
        runs.append((waited / arrived, given_up / arrived, worked / (400 * SERVERS * SPEED)))
    mean, error = np.mean(runs, axis=0), np.std(runs, axis=0, ddof=1) / len(runs) ** 0.5
    expected = np.array(erlang_a(rate, SPEED / WORK, SERVERS, patience))
    assert (np.abs(mean - expected) <= 4 * error + 1e-9).all(), (mean, expected, error)
    assert (error[[0, 2]] < 0.1 * expected[[0, 2]]).all()


def test_serving_in_pieces_is_serving_at_once():
    """What a server does in a week does not depend on where the week is cut."""
    ends = []
    for cuts in ([0.0, 4.0], [0.0, 0.7, 1.0, 2.9, 4.0]):
        queues, counters = queue_of(servers=2)
        for k in range(50):
            task = new_task(queues, counters)
            queues.task_work[task], queues.task_deadline[task] = 3.0 + k % 5, 100.0
            enqueue(queues, 0, task, 0.001 * k, -1)
        out = np.zeros(100, int), np.zeros(100, int), np.zeros(100)
        used, done = 0.0, []
        for now, until in pairwise(cuts):
            count = serve(queues, 0, now, until, *out)
            used += queues.used[0]
            done += [(out[0][k], out[1][k], round(out[2][k], 9)) for k in range(count)]
        ends.append((sorted(done), round(used, 9)))
    assert ends[0] == ends[1]
    assert ends[0][1] == pytest.approx((4.0 + 3.999) * SPEED)  # the second server waits for the second task


def test_tasks_of_servers_taken_away_go_back_to_the_head():
    queues, counters = queue_of(servers=3)
    for k in range(5):
        task = new_task(queues, counters)
        queues.task_work[task], queues.task_deadline[task] = 50.0, 9.0
        enqueue(queues, 0, task, 0.01 * k, -1)
    out = np.zeros(10, int), np.zeros(10, int), np.zeros(10)
    serve(queues, 0, 0.0, 1.0, *out)
    assert queues.length[0] == 2
    give_back(queues, 0, 1)
    queues.servers[0] = 1
    assert queues.length[0] == 4
    order = [take_head(queues, 0) for _ in range(4)]
    assert order == [1, 2, 3, 4]
    assert (queues.task_work[[1, 2]] < 50.0).all()
    assert (queues.task_deadline[[1, 2]] == NEVER).all()
    assert queues.tail[0] == queues.head[0] == -1
    append(queues, 0, order[0])
    assert queues.tail[0] == queues.head[0] == order[0]


def check_books(w):
    """Tables, lists and counters agree."""
    q, cases, counters = w.queues, w.cases, w.counters
    used = int(counters.tasks[0])
    waiting = []
    for k in range(q.head.size):
        task, count, last = q.head[k], 0, -1
        while task >= 0:
            waiting.append(task)
            assert q.task_queue[task] == k
            last, task, count = task, q.task_next[task], count + 1
        assert count == q.length[k]
        assert q.tail[k] == last
    in_hand = q.server_task[q.server_task >= 0].tolist()
    standing = waiting + in_hand
    assert len(set(standing)) == len(standing) == counters.open_tasks[0]
    parts = (
        np.bincount(q.task_case[standing], minlength=cases.alive.size) if standing else np.zeros(cases.alive.size, int)
    )
    open_rows = cases.alive == 1
    assert open_rows.sum() == counters.open_cases[0]
    np.testing.assert_array_equal(parts[open_rows], cases.parts_left[open_rows])
    assert not parts[~open_rows].any()
    assert (q.task_case[:used] >= 0).sum() == len(standing)
    free, link = 0, int(counters.free_case[0])
    while link:
        free, link = free + 1, int(cases.next_free[link - 1])
    assert free + open_rows.sum() == counters.cases[0]
    assert counters.no_room[0] == 0
    assert not np.isnan(cases.deadline).any()


share = st.floats(0, 1)


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32), pooling=share, linkage=share, kpi_power=st.floats(0, 1.5), grid_staff=st.floats(0, 4), spans=share, tier=share,
    rate=st.sampled_from([0.0, 40.0, 400.0]), patience=st.floats(0.1, 30), trust=share, volunteers=st.integers(0, 2), called=share, again=share,
)  # fmt: skip
def test_nothing_appears_or_vanishes(
    seed, pooling, linkage, kpi_power, grid_staff, spans, tier, rate, patience, trust, volunteers, called, again
):
    levers = {"pooling": pooling, "linkage": linkage, "kpi_power": kpi_power, "grid_staff": grid_staff}
    parameters = {
        "problem_rate": rate,
        "dispute_rate": rate,
        "patience": patience,
        "spans_share": spans,
        "cross_tier": tier,
        "callback": called,
        "repeat_call": again,
        "callback_e1": 0.1,
    }
    w = case_world(seed=seed, cases=1500, organizations=volunteers, levers=levers, parameters=parameters, room=3)
    w.residents.trust_government[:] = trust
    w.residents.trust_organizations[:] = trust
    opened = ended = 0.0
    hours = w.organizations.hours_left.sum()
    for week in range(16):
        if week == 8:  # levers change on the way
            w.levers.pooling, w.levers.grid_staff, w.levers.kpi_power = 0.0, 0.3, 0.0
        sums = run(w, 1, first=week)
        opened += sums["problems"] + sums["escalated"]
        ended += sums["resolved_true"] + sums["resolved_false"] + sums["abandoned"]
        assert opened == ended + w.counters.open_cases[0]
        assert sums["server_hours_used"] <= sums["server_hours"] * (1 + 1e-9)
        assert sums["recorded_resolved"] + sums["refusals"] >= sums["resolved_true"]
        assert sums["recorded_ended"] == sums["known_ended"] + sums["returned"]
        hours -= sums["hours_cases"]
        check_books(w)
    assert w.organizations.hours_left.sum() == pytest.approx(hours, abs=1e-9)
    for name in ("efficacy", "true_rate", "reported_rate"):
        assert ((getattr(w.communities, name) >= 0) & (getattr(w.communities, name) <= 1)).all()
    assert ((w.residents.case_outcome >= 0) & (w.residents.case_outcome <= 1)).all()


def test_hours_are_conserved():
    """Work done = work that came in - work left, where nothing is closed on paper or given up."""
    levers = {"kpi_power": 0.0, "pooling": 0.5, "linkage": 1.0}
    w = case_world(
        residents=200,
        cases=2000,
        levers=levers,
        parameters={"patience": 1e6, "problem_rate": 60.0, "dispute_rate": 0.0, "cross_tier": 0.0},
    )
    sums = run(w, 40)
    q, cases = w.queues, w.cases
    in_hand = np.flatnonzero(q.server_task >= 0)
    left = (
        q.task_work[q.task_case >= 0].sum() - q.task_work[q.server_task[in_hand]].sum() + q.server_left[in_hand].sum()
    )
    unknown = cases.work[(cases.alive == 1) & (cases.state == 0)].sum()
    assert sums["server_hours_used"] > 50
    assert left > 0
    done = sums["problem_arrivals_work"] + sums["coordination_hours"] - unknown - left
    assert sums["server_hours_used"] == pytest.approx(done, rel=1e-9)


def test_without_rates_nothing_changes():
    w = case_world(
        organizations=1, parameters={"problem_rate": 0.0, "dispute_rate": 0.0}, levers={"pooling": 0.7, "linkage": 1.0}
    )
    before = {
        name: snapshot(getattr(w, name))
        for name in ("residents", "cases", "organizations", "experience", "counters", "communities", "ties")
    }
    sums = run(w, 12)
    for name, group in before.items():
        for field, values in group.items():
            if field != "feedback":
                np.testing.assert_array_equal(getattr(getattr(w, name), field), values, err_msg=f"{name}.{field}")
    assert {name for name, value in sums.items() if value} == {"server_hours"}


def test_same_cases_under_another_policy():
    found = []
    for levers in ({}, {"pooling": 0.8, "linkage": 0.9, "kpi_power": 1.0, "grid_staff": 2.0, "online_service": 1.0}):
        w = case_world(
            cases=4000, parameters={"problem_rate": 100.0, "patience": 1e9, "false_closing": 0.0}, levers=levers
        )
        w.governments.effort_true[:] = 0.0
        keys = set()
        for week in range(20):
            run(w, 1, first=week)
            keys |= set(w.cases.key[(w.cases.alive == 1) & (w.cases.kind == 0) & (w.cases.arose == week)].tolist())
        found.append(keys)
    one, other = found
    # Those that were handled within their first week are not seen at its end.
    assert len(one & other) > 0.7 * len(one | other)
    assert len(one | other) > 20


def flows(levers=None, weeks=150, **parameters):
    w = case_world(communities=4, residents=200, cases=3000, levers=levers, parameters=parameters)
    run(w, 30)
    return run(w, weeks, first=30)


def test_levers_move_what_they_should():
    base = flows()
    ended = lambda s: s["resolved_true"] + s["resolved_false"] + s["abandoned"]  # noqa: E731
    staffed = flows({"grid_staff": 3.0})
    assert staffed["resolved_true"] / ended(staffed) > base["resolved_true"] / ended(base)
    honest = flows({"kpi_power": 0.0})
    assert honest["resolved_false"] == 0
    gap = lambda s: s["recorded_resolved"] / s["recorded_ended"] - s["resolved_true"] / ended(s)  # noqa: E731
    assert gap(base) > gap(honest)
    apart, linked = (flows({"linkage": level}, cross_tier=0.5, street_staff=30.0) for level in (0.0, 1.0))
    assert linked["resolved_true"] > apart["resolved_true"]
    no_tier = [flows({"linkage": level}, cross_tier=0.0, mistake=0.0, linkage_hours=0.0) for level in (0.0, 1.0)]
    assert no_tier[0] == no_tier[1]


def test_residents_who_moved_in_later_are_not_told():
    w = case_world(parameters={"problem_rate": 300.0})
    w.residents.arrived[:] = 1000
    run(w, 20)
    assert (w.residents.case_outcome == 0.5).all()


PROGRAM = """
import warnings
warnings.simplefilter("error", RuntimeWarning)
from cogov.tests.support.case_worlds import case_world, run
from cogov.model.mechanisms import errands
from cogov.tests.support.worlds import digest
w = case_world(residents=60, cases=500, organizations=1, levers={"pooling": 0.5, "linkage": 0.8, "kpi_power": 0.8}, parameters={"problem_rate": 300.0, "dispute_rate": 300.0, "callback": 0.9, "repeat_call": 0.3, "callback_e1": 0.05, "phone_reach": 0.9, "errand_rate": 30.0})
sums = run(w, 12)
for week in range(12):
    errands.step(w, week)
sums.update({name: float(getattr(w.tally, name).sum()) for name in ("errands", "errand_surplus", "errand_hours", "errands_undone")})
print(digest(w.residents, w.cases, w.queues, w.communities, w.organizations, w.workers, w.counters), sorted(sums.items()))
"""


def test_interpreted_and_compiled_agree():
    said = []
    for off in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NUMBA_DISABLE_JIT": off},
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]


def test_repeats_exactly():
    one, other = (case_world(seed=5, cases=800) for _ in range(2))
    assert run(one, 10) == run(other, 10)
    assert digest(one.residents, one.cases, one.queues) == digest(other.residents, other.cases, other.queues)
