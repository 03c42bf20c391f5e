"""Tasks in queues: linked lists of waiting tasks, servers, and a week of serving them first come first served.

A task is a part of a case that stands in one queue. These are plain list operations on `state.Queues`; who sends what
where is handling's.
"""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled

BEGUN, FINISHED, ABANDONED = 0, 1, 2
NEVER = math.inf


@compiled
def new_task(queues, counters):
    """Return a free task, now in use; -1 and a raised `no_room` where there is none."""
    link = int(counters.free_task[0])
    if link > 0:
        task = link - 1
        counters.free_task[0] = int(queues.task_next[task])
    else:
        task = int(counters.tasks[0])
        if task >= queues.task_case.size:
            counters.no_room[0] += 1
            return -1
        counters.tasks[0] = task + 1
    queues.task_next[task] = -1
    counters.open_tasks[0] += 1
    return task


@compiled
def release(queues, counters, task):
    """Give a task back that stands nowhere any more."""
    queues.task_case[task] = -1
    queues.task_next[task] = int(counters.free_task[0])
    counters.free_task[0] = task + 1
    counters.open_tasks[0] -= 1


@compiled
def _insert(queues, q, task, before):
    """Put a task behind `before`, at the head of the queue if that is -1."""
    after = int(queues.task_next[before]) if before >= 0 else int(queues.head[q])
    queues.task_next[task] = after
    queues.task_queue[task] = q
    if before >= 0:
        queues.task_next[before] = task
    else:
        queues.head[q] = task
    if after < 0:
        queues.tail[q] = task
    queues.length[q] += 1


@compiled
def append(queues, q, task):
    """Put a task at the end of a queue."""
    _insert(queues, q, task, int(queues.tail[q]))


@compiled
def enqueue(queues, q, task, time, last):
    """Put a task that comes at a time (weeks) into a queue, in order of time among those behind `last`, the tail when
    the week began.
    """
    queues.task_arrival[task] = time
    before = last
    after = int(queues.task_next[last]) if last >= 0 else int(queues.head[q])
    while after >= 0 and queues.task_arrival[after] <= time:
        before, after = after, int(queues.task_next[after])
    _insert(queues, q, task, before)


@compiled
def take_head(queues, q):
    """Take the first waiting task out of a queue that has one."""
    task = int(queues.head[q])
    queues.head[q] = queues.task_next[task]
    if int(queues.head[q]) < 0:
        queues.tail[q] = -1
    queues.task_next[task] = -1
    queues.length[q] -= 1
    return task


@compiled
def give_back(queues, q, servers):
    """Put the tasks of servers beyond the first `servers` back at the head of the queue, with the work left; they
    stay patient.
    """
    first = int(queues.first_server[q])
    for s in range(first + int(queues.servers[q]) - 1, first + servers - 1, -1):
        task = int(queues.server_task[s])
        if task >= 0:
            queues.task_work[task] = queues.server_left[s]
            queues.task_deadline[task] = NEVER
            queues.server_task[s] = -1
            _insert(queues, q, task, -1)


@compiled
def serve(queues, q, now, until, task_out, what_out, when_out):
    """Let queue `q` be served from `now` to `until` (weeks), event by event; return how many events were written out.

    A server that is free takes the first who waits and has patience left. What begins, is finished, or is given up
    before its turn comes is written to the three arrays, which need room for two events of every task. Tasks behind
    the last taken stay, whatever their patience. `used` becomes the hours of work done.
    """
    first, servers, speed = int(queues.first_server[q]), int(queues.servers[q]), queues.speed[q]
    free, count = queues.server_free, 0
    queues.used[q] = 0.0
    if speed <= 0.0 or servers == 0:
        return 0
    for s in range(first, first + servers):
        free[s] = now
        if int(queues.server_task[s]) >= 0:
            free[s] = now + queues.server_left[s] / speed
            queues.used[q] += min(queues.server_left[s], (until - now) * speed)
    while True:
        s = first
        for other in range(first + 1, first + servers):
            if free[other] < free[s]:
                s = other
        time = free[s]
        if time > until:
            break
        if int(queues.server_task[s]) >= 0:
            task_out[count], what_out[count], when_out[count] = int(queues.server_task[s]), FINISHED, time
            count += 1
            queues.server_task[s] = -1
            continue
        task = int(queues.head[q])
        begin = max(time, queues.task_arrival[task]) if task >= 0 else until
        if begin >= until:
            free[s] = NEVER
            continue
        take_head(queues, q)
        patient = queues.task_deadline[task] >= begin
        task_out[count], what_out[count] = task, BEGUN if patient else ABANDONED
        when_out[count] = begin if patient else queues.task_deadline[task]
        count += 1
        if patient:
            queues.server_task[s] = task
            free[s] = begin + queues.task_work[task] / speed
            queues.used[q] += min(queues.task_work[task], (until - begin) * speed)
    for s in range(first, first + servers):
        if int(queues.server_task[s]) >= 0:
            queues.server_left[s] = (free[s] - until) * speed
    return count
