"""All four kinds are genuine Mesa agents: everything Mesa does with agents works on them, and none is taken for another."""

import copy
import pickle
from collections import Counter

import mesa
import networkx as nx
import numpy as np
import pytest
from cogov.agents import KINDS, Government, Organization, Resident, SocialWorker
from cogov.core.quantity import QuantityError
from cogov.model.model import CommunityModel
from cogov.model.network.tie_lists import find
from cogov.tests.support.districts import differing, digest, district, state_of, tie_list

# A column of each kind that can be written, and a wrong spelling of it.
COLUMN = {Resident: "belonging", Organization: "capability", SocialWorker: "expertise", Government: "law"}
TYPO = {Resident: "beloning", Organization: "capabilty", SocialWorker: "expertize", Government: "laww"}
COUNT = {Resident: 120, Organization: 4, SocialWorker: 2, Government: 2}

all_kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@pytest.fixture
def model():
    return district(120, 2, seed=3)


@pytest.fixture
def lively():
    """Many move, and ties from activities are known as such."""
    return district(
        120,
        2,
        seed=3,
        environment={"turnover_renters": 0.9, "turnover_owners": 0.5},
        constants={"meeting_tie_loss": 0.1},
    )


def test_all_agents(model):
    assert len(model.agents) == len(list(model.agents)) == sum(COUNT.values())
    assert {kind: len(agents) for kind, agents in model.agents_by_type.items()} == COUNT
    assert set(model.agent_types) == set(KINDS)
    ids = [agent.unique_id for agent in model.agents]
    assert sorted(ids) == list(range(1, 129))
    assert all(isinstance(agent, mesa.Agent) and agent.model is model for agent in model.agents)


@all_kinds
def test_an_agent(model, kind):
    agents, name = model.agents_by_type[kind], COLUMN[kind]
    agent = agents[0]
    assert agent in model.agents
    assert agent in agents
    assert agents[0] is agent
    setattr(agent, name, 0.25)
    group = {Resident: "residents", Organization: "organizations", SocialWorker: "workers", Government: "governments"}[
        kind
    ]
    assert (
        model.district.arrays[group][name][0]
        == getattr(getattr(model.district.world, group), name)[0]
        == getattr(agent, name)
        == 0.25
    )
    assert repr(agent) == f"<{kind.__name__} {agent.unique_id}>"
    with pytest.raises(ValueError, match=rf"{name} = 1.5 is outside its bounds"):
        setattr(agent, name, 1.5)
    with pytest.raises(AttributeError, match="kept by the model"):
        agent.unique_id = 7


@all_kinds
def test_mistyped_names(model, kind):
    agent, wrong = model.agents_by_type[kind][0], TYPO[kind]
    with pytest.raises(
        AttributeError, match=rf"{kind.__name__} has no attribute '{wrong}'; did you mean '{COLUMN[kind]}'\?"
    ):
        setattr(agent, wrong, 0.5)
    with pytest.raises(AttributeError, match=rf"did you mean '{COLUMN[kind]}'\?"):
        getattr(agent, wrong)
    agent.extra["note"] = "seen"
    assert agent.extra == {"note": "seen"}


@all_kinds
def test_sets(model, kind):
    """select, get, set, agg, groupby, do, shuffle_do, sort, map: as on any AgentSet."""
    agents, name = model.agents_by_type[kind], COLUMN[kind]
    agents.set(name, 0.25)
    assert agents.get(name) == [0.25] * COUNT[kind]
    agents[0].__setattr__(name, 0.75)
    assert agents.agg(name, max) == 0.75
    chosen = agents.select(lambda agent: getattr(agent, name) > 0.5)
    assert list(chosen) == [agents[0]]
    assert len(model.agents.select(agent_type=kind)) == COUNT[kind]
    assert len(agents.select(at_most=2)) == 2
    assert agents.sort(name, ascending=False)[0] is agents[0]
    assert agents.groupby(name).count() == {0.75: 1, 0.25: COUNT[kind] - 1}
    seen = []
    agents.do(lambda agent: seen.append(agent.unique_id))
    assert seen == agents.get("unique_id")
    agents.shuffle_do(lambda agent: seen.append(agent.unique_id))
    assert sorted(seen[COUNT[kind] :]) == sorted(agents.get("unique_id"))
    assert agents.map(lambda agent: getattr(agent, name)) == agents.get(name)


