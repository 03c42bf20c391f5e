"""Columns of one's own: who has which value, what newcomers get, and that copies, checkpoints and other processes hold them."""

import copy
import pickle

import cogov
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.model.extensions.extension import ExtensionFailed
from cogov.model.model import CommunityModel
from cogov.model.runtime.checkpoint import CheckpointError
from cogov.runs.extensions.extensions import extensions

SOURCE = """
def at_first(model, rows):
    return model.draw("mood", rows)

def later(model, rows):
    assert (model.residents.arrived[rows] > 0).all()
    return 0.5 + model.draw("mood later", rows) / 2

def wake(model):
    mood = model.residents["mood"]
    mood += 0.01 * (1 - mood)

def told(model, moves):
    model.told = [*getattr(model, "told", []), [moves.came.copy(), moves.went.copy(), {k: v.copy() for k, v in moves.before.items()}]]

extension = Extension(
    "moods",
    parameters=[constant("wakening", 0.1, bounds=(0, 1), unit="share", label=Text("Waking", "醒"), source="invented")],
    residents=[
        column("mood", 0.5, bounds=(0, 1), unit="share", label=Text("Mood", "心情"), dtype=np.float32, start=at_first, newcomers=later),
        column("seen", 0, bounds=(0, None), unit=Text("weeks", "周"), label=Text("Weeks here", "周数"), dtype=np.int32),
    ],
    organizations=[column("zeal", 0.5, bounds=(0, 1), unit="share", label=Text("Zeal", "热情"), start=0.75, newcomers=0.25)],
    mechanisms=[Mechanism(wake, after="trust", label=T)],
    indicators=[Indicator("mean_mood", lambda m: float(m.residents["mood"].mean()), label=T, unit=T)],
    moves={moves},
)
"""
LIVELY = {"residents": 90, "communities": 1, "environment": {"turnover_renters": 0.995, "renters": 0.9}}


@pytest.fixture
def moods(write):
    """The file of an extension with columns."""
    return write(SOURCE.replace("{moves}", "None"), "moods.py")


def made(path, **more):
    with extensions(path):
        return CommunityModel(rng=4, **{**LIVELY, **more})


def same(one, other):
    assert one.residents_frame().equals(other.residents_frame())
    assert one.indicators.equals(other.indicators)
    assert (one.organizations["zeal"] == other.organizations["zeal"]).all()


def test_at_the_start_and_for_who_moves_in(moods):
    model = made(moods)
    first = model.residents["mood"].copy()
    assert first.std() > 0.2
    assert (made(moods).residents["mood"] == first).all()
    ids = model.residents.unique_id.copy()
    model.residents["seen"][:] = 7
    model.run_for(3)
    new = model.residents.unique_id != ids
    assert 2 < new.sum() < 60
    assert (model.residents["mood"][new] >= 0.5).all()
    assert (model.residents["seen"] == np.where(new, 0, 7)).all()
    assert set(model.organizations["zeal"][model.organizations.alive == 1]) <= {0.75, 0.25}


def test_who_gets_what_does_not_depend_on_how_it_is_run(moods):
    """In one go, week by week, looked at in between: the same newcomers with the same values."""
    whole, steps, looked = made(moods), made(moods), made(moods)
    whole.run_for(8)
    for _ in range(8):
        steps.step()
        looked.run_for(1)
        looked.sync_agents()
        assert len(list(looked.agents)) > 90
    same(whole, steps)
    same(whole, looked)


