"""Designs: what they visit, that they can grow, and that they are the same everywhere."""

import time

import numpy as np
import pytest
from cogov.studies import Study, StudyError
from cogov.studies.design.designs import Design, points_of, unit_points
from cogov.studies.design.factors import Factor

A = Factor.read("pooling", {"low": 0, "high": 1})
B = Factor.read("budget", {"low": 100, "high": 800, "scale": "log"})
C = Factor.read("complexity", {"low": 0, "high": 5})
D = Factor.read("copying", ["none", "mechanical", "adapted"])


@pytest.mark.parametrize("method", ["sobol", "sobol_indices", "morris"])
def test_a_design_grows_at_its_end(method):
    small = points_of(Design.read({"method": method, "points": 5}), (A, B, C, D), 3)
    large = points_of(Design.read({"method": method, "points": 12}), (A, B, C, D), 3)
    assert large[: len(small)] == small
    assert len(large) > len(small)
    assert points_of(Design.read({"method": method, "points": 5, "seed": 4}), (A, B, C, D), 3) != small


def test_a_hypercube_grows_by_blocks():
    small = points_of(Design.read({"method": "latin_hypercube", "points": 10}), (A, B), 3)
    large = points_of(Design.read({"method": "latin_hypercube", "points": [10, 4]}), (A, B), 3)
    assert large[:10] == small
    for block in (large[:10], large[10:]):  # each block has one point in every slice
        slices = sorted(int(point["pooling"] * len(block)) for point in block)
        assert slices == list(range(len(block)))


def test_sobol_points_are_even():
    unit = unit_points(Design.read({"method": "sobol", "points": 64}), 3, 1)
    assert unit.shape == (64, 3)
    for column in unit.T:
        assert sorted((column * 64).astype(int)) == list(range(64))


def test_the_radial_design_differs_from_a_in_one_column():
    unit = unit_points(Design.read({"method": "sobol_indices", "points": 8}), 3, 1).reshape(8, 5, 3)
    for rows in unit:
        a, b = rows[0], rows[-1]
        for k in range(3):
            assert rows[k + 1][k] == b[k]
            assert np.array_equal(np.delete(rows[k + 1], k), np.delete(a, k))


def test_a_trajectory_moves_each_factor_once():
    unit = unit_points(Design.read({"method": "morris", "points": 30, "levels": 4}), 5, 1).reshape(30, 6, 5)
    steps = np.abs(np.diff(unit, axis=1))
    assert np.allclose(np.sort(steps, axis=2)[:, :, -1], 2 / 3)
    assert np.allclose(steps.sum(axis=1), 2 / 3)
    assert unit.min() == 0
    assert unit.max() == 1
    assert {tuple(row) for row in unit[:, 0].round(3)} != {tuple(unit[0, 0].round(3))}


def test_grid_and_ranges():
    three = Factor.read("similarity", {"low": 0.2, "high": 0.8, "levels": 3})
    assert points_of(Design(), (three, D), 1)[:4] == [
        {"similarity": 0.2, "copying": "none"},
        {"similarity": 0.2, "copying": "mechanical"},
        {"similarity": 0.2, "copying": "adapted"},
        {"similarity": 0.5, "copying": "none"},
    ]
    assert points_of(Design(), (), 1) == [{}]
    assert Factor.read("complexity", {"low": 0, "high": 5, "levels": 3}).grid() == (0, 2, 5)
    assert [B.at(share) for share in (0.0, 1.0)] == [100, 800]
    assert B.at(0.5) == pytest.approx(np.sqrt(100 * 800))
    assert [C.at(share) for share in (0.0, 0.17, 0.999, 1.0)] == [0, 1, 5, 5]
    assert [D.at(share) for share in (0.0, 0.34, 0.99, 1.0)] == ["none", "mechanical", "adapted", "adapted"]
    assert Factor.read("homophily", "plausible").ends == (0, 0.6)
    assert Factor.read("copying", "plausible").values == ("none", "mechanical", "adapted")


def test_values_have_twelve_digits():
    """What comes of a logarithm differs in the last bits between processors; a point must not."""
    assert all(value == float(f"{value:.12g}") for value in (B.at(k / 97) for k in range(97)))


def test_lists(tmp_path):
    (tmp_path / "points.csv").write_text("pooling,copying\n0.1,none\n0.2,adapted\n", encoding="utf-8")
    given = Design.read(
        {"method": "list", "points": [{"pooling": 0.1, "copying": "none"}, {"pooling": 0.2, "copying": "adapted"}]}
    )
    assert Design.read({"method": "list", "file": "points.csv"}, tmp_path) == given
    assert points_of(given, (), 1) == [{"pooling": 0.1, "copying": "none"}, {"pooling": 0.2, "copying": "adapted"}]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"method": "sobl"}, "did you mean 'sobol'"),
        ({"method": "sobol"}, "needs points"),
        ({"method": "sobol", "points": 0}, "a whole number from 1"),
        ({"method": "sobol", "points": [8, 8]}, "write points: 16"),
        ({"method": "sobol", "pionts": 8}, "did you mean 'points'"),
        ({"method": "morris", "points": 8, "levels": 3}, "an even number"),
        ({"method": "grid", "points": 8}, "means nothing"),
        ({"method": "list", "points": []}, "no points"),
        ({"method": "list"}, "either points"),
        ({"method": "list", "points": [{"pooling": 2}]}, "point 1: pooling = 2 is out of bounds"),
        ({"method": "list", "points": [{"poling": 0.2}]}, "did you mean 'pooling'"),
        ({"method": "list", "points": [{"pooling": 0.2}, {"pooling": 0.2}]}, "the same as point 1"),
        ({"method": "list", "file": "nowhere.csv"}, "cannot be read"),
        (3, "is no design"),
    ],
)
def test_what_is_wrong_is_said(given, said):
    with pytest.raises(StudyError, match=said):
        Design.read(given)


def test_too_many_points():
    many = Factor.read("pooling", {"low": 0, "high": 1, "levels": 2000})
    more = Factor.read("linkage", {"low": 0, "high": 1, "levels": 2000})
    with pytest.raises(StudyError, match="4000000 points"):
        points_of(Design(), (many, more), 1)


def test_reading_a_list_takes_time_in_proportion_to_its_points(tmp_path):
    """A quadratic step would take 64 times as long for eight times the points."""
    seconds = []
    for count in (4_000, 32_000):
        shares = np.random.default_rng(1).random((count, 3)).round(6) * (1, 0.9, 0.3)
        rows = ["similarity,homophily,cross_tier", *(",".join(map(str, row)) for row in shares.tolist())]
        (tmp_path / "points.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        begun = time.process_time()
        study = Study(
            tmp_path / "out", scenarios=["status_quo"], weeks=4, residents=100, communities=2, replicates=1,
            design={"method": "list", "file": str(tmp_path / "points.csv")},
        )  # fmt: skip
        seconds.append(time.process_time() - begun)
        assert len(study.points) == count
    assert seconds[1] < 24 * seconds[0]
