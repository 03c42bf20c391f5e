"""Optional parts: which packages each of them needs, as the package's own metadata declares it, and how to install them."""

import re
from importlib.metadata import PackageNotFoundError, requires

_EXTRA = re.compile(r"""extra\s*==\s*['"]([\w-]+)['"]""")


def packages(extra: str) -> tuple[str, ...]:
    """Return the requirements of an optional part, as ``optuna>=4.1``; none where cogov itself is not installed."""
    try:
        declared = requires("cogov") or []
    except PackageNotFoundError:
        return ()
    parts = (line.partition(";") for line in declared)
    return tuple(what.strip() for what, _, marker in parts if extra in _EXTRA.findall(marker))


def install(extra: str) -> str:
    """Return the command that installs an optional part.

    It names the packages themselves, since it must work in a checkout and for a wheel from a file too.
    """
    return "pip install " + " ".join(f'"{one}"' for one in packages(extra))
