"""All state of a district, as groups of arrays that the compiled mechanisms read by name.

A group is declared once, here: its fields, their type and what they mean. `World` holds the groups; a mechanism is a
function of the world and the week. Rows of residents are homes: who moves in takes the row over with a new identity.
Residents are ordered by community, grid, building and household, so each of these is a range of rows.
"""

from __future__ import annotations

import numpy as np

from ..agents import Government, Organization, Resident, SocialWorker
from ..core.compile.struct import (  # fmt: skip
    float32_1d,
    float64,
    float64_1d,
    float64_2d,
    int16_1d,
    int32_1d,
    int64_1d,
    struct,
    types,
    uint8_1d,
    uint8_2d,
    uint32_1d,
    uint64,
    uint64_1d,
)
from ..core.rows.columns import columns_of
from .measures import FLOWS, SUMS
from .quantities.levers import LEVERS
from .quantities.parameters import CONSTANTS, ENVIRONMENT
from .schedule import SCHEDULE

int32_2d = types.int32[:, ::1]

_TYPES = {
    np.dtype(np.float64): float64_1d,
    np.dtype(np.float32): float32_1d,
    np.dtype(np.int32): int32_1d,
    np.dtype(np.int64): int64_1d,
    np.dtype(np.uint8): uint8_1d,
    np.dtype(np.uint64): uint64_1d,
}


def _agent_fields(cls: type) -> dict:
    own = {name: _TYPES[column.dtype] for name, column in columns_of(cls).items() if name not in ("unique_id", "alive")}
    return {"unique_id": int64_1d, "alive": uint8_1d, **own}


Residents = struct("Residents", _agent_fields(Resident), __name__)
Organizations = struct("Organizations", _agent_fields(Organization), __name__)
SocialWorkers = struct("SocialWorkers", _agent_fields(SocialWorker), __name__)
Governments = struct("Governments", _agent_fields(Government), __name__)

# Ties of residents: slot lists. The ties of resident i are slots first[i] ... first[i] + degree[i] - 1; each tie stands
# twice, once at either end, with the same strength, kind and week of last use. room[i] slots are kept for i; a list that
# outgrows its room moves to the unused slots behind all lists (from `end` on).
Ties = struct(
    "Ties",
    {
        "first": uint32_1d,  # n, unsigned: compiled code need not look for places counted from the end
        "degree": uint32_1d,  # n, slots in use
        "room": uint32_1d,  # n, slots kept
        "weight": int64_1d,  # n, sum of the strengths of a list, in neighbourhood.UNITs
        "home": uint32_1d,  # slot at which the lists of each CHUNK of residents began when all lists were side by side
        "neighbour": uint32_1d,  # row of the other end
        "strength": float32_1d,  # share, 0-1
        "kind": uint8_1d,  # TIE_...
        "used": int16_1d,  # week of last use
        "end": int64_1d,  # one number: slots from here on belong to nobody
        "full": int64_1d,  # one number: set to 1 when unused slots run out (time to make room)
        "refused": int64_1d,  # one number: ties that found no room so far
    },
    __name__,
)

# What residents went through this week, by whom it concerns: six counts of 10 bits each (model/experience.py).
Experience = struct("Experience", {"felt": int64_1d}, __name__)

# What a mechanism works out for every resident before it changes anything: all decide at once on what was before.
Scratch = struct("Scratch", {"number": float32_1d, "flag": uint8_1d}, __name__)

