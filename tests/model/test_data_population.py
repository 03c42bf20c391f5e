"""A population from a data folder: who is given stays who they are, what is missing is drawn, ties and memberships as recorded."""

import networkx as nx
import numpy as np
import pytest
from cogov.agents import Organization, Resident
from cogov.core.quantity import QuantityError
from cogov.data import load, make
from cogov.model.model import CommunityModel
from cogov.tests.model.test_conservation import cases, grants, members, organization_hours, trial_hours, volunteer_hours
from cogov.tests.support.districts import digest, tie_list


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The folders of `cogov data make`, loaded."""
    place = tmp_path_factory.mktemp("data")
    for name in ("davis", "example"):
        make(name, place / name)
    return {name: load(place / name) for name in ("davis", "example")}


@pytest.fixture
def davis(folders):
    return CommunityModel(scenario=None, population=folders["davis"], rng=1)


@pytest.fixture
def example(folders):
    return CommunityModel(scenario=None, population=folders["example"], rng=1, environment={"burn_in": 0})


def row_of(model):
    """The row of each resident of the file, by place in the file."""
    rank = np.empty(len(model._order), int)
    rank[model._order] = np.arange(len(model._order))
    return rank


def test_davis(davis, folders):
    """18 women, 14 events, 89 attendances, no ties recorded."""
    given, graph = folders["davis"], nx.davis_southern_women_graph()
    assert (davis.environment["residents"], davis.environment["communities"]) == (18, 1)
    assert len(davis.agents_by_type[Resident]) == 18
    assert len(davis.agents_by_type[Organization]) == 14
    assert given.edges is None
    frame = davis.residents_frame()
    assert sorted(frame.id) == sorted(graph.graph["top"])
    events = given.organizations["id"].tolist()
    lists = davis.district.arrays["lists"]["member_of"]
    recorded = {(woman, events[k]) for woman, row in zip(frame.id, lists, strict=True) for k in row[row >= 0]}
    assert recorded == {(woman, event) for woman in graph.graph["top"] for event in graph[woman]}
    assert davis.organizations.members.sum() == 89


def test_ties_are_drawn_where_none_are_given(davis):
    """As in any district: households, neighbours in the building; not one tie because of an event."""
    assert tie_list(davis)
    assert davis.drawn["household"] == davis.drawn["skill"] == 1.0
    other = CommunityModel(scenario=None, population=davis.population, rng=2)
    assert set(tie_list(other)) != set(tie_list(davis))


def test_given_ties_are_the_ties(example, folders):
    """As recorded, and those of a household whether recorded or not; never drawn: the same for every seed."""
    edges, rank = folders["example"].edges, row_of(example)
    recorded = {tuple(sorted((int(rank[i]), int(rank[j])))) for i, j in zip(edges.source, edges.target, strict=True)}
    found = {pair for pair in tie_list(example) if pair[0] < pair[1]}
    household = example.residents.household
    assert recorded <= found
    assert all(household[i] == household[j] for i, j in found - recorded)
    kinds = {pair: tie_list(example)[pair][1] for pair in found - recorded}
    assert set(kinds.values()) <= {0}
    for i, j, strength in zip(edges.source, edges.target, edges.strength, strict=True):
        if not np.isnan(strength):
            assert tie_list(example)[int(rank[i]), int(rank[j])][0] == np.float32(strength)
    assert set(tie_list(CommunityModel(scenario=None, population=folders["example"], rng=9))) == set(tie_list(example))


def test_what_is_given_stays_and_what_is_missing_is_drawn(example, folders):
    given, rank = folders["example"], row_of(example)
    for name in ("community", "building", "household", "tenure", "origin", "occupation", "age_band", "skill"):
        recorded = given.residents[name]
        known = recorded >= 0
        values = getattr(example.residents, name)[rank]
        if name in ("building", "household"):  # numbered anew, but the same people together
            together = recorded[:, None] == recorded
            assert ((values[:, None] == values) == together)[np.ix_(known, known)].all()
        elif name == "community":
            assert (np.unique(np.stack([recorded, values]), axis=1).shape[1]) == 2
        else:
            np.testing.assert_array_equal(values[known], recorded[known].astype(values.dtype))
        assert np.isfinite(values.astype(float)).all()
        assert (values >= 0).all()
    assert example.drawn["skill"] == given.missing["skill"]


def test_given_organisations(example, folders):
    given, o = folders["example"].organizations, example.organizations
    n = len(given["id"])
    assert len(example.agents_by_type[Organization]) == n == 3
    for name in ("community", "kind", "focus", "age", "capability"):
        known = given[name] >= 0
        np.testing.assert_array_equal(getattr(o, name)[:n][known], given[name][known].astype(getattr(o, name).dtype))
    members(example)
    assert o.members[:n].sum() == len(folders["example"].memberships)


def test_a_run_on_data(example):
    """The laws hold, whoever moved in has no id of the file, and the rest keep theirs."""
    before = example.residents_frame().id.to_numpy()
    assert (before != "").all()
    assert len(set(before)) == 144
    example.run_for(104)
    for law in (volunteer_hours, organization_hours, trial_hours, cases, grants, members):
        law(example)
    after = example.residents_frame().id.to_numpy()
    moved = example.residents.arrived > 0
    assert moved.any()
    assert (after[moved] == "").all()
    assert (after[~moved] == before[~moved]).all()


def test_who_came_a_month_before_the_start_is_a_newcomer(tmp_path):
    """By the user's records of years, down to none at all; who has no record counts as settled."""
    years = ["0.1"] * 10 + ["0"] * 5 + ["0.9"] * 5 + ["4"] * 12 + [""] * 8
    rows = "".join(f"p{i},c1,{one}\n" for i, one in enumerate(years))
    (tmp_path / "residents.csv").write_text("id,community,years\n" + rows, encoding="utf-8")
    model = CommunityModel(
        scenario=None, population=load(tmp_path), rng=1, environment={"turnover_owners": 0.0, "turnover_renters": 0.0, "elements": 6}
    )  # fmt: skip
    model.run_for(53)
    newcomers = model.measures.newcomers.tolist()
    assert newcomers[:4] == [20.0] * 4
    assert newcomers[5:8] == [15.0] * 3  # those of 0.9 years, 47 weeks, have been there for a year
    assert newcomers[46] == 5.0
    assert newcomers[51:] == [0.0, 0.0]
    assert (model.measures.settled == 40 - model.measures.newcomers).all()


def test_data_and_seed_decide_everything(folders):
    runs = [CommunityModel(scenario=None, population=folders["example"], rng=seed) for seed in (4, 4, 5)]
    for run in runs:
        run.run_for(20)
    assert digest(runs[0]) == digest(runs[1])
    assert not np.array_equal(runs[0].residents.belonging, runs[2].residents.belonging)


def test_size_follows_from_the_data(folders):
    with pytest.raises(QuantityError, match="follow from the data and cannot be set as well"):
        CommunityModel(scenario=None, population=folders["davis"], residents=100)
