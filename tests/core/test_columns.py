"""Columns, stores and sets of rows behave as the same agents written in plain Mesa."""

import copy
import gc
import pickle
import tracemalloc
from types import SimpleNamespace

import mesa
import numpy as np
import pytest
from cogov.core.columns import Column
from cogov.core.mesa_bridge import RowAgent, RowModel
from cogov.core.rowset import RowSet

SHARE = SimpleNamespace(low=0.0, high=1.0, default=0.5)
GROUP = SimpleNamespace(low=0, high=5, default=0, integer=True)
TENURE = SimpleNamespace(low=None, high=None, default="renter", choices=("owner", "renter"))


class Behaviour:
    """What the agents do, shared by the rows and their plain twins."""

    def step(self):
        self.trust += 0.1 * (self.model.random.random() - self.trust)
        self.active = self.trust > 0.5

    def quarrel(self):
        others = self.model.agents_by_type[type(self)].to_list()
        other = self.model.random.choice(others)
        if other is not self:
            other.remove()

    @property
    def double(self):
        return 2 * self.trust


class Person(Behaviour, RowAgent):
    trust = Column(quantity=SHARE)
    group = Column(dtype=np.int8, quantity=GROUP)
    active = Column(False)
    tenure = Column(dtype=np.int8, quantity=TENURE)
    small = Column(0.25, np.float32)
    nickname: str
    mood = "calm"


class Office(Person):
    budget = Column(10.0)


class Worker(Person):
    case_load = Column(0)


class Council(Person):
    pass


KINDS = [Person, Office, Worker, Council]


class Plain(Behaviour, mesa.Agent):
    def __init__(self, model, trust=0.5, group=0):
        super().__init__(model)
        self.trust, self.group, self.active, self.small = float(trust), int(group), False, 0.25


class Other(mesa.Agent):
    trust = 0.0

    def step(self):
        self.trust += self.random.random()


def values(n):
    return {"trust": np.linspace(0, 1, n), "group": np.arange(n) % 3}


def populated(model, kind, n=60):
    Other.create_agents(model, 2)
    kind.create_agents(model, n, **{name: list(v) for name, v in values(n).items()})
    Other(model)
    return model


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@pytest.fixture
def model(kind):
    return populated(RowModel(rng=7), kind)


@pytest.fixture
def twin():
    return populated(mesa.Model(rng=7), Plain)


@pytest.fixture
def people(model, kind):
    return model.agents_by_type[kind]


@pytest.fixture
def plains(twin):
    return twin.agents_by_type[Plain]


def ids(agents):
    return [agent.unique_id for agent in agents]


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


# --- sets ---


def test_same_trajectory_as_plain_mesa(model, twin, people, plains):
    for _ in range(5):
        model.agents.shuffle_do("step")
        twin.agents.shuffle_do("step")
        people.shuffle_do("step")
        plains.shuffle_do("step")
        model.agents.do("step")
        twin.agents.do("step")
    assert people.get(["trust", "active"]) == plains.get(["trust", "active"])
    assert ids(model.agents) == ids(twin.agents)
    people.shuffle_do("quarrel")
    plains.shuffle_do("quarrel")
    assert ids(model.agents) == ids(twin.agents)
    assert 0 < len(people) < 60
    assert ids(people.shuffle()) == ids(plains.shuffle())
    assert ids(model.agents.shuffle()) == ids(twin.agents.shuffle())
    assert model.random.random() == twin.random.random()


def at_least_half(agent):
    return agent.trust >= 0.5


@pytest.mark.parametrize(
    "use",
    [
        lambda s: ids(s),
        lambda s: ids(s.select(at_least_half)),
        lambda s: ids(s.select(at_least_half, at_most=3)),
        lambda s: ids(s.select(at_most=0.25)),
        lambda s: ids(s.select(at_most=1)),
        lambda s: ids(s.select(at_most=2.5)),
        lambda s: ids(s.select(agent_type=Other)),
        lambda s: ids(s.select(agent_type=Behaviour, at_most=0.5)),
        lambda s: ids(s.sort("trust")),
        lambda s: ids(s.sort("group")),
        lambda s: ids(s.sort("group", ascending=True)),
        lambda s: ids(s.sort("double", ascending=True)),
        lambda s: ids(s.sort(lambda a: -a.trust)),
        lambda s: s.get("trust"),
        lambda s: s.get("double"),
        lambda s: s.get(["trust", "double", "group"]),
        lambda s: s.get(["trust", "none"], "default", 3),
        lambda s: s.map("step"),
        lambda s: s.map(lambda a, k: a.trust + k, 2),
        lambda s: [s.agg("trust", f) for f in (sum, np.mean, np.std, min, len)],
        lambda s: s.agg("small", [sum, np.mean]),
        lambda s: s.groupby("group").count(),
        lambda s: list(s.groupby("group").agg("trust", np.mean).items()),
        lambda s: s.groupby(at_least_half).map(len),
        lambda s: {k: len(v) for k, v in s.groupby("group", result_type="list")},
        lambda s: s.groupby("group").do("do", "step").map(lambda g: g.get("trust")),
        lambda s: s.set("trust", 0.25).get("trust"),
        lambda s: ids(s.copy()),
        lambda s: ids(copy.copy(s)),
        lambda s: ids(s.shuffle().sort("group")),
        lambda s: ids(s.select(at_least_half) & s.select(at_most=40)),
        lambda s: sorted(ids(s.select(at_least_half) ^ s.select(at_most=40))),
        lambda s: len(s.to_list()[3:9]),
    ],
)
def test_sets_equal_plain_mesa(people, plains, use):
    assert use(people) == use(plains)