# Places. `first` has one entry more than there are places: the residents of place k are rows first[k] ... first[k+1]-1.
Buildings = struct(
    "Buildings", {"key": uint64_1d, "first": int64_1d, "grid": int32_1d, "community": int32_1d}, __name__
)
Grids = struct("Grids", {"key": uint64_1d, "first": int64_1d, "community": int32_1d}, __name__)
Communities = struct(
    "Communities",
    {
        "key": uint64_1d,
        "first": int64_1d,  # C + 1, first resident
        "first_grid": int64_1d,  # C + 1
        "first_building": int64_1d,  # C + 1
        "street": int32_1d,  # which street office
        "affluence": float64_1d,  # share, 0-1: better-off communities (for the choice of pilots)
        "group_share": float64_2d,  # C x groups, cumulative shares of home-region groups
        "target_organizations": float64_1d,  # organisations the community carries (density dependence)
        "baseline_hours": float64_1d,  # volunteer hours per resident a week expected at the start
        "staff_hours": float64_1d,  # h a week of community staff left for cases (set by money, reduced by template)
        "staff_charge": float64_1d,  # h a week of community staff taken by mandates and design trials this quarter
        "efficacy": float64_1d,  # share, 0-1: moving share of residents' concerns that came to a good end
        "true_rate": float64_1d,  # moving share of ended cases truly resolved (half-life a quarter)
        "reported_rate": float64_1d,  # the same as officially recorded
        "volunteer_hours": float64_1d,  # h this week, before they are used
        "trial_hours": float64_1d,  # h saved up for local trials
        "following": float64_1d,  # share of residents who follow the rules, once co-production is on
        "feedback": float64_1d,  # h of relay per 1,000 residents and week: sharpens what a trial shows
    },
    __name__,
)

# Rule sets on NK landscapes (model/rules/landscape.py). N elements, K others each depends on; a table has 2^(K+1) entries.
Rules = struct(
    "Rules",
    {
        "elements": uint8_2d,  # C x N, rules in force
        "paper": uint8_2d,  # C x N, 1: the mandated value is reported but not practised
        "local": uint8_2d,  # C x N, 1: found at home or copied (lapses without legal status)
        "before": uint8_2d,  # C x N, value before the local change (to which it lapses)
        "depends": int32_2d,  # N x K, which other elements element e depends on (the same in the whole district)
        "table": float64_2d,  # C x (N * 2^(K+1))
        "common": float64_2d,  # 1 x (N * 2^(K+1)), tables of the district
        "shared": uint8_2d,  # C x N, 1: the community has the district's table for this element
        "mean": float64_1d,  # C, mean score of all rule sets
        "best": float64_1d,  # C, best score
        "fit": float64_1d,  # C, (score - mean) / (best - mean), of what is practised
        "fit_start": float64_1d,  # C, at week 0
        "fit_reported": float64_1d,  # C, as officially reported (paper counts)
        "spill": float64_2d,  # C x (N * 2^(K+1)), what rules next door do here (model/rules/spillover.py); no rows without spillover
        "spill_common": float64_2d,  # 1 x (N * 2^(K+1)), tables of the district
        "spill_shared": uint8_2d,  # C x N
        "spill_mean": float64_1d,  # C
        "spill_best": float64_1d,  # C
        "benefit": float64_1d,  # C, what residents have of the rules in force: fit at home and what neighbours' rules do
        "benefit_start": float64_1d,  # C, at week 0
        "reachable": float64_1d,  # C, the most that rules of the community could bring about at home and next door
        "capture": float64_2d,  # (C + 1) x (N * 2^(K+1)), interest of officers, and of the centre; no rows without capture
        "capture_mean": float64_1d,  # C + 1
        "capture_best": float64_1d,  # C + 1
        "capacity": float64_1d,  # C, worth of an hour of search; mean 1
        "exemplar": uint8_2d,  # 1 x N, rules of the foreign exemplar
        "exemplar_fit": float64_1d,  # one number, what the exemplar reports
        "template": uint8_2d,  # 1 x N, the government's template
        "mandate_rank": int32_1d,  # N, order in which elements come under mandate (0 first)
        "pilot": uint8_1d,  # C, 1: a pilot community
        "trials": int64_1d,  # C, trials so far
        "trials_kept": int64_1d,  # C
        "copies": int64_1d,  # C
        "hours_saved": float64_1d,  # C, h saved up for trials so far = spent + pooled + lapsed + communities.trial_hours
        "hours_spent": float64_1d,  # C, h spent on trials and copies so far
        "hours_lapsed": float64_1d,  # C, h saved beyond the cost of the most trials and lost
        "hours_pooled": float64_1d,  # C, h handed over to the fund of design
        "saved_now": float64_1d,  # C, h saved this quarter
        "hours_design": float64_1d,  # C, h that its staff and the fund spent on candidates tried here
        "fund": float64_1d,  # one number, h in the fund of design = pooled - spent - lapsed
        "fund_spent": float64_1d,  # one number, h
        "fund_lapsed": float64_1d,  # one number, h
        "candidates": int64_1d,  # one number, candidates for the template tried so far
        "candidates_kept": int64_1d,  # one number
    },
    __name__,
)

