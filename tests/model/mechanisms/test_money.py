"""Money: accounts agree, posts follow the levers, and what takes time is built at its pace."""

import os
import subprocess
import sys

import numpy as np
import pytest
from cogov.core.compile.struct import float64, float64_1d, int32_1d, int64_1d, struct, uint8_1d, uint64, uint64_1d
from cogov.core.draws import combine
from cogov.model.budget import plan
from cogov.model.mechanisms import money
from cogov.model.quantities.levers import LEVERS

SHARES = ("mediating", "bridging", "bonding", "educating", "relaying", "planning")
BUILT = ("law", "interpretation", "online", "data_sharing")
NUMBERS = {constant.name: float(constant.default) for constant in money.PARAMETERS} | {"budget": 400.0}

Communities = struct(
    "Communities", {"key": uint64_1d, "first": int64_1d, "street": int32_1d, "staff_hours": float64_1d}, __name__
)
Workers = struct(
    "Workers",
    {"alive": uint8_1d, "identity": uint64_1d, "community": int32_1d, "expertise": float64_1d, "hours": float64_1d}
    | {"mediation_left": float64_1d} | dict.fromkeys(SHARES, float64_1d),
    __name__,
)  # fmt: skip
Governments = struct(
    "Governments",
    {"residents": int32_1d, "budget": float64_1d, "spent": float64_1d} | dict.fromkeys(BUILT, float64_1d),
    __name__,
)
Tally = struct("Tally", {"spending": float64_1d}, __name__)
Levers = struct("Levers", dict.fromkeys([*LEVERS, "staff", "factor"], float64), __name__)
Parameters = struct("Parameters", dict.fromkeys(NUMBERS, float64), __name__)
Without = struct("Without", {"workers": int64_1d}, __name__)
World = struct(
    "World",
    {"seed": uint64, "communities": Communities, "workers": Workers, "governments": Governments, "tally": Tally}
    | {"levers": Levers, "parameters": Parameters, "without": Without},
    __name__,
)


def world(sizes=(400, 380, 420), room=3, levers=None, **parameters):
    """A district of a few communities, two street offices, nothing but what money needs."""
    n, rows = len(sizes), len(sizes) * room
    planned = plan(levers or {}, sum(sizes), n, parameters.get("budget", 400.0))
    street = np.arange(n, dtype=np.int32) % 2
    residents = [sum(sizes), *(sum(size for size, s in zip(sizes, street) if s == k) for k in range(2))]
    return World(
        seed=7,
        communities=Communities(
            key=np.arange(n, dtype=np.uint64) + np.uint64(2**63),
            first=np.concatenate([[0], np.cumsum(sizes)]), street=street,
            staff_hours=np.zeros(n),
        ),
        workers=Workers(
            alive=np.zeros(rows, np.uint8), identity=np.zeros(rows, np.uint64), community=np.zeros(rows, np.int32),
            **{name: np.zeros(rows) for name in ("expertise", "hours", "mediation_left", *SHARES)},
        ),
        governments=Governments(
            residents=np.array(residents, np.int32), **{name: np.zeros(3) for name in ("budget", "spent", *BUILT)}
        ),
        tally=Tally(spending=np.zeros(n)),
        levers=Levers(**planned.codes()),
        parameters=Parameters(**{**NUMBERS, **parameters}),
        without=Without(workers=np.zeros(0, np.int64)),
    )  # fmt: skip


def set_levers(w, **levers):
    first = w.communities.first
    for name, value in plan(levers, int(first[-1]), len(first) - 1, w.parameters.budget).codes().items():
        setattr(w.levers, name, value)
    money.employ(w)


def run(w, weeks):
    money.begin(w, int(w.communities.first[-1]), w.communities.key.size, w.parameters.budget)
    money.employ(w)
    for week in range(weeks):
        money.weekly(w, week)
        money.step(w, week)


def test_three_accounts_agree():
    w = world()
    run(w, 52)
    assert w.tally.spending == pytest.approx(400.0 * np.diff(w.communities.first), rel=1e-12)
    assert w.governments.spent[0] == pytest.approx(w.tally.spending.sum(), rel=1e-12)
    assert w.governments.spent[0] == pytest.approx(w.governments.spent[1:].sum(), rel=1e-12)
    assert w.governments.budget * 52 == pytest.approx(w.governments.spent, rel=1e-12)


def test_spending_does_not_depend_on_levers():
    one, two = world(), world(levers={"grid_staff": 4, "social_workers": 30, "pilots": 20})
    run(one, 26)
    run(two, 26)
    assert np.array_equal(one.tally.spending, two.tally.spending)