def test_groups_of_all_agents(model):
    assert model.agents.groupby(type).count() == COUNT
    means = model.agents_by_type[Resident].groupby("community").agg("belonging", np.mean)
    r = model.residents
    assert means == {c: pytest.approx(r.belonging[r.community == c].mean()) for c in (0, 1)}


def test_shuffling_belongs_to_the_seed(model):
    """And takes nothing from the luck of the model."""
    order, again = ([], [])
    for seen, own in ((order, model), (again, district(120, 2, seed=3))):
        own.agents.shuffle_do(lambda agent, seen=seen: seen.append(agent.unique_id))
        own.run_for(10)
    assert order == again != sorted(order)
    assert digest(model) == digest(district(120, 2, 10, seed=3))


# --- agents who leave, by hand ---


def test_a_resident_removed(model):
    resident = model.agents_by_type[Resident][40]
    row, number = 40, resident.unique_id
    tied = list(model.network[number])
    assert tied
    model.residents.active[row] = 1
    resident.remove()
    assert model.residents.active[row] == 0
    assert resident not in model.agents
    assert len(model.agents_by_type[Resident]) == 119
    assert number not in model.network
    assert not any(row in pair for pair in tie_list(model))
    assert (model.district.arrays["lists"]["member_of"][row] == -1).all()
    model.run_for(26)
    assert model.week == 26
    assert len(model.agents_by_type[Resident]) == 119
    assert not any(row in pair for pair in tie_list(model))
    assert model.residents.active[row] == 0
    assert model.measures.residents.iloc[-1] == 119
    before = digest(model)
    resident.remove()
    assert digest(model) == before


def test_an_organisation_removed(model):
    organization = model.agents_by_type[Organization][0]
    assert organization.members > 0
    organization.remove()
    assert len(model.agents_by_type[Organization]) == 3
    assert not (model.district.arrays["lists"]["member_of"] == 0).any()
    assert model.district.arrays["organizations"]["members"][0] == 0
    model.run_for(26)
    assert not (model.district.arrays["lists"]["member_of"] == 0).any()


def test_a_social_worker_removed(model):
    model.agents_by_type[SocialWorker][0].remove()
    model.run_for(3)
    assert len(model.agents_by_type[SocialWorker]) == 1
    model.run_for(11)
    assert len(model.agents_by_type[SocialWorker]) == 2, "from the next quarter on the lever decides again"


# --- and agents who come ---


def test_residents_take_vacant_homes(model):
    with pytest.raises(QuantityError, match=r"no home is vacant: a home falls vacant by resident\.remove"):
        Resident(model)
    one, other = model.agents_by_type[Resident][5], model.agents_by_type[Resident][100]
    old = (one.building, one.household, one.tenure)
    one.remove()
    other.remove()
    new = Resident(model, community=1, belonging=0.9)
    assert (new.community, new.belonging, new.unique_id, new._row) == (1, np.float32(0.9), 129, 100)
    newcomers = Resident.create_agents(model, 1, clarity=0.1)
    assert (newcomers[0].building, newcomers[0].household, newcomers[0].tenure) == old
    assert newcomers[0].clarity == np.float32(0.1)
    with pytest.raises(QuantityError, match="no home is vacant in community 1"):
        Resident(model, community=1)
    with pytest.raises(TypeError, match="household follows from the home"):
        Resident(model, household=3)
    model.run_for(20)
    assert len(model.agents_by_type[Resident]) == 120


def test_newcomers_are_not_who_was_there(model):
    identities = model.residents.identity.copy()
    model.agents_by_type[Resident].select(at_most=30).do("remove")
    Resident.create_agents(model, 30)
    assert not set(model.residents.identity[:30]) & set(identities)
    model.run_for(1)
    assert len(set(model.residents.identity)) == 120


