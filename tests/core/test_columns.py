"""Columns and the agents over them: reading, writing, creation, removal."""

import gc
import tracemalloc

import mesa
import numpy as np
import pytest
from cogov.core.rows.columns import Column
from cogov.core.rows.mesa_bridge import RowAgent, RowModel

# --- columns ---


def test_reads_are_python_scalars(people):
    agent = people.to_list()[3]
    assert type(agent.trust) is float
    assert type(agent.group) is int
    assert type(agent.active) is bool
    assert type(agent.small) is float
    assert agent.tenure == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("trust", "high"), ("trust", None), ("trust", True), ("group", 1.5), ("group", True), ("active", 1)],
)
def test_wrong_type(people, name, value):
    before = people.array(name)
    with pytest.raises(TypeError, match=name):
        setattr(people[0], name, value)
    with pytest.raises(TypeError, match=name):
        people.set(name, value)
    assert np.array_equal(people.array(name), before)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("trust", 1.5, r"trust = 1.5 .*\[0.0, 1.0\]"),
        ("trust", float("nan"), r"trust = nan .*\[0.0, 1.0\]"),
        ("group", 6, r"group = 6 .*\[0, 5\]"),
        ("tenure", 2, r"tenure = 2 .*\[0, 1\]"),
    ],
)
def test_bounds(people, kind, model, name, value, words):
    count = len(people)
    with pytest.raises(ValueError, match=words):
        setattr(people[0], name, value)
    with pytest.raises(ValueError, match=words):
        people.set(name, value)
    with pytest.raises(ValueError, match=words):
        people.set(name, np.where(np.arange(count) == 4, value, 0))
    with pytest.raises(ValueError, match=words):
        kind(model, **{name: value})
    with pytest.raises(ValueError, match=words):
        kind.create_agents(model, 3, **{name: value})
    assert len(people) == count


def test_what_the_type_cannot_hold_is_outside():
    class Counter(RowAgent):
        small = Column(0, np.int8)

    agent = Counter(RowModel(rng=1))
    with pytest.raises(ValueError, match=r"\[-128, 127\]"):
        agent.small = 200


def test_a_column_holds_numbers():
    with pytest.raises(TypeError, match="numbers"):
        Column("text")


def test_model_keeps_identity_and_life(people):
    with pytest.raises(AttributeError, match="unique_id"):
        people[0].unique_id = 5
    with pytest.raises(AttributeError, match="alive"):
        people.set("alive", False)


def test_mistyped_names(people, kind, model):
    agent = people[0]
    with pytest.raises(AttributeError, match=r"trsut.*did you mean 'trust'.*extra"):
        agent.trsut = 1
    with pytest.raises(AttributeError, match="did you mean 'trust'"):
        _ = agent.trsut
    with pytest.raises(TypeError, match="did you mean 'trust'"):
        kind(model, trsut=1.0)
    with pytest.raises(TypeError, match="did you mean 'trust'"):
        kind.create_agents(model, 2, trsut=1.0)
    with pytest.raises(AttributeError, match="trsut"):
        people.get("trsut")
    assert people.get("trsut", "default", 9) == [9] * len(people)
    assert not hasattr(agent, "__no_such_protocol__")


def test_notes_on_one_agent(people):
    agent, other = people[0], people[1]
    agent.extra["note"] = "x"
    agent.nickname = "Lao Wang"
    agent.mood = "cross"
    gc.collect()
    again = people[0]
    assert (again.extra, again.nickname, again.mood) == ({"note": "x"}, "Lao Wang", "cross")
    assert (other.extra, other.mood) == ({}, "calm")


# --- creation and removal ---


def test_identity_is_stable(people, model):
    assert people[5] is people.to_list()[5]
    assert people[5] in model.agents
    assert isinstance(people[5], mesa.Agent)


