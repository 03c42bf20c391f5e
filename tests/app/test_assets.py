"""The browser's files: pinned, checked, and missed in one sentence; the command that starts the app."""

import base64
import hashlib
import io
import re
import socket
import sys
import tarfile

import pytest
from click.testing import CliRunner
from cogov.app.serving import assets
from cogov.app.serving.assets import PACKAGES, AssetsMissing, Package, fetch, missing
from cogov.app.serving.server import check_assets


def test_pins_are_exact_and_are_those_that_solara_asks_for():
    import importlib.resources

    template = (importlib.resources.files("solara") / "server" / "templates" / "solara.html.j2").read_text(
        encoding="utf-8"
    )
    pinned = {package.place for package in PACKAGES}
    for place in re.findall(r"cdn}}/((?:@widgetti/solara-vuetify-app|requirejs)@[\d.]+)/", template):
        assert place in pinned
    for package in PACKAGES:
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", package.version)
        assert len(base64.b64decode(package.integrity.removeprefix("sha512-"))) == 64


def test_missing_files_are_told_in_one_sentence(tmp_path):
    with pytest.raises(AssetsMissing) as raised:
        check_assets(tmp_path, lambda: False)
    assert "make app-assets" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert check_assets(tmp_path, lambda: True) is False


def packed(files):
    sink = io.BytesIO()
    with tarfile.TarFile.gzopen("x", "w", sink) as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return sink.getvalue()


@pytest.fixture
def fake_npm(tmp_path, monkeypatch):
    """An npm that brings what is given, and a list that wants one file of it."""

    def bring(files, integrity=None):
        data = packed(files)
        (tmp_path / "given.tgz").write_bytes(data)
        script = "import sys, shutil; shutil.copy(sys.argv[1], sys.argv[-1] + '/x.tgz')"
        monkeypatch.setattr(assets, "npm", lambda: [sys.executable, "-c", script, str(tmp_path / "given.tgz")])
        digest = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        monkeypatch.setattr(assets, "PACKAGES", (Package("one", "1.0.0", integrity or digest, ("dist/a.js",)),))

    return bring


def test_fetch_takes_what_is_wanted_and_nothing_else(fake_npm, tmp_path):
    fake_npm(
        {
            "package/dist/a.js": b"1",
            "package/LICENSE": b"MIT",
            "package/dist/b.js": b"2",
            "package/../../dist/a.js": b"3",
        }
    )
    folder = fetch(tmp_path / "browser")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {"one@1.0.0/dist/a.js", "one@1.0.0/LICENSE"}
    assert missing(folder) == []


def test_other_bytes_are_refused_and_leave_what_was_there(fake_npm, tmp_path):
    (tmp_path / "browser").mkdir()
    fake_npm({"package/dist/a.js": b"1"}, integrity="sha512-" + base64.b64encode(bytes(64)).decode())
    with pytest.raises(AssetsMissing, match="not what is pinned"):
        fetch(tmp_path / "browser")
    assert (tmp_path / "browser").is_dir()
    fake_npm({"package/other.js": b"1"})
    with pytest.raises(AssetsMissing, match="not in the packages"):
        fetch(tmp_path / "browser")


def test_command_says_what_is_wrong_before_anything_is_compiled(monkeypatch):
    from cogov.cli.main import cli

    monkeypatch.setattr("cogov.app.serving.server.check_assets", lambda: True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = CliRunner().invoke(cli, ["app", "--port", str(taken.getsockname()[1])])
    assert done.exit_code == 2
    assert "--port" in done.output
    monkeypatch.setenv("COGOV_APP_RUNS", "none")
    done = CliRunner().invoke(cli, ["app"])
    assert done.exit_code == 2
    assert "COGOV_APP_RUNS" in done.output
