"""Rows work with what Mesa offers around agents, and the clock can be moved without steps."""

import pickle

import mesa
import mesa.model
import numpy as np
import pytest
from cogov.core.rows import mesa_bridge
from cogov.core.rows.columns import Column
from cogov.core.rows.mesa_bridge import RowAgent, RowModel, advance_time, has_user_events, steps_due, uses_step
from mesa.time import Schedule


class Person(RowAgent):
    trust = Column(0.5)

    def step(self):
        self.trust += 0.25

    def doubled(self):
        return 2 * self.trust


class Office(Person):
    pass


class Worker(Person):
    pass


class Council(Person):
    pass


class Neighbour(mesa.Agent):
    trust = 0.0


def trust_of(agent):
    """A reporter that can be pickled; Mesa turns those given as strings into local functions, which cannot."""
    return agent.trust


class Village(RowModel):
    """A model of one kind of rows and one ordinary agent."""

    kind: type[Person] = Person

    def __init__(self, n=4, rng=None):
        super().__init__(rng=rng)
        self.weeks_done = []
        self.kind.create_agents(self, n)
        Neighbour(self)
        self.datacollector = mesa.DataCollector({"week": "time"}, {"trust": trust_of})

    def step(self):
        self.weeks_done.append(self.time)
        self.agents_by_type[self.kind].shuffle_do("step")
        self.datacollector.collect(self)

    def festival(self):
        self.weeks_done.append("festival")


@pytest.fixture(params=[Person, Office, Worker, Council], ids=lambda kind: kind.__name__)
def village(request):
    class Here(Village):
        kind = request.param

    return Here(rng=1)


mesa_3 = pytest.mark.skipif(not mesa_bridge.COUNTS_STEPS, reason="Mesa 4 has run_scenarios in place of batch_run")


def trust_plus(agent, k):
    return agent.trust + k


# --- agents in Mesa ---


def test_kinds(village):
    assert set(village.agent_types) == {village.kind, Neighbour}
    assert [type(agent) for agent in village.agents] == [village.kind] * 4 + [Neighbour]
    village.remove_all_agents()
    assert len(village.agents) == 0
    assert village.agents.to_list() == []


def test_datacollector(village):
    village.agents_by_type[village.kind].set("trust", [0.0, 0.25, 0.5, 0.75])
    collector = mesa.DataCollector(
        agent_reporters={"trust": "trust"},
        agenttype_reporters={
            village.kind: {"t": "trust", "d": village.kind.doubled, "p": [trust_plus, [1]]},
            RowAgent: {"t": "trust"},  # any agent of a base class
        },
    )
    village.step()
    collector.collect(village)
    assert collector.get_agent_vars_dataframe()["trust"].tolist() == [0.25, 0.5, 0.75, 1.0, 0.0]
    table = collector.get_agenttype_vars_dataframe(village.kind)
    assert table.index.tolist() == [(1.0, k) for k in range(1, 5)]
    assert table["t"].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert table["d"].tolist() == [0.5, 1.0, 1.5, 2.0]
    assert table["p"].tolist() == [1.25, 1.5, 1.75, 2.0]
    assert len(collector.get_agenttype_vars_dataframe(RowAgent)) == 4


def test_signals(village):
    heard = []

    def hear(signal):
        heard.append((signal.signal_type, signal.additional_kwargs["args"][0]))

    added, removed = mesa.model.ModelSignals.AGENT_ADDED, mesa.model.ModelSignals.AGENT_REMOVED
    village.observe("agents", added, hear)
    village.observe("agents", removed, hear)
    many = village.kind.create_agents(village, 3)
    one = village.kind(village)
    plain = Neighbour(village)
    assert heard == [(added, agent) for agent in [*many, one, plain]]
    heard.clear()
    one.remove(), plain.remove()
    assert heard == [(removed, one), (removed, plain)]


def test_signals_from_compiled_code(village):
    heard = []

    def hear(signal):
        heard.append(signal.additional_kwargs["args"][0].unique_id)

    village.observe("agents", mesa.model.ModelSignals.AGENT_ADDED, hear)
    store = village.store(village.kind)
    store.count += 2
    store.columns["alive"][4:6] = True
    village.sync_agents()
    village.sync_agents()
    assert heard == [6, 7]


def test_events_on_agents(village):
    agent = village.agents_by_type[village.kind][0]
    village.schedule_event(agent.step, after=0.5)
    village.run_for(0.75)
    assert agent.trust == 0.75
    village.schedule_event(agent.step, after=0.1)
    agent.remove()
    row = agent._row
    del agent
    village.run_for(0.125)
    assert village.store(village.kind).columns["trust"][row] == 0.75


@mesa_3
def test_batch_run():
    rows = mesa.batch_run(Village, {"n": [2, 3]}, rng=[1], max_steps=2, number_processes=1, display_progress=False)
    assert [row["trust"] for row in rows] == [1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0]


def test_rows_cannot_be_registered_by_hand(village):
    with pytest.raises(TypeError, match="created by its store"):
        village.register_agent(village.agents_by_type[village.kind][0])


# --- private names ---


def test_mesa_has_all_names():
    assert mesa_bridge.missing_names() == []


