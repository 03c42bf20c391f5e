"""A branch is the same history until it is changed, in memory and from a file, and shares its luck afterwards."""

import os
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from cogov.agents import Organization, Resident, SocialWorker
from cogov.model.model import CommunityModel
from cogov.model.runtime.checkpoint import CheckpointError
from cogov.scenarios import load
from cogov.tests.support.districts import differing, digest, district, state_of, switched_off
from hypothesis import given, settings
from hypothesis import strategies as st

SCENARIOS = ["top_down", "local_exploration", "co_governance", "status_quo+funding_cut"]
TOGETHER = {"record_events": True, "by_community": True}


def new(seed=3, scenario="co_governance", **options):
    return district(120, 2, seed=seed, scenario=scenario, **{**TOGETHER, **options})


def same(one, other):
    """Whether two models are alike in all that can be seen of them."""
    assert differing(state_of(one), state_of(other)) == set()
    assert (one.time, one.week, one.steps, one.agent_id_counter) == (
        other.time,
        other.week,
        other.steps,
        other.agent_id_counter,
    )
    assert one.levers == other.levers
    assert one.indicators.equals(other.indicators)
    assert one.indicators_by_community.equals(other.indicators_by_community)
    assert one.events.equals(other.events)
    assert [agent.unique_id for agent in one.agents] == [agent.unique_id for agent in other.agents]
    assert one.random.getstate() == other.random.getstate()
    assert one.rng.bit_generator.state == other.rng.bit_generator.state
    assert one.datacollector.get_model_vars_dataframe().equals(other.datacollector.get_model_vars_dataframe())


def a_quarter_more(*models):
    for model in models:
        model.run_for(14)


def restored(model, tmp_path, **options):
    return CommunityModel.restore(model.checkpoint(tmp_path / "file"), **options)


# --- branches in memory ---


@given(seed=st.integers(0, 2**63 - 1), week=st.integers(0, 30), scenario=st.sampled_from(SCENARIOS))
@settings(max_examples=8)
def test_fork_and_trunk_go_on_as_one_run(seed, week, scenario):
    whole, trunk = new(seed, scenario), new(seed, scenario)
    whole.run_for(week + 14)
    trunk.run_for(week)
    branch = trunk.fork()
    a_quarter_more(trunk, branch)
    same(trunk, branch)
    assert differing(state_of(trunk, ("unique_id",)), state_of(whole, ("unique_id",))) == set()


@given(seed=st.integers(0, 2**63 - 1), week=st.integers(0, 30), scenario=st.sampled_from(SCENARIOS[:3]))
@settings(max_examples=8)
def test_a_change_in_a_branch_is_a_dated_change(seed, week, scenario):
    """The proof that a branch shares the luck: it is the model that knew of the change from the start."""
    values = {"pooling": 0.9, "social_workers": 15.0, "mandate_share": 0.5}
    trunk, dated = new(seed, scenario), new(seed, scenario, changes=[(week, values)])
    trunk.run_for(week)
    before = digest(trunk)
    branch = trunk.fork()
    branch.set(**values)
    branch.run_for(14)
    dated.run_for(week + 14)
    assert differing(state_of(branch, ("unique_id",)), state_of(dated, ("unique_id",))) == set()
    assert branch.levers == dated.levers
    assert digest(trunk) == before, "the trunk does not notice"
    assert trunk.levers["pooling"] != 0.9


def test_a_branch_is_independent():
    trunk = new()
    trunk.run_for(5)
    resident = trunk.agents_by_type[Resident][0]
    branch = trunk.fork()
    before = digest(trunk)
    branch.residents.belonging[:] = 0.0
    branch.agents_by_type[Resident][3].remove()
    Organization(branch, community=1)
    branch.random.random()
    branch.rng.random()
    branch.levers["pooling"] = 1.0
    assert digest(trunk) == before
    assert resident.model is trunk
    twin = branch.agents_by_type[Resident][0]
    assert twin is not resident
    assert twin.unique_id == resident.unique_id
    assert twin.model is branch
    assert trunk.fork().population is trunk.population


def counted(model):
    model.seen = getattr(model, "seen", 0) + 1


def test_a_branch_takes_functions_events_and_no_listeners():
    trunk = new()
    heard, done = [], []
    trunk.add_process(counted, before="ties")

    def ring():
        done.append(1)

    def listen(signal):
        heard.append(signal)

    trunk.run_for(2)
    trunk.schedule_event(ring, at=4.0)
    branch = trunk.fork()
    trunk.observe("time", "changed", listen) if hasattr(trunk, "observe") else None
    second = trunk.fork()
    count = len(heard)
    second.run_for(3)
    assert len(heard) == count
    branch.run_for(3)
    assert (trunk.seen, branch.seen, second.seen) == (2, 5, 5)
    assert done == [1, 1]


# --- files ---


@given(seed=st.integers(0, 2**63 - 1), week=st.integers(0, 30), scenario=st.sampled_from(SCENARIOS))
@settings(max_examples=6)
def test_a_file_goes_on_as_the_model(tmp_path_factory, seed, week, scenario):
    model = new(seed, scenario)
    model.run_for(week)
    other = restored(model, tmp_path_factory.mktemp("kept"))
    same(model, other)
    a_quarter_more(model, other)
    same(model, other)
    assert other.scenario == load(scenario)


