"""Whatever Mesa takes as a seed, in full, and nothing else."""

import mesa
import numpy as np
import pytest
from cogov import CommunityModel
from cogov.core.quantity import QuantityError
from cogov.model.runtime.seeds import PLAIN, seed_of, small_seed, whole_seed, word_of

OPTIONS = {"scenario": None, "residents": 40, "communities": 2}


@pytest.mark.parametrize("five", [5, np.int64(5), np.uint8(5), np.random.SeedSequence(5), [5], (5,), np.array([5])])
def test_one_number_in_many_ways(five):
    assert seed_of(five) == 5


def test_large_seeds_count_in_full():
    seeds = [5, PLAIN - 1, PLAIN, PLAIN + 5, 2**64 + 5, 2**128 + 5, 10**60]
    words = [word_of(seed) for seed in seeds]
    assert words[:2] == seeds[:2]
    assert len({*words, *range(10)}) == len(words) - 1 + 10
    assert all(PLAIN <= word < 2**64 for word in words[2:])
    assert small_seed(7) == 7
    assert len({small_seed(seed) for seed in seeds}) == len(seeds)
    assert all(small_seed(seed) < 2**32 for seed in seeds)


def test_sequences_and_generators():
    whole = np.random.SeedSequence(5)
    assert seed_of([1, 2]) == seed_of((1, 2)) == seed_of(np.array([1, 2])) == seed_of(np.random.SeedSequence([1, 2]))
    assert len({seed_of(one) for one in [whole, *whole.spawn(3)]}) == 4
    for make in (np.random.default_rng, np.random.RandomState, np.random.PCG64):
        one, other = make(3), make(3)
        assert seed_of(one) == seed_of(other)
    generator = np.random.default_rng(3)
    assert seed_of(generator) != seed_of(generator)


@pytest.mark.parametrize(
    "seed", [-1, 1.0, np.float64(3), "7", True, np.True_, [], [1.5], [[1, 2]], {1}, b"7", 1j, object()]
)
def test_no_seeds(seed):
    with pytest.raises(QuantityError, match="is not a seed: a whole number from 0, of any size"):
        seed_of(seed)


@pytest.mark.parametrize("seed", [None, "7", -1, 1.5, True, np.random.default_rng(1)])
def test_no_seeds_of_a_study(seed):
    with pytest.raises(QuantityError, match="is not a seed"):
        whole_seed(seed)


def new(**options):
    model = CommunityModel(**OPTIONS, **options)
    model.run_for(1)
    return model


def test_models():
    """As Mesa has it: a generator that is given is the model's own, and the run can be made again by its number."""
    generator = np.random.default_rng(3)
    first, second = new(rng=generator), new(rng=generator)
    assert first.rng is generator
    assert first.seed != second.seed
    again = new(rng=first.seed)
    assert again.residents.belonging.tobytes() == first.residents.belonging.tobytes()
    states = [new(rng=seed).residents.belonging.tobytes() for seed in (5, PLAIN + 5, 2**64 + 5)]
    assert len(set(states)) == 3
    assert (
        states[0]
        == new(seed=5).residents.belonging.tobytes()
        == new(rng=np.random.SeedSequence(5)).residents.belonging.tobytes()
    )
    assert new(rng=2**64 + 5).seed == 2**64 + 5
    with pytest.raises(QuantityError, match="two names of one thing"):
        CommunityModel(**OPTIONS, rng=1, seed=1)
    with pytest.raises(TypeError, match="no argument 'sed'; did you mean 'seed'"):
        CommunityModel(**OPTIONS, sed=1)


def test_a_checkpoint_keeps_the_generator(tmp_path):
    model = new(rng=np.random.Generator(np.random.MT19937(4)))
    twin = CommunityModel.restore(model.checkpoint(tmp_path / "kept"))
    assert twin.rng.random() == model.rng.random()
    assert twin.seed == model.seed


# --- a data collector of one's own, as Mesa's users have it ---


class Own(CommunityModel):
    def __init__(self, **options):
        super().__init__(**options)
        self.datacollector = mesa.DataCollector(model_reporters={"week": "week"}, tables={"log": ["week"]})


class After(Own):
    def step(self):
        super().step()
        self.datacollector.collect(self)
        self.datacollector.add_table_row("log", {"week": self.week})


class Before(Own):
    def step(self):
        self.datacollector.collect(self)
        super().step()


class Twice(CommunityModel):
    def step(self):
        super().step()
        self.datacollector.collect(self)


class Ends(CommunityModel):
    def step(self):
        super().step()
        self.running = self.week < 2


@pytest.mark.parametrize(("kind", "weeks"), [(Own, [1, 2, 3]), (After, [1, 2, 3]), (Before, [0, 1, 2])])
def test_one_row_a_week(kind, weeks):
    model = kind(**OPTIONS, rng=1)
    model.run_for(2)
    model.step()
    assert model.datacollector.get_model_vars_dataframe()["week"].tolist() == weeks
    assert (model.week, model.steps, model.time) == (3, 3, 3.0)
    if kind is After:
        assert model.datacollector.get_table_dataframe("log")["week"].tolist() == weeks


def test_the_models_own_collector_is_not_doubled():
    usual, twice = CommunityModel(**OPTIONS, rng=1), Twice(**OPTIONS, rng=1)
    for model in (usual, twice):
        model.run_for(3)
    assert twice.datacollector.get_model_vars_dataframe().equals(usual.datacollector.get_model_vars_dataframe())


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has run_scenarios in place of batch_run")
def test_batch_run_of_a_collecting_model():
    rows = mesa.batch_run(
        After, {**OPTIONS, "scenario": [None]}, rng=[1], max_steps=3, number_processes=1, data_collection_period=1, display_progress=False
    )  # fmt: skip
    assert [row["week"] for row in rows] == [1, 2, 3]


def test_running():
    model = Ends(**OPTIONS, rng=1)
    model.run_model()
    assert model.week == 2
