"""Small cells, attacked: what is hidden cannot be computed from what is shown where the residents are the user's own."""

import io

import numpy as np
import pandas as pd
import pytest
from cogov.app.sessions.results_data import gain_tables
from cogov.data.samples.make import make
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.comparison_files import data_files
from cogov.experiments.comparison.disclosure import COMPLEMENT, DRAWN, SMALL, atoms, hidden
from cogov.experiments.comparison.gains import count_gains, found_in_all, gains_table, sizes_of
from cogov.reports.decision.comparison import Comparison
from hypothesis import given
from hypothesis import strategies as st

from ..support.synthetic_comparisons import outcomes

SMALLEST = 10


def cells_of(codes):
    return {
        (group, code): column == code
        for group, column in codes.items()
        for code in np.unique(column[column >= 0]).tolist()
    }


def protected(codes):
    members = cells_of(codes)
    sizes = {cell: int(inside.sum()) for cell, inside in members.items()}
    return members, sizes, hidden(sizes, SMALLEST, [atoms(members)])


def follows(members, away, cell):
    """Whether a hidden cell's residents are a sum (with any weights) of cells that are shown: by ranks, another way than the code's."""
    shown = np.array([inside for other, inside in members.items() if other not in away], dtype=float)
    if not len(shown):
        return False
    return np.linalg.matrix_rank(np.vstack([shown, members[cell]])) == np.linalg.matrix_rank(shown)


def district(rng, residents, *levels):
    codes = {"all": np.zeros(residents, dtype=int)}
    for k, level in enumerate(levels):
        shares = rng.dirichlet(np.full(level, 0.5))
        codes[f"group{k}"] = rng.choice(level, residents, p=shares)
    return codes


def test_drawn_residents_need_no_more_than_a_flag():
    sizes = {("all", 0): 100, ("origin", 0): 95, ("origin", 1): 5}
    assert hidden(sizes, SMALLEST) == {("origin", 1): SMALL}


def test_a_cell_is_never_hidden_alone():
    codes = {"all": np.zeros(100, dtype=int), "origin": np.repeat([0, 1, 2], [60, 35, 5])}
    members, _, away = protected(codes)
    assert away == {("origin", 2): SMALL, ("origin", 1): COMPLEMENT}
    assert follows(members, {("origin", 2)}, ("origin", 2))  # what the attack would have found
    assert not follows(members, away, ("origin", 2))


def test_hidden_cells_are_ten_residents_together():
    codes = {"all": np.zeros(100, dtype=int), "origin": np.repeat([0, 1, 2, 3], [60, 33, 4, 3])}
    _, sizes, away = protected(codes)
    assert sum(sizes[cell] for cell in away) >= SMALLEST
    assert away[("origin", 1)] == COMPLEMENT


def test_a_cell_is_not_given_away_by_another_grouping():
    """The members are the residents of community 2: told there, or as what is left of everybody."""
    arrival = np.repeat([0, 1], [93, 7])
    codes = {"all": np.zeros(100, dtype=int), "member": arrival, "community": np.repeat([0, 1, 2], [50, 43, 7])}
    members, _, away = protected(codes)
    for cell in (("member", 1), ("community", 2)):
        assert cell in away
        assert not follows(members, away, cell)
    # groupings of those alone who are no members add up to them, and so to the members
    codes = {"all": np.zeros(100, dtype=int), "member": arrival, "ties": np.where(arrival == 0, np.arange(100) % 3, -1)}
    members, _, away = protected(codes)
    assert follows(members, {("member", 0), ("member", 1)}, ("member", 1))
    assert not follows(members, away, ("member", 1))
    assert any(cell[0] == "ties" for cell in away)


def test_no_more_is_hidden_than_must_be():
    """Groupings that have nothing to do with the small cell stay, and so do the newcomers, who are nobody of the data."""
    rng = np.random.default_rng(4)
    codes = {
        "all": np.zeros(300, dtype=int), "tenure": rng.integers(0, 2, 300), "age_band": rng.integers(0, 3, 300),
        "origin": np.repeat([0, 1, 2, 3], [120, 100, 76, 4]), "arrival": np.repeat([0, 1], [293, 7]),
    }  # fmt: skip
    _, _, away = protected(codes)
    assert away == {("origin", 3): SMALL, ("origin", 2): COMPLEMENT, ("arrival", 1): SMALL}