def test_create_one(model, kind, people):
    agent = kind(model, trust=0.9, group=2)
    assert (agent.trust, agent.group, agent.small) == (0.9, 2, 0.25)
    assert people.to_list()[-1] is agent
    assert agent.unique_id == model.agent_id_counter - 1


def test_own_init_is_called_for_each():
    class Dog(RowAgent):
        age = Column(0)

        def __init__(self, model, name, age):
            super().__init__(model, age=age)
            self._name = name

    model = RowModel(rng=1)
    dogs = Dog.create_agents(model, 2, ["a", "b"], age=[3, 4])
    assert [(dog._name, dog.age) for dog in dogs] == [("a", 3), ("b", 4)]
    with pytest.raises(TypeError, match="not one"):
        Dog(mesa.Model(rng=1), "c", 1)


def test_remove(model, people):
    agent = people[3]
    model.store(type(agent)).on_remove = (gone := []).append
    part = people.select(lambda a: a.group == 0)
    assert agent in part
    agent.remove()
    agent.remove()  # as in Mesa, a second time does nothing
    assert gone == [3]
    for agents in (people, part, model.agents):
        assert agent not in agents
        assert agent not in list(agents)
    assert agent.alive is False


def test_arrays_of_others(kind):
    """A kernel that owns the arrays, the count and liveness makes rows itself; the model grows the arrays."""
    model = RowModel(rng=1)
    counters = np.array([3])
    arrays = {"trust": np.full(4, 0.5), "alive": np.array([1, 0, 1, 0], np.uint8)}

    def make_rows(n, given):
        first = int(counters[0])
        for name, old in list(store.columns.items()):
            store.replace(name, np.concatenate([old, np.zeros(n, old.dtype)]))
        counters[0] += n
        store.columns["trust"][first : first + n] = 0.125
        return range(first, first + n)

    store = model.add_store(kind, arrays, counters, on_create=make_rows)
    people = model.agents_by_type[kind]
    assert store.columns["trust"] is arrays["trust"]
    assert people.get("unique_id") == [1, 2]
    assert people[0].alive is True

    counters[0], arrays["alive"][3] = 4, 1  # the compiled week founds one and closes one
    closed = people[0]
    arrays["alive"][0] = 0
    assert store.sync().tolist() == [3]
    assert people.get("unique_id") == [2, 3]
    assert closed not in people
    assert 0 not in store.views

    born = kind(model, group=2)
    assert (born.trust, born.group, born.unique_id, born._row) == (0.125, 2, 4, 4)
    assert store.capacity == 5
    with pytest.raises(ValueError, match="trust"):
        store.replace("trust", np.zeros(2))
    with pytest.raises(TypeError, match="trust"):
        store.replace("trust", np.zeros(9, complex))
    with pytest.raises(TypeError, match="did you mean 'trust'"):
        store.replace("trsut", np.zeros(9))


def test_count_by_name_and_by_function(kind):
    model = RowModel(rng=1)
    model.people_count = 0
    model.add_store(kind, {"trust": np.zeros(1)}, "people_count")
    kind.create_agents(model, 5)
    assert model.people_count == 5
    assert model.store(kind).columns["trust"].tolist()[:5] == [0.5] * 5
    other = RowModel(rng=1)
    other.add_store(kind, count=lambda: 0)
    with pytest.raises(TypeError, match="on_create"):
        kind(other)
    with pytest.raises(ValueError, match="already"):
        other.add_store(kind)


def test_a_million_cost_no_objects(kind):
    n = 1_000_000
    model = RowModel(rng=1)
    store = model.store(kind)
    gc.collect()
    tracemalloc.start()
    people = kind.create_agents(model, n, group=1)
    retained = tracemalloc.get_traced_memory()[0] - sum(array.nbytes for array in store.columns.values())
    tracemalloc.stop()
    assert len(people) == len(model.agents) == n
    assert not store.views
    assert retained < 1_000_000
    assert people[n - 1].unique_id == n
    assert len(store.views) == 1