def test_another_process_goes_on_to_the_same_bytes(tmp_path):
    model = new(changes=[(20, {"pooling": 0.1})], off=["imitation"], without=["rule:2"])
    model.run_for(9)
    model.checkpoint(tmp_path / "file")
    code = (
        "import sys, cogov; from cogov.tests.support.districts import digest; "
        "m = cogov.restore(sys.argv[1]); m.run_for(18); sys.stdout.write(digest(m))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "file")], capture_output=True, check=True, text=True, env=os.environ
    )
    model.run_for(18)
    assert found.stdout == digest(model)
    assert model.without[0].number == 2
    assert model.levers["pooling"] == 0.1


def test_everything_one_may_have_done_is_kept(tmp_path):
    model = new(
        levers={"kpi_power": 0.3}, constants={"join_rate": 0.2}, changes=[(6, {"linkage": 1.0}), (30, {"pooling": 0.0})],
        off=["drift", "imitation"], without=["organization:0", "social_worker:0"], threads=2,
    )  # fmt: skip
    for _ in range(3):
        model.step()
    model.run_for(4.5)
    model.agents_by_type[Resident][7].remove()
    model.agents_by_type[Resident][9].remove()
    Resident(model, belonging=0.7)
    Organization(model, community=1)
    SocialWorker(model, community=0)
    model.agents.shuffle(inplace=True)
    model.set(social_workers=9.0)
    model.random.random()
    model.rng.random(3)
    model.note, model.table = {"why": ["a trial", 1.5, None]}, np.arange(4)
    model.agents_by_type[Resident][0].belonging = 0.25  # a view
    other = restored(model, tmp_path)
    same(model, other)
    assert (other._crew.threads, other.changes, other.environment, other.constants, other.without, other.note) == (
        2, model.changes, model.environment, model.constants, model.without, model.note
    )  # fmt: skip
    assert other.table.tolist() == [0, 1, 2, 3]
    assert switched_off(other) == ["drift", "imitation"]
    for m in (model, other):
        m.run_for(0.5)
        m.step()
        Resident(m)
        m.run_for(30)
    same(model, other)
    assert restored(model, tmp_path, threads=1)._crew is None


def test_populations_are_kept(tmp_path):
    graph = nx.path_graph(60)
    nx.set_node_attributes(graph, {i: ("东" if i < 25 else "西") for i in graph}, "community")
    model = CommunityModel(scenario=None, population=graph, rng=2, environment={"elements": 6, "complexity": 2})
    model.run_for(10)
    other = restored(model, tmp_path)
    assert other.residents_frame().equals(model.residents_frame())
    assert other.drawn == model.drawn
    assert other.population.summary() == model.population.summary()
    a_quarter_more(model, other)
    assert digest(model) == digest(other)
    assert other.residents_frame().equals(model.residents_frame())


def test_equal_states_are_equal_bytes(tmp_path):
    one, other = new(), new()
    for model, name in ((one, "a"), (other, "b"), (one.fork(), "c")):
        if model.week == 0:
            model.run_for(6)
        model.checkpoint(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()
    restored(one, tmp_path).checkpoint(tmp_path / "d")
    assert (tmp_path / "d").read_bytes() == (tmp_path / "a").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "d", "file"], "no part is left"


def test_functions_are_given_again(tmp_path):
    model = new()
    model.add_process(counted, after="money")
    model.add_process(same, before="ties")
    model._processes.pop()
    model.run_for(2)
    path = model.checkpoint(tmp_path / "file")
    with pytest.raises(
        CheckpointError, match=r"processes=\[\.\.\.\], in this order: counted \(at the end\); given: none"
    ):
        CommunityModel.restore(path)
    with pytest.raises(CheckpointError, match="given: same"):
        CommunityModel.restore(path, processes=[same])
    other = CommunityModel.restore(path, processes=[counted])
    a_quarter_more(model, other)
    assert model.seen == other.seen == 16
    assert digest(model) == digest(other)


class Own(CommunityModel):
    def __init__(self, **options):
        super().__init__(**options)
        self.bonus = 3


def test_a_subclass_comes_back_as_it_was(tmp_path):
    model = Own(scenario=None, residents=60, communities=1, rng=1, environment={"elements": 6, "complexity": 2})
    model.bonus = 4
    other = Own.restore(model.checkpoint(tmp_path / "file"))
    assert type(other) is Own
    assert other.bonus == 4


# --- what is refused ---


def ring():
    return None


def _schedule(model):
    model.schedule_event(ring, at=9.0)


def _note(model):
    model.agents_by_type[Resident][0].extra["x"] = 1


def _own_agent(model):
    import mesa

    mesa.Agent(model)


def _collector(model):
    import mesa

    model.datacollector = mesa.DataCollector(model_reporters={"week": "week"})


def _function(model):
    model.own = ring


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (_schedule, "events of your own"), (_note, "carry notes"), (_own_agent, "ordinary Mesa agents"), (_collector, "data collector"),
        (_function, "own: own: a function"),
    ],
)  # fmt: skip
def test_what_a_file_cannot_hold(do, said, tmp_path):
    model = new()
    model.run_for(1)
    do(model)
    with pytest.raises(CheckpointError, match=said):
        model.checkpoint(tmp_path / "file")
    assert list(tmp_path.iterdir()) == []
    model.fork().run_for(1)


def test_within_a_week(tmp_path):
    model = new()

    def early(m):
        m.checkpoint(tmp_path / "file")

    model.add_process(early, before="ties")
    with pytest.raises(CheckpointError, match="between weeks"):
        model.step()