@given(st.integers(0, 2**32 - 1), st.integers(12, 400))
def test_nothing_hidden_can_be_computed(seed, residents):
    rng = np.random.default_rng(seed)
    codes = district(rng, residents, 2, 4, 3, 8)
    codes["nested"] = np.where(codes["group1"] == 0, codes["group2"], -1)
    members, sizes, away = protected(codes)
    for cell, size in sizes.items():
        if size < SMALLEST:
            assert away[cell] == SMALL
    for cell in away:
        assert not follows(members, away, cell), cell
    for group in codes:
        gone = [sizes[cell] for cell in away if cell[0] == group]
        if gone and len(gone) < sum(cell[0] == group for cell in sizes):
            assert len(gone) >= 2
            assert sum(gone) >= SMALLEST


def tables(rng, own, replicates=3):
    """Counts of replicates in which home region 2 has three residents; who lives where is the same in all."""
    counts, crossed = [], []
    origin = np.repeat([0, 1, 2], [40, 21, 3])
    for _ in range(replicates):
        base = rng.uniform(0.3, 0.6, 64)
        one, other = outcomes(base), outcomes(base + 0.1 * rng.normal(1, 1, 64), codes=False)
        one.codes["origin"][:] = origin
        found = found_in_all([one, other])
        counts.append(count_gains(found))
        crossed.append(atoms(found.members))
    away = hidden(sizes_of(counts), SMALLEST, crossed if own else None)
    return counts, gains_table(counts, ["a", "b"], "a", concealed=away, protected=own)


@pytest.mark.parametrize("own", [False, True])
def test_the_attack_on_a_table(own):
    """Whoever subtracts the cells shown from everybody finds the hidden cell where residents are drawn, and nothing where they are real."""
    counts, table = tables(np.random.default_rng(1), own)
    origin = table[table["group"] == "origin"]
    everybody = table[table["group"] == "all"].iloc[0]
    shown = origin[~origin["suppressed"]]
    left = everybody["residents"] - shown["residents"].sum()
    worse = (everybody["worse"] * everybody["residents"] - (shown["worse"] * shown["residents"]).sum()) / left
    truth = np.mean([count[("origin", 2)].shares[0, 1, 2] for count in counts])
    assert (left == 3) is not own
    assert (abs(worse - truth) < 1e-9) is not own
    assert table["protected"].any() == own
    assert (origin["why"] == "complement").any() == own
    numbers = [name for name in table.columns if table[name].dtype.kind == "f" and name != "compared"]
    assert origin.loc[origin["suppressed"], numbers].isna().all(axis=None)


def test_every_replicate_counts():
    """A combination of residents that gives a cell away in one replicate only hides it in all."""
    safe = {"all": np.zeros(100, dtype=int), "a": np.repeat([0, 1, 2], [8, 46, 46]), "b": np.arange(100) % 2}
    leaky = {**safe, "b": np.where(np.arange(100) < 54, 0, 1)}  # b 0 is what a 0 and a 1 are
    sizes = {cell: int(inside.sum()) for cell, inside in cells_of(safe).items()}
    both = [atoms(cells_of(safe)), atoms(cells_of(leaky))]
    away = hidden(sizes, SMALLEST, both)
    members = cells_of(leaky)
    for cell in away:
        assert not follows(members, away, cell)


def test_all_that_is_handed_on_hides_the_same(tmp_path):
    """A comparison of a data folder: its table, CSV file, and the web app's cells."""
    make("example", tmp_path / "data")
    found = compare(["status_quo", "co_governance"], replicates=2, weeks=6, population=tmp_path / "data", workers=1)
    table = found.gains()
    gone = table[table["suppressed"]]
    assert table["protected"].equals(table["suppressed"])
    assert {"small", "complement"} == {*gone["why"]}
    assert "community" in {*table["group"]}
    for crossing in found.crossings:
        assert crossing.table is not None
        cells, members = crossing.table
        named = dict(zip(cells, members, strict=True))
        for cell in found.concealed:
            assert cell in DRAWN or not follows(named, found.concealed, cell)
    written = pd.read_csv(io.BytesIO(data_files(found)["gains.csv"]), encoding="utf-8-sig")
    shares = ["residents", "better", "better_low", "same", "worse", "change", "p10", "p50", "p90"]
    assert written[written["suppressed"]][shares].isna().all(axis=None)
    assert written[written["baseline"] == "status_quo"]["suppressed"].tolist() == table["suppressed"].tolist()
    shown = gain_tables(Comparison.of(found), "en")[0]["rows"]
    assert [row["residents"] == "–" for row in shown] == table["suppressed"].tolist()
    assert all(row["better"] == "–" for row in shown if row["suppressed"])


def test_drawn_residents_have_no_communities_to_tell_of():
    found = compare(["status_quo", "co_governance"], replicates=2, weeks=4, residents=60, communities=2, workers=1)
    assert not found.gains()["protected"].any()
    assert "community" not in {*found.gains()["group"]}
    assert found.compared == 1