# Cases: public problems (kind 0) and disputes that came before an office (kind 1). Rows are reused when a case has ended.
Cases = struct(
    "Cases",
    {
        "key": uint64_1d,  # from place or pair, week and index: never a counter
        "alive": uint8_1d,
        "kind": uint8_1d,
        "topic": int32_1d,  # kind of dispute 0-5, or 0
        "community": int32_1d,
        "grid": int32_1d,
        "other_grid": int32_1d,  # second grid of a problem that spans two, else -1
        "tier": uint8_1d,  # 1: needs street office or district
        "visible": uint8_1d,
        "state": uint8_1d,  # CASE_...
        "channel": uint8_1d,
        "first_affected": int64_1d,  # rows first_affected ... + affected - 1 (within one building, not wrapped)
        "affected": int32_1d,
        "party": int32_1d,  # dispute: claimant's row, else -1
        "opponent": int32_1d,  # dispute: the other's row, else -1
        "arose": int32_1d,  # week
        "arose_at": float64_1d,  # time (weeks) at which it arose
        "entered": float64_1d,  # time (weeks) at which it became known; nan while latent
        "deadline": float64_1d,  # time at which patience ends
        "work": float64_1d,  # h, total work asked of a server (without coordination)
        "finished": float64_1d,  # time (weeks) at which the latest part so far was finished
        "parts_left": int32_1d,  # servers' parts still to be finished (2 for a problem that spans grids in grid queues)
        "next_free": int32_1d,  # free row: next free row + 1, 0: none (zeros at the start)
        # For the record of the case (model/cases/records.py); no mechanism reads these.
        "queue": int32_1d,  # queue that took the case up, until then the one it was sent to first, -1: none
        "begun": float64_1d,  # time (weeks) at which work on it began, nan: never
        "ended": float64_1d,  # time (weeks) at which it ended
        "ended_in": int32_1d,  # week in which it was ended, -1: open
        "how": uint8_1d,  # END_... of lifecycle.py
        "booked": uint8_1d,  # 1: its last closing was recorded as resolved
        "tellers": int32_1d,  # residents who reported it when it arose; a dispute has one
        "by_hotline": int32_1d,  # those of them who did so online or by telephone
        "calls": int32_1d,  # all calls so far: tellers, and as many for each time it came back
    },
    __name__,
)

# Queues: one for each grid, one common queue for each community, one for each street office, in this order. A task is a
# part of a case that stands in one queue: waiting tasks form a linked list, first come first served.
Queues = struct(
    "Queues",
    {
        "head": int32_1d,  # queue: first waiting task, -1: none
        "tail": int32_1d,
        "length": int32_1d,
        "first_server": int64_1d,  # queues + 1: servers of queue q are first_server[q] ... first_server[q+1]-1 (room)
        "servers": int32_1d,  # servers at work now
        "speed": float64_1d,  # h of work a week that one server of the queue does now
        "server_task": int32_1d,  # server: task in hand, -1: free
        "server_left": float64_1d,  # server: h left of the task in hand
        "task_case": int32_1d,  # task: row of its case, -1: free row
        "task_work": float64_1d,  # task: h of work (with coordination)
        "task_deadline": float64_1d,
        "task_queue": int32_1d,
        "task_next": int32_1d,  # next task of the queue, -1: none; free task: next free task + 1, 0: none
        "task_arrival": float64_1d,  # task: time (weeks) at which it came to the queue
        "server_free": float64_1d,  # server: scratch, time at which it is next free
        "used": float64_1d,  # queue: h of work done this week
        "pooled": float64_1d,  # community: share of hours that serves its common queue this week
        "offered": float64_1d,  # community: h of volunteers offered to its common queue this week
        "waiting": float64_1d,  # community: weeks from report to end, as residents expect it (moving mean)
    },
    __name__,
)

