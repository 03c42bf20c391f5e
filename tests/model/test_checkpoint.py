"""Files of a state: whole or refused, whatever became of them; a disk that is full ends nothing but the writing."""

import gc
import io
import sys
import zipfile

import numpy as np
import pytest
from cogov.core.disk import WriteFailed
from cogov.model.model import CommunityModel
from cogov.model.runtime import checkpoint as files
from cogov.model.runtime.checkpoint import CheckpointError, read, write
from cogov.tests.support.districts import district
from hypothesis import given, settings
from hypothesis import strategies as st


def new():
    return district(120, 2, seed=3, scenario="co_governance", record_events=True, by_community=True)


def ring():
    pass


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    model = new()
    model.run_for(2)
    return model.checkpoint(tmp_path_factory.mktemp("kept") / "file").read_bytes()


@given(data=st.data())
@settings(max_examples=25)
def test_a_file_cut_off_or_damaged_is_refused(tmp_path_factory, kept, data):
    path = tmp_path_factory.getbasetemp() / "damaged"
    place = data.draw(st.integers(0, len(kept) - 1))
    if data.draw(st.booleans()):
        path.write_bytes(kept[:place])
        with pytest.raises(CheckpointError, match="damaged"):
            CommunityModel.restore(path)
        return
    path.write_bytes(kept[:place] + bytes([kept[place] ^ (1 << data.draw(st.integers(0, 7)))]) + kept[place + 1 :])
    try:
        model = CommunityModel.restore(path)
    except CheckpointError:
        return
    assert model.checkpoint(path).read_bytes() == kept, "a bit that says nothing"


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x80\x04K\x01."])
def test_foreign_files(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="not a checkpoint of cogov"):
        read(path)


def test_other_archives_and_places(tmp_path):
    path = tmp_path / "file.npz"
    np.savez(path, a=np.arange(3))
    with pytest.raises(CheckpointError, match=r"not a checkpoint of cogov: no state\.json"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("state.json", "{}")
    with pytest.raises(CheckpointError, match="not a checkpoint of cogov"):
        read(path)
    with pytest.raises(CheckpointError, match="cannot be read: No such file"):
        read(tmp_path / "none")
    with pytest.raises(WriteFailed, match=r"cannot write .*folder: No such file"):
        new().checkpoint(tmp_path / "no" / "folder")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on the size of files")
def test_a_file_that_outgrows_a_limit(tmp_path, kept):
    """An error kept what `getbuffer` exports alive beyond its buffer: at the next collection the interpreter was gone."""
    import resource

    path = tmp_path / "file"
    path.write_bytes(kept)
    model = new()
    model.run_for(3)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    held = []
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(kept) // 2, hard))
    try:
        model.checkpoint(path)
    except WriteFailed as error:
        held.append(error)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "File too large" in str(held[0])
    held.append(held)
    del held, model
    gc.collect()
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == kept


def test_a_file_that_was_changed_is_refused(tmp_path, kept):
    """Every checksum of the archive is right, and the state is another one: kernels would read past arrays."""
    path = tmp_path / "file"
    path.write_bytes(kept)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in ("state.json", "0003.npy", "sha256"):
        changed = {**members, name: members[name][:-1] + bytes([members[name][-1] ^ 1])}
        if name == "state.json":
            changed[name] = members[name].replace(b'"week": 2', b'"week": 3')
        for left in (changed, {key: value for key, value in members.items() if key != name}):
            with zipfile.ZipFile(path, "w") as archive:
                for key, content in left.items():
                    archive.writestr(key, content)
            with pytest.raises(CheckpointError, match=r"was changed after it was written|no state\.json"):
                CommunityModel.restore(path)


def test_other_code(tmp_path, monkeypatch):
    path = new().checkpoint(tmp_path / "file")
    monkeypatch.setattr(files, "kernel_hash", lambda: "f" * 64)
    with pytest.raises(CheckpointError, match=r"other code of the model .*here ffffffffffff.*run it again"):
        CommunityModel.restore(path)


def test_nothing_is_unpickled(tmp_path):
    """An array that only a pickle can hold is refused, in writing and in reading."""
    with pytest.raises(CheckpointError, match="cannot hold x: a set"):
        write(tmp_path / "file", {"x": {1, 2}})
    path = write(tmp_path / "file", {"x": np.arange(3)})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sink = io.BytesIO()
    np.lib.format.write_array(sink, np.array([ring], object), allow_pickle=True)
    members["0000.npy"] = sink.getvalue()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(CheckpointError, match="damaged: ValueError: Object arrays cannot be loaded"):
        read(path)
