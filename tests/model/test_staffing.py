"""Hours for cases by hand: acceptance, who mans which queue, what volunteers' hours are used up."""

import numpy as np
import pytest
from cogov.model.cases import staffing
from cogov.model.quantities.levers import TIME_LEVERS
from cogov.tests.support.case_worlds import case_world


def world(**levers):
    w = case_world(organizations=1, levers=levers)
    w.residents.trust_organizations[:100], w.residents.trust_government[:100] = 0.2, 0.4
    w.residents.trust_organizations[100:], w.residents.trust_government[100:] = 0.9, 0.7
    return w


def test_acceptance_is_the_mean_trust_of_the_place():
    w = world()
    np.testing.assert_allclose([staffing.acceptance(w, c) for c in (0, 1)], [0.3, 0.8], rtol=1e-6)
    np.testing.assert_allclose([staffing.carries(w, i) for i in (0, 150)], [0.3, 0.8], rtol=1e-6)
    w.residents.alive[:100] = 0
    assert staffing.acceptance(w, 0) == 0


def test_hours_of_a_community_go_to_its_queues():
    """Grids share what is not pooled by residents; the common queue has the rest, and what social workers and volunteers add."""
    w = world(pooling=0.5, grid_staff=2.0, grid_size=500.0, social_workers=20.0)
    p, queues = w.parameters, w.queues
    w.communities.staff_charge[:] = (0.0, 3.0)
    w.governments.effort_true[:] = (0.0, 0.8)
    w.organizations.capability[:] = (0.5, 0.25)
    staffing.staff(w)
    week = p.working_hours * p.case_share
    server_hours = []
    for c, accepted in enumerate((0.3, 0.8)):
        staff = w.communities.staff_hours[c] - w.communities.staff_charge[c]
        fte = p.case_posts * (2.0 * 100 / 500 + staff / p.working_hours)
        pooled = 0.5 * accepted
        busy = sum(getattr(w.levers, name) for name in TIME_LEVERS)
        paid = pooled * p.case_posts * p.case_share * w.workers.hours[c] * (1 - busy)
        offered = pooled * p.volunteer_share * 10.0
        hours = queues.speed * queues.servers
        np.testing.assert_allclose(hours[2 * c : 2 * c + 2], fte * (1 - pooled) / 2 * week * 0.8, rtol=1e-6)
        assert hours[4 + c] == pytest.approx(
            fte * pooled * week * 0.8 + paid + offered * w.organizations.capability[c], rel=1e-6
        )
        assert queues.offered[c] == pytest.approx(offered, rel=1e-6)
        street = p.street_staff * 100 / 10_000 * p.working_hours * p.street_share * 0.8
        server_hours.append(hours[2 * c : 2 * c + 2].sum() + hours[4 + c] + street)
    np.testing.assert_allclose(w.tally.server_hours, server_hours, rtol=1e-6)
    assert queues.speed[6] * queues.servers[6] == pytest.approx(p.street_staff * 200 / 10_000 * p.working_hours * p.street_share * 0.8)  # fmt: skip


def test_more_is_charged_than_there_is():
    """Nobody works less than not at all."""
    w = world(grid_staff=0.0, social_workers=0.0, pooling=0.0)
    w.communities.staff_charge[:] = 1e6
    staffing.staff(w)
    assert (w.queues.speed[:6] == 0).all()


def test_servers_share_hours():
    w = case_world(room=3)
    for fte, hours, servers in ((0.4, 10.0, 1), (1.2, 10.0, 2), (9.0, 30.0, 3)):
        staffing.man(w.queues, 1, fte, hours)
        assert (w.queues.servers[1], w.queues.speed[1]) == (servers, pytest.approx(hours / servers))
    staffing.man(w.queues, 1, 2.0, 1e-9)
    assert w.queues.speed[1] == 0


def test_volunteers_hours_are_used_as_far_as_there_was_work():
    w = world(pooling=1.0)
    w.organizations.capability[:] = 1.0
    staffing.staff(w)
    able = w.queues.speed[4:6] * w.queues.servers[4:6]
    shares = np.copy(w.queues.pooled)
    w.queues.used[:] = (0.1, 0.2, 0.3, 0.4, 0.5 * able[0], 0.0, 0.6)
    before = np.copy(w.organizations.hours_left)
    staffing.count_hours(w)
    np.testing.assert_allclose(w.tally.hours_cases, [0.5 * w.queues.offered[0], 0.0])
    np.testing.assert_allclose(w.organizations.hours_left, before * (1 - np.array([0.5, 0.0]) * shares * w.parameters.volunteer_share))  # fmt: skip
    np.testing.assert_allclose(w.tally.server_hours_used, [0.1 + 0.2 + 0.5 * able[0] + 0.3, 0.3 + 0.4 + 0.3])


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_the_factor_is_of_posts_for_cases_and_not_of_helpers(factor):
    """Grids, what staff bring to the common queue, and the street office; not social workers' and volunteers' hours."""
    given, one, none = (world(pooling=0.5, social_workers=20.0) for _ in range(3))
    for w, value in ((given, factor), (one, 1.0), (none, 0.0)):
        w.parameters.staff_factor = value
        staffing.staff(w)
    hours = [w.queues.speed * w.queues.servers for w in (given, one, none)]
    np.testing.assert_allclose(hours[0][[0, 1, 2, 3, 6]], factor * hours[1][[0, 1, 2, 3, 6]], rtol=1e-9)
    for c in (4, 5):
        assert hours[0][c] - hours[2][c] == pytest.approx(factor * (hours[1][c] - hours[2][c]), rel=1e-9)
        assert hours[2][c] > 0
    np.testing.assert_array_equal(given.queues.offered, one.queues.offered)
