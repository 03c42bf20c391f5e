"""What can be asked for, and what is refused before anything runs."""

import pytest
from cogov.core.quantity import QuantityError
from cogov.runs.settings import Setting, SettingError, check_precision, replicate_seed, split_values

from ..support.synthetic_comparisons import named

PAIR = named("status_quo", "co_governance")


def test_seed_of_a_replicate_is_pure_and_fits_json():
    seeds = [replicate_seed(1, k) for k in range(1000)]
    assert seeds == [replicate_seed(1, k) for k in range(1000)]
    assert len(set(seeds)) == 1000
    assert max(seeds) < 2**48
    assert replicate_seed(2, 0) != seeds[0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weeks": 0}, "weeks = 0"),
        ({"weeks": True}, "weeks = True"),
        ({"seed": -1}, "seed = -1"),
        ({"residents": 0}, "residents = 0"),
        ({"communities": 0}, "communities = 0"),
        ({"residents": 3}, "3 residents cannot fill 8 communities"),
        ({"environment": {"residents": 5}}, "5 residents cannot fill 8 communities"),
        ({"levers": {"poolin": 0.3}}, "did you mean 'pooling'"),
        ({"levers": {"pooling": 3}}, "out of bounds"),
        ({"environment": {"complexity": 5, "elements": 4}}, "less than elements"),
        ({"levers": {"mediation_time": 0.9}}, "scenario '"),
        ({"scenarios": PAIR[:1]}, "at least 2 scenarios"),
        ({"scenarios": (PAIR[0], PAIR[0])}, "named twice"),
    ],
)
def test_refused(changes, message):
    with pytest.raises(QuantityError, match=message):
        Setting(**{"scenarios": PAIR, "weeks": 10, "seed": 1, **changes}).check()


def test_sizes_follow_from_data():
    with pytest.raises(SettingError, match="leave out --residents"):
        Setting(PAIR, 10, 1, residents=100, population=object()).check()


def test_values_are_sorted_by_what_they_are():
    levers, environment, constants = split_values({"pooling": 0.5, "similarity": 0.3, "satisfaction_help": 0.1})
    assert (levers, environment, constants) == ({"pooling": 0.5}, {"similarity": 0.3}, {"satisfaction_help": 0.1})
    with pytest.raises(QuantityError, match="did you mean 'similarity'"):
        split_values({"similarty": 0.3})


def test_precision():
    check_precision({"a": 0.1}, ["a"])
    with pytest.raises(QuantityError, match="did you mean 'belonging'"):
        check_precision({"belongin": 0.1}, ["belonging"])
    with pytest.raises(SettingError, match="half-width above 0"):
        check_precision({"a": 0}, ["a"])