def test_organisations_are_opened(model):
    new = Organization(model, community=1, focus=3)
    assert (new.community, new.focus, new.members, new.capability) == (1, 3, 0, model.constants["initial_capability"])
    assert len(model.agents_by_type[Organization]) == 5
    with pytest.raises(QuantityError, match="community = 9 does not exist: 0 to 1"):
        Organization(model, community=9)
    many = Organization.create_agents(model, 200)
    assert len(many) == 200
    assert len(set(many.get("identity")) | {new.identity}) == 201
    model.run_for(5)
    assert model.week == 5


def test_social_workers_fill_free_posts(model):
    with pytest.raises(QuantityError, match="community 0 has no free post: 1 posts at most"):
        SocialWorker(model, community=0)
    model.agents_by_type[SocialWorker][0].remove()
    new = SocialWorker(model, community=0, expertise=0.9)
    assert (new.hours, new.expertise) == (40.0, 0.9)
    model.run_for(2)
    assert new.alive


def test_offices_are_added(model):
    new = Government(model, level=1)
    assert len(model.agents_by_type[Government]) == 3
    model.run_for(14)
    assert new.unique_id in model.network


def test_unknown_columns_and_values_make_nobody(model):
    before = digest(model)
    model.agents_by_type[Resident][7].remove()
    vacant = digest(model)
    with pytest.raises(TypeError, match="did you mean 'belonging'"):
        Resident(model, beloning=0.5)
    with pytest.raises(ValueError, match="belonging = 7"):
        Resident(model, belonging=7.0)
    assert digest(model) == vacant != before


# --- whoever moves in is somebody else ---


def test_a_newcomer_is_a_new_agent(lively):
    """The view of who moved out is not silently that of who moved in."""
    before = {agent._row: agent for agent in lively.agents_by_type[Resident]}
    numbers = {row: agent.unique_id for row, agent in before.items()}
    identities = lively.residents.identity.copy()
    lively.run_for(26)
    moved = np.flatnonzero(lively.residents.identity != identities).tolist()
    assert 10 < len(moved) < 110
    after = {agent._row: agent for agent in lively.agents_by_type[Resident]}
    for row, old in before.items():
        if row in moved:
            assert after[row] is not old
            assert after[row].unique_id > 120
            assert old not in lively.agents
            assert old not in lively.agents_by_type[Resident]
            with pytest.raises(RuntimeError, match="this Resident has left the model \\(moved out\\)"):
                old.belonging  # noqa: B018
            with pytest.raises(RuntimeError, match="look agents up again"):
                old.belonging = 0.5
            with pytest.raises(RuntimeError, match="moved out"):
                old.remove()
        else:
            assert after[row] is old
            assert old.unique_id == numbers[row]
    assert len({agent.unique_id for agent in lively.agents}) == len(lively.agents)


def test_a_newcomer_seen_within_the_week_stays_the_same_agent(lively):
    """A mechanism of one's own that looks at agents right after they moved in."""
    seen = {}
    lively.add_process(
        lambda m: seen.update({agent.unique_id: agent for agent in m.agents_by_type[Resident]}), after="turnover"
    )
    for _ in range(13):
        seen.clear()
        lively.run_for(1)
        assert 0 not in seen
        assert all(agent.unique_id == number and agent in lively.agents for number, agent in seen.items())
    assert max(seen) > 125


def test_a_home_taken_again_is_parted_from_who_was_removed(model):
    old = model.agents_by_type[Resident][5]
    belonging = old.belonging
    old.remove()
    assert (old.belonging, old.alive) == (belonging, False)
    new = Resident(model, belonging=0.9)
    assert new._row == old._row
    with pytest.raises(RuntimeError, match="moved out"):
        old.belonging  # noqa: B018
    assert new.belonging == np.float32(0.9)