def test_seen_on_tables_agents_sets_and_frames(moods):
    model = made(moods)
    agent = model.agents_by_type[cogov.Resident][3]
    assert agent.mood == model.residents.mood[3] == model.residents["mood"][3]
    assert {"mood", "seen"} <= {*dir(agent)} & {*dir(model.residents)}
    assert "mood" in repr(model.residents)
    agent.mood = 0.125
    assert model.agents_by_type[cogov.Resident].get("mood")[3] == 0.125
    with pytest.raises(ValueError, match=r"mood = 2 is outside its bounds"):
        agent.mood = 2
    with pytest.raises(AttributeError, match="did you mean 'mood'"):
        _ = agent.moood
    with pytest.raises(AttributeError, match="Residents has no column 'mod'; did you mean 'mood'"):
        _ = model.residents.mod
    frame = model.residents_frame()
    assert (frame["mood"].to_numpy() == model.residents["mood"]).all()
    other = CommunityModel(rng=4, **LIVELY)
    assert "mood" not in dir(other.residents)
    assert "mood" not in other.residents_frame()


def test_made_from_python(moods):
    model = made(moods)
    model.agents_by_type[cogov.Resident][5].remove()
    came = cogov.Resident(model, mood=0.25)
    assert (came.mood, came.seen) == (0.25, 0)
    with pytest.raises(TypeError, match="has no column 'moods'; did you mean 'mood'"):
        cogov.Resident.create_agents(model, 1, moods=1)
    assert cogov.Organization(model).zeal == 0.25


def test_copies_and_checkpoints_hold_them(moods, tmp_path):
    model = made(moods, record_events=True)
    model.run_for(4)
    twins = [model.fork(), copy.deepcopy(model), pickle.loads(pickle.dumps(model))]
    model.checkpoint(tmp_path / "kept")
    with extensions(moods):
        twins.append(cogov.restore(tmp_path / "kept"))
    model.run_for(4)
    for twin in twins:
        twin.run_for(4)
        same(model, twin)
    assert len(model.indicators["mean_mood"]) == 8


def test_a_checkpoint_wants_the_same_extension(moods, write, tmp_path):
    model = made(moods)
    model.checkpoint(tmp_path / "kept")
    with pytest.raises(CheckpointError, match=r"made with extension 'moods'.*is not in use: go on with --extension"):
        cogov.restore(tmp_path / "kept")
    idle = write(
        "extension = Extension('idle', parameters=[constant('idle', 1, bounds=(0, 1), unit=T, label=Text('a', '甲'), source='why')])\n"
    )
    with extensions(moods, idle), pytest.raises(CheckpointError, match="without extension 'idle'; leave it out"):
        cogov.restore(tmp_path / "kept")
    moods.write_text(moods.read_text(encoding="utf-8").replace("0.01 *", "0.5 *"), encoding="utf-8")
    with extensions(moods):
        with pytest.raises(CheckpointError, match=r"its source is another one now .*other_source=True"):
            cogov.restore(tmp_path / "kept")
        changed = cogov.restore(tmp_path / "kept", other_source=True)
    model.run_for(2)
    changed.run_for(2)
    assert changed.residents["mood"].mean() > model.residents["mood"].mean() + 0.1
    moods.write_text(moods.read_text(encoding="utf-8").replace('"seen"', '"sight"'), encoding="utf-8")
    with extensions(moods), pytest.raises(CheckpointError, match=r"seen \(int32\); declared now: .*sight"):
        cogov.restore(tmp_path / "kept", other_source=True)


def test_who_moved(write):
    model = made(write(SOURCE.replace("{moves}", "told")))
    for _ in range(3):
        ids, moods, identity = (
            model.residents.unique_id.copy(),
            model.residents["mood"].copy(),
            model.residents.identity.copy(),
        )
        model.run_for(1)
        came, went, before = model.told[-1]
        moved = np.flatnonzero(model.residents.unique_id != ids)
        assert came.tolist() == went.tolist() == moved.tolist()
        assert before["unique_id"].tolist() == ids[moved].tolist()
        assert before["identity"].tolist() == identity[moved].tolist()
        assert before["mood"].tolist() == moods[moved].tolist()
    twin = model.fork()
    model.agents_by_type[cogov.Resident][5].remove()
    model.run_for(1)
    came, went, _ = model.told[-1]
    assert 5 in went
    assert 5 not in came
    twin.run_for(1)
    assert len(twin.told) == len(model.told)