# Flows of the week, by community; indicators are made from them and then they are set to zero.
Tally = struct("Tally", {name: float64_1d for name in FLOWS}, __name__)

# Sums over what there is at the end of the week, by community: filled in by collect, kept by nobody.
Sums = struct("Sums", {name: float64_1d for name in SUMS}, __name__)

# Whether a process of the schedule is on (1) or off (0): one number each.
Switches = struct("Switches", {process.name: uint8_1d for process in SCHEDULE}, __name__)

Levers = struct("Levers", {**{name: float64 for name in LEVERS.model}, "staff": float64, "factor": float64}, __name__)
Parameters = struct(
    "Parameters", {name: float64 for name in (*ENVIRONMENT.model, *CONSTANTS.model)}, __name__
)  # all numbers; words as their position

# Events worth telling: (week, kind, community, who, what, value), see model/events.py. Off while `room` is 0.
Events = struct(
    "Events",
    {
        "count": int64_1d,
        "week": int32_1d,
        "kind": int32_1d,
        "community": int32_1d,
        "who": int64_1d,
        "what": int64_1d,
        "value": float64_1d,
    },
    __name__,
)

# Counters that kernels raise: one number each.
Counters = struct(
    "Counters",
    {
        "organizations": int64_1d,
        "cases": int64_1d,  # rows of Cases used so far: rows from here on were never used
        "tasks": int64_1d,  # the same of tasks
        "free_case": int64_1d,  # first freed row + 1, 0: none (zeros at the start)
        "free_task": int64_1d,
        "open_cases": int64_1d,  # cases that have not ended
        "open_tasks": int64_1d,  # tasks that wait or are in hand
        "no_room": int64_1d,  # cases and tasks dropped for want of room: must stay 0
    },
    __name__,
)

# Causes left out on request (model/counterfactual.py); empty in an ordinary run.
Without = struct(
    "Without",
    {
        "organizations": uint64_1d,  # identities of organisations that are not founded
        "rules": int64_1d,  # community x N + element: not mandated there
        "workers": int64_1d,  # rows of social workers that stay empty
    },
    __name__,
)

World = struct(
    "World",
    {
        "seed": uint64,
        "residents": Residents,
        "member_of": int32_2d,  # residents x slots: row of an organisation, -1: none
        "ties": Ties,
        "experience": Experience,
        "scratch": Scratch,
        "buildings": Buildings,
        "grids": Grids,
        "communities": Communities,
        "rules": Rules,
        "organizations": Organizations,
        "workers": SocialWorkers,
        "governments": Governments,
        "cases": Cases,
        "queues": Queues,
        "tally": Tally,
        "flow_table": float64_2d,  # flows x communities: the memory of all fields of `tally`
        "sums": Sums,
        "sum_table": float64_2d,  # sums x communities: the memory of all fields of `sums`
        "levers": Levers,
        "parameters": Parameters,
        "events": Events,
        "counters": Counters,
        "without": Without,
        "switches": Switches,
        "series": float64_2d,  # weeks x indicators, written by collect
        "series_places": float64_2d,  # (weeks x communities) x indicators, or empty
    },
    __name__,
)

GROUPS = {
    "residents": Residents,
    "ties": Ties,
    "experience": Experience,
    "scratch": Scratch,
    "buildings": Buildings,
    "grids": Grids,
    "communities": Communities,
    "rules": Rules,
    "organizations": Organizations,
    "workers": SocialWorkers,
    "governments": Governments,
    "cases": Cases,
    "queues": Queues,
    "events": Events,
    "counters": Counters,
    "without": Without,
    "switches": Switches,
}
"""The groups that consist of arrays of their own, by their name in `World`."""