@pytest.mark.parametrize(
    "use",
    [
        lambda s: ids(s.select(at_least_half)),
        lambda s: ids(s.select(at_most=0.5)),
        lambda s: ids(s.sort("trust", ascending=True)),
        lambda s: ids(s.sort("trust")),
        lambda s: s.get("unique_id"),
        lambda s: s.agg("trust", np.mean),
        lambda s: s.groupby("trust").count(),
        lambda s: s.map("step"),
        lambda s: ids(s.copy()),
        lambda s: ids(copy.copy(s)),
        lambda s: ids(s[2:5]),
        lambda s: ids(s.shuffle(inplace=True)),
        lambda s: ids(s.sort("trust", inplace=True)),
        lambda s: ids(s.select(at_least_half, inplace=True)),
    ],
)
def test_all_agents_equal_plain_mesa(model, twin, kind, use):
    assert use(model.agents) == use(twin.agents)
    new, plain = kind(model), Plain(twin)
    assert new in model.agents
    assert ids(model.agents) == ids(twin.agents)
    assert len(model.agents) == len(twin.agents)
    new.remove(), plain.remove()
    assert ids(model.agents) == ids(twin.agents)


@pytest.mark.parametrize("change", ["shuffle", "sort", "select"])
def test_changes_in_place(model, twin, people, plains, kind, change):
    arguments = {"shuffle": (), "sort": ("trust",), "select": (at_least_half,)}[change]
    assert getattr(people, change)(*arguments, inplace=True) is people
    getattr(plains, change)(*arguments, inplace=True)
    kind(model), Plain(twin)  # newcomers belong to the set that the model keeps
    assert ids(people) == ids(plains)
    assert all((agent in people) == (agent.unique_id in ids(plains)) for agent in model.agents.select(agent_type=kind))


def test_select_where(people):
    trust = people.array("trust")
    assert people.select(where=trust > 0.5).array("trust").tolist() == trust[trust > 0.5].tolist()
    with pytest.raises(ValueError, match="60 truth values"):
        people.select(where=trust)
    assert len(people.select(agent_type=Other)) == 0
    assert len(people.select(agent_type=RowAgent, at_most=7)) == 7


def test_set_one_each(people):
    people.select(lambda a: a.group == 1).set("trust", np.linspace(0, 1, 20))
    assert people.select(lambda a: a.group == 1).get("trust") == np.linspace(0, 1, 20).tolist()
    with pytest.raises(ValueError, match="60 values"):
        people.set("trust", [0.5, 0.5])
    people.set("mood", "merry")
    assert people[7].mood == "merry"


def test_membership_of_subsets(people, kind, model):
    part = people.select(at_most=10)
    agent = people[20]
    assert isinstance(part, RowSet)
    assert agent not in part
    part.add(agent)
    assert agent in part
    assert part[-1] is agent
    assert part[-2:] == [people[9], agent]
    part.discard(agent)
    assert agent not in part
    assert agent in people
    with pytest.raises(KeyError):
        part.remove(agent)
    with pytest.raises(TypeError, match="cannot hold"):
        part.add(Other(model))
    assert kind(RowModel(rng=1)) not in people
    assert "not an agent" not in people
    assert len(people.select(at_most=0)) == 0
    with pytest.raises(ValueError, match="handle_missing"):
        people.get("trust", handle_missing="never")


def test_copies_are_frozen(people, kind, model):
    snapshot = people.copy()
    made = kind.create_agents(model, 4)
    assert (len(snapshot), len(people), len(made)) == (60, 64, 4)
    assert made[2] in made
    assert people[0] not in made
    assert made[3] is people[63]


# --- pickling ---


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))], ids=["copy", "pickle"])
def test_duplicates_are_independent(model, kind, duplicate):
    people = model.agents_by_type[kind]
    people[2].extra["note"] = 1
    other = duplicate(model)
    same = other.agents_by_type[kind]
    assert same[2].extra == {"note": 1}
    assert same[2].model is other
    for each in (model, other):
        each.agents.shuffle_do("step")
    assert same.get("trust") == people.get("trust")
    same.set("trust", 0.0)
    assert people.agg("trust", max) > 0
    other.step()
    assert (model.time, other.time) == (0.0, 1.0)
    kind(other)
    assert len(same) == len(people) + 1
    part = pickle.loads(pickle.dumps(people.select(at_most=3)))
    assert len(part) == 3


def test_two_models_do_not_share(kind):
    one, two = RowModel(rng=1), RowModel(rng=2)
    kind.create_agents(one, 3), kind.create_agents(two, 3)
    one.agents_by_type[kind].set("trust", 0.125)
    assert two.agents_by_type[kind].get("trust") == [0.5] * 3