def test_staff_hours():
    w = world()
    money.employ(w)
    assert w.communities.staff_hours == pytest.approx(w.levers.staff * np.diff(w.communities.first) / 10_000 * 40)


@pytest.mark.parametrize(("fte", "persons"), [(0, 0), (0.01, 1), (1, 1), (1.0000000000001, 1), (1.01, 2), (2.772, 3)])
def test_number_of_posts(fte, persons):
    assert money.posts(float(fte)) == persons


@pytest.mark.parametrize("workers", [0, 0.5, 6.6, 12])
@pytest.mark.parametrize("size", [400, 4200])
def test_hours_of_social_workers_are_shared_out(workers, size):
    w = world(sizes=(size, size // 2), room=money.room(size), levers={"social_workers": workers})
    money.employ(w)
    s = w.workers
    for k, residents in enumerate((size, size // 2)):
        here = s.community == k
        assert s.hours[here].sum() == pytest.approx(workers * residents / 10_000 * 40)
        assert s.alive[here].sum() == money.posts(workers * residents / 10_000)
        assert s.hours.max() <= 40 + 1e-9
    assert np.array_equal(s.hours > 0, s.alive == 1)
    assert s.mediating[s.alive == 1] == pytest.approx(0.2)
    assert (s.mediating[s.alive == 0] == 0).all()


def test_too_little_room_keeps_the_hours():
    w = world(sizes=(4200,), room=1, levers={"social_workers": 12})
    money.employ(w)
    assert w.workers.hours[0] == pytest.approx(12 * 0.42 * 40)


def test_expertise_belongs_to_the_post():
    w = world(sizes=(4200, 4200), room=13)
    money.employ(w)
    s = w.workers
    before, alive = s.expertise.copy(), s.alive.copy()
    assert s.identity[14] == np.uint64(combine(np.uint64(2**63 + 1), 1))
    assert len(set(s.identity.tolist())) == 26
    assert len(set(before[alive == 1])) == alive.sum()
    set_levers(w, social_workers=0)
    assert not s.alive.any()
    assert not s.hours.any()
    set_levers(w, social_workers=20)
    assert np.array_equal(s.expertise[alive == 1], before[alive == 1])
    assert ((s.expertise >= 0) & (s.expertise <= 1)).all()


def test_training_is_not_undone_by_a_change_of_levers():
    w = world()
    money.employ(w)
    w.workers.expertise[0] = 0.99
    set_levers(w, social_workers=8)
    assert w.workers.expertise[0] == 0.99


def test_law_takes_two_years_and_the_platform_one():
    w = world(levers={"legislation": 1, "online_service": 1, "interpretation": 0, "data_sharing": 0.25})
    money.begin(w, 1200, 3, 400.0)
    g = w.governments
    assert (g.law[0], g.interpretation[0], g.online[0], g.data_sharing[0]) == (0.4, 0.2, 0.3, 0.2)
    money.step(w, 12)
    money.step(w, 13)  # not the end of a quarter
    assert (g.law == 0.525).all()
    assert (g.interpretation == 0).all()
    assert (g.online == 0.55).all()
    assert (g.data_sharing == 0.25).all()
    for quarter in range(1, 5):
        money.step(w, 13 * quarter + 12)
    assert g.law[0] == 1
    assert g.online[0] == 1


def test_pace_one_is_without_time_to_build():
    w = world(levers={"legislation": 1}, law_pace=1.0)
    money.begin(w, 1200, 3, 400.0)
    money.step(w, 12)
    assert w.governments.law[0] == 1


def test_every_scenario_starts_where_the_budget_holds_the_status_quo():
    rich, poor = world(), world(budget=200.0)
    money.begin(rich, 1200, 3, 400.0)
    money.begin(poor, 1200, 3, 200.0)
    assert rich.governments.law[0] == LEVERS["legislation"].default
    assert 0 < poor.governments.law[0] < rich.governments.law[0]
    before = poor.governments.law[0]
    money.step(poor, 12)
    assert poor.governments.law[0] == before


def digest():
    w = world(sizes=(4200, 3111, 399), room=13, levers={"social_workers": 11.3, "legislation": 0.83})
    run(w, 39)
    s, g = w.workers, w.governments
    parts = (
        s.expertise,
        s.hours,
        s.identity,
        s.alive,
        s.planning,
        g.spent,
        g.law,
        g.online,
        g.budget,
        w.tally.spending,
    )
    return b"".join(part.tobytes() for part in (*parts, w.communities.staff_hours)).hex()


def test_interpreted_equals_compiled():
    folder = os.path.dirname(__file__)
    code = f"import sys; sys.path.insert(0, {folder!r}); import test_money; sys.stdout.write(test_money.digest())"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == digest()
