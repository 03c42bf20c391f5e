"""Queues of tasks: linked lists that behave as Python's lists do, and rows that are used again."""

import numpy as np
import pytest
from cogov.model.cases import queues as tasks
from cogov.model.sandbox import queue


def waiting(queues, q=0):
    """The tasks of a queue, from head to tail; the list must be sound."""
    found, task = [], int(queues.head[q])
    while task >= 0:
        found.append(task)
        assert queues.task_queue[task] == q
        task = int(queues.task_next[task])
    assert len(found) == queues.length[q]
    assert int(queues.tail[q]) == (found[-1] if found else -1)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_queue_is_a_list(seed):
    """Any mixture of arrivals and departures, compared with a list; task 0 is one like the others."""
    queues, counters = queue(2, 20.0, 30)
    chance, twin = np.random.default_rng(seed), []
    for _ in range(120):
        if twin and chance.random() < 0.5:
            task = tasks.take_head(queues, 0)
            assert task == twin.pop(0)
            assert queues.task_next[task] == -1
            tasks.release(queues, counters, task)
        elif (task := tasks.new_task(queues, counters)) >= 0:
            tasks.append(queues, 0, task)
            twin.append(task)
        assert waiting(queues) == twin
        assert counters.open_tasks[0] == len(twin)


def test_no_room():
    queues, counters = queue(1, 20.0, 2)
    assert [tasks.new_task(queues, counters) for _ in range(4)] == [0, 1, -1, -1]
    assert (counters.no_room[0], counters.open_tasks[0], counters.tasks[0]) == (2, 2, 2)
    tasks.release(queues, counters, 1)
    tasks.release(queues, counters, 0)
    assert [tasks.new_task(queues, counters) for _ in range(3)] == [0, 1, -1]


def test_by_time_of_arrival_behind_those_of_before():
    """What comes in a week is put in order of time, behind all who waited when it began; at equal times the first stays first."""
    queues, counters = queue(1, 20.0, 20)
    for _ in range(2):
        task = tasks.new_task(queues, counters)
        queues.task_arrival[task] = 9.9  # however late: they were there
        tasks.append(queues, 0, task)
    last = int(queues.tail[0])
    for time in (5.5, 5.1, 5.9, 5.5):
        tasks.enqueue(queues, 0, tasks.new_task(queues, counters), time, last)
    assert waiting(queues) == [0, 1, 3, 2, 5, 4]
    empty, counters = queue(1, 20.0, 20)
    for time in (5.5, 5.1, 5.9):
        tasks.enqueue(empty, 0, tasks.new_task(empty, counters), time, -1)
    assert waiting(empty) == [1, 0, 2]


def test_servers_taken_away_hand_their_tasks_back():
    queues, counters = queue(3, 20.0, 20)
    for _ in range(4):
        task = tasks.new_task(queues, counters)
        queues.task_deadline[task] = 2.0
        tasks.append(queues, 0, task)
    for s in range(3):
        queues.server_task[s], queues.server_left[s] = tasks.take_head(queues, 0), 7.0 + s
    tasks.give_back(queues, 0, 1)
    assert waiting(queues) == [1, 2, 3]
    assert queues.server_task.tolist() == [0, -1, -1]
    assert queues.task_work[1:3].tolist() == [8.0, 9.0]
    assert (queues.task_deadline[1:3] > 1e6).all()
    assert queues.task_deadline[3] == 2.0


def served(work, arrival=(), patience=1e9, servers=1, now=0.0, until=1.0):
    """Events (task, what, when) of one week; speed is 10 h a week and server."""
    queues, counters = queue(servers, 10.0, 20)
    for k, hours in enumerate(work):
        task = tasks.new_task(queues, counters)
        queues.task_work[task], queues.task_arrival[task] = hours, arrival[k] if arrival else 0.0
        queues.task_deadline[task] = patience
        tasks.append(queues, 0, task)
    out = np.zeros(40, np.int64), np.zeros(40, np.int64), np.zeros(40)
    count = tasks.serve(queues, 0, now, until, *out)
    return queues, [(int(t), int(what), round(float(when), 9)) for t, what, when in zip(*(o[:count] for o in out))]


BEGUN, FINISHED, ABANDONED = tasks.BEGUN, tasks.FINISHED, tasks.ABANDONED


def test_one_server_by_hand():
    queues, events = served([4.0, 3.0, 8.0, 1.0])
    assert events == [(0, BEGUN, 0.0), (0, FINISHED, 0.4), (1, BEGUN, 0.4), (1, FINISHED, 0.7), (2, BEGUN, 0.7)]
    assert (queues.used[0], queues.server_task[0], queues.length[0]) == (10.0, 2, 1)
    assert queues.server_left[0] == pytest.approx(5.0)
    out = np.zeros(40, np.int64), np.zeros(40, np.int64), np.zeros(40)
    count = tasks.serve(queues, 0, 1.0, 2.0, *out)
    assert out[2][:count].round(9).tolist() == [1.5, 1.5, 1.6]
    assert queues.used[0] == pytest.approx(6.0)


def test_two_servers_and_gaps_between_arrivals():
    queues, events = served([4.0, 3.0, 2.0], arrival=(0.0, 0.1, 0.9), servers=2)
    assert sorted(events, key=lambda event: (event[2], event[0])) == [
        (0, BEGUN, 0.0), (1, BEGUN, 0.1), (0, FINISHED, 0.4), (1, FINISHED, 0.4), (2, BEGUN, 0.9),
    ]  # fmt: skip
    assert queues.used[0] == pytest.approx(4 + 3 + 1)


def test_whose_patience_ended_is_given_up_when_the_turn_comes():
    _, events = served([4.0, 3.0], patience=0.3)
    assert events == [(0, BEGUN, 0.0), (0, FINISHED, 0.4), (1, ABANDONED, 0.3)]


def test_nobody_works_without_hours():
    queues, counters = queue(1, 0.0, 4)
    tasks.append(queues, 0, tasks.new_task(queues, counters))
    assert tasks.serve(queues, 0, 0.0, 1.0, np.zeros(9, np.int64), np.zeros(9, np.int64), np.zeros(9)) == 0