@pytest.mark.parametrize("place", ["PRIVATE_OF_MODEL", "PRIVATE_OF_SCHEDULE", "PRIVATE_OF_EVENTS"])
def test_a_vanished_name_is_reported(monkeypatch, place):
    monkeypatch.setattr(mesa_bridge, place, (*getattr(mesa_bridge, place), "_gone"))
    mesa_bridge.check_mesa.cache_clear()
    with pytest.raises(ImportError, match=rf"Mesa {mesa.__version__} lacks Model.*\._gone.*mesa_bridge"):
        RowModel(rng=1)
    monkeypatch.undo()
    RowModel(rng=1)


def test_a_fresh_model_has_one_event():
    """What `has_user_events` takes for granted: Mesa itself schedules the weekly step and nothing else."""
    model = mesa.Model(rng=1)
    assert model._event_list._events == [model._default_schedule._current_event]
    assert model._default_schedule.schedule.interval == 1.0
    assert not model.subscribers


# --- time ---


def clock(model):
    schedule = model._default_schedule
    return model.time, schedule.execution_count, schedule.next_scheduled_time, getattr(model, "steps", None)


@pytest.mark.parametrize("before", [0, 0.5, 1, 2.25])
@pytest.mark.parametrize("weeks", [0.25, 0.5, 1, 13, 260])
def test_advancing_equals_stepping(before, weeks):
    fast, slow = Village(rng=1), Village(rng=1)
    for model in (fast, slow):
        if before:
            model.run_for(before)
    steps = slow._default_schedule.execution_count
    due = steps_due(fast, weeks)
    assert advance_time(fast, weeks) == due
    slow.run_for(weeks)
    assert due == slow._default_schedule.execution_count - steps
    assert clock(fast) == clock(slow)
    for model in (fast, slow):
        model.weeks_done.clear()
        model.step()
        model.run_for(2)
        model.run_until(model.time + 1)
    assert fast.weeks_done == slow.weeks_done
    assert clock(fast) == clock(slow)


def test_260_weeks_equal_260_single_steps():
    fast, slow = Village(rng=1), Village(rng=1)
    advance_time(fast, 260)
    for _ in range(260):
        slow.step()
    assert clock(fast) == clock(slow)
    assert clock(fast)[:3] == (260.0, 260, 261.0)
    assert fast.weeks_done == []
    fast.step()
    assert fast.weeks_done == [261.0]
    again = pickle.loads(pickle.dumps(fast))
    again.step()
    assert again.weeks_done == [261.0, 262.0]


def test_other_events_are_not_passed_over():
    model = Village(rng=1)
    assert not has_user_events(model)
    event = model.schedule_event(model.festival, at=10)
    assert has_user_events(model)
    assert has_user_events(model, 10)
    assert not has_user_events(model, 9.5)
    before = clock(model)
    with pytest.raises(RuntimeError, match="week by week"):
        advance_time(model, 10)
    assert clock(model) == before
    advance_time(model, 9)
    model.run_for(2)
    assert model.weeks_done == [10.0, "festival", 11.0]
    assert not has_user_events(model)
    event = model.schedule_event(model.festival, at=20)
    event.cancel()
    assert not has_user_events(model)
    recurring = model.schedule_recurring(model.festival, Schedule(interval=4))
    assert has_user_events(model)
    recurring.stop()
    assert not has_user_events(model)


def test_later_events_keep_their_order():
    model = Village(rng=1)
    model.schedule_event(model.festival, at=50.5)
    advance_time(model, 50)
    model.run_for(2)
    assert model.weeks_done == ["festival", 51.0, 52.0]


def test_listeners_to_the_clock_are_not_passed_over():
    model = Village(rng=1)

    def hear(signal):
        pass

    model.observe("time", "changed", hear)
    assert has_user_events(model)
    model.unobserve("time", "changed", hear)
    assert not has_user_events(model)


def test_a_stopped_weekly_step_stays_stopped():
    model = Village(rng=1)
    model._default_schedule.stop()
    assert advance_time(model, 5) == 0
    assert (model.time, model._default_schedule.execution_count) == (5.0, 0)


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        advance_time(Village(rng=1), -1)


def test_uses_step():
    class Own(Village):
        def step(self):
            pass

    assert uses_step(Village(rng=1), Village.step)
    assert not uses_step(Own(rng=1), Village.step)
    assert uses_step(pickle.loads(pickle.dumps(Village(rng=1))), Village.step)


def test_all_in_one_call():
    """How a model with a compiled week uses the parts."""

    class Fast(Village):
        def step(self):
            self.compute(1)

        def compute(self, weeks):
            self.weeks_done.append(weeks)
            self.store(Person).columns["trust"] += np.float64(0.25 * weeks)
            self.sync_agents()

        def run_for(self, duration):
            until = self.time + duration
            if has_user_events(self, until) or not uses_step(self, Fast.step):
                return super().run_for(duration)
            if weeks := steps_due(self, duration):
                self.compute(weeks)
            advance_time(self, duration)

    model = Fast(rng=1)
    model.run_for(260)
    model.step()
    model.schedule_event(model.festival, after=1)
    model.run_for(2)
    assert model.weeks_done == [260, 1, 1, "festival", 1]
    assert (model.time, model._default_schedule.execution_count) == (263.0, 263)
    assert model.agents_by_type[Person].get("trust") == [0.5 + 0.25 * 263] * 4
