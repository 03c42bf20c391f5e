"""Sets of agents over columns behave as Mesa's own, and survive copying and pickling."""

import copy
import pickle

import numpy as np
import pytest
from cogov.core.rows.agent_set import RowSet
from cogov.core.rows.mesa_bridge import RowAgent, RowModel
from cogov.tests.support.people import Behaviour, Other, Plain, ids

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