def test_who_moved_out_can_be_copied_with_the_model(lively):
    lively.held = lively.agents_by_type[Resident].to_list()
    lively.run_for(26)
    for twin in (pickle.loads(pickle.dumps(lively)), copy.deepcopy(lively)):
        gone = [agent for agent in twin.held if agent not in twin.agents]
        assert len(gone) == len([agent for agent in lively.held if agent not in lively.agents]) > 0
        with pytest.raises(RuntimeError, match="moved out"):
            gone[0].belonging  # noqa: B018


# --- Mesa's other tools ---


class Collecting(CommunityModel):
    """Collects what Mesa's DataCollector can."""

    def __init__(self, **options):
        super().__init__(**options)
        self.datacollector = mesa.DataCollector(
            model_reporters={"residents": "week"},
            agent_reporters={"number": "unique_id"},
            agenttype_reporters={kind: {COLUMN[kind]: COLUMN[kind]} for kind in KINDS},
        )


def test_data_collector():
    model = Collecting(scenario=None, residents=120, communities=2, rng=3)
    model.run_for(4)
    assert model.datacollector.get_model_vars_dataframe().residents.tolist() == [1, 2, 3, 4]
    assert len(model.datacollector.get_agent_vars_dataframe()) == 4 * 128
    for kind in KINDS:
        table = model.datacollector.get_agenttype_vars_dataframe(kind)
        assert len(table) == 4 * COUNT[kind]
        last = table.xs(4, level="Step")[COLUMN[kind]]
        assert last.tolist() == [getattr(agent, COLUMN[kind]) for agent in model.agents_by_type[kind]]
    usual = CommunityModel(scenario=None, residents=120, communities=2, rng=3)
    usual.run_for(4)
    assert differing(state_of(model, ("unique_id",)), state_of(usual, ("unique_id",))) == set()


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has run_scenarios in place of batch_run")
def test_batch_run():
    """As Mesa's users do it; the same as runs made by hand."""
    options = {"scenario": [None], "residents": 120, "communities": 2}
    rows = mesa.batch_run(CommunityModel, options, rng=[1, 2], max_steps=4, number_processes=1, display_progress=False)
    last = {row["rng"]: row for row in rows if row["Step"] == 4}
    for seed in (1, 2):
        model = CommunityModel(scenario=None, residents=120, communities=2, rng=seed)
        model.run_for(4)
        wanted = model.latest_indicators()
        assert {name: last[seed][name] for name in ("belonging", "participation", "rule_fit")} == {
            name: wanted[name] for name in ("belonging", "participation", "rule_fit")
        }


def test_pickled_agents(model):
    agents = [model.agents_by_type[kind][1] for kind in KINDS]
    other, copies = pickle.loads(pickle.dumps((model, agents)))
    for kind, agent, twin in zip(KINDS, agents, copies, strict=True):
        assert twin.model is other
        assert twin is other.agents_by_type[kind][1]
        assert twin.unique_id == agent.unique_id
        assert getattr(twin, COLUMN[kind]) == getattr(agent, COLUMN[kind])


# --- one network of all ---


def test_network(lively):
    lively.run_for(20)
    graph = lively.network
    assert isinstance(graph, nx.Graph)
    assert set(graph) == {agent.unique_id for agent in lively.agents}
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert kinds == {
        "resident": 120, "organization": len(lively.agents_by_type[Organization]), "social_worker": 2, "government": 2,
    }  # fmt: skip
    edges = Counter(kind for *_, kind in graph.edges(data="kind"))
    between = ("household", "building", "acquaintance", "activity")
    assert set(edges) == {*between, "membership", "service", "administration"}
    assert edges["membership"] == lively.organizations.members.sum()
    assert sum(edges[kind] for kind in between) == len(tie_list(lively)) // 2
    i, j = next(iter(tie_list(lively)))
    numbers = lively.residents.unique_id
    slot = find(lively.district.world.ties, i, j)
    assert graph.edges[int(numbers[i]), int(numbers[j])]["weight"] == lively.district.world.ties.strength[slot]
    with pytest.raises(nx.NetworkXError):
        graph.add_edge(1, 2)