class Neighbour(cogov.Resident):
    """A resident with a mood."""

    mood = cogov.column(
        "mood", 0.5, bounds=(0, 1), unit="share", label=cogov.Text("Mood", "心情"), dtype=np.float32, newcomers=0.875
    )

    def cheer(self):
        """Better the mood."""
        self.mood = min(1.0, self.mood + 0.25)


class Neighbourly(CommunityModel):
    """A model whose residents are neighbours."""

    Resident = Neighbour
    heard = 0

    def moved(self, moves):
        """Count who comes."""
        self.heard += len(moves.came)


def test_a_subclass_of_resident_is_used_by_the_model(tmp_path):
    model, plain = Neighbourly(rng=4, **LIVELY), CommunityModel(rng=4, **LIVELY)
    agents = model.agents_by_type[cogov.Resident]
    assert type(agents[0]) is Neighbour
    agents.do("cheer")
    assert (model.residents["mood"] == 0.75).all()
    model.run_for(6)
    plain.run_for(6)
    assert model.heard >= (model.residents["mood"] == 0.875).sum() > 5
    assert model.indicators.equals(plain.indicators)
    assert model.store(cogov.Resident).cls is Neighbour
    twin = pickle.loads(pickle.dumps(model))
    model.checkpoint(tmp_path / "kept")
    kept = Neighbourly.restore(tmp_path / "kept")
    for one in (model, twin, kept):
        one.run_for(3)
    assert (twin.residents["mood"] == model.residents["mood"]).all()
    assert (kept.residents["mood"] == model.residents["mood"]).all()
    with pytest.raises(CheckpointError, match=r"are mood \(float32\); declared now: none"):
        CommunityModel.restore(tmp_path / "kept")


def test_classes_that_cannot_be_used():
    with pytest.raises(QuantityError, match=r"Resident = .* is not a subclass of cogov.Resident"):
        type("M", (CommunityModel,), {"Resident": cogov.Organization})(**LIVELY)
    twice = type(
        "Twice",
        (cogov.Resident,),
        {"belonging": cogov.column("belonging", 0, bounds=(0, 1), unit="share", label=cogov.Text("a", "甲"))},
    )
    with pytest.raises(QuantityError, match=r"Twice.belonging is a column of the model's own"):
        type("M", (CommunityModel,), {"Resident": twice})(**LIVELY)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("return model.draw(\"mood\", rows)", "return model.draw('mood', rows) + 1"), "column 'mood' of residents, week 0: ValueError: mood = .* outside its bounds"),
        (("return model.draw(\"mood\", rows)", "return [1, 2]"), "takes one value or 90 values"),
        (("return 0.5 + ", "return 1 / 0 + "), "column 'mood' of residents, week [0-9]: ZeroDivisionError"),
        (("mood += ", "mood -= 5 + "), r"residents.mood\[[0-9]+\] \(unique_id [0-9]+\) = -.* is out of bounds, and .* more: from 0 to 1"),
    ],
)  # fmt: skip
def test_wrong_values_are_named(write, change, said):
    path = write(SOURCE.replace("{moves}", "None").replace(*change))
    with pytest.raises((ExtensionFailed, QuantityError), match=said):
        made(path).run_for(4)


def test_luck_is_keyed(moods):
    model = made(moods)
    some = np.array([4, 7, 30])
    assert (model.draw("a", some) == model.draw("a")[some]).all()
    assert not np.isin(model.draw("a"), model.draw("b")).any()
    assert not np.isin(model.draw("a"), model.draw("a", index=1)).any()
    before = model.draw("a")
    model.run_for(1)
    assert not np.isin(before, model.draw("a")).any()
    with pytest.raises(QuantityError, match="residents or organizations"):
        model.draw("a", of="cases")
